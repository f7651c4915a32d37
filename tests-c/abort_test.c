// SPDX-License-Identifier: MIT
//
// Threads hammer one operation at a time, on per-CPU data that they share, while a timer and
// another thread send them signals and move them between CPUs. Nothing may be lost or done twice,
// and the kernel must have aborted every operation: without aborts nothing was tested.
//
// With -DDELAYS each operation dwells at one injection point after the other, and must have been
// aborted at each of them that is within its critical section.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#ifdef DELAYS
#include "delay_injection.h"
#endif

#include "effort.h"
#include "tap.h"
#include "thread_placement.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define MODE PERCPU_MODE
#define CACHE_LINE 128
#define ENTRIES 64
#define NODES 16
#define MAX_THREADS 16
// Attempts of each thread; more of them until the kernel aborted so many, for so many seconds.
#define ATTEMPTS 4000
#define WANTED_ABORTS 20
#define SECONDS 15
// One disturbance of so many is a move to another CPU.
#define MOVES 4

struct node {
    struct node *next;
    int seen;
};

// What an entry of the buffers holds: the same value everywhere.
struct entry {
    intptr_t token[6];
};

// One per index.
struct slot {
    intptr_t v, v2, pointer[2];
    struct node *head;
    struct entry entries[ENTRIES];
} __attribute__((aligned(CACHE_LINE)));

struct worker {
    pthread_t thread;
    int number;
    long done, aborts;
    int wrong;
    // What is being written, and taken.
    struct entry entry;
    intptr_t taken;
};

struct operation {
    const char *name;
    // The highest injection point before the commit.
    int last_point;
    enum rseq_mo mo;
    int (*attempt)(struct worker *worker, struct slot *slot, enum rseq_mo mo, int index);
    bool (*is_right)(long done);
};

static int slots_count, threads;
static struct slot *slots;
static struct node *nodes;
static struct worker workers[MAX_THREADS];
static const struct operation *operation;
static volatile int running;
static volatile bool enough;

#ifdef DELAYS
static inline void at_point(int point)
{
    (void)point;
}
#endif

static intptr_t sum(size_t offset)
{
    intptr_t result = 0;

    for (int i = 0; i < slots_count; i++) {
        result += *(intptr_t *)((char *)&slots[i] + offset);
    }
    return result;
}

static int load_add_store(struct worker *worker, struct slot *slot, enum rseq_mo mo, int index)
{
    (void)worker;
    return rseq_load_add_store__ptr(mo, MODE, &slot->v, 3, index);
}

static bool added_three(long done)
{
    return sum(offsetof(struct slot, v)) == done * 3;
}

static int load_cbne_store(struct worker *worker, struct slot *slot, enum rseq_mo mo, int index)
{
    const intptr_t v = RSEQ_READ_ONCE(slot->v);

    (void)worker;
    return rseq_load_cbne_store__ptr(mo, MODE, &slot->v, v, v + 1, index);
}

static bool added_one(long done)
{
    return sum(offsetof(struct slot, v)) == done;
}

static int load_cbne_load_cbne_store(struct worker *worker, struct slot *slot, enum rseq_mo mo,
                                     int index)
{
    const intptr_t v = RSEQ_READ_ONCE(slot->v);
    // v2 is always 0.
    const intptr_t expect2 = worker->done % 8 == 7 && (v & 1);
    const int result = rseq_load_cbne_load_cbne_store__ptr(mo, MODE, &slot->v, v, &slot->v2,
                                                           expect2, v + 1, index);

    worker->wrong += result == 0 && expect2 != 0;
    return result;
}

// Puts a node that was taken back, to whatever list is this thread's then.
static void push(struct node *node)
{
    int result;

    do {
        const int index = percpu_index(MODE);
        struct node **const head = &slots[index].head;

        node->next = RSEQ_READ_ONCE(*head);
        result = rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, MODE, (intptr_t *)head,
                                           (intptr_t)node->next, (intptr_t)node, index);
    } while (result);
}

static int load_cbeq_store_add_load_store(struct worker *worker, struct slot *slot, enum rseq_mo mo,
                                          int index)
{
    const int result = rseq_load_cbeq_store_add_load_store__ptr(
        mo, MODE, (intptr_t *)&slot->head, 0, offsetof(struct node, next), &worker->taken, index);

    if (result == 0) {
        push((struct node *)worker->taken);
    }
    return result;
}

static bool all_nodes_once(long done)
{
    int count = 0;

    (void)done;
    for (int i = 0; i < slots_count; i++) {
        for (struct node *node = slots[i].head; node; node = node->next) {
            count++;
            if (node->seen++) {
                return false;
            }
        }
    }
    return count == slots_count * NODES;
}

// Tells who wrote an entry, and which of its own.
static void make_token(struct worker *worker)
{
    for (size_t i = 0; i < sizeof(worker->entry.token) / sizeof(worker->entry.token[0]); i++) {
        worker->entry.token[i] = (worker->done + 1) * MAX_THREADS + worker->number;
    }
}

static int load_cbne_store_store(struct worker *worker, struct slot *slot, enum rseq_mo mo,
                                 int index)
{
    const intptr_t v = RSEQ_READ_ONCE(slot->v);

    make_token(worker);
    return rseq_load_cbne_store_store__ptr(mo, MODE, &slot->v, v, slot->entries[v % ENTRIES].token,
                                           worker->entry.token[0], v + 1, index);
}

static int load_cbne_memcpy_store(struct worker *worker, struct slot *slot, enum rseq_mo mo,
                                  int index)
{
    const intptr_t v = RSEQ_READ_ONCE(slot->v);

    make_token(worker);
    return rseq_load_cbne_memcpy_store__ptr(mo, MODE, &slot->v, v, &slot->entries[v % ENTRIES],
                                            &worker->entry, sizeof(worker->entry), v + 1, index);
}

// The newest entries, without the one that an aborted attempt may have begun to overwrite: no token
// is there twice, or was not written.
static bool tokens_are_right(size_t words)
{
    for (int i = 0; i < slots_count; i++) {
        const struct slot *slot = &slots[i];
        const intptr_t oldest = slot->v < ENTRIES ? 0 : slot->v - ENTRIES + 1;

        for (intptr_t n = oldest; n < slot->v; n++) {
            const intptr_t *token = slot->entries[n % ENTRIES].token;
            const struct worker *writer = &workers[token[0] % MAX_THREADS];

            if (token[0] / MAX_THREADS < 1 || token[0] / MAX_THREADS > writer->done) {
                return false;
            }
            for (size_t word = 1; word < words; word++) {
                if (token[word] != token[0]) {
                    return false;
                }
            }
            for (intptr_t other = oldest; other < n; other++) {
                if (slot->entries[other % ENTRIES].token[0] == token[0]) {
                    return false;
                }
            }
        }
    }
    return true;
}

static bool buffers_are_right(long done)
{
    return added_one(done) && tokens_are_right(1);
}

static bool copies_are_right(long done)
{
    return added_one(done) && tokens_are_right(6);
}

// The pointer leads to one that leads to v2.
static int load_add_load_load_add_store(struct worker *worker, struct slot *slot, enum rseq_mo mo,
                                        int index)
{
    (void)worker;
    return rseq_load_add_load_load_add_store__ptr(mo, MODE, &slot->pointer[0], sizeof(intptr_t), 5,
                                                  index);
}

static bool added_five(long done)
{
    return sum(offsetof(struct slot, v2)) == done * 5;
}

static void prepare(void)
{
    memset(slots, 0, sizeof(*slots) * (size_t)slots_count);
    memset(nodes, 0, sizeof(*nodes) * (size_t)slots_count * NODES);
    for (int i = 0; i < slots_count; i++) {
        struct slot *slot = &slots[i];

        slot->pointer[0] = (intptr_t)&slot->pointer[0];
        slot->pointer[1] = (intptr_t)&slot->v2;
        for (int n = 0; n < NODES; n++) {
            struct node *node = &nodes[i * NODES + n];

            node->next = slot->head;
            slot->head = node;
        }
    }
}

static void *work(void *argument)
{
    struct worker *worker = (struct worker *)argument;

    if (rseq_register_current_thread()) {
        bail_out("rseq_register_current_thread: errno %d", errno);
    }
    worker->done = worker->aborts = worker->wrong = 0;
    const int attempts = repetitions(ATTEMPTS);
    __atomic_add_fetch(&running, 1, __ATOMIC_RELEASE);
    for (int i = 0; i < attempts || !enough; i++) {
        const int index = percpu_index(MODE);
        const int result = operation->attempt(worker, &slots[index], operation->mo, index);

        worker->done += result == 0;
        // A thread that is still where it was did not fail because of its index: the kernel aborted
        // the operation. There are more of those, on threads that were moved.
        if (result == -1 && percpu_index(MODE) == index) {
            __atomic_add_fetch(&worker->aborts, 1, __ATOMIC_RELAXED);
        }
        worker->wrong += result < -1 || result > 1;
    }
    __atomic_sub_fetch(&running, 1, __ATOMIC_RELEASE);
    rseq_unregister_current_thread();
    return NULL;
}

static void handler(int number)
{
    (void)number;
}

static long all_aborts(void)
{
    long result = 0;

    for (int i = 0; i < threads; i++) {
        result += __atomic_load_n(&workers[i].aborts, __ATOMIC_RELAXED);
    }
    return result;
}

// Sends signals to all threads, and moves some, until they end.
static void disturb(const cpu_set_t *allowed)
{
    const struct timespec pause = {0, 200000};
    const time_t end = time(NULL) + SECONDS;
    unsigned int random = 1;

    while (__atomic_load_n(&running, __ATOMIC_ACQUIRE)) {
        struct worker *worker;
        cpu_set_t set;

        random = random * 1103515245 + 12345;
        worker = &workers[random / 65536 % (unsigned int)threads];
        if (random / 4096 % MOVES) {
            pthread_kill(worker->thread, SIGUSR1);
        } else {
            int cpu = (int)(random / 256 % CPU_SETSIZE);

            while (!CPU_ISSET((size_t)cpu, allowed)) {
                cpu = (cpu + 1) % CPU_SETSIZE;
            }
            CPU_ZERO(&set);
            CPU_SET((size_t)cpu, &set);
            pthread_setaffinity_np(worker->thread, sizeof(set), &set);
        }
        nanosleep(&pause, NULL);
        enough = all_aborts() >= repetitions(WANTED_ABORTS) || time(NULL) > end;
    }
}

static void hammer(const struct operation *which, int point)
{
    const struct itimerval every = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
    cpu_set_t allowed;
    long done = 0;
    int wrong = 0;

    operation = which;
    enough = false;
    prepare();
    sched_getaffinity(0, sizeof(allowed), &allowed);
    setitimer(ITIMER_REAL, &every, NULL);
    for (int i = 0; i < threads; i++) {
        workers[i].number = i;
        workers[i].aborts = 0;
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i])) {
            bail_out("pthread_create");
        }
        while (__atomic_load_n(&running, __ATOMIC_ACQUIRE) == 0) {
            sched_yield();
        }
    }
    disturb(&allowed);
    for (int i = 0; i < threads; i++) {
        pthread_join(workers[i].thread, NULL);
        done += workers[i].done;
        wrong += workers[i].wrong;
    }
    setitimer(ITIMER_REAL, &never, NULL);
    const char *release = which->mo == RSEQ_MO_RELEASE ? " release" : "";
    char where[32] = "";
    if (point) {
        snprintf(where, sizeof(where), ", point %d", point);
    }
    ok(wrong == 0 && which->is_right(done), "%s%s%s: done %ld times, nothing lost", which->name,
       release, where, done);
    ok(all_aborts() > 0, "%s%s%s: %ld aborts", which->name, release, where, all_aborts());
}

int main(void)
{
    static const struct operation operations[] = {
        {"load_cbne_store", 4, RSEQ_MO_RELAXED, load_cbne_store, added_one},
        {"load_add_store", 3, RSEQ_MO_RELAXED, load_add_store, added_three},
        {"load_cbeq_store_add_load_store", 4, RSEQ_MO_RELAXED, load_cbeq_store_add_load_store,
         all_nodes_once},
        {"load_cbne_store_store", 5, RSEQ_MO_RELAXED, load_cbne_store_store, buffers_are_right},
        {"load_cbne_store_store", 5, RSEQ_MO_RELEASE, load_cbne_store_store, buffers_are_right},
        {"load_cbne_load_cbne_store", 5, RSEQ_MO_RELAXED, load_cbne_load_cbne_store, added_one},
        {"load_cbne_memcpy_store", 5, RSEQ_MO_RELAXED, load_cbne_memcpy_store, copies_are_right},
        {"load_cbne_memcpy_store", 5, RSEQ_MO_RELEASE, load_cbne_memcpy_store, copies_are_right},
        {"load_add_load_load_add_store", 3, RSEQ_MO_RELAXED, load_add_load_load_add_store,
         added_five},
    };
    const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    struct sigaction action;
    void *memory;

    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    if (rseq_register_current_thread()) {
        bail_out("rseq_register_current_thread: errno %d", errno);
    }
    if (!percpu_index_available(MODE)) {
        plan_skip_all("kernel without " PERCPU_INDEX_NAME);
    }
    threads = cpus > 4 ? 12 : 2 + (int)cpus * 2;
    slots_count = rseq_get_max_nr_cpus();
    if (posix_memalign(&memory, CACHE_LINE, sizeof(*slots) * (size_t)slots_count)) {
        bail_out("no memory");
    }
    slots = (struct slot *)memory;
    nodes = (struct node *)calloc((size_t)slots_count * NODES, sizeof(*nodes));
    if (!nodes) {
        bail_out("no memory");
    }
    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    if (sigaction(SIGUSR1, &action, NULL) || sigaction(SIGALRM, &action, NULL)) {
        bail_out("no signals");
    }
    for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
#ifdef DELAYS
        for (int point = 2; point <= operations[i].last_point; point++) {
            memset(delay_loops, 0, sizeof(delay_loops));
            delay_loops[point] = 2000;
            hammer(&operations[i], point);
        }
#else
        hammer(&operations[i], 0);
#endif
    }
    free(nodes);
    free(slots);
    return exit_status();
}
