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
mkdir -p "$root/lib"
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

# add PROGRAM DIRECTORY: a program with what it needs, into a directory of the root
add() {
    file=$2/${1##*/}
    if [ ! -x "$1" ] || [ -e "$root/$file" ]; then
        return
    fi
    mkdir -p "$root/$2"
    "$triplet-strip" -o "$root/$file" "$1"
    add_libraries "$1"
    # Programs ask for their dynamic linker by its path.
    linker=$(readelf -l "$1" | sed -n 's/.*interpreter: \(.*\)\]/\1/p')
    if [ -n "$linker" ] && [ ! -e "$root$linker" ]; then
        file=$(file_of "${linker##*/}")
        mkdir -p "$root${linker%/*}"
        cp -L "$file" "$root$linker"
    fi
}

# The tests' own, and those that they run.
for word in $(cut -f 2,6 "$root.manifest") deny; do
    add "$output/tests-c/$word" tests
done

# The kernel's own tests, as far as they end soon under emulation, compiled with their headers and
# with ours: without a filter, or by their names.
case "$name $*" in
"x86-64 " | "x86-64 selftest"*)
    SELFTESTS=build TARGET="$output" scripts/check-kernel-selftests.sh "$output/stage" 7.2
    # shellcheck disable=SC2086 # words
    $cc $cflags -std=gnu11 -O2 -Wall -Wextra -static lab/guest/outcome.c -o "$root/tests/outcome"
    for headers in theirs ours; do
        # seconds, program with its arguments
        while read -r seconds command; do
            add "$output/kernel-selftests/7.2/$headers/${command%% *}" "selftests/$headers"
            printf 'selftest_%s_%s\toutcome\t%s\t\tGLIBC_TUNABLES=glibc.pthread.rseq=0\t%s\n' \
                "$headers" "$(echo "$command" | tr -d ' -')" "$seconds" \
                "/selftests/$headers/$command" >>"$root.manifest"
        done <<-EOF
	20 basic_test
	60 param_test -T s -r 100 -t 8
	60 param_test -T l -r 100 -t 8
	60 param_test_compare_twice -T b -r 100 -t 8
	60 param_test_mm_cid -T b -M -r 100 -t 8
	60 param_test -T m -r 100 -t 8
	60 param_test_mm_cid_compare_twice -T m -M -r 100 -t 8
	60 param_test_mm_cid -T i -r 100 -t 8
	60 param_test -T r -r 100 -t 8
	60 param_test -L -T r -r 100 -t 8
	20 syscall_errors_test -
	20 legacy_check
	20 check_optimized
	60 slice_test
	EOF
    done
    ;;
esac
