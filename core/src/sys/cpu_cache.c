// SPDX-License-Identifier: MIT
//
// A stack of words for each CPU, by the critical sections of this project's own headers.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HIDDEN __attribute__((visibility("hidden")))

// The header's rseq_offset is a variable of the C API, which may be in the executable and is not
// there in the tests of this layer.
#define rseq_offset rseq_core_offset
HIDDEN extern ptrdiff_t rseq_core_offset;

#include <rseq/rseq.h>

// As in cpu_cache.rs.
#define SLOTS 126

struct rseq_core_cache {
    intptr_t count;
    intptr_t collected;
    intptr_t slots[SLOTS];
};

// A section is aborted when something happened to the thread. Where something always does, as in a
// debugger that goes step by step, callers have another way.
#define TRIES 16

HIDDEN intptr_t rseq_core_cache_pop(struct rseq_core_cache *caches, size_t nr_caches);
HIDDEN bool rseq_core_cache_push(struct rseq_core_cache *caches, size_t nr_caches,
                                 intptr_t capacity, intptr_t word);

// Distance of the calling thread's rseq area from the thread pointer.
ptrdiff_t rseq_core_offset;

// Takes the last word from the cache of this CPU; 0 if it has none or no section can be run.
intptr_t rseq_core_cache_pop(struct rseq_core_cache *caches, size_t nr_caches)
{
    for (int i = 0; i < TRIES; i++) {
        const int32_t cpu = rseq_current_cpu_raw();

        if (cpu < 0 || (size_t)cpu >= nr_caches) {
            break;
        }
        struct rseq_core_cache *cache = &caches[cpu];
        const intptr_t count = RSEQ_READ_ONCE(cache->count);

        if (count <= 0) {
            break;
        }
        const intptr_t word = RSEQ_READ_ONCE(cache->slots[count - 1]);

        if (!rseq_load_cbne_load_cbne_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &cache->count,
                                                 count, &cache->slots[count - 1], word, count - 1,
                                                 cpu)) {
            return word;
        }
    }
    return 0;
}

// Adds a word to the cache of this CPU; false if it has as many as it may or no section can be run.
bool rseq_core_cache_push(struct rseq_core_cache *caches, size_t nr_caches, intptr_t capacity,
                          intptr_t word)
{
    for (int i = 0; i < TRIES; i++) {
        const int32_t cpu = rseq_current_cpu_raw();

        if (cpu < 0 || (size_t)cpu >= nr_caches) {
            break;
        }
        struct rseq_core_cache *cache = &caches[cpu];
        const intptr_t count = RSEQ_READ_ONCE(cache->count);

        if (count < 0 || count >= capacity) {
            break;
        }
        if (!rseq_load_cbne_store_store__ptr(RSEQ_MO_RELEASE, RSEQ_PERCPU_CPU_ID, &cache->count,
                                             count, &cache->slots[count], word, count + 1, cpu)) {
            return true;
        }
    }
    return false;
}
