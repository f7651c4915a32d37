// SPDX-License-Identifier: MIT
//
// The first process of a machine: mounts what programs expect, runs the tests that /tests/manifest
// lists, one after the other, and powers off. What a test wrote is printed once it has ended,
// between two lines that begin with "@lab ":
//
//     @lab begin NAME
//     ... its standard output
//     # ... its standard error
//     @lab end NAME exit|signal NUMBER MILLISECONDS
//
// The manifest has one test per line, columns separated by tabs: name, time limit in seconds,
// environment (NAME=VALUE, separated by spaces), words of the command (separated by spaces), and
// what happens meanwhile: nothing, or "hotplug", which takes the last CPU away and gives it back.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define STDOUT_FILE "/tmp/lab.out"
#define STDERR_FILE "/tmp/lab.err"
#define MAX_WORDS 64

static void report_errno(const char *what)
{
    printf("@lab problem %s: %s\n", what, strerror(errno));
}

static void mount_on(const char *type, const char *directory)
{
    mkdir(directory, 0755);
    // A kernel may have done it: devtmpfs.
    if (mount(type, directory, type, 0, NULL) && errno != EBUSY) {
        report_errno(directory);
    }
}

// Splits a text at a separator, in place, and ends the list with NULL.
static void split(char *text, char separator, char *words[MAX_WORDS + 1])
{
    int count = 0;

    for (char *next = text; next && count < MAX_WORDS; count++) {
        words[count] = next;
        next = strchr(next, separator);
        if (next) {
            *next++ = '\0';
        }
    }
    words[count] = NULL;
    if (count == 1 && words[0][0] == '\0') {
        words[0] = NULL;
    }
}

static void redirect(const char *file, int descriptor)
{
    const int opened = open(file, O_CREAT | O_TRUNC | O_RDWR, 0600);

    if (opened < 0 || dup2(opened, descriptor) < 0) {
        _exit(126);
    }
    close(opened);
}

static _Noreturn void execute(char *environment, char *command)
{
    char *variables[MAX_WORDS + 1], *words[MAX_WORDS + 1];

    // Everything that it starts is in its group, and ended with it.
    setpgid(0, 0);
    split(environment, ' ', variables);
    split(command, ' ', words);
    clearenv();
    setenv("PATH", "/tests", 1);
    setenv("TEST_PROGRAMS", "/tests", 1);
    for (int i = 0; variables[i]; i++) {
        putenv(variables[i]);
    }
    redirect("/dev/null", STDIN_FILENO);
    redirect(STDOUT_FILE, STDOUT_FILENO);
    redirect(STDERR_FILE, STDERR_FILENO);
    execv(words[0], words);
    dprintf(STDERR_FILENO, "%s: %s\n", words[0], strerror(errno));
    _exit(127);
}

static void print_file(const char *name, const char *prefix)
{
    char line[1024];
    FILE *file = fopen(name, "r");

    while (file && fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\r\n")] = '\0';
        printf("%s%s\n", prefix, line);
    }
    if (file) {
        fclose(file);
    }
    unlink(name);
}

static long long milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

// Waits for a child at most so many seconds and reaps whatever else ends meanwhile.
static int wait_for(pid_t child, int seconds)
{
    const long long end = milliseconds() + seconds * 1000LL;
    int status, result = SIGKILL;

    for (bool ended = false, killed = false; !ended;) {
        const pid_t pid = waitpid(-1, &status, WNOHANG);
        if (pid == child) {
            result = killed ? SIGALRM : status;
            ended = true;
        } else if (pid <= 0) {
            usleep(2000);
        }
        if (!killed && milliseconds() > end) {
            kill(-child, SIGKILL);
            killed = true;
        }
    }
    kill(-child, SIGKILL);
    return result;
}

// Sets what the kernel has a file for, to one digit.
static bool set(const char *file, const char *digit)
{
    const int descriptor = open(file, O_WRONLY);
    const bool done = descriptor >= 0 && write(descriptor, digit, 1) == 1;

    close(descriptor);
    return done;
}

// Takes the last CPU away and gives it back, over and over again, in a process of its own.
static pid_t start_hotplug(char file[64])
{
    snprintf(file, 64, "/sys/devices/system/cpu/cpu%ld/online", sysconf(_SC_NPROCESSORS_CONF) - 1);
    if (!set(file, "0")) {
        report_errno(file);
    }
    const pid_t pid = fork();
    while (pid == 0) {
        usleep(30000);
        set(file, "1");
        usleep(30000);
        set(file, "0");
    }
    return pid;
}

static void run(char *line)
{
    char *columns[MAX_WORDS + 1], file[64];
    pid_t hotplug = 0;

    split(line, '\t', columns);
    printf("@lab begin %s\n", columns[0]);
    const long long start = milliseconds();
    if (!strcmp(columns[4], "hotplug")) {
        hotplug = start_hotplug(file);
    }
    fflush(stdout);
    const pid_t pid = fork();
    if (pid == 0) {
        execute(columns[2], columns[3]);
    }
    const int status = pid < 0 ? SIGKILL : wait_for(pid, atoi(columns[1]));
    const long long taken = milliseconds() - start;
    if (hotplug > 0) {
        kill(hotplug, SIGKILL);
        waitpid(hotplug, NULL, 0);
        set(file, "1");
    }
    print_file(STDOUT_FILE, "");
    print_file(STDERR_FILE, "# ");
    printf("@lab end %s %s %d %lld\n", columns[0], WIFEXITED(status) ? "exit" : "signal",
           WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status), taken);
    fflush(stdout);
}

int main(int count, char **arguments)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    mount_on("proc", "/proc");
    mount_on("sysfs", "/sys");
    mount_on("devtmpfs", "/dev");
    mount_on("tmpfs", "/dev/shm");
    mount_on("tmpfs", "/tmp");
    // Only some kernels have it.
    mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
    // Messages of the kernel would end up within the output of tests; those that matter come with
    // the end of the machine.
    klogctl(8, NULL, 1);
    // A CPU that waits for the emulator is not locked up. Not all kernels look.
    set("/proc/sys/kernel/watchdog", "0");
    set("/sys/module/rcupdate/parameters/rcu_cpu_stall_suppress", "1");
    printf("@lab machine %ld CPUs\n", sysconf(_SC_NPROCESSORS_ONLN));
    FILE *manifest = fopen("/tests/manifest", "r");
    if (!manifest) {
        report_errno("/tests/manifest");
    }
    while (manifest && (length = getline(&line, &size, manifest)) > 0) {
        line[length - 1] = '\0';
        run(line);
    }
    printf("@lab done\n");
    fflush(stdout);
    // What is still on its way would be lost.
    tcdrain(STDOUT_FILENO);
    // Where a machine cannot be powered off, a restart ends it: qemu is told not to.
    reboot(count > 1 && !strcmp(arguments[1], "restart") ? RB_AUTOBOOT : RB_POWER_OFF);
    pause();
    return EXIT_FAILURE;
}
