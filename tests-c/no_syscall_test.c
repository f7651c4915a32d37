// SPDX-License-Identifier: MIT
//
// no_syscall_test ERRNO: a kernel or sandbox answers rseq(2) with the error named. Everything says
// so, nothing aborts, and everything that can do without goes on working.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <rseq/mempool.h>

#include "known_offset.h"
#include "tap.h"

#include <pthread.h>
#include <string.h>

#define THREADS 8

static int expected;

static bool fails_as_expected(int result)
{
    return result == -1 && errno == expected;
}

static void *register_in_thread(void *unused)
{
    (void)unused;
    for (int i = 0; i < 3; i++) {
        errno = 0;
        if (!fails_as_expected(rseq_register_current_thread()) ||
            rseq_current_cpu_raw() != RSEQ_ABI_CPU_ID_UNINITIALIZED) {
            return &expected;
        }
    }
    return NULL;
}

static bool all_threads_fail(void)
{
    pthread_t threads[THREADS];
    bool as_expected = true;

    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, register_in_thread, NULL)) {
            bail_out("no thread");
        }
    }
    for (int i = 0; i < THREADS; i++) {
        void *result;

        pthread_join(threads[i], &result);
        as_expected = as_expected && !result;
    }
    return as_expected;
}

// No operation may run as if it were protected.
static bool every_index_aborts(enum rseq_percpu_mode mode)
{
    intptr_t word = 5;

    for (int index = 0; index < rseq_get_max_nr_cpus(); index++) {
        if (rseq_load_add_store__ptr(RSEQ_MO_RELAXED, mode, &word, 1, index) != -1 ||
            rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, mode, &word, 5, 6, index) != -1) {
            return false;
        }
    }
    return word == 5;
}

static void pool_works(void)
{
    struct rseq_mempool *pool = rseq_mempool_create("no syscall", sizeof(intptr_t), NULL);
    bool right = true;

    ok(pool != NULL, "pool");
    intptr_t __rseq_percpu *item = (intptr_t __rseq_percpu *)rseq_mempool_percpu_zmalloc(pool);
    ok(item != NULL, "item");
    for (int cpu = 0; item && cpu < rseq_mempool_get_max_nr_cpus(pool); cpu++) {
        right = right && *rseq_percpu_ptr(item, cpu) == 0;
        *rseq_percpu_ptr(item, cpu) = cpu;
    }
    for (int cpu = 0; item && cpu < rseq_mempool_get_max_nr_cpus(pool); cpu++) {
        right = right && *rseq_percpu_ptr(item, cpu) == cpu;
    }
    ok(right, "every CPU has its copy");
    rseq_mempool_percpu_free(item);
    ok(rseq_mempool_destroy(pool) == 0, "destroy");
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int value;
    } errors[] = {{"ENOSYS", ENOSYS}, {"EPERM", EPERM}, {"EACCES", EACCES}, {"EINVAL", EINVAL}};

    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        if (argc == 2 && !strcmp(argv[1], errors[i].name)) {
            expected = errors[i].value;
        }
    }
    if (!expected) {
        bail_out("usage: no_syscall_test ENOSYS|EPERM|EACCES|EINVAL");
    }
#ifndef RSEQ_SIG
    expected = ENOSYS; // the library does not ask the kernel where it has no critical sections
#endif
    plan(22);
    errno = 4711;
    // EINVAL is also how a kernel with rseq answers the question.
    ok(rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL) == (expected == EINVAL), "available: KERNEL");
    ok(errno == 4711, "errno is left alone");
    ok(!rseq_available(RSEQ_AVAILABLE_QUERY_LIBC), "not available: LIBC");
    ok(rseq_flags == 0, "rseq_flags is 0");
    ok(rseq_size == 0, "rseq_size is 0");
    ok(is_known_offset(rseq_offset), "rseq_offset %td", rseq_offset);
    ok(rseq_current_cpu_raw() == RSEQ_ABI_CPU_ID_UNINITIALIZED, "cpu_id is -1");
    ok(rseq_cpu_start() == 0, "cpu_id_start is 0");
    ok(!rseq_node_id_available() && !rseq_mm_cid_available(), "no node_id, no mm_cid");

    ok(fails_as_expected(rseq_register_current_thread()), "register fails with %s", argv[1]);
    ok(fails_as_expected(rseq_register_current_thread()), "register again fails with %s", argv[1]);
    ok(fails_as_expected(rseq_unregister_current_thread()), "unregister fails with %s", argv[1]);
    ok(rseq_size == 0 && rseq_current_cpu_raw() == RSEQ_ABI_CPU_ID_UNINITIALIZED,
       "nothing looks registered");
    ok(all_threads_fail(), "register fails with %s in %d threads", argv[1], THREADS);
    ok(every_index_aborts(RSEQ_PERCPU_CPU_ID), "cpu_id operations return -1");
    ok(every_index_aborts(RSEQ_PERCPU_MM_CID), "mm_cid operations return -1");
    ok(rseq_get_max_nr_cpus() >= 1, "rseq_get_max_nr_cpus is %d", rseq_get_max_nr_cpus());
    ok(rseq_current_cpu() < (uint32_t)rseq_get_max_nr_cpus(), "rseq_current_cpu falls back");
    pool_works();
    return exit_status();
}
