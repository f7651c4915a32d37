// SPDX-License-Identifier: MIT
//
// The results, as a table for people or as JSON. What the members of the JSON mean is written in
// rseq-bench(1).
#define _GNU_SOURCE
#include "bench.h"

#include <rseq/rseq.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

static FILE *json;
static int nr_rows;

static void put_string(const char *text)
{
    putc('"', json);
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;

        if (c < ' ')
            fprintf(json, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            fprintf(json, "\\%c", c);
        else
            putc(c, json);
    }
    putc('"', json);
}

static void put_member(const char *name, const char *text)
{
    fprintf(json, "%s: ", name);
    if (text)
        put_string(text);
    else
        fputs("null", json);
}

// The value of the first of these names in /proc/cpuinfo, or whether a word is there at all.
static const char *processor(void)
{
    static const char *const names[] = {"model name", "cpu model", "cpu",
                                        "Model Name", "uarch",     "vendor_id"};
    static char line[8192];

    for (int i = 0; i < LENGTH(names); i++) {
        FILE *const file = fopen("/proc/cpuinfo", "r");
        const char *value = NULL;

        while (file && !value && fgets(line, sizeof(line), file)) {
            char *const colon = strchr(line, ':');
            const size_t len = strlen(names[i]);

            if (colon && !strncmp(line, names[i], len) && strspn(line + len, " \t") > 0 &&
                line + len + strspn(line + len, " \t") == colon) {
                value = colon + 1 + strspn(colon + 1, " \t");
                line[strcspn(line, "\n")] = '\0';
            }
        }
        if (file)
            fclose(file);
        if (value)
            return value;
    }
    return "unknown";
}

static bool is_virtual(void)
{
    static char line[8192];
    FILE *const file = fopen("/proc/cpuinfo", "r");
    bool found = false;

    while (file && !found && fgets(line, sizeof(line), file))
        found = !strncmp(line, "flags", 5) && strstr(line, " hypervisor");
    if (file)
        fclose(file);
    return found;
}

static const char *compiler(void)
{
#ifdef __clang__
    return "clang " __clang_version__;
#else
    return "gcc " __VERSION__;
#endif
}

static const char *c_library(void)
{
#ifdef __GLIBC__
    static char name[64];

    snprintf(name, sizeof(name), "glibc %s", gnu_get_libc_version());
    return name;
#else
    return "not glibc";
#endif
}

static const char *registered_by(void)
{
    if (not_registered(NULL, NULL))
        return "nobody";
    return rseq_available(RSEQ_AVAILABLE_QUERY_LIBC) ? "the C library" : "librseq";
}

static void put_machine(void)
{
    struct utsname system;
    char kernel[sizeof(system.release) + sizeof(system.sysname) + 1], date[32];
    const time_t now = time(NULL);

    uname(&system);
    snprintf(kernel, sizeof(kernel), "%s %s", system.sysname, system.release);
    strftime(date, sizeof(date), "%Y-%m-%d", gmtime(&now));
    fputs("  \"machine\": {\n    ", json);
    put_member("\"cpu\"", processor());
    fprintf(json, ",\n    \"cpus\": %ld,\n    \"cpus_allowed\": %d,\n    \"virtual\": %s,\n    ",
            sysconf(_SC_NPROCESSORS_ONLN), nr_allowed_cpus(), is_virtual() ? "true" : "false");
    put_member("\"architecture\"", system.machine);
    fputs(",\n    ", json);
    put_member("\"kernel\"", kernel);
    fputs(",\n    ", json);
    put_member("\"compiler\"", compiler());
    fputs(",\n    ", json);
    put_member("\"libc\"", c_library());
    fputs(",\n    ", json);
    put_member("\"registered_by\"", registered_by());
    fputs(",\n    ", json);
    put_member("\"instructions_absent\"", instructions_absent());
    fputs(",\n    ", json);
    put_member("\"commit\"", options.commit);
    fputs(",\n    ", json);
    put_member("\"date\"", date);
    fputs("\n  },\n", json);
}

void begin_output(void)
{
    const char *const reason = instructions_absent();

    if (options.json) {
        json = options.file ? fopen(options.file, "w") : stdout;
        if (!json) {
            fprintf(stderr, "rseq-bench: %s: %s\n", options.file, strerror(errno));
            exit(1);
        }
        fprintf(json,
                "{\n  \"program\": \"rseq-bench\",\n  \"smoke\": %s,\n"
                "  \"repetitions\": %d,\n  \"milliseconds\": %g,\n",
                options.smoke ? "true" : "false", options.repetitions, options.milliseconds);
        put_machine();
        fputs("  \"rows\": [", json);
    }
    if (json == stdout)
        return;
    printf("%s, %d CPUs%s; %s; threads registered by %s\n", processor(), nr_allowed_cpus(),
           is_virtual() ? ", virtual machine" : "", c_library(), registered_by());
    printf("%s%s\n",
           reason ? "Instructions are not counted: " : "Instructions are those of user mode",
           reason ? reason : "");
}

static void put_numbers(const char *name, const double *values, int nr)
{
    fprintf(json, ", \"%s\": ", name);
    for (int i = 0; i < nr; i++)
        fprintf(json, "%s%.9g", i ? ", " : nr > 1 ? "[" : "", values[i]);
    if (nr > 1)
        putc(']', json);
}

static void put_row(const struct group *group, const struct setup *setup,
                    const struct subject *subject, const struct result *result)
{
    fputs(nr_rows++ ? ",\n    {" : "\n    {", json);
    put_member("\"group\"", group->name);
    put_member(", \"title\"", group->title);
    put_member(", \"unit\"", group->unit);
    put_member(", \"subject\"", subject->name);
    fprintf(json, ", \"threads\": %d, \"pinned\": %s", setup->threads,
            setup->pinned ? "true" : "false");
    if (group->parameter) {
        put_member(", \"parameter_name\"", group->parameter);
        fprintf(json, ", \"parameter\": %ld", setup->parameter);
    }
    if (subject->published > 0)
        put_numbers("published", &subject->published, 1);
    if (result->absent) {
        put_member(", \"absent\"", result->absent);
    } else {
        fprintf(json, ", \"repetitions\": %d, \"operations\": %ld", result->repetitions,
                result->operations);
        put_numbers("minimum", &result->minimum, 1);
        put_numbers("median", &result->median, 1);
        put_numbers("maximum", &result->maximum, 1);
        put_numbers("quartiles", result->quartiles, 2);
        if (result->instructions >= 0)
            put_numbers("instructions", &result->instructions, 1);
    }
    fputs(", \"ratios\": [", json);
    for (int i = 0; i < MAX_PEERS && result->ratios[i].peer; i++) {
        fputs(i ? ", {" : "{", json);
        put_member("\"peer\"", result->ratios[i].peer);
        if (result->ratios[i].value > 0) {
            put_numbers("ratio", &result->ratios[i].value, 1);
            put_numbers("quartiles", result->ratios[i].quartiles, 2);
        }
        putc('}', json);
    }
    fputs("]}", json);
}

static void describe(const struct group *group, const struct setup *setup, char *text, size_t size)
{
    int len = 0;

    if (group->parameter)
        len = snprintf(text, size, "%ld %.*s", setup->parameter,
                       (int)strlen(group->parameter) - (setup->parameter == 1), group->parameter);
    if (setup->threads > 1 || !group->parameter)
        snprintf(text + len, size - (size_t)len, "%s%d thread%s%s", len ? ", " : "", setup->threads,
                 setup->threads > 1 ? "s" : "", setup->pinned ? ", pinned" : "");
}

// A number in so many digits that the last of them still means something.
static const char *number(double value)
{
    static char text[8][32];
    static int next;
    char *const result = text[next++ % 8];

    snprintf(result, sizeof(text[0]), "%.*f", value < 100 ? 2 : value < 10000 ? 1 : 0, value);
    return result;
}

static bool has_published(const struct group *group)
{
    for (int i = 0; i < group->nr_subjects; i++) {
        if (group->subjects[i].published > 0)
            return true;
    }
    return false;
}

// A line of the table, whose columns are there if they mean something in this group. NULL is an
// empty column; without a result it is the header.
static void print_line(const struct group *group, const char *setup, const char *subject,
                       const struct result *result, double published, const struct ratio *ratio)
{
    char line[512];
    size_t len = 0;

#define COLUMN(...) len += (size_t)snprintf(line + len, sizeof(line) - len, __VA_ARGS__)
    COLUMN("%-19s %-30s", setup, subject);
    if (!group->exact)
        COLUMN(" %10s", result ? number(result->minimum) : ratio ? "" : "minimum");
    COLUMN(" %10s", result ? number(result->median) : ratio ? "" : group->exact ? "" : "median");
    if (!group->exact) {
        if (result && result->median > 0)
            COLUMN(" %5.1f%%",
                   100 * (result->quartiles[1] - result->quartiles[0]) / result->median);
        else
            COLUMN(" %6s", result || ratio ? "" : "spread");
    }
    if (!group->exact && !instructions_absent())
        COLUMN(" %7s", result  ? result->instructions < 0 ? "-" : number(result->instructions)
                        : ratio ? ""
                               : "instr.");
    if (has_published(group))
        COLUMN(" %6s", result ? published > 0 ? number(published) : "" : ratio ? "" : "2018");
    if (!result && !ratio)
        COLUMN(" %8s %16s  peer", "ratio", group->exact ? "" : "quartiles");
    else if (ratio && ratio->peer && ratio->value > 0 && !group->exact)
        COLUMN(" %8s %8s-%-7s  %s", number(ratio->value), number(ratio->quartiles[0]),
               number(ratio->quartiles[1]), ratio->peer);
    else if (ratio && ratio->peer)
        COLUMN(" %8s %16s  %s", ratio->value > 0 ? number(ratio->value) : "-", "", ratio->peer);
#undef COLUMN
    while (len && line[len - 1] == ' ')
        len--;
    printf("%.*s\n", (int)len, line);
}

static void print_rows(const struct group *group, const struct setup *setup,
                       const struct result *results)
{
    char text[64];

    describe(group, setup, text, sizeof(text));
    for (int i = 0; i < group->nr_subjects; i++) {
        const struct subject *const subject = &group->subjects[i];
        const struct result *const result = &results[i];

        if (result->absent) {
            printf("%-19s %-30s %10s  %s\n", i ? "" : text, subject->name, "-", result->absent);
            continue;
        }
        print_line(group, i ? "" : text, subject->name, result, subject->published,
                   &result->ratios[0]);
        for (int n = 1; n < MAX_PEERS && result->ratios[n].peer; n++)
            print_line(group, "", "", NULL, 0, &result->ratios[n]);
    }
}

// A line for each setup, with the medians of all subjects and then the ratios.
static void print_wide(const struct group *group, const struct setup *setups, int nr_setups,
                       struct result (*results)[MAX_SUBJECTS])
{
    printf("%-20s", "");
    for (int i = 0; i < group->nr_subjects; i++)
        printf(" %13.13s", group->subjects[i].name);
    for (int i = 0; i < group->nr_subjects; i++) {
        for (int n = 0; n < MAX_PEERS && group->subjects[i].peers[n]; n++) {
            char name[64];

            snprintf(name, sizeof(name), "%s/%s", group->subjects[i].peers[n],
                     group->subjects[i].name);
            printf(" %21.21s", name);
        }
    }
    putchar('\n');
    for (int row = 0; row < nr_setups; row++) {
        char text[64];

        describe(group, &setups[row], text, sizeof(text));
        printf("%-20s", text);
        for (int i = 0; i < group->nr_subjects; i++) {
            const struct result *const result = &results[row][i];

            printf(" %13s", result->absent ? "-" : number(result->median));
        }
        for (int i = 0; i < group->nr_subjects; i++) {
            for (int n = 0; n < MAX_PEERS && group->subjects[i].peers[n]; n++) {
                const struct ratio *const ratio = &results[row][i].ratios[n];

                printf(" %21s", ratio->value > 0 ? number(ratio->value) : "-");
            }
        }
        putchar('\n');
    }
    for (int row = 0; row < nr_setups; row++) {
        for (int i = 0; i < group->nr_subjects; i++) {
            if (results[row][i].absent)
                printf("%-20s %s: %s\n", row ? "" : "absent", group->subjects[i].name,
                       results[row][i].absent);
        }
    }
}

void print_group(const struct group *group, const struct setup *setups, int nr_setups,
                 struct result (*results)[MAX_SUBJECTS])
{
    if (json) {
        for (int row = 0; row < nr_setups; row++) {
            for (int i = 0; i < group->nr_subjects; i++)
                put_row(group, &setups[row], &group->subjects[i], &results[row][i]);
        }
        fflush(json);
    }
    if (json == stdout)
        return;
    printf("\n%s: %s\n", group->title, group->unit);
    if (options.wide) {
        print_wide(group, setups, nr_setups, results);
    } else {
        print_line(group, "", "", NULL, 0, NULL);
        for (int row = 0; row < nr_setups; row++)
            print_rows(group, &setups[row], results[row]);
    }
    fflush(stdout);
}

int end_output(void)
{
    if (!json)
        return 0;
    fputs("\n  ]\n}\n", json);
    if (fflush(json) || ferror(json)) {
        fprintf(stderr, "rseq-bench: cannot write the JSON: %s\n", strerror(errno));
        return 1;
    }
    if (json != stdout)
        fclose(json);
    return 0;
}
