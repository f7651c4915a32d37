// SPDX-License-Identifier: MIT
//
// What allocating and freeing per-CPU memory costs, in nanoseconds per operation: this library,
// simple pools that take a mutex in each call and look at the copies of all CPUs, and malloc(). All
// of them in turn, several times; the median of each counts, and only ratios mean anything.
//
// usage: bench-mempool [REPETITIONS [OPERATIONS]]
#define _GNU_SOURCE
#include <rseq/mempool.h>
#include <rseq/rseq.h>

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define ITEM_SIZE 64
#define STRIDE RSEQ_MEMPOOL_STRIDE
#define BATCH 64
#define FRESH_ITEMS 2000
#define MAX_THREADS 64
#define MAX_REPETITIONS 100

static int repetitions = 15;
static long operations = 200000;

// The pools to compare with, by the algorithm of the original library: a mutex; a free list through
// the items of CPU 0, or those of the init values; and below that the items of a range one after
// the other. With init values, each CPU's part of a range is a private mapping of theirs.
struct range {
    struct range *older;
    struct simple_pool *pool;
    char *mapping;
    size_t len, used;
};

struct simple_pool {
    pthread_mutex_t lock;
    struct range *newest;
    void *free;
    int cpus;
    bool init_values;
};

static void *map_at(void *address, size_t len, int flags, int fd)
{
    return mmap(address, len, PROT_READ | PROT_WRITE, flags | MAP_NORESERVE, fd, 0);
}

static bool simple_share(const struct simple_pool *pool, char *base)
{
    const int fd = memfd_create("mutex per call", MFD_CLOEXEC);
    bool done = fd >= 0 && ftruncate(fd, (off_t)STRIDE) == 0;

    for (int cpu = 0; done && cpu <= pool->cpus; cpu++) {
        const int flags = MAP_FIXED | (cpu == pool->cpus ? MAP_SHARED : MAP_PRIVATE);

        done = map_at(base + (size_t)cpu * STRIDE, STRIDE, flags, fd) != MAP_FAILED;
    }
    close(fd);
    return done;
}

static bool simple_grow(struct simple_pool *pool)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t len = page + (size_t)(pool->cpus + 2) * STRIDE;
    char *mapping = (char *)map_at(NULL, len, MAP_PRIVATE | MAP_ANONYMOUS, -1);

    if (mapping == MAP_FAILED) {
        return false;
    }
    char *base = (char *)(((uintptr_t)mapping + page + STRIDE - 1) & -(uintptr_t)STRIDE);
    struct range *range = (struct range *)(void *)base - 1;
    if (pool->init_values && !simple_share(pool, base)) {
        munmap(mapping, len);
        return false;
    }
    *range = (struct range){pool->newest, pool, mapping, len, 0};
    pool->newest = range;
    return true;
}

static void *simple_create(int cpus, bool init_values)
{
    struct simple_pool *pool = calloc(1, sizeof(*pool));

    if (!pool) {
        abort();
    }
    pthread_mutex_init(&pool->lock, NULL);
    pool->cpus = cpus;
    pool->init_values = init_values;
    if (!simple_grow(pool)) {
        abort();
    }
    return pool;
}

static void *simple_zero_create(int cpus)
{
    return simple_create(cpus, false);
}

static void *simple_init_create(int cpus)
{
    return simple_create(cpus, true);
}

static void simple_destroy(void *argument)
{
    struct simple_pool *pool = argument;

    for (struct range *range = pool->newest, *older; range; range = older) {
        older = range->older;
        munmap(range->mapping, range->len);
    }
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

static void **simple_link(const struct simple_pool *pool, void *item)
{
    return (void **)(void *)((char *)item + (pool->init_values ? pool->cpus : 0) * STRIDE);
}

static void *simple_malloc(void *argument)
{
    struct simple_pool *pool = argument;
    void *item = NULL;

    pthread_mutex_lock(&pool->lock);
    if (pool->free) {
        item = pool->free;
        pool->free = *simple_link(pool, item);
    } else if (pool->newest->used < STRIDE || simple_grow(pool)) {
        item = (char *)(pool->newest + 1) + pool->newest->used;
        pool->newest->used += ITEM_SIZE;
    }
    pthread_mutex_unlock(&pool->lock);
    return item;
}

static void *simple_malloc_with(struct simple_pool *pool, const char value[ITEM_SIZE])
{
    char *item = simple_malloc(pool);

    // First the init values, if there are any, then the copies that differ.
    for (int cpu = item ? pool->cpus - !pool->init_values : -1; cpu >= 0; cpu--) {
        char *copy = item + (size_t)cpu * STRIDE;

        if (memcmp(copy, value, ITEM_SIZE) != 0) {
            memcpy(copy, value, ITEM_SIZE);
        }
    }
    return item;
}

static const char zeroes[ITEM_SIZE], some_value[ITEM_SIZE] = {1};

static void *simple_zmalloc(void *pool)
{
    return simple_malloc_with(pool, zeroes);
}

static void *simple_malloc_init(void *pool)
{
    return simple_malloc_with(pool, some_value);
}

static void simple_free(void *item)
{
    struct range *range = (struct range *)((uintptr_t)item & -(uintptr_t)STRIDE) - 1;

    pthread_mutex_lock(&range->pool->lock);
    *simple_link(range->pool, item) = range->pool->free;
    range->pool->free = item;
    pthread_mutex_unlock(&range->pool->lock);
}

static void *create(int cpus, enum rseq_mempool_populate_policy policy)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    rseq_mempool_attr_set_percpu(attr, STRIDE, cpus);
    rseq_mempool_attr_set_populate_policy(attr, policy);
    struct rseq_mempool *pool = rseq_mempool_create("bench", ITEM_SIZE, attr);
    rseq_mempool_attr_destroy(attr);
    if (!pool) {
        perror("rseq_mempool_create");
        exit(1);
    }
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

static void *libc_create(int cpus)
{
    (void)cpus;
    return NULL;
}

static void libc_destroy(void *unused)
{
    (void)unused;
}

static void *libc_malloc(void *unused)
{
    (void)unused;
    return malloc(ITEM_SIZE);
}

struct allocator {
    const char *name;
    void *(*create)(int cpus);
    void (*destroy)(void *pool);
    void *(*malloc)(void *pool);
    void *(*zmalloc)(void *pool);
    void *(*malloc_init)(void *pool);
    void (*free)(void *item);
};

enum { LIBC, SIMPLE_ZERO, COW_ZERO, SIMPLE_INIT, COW_INIT, ALLOCATORS };
static const struct allocator allocators[ALLOCATORS] = {
    {"malloc()", libc_create, libc_destroy, libc_malloc, NULL, NULL, free},
    {"mutex", simple_zero_create, simple_destroy, simple_malloc, simple_zmalloc, simple_malloc_init,
     simple_free},
    {"COW_ZERO", cow_zero_create, pool_destroy, pool_malloc, pool_zmalloc, pool_malloc_init,
     pool_free},
    {"mutex+init", simple_init_create, simple_destroy, simple_malloc, simple_zmalloc,
     simple_malloc_init, simple_free},
    {"COW_INIT", cow_init_create, pool_destroy, pool_malloc, pool_zmalloc, pool_malloc_init,
     pool_free},
};

// Which are compared: how many times faster the second is.
static const struct {
    const char *name;
    int slower, faster;
} ratios[] = {
    {"mutex/COW_ZERO", SIMPLE_ZERO, COW_ZERO},
    {"mutex/COW_INIT", SIMPLE_INIT, COW_INIT},
    {"malloc/COW_ZERO", LIBC, COW_ZERO},
};
#define RATIOS (int)(sizeof(ratios) / sizeof(ratios[0]))

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

// One thread's work: to allocate `batch` items and free them, again and again.
struct work {
    const struct allocator *allocator;
    void *pool;
    int batch;
    pthread_barrier_t *barrier;
    double seconds;
};

static void *run(void *argument)
{
    struct work *work = argument;
    const struct allocator *const allocator = work->allocator;
    void **const items = malloc((size_t)work->batch * sizeof(*items));

    // The first round has the memory that it takes to be mapped.
    for (int round = 0; items && round < 2; round++) {
        const long batches = 1 + (round ? operations - 1 : 0) / work->batch;

        pthread_barrier_wait(work->barrier);
        const double start = seconds();
        for (long i = 0; i < batches; i++) {
            for (int n = 0; n < work->batch; n++) {
                items[n] = allocator->malloc(work->pool);
                *(volatile char *)items[n] = 1;
            }
            for (int n = 0; n < work->batch; n++) {
                allocator->free(items[n]);
            }
        }
        work->seconds = (seconds() - start) / (double)batches / work->batch;
    }
    free(items);
    return NULL;
}

// Nanoseconds for malloc and free of an item, the mean of all threads.
static double pair(const struct allocator *allocator, int cpus, int threads, int batch)
{
    pthread_t ids[MAX_THREADS];
    struct work works[MAX_THREADS];
    pthread_barrier_t barrier;
    double sum = 0;
    void *pool = allocator->create(cpus);

    pthread_barrier_init(&barrier, NULL, (unsigned int)threads);
    for (int i = 0; i < threads; i++) {
        works[i] = (struct work){allocator, pool, batch, &barrier, 0};
        if (pthread_create(&ids[i], NULL, run, &works[i])) {
            exit(1);
        }
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(ids[i], NULL);
        sum += works[i].seconds;
    }
    pthread_barrier_destroy(&barrier);
    allocator->destroy(pool);
    return sum / threads * 1e9;
}

// Nanoseconds for an item that was never used.
static double fresh(const struct allocator *allocator, void *(*allocate)(void *), int cpus)
{
    void *pool = allocator->create(cpus);
    // The first item may have more to do than the others.
    allocate(pool);
    const double start = seconds();

    for (int i = 0; i < FRESH_ITEMS; i++) {
        if (!allocate(pool)) {
            exit(1);
        }
    }
    const double result = seconds() - start;
    allocator->destroy(pool);
    return result / FRESH_ITEMS * 1e9;
}

static double create_and_destroy(const struct allocator *allocator, int cpus)
{
    const double start = seconds();

    allocator->destroy(allocator->create(cpus));
    return (seconds() - start) * 1e9;
}

enum what { PAIR, ZMALLOC, MALLOC_INIT, CREATE };

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double measure(const struct allocator *allocator, enum what what, int cpus, int threads,
                      int batch)
{
    switch (what) {
    case PAIR:
        return pair(allocator, cpus, threads, batch);
    case ZMALLOC:
        return allocator->zmalloc ? fresh(allocator, allocator->zmalloc, cpus) : 0;
    case MALLOC_INIT:
        return allocator->malloc_init ? fresh(allocator, allocator->malloc_init, cpus) : 0;
    default:
        return allocator->zmalloc ? create_and_destroy(allocator, cpus) : 0;
    }
}

// A row: each allocator's median, and what they are to each other.
static void row(const char *name, enum what what, int cpus, int threads, int batch)
{
    static double results[ALLOCATORS][MAX_REPETITIONS];
    const int times = batch < 1000 * 1000 || repetitions < 3 ? repetitions : 3;

    for (int i = 0; i < times; i++) {
        for (int n = 0; n < ALLOCATORS; n++) {
            results[n][i] = measure(&allocators[n], what, cpus, threads, batch);
        }
    }
    printf("%-30s", name);
    double medians[ALLOCATORS];
    for (int n = 0; n < ALLOCATORS; n++) {
        qsort(results[n], (size_t)times, sizeof(double), compare);
        medians[n] = results[n][times / 2];
        if (medians[n] == 0) {
            printf("%13s", "-");
        } else {
            printf("%13.1f", medians[n]);
        }
    }
    for (int n = 0; n < RATIOS; n++) {
        if (medians[ratios[n].slower] == 0) {
            printf("%17s", "-");
        } else {
            printf("%17.2f", medians[ratios[n].slower] / medians[ratios[n].faster]);
        }
    }
    printf("\n");
    fflush(stdout);
}

// A number of /proc/self/smaps_rollup or /proc/self/status, in kilobytes.
static long kilobytes(const char *file, const char *name)
{
    char line[256];
    long result = 0;
    FILE *stream = fopen(file, "r");

    while (stream && fgets(line, sizeof(line), stream)) {
        if (!strncmp(line, name, strlen(name))) {
            result = atol(line + strlen(name));
        }
    }
    if (stream) {
        fclose(stream);
    }
    return result;
}

static long memory_used(void)
{
    return kilobytes("/proc/self/smaps_rollup", "Pss:") + kilobytes("/proc/self/status", "VmPTE:");
}

// Kilobytes that 2000 items take of which one CPU's copies are written.
static void memory(int cpus)
{
    printf("memory of 2000 items, kB, %d CPUs\n", cpus);
    for (int n = 0; n < ALLOCATORS; n++) {
        if (!allocators[n].zmalloc) {
            continue;
        }
        (void)memory_used();
        const long before = memory_used();
        void *pool = allocators[n].create(cpus);
        for (int i = 0; i < FRESH_ITEMS; i++) {
            memset(allocators[n].zmalloc(pool), 1, ITEM_SIZE);
        }
        printf("%-12s%6ld\n", allocators[n].name, memory_used() - before);
        allocators[n].destroy(pool);
    }
}

int main(int argc, char **argv)
{
    char name[64];

    repetitions = argc > 1 ? atoi(argv[1]) : repetitions;
    operations = argc > 2 ? atol(argv[2]) : operations;
    if (repetitions < 1 || repetitions > MAX_REPETITIONS || operations < 1) {
        fprintf(stderr, "usage: bench-mempool [REPETITIONS [OPERATIONS]]\n");
        return 2;
    }
    printf("ns per operation, items of %d bytes\n\n%-30s", ITEM_SIZE, "");
    for (int n = 0; n < ALLOCATORS; n++) {
        printf("%13s", allocators[n].name);
    }
    for (int n = 0; n < RATIOS; n++) {
        printf("%17s", ratios[n].name);
    }
    printf("\n");
    row("malloc+free, 1 thread", PAIR, 2, 1, 1);
    row("malloc+free, 2 threads", PAIR, 2, 2, 1);
    row("batches of 64, 1 thread", PAIR, 2, 1, BATCH);
    row("batches of 64, 2 threads", PAIR, 2, 2, BATCH);
    for (int threads = 4; threads <= MAX_THREADS; threads *= 4) {
        snprintf(name, sizeof(name), "batches of 64, %d threads", threads);
        row(name, PAIR, 2, threads, BATCH);
    }
    for (int items = 1000; items <= 10 * 1000 * 1000; items *= 10) {
        snprintf(name, sizeof(name), "batches of %d, 1 thread", items);
        row(name, PAIR, 2, 1, items);
    }
    for (int cpus = 2; cpus <= 4096; cpus *= cpus < 512 ? 16 : 8) {
        snprintf(name, sizeof(name), "zmalloc, fresh, %d CPUs", cpus);
        row(name, ZMALLOC, cpus, 1, 1);
        snprintf(name, sizeof(name), "malloc_init, fresh, %d CPUs", cpus);
        row(name, MALLOC_INIT, cpus, 1, 1);
        snprintf(name, sizeof(name), "create+destroy, %d CPUs", cpus);
        row(name, CREATE, cpus, 1, 1);
    }
    memory(2);
    memory(512);
    return 0;
}
