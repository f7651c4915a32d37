// SPDX-License-Identifier: MIT
//
// What the kernel must have. Without the variable EXPECT, a list of words separated by commas,
// tests take what the kernel says it has; with it, what is named must be there.
#ifndef EXPECT_H
#define EXPECT_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static inline bool is_expected(const char *what)
{
    const char *next = getenv("EXPECT");

    while (next) {
        const size_t length = strcspn(next, ",");

        if (length == strlen(what) && !strncmp(next, what, length)) {
            return true;
        }
        next = next[length] ? next + length + 1 : NULL;
    }
    return false;
}

#endif // EXPECT_H
