// SPDX-License-Identifier: MIT
//
// The engine: threads, clocks, counters of instructions, repetitions, ratios.
#define _GNU_SOURCE
#include "bench.h"

#include <rseq/rseq.h>

#include <errno.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Setups that are slow are repeated less often, but at least this often.
#define MIN_REPETITIONS 3
#define SETUP_SECONDS 6

const char *failure;
static cpu_set_t allowed;
static int nr_allowed;

double nanoseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

// What the process was started with. Called first by the main thread, before anything is pinned.
int nr_allowed_cpus(void)
{
    if (!nr_allowed && sched_getaffinity(0, sizeof(allowed), &allowed) == 0)
        nr_allowed = CPU_COUNT(&allowed);
    return nr_allowed ? nr_allowed : 1;
}

int allowed_cpu(int index)
{
    index %= nr_allowed_cpus();
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (CPU_ISSET(cpu, &allowed) && index-- == 0)
            return cpu;
    }
    return -1;
}

bool pin(int index)
{
    const int cpu = allowed_cpu(index);
    cpu_set_t set;

    CPU_ZERO(&set);
    if (cpu >= 0)
        CPU_SET(cpu, &set);
    return sched_setaffinity(0, sizeof(set), &set) == 0;
}

void unpin(void)
{
    sched_setaffinity(0, sizeof(allowed), &allowed);
}

// A counter of the calling thread's instructions in user mode, not running yet; or -1.
static int open_instructions(void)
{
    struct perf_event_attr attr = {0};

    attr.type = PERF_TYPE_HARDWARE;
    attr.size = sizeof(attr);
    attr.config = PERF_COUNT_HW_INSTRUCTIONS;
    attr.disabled = 1;
    attr.exclude_kernel = 1;
    attr.exclude_hv = 1;
    return (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
}

const char *instructions_absent(void)
{
    static char reason[128];
    static bool known;

    if (!known) {
        const int fd = open_instructions();

        if (fd < 0)
            snprintf(reason, sizeof(reason), "perf_event_open(2): %s", strerror(errno));
        else
            close(fd);
        known = true;
    }
    return reason[0] ? reason : NULL;
}

const char *not_registered(const struct subject *subject, const struct setup *setup)
{
    static char reason[128];

    (void)subject, (void)setup;
    if (rseq_current_cpu_raw() >= 0 || rseq_register_current_thread() == 0)
        return NULL;
    snprintf(reason, sizeof(reason), "threads cannot be registered: %s", strerror(errno));
    return reason;
}

const char *no_mm_cid(const struct subject *subject, const struct setup *setup)
{
    const char *const reason = not_registered(subject, setup);

    return reason || rseq_mm_cid_available() ? reason : "no mm_cid before Linux 6.3";
}

static void *run_worker(void *argument)
{
    struct worker *const worker = argument;
    const long operations = worker->operations;
    int fd = -1;

    if (worker->setup->pinned)
        pin(worker->index);
    if (!worker->subject->registers_itself)
        rseq_register_current_thread();
    // Caches, page tables and predictors.
    worker->operations = worker->warm_up;
    worker->subject->loop(worker);
    worker->operations = operations;
    if (!instructions_absent())
        fd = open_instructions();
    pthread_barrier_wait(worker->barrier);

    if (fd >= 0)
        ioctl(fd, PERF_EVENT_IOC_ENABLE, 0);
    const double start = nanoseconds();
    worker->subject->loop(worker);
    worker->nanoseconds = nanoseconds() - start;
    uint64_t count = 0;
    worker->instructions = -1;
    if (fd >= 0) {
        ioctl(fd, PERF_EVENT_IOC_DISABLE, 0);
        if (read(fd, &count, sizeof(count)) == sizeof(count))
            worker->instructions = (double)count / (double)worker->operations;
        close(fd);
    }
    free(worker->scratch);
    return NULL;
}

double time_subject(const struct subject *subject, const struct setup *setup, long *operations,
                    double *instructions)
{
    static pthread_t ids[MAX_THREADS];
    static struct worker workers[MAX_THREADS];
    pthread_barrier_t barrier;
    double sum = 0, count = 0;

    *instructions = -1;
    if (subject->measure)
        return subject->measure(subject, setup);

    void *const shared = subject->create ? subject->create(subject, setup) : &failure;
    if (!shared) {
        failure = "out of memory";
        return -1;
    }
    pthread_barrier_init(&barrier, NULL, (unsigned int)setup->threads);
    for (int i = 0; i < setup->threads; i++) {
        workers[i] = (struct worker){.subject = subject,
                                     .setup = setup,
                                     .shared = shared,
                                     .index = i,
                                     .operations = *operations,
                                     .warm_up = 1 + *operations / 8,
                                     .barrier = &barrier};
        if (pthread_create(&ids[i], NULL, run_worker, &workers[i])) {
            // Those that wait for it would wait for ever.
            fprintf(stderr, "rseq-bench: no more threads than %d\n", i);
            exit(1);
        }
    }
    for (int i = 0; i < setup->threads; i++) {
        pthread_join(ids[i], NULL);
        sum += workers[i].nanoseconds / (double)workers[i].operations;
        count = workers[i].instructions < 0 ? -1 : count + workers[i].instructions;
    }
    *operations = workers[0].operations;
    pthread_barrier_destroy(&barrier);
    if (subject->destroy)
        subject->destroy(shared);
    if (count >= 0)
        *instructions = count / setup->threads;
    return sum / setup->threads;
}

static double once(const struct group *group, const struct subject *subject,
                   const struct setup *setup, long *operations, double *instructions)
{
    if (subject->environment)
        return measure_in_child(group, subject, setup, operations, instructions);
    return time_subject(subject, setup, operations, instructions);
}

// As many operations as take the time that a repetition is to take; 0 with `failure` set if there
// is no value.
static long calibrate(const struct group *group, const struct subject *subject,
                      const struct setup *setup)
{
    const double target = options.milliseconds * 1e6;
    long operations = 1;

    for (;;) {
        double instructions;
        const double value = once(group, subject, setup, &operations, &instructions);

        if (value < 0)
            return 0;
        if (subject->measure)
            return 1;
        const double taken = value * (double)operations;
        if (options.smoke || taken >= target / 4) {
            const double wanted = value > 0 ? target / value : (double)operations;
            return options.smoke || wanted < 1 ? operations : (long)wanted;
        }
        operations *= taken > target / 64 ? 4 : 16;
    }
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

// The quantile of sorted values, between two of them if need be.
static double quantile(const double *values, int nr, double part)
{
    const double position = part * (nr - 1);
    const int below = (int)position;
    const double next = below + 1 < nr ? values[below + 1] : values[below];

    return values[below] + (next - values[below]) * (position - below);
}

static void summarize(const double *unsorted, struct result *result)
{
    double values[MAX_REPETITIONS];
    const int nr = result->repetitions;

    memcpy(values, unsorted, (size_t)nr * sizeof(*values));
    qsort(values, (size_t)nr, sizeof(*values), compare);
    result->minimum = values[0];
    result->median = quantile(values, nr, 0.5);
    result->maximum = values[nr - 1];
    result->quartiles[0] = quantile(values, nr, 0.25);
    result->quartiles[1] = quantile(values, nr, 0.75);
}

static void set_ratio(struct ratio *ratio, const double *peers, double peer_median,
                      const double *values, const struct result *result)
{
    double ratios[MAX_REPETITIONS];

    if (result->minimum <= 0 || peer_median <= 0)
        return;
    for (int i = 0; i < result->repetitions; i++)
        ratios[i] = peers[i] / values[i];
    qsort(ratios, (size_t)result->repetitions, sizeof(*ratios), compare);
    ratio->value = peer_median / result->median;
    ratio->quartiles[0] = quantile(ratios, result->repetitions, 0.25);
    ratio->quartiles[1] = quantile(ratios, result->repetitions, 0.75);
}

void measure(const struct group *group, const struct setup *setup, struct result *results)
{
    static double values[MAX_SUBJECTS][MAX_REPETITIONS];
    long operations[MAX_SUBJECTS];
    const int repetitions = group->exact ? 1 : options.repetitions;
    const int least = repetitions < MIN_REPETITIONS ? repetitions : MIN_REPETITIONS;
    int done = 0;

    for (int i = 0; i < group->nr_subjects; i++) {
        const struct subject *const subject = &group->subjects[i];

        results[i] = (struct result){.instructions = -1};
        failure = "not measured";
        results[i].absent = subject->absent ? subject->absent(subject, setup) : NULL;
        if (!results[i].absent && !(operations[i] = calibrate(group, subject, setup)))
            results[i].absent = failure;
    }
    // Each repetition measures all, one after the other.
    const double end = nanoseconds() + SETUP_SECONDS * 1e9;
    while (done < repetitions && (done < least || nanoseconds() < end)) {
        for (int i = 0; i < group->nr_subjects; i++) {
            struct result *const result = &results[i];

            if (result->absent)
                continue;
            result->operations = operations[i];
            values[i][done] =
                once(group, &group->subjects[i], setup, &result->operations, &result->instructions);
            if (values[i][done] < 0)
                result->absent = failure;
        }
        done++;
    }
    for (int i = 0; i < group->nr_subjects; i++) {
        results[i].repetitions = done;
        if (!results[i].absent)
            summarize(values[i], &results[i]);
    }
    for (int i = 0; i < group->nr_subjects; i++) {
        for (int n = 0; n < MAX_PEERS && group->subjects[i].peers[n]; n++) {
            struct ratio *const ratio = &results[i].ratios[n];
            const struct subject *const peer = find_subject(group, group->subjects[i].peers[n]);

            if (!peer) {
                fprintf(stderr, "rseq-bench: %s has no %s\n", group->name,
                        group->subjects[i].peers[n]);
                exit(1);
            }
            ratio->peer = peer->name;
            const int index = (int)(peer - group->subjects);
            if (!results[i].absent && !results[index].absent)
                set_ratio(ratio, values[index], results[index].median, values[i], &results[i]);
        }
    }
}
