// SPDX-License-Identifier: MIT
//
// What rseq(2) refuses, by raw system calls on the library's own area (tunable), and that a refused
// call leaves the area untouched. Only rules that every kernel version has.
#include "rseq_syscall.h"
#include "tap.h"

#include <string.h>

// One call that must fail with `error` and not write to the area.
static void refused(const char *what, int error, void *area, uint32_t length, int flags,
                    uint32_t signature)
{
    struct rseq_abi *own = rseq_get_abi();
    // The rest of the area is the kernel's once the thread is registered.
    const uint64_t before = own->rseq_cs.ptr64;
    const uint32_t cpu_id = own->cpu_id;
    const bool registered = (int32_t)cpu_id >= 0;
    const long result = sys_rseq(area, length, flags, signature);
    const int errno_seen = errno;

    ok(result == -1 && errno_seen == error, "%s: errno %d (is %d)", what, error, errno_seen);
    ok(own->rseq_cs.ptr64 == before &&
           (registered ? (int32_t)own->cpu_id >= 0 : own->cpu_id == cpu_id),
       "%s: the area is untouched", what);
}

// All refusals and one success, with an area of a given length.
static void with_length(uint32_t length)
{
    struct rseq_abi *own = rseq_get_abi();
    static union any_area other;

    diag("length %u", length);
    refused("unknown flag", EINVAL, own, length, 1 << 30, RSEQ_SIG);
    refused("all flags but unregister", EINVAL, own, length, ~RSEQ_ABI_FLAG_UNREGISTER, RSEQ_SIG);
    refused("misaligned", EINVAL, (char *)own + 1, length, 0, RSEQ_SIG);
    refused("length 0", EINVAL, own, 0, 0, RSEQ_SIG);
    refused("length 31", EINVAL, own, RSEQ_ABI_ORIG_ALLOC_SIZE - 1, 0, RSEQ_SIG);
    refused("no area, no length", EINVAL, NULL, 0, 0, 0);
    refused("unregister an unregistered thread", EINVAL, own, length, RSEQ_ABI_FLAG_UNREGISTER,
            RSEQ_SIG);
#ifdef __LP64__
#ifndef __s390__
    refused("an address of the kernel", EFAULT, (void *)-4096UL, length, 0, RSEQ_SIG);
#endif
#endif
    refused("an address that is not mapped", EFAULT, (void *)(uintptr_t)4096, length, 0, RSEQ_SIG);

    // A descriptor left from before: accepted and cleared.
    static struct rseq_abi_cs left_over;
    own->rseq_cs.arch.ptr = (__typeof__(own->rseq_cs.arch.ptr))(uintptr_t)&left_over;
    left_over.start_ip = (uintptr_t)&left_over;
    left_over.post_commit_offset = 1;
    left_over.abort_ip = (uintptr_t)&other + 8;
    ok(sys_rseq(own, length, 0, RSEQ_SIG) == 0, "register");
    ok(own->rseq_cs.ptr64 == 0, "the kernel cleared the descriptor");
    ok(rseq_current_cpu_raw() >= 0, "cpu_id is valid");

    refused("register again", EBUSY, own, length, 0, RSEQ_SIG);
    refused("register another area", EINVAL, &other, length, 0, RSEQ_SIG);
    refused("register with another length", EINVAL, own, length + 32, 0, RSEQ_SIG);
    refused("register with another signature", EPERM, own, length, 0, RSEQ_SIG + 1);
    refused("unregister with another flag", EINVAL, own, length, RSEQ_ABI_FLAG_UNREGISTER | 1 << 30,
            RSEQ_SIG);
    refused("unregister another area", EINVAL, &other, length, RSEQ_ABI_FLAG_UNREGISTER, RSEQ_SIG);
    refused("unregister with another length", EINVAL, own, length + 32, RSEQ_ABI_FLAG_UNREGISTER,
            RSEQ_SIG);
    refused("unregister with another signature", EPERM, own, length, RSEQ_ABI_FLAG_UNREGISTER,
            RSEQ_SIG + 1);
    static union any_area zero;
    ok(!memcmp(&other, &zero, sizeof(other)), "the other area was never written");
    ok(sys_rseq(own, length, RSEQ_ABI_FLAG_UNREGISTER, RSEQ_SIG) == 0, "unregister");
    ok(rseq_current_cpu_raw() == RSEQ_ABI_CPU_ID_UNINITIALIZED && rseq_cpu_start() == 0,
       "cpu_id is -1, cpu_id_start is 0");
}

// What the library makes of areas that others registered behind its back.
static void around_the_library(void)
{
    static union any_area other;

    ok(sys_rseq(&other, RSEQ_ABI_ORIG_ALLOC_SIZE, 0, RSEQ_SIG) == 0,
       "register an area of one's own");
    errno = 0;
    ok(rseq_register_current_thread() == -1 && errno == EINVAL,
       "the library cannot register now: EINVAL");
    errno = 0;
    ok(rseq_unregister_current_thread() == -1 && errno == EINVAL,
       "the library does not unregister what is not its own: EINVAL");
    ok(rseq_current_cpu_raw() == RSEQ_ABI_CPU_ID_UNINITIALIZED, "its area stays unregistered");
    ok(sys_rseq(&other, RSEQ_ABI_ORIG_ALLOC_SIZE, RSEQ_ABI_FLAG_UNREGISTER, RSEQ_SIG) == 0,
       "unregister the area of one's own");

    ok(rseq_register_current_thread() == 0, "now the library registers");
    ok(sys_rseq(rseq_get_abi(), full_length(), 0, RSEQ_SIG) == -1 && errno == EBUSY,
       "with the kernel's feature size, and at least 32 bytes");
    ok(rseq_unregister_current_thread() == 0, "the library unregisters");
}

int main(void)
{
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    if (rseq_available(RSEQ_AVAILABLE_QUERY_LIBC)) {
        bail_out("to be run with GLIBC_TUNABLES=glibc.pthread.rseq=0");
    }
    with_length(RSEQ_ABI_ORIG_ALLOC_SIZE);
    if (full_length() > RSEQ_ABI_ORIG_ALLOC_SIZE) {
        with_length(full_length());
    }
    ok(rseq_register_current_thread() == 0 && rseq_unregister_current_thread() == 0,
       "the library's length is known");
    around_the_library();
    return exit_status();
}
