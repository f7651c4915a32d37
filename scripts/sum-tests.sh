#!/bin/sh
# Prints `N passed, N failed`, the sums of what cargo's tests and those of the scripts say in logs.
#
# usage: sum-tests.sh FILE...
set -eu

sed -n -E -e 's/^test result: .* ([0-9]+) passed; ([0-9]+) failed;.*/\1 \2/p' \
    -e 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$@" |
    awk '{ passed += $1; failed += $2 } END { printf "%d passed, %d failed\n", passed, failed }'
