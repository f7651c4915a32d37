// SPDX-License-Identifier: MIT
//
// The read side of a kind of RCU whose readers are counted per CPU: lock, dereference a pointer,
// compare what it points to, unlock. Writers would add up the counters of a period, and use
// membarrier(2), so that readers need no barrier.
#include "per_cpu.h"

struct readers {
    // Of two periods. The second word is that of threads that could run no operation.
    intptr_t entered[2], entered_atomically[2], left[2], left_atomically[2];
} __attribute__((aligned(CACHE_LINE)));

static struct domain {
    intptr_t *pointer;
    int period;
} domain;
static intptr_t pointed_to = 1;

static void *create(const struct subject *subject, const struct setup *setup)
{
    (void)subject;
    domain.pointer = &pointed_to;
    return create_copies(setup, sizeof(struct readers));
}

static inline void read_and_compare(void)
{
    const intptr_t *const pointer = RSEQ_READ_ONCE(domain.pointer);

    if (rseq_unlikely(RSEQ_READ_ONCE(*pointer) != 1))
        abort();
}

static inline void count_atomically(intptr_t *word)
{
    __atomic_fetch_add(word, 1, __ATOMIC_RELAXED);
}

static inline void count_section(intptr_t *words, intptr_t *fallback, int cpu)
{
    if (rseq_unlikely(rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, words, 1, cpu)))
        count_atomically(fallback);
}

static void libc_atomic(struct worker *worker)
{
    struct readers *const readers = worker->shared;

    LOOP(const int period = RSEQ_READ_ONCE(domain.period);
         count_atomically(&readers[libc_cpu()].entered[period]); read_and_compare();
         count_atomically(&readers[libc_cpu()].left[period]));
}

static void kernel_atomic(struct worker *worker)
{
    struct readers *const readers = worker->shared;

    LOOP(const int period = RSEQ_READ_ONCE(domain.period);
         count_atomically(&readers[kernel_cpu()].entered[period]); read_and_compare();
         count_atomically(&readers[kernel_cpu()].left[period]));
}

static void sections(struct worker *worker)
{
    struct readers *const readers = worker->shared;

    LOOP(
        const int period = RSEQ_READ_ONCE(domain.period); int cpu = (int)rseq_cpu_start();
        count_section(&readers[cpu].entered[period], &readers[cpu].entered_atomically[period], cpu);
        read_and_compare(); cpu = (int)rseq_cpu_start();
        count_section(&readers[cpu].left[period], &readers[cpu].left_atomically[period], cpu));
}

#define SHARED .create = create, .destroy = free
static const struct subject subjects[] = {
    {.name = "sched_getcpu()+atomic",
     .loop = libc_atomic,
     .peers = {"getcpu()+atomic"},
     .absent = no_sched_getcpu,
     SHARED},
    {.name = "getcpu()+atomic",
     .loop = kernel_atomic,
     .peers = {"sched_getcpu()+atomic"},
     .published = 53.4,
     .absent = no_getcpu,
     SHARED},
    {.name = "rseq",
     .loop = sections,
     .peers = GETCPU_PEERS,
     .published = 28.6,
     .absent = not_registered,
     SHARED},
};

const struct group read_side_group = {
    .name = "read-side",
    .title = "RCU-like read side: lock, dereference, compare, unlock",
    .unit = "ns",
    .subjects = subjects,
    .nr_subjects = LENGTH(subjects),
};
