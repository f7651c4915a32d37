/* Where rseq_percpu_ptr() points to. Exit status: the number of the check that failed. */
#include "rseq/mempool.h"

static uintptr_t address(const volatile void *ptr)
{
    return RSEQ_PTR_CAST(uintptr_t, ptr);
}

int main(void)
{
    static int item[2];
    int *const constant = &item[1];
    int calls = 0;

    if (rseq_percpu_ptr(item, 0) != item)
        return 1;
    if (address(rseq_percpu_ptr(item, 3)) != address(item) + 3 * 65536)
        return 2;
    if (address(rseq_percpu_ptr(constant, 3, 4096)) != address(item) + sizeof(int) + 3 * 4096)
        return 3;
    /* Beyond 32 bits, where addresses have more. */
    if (address(rseq_percpu_ptr(item, 70000)) !=
        address(item) + RSEQ_CAST(uintptr_t, 70000) * 65536)
        return 4;
    if (address(rseq_percpu_ptr(item, 2, 3000000000U)) !=
        address(item) + 2 * RSEQ_CAST(uintptr_t, 3000000000U))
        return 5;
    /* Arguments are expressions, evaluated once. */
    if (address(rseq_percpu_ptr(item + 1, calls++ + 1, 1 << 12)) !=
            address(item) + sizeof(int) + 4096 ||
        calls != 1)
        return 6;
    return 0;
}
