/* Printed by headergen from headergen/templates/rseq/arch/x86/thread-pointer.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/x86/thread-pointer.h: rseq_thread_pointer() of x86-64, x32 and i386.
 */
#ifndef _RSEQ_X86_THREAD_POINTER
#define _RSEQ_X86_THREAD_POINTER

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
    /* gcc's builtin covers x86 since 11.1; clang, which claims to be gcc 4.2, takes the asm. */
#if __GNUC__ > 11 || (__GNUC__ == 11 && __GNUC_MINOR__ >= 1)
    return __builtin_thread_pointer();
#else
    /* The first word of the thread's control block, at the segment base, is its own address. */
    void *thread_pointer;
#ifdef __x86_64__
    __asm__("mov %%fs:0, %0" : "=r"(thread_pointer));
#else
    __asm__("mov %%gs:0, %0" : "=r"(thread_pointer));
#endif
    return thread_pointer;
#endif
}

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_X86_THREAD_POINTER */
