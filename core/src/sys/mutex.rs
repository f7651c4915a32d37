//! Mutual exclusion of threads, by the C library's mutex.

use core::cell::UnsafeCell;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A value that one thread at a time uses. Does not move after the first lock: to be kept in an
/// [`Owned`](super::heap::Owned) object.
pub struct Mutex<T> {
    raw: UnsafeCell<libc::pthread_mutex_t>,
    /// The thread that has the lock, `FORK`, or 0.
    owner: AtomicUsize,
    value: UnsafeCell<T>,
}

/// Owner of a lock that is held for fork(2): no thread's number.
const FORK: usize = usize::MAX;

fn this_thread() -> usize {
    // SAFETY: takes nothing.
    unsafe { libc::pthread_self() as usize }
}

// SAFETY: the value is used by the one thread that holds the lock.
unsafe impl<T: Send> Sync for Mutex<T> {}
// SAFETY: nobody holds the lock while the value moves to another thread.
unsafe impl<T: Send> Send for Mutex<T> {}

impl<T> Mutex<T> {
    /// An unlocked mutex around `value`.
    pub const fn new(value: T) -> Mutex<T> {
        Mutex {
            raw: UnsafeCell::new(libc::PTHREAD_MUTEX_INITIALIZER),
            owner: AtomicUsize::new(0),
            value: UnsafeCell::new(value),
        }
    }

    /// Waits until no other thread holds the lock. The thread that holds it must not ask again.
    pub fn lock(&self) -> Guard<'_, T> {
        // SAFETY: initialised, and never moved once locked. Fails for no mutex of this kind.
        unsafe { libc::pthread_mutex_lock(self.raw.get()) };
        self.owner.store(this_thread(), Relaxed);
        Guard(self, PhantomData)
    }

    /// Takes the lock for a fork(2) of the calling thread, unless it has it anyway: a signal handler
    /// may fork.
    pub fn hold(&self) {
        if self.owner.load(Relaxed) != this_thread() {
            // SAFETY: as in `lock`.
            unsafe { libc::pthread_mutex_lock(self.raw.get()) };
            self.owner.store(FORK, Relaxed);
        }
    }

    /// Calls `with` if the lock was taken by `hold`, in the same thread or in its child.
    pub fn if_held<R>(&self, with: impl FnOnce(&mut T) -> R) -> Option<R> {
        // SAFETY: this thread has the lock.
        (self.owner.load(Relaxed) == FORK).then(|| with(unsafe { &mut *self.value.get() }))
    }

    /// Gives back the lock, if that was taken by `hold`, in the same thread or in its child.
    pub fn release(&self) {
        let _ = self.if_held(|_| self.unlock());
    }

    /// In a child: nobody has the lock, unless the thread that forked has it.
    pub fn forget_other_threads(&self) {
        if self.owner.load(Relaxed) != this_thread() {
            self.owner.store(0, Relaxed);
            // SAFETY: no other thread exists that could use it.
            unsafe { self.raw.get().write(libc::PTHREAD_MUTEX_INITIALIZER) };
        }
    }

    /// By the thread that has the lock.
    fn unlock(&self) {
        self.owner.store(0, Relaxed);
        // SAFETY: as in `lock`.
        unsafe { libc::pthread_mutex_unlock(self.raw.get()) };
    }

    /// The value, which nobody else can reach: without the lock.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }
}

impl<T> Drop for Mutex<T> {
    fn drop(&mut self) {
        // SAFETY: nobody has a reference any more, so nobody holds or waits for the lock.
        unsafe { libc::pthread_mutex_destroy(self.raw.get()) };
    }
}

/// The lock of a [`Mutex`], released when dropped, by the thread that took it.
pub struct Guard<'a, T>(&'a Mutex<T>, PhantomData<*const ()>);

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: this thread holds the lock.
        unsafe { &*self.0.value.get() }
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and the guard is borrowed exclusively.
        unsafe { &mut *self.0.value.get() }
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.0.unlock();
    }
}
