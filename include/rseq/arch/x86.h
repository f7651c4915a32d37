/* Printed by headergen from headergen/templates/rseq/arch/x86.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/x86.h: x86-64, with 64-bit pointers or 32-bit ones (x32), and i386.
 *
 * Signature, memory barriers, and the parts that critical sections are made of. A program may build
 * sections of its own from these; the functions in rseq/arch/x86/bits.h are examples of how.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/x86.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_X86_H
#define _RSEQ_ARCH_X86_H

/**
 * The word in front of every abort handler; threads are registered with it.
 *
 * With the three bytes before it, it is an undefined instruction, which traps if control ever
 * reaches it and which disassemblers can read:
 *     x86-64: ud1 0x53053053(%rip),%edi
 *     i386:   ud1 0x53053053,%edi
 */
#define RSEQ_SIG 0x53053053

/*
 * Memory barriers. The CPU keeps loads in order with loads, stores with stores, and a store behind
 * earlier loads; the compiler has to be told, and a load may overtake an earlier store.
 */

/** Orders all earlier accesses before all later ones. */
#ifdef __x86_64__
/* Any locked instruction does, and sooner than mfence: here on the end of the red zone. */
#define rseq_smp_mb() __asm__ __volatile__("lock; addl $0, -128(%%rsp)" : : : "memory", "cc")
#else
#define rseq_smp_mb() __asm__ __volatile__("lock; addl $0, (%%esp)" : : : "memory", "cc")
#endif

/** Orders earlier loads before later loads. */
#define rseq_smp_rmb() rseq_barrier()
/** Orders earlier stores before later stores. */
#define rseq_smp_wmb() rseq_barrier()

/** Loads *p, of any scalar type, before all later accesses. The value's type has no qualifiers. */
#define rseq_smp_load_acquire(p)                                                                   \
    __rseq_smp_load_acquire(p, RSEQ_COMBINE_TOKENS(rseq__loaded_, __COUNTER__))
#define __rseq_smp_load_acquire(p, loaded)                                                         \
    __extension__({                                                                                \
        rseq_unqual_scalar_typeof(*(p)) loaded = RSEQ_READ_ONCE(*(p));                             \
        rseq_barrier();                                                                            \
        loaded;                                                                                    \
    })

/** Stores v to *p, of any scalar type, after all earlier accesses. A statement. */
#define rseq_smp_store_release(p, v)                                                               \
    do {                                                                                           \
        rseq_barrier();                                                                            \
        RSEQ_WRITE_ONCE(*(p), v);                                                                  \
    } while (0)

/**
 * Orders the loads that the program's way here depended on before all later accesses: makes an
 * acquire out of an operation that returned 0.
 */
#define rseq_smp_acquire__after_ctrl_dep() rseq_smp_rmb()

/*
 * Parts of critical sections: string literals for an asm goto. The rseq area is addressed through
 * the segment of the thread pointer and the operand rseq_offset, a register with the value of the
 * variable of that name: RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]) is rseq_cs. On x32
 * the register is as wide as on x86-64, with the expression (int64_t)rseq_offset: the CPU does not
 * extend the sign of a 32-bit one.
 */

/** Offsets of the members of struct rseq_abi. */
#define RSEQ_ASM_CPU_ID_OFFSET 4
#define RSEQ_ASM_CS_OFFSET 8
#define RSEQ_ASM_MM_CID_OFFSET 24

/** A 32-bit word of data. */
#define RSEQ_ASM_U32(x) ".long " __rseq_str(x) "\n\t"

#ifdef __x86_64__

/** The segment whose base is the thread pointer. */
#define RSEQ_ASM_TP_SEGMENT %%fs

/** A 64-bit word of data that holds an address or a length: zeroes are its upper half on x32. */
#ifdef __ILP32__
#define RSEQ_ASM_U64_PTR(x) ".long " __rseq_str(x) ", 0x0\n\t"
#else
#define RSEQ_ASM_U64_PTR(x) ".quad " __rseq_str(x) "\n\t"
#endif

/* One of two strings by the size of a pointer. */
#ifdef __ILP32__
#define __RSEQ_ASM_WORD_SEL(a, b) b
#else
#define __RSEQ_ASM_WORD_SEL(a, b) a
#endif

/**
 * Enters a section: injection point 1, the address of the descriptor at the label cs_label (3b) is
 * stored to the memory operand rseq_cs, then the local label for the start of the section. Clobbers
 * rax.
 */
#define RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs)                                           \
    RSEQ_INJECT_ASM(1)                                                                             \
    __RSEQ_ASM_WORD_SEL("leaq ", "leal ")                                                          \
    __rseq_str(cs_label) "(%%rip), " __RSEQ_ASM_WORD_SEL("%%rax", "%%eax") "\n\t"                  \
    __RSEQ_ASM_WORD_SEL("movq %%rax, ", "movl %%eax, ")                                            \
    __rseq_str(rseq_cs) "\n\t" __rseq_str(label) ":\n\t"

#else /* i386 */

#define RSEQ_ASM_TP_SEGMENT %%gs

/* The address, and zeroes above it. */
#define RSEQ_ASM_U64_PTR(x) ".long " __rseq_str(x) ", 0x0\n\t"

/** Number of the local label by which RSEQ_ASM_STORE_RSEQ_CS() finds out where it is. */
#define RSEQ_ASM_REF_LABEL 881

/*
 * There is no addressing relative to the instruction: a call leaves the address of what follows on
 * the stack, which is as good before the section starts. What the string save does with it, in eax,
 * comes then.
 */
#define __RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs, save, ref_label)                        \
    RSEQ_INJECT_ASM(1)                                                                             \
    "call " __rseq_str(ref_label) "f\n\t" __rseq_str(ref_label) ":\n\t"                            \
    "popl %%eax\n\t" save                                                                          \
    "leal (" __rseq_str(cs_label) " - " __rseq_str(ref_label) "b)(%%eax), %%eax\n\t"               \
    "movl %%eax, " __rseq_str(rseq_cs) "\n\t" __rseq_str(label) ":\n\t"

/*
 * As on x86-64, with two more arguments: a memory operand that receives an instruction pointer for
 * reference, and RSEQ_ASM_REF_LABEL. Clobbers eax.
 */
#define RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs, ref_ip, ref_label)                        \
    __RSEQ_ASM_STORE_RSEQ_CS_REF(label, cs_label, rseq_cs, ref_ip, ref_label)
#define __RSEQ_ASM_STORE_RSEQ_CS_REF(label, cs_label, rseq_cs, ref_ip, ref_label)                  \
    __RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs,                                             \
                             "movl %%eax, " __rseq_str(ref_ip) "\n\t", ref_label)

/* RSEQ_ASM_CBNE_CPU_ID() by way of eax, so that the operand cpu_id may be in memory. */
#define __RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label)                                      \
    RSEQ_INJECT_ASM(2)                                                                             \
    "movl " __rseq_str(current_cpu_id) ", %%eax\n\t"                                               \
    "cmpl %[" __rseq_str(cpu_id) "], %%eax\n\t"                                                    \
    "jne " __rseq_str(label) "\n\t"

#endif

/**
 * Injection point 2, then leaves for the label (4f, %l[name]) unless the operand called cpu_id,
 * a register, equals the memory operand current_cpu_id.
 */
#define RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, label)                                        \
    RSEQ_INJECT_ASM(2)                                                                             \
    "cmpl %[" __rseq_str(cpu_id) "], " __rseq_str(current_cpu_id) "\n\t"                           \
    "jne " __rseq_str(label) "\n\t"

/**
 * The abort handler: the signature, the local label, the string teardown, and a jump to the C label
 * abort_label. Apart from other code.
 */
#define RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label)                                        \
    ".pushsection __rseq_failure, \"ax?\"\n\t"                                                     \
    ".byte 0x0f, 0xb9, 0x3d\n\t"                                                                   \
    ".long " __rseq_str(RSEQ_SIG) "\n\t" __rseq_str(label) ":\n\t" teardown                        \
    "jmp %l[" __rseq_str(abort_label) "]\n\t"                                                      \
    ".popsection\n\t"

/** Code for another way out: the local label, the string teardown, and a jump to a C label. */
#define RSEQ_ASM_DEFINE_TEARDOWN(label, teardown, target_label)                                    \
    ".pushsection __rseq_failure, \"ax?\"\n\t" __rseq_str(label) ":\n\t" teardown                  \
    "jmp %l[" __rseq_str(target_label) "]\n\t"                                                     \
    ".popsection\n\t"

#include "rseq/arch/generic/common.h"
#include "rseq/arch/x86/bits.h"

#endif /* _RSEQ_ARCH_X86_H */
