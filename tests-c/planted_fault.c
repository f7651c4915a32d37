// SPDX-License-Identifier: MIT
//
// What a sanitizer must report, in the library's own code, since its caller breaks the rules: the
// test of `scripts/check-sanitizers.sh` that it can fail.
//
// address: attributes are used after they were destroyed.
// thread: two threads set attributes, which belong to one at a time.
#include <rseq/mempool.h>

#include <pthread.h>
#include <string.h>

static struct rseq_mempool_attr *attr;

static void *set_poison(void *unused)
{
    rseq_mempool_attr_set_poison(attr, 1);
    return unused;
}

int main(int argc, char **argv)
{
    pthread_t thread;

    attr = rseq_mempool_attr_create();
    if (argc == 2 && !strcmp(argv[1], "address")) {
        rseq_mempool_attr_destroy(attr);
        set_poison(NULL);
        return 0;
    }
    if (argc != 2 || strcmp(argv[1], "thread") || pthread_create(&thread, NULL, set_poison, NULL)) {
        return 1;
    }
    set_poison(NULL);
    pthread_join(thread, NULL);
    rseq_mempool_attr_destroy(attr);
    return 0;
}
