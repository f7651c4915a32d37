//! Memory pools: items of one size that exist once for every possible CPU.
//!
//! An item is the address of CPU 0's copy; the copy of CPU n is n strides behind it. A [`Pool`]
//! consists of ranges of address space ([`layout`]), each with its record in front ([`range`]).
//! Free items form a list ([`free_list`]); what an item contains is another matter
//! ([`init_values`]). A robust pool watches both ([`robust`]), and what is freed ([`addresses`]).
//!
//! Free items are kept in caches of the CPUs ([`crate::sys::cpu_cache`]) and in a list behind a lock.
//!
//! Calls of the system are below [`crate::sys`]: memory, heap, mutex.

mod addresses;
mod attr;
mod fork;
mod free_list;
mod init_values;
mod layout;
mod numa;
mod pool;
mod range;
mod robust;
mod set;

pub use attr::{Attr, InitFunction, PopulatePolicy};
pub use fork::hold_locks_across_fork;
pub use numa::range_init_numa;
pub use pool::{Pool, Stats};
pub use set::PoolSet;
