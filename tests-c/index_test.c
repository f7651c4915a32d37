// SPDX-License-Identifier: MIT
//
// One thread on each CPU, all at the same time: each commits with its own index, and with no other
// one. Shows that operations compare the right field of the area, which is not 0 everywhere.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "tap.h"
#include "thread_placement.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#define MAX_THREADS 64
#define SECONDS 10.0
#define TURNS 1000

static int threads_wanted;
static enum rseq_percpu_mode mode;
static double end;

// What every thread finds.
struct finding {
    pthread_t id;
    int cpu;
    int own_commits;   // with the index read before and after
    int other_commits; // with another one than that
    const char *problem;
};
static struct finding findings[MAX_THREADS];

// Which indexes were committed with so far, and by how many threads.
static int distinct_indexes;
static int seen_indexes[4096];

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void *run(void *argument)
{
    struct finding *const finding = (struct finding *)argument;
    intptr_t word = 0, committed = 0;

    if (!run_on_cpu(finding->cpu) || rseq_register_current_thread()) {
        finding->problem = "not on its CPU or not registered";
        return NULL;
    }
    // Enough, and until as many indexes were seen as there are threads.
    for (int turn = 0;
         (turn < TURNS || __atomic_load_n(&distinct_indexes, __ATOMIC_RELAXED) < threads_wanted) &&
         now() < end;
         turn++) {
        const int index = percpu_index(mode);
        // The last one is the index of no CPU.
        const int other = turn % (rseq_get_max_nr_cpus() + 1);
        const int own_result = rseq_load_add_store__ptr(RSEQ_MO_RELAXED, mode, &word, 1, index);
        const int other_result = rseq_load_add_store__ptr(RSEQ_MO_RELAXED, mode, &word, 1, other);

        committed += (own_result == 0) + (other_result == 0);
        if (index != percpu_index(mode)) {
            continue; // it changed meanwhile
        }
        finding->own_commits += own_result == 0;
        finding->other_commits += other_result == 0 && other != index;
        if (own_result == 0 && !__atomic_exchange_n(&seen_indexes[index], 1, __ATOMIC_RELAXED)) {
            __atomic_add_fetch(&distinct_indexes, 1, __ATOMIC_RELAXED);
        }
    }
    if (word != committed) {
        finding->problem = "a commit was not reported, or the other way round";
    }
    return NULL;
}

static void test_mode(const char *name)
{
    int own = 0, others = 0;
    const char *problem = NULL;

    memset(seen_indexes, 0, sizeof(seen_indexes));
    distinct_indexes = 0;
    end = now() + SECONDS;
    for (int i = 0; i < threads_wanted; i++) {
        const int cpu = findings[i].cpu;

        memset(&findings[i], 0, sizeof(findings[i]));
        findings[i].cpu = cpu;
        if (pthread_create(&findings[i].id, NULL, run, &findings[i])) {
            bail_out("no thread");
        }
    }
    for (int i = 0; i < threads_wanted; i++) {
        pthread_join(findings[i].id, NULL);
        problem = findings[i].problem ? findings[i].problem : problem;
        own += findings[i].own_commits;
        others += findings[i].other_commits;
    }
    ok(!problem, "%s: %d threads%s%s", name, threads_wanted, problem ? ": " : "",
       problem ? problem : "");
    ok(distinct_indexes >= threads_wanted, "%s: %d different indexes", name, distinct_indexes);
    // An index that changes to another one and back within a turn is possible.
    ok(own > 0 && others <= own / 100, "%s: %d commits with the own index, %d with another one",
       name, own, others);
}

int main(void)
{
    cpu_set_t allowed;

    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    if (rseq_register_current_thread() || sched_getaffinity(0, sizeof(allowed), &allowed)) {
        bail_out("not registered");
    }
    for (int cpu = 0; cpu < CPU_SETSIZE && threads_wanted < MAX_THREADS; cpu++) {
        if (CPU_ISSET((size_t)cpu, &allowed)) {
            findings[threads_wanted++].cpu = cpu;
        }
    }
    plan(6);
    mode = RSEQ_PERCPU_CPU_ID;
    test_mode("cpu_id");
    mode = RSEQ_PERCPU_MM_CID;
    if (percpu_index_available(mode)) {
        test_mode("mm_cid");
    } else {
        skip(3, "kernel without mm_cid");
    }
    return exit_status();
}
