/* Printed by headergen from headergen/templates/rseq/arch/templates/bits.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/templates/bits.h: names for functions that are compiled several times from one text,
 * once for each memory order and index. The functions of this library do not need it: it is here for
 * programs that have operations of their own written that way.
 *
 * Before each inclusion the program defines one of RSEQ_TEMPLATE_MO_RELAXED and
 * RSEQ_TEMPLATE_MO_RELEASE, and one of RSEQ_TEMPLATE_INDEX_CPU_ID, RSEQ_TEMPLATE_INDEX_MM_CID and
 * RSEQ_TEMPLATE_INDEX_NONE. After its text it includes rseq/arch/templates/bits-reset.h, which
 * undefines these and the following:
 *
 * RSEQ_TEMPLATE_SUFFIX              _relaxed_cpu_id, _release_mm_cid and so on; without an index
 *                                   _relaxed or _release
 * RSEQ_TEMPLATE_IDENTIFIER(x)       x with that suffix
 * RSEQ_TEMPLATE_INDEX_CPU_ID_OFFSET offset of the index in struct rseq_abi, for asm
 * RSEQ_TEMPLATE_INDEX_CPU_ID_FIELD  the member of struct rseq_abi
 */
#ifndef _RSEQ_RSEQ_H
#error "include rseq/rseq.h before rseq/arch/templates/bits.h"
#endif

#if defined(RSEQ_TEMPLATE_MO_RELAXED) == defined(RSEQ_TEMPLATE_MO_RELEASE)
#error "define one of RSEQ_TEMPLATE_MO_RELAXED and RSEQ_TEMPLATE_MO_RELEASE"
#endif

#if defined(RSEQ_TEMPLATE_INDEX_CPU_ID)
#define RSEQ_TEMPLATE_INDEX_CPU_ID_OFFSET RSEQ_ASM_CPU_ID_OFFSET
#define RSEQ_TEMPLATE_INDEX_CPU_ID_FIELD cpu_id
#ifdef RSEQ_TEMPLATE_MO_RELAXED
#define RSEQ_TEMPLATE_SUFFIX _relaxed_cpu_id
#else
#define RSEQ_TEMPLATE_SUFFIX _release_cpu_id
#endif
#elif defined(RSEQ_TEMPLATE_INDEX_MM_CID)
#define RSEQ_TEMPLATE_INDEX_CPU_ID_OFFSET RSEQ_ASM_MM_CID_OFFSET
#define RSEQ_TEMPLATE_INDEX_CPU_ID_FIELD mm_cid
#ifdef RSEQ_TEMPLATE_MO_RELAXED
#define RSEQ_TEMPLATE_SUFFIX _relaxed_mm_cid
#else
#define RSEQ_TEMPLATE_SUFFIX _release_mm_cid
#endif
#elif defined(RSEQ_TEMPLATE_INDEX_NONE)
#ifdef RSEQ_TEMPLATE_MO_RELAXED
#define RSEQ_TEMPLATE_SUFFIX _relaxed
#else
#define RSEQ_TEMPLATE_SUFFIX _release
#endif
#else
#error "define RSEQ_TEMPLATE_INDEX_CPU_ID, RSEQ_TEMPLATE_INDEX_MM_CID or RSEQ_TEMPLATE_INDEX_NONE"
#endif

#define RSEQ_TEMPLATE_IDENTIFIER(x) RSEQ_COMBINE_TOKENS(x, RSEQ_TEMPLATE_SUFFIX)
