// SPDX-License-Identifier: MIT
//
// What allocating and freeing costs: this library, pools with a mutex per call, malloc().
#define _GNU_SOURCE
#include "bench.h"
#include "mutex_pool.h"

#include <rseq/mempool.h>
#include <rseq/rseq.h>

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FRESH_ITEMS (options.smoke ? 20 : 2000)

static const char zeroes[ITEM_SIZE], some_value[ITEM_SIZE] = {1};

struct allocator {
    void *(*create)(int cpus);
    void (*destroy)(void *pool);
    void *(*malloc)(void *pool);
    void *(*zmalloc)(void *pool);
    void *(*malloc_init)(void *pool);
    void (*free)(void *item);
};

// mutex_pool.c
static void *mutex_zero_create(int cpus)
{
    return mutex_pool_create(cpus, false);
}

static void *mutex_init_create(int cpus)
{
    return mutex_pool_create(cpus, true);
}

static void mutex_destroy(void *pool)
{
    mutex_pool_destroy((struct mutex_pool *)pool);
}

static void *mutex_malloc(void *pool)
{
    return mutex_pool_malloc((struct mutex_pool *)pool);
}

static void *mutex_zmalloc(void *pool)
{
    return mutex_pool_malloc_init((struct mutex_pool *)pool, zeroes);
}

static void *mutex_malloc_init(void *pool)
{
    return mutex_pool_malloc_init((struct mutex_pool *)pool, some_value);
}

// The library.
static void *create(int cpus, enum rseq_mempool_populate_policy policy)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    rseq_mempool_attr_set_percpu(attr, RSEQ_MEMPOOL_STRIDE, cpus);
    rseq_mempool_attr_set_populate_policy(attr, policy);
    struct rseq_mempool *pool = rseq_mempool_create("bench", ITEM_SIZE, attr);
    rseq_mempool_attr_destroy(attr);
    return pool;
}

static void *cow_zero_create(int cpus)
{
    return create(cpus, RSEQ_MEMPOOL_POPULATE_COW_ZERO);
}

static void *cow_init_create(int cpus)
{
    return create(cpus, RSEQ_MEMPOOL_POPULATE_COW_INIT);
}

static void *global_create(int cpus)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    (void)cpus;
    rseq_mempool_attr_set_global(attr, RSEQ_MEMPOOL_STRIDE);
    struct rseq_mempool *pool = rseq_mempool_create("bench", ITEM_SIZE, attr);
    rseq_mempool_attr_destroy(attr);
    return pool;
}

static void pool_destroy(void *pool)
{
    rseq_mempool_destroy((struct rseq_mempool *)pool);
}

static void *pool_malloc(void *pool)
{
    return rseq_mempool_percpu_malloc((struct rseq_mempool *)pool);
}

static void *pool_zmalloc(void *pool)
{
    return rseq_mempool_percpu_zmalloc((struct rseq_mempool *)pool);
}

static void *pool_malloc_init(void *pool)
{
    return rseq_mempool_percpu_malloc_init((struct rseq_mempool *)pool, (void *)some_value,
                                           ITEM_SIZE);
}

static void pool_free(void *item)
{
    rseq_mempool_percpu_free(item);
}

// malloc(), whosever.
static void *malloc_create(int cpus)
{
    static int nothing;

    (void)cpus;
    return &nothing;
}

static void malloc_destroy(void *nothing)
{
    (void)nothing;
}

static void *malloc_item(void *nothing)
{
    (void)nothing;
    return malloc(ITEM_SIZE);
}

static const struct allocator any_malloc = {malloc_create, malloc_destroy, malloc_item,
                                            NULL,          NULL,           free};
static const struct allocator mutex_zero = {mutex_zero_create, mutex_destroy,     mutex_malloc,
                                            mutex_zmalloc,     mutex_malloc_init, mutex_pool_free};
static const struct allocator mutex_init = {mutex_init_create, mutex_destroy,     mutex_malloc,
                                            mutex_zmalloc,     mutex_malloc_init, mutex_pool_free};
static const struct allocator cow_zero = {cow_zero_create, pool_destroy,     pool_malloc,
                                          pool_zmalloc,    pool_malloc_init, pool_free};
static const struct allocator cow_init = {cow_init_create, pool_destroy,     pool_malloc,
                                          pool_zmalloc,    pool_malloc_init, pool_free};
static const struct allocator global_pool = {global_create, pool_destroy,     pool_malloc,
                                             pool_zmalloc,  pool_malloc_init, pool_free};

static const struct allocator *allocator_of(const struct subject *subject)
{
    return subject->data;
}

// Pairs: to allocate a batch of items, write to each, and free them.
static void *create_pool(const struct subject *subject, const struct setup *setup)
{
    (void)setup;
    return allocator_of(subject)->create(rseq_get_max_nr_cpus());
}

static void pairs(struct worker *worker)
{
    const struct allocator *const allocator = allocator_of(worker->subject);
    const long batch = worker->setup->parameter;
    const long batches = (worker->operations + batch - 1) / batch;

    if (!worker->scratch)
        worker->scratch = malloc((size_t)batch * sizeof(void *));
    void **const items = worker->scratch;
    for (long i = 0; items && i < batches; i++) {
        for (long n = 0; n < batch; n++) {
            items[n] = allocator->malloc(worker->shared);
            if (rseq_unlikely(!items[n])) {
                fprintf(stderr, "rseq-bench: out of memory\n");
                exit(1);
            }
            *(volatile char *)items[n] = 1;
        }
        for (long n = 0; n < batch; n++)
            allocator->free(items[n]);
    }
    worker->operations = batches * batch;
}

static const char *too_large(const struct subject *subject, const struct setup *setup)
{
    const long long free_memory = (long long)sysconf(_SC_AVPHYS_PAGES) * sysconf(_SC_PAGESIZE);

    (void)subject;
    if (options.smoke && setup->parameter > 1000)
        return "too long for --smoke";
    // Items, their addresses, and what is left over by the subject before.
    return (long long)setup->parameter * ITEM_SIZE * 3 > free_memory ? "not enough memory" : NULL;
}

static const struct setup pair_setups[] = {
    {1, false, 1},     {2, false, 1},      {1, false, 64},      {2, false, 64},
    {4, false, 64},    {16, false, 64},    {64, false, 64},     {1, false, 1000},
    {1, false, 10000}, {1, false, 100000}, {1, false, 1000000}, {1, false, 10000000},
};

#define PAIRS .loop = pairs, .create = create_pool, .absent = too_large
static const struct subject pair_subjects[] = {
    {.name = "malloc()", .data = &any_malloc, .destroy = malloc_destroy, PAIRS},
    {.name = "mutex", .data = &mutex_zero, .destroy = mutex_destroy, PAIRS},
    {.name = "COW_ZERO",
     .data = &cow_zero,
     .destroy = pool_destroy,
     .peers = {"mutex", "malloc()"},
     PAIRS},
    {.name = "mutex+init", .data = &mutex_init, .destroy = mutex_destroy, PAIRS},
    {.name = "COW_INIT",
     .data = &cow_init,
     .destroy = pool_destroy,
     .peers = {"mutex+init", "malloc()"},
     PAIRS},
};

const struct group pool_pair_group = {
    .name = "pool-pair",
    .title = "Pool: malloc and free of an item of 64 bytes, in batches",
    .unit = "ns",
    .parameter = "items",
    .setups = pair_setups,
    .nr_setups = LENGTH(pair_setups),
    .subjects = pair_subjects,
    .nr_subjects = LENGTH(pair_subjects),
};

// With a measure() of its own: the parameter is the number of CPUs.
static const struct setup cpu_setups[] = {
    {1, false, 2}, {1, false, 32}, {1, false, 512}, {1, false, 4096}};

// Why there is no pool: too many mappings, for example.
static double no_pool(void)
{
    static char reason[64];

    snprintf(reason, sizeof(reason), "no pool: %s", strerror(errno));
    failure = reason;
    return -1;
}

// Nanoseconds for an item that was never used.
static double fresh(const struct subject *subject, const struct setup *setup,
                    void *(*allocate)(void *))
{
    void *pool = allocator_of(subject)->create((int)setup->parameter);
    const int items = FRESH_ITEMS;
    bool done = true;

    if (!pool)
        return no_pool();
    // The first item may have more to do than the others.
    allocate(pool);
    const double start = nanoseconds();

    for (int i = 0; i < items; i++)
        done = allocate(pool) && done;
    const double result = (nanoseconds() - start) / items;
    allocator_of(subject)->destroy(pool);
    return done ? result : no_pool();
}

static double fresh_zeroes(const struct subject *subject, const struct setup *setup)
{
    return fresh(subject, setup, allocator_of(subject)->zmalloc);
}

static double fresh_values(const struct subject *subject, const struct setup *setup)
{
    return fresh(subject, setup, allocator_of(subject)->malloc_init);
}

// Nanoseconds for an item that was used before, on one CPU, and its use and free.
static double recycled_zeroes(const struct subject *subject, const struct setup *setup)
{
    const struct allocator *allocator = allocator_of(subject);
    void *pool = allocator->create((int)setup->parameter);
    const int rounds = options.smoke ? 2 : 100;
    bool done = true;

    if (!pool)
        return no_pool();
    double start = 0;

    // The first time, the item is not recycled. The second time may be the first look at its
    // copies: page faults, which others have the first time.
    for (int i = -2; i < rounds; i++) {
        if (i == 0)
            start = nanoseconds();
        void *item = allocator->zmalloc(pool);

        done = item && done;
        if (item) {
            memset(item, 1, ITEM_SIZE);
            allocator->free(item);
        }
    }
    const double result = (nanoseconds() - start) / rounds;
    allocator->destroy(pool);
    return done ? result : no_pool();
}

static double create_and_destroy(const struct subject *subject, const struct setup *setup)
{
    const double start = nanoseconds();
    void *pool = allocator_of(subject)->create((int)setup->parameter);

    if (!pool)
        return no_pool();
    allocator_of(subject)->destroy(pool);
    return nanoseconds() - start;
}

// A number of a file in /proc/self, in kilobytes; -1 if there is none.
static long kilobytes(const char *file, const char *name)
{
    char line[256];
    long result = -1;
    FILE *stream = fopen(file, "r");

    while (stream && fgets(line, sizeof(line), stream)) {
        if (!strncmp(line, name, strlen(name)))
            result = atol(line + strlen(name));
    }
    if (stream)
        fclose(stream);
    return result;
}

static long memory_used(void)
{
    const long memory = kilobytes("/proc/self/smaps_rollup", "Pss:");
    const long tables = kilobytes("/proc/self/status", "VmPTE:");

    return memory < 0 || tables < 0 ? -1 : memory + tables;
}

// Kilobytes that items take of which one CPU's copies are written.
static double memory(const struct subject *subject, const struct setup *setup)
{
    (void)memory_used();
    const long before = memory_used();
    void *pool = allocator_of(subject)->create((int)setup->parameter);
    const int items = FRESH_ITEMS;
    bool done = true;

    if (!pool)
        return no_pool();
    for (int i = 0; i < items; i++) {
        void *item = allocator_of(subject)->zmalloc(pool);

        done = item && done;
        if (item)
            memset(item, 1, ITEM_SIZE);
    }
    const long after = memory_used();
    allocator_of(subject)->destroy(pool);
    if (before < 0 || after < 0) {
        failure = "no /proc/self/smaps_rollup";
        return -1;
    }
    return done ? (double)(after - before) : no_pool();
}

#define SUBJECTS(function)                                                                         \
    {                                                                                              \
        {.name = "mutex", .data = &mutex_zero, .measure = (function)},                             \
            {.name = "COW_ZERO", .data = &cow_zero, .measure = (function), .peers = {"mutex"}},    \
            {.name = "mutex+init", .data = &mutex_init, .measure = (function)},                    \
            {.name = "COW_INIT",                                                                   \
             .data = &cow_init,                                                                    \
             .measure = (function),                                                                \
             .peers = {"mutex+init"}},                                                             \
    }
#define NR_SUBJECTS 4
static const struct subject zero_subjects[NR_SUBJECTS] = SUBJECTS(fresh_zeroes);
static const struct subject init_subjects[NR_SUBJECTS] = SUBJECTS(fresh_values);
static const struct subject recycled_subjects[NR_SUBJECTS] = SUBJECTS(recycled_zeroes);
static const struct subject create_subjects[NR_SUBJECTS] = SUBJECTS(create_and_destroy);
static const struct subject memory_subjects[NR_SUBJECTS] = SUBJECTS(memory);

const struct group pool_zero_group = {
    .name = "pool-zmalloc",
    .title = "Pool: zmalloc of an item that was never used",
    .unit = "ns",
    .parameter = "CPUs",
    .setups = cpu_setups,
    .nr_setups = LENGTH(cpu_setups),
    .subjects = zero_subjects,
    .nr_subjects = NR_SUBJECTS,
};

const struct group pool_init_group = {
    .name = "pool-malloc-init",
    .title = "Pool: malloc_init of an item that was never used",
    .unit = "ns",
    .parameter = "CPUs",
    .setups = cpu_setups,
    .nr_setups = LENGTH(cpu_setups),
    .subjects = init_subjects,
    .nr_subjects = NR_SUBJECTS,
};

const struct group pool_recycled_group = {
    .name = "pool-recycled",
    .title = "Pool: zmalloc of an item that was used on one CPU, and its free",
    .unit = "ns",
    .parameter = "CPUs",
    .setups = cpu_setups,
    .nr_setups = LENGTH(cpu_setups),
    .subjects = recycled_subjects,
    .nr_subjects = NR_SUBJECTS,
};

const struct group pool_create_group = {
    .name = "pool-create",
    .title = "Pool: create and destroy",
    .unit = "ns",
    .parameter = "CPUs",
    .setups = cpu_setups,
    .nr_setups = LENGTH(cpu_setups),
    .subjects = create_subjects,
    .nr_subjects = NR_SUBJECTS,
};

static const struct setup memory_setups[] = {{1, false, 2}, {1, false, 512}};

const struct group pool_memory_group = {
    .name = "pool-memory",
    .title = "Pool: memory and page tables of 2,000 items, one CPU's copies of which are written",
    .unit = "kB",
    .parameter = "CPUs",
    .setups = memory_setups,
    .nr_setups = LENGTH(memory_setups),
    .subjects = memory_subjects,
    .nr_subjects = NR_SUBJECTS,
    .exact = true,
};

// A global pool beside whole allocators, each of which is malloc() in a child of its own.
struct preloaded {
    struct allocator allocator;
    const char *symbol; // that it alone has
};

static const struct preloaded jemalloc = {
    {malloc_create, malloc_destroy, malloc_item, NULL, NULL, free}, "mallctl"};
static const struct preloaded mimalloc = {
    {malloc_create, malloc_destroy, malloc_item, NULL, NULL, free}, "mi_malloc"};
static const struct preloaded tcmalloc = {
    {malloc_create, malloc_destroy, malloc_item, NULL, NULL, free}, "tc_malloc"};

static const char *const no_environment[] = {NULL};
static const char *const jemalloc_environment[] = {"LD_PRELOAD=libjemalloc.so.2", NULL};
static const char *const mimalloc_environment[] = {
    "LD_PRELOAD=libmimalloc.so.2:libmimalloc.so.3:libmimalloc.so", NULL};
static const char *const tcmalloc_environment[] = {
    "LD_PRELOAD=libtcmalloc_minimal.so.4:libtcmalloc.so.4", NULL};

static const char *not_preloaded(const struct subject *subject, const struct setup *setup)
{
    static char reason[128];
    const struct preloaded *const preloaded = subject->data;

    (void)setup;
    if (!is_child() || dlsym(RTLD_DEFAULT, preloaded->symbol))
        return NULL;
    snprintf(reason, sizeof(reason), "not installed: %s", subject->environment[0]);
    return reason;
}

static const struct setup global_setups[] = {
    {1, false, 1}, {2, false, 1}, {1, false, 64}, {2, false, 64}, {4, false, 64}, {1, false, 10000},
};

#define MALLOC .loop = pairs, .create = create_pool, .destroy = malloc_destroy
static const struct subject global_subjects[] = {
    {.name = "malloc()", .data = &any_malloc, .environment = no_environment, MALLOC},
    {.name = "jemalloc",
     .data = &jemalloc,
     .environment = jemalloc_environment,
     .absent = not_preloaded,
     .peers = {"malloc()"},
     MALLOC},
    {.name = "mimalloc",
     .data = &mimalloc,
     .environment = mimalloc_environment,
     .absent = not_preloaded,
     .peers = {"malloc()"},
     MALLOC},
    {.name = "tcmalloc",
     .data = &tcmalloc,
     .environment = tcmalloc_environment,
     .absent = not_preloaded,
     .peers = {"malloc()"},
     MALLOC},
    {.name = "global pool",
     .data = &global_pool,
     .environment = no_environment,
     .loop = pairs,
     .create = create_pool,
     .destroy = pool_destroy,
     .peers = {"malloc()", "tcmalloc"}},
};

const struct group global_pool_group = {
    .name = "global-pool",
    .title = "Global pool and allocators: malloc and free of an item of 64 bytes, in batches",
    .unit = "ns",
    .parameter = "items",
    .setups = global_setups,
    .nr_setups = LENGTH(global_setups),
    .subjects = global_subjects,
    .nr_subjects = LENGTH(global_subjects),
};
