// SPDX-License-Identifier: MIT
//
// A stack of words for each CPU, by the critical sections of this project's own headers.

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

// A cache for each CPU, of at most so many words.
struct rseq_core_caches {
    struct rseq_core_cache *start;
    size_t count;
    size_t capacity;
};

HIDDEN intptr_t rseq_core_cache_pop(const struct rseq_core_caches *caches);
HIDDEN void rseq_core_cache_push_or(intptr_t word, size_t argument,
                                    const struct rseq_core_caches *caches,
                                    void (*otherwise)(intptr_t, size_t));
HIDDEN size_t rseq_core_cache_pop_many(const struct rseq_core_caches *caches, intptr_t *words,
                                       size_t count);
HIDDEN size_t rseq_core_cache_push_many(const struct rseq_core_caches *caches,
                                        const intptr_t *words, size_t count);

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

// The number of words in the cache of the CPU that this runs on, and the number of that CPU;
// negative if the cache is closed, and in a thread that no section can be run in.
static intptr_t count_of(const struct rseq_core_caches *caches, uint32_t *cpu)
{
    *cpu = (uint32_t)rseq_current_cpu_raw();
    // A CPU that there is not: -1 and -2 are none either.
    if (*cpu >= caches->count) {
        return -1;
    }
    return __atomic_load_n(&caches->start[*cpu].count, __ATOMIC_RELAXED);
}

// Takes the last word from the cache of this CPU. 0 if it has none, or the section was aborted:
// that is so rare that what callers do then, whatever it is, need not be fast.
intptr_t rseq_core_cache_pop(const struct rseq_core_caches *caches)
{
    uint32_t cpu;
    const intptr_t count = count_of(caches, &cpu);

    if (count <= 0) {
        return 0;
    }
    struct rseq_core_cache *const cache = &caches->start[cpu];
    intptr_t *const last = &cache->slots[count - 1];
    const intptr_t word = __atomic_load_n(last, __ATOMIC_RELAXED);

    if (rseq_load_cbne_load_cbne_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &cache->count,
                                            count, last, word, count - 1, (int)cpu)) {
        return 0;
    }
    ACQUIRE(cache);
    return word;
}

// Adds a word to the cache of this CPU. Calls `otherwise` if that has as many as it may, or as
// above: the caller has nothing left to do, and needs no frame.
void rseq_core_cache_push_or(intptr_t word, size_t argument, const struct rseq_core_caches *caches,
                             void (*otherwise)(intptr_t, size_t))
{
    uint32_t cpu;
    const intptr_t count = count_of(caches, &cpu);

    // Nor if it is negative.
    if ((size_t)count < caches->capacity) {
        struct rseq_core_cache *const cache = &caches->start[cpu];

        RELEASE(cache);
        if (!rseq_load_cbne_store_store__ptr(RSEQ_MO_RELEASE, RSEQ_PERCPU_CPU_ID, &cache->count,
                                             count, &cache->slots[count], word, count + 1,
                                             (int)cpu)) {
            return;
        }
    }
    otherwise(word, argument);
}

// Takes the last words from the cache of this CPU, at most so many. Returns how many it took: all
// it could or, as above, none.
size_t rseq_core_cache_pop_many(const struct rseq_core_caches *caches, intptr_t *words,
                                size_t count)
{
    uint32_t cpu;
    const intptr_t before = count_of(caches, &cpu);

    if (before <= 0) {
        return 0;
    }
    count = count < (size_t)before ? count : (size_t)before;
    struct rseq_core_cache *const cache = &caches->start[cpu];
    const intptr_t after = before - (intptr_t)count;

    if (rseq_load_cbne_memcpy_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &cache->count, before,
                                         words, &cache->slots[after], count * sizeof(*words), after,
                                         (int)cpu)) {
        return 0;
    }
    ACQUIRE(cache);
    return count;
}

// Adds the first of these words to the cache of this CPU. Returns how many it added, all there is
// room for or, as above, none.
size_t rseq_core_cache_push_many(const struct rseq_core_caches *caches, const intptr_t *words,
                                 size_t count)
{
    uint32_t cpu;
    const intptr_t before = count_of(caches, &cpu);

    if ((size_t)before >= caches->capacity) {
        return 0;
    }
    const size_t room = caches->capacity - (size_t)before;
    struct rseq_core_cache *const cache = &caches->start[cpu];

    count = count < room ? count : room;
    RELEASE(cache);
    return rseq_load_cbne_memcpy_store__ptr(
               RSEQ_MO_RELEASE, RSEQ_PERCPU_CPU_ID, &cache->count, before, &cache->slots[before],
               (void *)(uintptr_t)words, count * sizeof(*words), before + (intptr_t)count, (int)cpu)
               ? 0
               : count;
}
