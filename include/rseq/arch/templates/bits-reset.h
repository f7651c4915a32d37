/* Printed by headergen from headergen/templates/rseq/arch/templates/bits-reset.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/templates/bits-reset.h: undefines what goes with rseq/arch/templates/bits.h.
 */
#undef RSEQ_TEMPLATE_MO_RELAXED
#undef RSEQ_TEMPLATE_MO_RELEASE
#undef RSEQ_TEMPLATE_INDEX_CPU_ID
#undef RSEQ_TEMPLATE_INDEX_MM_CID
#undef RSEQ_TEMPLATE_INDEX_NONE
#undef RSEQ_TEMPLATE_INDEX_CPU_ID_OFFSET
#undef RSEQ_TEMPLATE_INDEX_CPU_ID_FIELD
#undef RSEQ_TEMPLATE_SUFFIX
#undef RSEQ_TEMPLATE_IDENTIFIER
