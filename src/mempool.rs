//! `rseq/mempool.h`: memory pools.

#![expect(
    clippy::missing_safety_doc,
    reason = "the comments are C's manual; `crate` says what all functions ask of their callers"
)]

use core::ffi::{CStr, c_char, c_int, c_uint, c_ulong, c_void};
use core::mem::MaybeUninit;
use core::ptr::{self, NonNull};

use rseq_core::Errno;
use rseq_core::mempool::{self, Attr, Pool, PoolSet, PopulatePolicy, Stats};
use rseq_core::sys::heap::Owned;

use crate::boundary::{number, pointer, status};

/// A pool.
#[allow(non_camel_case_types)]
pub struct rseq_mempool(#[allow(dead_code)] Pool);

/// Pools with different sizes of items that are allocated from as one.
#[allow(non_camel_case_types)]
pub struct rseq_mempool_set(#[allow(dead_code)] PoolSet);

/// Attributes of pools to be created.
#[allow(non_camel_case_types)]
pub struct rseq_mempool_attr(#[allow(dead_code)] Attr);

/// What a C program has a pointer to.
trait Handle: Sized {
    /// The object there.
    type Object;

    /// The object, or EINVAL for null.
    ///
    /// # Safety
    /// The handle is null or was given out by `give`, and not taken back during `'a`.
    unsafe fn borrow<'a>(handle: *const Self) -> Result<&'a Self::Object, Errno> {
        // SAFETY: by the contract of this function.
        unsafe { handle.cast::<Self::Object>().as_ref() }.ok_or(Errno::EINVAL)
    }

    /// Takes the object back; `None` for null.
    ///
    /// # Safety
    /// The handle is null or was given out by `give`, and never used again.
    unsafe fn take(handle: *mut Self) -> Option<Owned<Self::Object>> {
        // SAFETY: by the contract of this function.
        NonNull::new(handle.cast()).map(|object| unsafe { Owned::from_raw(object) })
    }

    /// Gives an object out.
    fn give(object: Owned<Self::Object>) -> *mut Self {
        object.into_raw().as_ptr().cast()
    }
}

impl Handle for rseq_mempool {
    type Object = Pool;
}
impl Handle for rseq_mempool_set {
    type Object = PoolSet;
}
impl Handle for rseq_mempool_attr {
    type Object = Attr;
}

/// Changes attributes; EINVAL for null.
///
/// # Safety
/// As for [`Handle::borrow`]; the calling thread alone uses the attributes.
unsafe fn change(attr: *mut rseq_mempool_attr, change: impl FnOnce(&mut Attr)) -> c_int {
    // SAFETY: by the contract of this function.
    let attr = unsafe { attr.cast::<Attr>().as_mut() };
    status(attr.map(change).ok_or(Errno::EINVAL))
}

/// An item, or null with errno set.
fn item(result: Result<NonNull<u8>, Errno>) -> *mut c_void {
    pointer(result.map(|item| item.as_ptr().cast()))
}

/// Destroying took the object unless it failed: a caller keeps a valid handle then.
fn destroyed<T>(result: Result<(), (Owned<T>, Errno)>) -> c_int {
    status(result.map_err(|(object, errno)| {
        object.into_raw();
        errno
    }))
}

/// Which memory the copies of an item are made of before somebody writes to them.
#[repr(C)]
#[allow(non_camel_case_types, clippy::upper_case_acronyms)]
pub enum rseq_mempool_populate_policy {
    /// That of the init value, which all CPUs share until they write. The default.
    RSEQ_MEMPOOL_POPULATE_COW_INIT = 0,
    /// Zeroes, which all CPUs share until they write.
    RSEQ_MEMPOOL_POPULATE_COW_ZERO = 1,
}

/// What a pool has and uses, see rseq_mempool_stats().
#[repr(C)]
#[allow(non_camel_case_types)]
#[derive(Clone, Copy)]
pub struct rseq_mempool_usage {
    /// Ranges.
    pub nr_ranges: usize,
    /// Items that there is room for in the ranges.
    pub nr_items: usize,
    /// Items that were allocated and not freed.
    pub nr_used: usize,
    /// Free items that the CPUs keep, see rseq_mempool_get_nr_cached().
    pub nr_cached: usize,
    /// Address space in bytes.
    pub bytes_mapped: usize,
    /// Memory in bytes; SIZE_MAX if /proc/self/pagemap cannot be read. Swapped out pages do not
    /// count. Before Linux 6.7, the zero page of the system counts wherever it was read.
    pub bytes_resident: usize,
}

/// Creates a pool.
///
/// @pool_name: name of the pool, for reports of robust pools and, in /proc/PID/maps, for the memory
/// that COW_INIT pools share. Copied; NULL for a pool without a name.
/// @item_len: size of the items in bytes. Rounded up to a power of two, and to the size of a
/// pointer at least.
/// @attr: attributes of the pool, which are copied; NULL for the defaults, a per-CPU pool for
/// rseq_get_max_nr_cpus() CPUs with the stride RSEQ_MEMPOOL_STRIDE and the policy COW_INIT.
///
/// The first range is created at once, which includes the calls of an init function. On a kernel or
/// in a sandbox without memfd_create(2), a COW_INIT pool gives each CPU memory of its own: the
/// contents are the same, only no memory is shared, and a forked child gets a private copy.
///
/// Returns the pool, or NULL with errno: EINVAL if the items are larger than the stride, the stride
/// is not a power of two of at least one page, the number of CPUs is negative, or the policy is not
/// one of enum rseq_mempool_populate_policy; ENOMEM without memory or address space, or if a process
/// has too many mappings (/proc/sys/vm/max_map_count); EMFILE or ENFILE if no file descriptor is
/// free for a moment; the errno of the init function if it failed, ENOMEM if it left errno at 0; or
/// what mmap(2), madvise(2), memfd_create(2), ftruncate(2) give. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_create(
    pool_name: *const c_char,
    item_len: usize,
    attr: *const rseq_mempool_attr,
) -> *mut rseq_mempool {
    // SAFETY: the name is null or a terminated string.
    let name = (!pool_name.is_null()).then(|| unsafe { CStr::from_ptr(pool_name) });
    // SAFETY: the attributes are null or valid.
    let pool = match unsafe { rseq_mempool_attr::borrow(attr) } {
        Ok(attr) => Pool::create(name, item_len, attr),
        Err(_) => Pool::create(name, item_len, &Attr::default()),
    };
    pointer(pool.map(rseq_mempool::give))
}

/// Destroys a pool and all of its items.
///
/// @pool: the pool; NULL does nothing.
///
/// Nobody may use the pool or its items any more, which is undefined; robust pools report a later
/// free of their items. A robust pool is checked first, see above. In a
/// child process, this frees what the pool uses there, whatever its policy.
///
/// Returns 0, or -1 with the errno of munmap(2) if some memory could not be unmapped. The pool then
/// still exists, but all that can be done with it is to try again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_destroy(pool: *mut rseq_mempool) -> c_int {
    // SAFETY: the pool is null or valid, and the caller gives it up.
    unsafe { rseq_mempool::take(pool) }.map_or(0, |pool| destroyed(Pool::destroy(pool)))
}

/// Allocates an item of unspecified contents.
///
/// @pool: the pool.
///
/// Creates a range if all items are in use, which includes the calls of an init function.
///
/// Returns the item, which is the address of CPU 0's copy, aligned to its size; or NULL with errno:
/// EINVAL if the pool is NULL; ENOMEM if rseq_mempool_attr_set_max_nr_ranges() allows no other
/// range; any errno of rseq_mempool_create() but EINVAL if another range could not be created. The
/// pool is as before then. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_percpu_malloc(pool: *mut rseq_mempool) -> *mut c_void {
    // SAFETY: the pool is null or valid.
    item(unsafe { rseq_mempool::borrow(pool) }.and_then(Pool::malloc))
}

/// Allocates an item whose copies are all zero.
///
/// @pool: the pool.
///
/// Otherwise like rseq_mempool_percpu_malloc(). Copies that are zero already are not written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_percpu_zmalloc(pool: *mut rseq_mempool) -> *mut c_void {
    // SAFETY: the pool is null or valid.
    item(unsafe { rseq_mempool::borrow(pool) }.and_then(Pool::zmalloc))
}

/// Allocates an item whose copies all begin with a given value.
///
/// @pool: the pool.
/// @init_ptr: the value, which is copied; NULL makes this rseq_mempool_percpu_malloc().
/// @init_len: its length in bytes, at most the rounded size of an item. What is behind it in the
/// item is unspecified.
///
/// Otherwise like rseq_mempool_percpu_malloc(); errno is also EINVAL if init_len is too large, even
/// if init_ptr is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_percpu_malloc_init(
    pool: *mut rseq_mempool,
    init_ptr: *mut c_void,
    init_len: usize,
) -> *mut c_void {
    // SAFETY: the pool is null or valid.
    let pool = unsafe { rseq_mempool::borrow(pool) };
    // SAFETY: the value is null or as long as announced.
    item(pool.and_then(|pool| unsafe { pool.malloc_init(init_ptr.cast(), init_len) }))
}

/// Frees an item. Usually called by the macro rseq_mempool_percpu_free().
///
/// @ptr: what the allocation returned; NULL does nothing.
/// @stride: stride of the pool in bytes.
///
/// Nobody may use the item any more. What is undefined says "Items" above; robust pools report it
/// and call abort(3). Leaves errno alone. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn librseq_mempool_percpu_free(ptr: *mut c_void, stride: usize) {
    if let Some(item) = NonNull::new(ptr.cast()) {
        // SAFETY: the caller gives up an item of a pool with this stride.
        unsafe { Pool::free(item, stride) }
    }
}

/// Creates a pool set without pools.
///
/// Returns the set, or NULL with errno ENOMEM. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_mempool_set_create() -> *mut rseq_mempool_set {
    pointer(PoolSet::create().map(rseq_mempool_set::give))
}

/// Destroys a pool set and the pools in it, those with the smallest items first.
///
/// @pool_set: the set; NULL does nothing.
///
/// Nobody may use the set, its pools or their items any more.
///
/// Returns 0, or -1 with the errno of munmap(2) if a pool could not be destroyed, see
/// rseq_mempool_destroy(). The set then still exists with such pools, but all that can be done with
/// it is to try again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_set_destroy(pool_set: *mut rseq_mempool_set) -> c_int {
    // SAFETY: the set is null or valid, and the caller gives it up.
    unsafe { rseq_mempool_set::take(pool_set) }.map_or(0, |set| destroyed(PoolSet::destroy(set)))
}

/// Adds a pool to a pool set, which owns and destroys it from then on.
///
/// @pool_set: the set.
/// @pool: the pool. It is in no set yet.
///
/// A set has at most one pool for each size of items. Items are freed with the stride of the pool
/// they come from, so it is best to have the same for all pools of a set.
///
/// Returns 0, or -1 with errno: EINVAL if an argument is NULL, EBUSY if the set has a pool with
/// items of this size; the pool remains the caller's then. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_set_add_pool(
    pool_set: *mut rseq_mempool_set,
    pool: *mut rseq_mempool,
) -> c_int {
    // SAFETY: the set is null or valid.
    match (unsafe { rseq_mempool_set::borrow(pool_set) }, NonNull::new(pool)) {
        // SAFETY: the pool is valid, and the caller gives it up if this succeeds.
        (Ok(set), Some(pool)) => destroyed(set.add_pool(unsafe { Owned::from_raw(pool.cast()) })),
        _ => status(Err(Errno::EINVAL)),
    }
}

/// Allocates an item of unspecified contents from a pool of a set.
///
/// @pool_set: the set.
/// @len: size that is needed in bytes, which may be 0.
///
/// The item comes from the pool with the smallest items that are large enough; if that pool fails,
/// from the next larger one.
///
/// Returns the item as rseq_mempool_percpu_malloc() does, or NULL with errno: EINVAL if the set is
/// NULL, ENOMEM if it has no pool with items of this size, otherwise the errno of the last pool that
/// failed. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_set_percpu_malloc(
    pool_set: *mut rseq_mempool_set,
    len: usize,
) -> *mut c_void {
    // SAFETY: the set is null or valid.
    item(unsafe { rseq_mempool_set::borrow(pool_set) }.and_then(|set| set.malloc(len)))
}

/// Allocates an item whose copies are all zero from a pool of a set.
///
/// @pool_set: the set.
/// @len: size that is needed in bytes, which may be 0. The whole item is zero.
///
/// Otherwise like rseq_mempool_set_percpu_malloc().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_set_percpu_zmalloc(
    pool_set: *mut rseq_mempool_set,
    len: usize,
) -> *mut c_void {
    // SAFETY: the set is null or valid.
    item(unsafe { rseq_mempool_set::borrow(pool_set) }.and_then(|set| set.zmalloc(len)))
}

/// Allocates an item whose copies all begin with a given value from a pool of a set.
///
/// @pool_set: the set.
/// @init_ptr: the value, which is copied; NULL makes this rseq_mempool_set_percpu_malloc().
/// @len: its length in bytes, which is the size that is needed. What is behind it in the item is
/// unspecified.
///
/// Otherwise like rseq_mempool_set_percpu_malloc().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_set_percpu_malloc_init(
    pool_set: *mut rseq_mempool_set,
    init_ptr: *mut c_void,
    len: usize,
) -> *mut c_void {
    // SAFETY: the set is null or valid.
    let set = unsafe { rseq_mempool_set::borrow(pool_set) };
    // SAFETY: the value is null or as long as announced.
    item(set.and_then(|set| unsafe { set.malloc_init(init_ptr.cast(), len) }))
}

/// Creates an attribute object with the defaults: a per-CPU pool for rseq_get_max_nr_cpus() CPUs
/// with the stride RSEQ_MEMPOOL_STRIDE and the policy COW_INIT, any number of ranges, no init
/// function, no poison, not robust.
///
/// Returns the object, or NULL with errno ENOMEM. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_mempool_attr_create() -> *mut rseq_mempool_attr {
    pointer(Owned::new(Attr::default()).map(rseq_mempool_attr::give))
}

/// Destroys an attribute object. Pools that were created with it are not affected.
///
/// @attr: the object; NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_destroy(attr: *mut rseq_mempool_attr) {
    // SAFETY: the object is null or valid, and the caller gives it up.
    drop(unsafe { rseq_mempool_attr::take(attr) });
}

/// Sets a function that initialises new ranges, and selects the policy COW_INIT.
///
/// @attr: the attributes.
/// @init_func: called with init_priv, the address and the length in bytes of an area, and the number
/// of the CPU that the area is for: for each CPU of a per-CPU pool in ascending order, once with -1
/// for a global pool. Returns 0, or anything else and sets errno to make the creation of the range
/// fail with that. NULL: no init function, and the policy stays as it is.
/// @init_priv: passed on.
///
/// The function is called by rseq_mempool_create(), and when an allocation creates another range,
/// while other threads that need one wait; it must not allocate from the pool. What it writes is
/// what fresh items contain on that CPU, unless they are allocated with zmalloc or malloc_init. It
/// may fork, use other pools and call rseq_mempool_range_init_numa().
///
/// Returns 0, or -1 with errno EINVAL if attr is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_init(
    attr: *mut rseq_mempool_attr,
    init_func: Option<
        unsafe extern "C" fn(
            r#priv: *mut c_void,
            addr: *mut c_void,
            len: usize,
            cpu: c_int,
        ) -> c_int,
    >,
    init_priv: *mut c_void,
) -> c_int {
    // SAFETY: the attributes are null or valid, and the function can be called as documented.
    unsafe { change(attr, |attr| attr.set_init(init_func, init_priv)) }
}

/// Makes pools robust: they check themselves, see above.
///
/// @attr: the attributes.
///
/// Returns 0, or -1 with errno EINVAL if attr is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_robust(attr: *mut rseq_mempool_attr) -> c_int {
    // SAFETY: the attributes are null or valid.
    unsafe { change(attr, Attr::set_robust) }
}

/// Makes pools per-CPU pools, which they are by default. Undoes rseq_mempool_attr_set_global().
///
/// @attr: the attributes.
/// @stride: distance between the copies of an item in bytes: a power of two of at least one page and
/// the size of an item; 0 for RSEQ_MEMPOOL_STRIDE.
/// @max_nr_cpus: number of copies of each item; 0 for rseq_get_max_nr_cpus(). Fewer are enough for
/// programs that are restricted to some CPUs or that index by concurrency id.
///
/// Returns 0, or -1 with errno EINVAL if attr is NULL. Other values are checked by
/// rseq_mempool_create().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_percpu(
    attr: *mut rseq_mempool_attr,
    stride: usize,
    max_nr_cpus: c_int,
) -> c_int {
    // SAFETY: the attributes are null or valid.
    unsafe { change(attr, |attr| attr.set_percpu(stride, max_nr_cpus)) }
}

/// Makes pools global, with a single copy of each item. Undoes rseq_mempool_attr_set_percpu().
///
/// @attr: the attributes.
/// @stride: size of a range in bytes: a power of two of at least one page and the size of an item;
/// 0 for RSEQ_MEMPOOL_STRIDE.
///
/// Returns 0, or -1 with errno EINVAL if attr is NULL. Other values are checked by
/// rseq_mempool_create().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_global(
    attr: *mut rseq_mempool_attr,
    stride: usize,
) -> c_int {
    // SAFETY: the attributes are null or valid.
    unsafe { change(attr, |attr| attr.set_global(stride)) }
}

/// Limits the number of ranges of a pool.
///
/// @attr: the attributes.
/// @max_nr_ranges: most ranges that a pool may have; each holds stride / item size items. 0, the
/// default, is no limit.
///
/// Returns 0, or -1 with errno EINVAL if attr is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_max_nr_ranges(
    attr: *mut rseq_mempool_attr,
    max_nr_ranges: c_ulong,
) -> c_int {
    // SAFETY: the attributes are null or valid.
    unsafe { change(attr, |attr| attr.set_max_nr_ranges(max_nr_ranges as usize)) }
}

/// Makes free fill items with a word.
///
/// @attr: the attributes.
/// @poison: written to every copy of an item that is freed, again and again. In a global or COW_ZERO
/// pool that is not robust, the first word of CPU 0's copy is used otherwise.
///
/// Robust pools have a poison of their own if none is set.
///
/// Returns 0, or -1 with errno EINVAL if attr is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_poison(
    attr: *mut rseq_mempool_attr,
    poison: usize,
) -> c_int {
    // SAFETY: the attributes are null or valid.
    unsafe { change(attr, |attr| attr.set_poison(poison)) }
}

/// Selects the memory that copies are made of, see above.
///
/// @attr: the attributes.
/// @policy: the policy. Global pools have COW_ZERO whatever is selected here.
///
/// Returns 0, or -1 with errno EINVAL if attr is NULL. The policy is checked by
/// rseq_mempool_create().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_populate_policy(
    attr: *mut rseq_mempool_attr,
    policy: MaybeUninit<rseq_mempool_populate_policy>,
) -> c_int {
    // An enum of C may have any value, which one of Rust must not.
    // SAFETY: C passes an initialised number of this size.
    let policy = PopulatePolicy(unsafe { ptr::from_ref(&policy).cast::<c_uint>().read() });
    // SAFETY: the attributes are null or valid.
    unsafe { change(attr, |attr| attr.set_populate_policy(policy)) }
}

/// Moves memory to the NUMA node of a CPU, by move_pages(2).
///
/// @addr: start of the memory: usually the area that an init function was given, or an item's copy
/// of at least a page.
/// @len: its length in bytes; of a page at the end that is not complete, nothing is moved.
/// @cpu: number of the CPU.
/// @numa_flags: MPOL_MF_MOVE to move pages that only this process uses, MPOL_MF_MOVE_ALL to move all.
///
/// Pages without memory of their own, because nobody wrote to them, are left alone: memory is
/// usually taken from the node of the CPU that writes first.
///
/// Returns 0 if all pages that can be are on the node, otherwise -1 with errno: EINVAL without flags,
/// with unknown flags, or for a CPU that the system does not have; EPERM if the process may not use
/// MPOL_MF_MOVE_ALL; EACCES if a page is shared, as those of init values are, and MPOL_MF_MOVE is
/// not enough; EBUSY if a page could not be moved at the moment; EFAULT if there is no memory at this
/// address; ENOMEM if the node has none left; ENOENT or ENODEV if the node has no memory; ENOSYS
/// without move_pages(2), or on another system than Linux; or the errno of opening the CPU's
/// directory in /sys. Some pages may have been moved then. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_mempool_range_init_numa(
    addr: *mut c_void,
    len: usize,
    cpu: c_int,
    numa_flags: c_int,
) -> c_int {
    status(mempool::range_init_numa(addr, len, cpu, numa_flags))
}

/// What a pool has and uses.
///
/// @mempool: the pool.
/// @stats: is filled in: numbers of ranges, of items that there is room for, of items in use and of
/// free items that the CPUs keep; bytes of address space and of memory.
/// @len: size of the structure in bytes, sizeof(struct rseq_mempool_usage). Later versions of this
/// library may have more members, at the end: a program gets those that it knows, and 0 for those
/// that the library does not know.
///
/// Members are from one moment each, but what other threads allocate and free during the call may be
/// counted or not. Takes time for each range, and for each page that was written; other threads do
/// not wait for that.
///
/// In a child of fork(2), which does not get the items of a pool with RSEQ_MEMPOOL_POPULATE_COW_INIT,
/// the numbers are what the parent had then, and the bytes what the child has: two pages of each
/// range, and what the CPUs keep free items in.
///
/// Returns 0, or -1 with errno EINVAL if a pointer is NULL or len is less than the size that the
/// structure had when it was introduced. Thread-safe. Since 0.2.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_stats(
    mempool: *mut rseq_mempool,
    stats: *mut rseq_mempool_usage,
    len: usize,
) -> c_int {
    // SAFETY: the pool is null or valid.
    status(unsafe { rseq_mempool::borrow(mempool) }.and_then(|pool| {
        let stats = NonNull::new(stats.cast::<u8>()).ok_or(Errno::EINVAL)?;
        let Stats { nr_ranges, nr_items, nr_used, nr_cached, bytes_mapped, bytes_resident } =
            pool.stats();
        let bytes_resident = bytes_resident.unwrap_or(usize::MAX);
        let known = rseq_mempool_usage {
            nr_ranges,
            nr_items,
            nr_used,
            nr_cached,
            bytes_mapped,
            bytes_resident,
        };
        let more = len.checked_sub(size_of_val(&known)).ok_or(Errno::EINVAL)?;
        // SAFETY: the structure of the caller is `len` bytes long.
        unsafe {
            stats.cast().write_unaligned(known);
            stats.add(size_of_val(&known)).write_bytes(0, more);
        }
        Ok(())
    }))
}

/// Number of free items that a CPU keeps for the next allocations there.
///
/// @mempool: the pool.
/// @cpu: number of the CPU, smaller than rseq_get_max_nr_cpus(), whatever the pool has copies for.
///
/// Returns the number at some moment, or -1 with errno EINVAL if the pool is NULL or there is no such
/// CPU. Thread-safe. Since 0.2.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_get_nr_cached(
    mempool: *mut rseq_mempool,
    cpu: c_int,
) -> c_int {
    // SAFETY: the pool is null or valid.
    let count = unsafe { rseq_mempool::borrow(mempool) }.and_then(|pool| pool.nr_cached(cpu));
    number(count.map(|count| count as c_int))
}

/// Number of CPUs that a pool has copies for.
///
/// @mempool: the pool.
///
/// Returns the number, or -1 with errno EINVAL if the pool is NULL or global. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_get_max_nr_cpus(mempool: *mut rseq_mempool) -> c_int {
    // SAFETY: the pool is null or valid.
    number(unsafe { rseq_mempool::borrow(mempool) }.and_then(Pool::max_nr_cpus))
}
