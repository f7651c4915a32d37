/* For programs without a C library, like the other headers here: just what rseq's headers name. */
#define assert(condition) ((void)(condition))
