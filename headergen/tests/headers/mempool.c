/* Uses all of rseq/mempool.h, in C and C++. */
#include "rseq/mempool.h"

struct item {
    intptr_t count;
    char name[8];
};

extern int init(void *priv, void *addr, size_t len, int cpu);

extern int attributes(void);
int attributes(void)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();
    enum rseq_mempool_populate_policy policy = RSEQ_MEMPOOL_POPULATE_COW_INIT;

    if (!attr || rseq_mempool_attr_set_init(attr, init, NULL) ||
        rseq_mempool_attr_set_robust(attr) ||
        rseq_mempool_attr_set_percpu(attr, RSEQ_MEMPOOL_STRIDE, 0) ||
        rseq_mempool_attr_set_global(attr, 2 * RSEQ_MEMPOOL_STRIDE) ||
        rseq_mempool_attr_set_max_nr_ranges(attr, 1) ||
        rseq_mempool_attr_set_poison(attr, UINTPTR_MAX) ||
        rseq_mempool_attr_set_populate_policy(attr, policy) ||
        rseq_mempool_attr_set_populate_policy(attr, RSEQ_MEMPOOL_POPULATE_COW_ZERO))
        return -1;
    rseq_mempool_attr_destroy(attr);
    return 0;
}

extern int percpu_pool(struct item *initial, const struct rseq_mempool_attr *attr);
int percpu_pool(struct item *initial, const struct rseq_mempool_attr *attr)
{
    struct rseq_mempool *pool = rseq_mempool_create("pool", sizeof(struct item), attr);
    void __rseq_percpu *a = rseq_mempool_percpu_malloc(pool);
    void __rseq_percpu *b = rseq_mempool_percpu_zmalloc(pool);
    void __rseq_percpu *c = rseq_mempool_percpu_malloc_init(pool, initial, sizeof(*initial));
    const size_t stride = 4096;
    int cpu;

    for (cpu = 0; cpu < rseq_mempool_get_max_nr_cpus(pool); cpu++)
        rseq_percpu_ptr(RSEQ_CAST(struct item __rseq_percpu *, c), cpu)->count++;
    if (rseq_mempool_range_init_numa(rseq_percpu_ptr(a, 1), stride, 1, 2))
        return -1;
    rseq_mempool_percpu_free(a);
    rseq_mempool_percpu_free(b, stride);
    librseq_mempool_percpu_free(c, RSEQ_MEMPOOL_STRIDE);
    return rseq_mempool_destroy(pool);
}

extern intptr_t sum_and_stats(struct rseq_mempool *pool, const intptr_t __rseq_percpu *counter);
intptr_t sum_and_stats(struct rseq_mempool *pool, const intptr_t __rseq_percpu *counter)
{
    struct rseq_mempool_usage usage;
    intptr_t sum = 0;

    rseq_mempool_for_each_cpu (cpu, pool)
        sum += *rseq_percpu_ptr(counter, cpu) + rseq_mempool_get_nr_cached(pool, cpu);
    if (rseq_mempool_stats(pool, &usage, sizeof(usage)))
        return -1;
    return sum + RSEQ_CAST(intptr_t, usage.nr_used);
}

extern int global_pool(struct item *initial, const struct rseq_mempool_attr *attr);
int global_pool(struct item *initial, const struct rseq_mempool_attr *attr)
{
    struct rseq_mempool *pool = rseq_mempool_create(NULL, sizeof(struct item), attr);
    struct item *a = RSEQ_CAST(struct item *, rseq_mempool_malloc(pool));
    const struct item *b = RSEQ_CAST(const struct item *, rseq_mempool_zmalloc(pool));
    volatile char *c =
        RSEQ_CAST(volatile char *, rseq_mempool_malloc_init(pool, initial, sizeof(*initial)));

    rseq_mempool_free(a + 0);
    rseq_mempool_free(b, 8192);
    rseq_mempool_free(c, 3 * sizeof(long));
    return rseq_mempool_destroy(pool);
}

extern int pool_set(struct item *initial, struct rseq_mempool *small, struct rseq_mempool *large);
int pool_set(struct item *initial, struct rseq_mempool *small, struct rseq_mempool *large)
{
    struct rseq_mempool_set *set = rseq_mempool_set_create();

    if (rseq_mempool_set_add_pool(set, small) || rseq_mempool_set_add_pool(set, large))
        return -1;
    rseq_mempool_percpu_free(rseq_mempool_set_percpu_malloc(set, 8));
    rseq_mempool_percpu_free(rseq_mempool_set_percpu_zmalloc(set, 9));
    rseq_mempool_percpu_free(rseq_mempool_set_percpu_malloc_init(set, initial, sizeof(*initial)));
    rseq_mempool_free(rseq_mempool_set_malloc(set, 8));
    rseq_mempool_free(rseq_mempool_set_zmalloc(set, 9));
    rseq_mempool_free(rseq_mempool_set_malloc_init(set, initial, sizeof(*initial)));
    return rseq_mempool_set_destroy(set);
}

/* The pointer keeps its type, whatever that is, and every type of number is one of a CPU. */
extern char *pointers(struct item *item, const struct item *const constant, void *nothing,
                      long cpu);
char *pointers(struct item *item, const struct item *const constant, void *nothing, long cpu)
{
    struct item *a = rseq_percpu_ptr(item, cpu);
    const struct item *b = rseq_percpu_ptr(constant, 1U);
    void *c = rseq_percpu_ptr(nothing, 'c', 1 << 12);
    intptr_t *d = rseq_percpu_ptr(&item->count, 1 + 2, 1UL << 20);
    char *e = rseq_percpu_ptr(item->name, 0, RSEQ_MEMPOOL_STRIDE);

    return a && b && c && d ? e : rseq_percpu_ptr(item + 1, 4 - 3, 1 << 16)->name;
}

/* The pointer may come from an expression that has statements in it. */
extern int *of_statement(int *const volatile *from);
int *of_statement(int *const volatile *from)
{
    return rseq_percpu_ptr(__extension__({
                               int *value = RSEQ_READ_ONCE(*from);
                               rseq_barrier();
                               value;
                           }),
                           2);
}

#ifdef __cplusplus
/* In a template the type of the pointer is not known until it is used. */
template <typename T> static T *copy_of(T *ptr, int cpu)
{
    return rseq_percpu_ptr(ptr, cpu);
}

extern long *copies(long *ptr);
long *copies(long *ptr)
{
    return copy_of(ptr, 1);
}
#endif
