//! Pools: allocation and freeing of items, by way of ranges and the list of free items.

use core::ffi::CStr;
use core::marker::PhantomPinned;
use core::ptr::NonNull;
use core::slice;
use core::sync::atomic::AtomicPtr;

use super::addresses;
use super::attr::{Attr, Settings};
use super::fork;
use super::free_list::FreeList;
use super::init_values::{self, Contents, Origin};
use super::range::{Item, Range, Ranges};
use super::robust;
use crate::sys::cpu_cache::{Access, Caches, SLOTS};
use crate::sys::heap::Owned;
use crate::sys::memory;
use crate::sys::mutex::{Guard, Mutex};
#[cfg(target_os = "linux")]
use crate::sys::pages::PageMap;
use crate::{Errno, cpus, preserving};

/// Longest name of a memory file.
const FILE_NAME_MAX: usize = 248;

/// Most items that are moved between the list of free items and a cache at once.
const BATCH: usize = SLOTS / 2;

/// An allocator of items of one size.
///
/// Lives on the heap, in its [`Owned`]: that address is what its ranges refer to.
pub struct Pool {
    settings: Settings,
    name: Option<Owned<[u8]>>,
    state: Mutex<State>,
    /// Free items that need no lock; none in a robust pool, which knows where each of its items is.
    caches: Caches,
    /// Who has this may add a range. Apart from `state`, so that nothing waits for an init function
    /// but what needs the range, and no fork.
    growth: Mutex<()>,
    /// In the list of all pools.
    pub(super) next: AtomicPtr<Pool>,
    /// The list has it while it is about to be dropped, too: an exclusive reference to what is pinned
    /// is not taken for the only way to get there.
    _pinned: PhantomPinned,
}

/// What a pool has and uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stats {
    /// Ranges.
    pub nr_ranges: usize,
    /// Items that there is room for in the ranges.
    pub nr_items: usize,
    /// Items that were allocated and not freed.
    pub nr_used: usize,
    /// Free items that the CPUs keep.
    pub nr_cached: usize,
    /// Address space.
    pub bytes_mapped: usize,
    /// Memory, if the system tells.
    pub bytes_resident: Option<usize>,
}

/// What allocation changes.
struct State {
    ranges: Ranges,
    free_list: FreeList,
}

impl State {
    const fn new() -> State {
        State { ranges: Ranges::new(), free_list: FreeList::new() }
    }
}

// SAFETY: the state is behind a lock, and the rest does not change. For the init function and its
// argument, `Attr::set_init` asks that they can be used in any thread.
unsafe impl Send for Pool {}
// SAFETY: as above.
unsafe impl Sync for Pool {}

impl Pool {
    /// Creates a pool of items of at least `item_len` bytes, and its first range.
    ///
    /// Fails with EINVAL if the length or the attributes are out of bounds, ENOMEM without memory,
    /// and the errno of the system call or of the init function that failed.
    pub fn create(name: Option<&CStr>, item_len: usize, attr: &Attr) -> Result<Owned<Pool>, Errno> {
        let settings = attr.resolve(item_len, memory::page_size(), cpus::max_nr_cpus)?;
        let name = name.map(|name| copy_of(name.to_bytes())).transpose()?;
        let (state, growth) = (Mutex::new(State::new()), Mutex::new(()));
        let caches = if settings.robust { Caches::none() } else { caches(&settings) };
        let next = AtomicPtr::default();
        let pool = Owned::new(Pool {
            settings,
            name,
            state,
            caches,
            growth,
            next,
            _pinned: PhantomPinned,
        })?;
        pool.grow(&pool.growth.lock(), false)?;
        fork::add(&pool);
        if pool.settings.robust {
            addresses::start_checking();
        }
        Ok(pool)
    }

    /// Destroys a pool with all of its items. A robust pool aborts if something is wrong with it.
    ///
    /// If memory cannot be unmapped, the pool comes back with the errno of munmap(2). All that can
    /// be done with it is to destroy it again.
    pub fn destroy(mut pool: Owned<Pool>) -> Result<(), (Owned<Pool>, Errno)> {
        fork::remove(&pool);
        // Without the lock, which nobody else can want any more.
        let State { mut ranges, free_list } =
            core::mem::replace(pool.state.get_mut(), State::new());
        if pool.settings.robust {
            robust::check_destroy(&pool, &ranges, &free_list);
            fork::remember(&pool, &ranges);
        }
        let mut result = ranges.unmap_all();
        let caches = core::mem::replace(&mut pool.caches, Caches::none());
        if let Err((caches, errno)) = caches.destroy() {
            pool.caches = caches;
            result = result.and(Err(errno));
        }
        result.map_err(|errno| {
            pool.state.get_mut().ranges = ranges;
            // Everything was checked.
            pool.settings.robust = false;
            (pool, errno)
        })
    }

    /// Allocates an item of unspecified contents.
    ///
    /// Fails with ENOMEM if the allowed ranges are used up, and with the errno of the system call
    /// or init function that failed when another range was needed.
    #[inline]
    pub fn malloc(&self) -> Result<NonNull<u8>, Errno> {
        match self.caches.pop() {
            Some(address) => Ok(address),
            None => self.malloc_locked(),
        }
    }

    #[cold]
    #[inline(never)]
    fn malloc_locked(&self) -> Result<NonNull<u8>, Errno> {
        self.take_locked(None).map(|(item, _)| item.address)
    }

    /// Allocates an item of zeroes. Fails like [`Pool::malloc`].
    pub fn zmalloc(&self) -> Result<NonNull<u8>, Errno> {
        self.take_with(Contents::ZERO)
    }

    /// Allocates an item that begins with the `len` bytes at `value`; the rest is unspecified. With
    /// null, all of it is.
    ///
    /// Fails with EINVAL if `len` is more than an item, and like [`Pool::malloc`].
    ///
    /// # Safety
    /// `value` is null or, if `len` is at most an item, readable for `len` bytes.
    pub unsafe fn malloc_init(&self, value: *const u8, len: usize) -> Result<NonNull<u8>, Errno> {
        if len > self.item_size() {
            return Err(Errno::EINVAL);
        }
        if value.is_null() {
            return self.malloc();
        }
        // SAFETY: by the contract of this function.
        self.take_with(Contents::Bytes(unsafe { slice::from_raw_parts(value, len) }))
    }

    /// Frees an item. Nobody may use it any more.
    ///
    /// # Safety
    /// The item was allocated from a pool with this stride, which exists; in a pool that is not
    /// robust, it was not freed since then.
    #[inline]
    pub unsafe fn free(item: NonNull<u8>, stride: usize) {
        // SAFETY: by the contract of this function.
        unsafe {
            if addresses::checked() {
                check_and_free(item, stride);
            } else {
                free_unchecked(item, stride);
            }
        }
    }

    fn free_slowly(&self, item: &Item) {
        if self.settings.robust {
            robust::give_back(self, &mut self.state.lock().ranges, item);
        }
        if let Some(poison) = self.settings.poison {
            init_values::poison(item, poison);
            if self.caches.push_many(&[Some(item.address)]) == 1 {
                return;
            }
        }
        self.free_locked(item);
    }

    /// Number of CPUs that the pool has copies for. Fails with EINVAL in a global pool.
    pub fn max_nr_cpus(&self) -> Result<i32, Errno> {
        if self.settings.global {
            return Err(Errno::EINVAL);
        }
        Ok(self.settings.layout.nr_cpus as i32)
    }

    /// Bytes from an item's copy for a CPU to that for the next CPU.
    pub fn stride(&self) -> usize {
        self.settings.layout.stride
    }

    /// Size and alignment of the items in bytes, a power of two.
    pub fn item_size(&self) -> usize {
        self.settings.layout.item_size
    }

    /// What the pool has and uses. What other threads do at the same time may be counted or not.
    pub fn stats(&self) -> Stats {
        let mut stats = {
            let state = self.state.lock();
            let nr_cached = self.caches.total();
            let free = state.free_list.len() + nr_cached;
            Stats {
                nr_ranges: state.ranges.count(),
                nr_items: state.ranges.count() * self.settings.layout.items_per_range(),
                nr_used: state.ranges.handed_out().saturating_sub(free),
                nr_cached,
                bytes_mapped: self.caches.bytes(),
                bytes_resident: None,
            }
        };
        stats.bytes_mapped += self.ranges().map(|range| range.mapped()).sum::<usize>();
        stats.bytes_resident = preserving(|| self.resident()).ok();
        stats
    }

    /// Number of free items that a CPU keeps. Fails with EINVAL for a CPU that there is not.
    pub fn nr_cached(&self, cpu: i32) -> Result<usize, Errno> {
        let number = usize::try_from(cpu).map_err(|_| Errno::EINVAL)?;
        match self.caches.count(number) {
            Some(count) => Ok(count),
            None if cpu < cpus::max_nr_cpus() => Ok(0),
            None => Err(Errno::EINVAL),
        }
    }

    /// All ranges, newest first, with the lock for a moment only.
    fn ranges(&self) -> impl Iterator<Item = Range> {
        let newest = self.state.lock().ranges.newest();
        core::iter::successors(newest, |&range| self.state.lock().ranges.older(range))
    }

    #[cfg(target_os = "linux")]
    fn resident(&self) -> Result<usize, Errno> {
        let pages = PageMap::open()?;
        let ranges = self.ranges().map(|range| range.resident(&pages)).sum::<Result<usize, _>>()?;
        Ok(ranges + self.caches.resident(&pages)?)
    }

    #[cfg(not(target_os = "linux"))]
    fn resident(&self) -> Result<usize, Errno> {
        Err(Errno::ENOSYS)
    }

    /// Takes the lock for a fork. With the next two the items come out of the caches, which the child
    /// finds empty.
    pub(super) fn hold(&self) {
        self.state.hold();
        let _ = self.state.if_held(|_| self.caches.begin_collecting());
    }

    /// As [`Caches::close`].
    pub(super) fn close_caches(&self) -> bool {
        self.state.if_held(|_| self.caches.close()) == Some(true)
    }

    /// As [`Caches::open`].
    pub(super) fn open_caches(&self, fenced: Result<(), Errno>) {
        let _ = self.state.if_held(|state| {
            self.caches.open(fenced, &mut |item| state.free_list.push(&self.free_item(item)))
        });
    }

    /// Gives the lock back.
    pub(super) fn release(&self) {
        self.state.release();
    }

    /// The same in the child, where a range that another thread was adding is none.
    pub(super) fn release_in_child(&self) {
        self.growth.forget_other_threads();
        let _ = self.state.if_held(|state| {
            if !state.ranges.iter().all(|range| range.accessible()) {
                // To free what is not there is to fail at once.
                self.caches.stop_adding();
                state.ranges.iter().for_each(|range| range.caches().stop_adding());
            }
        });
        self.state.release();
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        self.name.as_deref()
    }

    /// The range that an address is in.
    pub(super) fn range_of(&self, address: NonNull<u8>) -> Option<Range> {
        self.state.lock().ranges.of(address)
    }

    /// Whether fresh items are what an init function left there.
    pub(super) fn has_init_function(&self) -> bool {
        self.settings.init.is_some()
    }

    /// What free items are filled with.
    pub(super) fn poison(&self) -> Option<usize> {
        self.settings.poison
    }

    /// The caches that items go to when they are freed, if that is all that is to be done.
    pub(super) fn caches_of_freed(&self) -> Access {
        match self.settings.poison {
            // SAFETY: for the ranges, which are unmapped first.
            None => unsafe { self.caches.access() },
            Some(_) => Access::none(),
        }
    }

    fn take_with(&self, contents: Contents) -> Result<NonNull<u8>, Errno> {
        let (item, origin) = self.take(contents)?;
        init_values::store(&item, origin, contents);
        Ok(item.address)
    }

    /// A free item of this pool.
    fn free_item(&self, address: NonNull<u8>) -> Item {
        // SAFETY: free items are this pool's.
        let range = unsafe { Range::of_item(address, self.settings.layout.stride) };
        Item { range, address }
    }

    /// A free item, or one that was never used, in a new range if need be.
    fn take(&self, contents: Contents) -> Result<(Item, Origin), Errno> {
        match self.caches.pop() {
            Some(address) => Ok((self.free_item(address), Origin::Recycled)),
            None => self.take_locked(contents.value()),
        }
    }

    /// Without the cache of this CPU, which gets some items for the next time.
    #[cold]
    fn take_locked(&self, value: Option<&[u8]>) -> Result<(Item, Origin), Errno> {
        if let Some(taken) = self.take_from(&mut self.state.lock(), value) {
            return Ok(taken);
        }
        let growth = self.growth.lock();
        // Another thread may have had the growth meanwhile, or freed something.
        if let Some(taken) = self.take_from(&mut self.state.lock(), value) {
            return Ok(taken);
        }
        loop {
            match self.grow(&growth, value.is_some()) {
                // Nothing, if it is a range that has yet to be shared, or others were faster.
                Ok(mut state) => {
                    if let Some(taken) = self.take_from(&mut state, value) {
                        return Ok(taken);
                    }
                }
                // What may be left is in the caches of other CPUs.
                Err(errno) => {
                    let mut state = self.state.lock();
                    preserving(|| self.collect(&mut state));
                    return self.take_from(&mut state, value).ok_or(errno);
                }
            }
        }
    }

    /// Adds an item to the list of free items, and half of what this CPU has in its cache, which
    /// has no room.
    fn free_locked(&self, item: &Item) {
        let mut state = self.state.lock();
        state.free_list.push(item);
        let most = self.caches.capacity() / 2;
        if most == 0 {
            return;
        }
        let mut batch = [None; BATCH];
        let count = self.caches.pop_many(&mut batch[..most]);
        for &address in batch[..count].iter().flatten() {
            state.free_list.push(&self.free_item(address));
        }
    }

    /// Moves items from the list of free items to the cache of this CPU, which has none.
    fn fill_cache(&self, state: &mut State) {
        let most = self.caches.capacity() / 2;
        if most == 0 {
            return;
        }
        let mut batch = [None; BATCH];
        let mut count = 0;
        for slot in &mut batch[..most] {
            *slot = state.free_list.first();
            let Some(first) = *slot else { break };
            state.free_list.pop(&self.free_item(first));
            count += 1;
        }
        // The first of the list is the first of the cache too: who frees many items one after the
        // other in memory gets them one before the other.
        batch[..count].reverse();
        let added = self.caches.push_many(&batch[..count]);
        for &address in batch[added..count].iter().flatten() {
            state.free_list.push(&self.free_item(address));
        }
    }

    /// Moves the items that all CPUs have in their caches to the list of free items. Where that
    /// is refused, from a certain time on, they stay.
    fn collect(&self, state: &mut State) {
        let _ = self.caches.collect(&mut |item| state.free_list.push(&self.free_item(item)));
    }

    /// An item from what ranges there are, which is to get a value other than zeroes, if any.
    fn take_from(&self, state: &mut State, value: Option<&[u8]>) -> Option<(Item, Origin)> {
        if let Some(first) = state.free_list.first() {
            let item = if self.settings.robust {
                robust::take_free(self, &mut state.ranges, first)
            } else {
                self.free_item(first)
            };
            state.free_list.pop(&item);
            self.fill_cache(state);
            return Some((item, Origin::Recycled));
        }
        let item = state.ranges.next_fresh(value.is_some())?;
        if let Some(value) = value {
            init_values::expect_more(&item, value);
        }
        if self.settings.robust {
            robust::take_fresh(self, &mut state.ranges, &item);
        }
        Some((item, Origin::Fresh))
    }

    /// Adds a range, or has the unused part of the newest one shared for an init value, and returns
    /// with the lock of the state.
    fn grow(&self, _: &Guard<()>, for_value: bool) -> Result<Guard<'_, State>, Errno> {
        let mut name = [0; FILE_NAME_MAX + 1];
        let name = file_name(self.name(), &mut name);
        let (part, count) = {
            let mut state = self.state.lock();
            let part = if for_value { state.ranges.begin_sharing() } else { None };
            (part, state.ranges.count())
        };
        if let Some(part) = part {
            let result = part.share(name);
            let mut state = self.state.lock();
            state.ranges.end_sharing(part, result);
            return result.map(|_| state);
        }
        if count >= self.settings.max_nr_ranges {
            return Err(Errno::ENOMEM);
        }
        let range = Range::create(self, &self.settings, name)?;
        let mut state = self.state.lock();
        state.ranges.add(range);
        Ok(state)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        fork::remove(self);
        // Nothing is left after `Pool::destroy`. Otherwise, there is nobody to tell about an error.
        let _ = self.state.get_mut().ranges.unmap_all();
    }
}

/// Where they are not to be had, each call takes the lock.
fn caches(settings: &Settings) -> Caches {
    let capacity = settings.layout.items_per_range();
    preserving(|| Caches::create(cpus::max_nr_cpus() as usize, capacity))
        .unwrap_or_else(|_| Caches::none())
}

/// # Safety
/// As for [`Pool::free`].
#[inline]
unsafe fn free_unchecked(item: NonNull<u8>, stride: usize) {
    // SAFETY: by the contract of this function, which is that of the other one, too.
    unsafe { Range::of_item(item, stride).caches().push_or(item, stride, free_slowly) }
}

/// # Safety
/// As for [`Pool::free`].
#[cold]
unsafe fn check_and_free(item: NonNull<u8>, stride: usize) {
    addresses::check_free(item, stride);
    // SAFETY: by the contract of this function.
    unsafe { free_unchecked(item, stride) }
}

/// # Safety
/// As for [`Pool::free`].
#[cold]
unsafe extern "C" fn free_slowly(item: NonNull<u8>, stride: usize) {
    // SAFETY: by the contract of this function.
    let range = unsafe { Range::of_item(item, stride) };
    range.pool().free_slowly(&Item { range, address: item });
}

fn copy_of(bytes: &[u8]) -> Result<Owned<[u8]>, Errno> {
    let mut copy = Owned::zeroes(bytes.len())?;
    copy.copy_from_slice(bytes);
    Ok(copy)
}

/// What the memory of a pool's ranges is called in `/proc/self/maps`: the name of the pool and what
/// it is, cut where the system cuts it.
fn file_name<'a>(pool: Option<&[u8]>, buffer: &'a mut [u8; FILE_NAME_MAX + 1]) -> &'a CStr {
    let name = pool.unwrap_or(b"<anonymous>").iter().chain(b":rseq-mempool");
    buffer.iter_mut().zip(name.take(FILE_NAME_MAX)).for_each(|(to, from)| *to = *from);
    CStr::from_bytes_until_nul(buffer).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names() {
        let mut buffer = [0; FILE_NAME_MAX + 1];
        assert_eq!(file_name(Some(b"counters"), &mut buffer), c"counters:rseq-mempool");
        let mut buffer = [0; FILE_NAME_MAX + 1];
        assert_eq!(file_name(None, &mut buffer), c"<anonymous>:rseq-mempool");
        let mut buffer = [0; FILE_NAME_MAX + 1];
        let long = file_name(Some(&[b'x'; 1000]), &mut buffer);
        assert_eq!(long.to_bytes(), [b'x'; FILE_NAME_MAX]);
    }
}
