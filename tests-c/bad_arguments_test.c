// SPDX-License-Identifier: MIT
//
// Every exported function with arguments that it must refuse: the documented error, and nothing
// changed, allocated or printed.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <rseq/mempool.h>
#include <rseq/rseq.h>

#include "tap.h"

#include <limits.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// The first bit of move_pages(2) that is no flag.
#define BAD_MOVE_PAGES_FLAG (1 << 20)
#define MPOL_MF_MOVE (1 << 1)

static bool is_null(const void *result, int error)
{
    return !result && errno == error;
}

#define FAILS(call, error)                                                                         \
    do {                                                                                           \
        errno = 0;                                                                                 \
        ok((call) == -1 && errno == (error), #call ": -1, " #error);                               \
    } while (0)

#define FAILS_WITH_NULL(call, error)                                                               \
    do {                                                                                           \
        errno = 0;                                                                                 \
        ok(is_null(call, error), #call ": NULL, " #error);                                         \
    } while (0)

static int init_function(void *priv, void *address, size_t length, int cpu)
{
    return !priv || !address || !length || cpu < -1;
}

static void test_registration(void)
{
    const bool kernel = rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL);
    ok(rseq_available(2) == kernel, "rseq_available(2) asks for the kernel");
    ok(rseq_available(UINT_MAX) == kernel, "rseq_available(UINT_MAX) asks for the kernel");
    ok(rseq_available(INT_MAX) == kernel, "rseq_available(INT_MAX) asks for the kernel");
}

static void test_attributes(void)
{
    FAILS(rseq_mempool_attr_set_init(NULL, init_function, NULL), EINVAL);
    FAILS(rseq_mempool_attr_set_init(NULL, NULL, NULL), EINVAL);
    FAILS(rseq_mempool_attr_set_robust(NULL), EINVAL);
    FAILS(rseq_mempool_attr_set_percpu(NULL, RSEQ_MEMPOOL_STRIDE, 1), EINVAL);
    FAILS(rseq_mempool_attr_set_global(NULL, RSEQ_MEMPOOL_STRIDE), EINVAL);
    FAILS(rseq_mempool_attr_set_max_nr_ranges(NULL, 1), EINVAL);
    FAILS(rseq_mempool_attr_set_poison(NULL, 1), EINVAL);
    FAILS(rseq_mempool_attr_set_populate_policy(NULL, RSEQ_MEMPOOL_POPULATE_COW_INIT), EINVAL);
    errno = 4711;
    rseq_mempool_attr_destroy(NULL);
    ok(errno == 4711, "rseq_mempool_attr_destroy(NULL) does nothing");
}

static struct rseq_mempool *create(size_t item_len, size_t stride, int cpus)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    if (!attr || rseq_mempool_attr_set_percpu(attr, stride, cpus)) {
        bail_out("setters store what they are given");
    }
    struct rseq_mempool *pool = rseq_mempool_create("bad", item_len, attr);
    const int error = errno;
    rseq_mempool_attr_destroy(attr);
    errno = error;
    return pool;
}

static struct rseq_mempool *create_global(size_t item_len, size_t stride)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    if (!attr || rseq_mempool_attr_set_global(attr, stride)) {
        bail_out("setters store what they are given");
    }
    struct rseq_mempool *pool = rseq_mempool_create("bad", item_len, attr);
    const int error = errno;
    rseq_mempool_attr_destroy(attr);
    errno = error;
    return pool;
}

static struct rseq_mempool *create_with_policy(unsigned int policy)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    if (!attr ||
        rseq_mempool_attr_set_populate_policy(attr, (enum rseq_mempool_populate_policy)policy)) {
        bail_out("setters store what they are given");
    }
    struct rseq_mempool *pool = rseq_mempool_create("bad", 8, attr);
    const int error = errno;
    rseq_mempool_attr_destroy(attr);
    errno = error;
    return pool;
}

static bool is_einval_or_enomem(const void *result)
{
    return !result && (errno == EINVAL || errno == ENOMEM);
}

static void test_create(void)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);

    // Items that do not fit.
    FAILS_WITH_NULL(rseq_mempool_create("bad", RSEQ_MEMPOOL_STRIDE + 1, NULL), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_create("bad", SIZE_MAX, NULL), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_create("bad", SIZE_MAX / 2 + 1, NULL), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_create("bad", SIZE_MAX / 2 + 2, NULL), EINVAL);
    FAILS_WITH_NULL(create(page + 1, page, 1), EINVAL);
    // Strides.
    FAILS_WITH_NULL(create(8, 1, 1), EINVAL);
    FAILS_WITH_NULL(create(8, page / 2, 1), EINVAL);
    FAILS_WITH_NULL(create(8, page + 1, 1), EINVAL);
    FAILS_WITH_NULL(create(8, page * 3, 1), EINVAL);
    FAILS_WITH_NULL(create(8, SIZE_MAX, 1), EINVAL);
    FAILS_WITH_NULL(create_global(8, page / 2), EINVAL);
    FAILS_WITH_NULL(create_global(8, page * 3), EINVAL);
    FAILS_WITH_NULL(create_global(page + 1, page), EINVAL);
    FAILS_WITH_NULL(create_global(SIZE_MAX, 0), EINVAL);
    // CPUs.
    FAILS_WITH_NULL(create(8, 0, -1), EINVAL);
    FAILS_WITH_NULL(create(8, 0, INT_MIN), EINVAL);
    // Products that no address space holds, or that overflow.
    errno = 0;
    ok(is_einval_or_enomem(create(8, SIZE_MAX / 2 + 1, 1)), "the largest stride: EINVAL or ENOMEM");
    errno = 0;
    ok(is_einval_or_enomem(create(8, SIZE_MAX / 2 + 1, 2)), "twice: EINVAL or ENOMEM");
    errno = 0;
    ok(is_einval_or_enomem(create(8, SIZE_MAX / 4 + 1, 4)), "a quarter, 4 CPUs: EINVAL or ENOMEM");
    errno = 0;
    ok(is_einval_or_enomem(create(8, (SIZE_MAX >> 31) + 1, INT_MAX)),
       "INT_MAX CPUs: EINVAL or ENOMEM");
    errno = 0;
    ok(is_einval_or_enomem(create_global(8, SIZE_MAX / 2 + 1)),
       "the largest global stride: EINVAL or ENOMEM");
    // Policies.
    FAILS_WITH_NULL(create_with_policy(2), EINVAL);
    FAILS_WITH_NULL(create_with_policy(INT_MAX), EINVAL);
}

static void test_items(void)
{
    struct rseq_mempool *pool = create(16, 0, 2), *global = create_global(16, 0);
    char value[32] = "";

    FAILS_WITH_NULL(rseq_mempool_percpu_malloc(NULL), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_percpu_zmalloc(NULL), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_percpu_malloc_init(NULL, value, 8), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_percpu_malloc_init(NULL, NULL, 0), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_percpu_malloc_init(pool, value, 17), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_percpu_malloc_init(pool, value, SIZE_MAX), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_percpu_malloc_init(pool, NULL, 17), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_malloc(NULL), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_zmalloc(NULL), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_malloc_init(NULL, value, 8), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_malloc_init(global, value, 17), EINVAL);
    errno = 4711;
    librseq_mempool_percpu_free(NULL, RSEQ_MEMPOOL_STRIDE);
    librseq_mempool_percpu_free(NULL, 0);
    librseq_mempool_percpu_free(NULL, 12345);
    rseq_mempool_percpu_free(NULL);
    rseq_mempool_percpu_free(NULL, 4096);
    rseq_mempool_free((char *)NULL);
    ok(errno == 4711, "free of NULL does nothing");
    FAILS(rseq_mempool_get_max_nr_cpus(NULL), EINVAL);
    FAILS(rseq_mempool_get_max_nr_cpus(global), EINVAL);
    ok(rseq_mempool_get_max_nr_cpus(pool) == 2, "rseq_mempool_get_max_nr_cpus");
    errno = 4711;
    ok(rseq_mempool_destroy(NULL) == 0 && errno == 4711, "rseq_mempool_destroy(NULL): 0");
    ok(rseq_mempool_percpu_malloc(pool) && rseq_mempool_malloc(global), "the pools still work");
    ok(rseq_mempool_destroy(pool) == 0 && rseq_mempool_destroy(global) == 0, "destroy");
}

static void test_sets(void)
{
    struct rseq_mempool_set *set = rseq_mempool_set_create();
    struct rseq_mempool *pool = create(16, 0, 2), *same = create(10, 0, 2);
    char value[32] = "";

    FAILS(rseq_mempool_set_add_pool(NULL, pool), EINVAL);
    FAILS(rseq_mempool_set_add_pool(set, NULL), EINVAL);
    FAILS(rseq_mempool_set_add_pool(NULL, NULL), EINVAL);
    ok(rseq_mempool_set_add_pool(set, pool) == 0, "the pool is nobody's yet");
    FAILS(rseq_mempool_set_add_pool(set, pool), EBUSY);
    FAILS(rseq_mempool_set_add_pool(set, same), EBUSY);
    ok(rseq_mempool_destroy(same) == 0, "it stays the caller's");
    FAILS_WITH_NULL(rseq_mempool_set_percpu_malloc(NULL, 8), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_set_percpu_zmalloc(NULL, 8), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_set_percpu_malloc_init(NULL, value, 8), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_set_malloc(NULL, 8), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_set_zmalloc(NULL, 8), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_set_malloc_init(NULL, value, 8), EINVAL);
    FAILS_WITH_NULL(rseq_mempool_set_percpu_malloc(set, 17), ENOMEM);
    FAILS_WITH_NULL(rseq_mempool_set_percpu_zmalloc(set, SIZE_MAX), ENOMEM);
    FAILS_WITH_NULL(rseq_mempool_set_percpu_malloc_init(set, value, 17), ENOMEM);
    FAILS_WITH_NULL(rseq_mempool_set_percpu_malloc_init(set, NULL, SIZE_MAX / 2 + 2), ENOMEM);
    ok(rseq_mempool_set_percpu_malloc(set, 16) != NULL, "the set still works");
    ok(rseq_mempool_set_destroy(set) == 0, "destroy");
    errno = 4711;
    ok(rseq_mempool_set_destroy(NULL) == 0 && errno == 4711, "rseq_mempool_set_destroy(NULL): 0");
}

static void test_numa(void)
{
    const size_t length = 4 * (size_t)sysconf(_SC_PAGESIZE);
    void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED) {
        bail_out("no memory");
    }
    FAILS(rseq_mempool_range_init_numa(memory, length, 0, 0), EINVAL);
    FAILS(rseq_mempool_range_init_numa(memory, length, -1, MPOL_MF_MOVE), EINVAL);
    FAILS(rseq_mempool_range_init_numa(memory, length, INT_MAX, MPOL_MF_MOVE), EINVAL);
    // Not a bad argument, but what a kernel without NUMA support answers to all good ones.
    errno = 0;
    const int moved = rseq_mempool_range_init_numa(memory, length, 0, MPOL_MF_MOVE);
    if (moved == -1 && errno == ENOSYS) {
        skip(2, "no move_pages system call");
    } else {
        ok(moved == 0, "memory that can be moved to the node of CPU 0");
        FAILS(rseq_mempool_range_init_numa(memory, length, 0, BAD_MOVE_PAGES_FLAG), EINVAL);
    }
    munmap(memory, length);
}

int main(void)
{
    test_registration();
    test_attributes();
    test_create();
    test_items();
    test_sets();
    test_numa();
    return exit_status();
}
