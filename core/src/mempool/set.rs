//! Pool sets: one pool for each size of items, allocated from as one.

use core::mem;
use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicPtr, Ordering};

use super::layout;
use super::pool::Pool;
use crate::Errno;
use crate::sys::heap::Owned;

/// Pools by the logarithm of the size of their items.
///
/// A pool is added once and stays until the set is destroyed, so that looking for one takes no lock.
pub struct PoolSet {
    pools: [AtomicPtr<Pool>; usize::BITS as usize],
}

impl PoolSet {
    /// A set without pools. Fails with ENOMEM.
    pub fn create() -> Result<Owned<PoolSet>, Errno> {
        let pools = [const { AtomicPtr::new(ptr::null_mut()) }; usize::BITS as usize];
        Owned::new(PoolSet { pools })
    }

    /// Destroys the set and its pools, smallest items first.
    ///
    /// If pools cannot be destroyed, the set comes back with these and the errno of the first.
    pub fn destroy(mut set: Owned<PoolSet>) -> Result<(), (Owned<PoolSet>, Errno)> {
        let mut result = Ok(());
        for slot in &mut set.pools {
            let Some(pool) = take(slot) else { continue };
            if let Err((pool, errno)) = Pool::destroy(pool) {
                *slot.get_mut() = pool.into_raw().as_ptr();
                result = result.and(Err(errno));
            }
        }
        result.map_err(|errno| (set, errno))
    }

    /// Makes a pool part of the set. If the set has a pool with items of that size, this pool comes
    /// back with EBUSY.
    pub fn add_pool(&self, pool: Owned<Pool>) -> Result<(), (Owned<Pool>, Errno)> {
        let slot = &self.pools[pool.item_size().trailing_zeros() as usize];
        let pool = pool.into_raw().as_ptr();
        slot.compare_exchange(ptr::null_mut(), pool, Ordering::Release, Ordering::Relaxed)
            .map(drop)
            .map_err(|_| {
                // SAFETY: given away above, and nobody took it.
                (unsafe { Owned::from_raw(NonNull::new_unchecked(pool)) }, Errno::EBUSY)
            })
    }

    /// Allocates an item of at least `len` bytes of unspecified contents, from the pool with the
    /// smallest items that can.
    ///
    /// Fails with ENOMEM if there is no pool with items of that size, otherwise with the errno of
    /// the last one of those that were tried.
    pub fn malloc(&self, len: usize) -> Result<NonNull<u8>, Errno> {
        self.allocate(len, Pool::malloc)
    }

    /// Allocates an item of zeroes. Otherwise like [`PoolSet::malloc`].
    pub fn zmalloc(&self, len: usize) -> Result<NonNull<u8>, Errno> {
        self.allocate(len, Pool::zmalloc)
    }

    /// Allocates an item that begins with the `len` bytes at `value`; the rest is unspecified. With
    /// null, all of it is. Otherwise like [`PoolSet::malloc`].
    ///
    /// # Safety
    /// `value` is null or, if there is a pool with items of that size, readable for `len` bytes.
    pub unsafe fn malloc_init(&self, value: *const u8, len: usize) -> Result<NonNull<u8>, Errno> {
        // SAFETY: by the contract of this function.
        self.allocate(len, |pool| unsafe { pool.malloc_init(value, len) })
    }

    fn allocate(
        &self,
        len: usize,
        from: impl Fn(&Pool) -> Result<NonNull<u8>, Errno>,
    ) -> Result<NonNull<u8>, Errno> {
        let size = layout::item_size(len).ok_or(Errno::ENOMEM)?;
        let mut result = Err(Errno::ENOMEM);
        for slot in &self.pools[size.trailing_zeros() as usize..] {
            // SAFETY: the set owns its pools, which live until it is destroyed.
            if let Some(pool) = unsafe { slot.load(Ordering::Acquire).as_ref() } {
                result = from(pool);
                if result.is_ok() {
                    break;
                }
            }
        }
        result
    }
}

impl Drop for PoolSet {
    fn drop(&mut self) {
        for slot in &mut self.pools {
            drop(take(slot));
        }
    }
}

/// Takes a pool out of its set.
fn take(slot: &mut AtomicPtr<Pool>) -> Option<Owned<Pool>> {
    let pool = NonNull::new(mem::replace(slot.get_mut(), ptr::null_mut()))?;
    // SAFETY: the set owns its pools, and this one is not in it any more.
    Some(unsafe { Owned::from_raw(pool) })
}
