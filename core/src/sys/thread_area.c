// SPDX-License-Identifier: MIT
//
// What stable Rust cannot say: a thread-local variable with the initial-exec model, and weak
// references to the variables by which the C library announces its own registration.

#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <rseq/rseq.h>

#define HIDDEN __attribute__((visibility("hidden")))

// Linux asks for the alignment AT_RSEQ_ALIGN, the next power of two that holds all of its fields:
// 32 up to 6.18, 64 from 7.0. An area of 64 bytes aligned to 64 is as much as that allows, and
// small enough for the space that dlopen() finds for initial-exec variables.
#define AREA_SIZE 64

union thread_area {
    struct rseq_abi abi;
    char reserved[AREA_SIZE];
};

// cpu_id and mm_cid of -1 equal no index that a critical section may be given, so that all of them
// abort in a thread that is not registered. Linux before 6.3 never writes mm_cid.
static __thread union thread_area thread_area
    __attribute__((tls_model("initial-exec"), aligned(AREA_SIZE))) = {
        .abi = {.cpu_id = (uint32_t)RSEQ_ABI_CPU_ID_UNINITIALIZED, .mm_cid = (uint32_t)-1},
};

HIDDEN void *rseq_core_thread_area(void);
HIDDEN size_t rseq_core_thread_area_size(void);
HIDDEN ptrdiff_t rseq_core_thread_area_offset(void);
HIDDEN bool rseq_core_area_has_cpu(void);
HIDDEN void rseq_core_forbid_mm_cid(void);
HIDDEN uint32_t rseq_core_signature(void);
HIDDEN int rseq_core_rseq(void *area, uint32_t len, int flags, uint32_t signature);
HIDDEN const ptrdiff_t *rseq_core_libc_offset(void);
HIDDEN const unsigned int *rseq_core_libc_size(void);
HIDDEN const unsigned int *rseq_core_libc_flags(void);
HIDDEN __attribute__((weak)) void rust_eh_personality(void);

void *rseq_core_thread_area(void)
{
    return &thread_area;
}

size_t rseq_core_thread_area_size(void)
{
    return sizeof(thread_area);
}

// The same in every thread: initial-exec variables have a fixed distance to the thread pointer.
ptrdiff_t rseq_core_thread_area_offset(void)
{
    return (ptrdiff_t)((uintptr_t)&thread_area - (uintptr_t)rseq_thread_pointer());
}

bool rseq_core_area_has_cpu(void)
{
    return (int32_t)RSEQ_READ_ONCE(thread_area.abi.cpu_id) >= 0;
}

// The kernel leaves 0 behind when it unregisters, which is a valid concurrency id.
void rseq_core_forbid_mm_cid(void)
{
    RSEQ_WRITE_ONCE(thread_area.abi.mm_cid, (uint32_t)-1);
}

// In front of every abort handler; 0 on an architecture that has none.
uint32_t rseq_core_signature(void)
{
#ifdef RSEQ_SIG
    return RSEQ_SIG;
#else
    return 0;
#endif
}

// rseq(2), not on an architecture without critical sections. Returns 0, or -1 and sets errno.
int rseq_core_rseq(void *area, uint32_t len, int flags, uint32_t signature)
{
#if defined(__NR_rseq) && defined(RSEQ_SIG)
    return (int)syscall(__NR_rseq, area, len, flags, signature);
#else
    (void)area;
    (void)len;
    (void)flags;
    (void)signature;
    errno = ENOSYS;
    return -1;
#endif
}

// Defined by glibc 2.35 and later. Weak references see them in static executables too, where a
// look-up by name finds nothing, and leave no version requirement behind.
extern const ptrdiff_t __rseq_offset __attribute__((weak));
extern const unsigned int __rseq_size __attribute__((weak));
extern const unsigned int __rseq_flags __attribute__((weak));

const ptrdiff_t *rseq_core_libc_offset(void)
{
    return &__rseq_offset;
}

const unsigned int *rseq_core_libc_size(void)
{
    return &__rseq_size;
}

const unsigned int *rseq_core_libc_flags(void)
{
    return &__rseq_flags;
}

// The precompiled core library names a personality routine; nothing unwinds in this library.
void rust_eh_personality(void)
{
    abort();
}

#ifdef __arm__
// The unwind tables of 32-bit ARM name the routines that interpret them, only to have them linked
// in: an unwinder calls its own. These answer the names, so that a library which does not unwind
// does not need libgcc_s.
HIDDEN __attribute__((weak)) void __aeabi_unwind_cpp_pr0(void);
HIDDEN __attribute__((weak)) void __aeabi_unwind_cpp_pr1(void);

void __aeabi_unwind_cpp_pr0(void)
{
    abort();
}

void __aeabi_unwind_cpp_pr1(void)
{
    abort();
}
#endif
