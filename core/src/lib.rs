//! Restartable sequences without the C API: who owns the calling thread's rseq area, how a thread
//! is registered, how many CPUs there may be.
//!
//! Three layers, one direction: the C API shell (the `librseq` package) calls this crate, this
//! crate calls [`sys`].
//!
//! A Rust program can use it, with std or without: [`registration`] for its threads, [`mempool`] for
//! their data, whose copies are [`mempool::Pool::stride`] bytes apart. Critical sections are C code
//! of its own, since that is what the headers are: a build script finds them in the directory that
//! `DEP_RSEQ_CORE_INCLUDE` names. They refer to a variable `rseq_offset`, which the program defines
//! and sets to the [`registration::Area::offset`] that [`registration::area`] has. Pools are right in
//! a child of fork(2) after [`mempool::hold_locks_across_fork`], which the program calls once. What
//! is below [`sys`] may change.

#![no_std]

pub mod cpus;
mod errno;
pub mod mempool;
pub mod registration;
pub mod sys;

pub use errno::{Errno, preserving};
