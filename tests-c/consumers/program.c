// SPDX-License-Identifier: MIT
//
// What each consumer builds, as C and as C++: counts to 1000 in memory of a pool, and needs the
// functions, the variables and the headers of the library for it. A program that finds a registered
// thread but no operation that commits fails.
#include <rseq/mempool.h>
#include <rseq/rseq.h>

#include <stdint.h>
#include <stdio.h>

int main(void)
{
    struct rseq_mempool *const pool = rseq_mempool_create("consumer", sizeof(intptr_t), NULL);
    intptr_t __rseq_percpu *const counters =
        pool ? (intptr_t __rseq_percpu *)rseq_mempool_percpu_zmalloc(pool) : NULL;
    const bool registered = rseq_register_current_thread() == 0 && rseq_registered();
    const int nr_cpus = rseq_get_max_nr_cpus();
    intptr_t committed = 0, counted = 0;

    if (!counters) {
        perror("pool");
        return 1;
    }
    for (int event = 0; registered && event < 1000; event++) {
        for (int attempt = 0; attempt < 100; attempt++) {
            const int cpu = (int)rseq_cpu_start();

            if (!rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID,
                                          rseq_percpu_ptr(counters, cpu), 1, cpu)) {
                committed++;
                break;
            }
        }
    }
    for (int cpu = 0; cpu < nr_cpus; cpu++) {
        counted += *rseq_percpu_ptr(counters, cpu);
    }
    rseq_mempool_percpu_free(counters);
    printf("%s, %ld of %ld\n", registered ? "registered" : "not registered", (long)counted,
           (long)committed);
    return rseq_mempool_destroy(pool) || counted != committed || (registered && counted != 1000);
}
