/* Printed by headergen from headergen/templates/rseq/deprecated.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/deprecated.h: names that earlier generations of this API had, so that programs written for
 * them compile unchanged. rseq/rseq.h includes it.
 *
 * Macros that a program may define before:
 *
 * RSEQ_NO_DEPRECATED
 *     Hides all of this, and makes an error of including a header by an earlier path.
 * RSEQ_WARN_DEPRECATED
 *     Uses of earlier names and paths are warnings of the compiler, which say what the name is now.
 *     Not so by default: a program that has not changed has to compile with -Werror, as it did.
 *     Nothing is said of rseq_available() without an argument, nor where the warning would become a
 *     part of something else: of parts of critical sections, enumerators, and what #ifdef looks at.
 * RSEQ_DEPRECATED_MNEMONICS
 *     Names of instructions without the prefix RSEQ_ASM_ (LONG_S, STORE_WORD and their like), as the
 *     headers for MIPS, s390 and powerpc had until February 2024. Programs may have names of their
 *     own like that.
 *
 * The generations are told by when they were the last: from January 2022 to April 2023 helpers had no
 * memory order and kind of index as arguments, until February 2024 they had them as they have now,
 * under other names. Not here: what was there for some days only, the struct rseq of <linux/rseq.h>
 * as the type of the thread area, and rseq/percpu-op.h and rseq/cpu-op.h, which need what Linux never
 * had.
 */
#ifndef _RSEQ_DEPRECATED_H
#define _RSEQ_DEPRECATED_H

#include "rseq/rseq.h"

#ifndef RSEQ_NO_DEPRECATED

#ifdef RSEQ_WARN_DEPRECATED
#define RSEQ__DEPRECATED(warning) _Pragma(#warning)
#else
#define RSEQ__DEPRECATED(warning)
#endif

/* The tenth of its arguments: of a list and some names after it, the one for its length. */
#define RSEQ__TAKE_10(a, b, c, d, e, f, g, h, i, taken, ...) taken

/*
 * Operations. Each macro takes the arguments of either generation: without order and kind of index
 * it means RSEQ_MO_RELAXED and RSEQ_PERCPU_CPU_ID. The names with a suffix may also be used without
 * arguments, to take their address; of the others a program takes that of the new name.
 */

/** rseq_cmpeqv_storev([rseq_mo, percpu_mode,] v, expect, newv, cpu) */
#define rseq_cmpeqv_storev(...)                                                                    \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_storev is deprecated: use rseq_load_cbne_store__ptr") \
    RSEQ__TAKE_10(0, 0, 0, __VA_ARGS__,                                                            \
        rseq_load_cbne_store__ptr, rseq__wrong_number_of_arguments,                                \
        rseq_load_cbne_store__ptr_relaxed_cpu_id, 0)(__VA_ARGS__)
#define rseq_cmpeqv_storev_relaxed_cpu_id                                                          \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_storev_relaxed_cpu_id is deprecated: use rseq_load_cbne_store__ptr_relaxed_cpu_id") \
    rseq_load_cbne_store__ptr_relaxed_cpu_id
#define rseq_cmpeqv_storev_relaxed_mm_cid                                                          \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_storev_relaxed_mm_cid is deprecated: use rseq_load_cbne_store__ptr_relaxed_mm_cid") \
    rseq_load_cbne_store__ptr_relaxed_mm_cid

/** rseq_addv([rseq_mo, percpu_mode,] v, count, cpu) */
#define rseq_addv(...)                                                                             \
    RSEQ__DEPRECATED(GCC warning "rseq_addv is deprecated: use rseq_load_add_store__ptr")          \
    RSEQ__TAKE_10(0, 0, 0, 0, __VA_ARGS__,                                                         \
        rseq_load_add_store__ptr, rseq__wrong_number_of_arguments,                                 \
        rseq_load_add_store__ptr_relaxed_cpu_id, 0)(__VA_ARGS__)
#define rseq_addv_relaxed_cpu_id                                                                   \
    RSEQ__DEPRECATED(GCC warning "rseq_addv_relaxed_cpu_id is deprecated: use rseq_load_add_store__ptr_relaxed_cpu_id") \
    rseq_load_add_store__ptr_relaxed_cpu_id
#define rseq_addv_relaxed_mm_cid                                                                   \
    RSEQ__DEPRECATED(GCC warning "rseq_addv_relaxed_mm_cid is deprecated: use rseq_load_add_store__ptr_relaxed_mm_cid") \
    rseq_load_add_store__ptr_relaxed_mm_cid

/** rseq_cmpnev_storeoffp_load([rseq_mo, percpu_mode,] v, expectnot, voffp, load, cpu) */
#define rseq_cmpnev_storeoffp_load(...)                                                            \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpnev_storeoffp_load is deprecated: use rseq_load_cbeq_store_add_load_store__ptr") \
    RSEQ__TAKE_10(0, 0, __VA_ARGS__,                                                               \
        rseq_load_cbeq_store_add_load_store__ptr, rseq__wrong_number_of_arguments,                 \
        rseq_load_cbeq_store_add_load_store__ptr_relaxed_cpu_id, 0)(__VA_ARGS__)
#define rseq_cmpnev_storeoffp_load_relaxed_cpu_id                                                  \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpnev_storeoffp_load_relaxed_cpu_id is deprecated: use rseq_load_cbeq_store_add_load_store__ptr_relaxed_cpu_id") \
    rseq_load_cbeq_store_add_load_store__ptr_relaxed_cpu_id
#define rseq_cmpnev_storeoffp_load_relaxed_mm_cid                                                  \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpnev_storeoffp_load_relaxed_mm_cid is deprecated: use rseq_load_cbeq_store_add_load_store__ptr_relaxed_mm_cid") \
    rseq_load_cbeq_store_add_load_store__ptr_relaxed_mm_cid

/** rseq_cmpeqv_trystorev_storev([rseq_mo, percpu_mode,] v, expect, v2, newv2, newv, cpu) */
#define rseq_cmpeqv_trystorev_storev(...)                                                          \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_trystorev_storev is deprecated: use rseq_load_cbne_store_store__ptr") \
    RSEQ__TAKE_10(0, __VA_ARGS__,                                                                  \
        rseq_load_cbne_store_store__ptr, rseq__wrong_number_of_arguments,                          \
        rseq_load_cbne_store_store__ptr_relaxed_cpu_id, 0)(__VA_ARGS__)
#define rseq_cmpeqv_trystorev_storev_relaxed_cpu_id                                                \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_trystorev_storev_relaxed_cpu_id is deprecated: use rseq_load_cbne_store_store__ptr_relaxed_cpu_id") \
    rseq_load_cbne_store_store__ptr_relaxed_cpu_id
#define rseq_cmpeqv_trystorev_storev_relaxed_mm_cid                                                \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_trystorev_storev_relaxed_mm_cid is deprecated: use rseq_load_cbne_store_store__ptr_relaxed_mm_cid") \
    rseq_load_cbne_store_store__ptr_relaxed_mm_cid
#define rseq_cmpeqv_trystorev_storev_release                                                       \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_trystorev_storev_release is deprecated: use rseq_load_cbne_store_store__ptr_release_cpu_id") \
    rseq_load_cbne_store_store__ptr_release_cpu_id
#define rseq_cmpeqv_trystorev_storev_release_cpu_id                                                \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_trystorev_storev_release_cpu_id is deprecated: use rseq_load_cbne_store_store__ptr_release_cpu_id") \
    rseq_load_cbne_store_store__ptr_release_cpu_id
#define rseq_cmpeqv_trystorev_storev_release_mm_cid                                                \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_trystorev_storev_release_mm_cid is deprecated: use rseq_load_cbne_store_store__ptr_release_mm_cid") \
    rseq_load_cbne_store_store__ptr_release_mm_cid

/** rseq_cmpeqv_cmpeqv_storev([rseq_mo, percpu_mode,] v, expect, v2, expect2, newv, cpu) */
#define rseq_cmpeqv_cmpeqv_storev(...)                                                             \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_cmpeqv_storev is deprecated: use rseq_load_cbne_load_cbne_store__ptr") \
    RSEQ__TAKE_10(0, __VA_ARGS__,                                                                  \
        rseq_load_cbne_load_cbne_store__ptr, rseq__wrong_number_of_arguments,                      \
        rseq_load_cbne_load_cbne_store__ptr_relaxed_cpu_id, 0)(__VA_ARGS__)
#define rseq_cmpeqv_cmpeqv_storev_relaxed_cpu_id                                                   \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_cmpeqv_storev_relaxed_cpu_id is deprecated: use rseq_load_cbne_load_cbne_store__ptr_relaxed_cpu_id") \
    rseq_load_cbne_load_cbne_store__ptr_relaxed_cpu_id
#define rseq_cmpeqv_cmpeqv_storev_relaxed_mm_cid                                                   \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_cmpeqv_storev_relaxed_mm_cid is deprecated: use rseq_load_cbne_load_cbne_store__ptr_relaxed_mm_cid") \
    rseq_load_cbne_load_cbne_store__ptr_relaxed_mm_cid

/** rseq_cmpeqv_trymemcpy_storev([rseq_mo, percpu_mode,] v, expect, dst, src, len, newv, cpu) */
#define rseq_cmpeqv_trymemcpy_storev(...)                                                          \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_trymemcpy_storev is deprecated: use rseq_load_cbne_memcpy_store__ptr") \
    RSEQ__TAKE_10(__VA_ARGS__,                                                                     \
        rseq_load_cbne_memcpy_store__ptr, rseq__wrong_number_of_arguments,                         \
        rseq_load_cbne_memcpy_store__ptr_relaxed_cpu_id, 0)(__VA_ARGS__)
#define rseq_cmpeqv_trymemcpy_storev_relaxed_cpu_id                                                \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_trymemcpy_storev_relaxed_cpu_id is deprecated: use rseq_load_cbne_memcpy_store__ptr_relaxed_cpu_id") \
    rseq_load_cbne_memcpy_store__ptr_relaxed_cpu_id
#define rseq_cmpeqv_trymemcpy_storev_relaxed_mm_cid                                                \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_trymemcpy_storev_relaxed_mm_cid is deprecated: use rseq_load_cbne_memcpy_store__ptr_relaxed_mm_cid") \
    rseq_load_cbne_memcpy_store__ptr_relaxed_mm_cid
#define rseq_cmpeqv_trymemcpy_storev_release                                                       \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_trymemcpy_storev_release is deprecated: use rseq_load_cbne_memcpy_store__ptr_release_cpu_id") \
    rseq_load_cbne_memcpy_store__ptr_release_cpu_id
#define rseq_cmpeqv_trymemcpy_storev_release_cpu_id                                                \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_trymemcpy_storev_release_cpu_id is deprecated: use rseq_load_cbne_memcpy_store__ptr_release_cpu_id") \
    rseq_load_cbne_memcpy_store__ptr_release_cpu_id
#define rseq_cmpeqv_trymemcpy_storev_release_mm_cid                                                \
    RSEQ__DEPRECATED(GCC warning "rseq_cmpeqv_trymemcpy_storev_release_mm_cid is deprecated: use rseq_load_cbne_memcpy_store__ptr_release_mm_cid") \
    rseq_load_cbne_memcpy_store__ptr_release_mm_cid

/** rseq_offset_deref_addv([rseq_mo, percpu_mode,] ptr, off, inc, cpu) */
#define rseq_offset_deref_addv(...)                                                                \
    RSEQ__DEPRECATED(GCC warning "rseq_offset_deref_addv is deprecated: use rseq_load_add_load_load_add_store__ptr") \
    RSEQ__TAKE_10(0, 0, 0, __VA_ARGS__,                                                            \
        rseq_load_add_load_load_add_store__ptr, rseq__wrong_number_of_arguments,                   \
        rseq_load_add_load_load_add_store__ptr_relaxed_cpu_id, 0)(__VA_ARGS__)
#define rseq_offset_deref_addv_relaxed_cpu_id                                                      \
    RSEQ__DEPRECATED(GCC warning "rseq_offset_deref_addv_relaxed_cpu_id is deprecated: use rseq_load_add_load_load_add_store__ptr_relaxed_cpu_id") \
    rseq_load_add_load_load_add_store__ptr_relaxed_cpu_id
#define rseq_offset_deref_addv_relaxed_mm_cid                                                      \
    RSEQ__DEPRECATED(GCC warning "rseq_offset_deref_addv_relaxed_mm_cid is deprecated: use rseq_load_add_load_load_add_store__ptr_relaxed_mm_cid") \
    rseq_load_add_load_load_add_store__ptr_relaxed_mm_cid

/** rseq_load_add_load_add_store__ptr([rseq_mo, percpu_mode,] ptr, off, inc, cpu) */
#define rseq_load_add_load_add_store__ptr(...)                                                     \
    RSEQ__DEPRECATED(GCC warning "rseq_load_add_load_add_store__ptr is deprecated: use rseq_load_add_load_load_add_store__ptr") \
    RSEQ__TAKE_10(0, 0, 0, __VA_ARGS__,                                                            \
        rseq_load_add_load_load_add_store__ptr, rseq__wrong_number_of_arguments,                   \
        rseq_load_add_load_load_add_store__ptr_relaxed_cpu_id, 0)(__VA_ARGS__)
#define rseq_load_add_load_add_store__ptr_relaxed_cpu_id                                           \
    RSEQ__DEPRECATED(GCC warning "rseq_load_add_load_add_store__ptr_relaxed_cpu_id is deprecated: use rseq_load_add_load_load_add_store__ptr_relaxed_cpu_id") \
    rseq_load_add_load_load_add_store__ptr_relaxed_cpu_id
#define rseq_load_add_load_add_store__ptr_relaxed_mm_cid                                           \
    RSEQ__DEPRECATED(GCC warning "rseq_load_add_load_add_store__ptr_relaxed_mm_cid is deprecated: use rseq_load_add_load_load_add_store__ptr_relaxed_mm_cid") \
    rseq_load_add_load_load_add_store__ptr_relaxed_mm_cid
#ifdef RSEQ_ARCH_X86

#ifdef __LP64__
#define RSEQ__AX "rax"
#else
#define RSEQ__AX "eax"
#endif
#define RSEQ__ASM_AX "%%" RSEQ__AX

#ifdef RSEQ_ARCH_AMD64
#define RSEQ__ASM_ENTER(area) RSEQ_ASM_STORE_RSEQ_CS(1, 3b, area)
#define RSEQ__ASM_CHECK RSEQ_ASM_CBNE_CPU_ID
#define RSEQ__VALUE "er"
#define RSEQ__OFFSET RSEQ_CAST(int64_t, rseq_offset)
#else
/* The index and the distance may be in memory: there are few registers. */
#define RSEQ__ASM_ENTER(area) __RSEQ_ASM_STORE_RSEQ_CS(1, 3b, area, "", RSEQ_ASM_REF_LABEL)
#define RSEQ__ASM_CHECK __RSEQ_ASM_CBNE_CPU_ID
#define RSEQ__VALUE "g"
#define RSEQ__OFFSET rseq_offset
#endif

#ifdef __cplusplus
extern "C" {
#endif

/**
 * *load = the word at *p + voffp, of the CPU cpu: until April 2023, on x86 alone.
 *
 * Returns 0 when it committed, -1 when it was aborted.
 */
static inline __attribute__((always_inline)) int rseq_deref_loadoffp(intptr_t *p, long voffp,
                                                                     intptr_t *load, int cpu)
{
#ifndef RSEQ_SKIP_FASTPATH
    if (__rseq_index_refused(cpu))
        return -1;
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ__ASM_ENTER(RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
        RSEQ__ASM_CHECK(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_INJECT_ASM(3)
        "mov %[p], " RSEQ__ASM_AX "\n\t"
        "add %[voffp], " RSEQ__ASM_AX "\n\t"
        "mov (" RSEQ__ASM_AX "), " RSEQ__ASM_AX "\n\t"
        "mov " RSEQ__ASM_AX ", %[load]\n\t"
        "2:\n\t"
        RSEQ_INJECT_ASM(4)
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        : /* no outputs */
        : [cpu_id] RSEQ__VALUE (cpu), [p] "m" (*p), [voffp] RSEQ__VALUE (voffp), [load] "m" (*load),
          [rseq_offset] "r" (RSEQ__OFFSET)
          RSEQ_INJECT_INPUT
        : "memory", "cc", RSEQ__AX
          RSEQ_INJECT_CLOBBER
        : abort
    );
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    RSEQ_INJECT_FAILED
#endif
    (void)p;
    (void)voffp;
    (void)load;
    (void)cpu;
    return -1;
}

#ifdef __cplusplus
}
#endif

#endif

/** There is a rseq_offset_deref_addv(). */
#ifdef rseq_arch_has_load_add_load_load_add_store
#define RSEQ_ARCH_HAS_OFFSET_DEREF_ADDV
#endif

/** Bytes of the thread area that are valid, of 2023 and 2024: rseq_size now. */
#define rseq_feature_size                                                                          \
    RSEQ__DEPRECATED(GCC warning "rseq_feature_size is deprecated: use rseq_size")                 \
    rseq_size

#ifdef __cplusplus
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wredundant-decls"
/** Without an argument, as until October 2022, it is RSEQ_AVAILABLE_QUERY_KERNEL. */
extern "C" bool rseq_available(unsigned int query = RSEQ_AVAILABLE_QUERY_KERNEL);
#pragma GCC diagnostic pop
#else
/** Without an argument, as until October 2022, it is RSEQ_AVAILABLE_QUERY_KERNEL. */
#define rseq_available(...) rseq_available(__VA_ARGS__ + 0)
#endif

/** What is to be put after an asm goto, until December 2021. */
#define rseq_workaround_gcc_asm_size_guess rseq_after_asm_goto

/* Policies of memory pools, in March 2024. */
#define RSEQ_MEMPOOL_POPULATE_NONE RSEQ_MEMPOOL_POPULATE_COW_INIT
#define RSEQ_MEMPOOL_POPULATE_ALL RSEQ_MEMPOOL_POPULATE_COW_ZERO
#define RSEQ_MEMPOOL_POPULATE_PRIVATE_NONE RSEQ_MEMPOOL_POPULATE_COW_INIT
#define RSEQ_MEMPOOL_POPULATE_PRIVATE_ALL RSEQ_MEMPOOL_POPULATE_COW_ZERO

/*
 * Parts of critical sections, until February 2024: their names, ...
 */

#define RSEQ_ASM_CMP_CPU_ID RSEQ_ASM_CBNE_CPU_ID
#define RSEQ_ASM_DEFINE_CMPFAIL RSEQ_ASM_DEFINE_TEARDOWN
#define RSEQ_ASM_OP_CMPEQ RSEQ_ASM_OP_CBNE
#define RSEQ_ASM_OP_CMPEQ32 RSEQ_ASM_OP_CBNE32
#define RSEQ_ASM_OP_CMPNE RSEQ_ASM_OP_CBEQ
#define RSEQ_ASM_OP_R_BAD_MEMCPY RSEQ_ASM_OP_R_BYTEWISE_MEMCPY
#define RSEQ_ASM_OP_R_MEMCPY RSEQ_ASM_OP_R_BYTEWISE_MEMCPY

#ifdef RSEQ_ARCH_X86
#define RSEQ_CPU_ID_OFFSET RSEQ_ASM_CPU_ID_OFFSET
#define RSEQ_CS_OFFSET RSEQ_ASM_CS_OFFSET
#define RSEQ_MM_CID_OFFSET RSEQ_ASM_MM_CID_OFFSET
#endif

/*
 * ... and their arguments. Each macro takes those of then and of now.
 */

#if defined(RSEQ_ARCH_AARCH64) || defined(RSEQ_ARCH_PPC) || defined(RSEQ_ARCH_RISCV)

/** RSEQ_ASM_DEFINE_ABORT(label, [teardown,] abort_label) */
#undef RSEQ_ASM_DEFINE_ABORT
#define RSEQ_ASM_DEFINE_ABORT(...)                                                                 \
    RSEQ__TAKE_10(0, 0, 0, 0, 0, 0, __VA_ARGS__, __RSEQ_ASM_DEFINE_ABORT,                          \
                  RSEQ__ASM_DEFINE_ABORT, 0)(__VA_ARGS__)
#define RSEQ__ASM_DEFINE_ABORT(label, abort_label) __RSEQ_ASM_DEFINE_ABORT(label, "", abort_label)

#elif defined(RSEQ_ARCH_ARM) || defined(RSEQ_ARCH_MIPS)

/**
 * RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label, table_label, start_ip, post_commit_ip,
 * abort_ip), or RSEQ_ASM_DEFINE_ABORT(table_label, label, teardown, abort_label, start_ip,
 * post_commit_ip, abort_ip). It is the first if the fourth argument is a number from 0 to 9.
 */
#undef RSEQ_ASM_DEFINE_ABORT
#define RSEQ_ASM_DEFINE_ABORT(a, b, c, d, start_ip, post_commit_ip, abort_ip)                      \
    RSEQ__SECOND(RSEQ__NUMBER(d), RSEQ__ASM_DEFINE_ABORT, 0)                                       \
    (a, b, c, d, start_ip, post_commit_ip, abort_ip)
#define RSEQ__ASM_DEFINE_ABORT(table_label, label, teardown, abort_label, start_ip,                \
                               post_commit_ip, abort_ip)                                           \
    __RSEQ_ASM_DEFINE_ABORT(label, teardown, abort_label, table_label, start_ip, post_commit_ip,   \
                            abort_ip)
#define RSEQ__SECOND(...) RSEQ_PARAM_SELECT_ARG1(__VA_ARGS__)
#define RSEQ__NUMBER(x) RSEQ__COMBINE_TOKENS(RSEQ__NUMBER_, x)
#define RSEQ__NUMBER_0 0, __RSEQ_ASM_DEFINE_ABORT
#define RSEQ__NUMBER_1 0, __RSEQ_ASM_DEFINE_ABORT
#define RSEQ__NUMBER_2 0, __RSEQ_ASM_DEFINE_ABORT
#define RSEQ__NUMBER_3 0, __RSEQ_ASM_DEFINE_ABORT
#define RSEQ__NUMBER_4 0, __RSEQ_ASM_DEFINE_ABORT
#define RSEQ__NUMBER_5 0, __RSEQ_ASM_DEFINE_ABORT
#define RSEQ__NUMBER_6 0, __RSEQ_ASM_DEFINE_ABORT
#define RSEQ__NUMBER_7 0, __RSEQ_ASM_DEFINE_ABORT
#define RSEQ__NUMBER_8 0, __RSEQ_ASM_DEFINE_ABORT
#define RSEQ__NUMBER_9 0, __RSEQ_ASM_DEFINE_ABORT

#elif defined(RSEQ_ARCH_I386)

/**
 * RSEQ_ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs[, ref_ip, ref_label]). With three arguments no
 * register changes.
 */
#undef RSEQ_ASM_STORE_RSEQ_CS
#define RSEQ_ASM_STORE_RSEQ_CS(...)                                                                \
    RSEQ__TAKE_10(0, 0, 0, 0, __VA_ARGS__, __RSEQ_ASM_STORE_RSEQ_CS_REF,                           \
                  rseq__wrong_number_of_arguments, RSEQ__ASM_STORE_RSEQ_CS, 0)(__VA_ARGS__)
#define RSEQ__ASM_STORE_RSEQ_CS(label, cs_label, rseq_cs)                                          \
    RSEQ_INJECT_ASM(1)                                                                             \
    "call 881f\n\t"                                                                                \
    "881:\n\t"                                                                                     \
    "addl $(" __rseq_str(cs_label) " - 881b), (%%esp)\n\t"                                         \
    "popl " __rseq_str(rseq_cs) "\n\t" __rseq_str(label) ":\n\t"

#endif

#ifdef RSEQ_DEPRECATED_MNEMONICS
#if defined(RSEQ_ARCH_MIPS)
#define LONG RSEQ_ASM_LONG
#define LONG_LA RSEQ_ASM_LONG_LA
#define LONG_L RSEQ_ASM_LONG_L
#define LONG_S RSEQ_ASM_LONG_S
#define LONG_ADDI RSEQ_ASM_LONG_ADDI
#define U32_U64_PAD RSEQ_ASM_U32_U64_PAD
#elif defined(RSEQ_ARCH_S390)
#define LONG_L RSEQ_ASM_LONG_L
#define LONG_S RSEQ_ASM_LONG_S
#define LONG_LT_R RSEQ_ASM_LONG_LT_R
#define LONG_CMP RSEQ_ASM_LONG_CMP
#define LONG_CMP_R RSEQ_ASM_LONG_CMP_R
#define LONG_ADDI RSEQ_ASM_LONG_ADDI
#define LONG_ADD_R RSEQ_ASM_LONG_ADD_R
#elif defined(RSEQ_ARCH_PPC)
#ifdef RSEQ_ARCH_PPC64
#define STORE_WORD "std "
#define LOAD_WORD "ld "
#else
#define STORE_WORD "stw "
#define LOAD_WORD "lwz "
#endif
#define LOADX_WORD RSEQ_ASM_LOADX_LONG
#define CMP_WORD RSEQ_ASM_CMP_LONG
#endif
#endif

#ifdef RSEQ_ARCH_PPC
/** Orders all earlier accesses before all later ones, but stores before loads. */
#define rseq_smp_lwsync __rseq_smp_lwsync
#endif

#endif /* RSEQ_NO_DEPRECATED */

#endif /* _RSEQ_DEPRECATED_H */
