//! Runs the C tests against a staged installation: compiles the programs of `tests.list` with the
//! flags that pkg-config gives, as an application would, runs them with a time limit and reads
//! their TAP output.

pub mod foreign;
pub mod list;
pub mod run;
pub mod tap;
pub mod toolchain;
