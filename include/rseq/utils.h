/* Printed by headergen from headergen/templates/rseq/utils.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/utils.h: sizes of structure members, and messages for states that must not happen.
 *
 * May be included alone.
 */
#ifndef _RSEQ_UTILS_H
#define _RSEQ_UTILS_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "rseq/compiler.h"

/** Bytes that the member takes in the structure (or union) type. */
#ifndef rseq_sizeof_field
#define rseq_sizeof_field(type, member) (sizeof(RSEQ_PTR_CAST(type *, 0)->member))
#endif

/** Bytes from the start of the structure type to the end of the member. */
#ifndef rseq_offsetofend
#define rseq_offsetofend(type, member) (offsetof(type, member) + rseq_sizeof_field(type, member))
#endif

/**
 * rseq_log(format, ...): writes a line to standard error, as printf(3) would, followed by
 * "(in FUNCTION() at FILE:LINE)".
 *
 * @format: a string literal, which needs no newline at its end.
 *
 * Thread-safe; not async-signal-safe.
 */
#define rseq_log(...) rseq__log(__VA_ARGS__, __func__, __FILE__, __LINE__)
#define rseq__log(format, ...) fprintf(stderr, format "(in %s() at %s:%d)\n", __VA_ARGS__)

/** rseq_bug(format, ...): rseq_log(), then abort(3). For what can only be a programming error. */
#define rseq_bug(...)                                                                              \
    do {                                                                                           \
        rseq_log(__VA_ARGS__);                                                                     \
        abort();                                                                                   \
    } while (0)

#endif /* _RSEQ_UTILS_H */
