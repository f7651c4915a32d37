// SPDX-License-Identifier: MIT
//
// What the kernel knows of a registration, as a tracer is told, and what it keeps in the area of
// threads that move between CPUs: the numbers that the system calls give, within their limits.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "effort.h"
#include "expect.h"
#include "rseq_syscall.h"
#include "tap.h"
#include "thread_placement.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

// Linux 5.13; glibc names it from 2.34 on.
#define GET_RSEQ_CONFIGURATION 0x420f

#define THREADS 8
#define ROUNDS 200

struct configuration {
    uint64_t pointer;
    uint32_t size, signature, flags, padding;
};

// A child registers, if its libc did not, and stops for its tracer.
static void test_configuration(void)
{
    struct configuration configuration;
    int status;

    memset(&configuration, 0, sizeof(configuration));
    const pid_t child = fork();
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) {
        bail_out("no traced child");
    }
    const long size = ptrace((__typeof__(PTRACE_CONT))GET_RSEQ_CONFIGURATION, child,
                             (void *)sizeof(configuration), &configuration);
    ok(size == (long)sizeof(configuration), "the kernel tells the registration");
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    ok(configuration.pointer == (uintptr_t)rseq_get_abi(), "of the area at rseq_offset");
    ok(configuration.signature == RSEQ_SIG, "with RSEQ_SIG");
    ok(configuration.flags == 0, "without flags");
    // libc may have left out the newest fields.
    const bool tunable = getenv("GLIBC_TUNABLES") != NULL;
    ok(configuration.size == full_length() ||
           (!tunable && configuration.size == RSEQ_ABI_ORIG_ALLOC_SIZE),
       "with %u bytes (the kernel has fields of %u)", configuration.size, kernel_feature_size());
}

static long nodes_compared;
static unsigned long nodes_seen;

// Moves from CPU to CPU and compares; NULL, or what is wrong.
static void *move(void *argument)
{
    const int rounds = repetitions(ROUNDS), cpus = rseq_get_max_nr_cpus();
    const char *wrong = NULL;
    cpu_set_t allowed;

    (void)argument;
    if (rseq_register_current_thread()) {
        return (void *)"rseq_register_current_thread";
    }
    sched_getaffinity(0, sizeof(allowed), &allowed);
    for (int round = 0; round < rounds && !wrong; round++) {
        for (int cpu = 0; cpu < cpus && cpu < CPU_SETSIZE && !wrong; cpu++) {
            unsigned int there = 0, node = 0;

            if (!CPU_ISSET((size_t)cpu, &allowed)) {
                continue;
            }
            if (!run_on_cpu(cpu) || syscall(__NR_getcpu, &there, &node, NULL)) {
                wrong = "sched_setaffinity or getcpu";
            } else if (rseq_cpu_start() != there || rseq_current_cpu_raw() != (int32_t)there) {
                wrong = "cpu_id";
            } else if (rseq_node_id_available() && rseq_current_node_id() != node) {
                wrong = "node_id";
            } else if (rseq_mm_cid_available() && (rseq_current_mm_cid() >= (unsigned int)cpus ||
                                                   rseq_current_mm_cid() > THREADS)) {
                wrong = "mm_cid";
            }
            __atomic_add_fetch(&nodes_compared, rseq_node_id_available(), __ATOMIC_RELAXED);
            __atomic_or_fetch(&nodes_seen, 1UL << node % 32, __ATOMIC_RELAXED);
        }
    }
    rseq_unregister_current_thread();
    return (void *)wrong;
}

static void test_numbers(void)
{
    pthread_t threads[THREADS];
    const char *wrong = NULL;

    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, move, NULL)) {
            bail_out("pthread_create");
        }
    }
    for (int i = 0; i < THREADS; i++) {
        void *result;

        pthread_join(threads[i], &result);
        wrong = result ? (const char *)result : wrong;
    }
    ok(!wrong, "cpu_id, node_id and mm_cid of threads that move (%s)", wrong ? wrong : "right");
    ok(nodes_compared > 0 || !rseq_node_id_available(), "%ld node numbers", nodes_compared);
    ok(!is_expected("nodes") || (nodes_compared > 0 && (nodes_seen & (nodes_seen - 1))),
       "NUMA nodes: mask %#lx", nodes_seen);
}

int main(void)
{
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    if (rseq_register_current_thread()) {
        bail_out("rseq_register_current_thread: errno %d", errno);
    }
    test_configuration();
    test_numbers();
    return exit_status();
}
