/* Printed by headergen from headergen/templates/rseq/arch.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch.h: which architecture the program is compiled for, and its critical sections.
 *
 * Not to be included directly: include <rseq/rseq.h>.
 *
 * Defines, each as 1, RSEQ_ARCH_X86 (and RSEQ_ARCH_AMD64, x32 included, or RSEQ_ARCH_I386),
 * RSEQ_ARCH_ARM, RSEQ_ARCH_AARCH64, RSEQ_ARCH_PPC (and RSEQ_ARCH_PPC64 if 64-bit), RSEQ_ARCH_MIPS,
 * RSEQ_ARCH_S390 (and RSEQ_ARCH_S390X if 64-bit), RSEQ_ARCH_RISCV, RSEQ_ARCH_LOONGARCH or
 * RSEQ_ARCH_OR1K.
 *
 * Architectures without critical sections get rseq/arch/fallback.h. RSEQ_SKIP_FASTPATH does not
 * change which architecture it is.
 *
 * Critical sections of a program's own. The header of an architecture has the parts that its
 * operations are made of, macros that begin with RSEQ_ASM_: names, arguments and meaning of those
 * are a part of this API, and stay; what begins with an underscore may change. On x86-64 this adds 1
 * to *v:
 *
 *     __asm__ __volatile__ goto(
 *         RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
 *         RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
 *         RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
 *         "addq $1, %[v]\n\t"
 *         "2:\n\t"
 *         RSEQ_ASM_DEFINE_ABORT(4, "", abort)
 *         : : [cpu_id] "r"(cpu), [rseq_offset] "r"(rseq_offset), [v] "m"(*v)
 *         : "memory", "cc", "rax" : abort);
 *     rseq_after_asm_goto();
 *     return 0;
 * abort:
 *     rseq_after_asm_goto();
 *     return -1;
 *
 * 1. The table is the descriptor of the section: where it starts (1), where its commit is behind
 *    (2), and where the kernel lets the thread continue if it was interrupted between these (4).
 * 2. The section begins behind the store of the descriptor's address, and goes on to label 2. There
 *    may be no system call in it, no other section and no jump to before its start; each way out but
 *    by commit and abort is declared by RSEQ_ASM_DEFINE_EXIT_POINT().
 * 3. The index is compared first, cpu_id or mm_cid or both, with what the program found its data by.
 * 4. The last instruction before label 2 is the commit, a single store. What is stored before it
 *    must not matter if the section is aborted; what is loaded before the index is compared may
 *    belong to another CPU.
 * 5. The abort handler is behind the signature that the thread is registered with. It does not
 *    return to the section.
 * 6. Registers that the parts use are to be clobbered, and "memory". Their header says which.
 *
 * All architectures have RSEQ_ASM_DEFINE_TABLE(), RSEQ_ASM_DEFINE_EXIT_POINT(),
 * RSEQ_ASM_STORE_RSEQ_CS(), RSEQ_ASM_CBNE_CPU_ID(), RSEQ_ASM_U32() and RSEQ_ASM_U64_PTR(). What else:
 *
 *                RSEQ_ASM_DEFINE_ABORT()   RSEQ_ASM_DEFINE_TEARDOWN()   steps   clobbered
 *     x86-64     3 arguments, apart        yes, apart                           rax
 *     i386       3 arguments, apart        yes, apart                           eax
 *     s390       3 arguments, apart        yes, apart                           r0
 *     or1k       3 arguments, apart        yes, apart                           r17, r19
 *     ppc        3 arguments, apart                                     yes     r17 (copy: to r21)
 *     aarch64    3 arguments, here                                      yes     x15 (copy: x14)
 *     riscv      3 arguments, here                                      yes     t6 (copy: to t3)
 *     arm        7 arguments, here         yes, here                            r0
 *     mips       7 arguments, here         yes, here                            $4
 *     loongarch  7 arguments, here         yes, here                            $r4
 *
 * Apart is in the section __rseq_failure, here is where it stands. Steps are macros RSEQ_ASM_OP_ for
 * one instruction or two. On i386 RSEQ_ASM_STORE_RSEQ_CS() has two more arguments. The area of the
 * thread is a textual operand on x86 and the name of an asm operand elsewhere: see the headers of the
 * architectures.
 */
#ifndef _RSEQ_ARCH_H
#define _RSEQ_ARCH_H

#include "rseq/thread-pointer.h"

#if defined(__x86_64__) || defined(__x86_64) || defined(__amd64__) || defined(__amd64)
#define RSEQ_ARCH_X86 1
#define RSEQ_ARCH_AMD64 1
#elif defined(__i386__) || defined(__i386)
#define RSEQ_ARCH_X86 1
#define RSEQ_ARCH_I386 1
#elif defined(__arm__) || defined(__arm)
#define RSEQ_ARCH_ARM 1
#elif defined(__aarch64__)
#define RSEQ_ARCH_AARCH64 1
#elif defined(__powerpc64__) || defined(__ppc64__)
#define RSEQ_ARCH_PPC 1
#define RSEQ_ARCH_PPC64 1
#elif defined(__powerpc__) || defined(__powerpc) || defined(__ppc__)
#define RSEQ_ARCH_PPC 1
#elif defined(__mips__) || defined(__mips) || defined(__nanomips__)
#define RSEQ_ARCH_MIPS 1
#elif defined(__s390__)
#define RSEQ_ARCH_S390 1
#if defined(__s390x__) || defined(__zarch__)
#define RSEQ_ARCH_S390X 1
#endif
#elif defined(__riscv)
#define RSEQ_ARCH_RISCV 1
#elif defined(__loongarch__)
#define RSEQ_ARCH_LOONGARCH 1
#elif defined(__or1k__) || defined(__OR1K__)
#define RSEQ_ARCH_OR1K 1
#endif

#if defined(RSEQ_ARCH_X86)
#include "rseq/arch/x86.h"
#elif defined(RSEQ_ARCH_AARCH64)
#include "rseq/arch/aarch64.h"
#elif defined(RSEQ_ARCH_ARM) && __ARM_ARCH >= 6 && (!defined(__thumb__) || defined(__thumb2__))
#include "rseq/arch/arm.h"
#elif defined(RSEQ_ARCH_RISCV)
#include "rseq/arch/riscv.h"
#elif defined(RSEQ_ARCH_LOONGARCH)
#include "rseq/arch/loongarch.h"
#elif defined(RSEQ_ARCH_OR1K)
#include "rseq/arch/or1k.h"
#elif defined(RSEQ_ARCH_S390)
#include "rseq/arch/s390.h"
#elif defined(RSEQ_ARCH_PPC)
#include "rseq/arch/ppc.h"
#elif defined(RSEQ_ARCH_MIPS) && !defined(__mips16)
#include "rseq/arch/mips.h"
#else
#include "rseq/arch/fallback.h"
#endif

#endif /* _RSEQ_ARCH_H */
