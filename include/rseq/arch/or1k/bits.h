/* Printed by headergen from headergen/templates/rseq/arch/or1k/bits.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/or1k/bits.h: the operations on OpenRISC 1000, one function for each order and index.
 *
 * rseq/pseudocode.h explains the terms; the functions of rseq/rseq.h without a suffix are documented
 * there and call these.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/or1k/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_OR1K_BITS_H
#define _RSEQ_ARCH_OR1K_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

#ifdef RSEQ_SKIP_FASTPATH
#include "rseq/arch/fallback/bits.h"
#else

#if defined(RSEQ_ARCH_OR1K)

/*
 * OpenRISC.
 *
 * Labels: 3 descriptor, 1 start, 2 commit, 4 abort.
 *
 * x is in r21 and y in r23; r17 and r19 are scratch, and comparisons change the flag that gcc calls
 * ?sr_f and does not count among the condition codes. None of them holds an argument of a function
 * call, and the caller of a function does not expect them to survive.
 *
 * The instruction behind a jump is executed before the jump is.
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[error2]\n\t"
        "l.nop\n\t"
#endif
        /* *v = newv; (commit) */
        "l.sw %[v], %r[newv]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expect] "rO" (expect), [newv] "rO" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[error2]\n\t"
        "l.nop\n\t"
#endif
        /* *v = newv; (commit) */
        "l.sw %[v], %r[newv]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expect] "rO" (expect), [newv] "rO" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f"
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
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "l.lwz r21, %[v]\n\t"
        /* x += count; */
        "l.add r21, r21, %r[count]\n\t"
        /* *v = x; (commit) */
        "l.sw %[v], r21\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [count] "rO" (count),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f", "r21"
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
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "l.lwz r21, %[v]\n\t"
        /* x += count; */
        "l.add r21, r21, %r[count]\n\t"
        /* *v = x; (commit) */
        "l.sw %[v], r21\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [count] "rO" (count),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f", "r21"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "l.lwz r21, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "l.sfeq r21, %r[expectnot]\n\t"
        "l.bf %l[eq]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r21, %[v]\n\t"
        "l.sfeq r21, %r[expectnot]\n\t"
        "l.bf %l[error2]\n\t"
        "l.nop\n\t"
#endif
        /* *load = x; */
        "l.sw %[load], r21\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "l.add r21, r21, %[voffp]\n\t"
        "l.lwz r21, 0(r21)\n\t"
        /* *v = x; (commit) */
        "l.sw %[v], r21\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expectnot] "rO" (expectnot), [voffp] "r" (voffp),
          [load] "m" (*load), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f", "r21"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "l.lwz r21, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "l.sfeq r21, %r[expectnot]\n\t"
        "l.bf %l[eq]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r21, %[v]\n\t"
        "l.sfeq r21, %r[expectnot]\n\t"
        "l.bf %l[error2]\n\t"
        "l.nop\n\t"
#endif
        /* *load = x; */
        "l.sw %[load], r21\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "l.add r21, r21, %[voffp]\n\t"
        "l.lwz r21, 0(r21)\n\t"
        /* *v = x; (commit) */
        "l.sw %[v], r21\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expectnot] "rO" (expectnot), [voffp] "r" (voffp),
          [load] "m" (*load), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f", "r21"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[error2]\n\t"
        "l.nop\n\t"
#endif
        /* *v2 = newv2; */
        "l.sw %[v2], %r[newv2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "l.sw %[v], %r[newv]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expect] "rO" (expect), [v2] "m" (*v2),
          [newv2] "rO" (newv2), [newv] "rO" (newv), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[error2]\n\t"
        "l.nop\n\t"
#endif
        /* *v2 = newv2; */
        "l.sw %[v2], %r[newv2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "l.sw %[v], %r[newv]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expect] "rO" (expect), [v2] "m" (*v2),
          [newv2] "rO" (newv2), [newv] "rO" (newv), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[error2]\n\t"
        "l.nop\n\t"
#endif
        /* *v2 = newv2; */
        "l.sw %[v2], %r[newv2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "l.msync\n\t"
        "l.sw %[v], %r[newv]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expect] "rO" (expect), [v2] "m" (*v2),
          [newv2] "rO" (newv2), [newv] "rO" (newv), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[error2]\n\t"
        "l.nop\n\t"
#endif
        /* *v2 = newv2; */
        "l.sw %[v2], %r[newv2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "l.msync\n\t"
        "l.sw %[v], %r[newv]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expect] "rO" (expect), [v2] "m" (*v2),
          [newv2] "rO" (newv2), [newv] "rO" (newv), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "l.lwz r17, %[v2]\n\t"
        "l.sfeq r17, %r[expect2]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[error2]\n\t"
        "l.nop\n\t"
        "l.lwz r17, %[v2]\n\t"
        "l.sfeq r17, %r[expect2]\n\t"
        "l.bnf %l[error3]\n\t"
        "l.nop\n\t"
#endif
        /* *v = newv; (commit) */
        "l.sw %[v], %r[newv]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expect] "rO" (expect), [v2] "m" (*v2),
          [expect2] "rO" (expect2), [newv] "rO" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "l.lwz r17, %[v2]\n\t"
        "l.sfeq r17, %r[expect2]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[error2]\n\t"
        "l.nop\n\t"
        "l.lwz r17, %[v2]\n\t"
        "l.sfeq r17, %r[expect2]\n\t"
        "l.bnf %l[error3]\n\t"
        "l.nop\n\t"
#endif
        /* *v = newv; (commit) */
        "l.sw %[v], %r[newv]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expect] "rO" (expect), [v2] "m" (*v2),
          [expect2] "rO" (expect2), [newv] "rO" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[error2]\n\t"
        "l.nop\n\t"
#endif
        /* memcpy(dst, src, len); */
        "l.ori r21, %[src], 0\n\t"
        "l.ori r23, %[dst], 0\n\t"
        "l.or r17, r21, r23\n\t"
        "l.andi r17, r17, 3\n\t"
        "l.sfeq r17, r0\n\t"
        "l.bnf 444f\n\t"
        "l.nop\n\t"
        "l.addi r17, r0, -16\n\t"
        "l.and r17, r17, %[len]\n\t"
        "l.add r17, r17, r21\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bf 222f\n\t"
        "l.nop\n\t"
        "333:\n\t"
        "l.lwz r19, 0(r21)\n\t"
        "l.sw 0(r23), r19\n\t"
        "l.lwz r19, 4(r21)\n\t"
        "l.sw 4(r23), r19\n\t"
        "l.lwz r19, 8(r21)\n\t"
        "l.sw 8(r23), r19\n\t"
        "l.lwz r19, 12(r21)\n\t"
        "l.sw 12(r23), r19\n\t"
        "l.addi r21, r21, 16\n\t"
        "l.addi r23, r23, 16\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bnf 333b\n\t"
        "l.nop\n\t"
        "222:\n\t"
        "l.andi r17, %[len], 12\n\t"
        "l.add r17, r17, r21\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bf 222f\n\t"
        "l.nop\n\t"
        "333:\n\t"
        "l.lwz r19, 0(r21)\n\t"
        "l.sw 0(r23), r19\n\t"
        "l.addi r21, r21, 4\n\t"
        "l.addi r23, r23, 4\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bnf 333b\n\t"
        "l.nop\n\t"
        "222:\n\t"
        "444:\n\t"
        "l.add r17, %[src], %[len]\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bf 222f\n\t"
        "l.nop\n\t"
        "333:\n\t"
        "l.lbz r19, 0(r21)\n\t"
        "l.sb 0(r23), r19\n\t"
        "l.addi r21, r21, 1\n\t"
        "l.addi r23, r23, 1\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bnf 333b\n\t"
        "l.nop\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "l.sw %[v], %r[newv]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expect] "rO" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "rO" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f", "r21", "r23"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[error2]\n\t"
        "l.nop\n\t"
#endif
        /* memcpy(dst, src, len); */
        "l.ori r21, %[src], 0\n\t"
        "l.ori r23, %[dst], 0\n\t"
        "l.or r17, r21, r23\n\t"
        "l.andi r17, r17, 3\n\t"
        "l.sfeq r17, r0\n\t"
        "l.bnf 444f\n\t"
        "l.nop\n\t"
        "l.addi r17, r0, -16\n\t"
        "l.and r17, r17, %[len]\n\t"
        "l.add r17, r17, r21\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bf 222f\n\t"
        "l.nop\n\t"
        "333:\n\t"
        "l.lwz r19, 0(r21)\n\t"
        "l.sw 0(r23), r19\n\t"
        "l.lwz r19, 4(r21)\n\t"
        "l.sw 4(r23), r19\n\t"
        "l.lwz r19, 8(r21)\n\t"
        "l.sw 8(r23), r19\n\t"
        "l.lwz r19, 12(r21)\n\t"
        "l.sw 12(r23), r19\n\t"
        "l.addi r21, r21, 16\n\t"
        "l.addi r23, r23, 16\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bnf 333b\n\t"
        "l.nop\n\t"
        "222:\n\t"
        "l.andi r17, %[len], 12\n\t"
        "l.add r17, r17, r21\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bf 222f\n\t"
        "l.nop\n\t"
        "333:\n\t"
        "l.lwz r19, 0(r21)\n\t"
        "l.sw 0(r23), r19\n\t"
        "l.addi r21, r21, 4\n\t"
        "l.addi r23, r23, 4\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bnf 333b\n\t"
        "l.nop\n\t"
        "222:\n\t"
        "444:\n\t"
        "l.add r17, %[src], %[len]\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bf 222f\n\t"
        "l.nop\n\t"
        "333:\n\t"
        "l.lbz r19, 0(r21)\n\t"
        "l.sb 0(r23), r19\n\t"
        "l.addi r21, r21, 1\n\t"
        "l.addi r23, r23, 1\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bnf 333b\n\t"
        "l.nop\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "l.sw %[v], %r[newv]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expect] "rO" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "rO" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f", "r21", "r23"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[error2]\n\t"
        "l.nop\n\t"
#endif
        /* memcpy(dst, src, len); */
        "l.ori r21, %[src], 0\n\t"
        "l.ori r23, %[dst], 0\n\t"
        "l.or r17, r21, r23\n\t"
        "l.andi r17, r17, 3\n\t"
        "l.sfeq r17, r0\n\t"
        "l.bnf 444f\n\t"
        "l.nop\n\t"
        "l.addi r17, r0, -16\n\t"
        "l.and r17, r17, %[len]\n\t"
        "l.add r17, r17, r21\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bf 222f\n\t"
        "l.nop\n\t"
        "333:\n\t"
        "l.lwz r19, 0(r21)\n\t"
        "l.sw 0(r23), r19\n\t"
        "l.lwz r19, 4(r21)\n\t"
        "l.sw 4(r23), r19\n\t"
        "l.lwz r19, 8(r21)\n\t"
        "l.sw 8(r23), r19\n\t"
        "l.lwz r19, 12(r21)\n\t"
        "l.sw 12(r23), r19\n\t"
        "l.addi r21, r21, 16\n\t"
        "l.addi r23, r23, 16\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bnf 333b\n\t"
        "l.nop\n\t"
        "222:\n\t"
        "l.andi r17, %[len], 12\n\t"
        "l.add r17, r17, r21\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bf 222f\n\t"
        "l.nop\n\t"
        "333:\n\t"
        "l.lwz r19, 0(r21)\n\t"
        "l.sw 0(r23), r19\n\t"
        "l.addi r21, r21, 4\n\t"
        "l.addi r23, r23, 4\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bnf 333b\n\t"
        "l.nop\n\t"
        "222:\n\t"
        "444:\n\t"
        "l.add r17, %[src], %[len]\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bf 222f\n\t"
        "l.nop\n\t"
        "333:\n\t"
        "l.lbz r19, 0(r21)\n\t"
        "l.sb 0(r23), r19\n\t"
        "l.addi r21, r21, 1\n\t"
        "l.addi r23, r23, 1\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bnf 333b\n\t"
        "l.nop\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "l.msync\n\t"
        "l.sw %[v], %r[newv]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expect] "rO" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "rO" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f", "r21", "r23"
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[ne]\n\t"
        "l.nop\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l.lwz r17, %[v]\n\t"
        "l.sfeq r17, %r[expect]\n\t"
        "l.bnf %l[error2]\n\t"
        "l.nop\n\t"
#endif
        /* memcpy(dst, src, len); */
        "l.ori r21, %[src], 0\n\t"
        "l.ori r23, %[dst], 0\n\t"
        "l.or r17, r21, r23\n\t"
        "l.andi r17, r17, 3\n\t"
        "l.sfeq r17, r0\n\t"
        "l.bnf 444f\n\t"
        "l.nop\n\t"
        "l.addi r17, r0, -16\n\t"
        "l.and r17, r17, %[len]\n\t"
        "l.add r17, r17, r21\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bf 222f\n\t"
        "l.nop\n\t"
        "333:\n\t"
        "l.lwz r19, 0(r21)\n\t"
        "l.sw 0(r23), r19\n\t"
        "l.lwz r19, 4(r21)\n\t"
        "l.sw 4(r23), r19\n\t"
        "l.lwz r19, 8(r21)\n\t"
        "l.sw 8(r23), r19\n\t"
        "l.lwz r19, 12(r21)\n\t"
        "l.sw 12(r23), r19\n\t"
        "l.addi r21, r21, 16\n\t"
        "l.addi r23, r23, 16\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bnf 333b\n\t"
        "l.nop\n\t"
        "222:\n\t"
        "l.andi r17, %[len], 12\n\t"
        "l.add r17, r17, r21\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bf 222f\n\t"
        "l.nop\n\t"
        "333:\n\t"
        "l.lwz r19, 0(r21)\n\t"
        "l.sw 0(r23), r19\n\t"
        "l.addi r21, r21, 4\n\t"
        "l.addi r23, r23, 4\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bnf 333b\n\t"
        "l.nop\n\t"
        "222:\n\t"
        "444:\n\t"
        "l.add r17, %[src], %[len]\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bf 222f\n\t"
        "l.nop\n\t"
        "333:\n\t"
        "l.lbz r19, 0(r21)\n\t"
        "l.sb 0(r23), r19\n\t"
        "l.addi r21, r21, 1\n\t"
        "l.addi r23, r23, 1\n\t"
        "l.sfeq r21, r17\n\t"
        "l.bnf 333b\n\t"
        "l.nop\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "l.msync\n\t"
        "l.sw %[v], %r[newv]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [v] "m" (*v), [expect] "rO" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "rO" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f", "r21", "r23"
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
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "l.lwz r21, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "l.add r21, r21, %[off]\n\t"
        "l.lwz r21, 0(r21)\n\t"
        /* y = *(intptr_t *)x; */
        "l.lwz r23, 0(r21)\n\t"
        /* y += inc; */
        "l.add r23, r23, %r[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "l.sw 0(r21), r23\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [ptr] "m" (*ptr), [off] "r" (off), [inc] "rO" (inc),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f", "r21", "r23"
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
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "l.lwz r21, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "l.add r21, r21, %[off]\n\t"
        "l.lwz r21, 0(r21)\n\t"
        /* y = *(intptr_t *)x; */
        "l.lwz r23, 0(r21)\n\t"
        /* y += inc; */
        "l.add r23, r23, %r[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "l.sw 0(r21), r23\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rO" (cpu), [ptr] "m" (*ptr), [off] "r" (off), [inc] "rO" (inc),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r17", "r19", "?sr_f", "r21", "r23"
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

#endif /* _RSEQ_ARCH_OR1K_BITS_H */
