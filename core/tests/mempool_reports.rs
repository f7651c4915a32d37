//! Robust memory pools: one line on standard error for each misuse, with the pool's name and
//! address and the item, then SIGABRT.
#![cfg(target_os = "linux")]

mod mempool_process;

use std::ffi::CStr;
use std::ptr::NonNull;

use mempool_process::in_child;
use rseq_core::mempool::{Attr, Pool, PopulatePolicy};
use rseq_core::sys::heap::Owned;
use rseq_core::sys::memory::page_size;

const STRIDE: usize = 65536;
const CPUS: usize = 3;
const SIZE: usize = 32;

struct Fixture {
    pool: Owned<Pool>,
    /// Four items, allocated.
    items: Vec<NonNull<u8>>,
    cow_init: bool,
    /// As in reports.
    name: String,
}

fn fixture(cow_init: bool, name: Option<&CStr>) -> Fixture {
    let mut attr = Attr::default();
    attr.set_percpu(0, CPUS as i32);
    attr.set_robust();
    if !cow_init {
        attr.set_populate_policy(PopulatePolicy::COW_ZERO);
    }
    let pool = Pool::create(name, SIZE, &attr).expect("pool");
    let items = (0..4).map(|_| pool.zmalloc().expect("item")).collect();
    let name = format!("\"robust\" ({:p})", &raw const *pool);
    Fixture { pool, items, cow_init, name }
}

impl Fixture {
    fn free(&self, numbers: &[usize]) {
        for &number in numbers {
            // SAFETY: wrong only where the test is about that.
            unsafe { Pool::free(self.items[number], STRIDE) }
        }
    }

    fn write_word(&self, number: usize, area: usize, word: usize, value: usize) {
        let address = self.items[number].as_ptr().wrapping_add(area * STRIDE).cast::<usize>();
        // SAFETY: the layout has this area.
        unsafe { address.add(word).write_volatile(value) }
    }

    /// Number of the area with the links of free items.
    fn links(&self) -> usize {
        if self.cow_init { CPUS + 1 } else { CPUS }
    }

    fn poison(&self) -> usize {
        if self.cow_init { usize::from_ne_bytes([0x55; size_of::<usize>()]) } else { 0 }
    }

    fn destroy(self) {
        Pool::destroy(self.pool).map_err(|(_, errno)| errno).expect("destroy");
    }

    /// Aborts at one of these, if all is well.
    fn malloc(&self, times: usize) {
        (0..times).for_each(|_| assert!(self.pool.malloc().is_ok()));
    }
}

/// Runs a misuse in children, for both policies. They write what they expect in front of what they
/// get, since the address of the pool is known to them alone.
fn misuse(run: impl Fn(Fixture), report: impl Fn(&Fixture) -> String) {
    for cow_init in [false, true] {
        let outcome = in_child(|| {
            let fixture = fixture(cow_init, Some(c"robust"));
            let expected = format!("{}\n", report(&fixture));
            // SAFETY: the line is readable.
            unsafe { libc::write(2, expected.as_ptr().cast(), expected.len()) };
            run(fixture);
        });
        let (expected, found) = outcome.stderr.split_once('\n').expect("a line");
        assert_eq!(found, format!("{expected}\n"));
        assert_eq!(outcome.signal(), Some(libc::SIGABRT), "{outcome:?}");
    }
}

#[test]
fn freed_twice() {
    misuse(
        |f| f.free(&[2, 2]),
        |f| {
            let name = &f.name;
            format!("clear_alloc_slot: Double-free detected for pool: {name}, item offset: 64.")
        },
    );
}

#[test]
fn freed_without_being_allocated() {
    for offset in [SIZE * 4, STRIDE - SIZE, 8] {
        misuse(
            |f| {
                // SAFETY: an address in CPU 0's area, which a robust pool checks.
                unsafe { Pool::free(f.items[0].add(offset), STRIDE) }
            },
            |f| {
                let name = &f.name;
                format!(
                    "clear_alloc_slot: Double-free detected for pool: {name}, item offset: \
                     {offset}."
                )
            },
        );
    }
}

#[test]
fn leaked() {
    misuse(
        |f| {
            f.free(&[0, 3]);
            f.destroy();
        },
        |f| {
            let name = &f.name;
            format!("destroy_alloc_bitmap: Pool {name} has 2 leaked items on destroy.")
        },
    );
}

#[test]
fn written_after_free() {
    let places = [0, 1, CPUS - 1];
    for (cpu, word) in places.into_iter().zip([0, 3, 1]) {
        let report = |f: &Fixture| {
            let (name, poison) = (&f.name, f.poison());
            format!(
                "rseq_check_poison_item: Poison corruption detected (0x4321) for pool: {name}, item \
                 offset: 64, CPU {cpu}, expected {poison:#x}."
            )
        };
        misuse(
            |f| {
                f.free(&[2]);
                f.write_word(2, cpu, word, 0x4321);
                f.malloc(1);
            },
            report,
        );
        misuse(
            |f| {
                f.free(&[2, 0, 1, 3]);
                f.write_word(2, cpu, word, 0x4321);
                f.destroy();
            },
            report,
        );
    }
}

#[test]
fn init_value_written_after_free() {
    let outcome = in_child(|| {
        let f = fixture(true, Some(c"robust"));
        f.free(&[2]);
        f.write_word(2, CPUS, 0, 0x4321);
        f.malloc(1);
    });
    assert!(outcome.stderr.contains(", item offset: 64, init value, expected 0x55"), "{outcome:?}");
    assert_eq!(outcome.signal(), Some(libc::SIGABRT));
}

#[test]
fn free_list_with_a_loop() {
    misuse(
        |f| {
            f.free(&[2, 3]);
            f.write_word(2, f.links(), 0, f.items[3].addr().get());
            f.malloc(3);
        },
        |f| {
            let name = &f.name;
            format!(
                "set_alloc_slot: Allocator corruption detected for pool: {name}, item offset: 96, \
                 which is in use already."
            )
        },
    );
    misuse(
        |f| {
            f.free(&[2, 3, 0, 1]);
            f.write_word(2, f.links(), 0, f.items[3].addr().get());
            f.destroy();
        },
        |f| {
            let name = &f.name;
            format!(
                "check_free_list: Corrupted free-list; Possibly infinite loop in pool {name}, 4 \
                 items."
            )
        },
    );
}

#[test]
fn free_list_that_leaves_the_pool() {
    // Outside of the range, in the part that was never used, between items, in another area.
    for distance in [STRIDE * 100, SIZE * 4, 8, STRIDE] {
        let target = |f: &Fixture| f.items[0].as_ptr().wrapping_add(distance);
        misuse(
            |f| {
                f.free(&[1, 0]);
                f.write_word(0, f.links(), 0, target(&f).addr());
                f.malloc(2);
            },
            |f| {
                let (name, target) = (&f.name, target(f));
                format!(
                    "set_alloc_slot: Allocator corruption detected for pool: {name}, free item at \
                     {target:p}, where it has none."
                )
            },
        );
        misuse(
            |f| {
                f.free(&[1, 0, 2, 3]);
                f.write_word(0, f.links(), 0, target(&f).addr());
                f.destroy();
            },
            |f| {
                let (name, target, item) = (&f.name, target(f), f.items[0]);
                format!(
                    "check_free_list: Corrupted free-list node {item:p} -> [out-of-range \
                     {target:p}] in pool {name}."
                )
            },
        );
    }
}

#[test]
fn free_list_that_lost_an_item() {
    let total = STRIDE / SIZE;
    misuse(
        |f| {
            f.free(&[0, 1, 2]);
            f.write_word(2, f.links(), 0, f.items[0].addr().get());
            f.destroy();
        },
        |f| {
            let (name, unused) = (&f.name, total - 4);
            format!(
                "check_free_list: Corrupted free-list in pool {name}; total-item: {total} \
                 total-never-used: {unused} total-freed: 2 total-allocated: 1."
            )
        },
    );
}

#[test]
fn names() {
    let report = |name| {
        in_child(|| {
            let f = fixture(true, name);
            f.free(&[0, 0]);
        })
        .stderr
    };
    assert!(report(None).contains("for pool: \"<anonymous>\" (0x"));
    assert!(report(Some(c"f\xc3\xbcnf")).contains("for pool: \"f\u{fc}nf\" (0x"));
    assert!(report(Some(c"\xff!")).contains("for pool: \"\\xff!\" (0x"));
    let long = [b"x".repeat(5000), b"\0".to_vec()].concat();
    let long = report(Some(CStr::from_bytes_with_nul(&long).expect("name")));
    assert!(long.contains(&"x".repeat(5000)) && long.ends_with("item offset: 0.\n"));
}

#[test]
fn correct_use() {
    for cow_init in [false, true] {
        let outcome = in_child(|| {
            let f = fixture(cow_init, Some(c"robust"));
            for _ in 0..3 {
                f.free(&[3, 1, 2, 0]);
                let items = (0..4).map(|_| f.pool.malloc().expect("item"));
                assert_eq!(items.collect::<Vec<_>>(), [0, 2, 1, 3].map(|number| f.items[number]));
                // Anything may be written to what is allocated.
                (0..4).for_each(|number| f.write_word(number, number % CPUS, 1, 0x4321));
            }
            // More than one range.
            let more = (0..2 * STRIDE / SIZE).map(|_| f.pool.zmalloc().expect("item"));
            for item in more.collect::<Vec<_>>() {
                // SAFETY: allocated just now.
                unsafe { Pool::free(item, STRIDE) }
            }
            f.free(&[0, 1, 2, 3]);
            f.destroy();
        });
        outcome.assert_success();
    }
}

/// A page of its own for each item.
#[test]
fn items_of_pages() {
    let outcome = in_child(|| {
        let mut attr = Attr::default();
        attr.set_percpu(0, CPUS as i32);
        attr.set_robust();
        let pool = Pool::create(None, 2 * page_size(), &attr).expect("pool");
        let item = pool.zmalloc().expect("item");
        // SAFETY: allocated just now, and freed once.
        unsafe {
            item.add(STRIDE + page_size()).write(1);
            Pool::free(item, STRIDE);
        }
        assert_eq!(pool.zmalloc(), Ok(item));
        // SAFETY: as above.
        unsafe { Pool::free(item, STRIDE) };
        Pool::destroy(pool).map_err(|(_, errno)| errno).expect("destroy");
    });
    outcome.assert_success();
}
