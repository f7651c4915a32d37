/* Uses all of rseq/compiler.h, in C and C++. */
#include "rseq/compiler.h"

#include <stdint.h>

extern int eight_bits_per_byte[RSEQ_BITS_PER_LONG == 8 * sizeof(long) ? 1 : -1];
#if RSEQ_BITS_PER_LONG != 32 && RSEQ_BITS_PER_LONG != 64
#error "RSEQ_BITS_PER_LONG is no constant for #if"
#endif
#if LIBRSEQ_VERSION_MAJOR * 10000 + LIBRSEQ_VERSION_MINOR * 100 + LIBRSEQ_VERSION_PATCH < 200
#error "no version"
#endif

struct object {
    const volatile char c;
    volatile signed char sc;
    volatile unsigned char uc;
    const short s;
    volatile unsigned short us;
    const volatile int i;
    volatile unsigned u;
    const volatile long l;
    volatile unsigned long ul;
    const volatile long long ll;
    volatile unsigned long long ull;
    int *const volatile pointer;
    int array[2];
};

extern const char *version_text(void);
const char *version_text(void)
{
    return LIBRSEQ_VERSION __rseq_str(LIBRSEQ_VERSION_MAJOR) __rseq_str_1(x);
}

/* Assigns to a variable of each type: it must have lost its const. */
#define LOAD_AND_CHANGE(member)                                                                    \
    {                                                                                              \
        rseq_unqual_scalar_typeof(o->member) value = RSEQ_READ_ONCE(o->member);                    \
        value++;                                                                                   \
        sum += value != 0;                                                                         \
    }

extern int load(struct object *o);
int load(struct object *o)
{
    int sum = 0;

    LOAD_AND_CHANGE(c)
    LOAD_AND_CHANGE(sc)
    LOAD_AND_CHANGE(uc)
    LOAD_AND_CHANGE(s)
    LOAD_AND_CHANGE(us)
    LOAD_AND_CHANGE(i)
    LOAD_AND_CHANGE(u)
    LOAD_AND_CHANGE(l)
    LOAD_AND_CHANGE(ul)
    LOAD_AND_CHANGE(ll)
    LOAD_AND_CHANGE(ull)
    LOAD_AND_CHANGE(pointer)
    return sum;
}

extern void store(struct object *o, int *p);
void store(struct object *o, int *p)
{
    RSEQ_WRITE_ONCE(o->sc, 1);
    RSEQ_WRITE_ONCE(o->us, 2);
    RSEQ_WRITE_ONCE(o->ull, 3);
    RSEQ_WRITE_ONCE(o->array[1], *p ? 4 : 5);
    RSEQ_WRITE_ONCE(*p, 6);
    if (rseq_likely(*p))
        RSEQ_WRITE_ONCE(p, RSEQ_READ_ONCE(o->pointer));
    else
        RSEQ_ACCESS_ONCE(*p) = 7;
    rseq_barrier();
    if (rseq_unlikely(p))
        *p = 8;
}

extern int RSEQ_COMBINE_TOKENS(line_, __LINE__);
extern int RSEQ__COMBINE_TOKENS(two_, tokens);
extern int second[RSEQ_PARAM_SELECT_ARG1(-1, 1, -1) + RSEQ_PARAM_SELECT_ARG1(-1, 1, -1, -1)];

extern int jump(int x);
int jump(int x)
{
    __asm__ goto("" : : "r"(x) : : away);
    rseq_after_asm_goto();
    return 0;
away:
    rseq_after_asm_goto();
    return RSEQ_CAST(short, x);
}

extern uintptr_t casts(const int *p);
uintptr_t casts(const int *p)
{
    return RSEQ_PTR_CAST(uintptr_t, p) + RSEQ_PTR_CAST(uintptr_t, RSEQ_CAST(const void *, p));
}

#ifndef __cplusplus
extern int integer_type(int x);
int integer_type(int x)
{
    return __extension__ _Generic(x, rseq_scalar_type_to_expr(int), default : 0);
}
#endif

#ifdef __cplusplus
/* In a template the type is not known until it is used. */
template <typename T> static bool is_one(const volatile T &x)
{
    rseq_unqual_scalar_typeof(x) value = RSEQ_READ_ONCE(x);
    return value-- == 1;
}

extern bool are_one(short s, long long ll);
bool are_one(short s, long long ll)
{
    return is_one(s) && is_one(ll);
}
#endif
