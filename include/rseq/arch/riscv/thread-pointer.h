/* Printed by headergen from headergen/templates/rseq/arch/riscv/thread-pointer.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/riscv/thread-pointer.h: rseq_thread_pointer() of RISC-V.
 */
#ifndef _RSEQ_RISCV_THREAD_POINTER
#define _RSEQ_RISCV_THREAD_POINTER

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
    /* gcc's builtin covers RISC-V since 12. */
#if defined(__clang__) || __GNUC__ >= 12
    return __builtin_thread_pointer();
#else
    void *thread_pointer;

    __asm__("mv %0, tp" : "=r"(thread_pointer));
    return thread_pointer;
#endif
}

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_RISCV_THREAD_POINTER */
