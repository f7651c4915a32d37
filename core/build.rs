//! Compiles the C part: what stable Rust cannot say.

fn main() {
    let sources = ["src/sys/thread_area.c", "src/sys/cpu_cache.c"];
    for source in sources {
        println!("cargo:rerun-if-changed={source}");
    }
    println!("cargo:rerun-if-changed=../include");
    cc::Build::new()
        .files(sources)
        .include("../include")
        .flag_if_supported("-std=gnu11")
        .warnings(true)
        .extra_warnings(true)
        .pic(true)
        .compile("rseq_core_c");
}
