/* Printed by headergen from headergen/templates/rseq/arch/ppc.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/ppc.h: powerpc, 32-bit and 64-bit, of either byte order.
 *
 * Signature, memory barriers, and the parts that critical sections are made of. A program may build
 * sections of its own from these; the functions in rseq/arch/ppc/bits.h are examples of how.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/ppc.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_PPC_H
#define _RSEQ_ARCH_PPC_H

/** The word in front of every abort handler; threads are registered with it. twui r5, 11, a trap. */
#define RSEQ_SIG 0x0fe5000b

/*
 * Memory barriers. lwsync orders everything but earlier stores before later loads; the CPUs that do
 * not know it are those for which gcc defines __NO_LWSYNC__.
 */
#ifdef __NO_LWSYNC__
#define __RSEQ_ASM_LWSYNC "sync\n\t"
#else
#define __RSEQ_ASM_LWSYNC "lwsync\n\t"
#endif

/** Orders all earlier accesses before all later ones. */
#define rseq_smp_mb() __asm__ __volatile__("sync" : : : "memory")
/** Orders all earlier accesses before all later ones, but stores before loads. */
#define __rseq_smp_lwsync() __asm__ __volatile__(__RSEQ_ASM_LWSYNC : : : "memory")
/** Orders earlier loads before later loads. */
#define rseq_smp_rmb() __rseq_smp_lwsync()
/** Orders earlier stores before later stores. */
#define rseq_smp_wmb() __rseq_smp_lwsync()

#define __rseq_smp_acquire_fence() __rseq_smp_lwsync()
#define __rseq_smp_release_fence() __rseq_smp_lwsync()

/*
 * Parts of critical sections: string literals for an asm goto. Operands that are members of the rseq
 * area, current_cpu_id and rseq_cs, and the words of an operation are memory operands. The modifiers
 * U and X in front of their names make the instruction that their address needs: with an index
 * register, for one.
 */

/** A 32-bit word of data. */
#define RSEQ_ASM_U32(x) ".long " __rseq_str(x) "\n\t"

#ifdef __powerpc64__

/** A 64-bit word of data that holds an address or a length. */
#define RSEQ_ASM_U64_PTR(x) ".quad " __rseq_str(x) "\n\t"

/** Stores a word of the size of a pointer to the memory operand arg; its instruction's name. */
#define RSEQ_ASM_STORE_LONG(arg) "std%U[" __rseq_str(arg) "]%X[" __rseq_str(arg) "] "
/** Loads a word of the size of a pointer from the memory operand arg. */
#define RSEQ_ASM_LOAD_LONG(arg) "ld%U[" __rseq_str(arg) "]%X[" __rseq_str(arg) "] "
/** Loads a word of the size of a pointer from the sum of two registers. */
#define RSEQ_ASM_LOADX_LONG "ldx "
/** Compares registers. */
#define RSEQ_ASM_CMP_LONG "cmpd "
/** Compares a register with a constant. */
#define RSEQ_ASM_CMP_LONG_INT "cmpdi "

#else /* 32-bit */

/* The address, and zeroes where the upper half is. */
#if defined(__LITTLE_ENDIAN__)
#define RSEQ_ASM_U64_PTR(x) ".long " __rseq_str(x) ", 0x0\n\t"
#else
#define RSEQ_ASM_U64_PTR(x) ".long 0x0, " __rseq_str(x) "\n\t"
#endif

#define RSEQ_ASM_STORE_LONG(arg) RSEQ_ASM_STORE_INT(arg)
#define RSEQ_ASM_LOAD_LONG(arg) RSEQ_ASM_LOAD_INT(arg)
#define RSEQ_ASM_LOADX_LONG "lwzx "
#define RSEQ_ASM_CMP_LONG "cmpw "
#define RSEQ_ASM_CMP_LONG_INT "cmpwi "

#endif

/** Stores 32 bits to the memory operand arg. */
#define RSEQ_ASM_STORE_INT(arg) "stw%U[" __rseq_str(arg) "]%X[" __rseq_str(arg) "] "
/** Loads 32 bits from the memory operand arg. */
#define RSEQ_ASM_LOAD_INT(arg) "lwz%U[" __rseq_str(arg) "]%X[" __rseq_str(arg) "] "

/*
 * The constraint of memory operands. gcc's m would do for 32-bit code; the offsets of 64-bit loads and
 * stores have to be multiples of 4, which Y sees to, or there is an index, Z. In code for POWER10, Y
 * admits offsets that need other instructions. clang has Z and m, and no offset with either.
 */
#if defined(__clang__) || !defined(__powerpc64__)
#define __RSEQ_ASM_MEMORY "m"
#elif defined(_ARCH_PWR10)
#define __RSEQ_ASM_MEMORY "Z"
#else
#define __RSEQ_ASM_MEMORY "YZ"
#endif

/*
 * The rseq area of the thread, to store the address of a descriptor to. That is addressed through r2
 * in 64-bit code, and by the second ELF ABI a function has its own value there only if the compiler
 * has seen it used: to read rseq_offset, in general. Where the program says by itself how to find the
 * area, something else has to be addressed that way.
 */
#if defined(_CALL_ELF) && _CALL_ELF == 2 && !defined(__PCREL__) &&                                 \
    (defined(RSEQ_GET_ABI_OVERRIDE) || defined(rseq_offset))
#define __rseq_area()                                                                              \
    __extension__({                                                                                \
        static const char rseq__addressed = 0;                                                     \
        struct rseq_abi *rseq__area = rseq_get_abi();                                              \
        __asm__("" : "+r"(rseq__area) : "m"(rseq__addressed));                                     \
        rseq__area;                                                                                \
    })
#else
#define __rseq_area() rseq_get_abi()
#endif

/*
 * The address of the label cs_label, in the register reg, which is not r0. By way of r2, of the
 * instruction itself on POWER10, or as an absolute one. clang, 14 and 19, crashes at POWER10's
 * instructions of eight bytes. Position-independent 32-bit code has to ask for its own address, by a
 * branch that the CPU does not take for a call: save is a string that saves the link register, restore
 * one that restores it.
 */
#if defined(__powerpc64__) && defined(__PCREL__) && defined(__clang__)
#define __RSEQ_ASM_ADDRESS(cs_label, reg, save, restore)                                           \
    "addpcis " __rseq_str(reg) ", 0\n\t"                                                           \
    "881:\n\t"                                                                                     \
    "addis " __rseq_str(reg) ", " __rseq_str(reg) ", " __rseq_str(cs_label) "-881b@ha\n\t"         \
    "addi " __rseq_str(reg) ", " __rseq_str(reg) ", " __rseq_str(cs_label) "-881b@l\n\t"
#elif defined(__powerpc64__) && defined(__PCREL__)
#define __RSEQ_ASM_ADDRESS(cs_label, reg, save, restore)                                           \
    "paddi " __rseq_str(reg) ", 0, " __rseq_str(cs_label) "@pcrel, 1\n\t"
#elif defined(__powerpc64__)
#define __RSEQ_ASM_ADDRESS(cs_label, reg, save, restore)                                           \
    "addis " __rseq_str(reg) ", %%r2, " __rseq_str(cs_label) "@toc@ha\n\t"                         \
    "addi " __rseq_str(reg) ", " __rseq_str(reg) ", " __rseq_str(cs_label) "@toc@l\n\t"
#elif defined(__PIC__)
#define __RSEQ_ASM_ADDRESS(cs_label, reg, save, restore)                                           \
    save "bcl 20, 31, 881f\n\t"                                                                    \
    "881:\n\t"                                                                                     \
    "mflr " __rseq_str(reg) "\n\t" restore                                                         \
    "addis " __rseq_str(reg) ", " __rseq_str(reg) ", " __rseq_str(cs_label) "-881b@ha\n\t"         \
    "addi " __rseq_str(reg) ", " __rseq_str(reg) ", " __rseq_str(cs_label) "-881b@l\n\t"
#else
#define __RSEQ_ASM_ADDRESS(cs_label, reg, save, restore)                                           \
    "lis " __rseq_str(reg) ", " __rseq_str(cs_label) "@ha\n\t"                                     \
    "addi " __rseq_str(reg) ", " __rseq_str(reg) ", " __rseq_str(cs_label) "@l\n\t"
#endif

#define __RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs, reg, save, restore)                     \
    RSEQ_INJECT_ASM(1)                                                                             \
    __RSEQ_ASM_ADDRESS(cs_label, reg, save, restore)                                               \
    RSEQ_ASM_STORE_LONG(rseq_cs) __rseq_str(reg) ", %[" __rseq_str(rseq_cs) "]\n\t"                \
    __rseq_str(label) ":\n\t"

/**
 * Enters a section: injection point 1, the address of the descriptor at the label cs_label (3b) is
 * stored to the operand called rseq_cs, then the local label for the start of the section. Clobbers
 * r17.
 */
#define RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs)                                           \
    __RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs, %%r17,                                      \
                             "stwu %%r1, -32(%%r1)\n\t"                                            \
                             "stw %%r0, 8(%%r1)\n\t"                                               \
                             "mflr %%r0\n\t",                                                      \
                             "mtlr %%r0\n\t"                                                       \
                             "lwz %%r0, 8(%%r1)\n\t"                                               \
                             "addi %%r1, %%r1, 32\n\t")

#define __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label, reg)                                 \
    RSEQ_INJECT_ASM(2)                                                                             \
    RSEQ_ASM_LOAD_INT(current_cpu_id) __rseq_str(reg) ", %[" __rseq_str(current_cpu_id) "]\n\t"    \
    "cmpw " __rseq_str(reg) ", %[" __rseq_str(cpu_id) "]\n\t"                                      \
    "bne- " __rseq_str(label) "\n\t"

/**
 * Injection point 2, then leaves for the label (4f, %l[name]) unless the operand called cpu_id, a
 * register, equals the one called current_cpu_id. Clobbers r17 and cr0 ("cc"). The label 4f may be 32
 * KiB away, which %l[abort] is more likely to be less than.
 */
#define RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label)                                        \
    __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label, %%r17)

/**
 * The abort handler: the signature, the local label, the string teardown, and a jump to the C label
 * abort_label. Apart from other code; in a program so large that the jump does not reach, the linker
 * makes one that clobbers r12 and ctr (and r0, in 32-bit code).
 */
#define RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label)                                        \
    __RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label)
#define __RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label)                                      \
    ".pushsection __rseq_failure, \"ax?\"\n\t"                                                     \
    ".long " __rseq_str(RSEQ_SIG) "\n\t" __rseq_str(label) ":\n\t" teardown                        \
    "b %l[" __rseq_str(abort_label) "]\n\t"                                                        \
    ".popsection\n\t"

/*
 * Steps of a section, on operands by their names: words are memory operands, values registers. r17
 * holds a word from one step to the next. The functions in rseq/arch/ppc/bits.h do without these.
 */

/** The word var = value. */
#define RSEQ_ASM_OP_STORE(value, var)                                                              \
    RSEQ_ASM_STORE_LONG(var) "%[" __rseq_str(value) "], %[" __rseq_str(var) "]\n\t"

/** The word var = value, then the label behind the commit. */
#define RSEQ_ASM_OP_FINAL_STORE(value, var, post_commit_label)                                     \
    RSEQ_ASM_OP_STORE(value, var) __rseq_str(post_commit_label) ":\n\t"

/** Leaves for the label unless the word var equals the value expect. Clobbers r17 and cr0. */
#define RSEQ_ASM_OP_CBNE(var, expect, label)                                                       \
    RSEQ_ASM_OP_R_LOAD(var)                                                                        \
    RSEQ_ASM_CMP_LONG "%%r17, %[" __rseq_str(expect) "]\n\t"                                       \
    "bne- " __rseq_str(label) "\n\t"

/** Leaves for the label if the word var equals the value expect. Clobbers r17 and cr0. */
#define RSEQ_ASM_OP_CBEQ(var, expect, label)                                                       \
    RSEQ_ASM_OP_R_LOAD(var)                                                                        \
    RSEQ_ASM_CMP_LONG "%%r17, %[" __rseq_str(expect) "]\n\t"                                       \
    "beq- " __rseq_str(label) "\n\t"

/** r17 = the word var. */
#define RSEQ_ASM_OP_R_LOAD(var) RSEQ_ASM_LOAD_LONG(var) "%%r17, %[" __rseq_str(var) "]\n\t"

/** The word var = r17. */
#define RSEQ_ASM_OP_R_STORE(var) RSEQ_ASM_STORE_LONG(var) "%%r17, %[" __rseq_str(var) "]\n\t"

/** r17 = the word at the address r17 + voffp. */
#define RSEQ_ASM_OP_R_LOADX(voffp) RSEQ_ASM_LOADX_LONG "%%r17, %%r17, %[" __rseq_str(voffp) "]\n\t"

/** r17 += count. */
#define RSEQ_ASM_OP_R_ADD(count) "add %%r17, %%r17, %[" __rseq_str(count) "]\n\t"

/** The word var = r17, then the label behind the commit. */
#define RSEQ_ASM_OP_R_FINAL_STORE(var, post_commit_label)                                          \
    RSEQ_ASM_OP_R_STORE(var) __rseq_str(post_commit_label) ":\n\t"

/**
 * Copies r19 bytes from the address r20 to the address r21, one by one. Clobbers r18 to r21 and cr0,
 * and uses the labels 222 and 333.
 */
#define RSEQ_ASM_OP_R_BYTEWISE_MEMCPY()                                                            \
    "b 333f\n\t"                                                                                   \
    "222:\n\t"                                                                                     \
    "addi %%r19, %%r19, -1\n\t"                                                                    \
    "lbzx %%r18, %%r20, %%r19\n\t"                                                                 \
    "stbx %%r18, %%r21, %%r19\n\t"                                                                 \
    "333:\n\t" RSEQ_ASM_CMP_LONG_INT "%%r19, 0\n\t"                                                \
    "bne 222b\n\t"

#include "rseq/arch/generic/common.h"
#include "rseq/arch/ppc/bits.h"

#endif /* _RSEQ_ARCH_PPC_H */
