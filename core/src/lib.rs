//! Restartable sequences without the C API: who owns the calling thread's rseq area, how a thread
//! is registered, how many CPUs there may be.
//!
//! Three layers, one direction: the C API shell (the `librseq` package) calls this crate, this
//! crate calls [`sys`].

#![no_std]

pub mod cpus;
mod errno;
pub mod mempool;
pub mod registration;
pub mod sys;

pub use errno::{Errno, preserving};
