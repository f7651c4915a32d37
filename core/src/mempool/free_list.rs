//! The list of free items, last in first out. Each has a link to the next one, which is never part
//! of what an init value or a robust pool's poison is about.

use core::ptr::NonNull;

use super::range::Item;

/// In the keeping of the pool's lock.
pub(super) struct FreeList {
    first: Option<NonNull<u8>>,
    len: usize,
}

// SAFETY: an item is memory of the process, not of a thread.
unsafe impl Send for FreeList {}

impl FreeList {
    pub const fn new() -> FreeList {
        FreeList { first: None, len: 0 }
    }

    /// Address of the first free item. Trustworthy as far as the links are.
    pub fn first(&self) -> Option<NonNull<u8>> {
        self.first
    }

    /// Number of items that were added and not taken off.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Adds an item that nobody uses.
    pub fn push(&mut self, item: &Item) {
        // SAFETY: the link of a free item belongs to this list.
        unsafe { item.link().write(self.first) };
        self.first = Some(item.address);
        self.len += 1;
    }

    /// Takes off the first item, which is `first`.
    pub fn pop(&mut self, first: &Item) {
        self.first = next(first);
        self.len -= 1;
    }
}

/// Address of the free item after a free item.
pub(super) fn next(item: &Item) -> Option<NonNull<u8>> {
    // SAFETY: the link of a free item is null or an address.
    unsafe { item.link().read() }
}
