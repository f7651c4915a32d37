//! System calls and what only C can say about the thread area. Everything that touches the kernel
//! is below this module.

pub mod file;
pub mod heap;
pub mod memory;
pub mod mutex;
pub mod rseq;
pub mod stderr;
