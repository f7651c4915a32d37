// SPDX-License-Identifier: MIT
//
// What the programs of all generations of the API do. Each of them is compiled in two ways: with
// the headers, and with -DFROZEN without any, by what its own generation's headers declared: like a
// program that was compiled long ago, and finds this library in the place of that one.
//
// Such a program has the offsets of the thread area in it, and the sections (here those of x86-64,
// elsewhere none), and refers to the variables and functions that it declares.
#ifndef GENERATION_H
#define GENERATION_H

#include "effort.h"
#include "tap.h"

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define THREADS 4
#define TURNS 20000

#ifdef FROZEN

#include <stdbool.h>

// What all generations declare.
#ifdef __cplusplus
extern "C" {
#endif
extern unsigned int rseq_size, rseq_flags;
int32_t rseq_fallback_current_cpu(void);
#ifdef OFFSET_OF_INT
// Until February 2022. The function had no argument, so that it got what was in the register.
extern int rseq_offset;
int rseq_available(unsigned int whatever);
#else
extern ptrdiff_t rseq_offset;
bool rseq_available(unsigned int query);
#endif
#ifdef __cplusplus
}
#endif

enum rseq_available_query { RSEQ_AVAILABLE_QUERY_KERNEL = 0, RSEQ_AVAILABLE_QUERY_LIBC = 1 };

enum rseq_mo { RSEQ_MO_RELAXED = 0 };
enum rseq_percpu_mode { RSEQ_PERCPU_CPU_ID = 0, RSEQ_PERCPU_MM_CID = 1 };

// Offsets in the thread area.
enum { FROZEN_CPU_ID_START = 0, FROZEN_CPU_ID = 4, FROZEN_NODE_ID = 20, FROZEN_MM_CID = 24 };

static inline char *frozen_thread_pointer(void)
{
    char *pointer;

#if defined(__x86_64__)
    __asm__("mov %%fs:0, %0" : "=r"(pointer));
#elif defined(__i386__)
    __asm__("mov %%gs:0, %0" : "=r"(pointer));
#elif defined(__powerpc64__)
    __asm__("mr %0, 13" : "=r"(pointer));
#elif defined(__powerpc__)
    __asm__("mr %0, 2" : "=r"(pointer));
#elif defined(__loongarch__)
    __asm__("move %0, $tp" : "=r"(pointer));
#else
    pointer = (char *)__builtin_thread_pointer();
#endif
    return pointer;
}

// The member of the thread area at a distance from its start.
static inline uint32_t frozen_member(ptrdiff_t member)
{
    return *(volatile uint32_t *)(frozen_thread_pointer() + rseq_offset + member);
}

static inline uint32_t rseq_cpu_start(void)
{
    return frozen_member(FROZEN_CPU_ID_START);
}

static inline int32_t rseq_current_cpu_raw(void)
{
    return (int32_t)frozen_member(FROZEN_CPU_ID);
}

static inline uint32_t rseq_current_mm_cid(void)
{
    return frozen_member(FROZEN_MM_CID);
}

#ifndef __x86_64__
#define FROZEN_ONLY_READS
#else

// clang-format off

#define FROZEN_BEGIN                                                                               \
    ".pushsection __rseq_cs, \"aw\"\n\t"                                                           \
    ".balign 32\n\t"                                                                               \
    "3: .long 0, 0\n\t"                                                                            \
    ".quad 1f, 2f - 1f, 4f\n\t"                                                                    \
    ".popsection\n\t"                                                                              \
    ".pushsection __rseq_cs_ptr_array, \"aw\"\n\t"                                                 \
    ".quad 3b\n\t"                                                                                 \
    ".popsection\n\t"                                                                              \
    "leaq 3b(%%rip), %%rax\n\t"                                                                    \
    "movq %%rax, %%fs:8(%[area])\n\t"                                                              \
    "1: cmpl %[cpu], %%fs:(%[area], %[member])\n\t"                                                \
    "jne 4f\n\t"

#define FROZEN_AREA(mode) [area] "r"((ptrdiff_t)rseq_offset), [member] "r"(frozen_index(mode))

#define FROZEN_END                                                                                 \
    "2:\n\t"                                                                                       \
    ".pushsection __rseq_failure, \"ax\"\n\t"                                                      \
    ".byte 0x0f, 0xb9, 0x3d\n\t"                                                                   \
    ".long 0x53053053\n\t"                                                                         \
    "4: jmp %l[abort]\n\t"                                                                         \
    ".popsection\n\t"

static inline ptrdiff_t frozen_index(enum rseq_percpu_mode mode)
{
    return mode == RSEQ_PERCPU_MM_CID ? FROZEN_MM_CID : FROZEN_CPU_ID;
}

static inline int frozen_add(enum rseq_percpu_mode mode, intptr_t *v, intptr_t n, int cpu)
{
    __asm__ __volatile__ goto(
        FROZEN_BEGIN
        "addq %[n], %[v]\n\t"
        FROZEN_END
        : : FROZEN_AREA(mode), [cpu] "r"(cpu), [v] "m"(*v), [n] "r"(n)
        : "memory", "cc", "rax" : abort);
    return 0;
abort:
    return -1;
}

static inline int frozen_compare(enum rseq_percpu_mode mode, intptr_t *v, intptr_t expect,
                                 intptr_t newv, int cpu)
{
    __asm__ __volatile__ goto(
        FROZEN_BEGIN
        "cmpq %[expect], %[v]\n\t"
        "jne %l[different]\n\t"
        "movq %[newv], %[v]\n\t"
        FROZEN_END
        : : FROZEN_AREA(mode), [cpu] "r"(cpu), [v] "m"(*v),
            [expect] "r"(expect), [newv] "r"(newv)
        : "memory", "cc", "rax" : abort, different);
    return 0;
abort:
    return -1;
different:
    return 1;
}

// clang-format on

#endif // FROZEN_ONLY_READS

#endif // FROZEN

// Repeats what was aborted; cpu is for the call.
#define RETRY(result, call)                                                                        \
    do {                                                                                           \
        cpu = (int)rseq_cpu_start();                                                               \
        result = call;                                                                             \
    } while (result == -1)

// How a program of the generation does it.
struct generation {
    int (*register_thread)(void);
    int (*unregister_thread)(void);
    int (*index)(void);
    int (*add)(intptr_t *v, intptr_t count, int index);
    int (*compare)(intptr_t *v, intptr_t expect, intptr_t newv, int index);
};

static const struct generation *generation;

#define MAX_INDEX 4096

static struct slot {
    intptr_t count, locked, counted;
} __attribute__((aligned(128))) slots[MAX_INDEX];

static void *count(void *unused)
{
    const int turns = repetitions(TURNS);

    (void)unused;
    if (generation->register_thread()) {
        return (void *)slots;
    }
    for (int i = 0; i < turns; i++) {
        int index;

        do {
            index = generation->index();
        } while (generation->add(&slots[index].count, 1, index));
        // A lock of this index.
        do {
            index = generation->index();
        } while (generation->compare(&slots[index].locked, 0, 1, index));
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        slots[index].counted++;
        __atomic_store_n(&slots[index].locked, 0, __ATOMIC_RELEASE);
    }
    return generation->unregister_thread() ? (void *)slots : NULL;
}

// Threads count by both operations.
static inline void test_counting(const struct generation *by, const char *name)
{
    const intptr_t all = (intptr_t)THREADS * repetitions(TURNS);
    pthread_t threads[THREADS];
    intptr_t sums[2] = {0, 0};
    bool failed = false;

    generation = by;
    for (int i = 0; i < MAX_INDEX; i++) {
        slots[i].count = slots[i].locked = slots[i].counted = 0;
    }
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, count, NULL)) {
            bail_out("no thread");
        }
    }
    for (int i = 0; i < THREADS; i++) {
        void *result;

        pthread_join(threads[i], &result);
        failed |= result != NULL;
    }
    for (int i = 0; i < MAX_INDEX; i++) {
        sums[0] += slots[i].count;
        sums[1] += slots[i].counted;
    }
    ok(!failed, "%s: threads are registered and unregistered", name);
    ok(sums[0] == all, "%s: threads add", name);
    ok(sums[1] == all, "%s: threads lock", name);
}

#endif // GENERATION_H
