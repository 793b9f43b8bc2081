/* SPDX-License-Identifier: MIT
 * One pass of a program over all blocks of the registry: read W blocks → all cores → merge in
 * order. What every stage and every filter is made of. */
#ifndef HJ_CAMPAIGN_PASS_H
#define HJ_CAMPAIGN_PASS_H

#include "campaign/campaign.h"
#include "match/worker.h"

/* A block as the callbacks see it; valid until the block is merged, but for input and results: see
 * keep_results. */
struct hj_pass_block {
    uint32_t block;
    uint32_t rows;
    const struct hj_match_input *input;    /* columns that the program or `columns` asked for */
    const struct hj_vector *records;       /* record numbers */
    const struct hj_match_result *results; /* one a root */
    struct hj_arena *arena;                /* the slot's: what `work` leaves for `merge` */
    unsigned thread;
    void *made; /* work puts here what merge takes */
};

struct hj_pass {
    struct hj_campaign *campaign;
    struct hj_store *store;
    const struct hj_loaded *loaded;
    const struct hj_expr *const *roots; /* may be NULL entries */
    uint32_t root_count;
    /* Roots that rest on no peers, with work and merge of their own and nothing else: they are done
     * before, in the pass that counts the peers of the others, so that what both need is read and
     * unpacked once. May be NULL. */
    const struct hj_pass *early;
    const uint32_t *row;     /* the one row of a block whose results are wanted; NULL: all are */
    const uint32_t *columns; /* stored columns wanted besides the program's */
    uint32_t column_count;
    /* Columns and results are the worker's, gone when it takes its next block: `work` must copy
     * what `merge` or a cursor reads. So what is unpacked is in memory once a thread, not once a
     * block in flight. With keep_results each slot has a worker of its own and they stay until the
     * block is merged, or until the next window. */
    bool keep_results;
    /* The store has a transaction open: what is derived on the way is left in it. */
    bool leave_derived;
    void *context;
    /* More to read for the block before it is worked on, in block order (findings); may be NULL.
     * What it returns lives in the arena. */
    enum hj_code (*read)(void *context, uint32_t block, struct hj_arena *arena, void **made,
                         struct hj_error *error);
    /* What stands for flagged('…'): fills one truth a rule of the ruleset; may be NULL. */
    enum hj_code (*flagged)(void *context, struct hj_pass_block *block, struct hj_truth *flagged,
                            struct hj_error *error);
    enum hj_code (*work)(void *context, struct hj_pass_block *block, struct hj_error *error);
    enum hj_code (*merge)(void *context, struct hj_pass_block *block, struct hj_error *error);
};

/* The whole registry at once. */
enum hj_code hj_pass_run(const struct hj_pass *pass, struct hj_error *error) HJ_MUST_USE;

/* The same a window at a time, for a cursor: what `work` made stays until the next window. */
struct hj_passing;

enum hj_code hj_pass_open(const struct hj_pass *pass, struct hj_passing **passing,
                          struct hj_error *error) HJ_MUST_USE;
/* Runs the next blocks, as many as fit; *count blocks, 0 at the end. */
enum hj_code hj_pass_window(struct hj_passing *passing, uint32_t *count,
                            struct hj_error *error) HJ_MUST_USE;
/* One block alone, as a window of its own. */
enum hj_code hj_pass_one(struct hj_passing *passing, uint32_t block,
                         struct hj_error *error) HJ_MUST_USE;
/* The i-th block of the last window. */
const struct hj_pass_block *hj_pass_block_at(const struct hj_passing *passing, uint32_t i);
void hj_pass_close(struct hj_passing *passing); /* NULL is allowed */

#endif
