/**
 * rseq/arch/x86/bits.h: the operations on x86-64, x32 and i386, one function for each order and
 * index.
 *
 * rseq/pseudocode.h explains the terms; the functions of rseq/rseq.h without a suffix are documented
 * there and call these.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/x86/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_X86_BITS_H
#define _RSEQ_ARCH_X86_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

@@bits:x86@@

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_ARCH_X86_BITS_H */
