/* Printed by headergen from headergen/templates/rseq/abi.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/**
 * rseq/abi.h: the kernel's side of restartable sequences, see rseq(2).
 *
 * The structures that a thread shares with the kernel and the constants of the system call, with
 * names of their own so that <linux/rseq.h> and <sys/rseq.h> can be included as well. May be
 * included alone.
 */
#ifndef _RSEQ_ABI_H
#define _RSEQ_ABI_H

#ifdef __linux__
#include <sys/syscall.h>
#endif

/* The kernel's names for integers of a fixed size; a libc may come without the kernel's headers. */
#if defined(__has_include)
#if __has_include(<linux/types.h>)
#define RSEQ__LINUX_TYPES 1
#endif
#elif defined(__linux__)
#define RSEQ__LINUX_TYPES 1
#endif
#ifdef RSEQ__LINUX_TYPES
#include <linux/types.h>
#undef RSEQ__LINUX_TYPES
#else
typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
__extension__ typedef unsigned long long __u64;
#endif

/*
 * The number of the system call, where the system's headers are older than rseq(2). Architectures
 * whose Linux has no rseq(2) get none.
 */
#ifndef __NR_rseq
#if defined(__x86_64__) && defined(__ILP32__)
#define __NR_rseq (0x40000000 + 334)
#elif defined(__x86_64__)
#define __NR_rseq 334
#elif defined(__i386__)
#define __NR_rseq 386
#elif defined(__aarch64__)
#define __NR_rseq 293
#elif defined(__arm__)
#define __NR_rseq 398
#elif defined(__powerpc__) || defined(__powerpc64__) || defined(__PPC__)
#define __NR_rseq 387
#elif defined(__s390__)
#define __NR_rseq 383
#elif defined(__mips__) && defined(_ABI64) && _MIPS_SIM == _ABI64
#define __NR_rseq 5327
#elif defined(__mips__) && defined(_ABIN32) && _MIPS_SIM == _ABIN32
#define __NR_rseq 6331
#elif defined(__mips__)
#define __NR_rseq 4367
#elif defined(__riscv) || defined(__loongarch__) || defined(__or1k__) || defined(__csky__)
#define __NR_rseq 293
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The first version of the area, which every kernel accepts: it has members of 20 bytes, up to
 * flags, and is registered with a length of 32.
 */
#define RSEQ_ABI_ORIG_FEATURE_SIZE 20
#define RSEQ_ABI_ORIG_ALLOC_SIZE 32

/** Values of rseq_abi.cpu_id that are no CPU number. */
enum rseq_abi_cpu_id_state {
    /** The thread is not registered, or not any more. */
    RSEQ_ABI_CPU_ID_UNINITIALIZED = -1,
    /** The thread could not be registered; the C library writes this, never the kernel. */
    RSEQ_ABI_CPU_ID_REGISTRATION_FAILED = -2
};

/** Flags of the system call. */
enum rseq_abi_flags {
    /** Unregister the area instead of registering it. */
    RSEQ_ABI_FLAG_UNREGISTER = (1 << 0)
};

/**
 * Bit numbers of enum rseq_abi_cs_flags.
 *
 * Kernels up to 6.0 could be asked not to restart a critical section on some events. Deprecated:
 * later kernels kill the thread for a flag that is set, or ignore it.
 */
enum rseq_abi_cs_flags_bit {
    RSEQ_ABI_CS_FLAG_NO_RESTART_ON_PREEMPT_BIT = 0,
    RSEQ_ABI_CS_FLAG_NO_RESTART_ON_SIGNAL_BIT = 1,
    RSEQ_ABI_CS_FLAG_NO_RESTART_ON_MIGRATE_BIT = 2
};

/** Flags of a descriptor or of a thread's area; deprecated, see enum rseq_abi_cs_flags_bit. */
enum rseq_abi_cs_flags {
    RSEQ_ABI_CS_FLAG_NO_RESTART_ON_PREEMPT = (1U << RSEQ_ABI_CS_FLAG_NO_RESTART_ON_PREEMPT_BIT),
    RSEQ_ABI_CS_FLAG_NO_RESTART_ON_SIGNAL = (1U << RSEQ_ABI_CS_FLAG_NO_RESTART_ON_SIGNAL_BIT),
    RSEQ_ABI_CS_FLAG_NO_RESTART_ON_MIGRATE = (1U << RSEQ_ABI_CS_FLAG_NO_RESTART_ON_MIGRATE_BIT)
};

/**
 * The descriptor of one critical section. Constant data, which must stay mapped for as long as a
 * thread's area may point to it (see rseq_prepare_unload()).
 */
struct rseq_abi_cs {
    /** 0. */
    __u32 version;
    /** 0; see enum rseq_abi_cs_flags. */
    __u32 flags;
    /** Address of the first instruction. */
    __u64 start_ip;
    /** Bytes from start_ip to the instruction after the commit. */
    __u64 post_commit_offset;
    /**
     * Address where an aborted section continues: outside of the section, and just behind the four
     * bytes of RSEQ_SIG.
     */
    __u64 abort_ip;
} __attribute__((aligned(32)));

/**
 * A thread's requests for a longer time slice, to leave a critical section of any kind before it is
 * preempted; see the kernel's documentation, and prctl(2) with PR_RSEQ_SLICE_EXTENSION for how a
 * thread turns it on.
 */
__extension__ struct rseq_abi_slice_ctrl {
    union {
        /** All of it. */
        __u32 all;
        struct {
            /** The thread stores 1 to ask and 0 when it is done; the kernel stores 0. */
            __u8 request;
            /** The kernel stores 1 if it granted the request: call rseq_slice_yield(2) when done. */
            __u8 granted;
            __u16 __reserved;
        };
    };
};

/**
 * The area that a thread shares with the kernel; rseq_get_abi() points to that of the calling
 * thread.
 *
 * The kernel writes it whenever the thread returns to user space elsewhere than it left. Of the
 * members, a program writes rseq_cs and slice_ctrl.request alone. Others than the thread itself,
 * and those who do not belong to its process, have nothing to read here.
 *
 * Members behind flags exist in what the kernel fills in only if rseq_size reaches behind them.
 */
__extension__ struct rseq_abi {
    /**
     * Current CPU if registered, otherwise 0. Always the number of a possible CPU, so that it may
     * index an array before cpu_id is compared with it.
     */
    __u32 cpu_id_start;
    /** Current CPU if registered, otherwise one of enum rseq_abi_cpu_id_state. */
    __u32 cpu_id;
    /**
     * Address of the descriptor of the critical section that the thread is in, or of one that it
     * left, or 0. A program stores it, the kernel sets it back to 0 when it aborts the section or
     * finds the thread outside of it. 32-bit programs leave the padding alone, which is 0.
     */
    union {
        __u64 ptr64;
        struct {
#ifdef __LP64__
            __u64 ptr;
#elif defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
            __u32 padding;
            __u32 ptr;
#else
            __u32 ptr;
            __u32 padding;
#endif
        } arch;
    } rseq_cs;
    /**
     * 0 for kernels up to 6.18; belongs to the kernel in later ones, which say here whether a longer
     * time slice may be asked for (0x10) and the thread turned that on (0x20).
     */
    __u32 flags;
    /** NUMA node of the current CPU. Linux 6.3; see rseq_node_id_available(). */
    __u32 node_id;
    /**
     * Concurrency id: a number that no other running thread of the process has at the same time,
     * smaller than the number of possible CPUs and kept about as small as the number of threads.
     * Linux 6.3; see rseq_mm_cid_available().
     */
    __u32 mm_cid;
    /** Requests for a longer time slice. Linux 7.0; see rseq_slice_ctrl_available(). */
    struct rseq_abi_slice_ctrl slice_ctrl;
    /** Where members of newer kernels begin; __extension__ above is for this, in C++. */
    char end[];
} __attribute__((aligned(32)));

#ifdef __cplusplus
}
#endif

#endif /* _RSEQ_ABI_H */
