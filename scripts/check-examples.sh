#!/bin/sh
# Compiles the examples, with the programs that README.md and docs/getting-started.md show, against
# an installed library and runs them: with 1, 2 and 64 threads, registered by the C library and not,
# and in sandboxes that refuse rseq. The examples check their own sums.
#
# usage: check-examples.sh PREFIX
set -eu

stage=$1
cd "$(dirname "$0")/.."
# shellcheck source=scripts/checks.sh
. scripts/checks.sh
: "${CC:=cc}" "${PKG_CONFIG:=pkg-config}"
export LD_LIBRARY_PATH="$stage/lib" PKG_CONFIG_PATH="$stage/lib/pkgconfig"
unset GLIBC_TUNABLES

compile() {
    # shellcheck disable=SC2046 # lists of words
    "$CC" -std=gnu11 -O2 -Wall -Wextra -Wpedantic -Werror "$1" -o "$2" -pthread \
        $("$PKG_CONFIG" --cflags --libs rseq)
}

# The output of an example, which must also end with 0.
counts() {
    pattern=$1
    shift
    timeout 60 "$@" >"$work/output" || return
    grep -q "$pattern" "$work/output" || {
        cat "$work/output"
        echo "no line matches: $pattern"
        return 1
    }
}

first_program README.md >"$work/readme.c"
check 'the program in README.md: compiles' compile "$work/readme.c" "$work/readme"
check 'the program in README.md: counts one event' counts ': 1$' "$work/readme"

check 'the sandbox: compiles' compile tests-c/deny.c "$work/deny"

first_program docs/getting-started.md >"$work/program.c"
check 'the program in docs/getting-started.md: compiles' compile "$work/program.c" "$work/program"
check 'the program in docs/getting-started.md: counts' \
    counts '^1000 events, [0-9]\{1,2\} of them by the fallback$' "$work/program"
check 'the program in docs/getting-started.md: counts, rseq refused' \
    counts '^1000 events, 1000 of them by the fallback$' "$work/deny" rseq=EPERM "$work/program"

# example NAME TURNS FAST SLOW: FAST is a pattern in the output where rseq is used, for any number of
# threads; SLOW where it is refused. @ stands for the turns of all threads.
example() {
    example=$1 turns=$2 program=$work/$1
    check "$example: compiles" compile "examples/$example.c" "$program"
    for threads in 1 2 64; do
        fast=$(echo "$3" | sed "s/@/$((threads * turns))/g")
        slow=$(echo "$4" | sed "s/@/$((threads * turns))/g")
        check "$example: $threads threads" counts "$fast" "$program" $threads "$turns"
        check "$example: $threads threads that the library registers" \
            counts "$fast" env GLIBC_TUNABLES=glibc.pthread.rseq=0 "$program" $threads "$turns"
        for errno in ENOSYS EPERM EACCES; do
            check "$example: $threads threads, rseq refused with $errno" \
                counts "$slow" "$work/deny" rseq=$errno "$program" $threads "$turns"
        done
    done
    for wrong in 0 many; do
        check "$example: '$wrong' threads are refused" refuses "$program" $wrong
    done
}

refuses() {
    status=0
    "$@" || status=$?
    [ "$status" = 2 ]
}

example percpu_counter 100000 \
    '^sum: *@ events, [0-9]\{1,3\} of them by the fallback' \
    '^sum: *@ events, @ of them by the fallback'
example percpu_free_list 20000 \
    '^objects: 1000 of 1000, [1-9][0-9]* of them in the lists of CPUs' \
    '^objects: 1000 of 1000, 0 of them in the lists of CPUs'
example percpu_lock 20000 \
    '^numbers: @, 0 of them with the mutex' \
    '^numbers: @, @ of them with the mutex'
example percpu_ring_buffer 20000 \
    '^events: [1-9][0-9]* read, [0-9]* lost, [0-9]\{1,3\} by way of the mutex' \
    '^events: [1-9][0-9]* read, [0-9]* lost, @ by way of the mutex'

finish
