/* Printed by headergen from headergen/src/deprecated.rs: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/** rseq/rseq-x86.h: an earlier path, see rseq/deprecated.h. */
#ifdef RSEQ_NO_DEPRECATED
#error "rseq/rseq-x86.h is deprecated: include rseq/rseq.h"
#endif
#ifdef RSEQ_WARN_DEPRECATED
#pragma GCC warning "rseq/rseq-x86.h is deprecated: include rseq/rseq.h"
#endif
#include "rseq/rseq.h"
