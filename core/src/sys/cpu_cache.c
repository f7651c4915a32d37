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

HIDDEN intptr_t rseq_core_cache_pop(struct rseq_core_cache *caches, size_t nr_caches);
HIDDEN bool rseq_core_cache_push(struct rseq_core_cache *caches, size_t nr_caches,
                                 intptr_t capacity, intptr_t word);
HIDDEN size_t rseq_core_cache_pop_many(struct rseq_core_cache *caches, size_t nr_caches,
                                       intptr_t *words, size_t count);
HIDDEN size_t rseq_core_cache_push_many(struct rseq_core_cache *caches, size_t nr_caches,
                                        intptr_t capacity, const intptr_t *words, size_t count);

// Distance of the calling thread's rseq area from the thread pointer.
ptrdiff_t rseq_core_offset;

// ThreadSanitizer does not see what a critical section does: that who takes a word comes after who
// added it, and after who opened the cache. So it is told.
#ifdef __SANITIZE_THREAD__
void __tsan_acquire(void *address);
void __tsan_release(void *address);
#define ACQUIRE(cache) __tsan_acquire(&(cache)->count)
#define RELEASE(cache) __tsan_release(&(cache)->count)
#else
#define ACQUIRE(cache) ((void)(cache))
#define RELEASE(cache) ((void)(cache))
#endif

// The cache of the CPU that this runs on; NULL in a thread that no section can be run in.
static struct rseq_core_cache *cache_of(struct rseq_core_cache *caches, size_t nr_caches,
                                        int32_t cpu)
{
    return cpu >= 0 && (size_t)cpu < nr_caches ? &caches[cpu] : NULL;
}

// Takes the last word from the cache of this CPU. 0 if it has none, or the section was aborted:
// that is so rare that what callers do then, whatever it is, need not be fast.
intptr_t rseq_core_cache_pop(struct rseq_core_cache *caches, size_t nr_caches)
{
    const int32_t cpu = rseq_current_cpu_raw();
    struct rseq_core_cache *cache = cache_of(caches, nr_caches, cpu);
    const intptr_t count = cache ? __atomic_load_n(&cache->count, __ATOMIC_RELAXED) : 0;

    if (count <= 0) {
        return 0;
    }
    intptr_t *const last = &cache->slots[count - 1];
    const intptr_t word = __atomic_load_n(last, __ATOMIC_RELAXED);

    if (rseq_load_cbne_load_cbne_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &cache->count,
                                            count, last, word, count - 1, cpu)) {
        return 0;
    }
    ACQUIRE(cache);
    return word;
}

// Adds a word to the cache of this CPU; false if it has as many as it may, or as above.
bool rseq_core_cache_push(struct rseq_core_cache *caches, size_t nr_caches, intptr_t capacity,
                          intptr_t word)
{
    const int32_t cpu = rseq_current_cpu_raw();
    struct rseq_core_cache *cache = cache_of(caches, nr_caches, cpu);
    const intptr_t count = cache ? __atomic_load_n(&cache->count, __ATOMIC_RELAXED) : -1;

    if (count < 0 || count >= capacity) {
        return false;
    }
    RELEASE(cache);
    return !rseq_load_cbne_store_store__ptr(RSEQ_MO_RELEASE, RSEQ_PERCPU_CPU_ID, &cache->count,
                                            count, &cache->slots[count], word, count + 1, cpu);
}

// Takes the last words from the cache of this CPU, at most so many. Returns how many it took: all
// it could or, as above, none.
size_t rseq_core_cache_pop_many(struct rseq_core_cache *caches, size_t nr_caches, intptr_t *words,
                                size_t count)
{
    const int32_t cpu = rseq_current_cpu_raw();
    struct rseq_core_cache *cache = cache_of(caches, nr_caches, cpu);
    const intptr_t before = cache ? __atomic_load_n(&cache->count, __ATOMIC_RELAXED) : 0;

    if (before <= 0) {
        return 0;
    }
    count = count < (size_t)before ? count : (size_t)before;
    const intptr_t after = before - (intptr_t)count;

    if (rseq_load_cbne_memcpy_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &cache->count, before,
                                         words, &cache->slots[after], count * sizeof(*words), after,
                                         cpu)) {
        return 0;
    }
    ACQUIRE(cache);
    return count;
}

// Adds the first of these words to the cache of this CPU. Returns how many it added, all there is
// room for or, as above, none.
size_t rseq_core_cache_push_many(struct rseq_core_cache *caches, size_t nr_caches,
                                 intptr_t capacity, const intptr_t *words, size_t count)
{
    const int32_t cpu = rseq_current_cpu_raw();
    struct rseq_core_cache *cache = cache_of(caches, nr_caches, cpu);
    const intptr_t before = cache ? __atomic_load_n(&cache->count, __ATOMIC_RELAXED) : -1;

    if (before < 0 || before >= capacity) {
        return 0;
    }
    count = count < (size_t)(capacity - before) ? count : (size_t)(capacity - before);
    RELEASE(cache);
    return rseq_load_cbne_memcpy_store__ptr(RSEQ_MO_RELEASE, RSEQ_PERCPU_CPU_ID, &cache->count,
                                            before, &cache->slots[before], (void *)(uintptr_t)words,
                                            count * sizeof(*words), before + (intptr_t)count, cpu)
               ? 0
               : count;
}
