// SPDX-License-Identifier: MIT
//
// A tracer's ring buffer of the CPU, whose oldest events are overwritten: to reserve room, write an
// event of a 32-bit header and a 32-bit payload, and commit, which tells the reader how much is
// complete.
#include "per_cpu.h"

#define BUFFER_SIZE (64 * 1024)

struct event {
    uint32_t header, payload;
};

struct buffer {
    intptr_t reserved;            // bytes that were given to writers, ever
    intptr_t committed;           // and written
    intptr_t committed_elsewhere; // by writers that were moved: only changed atomically
    char bytes[BUFFER_SIZE];
} __attribute__((aligned(CACHE_LINE)));

static void *create(const struct subject *subject, const struct setup *setup)
{
    (void)subject;
    return create_copies(setup, sizeof(struct buffer));
}

static inline void write_event(struct buffer *buffer, intptr_t offset, uint32_t payload)
{
    struct event *const event =
        (struct event *)(void *)&buffer->bytes[(uintptr_t)offset % BUFFER_SIZE];

    event->header = 1;
    event->payload = payload;
}

static inline intptr_t after(intptr_t offset)
{
    return (intptr_t)((uintptr_t)offset + sizeof(struct event));
}

static inline void trace_atomically(struct buffer *buffer, uint32_t payload)
{
    intptr_t offset = __atomic_load_n(&buffer->reserved, __ATOMIC_RELAXED);

    // A compare-and-swap rather than an addition: a tracer looks whether there is room.
    while (!__atomic_compare_exchange_n(&buffer->reserved, &offset, after(offset), false,
                                        __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        ;
    write_event(buffer, offset, payload);
    __atomic_fetch_add(&buffer->committed, sizeof(struct event), __ATOMIC_RELEASE);
}

// Two sections; between them the thread may be moved, and commits in another CPU's buffer then.
static inline void trace_in_two(struct buffer *buffers, uint32_t payload)
{
    struct buffer *buffer;
    intptr_t offset;
    int cpu;

    do {
        cpu = (int)rseq_cpu_start();
        buffer = &buffers[cpu];
        offset = RSEQ_READ_ONCE(buffer->reserved);
    } while (rseq_unlikely(rseq_load_cbne_store__ptr(
        RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &buffer->reserved, offset, after(offset), cpu)));
    write_event(buffer, offset, payload);
    rseq_smp_wmb();
    if (rseq_unlikely(rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID,
                                               &buffer->committed, sizeof(struct event), cpu)))
        __atomic_fetch_add(&buffer->committed_elsewhere, sizeof(struct event), __ATOMIC_RELEASE);
}

// The event is copied in the section that makes it visible: nothing to reserve.
static inline void trace_in_one(struct buffer *buffers, uint32_t payload)
{
    struct event event = {1, payload};
    struct buffer *buffer;
    intptr_t offset;
    int cpu;

    do {
        cpu = (int)rseq_cpu_start();
        buffer = &buffers[cpu];
        offset = RSEQ_READ_ONCE(buffer->committed);
    } while (rseq_unlikely(
        rseq_load_cbne_memcpy_store__ptr(RSEQ_MO_RELEASE, RSEQ_PERCPU_CPU_ID, &buffer->committed,
                                         offset, &buffer->bytes[(uintptr_t)offset % BUFFER_SIZE],
                                         &event, sizeof(event), after(offset), cpu)));
}

static void libc_atomic(struct worker *worker)
{
    struct buffer *const buffers = worker->shared;

    LOOP(trace_atomically(&buffers[libc_cpu()], (uint32_t)left));
}

static void kernel_atomic(struct worker *worker)
{
    struct buffer *const buffers = worker->shared;

    LOOP(trace_atomically(&buffers[kernel_cpu()], (uint32_t)left));
}

static void two_sections(struct worker *worker)
{
    struct buffer *const buffers = worker->shared;

    LOOP(trace_in_two(buffers, (uint32_t)left));
}

static void one_section(struct worker *worker)
{
    struct buffer *const buffers = worker->shared;

    LOOP(trace_in_one(buffers, (uint32_t)left));
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
     .published = 117.4,
     .absent = no_getcpu,
     SHARED},
    {.name = "rseq, two sections",
     .loop = two_sections,
     .peers = GETCPU_PEERS,
     .published = 98.0,
     .absent = not_registered,
     SHARED},
    {.name = "rseq, one section",
     .loop = one_section,
     .peers = GETCPU_PEERS,
     .absent = not_registered,
     SHARED},
};

const struct group ring_buffer_group = {
    .name = "ring-buffer",
    .title = "Writing an event of 8 bytes into the ring buffer of the CPU",
    .unit = "ns",
    .subjects = subjects,
    .nr_subjects = LENGTH(subjects),
};
