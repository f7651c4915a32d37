/**
 * rseq/arch.h: which architecture the program is compiled for, and its critical sections.
 *
 * Not to be included directly: include <rseq/rseq.h>.
 *
 * Defines, each as 1, RSEQ_ARCH_X86 (and RSEQ_ARCH_AMD64, x32 included, or RSEQ_ARCH_I386),
 * RSEQ_ARCH_ARM, RSEQ_ARCH_AARCH64, RSEQ_ARCH_PPC (and RSEQ_ARCH_PPC64 if 64-bit), RSEQ_ARCH_MIPS,
 * RSEQ_ARCH_S390 (and RSEQ_ARCH_S390X if 64-bit), RSEQ_ARCH_RISCV, RSEQ_ARCH_LOONGARCH or
 * RSEQ_ARCH_OR1K.
 *
 * Architectures without critical sections get rseq/arch/fallback.h. RSEQ_SKIP_FASTPATH does not
 * change which architecture it is.
 */
#ifndef _RSEQ_ARCH_H
#define _RSEQ_ARCH_H

#include "rseq/thread-pointer.h"

#if defined(__x86_64__) || defined(__x86_64) || defined(__amd64__) || defined(__amd64)
#define RSEQ_ARCH_X86 1
#define RSEQ_ARCH_AMD64 1
#elif defined(__i386__) || defined(__i386)
#define RSEQ_ARCH_X86 1
#define RSEQ_ARCH_I386 1
#elif defined(__arm__) || defined(__arm)
#define RSEQ_ARCH_ARM 1
#elif defined(__aarch64__)
#define RSEQ_ARCH_AARCH64 1
#elif defined(__powerpc64__) || defined(__ppc64__)
#define RSEQ_ARCH_PPC 1
#define RSEQ_ARCH_PPC64 1
#elif defined(__powerpc__) || defined(__powerpc) || defined(__ppc__)
#define RSEQ_ARCH_PPC 1
#elif defined(__mips__) || defined(__mips) || defined(__nanomips__)
#define RSEQ_ARCH_MIPS 1
#elif defined(__s390__)
#define RSEQ_ARCH_S390 1
#if defined(__s390x__) || defined(__zarch__)
#define RSEQ_ARCH_S390X 1
#endif
#elif defined(__riscv)
#define RSEQ_ARCH_RISCV 1
#elif defined(__loongarch__)
#define RSEQ_ARCH_LOONGARCH 1
#elif defined(__or1k__) || defined(__OR1K__)
#define RSEQ_ARCH_OR1K 1
#endif

#if defined(RSEQ_ARCH_X86)
#include "rseq/arch/x86.h"
#elif defined(RSEQ_ARCH_AARCH64)
#include "rseq/arch/aarch64.h"
#elif defined(RSEQ_ARCH_ARM) && __ARM_ARCH >= 6 && (!defined(__thumb__) || defined(__thumb2__))
#include "rseq/arch/arm.h"
#elif defined(RSEQ_ARCH_RISCV)
#include "rseq/arch/riscv.h"
#elif defined(RSEQ_ARCH_LOONGARCH)
#include "rseq/arch/loongarch.h"
#elif defined(RSEQ_ARCH_OR1K)
#include "rseq/arch/or1k.h"
#elif defined(RSEQ_ARCH_S390)
#include "rseq/arch/s390.h"
#elif defined(RSEQ_ARCH_PPC)
#include "rseq/arch/ppc.h"
#elif defined(RSEQ_ARCH_MIPS) && !defined(__mips16)
#include "rseq/arch/mips.h"
#else
#include "rseq/arch/fallback.h"
#endif

#endif /* _RSEQ_ARCH_H */
