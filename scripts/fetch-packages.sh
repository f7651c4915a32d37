#!/bin/sh
# Fetches packages of some Debian release and architecture, from the mirror that this machine's apt
# uses and verified by apt, with a configuration of its own, and unpacks them into a directory that
# holds nothing else. Once: the file `fetched` there says what they are. Needs no root and installs
# nothing.
#
# usage: fetch-packages.sh RELEASE ARCHITECTURE DIRECTORY [--with PATTERN] PACKAGE...
#
# With --with also those that the packages depend on, as far as their names match the regular
# expression.
#
# Environment: DEBIAN_MIRROR, its URI, where the sources of apt are not those of a Debian.
set -eu

fail() {
    echo "fetch-packages: $*" >&2
    exit 1
}

release=$1 architecture=$2 directory=$3
shift 3
pattern=''
if [ "$1" = --with ]; then
    pattern=$2
    shift 2
fi
wanted="$release $architecture $pattern $*"
[ "$wanted" != "$(cat "$directory/fetched" 2>/dev/null)" ] || exit 0
echo "fetching $* of Debian $release, $architecture"
for tool in apt-get dpkg-deb; do
    command -v $tool >/dev/null || fail "no $tool to fetch for $architecture from Debian $release: $*"
done

DEBIAN_MIRROR=$("$(dirname "$0")/debian-mirror.sh")
[ -n "$DEBIAN_MIRROR" ] || fail "apt's sources name no Debian mirror; set DEBIAN_MIRROR to fetch" \
    "for $architecture from Debian $release: $*"

rm -rf "$directory"
mkdir -p "$directory"
directory=$(cd "$directory" && pwd)
apt=$directory/.apt
trap 'rm -rf "$apt"' EXIT
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/packages"
: >"$apt/status"
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ ! -e $keys ] || keys="signed-by=$keys"
echo "deb [$keys target=Packages] $DEBIAN_MIRROR $release main" >"$apt/sources"

apt_get() {
    (cd "$apt/packages" && apt-get -q -o Dir::Etc::SourceList="$apt/sources" \
        -o Dir::Etc::SourceParts=/dev/null -o Dir::State="$apt" -o Dir::State::Lists="$apt/lists" \
        -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" -o Acquire::Retries=3 \
        -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" \
        -o APT::Sandbox::User="$(id -un)" -o APT::Install-Recommends=false -o Debug::NoLocking=1 \
        "$@" 2>>"$apt/errors") || {
        sed -n '/^[EWF]/p' "$apt/errors" >&2
        fail "$architecture, Debian $release: not fetched: $packages"
    }
}

packages="$*"
apt_get update --error-on=any >/dev/null
if [ -n "$pattern" ]; then
    # "'URI' FILE SIZE HASH", where FILE is the package's name, a _ and more.
    apt_get install --print-uris "$@" >"$apt/uris"
    # shellcheck disable=SC2046 # names without spaces
    set -- "$@" $(sed -n "s/^'[^']*' \([^_]*\)_.*/\1/p" "$apt/uris" | grep -E "$pattern")
fi
apt_get download "$@" >/dev/null
for package in "$apt"/packages/*.deb; do
    dpkg-deb -x "$package" "$directory"
done
echo "$wanted" >"$directory/fetched"
