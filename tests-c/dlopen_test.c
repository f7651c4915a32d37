// SPDX-License-Identifier: MIT
//
// A program that loads the library at run time, as plugins do, with threads already running, and
// closes it while threads are registered.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "effort.h"
#include "known_offset.h"
#include "tap.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

static struct library {
    int (*do_register)(void);
    int (*do_unregister)(void);
    bool (*available)(unsigned int query);
    ptrdiff_t *offset;
    unsigned int *size;
} library;

// glibc has room for a thread area that is loaded later if its alignment is no more than that of
// the variables which were there before: 32 bytes of its own on many architectures, 64 on x86.
#ifdef ALIGNED_VARIABLE
__thread char aligned_variable[64] __attribute__((aligned(64)));
#endif

#define TIMES 10000

static pthread_barrier_t loaded;
static bool closed;

static int32_t cpu_id(void)
{
    const char *area = (const char *)rseq_thread_pointer() + *library.offset;

    return (int32_t)((const volatile struct rseq_abi *)area)->cpu_id;
}

static void *register_in_thread(void *failed)
{
    pthread_barrier_wait(&loaded);
    return library.do_register() || cpu_id() < 0 ? failed : NULL;
}

// A thread that is registered while the library is loaded and closed again and again.
static void *stay_registered(void *failed)
{
    if (library.do_register()) {
        return failed;
    }
    pthread_barrier_wait(&loaded);
    while (!__atomic_load_n(&closed, __ATOMIC_ACQUIRE)) {
        if (cpu_id() < 0) {
            return failed;
        }
        sched_yield();
    }
    return cpu_id() < 0 || library.do_register() ? failed : NULL;
}

// As `library` has it after it was closed: it stays.
static bool load_and_close(void)
{
    void *handle = dlopen("librseq.so.0", RTLD_NOW | RTLD_LOCAL);

    return handle && dlsym(handle, "rseq_size") == library.size && !dlclose(handle) &&
           *library.size >= 20;
}

int main(void)
{
    const int times = repetitions(TIMES);
    int failures = 0;
    pthread_t thread;
    void *result;

    pthread_barrier_init(&loaded, NULL, 2);
    if (pthread_create(&thread, NULL, register_in_thread, &library)) {
        bail_out("no thread");
    }
#ifndef __GLIBC__
    // musl has no room at a fixed offset in threads that exist already.
    plan(2);
    ok(!dlopen("librseq.so.0", RTLD_NOW | RTLD_LOCAL),
       "musl refuses to load the thread area later");
    const char *reason = dlerror();
    ok(reason && strstr(reason, "initial-exec"), "and says why: %s", reason ? reason : "no error");
    return exit_status();
#endif
    void *handle = dlopen("librseq.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        const char *error = dlerror();
#if !defined(ALIGNED_VARIABLE) && !defined(__x86_64__) && !defined(__i386__)
        if (strstr(error, "static TLS block")) {
            plan_skip_all("glibc has no room for a thread area that is loaded later");
        }
#endif
        bail_out("%s", error);
    }
    *(void **)&library.do_register = dlsym(handle, "rseq_register_current_thread");
    *(void **)&library.do_unregister = dlsym(handle, "rseq_unregister_current_thread");
    *(void **)&library.available = dlsym(handle, "rseq_available");
    library.offset = (ptrdiff_t *)dlsym(handle, "rseq_offset");
    library.size = (unsigned int *)dlsym(handle, "rseq_size");
    if (!library.do_register || !library.do_unregister || !library.available || !library.offset ||
        !library.size) {
        bail_out("a symbol is missing");
    }
    plan(11);
    const bool libc_owns = library.available(RSEQ_AVAILABLE_QUERY_LIBC);
    // Nobody but the code of the library finds its variable if that was loaded later.
    ok(libc_owns ? is_known_offset(*library.offset) : cpu_id() == RSEQ_ABI_CPU_ID_UNINITIALIZED,
       "the constructor ran: rseq_offset %td", *library.offset);
    ok((*library.size >= 20) == libc_owns, "rseq_size %u", *library.size);
    ok(cpu_id() >= 0 || !libc_owns, "cpu_id %d", (int)cpu_id());
    if (!library.available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        skip(8, "no rseq system call");
        return exit_status();
    }
    ok(library.do_register() == 0 && cpu_id() >= 0, "register");
    ok(*library.size >= 20, "rseq_size %u", *library.size);
    pthread_barrier_wait(&loaded);
    pthread_join(thread, &result);
    ok(!result, "a thread that is older than the library registers");
    ok(library.do_unregister() == 0 && (cpu_id() >= 0) == libc_owns, "unregister");

    if (pthread_create(&thread, NULL, stay_registered, &library)) {
        bail_out("no thread");
    }
    pthread_barrier_wait(&loaded);
    ok(dlclose(handle) == 0, "close");
    for (int i = 0; i < times; i++) {
        failures += !load_and_close();
    }
    ok(failures == 0, "load and close %d times", times);
    __atomic_store_n(&closed, true, __ATOMIC_RELEASE);
    pthread_join(thread, &result);
    ok(!result, "a thread was registered all the time");
    ok(library.do_register() == 0 && cpu_id() >= 0, "register with the closed library");
    return exit_status();
}
