//! A Rust program with std that uses rseq-core: threads count in memory of a pool.

use std::error::Error;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, Ordering};

use rseq_core::mempool::{self, Attr, Pool, PopulatePolicy};
use rseq_core::{cpus, registration};

const THREADS: isize = 4;
const EVENTS: isize = 10_000;

unsafe extern "C" {
    static mut rseq_offset: isize;
    fn count(words: *mut isize, stride: usize) -> bool;
}

fn main() -> Result<(), Box<dyn Error>> {
    // SAFETY: there are no other threads yet.
    unsafe { rseq_offset = registration::area().offset };
    mempool::hold_locks_across_fork()?;
    let mut attr = Attr::default();
    attr.set_populate_policy(PopulatePolicy::COW_ZERO);
    let pool = Pool::create(Some(c"consumer"), size_of::<isize>(), &attr)?;
    let item = pool.zmalloc()?;
    let words = AtomicPtr::new(item.as_ptr().cast());

    let count_events = || -> Result<(), rseq_core::Errno> {
        registration::register_current_thread()?;
        let words = words.load(Ordering::Relaxed);
        for _ in 0..EVENTS {
            // SAFETY: the pool has a word for each CPU.
            while !unsafe { count(words, pool.stride()) } {}
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(count_events)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("no panic"))
    })?;

    let word_of = |cpu: i32| {
        let word: NonNull<isize> = item.cast();
        // SAFETY: as above, and the threads are gone.
        unsafe { word.byte_add(cpu as usize * pool.stride()).read() }
    };
    let counted: isize = (0..cpus::max_nr_cpus()).map(word_of).sum();
    assert_eq!(counted, THREADS * EVENTS);

    // SAFETY: nobody uses the item any more.
    unsafe { Pool::free(item, pool.stride()) };
    Pool::destroy(pool).map_err(|(_, errno)| errno)?;

    // The library does not unwind, its users may.
    std::panic::catch_unwind(|| panic!("this is caught")).expect_err("a panic");
    println!("{counted} events");
    Ok(())
}
