/* Printed by headergen from headergen/templates/rseq/arch/generic/common.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/generic/common.h: what architectures share in building critical sections.
 *
 * Included by the header of an architecture, which defines RSEQ_ASM_U32(x) and
 * RSEQ_ASM_U64_PTR(x).
 *
 * ELF sections. Debuggers, binary translators and the like find critical sections by these names
 * and formats; all entries are absolute 64-bit addresses, on 32-bit architectures too:
 *
 *     __rseq_cs                 descriptors, struct rseq_abi_cs, each aligned to 32 bytes
 *     __rseq_cs_ptr_array       the address of each descriptor
 *     __rseq_exit_point_array   pairs: start of a section, where it may be left to other than by its
 *                               commit or abort
 *     __rseq_failure            code: abort handlers, where they are not between other code
 *
 * The question mark in the flags of a section makes it a part of the function's section group, if
 * that is in one: when the linker drops a duplicate of an inline function of C++, its descriptors
 * go as well.
 */
#ifndef _RSEQ_GENERIC_COMMON_H
#define _RSEQ_GENERIC_COMMON_H

/** The five members of a descriptor. post_commit_offset is a length, the others are addresses. */
#define __RSEQ_ASM_DEFINE_CS_FIELDS(version, flags, start_ip, post_commit_offset, abort_ip)        \
    RSEQ_ASM_U32(version)                                                                          \
    RSEQ_ASM_U32(flags)                                                                            \
    RSEQ_ASM_U64_PTR(start_ip)                                                                     \
    RSEQ_ASM_U64_PTR(post_commit_offset)                                                           \
    RSEQ_ASM_U64_PTR(abort_ip)

/** A descriptor at the local label, a number. */
#define __RSEQ_ASM_DEFINE_CS(label, version, flags, start_ip, post_commit_offset, abort_ip)        \
    ".pushsection __rseq_cs, \"aw?\"\n\t"                                                          \
    ".balign 32\n\t" #label ":\n\t"                                                                \
    __RSEQ_ASM_DEFINE_CS_FIELDS(version, flags, start_ip, post_commit_offset, abort_ip)            \
    ".popsection\n\t"

/** The same, and an entry for it in __rseq_cs_ptr_array. */
#define __RSEQ_ASM_DEFINE_TABLE(label, version, flags, start_ip, post_commit_offset, abort_ip)     \
    __RSEQ_ASM_DEFINE_CS(label, version, flags, start_ip, post_commit_offset, abort_ip)            \
    ".pushsection __rseq_cs_ptr_array, \"aw?\"\n\t"                                                \
    RSEQ_ASM_U64_PTR(label##b)                                                                     \
    ".popsection\n\t"

/**
 * The descriptor of a critical section.
 *
 * @label: Number of the local label to give to the descriptor.
 * @start_ip: Label of the first instruction, such as 1f.
 * @post_commit_ip: Label of the instruction behind the commit, such as 2f.
 * @abort_ip: Label of the abort handler, such as 4f.
 */
#define RSEQ_ASM_DEFINE_TABLE(label, start_ip, post_commit_ip, abort_ip)                           \
    __RSEQ_ASM_DEFINE_TABLE(label, 0x0, 0x0, start_ip, (post_commit_ip - start_ip), abort_ip)

/** Declares that the section which begins at start_ip may be left to exit_ip. */
#define RSEQ_ASM_DEFINE_EXIT_POINT(start_ip, exit_ip)                                              \
    ".pushsection __rseq_exit_point_array, \"aw?\"\n\t"                                            \
    RSEQ_ASM_U64_PTR(start_ip)                                                                     \
    RSEQ_ASM_U64_PTR(exit_ip)                                                                      \
    ".popsection\n\t"

/*
 * Acquire and release by way of a fence, for architectures that have no instructions for them. The
 * header of such an architecture defines __rseq_smp_acquire_fence(), which orders earlier loads before
 * all later accesses, and __rseq_smp_release_fence(), which orders all earlier accesses before later
 * stores.
 */
#ifdef __rseq_smp_acquire_fence

/** Loads *p, of any scalar type, before all later accesses. The value's type has no qualifiers. */
#define rseq_smp_load_acquire(p)                                                                   \
    __rseq_smp_load_acquire(p, RSEQ_COMBINE_TOKENS(rseq__loaded_, __COUNTER__))
#define __rseq_smp_load_acquire(p, loaded)                                                         \
    __extension__({                                                                                \
        rseq_unqual_scalar_typeof(*(p)) loaded = RSEQ_READ_ONCE(*(p));                             \
        __rseq_smp_acquire_fence();                                                                \
        loaded;                                                                                    \
    })

/** Stores v to *p, of any scalar type, after all earlier accesses. A statement. */
#define rseq_smp_store_release(p, v)                                                               \
    do {                                                                                           \
        __rseq_smp_release_fence();                                                                \
        RSEQ_WRITE_ONCE(*(p), v);                                                                  \
    } while (0)

/**
 * Orders the loads that the program's way here depended on before all later accesses: makes an
 * acquire out of an operation that returned 0.
 */
#define rseq_smp_acquire__after_ctrl_dep() __rseq_smp_acquire_fence()

#endif

/**
 * Whether an operation must refuse the index before it looks: a negative one equals the cpu_id of a
 * thread that is not registered. The program that has a negative constant there pays for it, and one
 * that is not optimized; others do not.
 */
#ifdef __OPTIMIZE__
#define __rseq_index_refused(cpu) (__builtin_constant_p(cpu) && (cpu) < 0)
#else
#define __rseq_index_refused(cpu) ((cpu) < 0)
#endif

#endif /* _RSEQ_GENERIC_COMMON_H */
