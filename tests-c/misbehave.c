// SPDX-License-Identifier: MIT
//
// misbehave HOW: what the programs of the tests must not do. Proves that it is noticed.
#include "tap.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    const char *how = argc == 2 ? argv[1] : "";

    if (!strcmp(how, "nothing")) {
        return EXIT_SUCCESS;
    }
    if (!strcmp(how, "skip-all")) {
        plan_skip_all("no reason");
    }
    if (strcmp(how, "no-plan") != 0) {
        plan(3);
    }
    ok(true, "one");
    if (!strcmp(how, "skip")) {
        skip(1, "no reason");
    } else {
        ok(strcmp(how, "fail") != 0, "two");
    }
    if (!strcmp(how, "hang")) {
        pause();
    } else if (!strcmp(how, "ignore-signals")) {
        signal(SIGTERM, SIG_IGN);
        for (;;) {
            pause();
        }
    } else if (!strcmp(how, "crash")) {
        raise(SIGKILL);
    } else if (!strcmp(how, "exit-early")) {
        return EXIT_SUCCESS;
    } else if (!strcmp(how, "bail-out")) {
        bail_out("no reason");
    } else if (!strcmp(how, "talk")) {
        puts("hello");
    }
    ok(true, "three");
    if (!strcmp(how, "one-more")) {
        ok(true, "four");
        return EXIT_SUCCESS;
    }
    if (!strcmp(how, "no-plan")) {
        return EXIT_SUCCESS;
    }
    return !strcmp(how, "exit-code") ? 3 : exit_status();
}
