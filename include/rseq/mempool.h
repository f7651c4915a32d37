/* Printed by headergen from headergen/templates/rseq/mempool.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/mempool.h: memory pools, an allocator of per-CPU data.
 *
 * A pool hands out items of one size. Each item of a per-CPU pool exists once for every possible
 * CPU. The allocation returns a single pointer, which is at the same time the address of the copy
 * of CPU 0; the copy of CPU n is n strides behind it:
 *
 *     struct counter { intptr_t count; };
 *
 *     struct rseq_mempool *pool = rseq_mempool_create("counters", sizeof(struct counter), NULL);
 *     struct counter __rseq_percpu *c =
 *         (struct counter __rseq_percpu *)rseq_mempool_percpu_zmalloc(pool);
 *
 *     rseq_percpu_ptr(c, cpu)->count++;
 *
 *     rseq_mempool_percpu_free(c);
 *     rseq_mempool_destroy(pool);
 *
 * So an item is passed around as one ordinary pointer, and finding a copy is a multiplication and
 * an addition, also inside of a critical section. __rseq_percpu marks such pointers for readers and
 * for checking tools; the compiler sees nothing.
 *
 * This header does not need rseq/rseq.h: pools work in threads that are not registered, and on
 * kernels without rseq(2). Link with -lrseq.
 *
 * Items
 *
 * The size of an item is rounded up to a power of two, and to the size of a pointer at least; items
 * are aligned to that size. It is at most the stride.
 *
 * malloc: the content of the item is unspecified. zmalloc: every copy is zero. malloc_init: every
 * copy begins with the given value, what is behind that is unspecified. The same three exist for
 * pool sets. An item that was never used is had for a few instructions, however many CPUs there are,
 * if it is to be zero, or to get the same value as the items before it in a COW_INIT pool. Otherwise
 * the copies of all CPUs are compared or, with 512 CPUs and more, those alone that the kernel says
 * were written (/proc/self/pagemap, Linux 6.7), unless a COW_ZERO pool is to give more than zeroes.
 * Freed items are handed out again; their memory is not returned to the system before the pool is
 * destroyed.
 *
 * Each CPU keeps some of the items that were freed on it, at most 126 and at most as many as a range
 * holds, and hands them out again without a lock, the last one first. They are moved to and from the
 * other CPUs in batches, and looked for on all CPUs before an allocation fails. This needs a thread
 * that is registered (see rseq/rseq.h), a pool that is not robust, and membarrier(2) of Linux 5.10;
 * otherwise each call takes the lock of the pool.
 *
 * An item is freed with the stride of its pool: rseq_mempool_percpu_free(ptr) if that is
 * RSEQ_MEMPOOL_STRIDE, the default, otherwise rseq_mempool_percpu_free(ptr, stride). A pool is
 * found from the pointer and the stride alone. Undefined, unless robust pools report it, are
 * another pointer than what the allocation returned, another stride than the pool's, a second free
 * of an item, and use of an item that was freed or whose pool was destroyed. Use of a pool that was
 * destroyed is undefined always.
 *
 * Global pools
 *
 * A pool with rseq_mempool_attr_set_global() has a single copy of each item and no relation to
 * CPUs: an allocator of ordinary memory with the same interface. Its items come from
 * rseq_mempool_malloc() and the like, whose pointers are not marked __rseq_percpu, and are freed
 * with rseq_mempool_free(). The policy of a global pool is always COW_ZERO.
 *
 * Layout
 *
 * A pool consists of ranges. The first one is made with the pool, another one when all items of
 * those before are in use, until rseq_mempool_attr_set_max_nr_ranges() is reached. A range holds
 * stride / item size items and is one block of address space:
 *
 *     two pages of header | CPU 0 | CPU 1 | ... | CPU n-1 | init values | free list
 *
 * CPU 0 and each area behind it begin at a multiple of the stride and are one stride long. The area
 * with the init values exists with the policy COW_INIT only, that with the free list with COW_INIT
 * and in robust pools. With COW_INIT, rseq_percpu_ptr(ptr, rseq_mempool_get_max_nr_cpus(pool)) is
 * the init value of an item, which can be read but is not to be written by the program.
 *
 * The stride is a power of two and at least one page: RSEQ_MEMPOOL_STRIDE bytes by default. Larger
 * strides allow larger items and give more items to a range. Address space is what a stride costs;
 * memory is used for pages that were written.
 *
 * Populate policies
 *
 * What enum rseq_mempool_populate_policy selects is which memory a copy is made of before somebody
 * writes it.
 *
 * RSEQ_MEMPOOL_POPULATE_COW_INIT, the default: all CPUs share the pages of the init values; a CPU
 * gets a page of its own when its copy is written first. Allocating with an init value then costs
 * one copy of it, not one per possible CPU, and CPUs that never run the program use no memory. A
 * range needs a mapping for each CPU then (see /proc/sys/vm/max_map_count): from the first item on
 * that is allocated with a value other than zeroes, or from the beginning if the pool has an init
 * function or a poison.
 *
 * RSEQ_MEMPOOL_POPULATE_COW_ZERO: all CPUs share the zero page of the system until they write.
 * Items with an init value other than zero are written for each CPU. A range is one mapping.
 *
 * fork
 *
 * The items of a COW_INIT pool do not exist in a child process: reading, writing, zeroing or freeing
 * one there is a segmentation fault, and so is the first use of an item that the child allocates.
 * All that the child can do is rseq_mempool_destroy(), which frees what the pool uses in the child.
 * COW_ZERO and global pools are private copies in parent and child and work in both, whatever other
 * threads were doing with them at the time of the fork. A process that was made without the
 * handlers of pthread_atfork(3), by clone(2) itself, may find a pool locked.
 *
 * Robust pools, poison
 *
 * A pool with rseq_mempool_attr_set_robust() keeps track of its items and verifies, when items are
 * freed and handed out again and when the pool is destroyed, that no item is freed twice or without
 * having been allocated, that freed items were not written, that the free list is intact, and that
 * nothing is still allocated in the end. If it is not so, it writes one line to standard error
 * with the name and the address of the pool and the offset of the item, and calls abort(3). It is
 * meant for testing: it costs time, memory and the sharing of pages.
 *
 * From the first robust pool of a process on, what is freed, to any pool, is looked for in the
 * ranges of all pools first. So another stride, the pointer to the copy of another CPU, to the heap
 * or to nothing, and an item whose robust pool was destroyed are reported like the rest.
 *
 * rseq_mempool_attr_set_poison() makes free fill each copy of an item with a value. A robust pool
 * does so anyway, with 0x55 in every byte (COW_INIT) or zero (COW_ZERO) unless told otherwise, and
 * expects to find it untouched.
 *
 * Since when
 *
 * The original librseq has had these functions, by these names, since August 2024, but for those
 * that are new in a version of this library and say so; it began with 0.2.
 *
 * Threads, signals
 *
 * Allocating and freeing is thread-safe, in one pool and in one pool set; so is adding pools to a
 * set. An attribute object belongs to one thread at a time. A pool or set is destroyed when nobody
 * uses it any more. Nothing here is async-signal-safe except rseq_percpu_ptr(). What threads do
 * with the same copy of an item is up to them.
 *
 * Errors
 *
 * Functions return -1 or NULL and set errno. A pool, pool set or attribute object that is NULL is
 * EINVAL, except that rseq_mempool_create() takes a NULL attr for the defaults, and that freeing
 * or destroying NULL does nothing. Apart from robust pools, no function prints anything. Unless it
 * says so, a function that failed has changed nothing.
 */
#ifndef _RSEQ_MEMPOOL_H
#define _RSEQ_MEMPOOL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/types.h>

#include "rseq/compiler.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Marks a pointer to an item that has one copy for each CPU; see rseq_percpu_ptr(). */
#define __rseq_percpu

/** Stride of pools that do not say otherwise, in bytes. */
#define RSEQ_MEMPOOL_STRIDE (1U << 16)

/** Which memory the copies of an item are made of before somebody writes to them. */
enum rseq_mempool_populate_policy {
    /** That of the init value, which all CPUs share until they write. The default. */
    RSEQ_MEMPOOL_POPULATE_COW_INIT = 0,
    /** Zeroes, which all CPUs share until they write. */
    RSEQ_MEMPOOL_POPULATE_COW_ZERO = 1,
};

/** A pool. */
struct rseq_mempool;

/** Attributes of pools to be created. */
struct rseq_mempool_attr;

/** Pools with different sizes of items that are allocated from as one. */
struct rseq_mempool_set;

/** What a pool has and uses, see rseq_mempool_stats(). */
struct rseq_mempool_usage {
    /** Ranges. */
    size_t nr_ranges;
    /** Items that there is room for in the ranges. */
    size_t nr_items;
    /** Items that were allocated and not freed. */
    size_t nr_used;
    /** Free items that the CPUs keep, see rseq_mempool_get_nr_cached(). */
    size_t nr_cached;
    /** Address space in bytes. */
    size_t bytes_mapped;
    /**
     * Memory in bytes; SIZE_MAX if /proc/self/pagemap cannot be read. Swapped out pages do not
     * count. Before Linux 6.7, the zero page of the system counts wherever it was read.
     */
    size_t bytes_resident;
};

/**
 * Creates a pool.
 *
 * @pool_name: name of the pool, for reports of robust pools and, in /proc/PID/maps, for the memory
 * that COW_INIT pools share. Copied; NULL for a pool without a name.
 * @item_len: size of the items in bytes. Rounded up to a power of two, and to the size of a
 * pointer at least.
 * @attr: attributes of the pool, which are copied; NULL for the defaults, a per-CPU pool for
 * rseq_get_max_nr_cpus() CPUs with the stride RSEQ_MEMPOOL_STRIDE and the policy COW_INIT.
 *
 * The first range is created at once, which includes the calls of an init function. On a kernel or
 * in a sandbox without memfd_create(2), a COW_INIT pool gives each CPU memory of its own: the
 * contents are the same, only no memory is shared, and a forked child gets a private copy.
 *
 * Returns the pool, or NULL with errno: EINVAL if the items are larger than the stride, the stride
 * is not a power of two of at least one page, the number of CPUs is negative, or the policy is not
 * one of enum rseq_mempool_populate_policy; ENOMEM without memory or address space, or if a process
 * has too many mappings (/proc/sys/vm/max_map_count); EMFILE or ENFILE if no file descriptor is
 * free for a moment; the errno of the init function if it failed, ENOMEM if it left errno at 0; or
 * what mmap(2), madvise(2), memfd_create(2), ftruncate(2) give. Thread-safe.
 */
struct rseq_mempool *rseq_mempool_create(const char *pool_name, size_t item_len,
                                         const struct rseq_mempool_attr *attr);

/**
 * Destroys a pool and all of its items.
 *
 * @pool: the pool; NULL does nothing.
 *
 * Nobody may use the pool or its items any more, which is undefined; robust pools report a later
 * free of their items. A robust pool is checked first, see above. In a
 * child process, this frees what the pool uses there, whatever its policy.
 *
 * Returns 0, or -1 with the errno of munmap(2) if some memory could not be unmapped. The pool then
 * still exists, but all that can be done with it is to try again.
 */
int rseq_mempool_destroy(struct rseq_mempool *pool);

/**
 * Allocates an item of unspecified contents.
 *
 * @pool: the pool.
 *
 * Creates a range if all items are in use, which includes the calls of an init function.
 *
 * Returns the item, which is the address of CPU 0's copy, aligned to its size; or NULL with errno:
 * EINVAL if the pool is NULL; ENOMEM if rseq_mempool_attr_set_max_nr_ranges() allows no other
 * range; any errno of rseq_mempool_create() but EINVAL if another range could not be created. The
 * pool is as before then. Thread-safe.
 */
void __rseq_percpu *rseq_mempool_percpu_malloc(struct rseq_mempool *pool);

/**
 * Allocates an item whose copies are all zero.
 *
 * @pool: the pool.
 *
 * Otherwise like rseq_mempool_percpu_malloc(). Copies that are zero already are not written.
 */
void __rseq_percpu *rseq_mempool_percpu_zmalloc(struct rseq_mempool *pool);

/**
 * Allocates an item whose copies all begin with a given value.
 *
 * @pool: the pool.
 * @init_ptr: the value, which is copied; NULL makes this rseq_mempool_percpu_malloc().
 * @init_len: its length in bytes, at most the rounded size of an item. What is behind it in the
 * item is unspecified.
 *
 * Otherwise like rseq_mempool_percpu_malloc(); errno is also EINVAL if init_len is too large, even
 * if init_ptr is NULL.
 */
void __rseq_percpu *rseq_mempool_percpu_malloc_init(struct rseq_mempool *pool, void *init_ptr,
                                                    size_t init_len);

/**
 * Frees an item. Usually called by the macro rseq_mempool_percpu_free().
 *
 * @ptr: what the allocation returned; NULL does nothing.
 * @stride: stride of the pool in bytes.
 *
 * Nobody may use the item any more. What is undefined says "Items" above; robust pools report it
 * and call abort(3). Leaves errno alone. Thread-safe.
 */
void librseq_mempool_percpu_free(void __rseq_percpu *ptr, size_t stride);

/**
 * Creates a pool set without pools.
 *
 * Returns the set, or NULL with errno ENOMEM. Thread-safe.
 */
struct rseq_mempool_set *rseq_mempool_set_create(void);

/**
 * Destroys a pool set and the pools in it, those with the smallest items first.
 *
 * @pool_set: the set; NULL does nothing.
 *
 * Nobody may use the set, its pools or their items any more.
 *
 * Returns 0, or -1 with the errno of munmap(2) if a pool could not be destroyed, see
 * rseq_mempool_destroy(). The set then still exists with such pools, but all that can be done with
 * it is to try again.
 */
int rseq_mempool_set_destroy(struct rseq_mempool_set *pool_set);

/**
 * Adds a pool to a pool set, which owns and destroys it from then on.
 *
 * @pool_set: the set.
 * @pool: the pool. It is in no set yet.
 *
 * A set has at most one pool for each size of items. Items are freed with the stride of the pool
 * they come from, so it is best to have the same for all pools of a set.
 *
 * Returns 0, or -1 with errno: EINVAL if an argument is NULL, EBUSY if the set has a pool with
 * items of this size; the pool remains the caller's then. Thread-safe.
 */
int rseq_mempool_set_add_pool(struct rseq_mempool_set *pool_set, struct rseq_mempool *pool);

/**
 * Allocates an item of unspecified contents from a pool of a set.
 *
 * @pool_set: the set.
 * @len: size that is needed in bytes, which may be 0.
 *
 * The item comes from the pool with the smallest items that are large enough; if that pool fails,
 * from the next larger one.
 *
 * Returns the item as rseq_mempool_percpu_malloc() does, or NULL with errno: EINVAL if the set is
 * NULL, ENOMEM if it has no pool with items of this size, otherwise the errno of the last pool that
 * failed. Thread-safe.
 */
void __rseq_percpu *rseq_mempool_set_percpu_malloc(struct rseq_mempool_set *pool_set, size_t len);

/**
 * Allocates an item whose copies are all zero from a pool of a set.
 *
 * @pool_set: the set.
 * @len: size that is needed in bytes, which may be 0. The whole item is zero.
 *
 * Otherwise like rseq_mempool_set_percpu_malloc().
 */
void __rseq_percpu *rseq_mempool_set_percpu_zmalloc(struct rseq_mempool_set *pool_set, size_t len);

/**
 * Allocates an item whose copies all begin with a given value from a pool of a set.
 *
 * @pool_set: the set.
 * @init_ptr: the value, which is copied; NULL makes this rseq_mempool_set_percpu_malloc().
 * @len: its length in bytes, which is the size that is needed. What is behind it in the item is
 * unspecified.
 *
 * Otherwise like rseq_mempool_set_percpu_malloc().
 */
void __rseq_percpu *rseq_mempool_set_percpu_malloc_init(struct rseq_mempool_set *pool_set,
                                                        void *init_ptr, size_t len);

/**
 * Creates an attribute object with the defaults: a per-CPU pool for rseq_get_max_nr_cpus() CPUs
 * with the stride RSEQ_MEMPOOL_STRIDE and the policy COW_INIT, any number of ranges, no init
 * function, no poison, not robust.
 *
 * Returns the object, or NULL with errno ENOMEM. Thread-safe.
 */
struct rseq_mempool_attr *rseq_mempool_attr_create(void);

/**
 * Destroys an attribute object. Pools that were created with it are not affected.
 *
 * @attr: the object; NULL does nothing.
 */
void rseq_mempool_attr_destroy(struct rseq_mempool_attr *attr);

/**
 * Sets a function that initialises new ranges, and selects the policy COW_INIT.
 *
 * @attr: the attributes.
 * @init_func: called with init_priv, the address and the length in bytes of an area, and the number
 * of the CPU that the area is for: for each CPU of a per-CPU pool in ascending order, once with -1
 * for a global pool. Returns 0, or anything else and sets errno to make the creation of the range
 * fail with that. NULL: no init function, and the policy stays as it is.
 * @init_priv: passed on.
 *
 * The function is called by rseq_mempool_create(), and when an allocation creates another range,
 * while other threads that need one wait; it must not allocate from the pool. What it writes is
 * what fresh items contain on that CPU, unless they are allocated with zmalloc or malloc_init. It
 * may fork, use other pools and call rseq_mempool_range_init_numa().
 *
 * Returns 0, or -1 with errno EINVAL if attr is NULL.
 */
int rseq_mempool_attr_set_init(struct rseq_mempool_attr *attr,
                               int (*init_func)(void *priv, void *addr, size_t len, int cpu),
                               void *init_priv);

/**
 * Makes pools robust: they check themselves, see above.
 *
 * @attr: the attributes.
 *
 * Returns 0, or -1 with errno EINVAL if attr is NULL.
 */
int rseq_mempool_attr_set_robust(struct rseq_mempool_attr *attr);

/**
 * Makes pools per-CPU pools, which they are by default. Undoes rseq_mempool_attr_set_global().
 *
 * @attr: the attributes.
 * @stride: distance between the copies of an item in bytes: a power of two of at least one page and
 * the size of an item; 0 for RSEQ_MEMPOOL_STRIDE.
 * @max_nr_cpus: number of copies of each item; 0 for rseq_get_max_nr_cpus(). Fewer are enough for
 * programs that are restricted to some CPUs or that index by concurrency id.
 *
 * Returns 0, or -1 with errno EINVAL if attr is NULL. Other values are checked by
 * rseq_mempool_create().
 */
int rseq_mempool_attr_set_percpu(struct rseq_mempool_attr *attr, size_t stride, int max_nr_cpus);

/**
 * Makes pools global, with a single copy of each item. Undoes rseq_mempool_attr_set_percpu().
 *
 * @attr: the attributes.
 * @stride: size of a range in bytes: a power of two of at least one page and the size of an item;
 * 0 for RSEQ_MEMPOOL_STRIDE.
 *
 * Returns 0, or -1 with errno EINVAL if attr is NULL. Other values are checked by
 * rseq_mempool_create().
 */
int rseq_mempool_attr_set_global(struct rseq_mempool_attr *attr, size_t stride);

/**
 * Limits the number of ranges of a pool.
 *
 * @attr: the attributes.
 * @max_nr_ranges: most ranges that a pool may have; each holds stride / item size items. 0, the
 * default, is no limit.
 *
 * Returns 0, or -1 with errno EINVAL if attr is NULL.
 */
int rseq_mempool_attr_set_max_nr_ranges(struct rseq_mempool_attr *attr,
                                        unsigned long max_nr_ranges);

/**
 * Makes free fill items with a word.
 *
 * @attr: the attributes.
 * @poison: written to every copy of an item that is freed, again and again. In a global or COW_ZERO
 * pool that is not robust, the first word of CPU 0's copy is used otherwise.
 *
 * Robust pools have a poison of their own if none is set.
 *
 * Returns 0, or -1 with errno EINVAL if attr is NULL.
 */
int rseq_mempool_attr_set_poison(struct rseq_mempool_attr *attr, uintptr_t poison);

/**
 * Selects the memory that copies are made of, see above.
 *
 * @attr: the attributes.
 * @policy: the policy. Global pools have COW_ZERO whatever is selected here.
 *
 * Returns 0, or -1 with errno EINVAL if attr is NULL. The policy is checked by
 * rseq_mempool_create().
 */
int rseq_mempool_attr_set_populate_policy(struct rseq_mempool_attr *attr,
                                          enum rseq_mempool_populate_policy policy);

/**
 * Moves memory to the NUMA node of a CPU, by move_pages(2).
 *
 * @addr: start of the memory: usually the area that an init function was given, or an item's copy
 * of at least a page.
 * @len: its length in bytes; of a page at the end that is not complete, nothing is moved.
 * @cpu: number of the CPU.
 * @numa_flags: MPOL_MF_MOVE to move pages that only this process uses, MPOL_MF_MOVE_ALL to move all.
 *
 * Pages without memory of their own, because nobody wrote to them, are left alone: memory is
 * usually taken from the node of the CPU that writes first.
 *
 * Returns 0 if all pages that can be are on the node, otherwise -1 with errno: EINVAL without flags,
 * with unknown flags, or for a CPU that the system does not have; EPERM if the process may not use
 * MPOL_MF_MOVE_ALL; EACCES if a page is shared, as those of init values are, and MPOL_MF_MOVE is
 * not enough; EBUSY if a page could not be moved at the moment; EFAULT if there is no memory at this
 * address; ENOMEM if the node has none left; ENOENT or ENODEV if the node has no memory; ENOSYS
 * without move_pages(2), or on another system than Linux; or the errno of opening the CPU's
 * directory in /sys. Some pages may have been moved then. Thread-safe.
 */
int rseq_mempool_range_init_numa(void *addr, size_t len, int cpu, int numa_flags);

/**
 * What a pool has and uses.
 *
 * @mempool: the pool.
 * @stats: is filled in: numbers of ranges, of items that there is room for, of items in use and of
 * free items that the CPUs keep; bytes of address space and of memory.
 * @len: size of the structure in bytes, sizeof(struct rseq_mempool_usage). Later versions of this
 * library may have more members, at the end: a program gets those that it knows, and 0 for those
 * that the library does not know.
 *
 * Members are from one moment each, but what other threads allocate and free during the call may be
 * counted or not. Takes time for each range, and for each page that was written; other threads do
 * not wait for that.
 *
 * In a child of fork(2), which does not get the items of a pool with RSEQ_MEMPOOL_POPULATE_COW_INIT,
 * the numbers are what the parent had then, and the bytes what the child has: two pages of each
 * range, and what the CPUs keep free items in.
 *
 * Returns 0, or -1 with errno EINVAL if a pointer is NULL or len is less than the size that the
 * structure had when it was introduced. Thread-safe. Since 0.2.
 */
int rseq_mempool_stats(struct rseq_mempool *mempool, struct rseq_mempool_usage *stats, size_t len);

/**
 * Number of free items that a CPU keeps for the next allocations there.
 *
 * @mempool: the pool.
 * @cpu: number of the CPU, smaller than rseq_get_max_nr_cpus(), whatever the pool has copies for.
 *
 * Returns the number at some moment, or -1 with errno EINVAL if the pool is NULL or there is no such
 * CPU. Thread-safe. Since 0.2.
 */
int rseq_mempool_get_nr_cached(struct rseq_mempool *mempool, int cpu);

/**
 * Number of CPUs that a pool has copies for.
 *
 * @mempool: the pool.
 *
 * Returns the number, or -1 with errno EINVAL if the pool is NULL or global. Thread-safe.
 */
int rseq_mempool_get_max_nr_cpus(struct rseq_mempool *mempool);

/**
 * rseq_percpu_ptr(ptr, cpu[, stride]): the copy of an item that belongs to a CPU.
 *
 * @ptr: what the allocation returned, or the address of a member of the item there.
 * @cpu: number of the CPU or concurrency id, smaller than rseq_mempool_get_max_nr_cpus().
 * @stride: stride of the pool in bytes; RSEQ_MEMPOOL_STRIDE if left out.
 *
 * Returns a pointer of the type of ptr. Nothing is checked. Thread-safe, async-signal-safe.
 */
#define rseq_percpu_ptr(ptr, ...) rseq__percpu_ptr(ptr, __VA_ARGS__, RSEQ_MEMPOOL_STRIDE, 0)
#define rseq__percpu_ptr(ptr, cpu, stride, ...)                                                    \
    RSEQ_PTR_CAST(rseq__percpu_ptr_type(ptr),                                                      \
                  RSEQ_PTR_CAST(uintptr_t, ptr) +                                                  \
                      RSEQ_CAST(unsigned int, cpu) * RSEQ_CAST(uintptr_t, stride))
#ifdef __cplusplus
#define rseq__percpu_ptr_type(ptr) __typeof__(rseq__value(ptr))
#else
#define rseq__percpu_ptr_type(ptr) __typeof__(1 ? (ptr) : (ptr))
#endif

/**
 * rseq_mempool_for_each_cpu(cpu, pool): a loop over the copies of the items of a per-CPU pool.
 *
 * @cpu: name of an int that is declared for the loop and is the number of the CPU there.
 * @pool: the pool, evaluated once. One that is NULL or global has no copies.
 *
 * For example the sum of a counter that each CPU has for itself:
 *
 *     intptr_t sum = 0;
 *     rseq_mempool_for_each_cpu (cpu, pool) {
 *         sum += RSEQ_READ_ONCE(*rseq_percpu_ptr(counter, cpu));
 *     }
 *
 * It includes CPUs that are offline, whose copies still count. Thread-safe. Since 0.2.
 */
#define rseq_mempool_for_each_cpu(cpu, pool)                                                       \
    for (int cpu = 0, rseq__end_of_##cpu = rseq_mempool_get_max_nr_cpus(pool);                     \
         cpu < rseq__end_of_##cpu; cpu++)

/**
 * rseq_mempool_percpu_free(ptr[, stride]): frees an item of a per-CPU pool.
 *
 * @ptr: what the allocation returned; NULL does nothing.
 * @stride: stride of the pool in bytes; RSEQ_MEMPOOL_STRIDE if left out.
 *
 * See librseq_mempool_percpu_free(). Thread-safe.
 */
#define rseq_mempool_percpu_free(...) rseq__mempool_percpu_free(__VA_ARGS__, RSEQ_MEMPOOL_STRIDE, 0)
#define rseq__mempool_percpu_free(ptr, stride, ...) librseq_mempool_percpu_free(ptr, stride)

/**
 * rseq_mempool_free(ptr[, stride]): frees an item of a global pool.
 *
 * As rseq_mempool_percpu_free(), of a pointer that may also be one to const or volatile data.
 */
#define rseq_mempool_free(...) rseq__mempool_free(__VA_ARGS__, RSEQ_MEMPOOL_STRIDE, 0)
#ifdef __cplusplus
#define rseq__mempool_free(ptr, stride, ...)                                                       \
    librseq_mempool_percpu_free(const_cast<void *>(static_cast<const volatile void *>(ptr)), stride)
#else
#define rseq__mempool_free(ptr, stride, ...)                                                       \
    librseq_mempool_percpu_free((void __rseq_percpu *)(ptr), stride)
#endif

/** rseq_mempool_percpu_malloc() for a global pool: the pointer is to the only copy of the item. */
static inline void *rseq_mempool_malloc(struct rseq_mempool *pool)
{
    return rseq_mempool_percpu_malloc(pool);
}

/** rseq_mempool_percpu_zmalloc() for a global pool. */
static inline void *rseq_mempool_zmalloc(struct rseq_mempool *pool)
{
    return rseq_mempool_percpu_zmalloc(pool);
}

/** rseq_mempool_percpu_malloc_init() for a global pool. */
static inline void *rseq_mempool_malloc_init(struct rseq_mempool *pool, void *init_ptr,
                                             size_t init_len)
{
    return rseq_mempool_percpu_malloc_init(pool, init_ptr, init_len);
}

/** rseq_mempool_set_percpu_malloc() for a set of global pools. */
static inline void *rseq_mempool_set_malloc(struct rseq_mempool_set *pool_set, size_t len)
{
    return rseq_mempool_set_percpu_malloc(pool_set, len);
}

/** rseq_mempool_set_percpu_zmalloc() for a set of global pools. */
static inline void *rseq_mempool_set_zmalloc(struct rseq_mempool_set *pool_set, size_t len)
{
    return rseq_mempool_set_percpu_zmalloc(pool_set, len);
}

/** rseq_mempool_set_percpu_malloc_init() for a set of global pools. */
static inline void *rseq_mempool_set_malloc_init(struct rseq_mempool_set *pool_set, void *init_ptr,
                                                 size_t len)
{
    return rseq_mempool_set_percpu_malloc_init(pool_set, init_ptr, len);
}

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_MEMPOOL_H */
