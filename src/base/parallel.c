/* SPDX-License-Identifier: MIT */
#include "base/parallel.h"

#include "base/memory.h"

#include <omp.h>
#include <pthread.h>
#include <signal.h>

static volatile sig_atomic_t interrupted;

enum slot_state { SLOT_FREE, SLOT_BUSY, SLOT_DONE };

/* Shared by the threads of one run; everything below `lock` is guarded by it. A mutex and a
 * condition rather than `omp ordered`: a waiting thread must be able to take the next item. */
struct run {
    const struct hj_parallel *job;
    struct hj_error *error;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    enum slot_state *state; /* one a slot */
    uint64_t next;          /* the next item to read */
    uint64_t merged;        /* items merged so far */
    uint64_t failed;        /* the lowest item that failed; UINT64_MAX: none */
    bool reading, merging, ended;
};

static void fail(struct run *run, uint64_t item, const struct hj_error *error)
{
    if (item < run->failed) {
        run->failed = item;
        *run->error = *error;
    }
}

/* Merges what is ready, in order, unless another thread is at it. Called and left with the lock. */
static void merge_ready(struct run *run)
{
    const struct hj_parallel *job = run->job;
    if (run->merging) {
        return;
    }
    run->merging = true;
    while (run->merged < run->failed) {
        unsigned slot = (unsigned)(run->merged % job->slots);
        if (run->state[slot] != SLOT_DONE) {
            break;
        }
        if (job->merge) {
            struct hj_error error = {0};
            uint64_t item = run->merged;
            pthread_mutex_unlock(&run->lock);
            enum hj_code code = job->merge(job->context, item, slot, &error);
            pthread_mutex_lock(&run->lock);
            if (code != HJ_OK) {
                fail(run, item, &error);
                break;
            }
        }
        run->state[slot] = SLOT_FREE;
        run->merged++;
        pthread_cond_broadcast(&run->changed);
    }
    run->merging = false;
    pthread_cond_broadcast(&run->changed);
}

/* Takes and reads the next item; false when there is nothing left for this thread. With the lock.
 */
static bool take(struct run *run, uint64_t *item)
{
    const struct hj_parallel *job = run->job;
    for (;;) {
        if (run->ended || run->failed != UINT64_MAX || run->next == job->items) {
            return false;
        }
        if (!run->reading && run->state[run->next % job->slots] == SLOT_FREE) {
            break;
        }
        pthread_cond_wait(&run->changed, &run->lock);
    }
    *item = run->next++;
    unsigned slot = (unsigned)(*item % job->slots);
    run->state[slot] = SLOT_BUSY;
    struct hj_error error = {0};
    enum hj_code code = HJ_OK;
    bool end = false;
    if (interrupted) {
        code = hj_error_set(&error, HJ_INTERRUPTED);
    } else if (job->read) {
        run->reading = true;
        pthread_mutex_unlock(&run->lock);
        code = job->read(job->context, *item, slot, &end, &error);
        pthread_mutex_lock(&run->lock);
        run->reading = false;
        pthread_cond_broadcast(&run->changed);
    }
    if (code != HJ_OK) {
        fail(run, *item, &error);
    }
    if (end) {
        run->ended = true;
        run->state[slot] = SLOT_FREE;
    }
    return code == HJ_OK && !end;
}

static void run_thread(struct run *run, unsigned thread)
{
    const struct hj_parallel *job = run->job;
    uint64_t item;
    pthread_mutex_lock(&run->lock);
    while (take(run, &item)) {
        unsigned slot = (unsigned)(item % job->slots);
        struct hj_error error = {0};
        pthread_mutex_unlock(&run->lock);
        enum hj_code code = job->work(job->context, item, slot, thread, &error);
        pthread_mutex_lock(&run->lock);
        if (code != HJ_OK) {
            fail(run, item, &error);
        }
        run->state[slot] = SLOT_DONE;
        merge_ready(run);
    }
    pthread_cond_broadcast(&run->changed);
    pthread_mutex_unlock(&run->lock);
}

enum hj_code hj_parallel_run(const struct hj_parallel *job, struct hj_error *error)
{
    struct run run = {.job = job, .error = error, .failed = UINT64_MAX};
    run.state = hj_memory_zero(job->slots, sizeof *run.state);
    if (!run.state) {
        return hj_error_memory(error);
    }
    pthread_mutex_init(&run.lock, NULL);
    pthread_cond_init(&run.changed, NULL);
    /* No more threads than items: one that finds nothing to do spins until the others are done. */
    const unsigned threads = job->items < job->threads ? (unsigned)job->items : job->threads;
    if (threads <= 1) {
        run_thread(&run, 0);
    } else {
#pragma omp parallel num_threads(threads) default(none) shared(run)
        run_thread(&run, (unsigned)omp_get_thread_num());
    }
    pthread_cond_destroy(&run.changed);
    pthread_mutex_destroy(&run.lock);
    hj_memory_free(run.state);
    return run.failed == UINT64_MAX ? HJ_OK : error->code;
}

unsigned hj_parallel_cores(void)
{
    return (unsigned)omp_get_num_procs();
}

void hj_parallel_interrupt(void)
{
    interrupted = 1;
}

bool hj_parallel_interrupted(void)
{
    return interrupted != 0;
}
