/* Printed by headergen from headergen/templates/rseq/arch/mips/bits.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/mips/bits.h: the operations on MIPS, one function for each order and index.
 *
 * rseq/pseudocode.h explains the terms; the functions of rseq/rseq.h without a suffix are documented
 * there and call these.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/mips/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_MIPS_BITS_H
#define _RSEQ_ARCH_MIPS_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

#ifdef RSEQ_SKIP_FASTPATH
#include "rseq/arch/fallback/bits.h"
#else

#if _MIPS_SZPTR == 64

/*
 * 64-bit MIPS.
 *
 * Labels: 9 descriptor, 1 start, 2 commit, 4 abort.
 *
 * x is in $13 and y in $14; $12 is scratch, and so is $1, the assembler's, which clang uses too.
 * None holds an argument of a function call, and the caller of a function does not expect them to
 * survive.
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [newv] "rJ" (newv), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [newv] "rJ" (newv), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "ld $13, %[v]\n\t"
        /* x += count; */
        "daddu $13, $13, %z[count]\n\t"
        /* *v = x; (commit) */
        "sd $13, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [count] "rJ" (count),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "ld $13, %[v]\n\t"
        /* x += count; */
        "daddu $13, $13, %z[count]\n\t"
        /* *v = x; (commit) */
        "sd $13, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [count] "rJ" (count),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[eq])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "ld $13, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "beq $13, %z[expectnot], %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $13, %[v]\n\t"
        "beq $13, %z[expectnot], %l[error2]\n\t"
#endif
        /* *load = x; */
        "sd $13, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "daddu $13, $13, %[voffp]\n\t"
        "ld $13, 0($13)\n\t"
        /* *v = x; (commit) */
        "sd $13, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expectnot] "rJ" (expectnot),
          [voffp] "r" (voffp), [load] "m" (*load), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[eq])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "ld $13, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "beq $13, %z[expectnot], %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $13, %[v]\n\t"
        "beq $13, %z[expectnot], %l[error2]\n\t"
#endif
        /* *load = x; */
        "sd $13, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "daddu $13, $13, %[voffp]\n\t"
        "ld $13, 0($13)\n\t"
        /* *v = x; (commit) */
        "sd $13, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expectnot] "rJ" (expectnot),
          [voffp] "r" (voffp), [load] "m" (*load), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sd %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sd %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sd %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_SYNC
        "sd %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sd %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_SYNC
        "sd %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "ld $12, %[v2]\n\t"
        "bne $12, %z[expect2], %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
        "ld $12, %[v2]\n\t"
        "bne $12, %z[expect2], %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [expect2] "rJ" (expect2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "ld $12, %[v2]\n\t"
        "bne $12, %z[expect2], %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
        "ld $12, %[v2]\n\t"
        "bne $12, %z[expect2], %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [expect2] "rJ" (expect2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "move $13, %[src]\n\t"
        "move $14, %[dst]\n\t"
        "or $12, $13, $14\n\t"
        "andi $12, $12, 7\n\t"
        "bnez $12, 444f\n\t"
        "dsrl $12, %[len], 5\n\t"
        "dsll $12, $12, 5\n\t"
        "daddu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "ld $15, 0($13)\n\t"
        "sd $15, 0($14)\n\t"
        "ld $15, 8($13)\n\t"
        "sd $15, 8($14)\n\t"
        "ld $15, 16($13)\n\t"
        "sd $15, 16($14)\n\t"
        "ld $15, 24($13)\n\t"
        "sd $15, 24($14)\n\t"
        "daddiu $13, $13, 32\n\t"
        "daddiu $14, $14, 32\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "andi $12, %[len], 24\n\t"
        "daddu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "ld $15, 0($13)\n\t"
        "sd $15, 0($14)\n\t"
        "daddiu $13, $13, 8\n\t"
        "daddiu $14, $14, 8\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "daddu $12, %[src], %[len]\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lbu $15, 0($13)\n\t"
        "sb $15, 0($14)\n\t"
        "daddiu $13, $13, 1\n\t"
        "daddiu $14, $14, 1\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13", "$14", "$15"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "move $13, %[src]\n\t"
        "move $14, %[dst]\n\t"
        "or $12, $13, $14\n\t"
        "andi $12, $12, 7\n\t"
        "bnez $12, 444f\n\t"
        "dsrl $12, %[len], 5\n\t"
        "dsll $12, $12, 5\n\t"
        "daddu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "ld $15, 0($13)\n\t"
        "sd $15, 0($14)\n\t"
        "ld $15, 8($13)\n\t"
        "sd $15, 8($14)\n\t"
        "ld $15, 16($13)\n\t"
        "sd $15, 16($14)\n\t"
        "ld $15, 24($13)\n\t"
        "sd $15, 24($14)\n\t"
        "daddiu $13, $13, 32\n\t"
        "daddiu $14, $14, 32\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "andi $12, %[len], 24\n\t"
        "daddu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "ld $15, 0($13)\n\t"
        "sd $15, 0($14)\n\t"
        "daddiu $13, $13, 8\n\t"
        "daddiu $14, $14, 8\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "daddu $12, %[src], %[len]\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lbu $15, 0($13)\n\t"
        "sb $15, 0($14)\n\t"
        "daddiu $13, $13, 1\n\t"
        "daddiu $14, $14, 1\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sd %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13", "$14", "$15"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "move $13, %[src]\n\t"
        "move $14, %[dst]\n\t"
        "or $12, $13, $14\n\t"
        "andi $12, $12, 7\n\t"
        "bnez $12, 444f\n\t"
        "dsrl $12, %[len], 5\n\t"
        "dsll $12, $12, 5\n\t"
        "daddu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "ld $15, 0($13)\n\t"
        "sd $15, 0($14)\n\t"
        "ld $15, 8($13)\n\t"
        "sd $15, 8($14)\n\t"
        "ld $15, 16($13)\n\t"
        "sd $15, 16($14)\n\t"
        "ld $15, 24($13)\n\t"
        "sd $15, 24($14)\n\t"
        "daddiu $13, $13, 32\n\t"
        "daddiu $14, $14, 32\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "andi $12, %[len], 24\n\t"
        "daddu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "ld $15, 0($13)\n\t"
        "sd $15, 0($14)\n\t"
        "daddiu $13, $13, 8\n\t"
        "daddiu $14, $14, 8\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "daddu $12, %[src], %[len]\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lbu $15, 0($13)\n\t"
        "sb $15, 0($14)\n\t"
        "daddiu $13, $13, 1\n\t"
        "daddiu $14, $14, 1\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_SYNC
        "sd %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13", "$14", "$15"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "ld $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "move $13, %[src]\n\t"
        "move $14, %[dst]\n\t"
        "or $12, $13, $14\n\t"
        "andi $12, $12, 7\n\t"
        "bnez $12, 444f\n\t"
        "dsrl $12, %[len], 5\n\t"
        "dsll $12, $12, 5\n\t"
        "daddu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "ld $15, 0($13)\n\t"
        "sd $15, 0($14)\n\t"
        "ld $15, 8($13)\n\t"
        "sd $15, 8($14)\n\t"
        "ld $15, 16($13)\n\t"
        "sd $15, 16($14)\n\t"
        "ld $15, 24($13)\n\t"
        "sd $15, 24($14)\n\t"
        "daddiu $13, $13, 32\n\t"
        "daddiu $14, $14, 32\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "andi $12, %[len], 24\n\t"
        "daddu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "ld $15, 0($13)\n\t"
        "sd $15, 0($14)\n\t"
        "daddiu $13, $13, 8\n\t"
        "daddiu $14, $14, 8\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "daddu $12, %[src], %[len]\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lbu $15, 0($13)\n\t"
        "sb $15, 0($14)\n\t"
        "daddiu $13, $13, 1\n\t"
        "daddiu $14, $14, 1\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_SYNC
        "sd %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13", "$14", "$15"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "ld $13, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "daddu $13, $13, %[off]\n\t"
        "ld $13, 0($13)\n\t"
        /* y = *(intptr_t *)x; */
        "ld $14, 0($13)\n\t"
        /* y += inc; */
        "daddu $14, $14, %z[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "sd $14, 0($13)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [ptr] "m" (*ptr), [off] "r" (off),
          [inc] "rJ" (inc), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13", "$14"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "ld $13, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "daddu $13, $13, %[off]\n\t"
        "ld $13, 0($13)\n\t"
        /* y = *(intptr_t *)x; */
        "ld $14, 0($13)\n\t"
        /* y += inc; */
        "daddu $14, $14, %z[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "sd $14, 0($13)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [ptr] "m" (*ptr), [off] "r" (off),
          [inc] "rJ" (inc), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13", "$14"
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

#elif _MIPS_SZPTR == 32

/*
 * 32-bit MIPS.
 *
 * Labels: 9 descriptor, 1 start, 2 commit, 4 abort.
 *
 * x is in $13 and y in $14; $12 is scratch, and so is $1, the assembler's, which clang uses too.
 * None holds an argument of a function call, and the caller of a function does not expect them to
 * survive.
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [newv] "rJ" (newv), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [newv] "rJ" (newv), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "lw $13, %[v]\n\t"
        /* x += count; */
        "addu $13, $13, %z[count]\n\t"
        /* *v = x; (commit) */
        "sw $13, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [count] "rJ" (count),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "lw $13, %[v]\n\t"
        /* x += count; */
        "addu $13, $13, %z[count]\n\t"
        /* *v = x; (commit) */
        "sw $13, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [count] "rJ" (count),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[eq])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "lw $13, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "beq $13, %z[expectnot], %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $13, %[v]\n\t"
        "beq $13, %z[expectnot], %l[error2]\n\t"
#endif
        /* *load = x; */
        "sw $13, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "addu $13, $13, %[voffp]\n\t"
        "lw $13, 0($13)\n\t"
        /* *v = x; (commit) */
        "sw $13, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expectnot] "rJ" (expectnot),
          [voffp] "r" (voffp), [load] "m" (*load), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[eq])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "lw $13, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "beq $13, %z[expectnot], %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $13, %[v]\n\t"
        "beq $13, %z[expectnot], %l[error2]\n\t"
#endif
        /* *load = x; */
        "sw $13, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "addu $13, $13, %[voffp]\n\t"
        "lw $13, 0($13)\n\t"
        /* *v = x; (commit) */
        "sw $13, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expectnot] "rJ" (expectnot),
          [voffp] "r" (voffp), [load] "m" (*load), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sw %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sw %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sw %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_SYNC
        "sw %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "sw %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_SYNC
        "sw %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "lw $12, %[v2]\n\t"
        "bne $12, %z[expect2], %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
        "lw $12, %[v2]\n\t"
        "bne $12, %z[expect2], %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [expect2] "rJ" (expect2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error3])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "lw $12, %[v2]\n\t"
        "bne $12, %z[expect2], %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
        "lw $12, %[v2]\n\t"
        "bne $12, %z[expect2], %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [expect2] "rJ" (expect2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "move $13, %[src]\n\t"
        "move $14, %[dst]\n\t"
        "or $12, $13, $14\n\t"
        "andi $12, $12, 3\n\t"
        "bnez $12, 444f\n\t"
        "srl $12, %[len], 4\n\t"
        "sll $12, $12, 4\n\t"
        "addu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lw $15, 0($13)\n\t"
        "sw $15, 0($14)\n\t"
        "lw $15, 4($13)\n\t"
        "sw $15, 4($14)\n\t"
        "lw $15, 8($13)\n\t"
        "sw $15, 8($14)\n\t"
        "lw $15, 12($13)\n\t"
        "sw $15, 12($14)\n\t"
        "addiu $13, $13, 16\n\t"
        "addiu $14, $14, 16\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "andi $12, %[len], 12\n\t"
        "addu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lw $15, 0($13)\n\t"
        "sw $15, 0($14)\n\t"
        "addiu $13, $13, 4\n\t"
        "addiu $14, $14, 4\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "addu $12, %[src], %[len]\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lbu $15, 0($13)\n\t"
        "sb $15, 0($14)\n\t"
        "addiu $13, $13, 1\n\t"
        "addiu $14, $14, 1\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13", "$14", "$15"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "move $13, %[src]\n\t"
        "move $14, %[dst]\n\t"
        "or $12, $13, $14\n\t"
        "andi $12, $12, 3\n\t"
        "bnez $12, 444f\n\t"
        "srl $12, %[len], 4\n\t"
        "sll $12, $12, 4\n\t"
        "addu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lw $15, 0($13)\n\t"
        "sw $15, 0($14)\n\t"
        "lw $15, 4($13)\n\t"
        "sw $15, 4($14)\n\t"
        "lw $15, 8($13)\n\t"
        "sw $15, 8($14)\n\t"
        "lw $15, 12($13)\n\t"
        "sw $15, 12($14)\n\t"
        "addiu $13, $13, 16\n\t"
        "addiu $14, $14, 16\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "andi $12, %[len], 12\n\t"
        "addu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lw $15, 0($13)\n\t"
        "sw $15, 0($14)\n\t"
        "addiu $13, $13, 4\n\t"
        "addiu $14, $14, 4\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "addu $12, %[src], %[len]\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lbu $15, 0($13)\n\t"
        "sb $15, 0($14)\n\t"
        "addiu $13, $13, 1\n\t"
        "addiu $14, $14, 1\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "sw %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13", "$14", "$15"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "move $13, %[src]\n\t"
        "move $14, %[dst]\n\t"
        "or $12, $13, $14\n\t"
        "andi $12, $12, 3\n\t"
        "bnez $12, 444f\n\t"
        "srl $12, %[len], 4\n\t"
        "sll $12, $12, 4\n\t"
        "addu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lw $15, 0($13)\n\t"
        "sw $15, 0($14)\n\t"
        "lw $15, 4($13)\n\t"
        "sw $15, 4($14)\n\t"
        "lw $15, 8($13)\n\t"
        "sw $15, 8($14)\n\t"
        "lw $15, 12($13)\n\t"
        "sw $15, 12($14)\n\t"
        "addiu $13, $13, 16\n\t"
        "addiu $14, $14, 16\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "andi $12, %[len], 12\n\t"
        "addu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lw $15, 0($13)\n\t"
        "sw $15, 0($14)\n\t"
        "addiu $13, $13, 4\n\t"
        "addiu $14, $14, 4\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "addu $12, %[src], %[len]\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lbu $15, 0($13)\n\t"
        "sb $15, 0($14)\n\t"
        "addiu $13, $13, 1\n\t"
        "addiu $14, $14, 1\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_SYNC
        "sw %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13", "$14", "$15"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[ne])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error2])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
        "lw $12, %[v]\n\t"
        "bne $12, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "move $13, %[src]\n\t"
        "move $14, %[dst]\n\t"
        "or $12, $13, $14\n\t"
        "andi $12, $12, 3\n\t"
        "bnez $12, 444f\n\t"
        "srl $12, %[len], 4\n\t"
        "sll $12, $12, 4\n\t"
        "addu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lw $15, 0($13)\n\t"
        "sw $15, 0($14)\n\t"
        "lw $15, 4($13)\n\t"
        "sw $15, 4($14)\n\t"
        "lw $15, 8($13)\n\t"
        "sw $15, 8($14)\n\t"
        "lw $15, 12($13)\n\t"
        "sw $15, 12($14)\n\t"
        "addiu $13, $13, 16\n\t"
        "addiu $14, $14, 16\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "andi $12, %[len], 12\n\t"
        "addu $12, $12, $13\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lw $15, 0($13)\n\t"
        "sw $15, 0($14)\n\t"
        "addiu $13, $13, 4\n\t"
        "addiu $14, $14, 4\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "addu $12, %[src], %[len]\n\t"
        "beq $13, $12, 222f\n\t"
        "333:\n\t"
        "lbu $15, 0($13)\n\t"
        "sb $15, 0($14)\n\t"
        "addiu $13, $13, 1\n\t"
        "addiu $14, $14, 1\n\t"
        "bne $13, $12, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_SYNC
        "sw %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13", "$14", "$15"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "lw $13, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "addu $13, $13, %[off]\n\t"
        "lw $13, 0($13)\n\t"
        /* y = *(intptr_t *)x; */
        "lw $14, 0($13)\n\t"
        /* y += inc; */
        "addu $14, $14, %z[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "sw $14, 0($13)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [ptr] "m" (*ptr), [off] "r" (off),
          [inc] "rJ" (inc), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13", "$14"
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
        RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[abort])
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[error1])
#endif
        __RSEQ_ASM_STORE_RSEQ_CS("$12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$12", cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "lw $13, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "addu $13, $13, %[off]\n\t"
        "lw $13, 0($13)\n\t"
        /* y = *(intptr_t *)x; */
        "lw $14, 0($13)\n\t"
        /* y += inc; */
        "addu $14, $14, %z[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "sw $14, 0($13)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        __RSEQ_ASM_DEFINE_ABORT_APART("$12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [ptr] "m" (*ptr), [off] "r" (off),
          [inc] "rJ" (inc), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$1", "$12", "$13", "$14"
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

#endif /* _RSEQ_ARCH_MIPS_BITS_H */
