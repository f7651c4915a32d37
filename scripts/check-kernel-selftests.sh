#!/bin/sh
# Runs the kernel's own tests of rseq, tools/testing/selftests/rseq, with this library: unmodified
# programs, compiled with their own headers and linked with their own librseq.so, which then find
# this one instead; and compiled with the headers of this library. Their sources come from Debian's
# packages, once; nothing of them is installed.
#
# usage: check-kernel-selftests.sh STAGE [VERSION...]
#
# Versions: 6.1, 6.12, 7.2. A check is named by the version, by whose headers the program was
# compiled with (theirs, ours), and by who registers its threads (own: the library; libc).
#
# Environment: TARGET; CC; SELFTESTS=long, to run run_param_test.sh as well, which takes minutes;
# SELFTESTS=short, to leave out the variants of param_test; SELFTESTS=build, to run nothing.
#
# Prints a line for each check, and in the words of the program what it skipped, because the running
# kernel has not got it; under continuous integration that is a failure. The last line is
# `N passed, N failed`.
set -eu

fail() {
    echo "check-kernel-selftests: $*" >&2
    exit 1
}

stage=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- 6.1 6.12 7.2
cd "$(dirname "$0")/.."
: "${TARGET:=target}" "${CC:=cc}"
[ "$(uname -m)" = x86_64 ] || fail "for x86-64 alone"
passed=0 failed=0 skipped=0

# Sets `package`, where the packages of a version are unpacked, and `tests`, its sources.
fetch() {
    case $version in
    6.1) release=bookworm ;;
    6.12) release=trixie ;;
    7.2) release=forky ;;
    *) fail "no Debian release is known to have Linux $version" ;;
    esac
    source=linux-source-$version
    tools=$source/tools
    package=$TARGET/kernel-selftests/$version
    scripts/fetch-packages.sh "$release" amd64 "$package" "$source" linux-libc-dev
    package=$(cd "$package" && pwd)
    archive=$package/usr/src/$source.tar.xz
    if [ -e "$archive" ]; then
        tar -xf "$archive" -C "$package" "$tools/include" \
            "$tools/arch/x86/include" "$tools/testing/selftests/rseq" \
            "$tools/testing/selftests/kselftest.h" "$tools/testing/selftests/kselftest_harness.h"
        rm "$archive"
    fi
    tools=$package/$tools
    tests=$tools/testing/selftests/rseq
}

# compile OUTPUT WORD...
compile() {
    output=$programs/$1
    shift
    "$CC" -O2 -g -I"$sources" -I"$stage/include" -I"$tests/.." -I"$tools/include" \
        -I"$tools/arch/x86/include" -isystem "$package/usr/include" \
        -isystem "$package/usr/include/x86_64-linux-gnu" -o "$output" "$@" -lpthread -ldl
}

# program NAME SOURCE [WORD...]: one that this version has
program() {
    name=$1 file=$sources/$2
    shift 2
    [ ! -e "$file" ] || compile "$name" "$@" "$file" -L"$libraries" -lrseq
}

# Without a path to their own library: LD_LIBRARY_PATH leads to this one.
build() {
    programs=$package/$headers
    rm -rf "$programs"
    mkdir -p "$programs/library" "$programs/sources"
    case $headers in
    theirs)
        sources=$tests libraries=$programs/library
        compile library/librseq.so -shared -fPIC "$tests/rseq.c" || return
        ;;
    ours)
        # Their rseq.h would be found in the directory of the sources.
        sources=$programs/sources libraries=$stage/lib
        cp "$tests/"*_*.c "$sources"
        cp "$tests/.."/kselftest*.h "$programs"
        cat >"$sources/rseq.h" <<'END'
#include <rseq/rseq.h>
int __rseq_register_current_thread(bool nolibc, bool legacy);
END
        ;;
    esac
    mm_cid=-DBUILDOPT_RSEQ_PERCPU_MM_CID
    program basic_test basic_test.c &&
        program basic_percpu_ops_test basic_percpu_ops_test.c &&
        program basic_percpu_ops_mm_cid_test basic_percpu_ops_test.c $mm_cid &&
        program param_test param_test.c &&
        program param_test_benchmark param_test.c -DBENCHMARK &&
        program param_test_compare_twice param_test.c -DRSEQ_COMPARE_TWICE &&
        program param_test_mm_cid param_test.c $mm_cid &&
        program param_test_mm_cid_compare_twice param_test.c $mm_cid -DRSEQ_COMPARE_TWICE &&
        program syscall_errors_test syscall_errors_test.c &&
        program legacy_check legacy_check.c &&
        program slice_test slice_test.c &&
        program check_optimized check_optimized.c
}

# result NAME LOG: what became of the check, whose status is in `status`
result() {
    if [ "$status" != 0 ]; then
        failed=$((failed + 1))
        cat "$2"
        echo "not ok - $1 (exit status $status)"
    elif grep -q '# SKIP' "$2"; then
        skipped=$((skipped + 1))
        [ "${CI:-}" != true ] || failed=$((failed + 1))
        sed -n "s|.*# SKIP *|skipped - $1: |p" "$2" | sort -u
    else
        passed=$((passed + 1))
        echo "ok - $1"
    fi
}

# check OWNER SECONDS COMMAND...: runs a program of this version
check() {
    owner=$1 seconds=$2 status=0
    shift 2
    case $owner in
    own) tunable=0 ;;
    libc) tunable=1 ;;
    esac
    (cd "$programs" && PATH=.:$PATH LD_LIBRARY_PATH="$stage/lib" \
        GLIBC_TUNABLES=glibc.pthread.rseq=$tunable \
        timeout --kill-after=2 "$seconds" "$@") >"$programs/log" 2>&1 || status=$?
    result "$version $headers $owner $*" "$programs/log"
}

# check_param_test VARIANT [WORD...]: every mode, as in the first round of run_param_test.sh
check_param_test() {
    for mode in '-T s' '-T l' '-T b' '-T b -M' '-T m' '-T m -M' '-T i' '-T r'; do
        # shellcheck disable=SC2086 # a list of words
        check own 60 "$@" $mode -r 1000 -t 12
    done
}

uses_this_library() {
    LD_LIBRARY_PATH="$stage/lib" ldd "$programs/basic_test" >"$programs/log" 2>&1
    grep -q "librseq.so[.0]* => $stage/lib/" "$programs/log"
}

run() {
    status=0
    uses_this_library || status=$?
    result "$version $headers: the programs find this library" "$programs/log"
    check own 20 basic_test
    check libc 20 basic_test
    check own 600 basic_percpu_ops_test
    check_param_test param_test
    if [ "${SELFTESTS:-}" = short ]; then return; fi
    check_param_test param_test_benchmark
    check_param_test param_test_compare_twice
    if [ "$version" != 6.1 ]; then
        check own 600 basic_percpu_ops_mm_cid_test
        check_param_test param_test_mm_cid
        check_param_test param_test_mm_cid_compare_twice
    fi
    if [ "$version" = 7.2 ]; then
        check own 20 check_optimized
        check own 20 legacy_check
        check own 60 slice_test
        check_param_test param_test -L
        # Its headers have rseq_available() without an argument: as one, the library finds the
        # number of words of the command, and answers anything but 1 as it should.
        check own 20 syscall_errors_test -
    fi
    if [ "${SELFTESTS:-}" = long ]; then
        check own 3600 bash "$tests/run_param_test.sh"
    fi
}

for version; do
    fetch
    for headers in theirs ours; do
        if build >"$package/log" 2>&1; then
            [ "${SELFTESTS:-}" = build ] || run
        else
            status=$?
            result "$version $headers: compiled" "$package/log"
        fi
    done
done
echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
