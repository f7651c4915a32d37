// SPDX-License-Identifier: MIT
//
// A thread that is not registered with the library's own area (tunable) never runs an operation,
// whatever index it passes: before it registers, after it unregistered, and in a thread that never
// does either. A negative constant never runs one in any thread.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "tap.h"
#include "thread_placement.h"

#include <pthread.h>

// Calls every operation, in both orders where they exist; counts those that were not refused.
// `mode` and `index` are constants where the caller's are.
static inline __attribute__((always_inline)) int not_refused(enum rseq_percpu_mode mode, int index)
{
    intptr_t a = 1, b = 2, c = 3, link = (intptr_t)&c, head = (intptr_t)&link, taken = 9;
    intptr_t pointer = (intptr_t)&link;
    int count = 0;

    count += rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, mode, &a, 1, 5, index) != -1;
    count += rseq_load_add_store__ptr(RSEQ_MO_RELAXED, mode, &a, 1, index) != -1;
    count += rseq_load_cbeq_store_add_load_store__ptr(RSEQ_MO_RELAXED, mode, &head, 0, 0, &taken,
                                                      index) != -1;
    count += rseq_load_cbne_store_store__ptr(RSEQ_MO_RELAXED, mode, &a, 1, &b, 5, 6, index) != -1;
    count += rseq_load_cbne_store_store__ptr(RSEQ_MO_RELEASE, mode, &a, 1, &b, 5, 6, index) != -1;
    count +=
        rseq_load_cbne_load_cbne_store__ptr(RSEQ_MO_RELAXED, mode, &a, 1, &b, 2, 6, index) != -1;
    count += rseq_load_cbne_memcpy_store__ptr(RSEQ_MO_RELAXED, mode, &a, 1, &b, &c, sizeof(b), 6,
                                              index) != -1;
    count += rseq_load_cbne_memcpy_store__ptr(RSEQ_MO_RELEASE, mode, &a, 1, &b, &c, sizeof(b), 6,
                                              index) != -1;
    count +=
        rseq_load_add_load_load_add_store__ptr(RSEQ_MO_RELAXED, mode, &pointer, 0, 1, index) != -1;
    // Those that would say 1 are refused as well: nothing was compared.
    count += rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, mode, &a, 8, 5, index) != -1;
    count +=
        a != 1 || b != 2 || c != 3 || taken != 9 || head != (intptr_t)&link || link != (intptr_t)&c;
    return count;
}

static int any_index(enum rseq_percpu_mode mode)
{
    int count = not_refused(mode, percpu_index(RSEQ_PERCPU_CPU_ID));

    for (int index = 0; index < rseq_get_max_nr_cpus(); index++) {
        count += not_refused(mode, index);
    }
    return count;
}

static void *in_thread(void *unused)
{
    (void)unused;
    return (void *)(intptr_t)(any_index(RSEQ_PERCPU_CPU_ID) + any_index(RSEQ_PERCPU_MM_CID));
}

static int in_other_thread(void)
{
    pthread_t thread;
    void *result;

    if (pthread_create(&thread, NULL, in_thread, NULL) || pthread_join(thread, &result)) {
        bail_out("no thread");
    }
    return (int)(intptr_t)result;
}

static void negative_constants(const char *when)
{
    ok(not_refused(RSEQ_PERCPU_CPU_ID, RSEQ_ABI_CPU_ID_UNINITIALIZED) == 0,
       "%s: cpu_id operations refuse -1", when);
    ok(not_refused(RSEQ_PERCPU_CPU_ID, RSEQ_ABI_CPU_ID_REGISTRATION_FAILED) == 0,
       "%s: cpu_id operations refuse -2", when);
    ok(not_refused(RSEQ_PERCPU_MM_CID, -1) == 0, "%s: mm_cid operations refuse -1", when);
}

static void unregistered(const char *when)
{
    ok(rseq_current_cpu_raw() < 0, "%s: cpu_id is negative", when);
    ok(any_index(RSEQ_PERCPU_CPU_ID) == 0, "%s: cpu_id operations refuse every CPU", when);
    ok(any_index(RSEQ_PERCPU_MM_CID) == 0, "%s: mm_cid operations refuse every id", when);
    negative_constants(when);
}

int main(void)
{
    if (rseq_available(RSEQ_AVAILABLE_QUERY_LIBC)) {
        bail_out("to be run with GLIBC_TUNABLES=glibc.pthread.rseq=0");
    }
    plan(20);
    unregistered("never registered");
    ok(in_other_thread() == 0, "and in another thread");
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        ok(rseq_register_current_thread() == -1, "register: no rseq system call");
        unregistered("registration failed");
        ok(in_other_thread() == 0, "and in another thread");
        skip(5, "no rseq system call");
        return exit_status();
    }
    ok(rseq_register_current_thread() == 0, "register");
    negative_constants("registered");
    ok(in_other_thread() == 0, "another thread is still refused");
    ok(rseq_unregister_current_thread() == 0, "unregister");
    unregistered("unregistered again");
    ok(in_other_thread() == 0, "and in another thread");
    return exit_status();
}
