/**
 * rseq/arch/or1k/bits.h: the operations on OpenRISC 1000, one function for each order and index.
 *
 * rseq/pseudocode.h explains the terms; the functions of rseq/rseq.h without a suffix are documented
 * there and call these.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/or1k/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_OR1K_BITS_H
#define _RSEQ_ARCH_OR1K_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

@@bits:or1k@@

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_ARCH_OR1K_BITS_H */
