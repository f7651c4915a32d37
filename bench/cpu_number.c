// SPDX-License-Identifier: MIT
//
// What it costs to know the CPU number.
#include "per_cpu.h"

#include <sys/syscall.h>

// Where the compiler cannot leave out the number.
#define USE(value) __asm__ __volatile__("" : : "r"(value))

static void empty_loop(struct worker *worker)
{
    LOOP(USE(0));
}

static void read_raw(struct worker *worker)
{
    LOOP(USE(rseq_current_cpu_raw()));
}

static void read_cpu(struct worker *worker)
{
    LOOP(USE(rseq_current_cpu()));
}

// What a library does that does not know who its threads are.
static inline int32_t lazily_registered_cpu(void)
{
    static __thread int asked;
    int32_t cpu = rseq_current_cpu_raw();

    if (rseq_unlikely(cpu < 0)) {
        if (!asked) {
            asked = 1;
            rseq_register_current_thread();
        }
        cpu = (int32_t)rseq_current_cpu();
    }
    return cpu;
}

static void read_lazily(struct worker *worker)
{
    LOOP(USE(lazily_registered_cpu()));
}

static void ask_libc(struct worker *worker)
{
    LOOP(USE(sched_getcpu()));
}

static void ask_vdso(struct worker *worker)
{
    LOOP(USE(kernel_cpu()));
}

static void ask_kernel(struct worker *worker)
{
    unsigned int cpu;

    LOOP(syscall(SYS_getcpu, &cpu, NULL, NULL); USE(cpu));
}

// The kernel keeps the CPU number in the limit of a segment, from which its vDSO takes it too.
#if defined(__x86_64__)
#define CPU_SEGMENT 0x7b
#elif defined(__i386__)
#define CPU_SEGMENT 0xe3
#else
#define CPU_SEGMENT 0
#endif

static inline unsigned int segment_cpu(void)
{
    unsigned int limit = ~0U;

#if defined(__x86_64__) || defined(__i386__)
    __asm__ __volatile__("lsl %1, %0" : "+r"(limit) : "r"(CPU_SEGMENT) : "cc");
#endif
    return limit & 0xfff;
}

static const char *no_segment(const struct subject *subject, const struct setup *setup)
{
    const char *reason = NULL;

    (void)subject, (void)setup;
    if (!CPU_SEGMENT)
        return "x86 alone has segments";
    for (int i = 0; i < nr_allowed_cpus() && !reason; i++) {
        if (pin(i) && segment_cpu() != (unsigned int)allowed_cpu(i))
            reason = "the kernel has no such segment";
    }
    unpin();
    return reason;
}

static void read_segment(struct worker *worker)
{
    LOOP(USE(segment_cpu()));
}

static const struct subject subjects[] = {
    {.name = "empty loop", .loop = empty_loop, .published = 0.8},
    {.name = "rseq_current_cpu_raw()",
     .loop = read_raw,
     .peers = {"getcpu()", "sched_getcpu()"},
     .published = 0.8,
     .absent = not_registered},
    {.name = "rseq_current_cpu()",
     .loop = read_cpu,
     .peers = {"getcpu()", "sched_getcpu()"},
     .absent = not_registered},
    {.name = "lazily registered",
     .loop = read_lazily,
     .peers = {"getcpu()", "sched_getcpu()"},
     .published = 0.8,
     .registers_itself = true,
     .absent = not_registered},
    {.name = "sched_getcpu()", .loop = ask_libc, .peers = {"getcpu()"}, .absent = no_sched_getcpu},
    {.name = "getcpu()",
     .loop = ask_vdso,
     .peers = {"getcpu system call"},
     .published = 16.6,
     .absent = no_getcpu},
    {.name = "lsl of segment", .loop = read_segment, .peers = {"getcpu()"}, .absent = no_segment},
    {.name = "getcpu system call", .loop = ask_kernel, .peers = {"getcpu()"}, .published = 53.9},
};

const struct group cpu_number_group = {
    .name = "cpu-number",
    .title = "Reading the CPU number",
    .unit = "ns",
    .subjects = subjects,
    .nr_subjects = LENGTH(subjects),
};
