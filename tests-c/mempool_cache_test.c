// SPDX-License-Identifier: MIT
//
// Items that were freed on one CPU, for threads on another, and for the child of a fork: while the
// CPUs keep some for themselves, none is lost and none is there twice.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <rseq/mempool.h>
#include <rseq/rseq.h>

#include "effort.h"
#include "tap.h"
#include "thread_placement.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define THREADS 4
#define HELD 50
#define COLLECTIONS 1500
// On a busy machine, where each move to another CPU means waiting for it, time is what ends a test.
#define SECONDS 4
#define FORKS 60
#define ITEM_SIZE 256
#define CAPACITY ((int)(RSEQ_MEMPOOL_STRIDE / ITEM_SIZE))

static struct rseq_mempool *pool;
static cpu_set_t allowed;
static bool stop;

// A pool of one range, of which the threads hold less than the CPUs may keep for themselves.
static void create(enum rseq_mempool_populate_policy policy)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    if (!attr || rseq_mempool_attr_set_percpu(attr, RSEQ_MEMPOOL_STRIDE, 2) ||
        rseq_mempool_attr_set_max_nr_ranges(attr, 1) ||
        rseq_mempool_attr_set_populate_policy(attr, policy)) {
        bail_out("no attr");
    }
    pool = rseq_mempool_create("cached", ITEM_SIZE, attr);
    rseq_mempool_attr_destroy(attr);
    if (!pool) {
        bail_out("no pool");
    }
}

// Allocates all there is. Returns how many items that were, or -1 if one was there twice.
static int take_all(void __rseq_percpu *items[CAPACITY])
{
    bool seen[CAPACITY] = {false};
    int count = 0;

    for (void __rseq_percpu *item; (item = rseq_mempool_percpu_malloc(pool)) != NULL;) {
        const uintptr_t number = (uintptr_t)item % RSEQ_MEMPOOL_STRIDE / ITEM_SIZE;

        if (seen[number]) {
            return -1;
        }
        seen[number] = true;
        items[count++] = item;
    }
    return count;
}

static void free_all(void __rseq_percpu *items[], int count)
{
    for (int i = 0; i < count; i++) {
        rseq_mempool_percpu_free(items[i]);
    }
}

static uint32_t next_number(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static void move(uint32_t *state)
{
    const int cpu = (int)(next_number(state) % (uint32_t)rseq_get_max_nr_cpus());

    if (cpu < CPU_SETSIZE && CPU_ISSET((size_t)cpu, &allowed)) {
        run_on_cpu(cpu);
    }
}

// Takes the CPU away from a thread wherever it is, as when the CPU is unplugged: the thread goes on
// on another one.
static void drive_away(pthread_t thread, uint32_t *state)
{
    const int cpu = (int)(next_number(state) % (uint32_t)rseq_get_max_nr_cpus());
    cpu_set_t set;

    if (cpu < CPU_SETSIZE && CPU_ISSET((size_t)cpu, &allowed)) {
        CPU_ZERO(&set);
        CPU_SET((size_t)cpu, &set);
        pthread_setaffinity_np(thread, sizeof(set), &set);
    }
}

// Holds items with its mark, exchanges one after the other, and goes from CPU to CPU, until `stop`.
static void *exchange(void *argument)
{
    const intptr_t mark = (intptr_t)argument;
    intptr_t __rseq_percpu *held[HELD];
    uint32_t numbers = (uint32_t)mark;
    void *problem = NULL;

    memset(held, 0, sizeof(held));
    for (unsigned int i = 0; !problem && !__atomic_load_n(&stop, __ATOMIC_RELAXED); i++) {
        intptr_t __rseq_percpu **const slot = &held[next_number(&numbers) % HELD];

        if (i % 1000 == 0) {
            move(&numbers);
        }
        if (*slot) {
            problem = **slot == mark ? NULL : (void *)"an item is there twice";
            rseq_mempool_percpu_free(*slot);
            *slot = NULL;
        } else {
            *slot = (intptr_t __rseq_percpu *)rseq_mempool_percpu_malloc(pool);
            if (*slot) {
                **slot = mark;
            }
        }
    }
    for (int i = 0; i < HELD; i++) {
        rseq_mempool_percpu_free(held[i]);
    }
    return problem;
}

static void start(pthread_t threads[THREADS])
{
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, exchange, (void *)(intptr_t)(i + 1))) {
            bail_out("no thread");
        }
    }
}

static const char *join(pthread_t threads[THREADS])
{
    const char *problem = "right";

    for (int i = 0; i < THREADS; i++) {
        void *result;

        pthread_join(threads[i], &result);
        problem = result ? (const char *)result : problem;
    }
    return problem;
}

static void do_nothing(int unused)
{
    (void)unused;
}

// Signals that abort critical sections, to any thread.
static void set_timer(int microseconds)
{
    const struct itimerval interval = {{0, microseconds}, {0, microseconds}};

    signal(SIGALRM, do_nothing);
    setitimer(ITIMER_REAL, &interval, NULL);
}

static void test_threads(const char *name)
{
    pthread_t threads[THREADS];
    void __rseq_percpu *items[CAPACITY];

    set_timer(700);
    start(threads);
    // Until there are no more: that is when the library looks into the caches of all CPUs.
    const int rounds = repetitions(COLLECTIONS);
    int count = 0;
    uint32_t numbers = 1;
    const time_t end = time(NULL) + repetitions(SECONDS);
    for (int i = 0; i < rounds && count >= 0 && time(NULL) < end; i++) {
        drive_away(threads[i % THREADS], &numbers);
        count = take_all(items);
        free_all(items, count);
    }
    __atomic_store_n(&stop, true, __ATOMIC_RELAXED);
    const char *problem = join(threads);
    __atomic_store_n(&stop, false, __ATOMIC_RELAXED);
    set_timer(0);
    ok(!strcmp(problem, "right") && count >= 0, "%s: threads that are moved and interrupted: %s",
       name, problem);
    count = take_all(items);
    ok(count == CAPACITY, "%s: %d of %d items are found, wherever they were freed", name, count,
       CAPACITY);
    free_all(items, count);
}

// Freed on each CPU in turn, and all allocated on the last.
static void test_all_cpus(const char *name)
{
    void __rseq_percpu *items[CAPACITY];
    int count = take_all(items), last = 0;
    bool right = count == CAPACITY;

    for (int cpu = 0, freed = 0; right && freed < count; cpu = (cpu + 1) % CPU_SETSIZE) {
        if (CPU_ISSET((size_t)cpu, &allowed) && run_on_cpu(cpu)) {
            for (int i = 0; i < CAPACITY / 8; i++) {
                rseq_mempool_percpu_free(items[freed++]);
            }
            last = cpu;
        }
    }
    count = take_all(items);
    ok(right && count == CAPACITY, "%s: CPU %d gets %d of %d items", name, last, count, CAPACITY);
    sched_setaffinity(0, sizeof(allowed), &allowed);
    free_all(items, count);
}

// In a child, which has its copy of the pool: no item is there twice, and few are missing, which
// other threads had.
static int child(void)
{
    void __rseq_percpu *items[CAPACITY];
    const int count = take_all(items);

    if (count < 0) {
        return 1;
    }
    free_all(items, count);
    if (take_all(items) != count) {
        return 2;
    }
    return count < CAPACITY - THREADS * (HELD + 1) || rseq_mempool_destroy(pool) ? 3 : 0;
}

static void test_forks(void)
{
    const int forks = repetitions(FORKS);
    pthread_t threads[THREADS];
    int status = 0;

    const time_t end = time(NULL) + repetitions(SECONDS);
    for (int i = 0; i < forks && !status; i++) {
        if (i % 10 == 0) {
            start(threads);
        }
        const pid_t pid = fork();

        if (pid == 0) {
            alarm(60);
            _exit(child());
        }
        if (pid < 0 || waitpid(pid, &status, 0) != pid) {
            bail_out("no child");
        }
        const bool late = time(NULL) >= end;
        if (i % 10 == 9 || i == forks - 1 || status || late) {
            __atomic_store_n(&stop, true, __ATOMIC_RELAXED);
            join(threads);
            __atomic_store_n(&stop, false, __ATOMIC_RELAXED);
        }
        if (late) {
            break;
        }
    }
    ok(!status, "fork while threads exchange items: status %#x", (unsigned int)status);
}

int main(void)
{
    if (sched_getaffinity(0, sizeof(allowed), &allowed)) {
        bail_out("no affinity");
    }
    for (int i = 0; i < 2; i++) {
        const char *const name = i ? "COW_ZERO" : "COW_INIT";

        create(i ? RSEQ_MEMPOOL_POPULATE_COW_ZERO : RSEQ_MEMPOOL_POPULATE_COW_INIT);
        test_threads(name);
        test_all_cpus(name);
        if (i) {
            test_forks();
        }
        ok(rseq_mempool_destroy(pool) == 0, "%s: destroy", name);
    }
    return exit_status();
}
