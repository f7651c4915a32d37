//! Memory pools over their whole life, while each call that the library makes of the system fails in
//! turn: alone, or with all that follow. Whoever called the library gets the errno of that, nothing
//! is leaked, and everything works as soon as the system does.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

mod failing_calls;
mod mempool_process;

use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};

use failing_calls::{ALL, Call, Calls, Plan, fails, watch};
use mempool_process::{Usage, in_child, stay_on_this_cpu};
use rseq_core::Errno;
use rseq_core::mempool::{Attr, Pool, PoolSet, PopulatePolicy};
use rseq_core::sys::heap::Owned;
use rseq_core::sys::memory::page_size;

const CPUS: usize = 2;
const ITEMS_PER_RANGE: usize = 4;
const RANGES: usize = 3;
/// Bytes of each copy that the tests look at.
const LOOK: usize = 16;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Type {
    CowInit,
    CowZero,
    Global,
}

#[derive(Clone, Copy, Debug)]
struct Kind {
    pool_type: Type,
    robust: bool,
    poison: bool,
    init: bool,
}

/// Two pages: a page of items next to each other can become copies on write after the first one is
/// in use.
fn stride() -> usize {
    2 * page_size()
}

impl Kind {
    fn all() -> impl Iterator<Item = Kind> {
        [Type::CowInit, Type::CowZero, Type::Global].into_iter().flat_map(|pool_type| {
            (0..8).map(move |bits| Kind {
                pool_type,
                robust: bits & 1 == 1,
                poison: bits & 2 == 2,
                init: bits & 4 == 4,
            })
        })
    }

    fn attr(&self) -> Attr {
        unsafe extern "C" fn init(_: *mut c_void, _: *mut c_void, _: usize, _: c_int) -> c_int {
            -c_int::from(fails(Call::Init))
        }
        let mut attr = Attr::default();
        attr.set_max_nr_ranges(RANGES);
        match self.pool_type {
            Type::Global => attr.set_global(stride()),
            _ => attr.set_percpu(stride(), CPUS as i32),
        }
        if self.init {
            // SAFETY: the function needs no argument.
            unsafe { attr.set_init(Some(init), ptr::null_mut()) };
        }
        if self.pool_type == Type::CowZero {
            attr.set_populate_policy(PopulatePolicy::COW_ZERO);
        }
        if self.robust {
            attr.set_robust();
        }
        if self.poison {
            attr.set_poison(0x1234);
        }
        attr
    }

    /// Areas with the contents of items: those of the CPUs, and the init values.
    fn areas(&self) -> usize {
        match self.pool_type {
            Type::CowInit => CPUS + 1,
            Type::CowZero => CPUS,
            Type::Global => 1,
        }
    }

    /// Bytes of a range.
    fn range_len(&self) -> u64 {
        let links = self.pool_type == Type::CowInit || self.robust;
        (2 * page_size() + (self.areas() + usize::from(links)) * stride()) as u64
    }

    /// What the life of such a pool cannot do without.
    fn calls(&self) -> Calls {
        let mut calls = vec![Call::Mmap, Call::Munmap, Call::Madvise, Call::Calloc];
        if self.pool_type == Type::CowInit {
            calls.extend([Call::MemfdCreate, Call::Ftruncate]);
        }
        if !self.robust {
            calls.push(Call::Membarrier);
        }
        if self.init {
            calls.push(Call::Init);
        }
        Calls::of(&calls)
    }
}

/// What the library has taken of the process, but for what it was kept from giving back.
#[derive(PartialEq, Eq, Debug)]
struct Taken {
    usage: Usage,
    heap: isize,
}

impl Taken {
    fn now() -> Taken {
        let Usage { mapped, descriptors } = Usage::now();
        let usage = Usage { mapped: mapped - failing_calls::refused(), descriptors };
        Taken { usage, heap: failing_calls::heap() }
    }
}

/// What the pool owes to its user.
struct Life<'a> {
    kind: &'a Kind,
    plan: Plan,
    /// Allocated items and the byte that they are full of.
    items: Vec<(NonNull<u8>, u8)>,
    injected: bool,
}

impl Life<'_> {
    /// Runs a call of the library until it succeeds. Other calls of the system than `bearable` make
    /// it fail, with the errno of one of them; it changes nothing then.
    fn attempt<T>(&mut self, bearable: &[Call], call: impl Fn() -> Result<T, Errno>) -> T {
        let mut failures = 0;
        let before = Taken::now();
        loop {
            let (result, failed) = watch(&call);
            self.injected |= !failed.is_empty();
            match result {
                Ok(value) => {
                    assert!(
                        self.bears(bearable).contains(failed),
                        "{:?}: success after {failed:?}",
                        self.plan
                    );
                    return value;
                }
                Err(errno) => {
                    assert!(failed.gives(errno), "{:?}: {errno:?} after {failed:?}", self.plan);
                    // A new range that could not be shared serves the next allocation.
                    if Taken::now().usage.mapped != before.usage.mapped + self.kind.range_len() {
                        assert_eq!(Taken::now(), before, "{:?}", self.plan);
                    }
                    self.check();
                    failures += 1;
                }
            }
            // A single failure is over; others end when they were seen twice.
            assert!(failures == 1 || self.plan.repeated, "{:?}", self.plan);
            if failures == 2 {
                failing_calls::set(None);
            }
        }
    }

    fn bears(&self, bearable: &[Call]) -> Calls {
        // Memory files that are refused for good are not asked for again.
        match self.plan.memfd_errno {
            libc::ENFILE => Calls::of(bearable),
            _ => Calls::of(&[bearable, &[Call::MemfdCreate]].concat()),
        }
    }

    fn check(&self) {
        for &(item, value) in &self.items {
            for area in 0..self.kind.areas() {
                let start = item.as_ptr().wrapping_add(area * stride()).cast::<[u8; LOOK]>();
                // SAFETY: the item is allocated, and the layout has this area.
                let found = unsafe { start.read_volatile() };
                assert_eq!(found, [value; LOOK], "{:?}: area {area}", self.plan);
            }
        }
    }

    fn allocate(&mut self, value: u8, call: impl Fn(Option<&[u8]>) -> Result<NonNull<u8>, Errno>) {
        let bytes = [value; LOOK];
        let value_given = (value != 0).then_some(&bytes[..]);
        // Where page faults cannot be waited for, it is done without. A mapping that was only in
        // reserve may stay.
        let bearable = [Call::Madvise, Call::Membarrier, Call::Munmap];
        let item = self.attempt(&bearable, || call(value_given));
        assert!(self.items.iter().all(|&(other, _)| other != item), "{:?}: twice", self.plan);
        self.items.push((item, value));
        self.check();
    }

    fn free(&mut self, index: usize) {
        let (item, _) = self.items.swap_remove(index);
        // SAFETY: the item is allocated.
        let ((), failed) = watch(|| unsafe { Pool::free(item, stride()) });
        self.injected |= !failed.is_empty();
        self.check();
    }

    /// Destroys until it succeeds. What fails is less from time to time.
    fn destroy<T>(&mut self, object: T, call: impl Fn(T) -> Result<(), (T, Errno)>) {
        let mut left = Some(object);
        let mut failures = 0;
        while let Some(object) = left.take() {
            let (result, failed) = watch(|| call(object));
            self.injected |= !failed.is_empty();
            match result {
                Ok(()) => assert!(failed.is_empty(), "{:?}: success after {failed:?}", self.plan),
                Err((object, errno)) => {
                    assert!(failed.gives(errno), "{:?}: {errno:?} after {failed:?}", self.plan);
                    left = Some(object);
                    failures += 1;
                }
            }
            assert!(failures <= 1 || self.plan.repeated, "{:?}", self.plan);
            if failures == 2 {
                failing_calls::set(None);
            }
        }
    }

    fn create(&mut self, item_len: usize) -> Owned<Pool> {
        let attr = self.kind.attr();
        let bearable = match self.kind.robust {
            true => &[Call::Madvise][..],
            // Without what caches take there are none.
            false => &[Call::Madvise, Call::Membarrier, Call::Mmap, Call::Munmap],
        };
        self.attempt(bearable, || Pool::create(Some(c"failing"), item_len, &attr))
    }
}

fn store(pool: &Pool, value: Option<&[u8]>) -> Result<NonNull<u8>, Errno> {
    match value {
        // SAFETY: a slice is readable.
        Some(value) => unsafe { pool.malloc_init(value.as_ptr(), value.len()) },
        None => pool.zmalloc(),
    }
}

fn store_in_set(set: &PoolSet, value: Option<&[u8]>) -> Result<NonNull<u8>, Errno> {
    match value {
        // SAFETY: as above.
        Some(value) => unsafe { set.malloc_init(value.as_ptr(), value.len()) },
        None => set.zmalloc(LOOK),
    }
}

fn life_of_a_pool(life: &mut Life) {
    let pool = life.create(stride() / ITEMS_PER_RANGE);
    let allocate = |value: Option<&[u8]>| store(&pool, value);
    for value in [0, 7, 7] {
        life.allocate(value, allocate);
    }
    // Recycled, with another value, next to another item.
    life.free(1);
    life.allocate(8, allocate);
    life.free(1);
    life.allocate(0, allocate);
    for value in (0..3).cycle().take(ITEMS_PER_RANGE * RANGES - 3) {
        life.allocate(value, allocate);
    }
    for value in [None, Some(&[1; LOOK][..])] {
        // Where nothing is left, there is nothing to fail; what is looked for elsewhere, by
        // membarrier(2), is not missed.
        let (result, failed) = watch(|| store(&pool, value));
        life.injected |= !failed.is_empty();
        assert_eq!(result, Err(Errno::ENOMEM), "{:?}", life.plan);
    }
    for _ in 0..5 {
        life.free(2);
    }
    life.allocate(9, allocate);
    while !life.items.is_empty() {
        life.free(0);
    }
    life.destroy(pool, Pool::destroy);
}

fn life_of_a_set(life: &mut Life) {
    let set = life.attempt(&[], PoolSet::create);
    for item_len in [stride() / ITEMS_PER_RANGE, stride()] {
        let pool = life.create(item_len);
        assert!(set.add_pool(pool).is_ok());
    }
    // A pool that cannot grow is passed over, so all that the set owes is an item.
    for value in [0, 7, 0, 7, 0, 7] {
        let bytes = [value; LOOK];
        let before = life.plan;
        let mut failures = 0;
        let item = loop {
            let value = (value != 0).then_some(&bytes[..]);
            let (result, failed) = watch(|| store_in_set(&set, value));
            life.injected |= !failed.is_empty();
            match result {
                Ok(item) => break item,
                Err(errno) => assert!(failed.gives(errno), "{before:?}: {errno:?}"),
            }
            life.check();
            failures += 1;
            if failures == 2 {
                failing_calls::set(None);
            }
        };
        life.items.push((item, value));
        life.check();
    }
    while !life.items.is_empty() {
        life.free(0);
    }
    life.destroy(set, PoolSet::destroy);
}

/// Runs a life with a plan. Returns whether a call failed.
fn run(kind: &Kind, plan: Plan, life_of: fn(&mut Life)) -> bool {
    let refused = failing_calls::refused();
    let before = Taken::now();
    failing_calls::set(Some(plan));
    let mut life = Life { kind, plan, items: Vec::new(), injected: false };
    life_of(&mut life);
    failing_calls::set(None);
    assert_eq!(Taken::now(), before, "{plan:?}");
    let left = failing_calls::refused() - refused;
    // One that failed and was not tried again: nobody knew of it any more.
    assert!(left <= if plan.repeated { u64::MAX } else { stride() as u64 }, "{plan:?}: {left}");
    life.injected
}

/// Runs a life until it is over before a call fails; for the number of the call that fails first
/// from 0 on. Returns how many calls there are.
fn for_each_call(kind: &Kind, plan: Plan, life_of: fn(&mut Life)) -> usize {
    let mut first = 0;
    while run(kind, Plan { first, ..plan }, life_of) {
        first += 1;
        assert!(first < 10_000, "a life without end");
    }
    first
}

fn plans() -> Vec<Plan> {
    let of = |calls: &[Call], repeated| Plan {
        calls: Calls::of(calls),
        first: 0,
        repeated,
        memfd_errno: libc::ENFILE,
    };
    let mut plans = vec![of(&ALL, false), of(&ALL, true)];
    plans.extend(ALL.map(|call| of(&[call], true)));
    plans
}

fn lives(kinds: impl Fn(&Kind) -> bool, life_of: fn(&mut Life)) {
    for kind in Kind::all().filter(kinds) {
        let outcome = in_child(|| {
            stay_on_this_cpu();
            // What is needed once only.
            run(&kind, Plan { first: usize::MAX / 2, ..plans()[0] }, life_of);
            failing_calls::take_seen();
            for plan in plans() {
                let count = for_each_call(&kind, plan, life_of);
                let needed =
                    plan.calls.iter().any(|call| kind.calls().contains(Calls::of(&[call])));
                assert_eq!(count > 0, needed, "{kind:?}: {count} failures of {:?}", plan.calls);
            }
            assert_eq!(failing_calls::take_seen(), kind.calls(), "{kind:?}");
        });
        assert_eq!(outcome.stderr, "", "{kind:?}");
        outcome.assert_success();
    }
}

#[test]
fn cow_init_pools() {
    lives(|kind| kind.pool_type == Type::CowInit, life_of_a_pool);
}

#[test]
fn cow_zero_pools() {
    lives(|kind| kind.pool_type == Type::CowZero, life_of_a_pool);
}

#[test]
fn global_pools() {
    lives(|kind| kind.pool_type == Type::Global, life_of_a_pool);
}

#[test]
fn sets_of_pools() {
    lives(|kind| !kind.init && !kind.poison, life_of_a_set);
}

/// Where memory files are refused for good, or with a flag that older systems do not know, all works
/// without.
#[test]
fn refused_memory_files() {
    let refused = |memfd_errno, repeated| Plan {
        calls: Calls::of(&[Call::MemfdCreate]),
        first: 0,
        repeated,
        memfd_errno,
    };
    for kind in Kind::all().filter(|kind| kind.pool_type == Type::CowInit) {
        let outcome = in_child(|| {
            stay_on_this_cpu();
            for errno in [libc::EACCES, libc::EPERM, libc::ENOSYS, libc::EINVAL] {
                // All of EINVAL is an error like others.
                for repeated in [false, true] {
                    assert!(for_each_call(&kind, refused(errno, repeated), life_of_a_pool) > 0);
                }
            }
        });
        assert_eq!(outcome.stderr, "", "{kind:?}");
        outcome.assert_success();
    }
}

/// How often one of these calls is made meanwhile.
fn calls_of<T>(call: Call, body: impl FnOnce() -> T) -> (usize, T) {
    let before = failing_calls::count(call);
    let (result, _) = watch(body);
    (failing_calls::count(call) - before, result)
}

#[test]
fn a_fork_fences_once_for_all_pools() {
    let outcome = in_child(|| {
        stay_on_this_cpu();
        let pools = [(); 5].map(|()| Pool::create(None, 64, &Attr::default()).expect("pool"));
        for pool in &pools {
            let item = pool.malloc().expect("item");
            // SAFETY: allocated just now.
            unsafe { Pool::free(item, 65536) };
        }
        let cached = || pools.iter().map(|pool| pool.stats().nr_cached).sum::<usize>();
        // None where there is no rseq(2).
        let expected = if cached() > 0 { 1 } else { 0 };
        let (fences, outcome) = calls_of(Call::Membarrier, || in_child(|| ()));
        outcome.assert_success();
        assert_eq!((fences, cached()), (expected, 0));
        for pool in pools {
            assert_eq!((pool.stats().nr_used, pool.malloc().is_ok()), (0, true));
            assert!(Pool::destroy(pool).is_ok());
        }
    });
    outcome.assert_success();
}

/// Where there is room, nothing has to be cut off.
#[test]
fn a_range_gets_the_place_of_the_last_one() {
    let outcome = in_child(|| {
        const LARGE: usize = 1 << 20;
        let mut attr = Attr::default();
        attr.set_percpu(LARGE, CPUS as i32);
        attr.set_robust();
        let create = || {
            let pool = Pool::create(None, 8, &attr).expect("pool");
            let item = pool.malloc().expect("item");
            assert_eq!(item.addr().get() % LARGE, 0);
            // SAFETY: allocated just now.
            unsafe { Pool::free(item, LARGE) };
            (pool, item)
        };
        let (pool, item) = create();
        assert!(Pool::destroy(pool).is_ok());
        let (unmapped, (pool, same_item)) = calls_of(Call::Munmap, create);
        assert_eq!((unmapped, same_item), (0, item));
        assert!(Pool::destroy(pool).is_ok());

        // Somebody else took it.
        let (flags, access) = (libc::MAP_PRIVATE | libc::MAP_ANONYMOUS, libc::PROT_READ);
        let flags = flags | libc::MAP_FIXED_NOREPLACE;
        // SAFETY: replaces nothing.
        let mapping =
            unsafe { libc::mmap(item.as_ptr().cast(), page_size(), access, flags, -1, 0) };
        assert_eq!(mapping, item.as_ptr().cast());
        let (pool, other) = create();
        assert_ne!(other, item);
        assert!(Pool::destroy(pool).is_ok());
    });
    outcome.assert_success();
}
