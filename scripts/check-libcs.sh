#!/bin/sh
# Runs the C tests, which are compiled and linked with this machine's C library, on the glibc of
# later Debian releases as well: fetched and unpacked, not installed, each with its own dynamic
# linker. Static programs stay as they are.
#
# usage: check-libcs.sh STAGE [RELEASE...]
#
# Prints the sums of each, `N passed, N failed`, and ends with a table.
# Environment: TARGET; TESTS, which of the tests to run, by parts of their names.
set -eu

stage=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- trixie forky
cd "$(dirname "$0")/.."
: "${TARGET:=target}" "${CARGO:=cargo}"
[ "$(uname -m)" = x86_64 ] || {
    echo "check-libcs: for x86-64 alone" >&2
    exit 1
}

table='' failed=''
for release; do
    root=$TARGET/libcs/$release
    scripts/fetch-packages.sh "$release" amd64 "$root/files" libc6 libgcc-s1 libstdc++6
    root=$(cd "$root" && pwd)
    libraries=$root/files/usr/lib/x86_64-linux-gnu
    linker=$libraries/ld-linux-x86-64.so.2
    version=$("$linker" --version | sed -n '1s/.* \([0-9.]*\)\.$/\1/p')
    echo "C tests on glibc $version of Debian $release"
    # shellcheck disable=SC2086 # lists of words
    { TEST_LDFLAGS="-Wl,--dynamic-linker=$linker,-rpath,$libraries" RSEQ_STAGE="$stage" \
        "$CARGO" test --quiet --package tests-c --test suite --target-dir "$root/target" \
        ${CARGOFLAGS:-} -- ${TESTS:-} 2>&1 && : >"$root/passed"; } | tee "$root/log"
    rm "$root/passed" 2>/dev/null || failed="$failed $release"
    table="$table
glibc $version, Debian $release: $(sed -n '/^[0-9]* passed, [0-9]* failed$/p' "$root/log")"
done
echo "$table"
[ -z "$failed" ] || {
    echo "check-libcs: failed:$failed" >&2
    exit 1
}
