// SPDX-License-Identifier: MIT
//
// A timer's signals hit every operation while it dwells inside its critical section: aborts are
// seen, each return value is true, and no update is lost or made twice. The signal handler runs
// operations of its own. Without a kernel that aborts, the operations commit with all delays.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "delay_injection.h"

// Every abort is seen here, also those of the signal handler.
static long aborts_injected;
#define RSEQ_INJECT_FAILED __atomic_add_fetch(&aborts_injected, 1, __ATOMIC_RELAXED);

#include "effort.h"
#include "emulation.h"
#include "tap.h"
#include "thread_placement.h"

#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#define MODE PERCPU_MODE
#define MAX_ATTEMPTS 1000000
// As many aborts and completions of each operation, within this time.
#define WANTED 200
#define SECONDS 20.0

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static inline void at_point(int point)
{
    (void)point;
}

// What the handler adds to, with the same operations as the program that it interrupts.
static intptr_t handler_counter, handler_failures;
static volatile sig_atomic_t handler_runs;
static volatile sig_atomic_t handler_commits, handler_aborts;

static void handler(int number)
{
    int result = -1;

    (void)number;
    handler_runs++;
    for (int i = 0; i < 100 && result == -1; i++) {
        result = rseq_load_add_store__ptr(RSEQ_MO_RELAXED, MODE, &handler_counter, 1,
                                          percpu_index(MODE));
        handler_aborts += result == -1;
    }
    if (result == 0) {
        handler_commits++;
    } else if (result != -1) {
        handler_failures++;
    }
}

// Data of the operations; every one of them keeps its own invariant.
struct node {
    struct node *next;
};

static struct {
    intptr_t v, v2, taken;
    char target[64], source[64];
    struct node nodes[2];
} data;

// Each returns what the operation did, or -2 if memory disagrees with that.

static int load_add_store(int index)
{
    const intptr_t before = data.v;
    const int result = rseq_load_add_store__ptr(RSEQ_MO_RELAXED, MODE, &data.v, 3, index);

    return data.v == (result == 0 ? before + 3 : before) ? result : -2;
}

static int load_cbne_store(int index)
{
    const intptr_t before = data.v;
    const int result =
        rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, MODE, &data.v, before, before + 5, index);

    return data.v == (result == 0 ? before + 5 : before) && result != 1 ? result : -2;
}

// Takes a node from a list of two and pushes it back without the operation.
static int load_cbeq_store_add_load_store(int index)
{
    struct node *const first = &data.nodes[0], *const second = &data.nodes[1];

    first->next = second;
    second->next = NULL;
    data.v = (intptr_t)first;
    const int result = rseq_load_cbeq_store_add_load_store__ptr(
        RSEQ_MO_RELAXED, MODE, &data.v, 0, offsetof(struct node, next), &data.taken, index);

    if (result == 0) {
        return data.v == (intptr_t)second && data.taken == (intptr_t)first ? 0 : -2;
    }
    return data.v == (intptr_t)first && result == -1 ? -1 : -2;
}

static int store_store(enum rseq_mo mo, int index)
{
    const intptr_t before = data.v;
    const int result = rseq_load_cbne_store_store__ptr(mo, MODE, &data.v, before, &data.v2,
                                                       before + 9, before + 7, index);

    // v2 is speculative: it may be written although nothing was committed.
    if (result == 0) {
        return data.v == before + 7 && data.v2 == before + 9 ? 0 : -2;
    }
    return data.v == before && result == -1 ? -1 : -2;
}

static int load_cbne_store_store(int index)
{
    return store_store(RSEQ_MO_RELAXED, index);
}

static int load_cbne_store_store_release(int index)
{
    return store_store(RSEQ_MO_RELEASE, index);
}

static int load_cbne_load_cbne_store(int index)
{
    const intptr_t before = data.v;

    data.v2 = before + 1;
    const int result = rseq_load_cbne_load_cbne_store__ptr(RSEQ_MO_RELAXED, MODE, &data.v, before,
                                                           &data.v2, before + 1, before + 3, index);

    return data.v == (result == 0 ? before + 3 : before) && data.v2 == before + 1 && result != 1
               ? result
               : -2;
}

static int memcpy_store(enum rseq_mo mo, int index)
{
    const intptr_t before = data.v;

    memset(data.source, (int)before & 0xff, sizeof(data.source));
    const int result =
        rseq_load_cbne_memcpy_store__ptr(mo, MODE, &data.v, before, data.target, data.source,
                                         sizeof(data.source), before + 1, index);

    if (result == 0) {
        return data.v == before + 1 && !memcmp(data.target, data.source, sizeof(data.source)) ? 0
                                                                                              : -2;
    }
    return data.v == before && result == -1 ? -1 : -2;
}

static int load_cbne_memcpy_store(int index)
{
    return memcpy_store(RSEQ_MO_RELAXED, index);
}

static int load_cbne_memcpy_store_release(int index)
{
    return memcpy_store(RSEQ_MO_RELEASE, index);
}

static int load_add_load_load_add_store(int index)
{
    const intptr_t before = data.v2;

    data.nodes[0].next = (struct node *)&data.v2;
    data.v = (intptr_t)&data.nodes[0];
    const int result =
        rseq_load_add_load_load_add_store__ptr(RSEQ_MO_RELAXED, MODE, &data.v, 0, 11, index);

    return data.v2 == (result == 0 ? before + 11 : before) ? result : -2;
}

static bool registered;
static long all_aborts;

static void hammer(const char *name, int (*operation)(int index))
{
    const double end = now() + SECONDS;
    const int commits_wanted = repetitions(WANTED);
    const int aborts_wanted = registered ? commits_wanted : 0;
    int aborts = 0, commits = 0, wrong = 0;

    memset(&data, 0, sizeof(data));
    do {
        for (int i = 0; i < 100; i++) {
            const int result = operation(percpu_index(MODE));

            aborts += result == -1;
            commits += result == 0;
            wrong += result != 0 && result != -1;
        }
    } while ((aborts < aborts_wanted || commits < commits_wanted) && now() < end);
    all_aborts += aborts;
    ok(wrong == 0, "%s: memory agrees with the result", name);
    ok(commits >= commits_wanted, "%s: %d commits", name, commits);
    if (registered) {
        ok(aborts >= aborts_wanted, "%s: %d aborts", name, aborts);
    } else {
        ok(aborts == 0, "%s: no aborts", name);
        skip(1, "no rseq system call: nothing aborts");
    }
}

// Starts the signals: often, but so that many operations are through from one to the next.
static void start_timer(void)
{
    struct itimerval every = {{0, 0}, {0, 0}};
    const double start = now();

    for (int i = 0; i < 100; i++) {
        all_aborts += load_add_store(percpu_index(MODE)) == -1;
    }
    const double twenty = (now() - start) / 100 * 20 * 1e6;

    every.it_interval.tv_usec = twenty < 100 ? 100 : twenty > 500000 ? 500000 : (int)twenty;
    every.it_value = every.it_interval;
    if (setitimer(ITIMER_REAL, &every, NULL)) {
        bail_out("no timer");
    }
}

int main(void)
{
    static const struct {
        const char *name;
        int (*operation)(int index);
    } operations[] = {
        {"load_add_store", load_add_store},
        {"load_cbne_store", load_cbne_store},
        {"load_cbeq_store_add_load_store", load_cbeq_store_add_load_store},
        {"load_cbne_store_store", load_cbne_store_store},
        {"load_cbne_store_store release", load_cbne_store_store_release},
        {"load_cbne_load_cbne_store", load_cbne_load_cbne_store},
        {"load_cbne_memcpy_store", load_cbne_memcpy_store},
        {"load_cbne_memcpy_store release", load_cbne_memcpy_store_release},
        {"load_add_load_load_add_store", load_add_load_load_add_store},
    };
    const struct itimerval never = {{0, 0}, {0, 0}};
    struct sigaction action;

#ifndef RSEQ_SIG
    plan_skip_all("this architecture has no critical sections");
#endif
    registered = !rseq_register_current_thread();
    if (!registered && errno != ENOSYS) {
        bail_out("rseq_register_current_thread: errno %d", errno);
    }
    if (!registered) {
        pretend_registration();
    } else if (!percpu_index_available(MODE)) {
        plan_skip_all("kernel without " PERCPU_INDEX_NAME);
    }
    // Between the check of the index and the commit, and before what may be written in advance.
    for (int point = 3; point <= 5; point++) {
        delay_loops[point] = repetitions(4000);
    }
    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    if (sigaction(SIGALRM, &action, NULL)) {
        bail_out("no handler");
    }
    start_timer();
    for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
        hammer(operations[i].name, operations[i].operation);
    }
    setitimer(ITIMER_REAL, &never, NULL);
    ok(handler_runs > 0 && handler_failures == 0 && handler_counter == handler_commits,
       "the handler ran %d times and counted %d", (int)handler_runs, (int)handler_commits);
    ok(aborts_injected == all_aborts + handler_aborts, "RSEQ_INJECT_FAILED ran %ld times",
       aborts_injected);
    return exit_status();
}
