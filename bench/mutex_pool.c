// SPDX-License-Identifier: MIT
//
// A mutex; a free list through the items of CPU 0, or those of the init values; and below that the
// items of a range one after the other.
#define _GNU_SOURCE
#include "mutex_pool.h"

#include <rseq/mempool.h>

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define STRIDE RSEQ_MEMPOOL_STRIDE

struct range {
    struct range *older;
    struct mutex_pool *pool;
    char *mapping;
    size_t len, used;
};

struct mutex_pool {
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

static bool share_init_values(const struct mutex_pool *pool, char *base)
{
    const int fd = memfd_create("mutex per call", MFD_CLOEXEC);
    bool done = fd >= 0 && ftruncate(fd, (off_t)STRIDE) == 0;

    for (int cpu = 0; done && cpu <= pool->cpus; cpu++) {
        const int flags = MAP_FIXED | (cpu == pool->cpus ? MAP_SHARED : MAP_PRIVATE);

        done = map_at(base + (size_t)cpu * STRIDE, STRIDE, flags, fd) != MAP_FAILED;
    }
    if (fd >= 0)
        close(fd);
    return done;
}

static bool grow(struct mutex_pool *pool)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t len = page + (size_t)(pool->cpus + 2) * STRIDE;
    char *mapping = (char *)map_at(NULL, len, MAP_PRIVATE | MAP_ANONYMOUS, -1);

    if (mapping == MAP_FAILED)
        return false;
    char *base = (char *)(((uintptr_t)mapping + page + STRIDE - 1) & -(uintptr_t)STRIDE);
    struct range *range = (struct range *)(void *)base - 1;
    if (pool->init_values && !share_init_values(pool, base)) {
        munmap(mapping, len);
        return false;
    }
    *range = (struct range){pool->newest, pool, mapping, len, 0};
    pool->newest = range;
    return true;
}

struct mutex_pool *mutex_pool_create(int cpus, bool init_values)
{
    struct mutex_pool *pool = calloc(1, sizeof(*pool));

    if (!pool)
        return NULL;
    pthread_mutex_init(&pool->lock, NULL);
    pool->cpus = cpus;
    pool->init_values = init_values;
    if (!grow(pool)) {
        free(pool);
        return NULL;
    }
    return pool;
}

void mutex_pool_destroy(struct mutex_pool *pool)
{
    for (struct range *range = pool->newest, *older; range; range = older) {
        older = range->older;
        munmap(range->mapping, range->len);
    }
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

static void **link_of(const struct mutex_pool *pool, void *item)
{
    return (void **)(void *)((char *)item + (size_t)(pool->init_values ? pool->cpus : 0) * STRIDE);
}

void *mutex_pool_malloc(struct mutex_pool *pool)
{
    void *item = NULL;

    pthread_mutex_lock(&pool->lock);
    if (pool->free) {
        item = pool->free;
        pool->free = *link_of(pool, item);
    } else if (pool->newest->used < STRIDE || grow(pool)) {
        item = (char *)(pool->newest + 1) + pool->newest->used;
        pool->newest->used += ITEM_SIZE;
    }
    pthread_mutex_unlock(&pool->lock);
    return item;
}

void *mutex_pool_malloc_init(struct mutex_pool *pool, const char value[ITEM_SIZE])
{
    char *item = mutex_pool_malloc(pool);

    // First the init values, if there are any, then the copies that differ.
    for (int cpu = item ? pool->cpus - !pool->init_values : -1; cpu >= 0; cpu--) {
        char *copy = item + (size_t)cpu * STRIDE;

        if (memcmp(copy, value, ITEM_SIZE) != 0)
            memcpy(copy, value, ITEM_SIZE);
    }
    return item;
}

void mutex_pool_free(void *item)
{
    struct range *range = (struct range *)((uintptr_t)item & -(uintptr_t)STRIDE) - 1;

    pthread_mutex_lock(&range->pool->lock);
    *link_of(range->pool, item) = range->pool->free;
    range->pool->free = item;
    pthread_mutex_unlock(&range->pool->lock);
}
