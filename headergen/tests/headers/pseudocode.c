/* rseq/pseudocode.h is a comment; alone, it is a header all the same. */
#include "rseq/pseudocode.h"

extern int nothing;
