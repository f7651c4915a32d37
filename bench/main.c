// SPDX-License-Identifier: MIT
//
// rseq-bench: what restartable sequences and this library cost, beside what programs do without
// them. Options, groups and their setups; see rseq-bench(1).
#define _GNU_SOURCE
#include "bench.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

struct options options = {.repetitions = 15, .milliseconds = 8};

const struct group *const groups[] = {
    &cpu_number_group,  &counter_group,     &ring_buffer_group,   &read_side_group,
    &free_list_group,   &lock_group,        &copy_group,          &pool_pair_group,
    &pool_zero_group,   &pool_init_group,   &pool_recycled_group, &pool_create_group,
    &pool_memory_group, &global_pool_group, &thread_group,        &switch_group,
    &signal_group,      &load_group,        &library_size_group,  &helper_size_group,
    &abort_group,       &abort_rate_group,
};
const int nr_groups = LENGTH(groups);

const struct group *find_group(const char *name)
{
    for (int i = 0; i < nr_groups; i++) {
        if (!strcmp(groups[i]->name, name))
            return groups[i];
    }
    return NULL;
}

const struct subject *find_subject(const struct group *group, const char *name)
{
    for (int i = 0; i < group->nr_subjects; i++) {
        if (!strcmp(group->subjects[i].name, name))
            return &group->subjects[i];
    }
    return NULL;
}

static const char usage_text[] =
    "usage: rseq-bench [--groups=NAME,...] [--threads=N] [--repetitions=N]\n"
    "                  [--milliseconds=N] [--json[=FILE]] [--wide] [--smoke]\n"
    "                  [--commit=TEXT]\n"
    "       rseq-bench --list | --help\n";
static const char help_text[] =
    "\n"
    "  --groups=NAME,...  these alone; a star at the end stands for anything\n"
    "  --threads=N        the most threads of groups that do not say how many\n"
    "  --repetitions=N    how often everything is measured\n"
    "  --milliseconds=N   how long a subject is measured in one repetition\n"
    "  --json[=FILE]      JSON, into the file or instead of the table\n"
    "  --wide             a line for each case\n"
    "  --smoke            as little as possible: a test of this program\n"
    "  --commit=TEXT      what is measured, for the JSON\n"
    "  --list             the names of the groups and what they are\n"
    "\n"
    "Without options everything, in two to three minutes. See rseq-bench(1).\n";

static _Noreturn void usage(const char *what)
{
    if (what)
        fprintf(stderr, "rseq-bench: %s\n", what);
    fputs(usage_text, stderr);
    exit(2);
}

static double parse(const char *text, double least, double most)
{
    char *end;
    const double value = strtod(text, &end);

    if (end == text || *end || !(value >= least && value <= most))
        usage("not a number, or out of range");
    return value;
}

// Whether a list of names with commas has this one; a name that ends with a star has the rest.
static bool is_chosen(const char *list, const char *name)
{
    for (const char *word = list; word && *word; word += strcspn(word, ",")) {
        word += *word == ',';
        const size_t len = strcspn(word, ",");

        if (len && word[len - 1] == '*' ? !strncmp(word, name, len - 1)
                                        : len == strlen(name) && !strncmp(word, name, len))
            return true;
    }
    return !list;
}

static void check_names(const char *list)
{
    char *const copy = strdup(list), *rest;
    char *word = copy ? strtok_r(copy, ",", &rest) : NULL;

    if (!word)
        usage("no groups");
    for (; word; word = strtok_r(NULL, ",", &rest)) {
        bool known = false;

        for (int i = 0; i < nr_groups; i++)
            known = known || is_chosen(word, groups[i]->name);
        if (!known)
            usage("unknown group; --list prints them");
    }
    free(copy);
}

// 1, 2, 4 and so on threads and the most, each pinned and not.
static int default_setups(struct setup *setups)
{
    int nr = 0;

    for (int threads = 1; threads <= options.threads;
         threads = threads < options.threads && threads * 2 > options.threads ? options.threads
                                                                              : threads * 2) {
        setups[nr++] = (struct setup){threads, true, 0};
        setups[nr++] = (struct setup){threads, false, 0};
    }
    return nr;
}

static void run(const struct group *group)
{
    static struct result results[32][MAX_SUBJECTS];
    struct setup defaults[32];
    const struct setup *const setups = group->setups ? group->setups : defaults;
    const int nr_setups = group->setups ? group->nr_setups : default_setups(defaults);

    for (int i = 0; i < nr_setups; i++)
        measure(group, &setups[i], results[i]);
    print_group(group, setups, nr_setups, results);
}

int main(int argc, char **argv)
{
    enum { GROUPS = 1, THREADS, REPETITIONS, MILLISECONDS, JSON, WIDE, SMOKE, COMMIT, LIST, HELP };
    static const struct option known[] = {
        {"groups", required_argument, NULL, GROUPS},
        {"threads", required_argument, NULL, THREADS},
        {"repetitions", required_argument, NULL, REPETITIONS},
        {"milliseconds", required_argument, NULL, MILLISECONDS},
        {"json", optional_argument, NULL, JSON},
        {"wide", no_argument, NULL, WIDE},
        {"smoke", no_argument, NULL, SMOKE},
        {"commit", required_argument, NULL, COMMIT},
        {"list", no_argument, NULL, LIST},
        {"help", no_argument, NULL, HELP},
        {NULL, 0, NULL, 0},
    };
    static const char child[] = "--child=";

    options.threads = nr_allowed_cpus();
    if (argc == 2 && !strncmp(argv[1], child, strlen(child)))
        return run_child(argv[1] + strlen(child));
    for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        switch (option) {
        case GROUPS:
            options.groups = optarg;
            check_names(optarg);
            break;
        case THREADS:
            options.threads = (int)parse(optarg, 1, MAX_THREADS);
            break;
        case REPETITIONS:
            options.repetitions = (int)parse(optarg, 1, MAX_REPETITIONS);
            break;
        case MILLISECONDS:
            options.milliseconds = parse(optarg, 0.001, 10000);
            break;
        case JSON:
            options.json = true;
            options.file = optarg;
            break;
        case WIDE:
            options.wide = true;
            break;
        case SMOKE:
            options.smoke = true;
            options.repetitions = 2;
            break;
        case COMMIT:
            options.commit = optarg;
            break;
        case LIST:
            for (int i = 0; i < nr_groups; i++)
                printf("%-16s %s\n", groups[i]->name, groups[i]->title);
            return 0;
        case HELP:
            printf("%s%s", usage_text, help_text);
            return 0;
        default:
            usage(NULL);
        }
    }
    if (optind < argc)
        usage(argv[optind]);

    begin_output();
    for (int i = 0; i < nr_groups; i++) {
        if (is_chosen(options.groups, groups[i]->name))
            run(groups[i]);
    }
    return end_output();
}
