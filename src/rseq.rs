//! `rseq/rseq.h`: registration and CPU numbers.

use core::ffi::{c_int, c_uint};
use core::sync::atomic::{AtomicI32, AtomicIsize, AtomicU32, Ordering};

use rseq_core::{cpus, registration};

use crate::boundary::{number, status};

// Executables copy these into their own data (copy relocations), so that nobody, this
// library included, may reach them other than through the global offset table. The header declares
// them by hand: cbindgen would say const.

/// Distance of the calling thread's rseq area from the thread pointer in bytes.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals)]
pub static rseq_offset: AtomicIsize = AtomicIsize::new(0);

/// Bytes of the rseq area that are valid; -1 before anything is known.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals)]
pub static rseq_size: AtomicI32 = AtomicI32::new(-1);

/// The same for programs that were linked in 2023 and 2024; headers have no declaration of it.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals)]
pub static rseq_feature_size: AtomicI32 = AtomicI32::new(-1);

/// Flags of the registration.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals)]
pub static rseq_flags: AtomicU32 = AtomicU32::new(0);

/// Before every constructor of default priority, in static executables too.
#[ctor::ctor(unsafe, anonymous, priority = early)]
fn constructor() {
    publish();
    // Without memory for it a child may find the lock of a pool taken: nobody to tell about it.
    let _ = rseq_core::mempool::hold_locks_across_fork();
}

/// Stores what is known now into the variables. Those that hold it are not written: other threads
/// read them all the time.
pub(crate) fn publish() {
    let area = registration::area();
    if rseq_offset.load(Ordering::Relaxed) != area.offset {
        rseq_offset.store(area.offset, Ordering::Relaxed);
    }
    // Of threads that publish at the same time, one may have looked before another registered.
    for size in [&rseq_size, &rseq_feature_size] {
        if size.load(Ordering::Relaxed) < area.size as i32 {
            size.fetch_max(area.size as i32, Ordering::Relaxed);
        }
    }
    if rseq_flags.load(Ordering::Relaxed) != area.flags {
        rseq_flags.store(area.flags, Ordering::Relaxed);
    }
}

/// What `rseq_init()` returns.
#[repr(C)]
#[allow(non_camel_case_types, clippy::upper_case_acronyms)]
pub enum rseq_init_return {
    /// `rseq_offset`, `rseq_size` and `rseq_flags` are valid.
    RSEQ_INIT_OK = 0,
    /// The C library does not say where its rseq area is. Never returned: this library then brings
    /// an area of its own.
    RSEQ_INIT_ERROR_MISSING_SYMBOLS = 1,
}

/// Sets rseq_offset, rseq_size and rseq_flags.
///
/// Which has been done before the first constructor of default priority, when the library was
/// loaded; so only a constructor that is earlier still needs this call, and the values are valid
/// without it (which is different in the librseq of 2026 that this one replaces). May be called any
/// number of times. It registers no thread: rseq_registered() says whether the C library did, and
/// if not, each thread calls rseq_register_current_thread().
///
/// Returns RSEQ_INIT_OK, with any C library, whether the kernel implements rseq(2) or not. Leaves
/// errno alone. Thread-safe, async-signal-safe.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_init() -> c_int {
    publish();
    rseq_init_return::RSEQ_INIT_OK as c_int
}

/// What `rseq_available()` can be asked.
#[repr(C)]
#[allow(non_camel_case_types, clippy::upper_case_acronyms)]
pub enum rseq_available_query {
    /// Does the kernel implement rseq(2), and is this process allowed to call it?
    RSEQ_AVAILABLE_QUERY_KERNEL = 0,
    /// Did the C library register its threads, so that registration is not up to the program?
    RSEQ_AVAILABLE_QUERY_LIBC = 1,
}

/// Whether restartable sequences are available.
///
/// @query: RSEQ_AVAILABLE_QUERY_KERNEL: true if the kernel implements rseq(2) for this process;
/// false on a kernel without it (before 4.18, or built without CONFIG_RSEQ) and in a sandbox that
/// refuses the system call.
/// RSEQ_AVAILABLE_QUERY_LIBC: true if the C library (glibc 2.35 or later, unless switched off by
/// the tunable glibc.pthread.rseq=0) registered this process' threads. Registration functions then
/// have nothing to do.
///
/// Any other query is answered like RSEQ_AVAILABLE_QUERY_KERNEL: programs compiled before October
/// 2022 ask without an argument, which makes it whatever the register holds. Leaves errno alone.
/// Thread-safe, async-signal-safe.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_available(query: c_uint) -> c_int {
    const LIBC: c_uint = rseq_available_query::RSEQ_AVAILABLE_QUERY_LIBC as c_uint;
    // Not a bool, of which only eight bits are sure to be set: those programs look at all of an int.
    c_int::from(match query {
        LIBC => registration::libc_owns(),
        _ => registration::kernel_available(),
    })
}

/// Registers the calling thread, so that it can run critical sections.
///
/// To be called once in each thread that uses them; calling it again is harmless. A library in a
/// program that knows nothing of rseq calls it on first use, where rseq_current_cpu_raw() is
/// negative. Where the C library owns the registration (see rseq_available()) it does nothing. May
/// be called before main, from any constructor, from destructors of thread-local and
/// thread-specific data, from signal handlers, and in a child of fork(2), which inherits the
/// registration of the thread that forked. A child of vfork(2) must not run critical sections: it
/// shares the area of its parent, but the kernel does not watch it.
///
/// Three cases can be told apart. RSEQ_AVAILABLE_QUERY_LIBC is true: the C library registered all
/// threads. It is false and this function returns 0: the thread is registered with the area of this
/// library. It returns -1 with EINVAL: other code registered an area of its own in this thread,
/// which goes on working and which this library knows nothing about.
///
/// Returns 0 if the thread is registered, otherwise -1 with errno: ENOSYS if the kernel does not
/// implement rseq(2), EINVAL as above, EBUSY in a child of vfork(2), EPERM, EACCES or whatever else
/// a sandbox answers, EAGAIN if a C library other than glibc has no key for thread-specific data
/// left (pthread_key_create(3)). The thread then stays unregistered: critical sections return -1
/// and rseq_current_cpu() falls back to a system call. Prints nothing. Thread-safe,
/// async-signal-safe.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_register_current_thread() -> c_int {
    let result = registration::register_current_thread();
    publish();
    status(result)
}

/// Unregisters the calling thread.
///
/// Hardly ever needed: a thread may exit registered. (With glibc it stays registered to its end;
/// with other C libraries, which free the memory of a detached thread earlier than the kernel stops
/// to write to it, it is unregistered after the first round of destructors of thread-specific data,
/// and must not register again after the third.) Nor does the memory go away before: the shared
/// object stays in the process once it was loaded, whatever dlclose(3) is called for. Only a shared
/// object that has the archive in it must be linked with -Wl,-z,nodelete, or unregister each thread
/// before it is unloaded. Where the C library owns the registration this does nothing.
///
/// Returns 0 if the thread is not registered any more (or the C library owns the registration),
/// otherwise -1 with errno: EINVAL if it was not registered, ENOSYS, or what a sandbox answers.
/// Thread-safe, async-signal-safe.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_unregister_current_thread() -> c_int {
    status(registration::unregister_current_thread())
}

/// The CPU that the calling thread runs on, asked from the C library (sched_getcpu(3)): what
/// rseq_current_cpu() uses in a thread that is not registered.
///
/// Returns a CPU number; 0, which is always a possible one, if even that is refused by a sandbox.
/// Thread-safe, async-signal-safe.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_fallback_current_cpu() -> i32 {
    cpus::fallback_current_cpu()
}

/// The NUMA node that the calling thread runs on, asked from the kernel (getcpu(2)).
///
/// Returns the node number, or -1 with errno as getcpu(2) gives it. Thread-safe, async-signal-safe.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_fallback_current_node() -> i32 {
    number(cpus::fallback_current_node())
}

/// Number of slots that an array indexed by CPU number needs: the highest possible CPU number plus
/// one, whatever the number of CPUs that are online or allowed.
///
/// From /sys/devices/system/cpu/possible; where that is not mounted, an upper bound from sysconf(3)
/// and the size of the kernel's CPU masks. At least 1, and the same for the life of the process.
/// Leaves errno alone. Thread-safe; async-signal-safe after the first call of the process.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_get_max_nr_cpus() -> c_int {
    cpus::max_nr_cpus()
}
