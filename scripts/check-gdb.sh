#!/bin/sh
# Runs gdb with the script that is installed for it on a program with critical sections: linked with
# the shared object, in which case gdb finds the script itself, and with the archive; as a process
# and as a core file. Then on one that has no library, for other architectures: where this kernel
# runs i386, natively, and of those with check=yes in cross/architectures, or with RSEQ_TARGETS=all of
# all, those that qemu-user has a thread pointer of.
#
# usage: check-gdb.sh PREFIX
set -eu

stage=$1
cd "$(dirname "$0")/.."
# shellcheck source=scripts/checks.sh
. scripts/checks.sh
# shellcheck source=cross/architecture.sh
. cross/architecture.sh
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
has_area='python print("area", _rseq_area() == int(gdb.parse_and_eval("area")))'
check 'info rseq: the area of a thread' says '^area True$' "$work/debugged" -ex 'tbreak add' -ex run \
    -ex "$has_area"
check 'info rseq: threads that are not registered' \
    says 'Thread 1: area 0x[0-9a-f]+, not registered' "$work/debugged" \
    -ex 'set environment GLIBC_TUNABLES=glibc.pthread.rseq=0' -ex 'tbreak main' -ex run -ex 'info rseq'
check 'info rseq: no sections' says '^There are no critical sections' "$(command -v env)" \
    -iex "source $script" -ex 'info rseq'

# As distributions install it.
mkdir "$work/stripped"
strip -o "$work/stripped/librseq.so.0" "$stage/lib/librseq.so.0"
check 'info rseq: a shared object without names' \
    says "librseq.so.0: $(sections_of "$stage/lib/librseq.so");start;0x[0-9a-f]+ +0x[0-9a-f]+ +0x[0-9a-f]+ +\?\?$;\
!while the program runs" "$work/debugged" -iex "source $script" \
    -iex "set environment LD_LIBRARY_PATH $work/stripped" -ex 'tbreak main' -ex run -ex 'info rseq'
# lld leaves the addresses to the loader.
# shellcheck disable=SC2046 # lists of words
prepare "$CC" -g -O2 -fuse-ld=lld tests-c/debugged.c -o "$work/debugged-lld" -pthread \
    $("$PKG_CONFIG" --cflags --libs librseq)
check 'info rseq: a program that does not run yet' \
    says 'debugged-lld: .*;^  Addresses are known while the program runs.$' "$work/debugged-lld" \
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

# compile_alone: for the architecture that is loaded
compile_alone() {
    # shellcheck disable=SC2086 # lists of words
    "$cc" $cflags -static -g -O2 -DWITHOUT_LIBRARY -Iinclude tests-c/debugged.c -o "$work/$name" -pthread
}
load_architecture i386
prepare compile_alone
if [ "$("$work/i386" 2>/dev/null)" = 'counted 3, aborted 0' ]; then
    check 'i386: area, section, commit' \
        says '^area True$;Thread 2: .*: in the section of add;^aborted: add;^committed: add;= 1$' \
        -iex "source $script" "$work/i386" -ex 'tbreak add' -ex run -ex "$has_area" \
        -x "$work/stop_in.py" -ex 'python stop_in("add")' -ex continue -ex 'info rseq' \
        -ex 'rseq step-out' -ex 'rseq step-out' -ex 'print word'
else
    echo 'i386: this kernel does not run its programs'
fi

# emulated PATTERN...: debugs the program of the architecture that is loaded
emulated() {
    qemu=$(command -v "$run" || command -v "$run-static")
    rm -f "$work/socket"
    timeout 60 "$qemu" -g "$work/socket" "$work/$name" >/dev/null 2>&1 &
    for _ in $(seq 100); do
        [ ! -S "$work/socket" ] || break
        sleep 0.1
    done
    status=0
    GDB=gdb-multiarch says "$1" -iex "source $script" "$work/$name" -ex "target remote $work/socket" \
        -ex 'tbreak add' -ex continue -ex "$has_area" -ex 'info rseq' -ex kill || status=1
    wait $! || :
    return $status
}
# qemu-user has no rseq(2): no thread is registered, but glibc has the place of its area.
[ "${RSEQ_TARGETS:-}" = all ] && chosen=$(architectures qemu) || chosen=$(default_architectures)
for architecture in $chosen; do
    case $architecture in
    aarch64 | armhf | powerpc* | s390x)
        load_architecture "$architecture"
        prepare compile_alone
        check "$name: the area of a thread" emulated '^area True$;add, rseq_load;Thread 2: area 0x'
        ;;
    esac
done

finish
