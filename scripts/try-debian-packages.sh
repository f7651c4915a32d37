#!/bin/sh
# Installs Debian packages in a root of their own, uses them as a program of others does, upgrades
# and removes them, and sees that nothing is left. The root is an overlay, in memory, over the one of
# this machine: run it in a mount namespace (unshare -m).
#
# usage: try-debian-packages.sh DIRECTORY LATER_DIRECTORY, with the .debs of two versions
set -eu

packages=$(cd "$1" && pwd) later=$(cd "$2" && pwd)
cd "$(dirname "$0")/.."
fail() {
    echo "try-debian-packages: $*"
    exit 1
}

memory=$(mktemp -d)
trap 'cd / && umount --lazy "$memory"; rmdir "$memory"' EXIT
mount -t tmpfs tmpfs "$memory"
root=$memory/root changed=$memory/changed
mkdir "$root" "$changed" "$memory/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$changed,workdir=$memory/work" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --rbind /sys "$root/sys"
mount -t tmpfs tmpfs "$root/tmp"
try=$root/tmp/try
mkdir -p "$try/first" "$try/later"
cp "$packages"/librseq*.deb "$packages"/rseq-tools_*.deb "$try/first"
cp "$later"/librseq*.deb "$later"/rseq-tools_*.deb "$try/later"
rm "$try"/*/*-dbgsym_*
cp -R docs examples packaging/debian/tests "$try"
# shellcheck disable=SC2016 # the backquotes are Markdown
awk '/^```/ { inside = $0 == "```c"; next } inside' README.md >"$try/readme.c"

inside() {
    env -u PKG_CONFIG_PATH -u LD_LIBRARY_PATH -u CPATH -u LIBRARY_PATH PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        DEBIAN_FRONTEND=noninteractive LC_ALL=C chroot "$root" sh -ec "cd /tmp/try; $1"
}
version_of() {
    inside "dpkg-query -W -f '\${Version}' librseq0"
}

inside 'dpkg -i first/*.deb'
first=$(version_of)
# Those of autopkgtest that this machine has what they need for.
for test in compile build-systems debugger; do
    inside "mkdir $test && AUTOPKGTEST_TMP=/tmp/try/$test tests/$test"
done
# shellcheck disable=SC2016 # for the shell there
inside 'cc readme.c -o readme $(pkg-config --cflags --libs rseq) && ./readme | grep ": 1$"'
inside 'ldd readme | grep "librseq.so.0 => /lib/x86_64-linux-gnu/\|librseq.so.0 => /usr/lib/"'
inside 'test -e /usr/share/man/man3/rseq_init.3.gz -a -e /usr/share/man/man1/rseq-status.1.gz'

inside 'dpkg -i later/*.deb'
inside "dpkg --compare-versions $(version_of) gt $first"
inside './readme | grep ": 1$"'
inside 'dpkg --remove rseq-tools librseq-dev && ./readme | grep ": 1$"'
inside 'dpkg --purge rseq-tools librseq-dev librseq0'
! inside './readme' 2>/dev/null || fail 'the program still finds the library'

# What is left are files that dpkg, ldconfig and the index of manual pages write for themselves.
cd "$changed"
left=$(find . ! -type d ! -type c -o -type d -name '*rseq*' | grep -vE \
    '^\./(var/lib/dpkg/(status|available|lock|triggers/|alternatives)|var/log/|var/cache/|etc/ld\.so\.cache)' || :)
[ -z "$left" ] || fail "left behind: $left"
