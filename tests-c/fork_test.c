// SPDX-License-Identifier: MIT
//
// A registration is inherited by the child of fork(2), not by the one of execve(2); the library's
// own area (tunable).
#include <rseq/rseq.h>

#include "tap.h"

#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef RSEQ_SIG
#define RSEQ_SIG 0 // an architecture without critical sections: main() skips all
#endif

// Exit codes of children.
enum {
    FINE = 0,
    NOT_REGISTERED = 10,
    NOT_EBUSY,
    UNREGISTER_FAILED,
    REGISTER_FAILED,
    OPERATION_FAILED,
    NOT_UNREGISTERED,
    NO_EXEC,
};

static int in_child(void)
{
    const uint32_t length = rseq_size > 32 ? rseq_size : 32;
    intptr_t word = 1;
    int result = -1;

    if (rseq_current_cpu_raw() < 0) {
        return NOT_REGISTERED;
    }
    if (syscall(__NR_rseq, rseq_get_abi(), length, 0, RSEQ_SIG) != -1 || errno != EBUSY) {
        return NOT_EBUSY;
    }
    if (rseq_register_current_thread()) {
        return REGISTER_FAILED;
    }
    for (int i = 0; i < 1000000 && result < 0; i++) {
        result = rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, 1,
                                          (int)rseq_cpu_start());
    }
    if (result || word != 2) {
        return OPERATION_FAILED;
    }
    if (rseq_unregister_current_thread() || rseq_current_cpu_raw() >= 0) {
        return UNREGISTER_FAILED;
    }
    return rseq_register_current_thread() ? REGISTER_FAILED : FINE;
}

// Exit code of a child, or 256 plus the signal that killed it.
static int exit_code(pid_t child)
{
    int status;

    if (child < 0 || waitpid(child, &status, 0) != child) {
        bail_out("no child");
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "after-exec")) {
        return rseq_current_cpu_raw() == RSEQ_ABI_CPU_ID_UNINITIALIZED ? FINE : NOT_UNREGISTERED;
    }
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    plan(6);
    ok(rseq_register_current_thread() == 0, "parent: register");
    ok(rseq_current_cpu_raw() >= 0, "parent: cpu_id is valid");
    pid_t child = fork();
    if (child == 0) {
        _exit(in_child());
    }
    int code = exit_code(child);
    ok(code == FINE, "child: registered, can operate, can unregister and register (code %d)", code);
    ok(rseq_current_cpu_raw() >= 0 && rseq_register_current_thread() == 0,
       "parent: still registered");
    child = fork();
    if (child == 0) {
        execl("/proc/self/exe", argv[0], "after-exec", (char *)NULL);
        _exit(NO_EXEC);
    }
    code = exit_code(child);
    ok(code == FINE, "child after execve: not registered (code %d)", code);
    ok(rseq_unregister_current_thread() == 0, "parent: unregister");
    return exit_status();
}
