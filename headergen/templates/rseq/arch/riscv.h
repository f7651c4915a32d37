/**
 * rseq/arch/riscv.h: RISC-V, of 64 and of 32 bits.
 *
 * Signature, memory barriers, and the parts that critical sections are made of. A program may build
 * sections of its own from these; the functions in rseq/arch/riscv/bits.h are examples of how.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/riscv.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_RISCV_H
#define _RSEQ_ARCH_RISCV_H

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#error "librseq: Linux has no rseq(2) for big-endian RISC-V"
#endif

/**
 * The word in front of every abort handler; threads are registered with it. csrw mhartid, x0, which
 * traps in every mode.
 */
#define RSEQ_SIG 0xf1401073

/** A fence instruction: accesses of kind p (r, w, rw) before it and s behind it stay in order. */
#define RSEQ_ASM_RISCV_FENCE(p, s)                                                                 \
    __asm__ __volatile__("fence " #p ", " #s : : : "memory")

/** Orders all earlier accesses before all later ones. */
#define rseq_smp_mb() RSEQ_ASM_RISCV_FENCE(rw, rw)
/** Orders earlier loads before later loads. */
#define rseq_smp_rmb() RSEQ_ASM_RISCV_FENCE(r, r)
/** Orders earlier stores before later stores. */
#define rseq_smp_wmb() RSEQ_ASM_RISCV_FENCE(w, w)

#define __rseq_smp_acquire_fence() RSEQ_ASM_RISCV_FENCE(r, rw)
#define __rseq_smp_release_fence() RSEQ_ASM_RISCV_FENCE(rw, w)

/*
 * Parts of critical sections: string literals for an asm goto. Arguments that are not labels are
 * names of asm operands. rseq_cs (the word for the address in the union of that name) and
 * current_cpu_id, members of the rseq area, are memory operands, as are the words of the program.
 * Values have the width of a register, but for what is of 32 bits: cpu_id, of which a compiler may
 * leave anything in the upper half of a register.
 */

/** Registers that the parts use: they are to be clobbered. */
#define RSEQ_ASM_TMP_REG_1 "t6"
#define RSEQ_ASM_TMP_REG_2 "t5"
#define RSEQ_ASM_TMP_REG_3 "t4"
#define RSEQ_ASM_TMP_REG_4 "t3"

/* One of two strings by the size of a word. */
#if __riscv_xlen == 64
#define __RSEQ_ASM_REG_SEL(a, b) a
#else
#define __RSEQ_ASM_REG_SEL(a, b) b
#endif
/** Loads a word of the size of a pointer. */
#define RSEQ_ASM_REG_L __RSEQ_ASM_REG_SEL("ld ", "lw ")
/** Stores a word of the size of a pointer. */
#define RSEQ_ASM_REG_S __RSEQ_ASM_REG_SEL("sd ", "sw ")

/*
 * The constraint of a word of the program. clang 19 prints wrong text for an operand m that is part of
 * an object with a symbol, and A, an address in a register, for all that it takes.
 */
#ifdef __clang__
#define __RSEQ_ASM_WORD "A"
#else
#define __RSEQ_ASM_WORD "m"
#endif

/** A 32-bit word of data. */
#define RSEQ_ASM_U32(x) ".long " __rseq_str(x) "\n\t"
/** A 64-bit word of data that holds an address or a length: zeroes are its upper half. */
#if __riscv_xlen == 64
#define RSEQ_ASM_U64_PTR(x) ".quad " __rseq_str(x) "\n\t"
#else
#define RSEQ_ASM_U64_PTR(x) ".long " __rseq_str(x) ", 0x0\n\t"
#endif

/**
 * Enters a section: injection point 1, the address of the descriptor at the label cs_label (1b) is
 * stored to the operand rseq_cs, then the local label for the start of the section. Clobbers t6.
 */
#define RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs)                                           \
    RSEQ_INJECT_ASM(1)                                                                             \
    "lla " RSEQ_ASM_TMP_REG_1 ", " __rseq_str(cs_label) "\n\t"                                     \
    RSEQ_ASM_REG_S RSEQ_ASM_TMP_REG_1 ", %[" __rseq_str(rseq_cs) "]\n\t" __rseq_str(label) ":\n\t"

/**
 * Injection point 2, then leaves for the label (4f, %l[name]) unless the operand cpu_id, a register,
 * equals current_cpu_id. Clobbers t6.
 */
#define RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label)                                        \
    RSEQ_INJECT_ASM(2)                                                                             \
    RSEQ_ASM_OP_CBNE32(current_cpu_id, cpu_id, label)
/* The same for a cpu_id that has the width of a register. */
#define __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label)                                      \
    RSEQ_INJECT_ASM(2)                                                                             \
    "lw " RSEQ_ASM_TMP_REG_1 ", %[" __rseq_str(current_cpu_id) "]\n\t"                             \
    "bne " RSEQ_ASM_TMP_REG_1 ", %z[" __rseq_str(cpu_id) "], " __rseq_str(label) "\n\t"

/* The signature, the local label, the string teardown, and a jump to a C label, however far. */
#define __RSEQ_ASM_ABORT_HANDLER(label, teardown, abort_label)                                     \
    ".balign 4\n\t"                                                                                \
    ".long " __rseq_str(RSEQ_SIG) "\n\t" __rseq_str(label) ":\n\t" teardown                        \
    "jump %l[" __rseq_str(abort_label) "], " RSEQ_ASM_TMP_REG_1 "\n\t"

/**
 * The abort handler: the signature, the local label, the string teardown, and a jump to the C label
 * abort_label. Here, with a jump around it; its label is near. Clobbers t6.
 */
#define RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label)                                        \
    __RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label)
#define __RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label)                                      \
    "j 222f\n\t" __RSEQ_ASM_ABORT_HANDLER(label, teardown, abort_label) "222:\n\t"

/**
 * The same apart from other code, which then has nothing to jump around: for sections that do not
 * branch to its label, which may be too far away for a conditional branch.
 */
#define RSEQ_ASM_DEFINE_ABORT_APART(label, teardown, abort_label)                                  \
    ".pushsection __rseq_failure, \"ax?\"\n\t" __RSEQ_ASM_ABORT_HANDLER(label, teardown,           \
                                                                        abort_label) ".popsection\n\t"

/*
 * Steps of a section. Those with R in their name work on t6, where R_LOAD puts the word; the others
 * clobber it if they compare.
 */

/** Stores the operand value to var. */
#define RSEQ_ASM_OP_STORE(value, var)                                                              \
    RSEQ_ASM_REG_S "%z[" __rseq_str(value) "], %[" __rseq_str(var) "]\n\t"
/** Commits: stores value to var, then the local label behind the commit. */
#define RSEQ_ASM_OP_FINAL_STORE(value, var, post_commit_label)                                     \
    RSEQ_ASM_OP_STORE(value, var)                                                                  \
    __rseq_str(post_commit_label) ":\n\t"
/** Commits behind all earlier accesses. */
#define RSEQ_ASM_OP_FINAL_STORE_RELEASE(value, var, post_commit_label)                             \
    "fence rw, w\n\t"                                                                              \
    RSEQ_ASM_OP_FINAL_STORE(value, var, post_commit_label)
/** Leaves for the label unless var is expect. */
#define RSEQ_ASM_OP_CBNE(var, expect, label)                                                       \
    RSEQ_ASM_REG_L RSEQ_ASM_TMP_REG_1 ", %[" __rseq_str(var) "]\n\t"                               \
    "bne " RSEQ_ASM_TMP_REG_1 ", %z[" __rseq_str(expect) "], " __rseq_str(label) "\n\t"
/** Leaves for the label unless var is expect, both of 32 bits. */
#define RSEQ_ASM_OP_CBNE32(var, expect, label)                                                     \
    "lw " RSEQ_ASM_TMP_REG_1 ", %[" __rseq_str(var) "]\n\t"                                        \
    __RSEQ_ASM_REG_SEL("subw ", "sub ")                                                            \
    RSEQ_ASM_TMP_REG_1 ", " RSEQ_ASM_TMP_REG_1 ", %z[" __rseq_str(expect) "]\n\t"                  \
    "bnez " RSEQ_ASM_TMP_REG_1 ", " __rseq_str(label) "\n\t"
/** Leaves for the label if var is expect. */
#define RSEQ_ASM_OP_CBEQ(var, expect, label)                                                       \
    RSEQ_ASM_REG_L RSEQ_ASM_TMP_REG_1 ", %[" __rseq_str(var) "]\n\t"                               \
    "beq " RSEQ_ASM_TMP_REG_1 ", %z[" __rseq_str(expect) "], " __rseq_str(label) "\n\t"
/** Loads var. */
#define RSEQ_ASM_OP_R_LOAD(var) RSEQ_ASM_REG_L RSEQ_ASM_TMP_REG_1 ", %[" __rseq_str(var) "]\n\t"
/** Stores what was loaded to var. */
#define RSEQ_ASM_OP_R_STORE(var) RSEQ_ASM_REG_S RSEQ_ASM_TMP_REG_1 ", %[" __rseq_str(var) "]\n\t"
/** Loads the word at the address that was loaded, plus the operand offset. */
#define RSEQ_ASM_OP_R_LOAD_OFF(offset)                                                             \
    "add " RSEQ_ASM_TMP_REG_1 ", " RSEQ_ASM_TMP_REG_1 ", %[" __rseq_str(offset) "]\n\t"            \
    RSEQ_ASM_REG_L RSEQ_ASM_TMP_REG_1 ", (" RSEQ_ASM_TMP_REG_1 ")\n\t"
/** Adds the operand count to what was loaded. */
#define RSEQ_ASM_OP_R_ADD(count)                                                                   \
    "add " RSEQ_ASM_TMP_REG_1 ", " RSEQ_ASM_TMP_REG_1 ", %z[" __rseq_str(count) "]\n\t"
/** Commits what was loaded to var, then the local label behind the commit. */
#define RSEQ_ASM_OP_R_FINAL_STORE(var, post_commit_label)                                          \
    RSEQ_ASM_OP_R_STORE(var)                                                                       \
    __rseq_str(post_commit_label) ":\n\t"
/** Copies len bytes from src to dst, byte by byte. Clobbers t6, t5, t4 and t3. */
#define RSEQ_ASM_OP_R_BYTEWISE_MEMCPY(dst, src, len)                                               \
    "mv " RSEQ_ASM_TMP_REG_2 ", %[" __rseq_str(src) "]\n\t"                                        \
    "mv " RSEQ_ASM_TMP_REG_3 ", %[" __rseq_str(dst) "]\n\t"                                        \
    "add " RSEQ_ASM_TMP_REG_1 ", " RSEQ_ASM_TMP_REG_2 ", %[" __rseq_str(len) "]\n\t"               \
    "beq " RSEQ_ASM_TMP_REG_1 ", " RSEQ_ASM_TMP_REG_2 ", 333f\n\t"                                 \
    "222:\n\t"                                                                                     \
    "lb " RSEQ_ASM_TMP_REG_4 ", (" RSEQ_ASM_TMP_REG_2 ")\n\t"                                      \
    "sb " RSEQ_ASM_TMP_REG_4 ", (" RSEQ_ASM_TMP_REG_3 ")\n\t"                                      \
    "addi " RSEQ_ASM_TMP_REG_2 ", " RSEQ_ASM_TMP_REG_2 ", 1\n\t"                                   \
    "addi " RSEQ_ASM_TMP_REG_3 ", " RSEQ_ASM_TMP_REG_3 ", 1\n\t"                                   \
    "bne " RSEQ_ASM_TMP_REG_1 ", " RSEQ_ASM_TMP_REG_2 ", 222b\n\t"                                 \
    "333:\n\t"

#include "rseq/arch/generic/common.h"
#include "rseq/arch/riscv/bits.h"

#endif /* _RSEQ_ARCH_RISCV_H */
