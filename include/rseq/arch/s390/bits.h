/* Printed by headergen from headergen/templates/rseq/arch/s390/bits.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/s390/bits.h: the operations on s390x and 31-bit s390, one function for each order and index.
 *
 * rseq/pseudocode.h explains the terms; the functions of rseq/rseq.h without a suffix are documented
 * there and call these.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/s390/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_S390_BITS_H
#define _RSEQ_ARCH_S390_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

#ifdef RSEQ_SKIP_FASTPATH
#include "rseq/arch/fallback/bits.h"
#else

#if defined(__s390x__)

/*
 * s390x.
 *
 * Labels: 3 descriptor, 1 start, 2 commit, 4 abort.
 *
 * x is in r1 and y in r14; r0 is scratch. None of them holds an argument of a function call, and
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "cg %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "cg %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "stg %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [newv] "d" (newv), [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "cg %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "cg %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "stg %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [newv] "d" (newv), [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "lg %%r1, %[v]\n\t"
        /* x += count; */
        "agr %%r1, %[count]\n\t"
        /* *v = x; (commit) */
        "stg %%r1, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [count] "d" (count),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1"
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
        "lg %%r1, %[v]\n\t"
        /* x += count; */
        "agr %%r1, %[count]\n\t"
        /* *v = x; (commit) */
        "stg %%r1, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [count] "d" (count),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1"
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
        "lg %%r1, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "cgr %%r1, %[expectnot]\n\t"
        "jge %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lg %%r1, %[v]\n\t"
        "cgr %%r1, %[expectnot]\n\t"
        "jge %l[error2]\n\t"
#endif
        /* *load = x; */
        "stg %%r1, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "lg %%r1, 0(%[voffp],%%r1)\n\t"
        /* *v = x; (commit) */
        "stg %%r1, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expectnot] "d" (expectnot),
          [voffp] "a" (voffp), [load] "T" (*__rseq_asm_pointer(load)),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1"
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
        "lg %%r1, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "cgr %%r1, %[expectnot]\n\t"
        "jge %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "lg %%r1, %[v]\n\t"
        "cgr %%r1, %[expectnot]\n\t"
        "jge %l[error2]\n\t"
#endif
        /* *load = x; */
        "stg %%r1, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "lg %%r1, 0(%[voffp],%%r1)\n\t"
        /* *v = x; (commit) */
        "stg %%r1, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expectnot] "d" (expectnot),
          [voffp] "a" (voffp), [load] "T" (*__rseq_asm_pointer(load)),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1"
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
        "cg %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "cg %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "stg %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stg %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [v2] "T" (*__rseq_asm_pointer(v2)), [newv2] "d" (newv2), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "cg %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "cg %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "stg %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stg %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [v2] "T" (*__rseq_asm_pointer(v2)), [newv2] "d" (newv2), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "cg %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "cg %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "stg %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stg %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [v2] "T" (*__rseq_asm_pointer(v2)), [newv2] "d" (newv2), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "cg %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "cg %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "stg %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stg %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [v2] "T" (*__rseq_asm_pointer(v2)), [newv2] "d" (newv2), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "cg %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "cg %[expect2], %[v2]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "cg %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
        "cg %[expect2], %[v2]\n\t"
        "jgne %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "stg %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [v2] "T" (*__rseq_asm_pointer(v2)), [expect2] "d" (expect2), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "cg %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "cg %[expect2], %[v2]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "cg %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
        "cg %[expect2], %[v2]\n\t"
        "jgne %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "stg %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [v2] "T" (*__rseq_asm_pointer(v2)), [expect2] "d" (expect2), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "cg %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "cg %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "lghi %%r1, 255\n\t"
        "ngr %%r1, %[len]\n\t"
        "jz 222f\n\t"
        "aghi %%r1, -1\n\t"
        "bras %%r14, 333f\n\t"
        "mvc 0(1,%[dst]), 0(%[src])\n\t"
        "333:\n\t"
        "ex %%r1, 0(%%r14)\n\t"
        "aghi %%r1, 1\n\t"
        "222:\n\t"
        "j 222f\n\t"
        "333:\n\t"
        "lg %%r0, 0(%%r1,%[src])\n\t"
        "stg %%r0, 0(%%r1,%[dst])\n\t"
        "lg %%r0, 8(%%r1,%[src])\n\t"
        "stg %%r0, 8(%%r1,%[dst])\n\t"
        "lg %%r0, 16(%%r1,%[src])\n\t"
        "stg %%r0, 16(%%r1,%[dst])\n\t"
        "lg %%r0, 24(%%r1,%[src])\n\t"
        "stg %%r0, 24(%%r1,%[dst])\n\t"
        "aghi %%r1, 32\n\t"
        "222:\n\t"
        "cgr %%r1, %[len]\n\t"
        "jne 333b\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stg %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [dst] "a" (dst), [src] "a" (src), [len] "d" (len), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1", "r14"
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
        "cg %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "cg %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "lghi %%r1, 255\n\t"
        "ngr %%r1, %[len]\n\t"
        "jz 222f\n\t"
        "aghi %%r1, -1\n\t"
        "bras %%r14, 333f\n\t"
        "mvc 0(1,%[dst]), 0(%[src])\n\t"
        "333:\n\t"
        "ex %%r1, 0(%%r14)\n\t"
        "aghi %%r1, 1\n\t"
        "222:\n\t"
        "j 222f\n\t"
        "333:\n\t"
        "lg %%r0, 0(%%r1,%[src])\n\t"
        "stg %%r0, 0(%%r1,%[dst])\n\t"
        "lg %%r0, 8(%%r1,%[src])\n\t"
        "stg %%r0, 8(%%r1,%[dst])\n\t"
        "lg %%r0, 16(%%r1,%[src])\n\t"
        "stg %%r0, 16(%%r1,%[dst])\n\t"
        "lg %%r0, 24(%%r1,%[src])\n\t"
        "stg %%r0, 24(%%r1,%[dst])\n\t"
        "aghi %%r1, 32\n\t"
        "222:\n\t"
        "cgr %%r1, %[len]\n\t"
        "jne 333b\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stg %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [dst] "a" (dst), [src] "a" (src), [len] "d" (len), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1", "r14"
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
        "cg %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "cg %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "lghi %%r1, 255\n\t"
        "ngr %%r1, %[len]\n\t"
        "jz 222f\n\t"
        "aghi %%r1, -1\n\t"
        "bras %%r14, 333f\n\t"
        "mvc 0(1,%[dst]), 0(%[src])\n\t"
        "333:\n\t"
        "ex %%r1, 0(%%r14)\n\t"
        "aghi %%r1, 1\n\t"
        "222:\n\t"
        "j 222f\n\t"
        "333:\n\t"
        "lg %%r0, 0(%%r1,%[src])\n\t"
        "stg %%r0, 0(%%r1,%[dst])\n\t"
        "lg %%r0, 8(%%r1,%[src])\n\t"
        "stg %%r0, 8(%%r1,%[dst])\n\t"
        "lg %%r0, 16(%%r1,%[src])\n\t"
        "stg %%r0, 16(%%r1,%[dst])\n\t"
        "lg %%r0, 24(%%r1,%[src])\n\t"
        "stg %%r0, 24(%%r1,%[dst])\n\t"
        "aghi %%r1, 32\n\t"
        "222:\n\t"
        "cgr %%r1, %[len]\n\t"
        "jne 333b\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stg %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [dst] "a" (dst), [src] "a" (src), [len] "d" (len), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1", "r14"
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
        "cg %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "cg %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "lghi %%r1, 255\n\t"
        "ngr %%r1, %[len]\n\t"
        "jz 222f\n\t"
        "aghi %%r1, -1\n\t"
        "bras %%r14, 333f\n\t"
        "mvc 0(1,%[dst]), 0(%[src])\n\t"
        "333:\n\t"
        "ex %%r1, 0(%%r14)\n\t"
        "aghi %%r1, 1\n\t"
        "222:\n\t"
        "j 222f\n\t"
        "333:\n\t"
        "lg %%r0, 0(%%r1,%[src])\n\t"
        "stg %%r0, 0(%%r1,%[dst])\n\t"
        "lg %%r0, 8(%%r1,%[src])\n\t"
        "stg %%r0, 8(%%r1,%[dst])\n\t"
        "lg %%r0, 16(%%r1,%[src])\n\t"
        "stg %%r0, 16(%%r1,%[dst])\n\t"
        "lg %%r0, 24(%%r1,%[src])\n\t"
        "stg %%r0, 24(%%r1,%[dst])\n\t"
        "aghi %%r1, 32\n\t"
        "222:\n\t"
        "cgr %%r1, %[len]\n\t"
        "jne 333b\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stg %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "T" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [dst] "a" (dst), [src] "a" (src), [len] "d" (len), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1", "r14"
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
        "lg %%r1, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "lg %%r1, 0(%[off],%%r1)\n\t"
        /* y = *(intptr_t *)x; */
        "lg %%r14, 0(%%r1)\n\t"
        /* y += inc; */
        "agr %%r14, %[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "stg %%r14, 0(%%r1)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [ptr] "T" (*__rseq_asm_pointer(ptr)), [off] "a" (off),
          [inc] "d" (inc), [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1", "r14"
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
        "lg %%r1, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "lg %%r1, 0(%[off],%%r1)\n\t"
        /* y = *(intptr_t *)x; */
        "lg %%r14, 0(%%r1)\n\t"
        /* y += inc; */
        "agr %%r14, %[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "stg %%r14, 0(%%r1)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [ptr] "T" (*__rseq_asm_pointer(ptr)), [off] "a" (off),
          [inc] "d" (inc), [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "T" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1", "r14"
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

#elif !defined(__s390x__)

/*
 * 31-bit s390.
 *
 * Labels: 3 descriptor, 1 start, 2 commit, 4 abort.
 *
 * x is in r1 and y in r14; r0 is scratch. None of them holds an argument of a function call, and
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
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "c %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "c %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "st %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [newv] "d" (newv), [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "c %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "c %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "st %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [newv] "d" (newv), [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "l %%r1, %[v]\n\t"
        /* x += count; */
        "ar %%r1, %[count]\n\t"
        /* *v = x; (commit) */
        "st %%r1, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [count] "d" (count),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1"
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
        "l %%r1, %[v]\n\t"
        /* x += count; */
        "ar %%r1, %[count]\n\t"
        /* *v = x; (commit) */
        "st %%r1, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [count] "d" (count),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1"
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
        "l %%r1, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "cr %%r1, %[expectnot]\n\t"
        "jge %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l %%r1, %[v]\n\t"
        "cr %%r1, %[expectnot]\n\t"
        "jge %l[error2]\n\t"
#endif
        /* *load = x; */
        "st %%r1, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "l %%r1, 0(%[voffp],%%r1)\n\t"
        /* *v = x; (commit) */
        "st %%r1, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expectnot] "d" (expectnot),
          [voffp] "a" (voffp), [load] "R" (*__rseq_asm_pointer(load)),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1"
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
        "l %%r1, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "cr %%r1, %[expectnot]\n\t"
        "jge %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "l %%r1, %[v]\n\t"
        "cr %%r1, %[expectnot]\n\t"
        "jge %l[error2]\n\t"
#endif
        /* *load = x; */
        "st %%r1, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "l %%r1, 0(%[voffp],%%r1)\n\t"
        /* *v = x; (commit) */
        "st %%r1, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expectnot] "d" (expectnot),
          [voffp] "a" (voffp), [load] "R" (*__rseq_asm_pointer(load)),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1"
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
        "c %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "c %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "st %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "st %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [v2] "R" (*__rseq_asm_pointer(v2)), [newv2] "d" (newv2), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "c %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "c %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "st %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "st %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [v2] "R" (*__rseq_asm_pointer(v2)), [newv2] "d" (newv2), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "c %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "c %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "st %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "st %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [v2] "R" (*__rseq_asm_pointer(v2)), [newv2] "d" (newv2), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "c %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "c %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "st %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "st %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [v2] "R" (*__rseq_asm_pointer(v2)), [newv2] "d" (newv2), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "c %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "c %[expect2], %[v2]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "c %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
        "c %[expect2], %[v2]\n\t"
        "jgne %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "st %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [v2] "R" (*__rseq_asm_pointer(v2)), [expect2] "d" (expect2), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "c %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "c %[expect2], %[v2]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "c %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
        "c %[expect2], %[v2]\n\t"
        "jgne %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "st %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [v2] "R" (*__rseq_asm_pointer(v2)), [expect2] "d" (expect2), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0"
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
        "c %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "c %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "lhi %%r1, 255\n\t"
        "nr %%r1, %[len]\n\t"
        "jz 222f\n\t"
        "ahi %%r1, -1\n\t"
        "bras %%r14, 333f\n\t"
        "mvc 0(1,%[dst]), 0(%[src])\n\t"
        "333:\n\t"
        "ex %%r1, 0(%%r14)\n\t"
        "ahi %%r1, 1\n\t"
        "222:\n\t"
        "j 222f\n\t"
        "333:\n\t"
        "l %%r0, 0(%%r1,%[src])\n\t"
        "st %%r0, 0(%%r1,%[dst])\n\t"
        "l %%r0, 4(%%r1,%[src])\n\t"
        "st %%r0, 4(%%r1,%[dst])\n\t"
        "l %%r0, 8(%%r1,%[src])\n\t"
        "st %%r0, 8(%%r1,%[dst])\n\t"
        "l %%r0, 12(%%r1,%[src])\n\t"
        "st %%r0, 12(%%r1,%[dst])\n\t"
        "ahi %%r1, 16\n\t"
        "222:\n\t"
        "cr %%r1, %[len]\n\t"
        "jne 333b\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "st %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [dst] "a" (dst), [src] "a" (src), [len] "d" (len), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1", "r14"
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
        "c %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "c %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "lhi %%r1, 255\n\t"
        "nr %%r1, %[len]\n\t"
        "jz 222f\n\t"
        "ahi %%r1, -1\n\t"
        "bras %%r14, 333f\n\t"
        "mvc 0(1,%[dst]), 0(%[src])\n\t"
        "333:\n\t"
        "ex %%r1, 0(%%r14)\n\t"
        "ahi %%r1, 1\n\t"
        "222:\n\t"
        "j 222f\n\t"
        "333:\n\t"
        "l %%r0, 0(%%r1,%[src])\n\t"
        "st %%r0, 0(%%r1,%[dst])\n\t"
        "l %%r0, 4(%%r1,%[src])\n\t"
        "st %%r0, 4(%%r1,%[dst])\n\t"
        "l %%r0, 8(%%r1,%[src])\n\t"
        "st %%r0, 8(%%r1,%[dst])\n\t"
        "l %%r0, 12(%%r1,%[src])\n\t"
        "st %%r0, 12(%%r1,%[dst])\n\t"
        "ahi %%r1, 16\n\t"
        "222:\n\t"
        "cr %%r1, %[len]\n\t"
        "jne 333b\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "st %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [dst] "a" (dst), [src] "a" (src), [len] "d" (len), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1", "r14"
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
        "c %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "c %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "lhi %%r1, 255\n\t"
        "nr %%r1, %[len]\n\t"
        "jz 222f\n\t"
        "ahi %%r1, -1\n\t"
        "bras %%r14, 333f\n\t"
        "mvc 0(1,%[dst]), 0(%[src])\n\t"
        "333:\n\t"
        "ex %%r1, 0(%%r14)\n\t"
        "ahi %%r1, 1\n\t"
        "222:\n\t"
        "j 222f\n\t"
        "333:\n\t"
        "l %%r0, 0(%%r1,%[src])\n\t"
        "st %%r0, 0(%%r1,%[dst])\n\t"
        "l %%r0, 4(%%r1,%[src])\n\t"
        "st %%r0, 4(%%r1,%[dst])\n\t"
        "l %%r0, 8(%%r1,%[src])\n\t"
        "st %%r0, 8(%%r1,%[dst])\n\t"
        "l %%r0, 12(%%r1,%[src])\n\t"
        "st %%r0, 12(%%r1,%[dst])\n\t"
        "ahi %%r1, 16\n\t"
        "222:\n\t"
        "cr %%r1, %[len]\n\t"
        "jne 333b\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "st %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [dst] "a" (dst), [src] "a" (src), [len] "d" (len), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1", "r14"
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
        "c %[expect], %[v]\n\t"
        "jgne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "c %[expect], %[v]\n\t"
        "jgne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "lhi %%r1, 255\n\t"
        "nr %%r1, %[len]\n\t"
        "jz 222f\n\t"
        "ahi %%r1, -1\n\t"
        "bras %%r14, 333f\n\t"
        "mvc 0(1,%[dst]), 0(%[src])\n\t"
        "333:\n\t"
        "ex %%r1, 0(%%r14)\n\t"
        "ahi %%r1, 1\n\t"
        "222:\n\t"
        "j 222f\n\t"
        "333:\n\t"
        "l %%r0, 0(%%r1,%[src])\n\t"
        "st %%r0, 0(%%r1,%[dst])\n\t"
        "l %%r0, 4(%%r1,%[src])\n\t"
        "st %%r0, 4(%%r1,%[dst])\n\t"
        "l %%r0, 8(%%r1,%[src])\n\t"
        "st %%r0, 8(%%r1,%[dst])\n\t"
        "l %%r0, 12(%%r1,%[src])\n\t"
        "st %%r0, 12(%%r1,%[dst])\n\t"
        "ahi %%r1, 16\n\t"
        "222:\n\t"
        "cr %%r1, %[len]\n\t"
        "jne 333b\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "st %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [v] "R" (*__rseq_asm_pointer(v)), [expect] "d" (expect),
          [dst] "a" (dst), [src] "a" (src), [len] "d" (len), [newv] "d" (newv),
          [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1", "r14"
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
        "l %%r1, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "l %%r1, 0(%[off],%%r1)\n\t"
        /* y = *(intptr_t *)x; */
        "l %%r14, 0(%%r1)\n\t"
        /* y += inc; */
        "ar %%r14, %[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "st %%r14, 0(%%r1)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [ptr] "R" (*__rseq_asm_pointer(ptr)), [off] "a" (off),
          [inc] "d" (inc), [current_cpu_id] "R" (rseq_get_abi()->cpu_id),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1", "r14"
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
        "l %%r1, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "l %%r1, 0(%[off],%%r1)\n\t"
        /* y = *(intptr_t *)x; */
        "l %%r14, 0(%%r1)\n\t"
        /* y += inc; */
        "ar %%r14, %[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "st %%r14, 0(%%r1)\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] "d" (cpu), [ptr] "R" (*__rseq_asm_pointer(ptr)), [off] "a" (off),
          [inc] "d" (inc), [current_cpu_id] "R" (rseq_get_abi()->mm_cid),
          [rseq_cs] "R" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r0", "r1", "r14"
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

#endif /* _RSEQ_ARCH_S390_BITS_H */
