#!/bin/sh
# Fetches what cross/architectures lists with a + for an architecture, packages of other Debian
# releases, into target/cross/NAME/fetched/ARCHITECTURE, and gives its tools their names.
#
# usage: fetch.sh NAME
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=cross/architecture.sh
. cross/architecture.sh
load_architecture "$1"
fetched "$name" >/dev/null || exit 0

root=$output/fetched
version=${packages##*-}
for tool in "clang-$version" "lld-$version" "llvm-nm-$version"; do
    need "$tool"
done

mkdir -p "$root/bin"
fetched "$name" >"$root/list"
while IFS='|' read -r release architecture packages_of_release; do
    # shellcheck disable=SC2086 # a list of words
    scripts/fetch-packages.sh "$release" "$architecture" "$root/$architecture" $packages_of_release
    # As on every system of Debian, which the packages no longer say.
    for directory in lib lib64; do
        [ -e "$root/$architecture/$directory" ] ||
            ln -sfn usr/$directory "$root/$architecture/$directory"
    done
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
