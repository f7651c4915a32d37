// SPDX-License-Identifier: MIT
//
// Critical sections that a program has of its own, see sections.h: they do what they are for, they
// are aborted by the kernel, and then nothing is lost or done twice.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "delay_injection.h"
#include "sections.h"

// What docs/critical-sections.md explains.
#ifndef INDEX_BY_MM_CID
#include "../examples/store_if_larger.h"
#else
#define STORE_IF_LARGER_IS_MISSING
#endif
#ifdef STORE_IF_LARGER_IS_MISSING
#define HAMMERED 2
#else
#define HAMMERED 3
#endif

#include "effort.h"
#include "emulation.h"
#include "tap.h"
#include "thread_placement.h"

#include <pthread.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#define MODE PERCPU_MODE
#define THREADS 6
// So many aborts are enough, and so many seconds.
#define WANTED_ABORTS 50
#define SECONDS 20

static inline void at_point(int point)
{
    (void)point;
}

static void handler(int number)
{
    (void)number;
}

struct slot {
    intptr_t count;
} __attribute__((aligned(128)));

static struct slot *slots;
static int slots_count;
static int (*section)(intptr_t *v, int cpu);
static volatile bool enough;

static int count_by_comparison(intptr_t *v, int cpu)
{
    const intptr_t count = RSEQ_READ_ONCE(*v);

    return store_if_equal(v, count, count + 1, cpu);
}

#ifndef STORE_IF_LARGER_IS_MISSING
static int count_by_maximum(intptr_t *v, int cpu)
{
    return store_if_larger(v, RSEQ_READ_ONCE(*v) + 1, cpu);
}
#endif

struct worker {
    pthread_t thread;
    long done, aborts;
};

static void *work(void *argument)
{
    struct worker *worker = (struct worker *)argument;

    if (rseq_register_current_thread()) {
        return NULL;
    }
    while (!enough) {
        const int index = percpu_index(MODE);
        const int result = section(&slots[index].count, index);

        worker->done += result == 0;
        __atomic_store_n(&worker->aborts, worker->aborts + (result == -1), __ATOMIC_RELAXED);
    }
    return NULL;
}

// Threads that run the section on data that they share, under a timer.
static void hammer(const char *name, int (*which)(intptr_t *v, int cpu))
{
    const struct itimerval every = {{0, 500}, {0, 500}}, never = {{0, 0}, {0, 0}};
    const struct timespec pause = {0, 1000000};
    const time_t end = time(NULL) + SECONDS;
    struct worker workers[THREADS];
    long done = 0, aborts = 0, sum = 0;

    memset(slots, 0, sizeof(*slots) * (size_t)slots_count);
    memset(workers, 0, sizeof(workers));
    section = which;
    enough = false;
    setitimer(ITIMER_REAL, &every, NULL);
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i])) {
            bail_out("no thread");
        }
    }
    do {
        nanosleep(&pause, NULL);
        aborts = 0;
        for (int i = 0; i < THREADS; i++) {
            aborts += __atomic_load_n(&workers[i].aborts, __ATOMIC_RELAXED);
        }
    } while (aborts < repetitions(WANTED_ABORTS) && time(NULL) < end);
    enough = true;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        done += workers[i].done;
    }
    setitimer(ITIMER_REAL, &never, NULL);
    for (int i = 0; i < slots_count; i++) {
        sum += slots[i].count;
    }
    ok(done > 0 && sum == done, "%s: done %ld times, nothing lost", name, done);
    ok(aborts >= repetitions(WANTED_ABORTS), "%s: %ld aborts", name, aborts);
}

// What a section returned on the index that the thread had.
#define RETRY(result, call)                                                                        \
    do {                                                                                           \
        index = percpu_index(MODE);                                                                \
        result = call;                                                                             \
    } while (result == -1 && percpu_index(MODE) >= 0)

static void test_results(void)
{
    intptr_t v = 40;
    int index, result;

    RETRY(result, increment(&v, index));
    ok(result == 0 && v == 41, "increment()");
    RETRY(result, store_if_equal(&v, 41, -7, index));
    ok(result == 0 && v == -7, "store_if_equal() of what is equal");
    RETRY(result, store_if_equal(&v, -6, 1, index));
    ok(result == 1 && v == -7, "store_if_equal() of what is not equal");
    ok(increment(&v, slots_count) == -1 && v == -7, "increment() for another index");
    ok(store_if_equal(&v, -7, 1, slots_count) == -1 && v == -7,
       "store_if_equal() for another index");
#ifndef STORE_IF_LARGER_IS_MISSING
    RETRY(result, store_if_larger(&v, -7, index));
    ok(result == 1 && v == -7, "store_if_larger() of what is equal");
    RETRY(result, store_if_larger(&v, -8, index));
    ok(result == 1 && v == -7, "store_if_larger() of what is smaller");
    RETRY(result, store_if_larger(&v, 1, index));
    ok(result == 0 && v == 1, "store_if_larger() of what is larger");
    ok(store_if_larger(&v, 2, slots_count) == -1 && v == 1, "store_if_larger() for another index");
#endif
#ifdef SECTIONS_HAVE_STEPS
    intptr_t nodes[2] = {0, 0}, taken = 0;
    char from[] = "restartable", to[sizeof(from)] = "";

    // The second word of the node is the link.
    nodes[1] = 77;
    v = (intptr_t)nodes;
    RETRY(result, pop(&v, 77, sizeof(nodes[0]), &taken, index));
    ok(result == 0 && v == 77 && taken == (intptr_t)nodes, "pop()");
    RETRY(result, pop(&v, 77, sizeof(nodes[0]), &taken, index));
    ok(result == 1 && v == 77 && taken == (intptr_t)nodes, "pop() at the end");
    RETRY(result, copy(&v, to, from, sizeof(from), index));
    ok(result == 0 && v == 78 && !memcmp(from, to, sizeof(from)), "copy()");
    memset(to, 1, sizeof(to));
    RETRY(result, copy(&v, to, from, 0, index));
    ok(result == 0 && v == 79 && to[0] == 1, "copy() of nothing");
#endif
}

int main(void)
{
    struct sigaction action;
    void *memory;

#ifndef RSEQ_SIG
    plan_skip_all("this architecture has no critical sections");
#endif
    const bool registered = !rseq_register_current_thread();

    if (!registered && errno != ENOSYS) {
        bail_out("rseq_register_current_thread: errno %d", errno);
    }
    if (!registered) {
        pretend_registration();
    } else if (!percpu_index_available(MODE)) {
        plan_skip_all("kernel without " PERCPU_INDEX_NAME);
    }
    slots_count = rseq_get_max_nr_cpus();
    if (posix_memalign(&memory, sizeof(*slots), sizeof(*slots) * (size_t)slots_count)) {
        bail_out("no memory");
    }
    slots = (struct slot *)memory;
    test_results();
    if (!registered) {
        skip(2 * HAMMERED, "no rseq system call: nothing aborts");
        free(slots);
        return exit_status();
    }
    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    if (sigaction(SIGALRM, &action, NULL)) {
        bail_out("no handler");
    }
    // Before the index is compared, and between the comparison and the commit.
    delay_loops[2] = 3000;
    hammer("increment()", increment);
    delay_loops[4] = 3000;
    hammer("store_if_equal()", count_by_comparison);
#ifndef STORE_IF_LARGER_IS_MISSING
    delay_loops[2] = 20000;
    hammer("store_if_larger()", count_by_maximum);
#endif
    free(slots);
    return exit_status();
}
