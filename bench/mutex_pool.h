// SPDX-License-Identifier: MIT
//
// Pools to compare with, by the algorithm of the original library: a mutex in each call, and a look
// at the copies of all CPUs for an item that is to have a value. Items of one size.
#ifndef MUTEX_POOL_H
#define MUTEX_POOL_H

#include <stdbool.h>

#define ITEM_SIZE 64

struct mutex_pool;

// NULL if there is no memory. With init values each CPU's part of a range is a private mapping of
// theirs.
struct mutex_pool *mutex_pool_create(int cpus, bool init_values);
void mutex_pool_destroy(struct mutex_pool *pool);
void *mutex_pool_malloc(struct mutex_pool *pool);
void *mutex_pool_malloc_init(struct mutex_pool *pool, const char value[ITEM_SIZE]);
void mutex_pool_free(void *item);

#endif
