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

@@declarations:src/mempool.rs@@

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
