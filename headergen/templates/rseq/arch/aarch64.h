/**
 * rseq/arch/aarch64.h: aarch64, little and big endian.
 *
 * Signature, memory barriers, and the parts that critical sections are made of. A program may build
 * sections of its own from these; the functions in rseq/arch/aarch64/bits.h are examples of how.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/aarch64.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_AARCH64_H
#define _RSEQ_ARCH_AARCH64_H

/**
 * The word in front of every abort handler; threads are registered with it. RSEQ_SIG_CODE is the
 * instruction brk #0x45e0, a trap. Instructions are little endian even where data is not:
 * RSEQ_SIG_DATA, and RSEQ_SIG, is what a load of that instruction gives.
 */
#define RSEQ_SIG_CODE 0xd428bc00
#ifdef __AARCH64EB__
#define RSEQ_SIG_DATA 0x00bc28d4
#else
#define RSEQ_SIG_DATA RSEQ_SIG_CODE
#endif
#define RSEQ_SIG RSEQ_SIG_DATA

/** Orders all earlier accesses before all later ones. */
#define rseq_smp_mb() __asm__ __volatile__("dmb ish" : : : "memory")
/** Orders earlier loads before all later accesses. */
#define rseq_smp_rmb() __asm__ __volatile__("dmb ishld" : : : "memory")
/** Orders earlier stores before later stores. */
#define rseq_smp_wmb() __asm__ __volatile__("dmb ishst" : : : "memory")

/**
 * Loads *p, an integer or pointer, before all later accesses: ldar and its kind. The value's type has
 * no qualifiers.
 */
#define rseq_smp_load_acquire(p) __atomic_load_n(p, __ATOMIC_ACQUIRE)

/**
 * Stores v to *p, an integer or pointer, after all earlier accesses: stlr and its kind. A statement.
 */
#define rseq_smp_store_release(p, v)                                                               \
    __atomic_store_n(p, RSEQ_CAST(rseq_unqual_scalar_typeof(*(p)), v), __ATOMIC_RELEASE)

/**
 * Orders the loads that the program's way here depended on before all later accesses: makes an
 * acquire out of an operation that returned 0.
 */
#define rseq_smp_acquire__after_ctrl_dep() rseq_smp_rmb()

/*
 * Parts of critical sections: string literals for an asm goto. Arguments that are not labels are
 * names of asm operands. rseq_cs and current_cpu_id, members of the rseq area, are memory operands
 * (m or Q), as are the words of the program; those of the release stores must be Q, a plain register
 * for address. All parts leave the condition codes alone.
 */

/** Registers that the parts use: they are to be clobbered. */
#define RSEQ_ASM_TMP_REG32 "w15"
#define RSEQ_ASM_TMP_REG "x15"
#define RSEQ_ASM_TMP_REG_2 "x14"

/** A 32-bit word of data. */
#define RSEQ_ASM_U32(x) ".long " __rseq_str(x) "\n\t"
/** A 64-bit word of data that holds an address or a length. */
#define RSEQ_ASM_U64_PTR(x) ".quad " __rseq_str(x) "\n\t"

/**
 * Enters a section: injection point 1, the address of the descriptor at the label cs_label (1b) is
 * stored to the operand rseq_cs, then the local label for the start of the section. Clobbers x15.
 */
#define RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs)                                           \
    RSEQ_INJECT_ASM(1)                                                                             \
    "adrp " RSEQ_ASM_TMP_REG ", " __rseq_str(cs_label) "\n\t"                                      \
    "add " RSEQ_ASM_TMP_REG ", " RSEQ_ASM_TMP_REG ", :lo12:" __rseq_str(cs_label) "\n\t"           \
    "str " RSEQ_ASM_TMP_REG ", %[" __rseq_str(rseq_cs) "]\n\t" __rseq_str(label) ":\n\t"

/**
 * Injection point 2, then leaves for the label (4f, %l[name]) unless the operand cpu_id, a register,
 * equals current_cpu_id. Clobbers x15.
 */
#define RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label)                                        \
    RSEQ_INJECT_ASM(2)                                                                             \
    RSEQ_ASM_OP_CBNE32(current_cpu_id, cpu_id, label)

/* The signature, the local label, the string teardown, and a jump to a C label. */
#define __RSEQ_ASM_ABORT_HANDLER(label, teardown, abort_label)                                     \
    RSEQ_ASM_U32(RSEQ_SIG)                                                                         \
    __rseq_str(label) ":\n\t" teardown                                                             \
    "b %l[" __rseq_str(abort_label) "]\n\t"

/**
 * The abort handler: the signature, the local label, the string teardown, and a jump to the C label
 * abort_label. Here, with a jump around it; its label is near.
 */
#define RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label)                                        \
    __RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label)
#define __RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label)                                      \
    "b 222f\n\t" __RSEQ_ASM_ABORT_HANDLER(label, teardown, abort_label) "222:\n\t"

/**
 * The same apart from other code, which then has nothing to jump around: for sections that do not
 * branch to its label, which may be too far away for a conditional branch. x16 and x17 are to be
 * clobbered: the linker may need them for the jump.
 */
#define RSEQ_ASM_DEFINE_ABORT_APART(label, teardown, abort_label)                                  \
    ".pushsection __rseq_failure, \"ax?\"\n\t" __RSEQ_ASM_ABORT_HANDLER(label, teardown,           \
                                                                        abort_label) ".popsection\n\t"

/*
 * Steps of a section. Those with R in their name work on x15, where R_LOAD puts the word; the others
 * clobber it.
 */

/** Stores the operand value to var. */
#define RSEQ_ASM_OP_STORE(value, var)                                                              \
    "str %x[" __rseq_str(value) "], %[" __rseq_str(var) "]\n\t"
/** Stores the operand value to var behind all earlier accesses. */
#define RSEQ_ASM_OP_STORE_RELEASE(value, var)                                                      \
    "stlr %x[" __rseq_str(value) "], %[" __rseq_str(var) "]\n\t"
/** Commits: stores value to var, then the local label behind the commit. */
#define RSEQ_ASM_OP_FINAL_STORE(value, var, post_commit_label)                                     \
    RSEQ_ASM_OP_STORE(value, var)                                                                  \
    __rseq_str(post_commit_label) ":\n\t"
/** Commits behind all earlier accesses. */
#define RSEQ_ASM_OP_FINAL_STORE_RELEASE(value, var, post_commit_label)                             \
    RSEQ_ASM_OP_STORE_RELEASE(value, var)                                                          \
    __rseq_str(post_commit_label) ":\n\t"
/** Leaves for the label unless var is expect. */
#define RSEQ_ASM_OP_CBNE(var, expect, label)                                                       \
    "ldr " RSEQ_ASM_TMP_REG ", %[" __rseq_str(var) "]\n\t"                                         \
    "sub " RSEQ_ASM_TMP_REG ", " RSEQ_ASM_TMP_REG ", %x[" __rseq_str(expect) "]\n\t"               \
    "cbnz " RSEQ_ASM_TMP_REG ", " __rseq_str(label) "\n\t"
/** Leaves for the label unless var is expect, both of 32 bits. */
#define RSEQ_ASM_OP_CBNE32(var, expect, label)                                                     \
    "ldr " RSEQ_ASM_TMP_REG32 ", %[" __rseq_str(var) "]\n\t"                                       \
    "sub " RSEQ_ASM_TMP_REG32 ", " RSEQ_ASM_TMP_REG32 ", %w[" __rseq_str(expect) "]\n\t"           \
    "cbnz " RSEQ_ASM_TMP_REG32 ", " __rseq_str(label) "\n\t"
/** Leaves for the label if var is expect. */
#define RSEQ_ASM_OP_CBEQ(var, expect, label)                                                       \
    "ldr " RSEQ_ASM_TMP_REG ", %[" __rseq_str(var) "]\n\t"                                         \
    "sub " RSEQ_ASM_TMP_REG ", " RSEQ_ASM_TMP_REG ", %x[" __rseq_str(expect) "]\n\t"               \
    "cbz " RSEQ_ASM_TMP_REG ", " __rseq_str(label) "\n\t"
/** Loads var. */
#define RSEQ_ASM_OP_R_LOAD(var) "ldr " RSEQ_ASM_TMP_REG ", %[" __rseq_str(var) "]\n\t"
/** Stores what was loaded to var. */
#define RSEQ_ASM_OP_R_STORE(var) "str " RSEQ_ASM_TMP_REG ", %[" __rseq_str(var) "]\n\t"
/** Loads the word at the address that was loaded, plus the operand offset. */
#define RSEQ_ASM_OP_R_LOAD_OFF(offset)                                                             \
    "ldr " RSEQ_ASM_TMP_REG ", [" RSEQ_ASM_TMP_REG ", %[" __rseq_str(offset) "]]\n\t"
/** Adds the operand count to what was loaded. */
#define RSEQ_ASM_OP_R_ADD(count)                                                                   \
    "add " RSEQ_ASM_TMP_REG ", " RSEQ_ASM_TMP_REG ", %x[" __rseq_str(count) "]\n\t"
/** Commits what was loaded to var, then the local label behind the commit. */
#define RSEQ_ASM_OP_R_FINAL_STORE(var, post_commit_label)                                          \
    RSEQ_ASM_OP_R_STORE(var)                                                                       \
    __rseq_str(post_commit_label) ":\n\t"
/** Copies len bytes from src to dst, byte by byte from the end. Clobbers x15 and x14. */
#define RSEQ_ASM_OP_R_BYTEWISE_MEMCPY(dst, src, len)                                               \
    "mov " RSEQ_ASM_TMP_REG ", %[" __rseq_str(len) "]\n\t"                                         \
    "cbz " RSEQ_ASM_TMP_REG ", 333f\n\t"                                                           \
    "222:\n\t"                                                                                     \
    "sub " RSEQ_ASM_TMP_REG ", " RSEQ_ASM_TMP_REG ", #1\n\t"                                       \
    "ldrb w14, [%[" __rseq_str(src) "], " RSEQ_ASM_TMP_REG "]\n\t"                                 \
    "strb w14, [%[" __rseq_str(dst) "], " RSEQ_ASM_TMP_REG "]\n\t"                                 \
    "cbnz " RSEQ_ASM_TMP_REG ", 222b\n\t"                                                          \
    "333:\n\t"

#include "rseq/arch/generic/common.h"
#include "rseq/arch/aarch64/bits.h"

#endif /* _RSEQ_ARCH_AARCH64_H */
