//! Memory pools, compared with a model: what is documented to be in each copy of each item after
//! random sequences of calls.

use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};

use proptest::collection::vec;
use proptest::prelude::*;
use rseq_core::Errno;
use rseq_core::mempool::{Attr, Pool, PopulatePolicy};
use rseq_core::sys::memory::page_size;

/// What the init function writes.
const INIT_BYTE: u8 = 0x3c;
/// Most bytes of all copies of an item.
const ITEM_MAX: usize = 1 << 16;

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
}

/// An allocated item: the known bytes of each copy, those of CPU 0 first.
struct Item {
    address: NonNull<u8>,
    copies: Vec<Vec<Option<u8>>>,
    /// The known bytes of the init value.
    init_value: Vec<Option<u8>>,
}

struct Model {
    kind: Kind,
    items: Vec<Item>,
    /// Addresses that were allocated and freed.
    free: Vec<NonNull<u8>>,
    handed_out: usize,
    /// Where init values are shared, a value may be that of unused items too.
    unused_known: bool,
}

impl Model {
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
            Some(_) => {
                let poison = self.kind.poison();
                let links_apart = self.kind.has_init_values() || self.kind.robust;
                (poison, poison, if links_apart { 0 } else { size_of::<usize>() })
            }
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
                self.check_area(item, cpu, copy);
            }
            if self.kind.has_init_values() {
                self.check_area(item, self.kind.cpus, &item.init_value);
            }
        }
    }

    fn check_area(&self, item: &Item, number: usize, expected: &[Option<u8>]) {
        let start = item.address.as_ptr().wrapping_add(number * self.kind.stride);
        // SAFETY: the item is allocated, and this is one of its areas.
        let found = unsafe { std::slice::from_raw_parts(start, expected.len()) };
        for (i, (&found, &expected)) in found.iter().zip(expected).enumerate() {
            let right = expected.is_none_or(|expected| expected == found);
            assert!(right, "area {number}, byte {i}: {found:#x}, not {expected:?}");
        }
    }
}

fn run(kind: Kind, calls: Vec<Call>) {
    let pool = Pool::create(Some(c"model"), kind.item_len, &kind.attr()).expect("pool");
    let (size, stride) = (kind.item_size(), kind.stride);
    let mut model =
        Model { kind, items: Vec::new(), free: Vec::new(), handed_out: 0, unused_known: true };
    for call in calls {
        match call {
            Call::Malloc => model.allocated(pool.malloc(), |_, before| before),
            Call::Zmalloc => model.allocated(pool.zmalloc(), |_, _| Some(0)),
            Call::MallocInit { len, byte } => {
                let value = vec![byte; len.index(size + 1)];
                // SAFETY: the value is that long.
                let result = unsafe { pool.malloc_init(value.as_ptr(), value.len()) };
                model.allocated(result, |i, _| (i < value.len()).then_some(byte));
                model.unused_known &= !model.kind.has_init_values();
            }
            Call::Write { item, cpu, place, byte } if !model.items.is_empty() => {
                let index = item.index(model.items.len());
                let item = &mut model.items[index];
                let cpu = cpu.index(item.copies.len());
                let place = place.index(size);
                // SAFETY: the item is allocated.
                unsafe { item.address.as_ptr().add(cpu * stride + place).write(byte) };
                item.copies[cpu][place] = Some(byte);
            }
            Call::Free { item } if !model.items.is_empty() => {
                let item = model.items.swap_remove(item.index(model.items.len()));
                // SAFETY: the item is allocated.
                unsafe { Pool::free(item.address, stride) };
                model.free.push(item.address);
            }
            Call::Write { .. } | Call::Free { .. } => {}
        }
        model.check();
    }
    // A robust pool checks the same from its side.
    for item in model.items {
        // SAFETY: the item is allocated.
        unsafe { Pool::free(item.address, stride) };
    }
    Pool::destroy(pool).map_err(|(_, errno)| errno).expect("destroy");
}

prop_compose! {
    fn kind()(
        stride_pages in prop::sample::select(vec![1, 2, 8, 16]),
        cpus in prop_oneof![1 => Just(0usize), 3 => 1usize..=4, 2 => 1usize..=64],
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
    vec(
        prop_oneof![
            2 => Just(Call::Malloc),
            2 => Just(Call::Zmalloc),
            3 => (index(), any::<u8>()).prop_map(|(len, byte)| Call::MallocInit { len, byte }),
            6 => (index(), index(), index(), any::<u8>())
                .prop_map(|(item, cpu, place, byte)| Call::Write { item, cpu, place, byte }),
            4 => index().prop_map(|item| Call::Free { item }),
        ],
        0..40,
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn pools_behave_like_the_model(kind in kind(), calls in calls()) {
        run(kind, calls);
    }
}
