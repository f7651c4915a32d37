// SPDX-License-Identifier: MIT
//
// TAP output for the tests, in C and C++. To be called from one thread of one process: other
// threads and children report through memory and exit codes.
#ifndef TAP_H
#define TAP_H

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned int tap_planned, tap_count, tap_failed;

// Writes one line; what a child of fork(2) inherits is never half a line.
__attribute__((format(printf, 2, 0))) static inline void tap_line(const char *start,
                                                                  const char *text, va_list args)
{
    fputs(start, stdout);
    vprintf(text, args);
    putchar('\n');
    fflush(stdout);
}

// Number of tests, where it is known in advance; otherwise exit_status() prints it.
static inline void plan(unsigned int tests)
{
    tap_planned = tests;
    printf("1..%u\n", tests);
    fflush(stdout);
}

// Nothing here can be tested, for the reason given: ends the program.
__attribute__((format(printf, 1, 2), noreturn)) static inline void plan_skip_all(const char *reason,
                                                                                 ...)
{
    va_list args;
    va_start(args, reason);
    tap_line("1..0 # SKIP ", reason, args);
    va_end(args);
    exit(EXIT_SUCCESS);
}

__attribute__((format(printf, 1, 2))) static inline void diag(const char *text, ...)
{
    va_list args;
    va_start(args, text);
    tap_line("# ", text, args);
    va_end(args);
}

// Nothing that follows makes sense: ends the program.
__attribute__((format(printf, 1, 2), noreturn)) static inline void bail_out(const char *reason, ...)
{
    va_list args;
    va_start(args, reason);
    tap_line("Bail out! ", reason, args);
    va_end(args);
    exit(EXIT_FAILURE);
}

__attribute__((format(printf, 5, 6))) static inline bool
tap_ok(bool passed, const char *condition, const char *file, int line, const char *name, ...)
{
    const int error = errno;
    char start[40];
    va_list args;

    snprintf(start, sizeof(start), "%sok %u - ", passed ? "" : "not ", ++tap_count);
    va_start(args, name);
    tap_line(start, name, args);
    va_end(args);
    if (!passed) {
        tap_failed++;
        diag("%s:%d: false: %s (errno %d)", file, line, condition, error);
    }
    errno = error;
    return passed;
}

// One test: a condition and, as for printf(), its name. Its value is the condition's; errno stays.
#define ok(condition, ...) tap_ok((condition), #condition, __FILE__, __LINE__, __VA_ARGS__)

// So many tests that cannot run here, for the reason given.
__attribute__((format(printf, 2, 3))) static inline void skip(unsigned int tests,
                                                              const char *reason, ...)
{
    while (tests--) {
        char start[40];
        va_list args;

        snprintf(start, sizeof(start), "ok %u # SKIP ", ++tap_count);
        va_start(args, reason);
        tap_line(start, reason, args);
        va_end(args);
    }
}

// To be returned from main().
static inline int exit_status(void)
{
    if (!tap_planned) {
        plan(tap_count);
    }
    return tap_failed || tap_count != tap_planned ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif // TAP_H
