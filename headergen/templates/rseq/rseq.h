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

@@declarations:src/rseq.rs@@

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

@@operations@@

#ifdef __cplusplus
}
#endif

#include "rseq/deprecated.h"

#endif /* _RSEQ_RSEQ_H */
