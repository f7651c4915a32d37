# shellcheck shell=sh
# The sources of Rust's own libraries, for targets and instrumented builds that need these compiled.
# Scripts source this file from the top of the source tree.

rustc=${RUSTC:-rustc}

# Whether the sources of the core library are there.
has_sources() {
    [ -e "$($rustc --print sysroot)/lib/rustlib/src/rust/library" ]
}

# Fetches the sources of the toolchain in use, or else Debian 12's cargo and rustc, which come with
# theirs, into the directory given, not installed, and makes these the ones that are used. Who comes
# meanwhile waits.
need_sources() {
    mkdir -p "${1%/*}"
    (flock 9 && { has_sources || timeout 60 rustup component add rust-src; }) 9>"$1.lock" || true
    has_sources || use_debian_rust "$1"
}

use_debian_rust() {
    flock "$1.lock" scripts/fetch-packages.sh bookworm amd64 "$1" \
        --with '^lib(std-rust-web|llvm|git2|ssh2|http-parser|mbed|pcre)' \
        cargo-web rustc-web rust-web-src
    export PATH="$1/usr/bin:$PATH" CARGO="$1/usr/bin/cargo" RUSTC="$1/usr/bin/rustc"
    export LD_LIBRARY_PATH="$1/usr/lib/x86_64-linux-gnu:$1/lib/x86_64-linux-gnu"
}
