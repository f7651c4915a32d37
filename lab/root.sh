#!/bin/sh
# Puts together the root file system of the machines of one architecture, without its list of
# tests: the library and the C tests, with the C library that the dynamic ones need, and the first
# process.
#
# usage: root.sh NAME DIRECTORY, with a name of cross/architectures
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=cross/architecture.sh
. cross/architecture.sh
load_architecture "$1"
root=$2
cross/build.sh "$name"

rm -rf "$root"
mkdir -p "$root/tests" "$root/lib"
# shellcheck disable=SC2086 # words
$cc $cflags -std=gnu11 -O2 -Wall -Wextra -static lab/guest/init.c -o "$root/init"
cp "$output/tests-c/manifest" "$root/tests"

strip() {
    case $triplet in
    x86_64-*) command strip "$@" ;;
    *) "$triplet-strip" "$@" ;;
    esac
}

# Copies the shared objects that a file needs, once.
add_libraries() {
    readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | while read -r library; do
        [ ! -e "$root/lib/$library" ] || continue
        file=$output/stage/lib/$library
        [ -e "$file" ] || file=$($cc "-print-file-name=$library")
        [ -e "$file" ] || fail "$name: no $library for $1"
        cp -L "$file" "$root/lib/$library"
        add_libraries "$file"
    done
}

for program in "$output"/tests-c/*; do
    case ${program##*/} in
    manifest | *.* | *_cxx | *_clang) continue ;;
    esac
    strip -o "$root/tests/${program##*/}" "$program"
    add_libraries "$program"
    # Programs ask for their dynamic linker by its path.
    linker=$(readelf -l "$program" | sed -n 's/.*interpreter: \(.*\)\]/\1/p')
    if [ -n "$linker" ] && [ ! -e "$root$linker" ]; then
        file=$($cc "-print-file-name=${linker##*/}")
        mkdir -p "$root${linker%/*}"
        cp -L "$file" "$root$linker"
    fi
done
