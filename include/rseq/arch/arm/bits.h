/* Printed by headergen from headergen/templates/rseq/arch/arm/bits.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/arm/bits.h: the operations on 32-bit ARM, A32 and Thumb-2 alike, one function for each
 * order and index.
 *
 * rseq/pseudocode.h explains the terms; the functions of rseq/rseq.h without a suffix are documented
 * there and call these.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/arm/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_ARM_BITS_H
#define _RSEQ_ARCH_ARM_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

#ifdef RSEQ_SKIP_FASTPATH
#include "rseq/arch/fallback/bits.h"
#else

#if defined(RSEQ_ARCH_ARM)

/*
 * ARM.
 *
 * Labels: 9 descriptor, 1 start, 2 commit, 4 abort.
 *
 * x is in lr and y in r3; r12 is scratch. The linker may need r12 too, for a jump that is far.
 *
 * There are just enough registers: gcc takes no others than r0 to r6 for operands of Thumb code
 * when it does not optimize (r7 is the frame pointer then), and for addresses that it has computed
 * r8 to lr. Copies have seven and two of these.
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "str %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "r" (expect), [newv] "r" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[error2]\n\t"
#endif
        /* *v = newv; (commit) */
        "str %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "r" (expect), [newv] "r" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "ldr lr, %[v]\n\t"
        /* x += count; */
        "add lr, lr, %[count]\n\t"
        /* *v = x; (commit) */
        "str lr, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [count] "r" (count),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12", "lr"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *v; */
        "ldr lr, %[v]\n\t"
        /* x += count; */
        "add lr, lr, %[count]\n\t"
        /* *v = x; (commit) */
        "str lr, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [count] "r" (count),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12", "lr"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "ldr lr, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "cmp lr, %[expectnot]\n\t"
        "beq %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr lr, %[v]\n\t"
        "cmp lr, %[expectnot]\n\t"
        "beq %l[error2]\n\t"
#endif
        /* *load = x; */
        "str lr, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "ldr lr, [lr, %[voffp]]\n\t"
        /* *v = x; (commit) */
        "str lr, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expectnot] "r" (expectnot), [voffp] "r" (voffp),
          [load] "m" (*load), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12", "lr"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* x = *v; */
        "ldr lr, %[v]\n\t"
        /* if (x == expectnot) return 1; */
        "cmp lr, %[expectnot]\n\t"
        "beq %l[eq]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr lr, %[v]\n\t"
        "cmp lr, %[expectnot]\n\t"
        "beq %l[error2]\n\t"
#endif
        /* *load = x; */
        "str lr, %[load]\n\t"
        /* x = *(intptr_t *)(x + voffp); */
        "ldr lr, [lr, %[voffp]]\n\t"
        /* *v = x; (commit) */
        "str lr, %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(5)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expectnot] "r" (expectnot), [voffp] "r" (voffp),
          [load] "m" (*load), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12", "lr"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "str %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "str %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "r" (expect), [v2] "m" (*v2),
          [newv2] "r" (newv2), [newv] "r" (newv), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "str %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "str %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "r" (expect), [v2] "m" (*v2),
          [newv2] "r" (newv2), [newv] "r" (newv), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "str %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_FENCE(r12)
        "str %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "r" (expect), [v2] "m" (*v2),
          [newv2] "r" (newv2), [newv] "r" (newv), [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[error2]\n\t"
#endif
        /* *v2 = newv2; */
        "str %[newv2], %[v2]\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_FENCE(r12)
        "str %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "r" (expect), [v2] "m" (*v2),
          [newv2] "r" (newv2), [newv] "r" (newv), [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "ldr r12, %[v2]\n\t"
        "cmp r12, %[expect2]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[error2]\n\t"
        "ldr r12, %[v2]\n\t"
        "cmp r12, %[expect2]\n\t"
        "bne %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "str %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "r" (expect), [v2] "m" (*v2),
          [expect2] "r" (expect2), [newv] "r" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
        /* if (*v2 != expect2) return 1; */
        "ldr r12, %[v2]\n\t"
        "cmp r12, %[expect2]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(5)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[error2]\n\t"
        "ldr r12, %[v2]\n\t"
        "cmp r12, %[expect2]\n\t"
        "bne %l[error3]\n\t"
#endif
        /* *v = newv; (commit) */
        "str %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "r" (expect), [v2] "m" (*v2),
          [expect2] "r" (expect2), [newv] "r" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mov lr, %[len]\n\t"
        __RSEQ_ASM_COPY_UNALIGNED(dst, src)
        "tst lr, #1\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #1\n\t"
        "ldrb r12, [%[src], lr]\n\t"
        "strb r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "tst lr, #2\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #2\n\t"
        "ldrh r12, [%[src], lr]\n\t"
        "strh r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "tst lr, #4\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "tst lr, #8\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "cmp lr, #0\n\t"
        "beq 222f\n\t"
        "333:\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "subs lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "bne 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "str %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "r" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "r" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12", "lr"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mov lr, %[len]\n\t"
        __RSEQ_ASM_COPY_UNALIGNED(dst, src)
        "tst lr, #1\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #1\n\t"
        "ldrb r12, [%[src], lr]\n\t"
        "strb r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "tst lr, #2\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #2\n\t"
        "ldrh r12, [%[src], lr]\n\t"
        "strh r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "tst lr, #4\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "tst lr, #8\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "cmp lr, #0\n\t"
        "beq 222f\n\t"
        "333:\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "subs lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "bne 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        "str %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "r" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "r" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12", "lr"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mov lr, %[len]\n\t"
        __RSEQ_ASM_COPY_UNALIGNED(dst, src)
        "tst lr, #1\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #1\n\t"
        "ldrb r12, [%[src], lr]\n\t"
        "strb r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "tst lr, #2\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #2\n\t"
        "ldrh r12, [%[src], lr]\n\t"
        "strh r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "tst lr, #4\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "tst lr, #8\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "cmp lr, #0\n\t"
        "beq 222f\n\t"
        "333:\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "subs lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "bne 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_FENCE(r12)
        "str %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "r" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "r" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12", "lr"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
        /* if (*v != expect) return 1; */
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[ne]\n\t"
        RSEQ_INJECT_ASM(4)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
        "ldr r12, %[v]\n\t"
        "cmp r12, %[expect]\n\t"
        "bne %l[error2]\n\t"
#endif
        /* memcpy(dst, src, len); */
        "mov lr, %[len]\n\t"
        __RSEQ_ASM_COPY_UNALIGNED(dst, src)
        "tst lr, #1\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #1\n\t"
        "ldrb r12, [%[src], lr]\n\t"
        "strb r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "tst lr, #2\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #2\n\t"
        "ldrh r12, [%[src], lr]\n\t"
        "strh r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "tst lr, #4\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "tst lr, #8\n\t"
        "beq 222f\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "222:\n\t"
        "cmp lr, #0\n\t"
        "beq 222f\n\t"
        "333:\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "sub lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "subs lr, lr, #4\n\t"
        "ldr r12, [%[src], lr]\n\t"
        "str r12, [%[dst], lr]\n\t"
        "bne 333b\n\t"
        "222:\n\t"
        RSEQ_INJECT_ASM(5)
        /* *v = newv; (commit) */
        __RSEQ_ASM_FENCE(r12)
        "str %[newv], %[v]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(6)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [v] "m" (*v), [expect] "r" (expect), [dst] "r" (dst),
          [src] "r" (src), [len] "r" (len), [newv] "r" (newv),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12", "lr"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "ldr lr, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "ldr lr, [lr, %[off]]\n\t"
        /* y = *(intptr_t *)x; */
        "ldr r3, [lr]\n\t"
        /* y += inc; */
        "add r3, r3, %[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "str r3, [lr]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [ptr] "m" (*ptr), [off] "r" (off), [inc] "r" (inc),
          [current_cpu_id] "m" (rseq_get_abi()->cpu_id),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12", "lr", "r3"
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
        __RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[abort])
        RSEQ_INJECT_ASM(3)
#ifdef RSEQ_COMPARE_TWICE
        __RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, %l[error1])
#endif
        /* x = *ptr; */
        "ldr lr, %[ptr]\n\t"
        /* x = *(intptr_t *)(x + off); */
        "ldr lr, [lr, %[off]]\n\t"
        /* y = *(intptr_t *)x; */
        "ldr r3, [lr]\n\t"
        /* y += inc; */
        "add r3, r3, %[inc]\n\t"
        /* *(intptr_t *)x = y; (commit) */
        "str r3, [lr]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT_APART(4, "", abort)
        : /* no outputs */
        : [cpu_id] "r" (cpu), [ptr] "m" (*ptr), [off] "r" (off), [inc] "r" (inc),
          [current_cpu_id] "m" (rseq_get_abi()->mm_cid),
          [rseq_cs] "m" (rseq_get_abi()->rseq_cs.arch.ptr)
          RSEQ_INJECT_INPUT
        : "memory", "cc", "r12", "lr", "r3"
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

#endif /* _RSEQ_ARCH_ARM_BITS_H */
