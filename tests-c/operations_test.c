// SPDX-License-Identifier: MIT
//
// What each operation does to memory and returns, for each order and index, through the functions
// that take order and mode (known at compile time, and not) and through those with suffixes; with
// amounts, expected values and offsets at run time and as constants, for operands anywhere.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "tap.h"
#include "thread_placement.h"

#include <stdint.h>
#include <string.h>

#define MAX_ATTEMPTS 1000000
// No CPU has this number and no thread this concurrency id.
#define OTHER_INDEX 1000000

// One way to call the operations.
struct operations {
    enum rseq_percpu_mode mode;
    const char *name;
    int (*load_cbne_store)(intptr_t *v, intptr_t expect, intptr_t newv, int cpu);
    int (*load_add_store)(intptr_t *v, intptr_t count, int cpu);
    int (*load_cbeq_store_add_load_store)(intptr_t *v, intptr_t expectnot, long voffp,
                                          intptr_t *load, int cpu);
    int (*load_cbne_store_store)(intptr_t *v, intptr_t expect, intptr_t *v2, intptr_t newv2,
                                 intptr_t newv, int cpu);
    int (*load_cbne_load_cbne_store)(intptr_t *v, intptr_t expect, intptr_t *v2, intptr_t expect2,
                                     intptr_t newv, int cpu);
    int (*load_cbne_memcpy_store)(intptr_t *v, intptr_t expect, void *dst, void *src, size_t len,
                                  intptr_t newv, int cpu);
    int (*load_add_load_load_add_store)(intptr_t *ptr, long off, intptr_t inc, int cpu);
};

// Known at run time only.
static volatile enum rseq_mo runtime_mo = RSEQ_MO_RELAXED;
static volatile enum rseq_percpu_mode runtime_mode;

// Defines the functions of one way. CALL is given a name, the arguments and the order.
#define DEFINE_ONE(way, name, call, parameters)                                                    \
    __attribute__((noinline)) static int way##_##name parameters                                   \
    {                                                                                              \
        return call;                                                                               \
    }
#define DEFINE_WAY(way, RELAXED, RELEASABLE)                                                       \
    DEFINE_ONE(way, load_cbne_store, RELAXED(load_cbne_store, v, expect, newv, cpu),               \
               (intptr_t * v, intptr_t expect, intptr_t newv, int cpu))                            \
    DEFINE_ONE(way, load_add_store, RELAXED(load_add_store, v, count, cpu),                        \
               (intptr_t * v, intptr_t count, int cpu))                                            \
    DEFINE_ONE(way, load_cbeq_store_add_load_store,                                                \
               RELAXED(load_cbeq_store_add_load_store, v, expectnot, voffp, load, cpu),            \
               (intptr_t * v, intptr_t expectnot, long voffp, intptr_t *load, int cpu))            \
    DEFINE_ONE(                                                                                    \
        way, load_cbne_load_cbne_store,                                                            \
        RELAXED(load_cbne_load_cbne_store, v, expect, v2, expect2, newv, cpu),                     \
        (intptr_t * v, intptr_t expect, intptr_t * v2, intptr_t expect2, intptr_t newv, int cpu))  \
    DEFINE_ONE(way, load_add_load_load_add_store,                                                  \
               RELAXED(load_add_load_load_add_store, ptr, off, inc, cpu),                          \
               (intptr_t * ptr, long off, intptr_t inc, int cpu))                                  \
    DEFINE_ONE(                                                                                    \
        way, load_cbne_store_store,                                                                \
        RELEASABLE(load_cbne_store_store, v, expect, v2, newv2, newv, cpu),                        \
        (intptr_t * v, intptr_t expect, intptr_t * v2, intptr_t newv2, intptr_t newv, int cpu))    \
    DEFINE_ONE(                                                                                    \
        way, load_cbne_memcpy_store,                                                               \
        RELEASABLE(load_cbne_memcpy_store, v, expect, dst, src, len, newv, cpu),                   \
        (intptr_t * v, intptr_t expect, void *dst, void *src, size_t len, intptr_t newv, int cpu))

#define WAY(way, mode)                                                                             \
    {                                                                                              \
        mode, #way, way##_load_cbne_store, way##_load_add_store,                                   \
            way##_load_cbeq_store_add_load_store, way##_load_cbne_store_store,                     \
            way##_load_cbne_load_cbne_store, way##_load_cbne_memcpy_store,                         \
            way##_load_add_load_load_add_store                                                     \
    }

#define CALL_RELAXED_CPU_ID(name, ...)                                                             \
    rseq_##name##__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, __VA_ARGS__)
#define CALL_RELAXED_MM_CID(name, ...)                                                             \
    rseq_##name##__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_MM_CID, __VA_ARGS__)
#define CALL_RELEASE_CPU_ID(name, ...)                                                             \
    rseq_##name##__ptr(RSEQ_MO_RELEASE, RSEQ_PERCPU_CPU_ID, __VA_ARGS__)
#define CALL_RELEASE_MM_CID(name, ...)                                                             \
    rseq_##name##__ptr(RSEQ_MO_RELEASE, RSEQ_PERCPU_MM_CID, __VA_ARGS__)
#define CALL_RUNTIME(name, ...) rseq_##name##__ptr(runtime_mo, runtime_mode, __VA_ARGS__)
#define SUFFIX_RELAXED_CPU_ID(name, ...) rseq_##name##__ptr_relaxed_cpu_id(__VA_ARGS__)
#define SUFFIX_RELAXED_MM_CID(name, ...) rseq_##name##__ptr_relaxed_mm_cid(__VA_ARGS__)
#define SUFFIX_RELEASE_CPU_ID(name, ...) rseq_##name##__ptr_release_cpu_id(__VA_ARGS__)
#define SUFFIX_RELEASE_MM_CID(name, ...) rseq_##name##__ptr_release_mm_cid(__VA_ARGS__)

DEFINE_WAY(cpu_id, CALL_RELAXED_CPU_ID, CALL_RELAXED_CPU_ID)
DEFINE_WAY(cpu_id_release, CALL_RELAXED_CPU_ID, CALL_RELEASE_CPU_ID)
DEFINE_WAY(cpu_id_suffixed, SUFFIX_RELAXED_CPU_ID, SUFFIX_RELAXED_CPU_ID)
DEFINE_WAY(cpu_id_suffixed_release, SUFFIX_RELAXED_CPU_ID, SUFFIX_RELEASE_CPU_ID)
DEFINE_WAY(mm_cid, CALL_RELAXED_MM_CID, CALL_RELAXED_MM_CID)
DEFINE_WAY(mm_cid_release, CALL_RELAXED_MM_CID, CALL_RELEASE_MM_CID)
DEFINE_WAY(mm_cid_suffixed, SUFFIX_RELAXED_MM_CID, SUFFIX_RELAXED_MM_CID)
DEFINE_WAY(mm_cid_suffixed_release, SUFFIX_RELAXED_MM_CID, SUFFIX_RELEASE_MM_CID)
DEFINE_WAY(at_run_time, CALL_RUNTIME, CALL_RUNTIME)

static const struct operations ways[] = {
    WAY(cpu_id, RSEQ_PERCPU_CPU_ID),
    WAY(cpu_id_release, RSEQ_PERCPU_CPU_ID),
    WAY(cpu_id_suffixed, RSEQ_PERCPU_CPU_ID),
    WAY(cpu_id_suffixed_release, RSEQ_PERCPU_CPU_ID),
    WAY(at_run_time, RSEQ_PERCPU_CPU_ID),
    WAY(mm_cid, RSEQ_PERCPU_MM_CID),
    WAY(mm_cid_release, RSEQ_PERCPU_MM_CID),
    WAY(mm_cid_suffixed, RSEQ_PERCPU_MM_CID),
    WAY(mm_cid_suffixed_release, RSEQ_PERCPU_MM_CID),
    WAY(at_run_time, RSEQ_PERCPU_MM_CID),
};

static const intptr_t values[] = {
    0, 1, -1, 8, 0x7fffffff, -0x7fffffff - 1, INTPTR_MAX, INTPTR_MIN, INTPTR_MAX / 7 * 5,
};
#define NR_VALUES (sizeof(values) / sizeof(values[0]))

// Sums wrap.
static intptr_t sum(intptr_t a, intptr_t b)
{
    return (intptr_t)((uintptr_t)a + (uintptr_t)b);
}

static bool right;

// Notes what is wrong; the first few times with the place.
#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            static int times;                                                                      \
            right = false;                                                                         \
            if (times++ < 3) {                                                                     \
                diag("%s:%d: false: %s", __FILE__, __LINE__, #condition);                          \
            }                                                                                      \
        }                                                                                          \
    } while (0)

// Calls an operation, which uses `index`, until it is not aborted.
#define COMPLETE(result, mode, call)                                                               \
    do {                                                                                           \
        int attempts = 0, index;                                                                   \
        do {                                                                                       \
            index = percpu_index(mode);                                                            \
            result = (call);                                                                       \
        } while (result == -1 && ++attempts < MAX_ATTEMPTS);                                       \
    } while (0)

// Three words, of which the operations use the middle one.
struct words {
    intptr_t before, word, after;
};

static const struct words guards = {0x11111111, 0, 0x22222222};

static bool is(const struct words *words, intptr_t word)
{
    return words->before == guards.before && words->word == word && words->after == guards.after;
}

static void test_load_cbne_store(const struct operations *op)
{
    for (size_t i = 0; i < NR_VALUES; i++) {
        for (size_t j = 0; j < NR_VALUES; j++) {
            struct words w = guards;
            int result;

            w.word = values[i];
            COMPLETE(result, op->mode, op->load_cbne_store(&w.word, values[i], values[j], index));
            EXPECT(result == 0 && is(&w, values[j]));
            w.word = values[i];
            COMPLETE(result, op->mode,
                     op->load_cbne_store(&w.word, sum(values[i], 1), values[j], index));
            EXPECT(result == 1 && is(&w, values[i]));
            // Both halves of the word count.
            COMPLETE(result, op->mode,
                     op->load_cbne_store(&w.word,
                                         (intptr_t)((uintptr_t)values[i] ^ (uintptr_t)INTPTR_MIN),
                                         values[j], index));
            EXPECT(result == 1 && is(&w, values[i]));
            EXPECT(op->load_cbne_store(&w.word, values[i], values[j], OTHER_INDEX) == -1);
            EXPECT(is(&w, values[i]));
        }
    }
}

static void test_load_add_store(const struct operations *op)
{
    for (size_t i = 0; i < NR_VALUES; i++) {
        for (size_t j = 0; j < NR_VALUES; j++) {
            struct words w = guards;
            int result;

            w.word = values[i];
            COMPLETE(result, op->mode, op->load_add_store(&w.word, values[j], index));
            EXPECT(result == 0 && is(&w, sum(values[i], values[j])));
            w.word = values[i];
            EXPECT(op->load_add_store(&w.word, values[j], OTHER_INDEX) == -1);
            EXPECT(is(&w, values[i]));
        }
    }
}

// The head of a list leads to a node whose link is `offset` bytes away, or there is no node.
static void test_load_cbeq_store_add_load_store(const struct operations *op)
{
    static intptr_t memory[2400];
    static const long offsets[] = {0, 8, -8, 128, -128, 2048, -4096, 4096};
    intptr_t *const node = &memory[1200];

    for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
        for (size_t j = 0; j < NR_VALUES; j++) {
            struct words head = guards, taken = guards;
            intptr_t *const link = (intptr_t *)((char *)node + offsets[i]);
            int result;

            memset(memory, 0x55, sizeof(memory));
            *link = values[j];
            head.word = (intptr_t)node;
            taken.word = 3;
            EXPECT(op->load_cbeq_store_add_load_store(&head.word, 0, offsets[i], &taken.word,
                                                      OTHER_INDEX) == -1);
            EXPECT(is(&head, (intptr_t)node) && is(&taken, 3));
            COMPLETE(
                result, op->mode,
                op->load_cbeq_store_add_load_store(&head.word, 0, offsets[i], &taken.word, index));
            EXPECT(result == 0 && is(&head, values[j]) && is(&taken, (intptr_t)node));
            EXPECT(*link == values[j]);

            // The value that means an empty list is not followed.
            head.word = values[j];
            taken.word = 3;
            COMPLETE(result, op->mode,
                     op->load_cbeq_store_add_load_store(&head.word, values[j], offsets[i],
                                                        &taken.word, index));
            EXPECT(result == 1 && is(&head, values[j]) && is(&taken, 3));
        }
    }
}

static void test_load_cbne_store_store(const struct operations *op)
{
    for (size_t i = 0; i < NR_VALUES; i++) {
        for (size_t j = 0; j < NR_VALUES; j++) {
            struct words w = guards, w2 = guards;
            int result;

            w.word = values[i];
            w2.word = 3;
            EXPECT(op->load_cbne_store_store(&w.word, values[i], &w2.word, 5, 6, OTHER_INDEX) ==
                   -1);
            EXPECT(is(&w, values[i]) && is(&w2, 3));
            COMPLETE(result, op->mode,
                     op->load_cbne_store_store(&w.word, sum(values[i], 1), &w2.word, values[j],
                                               values[j], index));
            EXPECT(result == 1 && is(&w, values[i]) && is(&w2, 3));
            COMPLETE(result, op->mode,
                     op->load_cbne_store_store(&w.word, values[i], &w2.word, values[j],
                                               sum(values[j], 7), index));
            EXPECT(result == 0 && is(&w, sum(values[j], 7)) && is(&w2, values[j]));
        }
    }
}

static void test_load_cbne_load_cbne_store(const struct operations *op)
{
    for (size_t i = 0; i < NR_VALUES; i++) {
        for (size_t j = 0; j < NR_VALUES; j++) {
            struct words w = guards, w2 = guards;
            int result;

            w.word = values[i];
            w2.word = values[j];
            EXPECT(op->load_cbne_load_cbne_store(&w.word, values[i], &w2.word, values[j], 9,
                                                 OTHER_INDEX) == -1);
            EXPECT(is(&w, values[i]) && is(&w2, values[j]));
            COMPLETE(result, op->mode,
                     op->load_cbne_load_cbne_store(&w.word, sum(values[i], 1), &w2.word, values[j],
                                                   9, index));
            EXPECT(result == 1 && is(&w, values[i]) && is(&w2, values[j]));
            COMPLETE(result, op->mode,
                     op->load_cbne_load_cbne_store(&w.word, values[i], &w2.word, sum(values[j], 1),
                                                   9, index));
            EXPECT(result == 1 && is(&w, values[i]) && is(&w2, values[j]));
            COMPLETE(result, op->mode,
                     op->load_cbne_load_cbne_store(&w.word, values[i], &w2.word, values[j],
                                                   sum(values[j], 7), index));
            EXPECT(result == 0 && is(&w, sum(values[j], 7)) && is(&w2, values[j]));
        }
    }
}

#define MAX_LENGTH 300
#define MARGIN 16

static void test_load_cbne_memcpy_store(const struct operations *op)
{
    static unsigned char source[MAX_LENGTH + 3 * MARGIN], target[MAX_LENGTH + 3 * MARGIN],
        untouched[MAX_LENGTH + 3 * MARGIN];

    memset(untouched, 0xee, sizeof(untouched));
    for (size_t i = 0; i < sizeof(source); i++) {
        source[i] = (unsigned char)(i * 7 + 1);
    }
    for (size_t length = 0; length <= MAX_LENGTH; length++) {
        for (size_t alignment = 0; alignment < 64; alignment++) {
            unsigned char *const from = &source[MARGIN + alignment % 8];
            unsigned char *const to = &target[MARGIN + alignment / 8];
            struct words w = guards;
            int result;

            memset(target, 0xee, sizeof(target));
            w.word = 4;
            COMPLETE(result, op->mode,
                     op->load_cbne_memcpy_store(&w.word, 4, to, from, length, 5, index));
            EXPECT(result == 0 && is(&w, 5));
            EXPECT(!memcmp(to, from, length));
            EXPECT(!memcmp(target, untouched, (size_t)(to - target)));
            EXPECT(
                !memcmp(to + length, untouched, sizeof(target) - length - (size_t)(to - target)));
        }
        memset(target, 0xee, sizeof(target));
        struct words w = guards;
        int result;

        w.word = 4;
        COMPLETE(result, op->mode,
                 op->load_cbne_memcpy_store(&w.word, 3, target, source, length, 5, index));
        EXPECT(result == 1 && is(&w, 4));
        EXPECT(op->load_cbne_memcpy_store(&w.word, 4, target, source, length, 5, OTHER_INDEX) ==
               -1);
        EXPECT(is(&w, 4) && !memcmp(target, untouched, sizeof(target)));
    }
}

static void test_load_add_load_load_add_store(const struct operations *op)
{
    static intptr_t memory[2400];
    static const long offsets[] = {0, 8, -8, 128, -128, 2048, -4096, 4096};
    intptr_t *const table = &memory[1200];

    for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
        for (size_t j = 0; j < NR_VALUES; j++) {
            struct words pointer = guards, counter = guards;
            intptr_t *const entry = (intptr_t *)((char *)table + offsets[i]);
            int result;

            memset(memory, 0x55, sizeof(memory));
            *entry = (intptr_t)&counter.word;
            pointer.word = (intptr_t)table;
            counter.word = 41;
            EXPECT(op->load_add_load_load_add_store(&pointer.word, offsets[i], values[j],
                                                    OTHER_INDEX) == -1);
            EXPECT(is(&pointer, (intptr_t)table) && is(&counter, 41));
            COMPLETE(result, op->mode,
                     op->load_add_load_load_add_store(&pointer.word, offsets[i], values[j], index));
            EXPECT(result == 0 && is(&pointer, (intptr_t)table) &&
                   is(&counter, sum(41, values[j])) && *entry == (intptr_t)&counter.word);
        }
    }
}

static void test_way(const struct operations *op)
{
    static const struct {
        const char *name;
        void (*test)(const struct operations *op);
    } tests[] = {
        {"load_cbne_store", test_load_cbne_store},
        {"load_add_store", test_load_add_store},
        {"load_cbeq_store_add_load_store", test_load_cbeq_store_add_load_store},
        {"load_cbne_store_store", test_load_cbne_store_store},
        {"load_cbne_load_cbne_store", test_load_cbne_load_cbne_store},
        {"load_cbne_memcpy_store", test_load_cbne_memcpy_store},
        {"load_add_load_load_add_store", test_load_add_load_load_add_store},
    };

    runtime_mode = op->mode;
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        right = true;
        tests[i].test(op);
        ok(right, "%s: %s", op->name, tests[i].name);
    }
}

// Operands in places that a compiler addresses in different ways.
static struct fields {
    intptr_t first;
    char gap[120];
    intptr_t middle;
    intptr_t array[600];
    intptr_t last;
} global;

#define BIG ((intptr_t)(INTPTR_MAX / 5 * 4 + 12345))

// Constants of every width as amounts, expected and new values.
#define WITH_CONSTANTS(mode, word)                                                                 \
    do {                                                                                           \
        int result;                                                                                \
        word = 0;                                                                                  \
        COMPLETE(result, mode, rseq_load_add_store__ptr(RSEQ_MO_RELAXED, mode, &word, 1, index));  \
        EXPECT(result == 0 && word == 1);                                                          \
        COMPLETE(result, mode, rseq_load_add_store__ptr(RSEQ_MO_RELAXED, mode, &word, -1, index)); \
        EXPECT(result == 0 && word == 0);                                                          \
        COMPLETE(result, mode,                                                                     \
                 rseq_load_add_store__ptr(RSEQ_MO_RELAXED, mode, &word, 0x7fffffff, index));       \
        EXPECT(result == 0 && word == 0x7fffffff);                                                 \
        COMPLETE(result, mode,                                                                     \
                 rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, mode, &word, 0x7fffffff, BIG, index)); \
        EXPECT(result == 0 && word == BIG);                                                        \
        COMPLETE(result, mode,                                                                     \
                 rseq_load_add_store__ptr(RSEQ_MO_RELAXED, mode, &word, -BIG, index));             \
        EXPECT(result == 0 && word == 0);                                                          \
        COMPLETE(result, mode,                                                                     \
                 rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, mode, &word, BIG, 1, index));          \
        EXPECT(result == 1 && word == 0);                                                          \
        COMPLETE(result, mode,                                                                     \
                 rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, mode, &word, 0, -1, index));           \
        EXPECT(result == 0 && word == -1);                                                         \
    } while (0)

#define WITH_TWO_WORDS(mode, word, word2)                                                          \
    do {                                                                                           \
        int result;                                                                                \
        word = 7;                                                                                  \
        word2 = 8;                                                                                 \
        COMPLETE(result, mode,                                                                     \
                 rseq_load_cbne_store_store__ptr(RSEQ_MO_RELEASE, mode, &word, 7, &word2, BIG, -2, \
                                                 index));                                          \
        EXPECT(result == 0 && word == -2 && word2 == BIG);                                         \
        COMPLETE(result, mode,                                                                     \
                 rseq_load_cbne_load_cbne_store__ptr(RSEQ_MO_RELAXED, mode, &word, -2, &word2,     \
                                                     BIG, 12, index));                             \
        EXPECT(result == 0 && word == 12 && word2 == BIG);                                         \
        COMPLETE(result, mode,                                                                     \
                 rseq_load_cbne_memcpy_store__ptr(RSEQ_MO_RELEASE, mode, &word, 12, &word2, &word, \
                                                  sizeof(word), 13, index));                       \
        EXPECT(result == 0 && word == 13 && word2 == 12);                                          \
    } while (0)

__attribute__((noinline)) static void in_fields(struct fields *fields, size_t i,
                                                enum rseq_percpu_mode mode)
{
    WITH_CONSTANTS(mode, fields->first);
    WITH_CONSTANTS(mode, fields->middle);
    WITH_CONSTANTS(mode, fields->last);
    WITH_CONSTANTS(mode, fields->array[i]);
    WITH_CONSTANTS(mode, fields->array[i + 3]);
    WITH_TWO_WORDS(mode, fields->first, fields->last);
    WITH_TWO_WORDS(mode, fields->array[i], fields->array[i + 1]);
    WITH_TWO_WORDS(mode, fields->last, fields->middle);
}

static void test_operands(enum rseq_percpu_mode mode)
{
    struct fields local;
    volatile size_t i = 17;

    right = true;
    in_fields(&global, i, mode);
    in_fields(&local, i, mode);
    ok(right, "fields of a structure behind a pointer");
    right = true;
    WITH_CONSTANTS(mode, global.first);
    WITH_CONSTANTS(mode, global.last);
    WITH_CONSTANTS(mode, global.array[i]);
    WITH_TWO_WORDS(mode, global.middle, global.array[i]);
    ok(right, "fields of a static structure");
    right = true;
    WITH_CONSTANTS(mode, local.first);
    WITH_CONSTANTS(mode, local.last);
    WITH_CONSTANTS(mode, local.array[i]);
    WITH_TWO_WORDS(mode, local.middle, local.array[i]);
    ok(right, "fields of a structure on the stack");
}

// An index that is a constant: right on CPU 0, and never right when negative.
static void test_constant_index(void)
{
    cpu_set_t allowed;
    intptr_t word = 1;
    int result = -1;

    if (!sched_getaffinity(0, sizeof(allowed), &allowed) && run_on_cpu(0)) {
        for (int i = 0; i < MAX_ATTEMPTS && result == -1; i++) {
            result = rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, 1, 0);
        }
        sched_setaffinity(0, sizeof(allowed), &allowed);
        ok(result == 0 && word == 2, "the constant index 0 on CPU 0");
    } else {
        skip(1, "CPU 0 is not allowed");
    }
}

// Orders and modes that an operation does not have.
static void test_unsupported(void)
{
    static const enum rseq_mo orders[] = {RSEQ_MO_CONSUME, RSEQ_MO_ACQUIRE, RSEQ_MO_ACQ_REL,
                                          RSEQ_MO_SEQ_CST};
    const int cpu = percpu_index(RSEQ_PERCPU_CPU_ID);
    intptr_t a = 1, b = 2;

    right = true;
    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        const enum rseq_mo mo = orders[i];
        const enum rseq_percpu_mode mode = RSEQ_PERCPU_CPU_ID;

        EXPECT(rseq_load_cbne_store__ptr(mo, mode, &a, 1, 3, cpu) == -1);
        EXPECT(rseq_load_add_store__ptr(mo, mode, &a, 1, cpu) == -1);
        EXPECT(rseq_load_cbeq_store_add_load_store__ptr(mo, mode, &a, 0, 0, &b, cpu) == -1);
        EXPECT(rseq_load_cbne_store_store__ptr(mo, mode, &a, 1, &b, 3, 3, cpu) == -1);
        EXPECT(rseq_load_cbne_load_cbne_store__ptr(mo, mode, &a, 1, &b, 2, 3, cpu) == -1);
        EXPECT(rseq_load_cbne_memcpy_store__ptr(mo, mode, &a, 1, &b, &a, 8, 3, cpu) == -1);
        EXPECT(rseq_load_add_load_load_add_store__ptr(mo, mode, &a, 0, 3, cpu) == -1);
    }
    EXPECT(a == 1 && b == 2);
    ok(right, "orders that no operation has");
    right = true;
    const enum rseq_percpu_mode unknown = (enum rseq_percpu_mode)2;
    EXPECT(rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, unknown, &a, 1, 3, cpu) == -1);
    EXPECT(rseq_load_cbne_store_store__ptr(RSEQ_MO_RELEASE, unknown, &a, 1, &b, 3, 3, cpu) == -1);
    EXPECT(a == 1 && b == 2);
    ok(right, "an unknown mode");
}

// What a thread does before code that it ran goes away.
static void test_clear(void)
{
    static struct rseq_abi_cs descriptor;
    struct rseq_abi *const area = rseq_get_abi();

    area->rseq_cs.arch.ptr = (__typeof__(area->rseq_cs.arch.ptr))(uintptr_t)&descriptor;
    rseq_clear_rseq_cs();
    ok(area->rseq_cs.ptr64 == 0, "rseq_clear_rseq_cs");
    area->rseq_cs.arch.ptr = (__typeof__(area->rseq_cs.arch.ptr))(uintptr_t)&descriptor;
    rseq_prepare_unload();
    ok(area->rseq_cs.ptr64 == 0, "rseq_prepare_unload");
}

int main(void)
{
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    plan(7 * (unsigned int)(sizeof(ways) / sizeof(ways[0])) + 2 * 3 + 6);
#ifndef rseq_arch_has_load_add_load_load_add_store
    bail_out("rseq_arch_has_load_add_load_load_add_store is not defined");
#endif
    ok(rseq_register_current_thread() == 0, "register");
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        if (percpu_index_available(ways[i].mode)) {
            test_way(&ways[i]);
        } else {
            skip(7, "kernel without mm_cid");
        }
    }
    test_operands(RSEQ_PERCPU_CPU_ID);
    if (percpu_index_available(RSEQ_PERCPU_MM_CID)) {
        test_operands(RSEQ_PERCPU_MM_CID);
    } else {
        skip(3, "kernel without mm_cid");
    }
    test_constant_index();
    test_unsupported();
    test_clear();
    return exit_status();
}
