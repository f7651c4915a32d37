/* Printed by headergen from headergen/templates/rseq/compiler.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/compiler.h: what the other headers need from the compiler, in C and in C++.
 *
 * Works with gcc and clang in C11 and later, C++11 and later, and their GNU dialects. May be
 * included alone, outside of any extern "C" block. Macros whose name contains a double underscore
 * serve the headers of this library and may change; the others are for every program.
 */
#ifndef _RSEQ_COMPILER_H
#define _RSEQ_COMPILER_H

#ifdef __cplusplus
#include <type_traits>

/* A declaration alone: its result has the type of a copy of the argument. */
template <typename T> typename std::decay<T>::type rseq__value(T &&);
#endif

/** Version of the library that these headers belong to. */
#define LIBRSEQ_VERSION "0.2.0"
#define LIBRSEQ_VERSION_MAJOR 0
#define LIBRSEQ_VERSION_MINOR 2
#define LIBRSEQ_VERSION_PATCH 0

/** The text of x, macros in it expanded first. */
#define __rseq_str(x) __rseq_str_1(x)
/** The text of x as it is written. */
#define __rseq_str_1(x) #x

/** One identifier out of two, macros in them expanded first. */
#define RSEQ_COMBINE_TOKENS(a, b) RSEQ__COMBINE_TOKENS(a, b)
/** One identifier out of two as they are written. */
#define RSEQ__COMBINE_TOKENS(a, b) a##b

/**
 * The second of its arguments, of which there must be three or more: with a list that may or may
 * not have that argument followed by a default, the default stands in for a missing one.
 */
#define RSEQ_PARAM_SELECT_ARG1(a, b, ...) b

/** Bits in a long, a constant that #if can compare. */
#if defined(__SIZEOF_LONG__)
#define RSEQ_BITS_PER_LONG (8 * __SIZEOF_LONG__)
#elif defined(_LP64)
#define RSEQ_BITS_PER_LONG 64
#else
#define RSEQ_BITS_PER_LONG 32
#endif

/**
 * RSEQ_CAST(type, value): a conversion between numbers, from an enum, or from and to void *.
 * RSEQ_PTR_CAST(type, value): a conversion between pointers, or of a pointer from and to uintptr_t.
 *
 * The same cast in C; in C++ each is the named cast that does no more than this.
 */
#ifdef __cplusplus
#define RSEQ_CAST(type, value) (static_cast<type>(value))
#define RSEQ_PTR_CAST(type, value) (reinterpret_cast<type>(value))
#else
#define RSEQ_CAST(type, value) ((type)(value))
#define RSEQ_PTR_CAST(type, value) ((type)(value))
#endif

/** The truth of x as 0 or 1, which the compiler lays out code for as if it were mostly 1. */
#define rseq_likely(x) __builtin_expect(!!(x), 1)
/** The truth of x as 0 or 1, which the compiler lays out code for as if it were mostly 0. */
#define rseq_unlikely(x) __builtin_expect(!!(x), 0)

/** Keeps the compiler from moving memory accesses across; costs no instruction. */
#define rseq_barrier() __asm__ __volatile__("" : : : "memory")

#define RSEQ__8_LINES "\n\n\n\n\n\n\n\n"
#define RSEQ__48_LINES                                                                             \
    RSEQ__8_LINES RSEQ__8_LINES RSEQ__8_LINES RSEQ__8_LINES RSEQ__8_LINES RSEQ__8_LINES

/**
 * To be put after an asm goto, and again at each C label that it may jump to.
 *
 * Without a barrier there, some compilers take what they know of memory before the asm to hold
 * after it: gcc before 4.8.2 (bug 58670), gcc before 8.1 at -O1 (bug 103908), clang before 13.0.1
 * (issue 52735). Costs no instruction.
 *
 * On 32-bit ARM, gcc takes any asm goto for a single instruction when it decides where to put
 * constants, which must be near the code that loads them, or the assembler refuses the function.
 * Empty lines, which it takes for instructions too, make up for that.
 */
#if defined(__arm__) && defined(__GNUC__) && __GNUC__ >= 9 && !defined(__clang__)
#define rseq_after_asm_goto() __asm__ __inline__ __volatile__(RSEQ__48_LINES : : : "memory")
#else
#define rseq_after_asm_goto() rseq_barrier()
#endif

/**
 * The object x as a volatile one: each evaluation is exactly one access of the size of x, which the
 * compiler neither splits, repeats, merges with another nor leaves out. Orders nothing on the CPU.
 *
 * @x: an lvalue of a scalar type, not a bit-field.
 */
#ifdef __cplusplus
#define RSEQ_ACCESS_ONCE(x) (const_cast<volatile __typeof__(x) &>(x))
#else
#define RSEQ_ACCESS_ONCE(x) (*(volatile __typeof__(x) *)&(x))
#endif

/** Loads x once; see RSEQ_ACCESS_ONCE(). The type of the expression stays volatile. */
#define RSEQ_READ_ONCE(x) RSEQ_ACCESS_ONCE(x)

/** Stores v to x once; see RSEQ_ACCESS_ONCE(). To be used as a statement. */
#define RSEQ_WRITE_ONCE(x, v) (RSEQ_ACCESS_ONCE(x) = (v))

/**
 * The type of the expression x without const and volatile, for a variable that x is loaded into.
 *
 * In C this holds for the integer types from char to long long, and for pointers (a pointer's own
 * qualifiers go, those of what it points to stay); other types are what x has. x is not evaluated.
 * rseq_scalar_type_to_expr(type) is the part of it that stands for one integer type, in C only.
 */
#ifdef __cplusplus
#define rseq_unqual_scalar_typeof(x) __typeof__(rseq__value(x))
#else
#define rseq_scalar_type_to_expr(type)                                                             \
    unsigned type:                                                                                 \
    (unsigned type)0, signed type : (signed type)0
#define rseq_unqual_scalar_typeof(x)                                                               \
    __typeof__(__extension__ _Generic((x),                                                         \
               char: (char)0,                                                                      \
               rseq_scalar_type_to_expr(char),                                                     \
               rseq_scalar_type_to_expr(short),                                                    \
               rseq_scalar_type_to_expr(int),                                                      \
               rseq_scalar_type_to_expr(long),                                                     \
               rseq_scalar_type_to_expr(long long),                                                \
               default: (1 ? (x) : (x))))
#endif

#endif /* _RSEQ_COMPILER_H */
