// SPDX-License-Identifier: MIT
//
// Critical sections of a program's own, made of the parts that the header of each architecture has,
// as programs have them that were written for the original library: with the names and arguments of
// today, or with -DEARLIER_PARTS those of 2021 to February 2024. Each returns 0 when it committed,
// 1 when the comparison told it not to, and -1 when it was aborted.
//
// increment():      *v += 1
// store_if_equal(): *v = newv, if *v is expect
//
// and where there are parts for it (SECTIONS_HAVE_STEPS)
//
// pop():  *load = *v, *v = the word at *v + voffp, unless *v is expectnot
// copy(): len bytes from src to dst, then *v += 1
#ifndef SECTIONS_H
#define SECTIONS_H

#ifdef EARLIER_PARTS
#define RSEQ_DEPRECATED_MNEMONICS
#endif

#include <rseq/rseq.h>

#if defined(RSEQ_ARCH_AARCH64) || defined(RSEQ_ARCH_PPC) || defined(RSEQ_ARCH_RISCV)
#define SECTIONS_HAVE_STEPS
#endif

// Which member is compared with the index: cpu_id or mm_cid.
#ifdef INDEX_BY_MM_CID
#define SECTION_INDEX mm_cid
#else
#define SECTION_INDEX cpu_id
#endif
#if defined(INDEX_BY_MM_CID) && defined(EARLIER_PARTS)
#define SECTION_INDEX_OFFSET RSEQ_MM_CID_OFFSET
#elif defined(EARLIER_PARTS)
#define SECTION_INDEX_OFFSET RSEQ_CPU_ID_OFFSET
#elif defined(INDEX_BY_MM_CID)
#define SECTION_INDEX_OFFSET RSEQ_ASM_MM_CID_OFFSET
#else
#define SECTION_INDEX_OFFSET RSEQ_ASM_CPU_ID_OFFSET
#endif

// clang-format off

#ifdef RSEQ_ASM_U32

// Names of today, and of then.
#ifdef EARLIER_PARTS
#define SECTION_CBNE_CPU_ID RSEQ_ASM_CMP_CPU_ID
#define SECTION_TEARDOWN RSEQ_ASM_DEFINE_CMPFAIL
#define SECTION_CBNE RSEQ_ASM_OP_CMPEQ
#define SECTION_CBEQ RSEQ_ASM_OP_CMPNE
#else
#define SECTION_CBNE_CPU_ID RSEQ_ASM_CBNE_CPU_ID
#define SECTION_TEARDOWN RSEQ_ASM_DEFINE_TEARDOWN
#define SECTION_CBNE RSEQ_ASM_OP_CBNE
#define SECTION_CBEQ RSEQ_ASM_OP_CBEQ
#endif

// The pieces of a section, for each architecture that has others than most. SECTION_INCREMENT and
// SECTION_STORE commit, the latter after SECTION_COMPARE, which leaves to label 5.

#if defined(RSEQ_ARCH_X86)

#define SECTION_INCREMENT "add %[count], %[v]\n\t"
#define SECTION_COMPARE "cmp %[expect], %[v]\n\tjne 5f\n\t"
#define SECTION_STORE "mov %[newv], %[v]\n\t"

// On i386 code at the injection points needs eax, of what is here the macros of today.
#if defined(RSEQ_ARCH_AMD64)
#define SECTION_CLOBBERS "memory", "cc", "rax"
#elif defined(EARLIER_PARTS) && !defined(INJECTION_H)
#define SECTION_CLOBBERS "memory", "cc"
#else
#define SECTION_CLOBBERS "memory", "cc", "eax"
#endif

#if defined(EARLIER_PARTS)
// By the address of the area, as until January 2022.
#define SECTION_MEMBER(offset) offset(%[rseq_abi])
#define SECTION_AREA [rseq_abi] "r"(rseq_get_abi())
#define SECTION_ENTER RSEQ_ASM_STORE_RSEQ_CS(1, 3b, SECTION_MEMBER(RSEQ_CS_OFFSET))
#else
#define SECTION_MEMBER(offset) RSEQ_ASM_TP_SEGMENT:offset(%[rseq_offset])
#ifdef RSEQ_ARCH_AMD64
#define SECTION_AREA [rseq_offset] "r"(RSEQ_CAST(int64_t, rseq_offset))
#define SECTION_ENTER RSEQ_ASM_STORE_RSEQ_CS(1, 3b, SECTION_MEMBER(RSEQ_ASM_CS_OFFSET))
#else
#define SECTION_VARIABLE intptr_t reference = 0;
#define SECTION_AREA [rseq_offset] "r"(rseq_offset), [ref_ip] "m"(reference)
#define SECTION_ENTER                                                                              \
    RSEQ_ASM_STORE_RSEQ_CS(1, 3b, SECTION_MEMBER(RSEQ_ASM_CS_OFFSET), %[ref_ip], RSEQ_ASM_REF_LABEL)
#endif
#endif
#define SECTION_CHECK SECTION_CBNE_CPU_ID(cpu_id, SECTION_MEMBER(SECTION_INDEX_OFFSET), 4f)

#elif defined(SECTIONS_HAVE_STEPS)

#define SECTION_INCREMENT RSEQ_ASM_OP_R_LOAD(v) RSEQ_ASM_OP_R_ADD(count) RSEQ_ASM_OP_R_FINAL_STORE(v, 2)
#define SECTION_COMPARE SECTION_CBNE(v, expect, %l[ne])
#define SECTION_STORE RSEQ_ASM_OP_FINAL_STORE(newv, v, 2)
// The steps bring the label of the commit with them, and leave to a label of C.
#define SECTION_COMMITTED
#define SECTION_LEAVE
#define SECTION_EXIT %l[ne]
#ifdef EARLIER_PARTS
#define SECTION_ABORT RSEQ_ASM_DEFINE_ABORT(4, abort)
#endif

#if defined(RSEQ_ARCH_PPC)
#define SECTION_CLOBBERS "memory", "cc", "r11", "r17", "r18", "r19", "r20", "r21"
#define SECTION_LOAD_BEHIND RSEQ_ASM_OP_R_LOADX(voffp)
#define SECTION_TO_COPY                                                                            \
    "mr %%r19, %[len]\n\t"                                                                         \
    "mr %%r20, %[src]\n\t"                                                                         \
    "mr %%r21, %[dst]\n\t"
#ifdef EARLIER_PARTS
#define SECTION_COPY SECTION_TO_COPY RSEQ_ASM_OP_R_MEMCPY()
#else
#define SECTION_COPY SECTION_TO_COPY RSEQ_ASM_OP_R_BYTEWISE_MEMCPY()
#endif
#else
#ifdef RSEQ_ARCH_RISCV
#define SECTION_CLOBBERS                                                                           \
    "memory", RSEQ_ASM_TMP_REG_1, RSEQ_ASM_TMP_REG_2, RSEQ_ASM_TMP_REG_3, RSEQ_ASM_TMP_REG_4
#else
#define SECTION_CLOBBERS "memory", RSEQ_ASM_TMP_REG, RSEQ_ASM_TMP_REG_2
#define SECTION_WORD "Qo"
#endif
#define SECTION_LOAD_BEHIND RSEQ_ASM_OP_R_LOAD_OFF(voffp)
#ifdef EARLIER_PARTS
#define SECTION_COPY RSEQ_ASM_OP_R_BAD_MEMCPY(dst, src, len)
#else
#define SECTION_COPY RSEQ_ASM_OP_R_BYTEWISE_MEMCPY(dst, src, len)
#endif
#endif

#elif defined(RSEQ_ARCH_S390)

#define SECTION_CLOBBERS "memory", "cc", "r0", "r1"
#ifdef EARLIER_PARTS
#define SECTION_INCREMENT LONG_L " %%r1, %[v]\n\t" LONG_ADDI " %%r1, 1\n\t" LONG_S " %%r1, %[v]\n\t"
#define SECTION_COMPARE LONG_CMP " %[expect], %[v]\n\tjgne 5f\n\t"
#else
#define SECTION_INCREMENT                                                                          \
    RSEQ_ASM_LONG_L " %%r1, %[v]\n\t"                                                              \
    RSEQ_ASM_LONG_ADDI " %%r1, 1\n\t"                                                              \
    RSEQ_ASM_LONG_S " %%r1, %[v]\n\t"
#define SECTION_COMPARE RSEQ_ASM_LONG_CMP " %[expect], %[v]\n\tjgne 5f\n\t"
#endif
#define SECTION_STORE RSEQ_ASM_LONG_S " %[newv], %[v]\n\t"

#elif defined(RSEQ_ARCH_OR1K)

#define SECTION_CLOBBERS "memory", "?sr_f", RSEQ_ASM_TMP_REG, RSEQ_ASM_TMP_REG_2
#define SECTION_INCREMENT                                                                          \
    "l.lwz " RSEQ_ASM_TMP_REG ", %[v]\n\t"                                                         \
    "l.addi " RSEQ_ASM_TMP_REG ", " RSEQ_ASM_TMP_REG ", 1\n\t"                                     \
    "l.sw %[v], " RSEQ_ASM_TMP_REG "\n\t"
#define SECTION_COMPARE                                                                            \
    "l.lwz " RSEQ_ASM_TMP_REG ", %[v]\n\t"                                                         \
    "l.sfeq " RSEQ_ASM_TMP_REG ", %[expect]\n\tl.bnf 5f\n\tl.nop\n\t"
#define SECTION_STORE "l.sw %[v], %[newv]\n\t"

#else

// The abort handler comes with a table of its own, and here: the code before it jumps around it.
#define SECTION_TABLE RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)
#define SECTION_ENTER RSEQ_ASM_STORE_RSEQ_CS(1, 3f, rseq_cs)
#if defined(EARLIER_PARTS) && !defined(RSEQ_ARCH_LOONGARCH)
#define SECTION_ABORT "b 6f\n\t" RSEQ_ASM_DEFINE_ABORT(3, 4, "", abort, 1b, 2b, 4f)
#else
#define SECTION_ABORT "b 6f\n\t" RSEQ_ASM_DEFINE_ABORT(4, "", abort, 3, 1b, 2b, 4f)
#endif
#define SECTION_END "6:\n\t"

#ifdef RSEQ_ARCH_ARM
#define SECTION_CLOBBERS "memory", "cc", "r0", "r12"
#define SECTION_INCREMENT "ldr r0, %[v]\n\tadd r0, r0, #1\n\tstr r0, %[v]\n\t"
#define SECTION_COMPARE "ldr r0, %[v]\n\tcmp %[expect], r0\n\tbne 5f\n\t"
#define SECTION_STORE "str %[newv], %[v]\n\t"
#else
#ifdef RSEQ_ARCH_MIPS
#define SECTION_REGISTER "$4"
#define SECTION_CLOBBERS "memory", SECTION_REGISTER, "$12"
#else
#define SECTION_REGISTER RSEQ_ASM_TMP_REG
#define SECTION_CLOBBERS "memory", SECTION_REGISTER, "$r12"
#endif
#if defined(EARLIER_PARTS) && defined(RSEQ_ARCH_MIPS)
#define SECTION_INCREMENT                                                                          \
    LONG_L " $4, %[v]\n\t"                                                                         \
    LONG_ADDI " $4, $4, 1\n\t"                                                                     \
    LONG_S " $4, %[v]\n\t"
#else
#define SECTION_INCREMENT                                                                          \
    RSEQ_ASM_LONG_L " " SECTION_REGISTER ", %[v]\n\t"                                              \
    RSEQ_ASM_LONG_ADDI " " SECTION_REGISTER ", " SECTION_REGISTER ", 1\n\t"                        \
    RSEQ_ASM_LONG_S " " SECTION_REGISTER ", %[v]\n\t"
#endif
#define SECTION_COMPARE                                                                            \
    RSEQ_ASM_LONG_L " " SECTION_REGISTER ", %[v]\n\t"                                              \
    "bne " SECTION_REGISTER ", %[expect], 5f\n\t"
#define SECTION_STORE RSEQ_ASM_LONG_S " %[newv], %[v]\n\t"
#endif

#endif

// Those of most.
#ifndef SECTION_AREA
#define SECTION_AREA                                                                               \
    [current_cpu_id] "m"(rseq_get_abi()->SECTION_INDEX),                                           \
        [rseq_cs] "m"(rseq_get_abi()->rseq_cs.arch.ptr)
#define SECTION_CHECK SECTION_CBNE_CPU_ID(cpu_id, current_cpu_id, 4f)
#endif
#ifndef SECTION_TABLE
#define SECTION_TABLE RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)
#endif
#ifndef SECTION_ENTER
#define SECTION_ENTER RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)
#endif
#ifndef SECTION_ABORT
#define SECTION_ABORT RSEQ_ASM_DEFINE_ABORT(4, "", abort)
#endif
#ifndef SECTION_LEAVE
#define SECTION_COMMITTED "2:\n\t"
#define SECTION_LEAVE SECTION_TEARDOWN(5, "", ne)
#define SECTION_EXIT 5f
#endif
#ifndef SECTION_END
#define SECTION_END
#endif
#ifndef SECTION_VARIABLE
#define SECTION_VARIABLE
#endif
#ifndef SECTION_WORD
#define SECTION_WORD "m"
#endif

static inline int increment(intptr_t *v, int cpu)
{
    SECTION_VARIABLE
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        SECTION_TABLE
        SECTION_ENTER
        SECTION_CHECK
        SECTION_INCREMENT
        SECTION_COMMITTED
        SECTION_ABORT
        SECTION_END
        : : [cpu_id] "r"(cpu), SECTION_AREA, [v] SECTION_WORD(*v),
            [count] "r"(RSEQ_CAST(intptr_t, 1)) RSEQ_INJECT_INPUT
        : SECTION_CLOBBERS RSEQ_INJECT_CLOBBER
        : abort);
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    return -1;
}

static inline int store_if_equal(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    SECTION_VARIABLE
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        SECTION_TABLE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, SECTION_EXIT)
        SECTION_ENTER
        SECTION_CHECK
        SECTION_COMPARE
        RSEQ_INJECT_ASM(4)
        SECTION_STORE
        SECTION_COMMITTED
        SECTION_ABORT
        SECTION_LEAVE
        SECTION_END
        : : [cpu_id] "r"(cpu), SECTION_AREA, [v] SECTION_WORD(*v), [expect] "r"(expect),
            [newv] "r"(newv) RSEQ_INJECT_INPUT
        : SECTION_CLOBBERS RSEQ_INJECT_CLOBBER
        : abort, ne);
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    return -1;
ne:
    rseq_after_asm_goto();
    return 1;
}

#ifdef SECTIONS_HAVE_STEPS

static inline int pop(intptr_t *v, intptr_t expectnot, long voffp, intptr_t *load, int cpu)
{
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        SECTION_TABLE
        RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[eq])
        SECTION_ENTER
        SECTION_CHECK
        SECTION_CBEQ(v, expectnot, %l[eq])
        RSEQ_ASM_OP_R_LOAD(v)
        RSEQ_ASM_OP_R_STORE(load)
        SECTION_LOAD_BEHIND
        RSEQ_ASM_OP_R_FINAL_STORE(v, 2)
        SECTION_ABORT
        : : [cpu_id] "r"(cpu), SECTION_AREA, [v] SECTION_WORD(*v), [expectnot] "r"(expectnot),
            [voffp] "r"(voffp), [load] SECTION_WORD(*load) RSEQ_INJECT_INPUT
        : SECTION_CLOBBERS RSEQ_INJECT_CLOBBER
        : abort, eq);
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    return -1;
eq:
    rseq_after_asm_goto();
    return 1;
}

static inline int copy(intptr_t *v, void *dst, const void *src, size_t len, int cpu)
{
    RSEQ_INJECT_C(9)
    __asm__ __volatile__ goto(
        SECTION_TABLE
        SECTION_ENTER
        SECTION_CHECK
        SECTION_COPY
        SECTION_INCREMENT
        SECTION_ABORT
        : : [cpu_id] "r"(cpu), SECTION_AREA, [v] SECTION_WORD(*v),
            [count] "r"(RSEQ_CAST(intptr_t, 1)), [dst] "r"(dst), [src] "r"(src),
            [len] "r"(len) RSEQ_INJECT_INPUT
        : SECTION_CLOBBERS RSEQ_INJECT_CLOBBER
        : abort);
    rseq_after_asm_goto();
    return 0;
abort:
    rseq_after_asm_goto();
    return -1;
}

#endif

#else

// There are no parts. Sections that are never entered keep a program whole.
static inline int increment(intptr_t *v, int cpu)
{
    (void)v;
    (void)cpu;
    return -1;
}

static inline int store_if_equal(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    (void)expect;
    (void)newv;
    return increment(v, cpu);
}

#endif

// clang-format on

#endif // SECTIONS_H
