/*
 * Uses all that rseq/arch.h and what it includes give to programs, in C and C++: the name of the
 * architecture, barriers, and the parts to build a critical section of.
 */
#include "../../../tests-c/sections.h"

#include "rseq/arch.h"

#if defined(RSEQ_ARCH_X86) + defined(RSEQ_ARCH_ARM) + defined(RSEQ_ARCH_AARCH64) +                 \
        defined(RSEQ_ARCH_PPC) + defined(RSEQ_ARCH_MIPS) + defined(RSEQ_ARCH_S390) +               \
        defined(RSEQ_ARCH_RISCV) + defined(RSEQ_ARCH_LOONGARCH) + defined(RSEQ_ARCH_OR1K) !=       \
    1
#error "not one architecture"
#endif
#if defined(RSEQ_ARCH_AMD64) + defined(RSEQ_ARCH_I386) != defined(RSEQ_ARCH_X86) ||                \
    defined(RSEQ_ARCH_PPC64) > defined(RSEQ_ARCH_PPC) ||                                           \
    defined(RSEQ_ARCH_S390X) > defined(RSEQ_ARCH_S390)
#error "not one variant of the architecture"
#endif

#ifndef _RSEQ_ARCH_FALLBACK_H
extern int signature[sizeof(RSEQ_SIG) == 4 ? 1 : -1];
#endif

struct object {
    bool b;
    volatile signed char c;
    unsigned short s;
    volatile int i;
    unsigned long l;
    volatile long long ll;
    char *volatile pointer;
};

#define LOAD(member)                                                                               \
    {                                                                                              \
        rseq_unqual_scalar_typeof(o->member) value = rseq_smp_load_acquire(&o->member);            \
        sum += value != rseq_smp_load_acquire(&constant->member);                                  \
    }

extern int load(struct object *o, const struct object *constant);
int load(struct object *o, const struct object *constant)
{
    int sum = 0;

    LOAD(b)
    LOAD(c)
    LOAD(s)
    LOAD(i)
    LOAD(l)
    LOAD(ll)
    LOAD(pointer)
    /* In each other, as lists are walked. */
    return sum + *rseq_smp_load_acquire(rseq_smp_load_acquire(&o) == o ? &o->pointer : &o->pointer);
}

extern void store(struct object *o, char *pointer);
void store(struct object *o, char *pointer)
{
    rseq_smp_store_release(&o->b, true);
    rseq_smp_store_release(&o->c, 1);
    rseq_smp_store_release(&o->s, 2);
    rseq_smp_store_release(&o->i, 3);
    rseq_smp_store_release(&o->l, 4);
    rseq_smp_store_release(&o->ll, 5);
    if (pointer)
        rseq_smp_store_release(&o->pointer, pointer);
    else
        rseq_smp_mb();
    rseq_smp_rmb();
    rseq_smp_wmb();
    rseq_smp_acquire__after_ctrl_dep();
}

/* Sections of a program's own, and data beside them. */
extern int sections(intptr_t *v, const char *from, char *to, int cpu);
int sections(intptr_t *v, const char *from, char *to, int cpu)
{
    int sum = increment(v, cpu) + store_if_equal(v, 1, 2, cpu) + from[0] + to[0];

#ifdef SECTIONS_HAVE_STEPS
    sum += pop(v, 0, 8, v + 1, cpu) + copy(v, to, from, 32, cpu);
#endif
#ifdef RSEQ_ASM_U32
    __asm__ __volatile__(".pushsection .data\n\t"
                         "3:\n\t" RSEQ_ASM_U32(RSEQ_SIG) RSEQ_ASM_U64_PTR(3b) ".popsection\n\t");
#endif
    return sum;
}

/* Parts that those do not use. */
extern const char *part(int number);
const char *part(int number)
{
    static const char *const parts[] = {
#if defined(RSEQ_ARCH_AARCH64)
        RSEQ_ASM_TMP_REG32,
        RSEQ_ASM_OP_STORE(value, var),
        RSEQ_ASM_OP_STORE_RELEASE(value, var),
        RSEQ_ASM_OP_FINAL_STORE_RELEASE(value, var, 2),
        RSEQ_ASM_OP_CBNE32(var, expect, 4f),
#elif defined(RSEQ_ARCH_RISCV)
        RSEQ_ASM_OP_STORE(value, var),
        RSEQ_ASM_OP_FINAL_STORE_RELEASE(value, var, 2),
        RSEQ_ASM_OP_CBNE32(var, expect, 4f),
        RSEQ_ASM_REG_L,
        RSEQ_ASM_REG_S,
        __RSEQ_ASM_REG_SEL("64", "32"),
#elif defined(RSEQ_ARCH_PPC)
        RSEQ_ASM_OP_STORE(value, var),
        RSEQ_ASM_STORE_LONG(var),
        RSEQ_ASM_LOAD_LONG(var),
        RSEQ_ASM_STORE_INT(var),
        RSEQ_ASM_LOAD_INT(var),
        RSEQ_ASM_LOADX_LONG,
        RSEQ_ASM_CMP_LONG,
        RSEQ_ASM_CMP_LONG_INT,
#elif defined(RSEQ_ARCH_LOONGARCH)
        RSEQ_ASM_LONG,
        RSEQ_ASM_LONG_LA,
#elif defined(RSEQ_ARCH_MIPS) && defined(RSEQ_ASM_U32)
        RSEQ_ASM_LONG,
        RSEQ_ASM_LONG_LA,
        RSEQ_ASM_U32_U64_PAD("1"),
#elif defined(RSEQ_ARCH_S390)
        RSEQ_ASM_LONG,
        RSEQ_ASM_LONG_LT_R,
        RSEQ_ASM_LONG_CMP_R,
        RSEQ_ASM_LONG_ADD_R,
#endif
        "",
    };

    return parts[number];
}

/* One text for several functions. Not everywhere is an index addressed by its offset. */
#ifdef RSEQ_ASM_CPU_ID_OFFSET
#define NUMBER rseq_get_abi()->RSEQ_TEMPLATE_INDEX_CPU_ID_FIELD + RSEQ_TEMPLATE_INDEX_CPU_ID_OFFSET
#else
#define NUMBER rseq_get_abi()->RSEQ_TEMPLATE_INDEX_CPU_ID_FIELD
#endif
#define RSEQ_TEMPLATE_MO_RELAXED
#define RSEQ_TEMPLATE_INDEX_CPU_ID
#include "rseq/arch/templates/bits.h"
extern uint32_t RSEQ_TEMPLATE_IDENTIFIER(number)(void);
uint32_t RSEQ_TEMPLATE_IDENTIFIER(number)(void)
{
    return NUMBER;
}
#include "rseq/arch/templates/bits-reset.h"

#define RSEQ_TEMPLATE_MO_RELEASE
#define RSEQ_TEMPLATE_INDEX_MM_CID
#include "rseq/arch/templates/bits.h"
extern uint32_t RSEQ_TEMPLATE_IDENTIFIER(number)(void);
uint32_t RSEQ_TEMPLATE_IDENTIFIER(number)(void)
{
    return NUMBER;
}
#include "rseq/arch/templates/bits-reset.h"

#define RSEQ_TEMPLATE_MO_RELAXED
#define RSEQ_TEMPLATE_INDEX_NONE
#include "rseq/arch/templates/bits.h"
extern uint32_t RSEQ_COMBINE_TOKENS(number, RSEQ_TEMPLATE_SUFFIX)(void);
uint32_t number_relaxed(void)
{
    return number_relaxed_cpu_id() + number_release_mm_cid();
}
#include "rseq/arch/templates/bits-reset.h"
