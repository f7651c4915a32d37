#!/bin/sh
# Runs tests of the core, compiled with the debug assertions of Rust's own libraries, under qemu-user
# for architectures of other byte order and word size: contents of pools against their model, layout,
# arithmetic of addresses. What qemu-user has not cannot be tested: rseq(2), kinds of pages.
#
# usage: check-core.sh [NAME...]; without names s390x (64 bits) and powerpc (32 bits), big endian
#
# Prints what cargo prints. Environment: TARGET, CARGO, CARGOFLAGS, PROPTEST_CASES.
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=cross/architecture.sh
. cross/architecture.sh
# shellcheck source=cross/rust-sources.sh
. cross/rust-sources.sh
[ $# -gt 0 ] || set -- s390x powerpc
export RUSTC_BOOTSTRAP=1 CARGO_PROFILE_DEV_PANIC=unwind PROPTEST_CASES="${PROPTEST_CASES:-30}"

status=0
for architecture; do
    load_architecture "$architecture"
    need "$cc"
    need_sources "${output%/*}/rust"
    emulator=$(command -v "$run" || command -v "$run-static") ||
        fail "$name: no $run; \`make setup-cross ARCH=$name\` installs it"
    echo "tests of the core for $name"
    variable=CARGO_TARGET_$(echo "$rust_target" | tr '[:lower:]-' '[:upper:]_')
    # shellcheck disable=SC2086 # CARGOFLAGS is a list of words
    env "${variable}_LINKER=$cc" "${variable}_RUNNER=$emulator -L $sysroot" \
        "${CARGO:-cargo}" test --quiet -Zbuild-std=std,test,panic_unwind --package rseq-core \
        --target "$rust_target" --target-dir "${output%/*}/core" --no-fail-fast ${CARGOFLAGS:-} \
        --lib --test mempool_model --test mempool_threads -- \
        --skip errors_are_those_of_the_system_calls --skip written_pages_are_told_from_others \
        --skip collecting_ends_while_others_go_on ||
        status=1
done
exit $status
