/* Printed by headergen from headergen/templates/rseq/arch/ppc/bits.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/ppc/bits.h: the operations on powerpc and powerpc64, one function for each order and
 * index.
 *
 * rseq/pseudocode.h explains the terms; the functions of rseq/rseq.h without a suffix are documented
 * there and call these.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/ppc/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_PPC_BITS_H
#define _RSEQ_ARCH_PPC_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

#ifdef RSEQ_SKIP_FASTPATH
#include "rseq/arch/fallback/bits.h"
#else

#if defined(__powerpc64__)

/*
 * powerpc64.
 *
 * Labels: 3 descriptor, 1 start, 2 commit, 4 abort.
 *
 * x is in r12 and y in r0; r11 is scratch. None of them holds an argument of a function call, and
 * the caller of a function does not expect them to survive.
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "std%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "std%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
#endif
        /* x = *v; */
        "ld%X[v] %%r12, %[v]\n\t"
        /* x += count; */
        "add %%r12, %%r12, %[count]\n\t"
        /* *v = x; (commit) */
        "std%X[v] %%r12, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [count] "r" (count),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
#endif
        /* x = *v; */
        "ld%X[v] %%r12, %[v]\n\t"
        /* x += count; */
        "add %%r12, %%r12, %[count]\n\t"
        /* *v = x; (commit) */
        "std%X[v] %%r12, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [count] "r" (count),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "ld%X[v] %%r12, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "cmpd %%r12, %[expectnot]\n\t"
        "beq- %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r12, %[v]\n\t"
        "cmpd %%r12, %[expectnot]\n\t"
        "beq- %l[error2]\n\t"
#endif
        /* *load = x; */
        "std%X[load] %%r12, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "ldx %%r12, %%r12, %[voffp]\n\t"
        /* *v = x; (commit) */
        "std%X[v] %%r12, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expectnot] "r" (expectnot),
          [voffp] "r" (voffp), [load] __RSEQ_ASM_MEMORY (*load),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "ld%X[v] %%r12, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "cmpd %%r12, %[expectnot]\n\t"
        "beq- %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r12, %[v]\n\t"
        "cmpd %%r12, %[expectnot]\n\t"
        "beq- %l[error2]\n\t"
#endif
        /* *load = x; */
        "std%X[load] %%r12, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "ldx %%r12, %%r12, %[voffp]\n\t"
        /* *v = x; (commit) */
        "std%X[v] %%r12, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expectnot] "r" (expectnot),
          [voffp] "r" (voffp), [load] __RSEQ_ASM_MEMORY (*load),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "std%X[v2] %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "std%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect),
          [v2] __RSEQ_ASM_MEMORY (*v2), [newv2] "r" (newv2), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "std%X[v2] %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "std%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect),
          [v2] __RSEQ_ASM_MEMORY (*v2), [newv2] "r" (newv2), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "std%X[v2] %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_LWSYNC
        "std%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect),
          [v2] __RSEQ_ASM_MEMORY (*v2), [newv2] "r" (newv2), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "std%X[v2] %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_LWSYNC
        "std%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect),
          [v2] __RSEQ_ASM_MEMORY (*v2), [newv2] "r" (newv2), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "ld%X[v2] %%r11, %[v2]\n\t"
        "cmpd %%r11, %[expect2]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
        "ld%X[v2] %%r11, %[v2]\n\t"
        "cmpd %%r11, %[expect2]\n\t"
        "bne- %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "std%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect),
          [v2] __RSEQ_ASM_MEMORY (*v2), [expect2] "r" (expect2), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "ld%X[v2] %%r11, %[v2]\n\t"
        "cmpd %%r11, %[expect2]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
        "ld%X[v2] %%r11, %[v2]\n\t"
        "cmpd %%r11, %[expect2]\n\t"
        "bne- %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "std%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect),
          [v2] __RSEQ_ASM_MEMORY (*v2), [expect2] "r" (expect2), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "srdi. %%r11, %[len], 3\n\t"
        "li %%r12, 0\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "ldx %%r0, %%r12, %[src]\n\t"
        "stdx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 8\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        "andi. %%r11, %[len], 7\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "lbzx %%r0, %%r12, %[src]\n\t"
        "stbx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 1\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "std%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "srdi. %%r11, %[len], 3\n\t"
        "li %%r12, 0\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "ldx %%r0, %%r12, %[src]\n\t"
        "stdx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 8\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        "andi. %%r11, %[len], 7\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "lbzx %%r0, %%r12, %[src]\n\t"
        "stbx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 1\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "std%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "srdi. %%r11, %[len], 3\n\t"
        "li %%r12, 0\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "ldx %%r0, %%r12, %[src]\n\t"
        "stdx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 8\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        "andi. %%r11, %[len], 7\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "lbzx %%r0, %%r12, %[src]\n\t"
        "stbx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 1\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_LWSYNC
        "std%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "ld%X[v] %%r11, %[v]\n\t"
        "cmpd %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "srdi. %%r11, %[len], 3\n\t"
        "li %%r12, 0\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "ldx %%r0, %%r12, %[src]\n\t"
        "stdx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 8\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        "andi. %%r11, %[len], 7\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "lbzx %%r0, %%r12, %[src]\n\t"
        "stbx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 1\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_LWSYNC
        "std%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
#endif
        /* x = *ptr; */
        "ld%X[ptr] %%r12, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "ldx %%r12, %%r12, %[off]\n\t"
        /* y = *(intptr_t *)x; */
        "ld %%r0, 0(%%r12)\n\t"
        /* y += inc; */
        "add %%r0, %%r0, %[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "std %%r0, 0(%%r12)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [ptr] __RSEQ_ASM_MEMORY (*ptr), [off] "r" (off), [inc] "r" (inc),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
#endif
        /* x = *ptr; */
        "ld%X[ptr] %%r12, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "ldx %%r12, %%r12, %[off]\n\t"
        /* y = *(intptr_t *)x; */
        "ld %%r0, 0(%%r12)\n\t"
        /* y += inc; */
        "add %%r0, %%r0, %[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "std %%r0, 0(%%r12)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [ptr] __RSEQ_ASM_MEMORY (*ptr), [off] "r" (off), [inc] "r" (inc),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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

#elif !defined(__powerpc64__)

/*
 * powerpc.
 *
 * Labels: 3 descriptor, 1 start, 2 commit, 4 abort.
 *
 * x is in r12 and y in r0; r11 is scratch. None of them holds an argument of a function call, and
 * the caller of a function does not expect them to survive.
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "stw%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "stw%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
#endif
        /* x = *v; */
        "lwz%X[v] %%r12, %[v]\n\t"
        /* x += count; */
        "add %%r12, %%r12, %[count]\n\t"
        /* *v = x; (commit) */
        "stw%X[v] %%r12, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [count] "r" (count),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
#endif
        /* x = *v; */
        "lwz%X[v] %%r12, %[v]\n\t"
        /* x += count; */
        "add %%r12, %%r12, %[count]\n\t"
        /* *v = x; (commit) */
        "stw%X[v] %%r12, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [count] "r" (count),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "lwz%X[v] %%r12, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "cmpw %%r12, %[expectnot]\n\t"
        "beq- %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r12, %[v]\n\t"
        "cmpw %%r12, %[expectnot]\n\t"
        "beq- %l[error2]\n\t"
#endif
        /* *load = x; */
        "stw%X[load] %%r12, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "lwzx %%r12, %%r12, %[voffp]\n\t"
        /* *v = x; (commit) */
        "stw%X[v] %%r12, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expectnot] "r" (expectnot),
          [voffp] "r" (voffp), [load] __RSEQ_ASM_MEMORY (*load),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "lwz%X[v] %%r12, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "cmpw %%r12, %[expectnot]\n\t"
        "beq- %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r12, %[v]\n\t"
        "cmpw %%r12, %[expectnot]\n\t"
        "beq- %l[error2]\n\t"
#endif
        /* *load = x; */
        "stw%X[load] %%r12, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "lwzx %%r12, %%r12, %[voffp]\n\t"
        /* *v = x; (commit) */
        "stw%X[v] %%r12, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expectnot] "r" (expectnot),
          [voffp] "r" (voffp), [load] __RSEQ_ASM_MEMORY (*load),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "stw%X[v2] %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stw%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect),
          [v2] __RSEQ_ASM_MEMORY (*v2), [newv2] "r" (newv2), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "stw%X[v2] %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stw%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect),
          [v2] __RSEQ_ASM_MEMORY (*v2), [newv2] "r" (newv2), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "stw%X[v2] %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_LWSYNC
        "stw%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect),
          [v2] __RSEQ_ASM_MEMORY (*v2), [newv2] "r" (newv2), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "stw%X[v2] %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_LWSYNC
        "stw%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect),
          [v2] __RSEQ_ASM_MEMORY (*v2), [newv2] "r" (newv2), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "lwz%X[v2] %%r11, %[v2]\n\t"
        "cmpw %%r11, %[expect2]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
        "lwz%X[v2] %%r11, %[v2]\n\t"
        "cmpw %%r11, %[expect2]\n\t"
        "bne- %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "stw%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect),
          [v2] __RSEQ_ASM_MEMORY (*v2), [expect2] "r" (expect2), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "lwz%X[v2] %%r11, %[v2]\n\t"
        "cmpw %%r11, %[expect2]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
        "lwz%X[v2] %%r11, %[v2]\n\t"
        "cmpw %%r11, %[expect2]\n\t"
        "bne- %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "stw%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect),
          [v2] __RSEQ_ASM_MEMORY (*v2), [expect2] "r" (expect2), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "srwi. %%r11, %[len], 2\n\t"
        "li %%r12, 0\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "lwzx %%r0, %%r12, %[src]\n\t"
        "stwx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 4\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        "andi. %%r11, %[len], 3\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "lbzx %%r0, %%r12, %[src]\n\t"
        "stbx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 1\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stw%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "srwi. %%r11, %[len], 2\n\t"
        "li %%r12, 0\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "lwzx %%r0, %%r12, %[src]\n\t"
        "stwx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 4\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        "andi. %%r11, %[len], 3\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "lbzx %%r0, %%r12, %[src]\n\t"
        "stbx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 1\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stw%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "srwi. %%r11, %[len], 2\n\t"
        "li %%r12, 0\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "lwzx %%r0, %%r12, %[src]\n\t"
        "stwx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 4\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        "andi. %%r11, %[len], 3\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "lbzx %%r0, %%r12, %[src]\n\t"
        "stbx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 1\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_LWSYNC
        "stw%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
        "lwz%X[v] %%r11, %[v]\n\t"
        "cmpw %%r11, %[expect]\n\t"
        "bne- %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "srwi. %%r11, %[len], 2\n\t"
        "li %%r12, 0\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "lwzx %%r0, %%r12, %[src]\n\t"
        "stwx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 4\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        "andi. %%r11, %[len], 3\n\t"
        "beq 222f\n\t"
        "mtctr %%r11\n\t"
        "333:\n\t"
        "lbzx %%r0, %%r12, %[src]\n\t"
        "stbx %%r0, %%r12, %[dst]\n\t"
        "addi %%r12, %%r12, 1\n\t"
        "bdnz 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_LWSYNC
        "stw%X[v] %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] __RSEQ_ASM_MEMORY (*v), [expect] "r" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "r" (newv),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
#endif
        /* x = *ptr; */
        "lwz%X[ptr] %%r12, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "lwzx %%r12, %%r12, %[off]\n\t"
        /* y = *(intptr_t *)x; */
        "lwz %%r0, 0(%%r12)\n\t"
        /* y += inc; */
        "add %%r0, %%r0, %[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "stw %%r0, 0(%%r12)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [ptr] __RSEQ_ASM_MEMORY (*ptr), [off] "r" (off), [inc] "r" (inc),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->cpu_id),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, "mflr %%r0\n\t", "mtlr %%r0\n\t")
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort], %%r11)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1], %%r11)
#endif
        /* x = *ptr; */
        "lwz%X[ptr] %%r12, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "lwzx %%r12, %%r12, %[off]\n\t"
        /* y = *(intptr_t *)x; */
        "lwz %%r0, 0(%%r12)\n\t"
        /* y += inc; */
        "add %%r0, %%r0, %[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "stw %%r0, 0(%%r12)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [ptr] __RSEQ_ASM_MEMORY (*ptr), [off] "r" (off), [inc] "r" (inc),
          [current_cpu_id] __RSEQ_ASM_MEMORY (rseq_get_abi()->mm_cid),
          [rseq_cs] __RSEQ_ASM_MEMORY (__rseq_area()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r11", "r12", "r0", "ctr"
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

#endif /* _RSEQ_ARCH_PPC_BITS_H */
