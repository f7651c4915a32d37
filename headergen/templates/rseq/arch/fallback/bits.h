/**
 * rseq/arch/fallback/bits.h: the operations where there are none, or where the program defines
 * RSEQ_SKIP_FASTPATH. Each returns -1, as if it was aborted, and looks at none of its arguments.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/fallback/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_FALLBACK_BITS_H
#define _RSEQ_ARCH_FALLBACK_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

@@refusals@@

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_ARCH_FALLBACK_BITS_H */
