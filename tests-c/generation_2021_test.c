// SPDX-License-Identifier: MIT
//
// A program of December 2021 to April 2023: rseq_offset, rseq_size and rseq_flags, helpers without
// order and kind of index. See generation.h. With -DOFFSET_OF_INT as until February 2022.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "generation.h"

#include <limits.h>

#ifdef FROZEN

#ifdef __cplusplus
extern "C" {
#endif
int rseq_register_current_thread(void);
int rseq_unregister_current_thread(void);
#ifdef __cplusplus
}
#endif

static inline uint32_t rseq_current_cpu(void)
{
    const int32_t cpu = rseq_current_cpu_raw();

    return (uint32_t)(cpu < 0 ? rseq_fallback_current_cpu() : cpu);
}

#define rseq_addv(v, count, cpu) frozen_add(RSEQ_PERCPU_CPU_ID, v, count, cpu)
#define rseq_cmpeqv_storev(v, expect, newv, cpu)                                                   \
    frozen_compare(RSEQ_PERCPU_CPU_ID, v, expect, newv, cpu)

#else

#include <rseq/rseq-abi.h>
#include <rseq/rseq-thread-pointer.h>
#include <rseq/rseq.h>

#endif

#ifndef FROZEN_ONLY_READS

static int index_of_thread(void)
{
    return (int)rseq_cpu_start();
}

static int add(intptr_t *v, intptr_t count, int cpu)
{
    return rseq_addv(v, count, cpu);
}

static int compare(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    return rseq_cmpeqv_storev(v, expect, newv, cpu);
}

#endif

#ifndef FROZEN

struct node {
    struct node *next;
    intptr_t value;
};

static void test_helpers(void)
{
    struct node node = {NULL, 5};
    intptr_t v = 1, v2 = 2, head = (intptr_t)&node, taken = 0;
    char from[] = "restartable", to[sizeof(from)] = "";
    int cpu, result;

    ok(rseq_available(), "rseq_available()");
    ok(rseq_get_abi()->cpu_id_start == rseq_cpu_start() || rseq_cpu_start() > 0, "rseq_get_abi()");
    RETRY(result, rseq_cmpnev_storeoffp_load(&head, 0, offsetof(struct node, next), &taken, cpu));
    ok(result == 0 && head == 0 && taken == (intptr_t)&node, "rseq_cmpnev_storeoffp_load");
    RETRY(result, rseq_cmpnev_storeoffp_load(&head, 0, offsetof(struct node, next), &taken, cpu));
    ok(result == 1 && head == 0, "rseq_cmpnev_storeoffp_load of nothing");
    RETRY(result, rseq_cmpeqv_trystorev_storev(&v, 1, &v2, 20, 10, cpu));
    ok(result == 0 && v == 10 && v2 == 20, "rseq_cmpeqv_trystorev_storev");
    RETRY(result, rseq_cmpeqv_trystorev_storev_release(&v, 10, &v2, 21, 11, cpu));
    ok(result == 0 && v == 11 && v2 == 21, "rseq_cmpeqv_trystorev_storev_release");
    RETRY(result, rseq_cmpeqv_cmpeqv_storev(&v, 11, &v2, 20, 12, cpu));
    ok(result == 1 && v == 11, "rseq_cmpeqv_cmpeqv_storev");
    RETRY(result, rseq_cmpeqv_trymemcpy_storev(&v, 11, to, from, 4, 12, cpu));
    ok(result == 0 && v == 12 && !strcmp(to, "rest"), "rseq_cmpeqv_trymemcpy_storev");
    RETRY(result, rseq_cmpeqv_trymemcpy_storev_release(&v, 12, to, from, sizeof(from), 13, cpu));
    ok(result == 0 && v == 13 && !strcmp(to, from), "rseq_cmpeqv_trymemcpy_storev_release");
#ifdef RSEQ_ARCH_X86
    intptr_t words[2] = {0, 88}, place = (intptr_t)words;

    RETRY(result, rseq_deref_loadoffp(&place, sizeof(words[0]), &taken, cpu));
    ok(result == 0 && taken == 88, "rseq_deref_loadoffp");
    ok(rseq_deref_loadoffp(&place, 0, &taken, INT_MAX) == -1 && taken == 88,
       "rseq_deref_loadoffp for another index");
#endif
#ifdef RSEQ_ARCH_HAS_OFFSET_DEREF_ADDV
    intptr_t table[2] = {0, (intptr_t)&v}, *pointer = table;

    RETRY(result, rseq_offset_deref_addv((intptr_t *)&pointer, sizeof(table[0]), 4, cpu));
    ok(result == 0 && v == 17, "rseq_offset_deref_addv");
#endif
    rseq_prepare_unload();
}

#endif

int main(void)
{
    ok(rseq_flags == 0, "rseq_flags is 0");
    ok(rseq_fallback_current_cpu() >= 0, "rseq_fallback_current_cpu()");
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        ok(rseq_register_current_thread() == -1 && errno == ENOSYS, "no registration");
        ok(rseq_current_cpu_raw() < 0 && (int32_t)rseq_current_cpu() >= 0, "CPU numbers");
        skip(1, "no rseq system call");
        return exit_status();
    }
#ifdef OFFSET_OF_INT
    ok(rseq_available(4711) == 1, "rseq_available() without an argument");
#endif
    ok(rseq_register_current_thread() == 0, "registration");
    ok(rseq_size >= 20, "rseq_size is %u", rseq_size);
    ok(rseq_current_cpu_raw() >= 0 && (int32_t)rseq_current_cpu() >= 0, "CPU numbers");
#ifndef FROZEN
    test_helpers();
#endif
#ifndef FROZEN_ONLY_READS
    const struct generation by_cpu = {rseq_register_current_thread, rseq_unregister_current_thread,
                                      index_of_thread, add, compare};

    test_counting(&by_cpu, "by CPU");
#endif
    ok(rseq_unregister_current_thread() == 0, "unregistration");
    return exit_status();
}
