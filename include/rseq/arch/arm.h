/* Printed by headergen from headergen/templates/rseq/arch/arm.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/arm.h: 32-bit ARM of version 6 and later, A32 and Thumb-2, little and big endian.
 *
 * Signature, memory barriers, and the parts that critical sections are made of. A program may build
 * sections of its own from these; the functions in rseq/arch/arm/bits.h are examples of how.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/arm.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_ARM_H
#define _RSEQ_ARCH_ARM_H

/**
 * The word in front of every abort handler; threads are registered with it. As A32 it is udf #24035,
 * as Thumb udf #243 and a branch: a trap. Instructions are little endian even where data is not,
 * hence the two values for the same bytes.
 */
#ifdef __ARMEB__
#define RSEQ_SIG 0xf3def5e7
#else
#define RSEQ_SIG 0xe7f5def3
#endif

/*
 * Memory barriers. Version 6 has them as an operation of the system coprocessor, on a register that
 * has to be 0.
 */
#if __ARM_ARCH >= 7
/** Orders all earlier accesses before all later ones. */
#define rseq_smp_mb() __asm__ __volatile__("dmb ish" : : : "memory")
/** Orders earlier stores before later stores. */
#define rseq_smp_wmb() __asm__ __volatile__("dmb ishst" : : : "memory")
#else
#define rseq_smp_mb() __asm__ __volatile__("mcr p15, 0, %0, c7, c10, 5" : : "r"(0) : "memory")
#define rseq_smp_wmb() rseq_smp_mb()
#endif
/** Orders earlier loads before all later accesses. */
#define rseq_smp_rmb() rseq_smp_mb()

#define __rseq_smp_acquire_fence() rseq_smp_rmb()
#define __rseq_smp_release_fence() rseq_smp_mb()

/*
 * Parts of critical sections: string literals for an asm goto. Arguments that are not labels are
 * names of asm operands. rseq_cs (the word for the address in the union of that name) and
 * current_cpu_id, members of the rseq area, are memory operands.
 */

/** A 32-bit word of data. */
#define RSEQ_ASM_U32(x) ".long " __rseq_str(x) "\n\t"
/** A 64-bit word of data that holds an address or a length: zeroes are its upper half. */
#ifdef __ARMEB__
#define RSEQ_ASM_U64_PTR(x) ".long 0x0, " __rseq_str(x) "\n\t"
#else
#define RSEQ_ASM_U64_PTR(x) ".long " __rseq_str(x) ", 0x0\n\t"
#endif

/*
 * The parts whose names begin with an underscore take the register that they clobber for an argument,
 * the others use r0.
 */

/* rseq_smp_mb(). */
#if __ARM_ARCH >= 7
#define __RSEQ_ASM_FENCE(reg) "dmb ish\n\t"
#else
#define __RSEQ_ASM_FENCE(reg)                                                                      \
    "mov " #reg ", #0\n\t"                                                                         \
    "mcr p15, 0, " #reg ", c7, c10, 5\n\t"
#endif

/* How far ahead of the instruction that reads it the program counter is. */
#ifdef __thumb__
#define __RSEQ_ASM_PC_AHEAD "4"
#else
#define __RSEQ_ASM_PC_AHEAD "8"
#endif

/*
 * The distance of the label from the label 881. Before version 7 there is no constant of that size but
 * in memory.
 */
#if __ARM_ARCH >= 7
#define __RSEQ_ASM_DISTANCE(reg, label)                                                            \
    "movw " #reg ", #:lower16:(" __rseq_str(label) " - (881f + " __RSEQ_ASM_PC_AHEAD "))\n\t"      \
    "movt " #reg ", #:upper16:(" __rseq_str(label) " - (881f + " __RSEQ_ASM_PC_AHEAD "))\n\t"
#else
#define __RSEQ_ASM_DISTANCE(reg, label)                                                            \
    "ldr " #reg ", 882f\n\t"                                                                       \
    "b 881f\n\t"                                                                                   \
    "882:\n\t"                                                                                     \
    ".long " __rseq_str(label) " - (881f + " __RSEQ_ASM_PC_AHEAD ")\n\t"
#endif

/**
 * Enters a section: injection point 1, the address of the descriptor at the label cs_label (9b, or 3f
 * with the other descriptor of RSEQ_ASM_DEFINE_ABORT()) is stored to the operand rseq_cs, then the
 * local label for the start of the section. Clobbers r0.
 */
#define RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs)                                           \
    __RSEQ_ASM_STORE_RSEQ_CS(r0, label, cs_label, rseq_cs)
#define __RSEQ_ASM_STORE_RSEQ_CS(reg, label, cs_label, rseq_cs)                                    \
    RSEQ_INJECT_ASM(1)                                                                             \
    __RSEQ_ASM_DISTANCE(reg, cs_label)                                                             \
    "881:\n\t"                                                                                     \
    "add " #reg ", pc, " #reg "\n\t"                                                               \
    "str " #reg ", %[" __rseq_str(rseq_cs) "]\n\t" __rseq_str(label) ":\n\t"

/**
 * Injection point 2, then leaves for the label (4f, %l[name]) unless the operand cpu_id, a register,
 * equals current_cpu_id. Clobbers r0.
 */
#define RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label)                                        \
    __RSEQ_ASM_CBNE_CPU_ID(r0, cpu_id, current_cpu_id, label)
#define __RSEQ_ASM_CBNE_CPU_ID(reg, cpu_id, current_cpu_id, label)                                 \
    RSEQ_INJECT_ASM(2)                                                                             \
    "ldr " #reg ", %[" __rseq_str(current_cpu_id) "]\n\t"                                          \
    "cmp %[" __rseq_str(cpu_id) "], " #reg "\n\t"                                                  \
    "bne " __rseq_str(label) "\n\t"

/* The signature, the local label, the string teardown, and a jump to a C label. */
#define __RSEQ_ASM_ABORT_HANDLER(label, teardown, abort_label)                                     \
    ".balign 4\n\t"                                                                                \
    ".long " __rseq_str(RSEQ_SIG) "\n\t"                                                           \
    RSEQ_ASM_DEFINE_TEARDOWN(label, teardown, abort_label)

/**
 * The abort handler: the signature, the local label, the string teardown, and a jump to the C label
 * abort_label. Here, so that code before it has to jump around it; its label is near. The last four
 * arguments are those of RSEQ_ASM_DEFINE_TABLE() for a second descriptor.
 */
#define RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label, table_label, start_ip, post_commit_ip, \
                              abort_ip)                                                            \
    __RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label, table_label, start_ip, post_commit_ip,   \
                            abort_ip)
#define __RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label, table_label, start_ip,               \
                                post_commit_ip, abort_ip)                                          \
    __RSEQ_ASM_DEFINE_CS(table_label, 0x0, 0x0, start_ip, (post_commit_ip - start_ip), abort_ip)   \
    __RSEQ_ASM_ABORT_HANDLER(label, teardown, abort_label)

/**
 * The same, with no second descriptor, apart from other code, which then has nothing to jump around:
 * for sections that do not branch to its label, which may be too far away for a conditional branch.
 * r12 is to be clobbered: the linker may need it for the jump.
 */
#define RSEQ_ASM_DEFINE_ABORT_APART(label, teardown, abort_label)                                  \
    ".pushsection __rseq_failure, \"ax?\"\n\t" __RSEQ_ASM_ABORT_HANDLER(label, teardown,           \
                                                                        abort_label) ".popsection\n\t"

/** Code for another way out: the local label, the string teardown, and a jump to a C label. Here. */
#define RSEQ_ASM_DEFINE_TEARDOWN(label, teardown, target_label)                                    \
    __rseq_str(label) ":\n\t" teardown                                                             \
    "b %l[" __rseq_str(target_label) "]\n\t"

/*
 * Copies lr bytes, from the end, and leaves 0 there, if the operands dst and src are not addresses of
 * words and the CPU may refuse to take them for such.
 */
#ifdef __ARM_FEATURE_UNALIGNED
#define __RSEQ_ASM_COPY_UNALIGNED(dst, src)
#else
#define __RSEQ_ASM_COPY_UNALIGNED(dst, src)                                                        \
    "orr r12, %[" __rseq_str(dst) "], %[" __rseq_str(src) "]\n\t"                                  \
    "tst r12, #3\n\t"                                                                              \
    "beq 222f\n\t"                                                                                 \
    "cmp lr, #0\n\t"                                                                               \
    "beq 222f\n\t"                                                                                 \
    "333:\n\t"                                                                                     \
    "subs lr, lr, #1\n\t"                                                                          \
    "ldrb r12, [%[" __rseq_str(src) "], lr]\n\t"                                                   \
    "strb r12, [%[" __rseq_str(dst) "], lr]\n\t"                                                   \
    "bne 333b\n\t"                                                                                 \
    "222:\n\t"
#endif

#include "rseq/arch/generic/common.h"
#include "rseq/arch/arm/bits.h"

#endif /* _RSEQ_ARCH_ARM_H */
