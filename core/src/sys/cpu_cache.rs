//! Stacks of words, one for each CPU, that a thread uses without a lock: by critical sections.

use core::mem::ManuallyDrop;
use core::ops::Deref;
use core::ptr::NonNull;
use core::slice;
use core::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use core::sync::atomic::{AtomicIsize, AtomicPtr, AtomicUsize};

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

/// Where the caches of a pool are, as critical sections have it: for a CPU each, or for none.
#[repr(C)]
pub struct Access {
    pub(super) start: NonNull<Cache>,
    pub(super) count: usize,
    capacity: AtomicUsize,
}

/// Adds the address that it gets to something else.
pub type Otherwise = unsafe extern "C" fn(address: NonNull<u8>, argument: usize);

unsafe extern "C" {
    #[cfg(not(miri))]
    safe static rseq_core_offset: AtomicIsize;
    fn rseq_core_cache_pop(caches: &Access) -> *mut u8;
    fn rseq_core_cache_push_or(
        word: NonNull<u8>,
        argument: usize,
        caches: &Access,
        otherwise: Otherwise,
    );
    fn rseq_core_cache_pop_many(
        caches: &Access,
        words: *mut Option<NonNull<u8>>,
        count: usize,
    ) -> usize;
    fn rseq_core_cache_push_many(
        caches: &Access,
        words: *const Option<NonNull<u8>>,
        count: usize,
    ) -> usize;
}

/// Says how far from the thread pointer a thread has its rseq area, the same whenever this is called.
/// Called by one thread at a time, and by each before the first section of what it creates: that looks
/// at the area even if there are no caches, and what is near the thread pointer may be no memory.
pub fn set_area(offset: isize) {
    // Once: sections read it all the time, as the C variable that it is to them.
    if rseq_core_offset.load(Relaxed) != offset {
        rseq_core_offset.store(offset, Relaxed);
    }
}

impl Access {
    /// To no cache.
    pub const fn none() -> Access {
        Access { start: NonNull::dangling(), count: 0, capacity: AtomicUsize::new(0) }
    }

    /// Most addresses of a CPU.
    pub fn capacity(&self) -> usize {
        self.capacity.load(Relaxed)
    }

    /// Adds nothing any more.
    pub fn stop_adding(&self) {
        self.capacity.store(0, Relaxed);
    }

    /// Takes an address from the cache of the CPU that this runs on.
    #[inline]
    pub fn pop(&self) -> Option<NonNull<u8>> {
        // SAFETY: the caches are as many as that, and unmapped with this object.
        NonNull::new(unsafe { rseq_core_cache_pop(self) })
    }

    /// Adds an address to the cache of the CPU that this runs on; if there is no room, calls
    /// `otherwise`, with `argument`. Returns after that, so that a caller who has nothing else to do
    /// needs no place to remember anything.
    ///
    /// # Safety
    /// `otherwise` can be called like that.
    #[inline]
    pub unsafe fn push_or(&self, address: NonNull<u8>, argument: usize, otherwise: Otherwise) {
        // SAFETY: as in `pop`; for the rest, by the contract of this function.
        unsafe { rseq_core_cache_push_or(address, argument, self, otherwise) }
    }

    /// Takes addresses from the cache of the CPU that this runs on, as many as there is room for in
    /// `batch`. Returns how many there were.
    pub fn pop_many(&self, batch: &mut [Option<NonNull<u8>>]) -> usize {
        // SAFETY: as in `pop`; what comes from a cache is an address that is not 0.
        unsafe { rseq_core_cache_pop_many(self, batch.as_mut_ptr(), batch.len()) }
    }

    /// Adds the first of these addresses, which are some, to the cache of the CPU that this runs on.
    /// Returns how many it had room for.
    pub fn push_many(&self, batch: &[Option<NonNull<u8>>]) -> usize {
        // SAFETY: as in `pop`; the words are not changed.
        unsafe { rseq_core_cache_push_many(self, batch.as_ptr(), batch.len()) }
    }

    fn caches(&self) -> &[Cache] {
        // SAFETY: as many are mapped; zeroes are valid numbers.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.count) }
    }
}

/// Caches of addresses, for all CPUs there may be, in memory of which a CPU uses its own part only.
/// A child process finds all of them empty.
pub struct Caches(Access);

// SAFETY: each field of a cache is atomic, and what is cached is of the process, not of a thread.
unsafe impl Send for Access {}
// SAFETY: as above.
unsafe impl Sync for Access {}

impl Caches {
    /// Caches of at most `capacity` addresses for each of `nr_cpus` CPUs.
    ///
    /// Fails where not all it takes is there: memory, madvise(2) and membarrier(2) with the commands
    /// that end critical sections, of Linux 5.10.
    pub fn create(nr_cpus: usize, capacity: usize) -> Result<Caches, Errno> {
        rseq::allow_fence()?;
        let memory = memory::map(nr_cpus * size_of::<Cache>())?;
        let capacity = AtomicUsize::new(capacity.min(SLOTS));
        let caches = Caches(Access { start: memory.cast(), count: nr_cpus, capacity });
        // Otherwise a child would have the caches as they were at some time of the fork, one at
        // this, another at that, and an item in both that was moved meanwhile.
        // SAFETY: the mapping is this object's own.
        unsafe { memory::wipe_in_children(memory, caches.bytes())? };
        Ok(caches)
    }

    /// No cache for any CPU: nothing can be added.
    pub const fn none() -> Caches {
        Caches(Access::none())
    }

    /// The way to them, for who has not this object at hand.
    ///
    /// # Safety
    /// Nobody uses it after this object is dropped or destroyed.
    pub unsafe fn access(&self) -> Access {
        Access { capacity: AtomicUsize::new(self.capacity()), ..self.0 }
    }

    /// Bytes of memory that all of them take, if all are used.
    pub fn bytes(&self) -> usize {
        self.count * size_of::<Cache>()
    }

    /// Bytes of memory that they take, see [`PageMap::resident`].
    #[cfg(target_os = "linux")]
    pub fn resident(&self, pages: &PageMap) -> Result<usize, Errno> {
        let (start, page_size) = (self.start.addr().get(), memory::page_size());
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
        match self.count {
            0 => Ok(()),
            // SAFETY: whoever uses a cache has a reference to this object, which is about to go.
            _ => unsafe { memory::unmap(self.start.cast(), self.bytes()) },
        }
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
    pub fn collect(&self, each: &mut dyn FnMut(NonNull<u8>)) -> Result<(), Errno> {
        self.begin_collecting();
        while self.close() {
            let fenced = rseq::fence();
            self.open(fenced, each);
            fenced?;
        }
        Ok(())
    }

    /// The first step of [`Caches::collect`], for who does it for several objects at once. The others
    /// are `close`, and `open` after a fence, again and again until nothing is closed.
    #[inline(never)]
    pub fn begin_collecting(&self) {
        // Not those that are empty, nor those that were: what is added later was freed later.
        for cache in self.caches() {
            cache.collected.store(cache.count.load(Relaxed), Relaxed);
        }
    }

    fn to_collect(&self) -> impl Iterator<Item = &Cache> {
        self.caches().iter().filter(|cache| cache.collected.load(Relaxed) != 0)
    }

    /// Closes the caches that are to be collected. False if there are none.
    #[inline(never)]
    pub fn close(&self) -> bool {
        let mut any = false;
        for cache in self.to_collect() {
            // One that became empty meanwhile is closed nevertheless.
            let count = cache.count.swap(CLOSED, Relaxed);
            cache.collected.store(if count == 0 { CLOSED } else { count }, Relaxed);
            any = true;
        }
        any
    }

    /// Opens those that are closed and, if critical sections were ended since `close`, calls `each`
    /// with what was there.
    #[inline(never)]
    pub fn open(&self, fenced: Result<(), Errno>, each: &mut dyn FnMut(NonNull<u8>)) {
        for cache in self.to_collect() {
            let count = cache.collected.load(Relaxed).max(0);
            if fenced.is_err() {
                // A section that goes on from this count may end before or after this.
                let _ = cache.count.compare_exchange(CLOSED, count, Release, Relaxed);
            } else if cache.count.load(Acquire) == CLOSED {
                for word in &cache.words[..count as usize] {
                    NonNull::new(word.load(Relaxed)).map(&mut *each);
                }
                cache.count.store(0, Release);
            } else {
                continue;
            }
            cache.collected.store(0, Relaxed);
        }
    }
}

impl Deref for Caches {
    type Target = Access;

    fn deref(&self) -> &Access {
        &self.0
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
        set_area(registration::area().offset);
        let caches = Caches::create(nr_cpus, SLOTS).expect("caches");
        let mut words = [0usize; 1];
        let word = NonNull::from(&mut words).cast();
        // Interrupted just then, it adds nothing.
        assert!((0..100).any(|_| caches.push_many(&[Some(word)]) == 1));
        let (mut collected, mut pushed) = (0, 0);
        let result = caches.collect(&mut |_| {
            collected += 1;
            assert!(collected < 100, "this does not end");
            move_to_next_cpu();
            pushed += caches.push_many(&[Some(word)]);
        });
        assert_eq!((result, collected), (Ok(()), 1));
        let mut left = 0;
        assert_eq!(caches.collect(&mut |_| left += 1), Ok(()));
        assert_eq!(left, pushed);
    }
}
