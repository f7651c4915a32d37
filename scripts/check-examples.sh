#!/bin/sh
# Compiles the examples, the program that README.md shows included, against an installed library
# and runs them: with 1, 2 and 64 threads, registered by the C library and not, and in sandboxes
# that refuse rseq. The example checks its own sum.
#
# usage: check-examples.sh PREFIX
set -eu

stage=$1
cd "$(dirname "$0")/.."
: "${CC:=cc}" "${PKG_CONFIG:=pkg-config}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LD_LIBRARY_PATH="$stage/lib" PKG_CONFIG_PATH="$stage/lib/pkgconfig"
unset GLIBC_TUNABLES
passed=0
failed=0

# check NAME COMMAND...: one check, whose output says what is wrong
check() {
    name=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
        echo "ok - $name"
    else
        failed=$((failed + 1))
        cat "$work/log"
        echo "not ok - $name"
    fi
}

compile() {
    # shellcheck disable=SC2046 # lists of words
    "$CC" -std=gnu11 -O2 -Wall -Wextra -Wpedantic -Werror "$1" -o "$2" -pthread \
        $("$PKG_CONFIG" --cflags --libs rseq)
}

# The output of the example, which must also end with 0.
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

# shellcheck disable=SC2016 # the backquotes are Markdown
awk '/^```/ { inside = $0 == "```c"; next } inside' README.md >"$work/readme.c"
check 'the program in README.md: compiles' compile "$work/readme.c" "$work/readme"
check 'the program in README.md: counts one event' counts ': 1$' "$work/readme"

check 'percpu_counter: compiles' compile examples/percpu_counter.c "$work/percpu_counter"
check 'the sandbox: compiles' compile tests-c/deny.c "$work/deny"
for threads in 1 2 64; do
    events=100000
    sum="^sum: *$((threads * events)) events"
    few="$sum, [0-9]\{1,3\} of them by the fallback"
    all="$sum, $((threads * events)) of them by the fallback"
    check "percpu_counter: $threads threads" \
        counts "$few" "$work/percpu_counter" $threads $events
    check "percpu_counter: $threads threads that the library registers" \
        counts "$few" env GLIBC_TUNABLES=glibc.pthread.rseq=0 "$work/percpu_counter" $threads $events
    for errno in ENOSYS EPERM EACCES; do
        check "percpu_counter: $threads threads, rseq refused with $errno" \
            counts "$all" "$work/deny" rseq=$errno "$work/percpu_counter" $threads $events
    done
done
refuses() {
    status=0
    "$@" || status=$?
    [ "$status" = 2 ]
}
check 'percpu_counter: 0 threads are refused' refuses "$work/percpu_counter" 0
check 'percpu_counter: text is refused' refuses "$work/percpu_counter" 2 many

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
