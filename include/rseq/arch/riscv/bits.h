/* Printed by headergen from headergen/templates/rseq/arch/riscv/bits.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/riscv/bits.h: the operations on RISC-V of 64 and of 32 bits, one function for each order
 * and index.
 *
 * rseq/pseudocode.h explains the terms; the functions of rseq/rseq.h without a suffix are documented
 * there and call these.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/riscv/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_RISCV_BITS_H
#define _RSEQ_ARCH_RISCV_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

#ifdef RSEQ_SKIP_FASTPATH
#include "rseq/arch/fallback/bits.h"
#else

#if __riscv_xlen == 64

/*
 * 64-bit RISC-V.
 *
 * Labels: 1 descriptor, 2 start, 3 commit, 4 abort.
 *
 * x is in t5 and y in t4; t6 is scratch. None of them holds an argument of a function call, and the
 * caller of a function does not expect them to survive.
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [newv] "rJ" (newv), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [newv] "rJ" (newv), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "ld t5, %[v]\n\t"
        /* x += count; */
        "add t5, t5, %z[count]\n\t"
        /* *v = x; (commit) */
        "sd t5, %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [count] "rJ" (count),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "ld t5, %[v]\n\t"
        /* x += count; */
        "add t5, t5, %z[count]\n\t"
        /* *v = x; (commit) */
        "sd t5, %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [count] "rJ" (count),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[eq])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "ld t5, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "beq t5, %z[expectnot], %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t5, %[v]\n\t"
        "beq t5, %z[expectnot], %l[error2]\n\t"
#endif
        /* *load = x; */
        "sd t5, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "add t5, t5, %[voffp]\n\t"
        "ld t5, 0(t5)\n\t"
        /* *v = x; (commit) */
        "sd t5, %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v),
          [expectnot] "rJ" (expectnot), [voffp] "r" (voffp), [load] __RSEQ_ASM_WORD (*load),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[eq])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "ld t5, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "beq t5, %z[expectnot], %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t5, %[v]\n\t"
        "beq t5, %z[expectnot], %l[error2]\n\t"
#endif
        /* *load = x; */
        "sd t5, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "add t5, t5, %[voffp]\n\t"
        "ld t5, 0(t5)\n\t"
        /* *v = x; (commit) */
        "sd t5, %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v),
          [expectnot] "rJ" (expectnot), [voffp] "r" (voffp), [load] __RSEQ_ASM_WORD (*load),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sd %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [v2] __RSEQ_ASM_WORD (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sd %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [v2] __RSEQ_ASM_WORD (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sd %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "fence rw, w\n\t"
        "sd %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [v2] __RSEQ_ASM_WORD (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sd %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "fence rw, w\n\t"
        "sd %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [v2] __RSEQ_ASM_WORD (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error3])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "ld t6, %[v2]\n\t"
        "bne t6, %z[expect2], %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
        "ld t6, %[v2]\n\t"
        "bne t6, %z[expect2], %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [v2] __RSEQ_ASM_WORD (*v2), [expect2] "rJ" (expect2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error3])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "ld t6, %[v2]\n\t"
        "bne t6, %z[expect2], %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
        "ld t6, %[v2]\n\t"
        "bne t6, %z[expect2], %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [v2] __RSEQ_ASM_WORD (*v2), [expect2] "rJ" (expect2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mv t5, %[src]\n\t"
        "mv t4, %[dst]\n\t"
        "or t6, t5, t4\n\t"
        "andi t6, t6, 7\n\t"
        "bnez t6, 444f\n\t"
        "andi t6, %[len], -32\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "ld t3, 0(t5)\n\t"
        "sd t3, 0(t4)\n\t"
        "ld t3, 8(t5)\n\t"
        "sd t3, 8(t4)\n\t"
        "ld t3, 16(t5)\n\t"
        "sd t3, 16(t4)\n\t"
        "ld t3, 24(t5)\n\t"
        "sd t3, 24(t4)\n\t"
        "addi t5, t5, 32\n\t"
        "addi t4, t4, 32\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "andi t6, %[len], 24\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "ld t3, 0(t5)\n\t"
        "sd t3, 0(t4)\n\t"
        "addi t5, t5, 8\n\t"
        "addi t4, t4, 8\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "add t6, %[src], %[len]\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lb t3, 0(t5)\n\t"
        "sb t3, 0(t4)\n\t"
        "addi t5, t5, 1\n\t"
        "addi t4, t4, 1\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5", "t4", "t3"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mv t5, %[src]\n\t"
        "mv t4, %[dst]\n\t"
        "or t6, t5, t4\n\t"
        "andi t6, t6, 7\n\t"
        "bnez t6, 444f\n\t"
        "andi t6, %[len], -32\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "ld t3, 0(t5)\n\t"
        "sd t3, 0(t4)\n\t"
        "ld t3, 8(t5)\n\t"
        "sd t3, 8(t4)\n\t"
        "ld t3, 16(t5)\n\t"
        "sd t3, 16(t4)\n\t"
        "ld t3, 24(t5)\n\t"
        "sd t3, 24(t4)\n\t"
        "addi t5, t5, 32\n\t"
        "addi t4, t4, 32\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "andi t6, %[len], 24\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "ld t3, 0(t5)\n\t"
        "sd t3, 0(t4)\n\t"
        "addi t5, t5, 8\n\t"
        "addi t4, t4, 8\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "add t6, %[src], %[len]\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lb t3, 0(t5)\n\t"
        "sb t3, 0(t4)\n\t"
        "addi t5, t5, 1\n\t"
        "addi t4, t4, 1\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5", "t4", "t3"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mv t5, %[src]\n\t"
        "mv t4, %[dst]\n\t"
        "or t6, t5, t4\n\t"
        "andi t6, t6, 7\n\t"
        "bnez t6, 444f\n\t"
        "andi t6, %[len], -32\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "ld t3, 0(t5)\n\t"
        "sd t3, 0(t4)\n\t"
        "ld t3, 8(t5)\n\t"
        "sd t3, 8(t4)\n\t"
        "ld t3, 16(t5)\n\t"
        "sd t3, 16(t4)\n\t"
        "ld t3, 24(t5)\n\t"
        "sd t3, 24(t4)\n\t"
        "addi t5, t5, 32\n\t"
        "addi t4, t4, 32\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "andi t6, %[len], 24\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "ld t3, 0(t5)\n\t"
        "sd t3, 0(t4)\n\t"
        "addi t5, t5, 8\n\t"
        "addi t4, t4, 8\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "add t6, %[src], %[len]\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lb t3, 0(t5)\n\t"
        "sb t3, 0(t4)\n\t"
        "addi t5, t5, 1\n\t"
        "addi t4, t4, 1\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "fence rw, w\n\t"
        "sd %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5", "t4", "t3"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ld t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mv t5, %[src]\n\t"
        "mv t4, %[dst]\n\t"
        "or t6, t5, t4\n\t"
        "andi t6, t6, 7\n\t"
        "bnez t6, 444f\n\t"
        "andi t6, %[len], -32\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "ld t3, 0(t5)\n\t"
        "sd t3, 0(t4)\n\t"
        "ld t3, 8(t5)\n\t"
        "sd t3, 8(t4)\n\t"
        "ld t3, 16(t5)\n\t"
        "sd t3, 16(t4)\n\t"
        "ld t3, 24(t5)\n\t"
        "sd t3, 24(t4)\n\t"
        "addi t5, t5, 32\n\t"
        "addi t4, t4, 32\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "andi t6, %[len], 24\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "ld t3, 0(t5)\n\t"
        "sd t3, 0(t4)\n\t"
        "addi t5, t5, 8\n\t"
        "addi t4, t4, 8\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "add t6, %[src], %[len]\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lb t3, 0(t5)\n\t"
        "sb t3, 0(t4)\n\t"
        "addi t5, t5, 1\n\t"
        "addi t4, t4, 1\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "fence rw, w\n\t"
        "sd %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5", "t4", "t3"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "ld t5, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "add t5, t5, %[off]\n\t"
        "ld t5, 0(t5)\n\t"
        /* y = *(intptr_t *)x; */
        "ld t4, 0(t5)\n\t"
        /* y += inc; */
        "add t4, t4, %z[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "sd t4, 0(t5)\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [ptr] __RSEQ_ASM_WORD (*ptr), [off] "r" (off),
          [inc] "rJ" (inc), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5", "t4"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "ld t5, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "add t5, t5, %[off]\n\t"
        "ld t5, 0(t5)\n\t"
        /* y = *(intptr_t *)x; */
        "ld t4, 0(t5)\n\t"
        /* y += inc; */
        "add t4, t4, %z[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "sd t4, 0(t5)\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [ptr] __RSEQ_ASM_WORD (*ptr), [off] "r" (off),
          [inc] "rJ" (inc), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5", "t4"
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

#elif __riscv_xlen == 32

/*
 * 32-bit RISC-V.
 *
 * Labels: 1 descriptor, 2 start, 3 commit, 4 abort.
 *
 * x is in t5 and y in t4; t6 is scratch. None of them holds an argument of a function call, and the
 * caller of a function does not expect them to survive.
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [newv] "rJ" (newv), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [newv] "rJ" (newv), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "lw t5, %[v]\n\t"
        /* x += count; */
        "add t5, t5, %z[count]\n\t"
        /* *v = x; (commit) */
        "sw t5, %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [count] "rJ" (count),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "lw t5, %[v]\n\t"
        /* x += count; */
        "add t5, t5, %z[count]\n\t"
        /* *v = x; (commit) */
        "sw t5, %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [count] "rJ" (count),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[eq])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "lw t5, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "beq t5, %z[expectnot], %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t5, %[v]\n\t"
        "beq t5, %z[expectnot], %l[error2]\n\t"
#endif
        /* *load = x; */
        "sw t5, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "add t5, t5, %[voffp]\n\t"
        "lw t5, 0(t5)\n\t"
        /* *v = x; (commit) */
        "sw t5, %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v),
          [expectnot] "rJ" (expectnot), [voffp] "r" (voffp), [load] __RSEQ_ASM_WORD (*load),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[eq])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "lw t5, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "beq t5, %z[expectnot], %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t5, %[v]\n\t"
        "beq t5, %z[expectnot], %l[error2]\n\t"
#endif
        /* *load = x; */
        "sw t5, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "add t5, t5, %[voffp]\n\t"
        "lw t5, 0(t5)\n\t"
        /* *v = x; (commit) */
        "sw t5, %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v),
          [expectnot] "rJ" (expectnot), [voffp] "r" (voffp), [load] __RSEQ_ASM_WORD (*load),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sw %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [v2] __RSEQ_ASM_WORD (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sw %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [v2] __RSEQ_ASM_WORD (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sw %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "fence rw, w\n\t"
        "sw %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [v2] __RSEQ_ASM_WORD (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sw %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "fence rw, w\n\t"
        "sw %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [v2] __RSEQ_ASM_WORD (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error3])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "lw t6, %[v2]\n\t"
        "bne t6, %z[expect2], %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
        "lw t6, %[v2]\n\t"
        "bne t6, %z[expect2], %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [v2] __RSEQ_ASM_WORD (*v2), [expect2] "rJ" (expect2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error3])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "lw t6, %[v2]\n\t"
        "bne t6, %z[expect2], %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
        "lw t6, %[v2]\n\t"
        "bne t6, %z[expect2], %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [v2] __RSEQ_ASM_WORD (*v2), [expect2] "rJ" (expect2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mv t5, %[src]\n\t"
        "mv t4, %[dst]\n\t"
        "or t6, t5, t4\n\t"
        "andi t6, t6, 3\n\t"
        "bnez t6, 444f\n\t"
        "andi t6, %[len], -16\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lw t3, 0(t5)\n\t"
        "sw t3, 0(t4)\n\t"
        "lw t3, 4(t5)\n\t"
        "sw t3, 4(t4)\n\t"
        "lw t3, 8(t5)\n\t"
        "sw t3, 8(t4)\n\t"
        "lw t3, 12(t5)\n\t"
        "sw t3, 12(t4)\n\t"
        "addi t5, t5, 16\n\t"
        "addi t4, t4, 16\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "andi t6, %[len], 12\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lw t3, 0(t5)\n\t"
        "sw t3, 0(t4)\n\t"
        "addi t5, t5, 4\n\t"
        "addi t4, t4, 4\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "add t6, %[src], %[len]\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lb t3, 0(t5)\n\t"
        "sb t3, 0(t4)\n\t"
        "addi t5, t5, 1\n\t"
        "addi t4, t4, 1\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5", "t4", "t3"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mv t5, %[src]\n\t"
        "mv t4, %[dst]\n\t"
        "or t6, t5, t4\n\t"
        "andi t6, t6, 3\n\t"
        "bnez t6, 444f\n\t"
        "andi t6, %[len], -16\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lw t3, 0(t5)\n\t"
        "sw t3, 0(t4)\n\t"
        "lw t3, 4(t5)\n\t"
        "sw t3, 4(t4)\n\t"
        "lw t3, 8(t5)\n\t"
        "sw t3, 8(t4)\n\t"
        "lw t3, 12(t5)\n\t"
        "sw t3, 12(t4)\n\t"
        "addi t5, t5, 16\n\t"
        "addi t4, t4, 16\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "andi t6, %[len], 12\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lw t3, 0(t5)\n\t"
        "sw t3, 0(t4)\n\t"
        "addi t5, t5, 4\n\t"
        "addi t4, t4, 4\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "add t6, %[src], %[len]\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lb t3, 0(t5)\n\t"
        "sb t3, 0(t4)\n\t"
        "addi t5, t5, 1\n\t"
        "addi t4, t4, 1\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5", "t4", "t3"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mv t5, %[src]\n\t"
        "mv t4, %[dst]\n\t"
        "or t6, t5, t4\n\t"
        "andi t6, t6, 3\n\t"
        "bnez t6, 444f\n\t"
        "andi t6, %[len], -16\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lw t3, 0(t5)\n\t"
        "sw t3, 0(t4)\n\t"
        "lw t3, 4(t5)\n\t"
        "sw t3, 4(t4)\n\t"
        "lw t3, 8(t5)\n\t"
        "sw t3, 8(t4)\n\t"
        "lw t3, 12(t5)\n\t"
        "sw t3, 12(t4)\n\t"
        "addi t5, t5, 16\n\t"
        "addi t4, t4, 16\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "andi t6, %[len], 12\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lw t3, 0(t5)\n\t"
        "sw t3, 0(t4)\n\t"
        "addi t5, t5, 4\n\t"
        "addi t4, t4, 4\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "add t6, %[src], %[len]\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lb t3, 0(t5)\n\t"
        "sb t3, 0(t4)\n\t"
        "addi t5, t5, 1\n\t"
        "addi t4, t4, 1\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "fence rw, w\n\t"
        "sw %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5", "t4", "t3"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error2])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lw t6, %[v]\n\t"
        "bne t6, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mv t5, %[src]\n\t"
        "mv t4, %[dst]\n\t"
        "or t6, t5, t4\n\t"
        "andi t6, t6, 3\n\t"
        "bnez t6, 444f\n\t"
        "andi t6, %[len], -16\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lw t3, 0(t5)\n\t"
        "sw t3, 0(t4)\n\t"
        "lw t3, 4(t5)\n\t"
        "sw t3, 4(t4)\n\t"
        "lw t3, 8(t5)\n\t"
        "sw t3, 8(t4)\n\t"
        "lw t3, 12(t5)\n\t"
        "sw t3, 12(t4)\n\t"
        "addi t5, t5, 16\n\t"
        "addi t4, t4, 16\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "andi t6, %[len], 12\n\t"
        "add t6, t6, t5\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lw t3, 0(t5)\n\t"
        "sw t3, 0(t4)\n\t"
        "addi t5, t5, 4\n\t"
        "addi t4, t4, 4\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "add t6, %[src], %[len]\n\t"
        "beq t5, t6, 222f\n\t"
        "333:\n\t"
        "lb t3, 0(t5)\n\t"
        "sb t3, 0(t4)\n\t"
        "addi t5, t5, 1\n\t"
        "addi t4, t4, 1\n\t"
        "bne t5, t6, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "fence rw, w\n\t"
        "sw %z[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] __RSEQ_ASM_WORD (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5", "t4", "t3"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "lw t5, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "add t5, t5, %[off]\n\t"
        "lw t5, 0(t5)\n\t"
        /* y = *(intptr_t *)x; */
        "lw t4, 0(t5)\n\t"
        /* y += inc; */
        "add t4, t4, %z[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "sw t4, 0(t5)\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [ptr] __RSEQ_ASM_WORD (*ptr), [off] "r" (off),
          [inc] "rJ" (inc), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5", "t4"
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
        RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(2f, %l[error1])
#endif
        RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "lw t5, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "add t5, t5, %[off]\n\t"
        "lw t5, 0(t5)\n\t"
        /* y = *(intptr_t *)x; */
        "lw t4, 0(t5)\n\t"
        /* y += inc; */
        "add t4, t4, %z[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "sw t4, 0(t5)\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [ptr] __RSEQ_ASM_WORD (*ptr), [off] "r" (off),
          [inc] "rJ" (inc), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "t6", "t5", "t4"
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

#endif /* _RSEQ_ARCH_RISCV_BITS_H */
