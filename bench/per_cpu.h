// SPDX-License-Identifier: MIT
//
// Data with a copy for each CPU, and what programs find their copy by.
#ifndef PER_CPU_H
#define PER_CPU_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "bench.h"

#include <rseq/rseq.h>

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// glibc's sched_getcpu() reads the rseq area since 2.35; its getcpu() is always that of the kernel,
// by way of the vDSO where that has one, as sched_getcpu() was before.
#define HAS_GETCPU 0
#ifdef __GLIBC__
#if __GLIBC_PREREQ(2, 29)
#undef HAS_GETCPU
#define HAS_GETCPU 1
#endif
#endif

// What per-CPU data is updated with where there are no restartable sequences.
#define GETCPU_PEERS                                                                               \
    {                                                                                              \
        "getcpu()+atomic", "sched_getcpu()+atomic"                                                 \
    }

// Zeroed copies for the CPUs, or for the threads if there are more. To be freed.
static inline void *create_copies(const struct setup *setup, size_t size)
{
    const int cpus = rseq_get_max_nr_cpus();
    const size_t bytes = size * (size_t)(cpus > setup->threads ? cpus : setup->threads);
    void *copies;

    if (posix_memalign(&copies, CACHE_LINE, bytes))
        return NULL;
    return memset(copies, 0, bytes);
}

static inline const char *no_sched_getcpu(const struct subject *subject, const struct setup *setup)
{
    (void)subject, (void)setup;
    return sched_getcpu() < 0 ? "sched_getcpu() is refused" : NULL;
}

static inline const char *no_getcpu(const struct subject *subject, const struct setup *setup)
{
    (void)subject, (void)setup;
    return HAS_GETCPU ? NULL : "the C library has no getcpu()";
}

static inline unsigned int kernel_cpu(void)
{
    unsigned int cpu = 0;

#if HAS_GETCPU
    getcpu(&cpu, NULL);
#endif
    return cpu;
}

static inline unsigned int libc_cpu(void)
{
    return (unsigned int)sched_getcpu();
}

#endif
