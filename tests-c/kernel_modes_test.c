// SPDX-License-Identifier: MIT
//
// What differs between kernels, with areas that the threads here register themselves: who may write
// to the area, what becomes of a descriptor, time slice extensions.
//
// Linux 7.1 and later on some architectures knows two modes, chosen by the length of registration:
// with 32 bytes everything is as it was; with more, the kernel writes the numbers only when they
// change, and ends a process that wrote to them. Its debug mode checks more. Kernels that have none
// of that behave as with 32 bytes, and check descriptors always.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "delay_injection.h"

#include "expect.h"
#include "rseq_syscall.h"
#include "tap.h"
#include "thread_placement.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

// Linux 7.0.
#define SLICE_EXTENSION 79
#define SLICE_GET 1
#define SLICE_SET 2
#define SLICE_ENABLE 1
#define SLICE_AVAILABLE 0x10u
#define SLICE_ENABLED 0x20u
#define NOT_SUPPORTED 524 // of the kernel's own errors
#define FEATURES_WITH_SLICES 33

#ifdef __mips__
#ifdef __mips64
#if _MIPS_SIM == _ABIN32
#define SYS_SLICE_YIELD 6471
#else
#define SYS_SLICE_YIELD 5471
#endif
#else
#define SYS_SLICE_YIELD 4471
#endif
#elif defined(__x86_64__) && defined(__ILP32__)
#define SYS_SLICE_YIELD (0x40000000 + 471)
#else
#define SYS_SLICE_YIELD 471
#endif

#define SECONDS 20

// A section that nobody is in: its code is this word, and the abort handler is after the second.
static const uint32_t code[4] __attribute__((aligned(16))) = {0, RSEQ_SIG, 0, 0};
static struct rseq_abi_cs descriptor;

static uint32_t features;
static bool debug_mode;

static bool is_in_debug_mode(void)
{
    FILE *file = fopen("/sys/kernel/debug/rseq/debug", "r");
    const int state = file ? fgetc(file) : EOF;

    if (file) {
        fclose(file);
    }
    return state == 'Y' || state == '1';
}

static bool register_area(union any_area *area, uint32_t length)
{
    memset(area, 0, sizeof(*area));
    area->abi.cpu_id = (uint32_t)RSEQ_ABI_CPU_ID_UNINITIALIZED;
    return !sys_rseq(area, length, 0, RSEQ_SIG);
}

static void set_descriptor(struct rseq_abi *area)
{
    const uintptr_t address = (uintptr_t)&descriptor;

    memset(&descriptor, 0, sizeof(descriptor));
    descriptor.start_ip = (uintptr_t)code;
    descriptor.post_commit_offset = 1;
    descriptor.abort_ip = (uintptr_t)&code[2];
    RSEQ_WRITE_ONCE(area->rseq_cs.ptr64, (uint64_t)address);
}

static volatile sig_atomic_t signals;

static void count(int number)
{
    (void)number;
    signals++;
}

// Computes until a timer's signal interrupts that.
static void be_interrupted(void)
{
    const struct itimerval once = {{0, 0}, {0, 2000}};
    const sig_atomic_t before = signals;

    setitimer(ITIMER_REAL, &once, NULL);
    while (signals == before) {
        RSEQ_READ_ONCE(features);
    }
}

static void be_scheduled_out(void)
{
    const struct timespec pause = {0, 2000000};

    nanosleep(&pause, NULL);
}

// Moves to every CPU that it may run on, and ends where it was; their number.
static int move_around(void)
{
    const int last = sched_getcpu();
    cpu_set_t allowed;
    int moves = 0;

    sched_getaffinity(0, sizeof(allowed), &allowed);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (cpu != last && CPU_ISSET((size_t)cpu, &allowed)) {
            moves += run_on_cpu(cpu);
        }
    }
    run_on_cpu(last);
    return moves + 1;
}

// What happens to the calling process, a child of its own, which returns an exit code.
typedef int scenario(struct rseq_abi *area);

static int numbers_stay_right(struct rseq_abi *area)
{
    cpu_set_t allowed;

    sched_getaffinity(0, sizeof(allowed), &allowed);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (CPU_ISSET((size_t)cpu, &allowed) &&
            (!run_on_cpu(cpu) || RSEQ_READ_ONCE(area->cpu_id) != (uint32_t)cpu ||
             RSEQ_READ_ONCE(area->cpu_id_start) != (uint32_t)cpu)) {
            return 1;
        }
    }
    return 0;
}

// A program that overwrites the CPU number, as one allocator did.
static int scribble(struct rseq_abi *area)
{
    RSEQ_WRITE_ONCE(area->cpu_id_start, area->cpu_id_start + 1);
    move_around();
    be_scheduled_out();
    be_interrupted();
    return RSEQ_READ_ONCE(area->cpu_id_start) != RSEQ_READ_ONCE(area->cpu_id);
}

static int descriptor_after_signal(struct rseq_abi *area)
{
    set_descriptor(area);
    be_interrupted();
    return RSEQ_READ_ONCE(area->rseq_cs.ptr64) != 0;
}

static int descriptor_after_pause(struct rseq_abi *area)
{
    set_descriptor(area);
    be_scheduled_out();
    return RSEQ_READ_ONCE(area->rseq_cs.ptr64) != 0;
}

static int unknown_version(struct rseq_abi *area)
{
    set_descriptor(area);
    descriptor.version = 1;
    be_interrupted();
    return RSEQ_READ_ONCE(area->rseq_cs.ptr64) != 0;
}

static inline void at_point(int point)
{
    (void)point;
}

// The descriptors of this program's sections, where there are any.
extern struct rseq_abi_cs __start___rseq_cs[] __attribute__((weak)),
    __stop___rseq_cs[] __attribute__((weak));

// 0 if the section is aborted, in spite of its descriptor.
static int section_of_unknown_version(void)
{
    const struct itimerval often = {{0, 1000}, {0, 1000}};
    intptr_t counter = 0;

    if (rseq_register_current_thread()) {
        return 1;
    }
    for (struct rseq_abi_cs *each = __start___rseq_cs; each < __stop___rseq_cs; each++) {
        each->version = 1;
    }
    delay_loops[3] = 20000;
    setitimer(ITIMER_REAL, &often, NULL);
    for (;;) {
        const int cpu = (int)rseq_cpu_start();

        if (rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &counter, 1, cpu) == -1 &&
            rseq_cpu_start() == (uint32_t)cpu) {
            return 0;
        }
    }
}

// Two processes on one CPU; this one asks for more time, over and over, until it got some.
static int be_granted_a_slice(struct rseq_abi *area)
{
    const time_t end = time(NULL) + SECONDS;
    int yielded = 0;

    if (prctl(SLICE_EXTENSION, SLICE_SET, SLICE_ENABLE, 0, 0) ||
        prctl(SLICE_EXTENSION, SLICE_GET, 0, 0, 0) != 1 || !(area->flags & SLICE_ENABLED)) {
        return 1;
    }
    run_on_cpu(sched_getcpu());
    const pid_t competitor = fork();
    while (competitor == 0) {
        RSEQ_READ_ONCE(features);
    }
    while (!yielded && time(NULL) <= end) {
        RSEQ_WRITE_ONCE(area->slice_ctrl.request, 1);
        for (int i = 0; i < 1000000 && RSEQ_READ_ONCE(area->slice_ctrl.request); i++) {
        }
        RSEQ_WRITE_ONCE(area->slice_ctrl.request, 0);
        if (RSEQ_READ_ONCE(area->slice_ctrl.granted)) {
            yielded = syscall(SYS_SLICE_YIELD) == 1;
        }
    }
    kill(competitor, SIGKILL);
    waitpid(competitor, NULL, 0);
    return yielded ? 0 : 2;
}

static int slices_are_refused(struct rseq_abi *area)
{
    const int error = features < FEATURES_WITH_SLICES ? EINVAL : NOT_SUPPORTED;

    return prctl(SLICE_EXTENSION, SLICE_SET, SLICE_ENABLE, 0, 0) != -1 || errno != error ||
           (area->flags & (SLICE_AVAILABLE | SLICE_ENABLED)) || syscall(SYS_SLICE_YIELD) > 0;
}

// Runs a scenario in a child with an area of this length, or with the library's without a scenario;
// its exit code, or minus its signal.
static int outcome(scenario *run, uint32_t length)
{
    static union any_area area;
    int status;

    const pid_t child = fork();
    if (child == 0) {
        signal(SIGALRM, count);
        alarm(2 * SECONDS);
        if (!run) {
            _exit(section_of_unknown_version());
        }
        _exit(register_area(&area, length) ? run(&area.abi) : 100);
    }
    if (child < 0 || waitpid(child, &status, 0) != child) {
        bail_out("no child: errno %d", errno);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

// Whether this kernel, on this architecture, has the mode for longer areas.
static bool is_optimized(uint32_t length)
{
#if defined(__arm__) || defined(__mips__) || defined(__or1k__)
    (void)length;
    return false;
#else
    return length > RSEQ_ABI_ORIG_ALLOC_SIZE && features >= FEATURES_WITH_SLICES;
#endif
}

static bool slices_are_available(void)
{
    static union any_area area;
    bool available;

    // The registration ends with the thread.
    available = register_area(&area, features) && (area.abi.flags & SLICE_AVAILABLE);
    sys_rseq(&area, features, RSEQ_ABI_FLAG_UNREGISTER, RSEQ_SIG);
    return available;
}

static void with_length(uint32_t length)
{
    const bool checks_all = features < FEATURES_WITH_SLICES;
    const bool checks_numbers =
        debug_mode || (is_optimized(length) && sysconf(_SC_NPROCESSORS_ONLN) > 1);
    int result;

    diag("length %u: %s mode", length, is_optimized(length) ? "optimized" : "legacy");
    result = outcome(numbers_stay_right, length);
    ok(result == 0, "length %u: numbers of a thread that moves (%d)", length, result);
    result = outcome(scribble, length);
    ok(result == (checks_numbers ? -SIGSEGV : 0), "length %u: who writes to cpu_id_start %s (%d)",
       length, checks_numbers ? "is ended" : "is ignored", result);
    result = outcome(descriptor_after_signal, length);
    ok(result == 0, "length %u: a signal clears an old descriptor (%d)", length, result);
    result = outcome(descriptor_after_pause, length);
    ok(result == 0 || (result == 1 && features >= FEATURES_WITH_SLICES),
       "length %u: a pause %s an old descriptor (%d)", length, result ? "keeps" : "clears", result);
    result = outcome(unknown_version, length);
    ok(result == (checks_all ? -SIGSEGV : 0),
       "length %u: outside of its section, a descriptor of an unknown version is %s (%d)", length,
       checks_all ? "refused" : "cleared", result);
    if (length > RSEQ_ABI_ORIG_ALLOC_SIZE && slices_are_available()) {
        result = outcome(be_granted_a_slice, length);
        ok(result == 0, "length %u: a longer time slice was granted and given back (%d)", length,
           result);
    } else {
        result = outcome(slices_are_refused, length);
        ok(result == 0, "length %u: longer time slices are refused (%d)", length, result);
    }
}

int main(void)
{
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    if (rseq_available(RSEQ_AVAILABLE_QUERY_LIBC)) {
        bail_out("to be run with GLIBC_TUNABLES=glibc.pthread.rseq=0");
    }
    features = kernel_feature_size();
    debug_mode = is_in_debug_mode();
    with_length(RSEQ_ABI_ORIG_ALLOC_SIZE);
    if (features > RSEQ_ABI_ORIG_ALLOC_SIZE) {
        with_length(features);
    }
    const bool checks_current = features < FEATURES_WITH_SLICES || debug_mode;
    const int result = outcome(NULL, 0);
    ok(result == (checks_current ? -SIGSEGV : 0),
       "inside, a descriptor of an unknown version is %s (%d)",
       checks_current ? "refused" : "not looked at", result);
    ok(!is_expected("debug") || debug_mode, "the kernel's debug mode is %s",
       debug_mode ? "on" : "off or not there");
    ok(!is_expected("optimized") || is_optimized(features), "the kernel has %s",
       features >= FEATURES_WITH_SLICES ? "two modes" : "one mode");
    ok(!is_expected("slice") || (features > RSEQ_ABI_ORIG_ALLOC_SIZE && slices_are_available()),
       "time slice extensions as expected");
    return exit_status();
}
