// SPDX-License-Identifier: MIT
//
// rseq_offset, rseq_size and rseq_flags live in the executable (copy relocations, or the GOT where
// the compiler does without), and the library means the same variables.
//
// copy_relocation_test copied|indirect: where the linker should have put them on x86-64. Elsewhere
// it depends on compiler and architecture.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "known_offset.h"
#include "tap.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

// Symbols of the linker: begin and end of the executable's own image.
extern const char __executable_start[], _end[];

static bool in_executable(const void *variable)
{
    return (uintptr_t)variable >= (uintptr_t)__executable_start &&
           (uintptr_t)variable < (uintptr_t)_end;
}

static void *register_in_thread(void *unused)
{
    (void)unused;
    return rseq_register_current_thread() || rseq_current_cpu_raw() < 0 ? (void *)&rseq_size : NULL;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        bail_out("usage: copy_relocation_test copied|indirect");
    }
    const bool copied = in_executable(&rseq_offset);
    const char *where = copied ? "copied" : "indirect";
    const bool libc_owns = rseq_available(RSEQ_AVAILABLE_QUERY_LIBC);
    pthread_t thread;
    void *result;

#ifdef __x86_64__
    ok(copied == !strcmp(argv[1], "copied"), "rseq_offset is %s", argv[1]);
#else
    diag("where rseq_offset is: %s (%s on x86-64)", where, argv[1]);
#endif
    ok(in_executable(&rseq_size) == copied, "rseq_size is %s", where);
    ok(in_executable(&rseq_flags) == copied, "rseq_flags is %s", where);
    ok(dlsym(RTLD_DEFAULT, "rseq_offset") == (void *)&rseq_offset, "one rseq_offset for all");
    ok(dlsym(RTLD_DEFAULT, "rseq_size") == (void *)&rseq_size, "one rseq_size for all");
    ok(dlsym(RTLD_DEFAULT, "rseq_flags") == (void *)&rseq_flags, "one rseq_flags for all");

    ok(is_known_offset(rseq_offset), "the library's constructor set rseq_offset: %td", rseq_offset);
    ok((rseq_size >= 20) == libc_owns && (rseq_size == 0) == !libc_owns,
       "the library's constructor set rseq_size: %u", rseq_size);
    ok(rseq_flags == 0, "rseq_flags is 0");
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        skip(5, "no rseq system call");
        return exit_status();
    }
    ok(rseq_register_current_thread() == 0, "register");
    ok(rseq_size >= 20, "the library updated rseq_size: %u", rseq_size);
    ok(rseq_current_cpu_raw() >= 0, "rseq_offset leads to the registered area");
    if (pthread_create(&thread, NULL, register_in_thread, NULL) || pthread_join(thread, &result)) {
        bail_out("no thread");
    }
    ok(!result, "in another thread too");
    ok(rseq_unregister_current_thread() == 0 && (rseq_current_cpu_raw() >= 0) == libc_owns,
       "unregister");
    return exit_status();
}
