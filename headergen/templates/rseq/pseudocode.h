/**
 * rseq/pseudocode.h: what the operations do, step by step. Comments only.
 *
 * How to read it. Each operation is one critical section:
 *
 *     start     the address of the section's descriptor has been stored to rseq_cs in the rseq area
 *     index     cpu_id or mm_cid in the rseq area, which the kernel keeps up to date
 *     cpu       the index by which the caller found the data
 *     commit    the last store; when it happened, the operation is done
 *     abort     where the kernel lets the thread continue, before the commit, if it was preempted,
 *               moved to another CPU or got a signal: the operation returns -1
 *     exit      where a comparison leaves the section: the operation returns 1
 *
 * Up to the commit the kernel may abort between any two steps. A store before the commit is
 * speculative: it may have happened all the same. x and y are registers.
 *
 * The name of an operation spells its steps: load a word, cbne or cbeq (compare, branch if not
 * equal or if equal), add, store, memcpy; and __ptr, on words of the size of a pointer.
 */
#ifndef _RSEQ_PSEUDOCODE_H
#define _RSEQ_PSEUDOCODE_H

@@pseudocode@@

#endif /* _RSEQ_PSEUDOCODE_H */
