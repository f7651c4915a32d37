//! Ranges: the address space that items come from, with a record in front of CPU 0's area, where
//! the address of any item leads to.

use core::cell::UnsafeCell;
use core::ffi::{CStr, c_int};
use core::ops;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::addresses;
use super::attr::Settings;
use super::layout::Layout;
use super::pool::Pool;
use super::robust::Bitmap;
use crate::sys::cpu_cache::Access;
use crate::sys::memory::{self, MemoryFile, Sharing};
#[cfg(target_os = "linux")]
use crate::sys::pages::PageMap;
use crate::{Errno, preserving};

/// First byte of a range with init values. A child process finds 0 instead where it did not get the
/// rest.
const CANARY: u8 = 1;

/// Below this address there is probably room for a range: below the last one, or in its place. To ask
/// for it takes less time than to map more and cut off what is too much. 0 at first.
static FREE_BELOW: AtomicUsize = AtomicUsize::new(0);

/// A range that is mapped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Range(NonNull<Record>);

/// Ends where CPU 0's area begins.
struct Record {
    locked: UnsafeCell<Locked>,
    layout: Layout,
    /// CPU 0's area.
    base: NonNull<u8>,
    /// Offset in each area from which on copies and init values are the same pages. It is the
    /// stride as long as nobody needs that, since it takes a mapping for each CPU.
    shared_from: AtomicUsize,
    /// Where items are freed to, if the pool has caches and nothing else to do with them. Here, since
    /// of two calls one after the other the second waits for what the first wrote to a cache: that
    /// is soon there, unless where it is has to be looked up in one place that the address of the
    /// item leads to, and then in another.
    caches: Access,
    pool: NonNull<Pool>,
}

/// What changes, by the holder of the pool's lock.
struct Locked {
    older: Option<Range>,
    /// Bytes of CPU 0's area from which items were handed out, but for those of `spare`.
    used: usize,
    /// Bytes below `used` from which none were, in front of a part that was made shared.
    spare: ops::Range<usize>,
    /// Whether a part can be made shared.
    shareable: bool,
    /// A part is being made shared, from which no items are handed out meanwhile.
    in_change: bool,
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
    /// Maps a range for `pool`. `name` is what its memory is called in `/proc/self/maps`, as far
    /// as it is shared. If more than zeroes will be there for sure, that is all of it.
    pub fn create(pool: &Pool, settings: &Settings, name: &CStr) -> Result<Range, Errno> {
        let layout = settings.layout;
        const { assert!(size_of::<Record>() < 4096) };
        let allocated =
            settings.robust.then(|| Bitmap::new(layout.items_per_range())).transpose()?;

        let mapping = Mapping::aligned(&layout)?;
        // SAFETY: the base is inside of the mapping.
        let base = unsafe { mapping.address.add(layout.header_len()) };
        let shared = settings.init.is_some() || settings.poison.is_some();
        let (shareable, shared_from) = match memory_file(&layout, 0, name)? {
            // SAFETY: the header and the areas are those of the fresh mapping. The canary is alone
            // on its page.
            Some(file) => unsafe {
                if shared {
                    share(&layout, base, 0, &file)?;
                } else {
                    // For the name.
                    file.map_at(base.add(layout.copies_len()), Sharing::Shared)?;
                    memory::hide_from_children(base, layout.areas_len())?;
                }
                memory::wipe_in_children(base.sub(layout.header_len()), layout.page_size)?;
                (!shared, if shared { 0 } else { layout.stride })
            },
            None => (false, layout.stride),
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

        let shared_from = AtomicUsize::new(shared_from);
        let locked =
            Locked { older: None, used: 0, spare: 0..0, shareable, in_change: false, allocated };
        let locked = UnsafeCell::new(locked);
        // SAFETY: the record page lies in front of the base, is aligned, and used for nothing else.
        let record = unsafe {
            let record = base.cast::<Record>().sub(1);
            let caches = pool.caches_of_freed();
            let pool = NonNull::from(pool);
            record.write(Record { locked, layout, base, shared_from, caches, pool });
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

    /// The caches that items are freed to.
    #[inline]
    pub fn caches(&self) -> &Access {
        &self.record().caches
    }

    pub fn layout(&self) -> &Layout {
        &self.record().layout
    }

    /// Start of CPU 0's area; those of the other CPUs follow.
    pub fn base(&self) -> NonNull<u8> {
        self.record().base
    }

    /// The first address and the one after the last.
    pub fn addresses(&self) -> (usize, usize) {
        let start = self.start().addr().get();
        (start, start + self.layout().len())
    }

    /// False in a child process that did not get the range's contents. Others than init values and
    /// copies of them it always gets.
    pub fn accessible(&self) -> bool {
        // SAFETY: the first byte of the header is mapped whatever else is.
        !self.layout().init_values || unsafe { self.start().read_volatile() == CANARY }
    }

    /// Bytes of address space.
    pub fn mapped(&self) -> usize {
        // In a child that did not get the areas, other things may have been mapped there since.
        if self.accessible() { self.layout().len() } else { self.layout().header_len() }
    }

    /// Bytes of memory, see [`PageMap::resident`].
    #[cfg(target_os = "linux")]
    pub fn resident(&self, pages: &PageMap) -> Result<usize, Errno> {
        let &Layout { page_size, stride, .. } = self.layout();
        let start = self.start().addr().get();
        let private = pages.resident(start..start + self.mapped(), page_size)?;
        let shared = match self.layout().init_value_distance() {
            Some(distance) if self.accessible() => {
                let from = self.record().shared_from.load(Relaxed);
                // SAFETY: the area of init values is in the range's mapping.
                let init_values = unsafe { self.base().add(distance + from) };
                memory::resident(init_values, stride - from, page_size)?
            }
            _ => 0,
        };
        Ok((private + shared) * page_size)
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
        addresses::forget(self);
        let (_, end) = self.addresses();
        // SAFETY: these are the range's own pages, and nobody needs them any more.
        unsafe { memory::unmap(self.start(), self.mapped())? };
        FREE_BELOW.store(end, Relaxed);
        Ok(())
    }
}

/// A part of a range that nobody has items of.
pub(super) struct Unshared {
    range: Range,
    /// Offset of its start in each area, on a page boundary.
    from: usize,
}

impl Unshared {
    /// Makes copies and init values the same pages. False if the system refuses the means. `name` as
    /// for [`Range::create`].
    pub fn share(&self, name: &CStr) -> Result<bool, Errno> {
        let layout = self.range.layout();
        let Some(file) = memory_file(layout, self.from, name)? else { return Ok(false) };
        let base = self.range.base();
        // One mapping more than it needs: where it fails because there are too many, one has to be
        // left to undo it with.
        let spare = file.map()?;
        // SAFETY: nobody has items of this part, and nobody uses the mapping.
        unsafe {
            let result = share(layout, base, self.from, &file);
            let _ = preserving(|| memory::unmap(spare, layout.stride - self.from));
            if result.is_err() {
                preserving(|| unshare(layout, base, self.from));
            }
            result?;
        }
        self.range.record().shared_from.store(self.from, Relaxed);
        Ok(true)
    }
}

impl Item {
    /// Whether copies and init value are the same pages until a copy is written.
    pub fn shared(&self) -> bool {
        self.offset() >= self.range.record().shared_from.load(Relaxed)
    }

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

    pub fn newest(&self) -> Option<Range> {
        self.newest
    }

    /// The range that was added before one.
    pub fn older(&self, range: Range) -> Option<Range> {
        // SAFETY: `self` is in the keeping of the lock.
        unsafe { range.locked() }.older
    }

    /// From the newest to the oldest.
    pub fn iter(&self) -> impl Iterator<Item = Range> {
        core::iter::successors(self.newest, |&range| self.older(range))
    }

    /// Number of items that were ever handed out.
    pub fn handed_out(&self) -> usize {
        let count = |range: Range| {
            // SAFETY: `self` is in the keeping of the lock.
            let locked = unsafe { range.locked() };
            (locked.used - locked.spare.len()) / range.layout().item_size
        };
        self.iter().map(count).sum()
    }

    /// An item that was never handed out, from the newest range; older ones are used up. To get a
    /// value it had better be from a part that is shared, or can be made so by `begin_sharing`.
    pub fn next_fresh(&mut self, for_value: bool) -> Option<Item> {
        let range = self.newest?;
        let layout = range.layout();
        // SAFETY: `self` is in the keeping of the lock.
        let locked = unsafe { range.locked() };
        let main = locked.used < layout.stride && !locked.in_change;
        let offset = if main && (for_value || locked.spare.is_empty()) {
            if for_value && can_be_shared(range, locked) {
                return None;
            }
            let offset = locked.used;
            locked.used += layout.item_size;
            offset
        } else if !locked.spare.is_empty() {
            let offset = locked.spare.start;
            locked.spare.start += layout.item_size;
            offset
        } else {
            return None;
        };
        // SAFETY: the offset is inside of CPU 0's area.
        let address = unsafe { range.base().add(offset) };
        Some(Item { range, address })
    }

    /// The part of the newest range that can be made shared, from which no items are handed out
    /// before `end_sharing`.
    pub fn begin_sharing(&mut self) -> Option<Unshared> {
        let range = self.newest?;
        // SAFETY: `self` is in the keeping of the lock.
        let locked = unsafe { range.locked() };
        can_be_shared(range, locked).then(|| {
            locked.in_change = true;
            Unshared { range, from: start_of_unshared(range, locked) }
        })
    }

    /// What came of it.
    pub fn end_sharing(&mut self, part: Unshared, result: Result<bool, Errno>) {
        // SAFETY: `self` is in the keeping of the lock.
        let locked = unsafe { part.range.locked() };
        locked.in_change = false;
        // After an error it may succeed another time.
        locked.shareable = result.is_err();
        if result == Ok(true) {
            locked.spare = locked.used..part.from;
            locked.used = part.from;
        }
    }

    /// The range that an address is in.
    pub fn of(&self, address: NonNull<u8>) -> Option<Range> {
        self.iter().find(|range| {
            let (start, end) = range.addresses();
            (start..end).contains(&address.addr().get())
        })
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

/// Whether there is a page that can be made shared, and nobody is at it.
fn can_be_shared(range: Range, locked: &Locked) -> bool {
    locked.shareable && start_of_unshared(range, locked) < range.layout().stride
}

/// Where the pages that nobody has items of, and that can be shared, begin.
fn start_of_unshared(range: Range, locked: &Locked) -> usize {
    locked.used.next_multiple_of(range.layout().page_size.max(memory::SHARING_UNIT))
}

/// The file for init values from an offset of their area on. `None` if there are no such values, or
/// the system does not have what it takes: everything stays what it is then, zeroes.
fn memory_file(layout: &Layout, from: usize, name: &CStr) -> Result<Option<MemoryFile>, Errno> {
    if layout.init_value_distance().is_none() || layout.stride < memory::SHARING_UNIT {
        return Ok(None);
    }
    match MemoryFile::create(name, layout.stride - from) {
        Ok(file) => Ok(Some(file)),
        Err(Errno(libc::ENOSYS | libc::EPERM | libc::EACCES)) => Ok(None),
        Err(errno) => Err(errno),
    }
}

/// Makes the areas of the CPUs, from an offset in each on, copies on write of that of the init
/// values. If that fails, all of them still are zeroes and have nothing in common.
///
/// # Safety
/// The areas are mapped, nobody uses them from that offset on, and they belong to the caller.
#[inline(never)]
unsafe fn share(
    layout: &Layout,
    base: NonNull<u8>,
    from: usize,
    file: &MemoryFile,
) -> Result<(), Errno> {
    let init_values = layout.copies_len();
    // SAFETY: by the contract of this function.
    unsafe {
        for cpu in 0..layout.nr_cpus {
            file.map_at(base.add(cpu * layout.stride + from), Sharing::CopyOnWrite)?;
        }
        // Last: nobody writes to the file before this succeeds.
        file.map_at(base.add(init_values + from), Sharing::Shared)?;
        memory::hide_from_children(base, layout.areas_len())
    }
}

/// After a failure of `share`: zeroes that need no mappings of their own.
///
/// # Safety
/// As for `share`.
unsafe fn unshare(layout: &Layout, base: NonNull<u8>, from: usize) {
    for area in 0..=layout.nr_cpus {
        // If it fails, the mapping that is there will do.
        // SAFETY: by the contract of this function.
        let _ =
            unsafe { memory::clear(base.add(area * layout.stride + from), layout.stride - from) };
    }
    // SAFETY: as above.
    let _ = unsafe { memory::hide_from_children(base, layout.areas_len()) };
}

/// A mapping that nobody uses yet, unmapped when dropped.
struct Mapping {
    address: NonNull<u8>,
    len: usize,
}

impl Mapping {
    /// Memory for a range: zeroes, with CPU 0's area at a multiple of the stride, and the canary set
    /// if it needs one.
    fn aligned(layout: &Layout) -> Result<Mapping, Errno> {
        let &Layout { stride, init_values, .. } = layout;
        let before_base = |mapping: &Mapping| {
            let base = mapping.address.addr().get() + layout.header_len();
            base.next_multiple_of(stride) - base
        };
        let base = FREE_BELOW.load(Relaxed).saturating_sub(layout.areas_len());
        let start = (base & stride.wrapping_neg()).saturating_sub(layout.header_len());
        let mut mapping = Mapping::new(start, layout.len())?;
        if before_base(&mapping) > 0 {
            mapping.cut_front(layout.len())?;
            mapping = Mapping::new(0, layout.len() + stride)?;
            let before = before_base(&mapping);
            mapping.cut_front(before)?;
            mapping.cut_back(stride - before)?;
        }
        if init_values {
            // SAFETY: the canary page is the first one of this mapping.
            unsafe { mapping.address.write(CANARY) };
        }
        Ok(mapping)
    }

    fn new(address: usize, len: usize) -> Result<Mapping, Errno> {
        memory::map_at_best(address, len).map(|address| Mapping { address, len })
    }

    fn cut_front(&mut self, len: usize) -> Result<(), Errno> {
        if len > 0 {
            // SAFETY: the mapping is so long at least.
            let rest = unsafe { self.address.add(len) };
            // SAFETY: whole pages of this mapping, which nobody uses.
            unsafe { memory::unmap(self.address, len)? };
            self.address = rest;
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
        FREE_BELOW.store(self.address.addr().get(), Relaxed);
        core::mem::forget(self);
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // What made it useless is the error to report.
        let _ = preserving(|| self.cut_front(self.len));
    }
}
