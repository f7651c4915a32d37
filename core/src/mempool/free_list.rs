//! The list of free items, last in first out. Each has a link to the next one, which is never part
//! of what an init value or a robust pool's poison is about.

use core::ptr::NonNull;

use super::range::Item;

/// The first free item, in the keeping of the pool's lock.
pub(super) struct FreeList(Option<NonNull<u8>>);

// SAFETY: an item is memory of the process, not of a thread.
unsafe impl Send for FreeList {}

impl FreeList {
    pub const fn new() -> FreeList {
        FreeList(None)
    }

    /// Address of the first free item. Trustworthy as far as the links are.
    pub fn first(&self) -> Option<NonNull<u8>> {
        self.0
    }

    /// Adds an item that nobody uses.
    pub fn push(&mut self, item: &Item) {
        // SAFETY: the link of a free item belongs to this list.
        unsafe { item.link().write(self.0) };
        self.0 = Some(item.address);
    }

    /// Takes off the first item, which is `first`.
    pub fn pop(&mut self, first: &Item) {
        self.0 = next(first);
    }
}

/// Address of the free item after a free item.
pub(super) fn next(item: &Item) -> Option<NonNull<u8>> {
    // SAFETY: the link of a free item is null or an address.
    unsafe { item.link().read() }
}
