//! Who owns the rseq area of this process' threads, and registration of the calling thread.
//!
//! A C library that registered (its `__rseq_size` is not 0) owns the area, and there is nothing
//! left to do. Otherwise the area is this library's, and each thread registers itself.

use core::sync::atomic::{AtomicU32, Ordering};

use crate::Errno;
use crate::sys::rseq as sys;

/// Length of the first registration ABI, which every kernel accepts, and of the structure that
/// glibc 2.35 to 2.39 announce whatever the kernel fills in.
const ORIG_ALLOC_SIZE: u32 = 32;
/// Bytes in use of the first registration ABI: `cpu_id_start` to `flags`.
const ORIG_FEATURE_SIZE: u32 = 20;
/// End of `mm_cid`: what a kernel maintains for a registration of `ORIG_ALLOC_SIZE` bytes.
const LEGACY_FEATURE_SIZE: u32 = 28;

/// Where a thread finds its rseq area and how much of it is valid: the values of the C variables
/// `rseq_offset`, `rseq_size` and `rseq_flags`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Area {
    /// Distance from the thread pointer in bytes, the same in every thread.
    pub offset: isize,
    /// Bytes of valid fields; 0 as long as no thread was ever registered.
    pub size: u32,
    /// Flags of the registration, 0 today.
    pub flags: u32,
}

/// `Area::size` of the library's own areas: 0 until the first thread is registered, which decides.
static OWN_SIZE: AtomicU32 = AtomicU32::new(0);

/// Whether the C library registers its threads. Never changes while a process runs.
pub fn libc_owns() -> bool {
    sys::libc_registration().is_some_and(|libc| libc.size != 0)
}

/// Whether the kernel implements rseq(2) for this process.
pub fn kernel_available() -> bool {
    sys::kernel_has_rseq()
}

/// The area as it is now.
pub fn area() -> Area {
    match sys::libc_registration() {
        Some(libc) if libc.size != 0 => Area {
            offset: libc.offset,
            size: size_from_libc(libc.size, sys::feature_size()),
            flags: libc.flags,
        },
        _ => Area { offset: sys::area_offset(), size: OWN_SIZE.load(Ordering::Relaxed), flags: 0 },
    }
}

/// Registers the calling thread, unless the C library or an earlier call did.
///
/// Fails with the errno of rseq(2): ENOSYS without kernel support, EINVAL when another library
/// registered an area of its own in this thread, or whatever a sandbox answers; with EBUSY in a
/// child of vfork(2), whose area is its parent's; with EAGAIN if `unregister_at_exit` does.
pub fn register_current_thread() -> Result<(), Errno> {
    if libc_owns() {
        return Ok(());
    }
    let (len, size) = own_lengths();
    let registered = || sys::area_is_registered(len) || sys::area_is_registered(ORIG_ALLOC_SIZE);
    register_own_area(len, size, registered)
}

/// The same with the first ABI, which newer kernels serve in the way of older ones: whatever a
/// thread stores in the fields of the kernel is overwritten.
///
/// Fails as above, and with EBUSY if the thread is registered with another ABI.
pub fn register_current_thread_legacy() -> Result<(), Errno> {
    if libc_owns() {
        return Ok(());
    }
    let size = own_lengths().1.min(LEGACY_FEATURE_SIZE);
    register_own_area(ORIG_ALLOC_SIZE, size, || sys::area_is_registered(ORIG_ALLOC_SIZE))
}

/// How often what signal handlers may have changed is looked at.
const TRIES: usize = 8;

/// `registered`: whether the thread is registered already, in a way that will do.
fn register_own_area(len: u32, size: u32, registered: impl Fn() -> bool) -> Result<(), Errno> {
    // To register the area of another thread would put the numbers of this one into it. Signal
    // handlers may register and unregister the thread between one question and the other.
    let mut tries = 0;
    while sys::area_has_cpu() {
        if registered() {
            return Ok(());
        }
        tries += 1;
        if tries == TRIES {
            return Err(Errno::EBUSY);
        }
    }
    #[cfg(not(target_env = "gnu"))]
    unregister_at_exit(1)?;
    match sys::register_area(len) {
        // EBUSY: a signal handler has just registered this very area; another one would be EINVAL.
        Ok(()) | Err(Errno::EBUSY) => {
            let _ = OWN_SIZE.compare_exchange(0, size, Ordering::Relaxed, Ordering::Relaxed);
            Ok(())
        }
        Err(errno) => Err(errno),
    }
}

/// Unregisters the calling thread; does nothing where the C library owns the registration.
///
/// Fails with EINVAL in a thread that is not registered, or another errno of rseq(2).
pub fn unregister_current_thread() -> Result<(), Errno> {
    if libc_owns() {
        return Ok(());
    }
    let len = own_lengths().0;
    match sys::unregister_area(len) {
        // Perhaps registered with the first ABI.
        Err(Errno::EINVAL) if len != ORIG_ALLOC_SIZE => sys::unregister_area(ORIG_ALLOC_SIZE),
        result => result,
    }
}

/// Has the calling thread unregistered when it exits, for C libraries where a detached thread frees
/// its own memory, thread area included, while the kernel may still write to it.
///
/// Not before the second round of destructors of thread-specific data, so that all destructors of
/// the first round still find the thread registered.
#[cfg(not(target_env = "gnu"))]
fn unregister_at_exit(round: usize) -> Result<(), Errno> {
    unsafe extern "C" fn destructor(round: *mut core::ffi::c_void) {
        if round as usize == 1 && unregister_at_exit(2).is_ok() {
            return;
        }
        let _ = unregister_current_thread();
    }
    crate::sys::thread_exit::set(destructor, round)
}

fn own_lengths() -> (u32, u32) {
    lengths(sys::feature_size(), sys::required_align(), sys::area_size())
}

/// Length to register with, and the bytes that are valid afterwards. Depends on the kernel alone,
/// because every registration and unregistration of a process has to use one length.
fn lengths(feature_size: usize, required_align: usize, area_size: usize) -> (u32, u32) {
    let feature = if feature_size == 0 { ORIG_FEATURE_SIZE } else { feature_size as u32 };
    if feature <= ORIG_ALLOC_SIZE {
        (ORIG_ALLOC_SIZE, feature)
    } else if feature_size <= area_size && required_align <= area_size {
        (feature, feature)
    } else {
        // A kernel with more fields than this library has room for still takes the first ABI.
        (ORIG_ALLOC_SIZE, LEGACY_FEATURE_SIZE)
    }
}

/// glibc says 32 (2.35 to 2.39) or 20 (2.40 and backports) for an area of 32 bytes, of which the
/// kernel's feature size is valid; from 2.41 it says what is valid.
fn size_from_libc(size: u32, feature_size: usize) -> u32 {
    match size {
        ORIG_FEATURE_SIZE | ORIG_ALLOC_SIZE if feature_size == 0 => ORIG_FEATURE_SIZE,
        ORIG_FEATURE_SIZE | ORIG_ALLOC_SIZE => (feature_size as u32).min(ORIG_ALLOC_SIZE),
        active => active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_length_per_kernel() {
        // Linux 4.18 to 6.2 give no feature size; 6.3 to 6.18 give 28; 7.x gives 33 and 64.
        assert_eq!(lengths(0, 0, 64), (32, 20));
        assert_eq!(lengths(28, 32, 64), (32, 28));
        assert_eq!(lengths(33, 64, 64), (33, 33));
        assert_eq!(lengths(64, 64, 64), (64, 64));
    }

    #[test]
    fn a_kernel_with_too_many_fields_gets_the_first_abi() {
        assert_eq!(lengths(65, 128, 64), (32, 28));
        assert_eq!(lengths(40, 128, 64), (32, 28));
    }

    #[test]
    fn sizes_announced_by_libc() {
        assert_eq!(size_from_libc(32, 0), 20);
        assert_eq!(size_from_libc(20, 0), 20);
        assert_eq!(size_from_libc(20, 28), 28);
        assert_eq!(size_from_libc(32, 28), 28);
        assert_eq!(size_from_libc(32, 33), 32);
        assert_eq!(size_from_libc(28, 28), 28);
        assert_eq!(size_from_libc(33, 33), 33);
    }
}
