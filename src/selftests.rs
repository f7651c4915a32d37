//! What the programs of the kernel's selftests (Linux 7, tools/testing/selftests/rseq) call and their
//! own headers declare.

use core::ffi::c_int;

use rseq_core::{Errno, registration};

use crate::boundary::status;

/// Registers the calling thread, as `rseq_register_current_thread()` does, in the way that a
/// selftest asks for.
///
/// @nolibc: fails where the C library owns the registration, instead of doing nothing.
/// @legacy: with the length of the first ABI, 32 bytes, on any kernel.
///
/// Returns 0 if the thread is registered; -EBUSY for nolibc; otherwise -1 with the errno of
/// `rseq_register_current_thread()`, or EBUSY if a thread for which legacy is asked is registered
/// with another length. Thread-safe, async-signal-safe.
#[unsafe(no_mangle)]
pub extern "C" fn __rseq_register_current_thread(nolibc: bool, legacy: bool) -> c_int {
    if nolibc && registration::libc_owns() {
        return -Errno::EBUSY.0;
    }
    let result = if legacy {
        registration::register_current_thread_legacy()
    } else {
        registration::register_current_thread()
    };
    crate::rseq::publish();
    status(result)
}
