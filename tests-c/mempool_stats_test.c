// SPDX-License-Identifier: MIT
//
// What a pool tells about itself, and the loop over its CPUs.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "emulation.h"
#include "tap.h"
#include "thread_placement.h"

#include <linux/membarrier.h>
#include <rseq/mempool.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CPUS 3
#define ITEM 64
#define PER_RANGE (int)(RSEQ_MEMPOOL_STRIDE / ITEM)

static struct rseq_mempool_usage stats_of(struct rseq_mempool *pool)
{
    struct rseq_mempool_usage stats;

    memset(&stats, 0xee, sizeof(stats));
    if (rseq_mempool_stats(pool, &stats, sizeof(stats))) {
        memset(&stats, 0xee, sizeof(stats));
    }
    return stats;
}

static struct rseq_mempool *create(enum rseq_mempool_populate_policy policy, bool robust)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    rseq_mempool_attr_set_percpu(attr, RSEQ_MEMPOOL_STRIDE, CPUS);
    rseq_mempool_attr_set_populate_policy(attr, policy);
    if (robust) {
        rseq_mempool_attr_set_robust(attr);
    }
    struct rseq_mempool *pool = rseq_mempool_create("stats", ITEM, attr);
    rseq_mempool_attr_destroy(attr);
    return pool;
}

static long cached_of_all(struct rseq_mempool *pool)
{
    long sum = 0;

    for (int cpu = 0; cpu < rseq_get_max_nr_cpus(); cpu++) {
        sum += rseq_mempool_get_nr_cached(pool, cpu);
    }
    return sum;
}

static void numbers(const char *name, enum rseq_mempool_populate_policy policy, bool robust)
{
    static void __rseq_percpu *items[2000];
    const int count = PER_RANGE + 100;
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    struct rseq_mempool *pool = create(policy, robust);
    struct rseq_mempool_usage stats = stats_of(pool);

    ok(stats.nr_ranges == 1 && stats.nr_items == (size_t)PER_RANGE && stats.nr_used == 0 &&
           stats.nr_cached == 0,
       "%s: an empty pool", name);
    ok(stats.bytes_mapped >= (size_t)CPUS * RSEQ_MEMPOOL_STRIDE, "%s: %zu bytes mapped", name,
       stats.bytes_mapped);
    const size_t resident = stats.bytes_resident;
    // An emulator has other addresses than the kernel, which is asked about them.
    const bool told = resident != SIZE_MAX && !madvise_is_ignored();
    ok(!told || (resident >= page && resident < stats.bytes_mapped), "%s: %zd bytes resident", name,
       (ssize_t)resident);

    for (int i = 0; i < count; i++) {
        items[i] = rseq_mempool_percpu_zmalloc(pool);
        *rseq_percpu_ptr((char *)items[i], CPUS - 1) = 1;
    }
    stats = stats_of(pool);
    ok(stats.nr_ranges == 2 && stats.nr_items == 2 * (size_t)PER_RANGE &&
           stats.nr_used == (size_t)count && stats.nr_cached == 0,
       "%s: %zu items in use", name, stats.nr_used);
    ok(!told || stats.bytes_resident >= resident + (size_t)count * ITEM,
       "%s: %zd bytes resident when %d copies were written", name, (ssize_t)stats.bytes_resident,
       count);

    for (int i = 0; i < count - 50; i++) {
        rseq_mempool_percpu_free(items[i]);
    }
    stats = stats_of(pool);
    ok(stats.nr_used == 50, "%s: %zu items in use after %d were freed", name, stats.nr_used,
       count - 50);
    ok(stats.nr_cached == (size_t)cached_of_all(pool), "%s: %zu of them are cached", name,
       stats.nr_cached);
    ok(!robust || stats.nr_cached == 0, "%s: robust pools cache nothing", name);
    for (int i = count - 50; i < count; i++) {
        rseq_mempool_percpu_free(items[i]);
    }
    ok(stats_of(pool).nr_used == 0, "%s: none in use", name);
    ok(rseq_mempool_destroy(pool) == 0, "%s: nothing leaked", name);
}

// Whether items are cached in this thread.
static bool can_cache(void)
{
    const long commands = syscall(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0);

    return rseq_current_cpu_raw() >= 0 && commands > 0 &&
           commands & MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ;
}

// What was freed last is in the cache of the CPU, unless that was interrupted.
static void cached_here(void)
{
    struct rseq_mempool *pool = create(RSEQ_MEMPOOL_POPULATE_COW_ZERO, false);
    int cached = 0;

    stay_on_this_cpu();
    for (int i = 0; i < 100 && cached == 0; i++) {
        rseq_mempool_percpu_free(rseq_mempool_percpu_malloc(pool));
        cached = rseq_mempool_get_nr_cached(pool, rseq_fallback_current_cpu());
    }
    ok(cached == can_cache(), "%d items of this CPU", cached);
    ok(stats_of(pool).nr_cached == (size_t)cached, "and no others");
    rseq_mempool_destroy(pool);
}

static void other_lengths(void)
{
    struct rseq_mempool *pool = create(RSEQ_MEMPOOL_POPULATE_COW_INIT, false);
    struct {
        struct rseq_mempool_usage stats;
        char more[40];
    } later;
    char none[sizeof(later.more)] = {0};

    memset(&later, 0xee, sizeof(later));
    ok(rseq_mempool_stats(pool, &later.stats, sizeof(later)) == 0 && later.stats.nr_ranges == 1 &&
           !memcmp(later.more, none, sizeof(none)),
       "members of later versions are 0");
    memset(&later, 0xee, sizeof(later));
    errno = 0;
    ok(rseq_mempool_stats(pool, &later.stats, sizeof(later.stats) - 1) == -1 && errno == EINVAL &&
           later.stats.nr_ranges != 1,
       "a structure that is too short");
    errno = 0;
    ok(rseq_mempool_stats(NULL, &later.stats, sizeof(later.stats)) == -1 && errno == EINVAL,
       "no pool");
    errno = 0;
    ok(rseq_mempool_stats(pool, NULL, sizeof(later.stats)) == -1 && errno == EINVAL,
       "no structure");
    errno = 0;
    ok(rseq_mempool_get_nr_cached(NULL, 0) == -1 && errno == EINVAL, "no pool");
    errno = 0;
    ok(rseq_mempool_get_nr_cached(pool, -1) == -1 && errno == EINVAL, "CPU -1");
    errno = 0;
    ok(rseq_mempool_get_nr_cached(pool, rseq_get_max_nr_cpus()) == -1 && errno == EINVAL,
       "a CPU too many");
    rseq_mempool_destroy(pool);
}

static void loop(void)
{
    struct rseq_mempool *pool = create(RSEQ_MEMPOOL_POPULATE_COW_INIT, false);
    intptr_t __rseq_percpu *counter = (intptr_t __rseq_percpu *)rseq_mempool_percpu_zmalloc(pool);
    intptr_t sum = 0;
    int rounds = 0;

    rseq_mempool_for_each_cpu (cpu, pool) {
        *rseq_percpu_ptr(counter, cpu) = 1 + cpu;
    }
    rseq_mempool_for_each_cpu (cpu, pool) {
        rseq_mempool_for_each_cpu (other, pool) {
            rounds += cpu <= other;
        }
        sum += RSEQ_READ_ONCE(*rseq_percpu_ptr(counter, cpu));
    }
    ok(sum == CPUS * (CPUS + 1) / 2, "the sum of all copies");
    ok(rounds == CPUS * (CPUS + 1) / 2, "a loop in a loop");
    rseq_mempool_percpu_free(counter);
    rseq_mempool_destroy(pool);

    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();
    rseq_mempool_attr_set_global(attr, 0);
    pool = rseq_mempool_create("global", ITEM, attr);
    rseq_mempool_attr_destroy(attr);
    rseq_mempool_for_each_cpu (cpu, pool) {
        sum += cpu;
        rounds = -1;
    }
    ok(rounds > 0, "global pools have no copies");
    void *item = rseq_mempool_malloc(pool);
    ok(stats_of(pool).nr_used == 1, "but items");
    rseq_mempool_free(item);
    rseq_mempool_destroy(pool);
}

int main(void)
{
    rseq_register_current_thread();
    numbers("COW_ZERO", RSEQ_MEMPOOL_POPULATE_COW_ZERO, false);
    numbers("COW_INIT", RSEQ_MEMPOOL_POPULATE_COW_INIT, false);
    numbers("robust", RSEQ_MEMPOOL_POPULATE_COW_INIT, true);
    cached_here();
    other_lengths();
    loop();
    return exit_status();
}
