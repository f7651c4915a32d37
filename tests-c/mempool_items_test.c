// SPDX-License-Identifier: MIT
//
// Items of memory pools: their sizes, alignment and order, what zmalloc, malloc_init and poison
// make of new and of used ones, ranges, attributes, global pools.
//
// mempool_items_test [no-memfd]: where memfd_create(2) is refused everything is the same.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <rseq/mempool.h>
#include <rseq/rseq.h>

#include "tap.h"
#include "thread_placement.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CPUS 5

// The smallest stride, and a quarter of it.
static size_t page, quarter;

static const enum rseq_mempool_populate_policy policies[] = {RSEQ_MEMPOOL_POPULATE_COW_INIT,
                                                             RSEQ_MEMPOOL_POPULATE_COW_ZERO};
static const char *const policy_names[] = {"COW_INIT", "COW_ZERO"};

static struct rseq_mempool_attr *percpu_attr(size_t stride, int cpus,
                                             enum rseq_mempool_populate_policy policy)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    if (!attr || rseq_mempool_attr_set_percpu(attr, stride, cpus) ||
        rseq_mempool_attr_set_populate_policy(attr, policy)) {
        bail_out("no attr");
    }
    return attr;
}

static struct rseq_mempool *create(const char *name, size_t item_len,
                                   struct rseq_mempool_attr *attr)
{
    struct rseq_mempool *pool = rseq_mempool_create(name, item_len, attr);

    // Attributes are copied.
    rseq_mempool_attr_destroy(attr);
    if (!pool) {
        bail_out("no pool: errno %d", errno);
    }
    return pool;
}

static bool bytes_are(const void *memory, size_t length, int value)
{
    const unsigned char *bytes = (const unsigned char *)memory;

    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != (unsigned char)value) {
            return false;
        }
    }
    return true;
}

// Items are as far apart as their rounded size, which they are aligned to.
static void test_sizes(void)
{
    static const struct {
        size_t length, rounded;
    } sizes[] = {
        {0, sizeof(void *)},
        {1, sizeof(void *)},
        {sizeof(void *), sizeof(void *)},
        {9, 16},
        {16, 16},
        {17, 32},
        {33, 64},
        {100, 128},
        {4096, 4096},
        {5000, 8192},
        {65535, 65536},
        {65536, 65536},
    };

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct rseq_mempool *pool = rseq_mempool_create("sizes", sizes[i].length, NULL);
        char *a = (char *)rseq_mempool_percpu_malloc(pool);
        char *b = (char *)rseq_mempool_percpu_malloc(pool);
        const bool one_range = sizes[i].rounded < RSEQ_MEMPOOL_STRIDE;

        ok(a && b && (!one_range || b == a + sizes[i].rounded) &&
               (uintptr_t)a % sizes[i].rounded == 0 && (uintptr_t)b % sizes[i].rounded == 0,
           "items of %zu bytes take %zu", sizes[i].length, sizes[i].rounded);
        rseq_mempool_percpu_free(b);
        rseq_mempool_percpu_free(a);
        ok(rseq_mempool_destroy(pool) == 0, "destroy");
    }
}

static void test_defaults(void)
{
    struct rseq_mempool *pool = rseq_mempool_create(NULL, 64, NULL);
    uint64_t __rseq_percpu *item = (uint64_t __rseq_percpu *)rseq_mempool_percpu_zmalloc(pool);

    ok(pool && item, "a pool without name and attributes");
    ok(rseq_mempool_get_max_nr_cpus(pool) == rseq_get_max_nr_cpus(), "has all possible CPUs");
    ok((uintptr_t)item % RSEQ_MEMPOOL_STRIDE == 0, "the default stride");
    ok(rseq_percpu_ptr(item, 0) == item, "the copy of CPU 0 is the item");
    ok((char *)rseq_percpu_ptr(item, 1) == (char *)item + RSEQ_MEMPOOL_STRIDE, "one stride apart");
    ok((char *)rseq_percpu_ptr(item, 3, 4096) == (char *)item + 3 * 4096, "any stride");
    for (int cpu = 0; cpu < rseq_get_max_nr_cpus(); cpu++) {
        *rseq_percpu_ptr(item, cpu) = (uint64_t)cpu + 1;
    }
    ok(*item == 1, "the copies of all CPUs can be written");
    // Not of this pool's init values: policy COW_INIT is the default, and zero was the init value.
    ok(*rseq_percpu_ptr(item, rseq_get_max_nr_cpus()) == 0, "the init value stays");
    rseq_mempool_percpu_free(item);
    ok(rseq_mempool_destroy(pool) == 0, "destroy");
}

static void test_contents(size_t i)
{
    struct rseq_mempool *pool = create("contents", 48, percpu_attr(page, CPUS, policies[i]));
    char init[64], *items[64];
    bool right;

    memset(init, 0x77, sizeof(init));
    // New items, then the same ones again, full of old data.
    for (int round = 0; round < 2; round++) {
        right = true;
        for (size_t n = 0; n < 64; n++) {
            items[n] = (char *)(n % 2 ? rseq_mempool_percpu_zmalloc(pool)
                                      : rseq_mempool_percpu_malloc_init(pool, init, sizeof(init)));
            right = right && items[n];
            for (int cpu = 0; right && cpu < CPUS; cpu++) {
                char *copy = rseq_percpu_ptr(items[n], cpu, page);

                right = bytes_are(copy, 64, n % 2 ? 0 : 0x77);
            }
        }
        ok(right, "%s: zmalloc and malloc_init of %s items", policy_names[i],
           round ? "used" : "new");
        for (size_t n = 0; n < 64; n++) {
            for (int cpu = 0; cpu < CPUS; cpu++) {
                memset(rseq_percpu_ptr(items[n], cpu, page), 0x40 + cpu, 64);
            }
        }
        for (size_t n = 0; n < 64; n++) {
            rseq_mempool_percpu_free(items[n], page);
        }
    }

    // A part of an item: the rest is unspecified, the next item untouched.
    char *first = (char *)rseq_mempool_percpu_zmalloc(pool);
    rseq_mempool_percpu_free(first, page);
    char *part = (char *)rseq_mempool_percpu_malloc_init(pool, init, 13);
    right = part == first;
    for (int cpu = 0; cpu < CPUS; cpu++) {
        right = right && bytes_are(rseq_percpu_ptr(part, cpu, page), 13, 0x77);
    }
    ok(right, "%s: malloc_init of 13 bytes; the last freed is the first", policy_names[i]);
    char *plain = (char *)rseq_mempool_percpu_malloc_init(pool, NULL, 64);
    ok(plain != NULL, "%s: malloc_init without a value is malloc", policy_names[i]);
    char *empty = (char *)rseq_mempool_percpu_malloc_init(pool, init, 0);
    ok(empty != NULL, "%s: malloc_init of no bytes", policy_names[i]);
    errno = 0;
    ok(!rseq_mempool_percpu_malloc_init(pool, init, 65) && errno == EINVAL,
       "%s: malloc_init of more than the rounded size: EINVAL", policy_names[i]);
    errno = 0;
    ok(!rseq_mempool_percpu_malloc_init(pool, NULL, 65) && errno == EINVAL,
       "%s: without a value as well", policy_names[i]);
    ok(rseq_mempool_destroy(pool) == 0, "%s: destroy with items that are in use", policy_names[i]);
}

static void test_poison(size_t i)
{
    const uintptr_t poison = (uintptr_t)0x5a5a1234;
    struct rseq_mempool_attr *attr = percpu_attr(0, CPUS, policies[i]);

    if (rseq_mempool_attr_set_poison(attr, poison)) {
        bail_out("set_poison");
    }
    struct rseq_mempool *pool = create("poison", 32, attr);
    uintptr_t __rseq_percpu *item = (uintptr_t __rseq_percpu *)rseq_mempool_percpu_zmalloc(pool);
    bool right = true;

    rseq_percpu_ptr(item, CPUS - 1)[2] = 3;
    rseq_mempool_percpu_free(item);
    uintptr_t __rseq_percpu *again = (uintptr_t __rseq_percpu *)rseq_mempool_percpu_malloc(pool);
    // The free list of a pool that is not robust takes a word: of CPU 0, or of the init value,
    // which is what a CPU sees that never wrote to its page.
    for (int cpu = 0; cpu < CPUS; cpu++) {
        for (size_t word = 1; word < 32 / sizeof(uintptr_t); word++) {
            right = right && rseq_percpu_ptr(again, cpu)[word] == poison;
        }
    }
    ok(again == item && right, "%s: poison without robust", policy_names[i]);
    rseq_mempool_percpu_free(again);
    uintptr_t __rseq_percpu *zero = (uintptr_t __rseq_percpu *)rseq_mempool_percpu_zmalloc(pool);
    right = true;
    for (int cpu = 0; cpu < CPUS; cpu++) {
        right = right && bytes_are(rseq_percpu_ptr(zero, cpu), 32, 0);
    }
    ok(right, "%s: zmalloc of poisoned items", policy_names[i]);
    ok(rseq_mempool_destroy(pool) == 0, "%s: destroy", policy_names[i]);
}

static void test_ranges(size_t i)
{
    struct rseq_mempool_attr *attr = percpu_attr(page, CPUS, policies[i]);
    static char *items[500];
    bool right = true;

    // 4 items a range; no limit unless one is set.
    struct rseq_mempool *pool = create("ranges", quarter, attr);
    for (int n = 0; n < 500; n++) {
        items[n] = (char *)rseq_mempool_percpu_zmalloc(pool);
        right = right && items[n];
        for (int cpu = 0; right && cpu < CPUS; cpu++) {
            memset(rseq_percpu_ptr(items[n], cpu, page), n % 100 + cpu, quarter);
        }
    }
    for (int n = 0; n < 500; n++) {
        for (int cpu = 0; right && cpu < CPUS; cpu++) {
            right = bytes_are(rseq_percpu_ptr(items[n], cpu, page), quarter, n % 100 + cpu);
        }
        rseq_mempool_percpu_free(items[n], page);
    }
    ok(right, "%s: 125 ranges", policy_names[i]);
    ok(rseq_mempool_destroy(pool) == 0, "%s: destroy", policy_names[i]);

    // With a limit: full, and usable again as soon as something is freed.
    attr = percpu_attr(page, CPUS, policies[i]);
    rseq_mempool_attr_set_max_nr_ranges(attr, 2);
    pool = create("two ranges", quarter, attr);
    for (int n = 0; n < 8; n++) {
        items[n] = (char *)rseq_mempool_percpu_malloc(pool);
        right = right && items[n];
    }
    errno = 0;
    ok(right && !rseq_mempool_percpu_malloc(pool) && errno == ENOMEM, "%s: full: ENOMEM",
       policy_names[i]);
    errno = 0;
    ok(!rseq_mempool_percpu_zmalloc(pool) && errno == ENOMEM, "%s: zmalloc: ENOMEM",
       policy_names[i]);
    errno = 0;
    ok(!rseq_mempool_percpu_malloc_init(pool, items, 8) && errno == ENOMEM,
       "%s: malloc_init: ENOMEM", policy_names[i]);
    rseq_mempool_percpu_free(items[3], page);
    ok(rseq_mempool_percpu_malloc(pool) == items[3], "%s: one freed, one allocated",
       policy_names[i]);
    ok(!rseq_mempool_percpu_malloc(pool), "%s: full again", policy_names[i]);
    ok(rseq_mempool_destroy(pool) == 0, "%s: destroy", policy_names[i]);
}

static void test_attributes(void)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();
    struct rseq_mempool *a, *b;

    ok(rseq_mempool_attr_set_global(attr, page) == 0 &&
           rseq_mempool_attr_set_percpu(attr, 2 * page, 7) == 0,
       "global, then per-CPU");
    a = rseq_mempool_create("a", 8, attr);
    ok(rseq_mempool_get_max_nr_cpus(a) == 7, "the last one counts");
    ok(rseq_mempool_attr_set_percpu(attr, 2 * page, 3) == 0, "attributes can be used again");
    b = rseq_mempool_create("b", 8, attr);
    ok(rseq_mempool_get_max_nr_cpus(b) == 3 && rseq_mempool_get_max_nr_cpus(a) == 7,
       "pools have copies of them");
    ok(rseq_mempool_destroy(a) == 0 && rseq_mempool_destroy(b) == 0, "destroy");
    ok(rseq_mempool_attr_set_percpu(attr, 0, 0) == 0 &&
           rseq_mempool_attr_set_global(attr, 0) == 0 &&
           rseq_mempool_attr_set_populate_policy(attr, RSEQ_MEMPOOL_POPULATE_COW_INIT) == 0,
       "per-CPU, then global");
    a = rseq_mempool_create("global", 100, attr);
    errno = 0;
    ok(a && rseq_mempool_get_max_nr_cpus(a) == -1 && errno == EINVAL, "has no CPUs");

    char *zero = (char *)rseq_mempool_zmalloc(a), init[100];
    memset(init, 0x33, sizeof(init));
    char *value = (char *)rseq_mempool_malloc_init(a, init, sizeof(init));
    char *plain = (char *)rseq_mempool_malloc(a);
    ok(zero && value && plain && bytes_are(zero, 128, 0) && bytes_are(value, 100, 0x33),
       "global pool: zmalloc, malloc_init, malloc");
    memset(plain, 0x44, 128);
    const char *constant = plain;
    rseq_mempool_free(zero);
    rseq_mempool_free(value);
    rseq_mempool_free(constant);
    ok(rseq_mempool_malloc(a) == (void *)plain, "the item freed last is the first one");
    ok(rseq_mempool_destroy(a) == 0, "destroy");
    rseq_mempool_attr_destroy(attr);
}

// Lines of the list of mappings that hold a text.
static int mappings_with(const char *text)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[1000];
    int count = 0;

    if (!maps) {
        bail_out("no /proc");
    }
    while (fgets(line, sizeof(line), maps)) {
        count += strstr(line, text) != NULL;
    }
    fclose(maps);
    return count;
}

static void test_names(bool memfd)
{
    // On MIPS, memory is not shared at smaller strides.
    const size_t stride = page < 65536 ? 65536 : page;
    struct rseq_mempool_attr *attr = percpu_attr(stride, CPUS, RSEQ_MEMPOOL_POPULATE_COW_INIT);
    char long_name[400];

    memset(long_name, 'n', sizeof(long_name) - 1);
    long_name[sizeof(long_name) - 1] = '\0';
    struct rseq_mempool *named = rseq_mempool_create("a name", stride, attr);
    struct rseq_mempool *anonymous = rseq_mempool_create(NULL, stride, attr);
    struct rseq_mempool *with_long_name = rseq_mempool_create(long_name, stride, attr);
    ok(named && anonymous && with_long_name, "names of any length");
    ok((mappings_with("memfd:a name:rseq-mempool") > 0) == memfd,
       "the mapping of the first range has the pool's name");
    ok((mappings_with("memfd:<anonymous>:rseq-mempool") > 0) == memfd,
       "a pool without name is anonymous");
    const int first = mappings_with("memfd:a name:rseq-mempool");
    rseq_mempool_percpu_malloc(named);
    rseq_mempool_percpu_malloc(named);
    ok((mappings_with("memfd:a name:rseq-mempool") > first) == memfd,
       "so has that of the second range");
    ok(mappings_with("memfd:nnnnnnnn") > 0 || !memfd, "a long name is cut");
    ok(rseq_mempool_destroy(named) == 0 && rseq_mempool_destroy(anonymous) == 0 &&
           rseq_mempool_destroy(with_long_name) == 0,
       "destroy");
    ok(mappings_with("rseq-mempool") == 0, "nothing is left");
    rseq_mempool_attr_destroy(attr);
}

int main(int argc, char **argv)
{
    const bool memfd = argc != 2 || strcmp(argv[1], "no-memfd") != 0;

    // A pool keeps an item for the CPU that freed it.
    stay_on_this_cpu();
    page = (size_t)sysconf(_SC_PAGESIZE);
    quarter = page / 4;
    test_sizes();
    test_defaults();
    for (size_t i = 0; i < 2; i++) {
        test_contents(i);
        test_poison(i);
        test_ranges(i);
    }
    test_attributes();
    test_names(memfd);
    return exit_status();
}
