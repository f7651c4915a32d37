// SPDX-License-Identifier: MIT
//
// Memory pools: every combination of ranges, strides and populate policies is filled, checked on
// all CPUs, emptied and used again.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <rseq/mempool.h>

#include "effort.h"
#include "tap.h"
#include "thread_placement.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POISON ((uintptr_t)(UINT64_C(0xABCDEF0123456789) % UINTPTR_MAX))
#define MAX_RANGES 16
// Many CPUs where a CPU costs little memory.
#define MANY_CPUS 1024
#define SOME_CPUS 64

// 64 bytes on all architectures.
struct item {
    uint64_t value;
    uint64_t words[6];
    uint64_t last;
};

struct pool_type {
    size_t stride;
    unsigned long ranges;
    enum rseq_mempool_populate_policy policy;
    int cpus;
};

static struct item __rseq_percpu *items[2 * 1024 * 1024 / sizeof(struct item)];

#define COPY(item, cpu, type) rseq_percpu_ptr(item, cpu, (type)->stride)

static bool each_word_is(const struct item *item, uintptr_t value)
{
    uintptr_t words[sizeof(*item) / sizeof(uintptr_t)];

    memcpy(words, item, sizeof(words));
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (words[i] != value) {
            return false;
        }
    }
    return true;
}

static bool each_word_is_on_all_cpus(struct item __rseq_percpu *item, uintptr_t value,
                                     const struct pool_type *type)
{
    for (int cpu = 0; cpu < type->cpus; cpu++) {
        if (!each_word_is(COPY(item, cpu, type), value)) {
            return false;
        }
    }
    return true;
}

// Allocates until the pool is full and returns the number of items.
static size_t fill(struct rseq_mempool *pool, size_t capacity)
{
    size_t count = 0;

    while (count <= capacity) {
        struct item __rseq_percpu *item =
            (struct item __rseq_percpu *)rseq_mempool_percpu_zmalloc(pool);

        if (!item) {
            break;
        }
        if (count < capacity) {
            items[count] = item;
        }
        count++;
    }
    return count;
}

// Gives each copy of each item a value of its own and finds them all again.
static bool copies_are_separate(size_t count, const struct pool_type *type)
{
    for (size_t i = 0; i < count; i++) {
        for (int cpu = 0; cpu < type->cpus; cpu++) {
            struct item *copy = COPY(items[i], cpu, type);

            copy->value = i * MANY_CPUS + (unsigned int)cpu;
            copy->last = ~copy->value;
        }
    }
    for (size_t i = 0; i < count; i++) {
        for (int cpu = 0; cpu < type->cpus; cpu++) {
            const struct item *copy = COPY(items[i], cpu, type);

            if (copy->value != i * MANY_CPUS + (unsigned int)cpu || copy->last != ~copy->value) {
                return false;
            }
        }
    }
    return true;
}

static struct rseq_mempool *create(const struct pool_type *type)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    ok(attr != NULL, "attr");
    ok(rseq_mempool_attr_set_robust(attr) == 0, "robust");
    ok(rseq_mempool_attr_set_percpu(attr, type->stride, type->cpus) == 0, "per-CPU");
    ok(rseq_mempool_attr_set_max_nr_ranges(attr, type->ranges) == 0, "ranges");
    ok(rseq_mempool_attr_set_poison(attr, POISON) == 0, "poison");
    ok(rseq_mempool_attr_set_populate_policy(attr, type->policy) == 0, "policy");
    struct rseq_mempool *pool = rseq_mempool_create("mempool_test", sizeof(struct item), attr);
    rseq_mempool_attr_destroy(attr);
    if (!ok(pool != NULL, "create")) {
        bail_out("no pool");
    }
    return pool;
}

static void test_pool(const struct pool_type *type)
{
    const size_t capacity = type->stride / sizeof(struct item) * type->ranges;
    struct item init, __rseq_percpu *one;

    diag("stride %zu, %lu ranges, %s, %d CPUs", type->stride, type->ranges,
         type->policy == RSEQ_MEMPOOL_POPULATE_COW_ZERO ? "COW_ZERO" : "COW_INIT", type->cpus);
    struct rseq_mempool *pool = create(type);
    ok(rseq_mempool_get_max_nr_cpus(pool) == type->cpus, "get_max_nr_cpus");

    errno = 0;
    size_t count = fill(pool, capacity);
    ok(count == capacity && errno == ENOMEM, "%zu items, then ENOMEM", count);
    count = count < capacity ? count : capacity;
    bool right = true;
    for (size_t i = 0; i < count; i++) {
        right = right && (uintptr_t)items[i] % sizeof(struct item) == 0 &&
                each_word_is_on_all_cpus(items[i], 0, type);
    }
    ok(right, "every copy is aligned and zero");
    ok(copies_are_separate(count, type), "every copy has its own memory");
    for (size_t i = 0; i < count; i++) {
        rseq_mempool_percpu_free(items[i], type->stride);
    }

    one = (struct item __rseq_percpu *)rseq_mempool_percpu_malloc(pool);
    ok(one == items[count - 1], "the item freed last is the first one");
    ok(one && each_word_is_on_all_cpus(one, POISON, type), "it is poisoned on all CPUs");
    rseq_mempool_percpu_free(one, type->stride);

    memset(&init, 0, sizeof(init));
    init.value = 123;
    init.last = 456;
    one = (struct item __rseq_percpu *)rseq_mempool_percpu_malloc_init(pool, &init, sizeof(init));
    right = one != NULL;
    for (int cpu = 0; right && cpu < type->cpus; cpu++) {
        right = !memcmp(COPY(one, cpu, type), &init, sizeof(init));
    }
    ok(right && one->value == 123 && one->last == 456, "malloc_init on all CPUs");
    if (type->policy == RSEQ_MEMPOOL_POPULATE_COW_INIT) {
        ok(!memcmp(COPY(one, type->cpus, type), &init, sizeof(init)),
           "the init value is behind the last CPU");
    }
    rseq_mempool_percpu_free(one, type->stride);
    ok(rseq_mempool_destroy(pool) == 0, "destroy");
}

static void test_both_policies(size_t stride, unsigned long ranges, int cpus)
{
    struct pool_type type = {stride, ranges, RSEQ_MEMPOOL_POPULATE_COW_ZERO, cpus};

    test_pool(&type);
    type.policy = RSEQ_MEMPOOL_POPULATE_COW_INIT;
    test_pool(&type);
}

int main(void)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);

    // A pool keeps an item for the CPU that freed it.
    stay_on_this_cpu();

    // Fewer numbers of ranges, and CPUs, on a slow machine.
    const unsigned long max_ranges = (unsigned long)repetitions(MAX_RANGES);
    const int some_cpus = repetitions(SOME_CPUS);

    test_both_policies(page, 1, repetitions(MANY_CPUS));
    test_both_policies(RSEQ_MEMPOOL_STRIDE, 1, 1);
    for (unsigned long ranges = 1; ranges <= max_ranges; ranges *= 2) {
        for (size_t stride = page; stride < RSEQ_MEMPOOL_STRIDE; stride *= 2) {
            test_both_policies(stride, ranges, some_cpus);
        }
    }
    int cpus = some_cpus;
    for (size_t stride = RSEQ_MEMPOOL_STRIDE; stride <= 2 * 1024 * 1024; stride *= 2) {
        test_both_policies(stride, 1, cpus);
        // On a slow machine even fewer where one costs much.
        if (effort_divisor() > 1) {
            cpus = cpus / 2 > 2 ? cpus / 2 : 2;
        }
    }
    return exit_status();
}
