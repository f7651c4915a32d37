#!/bin/sh
# Runs tests of the core in Miri, an interpreter of Rust that finds undefined behaviour: accesses out
# of bounds or after the end, data races, references that others interfere with, leaks. For
# architectures of other byte order and word size as well; it needs no compiler for these.
#
# usage: check-miri.sh [TARGET...] | --toolchain
#
# TARGET is a name of rustc's; without any, this machine's, s390x (big endian) and i686 (32 bits).
# What stands in for the kernel and for C is in core/src/sys/miri.rs; what is left out and why, in
# scripts/miri.skip. Prints what cargo prints, and how many tests were run and left out. --toolchain
# prints the name of the one that is used: `make setup check-miri` installs it, this script nothing.
# Environment: TARGET, CARGOFLAGS, PROPTEST_CASES, MIRI_TOOLCHAIN, and MIRIFLAGS for more flags, for
# example -Zmiri-tree-borrows or -Zmiri-seed=1.
set -eu

cd "$(dirname "$0")/.."
: "${TARGET:=target}" "${MIRI_TOOLCHAIN:=nightly-2026-05-20}"
if [ "${1:-}" = --toolchain ]; then
    echo "$MIRI_TOOLCHAIN"
    exit
fi

miri() {
    rustup run "$MIRI_TOOLCHAIN" cargo miri "$@"
}

rustc=$(rustup which --toolchain "$MIRI_TOOLCHAIN" rustc 2>/dev/null || true)
if ! miri --version >/dev/null 2>&1 ||
    ! [ -e "$("$rustc" --print sysroot)/lib/rustlib/src/rust/library" ]; then
    echo "check-miri: no toolchain $MIRI_TOOLCHAIN with miri and rust-src;" \
        "\`make setup check-miri\` installs it, if there is rustup" >&2
    exit 1
fi
host=$("$rustc" -vV | sed -n 's/^host: //p')
[ $# -gt 0 ] || set -- "$host" s390x-unknown-linux-gnu i686-unknown-linux-gnu
mkdir -p "$TARGET/miri"
output=$(cd "$TARGET/miri" && pwd)
skipped=scripts/miri.skip

# No address may be made of a number: strict provenance. Files are refused, as in a sandbox, and
# everything random and the time are Miri's own, so that each run is the same. With several CPUs, of
# which threads are moved from one to another.
flags='-Zmiri-strict-provenance -Zmiri-isolation-error=hide -Zmiri-num-cpus=4'
export MIRIFLAGS="$flags -Zmiri-env-set=PROPTEST_CASES=${PROPTEST_CASES:-8} ${MIRIFLAGS:-}"

# Test programs, as arguments for cargo, and the number of tests in others.
programs=--lib others=0
for file in core/tests/*.rs; do
    name=$(basename "$file" .rs)
    if grep -q "^$name *\*" "$skipped"; then
        others=$((others + $(grep -c '#\[test\]' "$file")))
    else
        programs="$programs --test $name"
    fi
done
# Each name that is left out, in the place that is given: one that is no longer there is an error.
names=''
while read -r program test; do
    case $program in
    lib) files=core/src ;;
    *) files=core/tests/$program.rs ;;
    esac
    case $test in
    '*') [ -e "$files" ] ;;
    *) grep -rq "fn $test()" "$files" && names="$names --skip $test" ;;
    esac || {
        echo "check-miri: no test $program $test, in $skipped" >&2
        exit 1
    }
done <<EOF
$(grep '^[a-z]' "$skipped")
EOF

status=0
for target; do
    echo "tests of the core in Miri, for $target"
    export MIRI_SYSROOT="$output/sysroot-$target"
    miri setup --quiet --target "$target"
    rm -f "$output/passed"
    # shellcheck disable=SC2086 # lists of words
    { miri test --quiet --package rseq-core --target "$target" --target-dir "$output" \
        --no-fail-fast ${CARGOFLAGS:-} $programs -- $names && : >"$output/passed"; } | tee "$output/log"
    awk -v others="$others" '/^test result:/ { run += $4 + $6; out += $(NF - 5) }
        END { printf "Miri: %d tests run, %d left out\n", run, out + others }' "$output/log"
    [ -e "$output/passed" ] || status=1
done
exit $status
