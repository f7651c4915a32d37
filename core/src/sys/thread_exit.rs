//! A call when a thread exits, by the C library's thread-specific data.

use core::ffi::c_void;
use core::sync::atomic::{AtomicUsize, Ordering};

use crate::Errno;

/// What is called in the thread that exits, with the value that was set, once.
pub type Destructor = unsafe extern "C" fn(*mut c_void);

/// The key of the one destructor that this library has, plus 1; 0 before it is created.
static KEY: AtomicUsize = AtomicUsize::new(0);

/// Has `destructor`, the same in all calls, called with `value` when the calling thread exits. A
/// value that is set by the destructor itself comes back in the next round.
///
/// Fails with EAGAIN if the process has no key left.
pub fn set(destructor: Destructor, value: usize) -> Result<(), Errno> {
    // SAFETY: the key exists for the life of the process, its values are numbers.
    match unsafe { libc::pthread_setspecific(key(destructor)?, value as *const c_void) } {
        0 => Ok(()),
        errno => Err(Errno(errno)),
    }
}

fn key(destructor: Destructor) -> Result<libc::pthread_key_t, Errno> {
    let known = KEY.load(Ordering::Relaxed);
    if known != 0 {
        return Ok((known - 1) as libc::pthread_key_t);
    }
    let mut key = 0;
    // SAFETY: `key` is written, and the destructor is what C calls with a value.
    match unsafe { libc::pthread_key_create(&mut key, Some(destructor)) } {
        0 => (),
        errno => return Err(Errno(errno)),
    }
    match KEY.compare_exchange(0, key as usize + 1, Ordering::Relaxed, Ordering::Relaxed) {
        Ok(_) => Ok(key),
        Err(other) => {
            // SAFETY: no value was set with it: another thread created the one that is used.
            unsafe { libc::pthread_key_delete(key) };
            Ok((other - 1) as libc::pthread_key_t)
        }
    }
}
