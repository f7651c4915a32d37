/* Printed by headergen from headergen/templates/rseq/rseq-bits-reset.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/rseq-bits-reset.h: undefines what goes with rseq/rseq-bits-template.h.
 */
#ifdef RSEQ_NO_DEPRECATED
#error "rseq/rseq-bits-reset.h is deprecated: include rseq/arch/templates/bits-reset.h"
#endif

#undef RSEQ_TEMPLATE_CPU_ID
#undef RSEQ_TEMPLATE_MM_CID
#undef RSEQ_TEMPLATE_CPU_ID_NONE
#undef RSEQ_TEMPLATE_CPU_ID_OFFSET
#undef RSEQ_TEMPLATE_CPU_ID_FIELD

#include "rseq/arch/templates/bits-reset.h"
