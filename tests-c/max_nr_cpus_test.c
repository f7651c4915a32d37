// SPDX-License-Identifier: MIT
//
// rseq_get_max_nr_cpus(): the kernel's list of possible CPUs where sysfs is mounted, and an upper
// bound in a root directory that holds nothing at all.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <rseq/mempool.h>
#include <rseq/rseq.h>

#include "tap.h"

#include <pthread.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIST "/sys/devices/system/cpu/possible"
#define NO_CHROOT -2
#define WRONG -3

// The highest number of the list, plus one; 0 if there is no list.
static int possible_cpus(void)
{
    FILE *file = fopen(LIST, "r");
    int last = -1, number, separator;

    while (file && fscanf(file, "%d", &number) == 1) {
        last = number;
        separator = fgetc(file);
        if (separator != ',' && separator != '-') {
            break;
        }
    }
    if (file) {
        fclose(file);
    }
    return last + 1;
}

static void *get_in_thread(void *unused)
{
    (void)unused;
    return (void *)(intptr_t)rseq_get_max_nr_cpus();
}

// In a child without any files: the answer, which no call before may have stored.
static int without_files(const char *empty_directory)
{
    if (chroot(empty_directory) && (unshare(CLONE_NEWUSER) || chroot(empty_directory))) {
        return NO_CHROOT;
    }
    if (chdir("/") || !access(LIST, F_OK) || !access("/proc", F_OK)) {
        return NO_CHROOT;
    }
    errno = 4711;
    const int count = rseq_get_max_nr_cpus();
    if (errno != 4711 || count != rseq_get_max_nr_cpus() || rseq_current_cpu() >= (uint32_t)count) {
        return WRONG;
    }
    // A pool for the CPUs counted works too.
    struct rseq_mempool *pool = rseq_mempool_create("no files", 8, NULL);
    if (!pool || rseq_mempool_get_max_nr_cpus(pool) != count || rseq_mempool_destroy(pool)) {
        return WRONG;
    }
    return count;
}

int main(void)
{
    const int possible = possible_cpus();
    int answer[2], count = WRONG;
    char directory[] = "/tmp/max_nr_cpus_XXXXXX";
    pthread_t threads[8];
    bool same = true;

    // First of all, before anything in this process asks.
    if (pipe(answer) || !mkdtemp(directory)) {
        bail_out("no pipe or directory");
    }
    pid_t child = fork();
    if (child == 0) {
        count = without_files(directory);
        _exit(write(answer[1], &count, sizeof(count)) != sizeof(count));
    }
    int status = -1;
    if (child < 0 || waitpid(child, &status, 0) != child ||
        (status == 0 && read(answer[0], &count, sizeof(count)) != sizeof(count))) {
        bail_out("no child");
    }
    rmdir(directory);

    for (int i = 0; i < 8; i++) {
        if (pthread_create(&threads[i], NULL, get_in_thread, NULL)) {
            bail_out("no thread");
        }
    }
    for (int i = 0; i < 8; i++) {
        void *result;

        pthread_join(threads[i], &result);
        same = same && (intptr_t)result == rseq_get_max_nr_cpus();
    }
    ok(same, "the same in 8 threads that ask first at the same time");
    ok(rseq_get_max_nr_cpus() >= 1, "at least 1");
    if (possible > 0) {
        ok(rseq_get_max_nr_cpus() == possible, "%d, as sysfs says", possible);
    } else {
        skip(1, "no sysfs");
    }
    ok(rseq_get_max_nr_cpus() >= sysconf(_SC_NPROCESSORS_CONF), "not less than sysconf says");
    if (count == NO_CHROOT) {
        skip(1, "neither chroot nor a user namespace is allowed");
    } else {
        ok(status == 0 && count >= possible && count >= sysconf(_SC_NPROCESSORS_CONF),
           "without any files: an upper bound, %d (child's status %d)", count, status);
    }
    return exit_status();
}
