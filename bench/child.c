// SPDX-License-Identifier: MIT
//
// Measuring in a child: this program once more, with another environment.
#define _GNU_SOURCE
#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_VARIABLES 4096
// After which a child is killed, by its own alarm(2).
#define MAX_SECONDS 60

extern char **environ;
static bool in_child;

bool is_child(void)
{
    return in_child;
}

// A child's standard output, from the start of the program at `path`; -1 with errno.
static int start(const char *path, char *const *arguments, const char *const *variables,
                 pid_t *child)
{
    char *environment[MAX_VARIABLES];
    posix_spawn_file_actions_t actions;
    int nr = 0, ends[2];

    for (char **variable = environ; *variable && nr < MAX_VARIABLES - 8; variable++) {
        bool replaced = false;

        for (int i = 0; variables[i]; i++) {
            const size_t name = (size_t)(strchr(variables[i], '=') + 1 - variables[i]);

            replaced = replaced || !strncmp(*variable, variables[i], name);
        }
        if (!replaced)
            environment[nr++] = *variable;
    }
    for (int i = 0; variables[i]; i++)
        environment[nr++] = (char *)variables[i];
    environment[nr] = NULL;

    if (pipe2(ends, O_CLOEXEC))
        return -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    // The dynamic linker says there that it did not find what is to be preloaded.
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    errno = posix_spawn(child, path, &actions, NULL, arguments, environment);
    const int error = errno;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (error) {
        close(ends[0]);
        errno = error;
        return -1;
    }
    return ends[0];
}

double measure_in_child(const struct group *group, const struct subject *subject,
                        const struct setup *setup, long *operations, double *instructions)
{
    static char reason[256];
    char specification[256], answer[256];
    char *arguments[] = {"rseq-bench", specification, NULL};
    size_t length = 0;
    ssize_t got;
    double value;
    pid_t child;

    snprintf(specification, sizeof(specification), "--child=%s %d %d %d %ld %ld %d", group->name,
             (int)(subject - group->subjects), setup->threads, setup->pinned, setup->parameter,
             *operations, options.smoke);
    const int output = start("/proc/self/exe", arguments, subject->environment, &child);
    if (output < 0) {
        snprintf(reason, sizeof(reason), "cannot start /proc/self/exe: %s", strerror(errno));
        failure = reason;
        return -1;
    }
    while (length < sizeof(answer) - 1 &&
           (got = read(output, answer + length, sizeof(answer) - 1 - length)) > 0)
        length += (size_t)got;
    answer[length] = '\0';
    close(output);
    waitpid(child, NULL, 0);
    if (sscanf(answer, "%lf %lf %ld", &value, instructions, operations) == 3)
        return value;
    answer[strcspn(answer, "\n")] = '\0';
    // Kept by who asked, for longer than until the next child.
    failure = strdup(answer[0] ? answer : "the child failed");
    return -1;
}

int run_child(const char *specification)
{
    char name[64];
    int subject_index, pinned, smoke;
    long operations;
    struct setup setup;
    double instructions = -1;

    in_child = true;
    alarm(MAX_SECONDS);
    if (sscanf(specification, "%63s %d %d %d %ld %ld %d", name, &subject_index, &setup.threads,
               &pinned, &setup.parameter, &operations, &smoke) != 7)
        return 2;
    const struct group *const group = find_group(name);
    if (!group || subject_index < 0 || subject_index >= group->nr_subjects || setup.threads < 1 ||
        setup.threads > MAX_THREADS || operations < 1)
        return 2;
    setup.pinned = pinned;
    options.smoke = smoke;
    const struct subject *const subject = &group->subjects[subject_index];
    failure = "not measured";
    const char *const reason = subject->absent ? subject->absent(subject, &setup) : NULL;
    const double value = reason ? -1 : time_subject(subject, &setup, &operations, &instructions);
    if (reason || value < 0)
        printf("%s\n", reason ? reason : failure);
    else
        printf("%.17g %.17g %ld\n", value, instructions, operations);
    return 0;
}
