//! Whose an address is. As soon as a process has had a robust pool, this is asked about everything
//! that is freed, before the address is used: a wrong one leads anywhere.
//!
//! All pools are asked for the range that the address is in, which is remembered then, so that the
//! next address from there needs no more than a look.

use core::fmt;
use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use super::fork;
use super::pool::Pool;
use super::range::{Range, Ranges};
use crate::sys::stderr;

static CHECKED: AtomicBool = AtomicBool::new(false);

/// From now on what is freed is to be checked.
pub(super) fn start_checking() {
    CHECKED.store(true, Relaxed);
}

/// Whether what is freed is to be checked.
#[inline]
pub(super) fn checked() -> bool {
    CHECKED.load(Relaxed)
}

/// Where CPU 0's areas of some ranges begin, each at its place; 0 for none. It gets there while the
/// pool is in the list of all pools, and is gone before the range is unmapped.
static FOUND: [AtomicUsize; 1024] = [const { AtomicUsize::new(0) }; 1024];

/// The place in `FOUND` for what begins at an address.
fn found(base: usize) -> &'static AtomicUsize {
    // The golden ratio spreads addresses that have the same distance from each other.
    let hash = (base as u32 / 4096).wrapping_mul(0x9e37_79b9);
    &FOUND[hash as usize >> (32 - FOUND.len().ilog2())]
}

/// A range is about to be unmapped. Its pool is in the list no more.
pub(super) fn forget(range: Range) {
    let base = range.base().addr().get();
    let _ = found(base).compare_exchange(base, 0, Relaxed, Relaxed);
}

/// Reports a free of what cannot be an item of a pool with this stride, and aborts.
#[cold]
pub(super) fn check_free(item: NonNull<u8>, stride: usize) {
    let base = item.addr().get() & stride.wrapping_neg();
    if base != 0 && found(base).load(Relaxed) == base {
        // SAFETY: a range begins there, so its record is in front.
        let range = unsafe { Range::of_item(item, stride) };
        if range.layout().stride == stride {
            return;
        }
    }
    let known = |pool: &Pool| {
        let range = pool.range_of(item)?;
        check_place(pool, range, item, stride);
        found(base).store(base, Relaxed);
        Some(())
    };
    if fork::find(known).is_none() {
        unknown(item, stride);
    }
}

fn check_place(pool: &Pool, range: Range, item: NonNull<u8>, stride: usize) {
    let expected = pool.stride();
    if stride != expected {
        stderr::abort(format_args!(
            "librseq_mempool_percpu_free: Wrong stride {stride} for pool: {pool}, item {item:p}, \
             expected {expected}.\n",
        ))
    }
    // In the header, this is not in the first area either.
    let offset = item.addr().get().wrapping_sub(range.base().addr().get());
    if offset >= stride {
        // CPU 0's copy, if it is one of another CPU.
        let first = range.base().as_ptr().wrapping_add(offset % stride);
        stderr::abort(format_args!(
            "librseq_mempool_percpu_free: Not an item of pool: {pool}, address {item:p}, expected \
             CPU 0's copy, {first:p}.\n",
        ))
    }
}

fn unknown(item: NonNull<u8>, stride: usize) -> ! {
    if let Some(pool) = fork::destroyed(item) {
        stderr::abort(format_args!(
            "librseq_mempool_percpu_free: Free after destroy of pool: {pool}, item {item:p}, \
             expected one of a pool that exists.\n",
        ))
    }
    let mut pools = 0;
    // The only pool that may be meant, if it is the only one.
    fork::find(|pool| {
        pools += usize::from(pool.stride() == stride);
        None::<()>
    });
    fork::find(|pool| -> Option<()> {
        (pools == 1 && pool.stride() == stride).then(|| {
            stderr::abort(format_args!(
                "librseq_mempool_percpu_free: Not an item: address {item:p}, expected one of pool: \
                 {pool}.\n",
            ))
        })
    });
    stderr::abort(format_args!(
        "librseq_mempool_percpu_free: Not an item: address {item:p}, expected one of {pools} pools \
         with stride {stride}.\n",
    ))
}

/// How many ranges of destroyed robust pools are remembered.
const REMEMBERED: usize = 16;

/// The last ranges of robust pools that were destroyed.
pub(super) struct Destroyed {
    /// Empty ones are zeroes, which take no room in the library.
    ranges: [Remains; REMEMBERED],
    next: usize,
}

#[derive(Clone, Copy)]
struct Remains {
    start: usize,
    end: usize,
    pool: DestroyedPool,
}

/// What reports say about a pool that is no more.
#[derive(Clone, Copy)]
pub(super) struct DestroyedPool {
    address: usize,
    name: [u8; 40],
    /// `None` if it had no name.
    name_len: Option<usize>,
}

impl Destroyed {
    pub const fn new() -> Destroyed {
        let pool = DestroyedPool { address: 0, name: [0; 40], name_len: None };
        Destroyed { ranges: [Remains { start: 0, end: 0, pool }; REMEMBERED], next: 0 }
    }

    /// Remembers a pool that is about to be destroyed.
    pub fn add(&mut self, pool: &Pool, ranges: &Ranges) {
        let address = ptr::from_ref(pool).addr();
        let mut remembered = DestroyedPool { address, name: [0; 40], name_len: None };
        remembered.name_len = pool.name().map(|name| {
            remembered.name.iter_mut().zip(name).for_each(|(to, from)| *to = *from);
            name.len().min(remembered.name.len())
        });
        for range in ranges.iter() {
            let (start, end) = range.addresses();
            self.ranges[self.next] = Remains { start, end, pool: remembered };
            self.next = (self.next + 1) % REMEMBERED;
        }
    }

    /// The pool that had an address, the last one if there were several.
    pub fn find(&self, address: NonNull<u8>) -> Option<DestroyedPool> {
        let address = address.addr().get();
        let (newer, older) = self.ranges.split_at(self.next);
        let mut latest_first = newer.iter().rev().chain(older.iter().rev());
        latest_first.find(|range| range.start <= address && address < range.end).map(|r| r.pool)
    }
}

impl fmt::Display for DestroyedPool {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let name = self.name_len.map(|len| &self.name[..len]);
        write_pool(f, name, ptr::without_provenance(self.address))
    }
}

/// Name and address of a pool, as reports have them.
impl fmt::Display for Pool {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write_pool(f, self.name(), ptr::from_ref(self).cast())
    }
}

fn write_pool(f: &mut fmt::Formatter, name: Option<&[u8]>, address: *const u8) -> fmt::Result {
    match name {
        Some(name) => {
            write!(f, "\"")?;
            for chunk in name.utf8_chunks() {
                write!(f, "{}", chunk.valid())?;
                chunk.invalid().iter().try_for_each(|byte| write!(f, "\\x{byte:02x}"))?;
            }
            write!(f, "\" ({address:p})")
        }
        None => write!(f, "\"<anonymous>\" ({address:p})"),
    }
}
