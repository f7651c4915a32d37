// SPDX-License-Identifier: MIT
//
// Other code was faster and registered an area of its own by a raw rseq(2) (tunable): the library
// says so, aborts nothing, prints nothing, and the other area goes on working.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "rseq_syscall.h"
#include "tap.h"
#include "thread_placement.h"

#include <pthread.h>

static union any_area foreign;

static long foreign_rseq(uint32_t length, int flags)
{
    return sys_rseq(&foreign, length, flags, RSEQ_SIG);
}

// Whether the kernel keeps the number of the CPU in the foreign area, on each CPU that is allowed.
static bool foreign_area_works(void)
{
    cpu_set_t allowed;
    bool works = true;

    sched_getaffinity(0, sizeof(allowed), &allowed);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (CPU_ISSET((size_t)cpu, &allowed)) {
            works = run_on_cpu(cpu) && (int)RSEQ_READ_ONCE(foreign.abi.cpu_id) == cpu && works;
        }
    }
    return !sched_setaffinity(0, sizeof(allowed), &allowed) && works;
}

static bool refused(int result)
{
    return result == -1 && errno == EINVAL;
}

// What the functions write to standard output and error, in bytes.
static long bytes_printed(void)
{
    FILE *file = tmpfile();
    const int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);

    if (!file || out < 0 || err < 0) {
        bail_out("no temporary file");
    }
    dup2(fileno(file), STDOUT_FILENO);
    dup2(fileno(file), STDERR_FILENO);
    rseq_init();
    rseq_register_current_thread();
    rseq_unregister_current_thread();
    rseq_available(RSEQ_AVAILABLE_QUERY_LIBC);
    rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    const long length = (long)lseek(fileno(file), 0, SEEK_END);
    fclose(file);
    return length;
}

static void *register_in_thread(void *unused)
{
    (void)unused;
    return rseq_register_current_thread() || rseq_current_cpu_raw() < 0 ? &foreign : NULL;
}

static void with_length(uint32_t length)
{
    intptr_t word = 1;
    pthread_t thread;
    void *failed;

    diag("length %u", length);
    foreign.abi.cpu_id = (uint32_t)RSEQ_ABI_CPU_ID_UNINITIALIZED;
    ok(foreign_rseq(length, 0) == 0 && foreign_area_works(), "other code registers its area");
    errno = 0;
    ok(refused(rseq_register_current_thread()), "the library does not: EINVAL");
    errno = 0;
    ok(refused(rseq_register_current_thread()), "and again");
    ok(rseq_current_cpu_raw() == RSEQ_ABI_CPU_ID_UNINITIALIZED, "its own area is not registered");
    ok(rseq_current_cpu() < (uint32_t)rseq_get_max_nr_cpus(), "rseq_current_cpu falls back");
    ok(rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, 1,
                                (int)rseq_cpu_start()) == -1 &&
           word == 1,
       "critical sections abort");
    errno = 0;
    ok(refused(rseq_unregister_current_thread()), "nothing to unregister: EINVAL");
    ok(!rseq_available(RSEQ_AVAILABLE_QUERY_LIBC), "it was not libc");
    ok(bytes_printed() == 0, "nothing is printed");
    ok(foreign_rseq(length, 0) == -1 && errno == EBUSY, "the other area is still registered");
    ok(foreign_area_works(), "and works");
    if (pthread_create(&thread, NULL, register_in_thread, NULL) || pthread_join(thread, &failed)) {
        bail_out("no thread");
    }
    ok(!failed && rseq_registered(), "another thread registers");
    ok(foreign_rseq(length, RSEQ_ABI_FLAG_UNREGISTER) == 0, "other code unregisters its area");
    ok(rseq_register_current_thread() == 0 && rseq_current_cpu_raw() >= 0, "the library registers");
    ok(foreign_rseq(length, 0) == -1 && errno == EINVAL, "the other code cannot: EINVAL");
    ok(rseq_unregister_current_thread() == 0, "the library unregisters");
}

int main(void)
{
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    ok(!rseq_registered(), "nobody is registered");
    with_length(RSEQ_ABI_ORIG_ALLOC_SIZE);
    if (full_length() > RSEQ_ABI_ORIG_ALLOC_SIZE) {
        with_length(full_length());
    }
    return exit_status();
}
