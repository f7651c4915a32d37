/**
 * rseq/rseq-bits-template.h: an earlier path of rseq/arch/templates/bits.h, with the names that the
 * macros there had until February 2024. See rseq/deprecated.h.
 */
#ifdef RSEQ_NO_DEPRECATED
#error "rseq/rseq-bits-template.h is deprecated: include rseq/arch/templates/bits.h"
#endif
#ifdef RSEQ_WARN_DEPRECATED
#pragma GCC warning "rseq/rseq-bits-template.h is deprecated: include rseq/arch/templates/bits.h"
#endif

#ifdef RSEQ_TEMPLATE_CPU_ID
#define RSEQ_TEMPLATE_INDEX_CPU_ID
#endif
#ifdef RSEQ_TEMPLATE_MM_CID
#define RSEQ_TEMPLATE_INDEX_MM_CID
#endif
#ifdef RSEQ_TEMPLATE_CPU_ID_NONE
#define RSEQ_TEMPLATE_INDEX_NONE
#endif

#include "rseq/arch/templates/bits.h"

#define RSEQ_TEMPLATE_CPU_ID_OFFSET RSEQ_TEMPLATE_INDEX_CPU_ID_OFFSET
#define RSEQ_TEMPLATE_CPU_ID_FIELD RSEQ_TEMPLATE_INDEX_CPU_ID_FIELD
