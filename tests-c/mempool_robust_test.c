// SPDX-License-Identifier: MIT
//
// Robust pools: each misuse ends the process with SIGABRT and one line that names the pool, its
// address and the item; correct use does not.
#include <rseq/mempool.h>

#include "tap.h"

#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAME "robust pool"
#define CPUS 3
#define ITEM_SIZE 32
// The item that is misused is not the first one.
#define ITEM 2
#define ITEMS 4

// What the child tells about its pool, which its report must name.
static struct shared {
    void *pool;
} * shared;

struct context {
    struct rseq_mempool *pool;
    enum rseq_mempool_populate_policy policy;
    uintptr_t __rseq_percpu *items[ITEMS];
};

// The area of the free list follows those of the CPUs and of the init values.
static uintptr_t *free_list_node(struct context *context, int item)
{
    const int areas = context->policy == RSEQ_MEMPOOL_POPULATE_COW_INIT ? CPUS + 1 : CPUS;

    return rseq_percpu_ptr(context->items[item], areas);
}

static void free_item(struct context *context, int item)
{
    rseq_mempool_percpu_free(context->items[item]);
}

static void free_all(struct context *context)
{
    for (int i = 0; i < ITEMS; i++) {
        free_item(context, i);
    }
}

static void double_free(struct context *context)
{
    free_item(context, ITEM);
    free_item(context, ITEM);
}

// An address in the middle of the pool that was never handed out.
static void free_of_a_foreign_pointer(struct context *context)
{
    rseq_mempool_percpu_free((char *)context->items[ITEM] + ITEMS * ITEM_SIZE);
}

static void free_with_another_stride(struct context *context)
{
    rseq_mempool_percpu_free(context->items[ITEM], 2 * (size_t)RSEQ_MEMPOOL_STRIDE);
}

static void free_of_a_copy(struct context *context)
{
    rseq_mempool_percpu_free(rseq_percpu_ptr(context->items[ITEM], CPUS - 1));
}

// What the address leads to is not looked at: nothing may be there, or something else.
static void free_of_nothing(struct context *context)
{
    (void)context;
    rseq_mempool_percpu_free((void *)(uintptr_t)(RSEQ_MEMPOOL_STRIDE + 8));
}

static void free_of_the_heap(struct context *context)
{
    (void)context;
    rseq_mempool_percpu_free(malloc(100));
}

static void free_after_destroy(struct context *context)
{
    free_all(context);
    if (rseq_mempool_destroy(context->pool)) {
        _exit(EXIT_FAILURE);
    }
    free_item(context, ITEM);
}

static void leak(struct context *context)
{
    for (int i = 0; i < ITEMS; i++) {
        if (i != ITEM) {
            free_item(context, i);
        }
    }
    rseq_mempool_destroy(context->pool);
}

static void poison_seen_by_malloc(struct context *context)
{
    free_item(context, ITEM);
    *rseq_percpu_ptr(context->items[ITEM], CPUS - 1) = 0x4321;
    rseq_mempool_percpu_malloc(context->pool);
}

static void poison_seen_by_destroy(struct context *context)
{
    free_all(context);
    rseq_percpu_ptr(context->items[ITEM], 1)[ITEM_SIZE / sizeof(uintptr_t) - 1] = 0x4321;
    rseq_mempool_destroy(context->pool);
}

static void free_list_leaves_the_pool(struct context *context)
{
    free_all(context);
    *free_list_node(context, ITEM) = (uintptr_t)context->items[0] - 0x100000;
    rseq_mempool_destroy(context->pool);
}

// Whatever a node holds to lead to the next one: here it leads to itself.
static void loop(struct context *context)
{
    free_item(context, 0);
    free_item(context, ITEM);
    // Freed again, it would be the successor of a node that is freed after it.
    free_item(context, 1);
    const uintptr_t link_to_item = *free_list_node(context, 1);

    *free_list_node(context, ITEM) = link_to_item;
}

static void loop_seen_by_malloc(struct context *context)
{
    loop(context);
    for (int i = 0; i < 3; i++) {
        rseq_mempool_percpu_malloc(context->pool);
    }
}

static void loop_seen_by_destroy(struct context *context)
{
    loop(context);
    free_item(context, 3);
    rseq_mempool_destroy(context->pool);
}

static void correct_use(struct context *context)
{
    free_all(context);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < ITEMS; i++) {
            context->items[i] =
                (uintptr_t __rseq_percpu *)rseq_mempool_percpu_zmalloc(context->pool);
        }
        free_all(context);
    }
    _exit(rseq_mempool_destroy(context->pool) ? EXIT_FAILURE : EXIT_SUCCESS);
}

static const struct misuse {
    const char *name;
    void (*run)(struct context *context);
    const char *report; // start of the line, NULL for none
    bool names_item;
} misuses[] = {
    {"double free", double_free, "clear_alloc_slot: Double-free detected for pool: ", true},
    {"free of a foreign pointer", free_of_a_foreign_pointer,
     "clear_alloc_slot: Double-free detected for pool: ", false},
    {"free with another stride", free_with_another_stride,
     "librseq_mempool_percpu_free: Wrong stride 131072 for pool: ", false},
    {"free of a copy", free_of_a_copy, "librseq_mempool_percpu_free: Not an item of pool: ", false},
    {"free of nothing", free_of_nothing, "librseq_mempool_percpu_free: Not an item: address ",
     false},
    {"free of the heap", free_of_the_heap, "librseq_mempool_percpu_free: Not an item: address ",
     false},
    {"free after destroy", free_after_destroy,
     "librseq_mempool_percpu_free: Free after destroy of pool: ", false},
    {"leak", leak, "destroy_alloc_bitmap: Pool ", false},
    {"poison overwritten, then malloc", poison_seen_by_malloc,
     "rseq_check_poison_item: Poison corruption detected (0x4321) for pool: ", true},
    {"poison overwritten, then destroy", poison_seen_by_destroy,
     "rseq_check_poison_item: Poison corruption detected (0x4321) for pool: ", true},
    {"free list leads out of the pool", free_list_leaves_the_pool,
     "check_free_list: Corrupted free-list node ", false},
    {"free list with a loop, then malloc", loop_seen_by_malloc,
     "set_alloc_slot: Allocator corruption detected for pool: ", true},
    {"free list with a loop, then destroy", loop_seen_by_destroy,
     "check_free_list: Corrupted free-list; Possibly infinite loop in pool ", false},
    {"correct use", correct_use, NULL, false},
};

static void child(const struct misuse *misuse, enum rseq_mempool_populate_policy policy)
{
    const struct rlimit no_core = {0, 0};
    struct rseq_mempool_attr *attr = rseq_mempool_attr_create();
    struct context context;

    setrlimit(RLIMIT_CORE, &no_core);
    if (!attr || rseq_mempool_attr_set_robust(attr) ||
        rseq_mempool_attr_set_percpu(attr, 0, CPUS) ||
        rseq_mempool_attr_set_populate_policy(attr, policy)) {
        _exit(EXIT_FAILURE);
    }
    context.policy = policy;
    context.pool = rseq_mempool_create(NAME, ITEM_SIZE, attr);
    shared->pool = (void *)context.pool;
    rseq_mempool_attr_destroy(attr);
    for (int i = 0; i < ITEMS; i++) {
        context.items[i] = (uintptr_t __rseq_percpu *)rseq_mempool_percpu_zmalloc(context.pool);
        if (!context.items[i]) {
            _exit(EXIT_FAILURE);
        }
    }
    misuse->run(&context);
    _exit(EXIT_FAILURE); // the misuse was not noticed
}

static void test_misuse(const struct misuse *misuse, enum rseq_mempool_populate_policy policy)
{
    const char *policy_name = policy == RSEQ_MEMPOOL_POPULATE_COW_ZERO ? "COW_ZERO" : "COW_INIT";
    char report[1000] = "", expected[100];
    size_t length = 0;
    ssize_t got;
    int standard_error[2], status;

    if (pipe(standard_error)) {
        bail_out("no pipe");
    }
    pid_t pid = fork();
    if (pid == 0) {
        dup2(standard_error[1], STDERR_FILENO);
        child(misuse, policy);
    }
    close(standard_error[1]);
    while (length < sizeof(report) - 1 &&
           (got = read(standard_error[0], report + length, sizeof(report) - 1 - length)) > 0) {
        length += (size_t)got;
    }
    close(standard_error[0]);
    report[length] = '\0';
    // An emulator has a line of its own to say about the signal.
    char *signal_report = strstr(report, "qemu: ");
    if (signal_report) {
        *signal_report = '\0';
        length = strlen(report);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid) {
        bail_out("no child");
    }
    if (!misuse->report) {
        ok(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS, "%s, %s: status 0x%x",
           policy_name, misuse->name, (unsigned int)status);
        ok(!*report, "%s, %s: no report", policy_name, misuse->name);
        return;
    }
    snprintf(expected, sizeof(expected), "\"" NAME "\" (%p)", shared->pool);
    bool right = !strncmp(report, misuse->report, strlen(misuse->report)) &&
                 strstr(report, expected) && length > 2 && !strcmp(report + length - 2, ".\n") &&
                 strchr(report, '\n') == report + length - 1;
    if (misuse->names_item) {
        snprintf(expected, sizeof(expected), "item offset: %d", ITEM * ITEM_SIZE);
        right = right && strstr(report, expected);
    }
    ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "%s, %s: SIGABRT (status 0x%x)",
       policy_name, misuse->name, (unsigned int)status);
    if (!ok(right, "%s, %s: report", policy_name, misuse->name)) {
        diag("expected \"%s\", the pool's name and address, and the item", misuse->report);
        for (char *line = strtok(report, "\n"); line; line = strtok(NULL, "\n")) {
            diag("got      \"%s\"", line);
        }
    }
}

int main(void)
{
    const unsigned int count = sizeof(misuses) / sizeof(misuses[0]);

    plan(4 * count);
    shared = (struct shared *)mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
                                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (unsigned int i = 0; i < count; i++) {
        test_misuse(&misuses[i], RSEQ_MEMPOOL_POPULATE_COW_ZERO);
        test_misuse(&misuses[i], RSEQ_MEMPOOL_POPULATE_COW_INIT);
    }
    return exit_status();
}
