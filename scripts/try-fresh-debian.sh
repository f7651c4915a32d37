#!/bin/sh
# The way of a new user on Debian 12, in a root of its own that mmdebstrap makes in memory, 2 GB: the
# packages are built from the archive of `make dist` as packaging/README.md says, with the build
# dependencies and the Rust of that release, by a user and without network; installed, tested by
# autopkgtest, and purged.
#
# usage: try-fresh-debian.sh ARCHIVE
#
# Run it as root in a mount namespace (unshare -m). Environment: DEBIAN_MIRROR.
set -eu

archive=$(readlink -f "$1")
cd "$(dirname "$0")/.."
mirror=$(scripts/debian-mirror.sh)
[ -n "$mirror" ] || {
    echo 'try-fresh-debian: apt has no Debian mirror here; set DEBIAN_MIRROR'
    exit 1
}
work=$(mktemp -d)
trap 'umount --lazy "$work"; rmdir "$work"' EXIT
mount -t tmpfs tmpfs "$work"
cat >"$work/walk" <<'END_OF_WALK'
set -eux
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
install="apt-get -q -y --no-install-recommends"
useradd --create-home somebody
cd /home/somebody
tar -xf /srv/librseq-*.tar.xz
cd librseq-*/
cp -R packaging/debian .
chown -R somebody: ..
$install build-dep ./
unshare -n runuser -u somebody -- dpkg-buildpackage -us -uc -b
cd ..
rm -- *-dbgsym_*.deb

$install install ./librseq0_*.deb ./librseq-dev_*.deb ./rseq-tools_*.deb
rseq-status
rseq-bench --list
$install install autopkgtest
autopkgtest ./*.deb ./librseq-*/ -- null
apt-get -q -y purge librseq0 librseq-dev rseq-tools
left=$(find / -xdev -name '*rseq*' ! -path '/home/*' ! -path '/srv/*' ! -path '/proc/*' ! -path '/sys/*' \
    ! -path '/var/cache/*' ! -path '/tmp/*' -exec dpkg -S {} + 2>&1 >/dev/null || :)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
END_OF_WALK

# shellcheck disable=SC2016 # mmdebstrap gives its hooks the directory
TMPDIR=$work mmdebstrap --quiet --mode=root --variant=minbase --include=build-essential \
    --dpkgopt=force-unsafe-io \
    --customize-hook="copy-in '$archive' '$work/walk' /srv" \
    --customize-hook='chroot "$1" sh /srv/walk' \
    bookworm /dev/null "deb $mirror bookworm main"
