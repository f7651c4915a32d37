// SPDX-License-Identifier: MIT
//
// run_param_test registered|unregistered PROGRAM...
//
// Runs builds of param_test, which are in the directory that TEST_PROGRAMS names: with every kind
// of data and every set of parameters; or with some threads, or all, left unregistered, which are
// refused every time, and nothing hangs. A build that this kernel cannot run is skipped.
#include "effort.h"
#include "tap.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_WORDS 32
#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

// Each run takes less than a second; this is for a loaded or an emulated machine.
enum { TIME_LIMIT = 60 };
enum { NOT_ON_THIS_KERNEL = 2 };

static const char *const kinds[] = {"-T s", "-T l",    "-T b", "-T b -M",
                                    "-T m", "-T m -M", "-T i", "-T r"};

// Fewer repetitions where each of them takes long.
struct parameters {
    int repetitions;
    const char *others;
};

static const struct parameters delays[] = {
    {5000, ""},        {500, "-1 10000"}, {500, "-2 10000"}, {500, "-3 10000"}, {500, "-4 10000"},
    {500, "-5 10000"}, {500, "-6 10000"}, {500, "-7 10000"}, {500, "-8 10000"}, {500, "-9 10000"},
};
static const struct parameters disturbances[] = {{1000, "-y"}, {1000, "-k"}, {20, "-s 1"}};
static const int modulos[] = {4, 2, 1};

static const char *const unregistered_kinds[] = {"-T s", "-T l", "-T b", "-T m", "-T i"};
static const char *const left_out[] = {"-D 2", "-D 1", "-d"};

// What the program that ran last wrote.
static char output[1 << 16];

// Starts a program with its output in `to`; the words are separated by spaces.
static _Noreturn void execute(const char *program, const char *text, int to)
{
    const char *directory = getenv("TEST_PROGRAMS");
    char path[1024], words[512], *arguments[MAX_WORDS + 1] = {path};

    snprintf(path, sizeof(path), "%s/%s", directory ? directory : ".", program);
    snprintf(words, sizeof(words), "%s", text);
    arguments[1] = strtok(words, " ");
    for (int i = 1; i < MAX_WORDS - 1 && arguments[i]; i++) {
        arguments[i + 1] = strtok(NULL, " ");
    }
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(to, STDOUT_FILENO);
    dup2(to, STDERR_FILENO);
    setpgid(0, 0);
    execv(path, arguments);
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    _exit(127);
}

// Runs a program; its exit code, or -1 if it did not end by itself in time.
static int run(const char *program, const char *arguments)
{
    char name[] = "/tmp/run_param_test.XXXXXX";
    const int file = mkstemp(name);
    int status;

    if (file < 0) {
        bail_out("no file in /tmp: %s", strerror(errno));
    }
    unlink(name);
    fflush(stdout);
    const pid_t child = fork();
    if (child < 0) {
        bail_out("fork: %s", strerror(errno));
    } else if (child == 0) {
        execute(program, arguments, file);
    }
    const time_t end = time(NULL) + TIME_LIMIT;
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (time(NULL) > end) {
            kill(-child, SIGKILL);
            waitpid(child, &status, 0);
            break;
        }
        usleep(1000);
    }
    const ssize_t length = pread(file, output, sizeof(output) - 1, 0);
    output[length > 0 ? length : 0] = '\0';
    close(file);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void check(bool passed, const char *program, const char *arguments, int status)
{
    if (!ok(passed, "%s %s (exit code %d)", program, arguments, status)) {
        for (char *line = strtok(output, "\n"); line; line = strtok(NULL, "\n")) {
            diag("%s", line);
        }
    }
}

// With these threads, kind of data and parameters.
static void run_registered(const char *program, int threads, const char *kind, const char *set)
{
    char arguments[256];

    snprintf(arguments, sizeof(arguments), "-t %d %s %s", threads, kind, set);
    const int status = run(program, arguments);
    check(status == 0, program, arguments, status);
}

// Calls for all sets of parameters. With a divisor each kind of data has a share of them, and
// another one in each build: all four together have all.
static void registered(const char *program, int build)
{
    const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    const int threads = cpus > 4 ? 24 : (int)cpus * 6;
    const size_t points = 3, disturbed = LENGTH(modulos) * points * LENGTH(disturbances);
    const size_t divisor = (size_t)effort_divisor(), stride = divisor > 1 ? 2 * divisor : 1;
    const size_t first = LENGTH(kinds) * (size_t)build;

    for (size_t kind = 0; kind < LENGTH(kinds); kind++) {
        for (size_t i = (first + kind) % stride; i < LENGTH(delays) + disturbed; i += stride) {
            const size_t n = i - LENGTH(delays);
            char set[64];

            if (i < LENGTH(delays)) {
                snprintf(set, sizeof(set), "-r %d %s", repetitions(delays[i].repetitions),
                         delays[i].others);
            } else {
                const struct parameters *disturbance = &disturbances[n % LENGTH(disturbances)];
                const int modulo = modulos[n / (points * LENGTH(disturbances))];
                const int point = 7 + (int)(n / LENGTH(disturbances) % points);

                snprintf(set, sizeof(set), "-r %d -m %d -%d -1 %s",
                         repetitions(disturbance->repetitions), modulo, point, disturbance->others);
            }
            run_registered(program, threads, kinds[kind], set);
        }
    }
}

// Those that are not registered say so.
static void unregistered(const char *program)
{
    for (size_t i = 0; i < LENGTH(unregistered_kinds) * LENGTH(left_out); i++) {
        char arguments[256];

        snprintf(arguments, sizeof(arguments), "-v -t 12 -r 200 %s %s",
                 unregistered_kinds[i / LENGTH(left_out)], left_out[i % LENGTH(left_out)]);
        const int status = run(program, arguments);
        check(status == 0 && strstr(output, "not registered, refused"), program, arguments, status);
    }
}

int main(int count, char **arguments)
{
    if (count < 3) {
        bail_out("usage: run_param_test registered|unregistered PROGRAM...");
    }
    const bool all_registered = !strcmp(arguments[1], "registered");
    for (int i = 2; i < count; i++) {
        if (run(arguments[i], "-c") == NOT_ON_THIS_KERNEL) {
            skip(1, "%s: not on this kernel", arguments[i]);
        } else if (all_registered) {
            registered(arguments[i], i - 2);
        } else {
            unregistered(arguments[i]);
        }
    }
    return exit_status();
}
