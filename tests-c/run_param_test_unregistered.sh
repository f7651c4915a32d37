#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run_param_test_unregistered.sh PROGRAM...
#
# Builds of param_test with some threads, or all, left unregistered: those are refused every time
# and nothing hangs. TAP output.
set -u

cases() {
    for kind in s l b m i; do
        echo "-T $kind -D 2"
        echo "-T $kind -D 1"
        echo "-T $kind -d"
    done
}

echo "1..$(($# * $(cases | wc -l)))"
number=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

for program; do
    "$TEST_PROGRAMS/$program" -c
    available=$?
    while IFS= read -r case; do
        number=$((number + 1))
        if [ "$available" -eq 2 ]; then
            echo "ok $number # SKIP $program: not on this kernel"
            continue
        fi
        # shellcheck disable=SC2086 # words
        timeout 20 "$TEST_PROGRAMS/$program" -v -t 12 -r 200 $case >"$log" 2>&1 </dev/null
        status=$?
        # Those that are not registered say so.
        if [ "$status" -eq 0 ] && grep -q 'not registered, refused' "$log"; then
            echo "ok $number - $program $case"
        else
            failed=1
            echo "not ok $number - $program -t 12 -r 200 $case (exit code $status)"
            sed 's/^/# /' "$log"
        fi
    done <<CASES
$(cases)
CASES
done
exit $failed
