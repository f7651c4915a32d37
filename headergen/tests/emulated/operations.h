/*
 * The checks for words that have BEFORE bytes in front of them, of each order and index. Included
 * by emulated.c, once for each BEFORE, and by itself once for each order and index.
 */
#ifndef SUFFIX

#define SUFFIX relaxed_cpu_id
#include "operations.h"
#define SUFFIX relaxed_mm_cid
#include "operations.h"
#define RELEASE
#define SUFFIX release_cpu_id
#include "operations.h"
#define SUFFIX release_mm_cid
#include "operations.h"
#undef RELEASE
#undef BEFORE
#undef SHAPE

#else

struct NAME(record) {
#if BEFORE
    char before[BEFORE];
#endif
    intptr_t word;
};

static struct NAME(record) NAME(first), NAME(second);

/* All operands are at run time, and so is where the words are. */

static NOINLINE int NAME(store_store)(struct NAME(record) * v, intptr_t expect,
                                      struct NAME(record) * v2, intptr_t newv2, intptr_t newv,
                                      int cpu)
{
    return OPERATION(rseq_load_cbne_store_store__ptr)(&v->word, expect, &v2->word, newv2, newv,
                                                      cpu);
}

static NOINLINE int NAME(memcpy_store)(struct NAME(record) * v, intptr_t expect, void *dst,
                                       void *src, size_t len, intptr_t newv, int cpu)
{
    return OPERATION(rseq_load_cbne_memcpy_store__ptr)(&v->word, expect, dst, src, len, newv, cpu);
}

#ifndef RELEASE
static NOINLINE int NAME(cbne_store)(struct NAME(record) * v, intptr_t expect, intptr_t newv,
                                     int cpu)
{
    return OPERATION(rseq_load_cbne_store__ptr)(&v->word, expect, newv, cpu);
}

static NOINLINE int NAME(add_store)(struct NAME(record) * v, intptr_t count, int cpu)
{
    return OPERATION(rseq_load_add_store__ptr)(&v->word, count, cpu);
}

static NOINLINE int NAME(cbeq)(struct NAME(record) * v, intptr_t expectnot, long voffp,
                               struct NAME(record) * load, int cpu)
{
    return OPERATION(rseq_load_cbeq_store_add_load_store__ptr)(&v->word, expectnot, voffp,
                                                               &load->word, cpu);
}

static NOINLINE int NAME(cbne_cbne)(struct NAME(record) * v, intptr_t expect,
                                    struct NAME(record) * v2, intptr_t expect2, intptr_t newv,
                                    int cpu)
{
    return OPERATION(rseq_load_cbne_load_cbne_store__ptr)(&v->word, expect, &v2->word, expect2,
                                                          newv, cpu);
}

static NOINLINE int NAME(add_load)(struct NAME(record) * ptr, long off, intptr_t inc, int cpu)
{
    return OPERATION(rseq_load_add_load_load_add_store__ptr)(&ptr->word, off, inc, cpu);
}
#endif

static NOINLINE void NAME(check_store_store)(int index)
{
    struct NAME(record) *v = &NAME(first), *v2 = &NAME(second);
    int i;

    for (i = 0; i < NR_VALUES; i++) {
        intptr_t old = values[i], newv = values[(i + 1) % NR_VALUES],
                 newv2 = values[NR_VALUES - 1 - i];

        v->word = old;
        v2->word = 77;
        CHECK(NAME(store_store)(v, newv, v2, newv2, newv, index) == 1);
        CHECK(NAME(store_store)(v, old, v2, newv2, newv, index + 1) == -1);
        CHECK(v->word == old && v2->word == 77);
        CHECK(has_exit(last_descriptor()->start_ip));
        check_area();
        CHECK(NAME(store_store)(v, old, v2, newv2, newv, index) == 0);
        CHECK(v->word == newv && v2->word == newv2);
        check_area();
    }
#define CONSTANT(value)                                                                            \
    v->word = (value);                                                                             \
    v2->word = 77;                                                                                 \
    CHECK(OPERATION(rseq_load_cbne_store_store__ptr)(&v->word, (value), &v2->word, (value), 5,     \
                                                     index) == 0);                                 \
    CHECK(v->word == 5 && v2->word == (value));                                                    \
    CHECK(OPERATION(rseq_load_cbne_store_store__ptr)(&NAME(first).word, 5, &NAME(second).word, -3, \
                                                     (value), index) == 0);                        \
    CHECK(v->word == (value) && v2->word == -3);
    FOR_CONSTANTS(CONSTANT)
#undef CONSTANT
}

static NOINLINE void NAME(check_memcpy)(int index)
{
    static unsigned char from[640] __attribute__((aligned(16)));
    static unsigned char to[640] __attribute__((aligned(16)));
    struct NAME(record) *v = &NAME(first);
    size_t in, out, length, i;

    for (i = 0; i < sizeof(from); i++)
        from[i] = (unsigned char)(i * 7 + 1);
    for (length = 0; length < 600; length += length < 100                   ? 1
                                             : length < 250 || length > 263 ? 49
                                                                            : 1)
        for (in = 0; in < 9; in++)
            for (out = 0; out < 9; out++) {
                unsigned char *end = to + 16 + out + length;

                /* Longer copies, and shapes beyond the first: not every pair of alignments. */
                if ((length > 100 || BEFORE > 0) && (in + length) % 3 != out % 3)
                    continue;
                for (i = 0; i < 32 + out + length; i++)
                    to[i] = 0xee;
                v->word = -5;
                CHECK(NAME(memcpy_store)(v, -5, to + 16 + out, from + in, length, 12345, index) ==
                      0);
                CHECK(v->word == 12345);
                for (i = 0; i < 16 + out && to[i] == 0xee; i++) {
                }
                CHECK(i == 16 + out);
                for (i = 0; i < length && to[16 + out + i] == from[in + i]; i++) {
                }
                CHECK(i == length);
                for (i = 0; i < 16 && end[i] == 0xee; i++) {
                }
                CHECK(i == 16);
            }
    check_area();
    to[16] = 0xee;
    CHECK(NAME(memcpy_store)(v, 12346, to + 16, from, 1, 1, index) == 1);
    CHECK(has_exit(last_descriptor()->start_ip));
    CHECK(NAME(memcpy_store)(v, 12345, to + 16, from, 1, 1, index - 1) == -1);
    CHECK(v->word == 12345 && to[16] == 0xee);
    check_area();
#define CONSTANT(length)                                                                           \
    to[16] = 0xee;                                                                                 \
    to[16 + (length)] = 0xee;                                                                      \
    CHECK(OPERATION(rseq_load_cbne_memcpy_store__ptr)(&v->word, 12345, to + 16, from, (length),    \
                                                      12345, index) == 0);                         \
    CHECK(to[16 + (length)] == 0xee && to[15] == 0xee);                                            \
    for (i = 0; i != (length); i++)                                                                \
        CHECK(to[16 + i] == from[i]);
    CONSTANT(0)
    CONSTANT(1)
    CONSTANT(8)
    CONSTANT(17)
    CONSTANT(64)
#undef CONSTANT
}

#ifndef RELEASE
static NOINLINE void NAME(check_cbne_store)(int index)
{
    struct NAME(record) *v = &NAME(first), local;
    int i;

    for (i = 0; i < NR_VALUES; i++) {
        intptr_t old = values[i], newv = values[(i + 1) % NR_VALUES];

        v->word = old;
        CHECK(NAME(cbne_store)(v, newv, 5, index) == 1);
        CHECK(NAME(cbne_store)(v, old, newv, index + 1) == -1);
        CHECK(v->word == old);
        CHECK(has_exit(last_descriptor()->start_ip));
        check_area();
        CHECK(NAME(cbne_store)(v, old, newv, index) == 0);
        CHECK(v->word == newv);
        check_area();
    }
#define CONSTANT(value)                                                                            \
    local.word = at_run_time(value);                                                               \
    CHECK(OPERATION(rseq_load_cbne_store__ptr)(&local.word, (value), 5, index) == 0);              \
    CHECK(local.word == 5);                                                                        \
    CHECK(OPERATION(rseq_load_cbne_store__ptr)(&local.word, 6, (value), index) == 1);              \
    CHECK(OPERATION(rseq_load_cbne_store__ptr)(&local.word, 5, (value), index) == 0);              \
    CHECK(local.word == (value));
    FOR_CONSTANTS(CONSTANT)
#undef CONSTANT
}

static NOINLINE void NAME(check_add_store)(int index)
{
    struct NAME(record) *v = &NAME(first), local;
    int i;

    for (i = 0; i < NR_VALUES; i++) {
        intptr_t old = values[i], count = values[NR_VALUES - 1 - i];
        intptr_t sum = (intptr_t)((uintptr_t)old + (uintptr_t)count);

        v->word = old;
        CHECK(NAME(add_store)(v, count, index + 1) == -1);
        CHECK(v->word == old);
        check_area();
        CHECK(NAME(add_store)(v, count, index) == 0);
        CHECK(v->word == sum);
        check_area();
    }
#define CONSTANT(value)                                                                            \
    local.word = at_run_time(-7);                                                                  \
    CHECK(OPERATION(rseq_load_add_store__ptr)(&local.word, (value), index) == 0);                  \
    CHECK(local.word == (intptr_t)((uintptr_t)(value)-7U));                                        \
    NAME(first).word = 0;                                                                          \
    CHECK(OPERATION(rseq_load_add_store__ptr)(&NAME(first).word, (value), index) == 0);            \
    CHECK(NAME(first).word == (value));
    FOR_CONSTANTS(CONSTANT)
#undef CONSTANT
}

static NOINLINE void NAME(check_cbeq)(int index)
{
    static struct {
        intptr_t words[1024];
    } nodes;
    struct NAME(record) *v = &NAME(first), *load = &NAME(second);
    intptr_t node = (intptr_t)&nodes.words[512];
    int i;

    for (i = -512; i < 512; i += 73) {
        long voffp = i * (long)sizeof(intptr_t);

        *(intptr_t *)(node + voffp) = 0x1234567 + voffp;
        v->word = node;
        load->word = 9;
        CHECK(NAME(cbeq)(v, node, voffp, load, index) == 1);
        CHECK(NAME(cbeq)(v, 0, voffp, load, index + 1) == -1);
        CHECK(v->word == node && load->word == 9);
        CHECK(has_exit(last_descriptor()->start_ip));
        check_area();
        CHECK(NAME(cbeq)(v, 0, voffp, load, index) == 0);
        CHECK(v->word == 0x1234567 + voffp && load->word == node);
        check_area();
    }
    v->word = 0;
    CHECK(NAME(cbeq)(v, 0, 0, load, index) == 1);
    CHECK(v->word == 0);
#define CONSTANT(value)                                                                            \
    nodes.words[512 + (value)] = 4321;                                                             \
    v->word = node;                                                                                \
    load->word = 9;                                                                                \
    CHECK(OPERATION(rseq_load_cbeq_store_add_load_store__ptr)(                                     \
              &v->word, (value), (value) * (long)sizeof(intptr_t), &load->word, index) == 0);      \
    CHECK(v->word == 4321 && load->word == node);                                                  \
    v->word = (value);                                                                             \
    CHECK(OPERATION(rseq_load_cbeq_store_add_load_store__ptr)(&v->word, (value), 0, &load->word,   \
                                                              index) == 1);
    CONSTANT(0)
    CONSTANT(1)
    CONSTANT(-1)
    CONSTANT(511)
    CONSTANT(-512)
#undef CONSTANT
}

static NOINLINE void NAME(check_cbne_cbne)(int index)
{
    struct NAME(record) *v = &NAME(first), *v2 = &NAME(second);
    int i;

    for (i = 0; i < NR_VALUES; i++) {
        intptr_t old = values[i], newv = values[(i + 1) % NR_VALUES],
                 old2 = values[NR_VALUES - 1 - i];

        v->word = old;
        v2->word = old2;
        CHECK(NAME(cbne_cbne)(v, newv, v2, old2, newv, index) == 1);
        CHECK(NAME(cbne_cbne)(v, old, v2, (intptr_t)((uintptr_t)old2 ^ 1), newv, index) == 1);
        CHECK(NAME(cbne_cbne)(v, old, v2, old2, newv, index + 1) == -1);
        CHECK(v->word == old && v2->word == old2);
        CHECK(has_exit(last_descriptor()->start_ip));
        check_area();
        CHECK(NAME(cbne_cbne)(v, old, v2, old2, newv, index) == 0);
        CHECK(v->word == newv && v2->word == old2);
        check_area();
    }
#define CONSTANT(value)                                                                            \
    v->word = (value);                                                                             \
    v2->word = (value);                                                                            \
    CHECK(OPERATION(rseq_load_cbne_load_cbne_store__ptr)(&v->word, (value), &v2->word, (value), 5, \
                                                         index) == 0);                             \
    CHECK(v->word == 5 && v2->word == (value));                                                    \
    CHECK(OPERATION(rseq_load_cbne_load_cbne_store__ptr)(&v->word, 5, &v2->word, 6, (value),       \
                                                         index) == 1);                             \
    CHECK(v->word == 5);
    FOR_CONSTANTS(CONSTANT)
#undef CONSTANT
}

static NOINLINE void NAME(check_add_load)(int index)
{
    static intptr_t *pointers[1024];
    struct NAME(record) *ptr = &NAME(first);
    intptr_t word;
    int i;

    ptr->word = (intptr_t)&pointers[512];
    for (i = 0; i < NR_VALUES; i++) {
        long off = (i - NR_VALUES / 2) * 41;

        pointers[512 + off] = &word;
        off *= (long)sizeof(intptr_t);
        word = 77;
        CHECK(NAME(add_load)(ptr, off, values[i], index + 1) == -1);
        CHECK(word == 77);
        check_area();
        CHECK(NAME(add_load)(ptr, off, values[i], index) == 0);
        CHECK(word == (intptr_t)((uintptr_t)values[i] + 77U));
        check_area();
    }
#define CONSTANT(value)                                                                            \
    pointers[3] = &word;                                                                           \
    word = 77;                                                                                     \
    CHECK(OPERATION(rseq_load_add_load_load_add_store__ptr)(                                       \
              &ptr->word, -509 * (long)sizeof(intptr_t), (value), index) == 0);                    \
    CHECK(word == (intptr_t)((uintptr_t)(value) + 77U));
    FOR_CONSTANTS(CONSTANT)
#undef CONSTANT
    CHECK(ptr->word == (intptr_t)&pointers[512]);
}
#endif

static NOINLINE void NAME(check)(int index)
{
    NAME(check_store_store)(index);
    NAME(check_memcpy)(index);
#ifndef RELEASE
    NAME(check_cbne_store)(index);
    NAME(check_add_store)(index);
    NAME(check_cbeq)(index);
    NAME(check_cbne_cbne)(index);
    NAME(check_add_load)(index);
#endif
}

#undef SUFFIX

#endif
