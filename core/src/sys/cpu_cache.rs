//! Stacks of words, one for each CPU, that a thread uses without a lock: by critical sections.

use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use core::slice;
use core::sync::atomic::{AtomicIsize, AtomicPtr};
use core::sync::atomic::{Ordering::Acquire, Ordering::Relaxed, Ordering::Release};

#[cfg(miri)]
use super::miri::rseq_core_offset;
#[cfg(target_os = "linux")]
use super::pages::PageMap;
use super::{memory, rseq};
use crate::Errno;

/// Most words of a cache, which makes its size a power of two.
pub const SLOTS: usize = 126;

/// `Cache::count` while the words are collected: nothing is added and nothing taken.
const CLOSED: isize = -1;

/// The words of a CPU. Changed by threads on that CPU, by critical sections that begin with a look
/// at `count` and end with a change of it.
#[repr(C)]
pub(super) struct Cache {
    pub count: AtomicIsize,
    /// While the cache is to be collected, how many words it had or, if none, `CLOSED`; otherwise 0.
    /// Of `Caches::collect` alone.
    collected: AtomicIsize,
    pub words: [AtomicPtr<u8>; SLOTS],
}

unsafe extern "C" {
    #[cfg(not(miri))]
    safe static rseq_core_offset: AtomicIsize;
    fn rseq_core_cache_pop(caches: *const Cache, nr_caches: usize) -> *mut u8;
    fn rseq_core_cache_push(
        caches: *const Cache,
        nr_caches: usize,
        capacity: isize,
        word: *mut u8,
    ) -> bool;
    fn rseq_core_cache_pop_many(
        caches: *const Cache,
        nr_caches: usize,
        words: *mut Option<NonNull<u8>>,
        count: usize,
    ) -> usize;
    fn rseq_core_cache_push_many(
        caches: *const Cache,
        nr_caches: usize,
        capacity: isize,
        words: *const Option<NonNull<u8>>,
        count: usize,
    ) -> usize;
}

/// Caches of addresses, for all CPUs there may be, in memory of which a CPU uses its own part only.
/// A child process finds all of them empty.
pub struct Caches {
    start: Start,
    count: usize,
    capacity: AtomicIsize,
}

/// Where the caches begin.
#[derive(Clone, Copy)]
pub struct Start(NonNull<Cache>);

// SAFETY: each field of a cache is atomic, and what is cached is of the process, not of a thread.
unsafe impl Send for Caches {}
// SAFETY: as above.
unsafe impl Sync for Caches {}

impl Caches {
    /// Caches of at most `capacity` addresses for each of `nr_cpus` CPUs. `offset` is where a thread
    /// has its rseq area, the same whenever this is called.
    ///
    /// Fails where not all it takes is there: memory, madvise(2) and membarrier(2) with the commands
    /// that end critical sections, of Linux 5.10.
    pub fn create(nr_cpus: usize, capacity: usize, offset: isize) -> Result<Caches, Errno> {
        rseq::allow_fence()?;
        // Critical sections read it, which begin after this. Once: it is read all the time.
        if rseq_core_offset.load(Relaxed) != offset {
            rseq_core_offset.store(offset, Relaxed);
        }
        let memory = memory::map(nr_cpus * size_of::<Cache>())?;
        let capacity = AtomicIsize::new(capacity.min(SLOTS) as isize);
        let caches = Caches { start: Start(memory.cast()), count: nr_cpus, capacity };
        // Otherwise a child would have the caches as they were at some time of the fork, one at
        // this, another at that, and an item in both that was moved meanwhile.
        // SAFETY: the mapping is this object's own.
        unsafe { memory::wipe_in_children(memory, caches.bytes())? };
        Ok(caches)
    }

    /// Where they begin, for [`Caches::push_to`].
    pub fn start(&self) -> Start {
        self.start
    }

    /// Bytes of memory that all of them take, if all are used.
    pub fn bytes(&self) -> usize {
        self.count * size_of::<Cache>()
    }

    /// Bytes of memory that they take, see [`PageMap::resident`].
    #[cfg(target_os = "linux")]
    pub fn resident(&self, pages: &PageMap) -> Result<usize, Errno> {
        let (start, page_size) = (self.start.0.addr().get(), memory::page_size());
        let end = (start + self.bytes()).next_multiple_of(page_size);
        Ok(pages.resident(start..end, page_size)? * page_size)
    }

    /// Number of addresses in the cache of a CPU at some time of this call, unless they are
    /// collected meanwhile. `None` for a CPU that has no cache.
    pub fn count(&self, cpu: usize) -> Option<usize> {
        self.caches().get(cpu).map(|cache| cache.count.load(Relaxed).max(0) as usize)
    }

    /// The same of all CPUs together.
    pub fn total(&self) -> usize {
        (0..self.count).filter_map(|cpu| self.count(cpu)).sum()
    }

    /// Gives the memory back, and the caches are no more. If that fails, they are as before.
    pub fn destroy(self) -> Result<(), (Caches, Errno)> {
        let mut caches = ManuallyDrop::new(self);
        caches.unmap().map_err(|errno| (ManuallyDrop::into_inner(caches), errno))
    }

    fn unmap(&mut self) -> Result<(), Errno> {
        // SAFETY: whoever uses a cache has a reference to this object, which is about to go.
        unsafe { memory::unmap(self.start.0.cast(), self.bytes()) }
    }

    /// Most addresses of a CPU.
    pub fn capacity(&self) -> usize {
        self.capacity.load(Relaxed) as usize
    }

    /// Adds nothing any more.
    pub fn stop_adding(&self) {
        self.capacity.store(0, Relaxed);
    }

    /// Takes an address from the cache of the CPU that this runs on.
    pub fn pop(&self) -> Option<NonNull<u8>> {
        // SAFETY: the caches are as many as that, and unmapped with this object.
        NonNull::new(unsafe { rseq_core_cache_pop(self.start.0.as_ptr(), self.count) })
    }

    /// Adds an address to the cache of the CPU that this runs on; false if there is no room.
    pub fn push(&self, address: NonNull<u8>) -> bool {
        // SAFETY: it is what it is.
        unsafe { self.push_to(self.start, address) }
    }

    /// The same, for who knows where these caches begin from elsewhere. Of two calls one after the
    /// other, the second waits for what the first wrote to its cache. That is soon there, unless
    /// where it is has to be looked up in one place that the address leads to, and then another.
    ///
    /// # Safety
    /// `start` is [`Caches::start`] of these caches.
    pub unsafe fn push_to(&self, start: Start, address: NonNull<u8>) -> bool {
        let (start, word) = (start.0.as_ptr(), address.as_ptr());
        let capacity = self.capacity.load(Relaxed);
        // SAFETY: as in `pop`.
        unsafe { rseq_core_cache_push(start, self.count, capacity, word) }
    }

    /// Takes addresses from the cache of the CPU that this runs on, as many as there is room for in
    /// `batch`. Returns how many there were.
    pub fn pop_many(&self, batch: &mut [Option<NonNull<u8>>]) -> usize {
        let (start, words) = (self.start.0.as_ptr(), batch.as_mut_ptr());
        // SAFETY: as in `pop`; what comes from a cache is an address that is not 0.
        unsafe { rseq_core_cache_pop_many(start, self.count, words, batch.len()) }
    }

    /// Adds the first of these addresses, which are some, to the cache of the CPU that this runs on.
    /// Returns how many it had room for.
    pub fn push_many(&self, batch: &[Option<NonNull<u8>>]) -> usize {
        let (start, words) = (self.start.0.as_ptr(), batch.as_ptr());
        let capacity = self.capacity.load(Relaxed);
        // SAFETY: as in `pop`; the words are not changed.
        unsafe { rseq_core_cache_push_many(start, self.count, capacity, words, batch.len()) }
    }

    fn caches(&self) -> &[Cache] {
        // SAFETY: as many are mapped; zeroes are valid numbers.
        unsafe { slice::from_raw_parts(self.start.0.as_ptr(), self.count) }
    }

    /// Takes the addresses out of the caches of all CPUs, as they are at the time of the call, and
    /// calls `each` with them. One thread at a time may do this. Fails with the errno of
    /// membarrier(2) and leaves the caches as they are.
    ///
    /// A cache is closed by overwriting its count. A critical section that had read it before may
    /// still overwrite that, with a count that is right: then the cache is not closed, and it is
    /// tried again. Such a section has come to its end or is aborted when membarrier(2) returns, and
    /// whatever begins later finds the cache closed in its first step. So a cache that is closed
    /// then stays so until it is opened here, and the words and the count before are those that its
    /// CPU left behind.
    pub fn collect(&self, mut each: impl FnMut(NonNull<u8>)) -> Result<(), Errno> {
        // Not those that are empty, nor those that were: what is added later was freed later.
        for cache in self.caches() {
            cache.collected.store(cache.count.load(Relaxed), Relaxed);
        }
        let to_do = || self.caches().iter().filter(|cache| cache.collected.load(Relaxed) != 0);
        while to_do().next().is_some() {
            for cache in to_do() {
                // One that became empty meanwhile is closed nevertheless.
                let count = cache.count.swap(CLOSED, Relaxed);
                cache.collected.store(if count == 0 { CLOSED } else { count }, Relaxed);
            }
            let fenced = rseq::fence();
            for cache in to_do() {
                let count = cache.collected.load(Relaxed).max(0);
                if fenced.is_err() {
                    // A section that goes on from this count may end before or after this.
                    let _ = cache.count.compare_exchange(CLOSED, count, Release, Relaxed);
                } else if cache.count.load(Acquire) == CLOSED {
                    for word in &cache.words[..count as usize] {
                        NonNull::new(word.load(Relaxed)).map(&mut each);
                    }
                    cache.count.store(0, Release);
                } else {
                    continue;
                }
                cache.collected.store(0, Relaxed);
            }
            fenced?;
        }
        Ok(())
    }
}

impl Drop for Caches {
    fn drop(&mut self) {
        let _ = crate::preserving(|| self.unmap());
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::{cpus, registration};

    fn this_cpu() -> usize {
        // SAFETY: takes nothing.
        usize::try_from(unsafe { libc::sched_getcpu() }).expect("a CPU")
    }

    /// Moves the calling thread to the next CPU that it may run on.
    fn move_to_next_cpu() {
        // SAFETY: sets of CPUs, written and read by the system; the others are restored.
        unsafe {
            let size = size_of::<libc::cpu_set_t>();
            let mut all: libc::cpu_set_t = core::mem::zeroed();
            assert_eq!(libc::sched_getaffinity(0, size, &raw mut all), 0);
            let cpus = size * 8;
            let mut next = (1..=cpus).map(|n| (this_cpu() + n) % cpus);
            let next = next.find(|&cpu| libc::CPU_ISSET(cpu, &all)).expect("a CPU");
            let mut one: libc::cpu_set_t = core::mem::zeroed();
            libc::CPU_SET(next, &mut one);
            assert_eq!(libc::sched_setaffinity(0, size, &raw const one), 0);
            assert_eq!(libc::sched_setaffinity(0, size, &raw const all), 0);
        }
    }

    /// Somebody frees and allocates on another CPU all the time.
    #[test]
    fn collecting_ends_while_others_go_on() {
        let nr_cpus = cpus::max_nr_cpus() as usize;
        let caches = Caches::create(nr_cpus, SLOTS, registration::area().offset).expect("caches");
        let mut words = [0usize; 1];
        let word = NonNull::from(&mut words).cast();
        // Interrupted just then, it adds nothing.
        assert!((0..100).any(|_| caches.push(word)));
        let (mut collected, mut pushed) = (0, 0);
        let result = caches.collect(|_| {
            collected += 1;
            assert!(collected < 100, "this does not end");
            move_to_next_cpu();
            pushed += i32::from(caches.push(word));
        });
        assert_eq!((result, collected), (Ok(()), 1));
        let mut left = 0;
        assert_eq!(caches.collect(|_| left += 1), Ok(()));
        assert_eq!(left, pushed);
    }
}
