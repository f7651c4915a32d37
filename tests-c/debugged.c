// SPDX-License-Identifier: MIT
//
// What scripts/check-gdb.sh debugs: two functions with a critical section each, called by a second
// thread while the first one waits for it.
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>

#ifdef WITHOUT_LIBRARY
// The area is glibc's, and so is the registration: for architectures that there is no library for.
#include <sys/rseq.h>

#include <rseq/abi.h>
#include <rseq/thread-pointer.h>
#define RSEQ_GET_ABI_OVERRIDE
#define rseq_offset __rseq_offset
#define rseq_size __rseq_size
#define rseq_get_abi() ((struct rseq_abi *)((char *)rseq_thread_pointer() + rseq_offset))
#endif
#include <rseq/rseq.h>

#ifdef WITHOUT_LIBRARY
int rseq_fallback_current_cpu(void)
{
    return sched_getcpu();
}

int rseq_register_current_thread(void)
{
    return 0;
}
#endif

// Of the thread that counts.
struct rseq_abi *volatile area;
intptr_t word;

__attribute__((noinline)) int add(int cpu)
{
    int result = 0;

    result = rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, 1, cpu);
    __asm__ __volatile__("" : "+r"(result));
    return result;
}

__attribute__((noinline)) int replace(intptr_t expect, intptr_t newv, int cpu)
{
    return rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, expect, newv, cpu);
}

static void *count(void *nothing)
{
    intptr_t aborted = 0;

    area = rseq_get_abi();
    if (rseq_register_current_thread()) {
        return nothing;
    }
    while (word < 3 && aborted < 1000) {
        if (add((int)rseq_cpu_start())) {
            aborted++;
        }
    }
    while (replace(-1, 0, (int)rseq_cpu_start()) < 0 && aborted < 1000) {
        aborted++;
    }
    return (void *)aborted;
}

int main(void)
{
    pthread_t thread;
    void *aborted;

    if (pthread_create(&thread, NULL, count, NULL) || pthread_join(thread, &aborted)) {
        return 1;
    }
    printf("counted %ld, aborted %ld\n", (long)word, (long)(intptr_t)aborted);
    return 0;
}
