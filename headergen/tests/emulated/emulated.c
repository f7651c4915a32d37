/*
 * Runs every operation with an rseq area of its own, which no kernel knows: on an emulated CPU,
 * say, for which there is no rseq(2). Each operation takes every way out of its critical section
 * but that of the kernel, and commits or does not as it should.
 *
 * Shapes: each operation, order and index; words behind 0, 8 and 4104 bytes of a structure, and at
 * distances that no instruction can hold; operands at run time and constants; every length of
 * copies up to 100 bytes with every alignment.
 *
 * Needs no C library. Ends with status 0, or says which line found something wrong.
 */
#include <rseq/rseq.h>

#include "start.h"

#define NOINLINE __attribute__((noinline, unused))

/* What the library has. */
#ifdef __cplusplus
extern "C" {
#endif
ptrdiff_t rseq_offset;
unsigned int rseq_size;
unsigned int rseq_flags;

/* Sections of this name are found by symbols that the linker defines. */
extern struct rseq_abi_cs __start___rseq_cs[], __stop___rseq_cs[];
extern uint64_t __start___rseq_cs_ptr_array[], __stop___rseq_cs_ptr_array[];
extern uint64_t __start___rseq_exit_point_array[], __stop___rseq_exit_point_array[];

/* Only what goes wrong comes here. */
struct file *const stderr = 0;
int fprintf(struct file *file, const char *format, ...)
{
    (void)file;
    say(format);
    return 0;
}
void abort(void)
{
    for (;;)
        end(3);
}

/* What compilers call for loops and structures. */
void *memcpy(void *to, const void *from, size_t length)
{
    volatile char *out = (volatile char *)to;
    const volatile char *in = (const volatile char *)from;

    while (length--)
        *out++ = *in++;
    return to;
}
void *memset(void *to, int value, size_t length)
{
    volatile char *out = (volatile char *)to;

    while (length--)
        *out++ = (char)value;
    return to;
}
#ifdef __cplusplus
}
#endif

/* The area, in the middle of bytes that nothing may write to. */
static unsigned char surroundings[64 + 64 + 64] __attribute__((aligned(64)));
#define AREA (RSEQ_PTR_CAST(struct rseq_abi *, surroundings + 64))

#define CPU_ID 3
#define MM_CID 70000

static unsigned long checks;

static NOINLINE void fail(int line)
{
    say("emulated.c: line ");
    say_number((unsigned long)line);
    say(" after ");
    say_number(checks);
    say(" checks\n");
    end(1);
}

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        checks++;                                                                                  \
        if (!(condition))                                                                          \
            fail(__LINE__);                                                                        \
    } while (0)

/** The value, of which the compiler knows nothing. */
static NOINLINE intptr_t at_run_time(intptr_t value)
{
    __asm__ __volatile__("" : "+r"(value));
    return value;
}

static struct rseq_abi_cs *last_descriptor(void)
{
    return RSEQ_PTR_CAST(struct rseq_abi_cs *, RSEQ_CAST(uintptr_t, AREA->rseq_cs.ptr64));
}

/** Looks at what the operation that ran last has left in the area. */
static NOINLINE void check_area(void)
{
    struct rseq_abi *area = AREA;
    struct rseq_abi_cs *cs = last_descriptor();
    uint64_t *entry = __start___rseq_cs_ptr_array;
    size_t i;

    CHECK(area->cpu_id_start == 0x11111111 && area->cpu_id == CPU_ID && area->flags == 0);
    CHECK(area->node_id == 0x22222222 && area->mm_cid == MM_CID);
    for (i = 0; i < 64; i++)
        CHECK(surroundings[i] == 0x5a && surroundings[i + 128] == 0xa5);
    CHECK((uintptr_t)cs == area->rseq_cs.ptr64);
    CHECK(cs >= __start___rseq_cs && cs < __stop___rseq_cs && (uintptr_t)cs % 32 == 0);
    while (entry < __stop___rseq_cs_ptr_array && *entry != (uintptr_t)cs)
        entry++;
    CHECK(entry < __stop___rseq_cs_ptr_array);
    CHECK(cs->version == 0 && cs->flags == 0);
    CHECK(cs->post_commit_offset > 0 && cs->post_commit_offset < 1000);
    CHECK(cs->abort_ip < cs->start_ip || cs->abort_ip >= cs->start_ip + cs->post_commit_offset);
    CHECK(*RSEQ_PTR_CAST(uint32_t *, RSEQ_CAST(uintptr_t, cs->abort_ip) - 4) == RSEQ_SIG);
    area->rseq_cs.ptr64 = 0;
}

/** Whether an exit of that section is declared. */
static NOINLINE int has_exit(uint64_t start)
{
    uint64_t *pair;

    for (pair = __start___rseq_exit_point_array; pair < __stop___rseq_exit_point_array; pair += 2)
        if (pair[0] == start)
            return 1;
    return 0;
}

static const intptr_t values[] = {
    0,      1,       -1,        2,         4095,       4096,       0x7fff,     -0x7fff,
    0x8000, -0x8000, 0xffff,    -0x8001,   0x10000,    0x7ffff000, 0x12345678, -0x12345678,
    42,     -42,     INT32_MAX, INT32_MIN, INTPTR_MAX, INTPTR_MIN,
};
#define NR_VALUES ((int)(sizeof(values) / sizeof(values[0])))

/** f(value) for constants that some instructions can hold and others cannot. */
#define FOR_CONSTANTS(f)                                                                           \
    f(0) f(-1) f(4095) f(-0x8000) f(0x8000) f(0xffff) f(0x12345678) f(INTPTR_MIN)

#define NAME(name) RSEQ_COMBINE_TOKENS(RSEQ_COMBINE_TOKENS(name##_, SHAPE), SUFFIX)
#define OPERATION(name) RSEQ_COMBINE_TOKENS(name##_, SUFFIX)

#define BEFORE 0
#define SHAPE at0_
#include "operations.h"
#define BEFORE 8
#define SHAPE at8_
#include "operations.h"
#define BEFORE 4104
#define SHAPE at4104_
#include "operations.h"

/** Words far away in an object: the address does not fit into an instruction. */
static struct {
    intptr_t first;
    char far1[0x7ff8 - sizeof(intptr_t)];
    intptr_t at_7ff8;
    intptr_t at_8000;
    char far2[0x80000 - 0x8000 - sizeof(intptr_t)];
    intptr_t at_80000;
} far_away;

static NOINLINE void check_far_away(void)
{
    far_away.at_7ff8 = far_away.at_80000 = 1;
    CHECK(rseq_load_add_store__ptr_relaxed_cpu_id(&far_away.at_7ff8, 1, CPU_ID) == 0);
    CHECK(rseq_load_add_store__ptr_relaxed_cpu_id(&far_away.at_8000, 3, CPU_ID) == 0);
    CHECK(rseq_load_add_store__ptr_relaxed_cpu_id(&far_away.at_80000, 4, CPU_ID) == 0);
    CHECK(far_away.at_7ff8 == 2 && far_away.at_8000 == 3 && far_away.at_80000 == 5);
    CHECK(rseq_load_cbne_store_store__ptr_release_mm_cid(&far_away.at_80000, 5, &far_away.at_8000,
                                                         0x123456, -1, MM_CID) == 0);
    CHECK(far_away.at_8000 == 0x123456 && far_away.at_80000 == -1 && far_away.first == 0);
}

/** The index is 32 bits of a register that may have more. */
static NOINLINE void check_index(void)
{
    intptr_t word = 7;
    /* Only the low half of these is the argument. */
    uint64_t right = (uint64_t)at_run_time(0x7abcdef0) << 33 | MM_CID;
    uint64_t wrong = right + 1;

    CHECK(rseq_load_add_store__ptr_relaxed_mm_cid(&word, 1, (int)(uint32_t)right) == 0);
    CHECK(rseq_load_add_store__ptr_relaxed_mm_cid(&word, 1, (int)(uint32_t)wrong) == -1);
    CHECK(rseq_load_add_store__ptr_relaxed_cpu_id(&word, 1, CPU_ID) == 0);
    CHECK(rseq_load_add_store__ptr_relaxed_cpu_id(&word, 1, MM_CID) == -1);
    CHECK(rseq_load_add_store__ptr_relaxed_cpu_id(&word, 1, -1) == -1);
    CHECK(word == 9);

    /* The values that the area has for threads that are not registered equal no index. */
    AREA->cpu_id = (uint32_t)RSEQ_ABI_CPU_ID_UNINITIALIZED;
    CHECK(rseq_load_add_store__ptr_relaxed_cpu_id(&word, 1, (int)at_run_time(0)) == -1);
    CHECK(rseq_load_add_store__ptr_relaxed_cpu_id(&word, 1, -1) == -1);
    AREA->cpu_id = 0x7fffffff;
    CHECK(rseq_load_add_store__ptr_relaxed_cpu_id(&word, 1, (int)at_run_time(0x7fffffff)) == 0);
    AREA->cpu_id = CPU_ID;
    CHECK(word == 10);
}

/** Accesses in order: that they are accesses of the right object. */
#define CHECK_ACCESS(type)                                                                         \
    do {                                                                                           \
        struct {                                                                                   \
            type before, object, after;                                                            \
        } s = {(type)1, (type)2, (type)3};                                                         \
        const volatile type *reader = &s.object;                                                   \
                                                                                                   \
        CHECK(rseq_smp_load_acquire(reader) == (type)2);                                           \
        rseq_smp_store_release(&s.object, (type)-2);                                               \
        CHECK(rseq_smp_load_acquire(&s.object) == (type)-2);                                       \
        CHECK(s.before == (type)1 && s.after == (type)3);                                          \
    } while (0)

static NOINLINE void check_accesses(void)
{
    int object;
    int *pointer = &object;
    int *volatile *where = &pointer;

    CHECK_ACCESS(char);
    CHECK_ACCESS(signed char);
    CHECK_ACCESS(unsigned short);
    CHECK_ACCESS(int);
    CHECK_ACCESS(unsigned int);
    CHECK_ACCESS(long);
    CHECK_ACCESS(unsigned long);
#if RSEQ_BITS_PER_LONG == 64
    CHECK_ACCESS(long long);
#endif
    CHECK(rseq_smp_load_acquire(where) == &object);
    rseq_smp_store_release(where, &object + 1);
    CHECK(rseq_smp_load_acquire(where) == &object + 1);
    rseq_smp_mb();
    rseq_smp_rmb();
    rseq_smp_wmb();
    rseq_smp_acquire__after_ctrl_dep();
}

int run(void)
{
    size_t i;

    for (i = 0; i < 64; i++) {
        surroundings[i] = 0x5a;
        surroundings[i + 128] = 0xa5;
    }
    AREA->cpu_id_start = 0x11111111;
    AREA->cpu_id = CPU_ID;
    AREA->node_id = 0x22222222;
    AREA->mm_cid = MM_CID;
    rseq_offset = RSEQ_PTR_CAST(char *, AREA) - RSEQ_CAST(char *, rseq_thread_pointer());
    CHECK(rseq_get_abi() == AREA);

    check_at0_relaxed_cpu_id(CPU_ID);
    check_at0_relaxed_mm_cid(MM_CID);
    check_at0_release_cpu_id(CPU_ID);
    check_at0_release_mm_cid(MM_CID);
    check_at8_relaxed_cpu_id(CPU_ID);
    check_at8_relaxed_mm_cid(MM_CID);
    check_at8_release_cpu_id(CPU_ID);
    check_at8_release_mm_cid(MM_CID);
    check_at4104_relaxed_cpu_id(CPU_ID);
    check_at4104_relaxed_mm_cid(MM_CID);
    check_at4104_release_cpu_id(CPU_ID);
    check_at4104_release_mm_cid(MM_CID);
    check_far_away();
    check_index();
    check_accesses();
    say_number(checks);
    say(" checks\n");
    return 0;
}
