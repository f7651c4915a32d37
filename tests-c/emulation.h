// SPDX-License-Identifier: MIT
//
// What an emulator of system calls, such as qemu-user, accepts without doing it, and what can be
// done without a kernel.
#ifndef EMULATION_H
#define EMULATION_H

#include <rseq/rseq.h>

#include "tap.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// Whether madvise(2) has no effect: a child has memory that it should not have.
static inline bool madvise_is_ignored(void)
{
    const struct rlimit no_core = {0, 0};
    const size_t length = (size_t)sysconf(_SC_PAGESIZE);
    void *page = mmap(NULL, length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int status;

    if (page == MAP_FAILED || madvise(page, length, MADV_DONTFORK)) {
        bail_out("no memory");
    }
    const pid_t pid = fork();
    if (pid == 0) {
        setrlimit(RLIMIT_CORE, &no_core);
        _exit(*(volatile char *)page);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid) {
        bail_out("no child");
    }
    munmap(page, length);
    return WIFEXITED(status);
}

// Makes the area of an unregistered thread look like that of a thread on CPU 0, with concurrency id
// 0: operations commit, and nothing aborts them.
static inline void pretend_registration(void)
{
    RSEQ_WRITE_ONCE(rseq_get_abi()->cpu_id_start, 0);
    RSEQ_WRITE_ONCE(rseq_get_abi()->mm_cid, 0);
    RSEQ_WRITE_ONCE(rseq_get_abi()->cpu_id, 0);
}

#endif // EMULATION_H
