// SPDX-License-Identifier: MIT
//
// A program of April 2023 to February 2024: node and concurrency ids, rseq_feature_size, helpers
// with order and kind of index under their names of then. See generation.h.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "generation.h"

#ifdef FROZEN

#ifdef __cplusplus
extern "C" {
#endif
extern unsigned int rseq_feature_size;
int rseq_register_current_thread(void);
int rseq_unregister_current_thread(void);
int32_t rseq_fallback_current_node(void);
#ifdef __cplusplus
}
#endif

static inline bool rseq_node_id_available(void)
{
    return (int)rseq_feature_size >= FROZEN_NODE_ID + 4;
}

static inline uint32_t rseq_current_node_id(void)
{
    return frozen_member(FROZEN_NODE_ID);
}

static inline bool rseq_mm_cid_available(void)
{
    return (int)rseq_feature_size >= FROZEN_MM_CID + 4;
}

#define rseq_addv(mo, mode, v, count, cpu) frozen_add(mode, v, count, cpu)
#define rseq_cmpeqv_storev(mo, mode, v, expect, newv, cpu)                                         \
    frozen_compare(mode, v, expect, newv, cpu)

#else

#include <rseq/rseq.h>

#endif

#ifndef FROZEN_ONLY_READS

static int cpu_of_thread(void)
{
    return (int)rseq_cpu_start();
}

static int mm_cid_of_thread(void)
{
    return (int)rseq_current_mm_cid();
}

static int add_by_cpu(intptr_t *v, intptr_t count, int cpu)
{
    return rseq_addv(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, v, count, cpu);
}

static int add_by_mm_cid(intptr_t *v, intptr_t count, int cpu)
{
    return rseq_addv(RSEQ_MO_RELAXED, RSEQ_PERCPU_MM_CID, v, count, cpu);
}

static int compare_by_cpu(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    return rseq_cmpeqv_storev(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, v, expect, newv, cpu);
}

static int compare_by_mm_cid(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    return rseq_cmpeqv_storev(RSEQ_MO_RELAXED, RSEQ_PERCPU_MM_CID, v, expect, newv, cpu);
}

#endif

#ifndef FROZEN

static void test_helpers(void)
{
    const enum rseq_percpu_mode mode = RSEQ_PERCPU_CPU_ID;
    intptr_t v = 1, v2 = 2, taken = 0, next = 33, head = (intptr_t)&next;
    char from[] = "restartable", to[sizeof(from)] = "";
    int cpu, result;

    RETRY(result, rseq_cmpnev_storeoffp_load(RSEQ_MO_RELAXED, mode, &head, 33, 0, &taken, cpu));
    ok(result == 0 && head == 33 && taken == (intptr_t)&next, "rseq_cmpnev_storeoffp_load");
    RETRY(result, rseq_cmpeqv_trystorev_storev(RSEQ_MO_RELEASE, mode, &v, 1, &v2, 20, 10, cpu));
    ok(result == 0 && v == 10 && v2 == 20, "rseq_cmpeqv_trystorev_storev");
    RETRY(result, rseq_cmpeqv_cmpeqv_storev(RSEQ_MO_RELAXED, mode, &v, 10, &v2, 20, 11, cpu));
    ok(result == 0 && v == 11, "rseq_cmpeqv_cmpeqv_storev");
    RETRY(result, rseq_cmpeqv_trymemcpy_storev(RSEQ_MO_RELEASE, mode, &v, 11, to, from,
                                               sizeof(from), 12, cpu));
    ok(result == 0 && v == 12 && !strcmp(to, from), "rseq_cmpeqv_trymemcpy_storev");
    RETRY(result, rseq_addv_relaxed_cpu_id(&v, 3, cpu));
    ok(result == 0 && v == 15, "rseq_addv_relaxed_cpu_id");
}

#endif

int main(void)
{
    ok(rseq_flags == 0, "rseq_flags is 0");
    ok(rseq_fallback_current_cpu() >= 0, "rseq_fallback_current_cpu()");
    ok(rseq_fallback_current_node() >= 0, "rseq_fallback_current_node()");
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        ok(rseq_register_current_thread() == -1 && errno == ENOSYS, "no registration");
        ok(rseq_current_cpu_raw() < 0, "no CPU number");
        ok(!rseq_node_id_available() && !rseq_mm_cid_available(), "no other number");
        skip(1, "no rseq system call");
        return exit_status();
    }
    ok(rseq_register_current_thread() == 0, "registration");
    ok(rseq_size >= 20 && rseq_feature_size >= 20, "rseq_size is %u, rseq_feature_size %u",
       rseq_size, rseq_feature_size);
    ok(rseq_current_cpu_raw() >= 0, "CPU number");
    ok(!rseq_node_id_available() || rseq_current_node_id() < 1024, "node number");
#ifndef FROZEN
    test_helpers();
#endif
#ifndef FROZEN_ONLY_READS
    const struct generation by_cpu = {rseq_register_current_thread, rseq_unregister_current_thread,
                                      cpu_of_thread, add_by_cpu, compare_by_cpu};
    const struct generation by_mm_cid = {rseq_register_current_thread,
                                         rseq_unregister_current_thread, mm_cid_of_thread,
                                         add_by_mm_cid, compare_by_mm_cid};

    test_counting(&by_cpu, "by CPU");
    if (rseq_mm_cid_available()) {
        test_counting(&by_mm_cid, "by concurrency id");
    }
#endif
    ok(rseq_unregister_current_thread() == 0, "unregistration");
    return exit_status();
}
