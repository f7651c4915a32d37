// SPDX-License-Identifier: MIT
//
// Registering more than once, from constructors, in many threads: in both modes, with the
// registration owned by libc or by the library (tunable).
#include <rseq/rseq.h>

#include "tap.h"

#include <pthread.h>

#define THREADS 64
#define ROUNDS 20

static int early_init = 1, early_result = 1, default_result = 1;
static ptrdiff_t early_offset;
static unsigned int early_size, default_size;
static bool early_registered;

// Runs before the library's own constructor may have run: 101 is the first priority that programs
// may use.
__attribute__((constructor(101))) static void early_constructor(void)
{
    early_init = rseq_init();
    early_offset = rseq_offset;
    early_registered = rseq_registered();
    early_result = rseq_register_current_thread();
    early_size = rseq_size;
}

__attribute__((constructor)) static void default_constructor(void)
{
    default_result = rseq_register_current_thread();
    default_size = rseq_size;
}

static pthread_barrier_t all_started, all_registered;

struct thread {
    pthread_t id;
    struct rseq_abi *area;
    int failed; // the step that failed
};

static bool libc_owns;

// Whether the calling thread looks registered or unregistered as it should.
static bool registered_is(bool expected)
{
    return (rseq_current_cpu_raw() >= 0) == (expected || libc_owns);
}

static void *register_in_thread(void *argument)
{
    struct thread *thread = (struct thread *)argument;

    pthread_barrier_wait(&all_started);
    for (int round = 0; round < ROUNDS && !thread->failed; round++) {
        thread->failed = !registered_is(false)                                 ? 1
                         : rseq_register_current_thread()                      ? 2
                         : !registered_is(true)                                ? 3
                         : rseq_init() || rseq_register_current_thread()       ? 4
                         : rseq_unregister_current_thread()                    ? 5
                         : !registered_is(false)                               ? 6
                         : rseq_unregister_current_thread() == 0 && !libc_owns ? 7
                                                                               : 0;
    }
    if (!thread->failed && rseq_register_current_thread()) {
        thread->failed = 8;
    }
    thread->area = rseq_get_abi();
    if (!thread->failed && (int32_t)thread->area->cpu_id < 0) {
        thread->failed = 9;
    }
    // All areas exist at the same time.
    pthread_barrier_wait(&all_registered);
    return NULL;
}

static void many_threads(void)
{
    static struct thread threads[THREADS];
    int failed = 0, equal = 0;

    pthread_barrier_init(&all_started, NULL, THREADS);
    pthread_barrier_init(&all_registered, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i].id, NULL, register_in_thread, &threads[i])) {
            bail_out("no thread");
        }
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i].id, NULL);
        if (threads[i].failed) {
            failed++;
            diag("thread %d failed in step %d", i, threads[i].failed);
        }
        for (int j = 0; j < i; j++) {
            const char *a = (const char *)threads[i].area, *b = (const char *)threads[j].area;
            const ptrdiff_t distance = a > b ? a - b : b - a;

            equal += distance < 64;
        }
    }
    ok(failed == 0, "%d threads register and unregister %d times", THREADS, ROUNDS);
    ok(equal == 0, "their areas do not overlap");
}

// A thread that is unregistered at its end, one that is not, and one that never was: the memory of
// their areas is used again by the next ones.
static void *leave(void *how)
{
    const int variant = *(const int *)how;

    if (variant > 0 && rseq_register_current_thread()) {
        return how;
    }
    return variant > 1 && rseq_unregister_current_thread() ? how : NULL;
}

static void threads_come_and_go(void)
{
    int failed = 0;

    for (int i = 0; i < 300; i++) {
        int variant = i % 3;
        pthread_t thread;
        void *result;

        if (pthread_create(&thread, NULL, leave, &variant) || pthread_join(thread, &result)) {
            bail_out("no thread");
        }
        failed += result != NULL;
    }
    ok(failed == 0, "threads that unregister, that exit registered and that never register");
}

int main(void)
{
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    plan(20);
    libc_owns = rseq_available(RSEQ_AVAILABLE_QUERY_LIBC);
    ok(early_init == RSEQ_INIT_OK, "initialised in the first constructor");
    ok(early_offset == rseq_offset, "rseq_offset was valid there");
    ok(early_registered == libc_owns, "rseq_registered() there, before anybody registered");
    ok(early_result == 0, "registered from the first constructor");
    ok(early_size >= 20 && early_size == rseq_size, "rseq_size was valid there");
    ok(default_result == 0, "registered from a constructor");
    ok(default_size >= 20 && default_size == rseq_size, "rseq_size was valid there");
    ok(rseq_current_cpu_raw() >= 0, "the main thread is registered");

    const ptrdiff_t offset = rseq_offset;
    const unsigned int size = rseq_size;
    ok(rseq_register_current_thread() == 0, "once more: success");
    ok(rseq_register_current_thread() == 0, "and again");
    ok(rseq_unregister_current_thread() == 0, "unregister once");
    ok(registered_is(false), "unregistered, unless the registration is libc's");
    errno = 0;
    if (libc_owns) {
        ok(rseq_unregister_current_thread() == 0, "unregister again: nothing to do");
    } else {
        ok(rseq_unregister_current_thread() == -1 && errno == EINVAL, "unregister again: EINVAL");
    }
    ok(rseq_register_current_thread() == 0 && registered_is(true), "register again");
    errno = 4711;
    ok(rseq_init() == RSEQ_INIT_OK && errno == 4711 && rseq_registered(), "initialise again");
    ok(rseq_offset == offset && rseq_size == size && rseq_flags == 0,
       "the published values did not change");
    many_threads();
    threads_come_and_go();
    ok(registered_is(true), "the main thread is still registered");
    return exit_status();
}
