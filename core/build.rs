//! Compiles the C part: what stable Rust cannot say.

use std::path::Path;

fn main() {
    // Miri interprets Rust alone: sys/miri.rs stands in for the C part.
    if std::env::var_os("CARGO_CFG_MIRI").is_some() {
        return;
    }
    // The object files name their sources the same wherever those are.
    let directory = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let map = format!("-ffile-prefix-map={directory}=/usr/src/librseq/core");
    let sources = ["src/sys/thread_area.c", "src/sys/cpu_cache.c"];
    for source in sources {
        println!("cargo:rerun-if-changed={source}");
    }
    println!("cargo:rerun-if-changed=../include");
    let include = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("include");
    println!("cargo:include={}", include.display());
    cc::Build::new()
        .files(sources)
        .include(include)
        .flag_if_supported("-std=gnu11")
        .flag_if_supported(map)
        .warnings(true)
        .extra_warnings(true)
        .pic(true)
        .compile("rseq_core_c");
}
