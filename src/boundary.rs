//! The one place where a `Result` becomes a C return value and `errno`.

use core::ffi::c_int;

use rseq_core::Errno;

/// 0, or -1 with errno set.
pub(crate) fn status(result: Result<(), Errno>) -> c_int {
    match result {
        Ok(()) => 0,
        Err(errno) => {
            errno.set();
            -1
        }
    }
}

/// The pointer, or null with errno set.
pub(crate) fn pointer<T>(result: Result<*mut T, Errno>) -> *mut T {
    result.unwrap_or_else(|errno| {
        errno.set();
        core::ptr::null_mut()
    })
}

/// The number, or -1 with errno set.
pub(crate) fn number(result: Result<c_int, Errno>) -> c_int {
    result.unwrap_or_else(|errno| {
        errno.set();
        -1
    })
}
