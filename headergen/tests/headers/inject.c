/* Uses all of rseq/inject.h, in C and C++: every point and the operands of the program's own. */
/* Not used where there are no operations. */
static int injected __attribute__((unused));
static int failed;
#define RSEQ_INJECT_C(n) injected += n;
#define RSEQ_INJECT_ASM(n) "nop\n\t"
#define RSEQ_INJECT_INPUT , [injected] "m"(injected)
#define RSEQ_INJECT_CLOBBER , "cc"
#define RSEQ_INJECT_FAILED failed++;
#include "rseq/inject.h"

#include "rseq/rseq.h"

extern int add(intptr_t *v, int cpu);
int add(intptr_t *v, int cpu)
{
    return rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, v, 1, cpu) + failed;
}
