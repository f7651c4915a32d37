// SPDX-License-Identifier: MIT
//
// 200 threads share per-CPU data: counters under per-CPU spin locks, and per-CPU lists.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "effort.h"
#include "tap.h"
#include "thread_placement.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 200
#define REPETITIONS 500
#define NODES_PER_CPU 100
#define CACHE_LINE 128

struct lock {
    intptr_t word;
} __attribute__((aligned(CACHE_LINE)));

struct counter {
    intptr_t value;
} __attribute__((aligned(CACHE_LINE)));

struct node {
    intptr_t number;
    struct node *next;
};

struct list {
    struct node *head;
} __attribute__((aligned(CACHE_LINE)));

static int copies;
static struct lock *locks;
static struct counter *counters;
static struct list *lists;

static void *array_of(size_t size)
{
    void *array = NULL;

    if (posix_memalign(&array, CACHE_LINE, size * (size_t)copies)) {
        bail_out("no memory");
    }
    memset(array, 0, size * (size_t)copies);
    return array;
}

// The lock of the calling thread's copy. The thread may be on another CPU when this returns: the
// lock is what protects the data then.
static int lock_this_cpu(void)
{
    for (;;) {
        const int index = percpu_index(PERCPU_MODE);
        const int result = rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, PERCPU_MODE,
                                                     &locks[index].word, 0, 1, index);

        if (result == 0) {
            rseq_smp_acquire__after_ctrl_dep();
            return index;
        }
        if (result == 1) {
            sched_yield(); // its holder needs this CPU
        }
    }
}

static void unlock(int index)
{
    rseq_smp_store_release(&locks[index].word, 0);
}

static void push(struct node *node)
{
    for (;;) {
        const int index = percpu_index(PERCPU_MODE);
        struct node *const head = RSEQ_READ_ONCE(lists[index].head);

        node->next = head;
        if (rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, PERCPU_MODE, (intptr_t *)&lists[index].head,
                                      (intptr_t)head, (intptr_t)node, index) == 0) {
            return;
        }
    }
}

static struct node *pop(void)
{
    for (;;) {
        const int index = percpu_index(PERCPU_MODE);
        intptr_t head;
        const int result = rseq_load_cbeq_store_add_load_store__ptr(
            RSEQ_MO_RELAXED, PERCPU_MODE, (intptr_t *)&lists[index].head, 0,
            (long)offsetof(struct node, next), &head, index);

        if (result >= 0) {
            return result == 0 ? (struct node *)head : NULL;
        }
    }
}

static void *increment_under_lock(void *failed)
{
    if (rseq_register_current_thread()) {
        return failed;
    }
    const int turns = repetitions(REPETITIONS);

    for (int i = 0; i < turns; i++) {
        const int index = lock_this_cpu();

        counters[index].value++;
        unlock(index);
    }
    return rseq_unregister_current_thread() ? failed : NULL;
}

static void *move_nodes(void *failed)
{
    if (rseq_register_current_thread()) {
        return failed;
    }
    const int turns = repetitions(REPETITIONS);

    for (int i = 0; i < turns; i++) {
        struct node *const node = pop();

        sched_yield(); // likely to move to another CPU
        if (node) {
            push(node);
        }
    }
    return rseq_unregister_current_thread() ? failed : NULL;
}

// Number of threads that failed.
static int in_threads(void *(*run)(void *))
{
    static pthread_t threads[THREADS];
    int failed = 0;

    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, run, &failed)) {
            bail_out("no thread");
        }
    }
    for (int i = 0; i < THREADS; i++) {
        void *result;

        pthread_join(threads[i], &result);
        failed += result != NULL;
    }
    return failed;
}

static void test_spin_lock(void)
{
    intptr_t sum = 0;

    ok(in_threads(increment_under_lock) == 0, "%d threads with spin locks", THREADS);
    for (int i = 0; i < copies; i++) {
        sum += counters[i].value;
    }
    ok(sum == (intptr_t)THREADS * repetitions(REPETITIONS), "%jd increments", (intmax_t)sum);
}

static void test_list(void)
{
    intptr_t pushed = 0, found = 0;
    int nodes = 0;

    for (int i = 0; i < copies; i++) {
        for (int j = 0; j < NODES_PER_CPU; j++) {
            struct node *node = (struct node *)malloc(sizeof(*node));

            if (!node) {
                bail_out("no memory");
            }
            pushed += node->number = (intptr_t)i * NODES_PER_CPU + j;
            node->next = lists[i].head;
            lists[i].head = node;
        }
    }
    ok(in_threads(move_nodes) == 0, "%d threads with lists", THREADS);
    for (int i = 0; i < copies; i++) {
        // A loop in a list would be found by the number of nodes.
        while (lists[i].head && nodes <= copies * NODES_PER_CPU) {
            struct node *node = lists[i].head;

            lists[i].head = node->next;
            found += node->number;
            nodes++;
            free(node);
        }
    }
    ok(nodes == copies * NODES_PER_CPU && found == pushed, "%d nodes, sum %jd", nodes,
       (intmax_t)found);
}

int main(void)
{
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    ok(rseq_register_current_thread() == 0, "register");
    if (!percpu_index_available(PERCPU_MODE)) {
        skip(4, "kernel without " PERCPU_INDEX_NAME);
    } else {
        copies = rseq_get_max_nr_cpus();
        locks = (struct lock *)array_of(sizeof(*locks));
        counters = (struct counter *)array_of(sizeof(*counters));
        lists = (struct list *)array_of(sizeof(*lists));
        test_spin_lock();
        test_list();
        free(locks);
        free(counters);
        free(lists);
    }
    ok(rseq_unregister_current_thread() == 0, "unregister");
    return exit_status();
}
