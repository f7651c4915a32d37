#!/bin/sh
# Puts together the root file system of the machines of one architecture: the library and the C
# tests, with the C library that the dynamic ones need, and the first process. The list of the tests
# goes to DIRECTORY.manifest.
#
# usage: root.sh NAME DIRECTORY [TEST...], with a name of cross/architectures and parts of the names
# of the tests, without them all
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=cross/architecture.sh
. cross/architecture.sh
load_architecture "$1"
root=$2
shift 2
cross/build.sh "$name" --library-only
# Programs in C++ test the headers, which the compiler does, and not the kernel.
cxx=''
c_tests --compile "$@"

rm -rf "$root"
mkdir -p "$root/tests" "$root/lib"
# shellcheck disable=SC2086 # words
$cc $cflags -std=gnu11 -O2 -Wall -Wextra -static lab/guest/init.c -o "$root/init"
cp "$output/tests-c/manifest" "$root.manifest"
# Needed by name, or opened.
cp "$output/stage/lib/librseq.so.0" "$root/lib"

# Prints the file of a shared object. Not all of them are where the compiler looks for libraries.
file_of() {
    for file in "$output/stage/lib/$1" "$($cc "-print-file-name=$1")" "$sysroot"/lib*/"$1"; do
        if [ -e "$file" ]; then
            echo "$file"
            return
        fi
    done
    fail "$name: no $1"
}

# Copies the shared objects that a file needs, once.
add_libraries() {
    readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | while read -r library; do
        [ ! -e "$root/lib/$library" ] || continue
        file=$(file_of "$library")
        cp -L "$file" "$root/lib/$library"
        add_libraries "$file"
    done
}

# The tests' own, and those that they run.
for word in $(cut -f 2,6 "$root.manifest") deny; do
    program=$output/tests-c/$word
    if [ ! -x "$program" ] || [ -e "$root/tests/$word" ]; then
        continue
    fi
    "$triplet-strip" -o "$root/tests/$word" "$program"
    add_libraries "$program"
    # Programs ask for their dynamic linker by its path.
    linker=$(readelf -l "$program" | sed -n 's/.*interpreter: \(.*\)\]/\1/p')
    if [ -n "$linker" ] && [ ! -e "$root$linker" ]; then
        file=$(file_of "${linker##*/}")
        mkdir -p "$root${linker%/*}"
        cp -L "$file" "$root$linker"
    fi
done
