// SPDX-License-Identifier: MIT
//
// A library in a program that knows nothing of rseq: it registers each thread on first use, from
// wherever it is called, and nobody unregisters. In both modes, with the registration owned by libc
// or by the library (tunable).
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <rseq/rseq.h>

#include "effort.h"
#include "tap.h"

#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SHORT_LIVED 4000
#define INTERRUPTED 20000

// Adds 1 to a word of the calling thread's, registering it first if that is due; false if the
// operation does not succeed.
static bool use(void)
{
    intptr_t word = 1;
    int result = -1;

    if (rseq_current_cpu_raw() < 0 && rseq_register_current_thread()) {
        return false;
    }
    for (int i = 0; i < 1000000 && result < 0; i++) {
        result = rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, 1,
                                          (int)rseq_cpu_start());
    }
    return result == 0 && word == 2;
}

static bool libc_owns;

// Destructors of thread-specific data. `used` counts the rounds in which use() succeeded.
static pthread_key_t first_key, second_key;
static int rounds, used, unregistered;

static void destructor(void *value)
{
    const pthread_key_t key = *(const pthread_key_t *)value;

    used += use();
    if (++rounds < 6) {
        pthread_setspecific(key, value);
    }
}

// Runs after the destructor of the library, whose key was created when a thread registered first.
static void late_destructor(void *value)
{
    unregistered += rseq_current_cpu_raw() < 0;
    if (rounds < 6) {
        pthread_setspecific(*(const pthread_key_t *)value, value);
    }
}

static void *with_data(void *key)
{
    pthread_setspecific(*(const pthread_key_t *)key, key);
    return use() ? NULL : key;
}

static void *with_data_unregistered(void *key)
{
    pthread_setspecific(*(const pthread_key_t *)key, key);
    return NULL;
}

static bool runs(void *(*function)(void *), void *argument)
{
    pthread_t thread;
    void *failed;

    if (pthread_create(&thread, NULL, function, argument) || pthread_join(thread, &failed)) {
        bail_out("no thread");
    }
    return !failed;
}

static void test_thread_specific_data(void)
{
    if (pthread_key_create(&first_key, destructor)) {
        bail_out("no key");
    }
    rounds = used = 0;
    ok(runs(with_data, &first_key) && rounds > 0 && used == rounds,
       "%d destructors of thread-specific data in a registered thread", rounds);
    rounds = used = 0;
    ok(runs(with_data_unregistered, &first_key) && rounds > 0 && used == rounds,
       "%d destructors that register the thread", rounds);
    if (pthread_key_create(&second_key, late_destructor)) {
        bail_out("no key");
    }
    rounds = unregistered = 0;
    ok(runs(with_data, &second_key), "a thread that exits registered");
#ifdef __GLIBC__
    ok(unregistered == 0, "stays registered to its end");
#else
    ok(unregistered > 0, "is unregistered before its memory may be gone");
#endif
}

#ifdef __cplusplus
static bool destroyed;

struct thread_local_object {
    bool made;
    thread_local_object() : made(use())
    {
    }
    ~thread_local_object()
    {
        destroyed = made && use();
    }
};

static void *with_thread_local(void *failed)
{
    static thread_local thread_local_object object;

    return object.made ? NULL : failed;
}
#endif

// Threads that are gone before anybody asks, whose memory is used again by others.
static int finished, failures;

static void *short_lived(void *unused)
{
    (void)unused;
    __atomic_add_fetch(&failures, !use(), __ATOMIC_RELAXED);
    __atomic_add_fetch(&finished, 1, __ATOMIC_RELEASE);
    return NULL;
}

static void test_detached_threads(void)
{
    const int number = repetitions(SHORT_LIVED);
    pthread_attr_t attributes;
    pthread_t thread;

    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    for (int i = 0; i < number; i++) {
        while (pthread_create(&thread, &attributes, short_lived, NULL)) {
            sched_yield();
        }
        while (i - __atomic_load_n(&finished, __ATOMIC_ACQUIRE) > 50) {
            sched_yield();
        }
    }
    while (__atomic_load_n(&finished, __ATOMIC_ACQUIRE) < number) {
        sched_yield();
    }
    pthread_attr_destroy(&attributes);
    ok(failures == 0, "%d detached threads exit registered", number);
}

// Signal handlers that register and unregister the thread which does so itself.
static volatile sig_atomic_t handled, handler_failures;

static void handler(int signal_number)
{
    const int error = errno;

    (void)signal_number;
    handled = handled + 1;
    if (!use()) {
        handler_failures = handler_failures + 1;
    }
    // Half of them leave the thread unregistered.
    if (handled % 2) {
        rseq_unregister_current_thread();
    }
    errno = error;
}

static pthread_t interrupted;
static bool stop;

static void *interrupt(void *unused)
{
    (void)unused;
    while (!__atomic_load_n(&stop, __ATOMIC_ACQUIRE)) {
        pthread_kill(interrupted, SIGUSR1);
        sched_yield();
    }
    return NULL;
}

static void test_signal_handlers(void)
{
    const int number = repetitions(INTERRUPTED);
    struct sigaction action;
    pthread_t thread;
    int wrong = 0;

    sigemptyset(&action.sa_mask);
    action.sa_flags = 0;
    action.sa_handler = handler;
    sigaction(SIGUSR1, &action, NULL);
    ok(!raise(SIGUSR1) && !handler_failures, "a signal handler registers the thread");
    interrupted = pthread_self();
    if (pthread_create(&thread, NULL, interrupt, NULL)) {
        bail_out("no thread");
    }
    for (int i = 0; i < number || handled < 100; i++) {
        wrong += rseq_register_current_thread() != 0;
        // Unregistered by a handler in between: EINVAL.
        wrong += rseq_unregister_current_thread() != 0 && errno != EINVAL;
    }
    __atomic_store_n(&stop, true, __ATOMIC_RELEASE);
    pthread_join(thread, NULL);
    ok(!wrong && !handler_failures, "it may interrupt the thread that does so itself");
    ok(use() && libc_owns == (rseq_unregister_current_thread() == 0 && rseq_current_cpu_raw() >= 0),
       "the state is right afterwards");
}

int main(void)
{
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    libc_owns = rseq_available(RSEQ_AVAILABLE_QUERY_LIBC);
    test_thread_specific_data();
#ifdef __cplusplus
    ok(runs(with_thread_local, &destroyed) && destroyed, "destructor of a thread-local object");
#endif
    test_detached_threads();
    test_signal_handlers();
    return exit_status();
}
