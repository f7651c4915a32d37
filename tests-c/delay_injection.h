// SPDX-License-Identifier: MIT
//
// Delays inside the operations. delay_loops[1] to [6] are turns of a loop at the injection points
// of that number in the assembly; at injection point 9, in C, at_point(9) is called, which the
// program defines. To be included before any header of the library.
#ifndef DELAY_INJECTION_H
#define DELAY_INJECTION_H

#include "injection.h"

// Set before the threads start.
static int delay_loops[10];

static inline void at_point(int point);

static inline void delay_restart(void)
{
    for (int point = 1; point <= 6; point++) {
        injected[point] = delay_loops[point];
    }
}

#define RSEQ_INJECT_C(point)                                                                       \
    at_point(point);                                                                               \
    delay_restart();

#define RSEQ_INJECT_ASM(point) INJECTION_LOAD(point) INJECTION_COUNT_DOWN

#endif // DELAY_INJECTION_H
