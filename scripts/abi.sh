#!/bin/sh
# The binary interface of the library on x86-64, as libabigail describes it: abi/symbols.abi has the
# symbols of the shared object; abi/headers.abi the types of every function, inline or not, of every
# variable, structure, union and enumeration of the headers; abi/declarations the functions as they are
# declared, in which libabigail does not see the result, and the constants that are macros.
#
# usage: abi.sh record | check
#
# check fails with the differences, if there are any. First it compares with changes planted in
# copies, each of which must be noticed. Environment: TARGET, CC.
set -eu

cd "$(dirname "$0")/.."
: "${TARGET:=target}" "${CC:=cc}"
# shellcheck source=scripts/checks.sh
. scripts/checks.sh
[ "$("$CC" -dumpmachine | cut -d - -f 1)" = x86_64 ] || {
    echo 'abi: what is recorded is for x86-64'
    exit 1
}
library=$TARGET/lib/librseq.so.0.0.0

describe() {
    abidw --no-corpus-path --no-comp-dir-path --no-show-locs --type-id-style hash \
        --out-file "$2" "$1"
}

# symbols_of SHARED_OBJECT OUTPUT: without what debug information says, which depends on compilers
symbols_of() {
    objcopy --strip-debug "$1" "$work/stripped.so"
    describe "$work/stripped.so" "$2"
}

# headers_of INCLUDE OUTPUT DECLARATIONS: libabigail sees what an object refers to, so one points to all.
headers_of() {
    include=$1
    # They include the others.
    printf '#include <rseq/%s>\n' rseq.h mempool.h >"$work/all.c"
    compile() {
        "$CC" -D_GNU_SOURCE -std=gnu11 -g -O0 -w -fPIC -ffile-prefix-map="$work"=. \
            -I "$include" "$@"
    }
    # What the headers say themselves, without those that they include.
    compile -E "$work/all.c" |
        awk -v ours="\"$include/" '/^# / { print_it = index($3, ours) == 1; next } print_it' \
            >"$work/ours.i"
    compile -fkeep-static-functions -aux-info "$work/functions" -c "$work/all.c" \
        -o "$work/all.o"
    {
        cat "$work/all.c"
        grep -oE '\<(struct|union|enum) [a-z0-9_]+' "$work/ours.i" | LC_ALL=C sort -u |
            sed 's/\(.*\) \(.*\)/\1 \2 *abi_\1_\2;/'
        # Inline functions, and what is exported.
        { nm "$work/all.o" | sed -n 's/.* t //p'; nm -D --defined-only -P "$library" |
            cut -d ' ' -f 1; } | LC_ALL=C sort -u | while read -r name; do
            ! grep -qw "$name" "$work/ours.i" || echo "__typeof__($name) *abi_$name = &$name;"
        done
    } >"$work/pointers.c"
    compile -shared "$work/pointers.c" -o "$work/pointers.so"
    describe "$work/pointers.so" "$2"
    {
        sed -n "s|^/\* $include/[^ ]* \*/ ||p" "$work/functions" | sed 's| */\*.*||'
        compile -E -dM "$work/all.c" | grep -E '^#define RSEQ_[A-Z0-9_]+ +[-+(]*[0-9]'
    } | LC_ALL=C sort -u >"$3"
}

record() {
    symbols_of "$library" abi/symbols.abi
    headers_of include abi/headers.abi abi/declarations
    wc -l abi/symbols.abi abi/headers.abi abi/declarations
}

same_symbols() {
    symbols_of "$1" "$work/symbols.abi"
    abidiff abi/symbols.abi "$work/symbols.abi"
}
same_headers() {
    headers_of "$1" "$work/headers.abi" "$work/declarations"
    abidiff --harmless abi/headers.abi "$work/headers.abi" && diff -u abi/declarations "$work/declarations"
}
# differs WHAT COMMAND...: the command fails, and what it prints names the change
differs() {
    what=$1
    shift
    if "$@" >"$work/report"; then
        echo "not noticed: $what"
        return 1
    fi
    grep -q "$what" "$work/report" || {
        cat "$work/report"
        return 1
    }
}

# The library once more, from its archive, with the symbols that a version script says.
linked() {
    echo 'int rseq_planted(void); int rseq_planted(void) { return 0; }' >"$work/planted.c"
    echo "{ $1; };" >"$work/map"
    "$CC" -shared -fPIC -o "$work/linked.so" "$work/planted.c" -Wl,--whole-archive \
        "$TARGET/lib/librseq.a" -Wl,--no-whole-archive -Wl,-soname,librseq.so.0 \
        -Wl,--version-script="$work/map"
}
# planted WHAT FILE SED: a change of a header is noticed
planted() {
    rm -rf "$work/include"
    cp -r include "$work/include"
    sed -i "$3" "$work/include/rseq/$2"
    ! cmp -s "include/rseq/$2" "$work/include/rseq/$2" || {
        echo "$2 has nothing that is changed by: $3"
        return 1
    }
    differs "$1" same_headers "$work/include"
}

case $1 in
record)
    record
    ;;
check)
    prepare linked 'global: rseq_*; librseq_*; __rseq_*; local: rseq_planted'
    check 'the same symbols: no difference' same_symbols "$work/linked.so"
    prepare linked 'global: rseq_*; librseq_*; __rseq_*; local: rseq_planted; rseq_available'
    check 'planted: a symbol less' differs rseq_available same_symbols "$work/linked.so"
    prepare linked 'global: rseq_*; librseq_*; __rseq_*'
    check 'planted: a symbol more' differs rseq_planted same_symbols "$work/linked.so"
    check 'planted: an argument of a function' planted rseq_mempool_create mempool.h \
        's/\(rseq_mempool_create(const char \*[a-z_]*, \)size_t/\1int/'
    check 'planted: a value of an enumeration' planted rseq_mempool_populate_policy mempool.h \
        's/\(RSEQ_MEMPOOL_POPULATE_COW_ZERO = \).*,/\17,/'
    check 'planted: a larger structure' planted rseq_abi abi.h \
        's/^\([[:space:]]*\)__u32 mm_cid;/&\n\1__u32 planted[8];/'
    check 'planted: the type of an inline function' planted rseq_cpu_start rseq.h \
        's/uint32_t \(rseq_cpu_start(void)\)/uint64_t \1/'
    check 'planted: a constant' planted RSEQ_ABI_ORIG_ALLOC_SIZE abi.h \
        's/\(define RSEQ_ABI_ORIG_ALLOC_SIZE \)32/\164/'
    before=$failed
    check 'the symbols of the library are those recorded' same_symbols "$library"
    check 'types, functions and constants of the headers are those recorded' same_headers include
    [ "$failed" = "$before" ] || echo "The binary interface has changed. If that is intended and" \
        "compatible, record it: make abi"
    finish
    ;;
*)
    echo 'usage: abi.sh record | check' >&2
    exit 2
    ;;
esac
