/*
 * The rseq area of glibc without this library (U-04): the program of the introduction of
 * rseq/rseq.h. Exit status 0 if an operation works, 77 if glibc did not register the thread.
 */
#include <sys/rseq.h>

#include "rseq/abi.h"
#include "rseq/thread-pointer.h"

#define RSEQ_GET_ABI_OVERRIDE
#define rseq_offset __rseq_offset
#define rseq_size __rseq_size
#ifdef AS_FUNCTION
static struct rseq_abi *rseq_get_abi(void)
{
    return (struct rseq_abi *)((char *)rseq_thread_pointer() + rseq_offset);
}
#else
#define rseq_get_abi() ((struct rseq_abi *)((char *)rseq_thread_pointer() + rseq_offset))
#endif
#include "rseq/rseq.h"

int main(void)
{
    intptr_t count = 0;
    int i, cpu;

    if (__rseq_size == 0)
        return 77;
    for (i = 0; i < 1000000; i++) {
        cpu = (int)rseq_cpu_start();
        if (rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &count, 1, cpu) == 0)
            break;
    }
    rseq_prepare_unload();
    return count != 1 || rseq_current_cpu_raw() < 0 ||
           rseq_mm_cid_available() != (__rseq_size >= 28);
}
