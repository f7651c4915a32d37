//! Names the shared object, for which rustc has no option, and says what it is linked with.

fn main() {
    println!("cargo:rerun-if-changed=src/build.rs");
    // Compatible with every librseq so far, which all used this name.
    println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,librseq.so.0");
    // An undefined symbol must fail the build, not the first program that loads the library.
    println!("cargo:rustc-cdylib-link-arg=-Wl,-z,defs");
    // Threads may be registered with the areas that it has in their memory: it cannot be unloaded.
    println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    // The libc crate names glibc by itself, but musl only in its std form.
    if std::env::var("CARGO_CFG_TARGET_ENV").as_deref() == Ok("musl") {
        println!("cargo:rustc-cdylib-link-arg=-lc");
    }
}
