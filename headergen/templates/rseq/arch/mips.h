/**
 * rseq/arch/mips.h: MIPS, little and big endian, of the ABIs o32, n32 and n64.
 *
 * Signature, memory barriers, and the parts that critical sections are made of. A program may build
 * sections of its own from these; the functions in rseq/arch/mips/bits.h are examples of how.
 *
 * Code for the instruction sets microMIPS and nanoMIPS has signature and barriers, but no sections:
 * each operation returns -1 as if it was aborted. There, bit 0 of a code address says which
 * instruction set it has, and the kernel, which takes that bit for a part of the address, does not
 * find the signature.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/mips.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_MIPS_H
#define _RSEQ_ARCH_MIPS_H

/**
 * The word in front of every abort handler; threads are registered with it. break 0x350, a trap, in
 * the instruction set that the program is compiled for. The compressed ones have it in halves of 16
 * bits, the first half first.
 */
#if !defined(__nanomips__) && !defined(__mips_micromips)
#define RSEQ_SIG 0x0350000d
#elif defined(__nanomips__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define RSEQ_SIG 0x00100350
#elif defined(__nanomips__)
#define RSEQ_SIG 0x03500010
#elif __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define RSEQ_SIG 0x0000d407
#else
#define RSEQ_SIG 0xd4070000
#endif

/* A barrier for accesses of every kind. On MIPS I, which has none, Linux emulates it. */
#if defined(__mips) && __mips == 1
#define __RSEQ_ASM_SYNC                                                                            \
    ".set push\n\t"                                                                                \
    ".set mips2\n\t"                                                                               \
    "sync\n\t"                                                                                     \
    ".set pop\n\t"
#else
#define __RSEQ_ASM_SYNC "sync\n\t"
#endif

/** Orders all earlier accesses before all later ones. */
#define rseq_smp_mb() __asm__ __volatile__(__RSEQ_ASM_SYNC : : : "memory")
/** Orders earlier loads before later loads. */
#define rseq_smp_rmb() rseq_smp_mb()
/** Orders earlier stores before later stores. */
#define rseq_smp_wmb() rseq_smp_mb()

#define __rseq_smp_acquire_fence() rseq_smp_mb()
#define __rseq_smp_release_fence() rseq_smp_mb()

#include "rseq/arch/generic/common.h"

#if defined(__mips_micromips) || defined(__nanomips__)
#include "rseq/arch/fallback/bits.h"
#else

/*
 * Parts of critical sections: string literals for an asm goto, in the assembler's reorder mode,
 * which is that of compilers. Arguments that are not labels are names of asm operands. rseq_cs (the
 * word for the address in the union of that name) and current_cpu_id, members of the rseq area, are
 * memory operands. cpu_id has the width of a register: long, not int.
 */

/* Instructions on words of the size of a pointer. */
#if _MIPS_SZPTR == 64
/** A word of data. */
#define RSEQ_ASM_LONG ".dword"
/** Loads an address; of position independent code, by way of the register $gp. */
#define RSEQ_ASM_LONG_LA "dla"
/** Loads a word. */
#define RSEQ_ASM_LONG_L "ld"
/** Stores a word. */
#define RSEQ_ASM_LONG_S "sd"
/** Adds a constant to a register. */
#define RSEQ_ASM_LONG_ADDI "daddiu"
/* Adds two registers. */
#define __RSEQ_ASM_LONG_ADD "daddu"
/** The words, for RSEQ_ASM_LONG, that make 64 bits of the string x. */
#define RSEQ_ASM_U32_U64_PAD(x) x
#else
#define RSEQ_ASM_LONG ".word"
#define RSEQ_ASM_LONG_LA "la"
#define RSEQ_ASM_LONG_L "lw"
#define RSEQ_ASM_LONG_S "sw"
#define RSEQ_ASM_LONG_ADDI "addiu"
#define __RSEQ_ASM_LONG_ADD "addu"
#ifdef __MIPSEB__
#define RSEQ_ASM_U32_U64_PAD(x) "0x0, " x
#else
#define RSEQ_ASM_U32_U64_PAD(x) x ", 0x0"
#endif
#endif

/** A 32-bit word of data. */
#define RSEQ_ASM_U32(x) ".word " __rseq_str(x) "\n\t"
/** A 64-bit word of data that holds an address or a length: zeroes fill it up. */
#define RSEQ_ASM_U64_PTR(x) RSEQ_ASM_LONG " " RSEQ_ASM_U32_U64_PAD(__rseq_str(x)) "\n\t"

/*
 * The parts whose names begin with an underscore take the register that they clobber, a string, for
 * an argument, and clobber $1 as well, which is the assembler's but which clang uses; the others
 * use $4 alone.
 */

/*
 * Loads the address of a label from its distance, a word behind the branch (and what fills the slot
 * of that). Position independent, and does without $gp, which not every function has there. Clobbers
 * $31, the return address.
 */
#define __RSEQ_ASM_ADDRESS(reg, label)                                                             \
    "bal 882f\n\t"                                                                                 \
    "881:\n\t"                                                                                     \
    ".word " label " - 881b\n\t"                                                                   \
    "882:\n\t"                                                                                     \
    "lw " reg ", 0($31)\n\t"                                                                       \
    __RSEQ_ASM_LONG_ADD " " reg ", " reg ", $31\n\t"

/* The same, and keeps the return address in $1 meanwhile. */
#define __RSEQ_ASM_ADDRESS_BY_AT(reg, label)                                                       \
    ".set push\n\t"                                                                                \
    ".set noat\n\t"                                                                                \
    "move $1, $31\n\t"                                                                             \
    __RSEQ_ASM_ADDRESS(reg, label)                                                                 \
    "move $31, $1\n\t"                                                                             \
    ".set pop\n\t"

/* The same, and keeps it on the stack. */
#define __RSEQ_ASM_ADDRESS_BY_STACK(reg, label)                                                    \
    RSEQ_ASM_LONG_ADDI " $29, $29, -16\n\t"                                                        \
    RSEQ_ASM_LONG_S " $31, 0($29)\n\t"                                                             \
    __RSEQ_ASM_ADDRESS(reg, label)                                                                 \
    RSEQ_ASM_LONG_L " $31, 0($29)\n\t"                                                             \
    RSEQ_ASM_LONG_ADDI " $29, $29, 16\n\t"

/**
 * Enters a section: injection point 1, the address of the descriptor at the label cs_label (9b, or
 * 3f with the other descriptor of RSEQ_ASM_DEFINE_ABORT()) is stored to the operand rseq_cs, then
 * the local label for the start of the section. Clobbers $4.
 */
#define RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs)                                           \
    RSEQ_INJECT_ASM(1)                                                                             \
    __RSEQ_ASM_ADDRESS_BY_STACK("$4", __rseq_str(cs_label))                                        \
    __RSEQ_ASM_START("$4", label, rseq_cs)
#define __RSEQ_ASM_STORE_RSEQ_CS(reg, label, cs_label, rseq_cs)                                    \
    RSEQ_INJECT_ASM(1)                                                                             \
    __RSEQ_ASM_ADDRESS_BY_AT(reg, __rseq_str(cs_label))                                            \
    __RSEQ_ASM_START(reg, label, rseq_cs)
#define __RSEQ_ASM_START(reg, label, rseq_cs)                                                      \
    RSEQ_ASM_LONG_S " " reg ", %[" __rseq_str(rseq_cs) "]\n\t" __rseq_str(label) ":\n\t"

/**
 * Injection point 2, then leaves for the label (4f, %l[name]) unless the operand cpu_id, a
 * register, equals current_cpu_id. Clobbers $4.
 */
#define RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label)                                        \
    __RSEQ_ASM_CBNE_CPU_ID("$4", cpu_id, current_cpu_id, label)
#define __RSEQ_ASM_CBNE_CPU_ID(reg, cpu_id, current_cpu_id, label)                                 \
    RSEQ_INJECT_ASM(2)                                                                             \
    "lw " reg ", %[" __rseq_str(current_cpu_id) "]\n\t"                                            \
    "bne " reg ", %z[" __rseq_str(cpu_id) "], " __rseq_str(label) "\n\t"

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
    RSEQ_ASM_U32(RSEQ_SIG)                                                                         \
    RSEQ_ASM_DEFINE_TEARDOWN(label, teardown, abort_label)

/*
 * The same, with no second descriptor, apart from other code, which then has nothing to jump
 * around: for sections that do not branch to its label, which may be too far away for a conditional
 * branch. The jump reaches any distance by way of the register.
 */
#define __RSEQ_ASM_DEFINE_ABORT_APART(reg, label, teardown, abort_label)                           \
    ".pushsection __rseq_failure, \"ax?\"\n\t"                                                     \
    ".balign 4\n\t"                                                                                \
    RSEQ_ASM_U32(RSEQ_SIG)                                                                         \
    __rseq_str(label) ":\n\t" teardown                                                             \
    __RSEQ_ASM_ADDRESS_BY_AT(reg, "%l[" __rseq_str(abort_label) "]")                               \
    "jr " reg "\n\t"                                                                               \
    ".popsection\n\t"

/** Code for another way out, here: the local label, the string teardown, a jump to a C label. */
#define RSEQ_ASM_DEFINE_TEARDOWN(label, teardown, target_label)                                    \
    __rseq_str(label) ":\n\t" teardown                                                             \
    "b %l[" __rseq_str(target_label) "]\n\t"

#include "rseq/arch/mips/bits.h"

#endif

#endif /* _RSEQ_ARCH_MIPS_H */
