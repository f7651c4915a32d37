//! All pools, whose locks a fork(2) takes: the child finds none taken by a thread that it does not
//! have, and the lists of free items whole.
//!
//! A thread takes nothing else while it has the lock of a pool, neither another lock nor memory; with
//! the lock of the list, at most that of a pool. So a fork can wait for one after the other.

use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicPtr, Ordering::Relaxed};

use super::Pool;
use super::addresses::{Destroyed, DestroyedPool};
use super::range::Ranges;
use crate::sys::{cpu_cache, fork, mutex::Mutex, rseq};
use crate::{Errno, registration};

/// What the links of the list, from `FIRST` on, are changed and read with; and who is not in it any
/// more.
static LIST: Mutex<Destroyed> = Mutex::new(Destroyed::new());
static FIRST: AtomicPtr<Pool> = AtomicPtr::new(ptr::null_mut());

/// From now on forks take the locks of all pools. To be called once. Fails with ENOMEM.
pub fn hold_locks_across_fork() -> Result<(), Errno> {
    fork::call(before, in_parent, in_child)
}

/// Adds a pool, which does not move any more, before its first use.
pub(super) fn add(pool: &Pool) {
    let _list = LIST.lock();
    cpu_cache::set_area(registration::area().offset);
    pool.next.store(FIRST.load(Relaxed), Relaxed);
    FIRST.store(ptr::from_ref(pool).cast_mut(), Relaxed);
}

/// Removes a pool, if it was added.
pub(super) fn remove(pool: &Pool) {
    let _list = LIST.lock();
    let mut link = &FIRST;
    // SAFETY: the pools of the list exist: they are removed first.
    while let Some(other) = unsafe { link.load(Relaxed).as_ref() } {
        if ptr::eq(other, pool) {
            link.store(pool.next.load(Relaxed), Relaxed);
            return;
        }
        link = &other.next;
    }
}

/// Remembers a robust pool, with its ranges, which are about to be unmapped.
pub(super) fn remember(pool: &Pool, ranges: &Ranges) {
    LIST.lock().add(pool, ranges);
}

/// The robust pool that had an address and was destroyed, if it is remembered.
pub(super) fn destroyed(address: NonNull<u8>) -> Option<DestroyedPool> {
    LIST.lock().find(address)
}

/// Calls `look` with one pool after the other until it finds something. None is destroyed meanwhile.
pub(super) fn find<T>(look: impl FnMut(&Pool) -> Option<T>) -> Option<T> {
    let _list = LIST.lock();
    pools().find_map(look)
}

/// All pools; the caller has the lock of the list.
fn pools() -> impl Iterator<Item = &'static Pool> {
    // SAFETY: as in `remove`.
    let pool = |link: &AtomicPtr<Pool>| unsafe { link.load(Relaxed).as_ref() };
    core::iter::successors(pool(&FIRST), move |last| pool(&last.next))
}

extern "C" fn before() {
    LIST.hold();
    pools().for_each(Pool::hold);
    // Free items come out of the caches, with one fence for those of all pools. Where that is
    // refused, from a certain time on, they stay.
    while pools().filter(|pool| pool.close_caches()).count() > 0 {
        let fenced = rseq::fence();
        pools().for_each(|pool| pool.open_caches(fenced));
        if fenced.is_err() {
            break;
        }
    }
}

extern "C" fn in_parent() {
    pools().for_each(Pool::release);
    LIST.release();
}

extern "C" fn in_child() {
    pools().for_each(Pool::release_in_child);
    LIST.release();
}
