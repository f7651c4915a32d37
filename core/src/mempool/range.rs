//! Ranges: the address space that items come from, with a record in front of CPU 0's area, where
//! the address of any item leads to.

use core::cell::UnsafeCell;
use core::ffi::{CStr, c_int};
use core::ptr::NonNull;

use super::attr::Settings;
use super::layout::Layout;
use super::pool::Pool;
use super::robust::Bitmap;
use crate::sys::memory::{self, MemoryFile, Sharing};
use crate::{Errno, preserving};

/// First byte of a range. A child process finds 0 instead where it did not get the rest.
const CANARY: u8 = 1;

/// A range that is mapped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Range(NonNull<Record>);

/// Ends where CPU 0's area begins.
struct Record {
    pool: NonNull<Pool>,
    layout: Layout,
    /// CPU 0's area.
    base: NonNull<u8>,
    shared: bool,
    locked: UnsafeCell<Locked>,
}

/// What changes, by the holder of the pool's lock.
struct Locked {
    older: Option<Range>,
    /// Bytes of CPU 0's area from which items were ever handed out.
    used: usize,
    /// Which items are allocated, in a robust pool.
    allocated: Option<Bitmap>,
}

/// An item, in a range that is mapped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Item {
    pub range: Range,
    /// CPU 0's copy.
    pub address: NonNull<u8>,
}

impl Range {
    /// Maps a range for `pool`. `name` is what its memory is called in `/proc/self/maps`.
    pub fn create(pool: &Pool, settings: &Settings, name: &CStr) -> Result<Range, Errno> {
        let layout = settings.layout;
        const { assert!(size_of::<Record>() < 4096) };
        let allocated =
            settings.robust.then(|| Bitmap::new(layout.items_per_range())).transpose()?;

        let mapping = Mapping::aligned(&layout)?;
        // SAFETY: the base is inside of the mapping.
        let base = unsafe { mapping.address.add(layout.header_len()) };
        let shared = match layout.init_value_distance() {
            // SAFETY: the areas are part of the fresh mapping.
            Some(distance) => unsafe { share_init_values(&layout, base, distance, name)? },
            None => false,
        };
        if let Some(callback) = settings.init {
            for cpu in 0..layout.nr_cpus {
                // SAFETY: the area is inside of the mapping.
                let area = unsafe { base.add(cpu * layout.stride) };
                let cpu = if settings.global { -1 } else { cpu as c_int };
                preserving(|| {
                    Errno(0).set();
                    // SAFETY: `Attr::set_init` has the caller's word.
                    let result = unsafe {
                        let area = area.as_ptr().cast();
                        (callback.function)(callback.argument, area, layout.stride, cpu)
                    };
                    match (result, Errno::last()) {
                        (0, _) => Ok(()),
                        (_, Errno(0)) => Err(Errno::ENOMEM),
                        (_, errno) => Err(errno),
                    }
                })?;
            }
        }

        let locked = UnsafeCell::new(Locked { older: None, used: 0, allocated });
        // SAFETY: the record page lies in front of the base, is aligned, and used for nothing else.
        let record = unsafe {
            let record = base.cast::<Record>().sub(1);
            record.write(Record { pool: NonNull::from(pool), layout, base, shared, locked });
            record
        };
        mapping.keep();
        Ok(Range(record))
    }

    /// The range of an item.
    ///
    /// # Safety
    /// The item is from a pool with this stride, which exists.
    pub unsafe fn of_item(item: NonNull<u8>, stride: usize) -> Range {
        let base = item.as_ptr().map_addr(|address| address & stride.wrapping_neg());
        // SAFETY: by the contract, `base` is where CPU 0's area begins, with the record before.
        Range(unsafe { NonNull::new_unchecked(base).cast::<Record>().sub(1) })
    }

    fn record(&self) -> &Record {
        // SAFETY: a range is mapped, its pages for the header also in a child process.
        unsafe { self.0.as_ref() }
    }

    /// # Safety
    /// The caller holds the lock of the range's pool, and does not call this again as long as it
    /// uses the result.
    #[expect(clippy::mut_from_ref, reason = "the lock of the pool excludes others")]
    unsafe fn locked(&self) -> &mut Locked {
        // SAFETY: by the contract of this function.
        unsafe { &mut *self.record().locked.get() }
    }

    /// The pool that the range is part of.
    pub fn pool(&self) -> &Pool {
        // SAFETY: a pool lives longer than its ranges.
        unsafe { self.record().pool.as_ref() }
    }

    pub fn layout(&self) -> &Layout {
        &self.record().layout
    }

    /// Whether copies and init values are the same pages until a copy is written.
    pub fn shared(&self) -> bool {
        self.record().shared
    }

    /// Start of CPU 0's area; those of the other CPUs follow.
    pub fn base(&self) -> NonNull<u8> {
        self.record().base
    }

    /// False in a child process that did not get the range's contents.
    pub fn accessible(&self) -> bool {
        // SAFETY: the first byte of the header is mapped whatever else is.
        unsafe { self.start().read_volatile() == CANARY }
    }

    fn start(&self) -> NonNull<u8> {
        // SAFETY: the header lies in front of the base.
        unsafe { self.base().sub(self.layout().header_len()) }
    }

    /// Unmaps the range. If that fails, it is as before, except that it forgot what is allocated.
    ///
    /// # Safety
    /// Nobody uses the range or its items any more.
    unsafe fn unmap(self) -> Result<(), Errno> {
        // SAFETY: nobody else uses the range.
        unsafe { self.locked() }.allocated = None;
        let layout = self.layout();
        // In a child that did not get the areas, other things may have been mapped there since.
        let len = if self.accessible() { layout.len() } else { layout.header_len() };
        // SAFETY: these are the range's own pages, and nobody needs them any more.
        unsafe { memory::unmap(self.start(), len) }
    }
}

impl Item {
    /// Distance from CPU 0's area in bytes.
    pub fn offset(&self) -> usize {
        self.address.addr().get() - self.range.base().addr().get()
    }

    /// The copies of all CPUs.
    pub fn copies(&self) -> impl Iterator<Item = NonNull<u8>> {
        let Item { range, address } = *self;
        let layout = *range.layout();
        // SAFETY: the areas of the CPUs follow each other in the range's mapping.
        (0..layout.nr_cpus).map(move |cpu| unsafe { address.add(cpu * layout.stride) })
    }

    /// The init value, if the pool has such.
    pub fn init_value(&self) -> Option<NonNull<u8>> {
        // SAFETY: the area of init values is in the range's mapping.
        self.range.layout().init_value_distance().map(|to| unsafe { self.address.add(to) })
    }

    /// The link to the next free item.
    pub fn link(&self) -> NonNull<Option<NonNull<u8>>> {
        // SAFETY: the area of links is in the range's mapping.
        unsafe { self.address.add(self.range.layout().link_distance()).cast() }
    }
}

/// The ranges of a pool, in the keeping of its lock.
pub(super) struct Ranges {
    newest: Option<Range>,
    count: usize,
}

// SAFETY: a range is memory of the process, not of a thread.
unsafe impl Send for Ranges {}

impl Ranges {
    pub const fn new() -> Ranges {
        Ranges { newest: None, count: 0 }
    }

    pub fn count(&self) -> usize {
        self.count
    }

    /// Adds a range that is in no pool yet.
    pub fn add(&mut self, range: Range) {
        // SAFETY: `self` is in the keeping of the lock.
        unsafe { range.locked() }.older = self.newest.replace(range);
        self.count += 1;
    }

    /// From the newest to the oldest.
    pub fn iter(&self) -> impl Iterator<Item = Range> {
        // SAFETY: `self` is in the keeping of the lock.
        core::iter::successors(self.newest, |range| unsafe { range.locked() }.older)
    }

    /// An item that was never handed out, from the newest range; older ones are used up.
    pub fn next_fresh(&mut self) -> Option<Item> {
        let range = self.newest?;
        let layout = range.layout();
        // SAFETY: `self` is in the keeping of the lock.
        let locked = unsafe { range.locked() };
        if locked.used == layout.stride {
            return None;
        }
        // SAFETY: the used part is smaller than CPU 0's area.
        let address = unsafe { range.base().add(locked.used) };
        locked.used += layout.item_size;
        Some(Item { range, address })
    }

    /// The item at an address; `None` if no item was ever handed out there.
    pub fn find(&self, address: NonNull<u8>) -> Option<Item> {
        self.iter().find_map(|range| {
            let offset = address.addr().get().checked_sub(range.base().addr().get())?;
            let item_size = range.layout().item_size;
            // SAFETY: `self` is in the keeping of the lock.
            let used = unsafe { range.locked() }.used;
            (offset < used && offset % item_size == 0).then_some(Item { range, address })
        })
    }

    /// All items that were ever handed out.
    pub fn items(&self) -> impl Iterator<Item = Item> {
        self.iter().flat_map(|range| {
            // SAFETY: `self` is in the keeping of the lock.
            let used = unsafe { range.locked() }.used;
            // SAFETY: the used part is inside of CPU 0's area.
            let item = move |offset| Item { range, address: unsafe { range.base().add(offset) } };
            (0..used).step_by(range.layout().item_size).map(item)
        })
    }

    /// Notes in a robust pool whether an item is allocated and returns what was noted before.
    pub fn set_allocated(&mut self, item: &Item, allocated: bool) -> bool {
        // SAFETY: `self` is in the keeping of the lock.
        let locked = unsafe { item.range.locked() };
        let number = item.offset() / item.range.layout().item_size;
        locked.allocated.as_mut().is_some_and(|bitmap| bitmap.set(number, allocated))
    }

    /// Items that a robust pool noted as allocated.
    pub fn nr_allocated(&self) -> usize {
        // SAFETY: `self` is in the keeping of the lock.
        let count = |range: Range| unsafe { range.locked() }.allocated.as_ref().map(Bitmap::count);
        self.iter().filter_map(count).sum()
    }

    /// Unmaps all ranges, newest first. Those that could not be unmapped stay; the error is that of
    /// the first of them. Nobody may use items of these ranges any more.
    pub fn unmap_all(&mut self) -> Result<(), Errno> {
        let mut result = Ok(());
        let mut next = core::mem::replace(self, Ranges::new()).newest;
        while let Some(range) = next {
            // SAFETY: nobody else uses the range.
            next = unsafe { range.locked() }.older;
            // SAFETY: whoever used one of its items would do that at their own risk.
            if let Err(errno) = unsafe { range.unmap() } {
                self.add(range);
                result = result.and(Err(errno));
            }
        }
        result
    }
}

/// Makes the areas of the CPUs copies on write of that of the init values, if the system has what
/// it takes. If not, they stay what they are: zeroes, like the init values.
///
/// # Safety
/// The areas are mapped, fresh, and belong to the caller.
unsafe fn share_init_values(
    layout: &Layout,
    base: NonNull<u8>,
    distance: usize,
    name: &CStr,
) -> Result<bool, Errno> {
    let file = match MemoryFile::create(name, layout.stride) {
        Ok(file) => file,
        Err(Errno(libc::ENOSYS | libc::EPERM | libc::EACCES)) => return Ok(false),
        Err(errno) => return Err(errno),
    };
    // SAFETY: by the contract of this function. The canary is alone on its page.
    unsafe {
        for cpu in 0..layout.nr_cpus {
            file.map_at(base.add(cpu * layout.stride), Sharing::CopyOnWrite)?;
        }
        file.map_at(base.add(distance), Sharing::Shared)?;
        memory::hide_from_children(base, layout.areas_len())?;
        memory::wipe_in_children(base.sub(layout.header_len()), layout.page_size)?;
    }
    Ok(true)
}

/// A mapping that nobody uses yet, unmapped when dropped.
struct Mapping {
    address: NonNull<u8>,
    len: usize,
}

impl Mapping {
    /// Memory for a range: zeroes, with the canary set and CPU 0's area at a multiple of the stride.
    fn aligned(layout: &Layout) -> Result<Mapping, Errno> {
        let len = layout.len() + layout.stride;
        let mut mapping = Mapping { address: memory::map(len)?, len };
        let base = mapping.address.addr().get() + layout.header_len();
        let before = base.next_multiple_of(layout.stride) - base;
        mapping.cut_front(before)?;
        mapping.cut_back(layout.stride - before)?;
        // SAFETY: the canary page is the first one of this mapping.
        unsafe { mapping.address.write(CANARY) };
        Ok(mapping)
    }

    fn cut_front(&mut self, len: usize) -> Result<(), Errno> {
        if len > 0 {
            // SAFETY: whole pages of this mapping, which nobody uses.
            unsafe { memory::unmap(self.address, len)? };
            // SAFETY: the mapping is longer than that.
            self.address = unsafe { self.address.add(len) };
            self.len -= len;
        }
        Ok(())
    }

    fn cut_back(&mut self, len: usize) -> Result<(), Errno> {
        if len > 0 {
            // SAFETY: as above.
            unsafe { memory::unmap(self.address.add(self.len - len), len)? };
            self.len -= len;
        }
        Ok(())
    }

    fn keep(self) {
        core::mem::forget(self);
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: nobody uses the mapping. What made it useless is the error to report.
        let _ = preserving(|| unsafe { memory::unmap(self.address, self.len) });
    }
}
