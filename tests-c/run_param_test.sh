#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run_param_test.sh PROGRAM...
#
# Runs builds of param_test, which are in $TEST_PROGRAMS, with every kind of data and every set of
# parameters. TAP output. A build that this kernel cannot run is skipped.
set -u

export GLIBC_TUNABLES="${GLIBC_TUNABLES:+$GLIBC_TUNABLES:}glibc.pthread.rseq=0"

cpus=$(getconf _NPROCESSORS_ONLN)
threads=$((cpus * 6))
[ "$threads" -le 24 ] || threads=24

# Parameters after the kind, one set per line. Fewer repetitions where each of them takes long.
parameters() {
    echo "-r 5000"
    for point in 1 2 3 4 5 6 7 8 9; do
        echo "-r 500 -$point 10000"
    done
    for modulo in 4 2 1; do
        for point in 7 8 9; do
            echo "-r 1000 -m $modulo -$point -1 -y"
            echo "-r 1000 -m $modulo -$point -1 -k"
            echo "-r 20 -m $modulo -$point -1 -s 1"
        done
    done
}

kinds() {
    printf '%s\n' "-T s" "-T l" "-T b" "-T b -M" "-T m" "-T m -M" "-T i" "-T r"
}

sets=$(parameters | wc -l)
echo "1..$(($# * 8 * sets))"
number=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

for program; do
    while IFS= read -r kind; do
        # shellcheck disable=SC2086 # words
        "$TEST_PROGRAMS/$program" $kind -c 2>"$log"
        available=$?
        while IFS= read -r set; do
            number=$((number + 1))
            if [ "$available" -eq 2 ]; then
                echo "ok $number # SKIP $program $kind: not on this kernel"
                continue
            fi
            # Each run takes less than a second; ten are for a loaded machine.
            # shellcheck disable=SC2086 # words
            timeout 20 "$TEST_PROGRAMS/$program" -t "$threads" $kind $set >"$log" 2>&1 </dev/null
            status=$?
            if [ "$status" -eq 0 ]; then
                echo "ok $number - $program $kind $set"
            else
                failed=1
                echo "not ok $number - $program -t $threads $kind $set (exit code $status)"
                sed 's/^/# /' "$log"
            fi
        done <<SETS
$(parameters)
SETS
    done <<KINDS
$(kinds)
KINDS
done
exit $failed
