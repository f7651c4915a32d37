// SPDX-License-Identifier: MIT
//
// The library owns the registration (tunable) and nobody registered yet: what a thread sees.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "known_offset.h"
#include "tap.h"

#include <pthread.h>

// Of a second thread: 0 if it sees the same.
static void *in_thread(void *unused)
{
    (void)unused;
    return rseq_current_cpu_raw() == RSEQ_ABI_CPU_ID_UNINITIALIZED && rseq_cpu_start() == 0
               ? NULL
               : (void *)rseq_get_abi();
}

int main(void)
{
    pthread_t thread;
    void *result;

    const bool kernel = rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL);
    plan(18);
    ok(!rseq_registered(), "nobody is registered");
    errno = 4711;
    ok(rseq_init() == RSEQ_INIT_OK && errno == 4711, "rseq_init registers nobody:");
    ok(!rseq_available(RSEQ_AVAILABLE_QUERY_LIBC), "libc did not register");
    ok(rseq_flags == 0, "rseq_flags is 0");
    ok(rseq_size == 0, "rseq_size is 0");
    ok(is_known_offset(rseq_offset), "rseq_offset %td", rseq_offset);
    ok((uintptr_t)rseq_get_abi() % 32 == 0, "the area is aligned");
    ok(rseq_current_cpu_raw() == RSEQ_ABI_CPU_ID_UNINITIALIZED, "cpu_id is -1");
    ok(rseq_cpu_start() == 0, "cpu_id_start is 0");
    ok(!rseq_registered(), "nobody is registered");
    ok(!rseq_node_id_available() && !rseq_mm_cid_available() && !rseq_slice_ctrl_available(),
       "no node_id, no mm_cid, no slice_ctrl");
    ok(rseq_current_cpu() < (uint32_t)rseq_get_max_nr_cpus(), "rseq_current_cpu falls back");
    ok(rseq_fallback_current_node() >= 0, "rseq_fallback_current_node");

    errno = 0;
    ok(rseq_unregister_current_thread() == -1 && errno == (kernel ? EINVAL : ENOSYS),
       "unregister: %s", kernel ? "EINVAL" : "ENOSYS");
    ok(rseq_size == 0, "rseq_size is still 0");
    if (!kernel) {
        skip(3, "no rseq system call");
        return exit_status();
    }

    // One thread's registration is nobody else's.
    ok(rseq_register_current_thread() == 0 && rseq_current_cpu_raw() >= 0, "register");
    ok(rseq_size >= 20, "rseq_size is %u", rseq_size);
    if (pthread_create(&thread, NULL, in_thread, NULL) || pthread_join(thread, &result)) {
        bail_out("no thread");
    }
    ok(!result, "another thread is still unregistered");
    return exit_status();
}
