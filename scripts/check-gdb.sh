#!/bin/sh
# Runs gdb with the script that is installed for it on a program with critical sections: linked with
# the shared object, in which case gdb finds the script itself, and with the archive; as a process
# and as a core file.
#
# usage: check-gdb.sh PREFIX
set -eu

stage=$1
cd "$(dirname "$0")/.."
# shellcheck source=scripts/checks.sh
. scripts/checks.sh
: "${CC:=cc}" "${GDB:=gdb}" "${PKG_CONFIG:=pkg-config}"
export LD_LIBRARY_PATH="$stage/lib" PKG_CONFIG_PATH="$stage/lib/pkgconfig"
unset GLIBC_TUNABLES DEBUGINFOD_URLS
scripts=$stage/share/gdb/auto-load
script=$scripts$(readlink -f "$stage/lib")/librseq.so.0.0.0-gdb.py

# shellcheck disable=SC2046 # lists of words
{
    prepare "$CC" -g -O2 tests-c/debugged.c -o "$work/debugged" -pthread \
        $("$PKG_CONFIG" --cflags --libs librseq)
    prepare "$CC" -g -O2 -static tests-c/debugged.c -o "$work/debugged-static" -pthread \
        $("$PKG_CONFIG" --static --cflags --libs librseq)
}
# Critical sections of an object: as many as there are descriptors, which have 32 bytes.
sections_of() {
    size=$(readelf -SW "$1" | sed -n 's/.* __rseq_cs  *[^ ]*  *[^ ]*  *[^ ]*  *\([^ ]*\).*/\1/p')
    echo "$((0x$size / 32)) critical sections"
}

# gdb, without a terminal and without what the user has in its files
debug() {
    timeout 60 "$GDB" -nx -batch -iex 'set auto-load safe-path /' \
        -iex "set auto-load scripts-directory $scripts" "$@" </dev/null 2>&1
}
# says 'PATTERN;...' ARGUMENT...: gdb prints a line for each, in this order; !PATTERN: nowhere
says() {
    patterns=$1
    shift
    debug "$@" >"$work/output" || { cat "$work/output"; return 1; }
    python3 - "$work/output" "$patterns" <<'END'
import re, sys
output = open(sys.argv[1]).read()
place = 0
for pattern in sys.argv[2].split(";"):
    found = re.compile(pattern.lstrip("!"), re.MULTILINE).search(
        output, 0 if pattern.startswith("!") else place)
    if bool(found) == pattern.startswith("!"):
        sys.exit(f"{output}\n{'there is' if found else 'missing'}: {pattern}")
    place = found.end() if found else place
END
}
# A breakpoint at the first instruction of a function's critical section.
cat >"$work/stop_in.py" <<'END'
def stop_in(function):
    sections = [section for section in _rseq_sections() if str(section).startswith(function + ",")]
    gdb.Breakpoint(f"*{sections[0].start:#x}", temporary=True)
END
signature=$(printf '#include <rseq/rseq.h>\nRSEQ_SIG\n' | "$CC" -I"$stage/include" -E - | tail -n 1)

check 'info rseq: all sections of all objects' \
    says "debugged: $(sections_of "$work/debugged");add, rseq_load_add_store__ptr_relaxed_cpu_id$;\
replace, rseq_load_cbne_store__ptr_relaxed_cpu_id$;exit points: 0x[0-9a-f]+$;\
librseq.so.0: $(sections_of "$stage/lib/librseq.so");rseq_core_cache_pop;\
Thread 1: area 0x[0-9a-f]+, CPU [0-9]+, rseq_cs 0x" \
    "$work/debugged" -ex 'tbreak main' -ex run -ex 'info rseq'
check 'info rseq: each abort address is behind the signature' \
    says '^6 of 6$' "$work/debugged" -ex 'tbreak main' -ex run -ex "python
sections = _rseq_sections()
print(sum(_rseq_read_one(section.abort - 4, 'I') == ($signature,) for section in sections), 'of', len(sections))"
check 'info rseq: the thread that is in a section' \
    says 'Thread 1: .*rseq_cs 0x0$;Thread 2: .*: in the section of add, rseq_load_add_store' \
    "$work/debugged" -ex 'tbreak count' -ex run -x "$work/stop_in.py" -ex 'python stop_in("add")' \
    -ex continue -ex 'info rseq'
check 'info rseq: threads that are not registered' \
    says 'Thread 1: area 0x[0-9a-f]+, not registered' "$work/debugged" \
    -ex 'set environment GLIBC_TUNABLES=glibc.pthread.rseq=0' -ex 'tbreak main' -ex run -ex 'info rseq'
check 'info rseq: no sections' says '^There are no critical sections' "$(command -v env)" \
    -iex "source $script" -ex 'info rseq'

check 'step-out: aborted where it stopped, committed the second time' \
    says '^aborted: add;= 0$;^committed: add;= 1$' "$work/debugged" \
    -ex 'tbreak count' -ex run -x "$work/stop_in.py" -ex 'python stop_in("add")' -ex continue \
    -ex 'rseq step-out' -ex 'print word' -ex 'rseq step-out' -ex 'print word'
check 'step-out: from in front of a section' \
    says '= 0$;^committed: add;= 1$;counted 3, aborted 0$' "$work/debugged" \
    -ex 'tbreak add' -ex run -ex 'print word' -ex 'rseq step-out' -ex 'print word' -ex continue
check 'step-out: an exit point' says '^left by an exit point: replace' "$work/debugged" \
    -ex 'tbreak replace' -ex run -ex 'rseq step-out'
check 'step-out: no section there, no process' \
    says '^The program is not being run;^There is no critical section in main' "$work/debugged" \
    -iex "source $script" -ex 'rseq step-out' -ex 'tbreak main' -ex run -ex 'rseq step-out' \
    -ex 'print 0'

warning='^warning: each step aborts the critical section of add, '
for command in step next; do
    check "$command: warns" says "$warning;= 0$" "$work/debugged" -ex 'tbreak add' -ex run \
        -ex "$command" -ex 'print word'
    check "$command: does not warn elsewhere" says "!$warning" "$work/debugged" -ex 'tbreak main' \
        -ex run -ex "$command"
done
for command in stepi nexti; do
    check "$command: warns, and 1000 of them commit nothing" says "$warning;= 0$" "$work/debugged" \
        -ex 'tbreak count' -ex run -x "$work/stop_in.py" -ex 'python stop_in("add")' -ex continue \
        -ex "$command 1000" -ex 'print word'
    check "$command: does not warn elsewhere" says "!$warning" "$work/debugged" -ex 'tbreak main' \
        -ex run -ex "$command"
done
cat >"$work/hook" <<'END'
define hook-next
echo of the user\n
end
END
check 'a hook of the user stays' says "^of the user;!$warning" "$work/debugged" -x "$work/hook" \
    -ex 'tbreak add' -ex run -ex next

check 'a static program, with the command source' \
    says 'debugged-static: [0-9]+ critical;replace, rseq_load_cbne;in the section of add;aborted: add' \
    -iex "source $script" "$work/debugged-static" -ex 'tbreak count' -ex run \
    -x "$work/stop_in.py" -ex 'python stop_in("add")' -ex continue -ex 'info rseq' -ex 'rseq step-out'
prepare debug "$work/debugged" -ex 'tbreak count' -ex run -x "$work/stop_in.py" \
    -ex 'python stop_in("add")' -ex continue -ex "generate-core-file $work/core"
check 'a core file' says 'add, rseq_load_add_store;Thread [12]: .*: in the section of add' \
    "$work/debugged" "$work/core" -ex 'info rseq'

finish
