//! The C API of librseq. Nothing but the boundary: the library proper is the `rseq-core` crate.
//!
//! What is exported, on one screen; a test compares it with the symbols of the built library.
//!
//! | header | symbols |
//! |---|---|
//! | `rseq/rseq.h` | `rseq_offset`, `rseq_size`, `rseq_flags` (data), `rseq_init`, `rseq_available`, `rseq_register_current_thread`, `rseq_unregister_current_thread`, `rseq_fallback_current_cpu`, `rseq_fallback_current_node`, `rseq_get_max_nr_cpus` |
//! | `rseq/mempool.h` | `rseq_mempool_create`, `rseq_mempool_destroy`, `rseq_mempool_percpu_malloc`, `rseq_mempool_percpu_zmalloc`, `rseq_mempool_percpu_malloc_init`, `librseq_mempool_percpu_free`, `rseq_mempool_set_create`, `rseq_mempool_set_destroy`, `rseq_mempool_set_add_pool`, `rseq_mempool_set_percpu_malloc`, `rseq_mempool_set_percpu_zmalloc`, `rseq_mempool_set_percpu_malloc_init`, `rseq_mempool_attr_create`, `rseq_mempool_attr_destroy`, `rseq_mempool_attr_set_init`, `rseq_mempool_attr_set_robust`, `rseq_mempool_attr_set_percpu`, `rseq_mempool_attr_set_global`, `rseq_mempool_attr_set_max_nr_ranges`, `rseq_mempool_attr_set_poison`, `rseq_mempool_attr_set_populate_policy`, `rseq_mempool_range_init_numa`, `rseq_mempool_get_max_nr_cpus`, `rseq_mempool_get_nr_cached`, `rseq_mempool_stats` |
//! | `rseq/rseq.h` of 2023 and 2024 | `rseq_feature_size` (data) |
//! | `rseq/rseq.h` of the kernel's selftests | `__rseq_register_current_thread` |
//!
//! Safety of the exported functions: a C caller passes null or what the documentation of the
//! parameter asks for. Each function adds only its own clauses.

#![no_std]

mod boundary;
pub mod mempool;
pub mod rseq;
pub mod selftests;

/// A panic is a bug in this library: say where, and stop before anything else goes wrong.
#[panic_handler]
fn panic(info: &core::panic::PanicInfo) -> ! {
    rseq_core::sys::stderr::abort(format_args!("librseq: {info}\n"))
}
