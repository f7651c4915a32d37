//! Compiles a critical section with the headers that rseq-core brings.

fn main() {
    println!("cargo:rerun-if-changed=src/section.c");
    let include = std::env::var("DEP_RSEQ_CORE_INCLUDE").expect("rseq-core says where they are");
    cc::Build::new().file("src/section.c").include(include).warnings(true).compile("section");
}
