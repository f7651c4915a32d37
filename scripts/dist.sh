#!/bin/sh
# Packs the sources for distributions: the files that git knows, as they are now, and the crates
# that cargo would download, with the configuration that makes it use them. The same files give the
# same bytes: in order, with one owner, one set of modes and the time of the last commit, or
# SOURCE_DATE_EPOCH.
#
# usage: dist.sh DIRECTORY
#
# Makes DIRECTORY/librseq-VERSION.tar.xz and prints its name. Needs git, and cargo with access to
# its registry or to what it has downloaded. Environment: CARGO, CARGOFLAGS, SOURCE_DATE_EPOCH.
set -eu

: "${CARGO:=cargo}"
mkdir -p "$1"
output=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
[ -e .git ] || {
    echo 'dist: this is not a git repository, and git says which files belong into the archive' >&2
    exit 1
}
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct)}"
name=librseq-$(scripts/version.sh)
work=$(mktemp -d "$output/dist.XXXXXX")
trap 'rm -rf "$work"' EXIT

mkdir "$work/$name"
git ls-files -z >"$work/files"
tar -c --null --no-recursion -T "$work/files" | tar -x -C "$work/$name"
mkdir "$work/$name/.cargo"
case " ${CARGOFLAGS:-} " in
*" --locked "* | *" --frozen "*) ;;
*) CARGOFLAGS="${CARGOFLAGS:-} --locked" ;;
esac
# Prints the configuration, which names the directory as the argument does. What it says of its work
# goes to stderr.
# shellcheck disable=SC2086 # CARGOFLAGS is a list of words
(cd "$work/$name" && "$CARGO" vendor $CARGOFLAGS vendor >.cargo/config.toml \
    2>"$work/log") || {
    cat "$work/log" >&2
    exit 1
}
# Crates for other systems are named in Cargo.lock and never compiled here. Of those, a third of the
# archive with binaries for WebAssembly among it, what cargo reads and the licences are enough.
for crate in "$work/$name"/vendor/*; do
    case ${crate##*/} in
    r-efi* | wasi* | windows-* | wit-bindgen*)
        find "$crate" -type f ! -iname '*licen[cs]e*' ! -name Cargo.toml \
            ! -name .cargo-checksum.json -delete
        find "$crate" -depth -type d -empty -delete
        ;;
    esac
done

tar -c -C "$work" --sort=name --format=gnu --owner=0 --group=0 --numeric-owner \
    --mode=u=rwX,go=rX --mtime="@$SOURCE_DATE_EPOCH" "$name" |
    xz --threads=1 >"$work/$name.tar.xz"
mv "$work/$name.tar.xz" "$output"
echo "$output/$name.tar.xz"
