// SPDX-License-Identifier: MIT
//
// A program of February 2024 to March 2026: helpers under their names of today, memory pools. See
// generation.h.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "generation.h"

#ifdef FROZEN

#ifdef __cplusplus
extern "C" {
#endif
int rseq_register_current_thread(void);
int rseq_unregister_current_thread(void);
int rseq_get_max_nr_cpus(void);
struct rseq_mempool;
struct rseq_mempool_attr;
struct rseq_mempool_attr *rseq_mempool_attr_create(void);
void rseq_mempool_attr_destroy(struct rseq_mempool_attr *attr);
int rseq_mempool_attr_set_robust(struct rseq_mempool_attr *attr);
int rseq_mempool_attr_set_percpu(struct rseq_mempool_attr *attr, size_t stride, int max_nr_cpus);
struct rseq_mempool *rseq_mempool_create(const char *name, size_t item_len,
                                         const struct rseq_mempool_attr *attr);
int rseq_mempool_destroy(struct rseq_mempool *pool);
void *rseq_mempool_percpu_malloc_init(struct rseq_mempool *pool, void *init_ptr, size_t init_len);
void librseq_mempool_percpu_free(void *ptr, size_t stride);
#ifdef __cplusplus
}
#endif

#define RSEQ_MEMPOOL_STRIDE (1U << 16)
#define rseq_percpu_ptr(ptr, cpu)                                                                  \
    ((intptr_t *)((uintptr_t)(ptr) + (size_t)(cpu)*RSEQ_MEMPOOL_STRIDE))
#define rseq_mempool_percpu_free(ptr) librseq_mempool_percpu_free(ptr, RSEQ_MEMPOOL_STRIDE)
#define __rseq_percpu

static inline bool rseq_mm_cid_available(void)
{
    return (int)rseq_size >= FROZEN_MM_CID + 4;
}

#define rseq_load_add_store__ptr(mo, mode, v, count, cpu) frozen_add(mode, v, count, cpu)
#define rseq_load_cbne_store__ptr(mo, mode, v, expect, newv, cpu)                                  \
    frozen_compare(mode, v, expect, newv, cpu)

#else

#include <rseq/mempool.h>
#include <rseq/rseq.h>

#endif

#ifndef FROZEN_ONLY_READS

static enum rseq_percpu_mode mode;

static int index_of_thread(void)
{
    return (int)(mode == RSEQ_PERCPU_MM_CID ? rseq_current_mm_cid() : rseq_cpu_start());
}

static int add(intptr_t *v, intptr_t count, int cpu)
{
    return rseq_load_add_store__ptr(RSEQ_MO_RELAXED, mode, v, count, cpu);
}

static int compare(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    return rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, mode, v, expect, newv, cpu);
}

#endif

static void test_pool(void)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();
    const int cpus = rseq_get_max_nr_cpus();
    struct rseq_mempool *pool;
    intptr_t initial = 42;
    bool right = true;

    if (!attr || rseq_mempool_attr_set_robust(attr) ||
        rseq_mempool_attr_set_percpu(attr, RSEQ_MEMPOOL_STRIDE, cpus)) {
        bail_out("no attributes");
    }
    pool = rseq_mempool_create("generation", sizeof(initial), attr);
    rseq_mempool_attr_destroy(attr);
    if (!pool) {
        bail_out("no pool");
    }
    intptr_t __rseq_percpu *item =
        (intptr_t *)rseq_mempool_percpu_malloc_init(pool, &initial, sizeof(initial));

    for (int cpu = 0; item && cpu < cpus; cpu++) {
        right &= *rseq_percpu_ptr(item, cpu) == initial;
    }
    ok(item && right, "an item of a pool");
    rseq_mempool_percpu_free(item);
    ok(rseq_mempool_destroy(pool) == 0, "a pool");
}

int main(void)
{
    ok(rseq_flags == 0, "rseq_flags is 0");
    ok(rseq_fallback_current_cpu() < rseq_get_max_nr_cpus(), "number of CPUs");
    test_pool();
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        ok(rseq_register_current_thread() == -1 && errno == ENOSYS, "no registration");
        ok(rseq_current_cpu_raw() < 0 && !rseq_mm_cid_available(), "no numbers");
        skip(1, "no rseq system call");
        return exit_status();
    }
    ok(rseq_register_current_thread() == 0, "registration");
    ok(rseq_size >= 20, "rseq_size is %u", rseq_size);
    ok(rseq_current_cpu_raw() >= 0, "CPU number");
#ifndef FROZEN_ONLY_READS
    const struct generation this_one = {rseq_register_current_thread,
                                        rseq_unregister_current_thread, index_of_thread, add,
                                        compare};

    test_counting(&this_one, "by CPU");
    if (rseq_mm_cid_available()) {
        mode = RSEQ_PERCPU_MM_CID;
        test_counting(&this_one, "by concurrency id");
    }
#endif
    ok(rseq_unregister_current_thread() == 0, "unregistration");
    return exit_status();
}
