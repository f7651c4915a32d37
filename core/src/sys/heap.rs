//! Objects on the C library's heap, since there is no other allocator.

use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;

use crate::Errno;

/// What calloc(3) aligns to at least, on every system: two words.
const ALIGN: usize = 2 * size_of::<usize>();

/// The one owner of an object on the heap, which is freed when this is dropped.
#[derive(Debug)]
pub struct Owned<T: ?Sized>(NonNull<T>);

// SAFETY: like a value of T itself.
unsafe impl<T: ?Sized + Send> Send for Owned<T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Sync> Sync for Owned<T> {}

impl<T> Owned<T> {
    /// Moves `value` to the heap. Fails with ENOMEM.
    pub fn new(value: T) -> Result<Owned<T>, Errno> {
        let place = allocate::<T>(1)?;
        // SAFETY: fresh memory of the right size and alignment.
        unsafe { place.write(value) };
        Ok(Owned(place))
    }

    /// Gives the object away, to a caller in another language.
    pub fn into_raw(self) -> NonNull<T> {
        core::mem::ManuallyDrop::new(self).0
    }

    /// Takes back what [`Owned::into_raw`] gave away.
    ///
    /// # Safety
    /// `raw` came from `into_raw`, and this is the first time that it is taken back.
    pub unsafe fn from_raw(raw: NonNull<T>) -> Owned<T> {
        Owned(raw)
    }
}

/// Values that a memory of zeroes is one of.
///
/// # Safety
/// It is.
pub unsafe trait Zero: Copy {}
// SAFETY: every bit pattern is a number.
unsafe impl Zero for u8 {}
// SAFETY: as above.
unsafe impl Zero for usize {}

impl<T: Zero> Owned<[T]> {
    /// `count` zeroes. Fails with ENOMEM.
    pub fn zeroes(count: usize) -> Result<Owned<[T]>, Errno> {
        Ok(Owned(NonNull::slice_from_raw_parts(allocate::<T>(count)?, count)))
    }
}

/// Zeroed memory for `count` objects.
fn allocate<T>(count: usize) -> Result<NonNull<T>, Errno> {
    const { assert!(align_of::<T>() <= ALIGN && size_of::<T>() > 0) };
    // SAFETY: calloc takes any two numbers and fails if their product overflows.
    let memory = unsafe { libc::calloc(count.max(1), size_of::<T>()) };
    NonNull::new(memory.cast()).ok_or(Errno::ENOMEM)
}

impl<T: ?Sized> Deref for Owned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the object lives as long as its owner.
        unsafe { self.0.as_ref() }
    }
}

impl<T: ?Sized> DerefMut for Owned<T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and nobody else has a reference.
        unsafe { self.0.as_mut() }
    }
}

impl<T: ?Sized> Drop for Owned<T> {
    fn drop(&mut self) {
        // SAFETY: the object is valid until here, came from calloc, and nobody has it any more.
        unsafe {
            self.0.drop_in_place();
            libc::free(self.0.as_ptr().cast());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_object_is_dropped_once() {
        struct Counted<'a>(&'a core::cell::Cell<u32>);
        impl Drop for Counted<'_> {
            fn drop(&mut self) {
                self.0.set(self.0.get() + 1);
            }
        }
        let drops = core::cell::Cell::new(0);
        let raw = Owned::new(Counted(&drops)).expect("memory").into_raw();
        assert_eq!(drops.get(), 0);
        // SAFETY: given away above.
        drop(unsafe { Owned::from_raw(raw) });
        assert_eq!(drops.get(), 1);
    }

    #[test]
    fn zeroes_can_be_any_number_that_fits() {
        let mut some = Owned::<[usize]>::zeroes(3).expect("memory");
        some[2] = 7;
        assert_eq!(some[..], [0, 0, 7]);
        assert!(Owned::<[u8]>::zeroes(0).expect("memory").is_empty());
        assert_eq!(Owned::<[usize]>::zeroes(usize::MAX / 2).map(drop), Err(Errno::ENOMEM));
    }
}
