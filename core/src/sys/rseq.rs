//! rseq(2), the library's own thread area and the C library's announcement of its registration.

use core::ffi::{c_int, c_uint, c_void};
use core::mem::MaybeUninit;

use crate::Errno;

/// `RSEQ_FLAG_UNREGISTER` of rseq(2).
const FLAG_UNREGISTER: c_int = 1;

/// Aux vector entries of Linux 6.3 and later (`linux/auxvec.h`).
const AT_RSEQ_FEATURE_SIZE: libc::c_ulong = 27;
const AT_RSEQ_ALIGN: libc::c_ulong = 28;

unsafe extern "C" {
    safe fn rseq_core_thread_area() -> *mut c_void;
    safe fn rseq_core_thread_area_size() -> usize;
    safe fn rseq_core_thread_area_offset() -> isize;
    safe fn rseq_core_area_has_cpu() -> bool;
    safe fn rseq_core_forbid_mm_cid();
    fn rseq_core_rseq(area: *mut c_void, len: u32, flags: c_int, signature: u32) -> c_int;
    safe fn rseq_core_signature() -> u32;
    safe fn rseq_core_libc_offset() -> *const isize;
    safe fn rseq_core_libc_size() -> *const c_uint;
    safe fn rseq_core_libc_flags() -> *const c_uint;
}

/// What the C library published about the rseq area that it registers in every thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LibcRegistration {
    /// Distance of the area from the thread pointer, in bytes.
    pub offset: isize,
    /// `__rseq_size`; 0 when the C library did not register.
    pub size: u32,
    /// `__rseq_flags`.
    pub flags: u32,
}

/// The C library's variables; `None` for one that does not know rseq (glibc before 2.35, musl).
pub fn libc_registration() -> Option<LibcRegistration> {
    // SAFETY: a weak reference is either null or the address of a variable that the C library set
    // before any constructor ran and never changes again.
    unsafe {
        Some(LibcRegistration {
            offset: *rseq_core_libc_offset().as_ref()?,
            size: *rseq_core_libc_size().as_ref()?,
            flags: *rseq_core_libc_flags().as_ref()?,
        })
    }
}

/// Bytes of the kernel's rseq fields; 0 before Linux 6.3.
pub fn feature_size() -> usize {
    aux_value(AT_RSEQ_FEATURE_SIZE)
}

/// Alignment that the kernel demands for registrations of more than 32 bytes; 0 before Linux 6.3.
pub fn required_align() -> usize {
    aux_value(AT_RSEQ_ALIGN)
}

#[cfg(target_os = "linux")]
fn aux_value(entry: libc::c_ulong) -> usize {
    // getauxval sets errno when the entry is missing.
    // SAFETY: getauxval only reads the vector that the kernel passed to the process.
    crate::preserving(|| unsafe { libc::getauxval(entry) }) as usize
}

#[cfg(not(target_os = "linux"))]
fn aux_value(_entry: libc::c_ulong) -> usize {
    0
}

/// Distance of the library's own area from the thread pointer, the same in every thread.
pub fn area_offset() -> isize {
    rseq_core_thread_area_offset()
}

/// Size of the library's own area in bytes, which is also its alignment.
pub fn area_size() -> usize {
    rseq_core_thread_area_size()
}

/// Whether the kernel keeps the number of a CPU in the calling thread's own area. It may do so for
/// another thread than the calling one: a child of vfork(2) has the thread area of its parent.
pub fn area_has_cpu() -> bool {
    rseq_core_area_has_cpu()
}

/// Whether the calling thread has registered its own area with `len` bytes. The kernel says that it
/// refuses to unregister with a signature which is not that of the registration.
pub fn area_is_registered(len: u32) -> bool {
    let signature = !rseq_core_signature();
    let answer =
        crate::preserving(|| rseq(rseq_core_thread_area(), len, FLAG_UNREGISTER, signature));
    answer == Err(Errno(libc::EPERM))
}

/// Registers the calling thread's own area with `len` bytes.
pub fn register_area(len: u32) -> Result<(), Errno> {
    rseq(rseq_core_thread_area(), len, 0, rseq_core_signature())
}

/// Unregisters the calling thread's own area, with the length that it was registered with.
pub fn unregister_area(len: u32) -> Result<(), Errno> {
    // A signal handler that registers the thread again has the kernel store a valid concurrency id,
    // which must not be overwritten then: the kernel does not store it again before it changes.
    without_signals(|| {
        rseq(rseq_core_thread_area(), len, FLAG_UNREGISTER, rseq_core_signature())?;
        rseq_core_forbid_mm_cid();
        Ok(())
    })
}

/// As asm/signal.h of the kernel has it. Version 0.2.191 of the libc crate gives that of other
/// architectures for mips64, which unblocks signals there.
const SIG_SETMASK: c_int =
    if cfg!(any(target_arch = "mips", target_arch = "mips64")) { 3 } else { libc::SIG_SETMASK };

/// Calls `action` with all signals blocked. Leaves the errno of it.
fn without_signals<T>(action: impl FnOnce() -> T) -> T {
    let mut all = MaybeUninit::<libc::sigset_t>::uninit();
    let mut before = MaybeUninit::<libc::sigset_t>::uninit();
    // sigprocmask is about the calling thread, like pthread_sigmask, which needs glibc 2.32.
    // SAFETY: sigfillset initializes the first set, sigprocmask the second one; with arguments that
    // are valid, neither fails.
    unsafe {
        libc::sigfillset(all.as_mut_ptr());
        libc::sigprocmask(SIG_SETMASK, all.as_ptr(), before.as_mut_ptr());
        let result = action();
        libc::sigprocmask(SIG_SETMASK, before.as_ptr(), core::ptr::null_mut());
        result
    }
}

/// Whether the kernel implements rseq(2): it answers EINVAL to a null area of no length, before
/// and after registration. ENOSYS is a kernel without it; any other answer is a sandbox's.
pub fn kernel_has_rseq() -> bool {
    crate::preserving(|| rseq(core::ptr::null_mut(), 0, 0, 0)) == Err(Errno::EINVAL)
}

/// Commands of membarrier(2) about critical sections, Linux 5.10.
const FENCE: c_int = 1 << 7;
const ALLOW_FENCE: c_int = 1 << 8;

/// To be called before [`fence`], at least once. Fails where membarrier(2) cannot do that.
pub fn allow_fence() -> Result<(), Errno> {
    membarrier(ALLOW_FENCE)
}

/// Ends, by commit or abort, all critical sections of this process that began before the call, and
/// makes what threads wrote before visible to the caller and the other way round.
pub fn fence() -> Result<(), Errno> {
    membarrier(FENCE)
}

#[cfg(miri)]
use super::miri::membarrier;

#[cfg(all(target_os = "linux", not(miri)))]
fn membarrier(command: c_int) -> Result<(), Errno> {
    // SAFETY: changes nothing but the order of things.
    match unsafe { libc::syscall(libc::SYS_membarrier, command, 0, 0) } {
        0 => Ok(()),
        _ => Err(Errno::last()),
    }
}

#[cfg(not(target_os = "linux"))]
fn membarrier(_command: c_int) -> Result<(), Errno> {
    Err(Errno::ENOSYS)
}

fn rseq(area: *mut c_void, len: u32, flags: c_int, signature: u32) -> Result<(), Errno> {
    // SAFETY: `area` is the calling thread's own area, which lives as long as the thread, or null,
    // which the kernel refuses.
    match unsafe { rseq_core_rseq(area, len, flags, signature) } {
        0 => Ok(()),
        _ => Err(Errno::last()),
    }
}
