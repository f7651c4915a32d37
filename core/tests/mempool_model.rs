//! Memory pools, compared with a model: what is documented to be in each copy of each item after
//! random sequences of calls, also in child processes.
//!
//! PROPTEST_CASES is the number of sequences.
#![cfg(target_os = "linux")]

mod mempool_process;

use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};

use mempool_process::in_child;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngAlgorithm;
use rseq_core::Errno;
use rseq_core::mempool::{Attr, Pool, PopulatePolicy};
use rseq_core::sys::heap::Owned;
use rseq_core::sys::memory::page_size;

/// What the init function writes.
const INIT_BYTE: u8 = 0x3c;
/// Most bytes of all copies of an item: in an interpreter, each takes its time.
const ITEM_MAX: usize = if cfg!(miri) { 1 << 8 } else { 1 << 16 };
const CPUS_MAX: usize = if cfg!(miri) { 16 } else { 1024 };
/// In pages.
const STRIDES: &[usize] = if cfg!(miri) { &[1, 2] } else { &[1, 2, 8, 16, 64] };

#[derive(Clone, Debug)]
struct Kind {
    item_len: usize,
    stride: usize,
    /// 0 for a global pool.
    cpus: usize,
    cow_init: bool,
    robust: bool,
    poison: Option<u8>,
    init_function: bool,
    max_nr_ranges: usize,
}

impl Kind {
    fn item_size(&self) -> usize {
        self.item_len.max(size_of::<usize>()).next_power_of_two()
    }

    fn copies(&self) -> usize {
        self.cpus.max(1)
    }

    fn has_init_values(&self) -> bool {
        self.cow_init && self.cpus > 0
    }

    /// Bytes of CPU 0's copy of a free item that are a link.
    fn link(&self) -> usize {
        if self.has_init_values() || self.robust { 0 } else { size_of::<usize>() }
    }

    fn create(&self) -> Owned<Pool> {
        Pool::create(Some(c"model"), self.item_len, &self.attr()).expect("pool")
    }

    /// What free items are full of.
    fn poison(&self) -> Option<u8> {
        let default = if self.has_init_values() { 0x55 } else { 0 };
        self.poison.or(self.robust.then_some(default))
    }

    fn attr(&self) -> Attr {
        unsafe extern "C" fn init(
            _: *mut c_void,
            area: *mut c_void,
            len: usize,
            _: c_int,
        ) -> c_int {
            // SAFETY: the area may be written.
            unsafe { area.cast::<u8>().write_bytes(INIT_BYTE, len) };
            0
        }
        let mut attr = Attr::default();
        if self.cpus == 0 {
            attr.set_global(self.stride);
        } else {
            attr.set_percpu(self.stride, self.cpus as i32);
        }
        if self.init_function {
            // SAFETY: the function needs no argument.
            unsafe { attr.set_init(Some(init), ptr::null_mut()) };
        }
        attr.set_populate_policy(match self.cow_init {
            true => PopulatePolicy::COW_INIT,
            false => PopulatePolicy::COW_ZERO,
        });
        if self.robust {
            attr.set_robust();
        }
        if let Some(byte) = self.poison {
            attr.set_poison(usize::from_ne_bytes([byte; size_of::<usize>()]));
        }
        attr.set_max_nr_ranges(self.max_nr_ranges);
        attr
    }
}

#[derive(Clone, Debug)]
enum Call {
    Malloc,
    Zmalloc,
    MallocInit {
        len: prop::sample::Index,
        byte: u8,
    },
    Write {
        item: prop::sample::Index,
        cpu: prop::sample::Index,
        place: prop::sample::Index,
        byte: u8,
    },
    Free {
        item: prop::sample::Index,
    },
    /// Destroys the pool, with what is allocated from it, and creates another one.
    Recreate,
    /// A child process goes on with these.
    Fork {
        calls: Vec<Call>,
    },
}

/// An allocated item: the known bytes of each copy, those of CPU 0 first.
struct Item {
    address: NonNull<u8>,
    copies: Vec<Vec<Option<u8>>>,
    /// The known bytes of the init value.
    init_value: Vec<Option<u8>>,
}

struct Model<'a> {
    kind: &'a Kind,
    items: Vec<Item>,
    /// Addresses that were allocated and freed.
    free: Vec<NonNull<u8>>,
    handed_out: usize,
    /// Where init values are shared, a value may be that of unused items too.
    unused_known: bool,
}

impl Model<'_> {
    fn new(kind: &Kind) -> Model<'_> {
        Model { kind, items: Vec::new(), free: Vec::new(), handed_out: 0, unused_known: true }
    }

    fn capacity(&self) -> usize {
        match self.kind.max_nr_ranges {
            0 => usize::MAX,
            limit => self.kind.stride / self.kind.item_size() * limit,
        }
    }

    fn allocated(
        &mut self,
        result: Result<NonNull<u8>, Errno>,
        contents: impl Fn(usize, Option<u8>) -> Option<u8>,
    ) {
        if self.free.is_empty() && self.handed_out == self.capacity() {
            assert_eq!(result, Err(Errno::ENOMEM));
            return;
        }
        let address = result.expect("an item");
        // Any free item; and a fresh one if the thread has come to another CPU meanwhile.
        let recycled = self.free.iter().position(|&free| free == address);
        let recycled = recycled.map(|index| self.free.swap_remove(index));
        let size = self.kind.item_size();
        // What the copies and the init value contained before, and how much of CPU 0's copy was the
        // link to the next free item.
        let (before, init_value, link) = match recycled {
            Some(_) => (self.kind.poison(), self.kind.poison(), self.kind.link()),
            None => {
                self.handed_out += 1;
                assert!(self.handed_out <= self.capacity());
                let known = self.unused_known.then_some(0);
                (if self.kind.init_function { Some(INIT_BYTE) } else { known }, known, 0)
            }
        };
        assert_eq!(address.addr().get() % size, 0);
        for other in &self.items {
            assert!(other.address.addr().get().abs_diff(address.addr().get()) >= size);
        }
        let copy = |cpu| {
            let known = |i| if cpu == 0 && i < link { None } else { before };
            (0..size).map(|i| contents(i, known(i))).collect()
        };
        self.items.push(Item {
            address,
            copies: (0..self.kind.copies()).map(copy).collect(),
            init_value: (0..size).map(|i| contents(i, init_value)).collect(),
        });
    }

    fn check(&self) {
        for item in &self.items {
            for (cpu, copy) in item.copies.iter().enumerate() {
                self.check_area(item.address, cpu, copy);
            }
            if self.kind.has_init_values() {
                self.check_area(item.address, self.kind.cpus, &item.init_value);
            }
        }
        if let Some(poison) = self.kind.poison() {
            let size = self.kind.item_size();
            let (poison, link) = (vec![Some(poison); size], self.kind.link());
            let first = [&vec![None; link], &poison[link..]].concat();
            for &item in &self.free {
                self.check_area(item, 0, &first);
                let areas = self.kind.copies() + usize::from(self.kind.has_init_values());
                (1..areas).for_each(|area| self.check_area(item, area, &poison));
            }
        }
    }

    fn check_area(&self, item: NonNull<u8>, number: usize, expected: &[Option<u8>]) {
        let start = item.as_ptr().wrapping_add(number * self.kind.stride);
        // SAFETY: the pool has the item, and this is one of its areas.
        let found = unsafe { std::slice::from_raw_parts(start, expected.len()) };
        for (i, (&found, &expected)) in found.iter().zip(expected).enumerate() {
            let right = expected.is_none_or(|expected| expected == found);
            assert!(right, "area {number}, byte {i}: {found:#x}, not {expected:?}");
        }
    }
}

#[track_caller]
fn destroy(pool: Owned<Pool>) {
    Pool::destroy(pool).map_err(|(_, errno)| errno).expect("destroy");
}

/// Makes the calls, compares after some of them, and destroys the pool.
fn run(mut pool: Owned<Pool>, mut model: Model, calls: &[Call]) {
    let (size, stride) = (model.kind.item_size(), model.kind.stride);
    for (number, call) in calls.iter().enumerate() {
        match call {
            Call::Malloc => model.allocated(pool.malloc(), |_, before| before),
            Call::Zmalloc => model.allocated(pool.zmalloc(), |_, _| Some(0)),
            Call::MallocInit { len, byte } => {
                let value = vec![*byte; len.index(size + 1)];
                // SAFETY: the value is that long.
                let result = unsafe { pool.malloc_init(value.as_ptr(), value.len()) };
                model.allocated(result, |i, _| (i < value.len()).then_some(*byte));
                model.unused_known &= !model.kind.has_init_values();
            }
            Call::Write { item, cpu, place, byte } if !model.items.is_empty() => {
                let index = item.index(model.items.len());
                let item = &mut model.items[index];
                let cpu = cpu.index(item.copies.len());
                let place = place.index(size);
                // SAFETY: the item is allocated.
                unsafe { item.address.as_ptr().add(cpu * stride + place).write(*byte) };
                item.copies[cpu][place] = Some(*byte);
            }
            Call::Free { item } if !model.items.is_empty() => {
                let item = model.items.swap_remove(item.index(model.items.len()));
                // SAFETY: the item is allocated.
                unsafe { Pool::free(item.address, stride) };
                model.free.push(item.address);
            }
            Call::Write { .. } | Call::Free { .. } => {}
            Call::Recreate => {
                let kind = model.kind;
                end(pool, model);
                pool = kind.create();
                model = Model::new(kind);
            }
            // An interpreter has no processes.
            Call::Fork { .. } if cfg!(miri) => {}
            Call::Fork { calls } => {
                (pool, model) = fork(pool, model, calls);
            }
        }
        if number % 8 == 0 {
            model.check();
        }
    }
    end(pool, model);
}

/// Destroys the pool; a robust one, which checks the same from its side, without items.
fn end(pool: Owned<Pool>, model: Model) {
    model.check();
    for item in model.items.iter().filter(|_| model.kind.robust) {
        // SAFETY: the item is allocated.
        unsafe { Pool::free(item.address, model.kind.stride) };
    }
    destroy(pool);
}

/// Has a child process make calls with its copy of the pool. Where it has none, it destroys.
fn fork<'a>(pool: Owned<Pool>, model: Model<'a>, calls: &[Call]) -> (Owned<Pool>, Model<'a>) {
    let mut mine = Some((pool, model));
    let outcome = in_child(|| {
        let (pool, model) = mine.take().expect("as in the parent");
        if model.kind.has_init_values() {
            destroy(pool);
        } else {
            model.check();
            run(pool, model, calls);
        }
    });
    let (pool, model) = mine.expect("the child's is another one");
    let leaked = model.items.len();
    if model.kind.has_init_values() && model.kind.robust && leaked > 0 {
        outcome.assert_report_with(&[&format!(" has {leaked} leaked items on destroy.")]);
    } else {
        assert_eq!(outcome.stderr, "");
        outcome.assert_success();
    }
    (pool, model)
}

prop_compose! {
    fn kind()(
        stride_pages in prop::sample::select(STRIDES),
        cpus in prop_oneof![2 => Just(0usize), 6 => 1usize..=4, 4 => 1..=CPUS_MAX / 16, 1 => 1..=CPUS_MAX],
        len_bits in 0u32..17,
        cow_init: bool,
        robust: bool,
        poison in prop::option::of(any::<u8>()),
        init_function in prop::bool::weighted(0.2),
        max_nr_ranges in 0usize..4,
        len_fraction in 0.5..=1.0,
    ) -> Kind {
        let stride = page_size() * stride_pages;
        let largest = stride.min((ITEM_MAX / cpus.max(1)).next_power_of_two());
        let item_len = ((1 << len_bits) as f64 * len_fraction) as usize;
        Kind {
            item_len: item_len.min(largest),
            stride,
            cpus,
            cow_init,
            robust,
            poison,
            init_function,
            max_nr_ranges,
        }
    }
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let index = any::<prop::sample::Index>;
    let one = prop_oneof![
        4 => Just(Call::Malloc),
        4 => Just(Call::Zmalloc),
        6 => (index(), any::<u8>()).prop_map(|(len, byte)| Call::MallocInit { len, byte }),
        12 => (index(), index(), index(), any::<u8>())
            .prop_map(|(item, cpu, place, byte)| Call::Write { item, cpu, place, byte }),
        8 => index().prop_map(|item| Call::Free { item }),
        1 => Just(Call::Recreate),
    ];
    let child = vec(one.clone(), 0..20).prop_map(|calls| Call::Fork { calls });
    vec(prop_oneof![34 => one, 1 => child], 0..40)
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").map_or(400, |cases| cases.parse().expect("a number"))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        rng_algorithm: if cfg!(miri) { RngAlgorithm::XorShift } else { RngAlgorithm::default() },
        ..ProptestConfig::default()
    })]

    #[test]
    fn pools_behave_like_the_model(kind in kind(), calls in calls()) {
        run(kind.create(), Model::new(&kind), &calls);
    }
}
