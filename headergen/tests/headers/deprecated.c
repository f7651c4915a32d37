/*
 * Uses all of rseq/deprecated.h and every header at an earlier path, in C and C++, as programs of
 * those generations do.
 */
#define EARLIER_PARTS
#include "../../../tests-c/sections.h"

#include "rseq/rseq-abi.h"
#include "rseq/rseq-arm-bits.h"
#include "rseq/rseq-arm.h"
#include "rseq/rseq-arm64-bits.h"
#include "rseq/rseq-arm64.h"
#include "rseq/rseq-generic-thread-pointer.h"
#include "rseq/rseq-mips-bits.h"
#include "rseq/rseq-mips.h"
#include "rseq/rseq-ppc-bits.h"
#include "rseq/rseq-ppc-thread-pointer.h"
#include "rseq/rseq-ppc.h"
#include "rseq/rseq-pseudocode.h"
#include "rseq/rseq-riscv-bits.h"
#include "rseq/rseq-riscv.h"
#include "rseq/rseq-s390-bits.h"
#include "rseq/rseq-s390.h"
#include "rseq/rseq-skip.h"
#include "rseq/rseq-thread-pointer.h"
#include "rseq/rseq-x86-bits.h"
#include "rseq/rseq-x86-thread-pointer.h"
#include "rseq/rseq-x86.h"

#include "rseq/deprecated.h"
#include "rseq/mempool.h"

struct object {
    intptr_t v, v2, load;
    char from[32], to[32];
};

/* Of 2021 to April 2023. */
extern int without_order_and_mode(struct object *o, intptr_t n, short offset, int cpu);
int without_order_and_mode(struct object *o, intptr_t n, short offset, int cpu)
{
    if (!rseq_available())
        return -1;
    return rseq_cmpeqv_storev(&o->v, n, 1, cpu) + rseq_addv(&o->v, n, cpu) +
           rseq_cmpnev_storeoffp_load(&o->v, n, offset, &o->load, cpu) +
           rseq_cmpeqv_trystorev_storev(&o->v, n, &o->v2, 2, 3, cpu) +
           rseq_cmpeqv_trystorev_storev_release(&o->v, n, &o->v2, 2, 3, cpu) +
           rseq_cmpeqv_cmpeqv_storev(&o->v, n, &o->v2, 4, 5, cpu) +
           rseq_cmpeqv_trymemcpy_storev(&o->v, n, o->to, o->from, 32, 6, cpu) +
           rseq_cmpeqv_trymemcpy_storev_release(&o->v, n, o->to, o->from, 32, 6, cpu)
#ifdef RSEQ_ARCH_X86
           + rseq_deref_loadoffp(&o->v, n, &o->load, cpu) +
           rseq_deref_loadoffp(&o->v2, -8, &o->load, 1)
#endif
#ifdef RSEQ_ARCH_HAS_OFFSET_DEREF_ADDV
           + rseq_offset_deref_addv(&o->v, 8, n, cpu)
#endif
        ;
}

/* Of April 2023 to February 2024. */
extern int with_order_and_mode(enum rseq_mo mo, enum rseq_percpu_mode mode, struct object *o,
                               intptr_t n, int cpu);
int with_order_and_mode(enum rseq_mo mo, enum rseq_percpu_mode mode, struct object *o, intptr_t n,
                        int cpu)
{
    const enum rseq_available_query query = RSEQ_AVAILABLE_QUERY_LIBC;

    if (!rseq_available(query) || !rseq_available(cpu ? RSEQ_AVAILABLE_QUERY_KERNEL : query) ||
        rseq_feature_size < 28)
        return -1;
    return rseq_cmpeqv_storev(mo, mode, &o->v, n, 1, cpu) + rseq_addv(mo, mode, &o->v, n, cpu) +
           rseq_cmpnev_storeoffp_load(mo, mode, &o->v, n, 8, &o->load, cpu) +
           rseq_cmpeqv_trystorev_storev(mo, mode, &o->v, n, &o->v2, 2, 3, cpu) +
           rseq_cmpeqv_cmpeqv_storev(mo, mode, &o->v, n, &o->v2, 4, 5, cpu) +
           rseq_cmpeqv_trymemcpy_storev(mo, mode, &o->v, n, o->to, o->from, 32, 6, cpu) +
           rseq_offset_deref_addv(RSEQ_MO_RELAXED, mode, &o->v, 8, n, cpu) +
           rseq_load_add_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_MM_CID, &o->v, 8, n, cpu);
}

extern int by_suffix(struct object *o, intptr_t n, int cpu);
int by_suffix(struct object *o, intptr_t n, int cpu)
{
    int (*of_list)(intptr_t *, intptr_t, long, intptr_t *, int) =
        cpu ? rseq_cmpnev_storeoffp_load_relaxed_cpu_id : rseq_cmpnev_storeoffp_load_relaxed_mm_cid;

    return rseq_cmpeqv_storev_relaxed_cpu_id(&o->v, n, 1, cpu) +
           rseq_cmpeqv_storev_relaxed_mm_cid(&o->v, n, 1, cpu) +
           rseq_addv_relaxed_cpu_id(&o->v, n, cpu) + rseq_addv_relaxed_mm_cid(&o->v, n, cpu) +
           of_list(&o->v, n, 8, &o->load, cpu) +
           rseq_cmpeqv_trystorev_storev_relaxed_cpu_id(&o->v, n, &o->v2, 2, 3, cpu) +
           rseq_cmpeqv_trystorev_storev_relaxed_mm_cid(&o->v, n, &o->v2, 2, 3, cpu) +
           rseq_cmpeqv_trystorev_storev_release_cpu_id(&o->v, n, &o->v2, 2, 3, cpu) +
           rseq_cmpeqv_trystorev_storev_release_mm_cid(&o->v, n, &o->v2, 2, 3, cpu) +
           rseq_cmpeqv_cmpeqv_storev_relaxed_cpu_id(&o->v, n, &o->v2, 4, 5, cpu) +
           rseq_cmpeqv_cmpeqv_storev_relaxed_mm_cid(&o->v, n, &o->v2, 4, 5, cpu) +
           rseq_cmpeqv_trymemcpy_storev_relaxed_cpu_id(&o->v, n, o->to, o->from, 32, 6, cpu) +
           rseq_cmpeqv_trymemcpy_storev_relaxed_mm_cid(&o->v, n, o->to, o->from, 32, 6, cpu) +
           rseq_cmpeqv_trymemcpy_storev_release_cpu_id(&o->v, n, o->to, o->from, 32, 6, cpu) +
           rseq_cmpeqv_trymemcpy_storev_release_mm_cid(&o->v, n, o->to, o->from, 32, 6, cpu) +
           rseq_offset_deref_addv_relaxed_cpu_id(&o->v, 8, n, cpu) +
           rseq_offset_deref_addv_relaxed_mm_cid(&o->v, 8, n, cpu) +
           rseq_load_add_load_add_store__ptr_relaxed_cpu_id(&o->v, 8, n, cpu) +
           rseq_load_add_load_add_store__ptr_relaxed_mm_cid(&o->v, 8, n, cpu);
}

/* A name of the API as that of a member, and in a macro's argument. */
#define SAME(x) x
struct has_member {
    int rseq_addv, rseq_available;
};
extern int members(struct has_member *o, struct object *p, int cpu);
int members(struct has_member *o, struct object *p, int cpu)
{
    o->rseq_addv = SAME(rseq_addv(&p->v, 1, cpu));
    o->rseq_available = SAME(rseq_available());
    return o->rseq_addv + o->rseq_available;
}

extern bool (*query)(unsigned int);
bool (*query)(unsigned int) = rseq_available;

extern int policies[RSEQ_MEMPOOL_POPULATE_NONE == 0 && RSEQ_MEMPOOL_POPULATE_ALL == 1 &&
                            RSEQ_MEMPOOL_POPULATE_PRIVATE_NONE == 0 &&
                            RSEQ_MEMPOOL_POPULATE_PRIVATE_ALL == 1
                        ? 1
                        : -1];

extern int barriers(int x);
int barriers(int x)
{
#ifdef RSEQ_ARCH_PPC
    rseq_smp_lwsync();
#endif
    __asm__ goto("" : : "r"(x) : : away);
    rseq_workaround_gcc_asm_size_guess();
    return 0;
away:
    rseq_workaround_gcc_asm_size_guess();
    return 1;
}

/* Sections of a program's own. */
extern int sections_of_then(intptr_t *v, const char *from, char *to, int cpu);
int sections_of_then(intptr_t *v, const char *from, char *to, int cpu)
{
    int sum = increment(v, cpu) + store_if_equal(v, 1, 2, cpu) + from[0] + to[0];

#ifdef SECTIONS_HAVE_STEPS
    sum += pop(v, 0, 8, v + 1, cpu) + copy(v, to, from, 32, cpu);
#endif
    return sum;
}

/* What those do not use. */
extern const char *part(int number);
const char *part(int number)
{
    static const char *const parts[] = {
#if defined(RSEQ_ARCH_AARCH64) || defined(RSEQ_ARCH_RISCV)
        RSEQ_ASM_OP_CMPEQ32(var, expect, 4f),
#elif defined(RSEQ_ARCH_MIPS) && defined(RSEQ_ASM_U32)
        LONG,
        LONG_LA,
        U32_U64_PAD("1"),
#elif defined(RSEQ_ARCH_S390)
        LONG_LT_R,
        LONG_CMP_R,
        LONG_ADD_R,
#elif defined(RSEQ_ARCH_PPC)
        STORE_WORD,
        LOAD_WORD,
        LOADX_WORD,
        CMP_WORD,
#endif
        "",
    };

    return parts[number];
}

/* One text for several functions. */
#define RSEQ_TEMPLATE_MO_RELAXED
#define RSEQ_TEMPLATE_CPU_ID
#include "rseq/rseq-bits-template.h"
extern uint32_t RSEQ_TEMPLATE_IDENTIFIER(member)(void);
uint32_t RSEQ_TEMPLATE_IDENTIFIER(member)(void)
{
    return rseq_get_abi()->RSEQ_TEMPLATE_CPU_ID_FIELD;
}
#ifdef RSEQ_ARCH_X86
extern int offset_of_number[RSEQ_TEMPLATE_CPU_ID_OFFSET == RSEQ_CPU_ID_OFFSET ? 1 : -1];
#endif
#include "rseq/rseq-bits-reset.h"

#define RSEQ_TEMPLATE_MO_RELEASE
#define RSEQ_TEMPLATE_MM_CID
#include "rseq/rseq-bits-template.h"
extern uint32_t RSEQ_TEMPLATE_IDENTIFIER(member)(void);
uint32_t RSEQ_TEMPLATE_IDENTIFIER(member)(void)
{
    return rseq_get_abi()->RSEQ_TEMPLATE_CPU_ID_FIELD;
}
#include "rseq/rseq-bits-reset.h"

#define RSEQ_TEMPLATE_MO_RELAXED
#define RSEQ_TEMPLATE_CPU_ID_NONE
#include "rseq/rseq-bits-template.h"
extern uint32_t RSEQ_TEMPLATE_IDENTIFIER(member)(void);
uint32_t member_relaxed(void)
{
    return member_relaxed_cpu_id() + member_release_mm_cid();
}
#include "rseq/rseq-bits-reset.h"
