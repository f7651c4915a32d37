/* Printed by headergen from headergen/templates/rseq/arch/fallback/thread-pointer.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/fallback/thread-pointer.h: rseq_thread_pointer() where not even the compiler may know.
 */
#ifndef _RSEQ_FALLBACK_THREAD_POINTER_H
#define _RSEQ_FALLBACK_THREAD_POINTER_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Nothing is found by it: rseq_offset means nothing. */
#define __RSEQ_NO_THREAD_POINTER

/**
 * NULL: on some architectures the compiler rejects the question for the thread pointer, and it
 * cannot be asked beforehand whether it would. Thread-safe, async-signal-safe.
 */
static inline __attribute__((always_inline)) void *rseq_thread_pointer(void)
{
    return NULL;
}

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_FALLBACK_THREAD_POINTER_H */
