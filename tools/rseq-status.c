// SPDX-License-Identifier: MIT
//
// rseq-status [--explain | --json | --help]: what restartable sequences are like in this process:
// what the kernel has, who registered the thread and why, what programs can use. Exits with 0 if a
// critical section committed, with 1 if not, and with 2 for arguments that it does not know.
#define _GNU_SOURCE
#include <rseq/rseq.h>

#include <dlfcn.h>
#include <errno.h>
#include <linux/membarrier.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

// Entries of the auxiliary vector, since Linux 6.3.
#define AUX_FEATURE_SIZE 27
#define AUX_ALIGN 28
// prctl(2) of Linux 7.0.
#define SLICE_EXTENSION 79
#define SLICE_GET 1

static enum { TEXT, EXPLAIN, JSON } format;
static int facts;
static bool implemented;

static void print_quoted(const char *text)
{
    putchar('"');
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;

        if (c < ' ')
            printf("\\u%04x", c);
        else if (c == '"' || c == '\\')
            printf("\\%c", c);
        else
            putchar(c);
    }
    putchar('"');
}

// The name of a fact, what follows it, and what is to be done about it, or NULL.
static void begin_fact(const char *name)
{
    if (format == JSON) {
        printf(facts ? ",\n  " : "{\n  ");
        print_quoted(name);
        printf(": ");
    } else {
        printf("%-20s ", name);
    }
    facts++;
}

static void end_fact(const char *advice)
{
    if (format == JSON)
        return;
    putchar('\n');
    if (format == EXPLAIN && advice)
        printf("%-20s -> %s\n", "", advice);
}

static void text_fact(const char *name, const char *value, const char *advice)
{
    begin_fact(name);
    if (format == JSON)
        print_quoted(value);
    else
        printf("%s", value);
    end_fact(advice);
}

static void number_fact(const char *name, long value, const char *advice)
{
    begin_fact(name);
    printf("%ld", value);
    end_fact(advice);
}

// The advice is for when it is not so.
static void bool_fact(const char *name, bool value, const char *advice)
{
    begin_fact(name);
    printf("%s", format == JSON ? (value ? "true" : "false") : (value ? "yes" : "no"));
    end_fact(value ? NULL : advice);
}

// Seccomp mode of this process by proc(5): 0 none, 1 strict, 2 with a filter; -1 if it is not said.
static int seccomp_mode(void)
{
    char line[256];
    int mode = -1;
    FILE *status = fopen("/proc/self/status", "re");

    while (status && fgets(line, sizeof(line), status)) {
        if (sscanf(line, "Seccomp: %d", &mode) == 1)
            break;
    }
    if (status)
        fclose(status);
    return mode;
}

static void print_kernel(void)
{
    const int mode = seccomp_mode();
    const unsigned long feature_size = getauxval(AUX_FEATURE_SIZE);
    struct utsname name;

    if (uname(&name) == 0)
        text_fact("kernel", name.release, NULL);
    // A length of 0 is refused before anything else is looked at.
    errno = 0;
    syscall(__NR_rseq, NULL, 0, 0, 0);
    implemented = errno == EINVAL;
    if (implemented)
        text_fact("system_call", "implemented", NULL);
    else if (errno == ENOSYS && mode == 2)
        text_fact(
            "system_call", "ENOSYS",
            "A seccomp filter refuses rseq(2), or the kernel has none: see whether it is there "
            "outside of the sandbox, and allow it in the profile.");
    else if (errno == ENOSYS)
        text_fact("system_call", "ENOSYS",
                  "rseq(2) needs Linux 4.18 with CONFIG_RSEQ, on an architecture that has it.");
    else
        text_fact("system_call", strerror(errno),
                  "A sandbox refuses rseq(2): allow it in the seccomp profile.");
    text_fact("seccomp",
              mode == 2   ? "filter"
              : mode == 1 ? "strict"
              : mode == 0 ? "none"
                          : "unknown",
              NULL);
    number_fact("at_rseq_feature_size", (long)feature_size,
                feature_size ? NULL : "Before Linux 6.3 the kernel does not say: it is 20.");
    number_fact("at_rseq_align", (long)getauxval(AUX_ALIGN), NULL);
}

// Whether the environment keeps glibc from registering threads.
static bool tunable_is_off(void)
{
    const char *const tunables = getenv("GLIBC_TUNABLES");

    return tunables && strstr(tunables, "glibc.pthread.rseq=0");
}

static bool libc_has_symbols(void)
{
    return dlsym(RTLD_DEFAULT, "__rseq_offset") && dlsym(RTLD_DEFAULT, "__rseq_size") &&
           dlsym(RTLD_DEFAULT, "__rseq_flags");
}

static void print_libc(void)
{
    const char *(*version)(void);
    const char *const tunables = getenv("GLIBC_TUNABLES");
    void *const symbol = dlsym(RTLD_DEFAULT, "gnu_get_libc_version");
    const ptrdiff_t *const offset = dlsym(RTLD_DEFAULT, "__rseq_offset");
    const unsigned int *const size = dlsym(RTLD_DEFAULT, "__rseq_size");
    const unsigned int *const flags = dlsym(RTLD_DEFAULT, "__rseq_flags");
    char text[64] = "not glibc";

    memcpy(&version, &symbol, sizeof(version));
    if (symbol)
        snprintf(text, sizeof(text), "glibc %s", version());
    text_fact("libc", text, NULL);
    bool_fact("libc_symbols", libc_has_symbols(),
              "This C library does not register threads (glibc does since 2.35): each thread calls "
              "rseq_register_current_thread().");
    if (libc_has_symbols()) {
        number_fact("libc_rseq_offset", (long)*offset, NULL);
        number_fact("libc_rseq_size", (long)*size,
                    *size ? NULL
                    : !implemented
                        ? "The C library could not register its threads: see system_call."
                        : "The C library did not register its threads: each thread calls "
                          "rseq_register_current_thread().");
        number_fact("libc_rseq_flags", (long)*flags, NULL);
    }
    text_fact(
        "glibc_tunables", tunables ? tunables : "",
        tunable_is_off()
            ? "glibc.pthread.rseq=0 keeps glibc from registering threads: leave it out, unless "
              "something else must own the registration."
            : NULL);
}

// Registers the thread and says who did it.
static void print_owner(void)
{
    const bool libc = rseq_available(RSEQ_AVAILABLE_QUERY_LIBC);
    const int error = libc || rseq_register_current_thread() == 0 ? 0 : errno;

    text_fact("owner",
              error  ? "none"
              : libc ? "libc"
                     : "librseq",
              !error            ? NULL
              : error == EINVAL ? "Other code registered an area of its own in this thread: of the "
                                  "two, one has to go."
                                : "Critical sections return -1: programs use their fallback. What "
                                  "is in the way is above.");
    text_fact("owner_reason",
              error == EINVAL      ? "other code registered its own area first"
              : error              ? "rseq(2) is refused"
              : libc               ? "the C library registers all threads"
              : tunable_is_off()   ? "glibc.pthread.rseq=0 keeps the C library from it"
              : libc_has_symbols() ? "the C library did not register"
                                   : "the C library knows nothing of rseq",
              NULL);
    if (error)
        text_fact("error", strerror(error), NULL);
}

// What is in the way of a member of the area: the kernel, of which it needs that release, where it
// says that its area ends before the member does; else who registered.
static const char *advice_for_member(size_t end, const char *release)
{
    if (rseq_current_cpu_raw() < 0)
        return "The thread is not registered: see owner.";
    return getauxval(AUX_FEATURE_SIZE) < end ? release
                                             : "It needs a C library that registers a larger "
                                               "area: glibc 2.41 does.";
}

static void print_features(void)
{
    const char *const linux_6_3 = "It needs Linux 6.3.", *const linux_7_0 = "It needs Linux 7.0.";
    const int slice = prctl(SLICE_EXTENSION, SLICE_GET, 0, 0, 0);

    number_fact("rseq_offset", (long)rseq_offset, NULL);
    number_fact("rseq_size", (long)rseq_size, NULL);
    number_fact("rseq_flags", (long)rseq_flags, NULL);
    bool_fact("registered", rseq_current_cpu_raw() >= 0, "See owner.");
    bool_fact("node_id", rseq_node_id_available(),
              advice_for_member(rseq_offsetofend(struct rseq_abi, node_id), linux_6_3));
    bool_fact("mm_cid", rseq_mm_cid_available(),
              advice_for_member(rseq_offsetofend(struct rseq_abi, mm_cid), linux_6_3));
    bool_fact("slice_ctrl", rseq_slice_ctrl_available(),
              advice_for_member(rseq_offsetofend(struct rseq_abi, slice_ctrl), linux_7_0));
    text_fact("slice_extension",
              slice < 0    ? "not available"
              : slice == 0 ? "not enabled"
                           : "enabled",
              slice < 0 ? "It needs Linux 7.0 with CONFIG_RSEQ_SLICE_EXTENSION."
              : slice == 0
                  ? "Each thread enables it: prctl(PR_RSEQ_SLICE_EXTENSION (79), 2, 1, 0, 0)."
                  : NULL);
}

static void print_membarrier(void)
{
    static const struct command {
        int bit;
        const char *name;
    } commands[] = {
        {MEMBARRIER_CMD_GLOBAL, "global"},
        {MEMBARRIER_CMD_GLOBAL_EXPEDITED, "global_expedited"},
        {MEMBARRIER_CMD_PRIVATE_EXPEDITED, "private_expedited"},
        {MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE, "private_expedited_sync_core"},
        {MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, "private_expedited_rseq"},
    };
    const long mask = syscall(__NR_membarrier, MEMBARRIER_CMD_QUERY, 0, 0);
    char text[256] = "";

    for (size_t i = 0; mask > 0 && i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (mask & commands[i].bit) {
            strcat(text, *text ? " " : "");
            strcat(text, commands[i].name);
        }
    }
    text_fact("membarrier", mask < 0 ? strerror(errno) : text, NULL);
    bool_fact("rseq_fence", mask > 0 && mask & MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ,
              "Waiting for the critical sections of other threads needs Linux 5.10, and "
              "membarrier(2) allowed.");
}

static void print_cpus(void)
{
    cpu_set_t *const allowed = CPU_ALLOC(8192);
    const size_t size = CPU_ALLOC_SIZE(8192);

    number_fact("cpus_possible", rseq_get_max_nr_cpus(), NULL);
    number_fact("cpus_online", sysconf(_SC_NPROCESSORS_ONLN), NULL);
    if (allowed && sched_getaffinity(0, size, allowed) == 0)
        number_fact("cpus_allowed", CPU_COUNT_S(size, allowed), NULL);
    CPU_FREE(allowed);
    number_fact("cpu", (long)rseq_current_cpu(), NULL);
}

// Whether a critical section commits.
static bool commits(void)
{
    intptr_t word = 0;

    for (int attempt = 0; attempt < 100 && !word; attempt++)
        rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &word, 1,
                                 (int)rseq_cpu_start());
    return word == 1;
}

static const char usage[] = "usage: rseq-status [--explain | --json | --help]\n";

int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "--help")) {
        printf(
            "%s"
            "Prints what restartable sequences are like in a process that is started like this.\n"
            "\n"
            "  --explain  after each answer that is in the way of something, what to do about it\n"
            "  --json     the same facts as an object\n"
            "\n"
            "Exits with 0 if a critical section committed, with 1 if not. See rseq-status(1).\n",
            usage);
        return 0;
    }
    if (argc == 2 && !strcmp(argv[1], "--json")) {
        format = JSON;
    } else if (argc == 2 && !strcmp(argv[1], "--explain")) {
        format = EXPLAIN;
    } else if (argc != 1) {
        fputs(usage, stderr);
        return 2;
    }
    print_kernel();
    print_libc();
    print_owner();
    print_features();
    print_membarrier();
    print_cpus();
    const bool usable = commits();
    bool_fact("critical_sections", usable, "The lines above say why.");
    if (format == JSON)
        printf("\n}\n");
    return usable ? 0 : 1;
}
