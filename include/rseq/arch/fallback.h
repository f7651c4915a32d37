/* Printed by headergen from headergen/templates/rseq/arch/fallback.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/fallback.h: architectures that this library has no critical sections for.
 *
 * Programs compile and run there without restartable sequences: each operation returns -1 as if it
 * was aborted, a thread cannot be registered, and rseq_current_cpu() asks the system. There is no
 * RSEQ_SIG, for the kernel has none either, and there are no parts to build sections from.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/fallback.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_FALLBACK_H
#define _RSEQ_ARCH_FALLBACK_H

/*
 * Memory barriers: what the compiler knows of the CPU. The memory model of C has no fences that
 * order loads alone or stores alone; these are the nearest ones that order at least that.
 */

/** Orders all earlier accesses before all later ones. */
#define rseq_smp_mb() __atomic_thread_fence(__ATOMIC_SEQ_CST)
/** Orders earlier loads before later loads. */
#define rseq_smp_rmb() __atomic_thread_fence(__ATOMIC_ACQUIRE)
/** Orders earlier stores before later stores. */
#define rseq_smp_wmb() __atomic_thread_fence(__ATOMIC_RELEASE)

#define __rseq_smp_acquire_fence() __atomic_thread_fence(__ATOMIC_ACQUIRE)
#define __rseq_smp_release_fence() __atomic_thread_fence(__ATOMIC_RELEASE)

#include "rseq/arch/fallback/bits.h"
#include "rseq/arch/generic/common.h"

#endif /* _RSEQ_ARCH_FALLBACK_H */
