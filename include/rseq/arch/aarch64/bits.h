/* Printed by headergen from headergen/templates/rseq/arch/aarch64/bits.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/aarch64/bits.h: the operations on aarch64, one function for each order and index.
 *
 * rseq/pseudocode.h explains the terms; the functions of rseq/rseq.h without a suffix are documented
 * there and call these.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/aarch64/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_AARCH64_BITS_H
#define _RSEQ_ARCH_AARCH64_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

#ifdef RSEQ_SKIP_FASTPATH
#include "rseq/arch/fallback/bits.h"
#else

#if defined(RSEQ_ARCH_AARCH64)

/*
 * aarch64.
 *
 * Labels: 1 descriptor, 2 start, 3 commit, 4 abort.
 *
 * x is in x14 and y in x13; x15 is scratch. None of them holds an argument of a function call, and
 * the caller of a function does not expect them to survive. x16 and x17 belong to the linker, which
 * may need them for a jump that is far.
 *
 * stlr is a release store.
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "str %x[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "rZ" (expect), [newv] "rZ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "str %x[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "rZ" (expect), [newv] "rZ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "ldr x14, %[v]\n\t"
        /* x += count; */
        "add x14, x14, %x[count]\n\t"
        /* *v = x; (commit) */
        "str x14, %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [count] "rZ" (count),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x14", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "ldr x14, %[v]\n\t"
        /* x += count; */
        "add x14, x14, %x[count]\n\t"
        /* *v = x; (commit) */
        "str x14, %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [count] "rZ" (count),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x14", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "ldr x14, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "sub x15, x14, %x[expectnot]\n\t"
        "cbz x15, %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x14, %[v]\n\t"
        "sub x15, x14, %x[expectnot]\n\t"
        "cbz x15, %l[error2]\n\t"
#endif
        /* *load = x; */
        "str x14, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "ldr x14, [x14, %[voffp]]\n\t"
        /* *v = x; (commit) */
        "str x14, %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expectnot] "rZ" (expectnot), [voffp] "r" (voffp),
          [load] "m" (*load), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x14", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "ldr x14, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "sub x15, x14, %x[expectnot]\n\t"
        "cbz x15, %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x14, %[v]\n\t"
        "sub x15, x14, %x[expectnot]\n\t"
        "cbz x15, %l[error2]\n\t"
#endif
        /* *load = x; */
        "str x14, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "ldr x14, [x14, %[voffp]]\n\t"
        /* *v = x; (commit) */
        "str x14, %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expectnot] "rZ" (expectnot), [voffp] "r" (voffp),
          [load] "m" (*load), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x14", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "str %x[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "str %x[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "rZ" (expect), [v2] "m" (*v2),
          [newv2] "rZ" (newv2), [newv] "rZ" (newv), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "str %x[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "str %x[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "rZ" (expect), [v2] "m" (*v2),
          [newv2] "rZ" (newv2), [newv] "rZ" (newv), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "str %x[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stlr %x[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "Q" (*v), [expect] "rZ" (expect), [v2] "m" (*v2),
          [newv2] "rZ" (newv2), [newv] "rZ" (newv), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "str %x[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stlr %x[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "Q" (*v), [expect] "rZ" (expect), [v2] "m" (*v2),
          [newv2] "rZ" (newv2), [newv] "rZ" (newv), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "ldr x15, %[v2]\n\t"
        "sub x15, x15, %x[expect2]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[error2]\n\t"
        "ldr x15, %[v2]\n\t"
        "sub x15, x15, %x[expect2]\n\t"
        "cbnz x15, %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "str %x[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "rZ" (expect), [v2] "m" (*v2),
          [expect2] "rZ" (expect2), [newv] "rZ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "ldr x15, %[v2]\n\t"
        "sub x15, x15, %x[expect2]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[error2]\n\t"
        "ldr x15, %[v2]\n\t"
        "sub x15, x15, %x[expect2]\n\t"
        "cbnz x15, %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "str %x[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "rZ" (expect), [v2] "m" (*v2),
          [expect2] "rZ" (expect2), [newv] "rZ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mov x13, %[src]\n\t"
        "mov x12, %[dst]\n\t"
        "lsr x15, %[len], #5\n\t"
        "cbz x15, 222f\n\t"
        "333:\n\t"
        "ldp x14, x11, [x13], #16\n\t"
        "stp x14, x11, [x12], #16\n\t"
        "ldp x14, x11, [x13], #16\n\t"
        "stp x14, x11, [x12], #16\n\t"
        "sub x15, x15, #1\n\t"
        "cbnz x15, 333b\n\t"
        "222:\n\t"
        "tbz %[len], #4, 222f\n\t"
        "ldp x14, x11, [x13], #16\n\t"
        "stp x14, x11, [x12], #16\n\t"
        "222:\n\t"
        "tbz %[len], #3, 222f\n\t"
        "ldr x14, [x13], #8\n\t"
        "str x14, [x12], #8\n\t"
        "222:\n\t"
        "tbz %[len], #2, 222f\n\t"
        "ldr w14, [x13], #4\n\t"
        "str w14, [x12], #4\n\t"
        "222:\n\t"
        "tbz %[len], #1, 222f\n\t"
        "ldrh w14, [x13], #2\n\t"
        "strh w14, [x12], #2\n\t"
        "222:\n\t"
        "tbz %[len], #0, 222f\n\t"
        "ldrb w14, [x13], #1\n\t"
        "strb w14, [x12], #1\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "str %x[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "rZ" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "rZ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x14", "x13", "x12", "x11", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mov x13, %[src]\n\t"
        "mov x12, %[dst]\n\t"
        "lsr x15, %[len], #5\n\t"
        "cbz x15, 222f\n\t"
        "333:\n\t"
        "ldp x14, x11, [x13], #16\n\t"
        "stp x14, x11, [x12], #16\n\t"
        "ldp x14, x11, [x13], #16\n\t"
        "stp x14, x11, [x12], #16\n\t"
        "sub x15, x15, #1\n\t"
        "cbnz x15, 333b\n\t"
        "222:\n\t"
        "tbz %[len], #4, 222f\n\t"
        "ldp x14, x11, [x13], #16\n\t"
        "stp x14, x11, [x12], #16\n\t"
        "222:\n\t"
        "tbz %[len], #3, 222f\n\t"
        "ldr x14, [x13], #8\n\t"
        "str x14, [x12], #8\n\t"
        "222:\n\t"
        "tbz %[len], #2, 222f\n\t"
        "ldr w14, [x13], #4\n\t"
        "str w14, [x12], #4\n\t"
        "222:\n\t"
        "tbz %[len], #1, 222f\n\t"
        "ldrh w14, [x13], #2\n\t"
        "strh w14, [x12], #2\n\t"
        "222:\n\t"
        "tbz %[len], #0, 222f\n\t"
        "ldrb w14, [x13], #1\n\t"
        "strb w14, [x12], #1\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "str %x[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "rZ" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "rZ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x14", "x13", "x12", "x11", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mov x13, %[src]\n\t"
        "mov x12, %[dst]\n\t"
        "lsr x15, %[len], #5\n\t"
        "cbz x15, 222f\n\t"
        "333:\n\t"
        "ldp x14, x11, [x13], #16\n\t"
        "stp x14, x11, [x12], #16\n\t"
        "ldp x14, x11, [x13], #16\n\t"
        "stp x14, x11, [x12], #16\n\t"
        "sub x15, x15, #1\n\t"
        "cbnz x15, 333b\n\t"
        "222:\n\t"
        "tbz %[len], #4, 222f\n\t"
        "ldp x14, x11, [x13], #16\n\t"
        "stp x14, x11, [x12], #16\n\t"
        "222:\n\t"
        "tbz %[len], #3, 222f\n\t"
        "ldr x14, [x13], #8\n\t"
        "str x14, [x12], #8\n\t"
        "222:\n\t"
        "tbz %[len], #2, 222f\n\t"
        "ldr w14, [x13], #4\n\t"
        "str w14, [x12], #4\n\t"
        "222:\n\t"
        "tbz %[len], #1, 222f\n\t"
        "ldrh w14, [x13], #2\n\t"
        "strh w14, [x12], #2\n\t"
        "222:\n\t"
        "tbz %[len], #0, 222f\n\t"
        "ldrb w14, [x13], #1\n\t"
        "strb w14, [x12], #1\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stlr %x[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "Q" (*v), [expect] "rZ" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "rZ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x14", "x13", "x12", "x11", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
        "ldr x15, %[v]\n\t"
        "sub x15, x15, %x[expect]\n\t"
        "cbnz x15, %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mov x13, %[src]\n\t"
        "mov x12, %[dst]\n\t"
        "lsr x15, %[len], #5\n\t"
        "cbz x15, 222f\n\t"
        "333:\n\t"
        "ldp x14, x11, [x13], #16\n\t"
        "stp x14, x11, [x12], #16\n\t"
        "ldp x14, x11, [x13], #16\n\t"
        "stp x14, x11, [x12], #16\n\t"
        "sub x15, x15, #1\n\t"
        "cbnz x15, 333b\n\t"
        "222:\n\t"
        "tbz %[len], #4, 222f\n\t"
        "ldp x14, x11, [x13], #16\n\t"
        "stp x14, x11, [x12], #16\n\t"
        "222:\n\t"
        "tbz %[len], #3, 222f\n\t"
        "ldr x14, [x13], #8\n\t"
        "str x14, [x12], #8\n\t"
        "222:\n\t"
        "tbz %[len], #2, 222f\n\t"
        "ldr w14, [x13], #4\n\t"
        "str w14, [x12], #4\n\t"
        "222:\n\t"
        "tbz %[len], #1, 222f\n\t"
        "ldrh w14, [x13], #2\n\t"
        "strh w14, [x12], #2\n\t"
        "222:\n\t"
        "tbz %[len], #0, 222f\n\t"
        "ldrb w14, [x13], #1\n\t"
        "strb w14, [x12], #1\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "stlr %x[newv], %[v]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "Q" (*v), [expect] "rZ" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "rZ" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x14", "x13", "x12", "x11", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "ldr x14, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "ldr x14, [x14, %[off]]\n\t"
        /* y = *(intptr_t *)x; */
        "ldr x13, [x14]\n\t"
        /* y += inc; */
        "add x13, x13, %x[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "str x13, [x14]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [ptr] "m" (*ptr), [off] "r" (off), [inc] "rZ" (inc),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x14", "x13", "x16", "x17"
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
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "ldr x14, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "ldr x14, [x14, %[off]]\n\t"
        /* y = *(intptr_t *)x; */
        "ldr x13, [x14]\n\t"
        /* y += inc; */
        "add x13, x13, %x[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "str x13, [x14]\n\t"
        "3:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [ptr] "m" (*ptr), [off] "r" (off), [inc] "rZ" (inc),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "x15", "x14", "x13", "x16", "x17"
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

#endif /* _RSEQ_ARCH_AARCH64_BITS_H */
