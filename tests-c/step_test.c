// SPDX-License-Identifier: MIT
//
// A tracer stops a thread at each instruction of the critical section of each operation, one after
// the other, and lets it go on: the kernel must abort it, and nothing may be stored where the
// operation commits to. Behind the commit it must not. A thread that is stepped through a section
// instruction by instruction never gets further than the first.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "tap.h"
#include "thread_placement.h"

#include <elf.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define MODE PERCPU_MODE

// What a child exits with; PASSED_BY is for an instruction that none of them gets to.
enum { ABORTED = 10, COMMITTED, EXITED, WRONG, PASSED_BY };

// The descriptors of this program; the linker knows where they begin and end. The section is an
// array of 8-byte addresses.
extern const uint64_t __start___rseq_cs_ptr_array[] __attribute__((weak)),
    __stop___rseq_cs_ptr_array[] __attribute__((weak));

struct section {
    uintptr_t start, commit, abort;
};

static struct {
    intptr_t v, v2, taken, pointer[2];
    char target[40], source[40];
} data;

static void prepare(void)
{
    memset(&data, 0, sizeof(data));
    data.pointer[0] = (intptr_t)&data.pointer[0];
    data.pointer[1] = (intptr_t)&data.v;
    memset(data.source, 1, sizeof(data.source));
}

// The operations, all on v, which is 0 and becomes something else.

static int load_add_store(int index)
{
    return rseq_load_add_store__ptr(RSEQ_MO_RELAXED, MODE, &data.v, 3, index);
}

static int load_cbne_store(int index)
{
    return rseq_load_cbne_store__ptr(RSEQ_MO_RELAXED, MODE, &data.v, 0, 1, index);
}

static int load_cbeq_store_add_load_store(int index)
{
    // Takes the first of a list of two; v is the head, and only here not 0 at first.
    data.v = (intptr_t)&data.pointer[0];
    return rseq_load_cbeq_store_add_load_store__ptr(RSEQ_MO_RELAXED, MODE, &data.v, 0,
                                                    sizeof(intptr_t), &data.taken, index);
}

static int load_cbne_store_store(int index)
{
    return rseq_load_cbne_store_store__ptr(RSEQ_MO_RELAXED, MODE, &data.v, 0, &data.v2, 2, 1,
                                           index);
}

static int load_cbne_store_store_release(int index)
{
    return rseq_load_cbne_store_store__ptr(RSEQ_MO_RELEASE, MODE, &data.v, 0, &data.v2, 2, 1,
                                           index);
}

static int load_cbne_load_cbne_store(int index)
{
    return rseq_load_cbne_load_cbne_store__ptr(RSEQ_MO_RELAXED, MODE, &data.v, 0, &data.v2, 0, 1,
                                               index);
}

static int load_cbne_memcpy_store(int index)
{
    return rseq_load_cbne_memcpy_store__ptr(RSEQ_MO_RELAXED, MODE, &data.v, 0, data.target,
                                            data.source, 19, 1, index);
}

static int load_cbne_memcpy_store_release(int index)
{
    return rseq_load_cbne_memcpy_store__ptr(RSEQ_MO_RELEASE, MODE, &data.v, 0, data.target,
                                            data.source, 19, 1, index);
}

static int load_add_load_load_add_store(int index)
{
    return rseq_load_add_load_load_add_store__ptr(RSEQ_MO_RELAXED, MODE, &data.pointer[0],
                                                  sizeof(intptr_t), 5, index);
}

static const struct operation {
    const char *name;
    int (*attempt)(int index);
    intptr_t first; // what v is before
    bool copies;    // has loops, not all of which are run
} operations[] = {
    {"load_add_store", load_add_store, 0, false},
    {"load_cbne_store", load_cbne_store, 0, false},
    {"load_cbeq_store_add_load_store", load_cbeq_store_add_load_store, (intptr_t)&data.pointer[0],
     false},
    {"load_cbne_store_store", load_cbne_store_store, 0, false},
    {"load_cbne_store_store release", load_cbne_store_store_release, 0, false},
    {"load_cbne_load_cbne_store", load_cbne_load_cbne_store, 0, false},
    {"load_cbne_memcpy_store", load_cbne_memcpy_store, 0, true},
    {"load_cbne_memcpy_store release", load_cbne_memcpy_store_release, 0, true},
    {"load_add_load_load_add_store", load_add_load_load_add_store, 0, false},
};

// What the architecture's registers, as PTRACE_GETREGSET returns them, have at which place, and
// what stops a thread. The program counter is behind a breakpoint or at it.
#if defined(__x86_64__)
#define PC_OFFSET 128
#define BREAKPOINT 0xcc
#define BREAKPOINT_SIZE 1
#define PC_BEHIND 1
#elif defined(__i386__)
#define PC_OFFSET 48
#define BREAKPOINT 0xcc
#define BREAKPOINT_SIZE 1
#define PC_BEHIND 1
#elif defined(__aarch64__)
#define PC_OFFSET 256
#define BREAKPOINT 0xd4200000
#elif defined(__thumb__)
#define PC_OFFSET 60
#define BREAKPOINT 0xde01
#define BREAKPOINT_SIZE 2
#elif defined(__arm__)
#define PC_OFFSET 60
#define BREAKPOINT 0xe7f001f0
#elif defined(__powerpc__)
#define PC_OFFSET (32 * sizeof(long))
#define BREAKPOINT 0x7fe00008
#elif defined(__s390__)
#define PC_OFFSET sizeof(long)
#define BREAKPOINT 0x0001
#define BREAKPOINT_SIZE 2
#define PC_BEHIND 2
#elif defined(__riscv)
#define PC_OFFSET 0
#define BREAKPOINT 0x9002
#define BREAKPOINT_SIZE 2
#elif defined(__loongarch__)
#define PC_OFFSET (33 * sizeof(long))
#define BREAKPOINT 0x002a0005
#elif defined(__mips__) && _MIPS_SIM == _ABIO32
#define PC_OFFSET (40 * sizeof(long))
#define BREAKPOINT 0x0000000d
#elif defined(__mips__)
#define PC_OFFSET 272
#define BREAKPOINT 0x0000000d
#elif defined(__or1k__)
#define PC_OFFSET 128
#define BREAKPOINT 0x21000001
#endif
#ifndef BREAKPOINT_SIZE
#define BREAKPOINT_SIZE 4
#endif
#ifndef PC_BEHIND
#define PC_BEHIND 0
#endif

// A program counter has the size of a register.
#if defined(__x86_64__) || (defined(__mips__) && _MIPS_SIM != _ABIO32)
typedef uint64_t pc_t;
#else
typedef unsigned long pc_t;
#endif

static union {
    unsigned char bytes[1024];
    pc_t aligned;
} registers;

static uintptr_t get_pc(pid_t child, struct iovec *set)
{
    pc_t pc;

    set->iov_base = &registers;
    set->iov_len = sizeof(registers);
    if (ptrace(PTRACE_GETREGSET, child, (void *)NT_PRSTATUS, set)) {
        bail_out("PTRACE_GETREGSET: %s", strerror(errno));
    }
    memcpy(&pc, registers.bytes + PC_OFFSET, sizeof(pc));
#if defined(__s390__) && !defined(__s390x__)
    pc &= 0x7fffffff;
#endif
    return (uintptr_t)pc;
}

static void set_pc(pid_t child, uintptr_t value)
{
    struct iovec set;
    pc_t pc = value;

    get_pc(child, &set);
    memcpy(registers.bytes + PC_OFFSET, &pc, sizeof(pc));
    if (ptrace(PTRACE_SETREGSET, child, (void *)NT_PRSTATUS, &set)) {
        bail_out("PTRACE_SETREGSET: %s", strerror(errno));
    }
}

static long peek(pid_t child, uintptr_t address)
{
    errno = 0;
    const long word = ptrace(PTRACE_PEEKTEXT, child, (void *)address, NULL);
    if (errno) {
        bail_out("PTRACE_PEEKTEXT: %s", strerror(errno));
    }
    return word;
}

static void poke(pid_t child, uintptr_t address, long word)
{
    if (ptrace(PTRACE_POKETEXT, child, (void *)address, (void *)word)) {
        bail_out("PTRACE_POKETEXT: %s", strerror(errno));
    }
}

static int wait_for(pid_t child)
{
    int status;

    if (waitpid(child, &status, 0) != child) {
        bail_out("waitpid: %s", strerror(errno));
    }
    return status;
}

static void resume(pid_t child, int how)
{
    if (ptrace((__typeof__(PTRACE_CONT))how, child, NULL, NULL)) {
        bail_out("ptrace: %s", strerror(errno));
    }
}

// A child that attempts an operation once, stopped before it does.
static pid_t start(const struct operation *operation)
{
    const pid_t child = fork();

    if (child < 0) {
        bail_out("fork: %s", strerror(errno));
    } else if (child == 0) {
        prepare();
        data.v = operation->first;
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        const int result = operation->attempt(percpu_index(MODE));
        const bool stored = data.v != operation->first;
        _exit(stored && result == 0 ? COMMITTED
              : stored              ? WRONG
              : result == -1        ? ABORTED
              : result == 1         ? EXITED
                                    : WRONG);
    }
    const int status = wait_for(child);
    if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGSTOP) {
        bail_out("no tracing here: status %#x", (unsigned int)status);
    }
    return child;
}

// What a child ended with, or WRONG.
static int end(pid_t child)
{
    resume(child, PTRACE_CONT);
    const int status = wait_for(child);
    if (WIFEXITED(status)) {
        return WEXITSTATUS(status);
    }
    kill(child, SIGKILL);
    wait_for(child);
    return WRONG;
}

// Runs a child to an address of a section, and stops it there. If it ends instead, `result` is what
// with.
static bool run_to(pid_t child, uintptr_t address, uintptr_t abort, int *result)
{
    const long original = peek(child, address);
    long changed = original;
    struct iovec set;

#if BREAKPOINT_SIZE == 1
    const unsigned char breakpoint = BREAKPOINT;
#elif BREAKPOINT_SIZE == 2
    const uint16_t breakpoint = BREAKPOINT;
#else
    const uint32_t breakpoint = BREAKPOINT;
#endif
    memcpy(&changed, &breakpoint, sizeof(breakpoint));
    poke(child, address, changed);
    resume(child, PTRACE_CONT);
    const int status = wait_for(child);
    if (WIFEXITED(status)) {
        *result = WEXITSTATUS(status);
        return false;
    }
    const uintptr_t pc = get_pc(child, &set);
#ifdef __s390__
    // The operand of an execute instruction, which is illegal there.
    if (WIFSTOPPED(status) && WSTOPSIG(status) == SIGILL) {
        kill(child, SIGKILL);
        wait_for(child);
        *result = PASSED_BY;
        return false;
    }
#endif
    poke(child, address, original);
    // A kernel may abort the section even before it tells the tracer.
    if (WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP && pc == abort) {
        return true;
    }
    // In the slot behind a branch the program counter is the branch's.
    if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGTRAP || pc - PC_BEHIND > address ||
        pc + 4 < address) {
        bail_out("stopped by status %#x at %#lx instead of %#lx", (unsigned int)status,
                 (unsigned long)pc, (unsigned long)address);
    }
    if (PC_BEHIND) {
        set_pc(child, address);
    }
    return true;
}

#if defined(__x86_64__) || defined(__i386__)
// The next instruction: where a child gets by one step that the kernel does not abort, since it
// does not know that there is a section.
static uintptr_t next_instruction(pid_t child)
{
    struct rseq_abi *area = rseq_get_abi();
    struct iovec set;

    poke(child, (uintptr_t)&area->rseq_cs, 0);
    resume(child, PTRACE_SINGLESTEP);
    wait_for(child);
    return get_pc(child, &set);
}
#else
// Bytes of an instruction.
static unsigned int length(const void *instruction)
{
    uint16_t first;

    memcpy(&first, instruction, sizeof(first));
#if defined(__s390__)
    return first >> 14 == 0 ? 2 : first >> 14 == 3 ? 6 : 4;
#elif defined(__riscv)
    return (first & 3) == 3 ? 4 : 2;
#elif defined(__thumb__)
    return first >> 11 >= 0x1d ? 4 : 2;
#else
    return 4;
#endif
}
#endif

#define MAX_INSTRUCTIONS 256

// The addresses of the instructions of a section, in the order in which they are run or stand
// there.
static int list_instructions(const struct operation *operation, const struct section *section,
                             uintptr_t list[MAX_INSTRUCTIONS])
{
    int count = 0;

#if defined(__x86_64__) || defined(__i386__)
    const pid_t child = start(operation);
    int result;

    if (!run_to(child, section->start, section->abort, &result)) {
        bail_out("%s: its section was not entered again", operation->name);
    }
    for (uintptr_t pc = section->start; pc >= section->start && pc < section->commit;
         pc = next_instruction(child)) {
        bool known = false;

        for (int i = 0; i < count; i++) {
            known |= list[i] == pc;
        }
        if (!known && count < MAX_INSTRUCTIONS) {
            list[count++] = pc;
        }
    }
    end(child);
#else
    (void)operation;
    for (uintptr_t pc = section->start; pc < section->commit && count < MAX_INSTRUCTIONS;
         pc += length((const void *)pc)) {
        list[count++] = pc;
    }
#endif
    return count;
}

// The section of an operation: the one that it enters.
static bool find_section(const struct operation *operation, struct section *section)
{
    for (const uint64_t *entry = __start___rseq_cs_ptr_array; entry < __stop___rseq_cs_ptr_array;
         entry++) {
        const struct rseq_abi_cs *cs = (const struct rseq_abi_cs *)(uintptr_t)*entry;
        const pid_t child = start(operation);
        int result = WRONG;

        if (run_to(child, (uintptr_t)cs->start_ip, (uintptr_t)cs->abort_ip, &result)) {
            end(child);
            section->start = (uintptr_t)cs->start_ip;
            section->commit = (uintptr_t)(cs->start_ip + cs->post_commit_offset);
            section->abort = (uintptr_t)cs->abort_ip;
            return true;
        }
    }
    return false;
}

// Steps a child from before the operation to its end. -EIO if there are no single steps: the kernel
// says so, or, in a machine that does not emulate them, does not stop.
static int step_through(const struct operation *operation)
{
    const pid_t child = start(operation);

    for (int steps = 0; steps < 100000; steps++) {
        if (ptrace(PTRACE_SINGLESTEP, child, NULL, NULL)) {
            kill(child, SIGKILL);
            wait_for(child);
            return -errno;
        }
        const int status = wait_for(child);
        if (WIFEXITED(status)) {
            return steps == 0 ? -EIO : WEXITSTATUS(status);
        }
    }
    kill(child, SIGKILL);
    wait_for(child);
    return WRONG;
}

// Starts a child and runs it to an address; once more if something else preempts it on the way. 0
// if it ends before it comes there, with this result.
static pid_t start_to(const struct operation *operation, const struct section *section,
                      uintptr_t address, int *result)
{
    do {
        const pid_t child = start(operation);

        if (run_to(child, address, section->abort, result)) {
            return child;
        }
    } while (*result == ABORTED);
    return 0;
}

static void check(const struct operation *operation)
{
    struct section section = {0, 0, 0};
    uintptr_t instructions[MAX_INSTRUCTIONS];
    int result = WRONG, aborted = 0, passed_by = 0;

    if (!ok(find_section(operation, &section), "%s: enters a section", operation->name)) {
        return;
    }
    const int count = list_instructions(operation, &section, instructions);
    for (int i = 0; i < count; i++) {
        const pid_t child = start_to(operation, &section, instructions[i], &result);

        if (child) {
            result = end(child);
            aborted += result == ABORTED;
        } else {
            // A part of a copy that this one needs not.
            result = result == COMMITTED ? PASSED_BY : result;
            passed_by += result == PASSED_BY;
        }
        if (result != ABORTED && result != PASSED_BY) {
            diag("%s: at %#lx: %d", operation->name, (unsigned long)instructions[i], result);
        }
    }
    ok(aborted > 0 && aborted + passed_by == count && (passed_by == 0 || operation->copies),
       "%s: %d instructions, aborted at %d, passed by %d", operation->name, count, aborted,
       passed_by);
    const pid_t child = start_to(operation, &section, section.commit, &result);
    ok(child && end(child) == COMMITTED, "%s: not aborted behind the commit", operation->name);
    result = step_through(operation);
    if (result == -EIO) {
        skip(1, "no single steps on this machine");
    } else {
        ok(result == ABORTED, "%s: in single steps it is aborted (%d)", operation->name, result);
    }
}

int main(void)
{
    if (!rseq_available(RSEQ_AVAILABLE_QUERY_KERNEL)) {
        plan_skip_all("no rseq system call");
    }
    if (rseq_register_current_thread()) {
        bail_out("rseq_register_current_thread: errno %d", errno);
    }
    if (!percpu_index_available(MODE)) {
        plan_skip_all("kernel without " PERCPU_INDEX_NAME);
    }
    // Children stay on this CPU: the index is never the reason of an abort.
    if (!run_on_cpu((int)rseq_cpu_start())) {
        bail_out("sched_setaffinity");
    }
    for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
        check(&operations[i]);
    }
    return exit_status();
}
