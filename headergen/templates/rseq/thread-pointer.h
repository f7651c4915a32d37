/**
 * rseq/thread-pointer.h: rseq_thread_pointer() of the architecture that is compiled for.
 *
 * May be included alone.
 */
#ifndef _RSEQ_THREAD_POINTER_H
#define _RSEQ_THREAD_POINTER_H

#if defined(__x86_64__) || defined(__i386__)
#include "rseq/arch/x86/thread-pointer.h"
#elif defined(__powerpc__) || defined(__powerpc) || defined(__ppc__)
#include "rseq/arch/ppc/thread-pointer.h"
#elif defined(__riscv)
#include "rseq/arch/riscv/thread-pointer.h"
#elif defined(__loongarch__)
#include "rseq/arch/loongarch/thread-pointer.h"
#elif defined(__or1k__) || defined(__OR1K__)
#include "rseq/arch/or1k/thread-pointer.h"
#elif defined(__arm__) || defined(__aarch64__) || defined(__mips__) || defined(__nanomips__) ||    \
    defined(__s390__)
#include "rseq/arch/generic/thread-pointer.h"
#else
#include "rseq/arch/fallback/thread-pointer.h"
#endif

#endif /* _RSEQ_THREAD_POINTER_H */
