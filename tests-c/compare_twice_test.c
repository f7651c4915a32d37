// SPDX-License-Identifier: MIT
//
// RSEQ_COMPARE_TWICE: a value that changes inside a critical section, where only a broken kernel
// or program could change it, is reported on standard error and aborts.
#define RSEQ_COMPARE_TWICE

#include "injection.h"

// At these points, between the first comparison and the second.
enum { CPU_ID = 3, V = 4, V2 = 5 };

// Changes the word that the pointer of this point leads to; those of the other points lead to a
// word of which nobody knows.
#define RSEQ_INJECT_ASM(point) INJECTION_LOAD(point) INJECTION_STORE

#include "emulation.h"
#include "tap.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// What the operations work on.
static intptr_t word, word2;

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
    int point;          // 0: no change
    const char *report; // start of the line on standard error
} changes[] = {
    {"load_cbne_store, no change", load_cbne_store, 0, ""},
    {"load_cbne_store, cpu_id", load_cbne_store, CPU_ID, "cpu_id comparison failed"},
    {"load_cbne_store, v", load_cbne_store, V, "expected value comparison failed"},
    {"load_add_store, no change", load_add_store, 0, ""},
    {"load_add_store, cpu_id", load_add_store, CPU_ID, "cpu_id comparison failed"},
    {"load_cbne_load_cbne_store, no change", load_cbne_load_cbne_store, 0, ""},
    {"load_cbne_load_cbne_store, cpu_id", load_cbne_load_cbne_store, CPU_ID,
     "cpu_id comparison failed"},
    {"load_cbne_load_cbne_store, v", load_cbne_load_cbne_store, V,
     "1st expected value comparison failed"},
    {"load_cbne_load_cbne_store, v2", load_cbne_load_cbne_store, V2,
     "2nd expected value comparison failed"},
    {"load_cbne_store_store, no change", load_cbne_store_store, 0, ""},
    {"load_cbne_store_store, cpu_id", load_cbne_store_store, CPU_ID, "cpu_id comparison failed"},
    {"load_cbne_store_store, v", load_cbne_store_store, V, "expected value comparison failed"},
};

static int in_child(const struct change *change)
{
    const struct rlimit no_core = {0, 0};
    static uint32_t ignored;
    uint32_t *const words[] = {(uint32_t *)&rseq_get_abi()->cpu_id, (uint32_t *)&word,
                               (uint32_t *)&word2};

    setrlimit(RLIMIT_CORE, &no_core);
    for (int point = 1; point <= 6; point++) {
        injected[point] = (intptr_t)(point == change->point ? words[point - CPU_ID] : &ignored);
    }
    word = 1;
    word2 = 2;
    return change->operation(0) || word != 3 || word2 != 2;
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
    if (change->point) {
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
#ifndef RSEQ_SIG
    plan_skip_all("this architecture has no critical sections");
#endif
    if (rseq_available(RSEQ_AVAILABLE_QUERY_LIBC)) {
        bail_out("to be run with GLIBC_TUNABLES=glibc.pthread.rseq=0");
    }
    plan(2 * sizeof(changes) / sizeof(changes[0]));
    // No kernel may see what is done to its own fields.
    pretend_registration();
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        test_change(&changes[i]);
    }
    return exit_status();
}
