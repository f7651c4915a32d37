/* Printed by headergen from headergen/templates/rseq/arch/generic/thread-pointer.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/generic/thread-pointer.h: rseq_thread_pointer() where the compiler knows how.
 */
#ifndef _RSEQ_GENERIC_THREAD_POINTER_H
#define _RSEQ_GENERIC_THREAD_POINTER_H

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The thread pointer of the calling thread: the address from which the C library and the linker
 * count the offsets of thread-local variables, rseq_offset among them.
 *
 * Never fails. Thread-safe, async-signal-safe.
 */
static inline __attribute__((always_inline)) void *rseq_thread_pointer(void)
{
    return __builtin_thread_pointer();
}

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_GENERIC_THREAD_POINTER_H */
