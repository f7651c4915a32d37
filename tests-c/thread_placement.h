// SPDX-License-Identifier: MIT
//
// Where threads run, and which copy of per-CPU data is theirs.
#ifndef THREAD_PLACEMENT_H
#define THREAD_PLACEMENT_H

#include <rseq/rseq.h>

#include <sched.h>
#include <stdbool.h>

// With -DINDEX_BY_MM_CID per-CPU data is indexed by concurrency id, otherwise by CPU number.
#ifdef INDEX_BY_MM_CID
#define PERCPU_MODE RSEQ_PERCPU_MM_CID
#define PERCPU_INDEX_NAME "mm_cid"
#else
#define PERCPU_MODE RSEQ_PERCPU_CPU_ID
#define PERCPU_INDEX_NAME "cpu_id"
#endif

// Index of the calling thread's copy right now; it may be another one at once.
static inline int percpu_index(enum rseq_percpu_mode mode)
{
    return (int)(mode == RSEQ_PERCPU_MM_CID ? rseq_current_mm_cid() : rseq_cpu_start());
}

// Whether the calling thread is registered and the kernel provides the index.
static inline bool percpu_index_available(enum rseq_percpu_mode mode)
{
    return rseq_current_cpu_raw() >= 0 && (mode == RSEQ_PERCPU_CPU_ID || rseq_mm_cid_available());
}

// Moves the calling thread to one CPU; false if it is not allowed there.
static inline bool run_on_cpu(int cpu)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    return !sched_setaffinity(0, sizeof(set), &set);
}

// Keeps the calling thread on the CPU that it is on, if it can be.
static inline void stay_on_this_cpu(void)
{
    (void)run_on_cpu(rseq_fallback_current_cpu());
}

#endif // THREAD_PLACEMENT_H
