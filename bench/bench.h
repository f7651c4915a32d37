// SPDX-License-Identifier: MIT
//
// What the files of rseq-bench share: how something to measure is described, and who measures it.
#ifndef BENCH_H
#define BENCH_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define MAX_REPETITIONS 100
#define MAX_SUBJECTS 16
#define MAX_THREADS 1024
#define MAX_PEERS 2
#define LENGTH(array) (int)(sizeof(array) / sizeof((array)[0]))
#define CACHE_LINE 128

struct options {
    bool smoke, json, wide;
    const char *file;   // for the JSON, or NULL
    const char *groups; // names with commas, or NULL for all
    const char *commit; // what was measured, or NULL
    int threads;        // the most
    int repetitions;
    double milliseconds; // one repetition of one subject
};
extern struct options options;

// Under which circumstances something is measured.
struct setup {
    int threads;
    bool pinned;    // thread i to the i-th CPU that the process may use
    long parameter; // what it means says struct group
};

struct worker;

// One way to do something, measured beside the others of its group.
struct subject {
    const char *name;
    // Other subjects of the group: the ratio is how many times the peer's value this one's is.
    const char *peers[MAX_PEERS];
    // Nanoseconds in the message of the commit that brought rseq to Linux 4.18; 0 if there are
    // none.
    double published;
    // NULL if it can be measured, otherwise why it cannot.
    const char *(*absent)(const struct subject *subject, const struct setup *setup);
    // What the threads share, NULL if it could not be had.
    void *(*create)(const struct subject *subject, const struct setup *setup);
    void (*destroy)(void *shared);
    // Does worker->operations operations, or some more and says so there.
    void (*loop)(struct worker *worker);
    // Instead of a loop: the value. Negative with a reason in `failure` if there is none.
    double (*measure)(const struct subject *subject, const struct setup *setup);
    const void *data;
    // Measured in a child with these "NAME=VALUE" in its environment; ended by NULL.
    const char *const *environment;
    // Its threads are registered by the loop, or not at all.
    bool registers_itself;
};

struct group {
    const char *name;
    const char *title;
    const char *unit; // "ns" of an operation, "kB", ...
    // Of struct setup, as in "64 bytes": its name, or NULL if there is no parameter.
    const char *parameter;
    const struct setup *setups; // NULL: 1 to N threads, each pinned and not
    int nr_setups;
    const struct subject *subjects;
    int nr_subjects;
    bool exact; // the same whenever it is measured: once is enough
};

// A thread that runs a loop.
struct worker {
    const struct subject *subject;
    const struct setup *setup;
    void *shared;
    int index;
    long operations;
    void *scratch; // of the loop, from malloc(); freed behind the last call
    // Of the engine.
    long warm_up;
    pthread_barrier_t *barrier;
    double nanoseconds, instructions;
};

// Why the last measure() had no value.
extern const char *failure;

// What one subject was measured to be under one setup. Quartiles of ratios are those of the
// repetitions, each of which measures the peer and the subject one after the other.
struct ratio {
    const char *peer;
    double value, quartiles[2]; // 0 where there is none
};
struct result {
    const char *absent;
    int repetitions;
    long operations;
    double minimum, median, maximum, quartiles[2];
    double instructions; // of an operation; negative if they are not counted
    struct ratio ratios[MAX_PEERS];
};

// measure.c
double nanoseconds(void);
int nr_allowed_cpus(void);
// Pins the calling thread to the `index`th of the CPUs that the process may use, cyclically.
bool pin(int index);
// Lets the calling thread run on all of them.
void unpin(void);
int allowed_cpu(int index);
// Why instructions are not counted, or NULL.
const char *instructions_absent(void);
void measure(const struct group *group, const struct setup *setup, struct result *results);
// The reason why threads cannot run critical sections, or NULL.
const char *not_registered(const struct subject *subject, const struct setup *setup);
const char *no_mm_cid(const struct subject *subject, const struct setup *setup);

// child.c: a subject measured in a child, where run_child() is what main() does.
double measure_in_child(const struct group *group, const struct subject *subject,
                        const struct setup *setup, long *operations, double *instructions);
int run_child(const char *specification);
bool is_child(void);
// For measure.c and child.c: nanoseconds of an operation; negative with `failure` set.
double time_subject(const struct subject *subject, const struct setup *setup, long *operations,
                    double *instructions);

// output.c
void begin_output(void);
void print_group(const struct group *group, const struct setup *setups, int nr_setups,
                 struct result (*results)[MAX_SUBJECTS]);
int end_output(void);

// The groups, each in the file of its concern.
extern const struct group *const groups[];
extern const int nr_groups;
const struct group *find_group(const char *name);
const struct subject *find_subject(const struct group *group, const char *name);

extern const struct group cpu_number_group, counter_group, ring_buffer_group, read_side_group,
    free_list_group, lock_group, copy_group, pool_pair_group, pool_zero_group, pool_init_group,
    pool_recycled_group, pool_create_group, pool_memory_group, global_pool_group, thread_group,
    switch_group, signal_group, load_group, library_size_group, helper_size_group, abort_group,
    abort_rate_group;

// A loop over one statement, which the compiler can neither move out of it nor merge.
#define LOOP(statement)                                                                            \
    for (long left = worker->operations; left > 0; left--) {                                       \
        statement;                                                                                 \
        __asm__ __volatile__("" : : : "memory");                                                   \
    }

#endif
