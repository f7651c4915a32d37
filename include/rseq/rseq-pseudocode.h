/* Printed by headergen from headergen/src/deprecated.rs: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/** rseq/rseq-pseudocode.h: an earlier path, see rseq/deprecated.h. */
#ifdef RSEQ_NO_DEPRECATED
#error "rseq/rseq-pseudocode.h is deprecated: include rseq/pseudocode.h"
#endif
#ifdef RSEQ_WARN_DEPRECATED
#pragma GCC warning "rseq/rseq-pseudocode.h is deprecated: include rseq/pseudocode.h"
#endif
#include "rseq/pseudocode.h"
