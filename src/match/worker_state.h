/* SPDX-License-Identifier: MIT
 * What a worker holds; seen by the files of this room alone. */
#ifndef HJ_MATCH_WORKER_STATE_H
#define HJ_MATCH_WORKER_STATE_H

#include "match/rowset.h"
#include "match/worker.h"

struct hj_worker {
    const struct hj_program *program;
    const struct hj_match_input *input; /* of the block at hand */
    uint32_t derived;                   /* bit k: the input has enum hj_derived k */
    struct hj_arena arena;              /* cleared with each block */
    struct hj_arena part_arena;         /* cleared with each part of a fact table */
    struct hj_matcher matcher;
    struct hj_faults faults; /* a scratch for the scalar functions */
    struct hj_rowset firms;
    struct hj_match_result *results;
};

/* Makes a row set of a space over `rows` rows in the arena. */
bool hj_worker_rowset(struct hj_worker *worker, struct hj_arena *arena, uint32_t space,
                      uint32_t rows, struct hj_rowset *rowset) HJ_MUST_USE;
bool hj_worker_bind_flagged(struct hj_rowset *rowset, const struct hj_node *node,
                            struct hj_cell *cell) HJ_MUST_USE;

#endif
