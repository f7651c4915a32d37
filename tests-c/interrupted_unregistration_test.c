// SPDX-License-Identifier: MIT
//
// A signal handler that registers the thread while the library unregisters it (tunable): right
// after the system call, since syscall(2) is the one below, which raises the signal.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <rseq/rseq.h>

#include "tap.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/syscall.h>

static bool armed;
static int handled, failed;

static void handler(int signal_number)
{
    (void)signal_number;
    handled++;
    failed += rseq_register_current_thread() != 0;
}

long syscall(long number, ...)
{
    static long (*libc_syscall)(long, ...);
    long arguments[6];
    va_list list;

    if (!libc_syscall) {
        void *const found = dlsym(RTLD_NEXT, "syscall");
        memcpy(&libc_syscall, &found, sizeof(found));
    }
    va_start(list, number);
    for (size_t i = 0; i < sizeof(arguments) / sizeof(arguments[0]); i++) {
        arguments[i] = va_arg(list, long);
    }
    va_end(list);
    const long result = libc_syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
                                     arguments[4], arguments[5]);
    if (armed && number == __NR_rseq && result == 0) {
        armed = false;
        raise(SIGUSR1);
    }
    return result;
}

int main(void)
{
    struct sigaction action;
    sigset_t before, after;

    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    if (rseq_available(RSEQ_AVAILABLE_QUERY_LIBC)) {
        bail_out("to be run with GLIBC_TUNABLES=glibc.pthread.rseq=0");
    }
    sigemptyset(&action.sa_mask);
    action.sa_flags = 0;
    action.sa_handler = handler;
    sigaction(SIGUSR1, &action, NULL);
    sigprocmask(SIG_SETMASK, NULL, &before);
    ok(rseq_register_current_thread() == 0, "register");
    armed = true;
    ok(rseq_unregister_current_thread() == 0 && handled == 1 && !failed,
       "unregister, while a handler registers");
    ok(rseq_current_cpu_raw() >= 0, "the thread is registered");
    ok(!rseq_mm_cid_available() || (int)rseq_current_mm_cid() >= 0,
       "its concurrency id is the kernel's");
    ok(rseq_unregister_current_thread() == 0 && rseq_current_cpu_raw() < 0,
       "it can be unregistered");
    sigprocmask(SIG_SETMASK, NULL, &after);
    bool same = true;
    for (int i = 1; i < NSIG; i++) {
        same = same && sigismember(&before, i) == sigismember(&after, i);
    }
    ok(same, "the same signals are blocked as before");
    return exit_status();
}
