/* Uses all of rseq/thread-pointer.h, in C and C++. */
#include "rseq/thread-pointer.h"

extern void *thread(void);
void *thread(void)
{
    return rseq_thread_pointer();
}
