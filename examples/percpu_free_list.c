// SPDX-License-Identifier: MIT
//
// Objects that threads take from and give back to a free list of their CPU, without locks.
//
// usage: percpu_free_list [THREADS [TURNS_PER_THREAD]]
//
// In each turn a thread takes an object, uses it alone and gives it back. An empty list, or a
// critical section that is never committed, because the kernel or a sandbox refuses rseq, leads to
// one list for all, with a lock.

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <rseq/mempool.h>
#include <rseq/rseq.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NR_OBJECTS 1000
#define MAX_ATTEMPTS 10

struct object {
    struct object *next;
    long uses;
};

// Critical sections work on words: a pointer is stored as intptr_t.
struct free_list {
    intptr_t first;
};

static struct free_list __rseq_percpu *free_lists;
static struct object objects[NR_OBJECTS];
static long turns_per_thread = 1000 * 1000;

static struct object *shared_list;
static pthread_mutex_t shared_lock = PTHREAD_MUTEX_INITIALIZER;

// NULL if the list of this CPU is empty.
static struct object *take_from_cpu(void)
{
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        int cpu = (int)rseq_cpu_start();
        struct free_list *list = rseq_percpu_ptr(free_lists, cpu);
        intptr_t taken;

        // first->next is read inside of the section: nobody can have taken the first object, and
        // given it back before another one, in between.
        int result = rseq_load_cbeq_store_add_load_store__ptr(
            RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &list->first, 0, offsetof(struct object, next),
            &taken, cpu);
        if (result == 0)
            return (struct object *)taken;
        if (result == 1)
            break;
    }
    return NULL;
}

static bool give_to_cpu(struct object *object)
{
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        int cpu = (int)rseq_cpu_start();
        struct free_list *list = rseq_percpu_ptr(free_lists, cpu);
        intptr_t first = RSEQ_READ_ONCE(list->first);

        object->next = (struct object *)first;
        if (rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &list->first, first,
                                      (intptr_t)object, cpu) == 0)
            return true;
    }
    return false;
}

static struct object *take(void)
{
    struct object *object = take_from_cpu();

    if (!object) {
        pthread_mutex_lock(&shared_lock);
        object = shared_list;
        if (object)
            shared_list = object->next;
        pthread_mutex_unlock(&shared_lock);
    }
    return object;
}

static void give(struct object *object)
{
    if (give_to_cpu(object))
        return;
    pthread_mutex_lock(&shared_lock);
    object->next = shared_list;
    shared_list = object;
    pthread_mutex_unlock(&shared_lock);
}

static void *take_and_give(void *turns)
{
    // Nothing to do where the C library registered the thread. When it fails, the shared list is
    // used.
    rseq_register_current_thread();
    for (long i = 0; i < turns_per_thread; i++) {
        struct object *object = take();

        if (object) {
            object->uses++;
            ++*(long *)turns;
            give(object);
        }
    }
    rseq_unregister_current_thread();
    return NULL;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

int main(int argc, char **argv)
{
    long nr_threads = argc > 1 ? atol(argv[1]) : sysconf(_SC_NPROCESSORS_ONLN);
    if (argc > 2)
        turns_per_thread = atol(argv[2]);
    if (nr_threads < 1 || turns_per_thread < 1) {
        fprintf(stderr, "usage: percpu_free_list [THREADS [TURNS_PER_THREAD]]\n");
        return 2;
    }

    struct rseq_mempool *pool = rseq_mempool_create("free lists", sizeof(struct free_list), NULL);
    if (!pool || !(free_lists = rseq_mempool_percpu_zmalloc(pool)))
        fail("free lists");
    for (int i = 0; i < NR_OBJECTS; i++) {
        objects[i].next = shared_list;
        shared_list = &objects[i];
    }

    pthread_t *threads = calloc((size_t)nr_threads, sizeof(*threads));
    long *turns = calloc((size_t)nr_threads, sizeof(*turns));
    if (!threads || !turns)
        fail("calloc");
    for (long i = 0; i < nr_threads; i++) {
        if ((errno = pthread_create(&threads[i], NULL, take_and_give, &turns[i])))
            fail("pthread_create");
    }
    long sum = 0, uses = 0, found = 0;
    for (long i = 0; i < nr_threads; i++) {
        pthread_join(threads[i], NULL);
        sum += turns[i];
    }

    // Without other threads the lists can be read as they are.
    for (int cpu = 0; cpu < rseq_mempool_get_max_nr_cpus(pool); cpu++) {
        struct object *object = (struct object *)rseq_percpu_ptr(free_lists, cpu)->first;

        for (; object; object = object->next, found++)
            uses += object->uses;
    }
    long in_lists = found;
    for (struct object *object = shared_list; object; object = object->next, found++)
        uses += object->uses;
    free(turns);
    free(threads);
    rseq_mempool_percpu_free(free_lists);
    rseq_mempool_destroy(pool);

    printf("objects: %ld of %d, %ld of them in the lists of CPUs\n", found, NR_OBJECTS, in_lists);
    printf("uses:    %ld in %ld turns\n", uses, sum);
    return found == NR_OBJECTS && uses == sum && sum == nr_threads * turns_per_thread ? 0 : 1;
}
