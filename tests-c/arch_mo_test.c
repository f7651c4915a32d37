// SPDX-License-Identifier: MIT
//
// rseq_smp_load_acquire() and rseq_smp_store_release() keep every bit of every scalar type, read
// const and volatile objects, and are expressions of the unqualified type. Needs the headers only.
#include <rseq/rseq.h>

#include "tap.h"

#include <stdint.h>

// Patterns with all bytes different and the sign bit set, as far as they fit.
#define LOAD(type, pattern) LOAD_QUALIFIED(, type, pattern)
#define LOAD_QUALIFIED(qualifiers, type, pattern)                                                  \
    do {                                                                                           \
        qualifiers type object = (type)(pattern);                                                  \
        ok(rseq_smp_load_acquire(&object) == (type)(pattern),                                      \
           "load_acquire of " #qualifiers " " #type);                                              \
    } while (0)

// The neighbours would show a store that is too wide.
#define STORE(type, pattern) STORE_QUALIFIED(, type, pattern)
#define STORE_QUALIFIED(qualifiers, type, pattern)                                                 \
    do {                                                                                           \
        qualifiers type objects[3] = {(type)1, (type)2, (type)3};                                  \
        rseq_smp_store_release(&objects[1], (type)(pattern));                                      \
        ok(objects[0] == (type)1 && objects[1] == (type)(pattern) && objects[2] == (type)3,        \
           "store_release of " #qualifiers " " #type);                                             \
    } while (0)

typedef int *pointer;

int main(void)
{
    static int target;

    plan(28);
    LOAD(uint8_t, 0x81);
    LOAD(int8_t, -0x7e);
    LOAD(uint16_t, 0x8182);
    LOAD(int16_t, -0x7e7d);
    LOAD(uint32_t, 0x81828384);
    LOAD(int32_t, -0x7e7d7c7b);
    LOAD(uint64_t, UINT64_C(0x8182838485868788));
    LOAD(int64_t, -INT64_C(0x7e7d7c7b7a797877));
    LOAD(long, -0x7e7d7c7bL);
    LOAD(bool, true);
    LOAD(pointer, &target);
    LOAD_QUALIFIED(volatile, int, -0x7e7d7c7b);
    LOAD_QUALIFIED(const, int, -0x7e7d7c7b);
    LOAD_QUALIFIED(const volatile, unsigned long, 0x81828384UL);

    STORE(uint8_t, 0x81);
    STORE(int8_t, -0x7e);
    STORE(uint16_t, 0x8182);
    STORE(int16_t, -0x7e7d);
    STORE(uint32_t, 0x81828384);
    STORE(int32_t, -0x7e7d7c7b);
    STORE(uint64_t, UINT64_C(0x8182838485868788));
    STORE(int64_t, -INT64_C(0x7e7d7c7b7a797877));
    STORE(long, -0x7e7d7c7bL);
    STORE(bool, true);
    STORE_QUALIFIED(volatile, int, -0x7e7d7c7b);

    // Pointers are not numbers: their neighbours are other pointers.
    int other[2];
    pointer pointers[3] = {&other[0], NULL, &other[1]};
    rseq_smp_store_release(&pointers[1], &target);
    ok(pointers[0] == &other[0] && pointers[1] == &target && pointers[2] == &other[1],
       "store_release of a pointer");

    // A value of an unqualified type can be changed.
    const volatile unsigned char narrow = 0xff;
    rseq_unqual_scalar_typeof(narrow) copy = rseq_smp_load_acquire(&narrow);
    copy = (unsigned char)(copy + 1);
    ok(copy == 0, "load_acquire of const volatile unsigned char is an unsigned char");

    // What the barriers order cannot be seen here; that they assemble can.
    int after = 0;
    rseq_smp_mb();
    rseq_smp_rmb();
    rseq_smp_wmb();
    if (rseq_smp_load_acquire(&target) == 0) {
        rseq_smp_acquire__after_ctrl_dep();
        after = 1;
    }
    ok(after == 1, "barriers");
    return exit_status();
}
