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

use core::ops::Range;
use core::ptr::NonNull;
use core::slice;
use core::sync::atomic::{Ordering, compiler_fence};

use super::layout::Layout;
use super::range::Item;
use crate::sys::memory;
#[cfg(target_os = "linux")]
use {
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
    let private = || match origin {
        Origin::Fresh => is_first_of_page(item),
        Origin::Recycled => range.pool().poison().is_some(),
    };
    // Where zeroes are for sure, other values are written without a look at them: the first look at
    // a page would be a page fault of its own.
    let mut write_all = untouched && !item.shared();
    if changed && has_neighbours(item) && !private() {
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
    item.offset() & (item.range.layout().page_size - 1) == 0
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
    let changed = unsafe { contents.differ(init_value, len) };
    if changed {
        // SAFETY: as above.
        unsafe { contents.store(init_value, len) };
    }
    // The copies may be the same memory, which the compiler cannot know.
    compiler_fence(Ordering::SeqCst);
    changed
}

fn write_copies(item: &Item, contents: Contents, all: bool) {
    let done =
        if asking_pays(item, contents, all) { write_written_copies(item, contents) } else { 0 };
    write_copies_of(item, done..item.range.layout().nr_cpus, contents, all);
}

/// Writes the copies of some CPUs, all of them or those that are different.
fn write_copies_of(item: &Item, cpus: Range<usize>, contents: Contents, all: bool) {
    let &Layout { stride, item_size, .. } = item.range.layout();
    // SAFETY: the CPU has a copy in the range's mapping.
    let copies = cpus.map(|cpu| unsafe { item.address.add(cpu * stride) });
    // SAFETY: each copy is an item long, and the caller is the item's only user.
    let store = |copy| unsafe { contents.store(copy, item_size) };
    // SAFETY: as above.
    let differs = |contents: Contents, copy| unsafe { contents.differ(copy, item_size) };
    match contents {
        _ if all => copies.for_each(store),
        // A loop for each.
        Contents::Word(_) => copies.filter(|&copy| differs(contents, copy)).for_each(store),
        Contents::Bytes(_) => copies.filter(|&copy| differs(contents, copy)).for_each(store),
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
                // From the first copy that ends in the run to the last one that begins there.
                let end = (run.end - first).div_ceil(stride).min(nr_cpus);
                let cpu = (run.start + 1).saturating_sub(first + item_size).div_ceil(stride);
                write_copies_of(item, cpu..end, contents, false);
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
    /// Whether an item is something else.
    ///
    /// # Safety
    /// `item` is aligned, `len` bytes long, and nobody else uses it.
    #[inline(always)]
    unsafe fn differ(&self, item: NonNull<u8>, len: usize) -> bool {
        // SAFETY: by the contract of this function.
        unsafe {
            match self {
                Contents::Word(word) => !is_filled(item, len, *word),
                Contents::Bytes(bytes) => {
                    slice::from_raw_parts(item.as_ptr(), bytes.len()) != *bytes
                }
            }
        }
    }

    /// # Safety
    /// As for `differ`.
    #[inline(never)]
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

/// Whether all words of `len` bytes are the expected one.
///
/// # Safety
/// As for `find_other_word`.
#[inline]
unsafe fn is_filled(item: NonNull<u8>, len: usize, expected: usize) -> bool {
    // So many words are looked at without a loop, whose end would be foreseen less often.
    const BLOCK: usize = 8;
    let nr_blocks = len / size_of::<[usize; BLOCK]>();
    if nr_blocks == 0 {
        // SAFETY: by the contract of this function.
        return unsafe { find_other_word(item, len, expected) }.is_none();
    }
    let blocks = item.cast::<[usize; BLOCK]>().as_ptr();
    // SAFETY: as above; the length is a power of two.
    let blocks = unsafe { slice::from_raw_parts(blocks, nr_blocks) };
    blocks.iter().all(|block| block.iter().all(|&word| word == expected))
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
