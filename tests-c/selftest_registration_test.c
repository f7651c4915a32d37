// SPDX-License-Identifier: MIT
//
// __rseq_register_current_thread(), which the kernel's selftests call: in both modes, with the
// registration owned by libc or by the library (tunable).
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "rseq_syscall.h"
#include "tap.h"

#ifdef __cplusplus
extern "C"
#endif
    int
    __rseq_register_current_thread(bool nolibc, bool legacy);

// Whether the area is registered with a length: then it is the signature that is wrong.
static bool has_length(uint32_t length)
{
    return sys_rseq(rseq_get_abi(), length, RSEQ_ABI_FLAG_UNREGISTER, ~RSEQ_SIG) == -1 &&
           errno == EPERM;
}

int main(void)
{
    const uint32_t orig = RSEQ_ABI_ORIG_ALLOC_SIZE, full = full_length();

    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    if (rseq_available(RSEQ_AVAILABLE_QUERY_LIBC)) {
        plan(4);
        for (int legacy = 0; legacy < 2; legacy++) {
            ok(__rseq_register_current_thread(false, legacy) == 0, "libc's registration will do");
            ok(__rseq_register_current_thread(true, legacy) == -EBUSY, "it will not do: -EBUSY");
        }
        return exit_status();
    }
    plan(17);
    ok(__rseq_register_current_thread(false, true) == 0 && has_length(orig), "the first length");
    ok(rseq_current_cpu_raw() >= 0, "the thread is registered");
    ok(rseq_registered() && rseq_size <= 28, "rseq_size is %u", rseq_size);
    ok(__rseq_register_current_thread(true, true) == 0, "once more");
    ok(rseq_register_current_thread() == 0 && has_length(orig), "the API's function will take it");
    ok(rseq_unregister_current_thread() == 0 && rseq_current_cpu_raw() < 0, "unregister");
    errno = 0;
    ok(rseq_unregister_current_thread() == -1 && errno == EINVAL, "unregister again: EINVAL");
    ok(__rseq_register_current_thread(true, false) == 0 && has_length(full), "the kernel's length");
    ok(__rseq_register_current_thread(false, false) == 0, "once more");
    ok(rseq_register_current_thread() == 0 && has_length(full), "the API's function will take it");
    if (full == orig) {
        ok(__rseq_register_current_thread(true, true) == 0, "the lengths are the same");
    } else {
        errno = 0;
        ok(__rseq_register_current_thread(true, true) == -1 && errno == EBUSY,
           "the first length is not this one: EBUSY");
    }
    ok(has_length(full), "nothing changed");
    ok(rseq_unregister_current_thread() == 0 && rseq_current_cpu_raw() < 0, "unregister");
    ok(!has_length(full) && !has_length(orig), "it is not registered");
    ok(rseq_register_current_thread() == 0 && has_length(full), "register by the API's function");
    ok(rseq_unregister_current_thread() == 0, "unregister");
    ok(rseq_size <= 28, "rseq_size stays %u", rseq_size);
    return exit_status();
}
