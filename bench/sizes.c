// SPDX-License-Identifier: MIT
//
// Bytes: of the library's segments, and of its operations in the program that uses them.
#define _GNU_SOURCE
#include "per_cpu.h"

#include <dlfcn.h>
#include <link.h>

// What is loaded of the library, by the program headers of the object that the function is in.
enum part { CODE, THREAD_AREA };
static const enum part code = CODE, thread_area = THREAD_AREA;

struct search {
    uintptr_t address;
    enum part part;
    size_t bytes;
    bool found, is_program;
};

static int add_segments(struct dl_phdr_info *info, size_t size, void *argument)
{
    struct search *const search = argument;
    size_t bytes = 0;

    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *const header = &info->dlpi_phdr[i];
        const uintptr_t begin = info->dlpi_addr + header->p_vaddr;

        if (header->p_type == PT_LOAD && search->address - begin < header->p_memsz)
            search->found = true;
        if (search->part == THREAD_AREA ? header->p_type == PT_TLS
                                        : header->p_type == PT_LOAD && header->p_flags & PF_X)
            bytes += header->p_memsz;
    }
    search->bytes = bytes;
    search->is_program = !info->dlpi_name || !info->dlpi_name[0];
    return search->found;
}

static double segment_size(const struct subject *subject, const struct setup *setup)
{
    struct search search = {.part = *(const enum part *)subject->data};

    (void)setup;
    // Not the address that this program has for it, which may be one of its own.
    search.address = (uintptr_t)dlsym(RTLD_DEFAULT, "rseq_get_max_nr_cpus");
    dl_iterate_phdr(add_segments, &search);
    if (search.address && search.found && !search.is_program)
        return (double)search.bytes;
    failure = "linked statically";
    return -1;
}

static const struct subject library_subjects[] = {
    {.name = "executable segment", .data = &code, .measure = segment_size},
    {.name = "thread-local memory", .data = &thread_area, .measure = segment_size},
};

static const struct setup one[] = {{1, false, 0}};

const struct group library_size_group = {
    .name = "library-size",
    .title = "Size of the library: its code, and what each thread has of it",
    .unit = "bytes",
    .setups = one,
    .nr_setups = 1,
    .subjects = library_subjects,
    .nr_subjects = LENGTH(library_subjects),
    .exact = true,
};

// Each operation in a function of its own, in a section of its own, whose size the linker knows.
#define ALONE(name) __attribute__((noinline, used, section("alone_" #name))) name
#define SIZE_OF(name)                                                                              \
    extern const char __start_alone_##name[], __stop_alone_##name[];                               \
    static const char *const range_of_##name[] = {__start_alone_##name, __stop_alone_##name}

static intptr_t ALONE(nothing)(intptr_t *word)
{
    return (intptr_t)word;
}
SIZE_OF(nothing);

static void ALONE(libc_and_atomic)(intptr_t *words)
{
    __atomic_fetch_add(&words[libc_cpu()], 1, __ATOMIC_RELAXED);
}
SIZE_OF(libc_and_atomic);

static int ALONE(load_cbne_store)(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    return rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, v, expect, newv, cpu);
}
SIZE_OF(load_cbne_store);

static int ALONE(load_add_store)(intptr_t *v, intptr_t count, int cpu)
{
    return rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, v, count, cpu);
}
SIZE_OF(load_add_store);

static int ALONE(load_cbeq_store_add_load_store)(intptr_t *v, intptr_t expectnot, long voffp,
                                                 intptr_t *load, int cpu)
{
    return rseq_load_cbeq_store_add_load_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, v,
                                                    expectnot, voffp, load, cpu);
}
SIZE_OF(load_cbeq_store_add_load_store);

static int ALONE(load_cbne_store_store)(intptr_t *v, intptr_t expect, intptr_t *v2, intptr_t newv2,
                                        intptr_t newv, int cpu)
{
    return rseq_load_cbne_store_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, v, expect, v2,
                                           newv2, newv, cpu);
}
SIZE_OF(load_cbne_store_store);

static int ALONE(load_cbne_load_cbne_store)(intptr_t *v, intptr_t expect, intptr_t *v2,
                                            intptr_t expect2, intptr_t newv, int cpu)
{
    return rseq_load_cbne_load_cbne_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, v, expect, v2,
                                               expect2, newv, cpu);
}
SIZE_OF(load_cbne_load_cbne_store);

static int ALONE(load_cbne_memcpy_store)(intptr_t *v, intptr_t expect, void *dst, void *src,
                                         size_t len, intptr_t newv, int cpu)
{
    return rseq_load_cbne_memcpy_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, v, expect, dst,
                                            src, len, newv, cpu);
}
SIZE_OF(load_cbne_memcpy_store);

// The librseq of 2025 has it on x86-64 alone.
#ifdef rseq_arch_has_load_add_load_load_add_store
static int ALONE(load_add_load_load_add_store)(intptr_t *ptr, long off, intptr_t inc, int cpu)
{
    return rseq_load_add_load_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, ptr, off,
                                                  inc, cpu);
}
SIZE_OF(load_add_load_load_add_store);
#else
static const char *const *const range_of_load_add_load_load_add_store = NULL;
#endif

static double helper_size(const struct subject *subject, const struct setup *setup)
{
    const char *const *const range = subject->data;

    (void)setup;
    return (double)((uintptr_t)range[1] - (uintptr_t)range[0]);
}

static const char *no_operation(const struct subject *subject, const struct setup *setup)
{
    (void)setup;
    return subject->data ? NULL : "this librseq has no such operation";
}

#define HELPER(function)                                                                           \
    {                                                                                              \
        .name = #function, .data = range_of_##function, .measure = helper_size,                    \
        .absent = no_operation, .peers = {                                                         \
            "sched_getcpu()+atomic"                                                                \
        }                                                                                          \
    }
static const struct subject helper_subjects[] = {
    {.name = "an empty function", .data = range_of_nothing, .measure = helper_size},
    {.name = "sched_getcpu()+atomic", .data = range_of_libc_and_atomic, .measure = helper_size},
    HELPER(load_cbne_store),
    HELPER(load_add_store),
    HELPER(load_cbeq_store_add_load_store),
    HELPER(load_cbne_store_store),
    HELPER(load_cbne_load_cbne_store),
    HELPER(load_cbne_memcpy_store),
    HELPER(load_add_load_load_add_store),
};

const struct group helper_size_group = {
    .name = "helper-size",
    .title = "Size of a function with one operation, without what runs only after an abort",
    .unit = "bytes",
    .setups = one,
    .nr_setups = 1,
    .subjects = helper_subjects,
    .nr_subjects = LENGTH(helper_subjects),
    .exact = true,
};
