//! Memory pools used by several threads at once.

mod mempool_process;

use std::ptr::{self, NonNull};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use mempool_process::{in_child, stay_on_this_cpu};
use rseq_core::Errno;
use rseq_core::mempool::{Attr, Pool, PoolSet, PopulatePolicy};
use rseq_core::sys::heap::Owned;
use rseq_core::sys::memory::page_size;

/// Numbers that look random, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % limit
    }
}

fn destroy(pool: Owned<Pool>) {
    Pool::destroy(pool).map_err(|(_, errno)| errno).expect("destroy");
}

/// In an interpreter, each step takes its time.
const THREADS: u64 = if cfg!(miri) { 3 } else { 8 };
const ROUNDS: u64 = if cfg!(miri) { 60 } else { 4000 };
/// Not enough items for a single one of them.
const FEW: usize = if cfg!(miri) { 4 } else { 16 };
const CPUS: usize = 3;
const WORDS: usize = 8;

/// An item and what it contains on each CPU.
struct Marked {
    item: NonNull<[u64; WORDS]>,
    words: [[u64; WORDS]; CPUS],
}

impl Marked {
    fn copy(&self, cpu: usize, stride: usize) -> *mut [u64; WORDS] {
        self.item.as_ptr().wrapping_byte_add(cpu * stride)
    }
}

/// Each thread marks what it allocates as its own, and finds the marks when it frees. Returns how
/// often the pool was used up.
fn hammer(item_len: usize, change: impl FnOnce(&mut Attr)) -> u64 {
    let stride = page_size();
    let mut attr = Attr::default();
    attr.set_percpu(stride, CPUS as i32);
    change(&mut attr);
    let pool = Pool::create(Some(c"hammered"), item_len, &attr).expect("pool");
    let work = |thread: u64| {
        let mut numbers = Numbers(thread);
        let mut marked = Vec::new();
        let mut full = 0;
        for round in 0..ROUNDS {
            let word = thread << 32 | round;
            if marked.len() < 40 && numbers.below(2) == 0 {
                let value = [word; WORDS];
                // SAFETY: the value is that long.
                match unsafe { pool.malloc_init(value.as_ptr().cast(), WORDS * 8) } {
                    Ok(item) => marked.push(Marked { item: item.cast(), words: [value; CPUS] }),
                    Err(errno) => {
                        assert_eq!(errno, Errno::ENOMEM);
                        full += 1;
                    }
                }
            } else if !marked.is_empty() {
                let index = numbers.below(marked.len() as u64) as usize;
                check_and_free(marked.swap_remove(index), stride);
            }
            if let Some(last) = marked.last_mut() {
                let (cpu, place) = (numbers.below(CPUS as u64), numbers.below(WORDS as u64));
                last.words[cpu as usize][place as usize] = word;
                // SAFETY: the item is allocated, to this thread.
                unsafe { (*last.copy(cpu as usize, stride))[place as usize] = word };
            }
        }
        marked.into_iter().for_each(|marked| check_and_free(marked, stride));
        full
    };
    let full = thread::scope(|scope| {
        let threads: Vec<_> = (1..=THREADS).map(|n| scope.spawn(move || work(n))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread failed")).sum()
    });
    destroy(pool);
    full
}

fn check_and_free(marked: Marked, stride: usize) {
    for cpu in 0..CPUS {
        // SAFETY: the item is allocated, to this thread.
        assert_eq!(unsafe { *marked.copy(cpu, stride) }, marked.words[cpu]);
    }
    // SAFETY: as above.
    unsafe { Pool::free(marked.item.cast(), stride) };
}

#[test]
fn many_threads_use_one_pool() {
    for policy in [PopulatePolicy::COW_INIT, PopulatePolicy::COW_ZERO] {
        let unlimited = |a: &mut Attr| a.set_populate_policy(policy);
        assert_eq!(hammer(WORDS * 8, unlimited), 0);
        let robust = |a: &mut Attr| {
            a.set_populate_policy(policy);
            a.set_robust();
        };
        assert_eq!(hammer(WORDS * 8, robust), 0);
        let limited = |a: &mut Attr| {
            a.set_populate_policy(policy);
            a.set_max_nr_ranges(1);
        };
        assert!(hammer(page_size() / FEW, limited) > 0);
    }
}

#[test]
fn pools_are_added_to_a_set_while_others_allocate() {
    let stride = page_size();
    let set = PoolSet::create().expect("set");
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    match set.zmalloc(16) {
                        // SAFETY: allocated just now.
                        Ok(item) => unsafe { Pool::free(item, stride) },
                        Err(errno) => assert_eq!(errno, Errno::ENOMEM),
                    }
                }
            });
        }
        let mut attr = Attr::default();
        attr.set_percpu(stride, 1);
        // From large to small, so that another one becomes the best each time.
        for bits in (4..=stride.ilog2()).rev() {
            let pool = Pool::create(None, 1 << bits, &attr).expect("pool");
            assert!(set.add_pool(pool).is_ok());
            thread::sleep(Duration::from_millis(2));
        }
        done.store(true, Ordering::Relaxed);
    });
    PoolSet::destroy(set).map_err(|(_, errno)| errno).expect("destroy");
}

const RACE_TIME: Duration = Duration::from_secs(3);
const RACE_ITEM: usize = 256;

/// A thread that writes a byte where it is told to, at once.
struct Writer {
    target: AtomicPtr<u8>,
    stop: AtomicBool,
}

impl Writer {
    fn run(&self) {
        while !self.stop.load(Ordering::Relaxed) {
            let target = self.target.load(Ordering::Acquire);
            if !target.is_null() {
                // SAFETY: the other thread gives out addresses in items that it allocated.
                unsafe { target.write_volatile(1) };
                self.target.store(ptr::null_mut(), Ordering::Release);
            }
            std::hint::spin_loop();
        }
    }

    fn start_writing(&self, target: NonNull<u8>) {
        self.target.store(target.as_ptr(), Ordering::Release);
    }

    fn wait(&self) {
        while !self.target.load(Ordering::Acquire).is_null() {
            std::hint::spin_loop();
        }
    }
}

/// Ends the writer, also when a test fails.
struct Stop<'a>(&'a Writer);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }
}

/// For each page of a range of a pool with one CPU and a second thread: runs `step` with a pool
/// whose next fresh item is the first one of the page.
fn for_each_page(robust: bool, step: impl Fn(&Pool, &Writer, &mut Numbers)) {
    let (stride, page) = (1 << 20, page_size());
    let writer = Writer { target: AtomicPtr::new(ptr::null_mut()), stop: AtomicBool::new(false) };
    let mut attr = Attr::default();
    attr.set_percpu(stride, 1);
    attr.set_max_nr_ranges(1);
    if robust {
        attr.set_robust();
    }
    thread::scope(|scope| {
        scope.spawn(|| writer.run());
        let _stop = Stop(&writer);
        stay_on_this_cpu();
        let start = Instant::now();
        let mut numbers = Numbers(1);
        while start.elapsed() < RACE_TIME {
            let pool = Pool::create(Some(c"race"), RACE_ITEM, &attr).expect("pool");
            for _ in 0..stride / page {
                step(&pool, &writer, &mut numbers);
                // The rest of the page.
                for _ in 2..page / RACE_ITEM {
                    pool.malloc().expect("item");
                }
            }
            // With items: not destroyed, just dropped.
            drop(pool);
        }
    });
}

/// Takes between nothing and longer than a page fault.
fn delay(numbers: &mut Numbers) {
    for _ in 0..numbers.below(400) {
        std::hint::black_box(0);
    }
}

/// What is read also is in the page table, where a write has to replace it.
fn read(item: NonNull<u8>) {
    // SAFETY: the item is allocated.
    unsafe { item.read_volatile() };
}

fn all_bytes_are(item: NonNull<u8>, value: u8) -> bool {
    // SAFETY: the item is allocated, and only this thread uses it.
    unsafe { *item.cast::<[u8; RACE_ITEM]>().as_ref() == [value; RACE_ITEM] }
}

#[test]
fn a_value_arrives_while_a_neighbour_is_written_first() {
    for_each_page(false, |pool, writer, numbers| {
        let neighbour = pool.malloc().expect("item");
        read(neighbour);
        writer.start_writing(neighbour);
        delay(numbers);
        let value = [0x22; RACE_ITEM];
        // SAFETY: the value is that long.
        let item = unsafe { pool.malloc_init(value.as_ptr(), RACE_ITEM) }.expect("item");
        writer.wait();
        assert!(all_bytes_are(item, 0x22), "the copy of CPU 0 has an old value");
    });
}

#[test]
fn zeroes_arrive_while_a_neighbour_is_written_first() {
    for_each_page(false, |pool, writer, numbers| {
        let neighbour = pool.malloc().expect("item");
        let value = [0x22; RACE_ITEM];
        // SAFETY: the value is that long.
        let item = unsafe { pool.malloc_init(value.as_ptr(), RACE_ITEM) }.expect("item");
        // SAFETY: allocated just now.
        unsafe { Pool::free(item, 1 << 20) };
        read(neighbour);
        writer.start_writing(neighbour);
        delay(numbers);
        assert_eq!(pool.zmalloc(), Ok(item));
        writer.wait();
        assert!(all_bytes_are(item, 0), "the copy of CPU 0 has an old value");
    });
}

#[test]
fn poison_arrives_while_a_neighbour_is_written_first() {
    let outcome = in_child(|| {
        for_each_page(true, |pool, writer, numbers| {
            let neighbour = pool.malloc().expect("item");
            let item = pool.malloc().expect("item");
            read(neighbour);
            writer.start_writing(neighbour);
            delay(numbers);
            // SAFETY: allocated just now.
            unsafe { Pool::free(item, 1 << 20) };
            writer.wait();
            // Checks the poison, or aborts.
            assert_eq!(pool.malloc(), Ok(item));
            assert!(all_bytes_are(item, 0x55));
        });
    });
    outcome.assert_success();
}

/// Nobody has told the critical sections yet where a thread has its rseq area.
#[test]
fn the_first_pools_are_created_by_threads_at_once() {
    let begin = Barrier::new(THREADS as usize);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                begin.wait();
                let pool = Pool::create(None, 64, &Attr::default()).expect("pool");
                let item = pool.malloc().expect("item");
                // SAFETY: allocated just now.
                unsafe { Pool::free(item, pool.stride()) };
                destroy(pool);
            });
        }
    });
}
