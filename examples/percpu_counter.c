// SPDX-License-Identifier: MIT
//
// Counts events per CPU, from several threads, without atomic operations on the fast path.
//
// usage: percpu_counter [THREADS [EVENTS_PER_THREAD]]
//
// Where a critical section cannot be committed (the thread is not registered, because the kernel
// or a sandbox refuses rseq, or it is preempted each time) the event goes to an atomic twin of the
// counter. Readers add both.

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <rseq/mempool.h>
#include <rseq/rseq.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

// One per CPU. Critical sections write the first member and atomic operations the second one: the
// two kinds of access must not meet in one word.
struct counter {
    intptr_t events;
    _Atomic intptr_t fallback_events;
};

static struct counter __rseq_percpu *counters;
static long events_per_thread = 10 * 1000 * 1000;

static void count_event(void)
{
    // To be interrupted within these few instructions is rare; three times in a row means that this
    // thread cannot commit at all.
    for (int attempt = 0; attempt < 3; attempt++) {
        int cpu = (int)rseq_cpu_start();
        struct counter *counter = rseq_percpu_ptr(counters, cpu);

        if (rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &counter->events, 1,
                                     cpu) == 0)
            return;
    }
    struct counter *counter = rseq_percpu_ptr(counters, rseq_current_cpu());
    atomic_fetch_add_explicit(&counter->fallback_events, 1, memory_order_relaxed);
}

static void *count_events(void *unused)
{
    (void)unused;
    // Nothing to do where the C library registered the thread. When it fails, count_event() falls
    // back.
    rseq_register_current_thread();
    for (long i = 0; i < events_per_thread; i++)
        count_event();
    rseq_unregister_current_thread();
    return NULL;
}

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

// A number of at least 1, or the end of the program.
static long number(const char *text)
{
    char *end;
    long value = strtol(text, &end, 10);

    if (*text == '\0' || *end != '\0' || value < 1 || value > 1000 * 1000 * 1000) {
        fprintf(stderr, "usage: percpu_counter [THREADS [EVENTS_PER_THREAD]]\n");
        exit(2);
    }
    return value;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

int main(int argc, char **argv)
{
    long nr_threads = argc > 1 ? number(argv[1]) : sysconf(_SC_NPROCESSORS_ONLN);
    if (argc > 2)
        events_per_thread = number(argv[2]);

    struct rseq_mempool *pool = rseq_mempool_create("counters", sizeof(struct counter), NULL);
    if (!pool)
        fail("rseq_mempool_create");
    counters = rseq_mempool_percpu_zmalloc(pool);
    if (!counters)
        fail("rseq_mempool_percpu_zmalloc");

    pthread_t *threads = calloc((size_t)nr_threads, sizeof(*threads));
    if (!threads)
        fail("calloc");
    double start = seconds();
    for (long i = 0; i < nr_threads; i++) {
        if ((errno = pthread_create(&threads[i], NULL, count_events, NULL)))
            fail("pthread_create");
    }
    for (long i = 0; i < nr_threads; i++)
        pthread_join(threads[i], NULL);
    double elapsed = seconds() - start;

    intptr_t sum = 0, fallback = 0;
    for (int cpu = 0; cpu < rseq_mempool_get_max_nr_cpus(pool); cpu++) {
        struct counter *counter = rseq_percpu_ptr(counters, cpu);
        intptr_t events = counter->events + counter->fallback_events;

        if (events != 0)
            printf("CPU %3d: %12" PRIdPTR " events\n", cpu, events);
        sum += events;
        fallback += counter->fallback_events;
    }
    free(threads);
    rseq_mempool_percpu_free(counters);
    rseq_mempool_destroy(pool);

    printf("sum:     %12" PRIdPTR " events, %" PRIdPTR " of them by the fallback\n", sum, fallback);
    printf("rate:    %12.1f million events per second in %ld threads\n",
           (double)sum / elapsed * 1e-6, nr_threads);
    if (sum != (intptr_t)nr_threads * events_per_thread) {
        printf("WRONG:   %12" PRIdPTR " events expected\n",
               (intptr_t)nr_threads * events_per_thread);
        return 1;
    }
    return 0;
}
