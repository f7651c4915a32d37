/* Printed by headergen from headergen/templates/rseq/arch/s390.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/s390.h: s390x, and 31-bit s390 (gcc -m31).
 *
 * Signature, memory barriers, and the parts that critical sections are made of. A program may build
 * sections of its own from these; the functions in rseq/arch/s390/bits.h are examples of how.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/s390.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_S390_H
#define _RSEQ_ARCH_S390_H

/** The word in front of every abort handler; threads are registered with it. trap4 4095, a trap. */
#define RSEQ_SIG 0xB2FF0FFF

/*
 * Memory barriers. The CPU keeps loads in order with loads, stores with stores, and a store behind
 * earlier loads; the compiler has to be told, and a load may overtake an earlier store.
 */

/** Orders all earlier accesses before all later ones. */
#define rseq_smp_mb() __asm__ __volatile__("bcr 15, 0" : : : "memory")
/** Orders earlier loads before later loads. */
#define rseq_smp_rmb() rseq_barrier()
/** Orders earlier stores before later stores. */
#define rseq_smp_wmb() rseq_barrier()

#define __rseq_smp_acquire_fence() rseq_barrier()
#define __rseq_smp_release_fence() rseq_barrier()

/*
 * Parts of critical sections: string literals for an asm goto. Operands that are members of the rseq
 * area, current_cpu_id and rseq_cs, are memory operands (R: with an index and a displacement of 12
 * bits; T: with one of 20 bits, which the instructions for 64 bits can take).
 */

/** A 32-bit word of data. */
#define RSEQ_ASM_U32(x) ".long " __rseq_str(x) "\n\t"

#ifdef __s390x__

/** A 64-bit word of data that holds an address or a length. */
#define RSEQ_ASM_U64_PTR(x) ".quad " __rseq_str(x) "\n\t"

/* Instructions on words of the size of a pointer. */
/** A word of data. */
#define RSEQ_ASM_LONG ".quad"
/** Loads a word. */
#define RSEQ_ASM_LONG_L "lg"
/** Stores a word. */
#define RSEQ_ASM_LONG_S "stg"
/** Copies a register and tests it. */
#define RSEQ_ASM_LONG_LT_R "ltgr"
/** Compares a register with memory. */
#define RSEQ_ASM_LONG_CMP "cg"
/** Compares registers. */
#define RSEQ_ASM_LONG_CMP_R "cgr"
/** Adds a constant to a register. */
#define RSEQ_ASM_LONG_ADDI "aghi"
/** Adds a register to another. */
#define RSEQ_ASM_LONG_ADD_R "agr"

#else /* 31-bit */

/* Zeroes, then the address: the upper and the lower half. */
#define RSEQ_ASM_U64_PTR(x) ".long 0x0, " __rseq_str(x) "\n\t"

#define RSEQ_ASM_LONG ".long"
#define RSEQ_ASM_LONG_L "l"
#define RSEQ_ASM_LONG_S "st"
#define RSEQ_ASM_LONG_LT_R "ltr"
#define RSEQ_ASM_LONG_CMP "c"
#define RSEQ_ASM_LONG_CMP_R "cr"
#define RSEQ_ASM_LONG_ADDI "ahi"
#define RSEQ_ASM_LONG_ADD_R "ar"

#endif

/*
 * A pointer to a word that is a memory operand. clang, 14 to 19 at least, addresses a word that is far
 * up in the stack frame by way of a register that it takes to be free although the asm clobbers it:
 * the pointer has to be in a register already.
 */
#ifdef __clang__
#define __rseq_asm_pointer(pointer)                                                                \
    __extension__({                                                                                \
        intptr_t *rseq__pointer = pointer;                                                         \
        __asm__("" : "+a"(rseq__pointer));                                                         \
        rseq__pointer;                                                                             \
    })
#else
#define __rseq_asm_pointer(pointer) pointer
#endif

/**
 * Enters a section: injection point 1, the address of the descriptor at the label cs_label (3b) is
 * stored to the operand called rseq_cs, then the local label for the start of the section. Clobbers
 * r0.
 */
#define RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs)                                           \
    RSEQ_INJECT_ASM(1)                                                                             \
    "larl %%r0, " __rseq_str(cs_label) "\n\t"                                                      \
    RSEQ_ASM_LONG_S " %%r0, %[" __rseq_str(rseq_cs) "]\n\t" __rseq_str(label) ":\n\t"

/**
 * Injection point 2, then leaves for the label (4f, %l[name]) unless the operand called cpu_id, a
 * register, equals the one called current_cpu_id.
 */
#define RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label)                                        \
    RSEQ_INJECT_ASM(2)                                                                             \
    "c %[" __rseq_str(cpu_id) "], %[" __rseq_str(current_cpu_id) "]\n\t"                           \
    "jgne " __rseq_str(label) "\n\t"

/**
 * The abort handler: the signature, the local label, the string teardown, and a jump to the C label
 * abort_label. Apart from other code.
 */
#define RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label)                                        \
    ".pushsection __rseq_failure, \"ax?\"\n\t"                                                     \
    ".balign 4\n\t"                                                                                \
    ".long " __rseq_str(RSEQ_SIG) "\n\t" __rseq_str(label) ":\n\t" teardown                        \
    "jg %l[" __rseq_str(abort_label) "]\n\t"                                                       \
    ".popsection\n\t"

/** Code for another way out: the local label, the string teardown, and a jump to a C label. */
#define RSEQ_ASM_DEFINE_TEARDOWN(label, teardown, target_label)                                    \
    ".pushsection __rseq_failure, \"ax?\"\n\t" __rseq_str(label) ":\n\t" teardown                  \
    "jg %l[" __rseq_str(target_label) "]\n\t"                                                      \
    ".popsection\n\t"

#include "rseq/arch/generic/common.h"
#include "rseq/arch/s390/bits.h"

#endif /* _RSEQ_ARCH_S390_H */
