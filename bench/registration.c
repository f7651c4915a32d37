// SPDX-License-Identifier: MIT
//
// What registration costs a thread that runs no critical section: each subject in a process of its
// own, whose threads the C library registers, this library, or nobody. And loading the library.
#define _GNU_SOURCE
#include "bench.h"

#include <rseq/rseq.h>

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum owner { NOBODY, LIBC, LIBRARY };
static const enum owner nobody = NOBODY, libc = LIBC, library = LIBRARY;

static const char *const switched_off[] = {"GLIBC_TUNABLES=glibc.pthread.rseq=0", NULL};
static const char *const switched_on[] = {"GLIBC_TUNABLES=glibc.pthread.rseq=1", NULL};

static enum owner owner_of(const struct subject *subject)
{
    return *(const enum owner *)subject->data;
}

static void register_as(const struct subject *subject)
{
    if (owner_of(subject) == LIBRARY)
        rseq_register_current_thread();
}

// Whether it is as the subject says is seen in the child alone. Threads do as the main thread.
static const char *not_like_that(const struct subject *subject, const struct setup *setup)
{
    (void)setup;
    if (!is_child())
        return NULL;
    if (owner_of(subject) == LIBC)
        return rseq_current_cpu_raw() < 0 ? "the C library registers no threads" : NULL;
    if (rseq_current_cpu_raw() >= 0)
        return "threads are registered all the same";
    return owner_of(subject) == LIBRARY ? not_registered(subject, setup) : NULL;
}

// Creating a thread and waiting for its end.
static void *short_thread(void *subject)
{
    register_as(subject);
    return NULL;
}

static void create_threads(struct worker *worker)
{
    LOOP(pthread_t id; if (pthread_create(&id, NULL, short_thread, (void *)worker->subject) == 0)
             pthread_join(id, NULL));
}

// A byte that goes from one thread to another and back, on one CPU: two switches.
struct partner {
    pthread_t id;
    const struct subject *subject;
    int to[2], from[2];
};

static void *answer(void *argument)
{
    struct partner *const partner = argument;
    char byte;

    pin(0);
    register_as(partner->subject);
    while (read(partner->to[0], &byte, 1) == 1 && write(partner->from[1], &byte, 1) == 1)
        ;
    return NULL;
}

static void *create_partner(const struct subject *subject, const struct setup *setup)
{
    struct partner *const partner = calloc(1, sizeof(*partner));

    (void)setup;
    if (!partner || pipe(partner->to) || pipe(partner->from))
        return NULL;
    partner->subject = subject;
    return pthread_create(&partner->id, NULL, answer, partner) ? NULL : partner;
}

static void destroy_partner(void *argument)
{
    struct partner *const partner = argument;

    close(partner->to[1]);
    pthread_join(partner->id, NULL);
    close(partner->to[0]);
    close(partner->from[0]);
    close(partner->from[1]);
    free(partner);
}

static void switch_threads(struct worker *worker)
{
    struct partner *const partner = worker->shared;
    const long turns = (worker->operations + 1) / 2;
    char byte = 0;

    register_as(worker->subject);
    for (long i = 0; i < turns; i++) {
        if (write(partner->to[1], &byte, 1) != 1 || read(partner->from[0], &byte, 1) != 1)
            break;
    }
    worker->operations = turns * 2;
}

// A signal of the thread to itself, from the system call to the return from the handler.
static void do_nothing(int number)
{
    (void)number;
}

static void deliver_signals(struct worker *worker)
{
    const struct sigaction action = {.sa_handler = do_nothing};
    const long process = getpid(), thread = syscall(SYS_gettid);

    register_as(worker->subject);
    sigaction(SIGUSR1, &action, NULL);
    LOOP(syscall(SYS_tgkill, process, thread, SIGUSR1));
}

#define SUBJECTS(...)                                                                              \
    {                                                                                              \
        {.name = "not registered",                                                                 \
         .data = &nobody,                                                                          \
         .environment = switched_off,                                                              \
         .absent = not_like_that,                                                                  \
         .registers_itself = true,                                                                 \
         __VA_ARGS__},                                                                             \
            {.name = "by the C library",                                                           \
             .data = &libc,                                                                        \
             .environment = switched_on,                                                           \
             .absent = not_like_that,                                                              \
             .registers_itself = true,                                                             \
             .peers = {"not registered"},                                                          \
             __VA_ARGS__},                                                                         \
            {.name = "by this library",                                                            \
             .data = &library,                                                                     \
             .environment = switched_off,                                                          \
             .absent = not_like_that,                                                              \
             .registers_itself = true,                                                             \
             .peers = {"not registered"},                                                          \
             __VA_ARGS__},                                                                         \
    }
#define NR_SUBJECTS 3
static const struct subject thread_subjects[NR_SUBJECTS] = SUBJECTS(.loop = create_threads);
static const struct subject switch_subjects[NR_SUBJECTS] =
    SUBJECTS(.loop = switch_threads, .create = create_partner, .destroy = destroy_partner);
static const struct subject signal_subjects[NR_SUBJECTS] = SUBJECTS(.loop = deliver_signals);

static const struct setup pinned[] = {{1, true, 0}};

const struct group thread_group = {
    .name = "thread",
    .title = "Registration: creating a thread that does nothing, and joining it",
    .unit = "ns",
    .setups = pinned,
    .nr_setups = 1,
    .subjects = thread_subjects,
    .nr_subjects = NR_SUBJECTS,
};

const struct group switch_group = {
    .name = "context-switch",
    .title = "Registration: a switch between two threads on one CPU, by two pipes",
    .unit = "ns",
    .setups = pinned,
    .nr_setups = 1,
    .subjects = switch_subjects,
    .nr_subjects = NR_SUBJECTS,
};

const struct group signal_group = {
    .name = "signal",
    .title = "Registration: a signal of the thread to itself",
    .unit = "ns",
    .setups = pinned,
    .nr_setups = 1,
    .subjects = signal_subjects,
    .nr_subjects = NR_SUBJECTS,
};

// Starting a small program, with the library preloaded and without.
#define PROGRAM "/bin/true"
extern char **environ;

static const char *library_path(void)
{
    Dl_info info;

    return dladdr(&rseq_size, &info) && info.dli_fname && strstr(info.dli_fname, ".so")
               ? info.dli_fname
           : dladdr(dlsym(RTLD_DEFAULT, "rseq_register_current_thread"), &info) && info.dli_fname &&
                   strstr(info.dli_fname, ".so")
               ? info.dli_fname
               : NULL;
}

static const char *no_program(const struct subject *subject, const struct setup *setup)
{
    (void)setup;
#ifndef __GLIBC__
    return PROGRAM " may have another C library";
#endif
    if (access(PROGRAM, X_OK))
        return "no " PROGRAM;
    return subject->data && !library_path() ? "linked statically" : NULL;
}

static double start_program(const struct subject *subject, const struct setup *setup)
{
    const int times = options.smoke ? 1 : 20;
    char preload[4096] = "";
    char *arguments[] = {PROGRAM, NULL}, *environment[] = {preload, NULL};
    int status = 0;

    (void)setup;
    if (subject->data)
        snprintf(preload, sizeof(preload), "LD_PRELOAD=%s", library_path());
    const double begin = nanoseconds();
    for (int i = 0; i < times && status == 0; i++) {
        pid_t child;

        if (posix_spawn(&child, PROGRAM, NULL, NULL, arguments, environment) ||
            waitpid(child, &status, 0) < 0)
            status = -1;
    }
    if (status != 0) {
        failure = "cannot run " PROGRAM;
        return -1;
    }
    return (nanoseconds() - begin) / times / 1000;
}

static const struct subject load_subjects[] = {
    {.name = "without", .measure = start_program, .absent = no_program},
    {.name = "with the library",
     .measure = start_program,
     .absent = no_program,
     .peers = {"without"},
     .data = &library},
};

const struct group load_group = {
    .name = "load",
    .title = "Starting " PROGRAM " and waiting for its end, the library preloaded or not",
    .unit = "us",
    .setups = pinned,
    .nr_setups = 1,
    .subjects = load_subjects,
    .nr_subjects = LENGTH(load_subjects),
};
