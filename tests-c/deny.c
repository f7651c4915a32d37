// SPDX-License-Identifier: MIT
//
// deny SYSCALL=ERRNO[,SYSCALL=ERRNO...] PROGRAM [ARGUMENT...]
//
// Runs a program in a sandbox that answers system calls with the error given, as container run
// times do: a seccomp filter, installed before execve(2) so that the C library of the program meets
// it too.
#include <rseq/abi.h>

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_RULES 8

static const struct name {
    const char *text;
    int value;
} syscalls[] =
    {
        {"rseq", __NR_rseq},
        {"memfd_create", SYS_memfd_create},
        {"membarrier", SYS_membarrier},
        {"move_pages", SYS_move_pages},
        {"getcpu", SYS_getcpu},
        {"madvise", SYS_madvise},
},
  errnos[] = {
      {"ENOSYS", ENOSYS},
      {"EPERM", EPERM},
      {"EACCES", EACCES},
      {"EINVAL", EINVAL},
};

static int value_of(const char *text, const struct name *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(text, names[i].text)) {
            return names[i].value;
        }
    }
    fprintf(stderr, "deny: unknown name '%s'\n", text);
    exit(EXIT_FAILURE);
}

static struct sock_filter instruction(unsigned int code, unsigned int k, unsigned int if_false)
{
    struct sock_filter filter = {(__u16)code, 0, (__u8)if_false, k};
    return filter;
}

int main(int argc, char **argv)
{
    struct sock_filter code[2 * MAX_RULES + 2];
    unsigned short length = 0;
    struct sock_fprog program;

    if (argc < 3) {
        fprintf(stderr, "usage: deny SYSCALL=ERRNO[,...] PROGRAM [ARGUMENT...]\n");
        return EXIT_FAILURE;
    }
    // The number alone: a process that uses one ABI has no second meaning for it.
    code[length++] = instruction(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0);
    for (char *rule = strtok(argv[1], ","); rule; rule = strtok(NULL, ",")) {
        char *error = strchr(rule, '=');

        if (!error || length + 3 > (int)(sizeof(code) / sizeof(code[0]))) {
            fprintf(stderr, "deny: bad rule '%s'\n", rule);
            return EXIT_FAILURE;
        }
        *error++ = '\0';
        const int number = value_of(rule, syscalls, sizeof(syscalls) / sizeof(syscalls[0]));
        const int answer = value_of(error, errnos, sizeof(errnos) / sizeof(errnos[0]));
        code[length++] = instruction(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)number, 1);
        code[length++] =
            instruction(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ((unsigned int)answer & 0xffff), 0);
    }
    code[length++] = instruction(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0);
    program.len = length;
    program.filter = code;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
        perror("deny: seccomp");
        return EXIT_FAILURE;
    }
    execvp(argv[2], &argv[2]);
    perror(argv[2]);
    return EXIT_FAILURE;
}
