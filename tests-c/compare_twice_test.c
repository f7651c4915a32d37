// SPDX-License-Identifier: MIT
//
// RSEQ_COMPARE_TWICE: a value that changes inside a critical section, where only a broken kernel
// or program could change it, is reported on standard error and aborts.
#define RSEQ_COMPARE_TWICE

#include <stdint.h>

// What the operations work on, and what is added to it between the first comparison and the second.
static intptr_t word, word2;
static int add_to_cpu_id, add_to_v, add_to_v2;

#if defined(__x86_64__) || defined(__i386__)
#ifdef __x86_64__
#define CPU_ID "%%fs:4(%[rseq_offset])"
#else
#define CPU_ID "%%gs:4(%[rseq_offset])"
#endif
// Without a register, which the operations may need all.
#define ADD(number, word)                                                                          \
    "cmpl $0, %[" number "]\n\t"                                                                   \
    "jz 222f\n\t"                                                                                  \
    "addl $1, " word "\n\t"                                                                        \
    "222:\n\t"
#define INJECT_1 ""
#define INJECT_2 ""
#define INJECT_3 ADD("add_to_cpu_id", CPU_ID)
#define INJECT_4 ADD("add_to_v", "%[changed_v]")
#define INJECT_5 ADD("add_to_v2", "%[changed_v2]")
#define INJECT_6 ""
#define RSEQ_INJECT_INPUT                                                                          \
    , [add_to_cpu_id] "m"(add_to_cpu_id), [add_to_v] "m"(add_to_v), [add_to_v2] "m"(add_to_v2),    \
        [changed_v] "m"(word), [changed_v2] "m"(word2)
#define RSEQ_INJECT_ASM(point) INJECT_##point
#else
#define NO_INJECTION
#endif

#include <rseq/rseq.h>

#include "tap.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int load_cbne_store(int cpu)
{
    return rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, 1, 3, cpu);
}

static int load_add_store(int cpu)
{
    return rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, 2, cpu);
}

static int load_cbne_load_cbne_store(int cpu)
{
    return rseq_load_cbne_load_cbne_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, 1,
                                               &word2, 2, 3, cpu);
}

static int load_cbne_store_store(int cpu)
{
    return rseq_load_cbne_store_store__ptr(RSEQ_MO_RELEASE, RSEQ_PERCPU_CPU_ID, &word, 1, &word2, 2,
                                           3, cpu);
}

static const struct change {
    const char *name;
    int (*operation)(int cpu);
    int *number;
    const char *report; // start of the line on standard error
} changes[] = {
    {"load_cbne_store, no change", load_cbne_store, NULL, ""},
    {"load_cbne_store, cpu_id", load_cbne_store, &add_to_cpu_id, "cpu_id comparison failed"},
    {"load_cbne_store, v", load_cbne_store, &add_to_v, "expected value comparison failed"},
    {"load_add_store, no change", load_add_store, NULL, ""},
    {"load_add_store, cpu_id", load_add_store, &add_to_cpu_id, "cpu_id comparison failed"},
    {"load_cbne_load_cbne_store, no change", load_cbne_load_cbne_store, NULL, ""},
    {"load_cbne_load_cbne_store, cpu_id", load_cbne_load_cbne_store, &add_to_cpu_id,
     "cpu_id comparison failed"},
    {"load_cbne_load_cbne_store, v", load_cbne_load_cbne_store, &add_to_v,
     "1st expected value comparison failed"},
    {"load_cbne_load_cbne_store, v2", load_cbne_load_cbne_store, &add_to_v2,
     "2nd expected value comparison failed"},
    {"load_cbne_store_store, no change", load_cbne_store_store, NULL, ""},
    {"load_cbne_store_store, cpu_id", load_cbne_store_store, &add_to_cpu_id,
     "cpu_id comparison failed"},
    {"load_cbne_store_store, v", load_cbne_store_store, &add_to_v,
     "expected value comparison failed"},
};

static int in_child(const struct change *change)
{
    const struct rlimit no_core = {0, 0};
    int result = -1;

    setrlimit(RLIMIT_CORE, &no_core);
    if (change->number) {
        *change->number = 1;
    }
    for (int i = 0; i < 1000000 && result; i++) {
        word = 1;
        word2 = 2;
        result = change->operation((int)rseq_cpu_start());
    }
    return result || word != 3 || word2 != 2;
}

static void test_change(const struct change *change)
{
    char report[1000] = "";
    size_t length = 0;
    ssize_t got;
    int standard_error[2], status;

    if (pipe(standard_error)) {
        bail_out("no pipe");
    }
    pid_t pid = fork();
    if (pid == 0) {
        dup2(standard_error[1], STDERR_FILENO);
        _exit(in_child(change));
    }
    close(standard_error[1]);
    while (length < sizeof(report) - 1 &&
           (got = read(standard_error[0], report + length, sizeof(report) - 1 - length)) > 0) {
        length += (size_t)got;
    }
    close(standard_error[0]);
    if (pid < 0 || waitpid(pid, &status, 0) != pid) {
        bail_out("no child");
    }
    if (change->number) {
        ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "%s: SIGABRT", change->name);
        ok(!strncmp(report, change->report, strlen(change->report)), "%s: %s", change->name,
           change->report);
    } else {
        ok(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: committed", change->name);
        ok(!*report, "%s: no report", change->name);
    }
}

int main(void)
{
#ifdef NO_INJECTION
    plan_skip_all("no injection for this architecture");
#endif
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    plan(1 + 2 * sizeof(changes) / sizeof(changes[0]));
    ok(rseq_register_current_thread() == 0, "register");
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        test_change(&changes[i]);
    }
    return exit_status();
}
