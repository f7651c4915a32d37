//! Compiles the C part: what stable Rust cannot say.

fn main() {
    println!("cargo:rerun-if-changed=src/sys/thread_area.c");
    cc::Build::new()
        .file("src/sys/thread_area.c")
        .include("../include")
        .flag_if_supported("-std=gnu11")
        .warnings(true)
        .extra_warnings(true)
        .pic(true)
        .compile("rseq_core_c");
}
