// SPDX-License-Identifier: MIT
//
// Where the rseq area of a thread is. Any offset is possible, 0 too: on many architectures the
// thread-local variables begin at the thread pointer.
#ifndef KNOWN_OFFSET_H
#define KNOWN_OFFSET_H

#include <rseq/rseq.h>

#include <link.h>
#include <stdbool.h>
#include <string.h>

// Of the C library, if that is glibc 2.35 or later.
extern const ptrdiff_t __rseq_offset __attribute__((weak));
extern const unsigned int __rseq_size __attribute__((weak));

// Whether the address is that of an area of the library: in the calling thread's copy of the
// thread-local variables of a module, where that initialises an area of an unregistered thread.
static inline int is_own_area(struct dl_phdr_info *module, size_t unused, void *address)
{
    const uintptr_t copy = (uintptr_t)module->dlpi_tls_data, area = (uintptr_t)address;
    static const uint32_t unregistered[] = {0, (uint32_t)RSEQ_ABI_CPU_ID_UNINITIALIZED};

    (void)unused;
    for (size_t i = 0; copy && i < module->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &module->dlpi_phdr[i];

        if (segment->p_type == PT_TLS && area >= copy &&
            area - copy + sizeof(unregistered) <= segment->p_filesz) {
            const uintptr_t image = module->dlpi_addr + segment->p_vaddr;

            return area % 32 == 0 && !memcmp((const void *)(image + (area - copy)), unregistered,
                                             sizeof(unregistered));
        }
    }
    return 0;
}

// Whether the offset leads from the thread pointer to the area: libc's if that registered,
// otherwise the library's.
static inline bool is_known_offset(ptrdiff_t offset)
{
    if (&__rseq_size && __rseq_size) {
        return offset == __rseq_offset;
    }
    return dl_iterate_phdr(is_own_area, (char *)rseq_thread_pointer() + offset);
}

#endif // KNOWN_OFFSET_H
