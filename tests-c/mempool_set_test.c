// SPDX-License-Identifier: MIT
//
// Pool sets: which pool an item comes from, init values, exhaustion, ownership.
#include <rseq/mempool.h>

#include "tap.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define CPUS 3

// The smallest one.
#define STRIDE ((size_t)sysconf(_SC_PAGESIZE))

static struct rseq_mempool *create(size_t item_len, unsigned long ranges, bool global)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    if (!attr || rseq_mempool_attr_set_percpu(attr, STRIDE, CPUS) ||
        (global && rseq_mempool_attr_set_global(attr, STRIDE)) ||
        rseq_mempool_attr_set_max_nr_ranges(attr, ranges)) {
        bail_out("no attr");
    }
    struct rseq_mempool *pool = rseq_mempool_create("set", item_len, attr);
    rseq_mempool_attr_destroy(attr);
    if (!pool) {
        bail_out("no pool");
    }
    return pool;
}

// Items of one size are neighbours in their pool: the distance of two tells which one it is.
static size_t size_of_items(struct rseq_mempool_set *set, size_t length)
{
    char *a = (char *)rseq_mempool_set_percpu_malloc(set, length);
    char *b = (char *)rseq_mempool_set_percpu_malloc(set, length);
    const size_t distance = a && b ? (size_t)(b - a) : 0;

    // In this order, for the same two in the same order the next time.
    rseq_mempool_percpu_free(b, STRIDE);
    rseq_mempool_percpu_free(a, STRIDE);
    return distance;
}

static void test_sizes(void)
{
    static const struct {
        size_t length, size;
    } cases[] = {
        {0, 16},  {1, 16},   {8, 16},    {16, 16},   {17, 64}, {32, 64},
        {64, 64}, {65, 256}, {255, 256}, {256, 256}, {16, 16},
    };
    struct rseq_mempool_set *set = rseq_mempool_set_create();

    ok(set != NULL, "set");
    errno = 0;
    ok(!rseq_mempool_set_percpu_malloc(set, 8) && errno == ENOMEM, "an empty set: ENOMEM");
    // In any order.
    ok(rseq_mempool_set_add_pool(set, create(256, 0, false)) == 0, "add 256");
    ok(rseq_mempool_set_add_pool(set, create(16, 0, false)) == 0, "add 16");
    ok(rseq_mempool_set_add_pool(set, create(33, 0, false)) == 0, "add 64");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ok(size_of_items(set, cases[i].length) == cases[i].size, "%zu bytes: from the pool of %zu",
           cases[i].length, cases[i].size);
    }
    errno = 0;
    ok(!rseq_mempool_set_percpu_malloc(set, 257) && errno == ENOMEM, "257 bytes: ENOMEM");
    errno = 0;
    ok(!rseq_mempool_set_percpu_zmalloc(set, SIZE_MAX) && errno == ENOMEM, "SIZE_MAX: ENOMEM");
    errno = 0;
    ok(!rseq_mempool_set_percpu_malloc_init(set, set, SIZE_MAX / 2 + 2) && errno == ENOMEM,
       "malloc_init of SIZE_MAX / 2 + 2: ENOMEM");

    struct rseq_mempool *same = create(200, 0, false);
    errno = 0;
    ok(rseq_mempool_set_add_pool(set, same) == -1 && errno == EBUSY, "the same size again: EBUSY");
    ok(rseq_mempool_destroy(same) == 0, "that pool is still the caller's");
    ok(rseq_mempool_set_destroy(set) == 0, "destroy");
}

static bool copies_are(void __rseq_percpu *item, const void *expected, size_t length)
{
    for (int cpu = 0; item && cpu < CPUS; cpu++) {
        if (memcmp(rseq_percpu_ptr((char *)item, cpu, STRIDE), expected, length) != 0) {
            return false;
        }
    }
    return item != NULL;
}

static void test_contents(void)
{
    struct rseq_mempool_set *set = rseq_mempool_set_create();
    char init[60], zero[64];

    for (size_t i = 0; i < sizeof(init); i++) {
        init[i] = (char)(i + 1);
    }
    memset(zero, 0, sizeof(zero));
    if (rseq_mempool_set_add_pool(set, create(8, 0, false)) ||
        rseq_mempool_set_add_pool(set, create(64, 0, false))) {
        bail_out("no pools");
    }
    // Twice, the second time with used items.
    for (int round = 0; round < 2; round++) {
        void __rseq_percpu *large = rseq_mempool_set_percpu_malloc_init(set, init, sizeof(init));
        void __rseq_percpu *small = rseq_mempool_set_percpu_malloc_init(set, init, 7);
        void __rseq_percpu *zeroed = rseq_mempool_set_percpu_zmalloc(set, 64);
        void __rseq_percpu *plain = rseq_mempool_set_percpu_malloc_init(set, NULL, 64);

        ok(copies_are(large, init, sizeof(init)), "malloc_init copies 60 bytes");
        ok(copies_are(small, init, 7), "malloc_init copies 7 bytes");
        ok(copies_are(zeroed, zero, 64), "zmalloc");
        ok(plain != NULL, "malloc_init without a value is malloc");
        for (int cpu = 0; cpu < CPUS; cpu++) {
            memset(rseq_percpu_ptr((char *)zeroed, cpu, STRIDE), 0x99, 64);
        }
        rseq_mempool_percpu_free(large, STRIDE);
        rseq_mempool_percpu_free(small, STRIDE);
        rseq_mempool_percpu_free(plain, STRIDE);
        rseq_mempool_percpu_free(zeroed, STRIDE);
    }
    ok(rseq_mempool_set_destroy(set) == 0, "destroy");
}

// A pool that is full hands over to the next larger one.
static void test_exhaustion(void)
{
    struct rseq_mempool_set *set = rseq_mempool_set_create();
    size_t counts[2] = {0, 0};
    char *item, *last = NULL, *first_large = NULL;

    if (rseq_mempool_set_add_pool(set, create(1024, 1, false)) ||
        rseq_mempool_set_add_pool(set, create(2048, 1, false))) {
        bail_out("no pools");
    }
    errno = 0;
    while (counts[0] + counts[1] < 1000 &&
           (item = (char *)rseq_mempool_set_percpu_malloc(set, 1000))) {
        const bool large = first_large || (last && item != last + 1024);

        if (large && !first_large) {
            first_large = item;
        }
        counts[large]++;
        last = item;
    }
    ok(counts[0] == STRIDE / 1024 && counts[1] == STRIDE / 2048 && errno == ENOMEM,
       "%zu items of 1024 bytes, %zu of 2048, then ENOMEM", counts[0], counts[1]);
    errno = 0;
    ok(!rseq_mempool_set_percpu_zmalloc(set, 1) && errno == ENOMEM, "no small one either");
    rseq_mempool_percpu_free(first_large, STRIDE);
    ok(rseq_mempool_set_percpu_malloc(set, 1) == (void *)first_large, "one freed, one allocated");
    ok(rseq_mempool_set_destroy(set) == 0, "destroy");
}

static void test_global(void)
{
    struct rseq_mempool_set *set = rseq_mempool_set_create();
    intptr_t init = 77;

    if (rseq_mempool_set_add_pool(set, create(8, 0, true)) ||
        rseq_mempool_set_add_pool(set, create(64, 0, true))) {
        bail_out("no pools");
    }
    intptr_t *a = (intptr_t *)rseq_mempool_set_malloc(set, sizeof(*a));
    intptr_t *b = (intptr_t *)rseq_mempool_set_zmalloc(set, 40);
    intptr_t *c = (intptr_t *)rseq_mempool_set_malloc_init(set, &init, sizeof(init));
    ok(a && b && *b == 0 && c && *c == 77, "global pools: malloc, zmalloc, malloc_init");
    rseq_mempool_free(a, STRIDE);
    rseq_mempool_free(b, STRIDE);
    rseq_mempool_free(c, STRIDE);
    ok(rseq_mempool_set_destroy(set) == 0, "destroy");
}

int main(void)
{
    test_sizes();
    test_contents();
    test_exhaustion();
    test_global();
    struct rseq_mempool_set *empty = rseq_mempool_set_create();
    ok(empty && rseq_mempool_set_destroy(empty) == 0, "destroy an empty set");
    return exit_status();
}
