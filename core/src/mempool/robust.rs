//! What robust pools watch: who has an item, what is in free items, where their links lead.
//! Anything wrong is the program's error; it is reported with all there is to know, and aborts.

use core::fmt;
use core::ptr::NonNull;

use super::free_list::{self, FreeList};
use super::init_values::find_other_word;
use super::pool::Pool;
use super::range::{Item, Ranges};
use crate::Errno;
use crate::sys::heap::Owned;
use crate::sys::stderr;

/// One bit for each item of a range.
pub(super) struct Bitmap(Owned<[usize]>);

impl Bitmap {
    pub fn new(bits: usize) -> Result<Bitmap, Errno> {
        Owned::zeroes(bits.div_ceil(usize::BITS as usize)).map(Bitmap)
    }

    /// Sets a bit and returns what it was.
    pub fn set(&mut self, number: usize, value: bool) -> bool {
        let (index, shift) = (number / usize::BITS as usize, number % usize::BITS as usize);
        let before = self.0[index] >> shift & 1 == 1;
        self.0[index] = self.0[index] & !(1 << shift) | usize::from(value) << shift;
        before
    }

    /// How many bits are set.
    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
}

/// Notes that a fresh item is handed out.
pub(super) fn take_fresh(pool: &Pool, ranges: &mut Ranges, item: &Item) {
    if ranges.set_allocated(item, true) {
        corrupted_allocator(pool, item.offset());
    }
}

/// Finds the first item of the free list, and notes that it is handed out.
pub(super) fn take_free(pool: &Pool, ranges: &mut Ranges, address: NonNull<u8>) -> Item {
    let Some(item) = ranges.find(address) else {
        stderr::abort(format_args!(
            "set_alloc_slot: Allocator corruption detected for pool: {pool}, free item at {address:p}, \
             where it has none.\n",
        ))
    };
    if ranges.set_allocated(&item, true) {
        corrupted_allocator(pool, item.offset());
    }
    check_poison(pool, &item);
    item
}

fn corrupted_allocator(pool: &Pool, offset: usize) -> ! {
    stderr::abort(format_args!(
        "set_alloc_slot: Allocator corruption detected for pool: {pool}, item offset: {offset}, \
         which is in use already.\n",
    ))
}

/// Notes that an item is handed back.
pub(super) fn give_back(pool: &Pool, ranges: &mut Ranges, item: &Item) {
    let known = ranges.find(item.address).is_some();
    if !known || !ranges.set_allocated(item, false) {
        let (offset, address) = (item.offset(), item.address);
        stderr::abort(format_args!(
            "clear_alloc_slot: Double-free detected for pool: {pool}, item offset: {offset}, \
             address {address:p}, expected an allocated item of {} bytes.\n",
            pool.item_size(),
        ))
    }
}

/// Before the ranges of a pool go away.
pub(super) fn check_destroy(pool: &Pool, ranges: &Ranges, free_list: &FreeList) {
    // A child process that did not get the ranges can only tell what was allocated.
    if ranges.iter().all(|range| range.accessible()) {
        check_free_list(pool, ranges, free_list);
        check_leaks(pool, ranges);
        ranges.items().for_each(|item| check_poison(pool, &item));
    } else {
        check_leaks(pool, ranges);
    }
}

fn check_free_list(pool: &Pool, ranges: &Ranges, free_list: &FreeList) {
    let handed_out = ranges.items().count();
    let allocated = ranges.nr_allocated();
    let mut free = 0;
    let mut previous = None;
    let mut next = free_list.first();
    while let Some(address) = next {
        let Some(item) = ranges.find(address) else {
            stderr::abort(format_args!(
                "check_free_list: Corrupted free-list node {}[out-of-range {address:p}] in pool \
                 {pool}.\n",
                Arrow(previous),
            ))
        };
        free += 1;
        if free > handed_out {
            stderr::abort(format_args!(
                "check_free_list: Corrupted free-list; Possibly infinite loop in pool {pool}, \
                 {handed_out} items.\n",
            ))
        }
        previous = Some(address);
        next = free_list::next(&item);
    }
    if free + allocated != handed_out {
        let total: usize = ranges.iter().map(|range| range.layout().items_per_range()).sum();
        let never_used = total - handed_out;
        stderr::abort(format_args!(
            "check_free_list: Corrupted free-list in pool {pool}; total-item: {total} \
             total-never-used: {never_used} total-freed: {free} total-allocated: {allocated}.\n",
        ))
    }
}

/// The node before, and the way to the next.
struct Arrow(Option<NonNull<u8>>);

impl fmt::Display for Arrow {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.map_or(Ok(()), |node| write!(f, "{node:p} -> "))
    }
}

fn check_leaks(pool: &Pool, ranges: &Ranges) {
    let leaked = ranges.nr_allocated();
    if leaked > 0 {
        stderr::abort(format_args!(
            "destroy_alloc_bitmap: Pool {pool} has {leaked} leaked items on destroy.\n",
        ))
    }
}

/// A free item contains what it was filled with when it was freed.
fn check_poison(pool: &Pool, item: &Item) {
    let Some(poison) = pool.poison() else { return };
    let len = item.range.layout().item_size;
    let copies = item.copies().enumerate().map(|(cpu, copy)| (copy, Place::Cpu(cpu)));
    let places = item.init_value().map(|value| (value, Place::InitValue)).into_iter();
    for (place, name) in places.chain(copies) {
        // SAFETY: each copy of an item is an item long.
        if let Some(word) = unsafe { find_other_word(place, len, poison) } {
            let offset = item.offset();
            stderr::abort(format_args!(
                "rseq_check_poison_item: Poison corruption detected ({word:#x}) for pool: {pool}, \
                 item offset: {offset}, {name}, expected {poison:#x}.\n",
            ))
        }
    }
}

enum Place {
    InitValue,
    Cpu(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Place::InitValue => write!(f, "init value"),
            Place::Cpu(cpu) => write!(f, "CPU {cpu}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_independent() {
        let mut bitmap = Bitmap::new(130).expect("memory");
        for number in [0, 63, 64, 129] {
            assert!(!bitmap.set(number, true));
            assert!(bitmap.set(number, true));
        }
        assert_eq!(bitmap.count(), 4);
        assert!(!bitmap.set(1, false));
        assert!(bitmap.set(64, false));
        assert!(!bitmap.set(64, false));
        assert_eq!(bitmap.count(), 3);
    }
}
