//! Memory pools: which address is what, and what is there.

mod mempool_process;

use std::cell::RefCell;
use std::ffi::{CString, c_int, c_void};
use std::ptr::{self, NonNull};

use mempool_process::{in_child, stay_on_this_cpu};
use rseq_core::Errno;
use rseq_core::mempool::{Attr, Pool, PoolSet, PopulatePolicy};
use rseq_core::sys::heap::Owned;
use rseq_core::sys::memory::page_size;

/// In an interpreter, each byte takes its time.
const STRIDE: usize = if cfg!(miri) { 4096 } else { 65536 };
const CPUS: usize = 5;

/// The `len` bytes of an item in one of its areas: CPUs, then init values.
fn area(item: NonNull<u8>, number: usize, stride: usize, len: usize) -> Vec<u8> {
    let start = item.as_ptr().wrapping_add(number * stride);
    if cfg!(miri) {
        // SAFETY: as below. An interpreter does what it is told, one byte at a time slowly.
        return unsafe { std::slice::from_raw_parts(start, len) }.to_vec();
    }
    // SAFETY: the tests look where the layout has an area.
    (0..len).map(|i| unsafe { start.add(i).read_volatile() }).collect()
}

fn write(item: NonNull<u8>, cpu: usize, stride: usize, value: u8) {
    // SAFETY: as above.
    unsafe { item.as_ptr().wrapping_add(cpu * stride).write_volatile(value) }
}

fn attr(change: impl FnOnce(&mut Attr)) -> Attr {
    let mut attr = Attr::default();
    attr.set_percpu(STRIDE, CPUS as i32);
    change(&mut attr);
    attr
}

fn create(item_len: usize, change: impl FnOnce(&mut Attr)) -> Owned<Pool> {
    stay_on_this_cpu();
    Pool::create(Some(c"contents"), item_len, &attr(change)).expect("pool")
}

fn create_error(item_len: usize, change: impl FnOnce(&mut Attr)) -> Errno {
    Pool::create(None, item_len, &attr(change)).map(drop).expect_err("out of bounds")
}

#[track_caller]
fn destroy(pool: Owned<Pool>) {
    Pool::destroy(pool).map_err(|(_, errno)| errno).expect("destroy");
}

#[track_caller]
fn free(item: NonNull<u8>, stride: usize) {
    // SAFETY: the tests free what they allocated, once, unless they are about that.
    unsafe { Pool::free(item, stride) }
}

fn cow_zero(attr: &mut Attr) {
    attr.set_populate_policy(PopulatePolicy::COW_ZERO);
}

/// The default.
fn cow_init(_: &mut Attr) {}

#[test]
fn items_follow_each_other_in_the_area_of_cpu_0() {
    for policy in [cow_zero, cow_init] {
        let pool = create(48, |a| {
            policy(a);
            a.set_max_nr_ranges(2);
        });
        let items: Vec<_> = std::iter::from_fn(|| pool.malloc().ok()).collect();
        assert_eq!(items.len(), 2 * STRIDE / 64);
        assert_eq!(pool.malloc(), Err(Errno::ENOMEM));
        for range in items.chunks(STRIDE / 64) {
            assert_eq!(range[0].addr().get() % STRIDE, 0);
            for (i, item) in range.iter().enumerate() {
                assert_eq!(item.addr().get(), range[0].addr().get() + i * 64);
            }
        }
        // Last in, first out.
        free(items[3], STRIDE);
        free(items[STRIDE / 64 + 7], STRIDE);
        assert_eq!(pool.malloc(), Ok(items[STRIDE / 64 + 7]));
        assert_eq!(pool.malloc(), Ok(items[3]));
        assert_eq!(pool.malloc(), Err(Errno::ENOMEM));
        destroy(pool);
    }
}

#[test]
fn fresh_items_are_zero_on_all_cpus() {
    for policy in [cow_zero, cow_init] {
        let pool = create(256, policy);
        for item in [pool.malloc(), pool.zmalloc()] {
            for cpu in 0..CPUS {
                assert_eq!(area(item.expect("item"), cpu, STRIDE, 256), [0; 256]);
            }
        }
        destroy(pool);
    }
}

#[test]
fn a_value_reaches_all_cpus_and_the_init_values() {
    for (policy, areas) in [(cow_zero as fn(&mut Attr), CPUS), (cow_init, CPUS + 1)] {
        let pool = create(200, policy);
        assert_eq!(pool.item_size(), 256);
        let value = (1..=200).collect::<Vec<u8>>();
        // SAFETY: the value is that long.
        let store = |len| unsafe { pool.malloc_init(value.as_ptr(), len) };
        let item = store(200).expect("item");
        for number in 0..areas {
            assert_eq!(area(item, number, STRIDE, 200), value);
        }
        // Its neighbours are not concerned.
        write(item, 2, STRIDE, 99);
        let other = store(3).expect("item");
        for cpu in 0..CPUS {
            assert_eq!(area(other, cpu, STRIDE, 3), [1, 2, 3]);
            assert_eq!(area(item, cpu, STRIDE, 2), [if cpu == 2 { 99 } else { 1 }, 2]);
        }
        destroy(pool);
    }
}

#[test]
fn recycled_items_are_what_was_asked_for() {
    for policy in [cow_zero, cow_init] {
        let pool = create(64, policy);
        // SAFETY: the value is that long.
        let store = || unsafe { pool.malloc_init([7; 64].as_ptr(), 64) }.expect("item");
        let neighbour = store();
        let item = store();
        write(item, 3, STRIDE, 8);
        free(item, STRIDE);
        assert_eq!(pool.zmalloc(), Ok(item));
        for cpu in 0..CPUS {
            assert_eq!(area(item, cpu, STRIDE, 64), [0; 64]);
        }
        write(item, 4, STRIDE, 8);
        free(item, STRIDE);
        assert_eq!(store(), item);
        for cpu in 0..CPUS {
            assert_eq!(area(item, cpu, STRIDE, 64), [7; 64]);
            assert_eq!(area(neighbour, cpu, STRIDE, 64), [7; 64]);
        }
        destroy(pool);
    }
}

#[test]
fn freed_items_keep_their_contents_in_cow_init_pools() {
    let pool = create(64, cow_init);
    // SAFETY: the value is that long.
    let item = unsafe { pool.malloc_init([7; 64].as_ptr(), 64) }.expect("item");
    free(item, STRIDE);
    for number in 0..=CPUS {
        assert_eq!(area(item, number, STRIDE, 64), [7; 64]);
    }
    destroy(pool);
}

#[test]
fn poison_is_everywhere() {
    let poison = usize::from_ne_bytes([0xab; size_of::<usize>()]);
    for robust in [false, true] {
        let pool = create(64, |a| {
            a.set_poison(poison);
            if robust {
                a.set_robust();
            }
        });
        let item = pool.zmalloc().expect("item");
        write(item, 1, STRIDE, 1);
        free(item, STRIDE);
        for number in 0..=CPUS {
            assert_eq!(area(item, number, STRIDE, 64), [0xab; 64]);
        }
        assert_eq!(pool.malloc(), Ok(item));
        for number in 0..=CPUS {
            assert_eq!(area(item, number, STRIDE, 64), [0xab; 64]);
        }
        free(item, STRIDE);
        destroy(pool);
    }
    let pool = create(64, |a| {
        cow_zero(a);
        a.set_poison(poison);
    });
    let item = pool.zmalloc().expect("item");
    free(item, STRIDE);
    for cpu in 1..CPUS {
        assert_eq!(area(item, cpu, STRIDE, 64), [0xab; 64]);
    }
    // CPU 0's copy has the link to the next free item.
    let word = size_of::<usize>();
    assert_eq!(area(item, 0, STRIDE, 64)[word..], [0xab; 64][word..]);
    destroy(pool);
}

#[test]
fn global_pools_have_one_copy() {
    let stride = page_size();
    let pool = create(stride, |a| {
        a.set_global(stride);
        a.set_max_nr_ranges(1);
    });
    assert_eq!(pool.max_nr_cpus(), Err(Errno::EINVAL));
    let item = pool.zmalloc().expect("item");
    assert_eq!(pool.zmalloc(), Err(Errno::ENOMEM));
    write(item, 0, stride, 5);
    free(item, stride);
    assert_eq!(pool.zmalloc(), Ok(item));
    assert_eq!(area(item, 0, stride, stride), vec![0; stride]);
    destroy(pool);
}

#[test]
fn items_of_a_whole_stride() {
    for policy in [cow_zero, cow_init] {
        let pool = create(STRIDE, policy);
        let value = vec![3; STRIDE];
        // SAFETY: the value is that long.
        let store = || unsafe { pool.malloc_init(value.as_ptr(), STRIDE) }.expect("item");
        let (one, two) = (store(), store());
        write(one, CPUS - 1, STRIDE, 4);
        free(one, STRIDE);
        assert_eq!(store(), one);
        for item in [one, two] {
            for cpu in 0..CPUS {
                assert!(area(item, cpu, STRIDE, STRIDE) == value);
            }
        }
        destroy(pool);
    }
}

#[test]
fn dropped_pools_leave_others_alone() {
    let (first, second) = (create(64, cow_init), create(64, cow_zero));
    let third = create(64, Attr::set_robust);
    // With items, and not in the order of their creation.
    for pool in [&first, &second, &third] {
        assert!(pool.malloc().is_ok());
    }
    drop(second);
    let item = first.zmalloc().expect("item");
    free(item, STRIDE);
    drop(third);
    destroy(first);
}

#[test]
fn numbers_of_cpus() {
    let pool = create(8, cow_init);
    assert_eq!(pool.max_nr_cpus(), Ok(CPUS as i32));
    destroy(pool);
    let all = Pool::create(None, 8, &Attr::default()).expect("pool");
    assert_eq!(all.max_nr_cpus(), Ok(rseq_core::cpus::max_nr_cpus()));
    destroy(all);
}

#[test]
fn out_of_bounds() {
    let page = page_size();
    for len in [STRIDE + 1, usize::MAX / 2, usize::MAX / 2 + 2, usize::MAX] {
        assert_eq!(create_error(len, cow_init), Errno::EINVAL);
    }
    for stride in [1, page / 2, page + 1, 3 * page, usize::MAX] {
        assert_eq!(create_error(8, |a| a.set_percpu(stride, 1)), Errno::EINVAL);
        assert_eq!(create_error(8, |a| a.set_global(stride)), Errno::EINVAL);
    }
    assert_eq!(create_error(8, |a| a.set_percpu(0, -1)), Errno::EINVAL);
    assert_eq!(create_error(8, |a| a.set_populate_policy(PopulatePolicy(2))), Errno::EINVAL);
    // More than the address space, counted in bytes or not to be counted in bytes.
    let half = 1 << (usize::BITS - 1);
    for (stride, cpus) in [(1 << 30, i32::MAX), (half / 2, 4), (half, 1), (half, 2)] {
        assert_eq!(create_error(8, |a| a.set_percpu(stride, cpus)), Errno::ENOMEM);
    }
    assert_eq!(create_error(8, |a| a.set_global(half / 2)), Errno::ENOMEM);

    let pool = create(64, cow_init);
    for value in [[0; 65].as_ptr(), ptr::null()] {
        for len in [65, usize::MAX] {
            // SAFETY: more than an item is not read.
            assert_eq!(unsafe { pool.malloc_init(value, len) }, Err(Errno::EINVAL));
        }
    }
    // SAFETY: null is allowed.
    let item = unsafe { pool.malloc_init(ptr::null(), 64) }.expect("item");
    free(item, STRIDE);
    // SAFETY: nothing is read, wherever it is.
    assert_eq!(unsafe { pool.malloc_init(ptr::dangling(), 0) }, Ok(item));
    destroy(pool);
}

/// Calls of an init function: address, length, CPU.
type Calls = RefCell<Vec<(usize, usize, c_int)>>;

unsafe extern "C" fn record(
    calls: *mut c_void,
    area: *mut c_void,
    len: usize,
    cpu: c_int,
) -> c_int {
    // SAFETY: these tests pass their calls, and the area may be written.
    unsafe {
        (*calls.cast::<Calls>()).borrow_mut().push((area.addr(), len, cpu));
        area.cast::<u8>().write_bytes(0x11, len / 2);
    }
    0
}

#[test]
fn init_functions_see_each_area_of_each_range() {
    let calls = Calls::default();
    for policy in [cow_zero, cow_init] {
        calls.borrow_mut().clear();
        let pool = create(STRIDE / 2, |a| {
            // SAFETY: the calls live longer than the pool.
            unsafe { a.set_init(Some(record), (&raw const calls).cast_mut().cast()) };
            policy(a);
        });
        let items: Vec<_> = (0..4).map(|_| pool.malloc().expect("item")).collect();
        let expected = [items[0], items[2]].map(|first| {
            let area = move |cpu| (first.addr().get() + cpu * STRIDE, STRIDE, cpu as c_int);
            (0..CPUS).map(area).collect::<Vec<_>>()
        });
        assert_eq!(*calls.borrow(), expected.concat());
        // What it wrote is what items contain, unless something else is asked for.
        for cpu in 0..CPUS {
            assert!(area(items[0], cpu, STRIDE, STRIDE / 2) == [0x11; STRIDE / 2]);
            assert!(area(items[1], cpu, STRIDE, STRIDE / 2) == [0; STRIDE / 2]);
        }
        let fresh = pool.zmalloc().expect("item");
        for cpu in 0..CPUS {
            assert!(area(fresh, cpu, STRIDE, STRIDE / 2) == [0; STRIDE / 2]);
        }
        destroy(pool);
    }

    calls.borrow_mut().clear();
    let global = create(8, |a| {
        // SAFETY: as above.
        unsafe { a.set_init(Some(record), (&raw const calls).cast_mut().cast()) };
        a.set_global(STRIDE);
    });
    let item = global.malloc().expect("item");
    assert_eq!(*calls.borrow(), [(item.addr().get(), STRIDE, -1)]);
    destroy(global);
}

/// Fails at the CPU that the argument points to, with the errno there.
unsafe extern "C" fn fail(plan: *mut c_void, _: *mut c_void, _: usize, cpu: c_int) -> c_int {
    // SAFETY: these tests pass a plan.
    let (when, errno) = unsafe { *plan.cast::<(c_int, c_int)>() };
    if cpu != when {
        return 0;
    }
    if errno != 0 {
        Errno(errno).set();
    }
    -3
}

#[test]
fn the_errno_of_an_init_function_is_that_of_the_call() {
    for (errno, expected) in [(libc::EILSEQ, Errno(libc::EILSEQ)), (0, Errno::ENOMEM)] {
        for cpu in [0, CPUS as c_int - 1] {
            let mut plan = (cpu, errno);
            Errno(libc::EDOM).set();
            let error = create_error(8, |a| {
                // SAFETY: the plan lives longer than the attempt.
                unsafe { a.set_init(Some(fail), (&raw mut plan).cast()) };
            });
            assert_eq!(error, expected);
        }
    }
}

#[test]
fn a_pool_survives_an_init_function_that_fails() {
    let plan = RefCell::new((-2, libc::EILSEQ));
    let pool = create(STRIDE / 2, |a| {
        // SAFETY: the plan lives longer than the pool.
        unsafe { a.set_init(Some(fail), plan.as_ptr().cast()) };
    });
    let items = [pool.malloc(), pool.malloc()].map(|item| item.expect("item"));
    plan.borrow_mut().0 = 3;
    for _ in 0..3 {
        assert_eq!(pool.zmalloc(), Err(Errno(libc::EILSEQ)));
    }
    free(items[0], STRIDE);
    assert_eq!(pool.zmalloc(), Ok(items[0]));
    plan.borrow_mut().0 = -2;
    assert!(pool.zmalloc().is_ok());
    destroy(pool);
}

#[test]
fn init_functions_leave_errno_alone_on_success() {
    unsafe extern "C" fn noisy(_: *mut c_void, _: *mut c_void, _: usize, _: c_int) -> c_int {
        Errno(libc::EILSEQ).set();
        0
    }
    Errno(libc::EDOM).set();
    // SAFETY: the function needs no argument.
    let pool = create(8, |a| unsafe { a.set_init(Some(noisy), ptr::null_mut()) });
    assert_eq!(Errno::last(), Errno(libc::EDOM));
    destroy(pool);
}

#[test]
#[cfg(target_os = "linux")]
fn memory_is_called_like_the_pool() {
    let pool = create(8, cow_init);
    // SAFETY: the value is that long.
    let item = unsafe { pool.malloc_init([1].as_ptr(), 1) }.expect("item");
    let maps = std::fs::read_to_string("/proc/self/maps").expect("/proc");
    // From the first init value on, for each CPU and the init values.
    let lines: Vec<_> =
        maps.lines().filter(|l| l.contains("/memfd:contents:rseq-mempool")).collect();
    for number in 0..=CPUS {
        let start = format!("{:x}-", item.addr().get() + number * STRIDE);
        let sharing = if number == CPUS { "rw-s" } else { "rw-p" };
        let found = lines.iter().any(|l| l.starts_with(&start) && l.contains(sharing));
        assert!(found, "{start} {sharing} in {lines:#?}");
    }
    destroy(pool);

    let name = CString::new(vec![b'n'; 1000]).expect("name");
    let long = Pool::create(Some(&name), 8, &Attr::default()).expect("any name will do");
    destroy(long);
}

/// Lines of /proc/self/maps.
fn mappings() -> usize {
    std::fs::read_to_string("/proc/self/maps").expect("/proc").lines().count()
}

#[test]
#[cfg(target_os = "linux")]
fn zeroes_need_no_mapping_for_each_cpu() {
    let outcome = in_child(|| {
        let half = STRIDE / 2;
        let before = mappings();
        let pool = create(half, |a| a.set_percpu(0, 512));
        for _ in 0..10_000 {
            let item = pool.zmalloc().expect("item");
            assert_eq!(area(item, 511, STRIDE, 8), [0; 8]);
        }
        assert!(mappings() - before < 30_000);
        // SAFETY: the value is that long.
        let store = || unsafe { pool.malloc_init([7; 8].as_ptr(), 8) }.expect("item");
        let item = store();
        assert!(mappings() - before > 512);
        for number in 0..=512 {
            assert_eq!(area(item, number, STRIDE, 8), [7; 8]);
        }
        destroy(pool);
        assert!(mappings() < before + 100);
    });
    outcome.assert_success();
}

#[test]
#[cfg(target_os = "linux")]
fn memory_has_small_pages() {
    // Without that, there are no large ones.
    if !std::path::Path::new("/sys/kernel/mm/transparent_hugepage").exists() {
        return;
    }
    for policy in [cow_zero, cow_init] {
        let pool = create(64, policy);
        let item = pool.zmalloc().expect("item");
        let smaps = std::fs::read_to_string("/proc/self/smaps").expect("/proc");
        let of_item = smaps.split("VmFlags:").zip(smaps.split("VmFlags:").skip(1));
        let flags = of_item.into_iter().find_map(|(mapping, flags)| {
            let (start, end) = mapping
                .lines()
                .filter_map(|line| line.split(' ').next()?.split_once('-'))
                .next_back()?;
            let [start, end] =
                [start, end].map(|text| usize::from_str_radix(text, 16).expect("hexadecimal"));
            (start..end).contains(&item.addr().get()).then(|| flags.lines().next())?
        });
        let flags = flags.expect("the mapping of the item");
        assert!(flags.split(' ').any(|flag| flag == "nh"), "{flags}");
        destroy(pool);
    }
}

/// Page faults of the calling thread.
#[cfg(target_os = "linux")]
fn page_faults() -> i64 {
    // SAFETY: a structure of numbers, written by the system.
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        assert_eq!(libc::getrusage(libc::RUSAGE_THREAD, &raw mut usage), 0);
        usage.ru_minflt as i64
    }
}

/// A page that is looked at before it is written is another page fault.
#[test]
#[cfg(target_os = "linux")]
fn a_fresh_value_is_written_without_a_look() {
    const MANY: usize = 100;
    let pool = create(64, |a| {
        cow_zero(a);
        a.set_percpu(0, MANY as i32);
    });
    let before = page_faults();
    for _ in 0..STRIDE / 64 {
        // SAFETY: the value is that long.
        let item = unsafe { pool.malloc_init([7; 64].as_ptr(), 64) }.expect("item");
        assert_eq!(area(item, MANY - 1, STRIDE, 64), [7; 64]);
    }
    let pages = (MANY * STRIDE / page_size()) as i64;
    let faults = page_faults() - before;
    assert!((pages..pages * 3 / 2).contains(&faults), "{faults} for {pages} pages");
    destroy(pool);
}

#[test]
fn values_and_zeroes_in_one_pool() {
    let page = page_size();
    let pool = create(page / 4, |a| a.set_max_nr_ranges(2));
    // SAFETY: the value is that long.
    let store = |value: u8| unsafe { pool.malloc_init([value; 9].as_ptr(), 9) };
    let mut items = vec![(pool.zmalloc().expect("item"), 0)];
    // On a page of their own, which has mappings for each CPU.
    for value in [7, 7, 8, 7, 7] {
        items.push((store(value).expect("item"), value));
    }
    assert_eq!(items[1].0.addr().get(), items[0].0.addr().get() + page);
    // The rest of the first page, and after that all there is.
    let second = pool.zmalloc().expect("item");
    assert_eq!(second.addr().get(), items[0].0.addr().get() + page / 4);
    items.push((second, 0));
    for value in (0..=9).cycle() {
        let item = if value == 0 { pool.zmalloc() } else { store(value) };
        let Ok(item) = item else { break };
        write(item, 1, STRIDE, value);
        items.push((item, value));
    }
    assert_eq!(items.len(), 2 * STRIDE / (page / 4));
    for &(item, value) in &items {
        for number in 0..=CPUS {
            assert_eq!(area(item, number, STRIDE, 9), [value; 9]);
        }
    }
    destroy(pool);
}

#[test]
#[cfg(target_os = "linux")]
fn memory_is_shared_until_written() {
    const MANY: usize = 64;
    /// Pages in memory that this process shares with nobody.
    fn private_pages() -> usize {
        let statm = std::fs::read_to_string("/proc/self/statm").expect("/proc");
        let fields = statm.split_whitespace().map(|field| field.parse::<usize>().expect("number"));
        let [_, resident, shared, ..] = fields.collect::<Vec<_>>()[..] else { panic!("{statm}") };
        resident - shared
    }
    let outcome = in_child(|| {
        let pool = create(64, |a| a.set_percpu(0, MANY as i32));
        // SAFETY: the value is that long.
        let store = |value: u8| unsafe { pool.malloc_init([value; 64].as_ptr(), 64) };
        let values = (0..768).map(|i| i as u8);
        let mut items = Vec::with_capacity(768);
        let before = private_pages();
        items.extend(values.clone().map(|value| store(value).expect("item")));
        for (&item, value) in items.iter().zip(values) {
            for cpu in 0..MANY {
                assert_eq!(area(item, cpu, STRIDE, 64), [value; 64]);
            }
        }
        // The items are on 12 pages, of which all CPUs together would have 768.
        assert!(private_pages() - before < 100, "{} pages", private_pages() - before);
        destroy(pool);
    });
    outcome.assert_success();
}

#[test]
fn sets_allocate_from_the_smallest_pool_that_can() {
    let set = PoolSet::create().expect("set");
    assert_eq!(set.malloc(1), Err(Errno::ENOMEM));
    let limited = |len| create(len, |a| a.set_max_nr_ranges(1));
    let add = |pool| set.add_pool(pool).map_err(|(pool, errno)| (destroy(pool), errno).1);
    assert_eq!(add(limited(STRIDE)), Ok(()));
    assert_eq!(add(limited(STRIDE / 2)), Ok(()));
    assert_eq!(add(limited(STRIDE / 2 - 1)), Err(Errno::EBUSY));

    let tiny = set.malloc(0).expect("item");
    let half = set.zmalloc(STRIDE / 2).expect("item");
    assert_eq!(tiny.addr().get() + STRIDE / 2, half.addr().get());
    // The pool with smaller items is used up.
    let value = [9; 100];
    // SAFETY: the value is that long.
    let whole = unsafe { set.malloc_init(value.as_ptr(), 100) }.expect("item");
    for number in 0..=CPUS {
        assert_eq!(area(whole, number, STRIDE, 100), value);
    }
    assert_eq!(set.malloc(8), Err(Errno::ENOMEM));
    free(half, STRIDE);
    assert_eq!(set.malloc(STRIDE), Err(Errno::ENOMEM));
    // SAFETY: null is allowed, with any length.
    assert_eq!(unsafe { set.malloc_init(ptr::null(), 7) }, Ok(half));
    for len in [STRIDE + 1, usize::MAX / 2, usize::MAX] {
        assert_eq!(set.zmalloc(len), Err(Errno::ENOMEM));
    }
    PoolSet::destroy(set).map_err(|(_, errno)| errno).expect("destroy");
}

/// Which CPUs have a page of their own for an item.
#[cfg(target_os = "linux")]
fn cpus_with_pages(item: NonNull<u8>, cpus: usize) -> Vec<usize> {
    let has_page = |&cpu: &usize| {
        let page = item.as_ptr().wrapping_add(cpu * STRIDE).cast();
        let mut resident = 0u8;
        // SAFETY: a page needs one byte of answer. Here, it is not one of a file.
        let result = unsafe { libc::mincore(page, page_size(), &raw mut resident) };
        result == 0 && resident & 1 == 1
    };
    (0..cpus).filter(has_page).collect()
}

#[test]
#[cfg(target_os = "linux")]
fn recycled_items_touch_copies_that_were_written_alone() {
    use rseq_core::sys::pages::{PageMap, Unwritten};
    const MANY: usize = 1500;
    let written = [0, 3, 700, MANY - 1];
    for (policy, len) in
        [(cow_zero as fn(&mut Attr), 64), (cow_init, 64), (cow_zero, 3 * 4096), (cow_init, 16384)]
    {
        let pool = create(len, |a| {
            policy(a);
            a.set_percpu(0, MANY as i32);
        });
        let item = pool.zmalloc().expect("item");
        written.iter().for_each(|&cpu| write(item, cpu, STRIDE, 1));
        free(item, STRIDE);
        assert_eq!(pool.zmalloc(), Ok(item));
        let start = item.addr().get();
        let told = PageMap::open()
            .and_then(|pages| pages.written(start..start + page_size(), Unwritten::Zeroes, |_| ()));
        // Before Linux 6.7 nobody knows.
        if told.is_ok() {
            assert_eq!(cpus_with_pages(item, MANY), written);
        }
        for cpu in 0..MANY {
            assert_eq!(area(item, cpu, STRIDE, len), vec![0; len], "CPU {cpu}");
        }
        destroy(pool);
    }
}

#[test]
fn recycled_items_of_many_cpus_have_the_value_on_all() {
    const MANY: usize = 600;
    for policy in [cow_zero as fn(&mut Attr), cow_init] {
        let pool = create(64, |a| {
            policy(a);
            a.set_percpu(0, MANY as i32);
        });
        // Some with zeroes, some with a value: on pages that are shared and others.
        for round in 0..6u8 {
            let items: Vec<_> = (0..200)
                .map(|number| {
                    let value = [round * (number % 3); 64];
                    // SAFETY: the value is that long.
                    let item = unsafe { pool.malloc_init(value.as_ptr(), 64) }.expect("item");
                    for cpu in 0..MANY {
                        let seen = area(item, cpu, STRIDE, 1);
                        assert_eq!(seen, [round * (number % 3)], "{round} {number} {cpu}");
                    }
                    let cpu = usize::from(number) * 7 % MANY;
                    write(item, cpu, STRIDE, 0xee);
                    item
                })
                .collect();
            items.into_iter().for_each(|item| free(item, STRIDE));
        }
        destroy(pool);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn stats_are_what_happened() {
    let page = page_size();
    let outcome = in_child(|| {
        // What tells a child that it did not get a range is a page.
        for (policy, header) in [(cow_zero as fn(&mut Attr), page), (cow_init, 2 * page)] {
            let pool = create(STRIDE / 4, policy);
            let empty = pool.stats();
            assert_eq!((empty.nr_ranges, empty.nr_items), (1, 4));
            assert_eq!((empty.nr_used, empty.nr_cached), (0, 0));
            // Two pages of header; the copies, and init values and links.
            assert!(empty.bytes_mapped >= 2 * page + CPUS * STRIDE, "{empty:?}");
            assert_eq!(empty.bytes_resident, Some(header));

            let items: Vec<_> = (0..5).map(|_| pool.zmalloc().expect("item")).collect();
            let full = pool.stats();
            assert_eq!((full.nr_ranges, full.nr_items, full.nr_used), (2, 8, 5));
            write(items[4], 0, STRIDE, 1);
            write(items[4], 3, STRIDE, 1);
            assert_eq!(pool.stats().bytes_resident, Some(2 * header + 2 * page));
            free(items[0], STRIDE);
            free(items[1], STRIDE);
            let freed = pool.stats();
            assert_eq!(freed.nr_used, 3);
            let cached: usize = (0..).map_while(|cpu| pool.nr_cached(cpu).ok()).sum();
            assert_eq!(freed.nr_cached, cached);
            assert_eq!(pool.nr_cached(-1), Err(Errno::EINVAL));

            // SAFETY: the value is that long.
            let item = unsafe { pool.malloc_init([1; 8].as_ptr(), 8) }.expect("item");
            assert!(pool.stats().nr_used >= 4);
            free(item, STRIDE);
            assert_eq!(pool.stats().nr_used, 3);
            destroy(pool);
        }
    });
    outcome.assert_success();
}
