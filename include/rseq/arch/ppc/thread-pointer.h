/* Printed by headergen from headergen/templates/rseq/arch/ppc/thread-pointer.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/ppc/thread-pointer.h: rseq_thread_pointer() of powerpc, 32-bit and 64-bit.
 */
#ifndef _RSEQ_PPC_THREAD_POINTER
#define _RSEQ_PPC_THREAD_POINTER

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
    /* A register of its own, for which gcc has no builtin before version 13. */
#if defined(__clang__)
    void *thread_pointer;
#ifdef __powerpc64__
    __asm__("mr %0, 13" : "=r"(thread_pointer));
#else
    __asm__("mr %0, 2" : "=r"(thread_pointer));
#endif
#else
#ifdef __powerpc64__
    register void *thread_pointer __asm__("r13");
#else
    register void *thread_pointer __asm__("r2");
#endif
    /* No instruction: it is there already. */
    __asm__("" : "=r"(thread_pointer));
#endif
    return thread_pointer;
}

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_PPC_THREAD_POINTER */
