/* Printed by headergen from headergen/templates/rseq/arch/loongarch/bits.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/loongarch/bits.h: the operations on 64-bit LoongArch, one function for each order and index.
 *
 * rseq/pseudocode.h explains the terms; the functions of rseq/rseq.h without a suffix are documented
 * there and call these.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/loongarch/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_LOONGARCH_BITS_H
#define _RSEQ_ARCH_LOONGARCH_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

#ifdef RSEQ_SKIP_FASTPATH
#include "rseq/arch/fallback/bits.h"
#else

#if defined(RSEQ_ARCH_LOONGARCH)

/*
 * LoongArch.
 *
 * Labels: 9 descriptor, 1 start, 2 commit, 4 abort.
 *
 * x is in $r13 and y in $r14 ($t1 and $t2); $r12 ($t0) is scratch. None of them holds an argument
 * of a function call, and the caller of a function does not expect them to survive.
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "st.d %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [newv] "rJ" (newv), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "st.d %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [newv] "rJ" (newv), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "ld.d $r13, %[v]\n\t"
        /* x += count; */
        "add.d $r13, $r13, %z[count]\n\t"
        /* *v = x; (commit) */
        "st.d $r13, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [count] "rJ" (count),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12", "$r13"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "ld.d $r13, %[v]\n\t"
        /* x += count; */
        "add.d $r13, $r13, %z[count]\n\t"
        /* *v = x; (commit) */
        "st.d $r13, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [count] "rJ" (count),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12", "$r13"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "ld.d $r13, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "beq $r13, %z[expectnot], %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r13, %[v]\n\t"
        "beq $r13, %z[expectnot], %l[error2]\n\t"
#endif
        /* *load = x; */
        "st.d $r13, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "ldx.d $r13, $r13, %[voffp]\n\t"
        /* *v = x; (commit) */
        "st.d $r13, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expectnot] "rJ" (expectnot),
          [voffp] "r" (voffp), [load] "m" (*load), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12", "$r13"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "ld.d $r13, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "beq $r13, %z[expectnot], %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r13, %[v]\n\t"
        "beq $r13, %z[expectnot], %l[error2]\n\t"
#endif
        /* *load = x; */
        "st.d $r13, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "ldx.d $r13, $r13, %[voffp]\n\t"
        /* *v = x; (commit) */
        "st.d $r13, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expectnot] "rJ" (expectnot),
          [voffp] "r" (voffp), [load] "m" (*load), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12", "$r13"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "st.d %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "st.d %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "st.d %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "st.d %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "st.d %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "dbar 0x12\n\t"
        "st.d %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "st.d %z[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "dbar 0x12\n\t"
        "st.d %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [newv2] "rJ" (newv2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "ld.d $r12, %[v2]\n\t"
        "bne $r12, %z[expect2], %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[error2]\n\t"
        "ld.d $r12, %[v2]\n\t"
        "bne $r12, %z[expect2], %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "st.d %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [expect2] "rJ" (expect2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "ld.d $r12, %[v2]\n\t"
        "bne $r12, %z[expect2], %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[error2]\n\t"
        "ld.d $r12, %[v2]\n\t"
        "bne $r12, %z[expect2], %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "st.d %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [v2] "m" (*v2), [expect2] "rJ" (expect2), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "move $r13, %[src]\n\t"
        "move $r14, %[dst]\n\t"
        "or $r12, $r13, $r14\n\t"
        "andi $r12, $r12, 7\n\t"
        "bnez $r12, 444f\n\t"
        "srli.d $r12, %[len], 5\n\t"
        "slli.d $r12, $r12, 5\n\t"
        "add.d $r12, $r12, $r13\n\t"
        "beq $r13, $r12, 222f\n\t"
        "333:\n\t"
        "ld.d $r15, $r13, 0\n\t"
        "st.d $r15, $r14, 0\n\t"
        "ld.d $r15, $r13, 8\n\t"
        "st.d $r15, $r14, 8\n\t"
        "ld.d $r15, $r13, 16\n\t"
        "st.d $r15, $r14, 16\n\t"
        "ld.d $r15, $r13, 24\n\t"
        "st.d $r15, $r14, 24\n\t"
        "addi.d $r13, $r13, 32\n\t"
        "addi.d $r14, $r14, 32\n\t"
        "bne $r13, $r12, 333b\n\t"
        "222:\n\t"
        "andi $r12, %[len], 24\n\t"
        "add.d $r12, $r12, $r13\n\t"
        "beq $r13, $r12, 222f\n\t"
        "333:\n\t"
        "ld.d $r15, $r13, 0\n\t"
        "st.d $r15, $r14, 0\n\t"
        "addi.d $r13, $r13, 8\n\t"
        "addi.d $r14, $r14, 8\n\t"
        "bne $r13, $r12, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "add.d $r12, %[src], %[len]\n\t"
        "beq $r13, $r12, 222f\n\t"
        "333:\n\t"
        "ld.b $r15, $r13, 0\n\t"
        "st.b $r15, $r14, 0\n\t"
        "addi.d $r13, $r13, 1\n\t"
        "addi.d $r14, $r14, 1\n\t"
        "bne $r13, $r12, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "st.d %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12", "$r13", "$r14", "$r15"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "move $r13, %[src]\n\t"
        "move $r14, %[dst]\n\t"
        "or $r12, $r13, $r14\n\t"
        "andi $r12, $r12, 7\n\t"
        "bnez $r12, 444f\n\t"
        "srli.d $r12, %[len], 5\n\t"
        "slli.d $r12, $r12, 5\n\t"
        "add.d $r12, $r12, $r13\n\t"
        "beq $r13, $r12, 222f\n\t"
        "333:\n\t"
        "ld.d $r15, $r13, 0\n\t"
        "st.d $r15, $r14, 0\n\t"
        "ld.d $r15, $r13, 8\n\t"
        "st.d $r15, $r14, 8\n\t"
        "ld.d $r15, $r13, 16\n\t"
        "st.d $r15, $r14, 16\n\t"
        "ld.d $r15, $r13, 24\n\t"
        "st.d $r15, $r14, 24\n\t"
        "addi.d $r13, $r13, 32\n\t"
        "addi.d $r14, $r14, 32\n\t"
        "bne $r13, $r12, 333b\n\t"
        "222:\n\t"
        "andi $r12, %[len], 24\n\t"
        "add.d $r12, $r12, $r13\n\t"
        "beq $r13, $r12, 222f\n\t"
        "333:\n\t"
        "ld.d $r15, $r13, 0\n\t"
        "st.d $r15, $r14, 0\n\t"
        "addi.d $r13, $r13, 8\n\t"
        "addi.d $r14, $r14, 8\n\t"
        "bne $r13, $r12, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "add.d $r12, %[src], %[len]\n\t"
        "beq $r13, $r12, 222f\n\t"
        "333:\n\t"
        "ld.b $r15, $r13, 0\n\t"
        "st.b $r15, $r14, 0\n\t"
        "addi.d $r13, $r13, 1\n\t"
        "addi.d $r14, $r14, 1\n\t"
        "bne $r13, $r12, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "st.d %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12", "$r13", "$r14", "$r15"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "move $r13, %[src]\n\t"
        "move $r14, %[dst]\n\t"
        "or $r12, $r13, $r14\n\t"
        "andi $r12, $r12, 7\n\t"
        "bnez $r12, 444f\n\t"
        "srli.d $r12, %[len], 5\n\t"
        "slli.d $r12, $r12, 5\n\t"
        "add.d $r12, $r12, $r13\n\t"
        "beq $r13, $r12, 222f\n\t"
        "333:\n\t"
        "ld.d $r15, $r13, 0\n\t"
        "st.d $r15, $r14, 0\n\t"
        "ld.d $r15, $r13, 8\n\t"
        "st.d $r15, $r14, 8\n\t"
        "ld.d $r15, $r13, 16\n\t"
        "st.d $r15, $r14, 16\n\t"
        "ld.d $r15, $r13, 24\n\t"
        "st.d $r15, $r14, 24\n\t"
        "addi.d $r13, $r13, 32\n\t"
        "addi.d $r14, $r14, 32\n\t"
        "bne $r13, $r12, 333b\n\t"
        "222:\n\t"
        "andi $r12, %[len], 24\n\t"
        "add.d $r12, $r12, $r13\n\t"
        "beq $r13, $r12, 222f\n\t"
        "333:\n\t"
        "ld.d $r15, $r13, 0\n\t"
        "st.d $r15, $r14, 0\n\t"
        "addi.d $r13, $r13, 8\n\t"
        "addi.d $r14, $r14, 8\n\t"
        "bne $r13, $r12, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "add.d $r12, %[src], %[len]\n\t"
        "beq $r13, $r12, 222f\n\t"
        "333:\n\t"
        "ld.b $r15, $r13, 0\n\t"
        "st.b $r15, $r14, 0\n\t"
        "addi.d $r13, $r13, 1\n\t"
        "addi.d $r14, $r14, 1\n\t"
        "bne $r13, $r12, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "dbar 0x12\n\t"
        "st.d %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12", "$r13", "$r14", "$r15"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
        "ld.d $r12, %[v]\n\t"
        "bne $r12, %z[expect], %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "move $r13, %[src]\n\t"
        "move $r14, %[dst]\n\t"
        "or $r12, $r13, $r14\n\t"
        "andi $r12, $r12, 7\n\t"
        "bnez $r12, 444f\n\t"
        "srli.d $r12, %[len], 5\n\t"
        "slli.d $r12, $r12, 5\n\t"
        "add.d $r12, $r12, $r13\n\t"
        "beq $r13, $r12, 222f\n\t"
        "333:\n\t"
        "ld.d $r15, $r13, 0\n\t"
        "st.d $r15, $r14, 0\n\t"
        "ld.d $r15, $r13, 8\n\t"
        "st.d $r15, $r14, 8\n\t"
        "ld.d $r15, $r13, 16\n\t"
        "st.d $r15, $r14, 16\n\t"
        "ld.d $r15, $r13, 24\n\t"
        "st.d $r15, $r14, 24\n\t"
        "addi.d $r13, $r13, 32\n\t"
        "addi.d $r14, $r14, 32\n\t"
        "bne $r13, $r12, 333b\n\t"
        "222:\n\t"
        "andi $r12, %[len], 24\n\t"
        "add.d $r12, $r12, $r13\n\t"
        "beq $r13, $r12, 222f\n\t"
        "333:\n\t"
        "ld.d $r15, $r13, 0\n\t"
        "st.d $r15, $r14, 0\n\t"
        "addi.d $r13, $r13, 8\n\t"
        "addi.d $r14, $r14, 8\n\t"
        "bne $r13, $r12, 333b\n\t"
        "222:\n\t"
        "444:\n\t"
        "add.d $r12, %[src], %[len]\n\t"
        "beq $r13, $r12, 222f\n\t"
        "333:\n\t"
        "ld.b $r15, $r13, 0\n\t"
        "st.b $r15, $r14, 0\n\t"
        "addi.d $r13, $r13, 1\n\t"
        "addi.d $r14, $r14, 1\n\t"
        "bne $r13, $r12, 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "dbar 0x12\n\t"
        "st.d %z[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [v] "m" (*v), [expect] "rJ" (expect),
          [dst] "r" (dst), [src] "r" (src), [len] "r" (len), [newv] "rJ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12", "$r13", "$r14", "$r15"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "ld.d $r13, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "ldx.d $r13, $r13, %[off]\n\t"
        /* y = *(intptr_t *)x; */
        "ld.d $r14, $r13, 0\n\t"
        /* y += inc; */
        "add.d $r14, $r14, %z[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "st.d $r14, $r13, 0\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [ptr] "m" (*ptr), [off] "r" (off),
          [inc] "rJ" (inc), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12", "$r13", "$r14"
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
        __RSEQ_ASM_STORE_RSEQ_CS("$r12", 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID("$r12", cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "ld.d $r13, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "ldx.d $r13, $r13, %[off]\n\t"
        /* y = *(intptr_t *)x; */
        "ld.d $r14, $r13, 0\n\t"
        /* y += inc; */
        "add.d $r14, $r14, %z[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "st.d $r14, $r13, 0\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        __RSEQ_ASM_DEFINE_ABORT_APART("$r12", 4, "", abort)
        : /* no outputs */
        : [cpu_id] "rJ" (RSEQ_CAST(long, cpu)), [ptr] "m" (*ptr), [off] "r" (off),
          [inc] "rJ" (inc), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "$r12", "$r13", "$r14"
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

#endif /* _RSEQ_ARCH_LOONGARCH_BITS_H */
