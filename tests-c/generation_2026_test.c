// SPDX-License-Identifier: MIT
//
// A program of April 2026 and later: rseq_init(), the C library registers threads, time slices. See
// generation.h.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "generation.h"

#ifdef FROZEN

#ifdef __cplusplus
extern "C" {
#endif
int rseq_init(void);
#ifdef __cplusplus
}
#endif

enum rseq_init_return { RSEQ_INIT_OK = 0, RSEQ_INIT_ERROR_MISSING_SYMBOLS = 1 };

static inline bool rseq_registered(void)
{
    return (int)rseq_size > 0;
}

static inline bool rseq_slice_ctrl_available(void)
{
    return (int)rseq_size >= 32;
}

#define rseq_load_add_store__ptr_relaxed_cpu_id(v, count, cpu)                                     \
    frozen_add(RSEQ_PERCPU_CPU_ID, v, count, cpu)
#define rseq_load_cbne_store__ptr_relaxed_cpu_id(v, expect, newv, cpu)                             \
    frozen_compare(RSEQ_PERCPU_CPU_ID, v, expect, newv, cpu)

#else

#include <rseq/rseq.h>

#endif

#ifndef FROZEN_ONLY_READS

// There is nothing that a thread has to do.
static int nothing(void)
{
    return 0;
}

static int index_of_thread(void)
{
    return (int)rseq_cpu_start();
}

static int add(intptr_t *v, intptr_t count, int cpu)
{
    return rseq_load_add_store__ptr_relaxed_cpu_id(v, count, cpu);
}

static int compare(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    return rseq_load_cbne_store__ptr_relaxed_cpu_id(v, expect, newv, cpu);
}

#endif

int main(void)
{
    ok(rseq_init() == RSEQ_INIT_OK, "rseq_init()");
    ok(rseq_init() == RSEQ_INIT_OK, "rseq_init() again");
    ok(rseq_flags == 0, "rseq_flags is 0");
    ok(rseq_registered() == (rseq_current_cpu_raw() >= 0), "registered or not: rseq_size is %u",
       rseq_size);
    ok(rseq_slice_ctrl_available() == (rseq_registered() && rseq_size >= 32), "time slices");
#ifndef FROZEN
    ok(rseq_slice_ctrl_available() || rseq_get_abi()->slice_ctrl.all == 0, "slice_ctrl");
    ok(RSEQ_ABI_ORIG_FEATURE_SIZE == 20 && RSEQ_ABI_ORIG_ALLOC_SIZE == 32, "sizes");
#endif
    if (!rseq_registered()) {
        ok(rseq_cpu_start() == 0 && rseq_fallback_current_cpu() >= 0, "CPU numbers");
        return exit_status();
    }
    ok(rseq_size >= 20, "rseq_size is %u", rseq_size);
#ifndef FROZEN_ONLY_READS
    const struct generation this_one = {nothing, nothing, index_of_thread, add, compare};

    test_counting(&this_one, "by CPU");
#endif
    return exit_status();
}
