// SPDX-License-Identifier: MIT
//
// Delays inside the operations. delay_loops[1] to [6] are turns of a loop at the injection points
// of that number in the assembly; at injection point 9, in C, at_point(9) is called, which the
// program defines. To be included before any header of the library.
#ifndef DELAY_INJECTION_H
#define DELAY_INJECTION_H

// Set before the threads start.
static int delay_loops[10];

// Turns that are left, set for each operation.
static __thread int delay_left[7];

static void at_point(int point);

static inline void delay_restart(void)
{
    for (int point = 1; point <= 6; point++) {
        delay_left[point] = delay_loops[point];
    }
}

#define RSEQ_INJECT_C(point)                                                                       \
    at_point(point);                                                                               \
    delay_restart();

#if defined(__x86_64__) || defined(__i386__)
// In memory, since the operations may need all registers that i386 has. The "memory" clobber of the
// operations covers that an input changes.
#define RSEQ_INJECT_INPUT                                                                          \
    , [delay_1] "m"(delay_left[1]), [delay_2] "m"(delay_left[2]), [delay_3] "m"(delay_left[3]),    \
        [delay_4] "m"(delay_left[4]), [delay_5] "m"(delay_left[5]), [delay_6] "m"(delay_left[6])
#define RSEQ_INJECT_CLOBBER
#define RSEQ_INJECT_ASM(point)                                                                     \
    "222:\n\t"                                                                                     \
    "decl %[delay_" #point "]\n\t"                                                                 \
    "jg 222b\n\t"
#endif
// Elsewhere the points in the assembly have no delay, only the one in C.

#endif // DELAY_INJECTION_H
