/* Printed by headergen from headergen/templates/rseq/pseudocode.h: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
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

/*
 * rseq_load_cbne_store__ptr(v, expect, newv, cpu):
 *
 *         if (index != cpu) return -1;
 *         if (*v != expect) return 1;
 *         *v = newv;                             <- commit
 *         return 0;
 */

/*
 * rseq_load_add_store__ptr(v, count, cpu):
 *
 *         if (index != cpu) return -1;
 *         x = *v;
 *         x += count;
 *         *v = x;                                <- commit
 *         return 0;
 */

/*
 * rseq_load_cbeq_store_add_load_store__ptr(v, expectnot, voffp, load, cpu):
 *
 *         if (index != cpu) return -1;
 *         x = *v;
 *         if (x == expectnot) return 1;
 *         *load = x;
 *         x = *(intptr_t *)(x + voffp);
 *         *v = x;                                <- commit
 *         return 0;
 */

/*
 * rseq_load_cbne_store_store__ptr(v, expect, v2, newv2, newv, cpu):
 *
 *         if (index != cpu) return -1;
 *         if (*v != expect) return 1;
 *         *v2 = newv2;
 *         *v = newv;                             <- commit
 *         return 0;
 */

/*
 * rseq_load_cbne_load_cbne_store__ptr(v, expect, v2, expect2, newv, cpu):
 *
 *         if (index != cpu) return -1;
 *         if (*v != expect) return 1;
 *         if (*v2 != expect2) return 1;
 *         *v = newv;                             <- commit
 *         return 0;
 */

/*
 * rseq_load_cbne_memcpy_store__ptr(v, expect, dst, src, len, newv, cpu):
 *
 *         if (index != cpu) return -1;
 *         if (*v != expect) return 1;
 *         memcpy(dst, src, len);
 *         *v = newv;                             <- commit
 *         return 0;
 */

/*
 * rseq_load_add_load_load_add_store__ptr(ptr, off, inc, cpu):
 *
 *         if (index != cpu) return -1;
 *         x = *ptr;
 *         x = *(intptr_t *)(x + off);
 *         y = *(intptr_t *)x;
 *         y += inc;
 *         *(intptr_t *)x = y;                    <- commit
 *         return 0;
 */

#endif /* _RSEQ_PSEUDOCODE_H */
