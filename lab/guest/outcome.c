// SPDX-License-Identifier: MIT
//
// outcome PROGRAM [ARGUMENT...]
//
// Runs a program that tells by its exit status whether it passed, and says so in TAP; what it wrote
// follows as comments. A program that writes "# SKIP" had nothing to test.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **words)
{
    char line[1024], reason[1024] = "";
    int ends[2], status = 0;

    if (count < 2 || pipe(ends)) {
        return EXIT_FAILURE;
    }
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        execv(words[1], words + 1);
        printf("%s: %s\n", words[1], strerror(errno));
        fflush(stdout);
        _exit(127);
    }
    close(ends[1]);
    FILE *output = fdopen(ends[0], "r");
    while (output && fgets(line, sizeof(line), output)) {
        const char *skip = strstr(line, "# SKIP");

        line[strcspn(line, "\n")] = '\0';
        printf("# %s\n", line);
        if (skip) {
            snprintf(reason, sizeof(reason), " %.1000s", skip);
        }
    }
    if (child < 0 || waitpid(child, &status, 0) != child) {
        return EXIT_FAILURE;
    }
    printf("1..1\n%sok 1%s", status ? "not " : "", reason[0] ? reason : " -");
    for (int i = 1; i < count && !reason[0]; i++) {
        printf(" %s", words[i]);
    }
    putchar('\n');
    return status ? EXIT_FAILURE : EXIT_SUCCESS;
}
