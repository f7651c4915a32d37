// SPDX-License-Identifier: MIT
//
// Threads allocate and free in one pool and in one pool set; no item is handed out twice at a time.
#include <rseq/mempool.h>

#include "effort.h"
#include "tap.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

#define THREADS 8
#define ROUNDS 400
#define HELD 16
#define CPUS 4

static struct rseq_mempool *pool;
static struct rseq_mempool_set *set;

static const enum rseq_mempool_populate_policy policies[] = {RSEQ_MEMPOOL_POPULATE_COW_INIT,
                                                             RSEQ_MEMPOOL_POPULATE_COW_ZERO};

// Holds a few items, each with its mark on every CPU, and exchanges one after the other.
static void *hammer(void *argument)
{
    const intptr_t mark = (intptr_t)argument;
    intptr_t __rseq_percpu *held[HELD];

    memset(held, 0, sizeof(held));
    const int rounds = repetitions(ROUNDS);

    for (int round = 0; round < rounds; round++) {
        intptr_t __rseq_percpu **const slot = &held[round * 7 % HELD];

        for (int cpu = 0; *slot && cpu < CPUS; cpu++) {
            if (*rseq_percpu_ptr(*slot, cpu) != mark + round * 7 % HELD) {
                return (void *)"an item changed";
            }
        }
        rseq_mempool_percpu_free(*slot);
        *slot = (intptr_t __rseq_percpu *)(set ? rseq_mempool_set_percpu_zmalloc(
                                                     set, sizeof(intptr_t) << round % 4)
                                               : rseq_mempool_percpu_zmalloc(pool));
        if (!*slot) {
            return (void *)"no item";
        }
        for (int cpu = 0; cpu < CPUS; cpu++) {
            if (*rseq_percpu_ptr(*slot, cpu) != 0) {
                return (void *)"a new item is not zero";
            }
            *rseq_percpu_ptr(*slot, cpu) = mark + round * 7 % HELD;
        }
    }
    for (int i = 0; i < HELD; i++) {
        rseq_mempool_percpu_free(held[i]);
    }
    return NULL;
}

static void in_threads(const char *name)
{
    pthread_t threads[THREADS];
    const char *problem = NULL;

    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, hammer, (void *)(intptr_t)((i + 1) * 1000))) {
            bail_out("no thread");
        }
    }
    for (int i = 0; i < THREADS; i++) {
        void *result;

        pthread_join(threads[i], &result);
        problem = result ? (const char *)result : problem;
    }
    ok(!problem, "%s: %d threads: %s", name, THREADS, problem ? problem : "right");
}

static struct rseq_mempool *create(size_t item_len, bool robust,
                                   enum rseq_mempool_populate_policy policy)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    if (!attr || rseq_mempool_attr_set_percpu(attr, RSEQ_MEMPOOL_STRIDE, CPUS) ||
        rseq_mempool_attr_set_populate_policy(attr, policy) ||
        (robust && rseq_mempool_attr_set_robust(attr))) {
        bail_out("no attr");
    }
    struct rseq_mempool *result = rseq_mempool_create("threads", item_len, attr);
    rseq_mempool_attr_destroy(attr);
    if (!result) {
        bail_out("no pool");
    }
    return result;
}

// Pools in one process at the same time, by threads of their own.
static void *live_and_die(void *unused)
{
    (void)unused;
    for (int i = 0; i < 30; i++) {
        struct rseq_mempool *own = create(32, i % 2, policies[i / 2 % 2]);
        void __rseq_percpu *item = rseq_mempool_percpu_zmalloc(own);

        rseq_mempool_percpu_free(item);
        if (rseq_mempool_destroy(own)) {
            return own;
        }
    }
    return NULL;
}

int main(void)
{
    for (int i = 0; i < 4; i++) {
        char name[50];

        snprintf(name, sizeof(name), "%s%s", i / 2 ? "COW_ZERO" : "COW_INIT",
                 i % 2 ? " robust" : "");
        // Half a page of items per range, so that ranges are added all the time.
        pool = create(RSEQ_MEMPOOL_STRIDE / 32, i % 2, policies[i / 2]);
        in_threads(name);
        ok(rseq_mempool_destroy(pool) == 0, "%s: destroy", name);
        pool = NULL;

        set = rseq_mempool_set_create();
        for (size_t size = sizeof(intptr_t); size <= 8 * sizeof(intptr_t); size *= 2) {
            if (rseq_mempool_set_add_pool(set, create(size, i % 2, policies[i / 2]))) {
                bail_out("no pool in the set");
            }
        }
        snprintf(name, sizeof(name), "set of %s%s", i / 2 ? "COW_ZERO" : "COW_INIT",
                 i % 2 ? " robust" : "");
        in_threads(name);
        ok(rseq_mempool_set_destroy(set) == 0, "%s: destroy", name);
        set = NULL;
    }
    pthread_t threads[THREADS];
    bool right = true;
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, live_and_die, NULL)) {
            bail_out("no thread");
        }
    }
    for (int i = 0; i < THREADS; i++) {
        void *result;

        pthread_join(threads[i], &result);
        right = right && !result;
    }
    ok(right, "%d threads create and destroy pools", THREADS);
    return exit_status();
}
