#!/bin/sh
# Everything that can be checked on one machine, part by part, for all architectures: `make check`
# with every compiler, the library for each architecture, and the C tests of each that can be run or
# emulated. Goes on after a part that failed; ends with the sums of each part and the names of those
# that failed.
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=cross/architecture.sh
. cross/architecture.sh
: "${TARGET:=target}" "${MAKE:=make}"
export TARGET
logs=$TARGET/check-all
rm -rf "$logs"
mkdir -p "$logs"

# part NAME COMMAND...
part() {
    name=$1
    shift
    printf '\n==> %s: %s\n' "$name" "$*"
    start=$(date +%s)
    { "$@" 2>&1 && : >"$logs/$name.passed"; } | tee "$logs/$name.log"
    [ -e "$logs/$name.passed" ] || failed="$failed $name"
    printf '%-10s %5s s  %s\n' "$name" "$(($(date +%s) - start))" \
        "$(scripts/sum-tests.sh "$logs/$name.log")" >>"$logs/sums"
}

# Builds the library for all architectures, or checks it where that is all that can be done.
libraries() {
    passed=0 failures=''
    for architecture in $(architectures .); do
        if cross/build.sh "$architecture" --library-only; then
            passed=$((passed + 1))
        else
            failures="$failures $architecture"
        fi
    done
    # shellcheck disable=SC2086 # a list of words
    set -- $failures
    [ $# = 0 ] || echo "not built:$failures"
    echo "$passed passed, $# failed"
    [ $# = 0 ]
}

failed=''
part setup scripts/setup.sh check-all
part check env RSEQ_TARGETS=all "$MAKE" check CHECK_EMULATED=
part libraries libraries
part emulated cross/check.sh
part libcs "$MAKE" check-libcs
part sanitizers "$MAKE" check-sanitizers
part miri scripts/check-miri.sh
part selftests "$MAKE" check-kernel-selftests
part packages scripts/check-packages.sh
printf '\n'
cat "$logs/sums"
[ -z "$failed" ] || fail "failed:$failed"
