// SPDX-License-Identifier: MIT
//
// A spinlock for each CPU: for data that is updated in more steps than a critical section has.
//
// usage: percpu_lock [THREADS [TURNS_PER_THREAD]]
//
// Who takes the lock of its CPU does so without an atomic operation, and keeps it when it is moved
// to another CPU: who holds it does not depend on where it runs. Threads that cannot run critical
// sections, because the kernel or a sandbox refuses rseq, share one more set of data with a mutex.

#include <errno.h>
#include <pthread.h>
#include <rseq/mempool.h>
#include <rseq/rseq.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// Whose members always agree: the mean of what was added is sum / number.
struct statistics {
    intptr_t lock;
    long number;
    long sum;
    long largest;
};

static struct statistics __rseq_percpu *percpu_statistics;
static struct statistics shared_statistics;
static pthread_mutex_t shared_lock = PTHREAD_MUTEX_INITIALIZER;
static long turns_per_thread = 1000 * 1000;

// Locks the data of the CPU that the thread is on, and returns them; NULL in a thread that cannot
// run critical sections.
static struct statistics *lock_cpu(void)
{
    while (rseq_current_cpu_raw() >= 0) {
        int cpu = (int)rseq_cpu_start();
        struct statistics *statistics = rseq_percpu_ptr(percpu_statistics, cpu);
        int result = rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID,
                                               &statistics->lock, 0, 1, cpu);

        if (result == 0) {
            // The last holder may have released it on another CPU.
            rseq_smp_acquire__after_ctrl_dep();
            return statistics;
        }
        // The holder was preempted or moved; this thread keeps the CPU from it, perhaps.
        if (result == 1)
            sched_yield();
    }
    return NULL;
}

static void unlock_cpu(struct statistics *statistics)
{
    rseq_smp_store_release(&statistics->lock, 0);
}

static void update(struct statistics *statistics, long value)
{
    statistics->number++;
    statistics->sum += value;
    if (value > statistics->largest)
        statistics->largest = value;
}

static void add(long value)
{
    struct statistics *statistics = lock_cpu();

    if (statistics) {
        update(statistics, value);
        unlock_cpu(statistics);
    } else {
        pthread_mutex_lock(&shared_lock);
        update(&shared_statistics, value);
        pthread_mutex_unlock(&shared_lock);
    }
}

static void *add_numbers(void *unused)
{
    (void)unused;
    // Nothing to do where the C library registered the thread. When it fails, the mutex is used.
    rseq_register_current_thread();
    for (long i = 1; i <= turns_per_thread; i++)
        add(i);
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
        fprintf(stderr, "usage: percpu_lock [THREADS [TURNS_PER_THREAD]]\n");
        return 2;
    }

    struct rseq_mempool *pool = rseq_mempool_create("statistics", sizeof(struct statistics), NULL);
    if (!pool || !(percpu_statistics = rseq_mempool_percpu_zmalloc(pool)))
        fail("statistics");
    pthread_t *threads = calloc((size_t)nr_threads, sizeof(*threads));
    if (!threads)
        fail("calloc");
    for (long i = 0; i < nr_threads; i++) {
        if ((errno = pthread_create(&threads[i], NULL, add_numbers, NULL)))
            fail("pthread_create");
    }
    for (long i = 0; i < nr_threads; i++)
        pthread_join(threads[i], NULL);

    struct statistics all = shared_statistics;
    for (int cpu = 0; cpu < rseq_mempool_get_max_nr_cpus(pool); cpu++) {
        struct statistics *statistics = rseq_percpu_ptr(percpu_statistics, cpu);

        all.number += statistics->number;
        all.sum += statistics->sum;
        if (statistics->largest > all.largest)
            all.largest = statistics->largest;
    }
    free(threads);
    rseq_mempool_percpu_free(percpu_statistics);
    rseq_mempool_destroy(pool);

    printf("numbers: %ld, %ld of them with the mutex\n", all.number, shared_statistics.number);
    printf("mean:    %.1f, largest %ld\n", (double)all.sum / (double)all.number, all.largest);
    return all.number == nr_threads * turns_per_thread && all.largest == turns_per_thread &&
                   all.sum == nr_threads * (turns_per_thread * (turns_per_thread + 1) / 2)
               ? 0
               : 1;
}
