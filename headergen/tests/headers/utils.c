/* Uses all of rseq/utils.h, in C and C++; run, it shows what a message looks like. */
#include "rseq/utils.h"

struct structure {
    long first;
    short array[3];
    char last;
};

extern int field[rseq_sizeof_field(struct structure, array) == 3 * sizeof(short) ? 1 : -1];
extern int
    end[rseq_offsetofend(struct structure, array) == sizeof(long) + 3 * sizeof(short) ? 1 : -1];

int main(int argc, char **argv)
{
    if (argc > 1)
        rseq_log("no values ");
    else
        rseq_log("%d value in %s ", argc, argv[0] ? "array" : "nothing");
    if (argc > 2)
        rseq_bug("impossible ");
    else if (argc > 3)
        rseq_bug("impossible: %d ", argc);
    return 0;
}
