/* Printed by headergen from headergen/templates/rseq/rseq.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/rseq.h: restartable sequences, see rseq(2).
 *
 * A restartable sequence, or critical section, is a short piece of code of one thread on per-CPU
 * data which ends in one store, the commit. If the kernel preempts the thread, moves it to another
 * CPU or delivers a signal to it before the commit, it makes the thread continue at the abort
 * handler of the section instead. So whatever committed has run on one CPU undisturbed: data that
 * belongs to one CPU is updated without locked instructions and without a lock.
 *
 *     struct counter { intptr_t count; } __attribute__((aligned(64))) counters[NR_CPUS];
 *
 *     if (rseq_register_current_thread())
 *         return -1;
 *
 *     int cpu;
 *     do {
 *         cpu = (int)rseq_cpu_start();
 *     } while (rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID,
 *                                       &counters[cpu].count, 1, cpu));
 *
 * Each operation returns -1 when it was aborted; the program then reads the CPU number again and
 * retries. A thread that is not registered is aborted every time: register it first, look at what
 * rseq_current_cpu_raw() says, or limit the retries and fall back to an atomic operation on data
 * that is not per-CPU.
 *
 * Registration. glibc 2.35 and later register every thread, and then there is nothing to do. With
 * other C libraries, and under GLIBC_TUNABLES=glibc.pthread.rseq=0, each thread calls
 * rseq_register_current_thread() once. A program that does so anyway is right with all of them.
 *
 * Index. RSEQ_PERCPU_CPU_ID indexes by the number of the CPU (rseq_cpu_start()), at most
 * rseq_get_max_nr_cpus() - 1. RSEQ_PERCPU_MM_CID indexes by the concurrency id
 * (rseq_current_mm_cid()), which is as unique while the thread runs and stays small in a process
 * with few threads on a machine with many CPUs.
 *
 * Since when. The original librseq has had these functions, by these names, since February 2024,
 * and rseq_init(), rseq_registered() and rseq_slice_ctrl_available() since April 2026; this library
 * has had all of them since its first version, 0.2. What is newer says so.
 *
 * What the compiler sees. The operations are inline; a program that uses them refers to rseq_offset
 * and, for some accessors, to rseq_size and rseq_fallback_current_cpu() of the library.
 *
 * Macros that a program may define before it includes this header:
 *
 * RSEQ_GET_ABI_OVERRIDE
 *     The program brings its own rseq_get_abi(), rseq_offset and rseq_size, functions, variables or
 *     macros, declared before the inclusion; this header then declares none of the three variables
 *     of the library. rseq_get_abi() returns a struct rseq_abi *, rseq_offset is a ptrdiff_t and
 *     rseq_size an unsigned int with the meaning described below. For example, to go without the
 *     library on a glibc that registers threads (glibc 2.35 to 2.39 may say 32 for 20 valid bytes:
 *     then rseq_node_id_available() and rseq_mm_cid_available() mean nothing):
 *
 *         #include <sys/rseq.h>
 *         #include <rseq/abi.h>
 *         #include <rseq/thread-pointer.h>
 *         #define RSEQ_GET_ABI_OVERRIDE
 *         #define rseq_offset __rseq_offset
 *         #define rseq_size __rseq_size
 *         #define rseq_get_abi() \
 *             ((struct rseq_abi *)((char *)rseq_thread_pointer() + rseq_offset))
 *         #include <rseq/rseq.h>
 *
 * RSEQ_SKIP_FASTPATH
 *     All operations return -1, as if they were aborted, and do nothing else; as on architectures
 *     that have none. Everything besides stays. For a look at what a program does without them.
 * RSEQ_COMPARE_TWICE
 *     The operations look at the CPU number and the expected values a second time inside of the
 *     critical section and abort the program if they changed. For testing.
 * RSEQ_INJECT_ASM(n), RSEQ_INJECT_C(n), RSEQ_INJECT_INPUT, RSEQ_INJECT_CLOBBER, RSEQ_INJECT_FAILED
 *     Code that the operations run at numbered points, see rseq/inject.h. For testing.
 * RSEQ_NO_DEPRECATED, RSEQ_WARN_DEPRECATED
 *     Without what earlier generations of this API had under other names, or with a warning where the
 *     program uses it: see rseq/deprecated.h.
 * NDEBUG
 *     Leaves out the assertion in rseq_current_node_id().
 */
#ifndef _RSEQ_RSEQ_H
#define _RSEQ_RSEQ_H

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "rseq/abi.h"
#include "rseq/compiler.h"
#include "rseq/inject.h"
#include "rseq/thread-pointer.h"
#include "rseq/utils.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifndef RSEQ_GET_ABI_OVERRIDE
/*
 * What the library knows about the rseq areas of this process; read-only for the program. Set
 * before any constructor of default priority runs.
 */

/** Distance of each thread's area from its thread pointer, in bytes; may be negative. */
extern ptrdiff_t rseq_offset;

/**
 * Bytes of the area that the kernel and the C library keep up to date: 0 while nobody registered a
 * thread, otherwise 20 (up to flags) or more. A member can be used if its end is not behind this
 * size; compare as signed numbers, for it is (unsigned int)-1 before the library is initialized.
 */
extern unsigned int rseq_size;

/** Flags that threads are registered with: 0. */
extern unsigned int rseq_flags;
#endif

/** What rseq_init() returns. */
enum rseq_init_return {
    /** rseq_offset, rseq_size and rseq_flags are valid. */
    RSEQ_INIT_OK = 0,
    /**
     * The C library does not say where its rseq area is. Never returned: this library then brings
     * an area of its own.
     */
    RSEQ_INIT_ERROR_MISSING_SYMBOLS = 1,
};

/** What rseq_available() can be asked. */
enum rseq_available_query {
    /** Does the kernel implement rseq(2), and is this process allowed to call it? */
    RSEQ_AVAILABLE_QUERY_KERNEL = 0,
    /** Did the C library register its threads, so that registration is not up to the program? */
    RSEQ_AVAILABLE_QUERY_LIBC = 1,
};

/**
 * Sets rseq_offset, rseq_size and rseq_flags.
 *
 * Which has been done before the first constructor of default priority, when the library was
 * loaded; so only a constructor that is earlier still needs this call, and the values are valid
 * without it (which is different in the librseq of 2026 that this one replaces). May be called any
 * number of times. It registers no thread: rseq_registered() says whether the C library did, and
 * if not, each thread calls rseq_register_current_thread().
 *
 * Returns RSEQ_INIT_OK, with any C library, whether the kernel implements rseq(2) or not. Leaves
 * errno alone. Thread-safe, async-signal-safe.
 */
int rseq_init(void);

/**
 * Whether restartable sequences are available.
 *
 * @query: RSEQ_AVAILABLE_QUERY_KERNEL: true if the kernel implements rseq(2) for this process;
 * false on a kernel without it (before 4.18, or built without CONFIG_RSEQ) and in a sandbox that
 * refuses the system call.
 * RSEQ_AVAILABLE_QUERY_LIBC: true if the C library (glibc 2.35 or later, unless switched off by
 * the tunable glibc.pthread.rseq=0) registered this process' threads. Registration functions then
 * have nothing to do.
 *
 * Any other query is answered like RSEQ_AVAILABLE_QUERY_KERNEL: programs compiled before October
 * 2022 ask without an argument, which makes it whatever the register holds. Leaves errno alone.
 * Thread-safe, async-signal-safe.
 */
bool rseq_available(unsigned int query);

/**
 * Registers the calling thread, so that it can run critical sections.
 *
 * To be called once in each thread that uses them; calling it again is harmless. A library in a
 * program that knows nothing of rseq calls it on first use, where rseq_current_cpu_raw() is
 * negative. Where the C library owns the registration (see rseq_available()) it does nothing. May
 * be called before main, from any constructor, from destructors of thread-local and
 * thread-specific data, from signal handlers, and in a child of fork(2), which inherits the
 * registration of the thread that forked. A child of vfork(2) must not run critical sections: it
 * shares the area of its parent, but the kernel does not watch it.
 *
 * Three cases can be told apart. RSEQ_AVAILABLE_QUERY_LIBC is true: the C library registered all
 * threads. It is false and this function returns 0: the thread is registered with the area of this
 * library. It returns -1 with EINVAL: other code registered an area of its own in this thread,
 * which goes on working and which this library knows nothing about.
 *
 * Returns 0 if the thread is registered, otherwise -1 with errno: ENOSYS if the kernel does not
 * implement rseq(2), EINVAL as above, EBUSY in a child of vfork(2), EPERM, EACCES or whatever else
 * a sandbox answers, EAGAIN if a C library other than glibc has no key for thread-specific data
 * left (pthread_key_create(3)). The thread then stays unregistered: critical sections return -1
 * and rseq_current_cpu() falls back to a system call. Prints nothing. Thread-safe,
 * async-signal-safe.
 */
int rseq_register_current_thread(void);

/**
 * Unregisters the calling thread.
 *
 * Hardly ever needed: a thread may exit registered. (With glibc it stays registered to its end;
 * with other C libraries, which free the memory of a detached thread earlier than the kernel stops
 * to write to it, it is unregistered after the first round of destructors of thread-specific data,
 * and must not register again after the third.) Nor does the memory go away before: the shared
 * object stays in the process once it was loaded, whatever dlclose(3) is called for. Only a shared
 * object that has the archive in it must be linked with -Wl,-z,nodelete, or unregister each thread
 * before it is unloaded. Where the C library owns the registration this does nothing.
 *
 * Returns 0 if the thread is not registered any more (or the C library owns the registration),
 * otherwise -1 with errno: EINVAL if it was not registered, ENOSYS, or what a sandbox answers.
 * Thread-safe, async-signal-safe.
 */
int rseq_unregister_current_thread(void);

/**
 * The CPU that the calling thread runs on, asked from the C library (sched_getcpu(3)): what
 * rseq_current_cpu() uses in a thread that is not registered.
 *
 * Returns a CPU number; 0, which is always a possible one, if even that is refused by a sandbox.
 * Thread-safe, async-signal-safe.
 */
int32_t rseq_fallback_current_cpu(void);

/**
 * The NUMA node that the calling thread runs on, asked from the kernel (getcpu(2)).
 *
 * Returns the node number, or -1 with errno as getcpu(2) gives it. Thread-safe, async-signal-safe.
 */
int32_t rseq_fallback_current_node(void);

/**
 * Number of slots that an array indexed by CPU number needs: the highest possible CPU number plus
 * one, whatever the number of CPUs that are online or allowed.
 *
 * From /sys/devices/system/cpu/possible; where that is not mounted, an upper bound from sysconf(3)
 * and the size of the kernel's CPU masks. At least 1, and the same for the life of the process.
 * Leaves errno alone. Thread-safe; async-signal-safe after the first call of the process.
 */
int rseq_get_max_nr_cpus(void);

/** Memory order of the commit of an operation. */
enum rseq_mo {
    /** No order other than that of the program on its CPU. Every operation has it. */
    RSEQ_MO_RELAXED = 0,
    /** Not supported by any operation, which then returns -1. */
    RSEQ_MO_CONSUME = 1,
    /** Not supported: use rseq_smp_acquire__after_ctrl_dep() after the operation returned 0. */
    RSEQ_MO_ACQUIRE = 2,
    /**
     * Accesses before the commit, in program order, are visible before it is. Supported where the
     * operation says so; others return -1.
     */
    RSEQ_MO_RELEASE = 3,
    /** Not supported by any operation, which then returns -1. */
    RSEQ_MO_ACQ_REL = 4,
    /** Not supported by any operation, which then returns -1. */
    RSEQ_MO_SEQ_CST = 5
};

/** What number of the thread an operation compares its cpu argument with. */
enum rseq_percpu_mode {
    /** The number of the current CPU: rseq_cpu_start(). */
    RSEQ_PERCPU_CPU_ID = 0,
    /** The concurrency id: rseq_current_mm_cid(), if rseq_mm_cid_available(). */
    RSEQ_PERCPU_MM_CID = 1
};

#ifndef RSEQ_GET_ABI_OVERRIDE
/**
 * The area that the calling thread shares with the kernel, whether it is registered or not.
 *
 * Valid for as long as the thread lives, and in it alone. On architectures that have no restartable
 * sequences it may be an area that says "not registered" to all threads. Never fails. Thread-safe,
 * async-signal-safe.
 */
static inline __attribute__((always_inline)) struct rseq_abi *rseq_get_abi(void)
{
#ifdef __RSEQ_NO_THREAD_POINTER
    /* Of a thread that is not registered, one for all threads: nobody writes anything but 0. */
    static struct rseq_abi area = {
        0, RSEQ_CAST(__u32, -1), {0}, 0, 0, RSEQ_CAST(__u32, -1), {{0}}};

    return &area;
#else
    /* No variable for it, which code that is not optimized would keep in memory. */
    return RSEQ_CAST(struct rseq_abi *,
                     RSEQ_CAST(void *, RSEQ_CAST(char *, rseq_thread_pointer()) + rseq_offset));
#endif
}
#endif

/**
 * Whether threads of this process are registered: all of them if the C library does it (see
 * rseq_available()), otherwise at least one, now or earlier. Ask rseq_current_cpu_raw() about the
 * calling thread. Thread-safe, async-signal-safe.
 */
static inline __attribute__((always_inline)) bool rseq_registered(void)
{
    return RSEQ_CAST(int, rseq_size) > 0;
}

/**
 * The CPU that the thread runs on, as its area says.
 *
 * Returns the CPU number, RSEQ_ABI_CPU_ID_UNINITIALIZED (-1) if the thread is not registered, or
 * RSEQ_ABI_CPU_ID_REGISTRATION_FAILED (-2) if the C library could not register it. The thread may
 * be elsewhere by the time it looks at the number. One load. Thread-safe, async-signal-safe.
 */
static inline __attribute__((always_inline)) int32_t rseq_current_cpu_raw(void)
{
    return RSEQ_CAST(int32_t, RSEQ_READ_ONCE(rseq_get_abi()->cpu_id));
}

/**
 * The CPU number to begin an operation with: that of the CPU that the thread runs on, or 0 if the
 * thread is not registered.
 *
 * Always the number of a possible CPU, smaller than rseq_get_max_nr_cpus(); the operation finds out
 * whether it still (or at all) holds. One load. Thread-safe, async-signal-safe.
 */
static inline __attribute__((always_inline)) uint32_t rseq_cpu_start(void)
{
    return RSEQ_READ_ONCE(rseq_get_abi()->cpu_id_start);
}

/**
 * The CPU that the calling thread runs on, registered or not: rseq_current_cpu_raw(), or
 * rseq_fallback_current_cpu() if that is negative.
 *
 * Not to begin an operation with, for which rseq_cpu_start() is meant: in a thread that is not
 * registered, this is much slower and the operation is aborted all the same. Thread-safe,
 * async-signal-safe.
 */
static inline __attribute__((always_inline)) uint32_t rseq_current_cpu(void)
{
    int32_t cpu = rseq_current_cpu_raw();

    if (rseq_unlikely(cpu < 0))
        cpu = rseq_fallback_current_cpu();
    return RSEQ_CAST(uint32_t, cpu);
}

/**
 * Whether rseq_current_node_id() may be called: the kernel is Linux 6.3 or later, and a thread of
 * this process has been registered. Thread-safe, async-signal-safe.
 */
static inline __attribute__((always_inline)) bool rseq_node_id_available(void)
{
    return RSEQ_CAST(int, rseq_size) >= RSEQ_CAST(int, rseq_offsetofend(struct rseq_abi, node_id));
}

/**
 * The NUMA node that the thread runs on; 0 if the thread is not registered.
 *
 * Asserts rseq_node_id_available(), unless NDEBUG is defined. One load. Thread-safe,
 * async-signal-safe.
 */
static inline __attribute__((always_inline)) uint32_t rseq_current_node_id(void)
{
    assert(rseq_node_id_available());
    return RSEQ_READ_ONCE(rseq_get_abi()->node_id);
}

/**
 * Whether the kernel gives threads a concurrency id: it is Linux 6.3 or later, and a thread of this
 * process has been registered. Thread-safe, async-signal-safe.
 */
static inline __attribute__((always_inline)) bool rseq_mm_cid_available(void)
{
    return RSEQ_CAST(int, rseq_size) >= RSEQ_CAST(int, rseq_offsetofend(struct rseq_abi, mm_cid));
}

/**
 * The concurrency id of the thread: the number to begin an operation of mode RSEQ_PERCPU_MM_CID
 * with. At most rseq_get_max_nr_cpus() - 1.
 *
 * Means nothing, and may be any number, unless rseq_mm_cid_available() and the thread is
 * registered. One load. Thread-safe, async-signal-safe.
 */
static inline __attribute__((always_inline)) uint32_t rseq_current_mm_cid(void)
{
    return RSEQ_READ_ONCE(rseq_get_abi()->mm_cid);
}

/**
 * Whether the area has slice_ctrl: the kernel is Linux 7.0 or later, and a thread of this process
 * has been registered. Whether the kernel grants requests is another question, which prctl(2) with
 * PR_RSEQ_SLICE_EXTENSION answers. Thread-safe, async-signal-safe.
 */
static inline __attribute__((always_inline)) bool rseq_slice_ctrl_available(void)
{
    return RSEQ_CAST(int, rseq_size) >=
           RSEQ_CAST(int, rseq_offsetofend(struct rseq_abi, slice_ctrl));
}

/**
 * Takes back what the last critical section of the calling thread left in its area: the address of
 * its descriptor. Not to be called inside of a critical section. Thread-safe, async-signal-safe.
 */
static inline __attribute__((always_inline)) void rseq_clear_rseq_cs(void)
{
    RSEQ_WRITE_ONCE(rseq_get_abi()->rseq_cs.arch.ptr, 0);
}

/**
 * Prepares the calling thread for critical sections to be unmapped.
 *
 * Each thread that ran critical sections calls it before the code or the descriptors of these go
 * away, by dlclose(3) or because a just-in-time compiler reuses the memory: the kernel may
 * otherwise read the descriptor that the thread used last, and kill the thread. Thread-safe,
 * async-signal-safe.
 */
static inline __attribute__((always_inline)) void rseq_prepare_unload(void)
{
    rseq_clear_rseq_cs();
}

#ifdef __cplusplus
}
#endif

#include "rseq/arch.h"
#include "rseq/pseudocode.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Operations on per-CPU data.
 *
 * The caller reads an index, finds the data of that index with it, and hands both to an operation.
 * The operation takes effect as a whole, by its commit, or not at all, and only while the thread has
 * that index: there is nobody else who could have looked at the data or changed it in between, as
 * long as all who do use these operations with the same kind of index. A value may be any constant
 * or expression; words must be aligned as intptr_t is.
 *
 * What they return.
 *
 *  0  The operation committed.
 *  1  A comparison told it not to: see the operation. Operations without comparison never return 1.
 * -1  The operation was aborted. The kernel preempted the thread, moved it or delivered a signal to
 *     it, or the thread has not, or no longer, the index cpu. Read the index again and retry.
 *
 * On 1 and -1 the commit did not happen; what the operation stores before it may have happened on
 * -1. errno stays as it is.
 *
 * Retrying for ever. Some operations return -1 each time: in a thread that is not registered, with a
 * memory order or kind of index that the operation does not have, and with a negative constant as
 * cpu. A program that cannot rule these out limits its retries, or looks whether
 * rseq_current_cpu_raw() is negative, before it falls back to something else.
 *
 * Threads that are not registered. Their cpu_id is negative and equals no index, so that operations
 * with RSEQ_PERCPU_CPU_ID return -1: unless the program passes that negative number itself as a
 * variable, what rseq_current_cpu_raw() returned for example, which makes the operation run
 * unprotected. Use rseq_cpu_start(), or check the number. The mm_cid of a thread area that belongs
 * to this library is -1 until the thread is registered and on kernels that do not have it (before
 * Linux 6.3), so that operations with RSEQ_PERCPU_MM_CID return -1 as well. In an area of the C
 * library it is 0 then, which is a valid index: use RSEQ_PERCPU_MM_CID only if
 * rseq_mm_cid_available().
 *
 * Memory order. The loads and stores of an operation are those of one thread on its CPU. With
 * RSEQ_MO_RELEASE, where it exists, everything before the commit is visible to other CPUs before it
 * is. To keep what follows behind what was loaded, use rseq_smp_acquire__after_ctrl_dep() after the
 * operation returned 0.
 *
 * All are thread-safe and async-signal-safe; a signal handler that runs one aborts the operation that
 * it interrupted, if any. A thread that has used them calls rseq_prepare_unload() before their code
 * is unmapped.
 *
 * Each exists once more for every order and index under the name with a suffix, such as
 * rseq_load_add_store__ptr_relaxed_cpu_id(v, count, cpu), without the first two arguments.
 */

/**
 * Stores newv to *v if *v is expect.
 *
 *     if (index != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 *
 * @rseq_mo: RSEQ_MO_RELAXED.
 * @percpu_mode: What cpu is: RSEQ_PERCPU_CPU_ID or RSEQ_PERCPU_MM_CID.
 * @v: The word to update.
 * @expect: What *v must be for the operation to go on.
 * @newv: What to store to *v.
 * @cpu: The index that the caller used to find the data: rseq_cpu_start() or, of mode
 *     RSEQ_PERCPU_MM_CID, rseq_current_mm_cid().
 *
 * The compare-and-exchange of per-CPU data: a spinlock, a flag, the head of a list to push to.
 *
 * Returns 0 when it committed, 1 when the comparison told it not to, -1 when it was aborted.
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store__ptr(enum rseq_mo rseq_mo, enum rseq_percpu_mode percpu_mode, intptr_t *v,
                          intptr_t expect, intptr_t newv, int cpu)
{
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_CPU_ID)
        return rseq_load_cbne_store__ptr_relaxed_cpu_id(v, expect, newv, cpu);
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_MM_CID)
        return rseq_load_cbne_store__ptr_relaxed_mm_cid(v, expect, newv, cpu);
    return -1;
}

/**
 * Adds count to *v.
 *
 *     if (index != cpu) return -1;
 *     x = *v;
 *     x += count;
 *     *v = x;                                <- commit
 *     return 0;
 *
 * @rseq_mo: RSEQ_MO_RELAXED.
 * @percpu_mode: What cpu is: RSEQ_PERCPU_CPU_ID or RSEQ_PERCPU_MM_CID.
 * @v: The word to update.
 * @count: What to add; wraps around.
 * @cpu: The index that the caller used to find the data: rseq_cpu_start() or, of mode
 *     RSEQ_PERCPU_MM_CID, rseq_current_mm_cid().
 *
 * The fetch-and-add of per-CPU data: a counter.
 *
 * Returns 0 when it committed, -1 when it was aborted.
 */
static inline __attribute__((always_inline)) int
rseq_load_add_store__ptr(enum rseq_mo rseq_mo, enum rseq_percpu_mode percpu_mode, intptr_t *v,
                         intptr_t count, int cpu)
{
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_CPU_ID)
        return rseq_load_add_store__ptr_relaxed_cpu_id(v, count, cpu);
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_MM_CID)
        return rseq_load_add_store__ptr_relaxed_mm_cid(v, count, cpu);
    return -1;
}

/**
 * Unless *v is expectnot, stores it to *load and the word at *v + voffp to *v.
 *
 *     if (index != cpu) return -1;
 *     x = *v;
 *     if (x == expectnot) return 1;
 *     *load = x;
 *     x = *(intptr_t *)(x + voffp);
 *     *v = x;                                <- commit
 *     return 0;
 *
 * @rseq_mo: RSEQ_MO_RELAXED.
 * @percpu_mode: What cpu is: RSEQ_PERCPU_CPU_ID or RSEQ_PERCPU_MM_CID.
 * @v: The word to update.
 * @expectnot: What *v must not be for the operation to go on.
 * @voffp: Distance in bytes of the word from the address *v.
 * @load: Receives what *v was.
 * @cpu: The index that the caller used to find the data: rseq_cpu_start() or, of mode
 *     RSEQ_PERCPU_MM_CID, rseq_current_mm_cid().
 *
 * Pops the first node of a linked list: v is the head, expectnot the end of the list (NULL), voffp
 * the offset of the link in a node, and load receives the node.
 *
 * *load may have been written when the operation returns -1.
 *
 * Returns 0 when it committed, 1 when the comparison told it not to, -1 when it was aborted.
 */
static inline __attribute__((always_inline)) int
rseq_load_cbeq_store_add_load_store__ptr(enum rseq_mo rseq_mo, enum rseq_percpu_mode percpu_mode,
                                         intptr_t *v, intptr_t expectnot, long voffp,
                                         intptr_t *load, int cpu)
{
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_CPU_ID)
        return rseq_load_cbeq_store_add_load_store__ptr_relaxed_cpu_id(v, expectnot, voffp, load,
                                                                       cpu);
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_MM_CID)
        return rseq_load_cbeq_store_add_load_store__ptr_relaxed_mm_cid(v, expectnot, voffp, load,
                                                                       cpu);
    return -1;
}

/**
 * If *v is expect, stores newv2 to *v2, then newv to *v.
 *
 *     if (index != cpu) return -1;
 *     if (*v != expect) return 1;
 *     *v2 = newv2;
 *     *v = newv;                             <- commit
 *     return 0;
 *
 * @rseq_mo: RSEQ_MO_RELAXED, or RSEQ_MO_RELEASE.
 * @percpu_mode: What cpu is: RSEQ_PERCPU_CPU_ID or RSEQ_PERCPU_MM_CID.
 * @v: The word to update.
 * @expect: What *v must be for the operation to go on.
 * @v2: The word to write first.
 * @newv2: What to store to *v2.
 * @newv: What to store to *v.
 * @cpu: The index that the caller used to find the data: rseq_cpu_start() or, of mode
 *     RSEQ_PERCPU_MM_CID, rseq_current_mm_cid().
 *
 * Appends to an array: *v2 is the free slot and *v the number of slots in use. With RSEQ_MO_RELEASE
 * whoever sees newv in *v sees *v2 as well.
 *
 * *v2 may have been written when the operation returns -1.
 *
 * Returns 0 when it committed, 1 when the comparison told it not to, -1 when it was aborted.
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_store_store__ptr(enum rseq_mo rseq_mo, enum rseq_percpu_mode percpu_mode,
                                intptr_t *v, intptr_t expect, intptr_t *v2, intptr_t newv2,
                                intptr_t newv, int cpu)
{
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_CPU_ID)
        return rseq_load_cbne_store_store__ptr_relaxed_cpu_id(v, expect, v2, newv2, newv, cpu);
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_MM_CID)
        return rseq_load_cbne_store_store__ptr_relaxed_mm_cid(v, expect, v2, newv2, newv, cpu);
    if (rseq_mo == RSEQ_MO_RELEASE && percpu_mode == RSEQ_PERCPU_CPU_ID)
        return rseq_load_cbne_store_store__ptr_release_cpu_id(v, expect, v2, newv2, newv, cpu);
    if (rseq_mo == RSEQ_MO_RELEASE && percpu_mode == RSEQ_PERCPU_MM_CID)
        return rseq_load_cbne_store_store__ptr_release_mm_cid(v, expect, v2, newv2, newv, cpu);
    return -1;
}

/**
 * Stores newv to *v if *v is expect and *v2 is expect2.
 *
 *     if (index != cpu) return -1;
 *     if (*v != expect) return 1;
 *     if (*v2 != expect2) return 1;
 *     *v = newv;                             <- commit
 *     return 0;
 *
 * @rseq_mo: RSEQ_MO_RELAXED.
 * @percpu_mode: What cpu is: RSEQ_PERCPU_CPU_ID or RSEQ_PERCPU_MM_CID.
 * @v: The word to update.
 * @expect: What *v must be for the operation to go on.
 * @v2: A second word to compare.
 * @expect2: What *v2 must be for the operation to go on.
 * @newv: What to store to *v.
 * @cpu: The index that the caller used to find the data: rseq_cpu_start() or, of mode
 *     RSEQ_PERCPU_MM_CID, rseq_current_mm_cid().
 *
 * Takes from an array: *v is the number of slots in use and *v2 the slot that the caller has read.
 *
 * Returns 0 when it committed, 1 when the comparison told it not to, -1 when it was aborted.
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_load_cbne_store__ptr(enum rseq_mo rseq_mo, enum rseq_percpu_mode percpu_mode,
                                    intptr_t *v, intptr_t expect, intptr_t *v2, intptr_t expect2,
                                    intptr_t newv, int cpu)
{
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_CPU_ID)
        return rseq_load_cbne_load_cbne_store__ptr_relaxed_cpu_id(v, expect, v2, expect2, newv,
                                                                  cpu);
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_MM_CID)
        return rseq_load_cbne_load_cbne_store__ptr_relaxed_mm_cid(v, expect, v2, expect2, newv,
                                                                  cpu);
    return -1;
}

/**
 * If *v is expect, copies len bytes from src to dst, then stores newv to *v.
 *
 *     if (index != cpu) return -1;
 *     if (*v != expect) return 1;
 *     memcpy(dst, src, len);
 *     *v = newv;                             <- commit
 *     return 0;
 *
 * @rseq_mo: RSEQ_MO_RELAXED, or RSEQ_MO_RELEASE.
 * @percpu_mode: What cpu is: RSEQ_PERCPU_CPU_ID or RSEQ_PERCPU_MM_CID.
 * @v: The word to update.
 * @expect: What *v must be for the operation to go on.
 * @dst: Where to copy to.
 * @src: Where to copy from.
 * @len: How many bytes to copy; may be 0.
 * @newv: What to store to *v.
 * @cpu: The index that the caller used to find the data: rseq_cpu_start() or, of mode
 *     RSEQ_PERCPU_MM_CID, rseq_current_mm_cid().
 *
 * Moves records into an array of them, or out of it: *v is the number of bytes in use. With
 * RSEQ_MO_RELEASE whoever sees newv in *v sees the copy as well.
 *
 * Source and destination must not overlap and may be aligned in any way; words are copied where
 * that is faster than bytes, in no particular order. The copy may have happened in part or as a
 * whole when the operation returns -1. The longer the copy, the more likely is the abort: some
 * hundred bytes are fine, a page is not.
 *
 * Returns 0 when it committed, 1 when the comparison told it not to, -1 when it was aborted.
 */
static inline __attribute__((always_inline)) int
rseq_load_cbne_memcpy_store__ptr(enum rseq_mo rseq_mo, enum rseq_percpu_mode percpu_mode,
                                 intptr_t *v, intptr_t expect, void *dst, void *src, size_t len,
                                 intptr_t newv, int cpu)
{
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_CPU_ID)
        return rseq_load_cbne_memcpy_store__ptr_relaxed_cpu_id(v, expect, dst, src, len, newv,
                                                               cpu);
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_MM_CID)
        return rseq_load_cbne_memcpy_store__ptr_relaxed_mm_cid(v, expect, dst, src, len, newv,
                                                               cpu);
    if (rseq_mo == RSEQ_MO_RELEASE && percpu_mode == RSEQ_PERCPU_CPU_ID)
        return rseq_load_cbne_memcpy_store__ptr_release_cpu_id(v, expect, dst, src, len, newv,
                                                               cpu);
    if (rseq_mo == RSEQ_MO_RELEASE && percpu_mode == RSEQ_PERCPU_MM_CID)
        return rseq_load_cbne_memcpy_store__ptr_release_mm_cid(v, expect, dst, src, len, newv,
                                                               cpu);
    return -1;
}

/** There is a rseq_load_add_load_load_add_store__ptr(). */
#define rseq_arch_has_load_add_load_load_add_store

/**
 * Adds inc to the word whose address is in the word at *ptr + off.
 *
 *     if (index != cpu) return -1;
 *     x = *ptr;
 *     x = *(intptr_t *)(x + off);
 *     y = *(intptr_t *)x;
 *     y += inc;
 *     *(intptr_t *)x = y;                    <- commit
 *     return 0;
 *
 * @rseq_mo: RSEQ_MO_RELAXED.
 * @percpu_mode: What cpu is: RSEQ_PERCPU_CPU_ID or RSEQ_PERCPU_MM_CID.
 * @ptr: The word that holds the address of the table.
 * @off: Distance in bytes of the pointer in the table.
 * @inc: What to add; wraps around.
 * @cpu: The index that the caller used to find the data: rseq_cpu_start() or, of mode
 *     RSEQ_PERCPU_MM_CID, rseq_current_mm_cid().
 *
 * Updates a counter that is found through a table of pointers which another thread may exchange
 * (and then wait for with membarrier(2), MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ): *ptr is the table
 * of this CPU and off the offset of the pointer in it.
 *
 * Returns 0 when it committed, -1 when it was aborted.
 */
static inline __attribute__((always_inline)) int
rseq_load_add_load_load_add_store__ptr(enum rseq_mo rseq_mo, enum rseq_percpu_mode percpu_mode,
                                       intptr_t *ptr, long off, intptr_t inc, int cpu)
{
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_CPU_ID)
        return rseq_load_add_load_load_add_store__ptr_relaxed_cpu_id(ptr, off, inc, cpu);
    if (rseq_mo == RSEQ_MO_RELAXED && percpu_mode == RSEQ_PERCPU_MM_CID)
        return rseq_load_add_load_load_add_store__ptr_relaxed_mm_cid(ptr, off, inc, cpu);
    return -1;
}

#ifdef __cplusplus
}
#endif

#include "rseq/deprecated.h"

#endif /* _RSEQ_RSEQ_H */
