/**
 * rseq/arch/riscv/bits.h: the operations on RISC-V of 64 and of 32 bits, one function for each order
 * and index.
 *
 * rseq/pseudocode.h explains the terms; the functions of rseq/rseq.h without a suffix are documented
 * there and call these.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/riscv/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_RISCV_BITS_H
#define _RSEQ_ARCH_RISCV_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

@@bits:riscv@@

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_ARCH_RISCV_BITS_H */
