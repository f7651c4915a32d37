//! Memory pools when the system refuses: errno, nothing leaked, and the pool still works.
#![cfg(target_os = "linux")]

mod mempool_process;

use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};

use mempool_process::{Usage, in_child, limit, refuse, stay_on_this_cpu};
use rseq_core::Errno;
use rseq_core::mempool::{Attr, Pool, PoolSet, PopulatePolicy};
use rseq_core::sys::heap::Owned;
use rseq_core::sys::memory::page_size;

const STRIDE: usize = 65536;
const CPUS: usize = 3;

fn attr(change: impl FnOnce(&mut Attr)) -> Attr {
    let mut attr = Attr::default();
    attr.set_percpu(0, CPUS as i32);
    change(&mut attr);
    attr
}

fn create(change: impl FnOnce(&mut Attr)) -> Result<Owned<Pool>, Errno> {
    stay_on_this_cpu();
    Pool::create(Some(c"failing"), STRIDE / 2, &attr(change))
}

/// Has a mapping for each CPU from the beginning.
fn poisoned(attr: &mut Attr) {
    attr.set_poison(0x55);
}

fn cow_zero(attr: &mut Attr) {
    attr.set_populate_policy(PopulatePolicy::COW_ZERO);
}

#[track_caller]
fn destroy(pool: Owned<Pool>) {
    Pool::destroy(pool).map_err(|(_, errno)| errno).expect("destroy");
}

fn free(item: NonNull<u8>) {
    // SAFETY: the tests free what they allocated.
    unsafe { Pool::free(item, STRIDE) }
}

/// Items of half a range each: another range is needed after two.
fn fill(pool: &Pool) -> [NonNull<u8>; 2] {
    [pool.zmalloc(), pool.zmalloc()].map(|item| item.expect("item"))
}

#[test]
fn nothing_is_left_of_pools() {
    unsafe extern "C" fn fail(_: *mut c_void, _: *mut c_void, _: usize, cpu: c_int) -> c_int {
        (cpu == CPUS as c_int - 1).into()
    }
    let outcome = in_child(|| {
        let round = || {
            for change in [cow_zero, |_: &mut Attr| (), |a: &mut Attr| a.set_global(0)] {
                for robust in [false, true] {
                    let pool = create(|a| {
                        change(a);
                        if robust {
                            a.set_robust();
                        }
                    });
                    let pool = pool.expect("pool");
                    let items = [fill(&pool), fill(&pool), fill(&pool)];
                    items.concat().into_iter().for_each(free);
                    destroy(pool);
                }
                let failing = create(|a| {
                    change(a);
                    // SAFETY: the function needs no argument.
                    unsafe { a.set_init(Some(fail), ptr::null_mut()) };
                    a.set_percpu(0, CPUS as i32);
                });
                assert_eq!(failing.map(drop), Err(Errno::ENOMEM));
            }
            let set = PoolSet::create().expect("set");
            for len in [8, 16, 32] {
                let pool = Pool::create(None, len, &attr(cow_zero)).expect("pool");
                assert!(set.add_pool(pool).is_ok());
            }
            PoolSet::destroy(set).map_err(|(_, errno)| errno).expect("destroy");
        };
        round();
        let before = Usage::now();
        (0..50).for_each(|_| round());
        assert_eq!(Usage::now(), before);
    });
    outcome.assert_success();
}

#[test]
fn without_memory_files_contents_are_the_same() {
    for errno in [libc::ENOSYS, libc::EPERM, libc::EACCES] {
        let outcome = in_child(|| {
            refuse(libc::SYS_memfd_create, None, errno);
            let pool = Pool::create(Some(c"fallback"), 64, &attr(Attr::set_robust)).expect("pool");
            let read = |item: NonNull<u8>, area: usize, place: usize| {
                // SAFETY: the layout has this area.
                unsafe { item.byte_add(area * STRIDE + place).read_volatile() }
            };
            // SAFETY: the value is that long.
            let store = || unsafe { pool.malloc_init([7; 20].as_ptr(), 20) }.expect("item");
            let item = store();
            let other = pool.zmalloc().expect("item");
            assert_eq!(other.addr().get(), item.addr().get() + 64);
            for area in 0..=CPUS {
                assert_eq!((read(item, area, 19), read(item, area, 20)), (7, 0));
                assert_eq!(read(other, area, 0), 0);
            }
            // SAFETY: the item is allocated.
            unsafe { item.byte_add(STRIDE).write(8) };
            assert_eq!([0, 1, 2, 3].map(|area| read(item, area, 0)), [7, 8, 7, 7]);
            free(item);
            for area in 0..=CPUS {
                assert_eq!(read(item, area, 0), 0x55);
            }
            assert_eq!(store(), item);
            assert_eq!([0, 1, 2, 3].map(|area| read(item, area, 0)), [7; 4]);
            assert_eq!(pool.max_nr_cpus(), Ok(CPUS as i32));
            free(item);
            free(other);
            destroy(pool);
        });
        outcome.assert_success();
    }
}

/// Refuses a system call, in `argument`'s case only, and checks that pools cannot be created and
/// cannot grow, and that nothing is left of the attempts.
#[track_caller]
fn refusal(number: libc::c_long, argument: Option<(usize, c_int)>, errno: c_int) {
    let outcome = in_child(|| {
        let pool = create(poisoned).expect("pool");
        let items = fill(&pool);
        refuse(number, argument.map(|(index, value)| (index, value as u32)), errno);
        let before = Usage::now();
        for _ in 0..3 {
            assert_eq!(create(poisoned).map(drop), Err(Errno(errno)));
            assert_eq!(pool.zmalloc(), Err(Errno(errno)));
            assert_eq!(Usage::now(), before);
        }
        free(items[0]);
        assert_eq!(pool.zmalloc(), Ok(items[0]));
        destroy(pool);
    });
    outcome.assert_success();
}

#[test]
fn system_calls_refused() {
    let fixed = libc::MAP_FIXED;
    let private = fixed | libc::MAP_PRIVATE | libc::MAP_NORESERVE;
    // Of a range.
    let len = (2 * page_size() + (CPUS + 2) * STRIDE) as c_int;
    refusal(libc::SYS_mmap, Some((1, len)), libc::EAGAIN);
    refusal(libc::SYS_memfd_create, None, libc::ENFILE);
    refusal(libc::SYS_ftruncate, None, libc::EFBIG);
    refusal(libc::SYS_mmap, Some((3, private)), libc::ENODEV);
    refusal(libc::SYS_mmap, Some((3, fixed | libc::MAP_SHARED)), libc::ENODEV);
    refusal(libc::SYS_madvise, Some((2, libc::MADV_DONTFORK)), libc::EINVAL);
    refusal(libc::SYS_madvise, Some((2, libc::MADV_WIPEONFORK)), libc::EINVAL);
}

/// The same when a range that had no mapping for each CPU is to get them.
#[test]
fn system_calls_refused_for_a_value() {
    let fixed = libc::MAP_FIXED;
    let private = fixed | libc::MAP_PRIVATE | libc::MAP_NORESERVE;
    for (number, argument, errno) in [
        (libc::SYS_memfd_create, None, libc::ENFILE),
        (libc::SYS_ftruncate, None, libc::EFBIG),
        (libc::SYS_mmap, Some((3, private as u32)), libc::ENODEV),
        (libc::SYS_mmap, Some((3, (fixed | libc::MAP_SHARED) as u32)), libc::ENODEV),
        (libc::SYS_madvise, Some((2, libc::MADV_DONTFORK as u32)), libc::EINVAL),
    ] {
        let outcome = in_child(|| {
            let pool = create(|_| ()).expect("pool");
            let item = pool.zmalloc().expect("item");
            refuse(number, argument, errno);
            let before = (Usage::now(), mappings());
            for _ in 0..3 {
                // SAFETY: the value is that long.
                let result = unsafe { pool.malloc_init([7; 8].as_ptr(), 8) };
                assert_eq!(result, Err(Errno(errno)));
                assert_eq!(Usage::now(), before.0);
                // Where these cannot be hidden from children again, they stay apart.
                assert!(number == libc::SYS_madvise || mappings() == before.1);
            }
            let other = pool.zmalloc().expect("item");
            // SAFETY: both are allocated.
            assert_eq!(unsafe { (item.read(), other.byte_add(STRIDE).read()) }, (0, 0));
            destroy(pool);
        });
        outcome.assert_success();
    }
}

#[test]
fn without_memory_files_from_some_time_on_contents_are_the_same() {
    let outcome = in_child(|| {
        let pool = Pool::create(None, 64, &attr(|_| ())).expect("pool");
        let neighbour = pool.zmalloc().expect("item");
        refuse(libc::SYS_memfd_create, None, libc::EPERM);
        for value in 1..100 {
            // SAFETY: the value is that long.
            let item = unsafe { pool.malloc_init([value; 64].as_ptr(), 64) }.expect("item");
            for area in 0..=CPUS {
                // SAFETY: the layout has this area.
                assert_eq!(unsafe { item.byte_add(area * STRIDE).read() }, value);
            }
        }
        // SAFETY: it is allocated.
        assert_eq!(unsafe { neighbour.read() }, 0);
        destroy(pool);
    });
    outcome.assert_success();
}

fn mappings() -> usize {
    std::fs::read_to_string("/proc/self/maps").expect("/proc").lines().count()
}

#[test]
fn no_address_space() {
    let outcome = in_child(|| {
        let pools = [create(|_| ()), create(cow_zero)].map(|pool| pool.expect("pool"));
        let items = pools.each_ref().map(|pool| fill(pool));
        let before = Usage::now();
        let size = limit(libc::RLIMIT_AS, before.mapped as libc::rlim_t);
        for change in [|_: &mut Attr| (), cow_zero] {
            assert_eq!(create(change).map(drop), Err(Errno::ENOMEM));
        }
        for (pool, items) in pools.iter().zip(items) {
            assert_eq!(pool.zmalloc(), Err(Errno::ENOMEM));
            free(items[1]);
            assert_eq!(pool.zmalloc(), Ok(items[1]));
        }
        limit(libc::RLIMIT_AS, size);
        assert_eq!(Usage::now(), before);
        for pool in pools {
            assert!(pool.zmalloc().is_ok());
            destroy(pool);
        }
    });
    outcome.assert_success();
}

#[test]
fn no_mappings() {
    let outcome = in_child(|| {
        let attr = attr(|a| a.set_percpu(page_size(), 4096));
        let mut pools = Vec::with_capacity(1000);
        // SAFETY: the value is that long.
        let store = |pool: &Pool| unsafe { pool.malloc_init([1].as_ptr(), 1) };
        let error = loop {
            let pool = Pool::create(None, 8, &attr).expect("a few mappings");
            let before = (Usage::now(), mappings());
            if let Err(errno) = store(&pool) {
                assert_eq!(Usage::now(), before.0);
                assert!(mappings() <= before.1);
                // Zeroes are there even so.
                assert!(pool.zmalloc().is_ok());
                destroy(pool);
                break errno;
            }
            pools.push(pool);
            assert!(pools.len() < 100, "more mappings than any system allows by default");
        };
        assert_eq!(error, Errno::ENOMEM);
        destroy(pools.pop().expect("at least one"));
        pools.push(Pool::create(None, 8, &attr).expect("as before"));
        assert!(store(&pools[pools.len() - 1]).is_ok());
        pools.into_iter().for_each(destroy);
    });
    outcome.assert_success();
}

#[test]
fn no_descriptor() {
    let outcome = in_child(|| {
        let pool = create(|_| ()).expect("pool");
        let items = fill(&pool);
        let before = Usage::now();
        let descriptors = limit(libc::RLIMIT_NOFILE, 0);
        assert_eq!(create(|_| ()).map(drop), Err(Errno(libc::EMFILE)));
        assert_eq!(pool.zmalloc(), Err(Errno(libc::EMFILE)));
        destroy(create(cow_zero).expect("needs no descriptor"));
        free(items[1]);
        assert_eq!(pool.zmalloc(), Ok(items[1]));
        limit(libc::RLIMIT_NOFILE, descriptors);
        assert_eq!(Usage::now(), before);
        assert!(pool.zmalloc().is_ok());
        destroy(pool);
    });
    outcome.assert_success();
}

#[test]
fn a_set_passes_over_a_pool_that_fails() {
    let outcome = in_child(|| {
        let set = PoolSet::create().expect("set");
        for (len, change) in [(STRIDE / 2, (|_| ()) as fn(&mut Attr)), (STRIDE, cow_zero)] {
            let pool = Pool::create(None, len, &attr(change)).expect("pool");
            assert!(set.add_pool(pool).is_ok());
        }
        assert!(set.zmalloc(8).is_ok() && set.zmalloc(8).is_ok());
        let descriptors = limit(libc::RLIMIT_NOFILE, 0);
        // From the larger one.
        let item = set.zmalloc(8).expect("item");
        free(item);
        assert_eq!(set.zmalloc(STRIDE), Ok(item));
        limit(libc::RLIMIT_NOFILE, descriptors);
        PoolSet::destroy(set).map_err(|(_, errno)| errno).expect("destroy");
    });
    outcome.assert_success();
}

#[test]
fn memory_that_cannot_be_unmapped() {
    for robust in [false, true] {
        let outcome = in_child(|| {
            let pool = create(|a| {
                if robust {
                    a.set_robust();
                }
            });
            let mut pool = pool.expect("pool");
            let items = [fill(&pool), fill(&pool), fill(&pool)].concat();
            let start = items[2].addr().get() - 2 * page_size();
            let stays = items[2];
            items.into_iter().for_each(free);
            refuse(libc::SYS_munmap, Some((0, start as u32)), libc::EPERM);
            let mapped = Usage::now().mapped;
            let range = (2 * page_size() + (CPUS + 2) * STRIDE) as u64;
            // Of free items, unless there are none on this system.
            let caches = (rseq_core::cpus::max_nr_cpus() as usize * 128 * size_of::<usize>())
                .next_multiple_of(page_size()) as u64;
            let caches = if robust { [0, 0] } else { [0, caches] };
            for _ in 0..2 {
                pool = match Pool::destroy(pool) {
                    Err((pool, errno)) => {
                        assert_eq!(errno, Errno(libc::EPERM));
                        pool
                    }
                    Ok(()) => panic!("destroyed"),
                };
                assert!(caches.contains(&(mapped - Usage::now().mapped - 2 * range)));
                // SAFETY: still mapped.
                unsafe { stays.write_volatile(1) };
            }
            std::mem::forget(pool);
        });
        outcome.assert_success();
    }
}

#[test]
fn page_faults_that_cannot_be_waited_for() {
    let outcome = in_child(|| {
        let pool = Pool::create(None, 64, &attr(|_| ())).expect("pool");
        // SAFETY: the value is that long.
        let store = |value: u8| unsafe { pool.malloc_init([value; 64].as_ptr(), 64) };
        let neighbour = store(6).expect("item");
        refuse(libc::SYS_madvise, None, libc::EPERM);
        let item = store(7).expect("item");
        for area in 0..=CPUS {
            // SAFETY: the layout has this area.
            let read = |item: NonNull<u8>| unsafe { item.byte_add(area * STRIDE).read_volatile() };
            assert_eq!((read(neighbour), read(item)), (6, 7));
        }
        // Each CPU has a page of its own now: what is written to the init values does not show.
        // SAFETY: the layout has this area.
        unsafe { item.byte_add(CPUS * STRIDE).write_volatile(9) };
        for cpu in 0..CPUS {
            // SAFETY: as above.
            assert_eq!(unsafe { item.byte_add(cpu * STRIDE).read_volatile() }, 7);
        }
        destroy(pool);
    });
    outcome.assert_success();
}
