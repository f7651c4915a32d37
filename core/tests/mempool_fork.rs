//! Memory pools in child processes.
#![cfg(target_os = "linux")]

mod mempool_process;

use std::ptr::NonNull;

use mempool_process::{Usage, in_child, refuse, stay_on_this_cpu};
use rseq_core::mempool::{Attr, Pool, PopulatePolicy};
use rseq_core::sys::heap::Owned;
use rseq_core::sys::memory::page_size;

const STRIDE: usize = 65536;
const CPUS: usize = 3;

fn create(change: impl FnOnce(&mut Attr)) -> Owned<Pool> {
    stay_on_this_cpu();
    let mut attr = Attr::default();
    attr.set_percpu(0, CPUS as i32);
    change(&mut attr);
    Pool::create(Some(c"forked"), 64, &attr).expect("pool")
}

#[track_caller]
fn destroy(pool: Owned<Pool>) {
    Pool::destroy(pool).map_err(|(_, errno)| errno).expect("destroy");
}

fn store(pool: &Pool, value: u8) -> NonNull<u8> {
    // SAFETY: the value is that long.
    unsafe { pool.malloc_init([value; 64].as_ptr(), 64) }.expect("item")
}

fn read(item: NonNull<u8>, cpu: usize) -> u8 {
    // SAFETY: the item is allocated.
    unsafe { item.byte_add(cpu * STRIDE).read_volatile() }
}

fn write(item: NonNull<u8>, cpu: usize, value: u8) {
    // SAFETY: the item is allocated.
    unsafe { item.byte_add(cpu * STRIDE).write_volatile(value) }
}

fn free(item: NonNull<u8>) {
    // SAFETY: the item is allocated.
    unsafe { Pool::free(item, STRIDE) }
}

/// The pool and its item work, with 7 on all CPUs to begin with.
fn works(pool: &Pool, item: NonNull<u8>) {
    for cpu in 0..CPUS {
        assert_eq!(read(item, cpu), 7);
        write(item, cpu, 8);
    }
    let other = store(pool, 9);
    assert_eq!(read(other, CPUS - 1), 9);
    free(item);
    assert_eq!(pool.zmalloc(), Ok(item));
    assert_eq!(read(item, 0), 0);
    free(item);
    free(other);
}

/// The child's object of a pool that the parent keeps.
fn inherited(pool: &Pool) -> Owned<Pool> {
    // SAFETY: the child ends without dropping what it inherited.
    unsafe { Owned::from_raw(NonNull::from(pool)) }
}

#[test]
fn a_child_has_a_copy_of_a_cow_zero_pool() {
    for robust in [false, true] {
        let pool = create(|a| {
            a.set_populate_policy(PopulatePolicy::COW_ZERO);
            if robust {
                a.set_robust();
            }
        });
        let item = store(&pool, 7);
        let outcome = in_child(|| {
            works(&pool, item);
            destroy(inherited(&pool));
        });
        outcome.assert_success();
        // The parent does not notice.
        works(&pool, item);
        destroy(pool);
    }
}

#[test]
fn a_child_has_nothing_of_a_cow_init_pool() {
    let pool = create(|_| ());
    let (item, freed) = (store(&pool, 7), store(&pool, 7));
    free(freed);
    for cpu in 0..=CPUS {
        in_child(|| assert_eq!(read(item, cpu), 7)).assert_killed(libc::SIGSEGV);
    }
    in_child(|| assert!(pool.malloc().is_ok())).assert_killed(libc::SIGSEGV);
    in_child(|| assert!(pool.zmalloc().is_ok())).assert_killed(libc::SIGSEGV);
    in_child(|| free(item)).assert_killed(libc::SIGSEGV);
    works(&pool, item);
    destroy(pool);
}

#[test]
fn a_child_destroys_its_rest_of_a_cow_init_pool() {
    let pool = create(|a| a.set_max_nr_ranges(3));
    let items = std::iter::from_fn(|| pool.malloc().ok()).collect::<Vec<_>>();
    assert_eq!(items.len(), 3 * STRIDE / 64);
    let outcome = in_child(|| {
        // What is mapped meanwhile where the pool was is not the pool's.
        let place = items[0].as_ptr().cast();
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED_NOREPLACE;
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: replaces nothing.
        let mapping = unsafe { libc::mmap(place, STRIDE, access, flags, -1, 0) };
        assert_eq!(mapping, place);
        write(items[0], 0, 1);
        let before = Usage::now().mapped;
        destroy(inherited(&pool));
        assert_eq!(read(items[0], 0), 1);
        let headers = 3 * 2 * page_size() as u64;
        // And the caches of free items.
        let caches = (rseq_core::cpus::max_nr_cpus() as usize * 128 * size_of::<usize>())
            .next_multiple_of(page_size());
        assert!([headers, headers + caches as u64].contains(&(before - Usage::now().mapped)));
    });
    outcome.assert_success();
    write(items[0], 0, 7);
    destroy(pool);
}

#[test]
fn stats_in_a_child_are_numbers_of_the_parent_and_bytes_of_the_child() {
    let pool = create(|_| ());
    let items = [store(&pool, 7), store(&pool, 7), store(&pool, 7)];
    free(items[1]);
    let before = pool.stats();
    let outcome = in_child(|| {
        let stats = pool.stats();
        assert_eq!((stats.nr_ranges, stats.nr_items), (before.nr_ranges, before.nr_items));
        // What was kept for a CPU is a free item like others.
        assert_eq!((stats.nr_used, stats.nr_cached), (2, 0));
        // The areas of the CPUs, of init values and of links are not there.
        assert_eq!(before.bytes_mapped - stats.bytes_mapped, (CPUS + 2) * STRIDE);
        let resident = stats.bytes_resident.expect("/proc");
        assert!((page_size()..=stats.bytes_mapped).contains(&resident), "{stats:?}");
    });
    outcome.assert_success();
    assert_eq!(pool.stats().nr_used, 2);
    destroy(pool);
}

#[test]
fn a_child_of_a_child_destroys_too() {
    let pool = create(|_| ());
    let outcome = in_child(|| {
        in_child(|| destroy(inherited(&pool))).assert_success();
        destroy(inherited(&pool));
    });
    outcome.assert_success();
    destroy(pool);
}

#[test]
fn a_child_creates_its_own_pools() {
    let outcome = in_child(|| {
        let pool = create(|a| a.set_robust());
        let item = store(&pool, 7);
        works(&pool, item);
        destroy(pool);
    });
    outcome.assert_success();
}

#[test]
fn a_child_finds_leaks_and_nothing_else_in_a_robust_cow_init_pool() {
    let pool = create(|a| a.set_robust());
    let item = store(&pool, 7);
    let destroy_in_child = || in_child(|| destroy(inherited(&pool)));
    let name = format!("\"forked\" ({:p})", &raw const *pool);
    destroy_in_child().assert_report(&format!(
        "destroy_alloc_bitmap: Pool {name} has 1 leaked items on destroy."
    ));
    free(item);
    destroy_in_child().assert_success();
    // What the parent would find is not there to be found.
    write(item, 1, 9);
    destroy_in_child().assert_success();
    write(item, 1, 0x55);
    destroy(pool);
}

#[test]
fn without_memory_files_a_child_has_a_copy_of_a_cow_init_pool() {
    let outcome = in_child(|| {
        refuse(libc::SYS_memfd_create, None, libc::ENOSYS);
        let pool = create(|_| ());
        let item = store(&pool, 7);
        let outcome = in_child(|| {
            works(&pool, item);
            destroy(inherited(&pool));
        });
        outcome.assert_success();
        works(&pool, item);
        destroy(pool);
    });
    outcome.assert_success();
}
