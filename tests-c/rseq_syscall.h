// SPDX-License-Identifier: MIT
//
// rseq(2) itself, for tests of what the kernel does beside the library.
#ifndef RSEQ_SYSCALL_H
#define RSEQ_SYSCALL_H

#include <rseq/rseq.h>

#include <errno.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef RSEQ_SIG
#define RSEQ_SIG 0 // an architecture without critical sections
#endif

// Linux 6.3.
#ifndef AT_RSEQ_FEATURE_SIZE
#define AT_RSEQ_FEATURE_SIZE 27
#endif

// Room and alignment for every kernel's area.
union any_area {
    struct rseq_abi abi;
    char bytes[1024];
} __attribute__((aligned(1024)));

static inline long sys_rseq(void *area, uint32_t length, int flags, uint32_t signature)
{
    errno = 0;
    return syscall(__NR_rseq, area, length, flags, signature);
}

// Bytes of the fields that the kernel has; 0 before Linux 6.3.
static inline uint32_t kernel_feature_size(void)
{
    return (uint32_t)getauxval(AT_RSEQ_FEATURE_SIZE);
}

// The length of a registration that has all of them.
static inline uint32_t full_length(void)
{
    const uint32_t size = kernel_feature_size();

    return size > RSEQ_ABI_ORIG_ALLOC_SIZE ? size : RSEQ_ABI_ORIG_ALLOC_SIZE;
}

#endif // RSEQ_SYSCALL_H
