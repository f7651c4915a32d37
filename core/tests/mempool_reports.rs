//! Robust memory pools: one line on standard error for each misuse, with the pool's name and
//! address and the item, then SIGABRT.
#![cfg(target_os = "linux")]

mod mempool_process;

use std::ffi::CStr;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicIsize, Ordering::Relaxed};

use mempool_process::in_child;
use rseq_core::mempool::{Attr, Pool, PopulatePolicy};
use rseq_core::registration;
use rseq_core::sys::heap::Owned;
use rseq_core::sys::memory::{self, page_size};

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

    fn double_free(&self, offset: usize) -> String {
        let (name, address) = (&self.name, self.items[0].as_ptr().wrapping_add(offset));
        format!(
            "clear_alloc_slot: Double-free detected for pool: {name}, item offset: {offset}, \
             address {address:p}, expected an allocated item of {SIZE} bytes."
        )
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

fn free_address(address: usize, stride: usize) {
    let address = std::ptr::with_exposed_provenance_mut(address);
    // SAFETY: wrong, which is found out: there is a robust pool.
    unsafe { Pool::free(NonNull::new(address).expect("not null"), stride) }
}

/// Runs a misuse in children, for both policies, with and without an item of the range that was freed
/// before. They write what they expect in front of what they get, since the address of the pool is
/// known to them alone.
fn misuse(run: impl Fn(Fixture), report: impl Fn(&Fixture) -> String) {
    for (cow_init, freed_before) in [(false, false), (false, true), (true, false), (true, true)] {
        let outcome = in_child(|| {
            let fixture = fixture(cow_init, Some(c"robust"));
            if freed_before {
                fixture.free(&[3]);
                assert_eq!(fixture.pool.zmalloc(), Ok(fixture.items[3]));
            }
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
    misuse(|f| f.free(&[2, 2]), |f| f.double_free(2 * SIZE));
}

#[test]
fn freed_without_being_allocated() {
    for offset in [SIZE * 4, STRIDE - SIZE, 8] {
        misuse(
            |f| {
                // SAFETY: an address in CPU 0's area, which a robust pool checks.
                unsafe { Pool::free(f.items[0].add(offset), STRIDE) }
            },
            |f| f.double_free(offset),
        );
    }
}

#[test]
fn freed_with_another_stride() {
    for stride in [0, 1, 3, page_size(), STRIDE / 2, 2 * STRIDE, usize::MAX] {
        misuse(
            |f| free_address(f.items[1].addr().get(), stride),
            |f| {
                let (name, item) = (&f.name, f.items[1]);
                format!(
                    "librseq_mempool_percpu_free: Wrong stride {stride} for pool: {name}, item \
                     {item:p}, expected {STRIDE}."
                )
            },
        );
    }
}

/// The copies of the other CPUs, init values, links, and the header, whose last bytes are followed by
/// CPU 0's copies.
#[test]
fn freed_in_another_area() {
    for area in [1, CPUS - 1, CPUS] {
        misuse(
            |f| free_address(f.items[1].addr().get() + area * STRIDE, STRIDE),
            |f| {
                let (name, item) = (&f.name, f.items[1]);
                let wrong = item.as_ptr().wrapping_add(area * STRIDE);
                format!(
                    "librseq_mempool_percpu_free: Not an item of pool: {name}, address {wrong:p}, \
                     expected CPU 0's copy, {item:p}."
                )
            },
        );
    }
    for distance in [1, 2 * page_size()] {
        let outcome = in_child(|| {
            let f = fixture(true, Some(c"robust"));
            free_address(f.items[0].addr().get() - distance, STRIDE);
        });
        outcome.assert_report_with(&["Not an item of pool: \"robust\" (0x"]);
    }
}

/// Addresses of anything else: nothing is looked up there, since nothing may be there.
#[test]
fn freed_what_is_not_of_a_pool() {
    let on_the_stack = 0;
    let on_the_heap = Box::new(0);
    let unreadable = memory::map(2 * STRIDE).expect("memory");
    // SAFETY: whole pages of this test's own.
    assert_eq!(unsafe { libc::mprotect(unreadable.as_ptr().cast(), 2 * STRIDE, 0) }, 0);
    let word = size_of::<usize>();
    for address in [
        8,
        STRIDE,
        STRIDE + 8,
        (&raw const on_the_stack).addr(),
        (&raw const *on_the_heap).addr(),
        unreadable.addr().get() + STRIDE,
        usize::MAX / 2 + 1,
        usize::MAX - word + 1,
    ] {
        misuse(
            |_| free_address(address, STRIDE),
            |f| {
                let name = &f.name;
                format!(
                    "librseq_mempool_percpu_free: Not an item: address {address:#x}, expected one \
                     of pool: {name}."
                )
            },
        );
        // Nobody can say which one was meant.
        let outcome = in_child(|| {
            let _two = (fixture(true, None), fixture(false, None));
            free_address(address, STRIDE);
        });
        outcome
            .assert_report_with(&[&format!("{address:#x}, expected one of 2 pools with stride")]);
        let outcome = in_child(|| {
            let _f = fixture(true, None);
            free_address(address, 2 * STRIDE);
        });
        outcome.assert_report_with(&["expected one of 0 pools with stride 131072."]);
    }
}

/// The caller of `free` meant the robust pool, or another one: where there is a robust pool, all are
/// checked.
#[test]
fn freed_with_another_stride_in_a_pool_that_is_not_robust() {
    let outcome = in_child(|| {
        let pool = Pool::create(Some(c"plain"), SIZE, &Attr::default()).expect("pool");
        let item = pool.malloc().expect("item");
        let _f = fixture(true, None);
        free_address(item.addr().get(), 2 * STRIDE);
    });
    outcome.assert_report_with(&["Wrong stride 131072 for pool: \"plain\" (0x", "expected 65536."]);
}

#[test]
fn freed_after_its_pool_was_destroyed() {
    let destroy = |cow_init, name| {
        let f = fixture(cow_init, name);
        let freed = (f.items[1], f.name.clone());
        f.free(&[0, 1, 2, 3]);
        f.destroy();
        freed
    };
    for cow_init in [false, true] {
        let outcome = in_child(|| {
            // Others were at the same place before.
            destroy(cow_init, Some(c"before"));
            destroy(cow_init, None);
            let (item, name) = destroy(cow_init, Some(c"robust"));
            let expected = format!(
                "librseq_mempool_percpu_free: Free after destroy of pool: {name}, item {item:p}, \
                 expected one of a pool that exists.\n"
            );
            // SAFETY: the line is readable.
            unsafe { libc::write(2, expected.as_ptr().cast(), expected.len()) };
            free_address(item.addr().get(), STRIDE);
        });
        let (expected, found) = outcome.stderr.split_once('\n').expect("a line");
        assert_eq!(found, format!("{expected}\n"));
        assert_eq!(outcome.signal(), Some(libc::SIGABRT), "{outcome:?}");
    }
    // Of more pools than are remembered.
    let outcome = in_child(|| {
        let (item, _) = destroy(true, Some(c"first"));
        let kept = (0..20).map(|_| fixture(true, None)).collect::<Vec<_>>();
        for f in kept {
            f.free(&[0, 1, 2, 3]);
            f.destroy();
        }
        free_address(item.addr().get(), STRIDE);
    });
    outcome.assert_report_with(&["librseq_mempool_percpu_free: "]);
}

/// A child process has the headers of the ranges at least.
#[test]
fn wrong_frees_in_a_child() {
    let outcome = in_child(|| {
        let f = fixture(true, Some(c"robust"));
        let item = f.items[1].addr().get();
        for (address, stride) in [(item, 2 * STRIDE), (item + STRIDE, STRIDE), (8, STRIDE)] {
            let outcome = in_child(|| free_address(address, stride));
            outcome.assert_report_with(&["librseq_mempool_percpu_free: ", "robust\" (0x"]);
        }
    });
    outcome.assert_success();
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
    assert!(long.contains(&"x".repeat(5000)) && long.ends_with("allocated item of 32 bytes.\n"));
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

unsafe extern "C" {
    safe static rseq_core_offset: AtomicIsize;
}

/// Robust pools have no caches, which a critical section finds out when it has looked at the area of
/// its thread.
#[test]
fn the_area_is_known_without_caches() {
    let outcome = in_child(|| {
        assert_eq!(rseq_core_offset.load(Relaxed), 0, "a pool was there before");
        let f = fixture(false, None);
        assert_eq!(rseq_core_offset.load(Relaxed), registration::area().offset);
        assert_ne!(rseq_core_offset.load(Relaxed), 0);
        f.free(&[0, 1, 2, 3]);
        f.destroy();
    });
    outcome.assert_success();
}
