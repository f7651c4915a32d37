/**
 * rseq/arch/loongarch.h: 64-bit LoongArch.
 *
 * Signature, memory barriers, and the parts that critical sections are made of. A program may build
 * sections of its own from these; the functions in rseq/arch/loongarch/bits.h are examples of how.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/loongarch.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_LOONGARCH_H
#define _RSEQ_ARCH_LOONGARCH_H

#ifndef __loongarch_lp64
#error "librseq: of LoongArch only the ABIs with 64-bit pointers are supported"
#endif

/** The word in front of every abort handler; threads are registered with it. break 0x10, a trap. */
#define RSEQ_SIG 0x002a0010

/*
 * Memory barriers. The bits of the hint say what a barrier need not order: CPUs that do not know them
 * order everything.
 */

/** Orders all earlier accesses before all later ones. */
#define rseq_smp_mb() __asm__ __volatile__("dbar 0x10" : : : "memory")
/** Orders earlier loads before later loads. */
#define rseq_smp_rmb() __asm__ __volatile__("dbar 0x15" : : : "memory")
/** Orders earlier stores before later stores. */
#define rseq_smp_wmb() __asm__ __volatile__("dbar 0x1a" : : : "memory")

#define __rseq_smp_acquire_fence() __asm__ __volatile__("dbar 0x14" : : : "memory")
#define __rseq_smp_release_fence() __asm__ __volatile__("dbar 0x12" : : : "memory")

/*
 * Parts of critical sections: string literals for an asm goto. Arguments that are not labels are
 * names of asm operands. rseq_cs and current_cpu_id, members of the rseq area, are memory operands.
 * cpu_id is of 32 bits: a compiler may leave anything in the upper half of a register.
 */

/** The register that the parts use: it is to be clobbered. */
#define RSEQ_ASM_TMP_REG "$r4"

/** A 32-bit word of data. */
#define RSEQ_ASM_U32(x) ".long " __rseq_str(x) "\n\t"
/** A 64-bit word of data that holds an address or a length. */
#define RSEQ_ASM_U64_PTR(x) ".quad " __rseq_str(x) "\n\t"

/* Instructions on words of the size of a pointer. */
/** A word of data. */
#define RSEQ_ASM_LONG ".dword"
/** Loads the address of a label of this file, without a load from memory. */
#define RSEQ_ASM_LONG_LA "la.local"
/** Loads a word. */
#define RSEQ_ASM_LONG_L "ld.d"
/** Stores a word. */
#define RSEQ_ASM_LONG_S "st.d"
/** Adds a constant to a register. */
#define RSEQ_ASM_LONG_ADDI "addi.d"

/*
 * The parts whose names begin with an underscore take the register that they clobber, a string, for
 * an argument; the others use RSEQ_ASM_TMP_REG.
 */

/**
 * Enters a section: injection point 1, the address of the descriptor at the label cs_label (9b, or 3f
 * with the other descriptor of RSEQ_ASM_DEFINE_ABORT()) is stored to the operand rseq_cs, then the
 * local label for the start of the section. Clobbers $r4.
 */
#define RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs)                                           \
    __RSEQ_ASM_STORE_RSEQ_CS(RSEQ_ASM_TMP_REG, label, cs_label, rseq_cs)
#define __RSEQ_ASM_STORE_RSEQ_CS(reg, label, cs_label, rseq_cs)                                    \
    RSEQ_INJECT_ASM(1)                                                                             \
    RSEQ_ASM_LONG_LA " " reg ", " __rseq_str(cs_label) "\n\t"                                      \
    RSEQ_ASM_LONG_S " " reg ", %[" __rseq_str(rseq_cs) "]\n\t" __rseq_str(label) ":\n\t"

/**
 * Injection point 2, then leaves for the label (4f, %l[name]) unless the operand cpu_id, a register,
 * equals current_cpu_id. Clobbers $r4.
 */
#define RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label)                                        \
    RSEQ_INJECT_ASM(2)                                                                             \
    "ld.w " RSEQ_ASM_TMP_REG ", %[" __rseq_str(current_cpu_id) "]\n\t"                             \
    "sub.w " RSEQ_ASM_TMP_REG ", " RSEQ_ASM_TMP_REG ", %z[" __rseq_str(cpu_id) "]\n\t"             \
    "bnez " RSEQ_ASM_TMP_REG ", " __rseq_str(label) "\n\t"
/* The same for a cpu_id that has the width of a register. */
#define __RSEQ_ASM_CBNE_CPU_ID(reg, cpu_id, current_cpu_id, label)                                 \
    RSEQ_INJECT_ASM(2)                                                                             \
    "ld.w " reg ", %[" __rseq_str(current_cpu_id) "]\n\t"                                          \
    "bne " reg ", %z[" __rseq_str(cpu_id) "], " __rseq_str(label) "\n\t"

/**
 * The abort handler: the signature, the local label, the string teardown, and a jump to the C label
 * abort_label. Here, so that code before it has to jump around it; its label is near. The last four
 * arguments are those of RSEQ_ASM_DEFINE_TABLE() for a second descriptor.
 */
#define RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label, table_label, start_ip, post_commit_ip, \
                              abort_ip)                                                            \
    __RSEQ_ASM_DEFINE_CS(table_label, 0x0, 0x0, start_ip, (post_commit_ip - start_ip), abort_ip)   \
    RSEQ_ASM_U32(RSEQ_SIG)                                                                         \
    RSEQ_ASM_DEFINE_TEARDOWN(label, teardown, abort_label)

/*
 * The same, with no second descriptor, apart from other code, which then has nothing to jump around:
 * for sections that do not branch to its label, which may be too far away for a conditional branch.
 * The jump reaches any distance by way of the register.
 */
#define __RSEQ_ASM_DEFINE_ABORT_APART(reg, label, teardown, abort_label)                           \
    ".pushsection __rseq_failure, \"ax?\"\n\t"                                                     \
    ".balign 4\n\t"                                                                                \
    RSEQ_ASM_U32(RSEQ_SIG)                                                                         \
    __rseq_str(label) ":\n\t" teardown                                                             \
    RSEQ_ASM_LONG_LA " " reg ", %l[" __rseq_str(abort_label) "]\n\t"                               \
    "jr " reg "\n\t"                                                                               \
    ".popsection\n\t"

/** Code for another way out: the local label, the string teardown, and a jump to a C label. Here. */
#define RSEQ_ASM_DEFINE_TEARDOWN(label, teardown, target_label)                                    \
    __rseq_str(label) ":\n\t" teardown                                                             \
    "b %l[" __rseq_str(target_label) "]\n\t"

#include "rseq/arch/generic/common.h"
#include "rseq/arch/loongarch/bits.h"

#endif /* _RSEQ_ARCH_LOONGARCH_H */
