// SPDX-License-Identifier: MIT
//
// A tracer: threads write events into the ring buffer of their CPU, and another thread reads them.
//
// usage: percpu_ring_buffer [THREADS [EVENTS_PER_THREAD]]
//
// An event is copied into the buffer and made visible by one critical section: a thread that is
// interrupted half-way leaves nothing behind. Events that find no room are lost, and counted.
// Threads that cannot run critical sections, because the kernel or a sandbox refuses rseq, share
// one more buffer with a mutex.

#include <errno.h>
#include <pthread.h>
#include <rseq/mempool.h>
#include <rseq/rseq.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct event {
    long thread;
    long number; // from 1, counted by the thread
};

// `written` and `lost` belong to the threads of the CPU, `read` to the reader: each is changed by
// one side alone. They count events, and wrap around.
#define NR_EVENTS 256
struct buffer {
    intptr_t written;
    intptr_t lost;
    intptr_t read;
    struct event events[NR_EVENTS];
};

static struct buffer __rseq_percpu *buffers;
static struct buffer shared_buffer;
static pthread_mutex_t shared_lock = PTHREAD_MUTEX_INITIALIZER;
static long events_per_thread = 100 * 1000;
static atomic_bool done;

static intptr_t after(intptr_t event)
{
    return (intptr_t)((uintptr_t)event + 1);
}

// Where the next event goes to; NULL if the buffer is full. Once the reader is seen to have read an
// event, its place may be written.
static struct event *place_in(struct buffer *buffer, intptr_t written)
{
    uintptr_t unread = (uintptr_t)written - (uintptr_t)rseq_smp_load_acquire(&buffer->read);

    return unread < NR_EVENTS ? &buffer->events[(uintptr_t)written % NR_EVENTS] : NULL;
}

// True if the event was written or counted as lost.
static bool write_to_cpu(const struct event *event)
{
    for (int attempt = 0; attempt < 10; attempt++) {
        int cpu = (int)rseq_cpu_start();
        struct buffer *buffer = rseq_percpu_ptr(buffers, cpu);
        intptr_t written = RSEQ_READ_ONCE(buffer->written);
        struct event *place = place_in(buffer, written);
        int result;

        if (place)
            // The release makes the event visible before the number.
            result = rseq_load_cbne_memcpy_store__ptr(
                RSEQ_MO_RELEASE, RSEQ_PERCPU_CPU_ID, &buffer->written, written, place,
                (void *)event, sizeof(*event), after(written), cpu);
        else
            result = rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID, &buffer->lost, 1,
                                              cpu);
        if (result == 0)
            return true;
    }
    return false;
}

static void write_event(const struct event *event)
{
    if (write_to_cpu(event))
        return;
    pthread_mutex_lock(&shared_lock);
    intptr_t written = shared_buffer.written;
    struct event *place = place_in(&shared_buffer, written);
    if (place) {
        *place = *event;
        rseq_smp_store_release(&shared_buffer.written, after(written));
    } else {
        shared_buffer.lost++;
    }
    pthread_mutex_unlock(&shared_lock);
}

static void *write_events(void *thread)
{
    struct event event = {.thread = (long)(intptr_t)thread};

    // Nothing to do where the C library registered the thread. When it fails, the mutex is used.
    rseq_register_current_thread();
    while (event.number < events_per_thread) {
        event.number++;
        write_event(&event);
    }
    rseq_unregister_current_thread();
    return NULL;
}

// Reads what there is; returns the number of events. Each is read once, and those of a thread in
// the order of their numbers, as far as they are in one buffer.
static long read_events(struct buffer *buffer, long *last, bool *wrong)
{
    intptr_t read = buffer->read;
    intptr_t end = rseq_smp_load_acquire(&buffer->written);
    long number = 0;

    for (; read != end; read = after(read), number++) {
        const struct event *event = &buffer->events[(uintptr_t)read % NR_EVENTS];

        if (event->number <= last[event->thread])
            *wrong = true;
        last[event->thread] = event->number;
    }
    rseq_smp_store_release(&buffer->read, end);
    return number;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

struct reader {
    int nr_buffers;
    long nr_threads;
    long events;
    bool wrong;
};

static struct buffer *buffer_of(struct reader *reader, int i)
{
    return i < reader->nr_buffers - 1 ? rseq_percpu_ptr(buffers, i) : &shared_buffer;
}

static void *read_all(void *argument)
{
    struct reader *reader = argument;
    // The last number of each thread in each buffer.
    long *last = calloc((size_t)reader->nr_buffers * (size_t)reader->nr_threads, sizeof(*last));
    bool end;

    if (!last)
        fail("calloc");
    do {
        end = done;
        for (int i = 0; i < reader->nr_buffers; i++)
            reader->events +=
                read_events(buffer_of(reader, i), &last[i * reader->nr_threads], &reader->wrong);
        sched_yield();
    } while (!end);
    free(last);
    return NULL;
}

int main(int argc, char **argv)
{
    long nr_threads = argc > 1 ? atol(argv[1]) : sysconf(_SC_NPROCESSORS_ONLN);
    if (argc > 2)
        events_per_thread = atol(argv[2]);
    if (nr_threads < 1 || events_per_thread < 1) {
        fprintf(stderr, "usage: percpu_ring_buffer [THREADS [EVENTS_PER_THREAD]]\n");
        return 2;
    }

    struct rseq_mempool *pool = rseq_mempool_create("buffers", sizeof(struct buffer), NULL);
    if (!pool || !(buffers = rseq_mempool_percpu_zmalloc(pool)))
        fail("buffers");
    struct reader reader = {.nr_buffers = rseq_mempool_get_max_nr_cpus(pool) + 1,
                            .nr_threads = nr_threads};
    pthread_t reading, *threads = calloc((size_t)nr_threads, sizeof(*threads));
    if (!threads)
        fail("calloc");
    if ((errno = pthread_create(&reading, NULL, read_all, &reader)))
        fail("pthread_create");
    for (long i = 0; i < nr_threads; i++) {
        if ((errno = pthread_create(&threads[i], NULL, write_events, (void *)(intptr_t)i)))
            fail("pthread_create");
    }
    for (long i = 0; i < nr_threads; i++)
        pthread_join(threads[i], NULL);
    done = true;
    pthread_join(reading, NULL);

    long lost = 0;
    for (int i = 0; i < reader.nr_buffers; i++)
        lost += buffer_of(&reader, i)->lost;
    printf("events: %ld read, %ld lost, %ld by way of the mutex\n", reader.events, lost,
           (long)(shared_buffer.written + shared_buffer.lost));
    free(threads);
    rseq_mempool_percpu_free(buffers);
    rseq_mempool_destroy(pool);
    if (reader.wrong)
        printf("WRONG:  events of a thread are not in order\n");
    return reader.wrong || reader.events + lost != nr_threads * events_per_thread ? 1 : 0;
}
