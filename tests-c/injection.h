// SPDX-License-Identifier: MIT
//
// Code for the injection points in the assembly, for every architecture that has critical sections.
// It needs one register, which holds nothing there: the scratch register of the architecture, or
// another one where that cannot hold an address. To be included before any header of the library.
#ifndef INJECTION_H
#define INJECTION_H

#include <stdint.h>

// What the code at points 1 to 6 reads, by the number of the point. Of each thread, because i386
// may need all registers for the operations and has addresses without one for such variables alone.
static __thread intptr_t injected[7];

// INJECTION_LOAD(n) loads injected[n]. INJECTION_COUNT_DOWN counts what was loaded down to 0, and
// INJECTION_STORE stores 32 bits of what was loaded, an address, to that address. Where an
// operation does not clobber the condition codes they leave them alone. The "memory" clobber of the
// operations covers what is read and written.
#ifdef __i386__
#define RSEQ_INJECT_INPUT                                                                          \
    , [injected_1] "m"(injected[1]), [injected_2] "m"(injected[2]), [injected_3] "m"(injected[3]), \
        [injected_4] "m"(injected[4]), [injected_5] "m"(injected[5]),                              \
        [injected_6] "m"(injected[6])
#elif defined(__powerpc__)
#define RSEQ_INJECT_INPUT , [injected] "b"(injected)
#elif defined(__s390__)
#define RSEQ_INJECT_INPUT , [injected] "a"(injected)
#else
#define RSEQ_INJECT_INPUT , [injected] "r"(injected)
#endif

#ifdef __s390__
#define RSEQ_INJECT_CLOBBER , "r5"
#else
#define RSEQ_INJECT_CLOBBER
#endif

#if defined(__x86_64__) && defined(__ILP32__)
#define INJECTION_LOAD(n) "movl 4*" #n "(%[injected]), %%eax\n\t"
#define INJECTION_COUNT_DOWN "222: decl %%eax\n\tjg 222b\n\t"
#define INJECTION_STORE "movl %%eax, (%%rax)\n\t"
#elif defined(__x86_64__)
#define INJECTION_LOAD(n) "movq 8*" #n "(%[injected]), %%rax\n\t"
#define INJECTION_COUNT_DOWN "222: decq %%rax\n\tjg 222b\n\t"
#define INJECTION_STORE "movl %%eax, (%%rax)\n\t"
#elif defined(__i386__)
#define INJECTION_LOAD(n) "movl %[injected_" #n "], %%eax\n\t"
#define INJECTION_COUNT_DOWN "222: decl %%eax\n\tjg 222b\n\t"
#define INJECTION_STORE "movl %%eax, (%%eax)\n\t"
#elif defined(__aarch64__)
#define INJECTION_LOAD(n) "ldr x15, [%[injected], #8*" #n "]\n\t"
#define INJECTION_COUNT_DOWN "222: sub x15, x15, #1\n\ttbz x15, #63, 222b\n\t"
#define INJECTION_STORE "str w15, [x15]\n\t"
#elif defined(__arm__)
#define INJECTION_LOAD(n) "ldr r12, [%[injected], #4*" #n "]\n\t"
#define INJECTION_COUNT_DOWN "222: subs r12, r12, #1\n\tbgt 222b\n\t"
#define INJECTION_STORE "str r12, [r12]\n\t"
#elif defined(__powerpc64__)
#define INJECTION_LOAD(n) "ld %%r11, 8*" #n "(%[injected])\n\t"
#define INJECTION_COUNT_DOWN "222: addi %%r11, %%r11, -1\n\tcmpdi %%r11, 0\n\tbgt 222b\n\t"
#define INJECTION_STORE "stw %%r11, 0(%%r11)\n\t"
#elif defined(__powerpc__)
#define INJECTION_LOAD(n) "lwz %%r11, 4*" #n "(%[injected])\n\t"
#define INJECTION_COUNT_DOWN "222: addi %%r11, %%r11, -1\n\tcmpwi %%r11, 0\n\tbgt 222b\n\t"
#define INJECTION_STORE "stw %%r11, 0(%%r11)\n\t"
#elif defined(__s390x__)
#define INJECTION_LOAD(n) "lg %%r5, 8*" #n "(%[injected])\n\t"
#define INJECTION_COUNT_DOWN "222: aghi %%r5, -1\n\tjh 222b\n\t"
#define INJECTION_STORE "st %%r5, 0(%%r5)\n\t"
#elif defined(__s390__)
#define INJECTION_LOAD(n) "l %%r5, 4*" #n "(%[injected])\n\t"
#define INJECTION_COUNT_DOWN "222: ahi %%r5, -1\n\tjh 222b\n\t"
#define INJECTION_STORE "st %%r5, 0(%%r5)\n\t"
#elif defined(__riscv) && __riscv_xlen == 64
#define INJECTION_LOAD(n) "ld t6, 8*" #n "(%[injected])\n\t"
#define INJECTION_COUNT_DOWN "222: addi t6, t6, -1\n\tbgtz t6, 222b\n\t"
#define INJECTION_STORE "sw t6, 0(t6)\n\t"
#elif defined(__riscv)
#define INJECTION_LOAD(n) "lw t6, 4*" #n "(%[injected])\n\t"
#define INJECTION_COUNT_DOWN "222: addi t6, t6, -1\n\tbgtz t6, 222b\n\t"
#define INJECTION_STORE "sw t6, 0(t6)\n\t"
#elif defined(__loongarch__)
#define INJECTION_LOAD(n) "ld.d $r12, %[injected], 8*" #n "\n\t"
#define INJECTION_COUNT_DOWN "222: addi.d $r12, $r12, -1\n\tblt $r0, $r12, 222b\n\t"
#define INJECTION_STORE "st.w $r12, $r12, 0\n\t"
#elif defined(__mips__) && _MIPS_SZPTR == 64
#define INJECTION_LOAD(n) "ld $12, 8*" #n "(%[injected])\n\t"
#define INJECTION_COUNT_DOWN "222: daddiu $12, $12, -1\n\tbgtz $12, 222b\n\t"
#define INJECTION_STORE "sw $12, 0($12)\n\t"
#elif defined(__mips__)
#define INJECTION_LOAD(n) "lw $12, 4*" #n "(%[injected])\n\t"
#define INJECTION_COUNT_DOWN "222: addiu $12, $12, -1\n\tbgtz $12, 222b\n\t"
#define INJECTION_STORE "sw $12, 0($12)\n\t"
#elif defined(__or1k__)
#define INJECTION_LOAD(n) "l.lwz r17, 4*" #n "(%[injected])\n\t"
#define INJECTION_COUNT_DOWN "222: l.addi r17, r17, -1\n\tl.sfgtsi r17, 0\n\tl.bf 222b\n\tl.nop\n\t"
#define INJECTION_STORE "l.sw 0(r17), r17\n\t"
#endif
// A back end that is missing here makes the programs fail to compile. Without one there is no
// assembly, and nothing of this is used.

#endif // INJECTION_H
