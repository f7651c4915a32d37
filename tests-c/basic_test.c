// SPDX-License-Identifier: MIT
//
// Registration, the published variables, and the CPU number on every CPU that is allowed.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "known_offset.h"
#include "tap.h"
#include "thread_placement.h"

#include <unistd.h>

static void on_every_cpu(void)
{
    cpu_set_t allowed;

    if (!ok(!sched_getaffinity(0, sizeof(allowed), &allowed), "sched_getaffinity")) {
        return;
    }
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (!CPU_ISSET((size_t)cpu, &allowed)) {
            continue;
        }
        ok(run_on_cpu(cpu), "move to CPU %d", cpu);
        ok(sched_getcpu() == cpu, "sched_getcpu is %d", cpu);
        ok(rseq_current_cpu() == (uint32_t)cpu, "rseq_current_cpu is %d", cpu);
        ok(rseq_current_cpu_raw() == cpu, "rseq_current_cpu_raw is %d", cpu);
        ok(rseq_cpu_start() == (uint32_t)cpu, "rseq_cpu_start is %d", cpu);
        ok(rseq_fallback_current_cpu() == cpu, "rseq_fallback_current_cpu is %d", cpu);
        ok(cpu < rseq_get_max_nr_cpus(), "rseq_get_max_nr_cpus %d is greater than %d",
           rseq_get_max_nr_cpus(), cpu);
        const int32_t node = rseq_fallback_current_node();
        ok(node >= 0 && node == rseq_fallback_current_node(), "rseq_fallback_current_node is %d",
           (int)node);
        if (rseq_node_id_available()) {
            ok(rseq_current_node_id() == (uint32_t)node, "rseq_current_node_id is %d", (int)node);
        } else {
            skip(1, "kernel without node_id");
        }
        if (rseq_mm_cid_available()) {
            ok(rseq_current_mm_cid() < (uint32_t)rseq_get_max_nr_cpus(), "rseq_current_mm_cid");
        } else {
            skip(1, "kernel without mm_cid");
        }
    }
    ok(!sched_setaffinity(0, sizeof(allowed), &allowed), "all CPUs allowed again");
}

int main(void)
{
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    errno = 4711;
    ok(rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL) && errno == 4711,
       "rseq_available(KERNEL) leaves errno alone");
    ok(rseq_available(2) && rseq_available(~0U), "unknown queries are answered for the kernel");
    ok(rseq_register_current_thread() == 0, "register");
    ok(rseq_flags == 0, "rseq_flags");
    ok(rseq_size >= 20, "rseq_size is %u", rseq_size);
    ok(is_known_offset(rseq_offset), "rseq_offset is %td", rseq_offset);
    ok((char *)rseq_get_abi() == (char *)rseq_thread_pointer() + rseq_offset, "rseq_get_abi");
    ok(rseq_current_cpu_raw() >= 0, "the thread is registered");
    ok(rseq_node_id_available() == (rseq_size >= rseq_offsetofend(struct rseq_abi, node_id)),
       "rseq_node_id_available");
    ok(rseq_mm_cid_available() == (rseq_size >= rseq_offsetofend(struct rseq_abi, mm_cid)),
       "rseq_mm_cid_available");
    ok(rseq_slice_ctrl_available() == (rseq_size >= rseq_offsetofend(struct rseq_abi, slice_ctrl)),
       "rseq_slice_ctrl_available");
    ok(rseq_registered(), "rseq_registered");
    on_every_cpu();

    const bool libc_owns = rseq_available(RSEQ_AVAILABLE_QUERY_LIBC);
    ok(rseq_unregister_current_thread() == 0, "unregister");
    ok((rseq_current_cpu_raw() >= 0) == libc_owns,
       "unregistered, unless the registration is libc's");
    ok(rseq_current_cpu() < (uint32_t)rseq_get_max_nr_cpus(), "rseq_current_cpu still works");
    ok(rseq_size >= 20, "rseq_size stays");
    return exit_status();
}
