// SPDX-License-Identifier: MIT
//
// An application's constructor of default priority finds rseq_offset, rseq_size and rseq_flags set,
// in static executables too, though nothing in the program calls a function of the library before.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "known_offset.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static struct {
    ptrdiff_t offset;
    unsigned int size, flags;
    int32_t cpu;
} seen[2];

static void look(int i)
{
    seen[i].offset = rseq_offset;
    seen[i].size = rseq_size;
    seen[i].flags = rseq_flags;
    // Initialised well enough to be read.
    seen[i].cpu = rseq_current_cpu_raw();
}

__attribute__((constructor)) static void constructor(void)
{
    look(0);
}

// constructor_order_test libc|own: who owns the registration, with a C library that knows rseq.
int main(int argc, char **argv)
{
    if (argc != 2) {
        bail_out("usage: constructor_order_test libc|own");
    }
    const bool libc_owns = !strcmp(argv[1], "libc") && &__rseq_size;
    look(1);
    if (libc_owns && !__rseq_size) {
        plan_skip_all("the C library did not register");
    }
    plan(7);
    ok(rseq_available(RSEQ_AVAILABLE_QUERY_LIBC) == libc_owns, "the registration is %s",
       libc_owns ? "libc's" : "the library's");
    ok(is_known_offset(seen[0].offset) && seen[0].offset == seen[1].offset, "rseq_offset %td",
       seen[0].offset);
    ok(seen[0].size == seen[1].size, "rseq_size %u", seen[0].size);
    ok(libc_owns ? seen[0].size >= 20 && seen[0].size <= 256 : seen[0].size == 0,
       "rseq_size is the valid size: the library's own area has none yet");
    ok(seen[0].flags == 0 && seen[1].flags == 0, "rseq_flags 0");
    ok(libc_owns ? seen[0].cpu >= 0 : seen[0].cpu == RSEQ_ABI_CPU_ID_UNINITIALIZED,
       "cpu_id in the constructor is %d", (int)seen[0].cpu);
    if (rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        ok(rseq_register_current_thread() == 0 && rseq_current_cpu_raw() >= 0, "register");
    } else {
        skip(1, "no rseq system call");
    }
    return exit_status();
}
