// SPDX-License-Identifier: MIT
//
// A registration is inherited by the child of fork(2), not by the one of vfork(2), which has the
// memory of its parent, nor by a program that is executed; the library's own area (tunable).
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "rseq_syscall.h"
#include "tap.h"

#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>

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
    NOT_REFUSED,
    THREAD_FAILED,
};

// Of a thread that should be registered.
static int check_registered(void)
{
    intptr_t word = 1;
    int result = -1;

    if (rseq_current_cpu_raw() < 0) {
        return NOT_REGISTERED;
    }
    if (sys_rseq(rseq_get_abi(), full_length(), 0, RSEQ_SIG) != -1 || errno != EBUSY) {
        return NOT_EBUSY;
    }
    if (rseq_register_current_thread()) {
        return REGISTER_FAILED;
    }
    for (int i = 0; i < 1000000 && result < 0; i++) {
        result = rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, 1,
                                          (int)rseq_cpu_start());
    }
    return result || word != 2 ? OPERATION_FAILED : FINE;
}

static void *register_in_thread(void *failed)
{
    return rseq_register_current_thread() || check_registered() != FINE ? failed : NULL;
}

static int in_child(void *unused)
{
    const int code = check_registered();
    pthread_t thread;
    void *failed;

    (void)unused;
    if (code != FINE) {
        return code;
    }
    if (pthread_create(&thread, NULL, register_in_thread, &failed) ||
        pthread_join(thread, &failed) || failed) {
        return THREAD_FAILED;
    }
    if (rseq_unregister_current_thread() || rseq_current_cpu_raw() >= 0) {
        return UNREGISTER_FAILED;
    }
    return rseq_register_current_thread() ? REGISTER_FAILED : FINE;
}

// The area says that it belongs to a thread on some CPU, which is the parent.
static int in_child_with_memory_of_parent(void *unused)
{
    (void)unused;
    errno = 0;
    if (rseq_register_current_thread() != -1 || errno != EBUSY) {
        return NOT_REFUSED;
    }
    errno = 0;
    return rseq_unregister_current_thread() != -1 || errno != EINVAL ? NOT_REFUSED : FINE;
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

// For clone(), in a process of its own. Returning would end this thread alone: a process in which a
// sanitizer has one too would never end.
static int exit_after_in_child(void *unused)
{
    _exit(in_child(unused));
}

static int exit_code_after_fork(void)
{
    const pid_t child = fork();

    if (child == 0) {
        _exit(in_child(NULL));
    }
    return exit_code(child);
}

static int exit_code_after_clone(int (*function)(void *), int flags)
{
    static char stack[256 * 1024] __attribute__((aligned(64)));

    return exit_code(clone(function, stack + sizeof(stack), flags | SIGCHLD, NULL));
}

static int exit_code_after_vfork(void)
{
#ifdef __SANITIZE_THREAD__
    // Which has a function of this name that is fork().
    return exit_code_after_clone(in_child_with_memory_of_parent, CLONE_VM | CLONE_VFORK);
#else
    const pid_t child = vfork();

    if (child == 0) {
        _exit(in_child_with_memory_of_parent(NULL));
    }
    return exit_code(child);
#endif
}

// A thread that forks.
static void *forking_thread(void *code)
{
    *(int *)code = rseq_register_current_thread() ? REGISTER_FAILED : exit_code_after_fork();
    return check_registered() == FINE ? NULL : code;
}

int main(int argc, char **argv)
{
    static char after_exec[] = "after-exec";
    char *const arguments[] = {argv[0], after_exec, NULL};
    pthread_t thread;
    void *failed;

    if (argc == 2 && !strcmp(argv[1], "after-exec")) {
        return rseq_current_cpu_raw() == RSEQ_ABI_CPU_ID_UNINITIALIZED ? FINE : NOT_UNREGISTERED;
    }
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    plan(18);
    ok(rseq_register_current_thread() == 0, "parent: register");
    ok(rseq_current_cpu_raw() >= 0, "parent: cpu_id is valid");
    int code = exit_code_after_fork();
    ok(code == FINE, "fork: registered, can operate, can unregister and register (code %d)", code);
    ok(check_registered() == FINE, "parent: still registered");
    code = exit_code_after_clone(exit_after_in_child, 0);
    ok(code == FINE, "clone without CLONE_VM: the same (code %d)", code);
    ok(check_registered() == FINE, "parent: still registered");
    if (pthread_create(&thread, NULL, forking_thread, &code) || pthread_join(thread, &failed)) {
        bail_out("no thread");
    }
    ok(code == FINE, "fork of another thread: the same (code %d)", code);
    ok(!failed, "the thread: still registered");

    code = exit_code_after_vfork();
    ok(code == FINE, "vfork: can neither register nor unregister (code %d)", code);
    ok(check_registered() == FINE, "parent: still registered");
    code = exit_code_after_clone(in_child_with_memory_of_parent, CLONE_VM | CLONE_VFORK);
    ok(code == FINE, "clone with CLONE_VM: the same (code %d)", code);
    ok(check_registered() == FINE, "parent: still registered");

    pid_t child = fork();
    if (child == 0) {
        execv("/proc/self/exe", arguments);
        _exit(NO_EXEC);
    }
    code = exit_code(child);
    ok(code == FINE, "fork, execve: not registered (code %d)", code);
    child = vfork();
    if (child == 0) {
        execv("/proc/self/exe", arguments);
        _exit(NO_EXEC);
    }
    code = exit_code(child);
    ok(code == FINE, "vfork, execve: not registered (code %d)", code);
    ok(check_registered() == FINE, "parent: still registered");
    code = posix_spawn(&child, "/proc/self/exe", NULL, NULL, arguments, environ);
    code = code ? code : exit_code(child);
    ok(code == FINE, "posix_spawn: not registered (code %d)", code);
    ok(check_registered() == FINE, "parent: still registered");
    ok(rseq_unregister_current_thread() == 0, "parent: unregister");
    return exit_status();
}
