// SPDX-License-Identifier: MIT
//
// Nothing leaks: mappings and file descriptors are the same after pools were created and destroyed,
// and after they could not be created for lack of address space or descriptors.
#include <rseq/mempool.h>

#include "effort.h"
#include "tap.h"

#include <dirent.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define STRIDE 65536

static int open_files(void)
{
    DIR *directory = opendir("/proc/self/fd");
    int count = -3; // ".", ".." and this directory

    if (!directory) {
        bail_out("no /proc");
    }
    while (readdir(directory)) {
        count++;
    }
    closedir(directory);
    return count;
}

// Without the heap, whose size depends on everything, and the buffers of this function.
static long mapped_bytes(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[1000];
    long bytes = 0;

    if (!maps) {
        bail_out("no /proc");
    }
    while (fgets(line, sizeof(line), maps)) {
        unsigned long begin, end;

        if (!strstr(line, "[heap]") && !strstr(line, "[stack]") &&
            sscanf(line, "%lx-%lx", &begin, &end) == 2) {
            bytes += (long)(end - begin);
        }
    }
    fclose(maps);
    return bytes;
}

static struct rseq_mempool *create(int cpus, enum rseq_mempool_populate_policy policy, bool robust)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();
    struct rseq_mempool *pool = NULL;

    if (attr && !rseq_mempool_attr_set_percpu(attr, STRIDE, cpus) &&
        !rseq_mempool_attr_set_populate_policy(attr, policy) &&
        (!robust || !rseq_mempool_attr_set_robust(attr))) {
        pool = rseq_mempool_create("failure", STRIDE / 2, attr);
    }
    const int error = errno;
    rseq_mempool_attr_destroy(attr);
    errno = error;
    return pool;
}

static const struct variant {
    const char *name;
    enum rseq_mempool_populate_policy policy;
    bool robust;
} variants[] = {
    {"COW_INIT", RSEQ_MEMPOOL_POPULATE_COW_INIT, false},
    {"COW_ZERO", RSEQ_MEMPOOL_POPULATE_COW_ZERO, false},
    {"COW_INIT robust", RSEQ_MEMPOOL_POPULATE_COW_INIT, true},
    {"COW_ZERO robust", RSEQ_MEMPOOL_POPULATE_COW_ZERO, true},
};

static void test_life(const struct variant *variant)
{
    const int rounds = repetitions(50);
    bool right = true;
    int files = 0;
    long bytes = 0;

    for (int round = 0; round < rounds; round++) {
        struct rseq_mempool *pool = create(8, variant->policy, variant->robust);
        void *items[7] = {NULL, NULL, NULL, NULL, NULL, NULL, NULL};

        right = right && pool;
        for (int i = 0; right && i < 7; i++) {
            right = (items[i] = rseq_mempool_percpu_zmalloc(pool)) != NULL;
        }
        for (int i = 0; right && i < 7; i++) {
            rseq_mempool_percpu_free(items[i], STRIDE);
        }
        right = right && !rseq_mempool_destroy(pool);
        if (round == 0) {
            files = open_files();
            bytes = mapped_bytes();
        }
    }
    ok(right, "%s: %d pools, one after the other", variant->name, rounds);
    ok(files == open_files(), "%s: %d open files before and after", variant->name, files);
    ok(bytes == mapped_bytes(), "%s: %ld bytes mapped before, %ld after", variant->name, bytes,
       mapped_bytes());
}

// With so many bytes more of address space than are in use now.
static void test_address_space(const struct variant *variant, long more, bool can_create)
{
    const struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
    struct rseq_mempool *pool = NULL;
    const int files = open_files();
    const long bytes = mapped_bytes();
    void *items[100] = {NULL};
    int count = 0, error = 0;
    FILE *statm = fopen("/proc/self/statm", "r");
    unsigned long pages;

    if (!statm || fscanf(statm, "%lu", &pages) != 1) {
        bail_out("no /proc");
    }
    fclose(statm);
    const rlim_t limit = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + (rlim_t)more;
    const struct rlimit limited = {limit, RLIM_INFINITY};
    struct rlimit now;
    if (setrlimit(RLIMIT_AS, &limited) || getrlimit(RLIMIT_AS, &now)) {
        bail_out("no limit");
    }
    if (now.rlim_cur != limit) {
        skip(1, "an emulator does not limit its address space");
        return;
    }
    errno = 0;
    pool = create(8, variant->policy, variant->robust);
    error = errno;
    if (pool) {
        while (count < 100 && (items[count] = rseq_mempool_percpu_malloc(pool))) {
            count++;
        }
        error = errno;
    }
    setrlimit(RLIMIT_AS, &unlimited);
    ok((pool != NULL) == can_create && error == ENOMEM,
       "%s: %ld bytes more of address space: %d items, then errno %d", variant->name, more, count,
       error);
    if (pool) {
        // It goes on as soon as there is memory again.
        void *next = rseq_mempool_percpu_malloc(pool);

        ok(next != NULL, "%s: the pool can grow afterwards", variant->name);
        if (next) {
            rseq_mempool_percpu_free(next, STRIDE);
        }
        while (count > 0) {
            rseq_mempool_percpu_free(items[--count], STRIDE);
        }
        ok(rseq_mempool_destroy(pool) == 0, "%s: destroy", variant->name);
    }
    ok(files == open_files(), "%s: %d open files", variant->name, files);
    ok(bytes == mapped_bytes(), "%s: %ld bytes mapped, then %ld", variant->name, bytes,
       mapped_bytes());
}

// Without a file descriptor to spare.
static void test_descriptors(const struct variant *variant)
{
    struct rlimit limit, none;
    const int files = open_files();
    const long bytes = mapped_bytes();

    if (getrlimit(RLIMIT_NOFILE, &limit)) {
        bail_out("no limit");
    }
    none = limit;
    none.rlim_cur = 0;
    if (setrlimit(RLIMIT_NOFILE, &none)) {
        bail_out("no limit");
    }
    errno = 0;
    struct rseq_mempool *pool = create(8, variant->policy, variant->robust);
    const int error = errno;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (variant->policy == RSEQ_MEMPOOL_POPULATE_COW_ZERO) {
        ok(pool && rseq_mempool_destroy(pool) == 0, "%s: needs no file", variant->name);
    } else {
        ok(!pool && error == EMFILE, "%s: no file: errno %d", variant->name, error);
    }
    ok(files == open_files(), "%s: %d open files", variant->name, files);
    ok(bytes == mapped_bytes(), "%s: %ld bytes mapped, then %ld", variant->name, bytes,
       mapped_bytes());
}

int main(void)
{
    for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++) {
        test_life(&variants[i]);
        // A range takes 8 strides and up to two more, and the alignment another one.
        test_address_space(&variants[i], 4L * STRIDE, false);
        test_address_space(&variants[i], 3L * 12 * STRIDE, true);
        test_descriptors(&variants[i]);
    }
    return exit_status();
}
