/* Uses all of rseq/rseq.h, in C and C++: registration, accessors, every operation in every form. */
#include "rseq/rseq.h"

extern ptrdiff_t *offset;
extern unsigned int *size;
extern int registration(void);
int registration(void)
{
    enum rseq_available_query query = RSEQ_AVAILABLE_QUERY_KERNEL;
    enum rseq_init_return missing = RSEQ_INIT_ERROR_MISSING_SYMBOLS;

    offset = &rseq_offset;
    size = &rseq_size;
    if (rseq_flags || !rseq_available(query) || rseq_available(RSEQ_AVAILABLE_QUERY_LIBC))
        return 0;
    if (rseq_init() != RSEQ_INIT_OK || !rseq_registered())
        return missing == RSEQ_INIT_ERROR_MISSING_SYMBOLS;
    return rseq_register_current_thread() || rseq_unregister_current_thread();
}

extern int32_t numbers(void);
int32_t numbers(void)
{
    uint32_t number = rseq_cpu_start() + rseq_current_cpu();

    if (rseq_node_id_available())
        number += rseq_current_node_id();
    if (rseq_mm_cid_available())
        number += rseq_current_mm_cid();
    if (rseq_slice_ctrl_available())
        number += rseq_get_abi()->slice_ctrl.all;
    return rseq_current_cpu_raw() + rseq_fallback_current_cpu() + rseq_fallback_current_node() +
           RSEQ_CAST(int32_t, number) + rseq_get_max_nr_cpus();
}

extern struct rseq_abi *area(void);
struct rseq_abi *area(void)
{
    rseq_clear_rseq_cs();
    rseq_prepare_unload();
    return rseq_get_abi();
}

extern int orders[RSEQ_MO_RELAXED == 0 && RSEQ_MO_CONSUME == 1 && RSEQ_MO_ACQUIRE == 2 &&
                          RSEQ_MO_RELEASE == 3 && RSEQ_MO_ACQ_REL == 4 && RSEQ_MO_SEQ_CST == 5
                      ? 1
                      : -1];
extern int initialised[RSEQ_INIT_OK == 0 && RSEQ_INIT_ERROR_MISSING_SYMBOLS == 1 ? 1 : -1];
extern int modes[RSEQ_PERCPU_CPU_ID == 0 && RSEQ_PERCPU_MM_CID == 1 ? 1 : -1];

struct object {
    intptr_t v, v2, load;
    char from[32], to[32];
};

/* Order and mode may be run-time values. */
extern int operations(enum rseq_mo mo, enum rseq_percpu_mode mode, struct object *o, intptr_t n,
                      int cpu);
int operations(enum rseq_mo mo, enum rseq_percpu_mode mode, struct object *o, intptr_t n, int cpu)
{
    return rseq_load_cbne_store__ptr(mo, mode, &o->v, n, 1, cpu) +
           rseq_load_add_store__ptr(mo, mode, &o->v, n, cpu) +
           rseq_load_cbeq_store_add_load_store__ptr(mo, mode, &o->v, n, 8, &o->load, cpu) +
           rseq_load_cbne_store_store__ptr(mo, mode, &o->v, n, &o->v2, 2, 3, cpu) +
           rseq_load_cbne_load_cbne_store__ptr(mo, mode, &o->v, n, &o->v2, 4, 5, cpu) +
           rseq_load_cbne_memcpy_store__ptr(mo, mode, &o->v, n, o->to, o->from, 32, 6, cpu)
#ifdef rseq_arch_has_load_add_load_load_add_store
           + rseq_load_add_load_load_add_store__ptr(mo, mode, &o->v, 8, n, cpu)
#endif
        ;
}

extern int by_cpu_id(struct object *o, intptr_t n, int cpu);
int by_cpu_id(struct object *o, intptr_t n, int cpu)
{
    return rseq_load_cbne_store__ptr_relaxed_cpu_id(&o->v, n, 1, cpu) +
           rseq_load_add_store__ptr_relaxed_cpu_id(&o->v, n, cpu) +
           rseq_load_cbeq_store_add_load_store__ptr_relaxed_cpu_id(&o->v, n, 8, &o->load, cpu) +
           rseq_load_cbne_store_store__ptr_relaxed_cpu_id(&o->v, n, &o->v2, 2, 3, cpu) +
           rseq_load_cbne_store_store__ptr_release_cpu_id(&o->v, n, &o->v2, 2, 3, cpu) +
           rseq_load_cbne_load_cbne_store__ptr_relaxed_cpu_id(&o->v, n, &o->v2, 4, 5, cpu) +
           rseq_load_cbne_memcpy_store__ptr_relaxed_cpu_id(&o->v, n, o->to, o->from, 32, 6, cpu) +
           rseq_load_cbne_memcpy_store__ptr_release_cpu_id(&o->v, n, o->to, o->from, 32, 6, cpu) +
           rseq_load_add_load_load_add_store__ptr_relaxed_cpu_id(&o->v, 8, n, cpu);
}

extern int by_mm_cid(struct object *o, intptr_t n, int cpu);
int by_mm_cid(struct object *o, intptr_t n, int cpu)
{
    return rseq_load_cbne_store__ptr_relaxed_mm_cid(&o->v, n, 1, cpu) +
           rseq_load_add_store__ptr_relaxed_mm_cid(&o->v, n, cpu) +
           rseq_load_cbeq_store_add_load_store__ptr_relaxed_mm_cid(&o->v, n, 8, &o->load, cpu) +
           rseq_load_cbne_store_store__ptr_relaxed_mm_cid(&o->v, n, &o->v2, 2, 3, cpu) +
           rseq_load_cbne_store_store__ptr_release_mm_cid(&o->v, n, &o->v2, 2, 3, cpu) +
           rseq_load_cbne_load_cbne_store__ptr_relaxed_mm_cid(&o->v, n, &o->v2, 4, 5, cpu) +
           rseq_load_cbne_memcpy_store__ptr_relaxed_mm_cid(&o->v, n, o->to, o->from, 32, 6, cpu) +
           rseq_load_cbne_memcpy_store__ptr_release_mm_cid(&o->v, n, o->to, o->from, 32, 6, cpu) +
           rseq_load_add_load_load_add_store__ptr_relaxed_mm_cid(&o->v, 8, n, cpu);
}
