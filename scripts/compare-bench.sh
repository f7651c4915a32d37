#!/bin/sh
# Builds rseq-bench against another installed librseq, runs it and ours by turns, and prints both
# medians with their ratio.
#
# usage: compare-bench.sh PREFIX OTHER_PREFIX [OPTION OF rseq-bench...]
#
# Environment: TURNS, how often each is run; 5 if it is not set.
set -eu

cd "$(dirname "$0")/.."
: "${CC:=cc}" "${CARGO:=cargo}" "${PKG_CONFIG:=pkg-config}" "${TARGET:=target}" "${TURNS:=5}"
if [ $# -lt 2 ] || [ ! -d "$2" ]; then
    echo 'usage: make bench-compare OTHER=prefix, below which there is another librseq' >&2
    exit 2
fi
ours=$1 other=$2
shift 2

# The directory of its .pc file, which is librseq.pc whosever the library.
description=$(find "$other" -name librseq.pc | head -n 1)
[ -n "$description" ] || { echo "compare-bench: no librseq.pc below $other" >&2; exit 2; }
export PKG_CONFIG_PATH="${description%/*}"
libdir=$("$PKG_CONFIG" --variable=libdir librseq)
work=$TARGET/bench/compare
rm -rf "$work"
mkdir -p "$work"

# shellcheck disable=SC2046,SC2086 # lists of words
"$CC" ${CFLAGS:--O2} bench/*.c -o "$work/rseq-bench" -pthread \
    $("$PKG_CONFIG" --cflags --libs librseq) -ldl

turn=0
while [ "$turn" -lt "$TURNS" ]; do
    turn=$((turn + 1))
    echo "turn $turn of $TURNS" >&2
    LD_LIBRARY_PATH=$ours/lib "$ours/bin/rseq-bench" "$@" --json="$work/ours-$turn.json" \
        >"$work/ours-$turn.txt"
    LD_LIBRARY_PATH=$libdir "$work/rseq-bench" "$@" --json="$work/other-$turn.json" \
        >"$work/other-$turn.txt"
done
# shellcheck disable=SC2086 # a list of words
"$CARGO" run --quiet --package bench-report ${CARGOFLAGS:-} -- \
    --compare "$work"/ours-*.json -- "$work"/other-*.json
