#!/bin/sh
# Runs tests with the library compiled for AddressSanitizer, which finds wrong uses of memory, and
# for ThreadSanitizer, which finds data races: C tests of pools and registration, linked with the
# archive, and the tests of the core. Begins with faults that each of them has to report.
#
# usage: check-sanitizers.sh STAGE [address] [thread]
#
# Prints `N passed, N failed` and what cargo prints. scripts/sanitizers.skip says what is left out.
# Environment: TARGET, CARGO, CARGOFLAGS.
set -eu

stage=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- address thread
cd "$(dirname "$0")/.."
# shellcheck source=cross/rust-sources.sh
. cross/rust-sources.sh
: "${TARGET:=target}" "${CARGO:=cargo}"
mkdir -p "$TARGET/sanitizers"
output=$(cd "$TARGET/sanitizers" && pwd)
[ "$(uname -m)" = x86_64 ] || {
    echo "check-sanitizers: for x86-64 alone" >&2
    exit 1
}
need_sources "$output/rust"

target=x86_64-unknown-linux-gnu
skipped=scripts/sanitizers.skip
# Options of cargo and rustc that a stable toolchain has, but not without this.
export RUSTC_BOOTSTRAP=1
# A segmentation fault is what some tests wait for; memory for more than there is, too.
common=handle_segv=0:allocator_may_return_null=1
export ASAN_OPTIONS=$common TSAN_OPTIONS=$common:die_after_fork=0

# An installation like the staged one, whose library is the instrumented archive under either name.
# In one unit, so that whoever uses any of it gets the constructor.
stage_library() {
    # shellcheck disable=SC2086 # CARGOFLAGS is a list of words
    "$CARGO" rustc --quiet --package librseq --crate-type staticlib -Zbuild-std=core \
        --target $target --target-dir "$directory" ${CARGOFLAGS:-} -- -Ccodegen-units=1
    rm -rf "$directory/stage"
    cp -R "$stage" "$directory/stage"
    sed -i "s|^prefix=.*|prefix=$directory/stage|" "$directory"/stage/lib/pkgconfig/*.pc
    rm "$directory"/stage/lib/librseq.*
    cp "$directory/$target/debug/librseq.a" "$directory/stage/lib/librseq-rust.a"
    # rustc calls functions that gcc's library does not have under these names.
    printf 'void *mem%s(void *, %s, unsigned long);
void *__tsan_mem%s(void *a, %s b, unsigned long n) { return mem%s(a, b, n); }\n' \
        cpy 'const void *' cpy 'const void *' cpy move 'const void *' move 'const void *' move \
        set int set int set >"$directory/memory.c"
    cc -O2 -fPIC -c "$directory/memory.c" -o "$directory/stage/lib/memory.o"
    for name in librseq.so librseq.a; do
        echo 'INPUT(librseq-rust.a memory.o)' >"$directory/stage/lib/$name"
    done
}

# A fault has to end the program, with a report that names the function.
check_planted_fault() {
    # shellcheck disable=SC2046 # a list of words
    cc "-fsanitize=$sanitizer" -g -pthread tests-c/planted_fault.c -o "$directory/planted_fault" \
        $(PKG_CONFIG_PATH="$directory/stage/lib/pkgconfig" pkg-config --cflags --libs rseq)
    if ! "$directory/planted_fault" "$sanitizer" >"$directory/report" 2>&1 &&
        grep -q "$1" "$directory/report" &&
        grep -q 'in rseq_mempool_attr_set_poison.*mempool.rs\|rseq_mempool_attr_set_poison .*mempool.rs' \
            "$directory/report"; then
        echo "the planted fault is reported: $1"
        echo '1 passed, 0 failed'
    else
        cat "$directory/report"
        echo "the planted fault is NOT reported: $1"
        echo '0 passed, 1 failed'
        return 1
    fi
}

# Names of the C tests, one per line: those that use the shared object, which is the archive here,
# and run as they are, with all system calls.
c_tests() {
    sed -n 's/ *| */|/g; /^[a-z]/p' tests-c/tests.list | awk -F '|' -v sanitizer="$sanitizer" '
        FILENAME == "-" && $3 == "shared" && $5 == "" && $8 > 0 && !($1 in skip) &&
            $1 ~ /^(mempool|bad_arguments|fork)_|registration_|^unregistered_test/ { print $1 }
        FILENAME != "-" && split($0, word, " ") == 3 && word[1] == sanitizer && word[3] == "*" {
            skip[word[2]]
        }' "$skipped" -
}

# The programs of the core's tests, as arguments for cargo.
core_programs() {
    for file in core/tests/*.rs; do
        program=$(basename "$file" .rs)
        grep -q "^$sanitizer *$program *\*" "$skipped" || echo "--test $program"
    done
}

# Runs tests of the core: those of the library, and the programs given.
core_tests() {
    # shellcheck disable=SC2046,SC2086 # lists of words
    set -- "$@" -- $(awk -v sanitizer="$sanitizer" \
        '$1 == sanitizer && $3 != "*" { print "--skip", $3 }' "$skipped")
    # shellcheck disable=SC2086 # CARGOFLAGS is a list of words
    "$CARGO" test --quiet --package rseq-core --lib --target $target --target-dir "$directory" \
        ${CARGOFLAGS:-} "$@"
}

status=0
for sanitizer; do
    echo "$sanitizer sanitizer"
    directory=$output/$sanitizer
    mkdir -p "$directory"
    export RUSTFLAGS="-Zsanitizer=$sanitizer" CFLAGS="-fsanitize=$sanitizer -g"
    stage_library
    case $sanitizer in
    address) check_planted_fault 'AddressSanitizer: heap-use-after-free' || status=1 ;;
    thread) check_planted_fault 'ThreadSanitizer: data race' || status=1 ;;
    esac
    # shellcheck disable=SC2046 # names
    env -u RUSTFLAGS -u CFLAGS TEST_DIVISOR=4 CC="cc -fsanitize=$sanitizer" \
        RSEQ_STAGE="$directory/stage" \
        "$CARGO" test --quiet --package tests-c --test suite --target-dir "$directory/tests-c" \
        -- --exact $(c_tests) || status=1
    # shellcheck disable=SC2046 # words
    case $sanitizer in
    address) PROPTEST_CASES=100 core_tests $(core_programs) || status=1 ;;
    # What has threads. All that is compiled has to be instrumented for this one.
    thread) CARGO_PROFILE_DEV_PANIC=unwind core_tests -Zbuild-std=std,test,panic_unwind \
        --test mempool_threads || status=1 ;;
    esac
done
exit $status
