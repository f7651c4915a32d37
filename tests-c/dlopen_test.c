// SPDX-License-Identifier: MIT
//
// A program that loads the library at run time, as plugins do, with threads already running.
#include <rseq/rseq.h>

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

static pthread_barrier_t loaded;

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

int main(void)
{
    pthread_t thread;
    void *result;

    pthread_barrier_init(&loaded, NULL, 2);
    if (pthread_create(&thread, NULL, register_in_thread, &library)) {
        bail_out("no thread");
    }
#ifndef __GLIBC__
    plan_skip_all("musl loads no library with variables of the initial-exec model later");
#endif
    void *handle = dlopen("librseq.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        const char *error = dlerror();
#if !defined(__x86_64__) && !defined(__i386__)
        // Its threads' blocks are aligned to 32 bytes there, the thread area to 64.
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
    if (!library.available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    plan(7);
    const bool libc_owns = library.available(RSEQ_AVAILABLE_QUERY_LIBC);
    ok(*library.offset != 0, "the constructor ran: rseq_offset %td", *library.offset);
    ok((*library.size >= 20) == libc_owns, "rseq_size %u", *library.size);
    ok(cpu_id() >= 0 || !libc_owns, "cpu_id %d", (int)cpu_id());
    ok(library.do_register() == 0 && cpu_id() >= 0, "register");
    ok(*library.size >= 20, "rseq_size %u", *library.size);
    pthread_barrier_wait(&loaded);
    pthread_join(thread, &result);
    ok(!result, "a thread that is older than the library registers");
    ok(library.do_unregister() == 0 && (cpu_id() >= 0) == libc_owns, "unregister");
    return exit_status();
}
