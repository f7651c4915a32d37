/*
 * Uses all that rseq/arch.h and what it includes give to programs, in C and C++: the name of the
 * architecture, barriers, and the parts to build a critical section of.
 */
#include "rseq/rseq.h"

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

#ifdef RSEQ_ARCH_X86

/* A section of a program's own: *v = next, unless it is that already. */
extern int replace(intptr_t *v, intptr_t next, int cpu);
int replace(intptr_t *v, intptr_t next, int cpu)
{
    /* clang-format off */
#ifdef RSEQ_ARCH_I386
    uintptr_t ref_ip;
    ptrdiff_t offset = rseq_offset;
#else
    int64_t offset = rseq_offset;
#endif

    __asm__ __volatile__ goto(
        RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, 5f)
#ifdef RSEQ_ARCH_I386
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]),
                               %[ref_ip], RSEQ_ASM_REF_LABEL)
#else
        RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset]))
#endif
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset]), 4f)
        RSEQ_ASM_CBNE_CPU_ID(cpu_id, RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset]), 4f)
        "cmp %[next], %[v]\n\t"
        "je 5f\n\t"
        "mov %[next], %[v]\n\t"
        "2:\n\t"
        RSEQ_ASM_DEFINE_ABORT(4, "", abort)
        RSEQ_ASM_DEFINE_TEARDOWN(5, "", equal)
        ".pushsection .rodata\n\t"
        RSEQ_ASM_U32(RSEQ_SIG)
        ".popsection\n\t"
        ".pushsection .data\n\t"
        RSEQ_ASM_U64_PTR(3b)
        ".popsection\n\t"
        : /* no outputs */
        : [cpu_id] "r" (cpu), [rseq_offset] "r" (offset), [v] "m" (*v), [next] "r" (next)
#ifdef RSEQ_ARCH_I386
          , [ref_ip] "m" (ref_ip)
#endif
        : "memory", "cc", __rseq_str(RSEQ_COMBINE_TOKENS(a, x))
        : abort, equal
    );
    /* clang-format on */
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    return -1;
equal:
    rseq_after_asm_goto();
    return 1;
}

#endif

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
