// SPDX-License-Identifier: MIT
//
// A critical section of a program's own, for three architectures: docs/critical-sections.md
// explains it.
//
//     if (cpu_id != cpu) return -1;
//     if (*v >= value) return 1;
//     *v = value;                            <- commit
//     return 0;
//
// Elsewhere it returns -1, as the library's operations do without fast paths: the caller has a way
// for that anyway.
#ifndef STORE_IF_LARGER_H
#define STORE_IF_LARGER_H

#include <rseq/rseq.h>

// clang-format off

#if (defined(RSEQ_ARCH_AMD64) && !defined(__ILP32__)) || defined(RSEQ_ARCH_AARCH64) || \
    defined(RSEQ_ARCH_RISCV)

static inline int store_if_larger(intptr_t *v, intptr_t value, int cpu)
{
    RSEQ_INJECT_C(9)
#if defined(RSEQ_ARCH_AMD64)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[not_larger])
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        "cmpq %[value], %[v]\n\t"
        "jge %l[not_larger]\n\t"
        "movq %[value], %[v]\n\t"
        "2:\n\t"
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        :
        : [cpu_id] "r"(cpu), [rseq_offset] "r"(rseq_offset), [v] "m"(*v), [value] "r"(value) RSEQ_INJECT_INPUT
        : "memory", "cc", "rax" RSEQ_INJECT_CLOBBER
        : abort, not_larger);
#elif defined(RSEQ_ARCH_AARCH64)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[not_larger])
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_ASM_OP_R_LOAD(v)
        "cmp " RSEQ_ASM_TMP_REG ", %[value]\n\t"
        "b.ge %l[not_larger]\n\t"
        RSEQ_ASM_OP_FINAL_STORE(value, v, 2)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        :
        : [cpu_id] "r"(cpu), [current_cpu_id] "m"(rseq_get_abi()->cpu_id),
          [rseq_cs] "m"(rseq_get_abi()->rseq_cs.arch.ptr), [v] "Qo"(*v), [value] "r"(value) RSEQ_INJECT_INPUT
        : "memory", "cc", RSEQ_ASM_TMP_REG RSEQ_INJECT_CLOBBER
        : abort, not_larger);
#elif defined(RSEQ_ARCH_RISCV)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[not_larger])
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
        RSEQ_ASM_OP_R_LOAD(v)
        "bge " RSEQ_ASM_TMP_REG_1 ", %[value], %l[not_larger]\n\t"
        RSEQ_ASM_OP_FINAL_STORE(value, v, 2)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        :
        : [cpu_id] "r"(cpu), [current_cpu_id] "m"(rseq_get_abi()->cpu_id),
          [rseq_cs] "m"(rseq_get_abi()->rseq_cs.arch.ptr), [v] "m"(*v), [value] "r"(value) RSEQ_INJECT_INPUT
        : "memory", RSEQ_ASM_TMP_REG_1 RSEQ_INJECT_CLOBBER
        : abort, not_larger);
#endif
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    return -1;
not_larger:
    rseq_after_asm_goto();
    return 1;
}

#else

static inline int store_if_larger(intptr_t *v, intptr_t value, int cpu)
{
    (void)v;
    (void)value;
    (void)cpu;
    return -1;
}
#define STORE_IF_LARGER_IS_MISSING

#endif

// clang-format on

#endif // STORE_IF_LARGER_H
