// SPDX-License-Identifier: MIT
//
// Structures of the CPU: a free list, a lock, an array that records are copied into.
#include "per_cpu.h"

#include <stddef.h>

// Free list. The CPUs have as many nodes each, and a thread that finds none has nothing to push.
struct node {
    struct node *next;
};

#define NODES_PER_CPU 64
struct list {
    intptr_t head; // struct node *
    pthread_mutex_t lock;
    struct node nodes[NODES_PER_CPU];
} __attribute__((aligned(CACHE_LINE)));

static void *create_lists(const struct subject *subject, const struct setup *setup)
{
    struct list *const lists = create_copies(setup, sizeof(*lists));

    (void)subject;
    for (int cpu = 0; lists && cpu < rseq_get_max_nr_cpus(); cpu++) {
        struct node *const nodes = lists[cpu].nodes;

        for (int i = 0; i < NODES_PER_CPU - 1; i++)
            nodes[i].next = &nodes[i + 1];
        lists[cpu].head = (intptr_t)nodes;
        pthread_mutex_init(&lists[cpu].lock, NULL);
    }
    return lists;
}

static inline struct node *pop_locked(struct list *list)
{
    pthread_mutex_lock(&list->lock);
    struct node *const node = (struct node *)list->head;
    if (node)
        list->head = (intptr_t)node->next;
    pthread_mutex_unlock(&list->lock);
    return node;
}

static inline void push_locked(struct list *list, struct node *node)
{
    pthread_mutex_lock(&list->lock);
    node->next = (struct node *)list->head;
    list->head = (intptr_t)node;
    pthread_mutex_unlock(&list->lock);
}

static inline struct node *pop_by_section(struct list *lists)
{
    intptr_t node = 0;
    int cpu;

    do {
        cpu = (int)rseq_cpu_start();
    } while (rseq_unlikely(rseq_load_cbeq_store_add_load_store__ptr(
                               RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &lists[cpu].head, 0,
                               (long)offsetof(struct node, next), &node, cpu) < 0));
    return (struct node *)node;
}

static inline void push_by_section(struct list *lists, struct node *node)
{
    intptr_t head;
    int cpu;

    do {
        cpu = (int)rseq_cpu_start();
        head = RSEQ_READ_ONCE(lists[cpu].head);
        node->next = (struct node *)head;
    } while (rseq_unlikely(rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID,
                                                     &lists[cpu].head, head, (intptr_t)node, cpu)));
}

static void shared_list(struct worker *worker)
{
    struct list *const list = worker->shared;

    LOOP(struct node *const node = pop_locked(list); if (node) push_locked(list, node));
}

static void libc_list(struct worker *worker)
{
    struct list *const lists = worker->shared;

    LOOP(struct node *const node = pop_locked(&lists[libc_cpu()]);
         if (node) push_locked(&lists[libc_cpu()], node));
}

static void kernel_list(struct worker *worker)
{
    struct list *const lists = worker->shared;

    LOOP(struct node *const node = pop_locked(&lists[kernel_cpu()]);
         if (node) push_locked(&lists[kernel_cpu()], node));
}

static void section_list(struct worker *worker)
{
    struct list *const lists = worker->shared;

    LOOP(struct node *const node = pop_by_section(lists); if (node) push_by_section(lists, node));
}

#define LISTS .create = create_lists, .destroy = free
static const struct subject list_subjects[] = {
    {.name = "one mutex", .loop = shared_list, .peers = {"rseq"}, LISTS},
    {.name = "sched_getcpu()+mutex",
     .loop = libc_list,
     .peers = {"getcpu()+mutex"},
     .absent = no_sched_getcpu,
     LISTS},
    {.name = "getcpu()+mutex",
     .loop = kernel_list,
     .peers = {"one mutex"},
     .absent = no_getcpu,
     LISTS},
    {.name = "rseq",
     .loop = section_list,
     .peers = {"getcpu()+mutex", "sched_getcpu()+mutex"},
     .absent = not_registered,
     LISTS},
};

const struct group free_list_group = {
    .name = "free-list",
    .title = "Free list of the CPU: pop and push",
    .unit = "ns",
    .subjects = list_subjects,
    .nr_subjects = LENGTH(list_subjects),
};

// Lock, and what is updated below it.
struct locked {
    intptr_t lock;
    intptr_t number, sum;
    pthread_mutex_t mutex;
} __attribute__((aligned(CACHE_LINE)));

static void *create_locks(const struct subject *subject, const struct setup *setup)
{
    struct locked *const locks = create_copies(setup, sizeof(*locks));

    (void)subject;
    for (int cpu = 0; locks && cpu < rseq_get_max_nr_cpus(); cpu++)
        pthread_mutex_init(&locks[cpu].mutex, NULL);
    return locks;
}

static inline struct locked *lock_atomically(struct locked *locked)
{
    intptr_t unlocked = 0;

    while (!__atomic_compare_exchange_n(&locked->lock, &unlocked, 1, false, __ATOMIC_ACQUIRE,
                                        __ATOMIC_RELAXED)) {
        // The holder was preempted.
        sched_yield();
        unlocked = 0;
    }
    return locked;
}

static inline struct locked *lock_by_section(struct locked *locks)
{
    for (;;) {
        const int cpu = (int)rseq_cpu_start();
        const int result = rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID,
                                                     &locks[cpu].lock, 0, 1, cpu);

        if (rseq_likely(result == 0)) {
            rseq_smp_acquire__after_ctrl_dep();
            return &locks[cpu];
        }
        if (result > 0)
            sched_yield();
    }
}

static inline void update_and_unlock(struct locked *locked)
{
    locked->number++;
    locked->sum += 2;
    rseq_smp_store_release(&locked->lock, 0);
}

static inline void update_with_mutex(struct locked *locked)
{
    pthread_mutex_lock(&locked->mutex);
    locked->number++;
    locked->sum += 2;
    pthread_mutex_unlock(&locked->mutex);
}

static void libc_mutex(struct worker *worker)
{
    struct locked *const locks = worker->shared;

    LOOP(update_with_mutex(&locks[libc_cpu()]));
}

static void libc_lock(struct worker *worker)
{
    struct locked *const locks = worker->shared;

    LOOP(update_and_unlock(lock_atomically(&locks[libc_cpu()])));
}

static void kernel_lock(struct worker *worker)
{
    struct locked *const locks = worker->shared;

    LOOP(update_and_unlock(lock_atomically(&locks[kernel_cpu()])));
}

static void section_lock(struct worker *worker)
{
    struct locked *const locks = worker->shared;

    LOOP(update_and_unlock(lock_by_section(locks)));
}

#define LOCKS .create = create_locks, .destroy = free
static const struct subject lock_subjects[] = {
    {.name = "sched_getcpu()+mutex",
     .loop = libc_mutex,
     .peers = {"getcpu()+atomic"},
     .absent = no_sched_getcpu,
     LOCKS},
    {.name = "sched_getcpu()+atomic",
     .loop = libc_lock,
     .peers = {"getcpu()+atomic"},
     .absent = no_sched_getcpu,
     LOCKS},
    {.name = "getcpu()+atomic",
     .loop = kernel_lock,
     .peers = {"sched_getcpu()+mutex"},
     .absent = no_getcpu,
     LOCKS},
    {.name = "rseq", .loop = section_lock, .peers = GETCPU_PEERS, .absent = not_registered, LOCKS},
};

const struct group lock_group = {
    .name = "lock",
    .title = "Lock of the CPU: lock, update two words, unlock",
    .unit = "ns",
    .subjects = lock_subjects,
    .nr_subjects = LENGTH(lock_subjects),
};

// Records that are copied one behind the other, with the number of bytes so far.
#define ARRAY_SIZE (64 * 1024)
struct array {
    intptr_t lock;
    intptr_t used;
    char bytes[ARRAY_SIZE];
} __attribute__((aligned(CACHE_LINE)));

static void *create_arrays(const struct subject *subject, const struct setup *setup)
{
    (void)subject;
    return create_copies(setup, sizeof(struct array));
}

static inline char *place_in(struct array *array, intptr_t used)
{
    return &array->bytes[(uintptr_t)used % ARRAY_SIZE];
}

static inline intptr_t behind(intptr_t used, size_t len)
{
    return (intptr_t)((uintptr_t)used + len);
}

static inline void copy_locked(struct array *array, const char *record, size_t len)
{
    intptr_t unlocked = 0;

    while (!__atomic_compare_exchange_n(&array->lock, &unlocked, 1, false, __ATOMIC_ACQUIRE,
                                        __ATOMIC_RELAXED)) {
        sched_yield();
        unlocked = 0;
    }
    memcpy(place_in(array, array->used), record, len);
    array->used = behind(array->used, len);
    rseq_smp_store_release(&array->lock, 0);
}

static inline void copy_by_section(struct array *arrays, char *record, size_t len)
{
    struct array *array;
    intptr_t used;
    int cpu;

    do {
        cpu = (int)rseq_cpu_start();
        array = &arrays[cpu];
        used = RSEQ_READ_ONCE(array->used);
    } while (rseq_unlikely(rseq_load_cbne_memcpy_store__ptr(
        RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &array->used, used, place_in(array, used), record, len,
        behind(used, len), cpu)));
}

static char record[4096] __attribute__((aligned(CACHE_LINE)));

static void memcpy_alone(struct worker *worker)
{
    struct array *const array = (struct array *)worker->shared + worker->index;
    const size_t len = (size_t)worker->setup->parameter;

    LOOP(memcpy(place_in(array, array->used), record, len); array->used = behind(array->used, len));
}

static void libc_copy(struct worker *worker)
{
    struct array *const arrays = worker->shared;
    const size_t len = (size_t)worker->setup->parameter;

    LOOP(copy_locked(&arrays[libc_cpu()], record, len));
}

static void kernel_copy(struct worker *worker)
{
    struct array *const arrays = worker->shared;
    const size_t len = (size_t)worker->setup->parameter;

    LOOP(copy_locked(&arrays[kernel_cpu()], record, len));
}

static void section_copy(struct worker *worker)
{
    struct array *const arrays = worker->shared;
    const size_t len = (size_t)worker->setup->parameter;

    LOOP(copy_by_section(arrays, record, len));
}

#define ARRAYS .create = create_arrays, .destroy = free
static const struct subject copy_subjects[] = {
    {.name = "memcpy() alone", .loop = memcpy_alone, ARRAYS},
    {.name = "sched_getcpu()+lock",
     .loop = libc_copy,
     .peers = {"getcpu()+lock"},
     .absent = no_sched_getcpu,
     ARRAYS},
    {.name = "getcpu()+lock",
     .loop = kernel_copy,
     .peers = {"memcpy() alone"},
     .absent = no_getcpu,
     ARRAYS},
    {.name = "rseq",
     .loop = section_copy,
     .peers = {"getcpu()+lock", "sched_getcpu()+lock"},
     .absent = not_registered,
     ARRAYS},
};

static const struct setup copy_setups[] = {
    {1, true, 8}, {1, true, 16}, {1, true, 64}, {1, true, 256}, {1, true, 1024}, {1, true, 4096},
};

const struct group copy_group = {
    .name = "copy",
    .title = "Copying a record into the array of the CPU, and committing it",
    .unit = "ns",
    .parameter = "bytes",
    .setups = copy_setups,
    .nr_setups = LENGTH(copy_setups),
    .subjects = copy_subjects,
    .nr_subjects = LENGTH(copy_subjects),
};
