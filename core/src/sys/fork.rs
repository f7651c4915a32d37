//! Calls around fork(2).

use crate::Errno;

/// What the C library calls.
pub type Handler = extern "C" fn();

unsafe extern "C" {
    fn pthread_atfork(before: Handler, in_parent: Handler, in_child: Handler) -> i32;
}

/// Has these called in a thread that forks, and in its child. Fails with ENOMEM.
pub fn call(before: Handler, in_parent: Handler, in_child: Handler) -> Result<(), Errno> {
    // SAFETY: the functions stay where they are for the life of the process.
    match unsafe { pthread_atfork(before, in_parent, in_child) } {
        0 => Ok(()),
        errno => Err(Errno(errno)),
    }
}
