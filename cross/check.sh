#!/bin/sh
# Builds the library and runs the C tests for architectures, by this machine's kernel or by
# qemu-user as cross/architectures says. Prints what each program did, the sums of each architecture
# as `N passed, N failed`, and at the end a table.
#
# usage: check.sh [NAME...]; without names all that can be run
#
# Environment: TESTS, which of the tests to run, by parts of their names.
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=cross/architecture.sh
. cross/architecture.sh

# Whether the kernel runs programs of the loaded architecture.
runs_natively() {
    mkdir -p "$output"
    echo 'int main(void) { return 0; }' | "$cc" -static -x c - -o "$output/probe" &&
        "$output/probe" 2>/dev/null
}

# Sets `emulator`, the words before a program, and `how`, the words for a reader.
choose_emulator() {
    emulator='' how='this kernel'
    case $run in
    check) fail "$name: its programs cannot be run here" ;;
    native) return ;;
    native,*) if runs_natively; then return; fi ;;
    esac
    program=$(command -v "${run#native,}" || command -v "${run#native,}-static") ||
        fail "$name: no ${run#native,}; \`make setup-cross ARCH=$name\` installs it"
    how="qemu-user $("$program" --version | sed -n 's/.* version \([0-9.]*\).*/\1/p')"
    emulator="$program${sysroot:+ -L $sysroot}"
}

# One architecture; $output/result is its line of the table. It fails if a test fails.
check() {
    load_architecture "$1"
    mkdir -p "$output"
    rm -f "$output/result"
    cross/build.sh "$name" --library-only
    choose_emulator
    echo "C tests for $name, run by $how"
    start=$(date +%s)
    # shellcheck disable=SC2086 # a list of words
    { c_tests ${TESTS:-} 2>&1 && : >"$output/success"; } | tee "$output/tests.log"
    sums=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1|\2/p' "$output/tests.log")
    skipped=$(sed -n 's/.* seconds, \([0-9]*\) tests skipped$/\1/p' "$output/tests.log")
    echo "$name|$how|$sums|$skipped|$(($(date +%s) - start))" >"$output/result"
    rm "$output/success" 2>/dev/null || return 1
}

if [ "${1:-}" = --one ]; then
    check "$2"
    exit
fi

# shellcheck disable=SC2046 # names without spaces
[ $# -gt 0 ] || set -- $(architectures 'native|qemu')
failed=''
for architecture; do
    "$0" --one "$architecture" || failed="$failed $architecture"
done
printf '\n%-13s %-16s %8s %8s %8s %8s\n' architecture 'run by' passed failed skipped seconds
for architecture; do
    load_architecture "$architecture"
    cat "$output/result" 2>/dev/null || echo "$architecture|not built"
done | awk -F '|' '
    { printf "%-13s %-16s %8s %8s %8s %8s\n", $1, $2, $3, $4, $5, $6; passed += $3; failed += $4 }
    END { printf "%-13s %-16s %8d %8d\n", "all", "", passed, failed }'
[ -z "$failed" ] || fail "failed:$failed"
