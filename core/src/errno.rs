//! Error numbers: the one error type of this library.

use core::fmt;

/// A value of C's `errno`, as the system call or the documentation of the function gives it. With
/// std, `std::io::Error::from_raw_os_error` has its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Errno(pub i32);

impl Errno {
    /// A null handle, a length or option outside what the function documents.
    pub const EINVAL: Errno = Errno(libc::EINVAL);
    /// No memory, no address space, or the configured limit of ranges is reached.
    pub const ENOMEM: Errno = Errno(libc::ENOMEM);
    /// The pool set already has a pool of this item size.
    pub const EBUSY: Errno = Errno(libc::EBUSY);
    /// The kernel does not implement the system call.
    pub const ENOSYS: Errno = Errno(libc::ENOSYS);

    /// The calling thread's `errno`.
    pub fn last() -> Errno {
        // SAFETY: the C library returns a valid pointer to the calling thread's errno.
        Errno(unsafe { *errno_location() })
    }

    /// Makes this the calling thread's `errno`.
    pub fn set(self) {
        // SAFETY: as in `last`.
        unsafe { *errno_location() = self.0 };
    }
}

/// Runs `body` and puts `errno` back to what it was.
pub fn preserving<T>(body: impl FnOnce() -> T) -> T {
    let saved = Errno::last();
    let value = body();
    saved.set();
    value
}

impl fmt::Display for Errno {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "errno {}", self.0)
    }
}

impl core::error::Error for Errno {}

fn errno_location() -> *mut i32 {
    #[cfg(target_os = "freebsd")]
    // SAFETY: takes nothing and only returns an address.
    unsafe {
        libc::__error()
    }
    #[cfg(not(target_os = "freebsd"))]
    // SAFETY: as above.
    unsafe {
        libc::__errno_location()
    }
}
