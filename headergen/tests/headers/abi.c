/* Uses all of rseq/abi.h, in C and C++: layout, constants and the system call's number. */
#include "rseq/abi.h"

#include <stddef.h>
#include <unistd.h>

#if __NR_rseq + 0 <= 0
#error "no number of the system call"
#endif

#define OFFSET(type, member, offset)                                                               \
    extern int offset_of_##member[offsetof(struct type, member) == (offset) ? 1 : -1]

OFFSET(rseq_abi, cpu_id_start, 0);
OFFSET(rseq_abi, cpu_id, 4);
OFFSET(rseq_abi, rseq_cs, 8);
OFFSET(rseq_abi, flags, 16);
OFFSET(rseq_abi, node_id, 20);
OFFSET(rseq_abi, mm_cid, 24);
OFFSET(rseq_abi, slice_ctrl, 28);
OFFSET(rseq_abi, end, 32);
extern int size_of_area[sizeof(struct rseq_abi) == 32 ? 1 : -1];
extern int alignment_of_area[__alignof__(struct rseq_abi) == 32 ? 1 : -1];

OFFSET(rseq_abi_slice_ctrl, all, 0);
OFFSET(rseq_abi_slice_ctrl, request, 0);
OFFSET(rseq_abi_slice_ctrl, granted, 1);
OFFSET(rseq_abi_slice_ctrl, __reserved, 2);
extern int size_of_slice_ctrl[sizeof(struct rseq_abi_slice_ctrl) == 4 ? 1 : -1];

OFFSET(rseq_abi_cs, version, 0);
extern int offset_of_cs_flags[offsetof(struct rseq_abi_cs, flags) == 4 ? 1 : -1];
OFFSET(rseq_abi_cs, start_ip, 8);
OFFSET(rseq_abi_cs, post_commit_offset, 16);
OFFSET(rseq_abi_cs, abort_ip, 24);
extern int size_of_descriptor[sizeof(struct rseq_abi_cs) == 32 ? 1 : -1];
extern int alignment_of_descriptor[__alignof__(struct rseq_abi_cs) == 32 ? 1 : -1];

extern int original[RSEQ_ABI_ORIG_FEATURE_SIZE == 20 && RSEQ_ABI_ORIG_ALLOC_SIZE == 32 ? 1 : -1];
extern int states[RSEQ_ABI_CPU_ID_UNINITIALIZED == -1 &&
                          RSEQ_ABI_CPU_ID_REGISTRATION_FAILED == -2 && RSEQ_ABI_FLAG_UNREGISTER == 1
                      ? 1
                      : -1];
extern int bits[RSEQ_ABI_CS_FLAG_NO_RESTART_ON_PREEMPT_BIT == 0 &&
                        RSEQ_ABI_CS_FLAG_NO_RESTART_ON_SIGNAL_BIT == 1 &&
                        RSEQ_ABI_CS_FLAG_NO_RESTART_ON_MIGRATE_BIT == 2
                    ? 1
                    : -1];
extern int flags[RSEQ_ABI_CS_FLAG_NO_RESTART_ON_PREEMPT == 1U &&
                         RSEQ_ABI_CS_FLAG_NO_RESTART_ON_SIGNAL == 2U &&
                         RSEQ_ABI_CS_FLAG_NO_RESTART_ON_MIGRATE == 4U
                     ? 1
                     : -1];

extern enum rseq_abi_cpu_id_state state;
extern enum rseq_abi_flags flag;
extern enum rseq_abi_cs_flags cs_flag;
extern enum rseq_abi_cs_flags_bit cs_flag_bit;

/* The word of a pointer is the low half of the 64 bits, for either order of bytes. */
extern int pointer_is_the_low_half(struct rseq_abi *area, unsigned address);
int pointer_is_the_low_half(struct rseq_abi *area, unsigned address)
{
    area->rseq_cs.ptr64 = 0;
    area->rseq_cs.arch.ptr = address;
#ifndef __LP64__
    area->rseq_cs.arch.padding = 0;
#endif
    return area->rseq_cs.ptr64 == address && area->end == &area->end[0];
}

extern unsigned slice_request(struct rseq_abi *area);
unsigned slice_request(struct rseq_abi *area)
{
    area->slice_ctrl.request = 1;
    return area->slice_ctrl.granted | area->slice_ctrl.all;
}
