#!/bin/sh
# Builds the library for one architecture and installs it, with headers and .pc files, into
# target/cross/NAME/stage; then the C tests into target/cross/NAME/tests-c. For those that are only
# checked: cargo check.
#
# usage: build.sh NAME [--library-only]
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=cross/architecture.sh
. cross/architecture.sh
if [ $# = 0 ]; then
    fail "make cross ARCH=name builds the library and the C tests for one of:" \
        "$(architectures . | tr '\n' ' ')"
fi
load_architecture "$1"
cross/fetch.sh "$name"
need "$cc"

# shellcheck source=cross/rust-sources.sh
. cross/rust-sources.sh

# Where the toolchain has no core library for the target, cargo builds one from its sources. That
# is an unstable option of cargo, which RUSTC_BOOTSTRAP allows to a stable one.
build_std=''
if ! ls "$($rustc --print target-libdir --target "$rust_target")"/libcore-*.rlib >/dev/null 2>&1; then
    build_std=-Zbuild-std=core
    need_sources "${output%/*}/rust"
fi

(
    [ -z "$build_std" ] || export RUSTC_BOOTSTRAP=1 CARGOFLAGS="${CARGOFLAGS:-} $build_std"
    variable=$(echo "$rust_target" | tr - _)
    export "CC_$variable=$cc" CC="$cc${cflags:+ $cflags}"
    if [ "$run" = check ]; then
        # shellcheck disable=SC2086 # CARGOFLAGS is a list of words
        exec "${CARGO:-cargo}" check --package librseq --package rseq-core \
            --target "$rust_target" --target-dir "$output" ${CARGOFLAGS:-}
    fi
    for tool in nm ld objcopy ar; do
        need "$triplet-$tool"
    done
    export "CARGO_TARGET_$(echo "$variable" | tr '[:lower:]' '[:upper:]')_LINKER=$cc"
    export CARGO_BUILD_TARGET="$rust_target" RUSTFLAGS="${RUSTFLAGS:-} $rustflags"
    export NM="$triplet-nm" LD="$triplet-ld" OBJCOPY="$triplet-objcopy" AR="$triplet-ar"
    export "AR_$variable=$AR"
    exec "${MAKE:-make}" --silent stage TARGET="$output"
)
if [ "$run" != check ] && [ "${2:-}" != --library-only ]; then
    c_tests --compile
fi
