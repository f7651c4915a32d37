// SPDX-License-Identifier: MIT
//
// What it costs when the kernel aborts a critical section, and how often it does.
#include "per_cpu.h"

#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

// A signal within a section aborts it, and to read what must not be read is one. So the abort comes
// with what the signal costs, which the peers have too.
static __thread sigjmp_buf behind_the_fault;

static void do_nothing(int number)
{
    (void)number;
}

static void jump(int number)
{
    (void)number;
    siglongjmp(behind_the_fault, 1);
}

static void handle(int number, void (*handler)(int))
{
    // Not blocked while it is handled, since one way out of it does not unblock it.
    struct sigaction action = {.sa_flags = SA_NODEFER};

    action.sa_handler = handler;
    sigaction(number, &action, NULL);
}

static size_t page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

static void *create_page(const struct subject *subject, const struct setup *setup)
{
    void *const page = mmap(NULL, page_size(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    (void)subject, (void)setup;
    return page == MAP_FAILED ? NULL : page;
}

static void destroy_page(void *page)
{
    munmap(page, page_size());
    signal(SIGSEGV, SIG_DFL);
}

static void commit(struct worker *worker)
{
    static __thread intptr_t word;

    LOOP(int cpu = (int)rseq_cpu_start();
         rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, 1, cpu));
}

// The comparison of the index, not the kernel: what an operation costs that began elsewhere.
static void fail(struct worker *worker)
{
    static __thread intptr_t word;

    LOOP(int cpu = (int)rseq_cpu_start() + 1;
         rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, 1, cpu));
}

static void abort_sections(struct worker *worker)
{
    intptr_t *const page = worker->shared;

    handle(SIGSEGV, do_nothing);
    LOOP(int cpu = (int)rseq_cpu_start();
         rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, page, 1, cpu));
}

static __attribute__((noinline)) void leave_fault(const intptr_t *page)
{
    if (!sigsetjmp(behind_the_fault, 0))
        (void)RSEQ_READ_ONCE(*page);
}

static void leave_faults(struct worker *worker)
{
    const intptr_t *const page = worker->shared;

    handle(SIGSEGV, jump);
    LOOP(leave_fault(page));
}

static void get_signals(struct worker *worker)
{
    const long process = getpid(), thread = syscall(SYS_gettid);

    handle(SIGUSR1, do_nothing);
    LOOP(syscall(SYS_tgkill, process, thread, SIGUSR1));
}

#define PAGE .create = create_page, .destroy = destroy_page
static const struct subject abort_subjects[] = {
    {.name = "committed", .loop = commit, .absent = not_registered},
    {.name = "wrong CPU number", .loop = fail, .peers = {"committed"}, .absent = not_registered},
    {.name = "signal by tgkill(2)", .loop = get_signals},
    {.name = "fault, left by siglongjmp", .loop = leave_faults, PAGE},
    {.name = "fault that aborts",
     .loop = abort_sections,
     .peers = {"signal by tgkill(2)", "fault, left by siglongjmp"},
     .absent = not_registered,
     PAGE},
};

static const struct setup pinned[] = {{1, true, 0}};

const struct group abort_group = {
    .name = "abort",
    .title = "What an abort costs: a signal within the section, and such signals without one",
    .unit = "ns",
    .setups = pinned,
    .nr_setups = 1,
    .subjects = abort_subjects,
    .nr_subjects = LENGTH(abort_subjects),
};

// How many operations of a million are aborted while something disturbs the thread.
enum disturbance { NOTHING, TIMER, SIGNALS, MIGRATION };
static const enum disturbance nothing = NOTHING, timer = TIMER, signals = SIGNALS,
                              migration = MIGRATION;

struct disturber {
    enum disturbance how;
    pthread_t id;
    pid_t process, thread;
    atomic_bool done;
};

static void *disturb(void *argument)
{
    struct disturber *const disturber = argument;
    const struct timespec pause = {0, 50 * 1000};
    cpu_set_t set;

    for (int i = 0; !disturber->done; i++) {
        if (disturber->how == SIGNALS) {
            syscall(SYS_tgkill, disturber->process, disturber->thread, SIGUSR1);
        } else {
            CPU_ZERO(&set);
            CPU_SET(allowed_cpu(i), &set);
            sched_setaffinity(disturber->thread, sizeof(set), &set);
        }
        nanosleep(&pause, NULL);
    }
    return NULL;
}

static void start_disturbing(struct disturber *disturber)
{
    const struct itimerval interval = {{0, 1000}, {0, 1000}};

    disturber->process = getpid();
    disturber->thread = (pid_t)syscall(SYS_gettid);
    handle(SIGUSR1, do_nothing);
    handle(SIGALRM, do_nothing);
    if (disturber->how == TIMER)
        setitimer(ITIMER_REAL, &interval, NULL);
    else if (disturber->how != NOTHING && pthread_create(&disturber->id, NULL, disturb, disturber))
        disturber->how = NOTHING;
}

static void stop_disturbing(struct disturber *disturber)
{
    const struct itimerval never = {{0, 0}, {0, 0}};

    if (disturber->how == TIMER) {
        setitimer(ITIMER_REAL, &never, NULL);
    } else if (disturber->how != NOTHING) {
        disturber->done = true;
        pthread_join(disturber->id, NULL);
        unpin();
    }
}

static double count_aborts(const struct subject *subject, const struct setup *setup)
{
    static char from[4096], to[4096];
    struct disturber disturber = {.how = *(const enum disturbance *)subject->data};
    const double seconds = options.smoke ? 0.002 : 0.1;
    const size_t len = (size_t)setup->parameter;
    long operations = 0, aborts = 0;
    intptr_t word = 0;

    start_disturbing(&disturber);
    const double end = nanoseconds() + seconds * 1e9;
    while (nanoseconds() < end) {
        for (int i = 0; i < 1000; i++) {
            const int cpu = (int)rseq_cpu_start();

            aborts += rseq_load_cbne_memcpy_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word,
                                                       word, to, from, len, word, cpu) < 0;
        }
        operations += 1000;
    }
    stop_disturbing(&disturber);
    return (double)aborts * 1e6 / (double)operations;
}

static const char *no_other_cpu(const struct subject *subject, const struct setup *setup)
{
    return nr_allowed_cpus() < 2 ? "one CPU only" : not_registered(subject, setup);
}

static const struct subject rate_subjects[] = {
    {.name = "undisturbed", .data = &nothing, .measure = count_aborts, .absent = not_registered},
    {.name = "timer, 1 kHz",
     .data = &timer,
     .measure = count_aborts,
     .absent = not_registered,
     .peers = {"undisturbed"}},
    {.name = "signals of a thread",
     .data = &signals,
     .measure = count_aborts,
     .absent = not_registered,
     .peers = {"undisturbed"}},
    {.name = "moved to and fro",
     .data = &migration,
     .measure = count_aborts,
     .absent = no_other_cpu,
     .peers = {"undisturbed"}},
};

static const struct setup section_setups[] = {{1, false, 8}, {1, false, 4096}};

const struct group abort_rate_group = {
    .name = "abort-rate",
    .title = "How many of a million sections are aborted that copy this much",
    .unit = "per million",
    .parameter = "bytes",
    .setups = section_setups,
    .nr_setups = LENGTH(section_setups),
    .subjects = rate_subjects,
    .nr_subjects = LENGTH(rate_subjects),
};
