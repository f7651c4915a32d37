#!/bin/sh
# Fetches what cross/architectures lists with a + for an architecture, packages of other Debian
# releases, into target/cross/NAME/fetched/ARCHITECTURE, once.
#
# usage: fetch.sh NAME
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
for tool in "clang-$version" "lld-$version" "llvm-nm-$version"; do
    need "$tool"
done

rm -rf "$root"
mkdir -p "$root/bin"
fetched "$name" >"$root/list"
while IFS='|' read -r release architecture packages_of_release; do
    mkdir -p "$root/$architecture/usr/lib" "$root/$architecture/usr/lib64"
    ln -s usr/lib usr/lib64 "$root/$architecture"
    # shellcheck disable=SC2086 # a list of words
    scripts/fetch-packages.sh "$release" "$architecture" "$root/$architecture" $packages_of_release
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
