/* Printed by headergen from headergen/src/deprecated.rs: change that, then run "make headers". */
/* SPDX-License-Identifier: MIT */
/** rseq/rseq-abi.h: an earlier path, see rseq/deprecated.h. */
#ifdef RSEQ_NO_DEPRECATED
#error "rseq/rseq-abi.h is deprecated: include rseq/abi.h"
#endif
#ifdef RSEQ_WARN_DEPRECATED
#pragma GCC warning "rseq/rseq-abi.h is deprecated: include rseq/abi.h"
#endif
#include "rseq/abi.h"
