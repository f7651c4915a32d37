// SPDX-License-Identifier: MIT
//
// How much of what a test repeats. On a slow machine, an emulated one, TEST_DIVISOR is the number
// that it is divided by.
#ifndef EFFORT_H
#define EFFORT_H

#include <stdlib.h>

static inline int effort_divisor(void)
{
    const char *text = getenv("TEST_DIVISOR");
    const int divisor = text ? atoi(text) : 1;

    return divisor > 1 ? divisor : 1;
}

// So many repetitions on a fast machine; at least one.
static inline int repetitions(int number)
{
    return (number - 1) / effort_divisor() + 1;
}

#endif // EFFORT_H
