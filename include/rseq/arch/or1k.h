/* Printed by headergen from headergen/templates/rseq/arch/or1k.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/or1k.h: OpenRISC 1000.
 *
 * Signature, memory barriers, and the parts that critical sections are made of. A program may build
 * sections of its own from these; the functions in rseq/arch/or1k/bits.h are examples of how.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/or1k.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_OR1K_H
#define _RSEQ_ARCH_OR1K_H

/** The word in front of every abort handler; threads are registered with it. l.nop 0x35. */
#define RSEQ_SIG 0x15000035

/* Memory barriers. There is one instruction, which orders all accesses. */

/** Orders all earlier accesses before all later ones. */
#define rseq_smp_mb() __asm__ __volatile__("l.msync" : : : "memory")
/** Orders earlier loads before later loads. */
#define rseq_smp_rmb() rseq_smp_mb()
/** Orders earlier stores before later stores. */
#define rseq_smp_wmb() rseq_smp_mb()

#define __rseq_smp_acquire_fence() rseq_smp_mb()
#define __rseq_smp_release_fence() rseq_smp_mb()

/*
 * Parts of critical sections: string literals for an asm goto. Arguments that are not labels are
 * names of asm operands. rseq_cs (the word for the address in the union of that name) and
 * current_cpu_id, members of the rseq area, are memory operands.
 *
 * The instruction behind a jump is executed before the jump is: l.nop.
 */

/** Registers that the parts use: they are to be clobbered, with the flag of comparisons, "?sr_f". */
#define RSEQ_ASM_TMP_REG "r17"
#define RSEQ_ASM_TMP_REG_2 "r19"

/** A 32-bit word of data. */
#define RSEQ_ASM_U32(x) ".long " __rseq_str(x) "\n\t"
/** A 64-bit word of data that holds an address or a length: zeroes are its upper half. */
#define RSEQ_ASM_U64_PTR(x) ".long 0x0, " __rseq_str(x) "\n\t"

/*
 * The address of a label in r17. Nothing is relative to the instruction but jumps: one that leaves
 * its address in r9, which r19 keeps, finds the distance from there to the label behind it.
 */
#ifdef __PIC__
#define __RSEQ_ASM_ADDRESS(cs_label)                                                               \
    "l.ori " RSEQ_ASM_TMP_REG_2 ", r9, 0\n\t"                                                      \
    "l.jal 882f\n\t"                                                                               \
    "l.nop\n\t"                                                                                    \
    "881:\n\t"                                                                                     \
    ".long " __rseq_str(cs_label) " - 881b\n\t"                                                    \
    "882:\n\t"                                                                                     \
    "l.lwz " RSEQ_ASM_TMP_REG ", 0(r9)\n\t"                                                        \
    "l.add " RSEQ_ASM_TMP_REG ", " RSEQ_ASM_TMP_REG ", r9\n\t"                                     \
    "l.ori r9, " RSEQ_ASM_TMP_REG_2 ", 0\n\t"
#else
#define __RSEQ_ASM_ADDRESS(cs_label)                                                               \
    "l.movhi " RSEQ_ASM_TMP_REG ", hi(" __rseq_str(cs_label) ")\n\t"                               \
    "l.ori " RSEQ_ASM_TMP_REG ", " RSEQ_ASM_TMP_REG ", lo(" __rseq_str(cs_label) ")\n\t"
#endif

/**
 * Enters a section: injection point 1, the address of the descriptor at the label cs_label (3b) is
 * stored to the operand rseq_cs, then the local label for the start of the section. Clobbers r17
 * and, in position independent code, r19.
 */
#define RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs)                                           \
    RSEQ_INJECT_ASM(1)                                                                             \
    __RSEQ_ASM_ADDRESS(cs_label)                                                                   \
    "l.sw %[" __rseq_str(rseq_cs) "], " RSEQ_ASM_TMP_REG "\n\t" __rseq_str(label) ":\n\t"

/**
 * Injection point 2, then leaves for the label (4f, %l[name]) unless the operand cpu_id, a register
 * or 0, equals current_cpu_id. Clobbers r17.
 */
#define RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label)                                        \
    RSEQ_INJECT_ASM(2)                                                                             \
    "l.lwz " RSEQ_ASM_TMP_REG ", %[" __rseq_str(current_cpu_id) "]\n\t"                            \
    "l.sfeq " RSEQ_ASM_TMP_REG ", %r[" __rseq_str(cpu_id) "]\n\t"                                  \
    "l.bnf " __rseq_str(label) "\n\t"                                                              \
    "l.nop\n\t"

/**
 * The abort handler: the signature, the local label, the string teardown, and a jump to the C label
 * abort_label. Apart from other code.
 */
#define RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label)                                        \
    ".pushsection __rseq_failure, \"ax?\"\n\t"                                                     \
    ".balign 4\n\t"                                                                                \
    RSEQ_ASM_U32(RSEQ_SIG)                                                                         \
    __rseq_str(label) ":\n\t" teardown                                                             \
    "l.j %l[" __rseq_str(abort_label) "]\n\t"                                                      \
    "l.nop\n\t"                                                                                    \
    ".popsection\n\t"

/** Code for another way out: the local label, the string teardown, and a jump to a C label. */
#define RSEQ_ASM_DEFINE_TEARDOWN(label, teardown, target_label)                                    \
    ".pushsection __rseq_failure, \"ax?\"\n\t"                                                     \
    ".balign 4\n\t"                                                                                \
    __rseq_str(label) ":\n\t" teardown                                                             \
    "l.j %l[" __rseq_str(target_label) "]\n\t"                                                     \
    "l.nop\n\t"                                                                                    \
    ".popsection\n\t"

#include "rseq/arch/generic/common.h"
#include "rseq/arch/or1k/bits.h"

#endif /* _RSEQ_ARCH_OR1K_H */
