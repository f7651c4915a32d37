//! Calls of the system that fail on demand: those that the library makes, since this program's
//! functions come before those of the C library with the same names. Nothing of it is in the library.
//!
//! For a process with one thread, a child of [`in_child`](crate::mempool_process::in_child).

use std::ffi::{CStr, c_int, c_long, c_void};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicU32, AtomicUsize, Ordering::Relaxed};

use rseq_core::sys::memory::page_size;
use rseq_core::{Errno, preserving};

/// A call that can fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Call {
    Mmap,
    Munmap,
    Madvise,
    MemfdCreate,
    Ftruncate,
    Membarrier,
    Calloc,
    /// Not the system's: the init function of a pool, which asks [`fails`].
    Init,
}

pub const ALL: [Call; 8] = [
    Call::Mmap,
    Call::Munmap,
    Call::Madvise,
    Call::MemfdCreate,
    Call::Ftruncate,
    Call::Membarrier,
    Call::Calloc,
    Call::Init,
];

impl Call {
    /// Each has its own, so that a test can tell whose error it got.
    fn errno(self) -> i32 {
        match self {
            Call::Mmap => libc::EAGAIN,
            Call::Munmap => libc::EBUSY,
            Call::Madvise => libc::EIO,
            Call::MemfdCreate => MEMFD_ERRNO.load(Relaxed) as i32,
            Call::Ftruncate => libc::EFBIG,
            Call::Membarrier => libc::EPERM,
            Call::Calloc => libc::ENOMEM,
            Call::Init => libc::EILSEQ,
        }
    }
}

/// Some of these calls.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Calls(u32);

impl Calls {
    pub fn of(calls: &[Call]) -> Calls {
        Calls(calls.iter().map(|&call| 1 << call as u32).fold(0, |all, bit| all | bit))
    }

    pub fn iter(self) -> impl Iterator<Item = Call> {
        ALL.into_iter().filter(move |&call| self.0 >> call as u32 & 1 == 1)
    }

    pub fn contains(self, other: Calls) -> bool {
        self.0 & other.0 == other.0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether one of them fails like this.
    pub fn gives(self, errno: Errno) -> bool {
        self.iter().any(|call| call.errno() == errno.0)
    }
}

impl std::fmt::Debug for Calls {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Which calls fail.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub calls: Calls,
    /// So many of these calls succeed before.
    pub first: usize,
    /// All from then on fail, or one.
    pub repeated: bool,
    /// Of memfd_create(2).
    pub memfd_errno: i32,
}

static WATCHING: AtomicBool = AtomicBool::new(false);
static PLANNED: AtomicU32 = AtomicU32::new(0);
static SUCCESSES_LEFT: AtomicIsize = AtomicIsize::new(0);
static REPEATED: AtomicBool = AtomicBool::new(false);
static MEMFD_ERRNO: AtomicUsize = AtomicUsize::new(0);
static SEEN: AtomicU32 = AtomicU32::new(0);
static COUNTS: [AtomicUsize; ALL.len()] = [const { AtomicUsize::new(0) }; ALL.len()];
static FAILED: AtomicU32 = AtomicU32::new(0);
static HEAP: AtomicIsize = AtomicIsize::new(0);
/// Address and length of what munmap(2) was kept from.
static REFUSED: Mutex<Vec<(usize, usize)>> = Mutex::new(Vec::new());

/// What calls do from now on, during [`watch`].
pub fn set(plan: Option<Plan>) {
    PLANNED.store(plan.map_or(0, |plan| plan.calls.0), Relaxed);
    if let Some(plan) = plan {
        SUCCESSES_LEFT.store(plan.first as isize, Relaxed);
        REPEATED.store(plan.repeated, Relaxed);
        MEMFD_ERRNO.store(plan.memfd_errno as usize, Relaxed);
    }
}

/// Runs a call of the library. Returns what it returned, and which calls failed meanwhile.
pub fn watch<T>(body: impl FnOnce() -> T) -> (T, Calls) {
    FAILED.store(0, Relaxed);
    WATCHING.store(true, Relaxed);
    let result = body();
    WATCHING.store(false, Relaxed);
    (result, Calls(FAILED.load(Relaxed)))
}

/// What was called so far, and what since the last call of this.
pub fn take_seen() -> Calls {
    Calls(SEEN.swap(0, Relaxed))
}

/// How often the library made a call so far.
pub fn count(call: Call) -> usize {
    COUNTS[call as usize].load(Relaxed)
}

/// Bytes that the library has on the heap.
pub fn heap() -> isize {
    HEAP.load(Relaxed)
}

/// Bytes, of whole pages, that the library tried to unmap, in vain, and never tried again.
pub fn refused() -> u64 {
    let refused = REFUSED.lock().expect("one thread");
    refused.iter().map(|&(_, len)| len.next_multiple_of(page_size()) as u64).sum()
}

/// Notes a call. If it is to fail, errno is set.
pub fn fails(call: Call) -> bool {
    if !WATCHING.load(Relaxed) {
        return false;
    }
    let bit = Calls::of(&[call]).0;
    SEEN.fetch_or(bit, Relaxed);
    COUNTS[call as usize].fetch_add(1, Relaxed);
    if PLANNED.load(Relaxed) & bit == 0 {
        return false;
    }
    let left = SUCCESSES_LEFT.fetch_sub(1, Relaxed);
    let fails = left == 0 || (left < 0 && REPEATED.load(Relaxed));
    if fails {
        FAILED.fetch_or(bit, Relaxed);
        Errno(call.errno()).set();
    }
    fails
}

/// The next function of that name: the C library's.
fn real<F: Copy>(cache: &AtomicUsize, name: &CStr) -> F {
    let mut address = cache.load(Relaxed);
    if address == 0 {
        // SAFETY: the name is a terminated string.
        address = unsafe { libc::dlsym(libc::RTLD_NEXT, name.as_ptr()) } as usize;
        assert_ne!(address, 0);
        cache.store(address, Relaxed);
    }
    const { assert!(size_of::<F>() == size_of::<usize>()) };
    // SAFETY: a function of the C library, with the type that its callers know.
    unsafe { std::mem::transmute_copy(&address) }
}

macro_rules! forwarded {
    ($($call:ident: fn $name:ident($($argument:ident: $type:ty),*) -> $result:ty, or $error:expr;)*) => {
        $(
            #[unsafe(no_mangle)]
            unsafe extern "C" fn $name($($argument: $type),*) -> $result {
                static REAL: AtomicUsize = AtomicUsize::new(0);
                if fails(Call::$call) {
                    return $error;
                }
                let name = concat!(stringify!($name), "\0");
                let name = CStr::from_bytes_with_nul(name.as_bytes()).expect("terminated");
                let real: unsafe extern "C" fn($($type),*) -> $result = real(&REAL, name);
                // SAFETY: the caller's.
                unsafe { real($($argument),*) }
            }
        )*
    };
}

forwarded! {
    Mmap: fn mmap(
        address: *mut c_void, len: usize, access: c_int, flags: c_int, fd: c_int, offset: libc::off_t
    ) -> *mut c_void, or libc::MAP_FAILED;
    Madvise: fn madvise(address: *mut c_void, len: usize, advice: c_int) -> c_int, or -1;
    Ftruncate: fn ftruncate(fd: c_int, len: libc::off_t) -> c_int, or -1;
}

#[unsafe(no_mangle)]
unsafe extern "C" fn munmap(address: *mut c_void, len: usize) -> c_int {
    static REAL: AtomicUsize = AtomicUsize::new(0);
    let watched = WATCHING.load(Relaxed);
    let failed = fails(Call::Munmap);
    if watched {
        // What this does is not the library's doing.
        WATCHING.store(false, Relaxed);
        preserving(|| {
            let pages = address.addr()..address.addr() + len;
            let mut refused = REFUSED.lock().expect("one thread");
            refused.retain(|(start, _)| !pages.contains(start));
            if failed {
                refused.push((pages.start, len));
            }
        });
        WATCHING.store(true, Relaxed);
    }
    if failed {
        return -1;
    }
    let real: unsafe extern "C" fn(*mut c_void, usize) -> c_int = real(&REAL, c"munmap");
    // SAFETY: the caller's.
    unsafe { real(address, len) }
}

/// The caller passes as many arguments as the system call has; what is in place of the others is
/// passed on as well, and does not matter.
#[unsafe(no_mangle)]
unsafe extern "C" fn syscall(
    number: c_long,
    a: usize,
    b: usize,
    c: usize,
    d: usize,
    e: usize,
    f: usize,
) -> c_long {
    static REAL: AtomicUsize = AtomicUsize::new(0);
    let failed = match number {
        libc::SYS_memfd_create => fails(Call::MemfdCreate),
        libc::SYS_membarrier => fails(Call::Membarrier),
        _ => false,
    };
    if failed {
        return -1;
    }
    let real: unsafe extern "C" fn(c_long, ...) -> c_long = real(&REAL, c"syscall");
    // SAFETY: the caller's.
    unsafe { real(number, a, b, c, d, e, f) }
}

unsafe extern "C" {
    fn __libc_calloc(count: usize, size: usize) -> *mut c_void;
    fn __libc_free(memory: *mut c_void);
    fn malloc_usable_size(memory: *mut c_void) -> usize;
}

#[unsafe(no_mangle)]
unsafe extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
    if fails(Call::Calloc) {
        return std::ptr::null_mut();
    }
    // SAFETY: the caller's.
    let memory = unsafe { __libc_calloc(count, size) };
    if WATCHING.load(Relaxed) {
        // SAFETY: allocated just now, or null.
        HEAP.fetch_add(unsafe { malloc_usable_size(memory) } as isize, Relaxed);
    }
    memory
}

#[unsafe(no_mangle)]
unsafe extern "C" fn free(memory: *mut c_void) {
    if WATCHING.load(Relaxed) {
        // SAFETY: allocated, or null.
        HEAP.fetch_sub(unsafe { malloc_usable_size(memory) } as isize, Relaxed);
    }
    // SAFETY: the caller's.
    unsafe { __libc_free(memory) }
}
