// SPDX-License-Identifier: MIT
//
// malloc_init() of a COW_INIT pool while another thread makes a CPU's page private, by writing to
// an item on the same page: the new item must have its init value nevertheless, now and later.
#include <rseq/mempool.h>

#include "emulation.h"
#include "tap.h"

#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SECONDS 1.5
#define STRIDE (1UL << 20)
#define ITEM_SIZE 256
#define INIT_BYTE 0x22
#define DIRT 0x11

// The item that the other thread is to write to, at once; NULL: none, &end_mark: no more.
static char *target;
static char end_mark;

// Waits for the other thread, which runs at the same time if there are two CPUs for it.
static char *target_becomes(bool set)
{
    char *item;

    for (long turn = 1; ((item = __atomic_load_n(&target, __ATOMIC_ACQUIRE)) != NULL) != set;
         turn++) {
        if (turn % 100000 == 0) {
            sched_yield();
        }
    }
    return item;
}

static void *dirty(void *unused)
{
    char *item;

    while ((item = target_becomes(true)) != &end_mark) {
        *(volatile char *)&item[8] = DIRT;
        __atomic_store_n(&target, (char *)NULL, __ATOMIC_RELEASE);
    }
    return unused;
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static long races, wrong, failed;

// Two items of each page of a new range: the first is written to while the second is allocated.
static void race(struct rseq_mempool *pool, size_t page)
{
    static char init[ITEM_SIZE];

    memset(init, INIT_BYTE, sizeof(init));
    for (size_t offset = 0; offset < STRIDE; offset += page) {
        char *first = (char *)rseq_mempool_percpu_malloc(pool);

        if (!first) {
            failed++;
            return;
        }
        // A page that was read is in the page table: a write must copy it and replace it there,
        // which takes its time.
        (void)*(volatile char *)first;
        __atomic_store_n(&target, first, __ATOMIC_RELEASE);
        // From at once to longer than a page fault takes.
        for (volatile long turn = 0; turn < races * 7 % 400; turn++) {
        }
        char *second = (char *)rseq_mempool_percpu_malloc_init(pool, init, sizeof(init));
        // What it says when it is handed out must not change when the other thread is done.
        wrong += second && memcmp(second, init, sizeof(init)) != 0;
        target_becomes(false);
        wrong += second && memcmp(second, init, sizeof(init)) != 0;
        failed += !second || first[8] != DIRT;
        races++;
        for (size_t rest = 2 * ITEM_SIZE; rest < page; rest += ITEM_SIZE) {
            failed += !rseq_mempool_percpu_malloc(pool);
        }
    }
}

int main(void)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();
    const double end = now() + SECONDS;
    pthread_t thread;

    // The library waits for page faults by means of it.
    if (madvise_is_ignored()) {
        plan_skip_all("an emulator ignores madvise");
    }
    plan(2);
    if (!attr || rseq_mempool_attr_set_percpu(attr, STRIDE, 1) ||
        rseq_mempool_attr_set_max_nr_ranges(attr, 1) ||
        rseq_mempool_attr_set_populate_policy(attr, RSEQ_MEMPOOL_POPULATE_COW_INIT) ||
        pthread_create(&thread, NULL, dirty, NULL)) {
        bail_out("no attr or no thread");
    }
    while (now() < end && !wrong && !failed) {
        struct rseq_mempool *pool = rseq_mempool_create("race", ITEM_SIZE, attr);

        race(pool, page);
        failed += !pool || rseq_mempool_destroy(pool) != 0;
    }
    __atomic_store_n(&target, &end_mark, __ATOMIC_RELEASE);
    pthread_join(thread, NULL);
    rseq_mempool_attr_destroy(attr);
    ok(races > 0 && failed == 0, "%ld races", races);
    ok(wrong == 0, "the init value is always there");
    return exit_status();
}
