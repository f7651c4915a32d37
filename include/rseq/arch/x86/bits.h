/* Printed by headergen from headergen/templates/rseq/arch/x86/bits.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/x86/bits.h: the operations on x86-64, x32 and i386, one function for each order and
 * index.
 *
 * rseq/pseudocode.h explains the terms; the functions of rseq/rseq.h without a suffix are documented
 * there and call these.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/x86/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_X86_BITS_H
#define _RSEQ_ARCH_X86_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

#ifdef RSEQ_SKIP_FASTPATH
#include "rseq/arch/fallback/bits.h"
#else

#if defined(RSEQ_ARCH_AMD64) && !defined(__ILP32__)

/*
 * x86-64.
 *
 * Labels: 3 descriptor, 1 start, 2 commit, 4 abort.
 *
 * x is in r10 and y in r11; rax is scratch. None of them holds an argument of a function call, and
 * the caller of a function does not expect them to survive.
 *
 * Stores become visible in program order: release stores need no fence.
 */

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpq %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpq %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "movq %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [newv] "er" (newv),
          [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpq %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpq %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "movq %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [newv] "er" (newv),
          [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 * The sum goes to memory in one instruction.
 *
 *     if (cpu_id != cpu) return -1;
 *     x = *v;
 *     x += count;
 *     *v = x;                                <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_add_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t count, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
#endif
        /* x = *v; x += count; *v = x; (commit) */
        "addq %[count], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [count] "er" (count), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort
#ifdef RSEQ_COMPARE_TWICE
          , error1
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
#endif
}

/*
 * The sum goes to memory in one instruction.
 *
 *     if (mm_cid != cpu) return -1;
 *     x = *v;
 *     x += count;
 *     *v = x;                                <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_add_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t count, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
#endif
        /* x = *v; x += count; *v = x; (commit) */
        "addq %[count], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [count] "er" (count), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort
#ifdef RSEQ_COMPARE_TWICE
          , error1
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     x = *v;
 *     if (x == expectnot) return 1;
 *     *load = x;
 *     x = *(intptr_t *)(x + voffp);
 *     *v = x;                                <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbeq_store_add_load_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expectnot,
                                                        long voffp, intptr_t *load, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[eq])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "movq %[v], %%r10\n\t"
        /* if (x == expectnot) return 1; */
        "cmpq %[expectnot], %%r10\n\t"
        "je %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "movq %[v], %%r10\n\t"
        "cmpq %[expectnot], %%r10\n\t"
        "je %l[error2]\n\t"
#endif
        /* *load = x; */
        "movq %%r10, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "movq (%%r10,%[voffp]), %%r10\n\t"
        /* *v = x; (commit) */
        "movq %%r10, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expectnot] "er" (expectnot), [voffp] "r" (voffp),
          [load] "m" (*load), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort, eq
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
eq:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     x = *v;
 *     if (x == expectnot) return 1;
 *     *load = x;
 *     x = *(intptr_t *)(x + voffp);
 *     *v = x;                                <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbeq_store_add_load_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expectnot,
                                                        long voffp, intptr_t *load, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[eq])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "movq %[v], %%r10\n\t"
        /* if (x == expectnot) return 1; */
        "cmpq %[expectnot], %%r10\n\t"
        "je %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "movq %[v], %%r10\n\t"
        "cmpq %[expectnot], %%r10\n\t"
        "je %l[error2]\n\t"
#endif
        /* *load = x; */
        "movq %%r10, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "movq (%%r10,%[voffp]), %%r10\n\t"
        /* *v = x; (commit) */
        "movq %%r10, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expectnot] "er" (expectnot), [voffp] "r" (voffp),
          [load] "m" (*load), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort, eq
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
eq:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpq %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpq %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "movq %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movq %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [v2] "m" (*v2),
          [newv2] "er" (newv2), [newv] "er" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpq %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpq %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "movq %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movq %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [v2] "m" (*v2),
          [newv2] "er" (newv2), [newv] "er" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_release_cpu_id(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpq %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpq %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "movq %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movq %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [v2] "m" (*v2),
          [newv2] "er" (newv2), [newv] "er" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_release_mm_cid(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpq %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpq %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "movq %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movq %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [v2] "m" (*v2),
          [newv2] "er" (newv2), [newv] "er" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     if (*v2 != expect2) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_load_cbne_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, intptr_t *v2,
                                                   intptr_t expect2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpq %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "cmpq %[expect2], %[v2]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpq %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
        "cmpq %[expect2], %[v2]\n\t"
        "jne %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "movq %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [v2] "m" (*v2),
          [expect2] "er" (expect2), [newv] "er" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2, error3
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("1st expected value comparison failed");
error3:
    rseq_after_asm_goto();
    rseq_bug("2nd expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     if (*v2 != expect2) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_load_cbne_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, intptr_t *v2,
                                                   intptr_t expect2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpq %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "cmpq %[expect2], %[v2]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpq %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
        "cmpq %[expect2], %[v2]\n\t"
        "jne %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "movq %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [v2] "m" (*v2),
          [expect2] "er" (expect2), [newv] "er" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2, error3
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("1st expected value comparison failed");
error3:
    rseq_after_asm_goto();
    rseq_bug("2nd expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpq %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpq %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "movq %[len], %%rax\n\t"
        "testb $1, %%al\n\t"
        "jz 222f\n\t"
        "subq $1, %%rax\n\t"
        "movb (%[src],%%rax), %%r10b\n\t"
        "movb %%r10b, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $2, %%al\n\t"
        "jz 222f\n\t"
        "subq $2, %%rax\n\t"
        "movw (%[src],%%rax), %%r10w\n\t"
        "movw %%r10w, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $4, %%al\n\t"
        "jz 222f\n\t"
        "subq $4, %%rax\n\t"
        "movl (%[src],%%rax), %%r10d\n\t"
        "movl %%r10d, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $8, %%al\n\t"
        "jz 222f\n\t"
        "subq $8, %%rax\n\t"
        "movq (%[src],%%rax), %%r10\n\t"
        "movq %%r10, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $16, %%al\n\t"
        "jz 222f\n\t"
        "subq $16, %%rax\n\t"
        "movq 8(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%rax)\n\t"
        "movq (%[src],%%rax), %%r10\n\t"
        "movq %%r10, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testq %%rax, %%rax\n\t"
        "jz 222f\n\t"
        "333:\n\t"
        "subq $32, %%rax\n\t"
        "movq 24(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 24(%[dst],%%rax)\n\t"
        "movq 16(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 16(%[dst],%%rax)\n\t"
        "movq 8(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%rax)\n\t"
        "movq (%[src],%%rax), %%r10\n\t"
        "movq %%r10, (%[dst],%%rax)\n\t"
        "jnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movq %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "er" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpq %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpq %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "movq %[len], %%rax\n\t"
        "testb $1, %%al\n\t"
        "jz 222f\n\t"
        "subq $1, %%rax\n\t"
        "movb (%[src],%%rax), %%r10b\n\t"
        "movb %%r10b, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $2, %%al\n\t"
        "jz 222f\n\t"
        "subq $2, %%rax\n\t"
        "movw (%[src],%%rax), %%r10w\n\t"
        "movw %%r10w, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $4, %%al\n\t"
        "jz 222f\n\t"
        "subq $4, %%rax\n\t"
        "movl (%[src],%%rax), %%r10d\n\t"
        "movl %%r10d, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $8, %%al\n\t"
        "jz 222f\n\t"
        "subq $8, %%rax\n\t"
        "movq (%[src],%%rax), %%r10\n\t"
        "movq %%r10, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $16, %%al\n\t"
        "jz 222f\n\t"
        "subq $16, %%rax\n\t"
        "movq 8(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%rax)\n\t"
        "movq (%[src],%%rax), %%r10\n\t"
        "movq %%r10, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testq %%rax, %%rax\n\t"
        "jz 222f\n\t"
        "333:\n\t"
        "subq $32, %%rax\n\t"
        "movq 24(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 24(%[dst],%%rax)\n\t"
        "movq 16(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 16(%[dst],%%rax)\n\t"
        "movq 8(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%rax)\n\t"
        "movq (%[src],%%rax), %%r10\n\t"
        "movq %%r10, (%[dst],%%rax)\n\t"
        "jnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movq %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "er" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_release_cpu_id(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpq %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpq %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "movq %[len], %%rax\n\t"
        "testb $1, %%al\n\t"
        "jz 222f\n\t"
        "subq $1, %%rax\n\t"
        "movb (%[src],%%rax), %%r10b\n\t"
        "movb %%r10b, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $2, %%al\n\t"
        "jz 222f\n\t"
        "subq $2, %%rax\n\t"
        "movw (%[src],%%rax), %%r10w\n\t"
        "movw %%r10w, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $4, %%al\n\t"
        "jz 222f\n\t"
        "subq $4, %%rax\n\t"
        "movl (%[src],%%rax), %%r10d\n\t"
        "movl %%r10d, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $8, %%al\n\t"
        "jz 222f\n\t"
        "subq $8, %%rax\n\t"
        "movq (%[src],%%rax), %%r10\n\t"
        "movq %%r10, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $16, %%al\n\t"
        "jz 222f\n\t"
        "subq $16, %%rax\n\t"
        "movq 8(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%rax)\n\t"
        "movq (%[src],%%rax), %%r10\n\t"
        "movq %%r10, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testq %%rax, %%rax\n\t"
        "jz 222f\n\t"
        "333:\n\t"
        "subq $32, %%rax\n\t"
        "movq 24(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 24(%[dst],%%rax)\n\t"
        "movq 16(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 16(%[dst],%%rax)\n\t"
        "movq 8(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%rax)\n\t"
        "movq (%[src],%%rax), %%r10\n\t"
        "movq %%r10, (%[dst],%%rax)\n\t"
        "jnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movq %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "er" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_release_mm_cid(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpq %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpq %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "movq %[len], %%rax\n\t"
        "testb $1, %%al\n\t"
        "jz 222f\n\t"
        "subq $1, %%rax\n\t"
        "movb (%[src],%%rax), %%r10b\n\t"
        "movb %%r10b, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $2, %%al\n\t"
        "jz 222f\n\t"
        "subq $2, %%rax\n\t"
        "movw (%[src],%%rax), %%r10w\n\t"
        "movw %%r10w, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $4, %%al\n\t"
        "jz 222f\n\t"
        "subq $4, %%rax\n\t"
        "movl (%[src],%%rax), %%r10d\n\t"
        "movl %%r10d, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $8, %%al\n\t"
        "jz 222f\n\t"
        "subq $8, %%rax\n\t"
        "movq (%[src],%%rax), %%r10\n\t"
        "movq %%r10, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testb $16, %%al\n\t"
        "jz 222f\n\t"
        "subq $16, %%rax\n\t"
        "movq 8(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%rax)\n\t"
        "movq (%[src],%%rax), %%r10\n\t"
        "movq %%r10, (%[dst],%%rax)\n\t"
        "222:\n\t"
        "testq %%rax, %%rax\n\t"
        "jz 222f\n\t"
        "333:\n\t"
        "subq $32, %%rax\n\t"
        "movq 24(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 24(%[dst],%%rax)\n\t"
        "movq 16(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 16(%[dst],%%rax)\n\t"
        "movq 8(%[src],%%rax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%rax)\n\t"
        "movq (%[src],%%rax), %%r10\n\t"
        "movq %%r10, (%[dst],%%rax)\n\t"
        "jnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movq %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "er" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 * The sum goes to memory in one instruction.
 *
 *     if (cpu_id != cpu) return -1;
 *     x = *ptr;
 *     x = *(intptr_t *)(x + off);
 *     y = *(intptr_t *)x;
 *     y += inc;
 *     *(intptr_t *)x = y;                    <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_add_load_load_add_store__ptr_relaxed_cpu_id(intptr_t *ptr, long off, intptr_t inc,
                                                      int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
#endif
        /* x = *ptr; */
        "movq %[ptr], %%r10\n\t"
        /* x = *(intptr_t *)(x + off); */
        "movq (%%r10,%[off]), %%r10\n\t"
        /* y = *(intptr_t *)x; y += inc; *(intptr_t *)x = y; (commit) */
        "addq %[inc], (%%r10)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [ptr] "m" (*ptr), [off] "r" (off), [inc] "er" (inc),
          [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort
#ifdef RSEQ_COMPARE_TWICE
          , error1
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
#endif
}

/*
 * The sum goes to memory in one instruction.
 *
 *     if (mm_cid != cpu) return -1;
 *     x = *ptr;
 *     x = *(intptr_t *)(x + off);
 *     y = *(intptr_t *)x;
 *     y += inc;
 *     *(intptr_t *)x = y;                    <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_add_load_load_add_store__ptr_relaxed_mm_cid(intptr_t *ptr, long off, intptr_t inc,
                                                      int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
#endif
        /* x = *ptr; */
        "movq %[ptr], %%r10\n\t"
        /* x = *(intptr_t *)(x + off); */
        "movq (%%r10,%[off]), %%r10\n\t"
        /* y = *(intptr_t *)x; y += inc; *(intptr_t *)x = y; (commit) */
        "addq %[inc], (%%r10)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [ptr] "m" (*ptr), [off] "r" (off), [inc] "er" (inc),
          [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort
#ifdef RSEQ_COMPARE_TWICE
          , error1
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
#endif
}

#elif defined(RSEQ_ARCH_AMD64)

/*
 * x32.
 *
 * Labels: 3 descriptor, 1 start, 2 commit, 4 abort.
 *
 * x is in r10 and y in r11; rax is scratch. None of them holds an argument of a function call, and
 * the caller of a function does not expect them to survive.
 *
 * Stores become visible in program order: release stores need no fence.
 */

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpl %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpl %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "movl %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [newv] "er" (newv),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpl %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpl %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "movl %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [newv] "er" (newv),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 * The sum goes to memory in one instruction.
 *
 *     if (cpu_id != cpu) return -1;
 *     x = *v;
 *     x += count;
 *     *v = x;                                <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_add_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t count, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
#endif
        /* x = *v; x += count; *v = x; (commit) */
        "addl %[count], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [count] "er" (count),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort
#ifdef RSEQ_COMPARE_TWICE
          , error1
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
#endif
}

/*
 * The sum goes to memory in one instruction.
 *
 *     if (mm_cid != cpu) return -1;
 *     x = *v;
 *     x += count;
 *     *v = x;                                <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_add_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t count, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
#endif
        /* x = *v; x += count; *v = x; (commit) */
        "addl %[count], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [count] "er" (count),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort
#ifdef RSEQ_COMPARE_TWICE
          , error1
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     x = *v;
 *     if (x == expectnot) return 1;
 *     *load = x;
 *     x = *(intptr_t *)(x + voffp);
 *     *v = x;                                <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbeq_store_add_load_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expectnot,
                                                        long voffp, intptr_t *load, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[eq])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "movl %[v], %%r10d\n\t"
        /* if (x == expectnot) return 1; */
        "cmpl %[expectnot], %%r10d\n\t"
        "je %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "movl %[v], %%r10d\n\t"
        "cmpl %[expectnot], %%r10d\n\t"
        "je %l[error2]\n\t"
#endif
        /* *load = x; */
        "movl %%r10d, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "movl (%%r10d,%[voffp]), %%r10d\n\t"
        /* *v = x; (commit) */
        "movl %%r10d, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expectnot] "er" (expectnot), [voffp] "r" (voffp),
          [load] "m" (*load), [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort, eq
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
eq:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     x = *v;
 *     if (x == expectnot) return 1;
 *     *load = x;
 *     x = *(intptr_t *)(x + voffp);
 *     *v = x;                                <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbeq_store_add_load_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expectnot,
                                                        long voffp, intptr_t *load, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[eq])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "movl %[v], %%r10d\n\t"
        /* if (x == expectnot) return 1; */
        "cmpl %[expectnot], %%r10d\n\t"
        "je %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "movl %[v], %%r10d\n\t"
        "cmpl %[expectnot], %%r10d\n\t"
        "je %l[error2]\n\t"
#endif
        /* *load = x; */
        "movl %%r10d, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "movl (%%r10d,%[voffp]), %%r10d\n\t"
        /* *v = x; (commit) */
        "movl %%r10d, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expectnot] "er" (expectnot), [voffp] "r" (voffp),
          [load] "m" (*load), [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort, eq
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
eq:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpl %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpl %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "movl %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [v2] "m" (*v2),
          [newv2] "er" (newv2), [newv] "er" (newv),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpl %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpl %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "movl %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [v2] "m" (*v2),
          [newv2] "er" (newv2), [newv] "er" (newv),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_release_cpu_id(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpl %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpl %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "movl %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [v2] "m" (*v2),
          [newv2] "er" (newv2), [newv] "er" (newv),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_release_mm_cid(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpl %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpl %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "movl %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [v2] "m" (*v2),
          [newv2] "er" (newv2), [newv] "er" (newv),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     if (*v2 != expect2) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_load_cbne_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, intptr_t *v2,
                                                   intptr_t expect2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpl %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "cmpl %[expect2], %[v2]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpl %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
        "cmpl %[expect2], %[v2]\n\t"
        "jne %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "movl %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [v2] "m" (*v2),
          [expect2] "er" (expect2), [newv] "er" (newv),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2, error3
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("1st expected value comparison failed");
error3:
    rseq_after_asm_goto();
    rseq_bug("2nd expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     if (*v2 != expect2) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_load_cbne_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, intptr_t *v2,
                                                   intptr_t expect2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpl %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "cmpl %[expect2], %[v2]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpl %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
        "cmpl %[expect2], %[v2]\n\t"
        "jne %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "movl %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [v2] "m" (*v2),
          [expect2] "er" (expect2), [newv] "er" (newv),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2, error3
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("1st expected value comparison failed");
error3:
    rseq_after_asm_goto();
    rseq_bug("2nd expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpl %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpl %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "movl %[len], %%eax\n\t"
        "testb $1, %%al\n\t"
        "jz 222f\n\t"
        "subl $1, %%eax\n\t"
        "movb (%[src],%%eax), %%r10b\n\t"
        "movb %%r10b, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $2, %%al\n\t"
        "jz 222f\n\t"
        "subl $2, %%eax\n\t"
        "movw (%[src],%%eax), %%r10w\n\t"
        "movw %%r10w, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $4, %%al\n\t"
        "jz 222f\n\t"
        "subl $4, %%eax\n\t"
        "movl (%[src],%%eax), %%r10d\n\t"
        "movl %%r10d, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $8, %%al\n\t"
        "jz 222f\n\t"
        "subl $8, %%eax\n\t"
        "movq (%[src],%%eax), %%r10\n\t"
        "movq %%r10, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $16, %%al\n\t"
        "jz 222f\n\t"
        "subl $16, %%eax\n\t"
        "movq 8(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%eax)\n\t"
        "movq (%[src],%%eax), %%r10\n\t"
        "movq %%r10, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testl %%eax, %%eax\n\t"
        "jz 222f\n\t"
        "333:\n\t"
        "subl $32, %%eax\n\t"
        "movq 24(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 24(%[dst],%%eax)\n\t"
        "movq 16(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 16(%[dst],%%eax)\n\t"
        "movq 8(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%eax)\n\t"
        "movq (%[src],%%eax), %%r10\n\t"
        "movq %%r10, (%[dst],%%eax)\n\t"
        "jnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "er" (newv),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpl %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpl %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "movl %[len], %%eax\n\t"
        "testb $1, %%al\n\t"
        "jz 222f\n\t"
        "subl $1, %%eax\n\t"
        "movb (%[src],%%eax), %%r10b\n\t"
        "movb %%r10b, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $2, %%al\n\t"
        "jz 222f\n\t"
        "subl $2, %%eax\n\t"
        "movw (%[src],%%eax), %%r10w\n\t"
        "movw %%r10w, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $4, %%al\n\t"
        "jz 222f\n\t"
        "subl $4, %%eax\n\t"
        "movl (%[src],%%eax), %%r10d\n\t"
        "movl %%r10d, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $8, %%al\n\t"
        "jz 222f\n\t"
        "subl $8, %%eax\n\t"
        "movq (%[src],%%eax), %%r10\n\t"
        "movq %%r10, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $16, %%al\n\t"
        "jz 222f\n\t"
        "subl $16, %%eax\n\t"
        "movq 8(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%eax)\n\t"
        "movq (%[src],%%eax), %%r10\n\t"
        "movq %%r10, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testl %%eax, %%eax\n\t"
        "jz 222f\n\t"
        "333:\n\t"
        "subl $32, %%eax\n\t"
        "movq 24(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 24(%[dst],%%eax)\n\t"
        "movq 16(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 16(%[dst],%%eax)\n\t"
        "movq 8(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%eax)\n\t"
        "movq (%[src],%%eax), %%r10\n\t"
        "movq %%r10, (%[dst],%%eax)\n\t"
        "jnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "er" (newv),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_release_cpu_id(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpl %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpl %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "movl %[len], %%eax\n\t"
        "testb $1, %%al\n\t"
        "jz 222f\n\t"
        "subl $1, %%eax\n\t"
        "movb (%[src],%%eax), %%r10b\n\t"
        "movb %%r10b, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $2, %%al\n\t"
        "jz 222f\n\t"
        "subl $2, %%eax\n\t"
        "movw (%[src],%%eax), %%r10w\n\t"
        "movw %%r10w, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $4, %%al\n\t"
        "jz 222f\n\t"
        "subl $4, %%eax\n\t"
        "movl (%[src],%%eax), %%r10d\n\t"
        "movl %%r10d, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $8, %%al\n\t"
        "jz 222f\n\t"
        "subl $8, %%eax\n\t"
        "movq (%[src],%%eax), %%r10\n\t"
        "movq %%r10, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $16, %%al\n\t"
        "jz 222f\n\t"
        "subl $16, %%eax\n\t"
        "movq 8(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%eax)\n\t"
        "movq (%[src],%%eax), %%r10\n\t"
        "movq %%r10, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testl %%eax, %%eax\n\t"
        "jz 222f\n\t"
        "333:\n\t"
        "subl $32, %%eax\n\t"
        "movq 24(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 24(%[dst],%%eax)\n\t"
        "movq 16(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 16(%[dst],%%eax)\n\t"
        "movq 8(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%eax)\n\t"
        "movq (%[src],%%eax), %%r10\n\t"
        "movq %%r10, (%[dst],%%eax)\n\t"
        "jnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "er" (newv),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_release_mm_cid(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cmpl %[expect], %[v]\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "cmpl %[expect], %[v]\n\t"
        "jne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "movl %[len], %%eax\n\t"
        "testb $1, %%al\n\t"
        "jz 222f\n\t"
        "subl $1, %%eax\n\t"
        "movb (%[src],%%eax), %%r10b\n\t"
        "movb %%r10b, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $2, %%al\n\t"
        "jz 222f\n\t"
        "subl $2, %%eax\n\t"
        "movw (%[src],%%eax), %%r10w\n\t"
        "movw %%r10w, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $4, %%al\n\t"
        "jz 222f\n\t"
        "subl $4, %%eax\n\t"
        "movl (%[src],%%eax), %%r10d\n\t"
        "movl %%r10d, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $8, %%al\n\t"
        "jz 222f\n\t"
        "subl $8, %%eax\n\t"
        "movq (%[src],%%eax), %%r10\n\t"
        "movq %%r10, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testb $16, %%al\n\t"
        "jz 222f\n\t"
        "subl $16, %%eax\n\t"
        "movq 8(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%eax)\n\t"
        "movq (%[src],%%eax), %%r10\n\t"
        "movq %%r10, (%[dst],%%eax)\n\t"
        "222:\n\t"
        "testl %%eax, %%eax\n\t"
        "jz 222f\n\t"
        "333:\n\t"
        "subl $32, %%eax\n\t"
        "movq 24(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 24(%[dst],%%eax)\n\t"
        "movq 16(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 16(%[dst],%%eax)\n\t"
        "movq 8(%[src],%%eax), %%r10\n\t"
        "movq %%r10, 8(%[dst],%%eax)\n\t"
        "movq (%[src],%%eax), %%r10\n\t"
        "movq %%r10, (%[dst],%%eax)\n\t"
        "jnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [v] "m" (*v), [expect] "er" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "er" (newv),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 * The sum goes to memory in one instruction.
 *
 *     if (cpu_id != cpu) return -1;
 *     x = *ptr;
 *     x = *(intptr_t *)(x + off);
 *     y = *(intptr_t *)x;
 *     y += inc;
 *     *(intptr_t *)x = y;                    <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_add_load_load_add_store__ptr_relaxed_cpu_id(intptr_t *ptr, long off, intptr_t inc,
                                                      int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
#endif
        /* x = *ptr; */
        "movl %[ptr], %%r10d\n\t"
        /* x = *(intptr_t *)(x + off); */
        "movl (%%r10d,%[off]), %%r10d\n\t"
        /* y = *(intptr_t *)x; y += inc; *(intptr_t *)x = y; (commit) */
        "addl %[inc], (%%r10)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [ptr] "m" (*ptr), [off] "r" (off), [inc] "er" (inc),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort
#ifdef RSEQ_COMPARE_TWICE
          , error1
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
#endif
}

/*
 * The sum goes to memory in one instruction.
 *
 *     if (mm_cid != cpu) return -1;
 *     x = *ptr;
 *     x = *(intptr_t *)(x + off);
 *     y = *(intptr_t *)x;
 *     y += inc;
 *     *(intptr_t *)x = y;                    <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_add_load_load_add_store__ptr_relaxed_mm_cid(intptr_t *ptr, long off, intptr_t inc,
                                                      int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
#endif
        /* x = *ptr; */
        "movl %[ptr], %%r10d\n\t"
        /* x = *(intptr_t *)(x + off); */
        "movl (%%r10d,%[off]), %%r10d\n\t"
        /* y = *(intptr_t *)x; y += inc; *(intptr_t *)x = y; (commit) */
        "addl %[inc], (%%r10)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "ri" (cpu), [ptr] "m" (*ptr), [off] "r" (off), [inc] "er" (inc),
          [rseq_offset] "r" (RSEQ_CAST(int64_t, rseq_offset))
          RSEQ_INJECT_INPUT
        : "memory", "cc", "rax", "r10"
          RSEQ_INJECT_CLOBBER
        : abort
#ifdef RSEQ_COMPARE_TWICE
          , error1
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
#endif
}

#elif !defined(RSEQ_ARCH_AMD64)

/*
 * i386.
 *
 * Labels: 3 descriptor, 1 start, 2 commit, 4 abort.
 *
 * x is in ecx and y in edx; eax is scratch. Values come from registers, memory or constants,
 * whatever the compiler has: there are too few registers for all.
 *
 * Stores become visible in program order: release stores need no fence.
 */

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "movl %[newv], %%eax\n\t"
        "movl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expect] "g" (expect), [newv] "g" (newv),
          [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "movl %[newv], %%eax\n\t"
        "movl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expect] "g" (expect), [newv] "g" (newv),
          [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 * The sum goes to memory in one instruction.
 *
 *     if (cpu_id != cpu) return -1;
 *     x = *v;
 *     x += count;
 *     *v = x;                                <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_add_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t count, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
#endif
        /* x = *v; x += count; *v = x; (commit) */
        "movl %[count], %%eax\n\t"
        "addl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [count] "g" (count), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax"
          RSEQ_INJECT_CLOBBER
        : abort
#ifdef RSEQ_COMPARE_TWICE
          , error1
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
#endif
}

/*
 * The sum goes to memory in one instruction.
 *
 *     if (mm_cid != cpu) return -1;
 *     x = *v;
 *     x += count;
 *     *v = x;                                <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_add_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t count, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
#endif
        /* x = *v; x += count; *v = x; (commit) */
        "movl %[count], %%eax\n\t"
        "addl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [count] "g" (count), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax"
          RSEQ_INJECT_CLOBBER
        : abort
#ifdef RSEQ_COMPARE_TWICE
          , error1
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     x = *v;
 *     if (x == expectnot) return 1;
 *     *load = x;
 *     x = *(intptr_t *)(x + voffp);
 *     *v = x;                                <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbeq_store_add_load_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expectnot,
                                                        long voffp, intptr_t *load, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[eq])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "movl (%[v]), %%ecx\n\t"
        /* if (x == expectnot) return 1; */
        "cmpl %[expectnot], %%ecx\n\t"
        "je %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%ecx\n\t"
        "cmpl %[expectnot], %%ecx\n\t"
        "je %l[error2]\n\t"
#endif
        /* *load = x; */
        "movl %%ecx, (%[load])\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "addl %[voffp], %%ecx\n\t"
        "movl (%%ecx), %%ecx\n\t"
        /* *v = x; (commit) */
        "movl %%ecx, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expectnot] "g" (expectnot), [voffp] "g" (voffp),
          [load] "r" (load), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax", "ecx"
          RSEQ_INJECT_CLOBBER
        : abort, eq
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
eq:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     x = *v;
 *     if (x == expectnot) return 1;
 *     *load = x;
 *     x = *(intptr_t *)(x + voffp);
 *     *v = x;                                <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbeq_store_add_load_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expectnot,
                                                        long voffp, intptr_t *load, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[eq])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "movl (%[v]), %%ecx\n\t"
        /* if (x == expectnot) return 1; */
        "cmpl %[expectnot], %%ecx\n\t"
        "je %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%ecx\n\t"
        "cmpl %[expectnot], %%ecx\n\t"
        "je %l[error2]\n\t"
#endif
        /* *load = x; */
        "movl %%ecx, (%[load])\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "addl %[voffp], %%ecx\n\t"
        "movl (%%ecx), %%ecx\n\t"
        /* *v = x; (commit) */
        "movl %%ecx, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expectnot] "g" (expectnot), [voffp] "g" (voffp),
          [load] "r" (load), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax", "ecx"
          RSEQ_INJECT_CLOBBER
        : abort, eq
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
eq:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "movl %[newv2], %%eax\n\t"
        "movl %%eax, (%[v2])\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %%eax\n\t"
        "movl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expect] "g" (expect), [v2] "r" (v2),
          [newv2] "g" (newv2), [newv] "g" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "movl %[newv2], %%eax\n\t"
        "movl %%eax, (%[v2])\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %%eax\n\t"
        "movl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expect] "g" (expect), [v2] "r" (v2),
          [newv2] "g" (newv2), [newv] "g" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_release_cpu_id(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "movl %[newv2], %%eax\n\t"
        "movl %%eax, (%[v2])\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %%eax\n\t"
        "movl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expect] "g" (expect), [v2] "r" (v2),
          [newv2] "g" (newv2), [newv] "g" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_release_mm_cid(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "movl %[newv2], %%eax\n\t"
        "movl %%eax, (%[v2])\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %%eax\n\t"
        "movl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expect] "g" (expect), [v2] "r" (v2),
          [newv2] "g" (newv2), [newv] "g" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     if (*v2 != expect2) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_load_cbne_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, intptr_t *v2,
                                                   intptr_t expect2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "movl (%[v2]), %%eax\n\t"
        "cmpl %[expect2], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[error2]\n\t"
        "movl (%[v2]), %%eax\n\t"
        "cmpl %[expect2], %%eax\n\t"
        "jne %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "movl %[newv], %%eax\n\t"
        "movl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expect] "g" (expect), [v2] "r" (v2),
          [expect2] "g" (expect2), [newv] "g" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2, error3
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("1st expected value comparison failed");
error3:
    rseq_after_asm_goto();
    rseq_bug("2nd expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     if (*v2 != expect2) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_load_cbne_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, intptr_t *v2,
                                                   intptr_t expect2, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "movl (%[v2]), %%eax\n\t"
        "cmpl %[expect2], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[error2]\n\t"
        "movl (%[v2]), %%eax\n\t"
        "cmpl %[expect2], %%eax\n\t"
        "jne %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "movl %[newv], %%eax\n\t"
        "movl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expect] "g" (expect), [v2] "r" (v2),
          [expect2] "g" (expect2), [newv] "g" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2, error3
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("1st expected value comparison failed");
error3:
    rseq_after_asm_goto();
    rseq_bug("2nd expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "movl %[src], %%edx\n\t"
        "movl %[dst], %%ecx\n\t"
        "subl %%edx, %%ecx\n\t"
        "addl %[len], %%edx\n\t"
        "testl $1, %[len]\n\t"
        "jz 222f\n\t"
        "subl $1, %%edx\n\t"
        "movb (%%edx), %%al\n\t"
        "movb %%al, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "testl $2, %[len]\n\t"
        "jz 222f\n\t"
        "subl $2, %%edx\n\t"
        "movw (%%edx), %%ax\n\t"
        "movw %%ax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "testl $4, %[len]\n\t"
        "jz 222f\n\t"
        "subl $4, %%edx\n\t"
        "movl (%%edx), %%eax\n\t"
        "movl %%eax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "testl $8, %[len]\n\t"
        "jz 222f\n\t"
        "subl $8, %%edx\n\t"
        "movl 4(%%edx), %%eax\n\t"
        "movl %%eax, 4(%%edx,%%ecx)\n\t"
        "movl (%%edx), %%eax\n\t"
        "movl %%eax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "jmp 222f\n\t"
        "333:\n\t"
        "subl $16, %%edx\n\t"
        "movl 12(%%edx), %%eax\n\t"
        "movl %%eax, 12(%%edx,%%ecx)\n\t"
        "movl 8(%%edx), %%eax\n\t"
        "movl %%eax, 8(%%edx,%%ecx)\n\t"
        "movl 4(%%edx), %%eax\n\t"
        "movl %%eax, 4(%%edx,%%ecx)\n\t"
        "movl (%%edx), %%eax\n\t"
        "movl %%eax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "cmpl %[src], %%edx\n\t"
        "jne 333b\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %%eax\n\t"
        "movl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expect] "g" (expect), [dst] "m" (dst), [src] "m" (src),
          [len] "m" (len), [newv] "g" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax", "ecx", "edx"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "movl %[src], %%edx\n\t"
        "movl %[dst], %%ecx\n\t"
        "subl %%edx, %%ecx\n\t"
        "addl %[len], %%edx\n\t"
        "testl $1, %[len]\n\t"
        "jz 222f\n\t"
        "subl $1, %%edx\n\t"
        "movb (%%edx), %%al\n\t"
        "movb %%al, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "testl $2, %[len]\n\t"
        "jz 222f\n\t"
        "subl $2, %%edx\n\t"
        "movw (%%edx), %%ax\n\t"
        "movw %%ax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "testl $4, %[len]\n\t"
        "jz 222f\n\t"
        "subl $4, %%edx\n\t"
        "movl (%%edx), %%eax\n\t"
        "movl %%eax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "testl $8, %[len]\n\t"
        "jz 222f\n\t"
        "subl $8, %%edx\n\t"
        "movl 4(%%edx), %%eax\n\t"
        "movl %%eax, 4(%%edx,%%ecx)\n\t"
        "movl (%%edx), %%eax\n\t"
        "movl %%eax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "jmp 222f\n\t"
        "333:\n\t"
        "subl $16, %%edx\n\t"
        "movl 12(%%edx), %%eax\n\t"
        "movl %%eax, 12(%%edx,%%ecx)\n\t"
        "movl 8(%%edx), %%eax\n\t"
        "movl %%eax, 8(%%edx,%%ecx)\n\t"
        "movl 4(%%edx), %%eax\n\t"
        "movl %%eax, 4(%%edx,%%ecx)\n\t"
        "movl (%%edx), %%eax\n\t"
        "movl %%eax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "cmpl %[src], %%edx\n\t"
        "jne 333b\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %%eax\n\t"
        "movl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expect] "g" (expect), [dst] "m" (dst), [src] "m" (src),
          [len] "m" (len), [newv] "g" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax", "ecx", "edx"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (cpu_id != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_release_cpu_id(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "movl %[src], %%edx\n\t"
        "movl %[dst], %%ecx\n\t"
        "subl %%edx, %%ecx\n\t"
        "addl %[len], %%edx\n\t"
        "testl $1, %[len]\n\t"
        "jz 222f\n\t"
        "subl $1, %%edx\n\t"
        "movb (%%edx), %%al\n\t"
        "movb %%al, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "testl $2, %[len]\n\t"
        "jz 222f\n\t"
        "subl $2, %%edx\n\t"
        "movw (%%edx), %%ax\n\t"
        "movw %%ax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "testl $4, %[len]\n\t"
        "jz 222f\n\t"
        "subl $4, %%edx\n\t"
        "movl (%%edx), %%eax\n\t"
        "movl %%eax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "testl $8, %[len]\n\t"
        "jz 222f\n\t"
        "subl $8, %%edx\n\t"
        "movl 4(%%edx), %%eax\n\t"
        "movl %%eax, 4(%%edx,%%ecx)\n\t"
        "movl (%%edx), %%eax\n\t"
        "movl %%eax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "jmp 222f\n\t"
        "333:\n\t"
        "subl $16, %%edx\n\t"
        "movl 12(%%edx), %%eax\n\t"
        "movl %%eax, 12(%%edx,%%ecx)\n\t"
        "movl 8(%%edx), %%eax\n\t"
        "movl %%eax, 8(%%edx,%%ecx)\n\t"
        "movl 4(%%edx), %%eax\n\t"
        "movl %%eax, 4(%%edx,%%ecx)\n\t"
        "movl (%%edx), %%eax\n\t"
        "movl %%eax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "cmpl %[src], %%edx\n\t"
        "jne 333b\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %%eax\n\t"
        "movl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expect] "g" (expect), [dst] "m" (dst), [src] "m" (src),
          [len] "m" (len), [newv] "g" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax", "ecx", "edx"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 *     if (mm_cid != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_release_mm_cid(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
        "movl (%[v]), %%eax\n\t"
        "cmpl %[expect], %%eax\n\t"
        "jne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "movl %[src], %%edx\n\t"
        "movl %[dst], %%ecx\n\t"
        "subl %%edx, %%ecx\n\t"
        "addl %[len], %%edx\n\t"
        "testl $1, %[len]\n\t"
        "jz 222f\n\t"
        "subl $1, %%edx\n\t"
        "movb (%%edx), %%al\n\t"
        "movb %%al, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "testl $2, %[len]\n\t"
        "jz 222f\n\t"
        "subl $2, %%edx\n\t"
        "movw (%%edx), %%ax\n\t"
        "movw %%ax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "testl $4, %[len]\n\t"
        "jz 222f\n\t"
        "subl $4, %%edx\n\t"
        "movl (%%edx), %%eax\n\t"
        "movl %%eax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "testl $8, %[len]\n\t"
        "jz 222f\n\t"
        "subl $8, %%edx\n\t"
        "movl 4(%%edx), %%eax\n\t"
        "movl %%eax, 4(%%edx,%%ecx)\n\t"
        "movl (%%edx), %%eax\n\t"
        "movl %%eax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "jmp 222f\n\t"
        "333:\n\t"
        "subl $16, %%edx\n\t"
        "movl 12(%%edx), %%eax\n\t"
        "movl %%eax, 12(%%edx,%%ecx)\n\t"
        "movl 8(%%edx), %%eax\n\t"
        "movl %%eax, 8(%%edx,%%ecx)\n\t"
        "movl 4(%%edx), %%eax\n\t"
        "movl %%eax, 4(%%edx,%%ecx)\n\t"
        "movl (%%edx), %%eax\n\t"
        "movl %%eax, (%%edx,%%ecx)\n\t"
        "222:\n\t"
        "cmpl %[src], %%edx\n\t"
        "jne 333b\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "movl %[newv], %%eax\n\t"
        "movl %%eax, (%[v])\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [v] "r" (v), [expect] "g" (expect), [dst] "m" (dst), [src] "m" (src),
          [len] "m" (len), [newv] "g" (newv), [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax", "ecx", "edx"
          RSEQ_INJECT_CLOBBER
        : abort, ne
#ifdef RSEQ_COMPARE_TWICE
          , error1, error2
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
error2:
    rseq_after_asm_goto();
    rseq_bug("expected value comparison failed");
#endif
}

/*
 * The sum goes to memory in one instruction.
 *
 *     if (cpu_id != cpu) return -1;
 *     x = *ptr;
 *     x = *(intptr_t *)(x + off);
 *     y = *(intptr_t *)x;
 *     y += inc;
 *     *(intptr_t *)x = y;                    <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_add_load_load_add_store__ptr_relaxed_cpu_id(intptr_t *ptr, long off, intptr_t inc,
                                                      int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), %l[error1])
#endif
        /* x = *ptr; */
        "movl (%[ptr]), %%ecx\n\t"
        /* x = *(intptr_t *)(x + off); */
        "addl %[off], %%ecx\n\t"
        "movl (%%ecx), %%ecx\n\t"
        /* y = *(intptr_t *)x; y += inc; *(intptr_t *)x = y; (commit) */
        "movl %[inc], %%eax\n\t"
        "addl %%eax, (%%ecx)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [ptr] "r" (ptr), [off] "g" (off), [inc] "g" (inc),
          [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax", "ecx"
          RSEQ_INJECT_CLOBBER
        : abort
#ifdef RSEQ_COMPARE_TWICE
          , error1
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
#endif
}

/*
 * The sum goes to memory in one instruction.
 *
 *     if (mm_cid != cpu) return -1;
 *     x = *ptr;
 *     x = *(intptr_t *)(x + off);
 *     y = *(intptr_t *)x;
 *     y += inc;
 *     *(intptr_t *)x = y;                    <- commit
 *     return 0;
 */
static inline __attribute__((always_inline)) int
rseq_load_add_load_load_add_store__ptr_relaxed_mm_cid(intptr_t *ptr, long off, intptr_t inc,
                                                      int cpu)
{
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]), "", RSEQ_ASM_REF_LABEL)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), %l[error1])
#endif
        /* x = *ptr; */
        "movl (%[ptr]), %%ecx\n\t"
        /* x = *(intptr_t *)(x + off); */
        "addl %[off], %%ecx\n\t"
        "movl (%%ecx), %%ecx\n\t"
        /* y = *(intptr_t *)x; y += inc; *(intptr_t *)x = y; (commit) */
        "movl %[inc], %%eax\n\t"
        "addl %%eax, (%%ecx)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "g" (cpu), [ptr] "r" (ptr), [off] "g" (off), [inc] "g" (inc),
          [rseq_offset] "r" (rseq_offset)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "eax", "ecx"
          RSEQ_INJECT_CLOBBER
        : abort
#ifdef RSEQ_COMPARE_TWICE
          , error1
#endif
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
    return -1;
#ifdef RSEQ_COMPARE_TWICE
error1:
    rseq_after_asm_goto();
    rseq_bug("cpu_id comparison failed");
#endif
}

#endif

#endif

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_ARCH_X86_BITS_H */
