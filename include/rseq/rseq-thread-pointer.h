/* Printed by headergen from headergen/src/deprecated.rs: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/** rseq/rseq-thread-pointer.h: an earlier path, see rseq/deprecated.h. */
#ifdef RSEQ_NO_DEPRECATED
#error "rseq/rseq-thread-pointer.h is deprecated: include rseq/thread-pointer.h"
#endif
#ifdef RSEQ_WARN_DEPRECATED
#pragma GCC warning "rseq/rseq-thread-pointer.h is deprecated: include rseq/thread-pointer.h"
#endif
#include "rseq/thread-pointer.h"
