#!/bin/sh
# Fetches what cross/architectures lists with a + for an architecture: packages of other Debian
# releases, from the mirror that this machine's apt uses and verified by apt, with a configuration
# of its own. Needs no root, installs nothing: they are unpacked into
# target/cross/NAME/fetched/ARCHITECTURE, once.
#
# usage: fetch.sh NAME
#
# Environment: DEBIAN_MIRROR, its URI, where the sources of apt are not those of a Debian.
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=cross/architecture.sh
. cross/architecture.sh
load_architecture "$1"
fetched "$name" >/dev/null || exit 0

root=$output/fetched
state=$(fetched "$name" | cat - cross/fetch.sh | cksum)
[ "$state" != "$(cat "$root/state" 2>/dev/null)" ] || exit 0

version=${packages##*-}
for tool in apt-get dpkg-deb "clang-$version" "lld-$version" "llvm-nm-$version"; do
    need "$tool"
done
: "${DEBIAN_MIRROR:=$(
    # shellcheck source=/dev/null
    . /etc/os-release
    # shellcheck disable=SC2016 # apt replaces these
    apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
        awk -v debian="$ID" -v release="${VERSION_CODENAME:-}" \
            'debian == "debian" && $1 == release { print $2; exit }'
)}"
[ -n "$DEBIAN_MIRROR" ] ||
    fail "$name: apt's sources name no Debian mirror; set DEBIAN_MIRROR to fetch:" "$(fetched "$name")"

rm -rf "$root"
mkdir -p "$root/bin"

# Unpacks packages: fetch RELEASE ARCHITECTURE PACKAGE...
fetch() {
    release=$1 architecture=$2
    shift 2
    echo "fetching for $name from Debian $release, $architecture: $*"
    apt=$root/apt
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/packages"
    : >"$apt/status"
    keys=/usr/share/keyrings/debian-archive-keyring.gpg
    [ ! -e $keys ] || keys="signed-by=$keys"
    echo "deb [$keys target=Packages] $DEBIAN_MIRROR $release main" >"$apt/sources"
    apt_get() {
        (cd "$apt/packages" && apt-get -q -o Dir::Etc::SourceList="$apt/sources" \
            -o Dir::Etc::SourceParts=/dev/null -o Dir::State="$apt" \
            -o Dir::State::Lists="$apt/lists" -o Dir::State::status="$apt/status" \
            -o Dir::Cache="$apt/cache" -o APT::Architecture="$architecture" \
            -o APT::Architectures="$architecture" -o APT::Sandbox::User="$(id -un)" "$@" 2>&1) |
            sed -n '/^[EWF]/p'
    }
    apt_get update --error-on=any
    apt_get download "$@"
    mkdir -p "$root/$architecture/usr/lib" "$root/$architecture/usr/lib64"
    ln -s usr/lib usr/lib64 "$root/$architecture"
    for package; do
        file=$(find "$apt/packages" -name "${package}_*.deb")
        [ -n "$file" ] || fail "$name: no $package from Debian $release, $architecture: see apt's messages above"
        dpkg-deb -x "$file" "$root/$architecture"
    done
    rm -rf "$apt"
}
fetched "$name" >"$root/list"
while IFS='|' read -r release architecture packages_of_release; do
    # shellcheck disable=SC2086 # a list of words
    fetch "$release" "$architecture" $packages_of_release
done <"$root/list"

# The emulator is used from where it was unpacked; nothing else of its package is.
find "$root" -path '*/usr/bin/*' ! -name "$run" -delete

# clang and its tools take the target as an option. Give them the names that a cross compiler has.
tool() {
    # shellcheck disable=SC2016 # for the shell that runs it
    printf '#!/bin/sh\nroot=$(dirname "$0")/..\nexec %s "$@"\n' "$2" >"$root/bin/$triplet-$1"
    chmod +x "$root/bin/$triplet-$1"
}
for language in clang clang++; do
    tool $language "$language-$version --target=$triplet --sysroot=\"\$root/${sysroot##*/}\" \
--start-no-unused-arguments -fuse-ld=lld-$version --end-no-unused-arguments"
done
tool ld "ld.lld-$version"
for program in nm objcopy ar strip readelf; do
    tool $program "llvm-$program-$version"
done
echo "$state" >"$root/state"
