// SPDX-License-Identifier: MIT
//
// Counting events.
#include "per_cpu.h"

struct counter {
    intptr_t events;
    intptr_t fallback_events; // of those that can run no operation, see docs/fallbacks.md
} __attribute__((aligned(CACHE_LINE)));

static void *create(const struct subject *subject, const struct setup *setup)
{
    (void)subject;
    return create_copies(setup, sizeof(struct counter));
}

// The loops that find no better name for it: the thread's own counter.
static struct counter *own(struct worker *worker)
{
    return (struct counter *)worker->shared + worker->index;
}

static inline void add_atomically(intptr_t *events)
{
    __atomic_fetch_add(events, 1, __ATOMIC_RELAXED);
}

static void plain(struct worker *worker)
{
    struct counter *const counter = own(worker);

    LOOP(counter->events++);
}

static void private_atomic(struct worker *worker)
{
    struct counter *const counter = own(worker);

    LOOP(add_atomically(&counter->events));
}

static void shared_atomic(struct worker *worker)
{
    struct counter *const counter = worker->shared;

    LOOP(add_atomically(&counter->events));
}

static void libc_atomic(struct worker *worker)
{
    struct counter *const counters = worker->shared;

    LOOP(add_atomically(&counters[libc_cpu()].events));
}

static void kernel_atomic(struct worker *worker)
{
    struct counter *const counters = worker->shared;

    LOOP(add_atomically(&counters[kernel_cpu()].events));
}

static inline int add_cpu_id(struct counter *counters)
{
    const int cpu = (int)rseq_cpu_start();

    return rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &counters[cpu].events, 1,
                                    cpu);
}

static inline int add_mm_cid(struct counter *counters)
{
    const int cid = (int)rseq_current_mm_cid();

    return rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_MM_CID, &counters[cid].events, 1,
                                    cid);
}

static inline void add_with_fallback(struct counter *counters)
{
    for (int attempt = 0; attempt < 3; attempt++) {
        if (rseq_likely(add_cpu_id(counters) == 0))
            return;
    }
    add_atomically(&counters[rseq_current_cpu()].fallback_events);
}

static void rseq_cpu_id(struct worker *worker)
{
    struct counter *const counters = worker->shared;

    LOOP(while (rseq_unlikely(add_cpu_id(counters))));
}

static void rseq_mm_cid(struct worker *worker)
{
    struct counter *const counters = worker->shared;

    LOOP(while (rseq_unlikely(add_mm_cid(counters))));
}

static void rseq_fallback(struct worker *worker)
{
    struct counter *const counters = worker->shared;

    LOOP(add_with_fallback(counters));
}

#define SHARED .create = create, .destroy = free
static const struct subject subjects[] = {
    {.name = "plain increment", .loop = plain, SHARED},
    {.name = "private atomic", .loop = private_atomic, .peers = {"plain increment"}, SHARED},
    {.name = "shared atomic", .loop = shared_atomic, .peers = {"private atomic"}, SHARED},
    {.name = "sched_getcpu()+atomic",
     .loop = libc_atomic,
     .peers = {"getcpu()+atomic"},
     .absent = no_sched_getcpu,
     SHARED},
    {.name = "getcpu()+atomic",
     .loop = kernel_atomic,
     .peers = {"plain increment"},
     .published = 15.3,
     .absent = no_getcpu,
     SHARED},
    {.name = "rseq cpu_id",
     .loop = rseq_cpu_id,
     .peers = GETCPU_PEERS,
     .published = 2.0,
     .absent = not_registered,
     SHARED},
    {.name = "rseq mm_cid",
     .loop = rseq_mm_cid,
     .peers = GETCPU_PEERS,
     .absent = no_mm_cid,
     SHARED},
    {.name = "rseq with fallback", .loop = rseq_fallback, .peers = GETCPU_PEERS, SHARED},
};

const struct group counter_group = {
    .name = "counter",
    .title = "Incrementing a per-CPU counter",
    .unit = "ns",
    .subjects = subjects,
    .nr_subjects = LENGTH(subjects),
};
