//! Compiles the C part: what stable Rust cannot say.

use std::path::Path;

fn main() {
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
        .warnings(true)
        .extra_warnings(true)
        .pic(true)
        .compile("rseq_core_c");
}
