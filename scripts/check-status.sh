#!/bin/sh
# Runs rseq-status of an installed library: with either owner of the registration, in sandboxes, with
# arguments that it does not know.
#
# usage: check-status.sh PREFIX
set -eu

stage=$1
cd "$(dirname "$0")/.."
# shellcheck source=scripts/checks.sh
. scripts/checks.sh
: "${CC:=cc}"
export LD_LIBRARY_PATH="$stage/lib"
unset GLIBC_TUNABLES

"$CC" -O2 -I"$stage/include" tests-c/deny.c -o "$work/deny"
# Code that registers an area of its own before anybody else.
cat >"$work/foreign.c" <<'END'
#include <rseq/rseq.h>
#include <unistd.h>
static struct rseq_abi area __attribute__((aligned(64)));
static __attribute__((constructor)) void register_area(void)
{
    if (syscall(__NR_rseq, &area, 32, 0, RSEQ_SIG))
        _exit(3);
}
END
"$CC" -O2 -I"$stage/include" -shared -fPIC "$work/foreign.c" -o "$work/foreign.so"

# answers STATUS 'PATTERN...' COMMAND...: with this exit status, and a line for each pattern
answers() {
    status=0 expected=$1 patterns=$2 missing=''
    shift 2
    timeout 10 "$@" >"$work/output" 2>&1 || status=$?
    for pattern in $patterns; do
        grep -q "$(echo "^$pattern" | sed 's/=/  */')" "$work/output" || missing="$missing $pattern"
    done
    if [ "$status" != "$expected" ] || [ -n "$missing" ]; then
        cat "$work/output"
        echo "status $status; missing:$missing"
        return 1
    fi
}

# Whether JSON and text have the same facts, but for the CPU.
cat >"$work/same-in-json" <<'END'
"$1" --json | python3 -c '
import json, sys
facts = json.load(sys.stdin)
plain = dict((line + " ").split(" ", 1) for line in sys.argv[1].splitlines())
def text(value):
    return str(value) if not isinstance(value, bool) else "yes" if value else "no"
wrong = [name for name, value in facts.items() if text(value) != plain.pop(name).strip()
         and name != "cpu"]
sys.exit(f"not the same: {wrong} {list(plain)}" if wrong or plain or len(facts) < 20 else 0)
' "$("$1")"
END

tool=$stage/bin/rseq-status
own='env GLIBC_TUNABLES=glibc.pthread.rseq=0'
check 'registered by libc' answers 0 \
    'system_call=implemented owner=libc owner_reason=the.C.library.registers.all.threads$
    critical_sections=yes registered=yes mm_cid= cpus_possible=[1-9]' \
    "$tool"
# shellcheck disable=SC2086 # a list of words
check 'registered by this library' answers 0 \
    'owner=librseq owner_reason=glibc.pthread.rseq.0.keeps glibc_tunables=glibc.pthread.rseq.0
    critical_sections=yes' $own "$tool"
check 'rseq refused with ENOSYS' answers 1 \
    'owner=none owner_reason=rseq.2..is.refused system_call=ENOSYS seccomp=filter registered=no critical_sections=no' \
    "$work/deny" rseq=ENOSYS "$tool"
check 'rseq refused: nobody is told to register' answers 1 \
    '.*->.The.C.library.could.not.register.its.threads:.see.system_call' \
    "$work/deny" rseq=ENOSYS "$tool" --explain
check 'rseq refused with EPERM, explained' answers 1 \
    'owner=none system_call=Operation.not.permitted critical_sections=no .*->.A.sandbox' \
    "$work/deny" rseq=EPERM "$tool" --explain
check 'rseq refused, as JSON' answers 1 '...owner.:..none.,' "$work/deny" rseq=EACCES "$tool" --json
check 'registered by other code' answers 1 \
    'owner=none owner_reason=other.code error=Invalid system_call=implemented .*->.Other.code' \
    env GLIBC_TUNABLES=glibc.pthread.rseq=0 LD_PRELOAD="$work/foreign.so" "$tool" --explain
check 'membarrier refused' answers 0 'rseq_fence=no membarrier=Function.not critical_sections=yes' \
    "$work/deny" membarrier=ENOSYS "$tool"
check '--verbose is refused' answers 2 'usage:' "$tool" --verbose
check '--help' answers 0 'usage: ..--explain ..--json' "$tool" --help
check 'two options are refused' answers 2 'usage:' "$tool" --json --explain
check 'JSON says the same' sh "$work/same-in-json" "$tool"
# shellcheck disable=SC2086
check 'JSON says the same, registered by this library' $own sh "$work/same-in-json" "$tool"

# A member that the kernel's area does not have is not for the C library to give.
size=$("$tool" | sed -n 's/^at_rseq_feature_size *//p')
if [ "$size" -lt 32 ]; then
    check 'explains what the kernel lacks' answers 0 '.*->.It.needs.Linux.7.0.$' "$tool" --explain
else
    # shellcheck disable=SC2086
    check 'the kernel has slice_ctrl' answers 0 'slice_ctrl=yes' $own "$tool" --explain
fi

# Each no has a line that says what to do.
explains() {
    "$@" --explain >"$work/output" || :
    awk '/ no$/ { asked = NR } / -> / && asked == NR - 1 { asked = 0 }
        asked && asked < NR { print "no advice before: " $0; exit 1 }' "$work/output"
}
check 'explains each no' explains "$tool"
# shellcheck disable=SC2086
check 'explains each no, registered by this library' explains $own "$tool"
check 'explains each no, all refused' explains "$work/deny" rseq=ENOSYS,membarrier=EPERM "$tool"

finish
