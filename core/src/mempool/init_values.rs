//! What items contain: the same on all CPUs, with as few copies written as possible.
//!
//! In a shared range, the copies of an item are the init value as long as nobody wrote to their
//! page on that CPU. Changing the init value changes them too, so that only the others remain to be
//! written: those that compare different.
//!
//! Comparing is not enough while another thread writes to the same page of a copy for the first
//! time, to a neighbour of the item. The kernel copies the page, then changes the page table. In
//! between, an init value may change and the copy compare equal, but what appears in the end is the
//! old value. So where an item may have such neighbours, page faults that are under way are waited
//! for between changing the init value and looking at the copies.

use core::ptr::NonNull;
use core::slice;
use core::sync::atomic::{Ordering, compiler_fence};

use super::range::Item;
use crate::sys::memory;
#[cfg(target_os = "linux")]
use {
    super::layout::Layout,
    crate::preserving,
    crate::sys::pages::{PageMap, Unwritten},
};

/// What a part of an item, from its start, is to contain.
#[derive(Clone, Copy)]
pub(super) enum Contents<'a> {
    /// A word, again and again, in the whole item.
    Word(usize),
    /// Some bytes, at most an item; what is behind them stays.
    Bytes(&'a [u8]),
}

impl Contents<'_> {
    /// All bytes zero.
    pub const ZERO: Contents<'static> = Contents::Word(0);

    /// The bytes, if they are more than zeroes.
    pub fn value(&self) -> Option<&[u8]> {
        match self {
            Contents::Bytes(bytes) if !self.is_zero() => Some(bytes),
            _ => None,
        }
    }

    fn is_zero(&self) -> bool {
        match self {
            Contents::Word(word) => *word == 0,
            Contents::Bytes(bytes) => bytes.iter().all(|&byte| byte == 0),
        }
    }
}

/// Where an item that is about to be handed out comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Origin {
    /// It was never handed out before.
    Fresh,
    /// It was free.
    Recycled,
}

/// Gives an item that is about to be handed out its contents.
pub(super) fn store(item: &Item, origin: Origin, contents: Contents) {
    let range = item.range;
    // To use what a child process does not have is to fail at once.
    let untouched =
        origin == Origin::Fresh && !range.pool().has_init_function() && range.accessible();
    if untouched && !item.shared() && contents.value().is_none() {
        // Zeroes are there.
        return;
    }
    let changed = change_init_value(item, contents);
    if untouched && item.shared() && (!changed || is_first_of_page(item)) {
        // Each copy is what the init value was when the first item of its page was handed out.
        return;
    }
    // Poisoning wrote every copy of a free item.
    let private = match origin {
        Origin::Fresh => is_first_of_page(item),
        Origin::Recycled => item.range.pool().poison().is_some(),
    };
    let mut write_all = false;
    if changed && has_neighbours(item) && !private {
        let copies_len = item.range.layout().copies_len();
        // SAFETY: these mappings are the range's own.
        let waited = unsafe { memory::wait_for_page_faults(item.range.base(), copies_len) };
        // A write is right whatever page faults do.
        write_all = waited.is_err();
    }
    write_copies(item, contents, write_all);
}

/// A fresh item will get a value. Often the items after it get the same, and then there is nothing
/// to do for them if they have it before anybody was given something on their page. The caller has
/// the lock of the pool.
pub(super) fn expect_more(first: &Item, value: &[u8]) {
    let layout = *first.range.layout();
    if !is_first_of_page(first) || !has_neighbours(first) || first.range.pool().has_init_function()
    {
        return;
    }
    let Some(init_value) = first.init_value() else { return };
    for offset in (0..layout.page_size).step_by(layout.item_size) {
        // SAFETY: the items of the page have their init values there, and nobody has the items.
        unsafe { Contents::Bytes(value).store(init_value.add(offset), layout.item_size) };
    }
}

/// Gives an item that is about to become free the pool's poison.
///
/// Where init values are shared with neighbours, this writes every copy: waiting for page faults
/// each time an item is freed would take longer, and the next allocation can do without it.
pub(super) fn poison(item: &Item, poison: usize) {
    let contents = Contents::Word(poison);
    change_init_value(item, contents);
    write_copies(item, contents, has_neighbours(item));
}

fn is_first_of_page(item: &Item) -> bool {
    item.offset() % item.range.layout().page_size == 0
}

/// Whether a page of init values has several items, with copies that may be written at any time.
fn has_neighbours(item: &Item) -> bool {
    let layout = item.range.layout();
    item.shared() && layout.item_size < layout.page_size
}

/// Returns false if the init value, if there is one, is as wanted already.
fn change_init_value(item: &Item, contents: Contents) -> bool {
    let len = item.range.layout().item_size;
    let Some(init_value) = item.init_value() else { return false };
    // SAFETY: the init value is an item long, and changed by the item's user alone.
    let changed = unsafe { contents.store_if_different(init_value, len) };
    // The copies may be the same memory, which the compiler cannot know.
    compiler_fence(Ordering::SeqCst);
    changed
}

fn write_copies(item: &Item, contents: Contents, all: bool) {
    let done =
        if asking_pays(item, contents, all) { write_written_copies(item, contents) } else { 0 };
    for copy in item.copies().skip(done) {
        write_copy(item, copy, contents, all);
    }
}

fn write_copy(item: &Item, copy: NonNull<u8>, contents: Contents, always: bool) {
    let len = item.range.layout().item_size;
    // SAFETY: each copy is an item long, and the caller is the item's only user.
    unsafe {
        if always {
            contents.store(copy, len);
        } else {
            contents.store_if_different(copy, len);
        }
    }
}

/// As many CPUs as it takes for a question to the kernel to be answered sooner than the copies of
/// all of them are compared.
const MANY_CPUS: usize = 512;

/// Fewer CPUs than this for each run of pages that were written, and it is faster not to ask.
#[cfg(target_os = "linux")]
const FEW_PER_RUN: usize = 8;

/// Whether to ask the kernel which copies were written, before all are looked at: unless all are to
/// be written anyway, and where the others are known to be right, having the init value or zeroes.
fn asking_pays(item: &Item, contents: Contents, all: bool) -> bool {
    let known = item.shared() || contents.is_zero();
    !all && known && item.range.layout().nr_cpus >= MANY_CPUS
}

/// Of the first copies, writes those that are different from what is there without a write. Returns
/// how many copies that was about: all of them, unless many were written or the kernel does not
/// tell.
#[cfg(target_os = "linux")]
fn write_written_copies(item: &Item, contents: Contents) -> usize {
    let &Layout { stride, nr_cpus, item_size, page_size, .. } = item.range.layout();
    let unwritten = if item.shared() { Unwritten::FilePage } else { Unwritten::Zeroes };
    let first = item.address.addr().get();
    let end = first - item.offset() + nr_cpus * stride;
    let mut from = first & page_size.wrapping_neg();
    preserving(|| {
        let Ok(pages) = PageMap::open() else { return 0 };
        let mut done = 0;
        while done < nr_cpus {
            let mut nr_runs = 0;
            let before = done;
            let next = pages.written(from..end, unwritten, |run| {
                nr_runs += 1;
                // The first copy that ends in the run or after it.
                let mut cpu = (run.start + 1).saturating_sub(first + item_size).div_ceil(stride);
                while cpu < nr_cpus && first + cpu * stride < run.end {
                    // SAFETY: the CPU has a copy in the range's mapping.
                    let copy = unsafe { item.address.add(cpu * stride) };
                    write_copy(item, copy, contents, false);
                    cpu += 1;
                }
            });
            let Ok(next) = next else { break };
            // The last copy of which something is in front of that may go on behind it.
            done = if next >= end { nr_cpus } else { next.saturating_sub(first) / stride };
            from = next;
            if done - before < FEW_PER_RUN * nr_runs {
                break;
            }
        }
        done
    })
}

#[cfg(not(target_os = "linux"))]
fn write_written_copies(_item: &Item, _contents: Contents) -> usize {
    0
}

impl Contents<'_> {
    /// # Safety
    /// `item` is aligned, `len` bytes long, and nobody else uses it.
    unsafe fn store_if_different(&self, item: NonNull<u8>, len: usize) -> bool {
        // SAFETY: by the contract of this function.
        unsafe {
            let different = match self {
                Contents::Word(word) => find_other_word(item, len, *word).is_some(),
                Contents::Bytes(bytes) => {
                    slice::from_raw_parts(item.as_ptr(), bytes.len()) != *bytes
                }
            };
            if different {
                self.store(item, len);
            }
            different
        }
    }

    /// # Safety
    /// As for `store_if_different`.
    unsafe fn store(&self, item: NonNull<u8>, len: usize) {
        // SAFETY: by the contract of this function.
        unsafe {
            match self {
                Contents::Word(word) => {
                    for offset in (0..len).step_by(size_of::<usize>()) {
                        item.add(offset).cast().write(*word);
                    }
                }
                Contents::Bytes(bytes) => {
                    debug_assert!(bytes.len() <= len);
                    item.as_ptr().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
                }
            }
        }
    }
}

/// The first word of `len` bytes that is not the expected one.
///
/// # Safety
/// `item` is aligned and `len` bytes long.
pub(super) unsafe fn find_other_word(
    item: NonNull<u8>,
    len: usize,
    expected: usize,
) -> Option<usize> {
    (0..len)
        .step_by(size_of::<usize>())
        // SAFETY: by the contract of this function.
        .map(|offset| unsafe { item.add(offset).cast::<usize>().read() })
        .find(|&word| word != expected)
}
