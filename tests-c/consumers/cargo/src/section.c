// SPDX-License-Identifier: MIT
//
// An operation for a Rust program, which is without the variables of the C API but for this one.
#include <rseq/rseq.h>

ptrdiff_t rseq_offset;

// Adds 1 to the word of this CPU, `stride` bytes apart from that of the next; false if it did not.
bool count(char *words, size_t stride)
{
    const int cpu = (int)rseq_cpu_start();

    return rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID,
                                    (intptr_t *)(words + (size_t)cpu * stride), 1, cpu) == 0;
}
