/* Printed by headergen from headergen/templates/rseq/arch/or1k/thread-pointer.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/or1k/thread-pointer.h: rseq_thread_pointer() of OpenRISC.
 */
#ifndef _RSEQ_OR1K_THREAD_POINTER
#define _RSEQ_OR1K_THREAD_POINTER

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
    /* A register of its own, for which gcc has no builtin. No instruction: it is there already. */
    register void *thread_pointer __asm__("r10");

    __asm__("" : "=r"(thread_pointer));
    return thread_pointer;
}

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_OR1K_THREAD_POINTER */
