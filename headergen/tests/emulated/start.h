/*
 * The little that a program needs from the system to run without a C library: where it begins, a
 * way to say something, and to end. By system calls of Linux, for each architecture.
 */
#ifndef START_H
#define START_H

static long system_call(long number, long a, long b, long c);

#if defined(__s390__)
#define SYSTEM_CALL_EXIT 1
#define SYSTEM_CALL_WRITE 4
static long system_call(long number, long a, long b, long c)
{
    register long r1 __asm__("r1") = number;
    register long r2 __asm__("r2") = a;
    register long r3 __asm__("r3") = b;
    register long r4 __asm__("r4") = c;

    __asm__ __volatile__("svc 0" : "+r"(r2) : "r"(r1), "r"(r3), "r"(r4) : "memory");
    return r2;
}

#elif defined(__powerpc__)
#define SYSTEM_CALL_EXIT 1
#define SYSTEM_CALL_WRITE 4
static long system_call(long number, long a, long b, long c)
{
    register long r0 __asm__("r0") = number;
    register long r3 __asm__("r3") = a;
    register long r4 __asm__("r4") = b;
    register long r5 __asm__("r5") = c;

    __asm__ __volatile__("sc"
                         : "+r"(r0), "+r"(r3), "+r"(r4), "+r"(r5)
                         :
                         : "memory", "cr0", "ctr", "r6", "r7", "r8", "r9", "r10", "r11", "r12");
    return r3;
}

#elif defined(__mips__)
#ifdef _ABIO32
#define SYSTEM_CALL_EXIT 4001
#define SYSTEM_CALL_WRITE 4004
#elif defined(_ABI64)
#define SYSTEM_CALL_EXIT 5058
#define SYSTEM_CALL_WRITE 5001
#else
#define SYSTEM_CALL_EXIT 6058
#define SYSTEM_CALL_WRITE 6001
#endif
static long system_call(long number, long a, long b, long c)
{
    register long v0 __asm__("$2") = number;
    register long a0 __asm__("$4") = a;
    register long a1 __asm__("$5") = b;
    register long a2 __asm__("$6") = c;

    __asm__ __volatile__("syscall"
                         : "+r"(v0)
                         : "r"(a0), "r"(a1), "r"(a2)
                         : "memory", "$1", "$3", "$7", "$8", "$9", "$10", "$11", "$12", "$13",
                           "$14", "$15", "$24", "$25"
#if !defined(__mips_isa_rev) || __mips_isa_rev < 6
                           ,
                           "hi", "lo"
#endif
    );
    return v0;
}

#elif defined(__or1k__)
#define SYSTEM_CALL_EXIT 93
#define SYSTEM_CALL_WRITE 64
static long system_call(long number, long a, long b, long c)
{
    register long r11 __asm__("r11") = number;
    register long r3 __asm__("r3") = a;
    register long r4 __asm__("r4") = b;
    register long r5 __asm__("r5") = c;

    __asm__ __volatile__("l.sys 1\n\tl.nop"
                         : "+r"(r11), "+r"(r3), "+r"(r4), "+r"(r5)
                         :
                         : "memory", "r6", "r7", "r8", "r12", "r13", "r15", "r17", "r19", "r21",
                           "r23", "r25", "r27", "r29", "r31");
    return r11;
}

#elif defined(__x86_64__)
/* The numbers of x86-64: programs of x32 run as such. */
#define SYSTEM_CALL_EXIT 60
#define SYSTEM_CALL_WRITE 1
#define SYSTEM_CALL_ARCH_PRCTL 158
static long system_call(long number, long a, long b, long c)
{
    long long rax = number;

    __asm__ __volatile__("syscall"
                         : "+a"(rax)
                         : "D"((long long)a), "S"((long long)b), "d"((long long)c)
                         : "memory", "cc", "rcx", "r11");
    return (long)rax;
}

#elif defined(__aarch64__)
#define SYSTEM_CALL_EXIT 93
#define SYSTEM_CALL_WRITE 64
static long system_call(long number, long a, long b, long c)
{
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;

    __asm__ __volatile__("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
    return x0;
}

#elif defined(__arm__)
#define SYSTEM_CALL_EXIT 1
#define SYSTEM_CALL_WRITE 4
static long system_call(long number, long a, long b, long c)
{
    register long r0 __asm__("r0") = a;
    register long r1 __asm__("r1") = b;
    register long r2 __asm__("r2") = c;

    /* r7, which takes the number, may be the frame pointer. */
    __asm__ __volatile__("mov r12, r7\n\t"
                         "mov r7, %[number]\n\t"
                         "svc #0\n\t"
                         "mov r7, r12"
                         : "+r"(r0)
                         : [number] "r"(number), "r"(r1), "r"(r2)
                         : "memory", "r12");
    return r0;
}

#elif defined(__riscv)
#define SYSTEM_CALL_EXIT 93
#define SYSTEM_CALL_WRITE 64
static long system_call(long number, long a, long b, long c)
{
    register long a7 __asm__("a7") = number;
    register long a0 __asm__("a0") = a;
    register long a1 __asm__("a1") = b;
    register long a2 __asm__("a2") = c;

    __asm__ __volatile__("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
    return a0;
}

#elif defined(__loongarch__)
#define SYSTEM_CALL_EXIT 93
#define SYSTEM_CALL_WRITE 64
static long system_call(long number, long a, long b, long c)
{
    register long a7 __asm__("$r11") = number;
    register long a0 __asm__("$r4") = a;
    register long a1 __asm__("$r5") = b;
    register long a2 __asm__("$r6") = c;

    __asm__ __volatile__("syscall 0"
                         : "+r"(a0)
                         : "r"(a7), "r"(a1), "r"(a2)
                         : "memory", "$r12", "$r13", "$r14", "$r15", "$r16", "$r17", "$r18", "$r19",
                           "$r20");
    return a0;
}

#else
#error "no system calls for this architecture"
#endif

/** Ends the program. */
static void end(int status)
{
    for (;;)
        system_call(SYSTEM_CALL_EXIT, status, 0, 0);
}

/** Writes text to the standard output. */
static void say(const char *text)
{
    long length = 0;

    while (text[length])
        length++;
    system_call(SYSTEM_CALL_WRITE, 1, (long)(intptr_t)text, length);
}

/** Writes a number to the standard output. */
static void say_number(unsigned long number)
{
    char digits[24];
    char *digit = digits + sizeof(digits);

    *--digit = 0;
    do
        *--digit = (char)('0' + number % 10);
    while (number /= 10);
    say(digit);
}

#ifdef __cplusplus
extern "C" {
#endif

/** What the program does; its return value is its exit status. */
int run(void);
void run_and_end(void);
void _start(void);

#if defined(__x86_64__)
/* Where the thread pointer points to: the first word is its own address. */
static void *thread_block;
/* The stack of the system is out of reach for pointers of 32 bits. */
__attribute__((used)) unsigned char own_stack[0x10000] __attribute__((aligned(16)));
#endif

__attribute__((used)) void run_and_end(void)
{
#if defined(__x86_64__)
    const long set_fs = 0x1002;

    thread_block = &thread_block;
    system_call(SYSTEM_CALL_ARCH_PRCTL, set_fs, (long)(intptr_t)&thread_block, 0);
#endif
    end(run());
}

#if defined(__mips__)
/* Functions expect their own address in $25, which the system does not provide. */
__asm__(".text\n\t"
        ".globl _start\n"
        "_start:\n\t"
        ".set push\n\t"
        ".option pic0\n\t"
        ".set reorder\n\t"
#ifdef _ABI64
        "dla $25, run_and_end\n\t"
        "daddiu $29, $29, -32\n\t"
#else
        "la $25, run_and_end\n\t"
        "addiu $29, $29, -32\n\t"
#endif
        "jr $25\n\t"
#ifdef __mips_abicalls
        ".option pic2\n\t"
#endif
        ".set pop\n\t");
#elif defined(__riscv)
/* The linker counts on gp for addresses of data. */
__asm__(".text\n\t"
        ".globl _start\n"
        "_start:\n\t"
        ".option push\n\t"
        ".option norelax\n\t"
        "lla gp, __global_pointer$\n\t"
        ".option pop\n\t"
        "j run_and_end\n\t");
#elif defined(__x86_64__)
__asm__(".text\n\t"
        ".globl _start\n"
        "_start:\n\t"
        "leaq own_stack+0x10000(%rip), %rsp\n\t"
        "call run_and_end\n\t");
#else
void _start(void)
{
    run_and_end();
}
#endif

#ifdef __cplusplus
}
#endif

#endif /* START_H */
