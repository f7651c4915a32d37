// SPDX-License-Identifier: MIT
//
// Pools and fork(2): items of COW_INIT pools do not exist in the child, which can destroy the pool;
// those of COW_ZERO and global pools are private copies that work in both.
//
// mempool_fork_test [no-memfd]: without memfd_create(2) COW_INIT pools are what COW_ZERO pools are.
#include <rseq/mempool.h>

#include "effort.h"
#include "emulation.h"
#include "tap.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define CPUS 3
#define THREADS 3
#define FORKS 100

static struct rseq_mempool *pool;
static intptr_t __rseq_percpu *item;

static int destroy(void)
{
    return rseq_mempool_destroy(pool);
}

static int read_item(void)
{
    return *rseq_percpu_ptr(item, 1) == 0 ? 2 : 3;
}

// The call need not touch the memory; whoever uses the item does.
static int allocate(void)
{
    intptr_t __rseq_percpu *other = (intptr_t __rseq_percpu *)rseq_mempool_percpu_malloc(pool);

    *rseq_percpu_ptr(other, 1) = 1;
    return *rseq_percpu_ptr(other, 1) == 1 ? 2 : 3;
}

static int allocate_zeroed(void)
{
    return rseq_mempool_percpu_zmalloc(pool) ? 2 : 3;
}

static int free_item(void)
{
    rseq_mempool_percpu_free(item);
    return 2;
}

// Everything, on the child's own copy.
static int use(void)
{
    intptr_t __rseq_percpu *other = (intptr_t __rseq_percpu *)rseq_mempool_percpu_zmalloc(pool);

    if (!other || *rseq_percpu_ptr(item, CPUS - 1) != 7) {
        return 2;
    }
    *rseq_percpu_ptr(item, CPUS - 1) = 8;
    rseq_mempool_percpu_free(item);
    rseq_mempool_percpu_free(other);
    return rseq_mempool_destroy(pool) ? 3 : 0;
}

static int use_global(void)
{
    if (*item != 7) {
        return 2;
    }
    *item = 8;
    intptr_t *other = (intptr_t *)rseq_mempool_zmalloc(pool);
    if (!other || *other) {
        return 3;
    }
    rseq_mempool_free(item);
    rseq_mempool_free(other);
    return rseq_mempool_destroy(pool) ? 4 : 0;
}

// Exit code of a child that does it, or the negative number of the signal that killed it.
static int in_child(int (*what)(void))
{
    const struct rlimit no_core = {0, 0};
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        setrlimit(RLIMIT_CORE, &no_core);
        _exit(what());
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid) {
        bail_out("no child");
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void create(enum rseq_mempool_populate_policy policy, bool robust, bool global)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    if (!attr || rseq_mempool_attr_set_percpu(attr, 0, CPUS) ||
        rseq_mempool_attr_set_populate_policy(attr, policy) ||
        (global && rseq_mempool_attr_set_global(attr, 0)) ||
        (robust && rseq_mempool_attr_set_robust(attr))) {
        bail_out("no attr");
    }
    pool = rseq_mempool_create("fork", sizeof(*item), attr);
    rseq_mempool_attr_destroy(attr);
    item = (intptr_t __rseq_percpu *)rseq_mempool_percpu_zmalloc(pool);
    if (!pool || !item) {
        bail_out("no pool");
    }
}

static void free_and_destroy(const char *name)
{
    rseq_mempool_percpu_free(item);
    ok(rseq_mempool_destroy(pool) == 0, "%s: the parent frees and destroys", name);
}

static void cow_init(bool robust, bool memfd)
{
    const char *name = robust ? "COW_INIT robust" : "COW_INIT";

    create(RSEQ_MEMPOOL_POPULATE_COW_INIT, robust, false);
    if (memfd) {
        ok(in_child(read_item) == -SIGSEGV, "%s: no item in the child", name);
        ok(in_child(allocate) == -SIGSEGV, "%s: no malloc in the child", name);
        ok(in_child(allocate_zeroed) == -SIGSEGV, "%s: no zmalloc in the child", name);
        ok(in_child(free_item) == -SIGSEGV, "%s: no free in the child", name);
    } else {
        ok(in_child(read_item) == 2, "%s: private items in the child", name);
        ok(in_child(allocate) == 2, "%s: malloc in the child", name);
        ok(in_child(allocate_zeroed) == 2, "%s: zmalloc in the child", name);
        ok(in_child(free_item) == 2, "%s: free in the child", name);
    }
    if (!robust) {
        ok(in_child(destroy) == 0, "%s: the child destroys the pool", name);
    }
    ok(*item == 0, "%s: the parent's item is there", name);
    rseq_mempool_percpu_free(item);
    ok(in_child(destroy) == 0, "%s: the child destroys the empty pool", name);
    item = (intptr_t __rseq_percpu *)rseq_mempool_percpu_zmalloc(pool);
    free_and_destroy(name);
}

// Threads that have the locks of the pool and of all pools, again and again, while others fork.
static bool stop;

static void *allocate_and_free(void *unused)
{
    (void)unused;
    while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
        struct rseq_mempool *other = rseq_mempool_create("other", 64, NULL);

        for (int i = 0; i < 200; i++) {
            void __rseq_percpu *words[8];

            for (int j = 0; j < 8; j++) {
                words[j] = rseq_mempool_percpu_malloc(pool);
            }
            for (int j = 0; j < 8; j++) {
                rseq_mempool_percpu_free(words[j]);
            }
        }
        rseq_mempool_destroy(other);
    }
    return NULL;
}

// A lock that nobody will ever release is waited for until the alarm.
static int use_all(void)
{
    alarm(20);
    for (int i = 0; i < 100; i++) {
        void __rseq_percpu *word = rseq_mempool_percpu_zmalloc(pool);

        if (!word) {
            return 2;
        }
        rseq_mempool_percpu_free(word);
    }
    struct rseq_mempool *other = rseq_mempool_create("child", 64, NULL);
    return other && !rseq_mempool_destroy(other) && !rseq_mempool_destroy(pool) ? 0 : 3;
}

static void *fork_often(void *unused)
{
    const int forks = repetitions(FORKS);
    int failure = 0;

    (void)unused;
    for (int i = 0; i < forks && !failure; i++) {
        failure = in_child(use_all);
    }
    return failure ? &stop : NULL;
}

static void fork_among_threads(void)
{
    pthread_t threads[THREADS], forking;
    void *failed[2];

    create(RSEQ_MEMPOOL_POPULATE_COW_ZERO, false, false);
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, allocate_and_free, NULL)) {
            bail_out("no thread");
        }
    }
    if (pthread_create(&forking, NULL, fork_often, NULL)) {
        bail_out("no thread");
    }
    failed[0] = fork_often(NULL);
    pthread_join(forking, &failed[1]);
    __atomic_store_n(&stop, true, __ATOMIC_RELAXED);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    ok(!failed[0] && !failed[1], "no lock is taken in the child");
    free_and_destroy("among threads");
}

// An init function, which runs while its pool grows, may fork and use other pools.
static int fork_in_init(void *unused, void *address, size_t length, int cpu)
{
    (void)unused, (void)address, (void)length, (void)cpu;
    return in_child(use_all);
}

static void fork_in_init_function(void)
{
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

    create(RSEQ_MEMPOOL_POPULATE_COW_ZERO, false, false);
    if (!attr || rseq_mempool_attr_set_init(attr, fork_in_init, NULL) ||
        rseq_mempool_attr_set_percpu(attr, 0, CPUS) ||
        rseq_mempool_attr_set_max_nr_ranges(attr, 2)) {
        bail_out("no attr");
    }
    alarm(60);
    // One item in each range.
    struct rseq_mempool *forked = rseq_mempool_create("init", RSEQ_MEMPOOL_STRIDE, attr);
    void __rseq_percpu *first = rseq_mempool_percpu_malloc(forked);
    void __rseq_percpu *second = rseq_mempool_percpu_malloc(forked);
    alarm(0);
    ok(first && second, "an init function forks");
    rseq_mempool_percpu_free(first);
    rseq_mempool_percpu_free(second);
    ok(rseq_mempool_destroy(forked) == 0, "destroy");
    rseq_mempool_attr_destroy(attr);
    free_and_destroy("fork in an init function");
}

int main(int argc, char **argv)
{
    const bool memfd = argc != 2 || strcmp(argv[1], "no-memfd") != 0;

    if (memfd && madvise_is_ignored()) {
        skip(15, "an emulator ignores madvise");
    } else {
        cow_init(false, memfd);
        cow_init(true, memfd);
    }
    for (int robust = 0; robust < 2; robust++) {
        const char *name = robust ? "COW_ZERO robust" : "COW_ZERO";

        create(RSEQ_MEMPOOL_POPULATE_COW_ZERO, robust, false);
        *rseq_percpu_ptr(item, CPUS - 1) = 7;
        ok(in_child(use) == 0, "%s: the child uses its copy", name);
        ok(*rseq_percpu_ptr(item, CPUS - 1) == 7, "%s: the parent's is another one", name);
        free_and_destroy(name);
    }
    create(RSEQ_MEMPOOL_POPULATE_COW_INIT, false, true);
    *item = 7;
    ok(in_child(use_global) == 0, "global: the child uses its copy");
    ok(*item == 7, "global: the parent's is another one");
    free_and_destroy("global");
    fork_among_threads();
    fork_in_init_function();
    return exit_status();
}
