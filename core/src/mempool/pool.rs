//! Pools: allocation and freeing of items, by way of ranges and the list of free items.

use core::ffi::CStr;
use core::ptr::NonNull;
use core::slice;
use core::sync::atomic::AtomicPtr;

use super::attr::{Attr, Settings};
use super::fork;
use super::free_list::FreeList;
use super::init_values::{self, Contents, Origin};
use super::range::{Item, Range, Ranges};
use super::robust;
use crate::sys::heap::Owned;
use crate::sys::memory;
use crate::sys::mutex::{Guard, Mutex};
use crate::{Errno, cpus};

/// Longest name of a memory file.
const FILE_NAME_MAX: usize = 248;

/// An allocator of items of one size.
///
/// Lives on the heap, in its [`Owned`]: that address is what its ranges refer to.
pub struct Pool {
    settings: Settings,
    name: Option<Owned<[u8]>>,
    state: Mutex<State>,
    /// Who has this may add a range. Apart from `state`, so that nothing waits for an init function
    /// but what needs the range, and no fork.
    growth: Mutex<()>,
    /// In the list of all pools.
    pub(super) next: AtomicPtr<Pool>,
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
        let pool = Owned::new(Pool { settings, name, state, growth, next: AtomicPtr::default() })?;
        pool.grow(&pool.growth.lock())?;
        fork::add(&pool);
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
        }
        ranges.unmap_all().map_err(|errno| {
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
    pub fn malloc(&self) -> Result<NonNull<u8>, Errno> {
        self.take().map(|(item, _)| item.address)
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
    pub unsafe fn free(item: NonNull<u8>, stride: usize) {
        // SAFETY: by the contract of this function.
        let range = unsafe { Range::of_item(item, stride) };
        let item = Item { range, address: item };
        let pool = range.pool();
        if pool.settings.robust {
            robust::give_back(pool, &mut pool.state.lock().ranges, &item);
        }
        if let Some(poison) = pool.settings.poison {
            init_values::poison(&item, poison);
        }
        pool.state.lock().free_list.push(&item);
    }

    /// Number of CPUs that the pool has copies for. Fails with EINVAL in a global pool.
    pub fn max_nr_cpus(&self) -> Result<i32, Errno> {
        if self.settings.global {
            return Err(Errno::EINVAL);
        }
        Ok(self.settings.layout.nr_cpus as i32)
    }

    /// Size and alignment of the items in bytes, a power of two.
    pub fn item_size(&self) -> usize {
        self.settings.layout.item_size
    }

    /// Takes the lock for a fork.
    pub(super) fn hold(&self) {
        self.state.hold();
    }

    /// Gives it back.
    pub(super) fn release(&self) {
        self.state.release();
    }

    /// In a child: a range that another thread was adding is none.
    pub(super) fn forget_other_threads(&self) {
        self.growth.forget_other_threads();
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        self.name.as_deref()
    }

    /// What free items are filled with.
    pub(super) fn poison(&self) -> Option<usize> {
        self.settings.poison
    }

    fn take_with(&self, contents: Contents) -> Result<NonNull<u8>, Errno> {
        let (item, origin) = self.take()?;
        init_values::store(&item, origin, contents);
        Ok(item.address)
    }

    /// An item from the list of free items, or one that was never used, in a new range if need be.
    fn take(&self) -> Result<(Item, Origin), Errno> {
        if let Some(taken) = self.take_from(&mut self.state.lock()) {
            return Ok(taken);
        }
        let growth = self.growth.lock();
        // Another thread may have had the growth meanwhile, or freed something.
        if let Some(taken) = self.take_from(&mut self.state.lock()) {
            return Ok(taken);
        }
        let mut state = self.grow(&growth)?;
        self.take_from(&mut state).ok_or(Errno::ENOMEM)
    }

    /// An item from what ranges there are.
    fn take_from(&self, state: &mut State) -> Option<(Item, Origin)> {
        if let Some(first) = state.free_list.first() {
            let item = if self.settings.robust {
                robust::take_free(self, &mut state.ranges, first)
            } else {
                // SAFETY: free items are this pool's.
                let range = unsafe { Range::of_item(first, self.settings.layout.stride) };
                Item { range, address: first }
            };
            state.free_list.pop(&item);
            return Some((item, Origin::Recycled));
        }
        let item = state.ranges.next_fresh()?;
        if self.settings.robust {
            robust::take_fresh(self, &mut state.ranges, &item);
        }
        Some((item, Origin::Fresh))
    }

    /// Adds a range, and returns with the lock of the state.
    fn grow(&self, _: &Guard<()>) -> Result<Guard<'_, State>, Errno> {
        if self.state.lock().ranges.count() >= self.settings.max_nr_ranges {
            return Err(Errno::ENOMEM);
        }
        let mut name = [0; FILE_NAME_MAX + 1];
        let range = Range::create(self, &self.settings, file_name(self.name(), &mut name))?;
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
