/* Printed by headergen from headergen/templates/rseq/arch/fallback/bits.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/arch/fallback/bits.h: the operations where there are none, or where the program defines
 * RSEQ_SKIP_FASTPATH. Each returns -1, as if it was aborted, and looks at none of its arguments.
 */
#ifndef _RSEQ_RSEQ_H
#error "do not include rseq/arch/fallback/bits.h: include rseq/rseq.h, which does"
#endif

#ifndef _RSEQ_ARCH_FALLBACK_BITS_H
#define _RSEQ_ARCH_FALLBACK_BITS_H

#ifdef __cplusplus
extern "C" {
#endif

static inline __attribute__((always_inline)) int
rseq_load_cbne_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    (void)v;
    (void)expect;
    (void)newv;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbne_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, intptr_t newv, int cpu)
{
    (void)v;
    (void)expect;
    (void)newv;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_add_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t count, int cpu)
{
    (void)v;
    (void)count;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_add_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t count, int cpu)
{
    (void)v;
    (void)count;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbeq_store_add_load_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expectnot,
                                                        long voffp, intptr_t *load, int cpu)
{
    (void)v;
    (void)expectnot;
    (void)voffp;
    (void)load;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbeq_store_add_load_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expectnot,
                                                        long voffp, intptr_t *load, int cpu)
{
    (void)v;
    (void)expectnot;
    (void)voffp;
    (void)load;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    (void)v;
    (void)expect;
    (void)v2;
    (void)newv2;
    (void)newv;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    (void)v;
    (void)expect;
    (void)v2;
    (void)newv2;
    (void)newv;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_release_cpu_id(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    (void)v;
    (void)expect;
    (void)v2;
    (void)newv2;
    (void)newv;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr_release_mm_cid(intptr_t *v, intptr_t expect, intptr_t *v2,
                                               intptr_t newv2, intptr_t newv, int cpu)
{
    (void)v;
    (void)expect;
    (void)v2;
    (void)newv2;
    (void)newv;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbne_load_cbne_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, intptr_t *v2,
                                                   intptr_t expect2, intptr_t newv, int cpu)
{
    (void)v;
    (void)expect;
    (void)v2;
    (void)expect2;
    (void)newv;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbne_load_cbne_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, intptr_t *v2,
                                                   intptr_t expect2, intptr_t newv, int cpu)
{
    (void)v;
    (void)expect;
    (void)v2;
    (void)expect2;
    (void)newv;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_relaxed_cpu_id(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    (void)v;
    (void)expect;
    (void)dst;
    (void)src;
    (void)len;
    (void)newv;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_relaxed_mm_cid(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    (void)v;
    (void)expect;
    (void)dst;
    (void)src;
    (void)len;
    (void)newv;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_release_cpu_id(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    (void)v;
    (void)expect;
    (void)dst;
    (void)src;
    (void)len;
    (void)newv;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr_release_mm_cid(intptr_t *v, intptr_t expect, void *dst,
                                                void *src, size_t len, intptr_t newv, int cpu)
{
    (void)v;
    (void)expect;
    (void)dst;
    (void)src;
    (void)len;
    (void)newv;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_add_load_load_add_store__ptr_relaxed_cpu_id(intptr_t *ptr, long off, intptr_t inc,
                                                      int cpu)
{
    (void)ptr;
    (void)off;
    (void)inc;
    (void)cpu;
    return -1;
}

static inline __attribute__((always_inline)) int
rseq_load_add_load_load_add_store__ptr_relaxed_mm_cid(intptr_t *ptr, long off, intptr_t inc,
                                                      int cpu)
{
    (void)ptr;
    (void)off;
    (void)inc;
    (void)cpu;
    return -1;
}

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_ARCH_FALLBACK_BITS_H */
