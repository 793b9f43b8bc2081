/* SPDX-License-Identifier: MIT
 * The one parallel shape: items 0 .. n-1 are read in order, worked on by all threads, and merged in
 * order. So results never depend on the number of threads.
 *
 *     read   in item order, one thread at a time: fetch the item's bytes
 *     work   on all threads at once
 *     merge  in item order, one thread at a time: write, count, append
 *
 * `read` and `merge` may run at the same time on different threads, so they may not share state
 * that both change. An item keeps its slot (0 .. slots-1) from read to merge; what an item needs in
 * between belongs to its slot. Measured on the 3-million-record load: letting a finished thread
 * merge while the others work, instead of a barrier after each window, is what keeps two threads
 * busy. */
#ifndef HJ_BASE_PARALLEL_H
#define HJ_BASE_PARALLEL_H

#include "base/error.h"

#include <stdint.h>

struct hj_parallel {
    void *context;
    /* Each returns HJ_OK or fills its error; the error of the lowest item wins and nothing after it
     * is merged. read may be NULL; merge may be NULL. read sets *end to true instead of reading
     * when there are no more items. thread is 0 .. threads-1, for what belongs to a worker. */
    enum hj_code (*read)(void *context, uint64_t item, unsigned slot, bool *end,
                         struct hj_error *error);
    enum hj_code (*work)(void *context, uint64_t item, unsigned slot, unsigned thread,
                         struct hj_error *error);
    enum hj_code (*merge)(void *context, uint64_t item, unsigned slot, struct hj_error *error);
    uint64_t items;   /* UINT64_MAX when only read knows */
    unsigned threads; /* at least 1 */
    unsigned slots;   /* items in flight; at least threads; 2 * threads + 1 is a good choice */
};

enum hj_code hj_parallel_run(const struct hj_parallel *job, struct hj_error *error) HJ_MUST_USE;

/* Cores this process may use. */
unsigned hj_parallel_cores(void);

/* Set from a signal handler: every running job stops at the next item with HJ_INTERRUPTED. */
void hj_parallel_interrupt(void);
bool hj_parallel_interrupted(void);

#endif
