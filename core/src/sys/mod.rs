//! System calls and what only C can say about the thread area. Everything that touches the kernel
//! is below this module.

pub mod cpu_cache;
pub mod file;
pub mod fork;
pub mod heap;
pub mod memory;
#[cfg(miri)]
mod miri;
pub mod mutex;
#[cfg(target_os = "linux")]
pub mod pages;
pub mod rseq;
pub mod stderr;
// glibc needs none: it never frees the memory of a thread that the kernel has not finished with.
#[cfg(not(target_env = "gnu"))]
pub mod thread_exit;
