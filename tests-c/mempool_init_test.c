// SPDX-License-Identifier: MIT
//
// The init function of a pool: when it is called and with what, and what its failure means.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <rseq/mempool.h>
#include <rseq/rseq.h>

#include "tap.h"
#include "thread_placement.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define CPUS 4
#define STRIDE (2 * (size_t)sysconf(_SC_PAGESIZE))
#define ITEMS_PER_RANGE 8
#define ITEM (STRIDE / ITEMS_PER_RANGE)

static struct calls {
    int count;
    int fail_at, error; // fails in this call, with this errno
    bool wrong;
    char *addresses[64];
    size_t length;
    int first_cpu;
    int cpus;
} calls;

static int init_function(void *priv, void *address, size_t length, int cpu)
{
    struct calls *const seen = (struct calls *)priv;

    if (seen != &calls || length != seen->length ||
        cpu != (seen->first_cpu < 0 ? -1 : seen->count % seen->cpus)) {
        seen->wrong = true;
    }
    if (seen->count < 64) {
        seen->addresses[seen->count] = (char *)address;
    }
    // All of it can be written, and nobody else did before.
    for (size_t i = 0; i < length; i += 512) {
        seen->wrong = seen->wrong || ((char *)address)[i] != 0;
    }
    memset(address, 0x10 + seen->count, length);
    if (++seen->count == seen->fail_at) {
        errno = seen->error;
        return 1;
    }
    return 0;
}

static void expect_calls(size_t length, int cpus, int first_cpu, int fail_at, int error)
{
    memset(&calls, 0, sizeof(calls));
    calls.length = length;
    calls.cpus = cpus;
    calls.first_cpu = first_cpu;
    calls.fail_at = fail_at;
    calls.error = error;
}

static struct rseq_mempool_attr *attr_with_init(void)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    if (!attr || rseq_mempool_attr_set_percpu(attr, STRIDE, CPUS) ||
        rseq_mempool_attr_set_init(attr, init_function, &calls)) {
        bail_out("no attr");
    }
    return attr;
}

static void test_percpu(const char *name, bool cow_zero)
{
    struct rseq_mempool_attr *attr = attr_with_init();
    char *items[2 * ITEMS_PER_RANGE];
    bool right = true;

    if (cow_zero) {
        rseq_mempool_attr_set_populate_policy(attr, RSEQ_MEMPOOL_POPULATE_COW_ZERO);
    }
    expect_calls(STRIDE, CPUS, 0, 0, 0);
    struct rseq_mempool *pool = rseq_mempool_create("init", ITEM, attr);
    ok(pool && calls.count == CPUS && !calls.wrong, "%s: called for each CPU in order", name);
    for (int cpu = 0; cpu < CPUS; cpu++) {
        right = right && calls.addresses[cpu] == calls.addresses[0] + (size_t)cpu * STRIDE;
    }
    ok(right, "%s: with the CPU's memory", name);
    right = true;
    for (int n = 0; n < ITEMS_PER_RANGE; n++) {
        items[n] = (char *)rseq_mempool_percpu_malloc(pool);
        for (int cpu = 0; right && cpu < CPUS; cpu++) {
            right = items[n] && rseq_percpu_ptr(items[n], cpu, STRIDE)[ITEM - 1] == 0x10 + cpu;
        }
    }
    ok(right && items[0] == calls.addresses[0], "%s: items hold what it wrote", name);
    ok(calls.count == CPUS, "%s: not called for items", name);
    items[ITEMS_PER_RANGE] = (char *)rseq_mempool_percpu_malloc(pool);
    ok(items[ITEMS_PER_RANGE] == calls.addresses[CPUS] && calls.count == 2 * CPUS && !calls.wrong,
       "%s: called again for the second range", name);
    char *zero = (char *)rseq_mempool_percpu_zmalloc(pool);
    right = zero != NULL;
    for (int cpu = 0; right && cpu < CPUS; cpu++) {
        right = rseq_percpu_ptr(zero, cpu, STRIDE)[0] == 0 &&
                rseq_percpu_ptr(zero, cpu, STRIDE)[ITEM - 1] == 0;
    }
    ok(right, "%s: zmalloc is zero all the same", name);
    ok(rseq_mempool_destroy(pool) == 0, "%s: destroy", name);
    rseq_mempool_attr_destroy(attr);
}

static void test_global(void)
{
    struct rseq_mempool_attr *attr = attr_with_init();

    rseq_mempool_attr_set_global(attr, STRIDE);
    expect_calls(STRIDE, 1, -1, 0, 0);
    struct rseq_mempool *pool = rseq_mempool_create("global", ITEM, attr);
    ok(pool && calls.count == 1 && !calls.wrong, "global: called once, with CPU -1");
    ok(rseq_mempool_malloc(pool) == (void *)calls.addresses[0], "global: with the pool's memory");
    ok(rseq_mempool_destroy(pool) == 0, "global: destroy");
    rseq_mempool_attr_destroy(attr);
}

static void test_failure(int fail_at, int error, int expected)
{
    struct rseq_mempool_attr *attr = attr_with_init();

    expect_calls(STRIDE, CPUS, 0, fail_at, error);
    errno = 4711;
    ok(!rseq_mempool_create("failure", ITEM, attr) && errno == expected,
       "failure in call %d with errno %d: create fails with errno %d", fail_at, error, expected);
    ok(calls.count == fail_at && !calls.wrong, "no further call");
    rseq_mempool_attr_destroy(attr);
}

// The pool that cannot grow is a pool still.
static void test_failure_in_second_range(void)
{
    struct rseq_mempool_attr *attr = attr_with_init();
    void *items[ITEMS_PER_RANGE];
    bool right = true;

    expect_calls(STRIDE, CPUS, 0, CPUS + 2, EDOM);
    struct rseq_mempool *pool = rseq_mempool_create("second range", ITEM, attr);
    for (int n = 0; n < ITEMS_PER_RANGE; n++) {
        items[n] = rseq_mempool_percpu_malloc(pool);
        right = right && items[n];
    }
    ok(right, "the first range is full");
    errno = 0;
    ok(!rseq_mempool_percpu_malloc(pool), "the second one fails");
    diag("with errno %d", errno);
    ok(errno == EDOM || errno == ENOMEM, "errno is the function's, or ENOMEM");
    rseq_mempool_percpu_free(items[2], STRIDE);
    ok(rseq_mempool_percpu_malloc(pool) == items[2], "the first one can be used");
    expect_calls(STRIDE, CPUS, 0, 0, 0);
    ok(rseq_mempool_percpu_malloc(pool) && calls.count == CPUS && !calls.wrong,
       "the second one is tried again");
    ok(rseq_mempool_destroy(pool) == 0, "destroy");
    rseq_mempool_attr_destroy(attr);
}

static void test_no_function(void)
{
    struct rseq_mempool_attr *attr = attr_with_init();

    expect_calls(STRIDE, CPUS, 0, 0, 0);
    ok(rseq_mempool_attr_set_init(attr, NULL, NULL) == 0, "no function again");
    struct rseq_mempool *pool = rseq_mempool_create("none", ITEM, attr);
    ok(pool && calls.count == 0, "none is called");
    ok(rseq_mempool_destroy(pool) == 0, "destroy");
    rseq_mempool_attr_destroy(attr);
}

int main(void)
{
    // A pool keeps an item for the CPU that freed it, and rather has a new range than looks for it.
    stay_on_this_cpu();
    test_percpu("COW_INIT", false);
    test_percpu("COW_ZERO", true);
    test_global();
    test_failure(1, EDOM, EDOM);
    test_failure(CPUS, ENOENT, ENOENT);
    test_failure(2, 0, ENOMEM);
    test_failure_in_second_range();
    test_no_function();
    return exit_status();
}
