/* SPDX-License-Identifier: MIT
 * Inside of the result cursor: each result is a kind with three functions, and makes its rows batch
 * by batch. */
#ifndef HJ_CAMPAIGN_ROWS_H
#define HJ_CAMPAIGN_ROWS_H

#include "campaign/campaign.h"
#include "campaign/pass.h"
#include "campaign/roots.h"

struct hj_rows {
    struct hj_campaign *campaign;
    const struct hj_rows_kind *kind;
    struct hj_filter filter;
    struct hj_store *store;
    struct hj_loaded loaded;
    uint32_t width;
    struct hj_passing *passing; /* of the results that pass over the blocks */
    struct hj_pass pass;
    struct hj_roots roots;
    uint32_t where;                /* root of the filter's predicate; HJ_ROOT_NONE */
    uint32_t window, window_count; /* the block of the window that the next batch is of */
    struct hj_rows_batch *made;    /* what the last one left; NULL: none yet */
    struct hj_arena more;          /* rows of a block beyond its first batch */
    void *state;                   /* the kind's, in loaded.arena */
    /* The batch: count rows of width values. */
    const struct hj_value *values;
    size_t count, at;
};

struct hj_rows_kind {
    const char *name;
    const struct hj_result_column *columns;
    uint32_t column_count;
    enum hj_code (*open)(struct hj_rows *rows, struct hj_error *error);
    /* Fills the next batch; count 0: there is no more. */
    enum hj_code (*batch)(struct hj_rows *rows, struct hj_error *error);
    void (*close)(struct hj_rows *rows); /* NULL: nothing to give back */
    /* Of a kind whose `work` may leave a batch with `more`: makes the next one of the block in its
     * place, in the block's arena. */
    enum hj_code (*more)(struct hj_rows *rows, struct hj_pass_block *block, struct hj_error *error);
    unsigned filters; /* HJ_FILTER_… that it takes */
};

enum {
    HJ_FILTER_RULE = 1,
    HJ_FILTER_CLASS = 2,
    HJ_FILTER_TOWN = 4,
    HJ_FILTER_ROUTE = 8,
    HJ_FILTER_WHERE = 16,
    HJ_FILTER_BY = 32
};

struct hj_rows_batch {
    struct hj_value *values;
    size_t count, capacity; /* rows */
    bool more;              /* the block has others */
};

extern const struct hj_rows_kind hj_rows_findings, hj_rows_clusters, hj_rows_verdicts,
    hj_rows_rejects, hj_rows_ratio, hj_rows_changes, hj_rows_unmatched, hj_rows_coverage,
    hj_rows_survey, hj_rows_draw, hj_rows_evaluation, hj_rows_profile, hj_rows_diff, hj_rows_plan,
    hj_rows_watch, hj_rows_watch_risks;

/* For kinds that pass over the blocks: begins the roots with the filter's predicate … */
enum hj_code hj_rows_begin_roots(struct hj_rows *rows, struct hj_error *error) HJ_MUST_USE;
/* … and makes a batch of the next block with rows: opens the pass when it is asked first, with read
 * and work of `steps`, whose context is the rows. `work` leaves a struct hj_rows_batch in `made`.
 */
enum hj_code hj_rows_pass_batch(struct hj_rows *rows, const struct hj_pass *steps,
                                struct hj_error *error) HJ_MUST_USE;

/* For kinds that must have seen every block before their first row: one pass over all of them. Of
 * `steps` read, work and merge are taken; their context is the rows. */
enum hj_code hj_rows_run_pass(struct hj_rows *rows, const struct hj_pass *steps,
                              struct hj_error *error) HJ_MUST_USE;

/* The snapshot with the rules of these paths. A set with a dictionary of the registry stands alone;
 * any other one comes beside the campaign's rules, or in the place of those of `instead_of`. */
enum hj_code hj_rows_open_rules(struct hj_rows *rows, const char *const *paths, size_t count,
                                const char *instead_of, struct hj_loaded *loaded,
                                struct hj_error *error) HJ_MUST_USE;

/* Room for one more row of `width` values, in the arena; NULL when the memory is full. */
struct hj_value *hj_rows_add(struct hj_rows_batch *batch, uint32_t width, struct hj_arena *arena);

/* The value of a root for a row; NULL text where the root is HJ_ROOT_NONE. */
struct hj_value hj_rows_value(const struct hj_pass_block *block, uint32_t root, uint32_t row);
/* Whether the row passes --where and --town. */
bool hj_rows_wanted(const struct hj_rows *rows, const struct hj_pass_block *block,
                    uint32_t town_root, uint32_t row);

/* Whether a list joined by `;` has the item. */
bool hj_rows_lists(struct hj_value list, const char *item);

static inline struct hj_value hj_text_value(struct hj_span text)
{
    return (struct hj_value){.type = HJ_TEXT, .null = text.data == NULL, .text = text};
}

#endif
