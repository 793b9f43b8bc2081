/* SPDX-License-Identifier: MIT
 * Values that did not fit, of one slice and of a whole load. A kind is a column and why: its type,
 * or no key of `values:`. A slice counts its different values exactly up to HJ_MISFIT_DISTINCT a
 * kind, the total always; so the load's first five and their counts do not depend on the threads.
 */
#ifndef HJ_INPUT_MISFIT_H
#define HJ_INPUT_MISFIT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "input/limits.h"
#include "input/load.h"

enum { HJ_MISFIT_DISTINCT = 1024 };

struct hj_misfit_entry {
    uint64_t hash;
    uint64_t count;
    uint64_t first;    /* position of its first one in the slice */
    size_t text, size; /* in texts; cut at 200 bytes */
    uint32_t kind;     /* column * 2 + unmapped */
};

/* Of one slice. All zero is empty; clear keeps the memory. */
struct hj_slice_misfits {
    struct hj_misfit_entry *entries;
    size_t capacity, count;
    uint32_t *places; /* open addressing into entries, entry + 1; 0: free */
    size_t mask;      /* places - 1; 0: none yet */
    struct hj_buffer texts;
    uint64_t *totals;   /* a kind */
    uint32_t *distinct; /* a kind */
    uint32_t kinds;
    uint64_t sequence;
    struct {            /* of the record at hand, to be undone when it is rejected */
        uint32_t entry; /* + 1; 0: not counted by value */
        uint32_t kind;
    } * open;
    size_t open_count, open_capacity;
};

void hj_slice_misfits_release(struct hj_slice_misfits *misfits);
/* Empties it for columns of a schema. False when the memory is full. */
bool hj_slice_misfits_clear(struct hj_slice_misfits *misfits, uint32_t columns);
/* counted: keep the value as an example (not those of persons). False when the memory is full. */
bool hj_slice_misfits_add(struct hj_slice_misfits *misfits, uint32_t kind, struct hj_span value,
                          bool counted);
/* The record ends: it was stored, or rejected, so that its values do not count. */
void hj_slice_misfits_keep(struct hj_slice_misfits *misfits);
void hj_slice_misfits_undo(struct hj_slice_misfits *misfits);

/* Of a load: one a kind, texts in its arena. */
struct hj_load_misfits {
    struct hj_arena *arena;
    struct hj_misfit *kinds; /* column * 2 + unmapped */
    uint32_t count;
};
/* Adds a slice's; call in slice order. Sorts the slice's entries. False when the memory is full. */
bool hj_load_misfits_add(struct hj_load_misfits *load, struct hj_slice_misfits *slice);

#endif
