// SPDX-License-Identifier: MIT
//
// Stress of one kind of per-CPU data by many threads, with delays, signals, and moves between CPUs
// injected around and inside the critical sections. run_param_test runs it in all its ways.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "delay_injection.h"

#include "thread_placement.h"

#include <linux/membarrier.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define CACHE_LINE 128
#define ITEMS_PER_CPU 100
#define USAGE_ERROR 255
#define NOT_AVAILABLE 2

// Invariants are checked in every build.
#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: false: %s\n", __FILE__, __LINE__, #condition);                 \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static struct {
    int threads, repetitions;
    int modulo;
    bool yield, signal, release, verbose;
    int sleep_ms;
    bool no_registration;
    int unregistered_modulo;
    char test;
} options = {200, 5000, 0, false, false, false, false, 0, false, 0, 's'};

static __thread unsigned int at_point_calls;
static volatile int signals_seen;

// What happens at points 7 (between reading the index and the operation), 8 (after it) and 9.
static inline void at_point(int point)
{
    if (delay_loops[point] >= 0) {
        for (int i = 0; i < delay_loops[point]; i++) {
            __asm__ __volatile__("" ::: "memory");
        }
        return;
    }
    if (!options.modulo || ++at_point_calls % (unsigned int)options.modulo) {
        return;
    }
    if (options.sleep_ms) {
        const struct timespec time = {options.sleep_ms / 1000, options.sleep_ms % 1000 * 1000000L};

        nanosleep(&time, NULL);
    }
    if (options.yield) {
        sched_yield();
    }
    if (options.signal) {
        raise(SIGUSR1);
    }
}

static void count_signal(int number)
{
    (void)number;
    signals_seen++;
}

struct node {
    intptr_t number;
    struct node *next;
};

// What the memcpy test copies: more than a word, with a check.
struct record {
    intptr_t number;
    uint64_t check;
    char tail[5];
};

#define CAPACITY (ITEMS_PER_CPU * 4)

// One copy of everything per CPU.
static struct percpu {
    intptr_t lock;
    intptr_t count;
    struct node *head;
    intptr_t fill; // of the array of pointers
    struct node *array[CAPACITY];
    intptr_t record_fill; // of the array of records
    struct record records[CAPACITY];
} __attribute__((aligned(CACHE_LINE))) * percpu;

static int copies;

static int current_index(void)
{
    const int index = percpu_index(PERCPU_MODE);

    at_point(7);
    return index;
}

static enum rseq_mo order(void)
{
    return options.release ? RSEQ_MO_RELEASE : RSEQ_MO_RELAXED;
}

// Every operation below is tried until it is not aborted. A thread that is not registered does not
// get here (see refused()).

static int lock_this_cpu(void)
{
    for (;;) {
        const int index = current_index();
        const int result = rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, PERCPU_MODE,
                                                     &percpu[index].lock, 0, 1, index);

        at_point(8);
        if (result == 0) {
            rseq_smp_acquire__after_ctrl_dep();
            return index;
        }
        if (result == 1) {
            sched_yield(); // its holder may need this CPU
        }
    }
}

static void unlock(int index)
{
    REQUIRE(percpu[index].lock == 1);
    rseq_smp_store_release(&percpu[index].lock, 0);
}

static void run_spin_lock(int repetitions)
{
    for (int i = 0; i < repetitions; i++) {
        const int index = lock_this_cpu();

        percpu[index].count++;
        unlock(index);
    }
}

static void run_increment(int repetitions)
{
    for (int i = 0; i < repetitions; i++) {
        int result;

        do {
            const int index = current_index();

            result = rseq_load_add_store__ptr(RSEQ_MO_RELAXED, PERCPU_MODE, &percpu[index].count, 1,
                                              index);
            at_point(8);
        } while (result);
    }
}

static void list_push(struct node *node)
{
    int result;

    do {
        const int index = current_index();
        struct node *const head = RSEQ_READ_ONCE(percpu[index].head);

        node->next = head;
        result =
            rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, PERCPU_MODE, (intptr_t *)&percpu[index].head,
                                      (intptr_t)head, (intptr_t)node, index);
        at_point(8);
    } while (result);
}

static struct node *list_pop(void)
{
    intptr_t head = 0;
    int result;

    do {
        const int index = current_index();

        result = rseq_load_cbeq_store_add_load_store__ptr(
            RSEQ_MO_RELAXED, PERCPU_MODE, (intptr_t *)&percpu[index].head, 0,
            (long)offsetof(struct node, next), &head, index);
        at_point(8);
    } while (result == -1);
    return result == 0 ? (struct node *)head : NULL;
}

static void run_list(int repetitions)
{
    for (int i = 0; i < repetitions; i++) {
        struct node *const node = list_pop();

        if (node) {
            list_push(node);
        }
    }
}

// False if the copy is full.
static bool array_push(struct node *node)
{
    for (;;) {
        const int index = current_index();
        struct percpu *const own = &percpu[index];
        const intptr_t fill = RSEQ_READ_ONCE(own->fill);

        if (fill == CAPACITY) {
            return false;
        }
        const int result = rseq_load_cbne_store_store__ptr(order(), PERCPU_MODE, &own->fill, fill,
                                                           (intptr_t *)&own->array[fill],
                                                           (intptr_t)node, fill + 1, index);

        at_point(8);
        if (result == 0) {
            return true;
        }
    }
}

static struct node *array_pop(void)
{
    for (;;) {
        const int index = current_index();
        struct percpu *const own = &percpu[index];
        const intptr_t fill = RSEQ_READ_ONCE(own->fill);

        if (fill == 0) {
            return NULL;
        }
        struct node *const node = RSEQ_READ_ONCE(own->array[fill - 1]);
        // The fill alone could be the same again, with another node on top.
        const int result = rseq_load_cbne_load_cbne_store__ptr(
            RSEQ_MO_RELAXED, PERCPU_MODE, &own->fill, fill, (intptr_t *)&own->array[fill - 1],
            (intptr_t)node, fill - 1, index);

        at_point(8);
        if (result == 0) {
            return node;
        }
    }
}

static void run_array(int repetitions)
{
    for (int i = 0; i < repetitions; i++) {
        struct node *const node = array_pop();

        REQUIRE(!node || array_push(node));
    }
}

static struct record make_record(intptr_t number)
{
    struct record record;

    memset(&record, 0, sizeof(record));
    record.number = number;
    record.check = ~(uint64_t)number;
    memset(record.tail, (int)(number & 0x7f), sizeof(record.tail));
    return record;
}

static bool is_whole(const struct record *record)
{
    const struct record expected = make_record(record->number);

    return !memcmp(record, &expected, sizeof(expected));
}

static bool record_push(struct record *record)
{
    for (;;) {
        const int index = current_index();
        struct percpu *const own = &percpu[index];
        const intptr_t fill = RSEQ_READ_ONCE(own->record_fill);

        if (fill == CAPACITY) {
            return false;
        }
        const int result = rseq_load_cbne_memcpy_store__ptr(order(), PERCPU_MODE, &own->record_fill,
                                                            fill, &own->records[fill], record,
                                                            sizeof(*record), fill + 1, index);

        at_point(8);
        if (result == 0) {
            return true;
        }
    }
}

static bool record_pop(struct record *record)
{
    for (;;) {
        const int index = current_index();
        struct percpu *const own = &percpu[index];
        const intptr_t fill = RSEQ_READ_ONCE(own->record_fill);

        if (fill == 0) {
            return false;
        }
        const int result = rseq_load_cbne_memcpy_store__ptr(order(), PERCPU_MODE, &own->record_fill,
                                                            fill, record, &own->records[fill - 1],
                                                            sizeof(*record), fill - 1, index);

        at_point(8);
        if (result == 0) {
            return true;
        }
    }
}

static void run_memcpy(int repetitions)
{
    for (int i = 0; i < repetitions; i++) {
        struct record record;

        if (record_pop(&record)) {
            REQUIRE(is_whole(&record));
            REQUIRE(record_push(&record));
        }
    }
}

// Membarrier: the threads count in the table that is current; the manager makes the other one
// current and then, by membarrier(2), ends every critical section that may have read the old one.
// After that the old one must not change any more.
#define TABLES 2
static struct table {
    intptr_t *counter_of_cpu[CPU_SETSIZE];
    intptr_t counters[CPU_SETSIZE];
} tables[TABLES];
static intptr_t current_table;
static volatile bool manager_done;

static long membarrier(int command, unsigned int flags, int cpu)
{
    return syscall(SYS_membarrier, command, flags, cpu);
}

static void run_membarrier(int repetitions)
{
    // The manager decides when it is enough; the repetitions are the least.
    for (int i = 0; i < repetitions || !manager_done; i++) {
        int result;

        do {
            const int index = current_index();

            result = rseq_load_add_load_load_add_store__ptr(
                RSEQ_MO_RELAXED, PERCPU_MODE, &current_table,
                (long)(offsetof(struct table, counter_of_cpu) + sizeof(intptr_t *) * (size_t)index),
                1, index);
            at_point(8);
        } while (result);
    }
}

static intptr_t sum_of(const struct table *table)
{
    intptr_t sum = 0;

    for (int i = 0; i < copies; i++) {
        sum += RSEQ_READ_ONCE(table->counters[i]);
    }
    return sum;
}

// Never sleeps: it has to compete with all the threads for a CPU.
static void *manage_membarrier(void *unused)
{
    const int flips = options.repetitions < 20 ? options.repetitions : 20;

    for (int flip = 0; flip < flips; flip++) {
        struct table *const old = &tables[flip % TABLES];

        rseq_smp_store_release(&current_table, (intptr_t)&tables[(flip + 1) % TABLES]);
        if (flip % 2) {
            REQUIRE(!membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, 0, 0));
        } else {
            for (int cpu = 0; cpu < copies; cpu++) {
                REQUIRE(!membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, MEMBARRIER_CMD_FLAG_CPU,
                                    cpu));
            }
        }
        const intptr_t sum = sum_of(old);
        for (int i = 0; i < 1000; i++) {
            REQUIRE(sum_of(old) == sum);
        }
    }
    manager_done = true;
    return unused;
}

// One kind of test.
static const struct kind {
    char letter;
    const char *name;
    void (*run)(int repetitions);
} kinds[] = {
    {'s', "spin lock", run_spin_lock}, {'l', "list", run_list},
    {'b', "buffer", run_array},        {'m', "memcpy", run_memcpy},
    {'i', "increment", run_increment}, {'r', "membarrier", run_membarrier},
};

static const struct kind *kind;

static void *allocate(size_t size)
{
    void *memory = NULL;

    REQUIRE(!posix_memalign(&memory, CACHE_LINE, size));
    memset(memory, 0, size);
    return memory;
}

static void prepare(void)
{
    copies = rseq_get_max_nr_cpus();
    REQUIRE(copies <= CPU_SETSIZE);
    percpu = (struct percpu *)allocate(sizeof(*percpu) * (size_t)copies);
    for (int i = 0; i < copies; i++) {
        for (int j = 0; j < ITEMS_PER_CPU; j++) {
            struct node *const node = (struct node *)allocate(sizeof(*node));

            node->number = (intptr_t)i * ITEMS_PER_CPU + j;
            if (options.test == 'b') {
                percpu[i].array[percpu[i].fill++] = node;
            } else if (options.test == 'l') {
                node->next = percpu[i].head;
                percpu[i].head = node;
            } else {
                free(node);
            }
            percpu[i].records[percpu[i].record_fill++] =
                make_record((intptr_t)i * ITEMS_PER_CPU + j);
        }
        for (int t = 0; t < TABLES; t++) {
            tables[t].counter_of_cpu[i] = &tables[t].counters[i];
        }
    }
    current_table = (intptr_t)&tables[0];
}

// Checks the data after the threads, of which `took_part` were registered.
static void verify(int took_part)
{
    const intptr_t items = (intptr_t)copies * ITEMS_PER_CPU;
    const intptr_t items_sum = items * (items - 1) / 2;
    intptr_t found = 0, sum = 0;

    for (int i = 0; i < copies; i++) {
        struct percpu *const own = &percpu[i];

        REQUIRE(own->lock == 0);
        switch (options.test) {
        case 's':
        case 'i':
            sum += own->count;
            break;
        case 'l':
            for (struct node *node = own->head, *next; node && found <= items; node = next) {
                next = node->next;
                sum += node->number;
                found++;
                free(node);
            }
            break;
        case 'b':
            for (intptr_t j = 0; j < own->fill; j++) {
                sum += own->array[j]->number;
                found++;
                free(own->array[j]);
            }
            break;
        case 'm':
            for (intptr_t j = 0; j < own->record_fill; j++) {
                REQUIRE(is_whole(&own->records[j]));
                sum += own->records[j].number;
                found++;
            }
            break;
        default:
            break;
        }
    }
    switch (options.test) {
    case 's':
    case 'i':
        REQUIRE(sum == (intptr_t)options.repetitions * took_part);
        break;
    case 'r':
        REQUIRE(sum_of(&tables[0]) + sum_of(&tables[1]) >=
                (intptr_t)options.repetitions * took_part);
        break;
    default:
        REQUIRE(found == items && sum == items_sum);
        break;
    }
    free(percpu);
}

// A thread that is not registered would retry for ever: it is refused every time, on every CPU.
static void refused(void)
{
    intptr_t word = 0;

    for (int i = 0; i < 100; i++) {
        for (int index = 0; index < copies; index++) {
            REQUIRE(rseq_load_add_store__ptr(RSEQ_MO_RELAXED, PERCPU_MODE, &word, 1, index) == -1);
            REQUIRE(rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, PERCPU_MODE, &word, 0, 1, index) ==
                    -1);
        }
    }
    REQUIRE(word == 0);
}

struct thread {
    pthread_t id;
    bool register_it, took_part;
};

static void *run_thread(void *argument)
{
    struct thread *const thread = (struct thread *)argument;

    if (thread->register_it) {
        REQUIRE(!rseq_register_current_thread());
    }
    thread->took_part = rseq_current_cpu_raw() >= 0;
    REQUIRE(thread->took_part || !thread->register_it);
    if (thread->took_part) {
        kind->run(options.repetitions);
    } else {
        refused();
    }
    if (options.verbose) {
        printf("thread %d: %s, %u injections\n", (int)syscall(SYS_gettid),
               thread->took_part ? "done" : "not registered, refused", at_point_calls);
    }
    if (thread->register_it) {
        REQUIRE(!rseq_unregister_current_thread());
    }
    return NULL;
}

static int run_threads(void)
{
    struct thread *const threads =
        (struct thread *)allocate(sizeof(*threads) * (size_t)options.threads);
    pthread_t manager;
    int took_part = 0;

    for (int i = 0; i < options.threads; i++) {
        threads[i].register_it =
            !options.no_registration &&
            !(options.unregistered_modulo && i % options.unregistered_modulo == 0);
        REQUIRE(!pthread_create(&threads[i].id, NULL, run_thread, &threads[i]));
    }
    if (options.test == 'r') {
        REQUIRE(!pthread_create(&manager, NULL, manage_membarrier, NULL));
        REQUIRE(!pthread_join(manager, NULL));
    }
    for (int i = 0; i < options.threads; i++) {
        REQUIRE(!pthread_join(threads[i].id, NULL));
        took_part += threads[i].took_part;
    }
    free(threads);
    return took_part;
}

static void usage(void)
{
    fprintf(stderr,
            "usage: param_test [options]\n"
            "  -1 N ... -6 N  turns of a loop at this point of the assembly\n"
            "  -7 N ... -9 N  the same in C; -1: what -y, -k and -s ask for\n"
            "  -m N           only every Nth time\n"
            "  -y             yield\n"
            "  -k             raise a signal\n"
            "  -s N           sleep, milliseconds\n"
            "  -t N           threads (200)\n"
            "  -r N           repetitions per thread (5000)\n"
            "  -d             register no thread\n"
            "  -D N           do not register every Nth thread\n"
            "  -T KIND        s spin lock, l list, b buffer, m memcpy, i increment, r membarrier\n"
            "  -M             release order, where there is one\n"
            "  -c             exit with 0 if it can run, with 2 if not\n"
            "  -v             verbose\n"
            "  -h             this\n");
}

static int number_of(const char *text)
{
    char *end;
    const long value = strtol(text, &end, 10);

    if (*end || end == text || value < -1 || value > 1000000000) {
        fprintf(stderr, "param_test: bad number '%s'\n", text);
        exit(USAGE_ERROR);
    }
    return (int)value;
}

// Whether the kernel and the registration provide the index that this program was built for.
static bool available(void)
{
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL) || rseq_register_current_thread()) {
        return false;
    }
    const bool result = percpu_index_available(PERCPU_MODE);
    // The main thread runs no critical section.
    REQUIRE(!rseq_unregister_current_thread());
    return result;
}

int main(int argc, char **argv)
{
    struct sigaction action;
    bool check_only = false;
    int option;

    while ((option = getopt(argc, argv, "1:2:3:4:5:6:7:8:9:m:yks:t:r:dD:T:Mcvh")) != -1) {
        switch (option) {
        case 'm':
            options.modulo = number_of(optarg);
            break;
        case 'y':
            options.yield = true;
            break;
        case 'k':
            options.signal = true;
            break;
        case 's':
            options.sleep_ms = number_of(optarg);
            break;
        case 't':
            options.threads = number_of(optarg);
            break;
        case 'r':
            options.repetitions = number_of(optarg);
            break;
        case 'd':
            options.no_registration = true;
            break;
        case 'D':
            options.unregistered_modulo = number_of(optarg);
            break;
        case 'T':
            options.test = *optarg;
            break;
        case 'M':
            options.release = true;
            break;
        case 'c':
            check_only = true;
            break;
        case 'v':
            options.verbose = true;
            break;
        case 'h':
            usage();
            return EXIT_SUCCESS;
        default:
            if (option < '1' || option > '9') {
                usage();
                return USAGE_ERROR;
            }
            delay_loops[option - '0'] = number_of(optarg);
            break;
        }
    }
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (kinds[i].letter == options.test) {
            kind = &kinds[i];
        }
    }
    if (!kind || optind != argc || options.threads < 1 || options.repetitions < 0 ||
        options.unregistered_modulo < 0 || options.modulo < 0 || options.sleep_ms < 0) {
        usage();
        return USAGE_ERROR;
    }
    if (!available()) {
        return NOT_AVAILABLE;
    }
    if (options.test == 'r' && membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ, 0, 0)) {
        fprintf(stderr, "no membarrier for critical sections\n");
        return NOT_AVAILABLE;
    }
    if (check_only) {
        return EXIT_SUCCESS;
    }
    memset(&action, 0, sizeof(action));
    action.sa_handler = count_signal;
    REQUIRE(!sigaction(SIGUSR1, &action, NULL));
    prepare();
    const int took_part = run_threads();
    verify(took_part);
    if (options.verbose) {
        printf("%s: %d of %d threads, %d repetitions, %d signals, index " PERCPU_INDEX_NAME "\n",
               kind->name, took_part, options.threads, options.repetitions, signals_seen);
    }
    return EXIT_SUCCESS;
}
