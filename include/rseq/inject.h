/* Printed by headergen from headergen/templates/rseq/inject.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/inject.h: places where a test can put code of its own into the operations.
 *
 * A program that defines these macros before it includes <rseq/rseq.h> widens the windows in which
 * the kernel may abort a critical section: by a loop, a signal, by giving up the CPU. All are empty
 * otherwise. May be included alone.
 */
#ifndef _RSEQ_INJECT_H
#define _RSEQ_INJECT_H

/**
 * RSEQ_INJECT_ASM(n): string literals to add to the asm at point n.
 *
 * 1: before the descriptor's address is stored to the rseq area
 * 2: at the start of the section, before the index is compared
 * 3: after that
 * 4 to 6: behind each comparison, each speculative store or copy, and the commit, as many as the
 *     operation has of these; behind the commit alone if it compares nothing
 *
 * Operands of the operation may be read by their names: cpu_id, the names of its parameters, and
 * rseq_offset on x86. The code may change the condition codes, eax or rax on x86, and registers that
 * RSEQ_INJECT_CLOBBER names and the operation does not use by itself (see rseq/arch/x86/bits.h). Its
 * local labels may be any number: 222 and 333 are as good as others. It must not make system calls.
 */
#ifndef RSEQ_INJECT_ASM
#define RSEQ_INJECT_ASM(n)
#endif

/** RSEQ_INJECT_C(n): statements, complete with semicolons. Only n = 9 exists: before the asm. */
#ifndef RSEQ_INJECT_C
#define RSEQ_INJECT_C(n)
#endif

/** Input operands for the code of RSEQ_INJECT_ASM(n), beginning with a comma. */
#ifndef RSEQ_INJECT_INPUT
#define RSEQ_INJECT_INPUT
#endif

/** Registers that the code of RSEQ_INJECT_ASM(n) changes, beginning with a comma. */
#ifndef RSEQ_INJECT_CLOBBER
#define RSEQ_INJECT_CLOBBER
#endif

/** Statements, complete with semicolons, that run when an operation was aborted. */
#ifndef RSEQ_INJECT_FAILED
#define RSEQ_INJECT_FAILED
#endif

#endif /* _RSEQ_INJECT_H */
