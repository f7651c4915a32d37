//! What stands in for the system and for C under Miri, which interprets Rust alone: memory that is
//! the allocator's, and caches of CPUs that are kept by locks. Everything above is as it is
//! elsewhere, but memory is never shared: there are no memory files.
//!
//! What Miri has itself, it does: heap, mutexes, threads, files. Functions with the names of C's are
//! found when the rest of this library, or a test, calls these.

extern crate std;

use core::cell::Cell;
use core::ffi::{c_int, c_ulong, c_void};
use core::mem::{self, MaybeUninit};
use core::ptr::{self, NonNull};
use core::sync::atomic::{
    AtomicIsize, Ordering, Ordering::Acquire, Ordering::Relaxed, Ordering::Release,
};
use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::vec::Vec;

use super::cpu_cache::{Access, Cache, Otherwise};
use super::memory::page_size;
use crate::Errno;

/// More than this is too much for the system: it would be Miri's own memory.
const ADDRESS_SPACE: usize = 1 << 28;

/// By address, which of the pages are still mapped. Nothing here leads to the memory, so that a
/// mapping that was forgotten is a leak.
static MAPPINGS: Mutex<BTreeMap<usize, Vec<bool>>> = Mutex::new(BTreeMap::new());

fn failed<T>(errno: c_int, result: T) -> T {
    Errno(errno).set();
    result
}

/// mmap(2), for private memory anywhere: another address than the caller's is as good.
pub unsafe fn mmap(
    _address: *mut c_void,
    len: usize,
    access: c_int,
    flags: c_int,
    fd: c_int,
    offset: libc::off_t,
) -> *mut c_void {
    let anywhere = libc::MAP_PRIVATE | libc::MAP_ANON | libc::MAP_NORESERVE;
    assert_eq!((access, flags), (libc::PROT_READ | libc::PROT_WRITE, anywhere));
    assert_eq!((fd, offset), (-1, 0));
    match len {
        0 => return failed(libc::EINVAL, libc::MAP_FAILED),
        1..=ADDRESS_SPACE => (),
        _ => return failed(libc::ENOMEM, libc::MAP_FAILED),
    }
    let pages = len.div_ceil(page_size());
    // SAFETY: not of size 0.
    let memory = unsafe { alloc_zeroed(layout(pages)) };
    MAPPINGS.lock().expect("mappings").insert(memory.addr(), std::vec![true; pages]);
    memory.cast()
}

fn layout(pages: usize) -> Layout {
    Layout::from_size_align(pages * page_size(), page_size()).expect("a mapping")
}

/// munmap(2), of what is mapped. Other pages of the mapping stay, until all of them are unmapped.
pub unsafe fn munmap(address: *mut c_void, len: usize) -> c_int {
    let page_size = page_size();
    if address.addr() % page_size != 0 || len == 0 {
        return failed(libc::EINVAL, -1);
    }
    let mut mappings = MAPPINGS.lock().expect("mappings");
    let (&start, pages) = mappings.range_mut(..=address.addr()).next_back().expect("a mapping");
    let first = (address.addr() - start) / page_size;
    for (number, page) in pages.iter_mut().enumerate().skip(first).take(len.div_ceil(page_size)) {
        assert!(mem::replace(page, false), "page {number} at {start:#x} is not mapped");
        // Nobody may read it from now on, nor be at it just now.
        // SAFETY: the page is the caller's to unmap.
        unsafe {
            let page = address.byte_add((number - first) * page_size);
            page.cast::<u8>().copy_from(UNMAPPED.as_ptr().cast(), page_size);
        }
    }
    assert!(first + len.div_ceil(page_size) <= pages.len(), "more than a mapping");
    if !pages.contains(&true) {
        let pages = mappings.remove(&start).expect("it is there").len();
        // SAFETY: allocated like that; it is the caller's pointer that leads there.
        unsafe { dealloc(address.with_addr(start).cast(), layout(pages)) };
    }
    0
}

static UNMAPPED: [MaybeUninit<u8>; 1 << 16] = [MaybeUninit::uninit(); 1 << 16];

/// madvise(2): there are neither large pages nor children.
#[unsafe(no_mangle)]
extern "C" fn madvise(address: *mut c_void, len: usize, _advice: c_int) -> c_int {
    let mappings = MAPPINGS.lock().expect("mappings");
    let (&start, pages) = mappings.range(..=address.addr()).next_back().expect("a mapping");
    let first = (address.addr() - start) / page_size();
    let last = first + len.div_ceil(page_size());
    assert!(pages[first..last].iter().all(|&mapped| mapped), "advice about what is not mapped");
    0
}

std::thread_local! {
    /// How often the thread asked for its CPU.
    static LOOKS: Cell<usize> = const { Cell::new(0) };
}

/// Most CPUs of the machine that Miri is told to be.
const MAX_CPUS: usize = 8;

/// sched_getcpu(3): every few looks the thread is on another one of those that it may run on.
#[unsafe(no_mangle)]
extern "C" fn sched_getcpu() -> c_int {
    // SAFETY: zeroes are an empty set.
    let mut allowed: libc::cpu_set_t = unsafe { mem::zeroed() };
    // SAFETY: a set of this size.
    let result = unsafe { libc::sched_getaffinity(0, size_of_val(&allowed), &raw mut allowed) };
    assert_eq!(result, 0);
    // SAFETY: the set has bits of these numbers.
    let is_allowed = |&cpu: &usize| unsafe { libc::CPU_ISSET(cpu, &allowed) };
    let count = (0..MAX_CPUS).filter(is_allowed).count();
    let looks = LOOKS.replace(LOOKS.get() + 1);
    (0..MAX_CPUS).filter(is_allowed).nth(looks / 7 % count).expect("it has a CPU") as c_int
}

/// Who has the lock of a CPU runs a critical section there.
static SECTIONS: [Mutex<()>; MAX_CPUS] = [const { Mutex::new(()) }; MAX_CPUS];

/// Runs a critical section on the cache of this CPU: `run` gets the number of words there, prepares
/// everything, and has the count to commit with its result. `None` if it has not, and where the
/// thread is on another CPU by then: aborted.
///
/// As elsewhere, who collects may overwrite the count meanwhile.
///
/// # Safety
/// There are as many caches.
unsafe fn section<T>(
    caches: &Access,
    commit: Ordering,
    run: impl FnOnce(&Cache, usize) -> Option<(usize, T)>,
) -> Option<T> {
    let cpu = sched_getcpu();
    let number = usize::try_from(cpu).ok().filter(|&cpu| cpu < caches.count)?;
    let _section = SECTIONS[number].lock().expect("section");
    // SAFETY: by the contract of this function.
    let cache = unsafe { caches.start.add(number).as_ref() };
    // Others order what depends on this by that alone, which Rust does not know.
    let count = usize::try_from(cache.count.load(Acquire)).ok()?;
    let (count, result) = run(cache, count)?;
    (sched_getcpu() == cpu).then(|| {
        cache.count.store(count as isize, commit);
        result
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rseq_core_cache_pop(caches: &Access) -> *mut u8 {
    let pop = |cache: &Cache, count: usize| {
        let count = count.checked_sub(1)?;
        Some((count, cache.words[count].load(Relaxed)))
    };
    // SAFETY: the caller's.
    unsafe { section(caches, Relaxed, pop) }.unwrap_or_default()
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rseq_core_cache_push_or(
    word: NonNull<u8>,
    argument: usize,
    caches: &Access,
    otherwise: Otherwise,
) {
    // SAFETY: the caller's.
    unsafe {
        if rseq_core_cache_push_many(caches, (&raw const word).cast(), 1) == 0 {
            otherwise(word, argument);
        }
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rseq_core_cache_pop_many(
    caches: &Access,
    words: *mut *mut u8,
    count: usize,
) -> usize {
    let pop = |cache: &Cache, before: usize| {
        let after = before.saturating_sub(count);
        for (number, word) in cache.words[after..before].iter().enumerate() {
            // SAFETY: there is room for `count` words.
            unsafe { words.add(number).write(word.load(Relaxed)) };
        }
        Some((after, before - after))
    };
    // SAFETY: the caller's.
    unsafe { section(caches, Relaxed, pop) }.unwrap_or(0)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rseq_core_cache_push_many(
    caches: &Access,
    words: *const *mut u8,
    count: usize,
) -> usize {
    let push = |cache: &Cache, before: usize| {
        let after = (before + count).min(caches.capacity()).max(before);
        for (number, word) in cache.words[before..after].iter().enumerate() {
            // SAFETY: these are `count` words.
            word.store(unsafe { words.add(number).read() }, Relaxed);
        }
        Some((after, after - before))
    };
    // SAFETY: the caller's.
    unsafe { section(caches, Release, push) }.unwrap_or(0)
}

/// membarrier(2), which ends all critical sections: they come to their end.
pub fn membarrier(_command: c_int) -> Result<(), Errno> {
    SECTIONS.iter().for_each(|section| drop(section.lock().expect("section")));
    Ok(())
}

#[allow(non_upper_case_globals, reason = "C's")]
pub static rseq_core_offset: AtomicIsize = AtomicIsize::new(0);

// A kernel without rseq(2), a C library that does not know it.

#[unsafe(no_mangle)]
extern "C" fn getauxval(_entry: c_ulong) -> c_ulong {
    failed(libc::ENOENT, 0)
}

#[unsafe(no_mangle)]
extern "C" fn rseq_core_thread_area() -> *mut c_void {
    ptr::null_mut()
}

#[unsafe(no_mangle)]
extern "C" fn rseq_core_thread_area_size() -> usize {
    64
}

#[unsafe(no_mangle)]
extern "C" fn rseq_core_thread_area_offset() -> isize {
    0
}

#[unsafe(no_mangle)]
extern "C" fn rseq_core_area_has_cpu() -> bool {
    false
}

#[unsafe(no_mangle)]
extern "C" fn rseq_core_rseq(_: *mut c_void, _len: u32, _flags: c_int, _signature: u32) -> c_int {
    failed(libc::ENOSYS, -1)
}

#[unsafe(no_mangle)]
extern "C" fn rseq_core_libc_offset() -> *const isize {
    ptr::null()
}
