/* SPDX-License-Identifier: MIT
 * Verdicts in the store: one derived block a column and block of the registry, under the digest of
 * all they were made from. */
#ifndef HJ_CAMPAIGN_VERDICTS_H
#define HJ_CAMPAIGN_VERDICTS_H

#include "campaign/campaign.h"
#include "decide/verdict.h"

/* The digest of the verdicts on what is loaded, with findings under `findings` (one key a rule). */
struct hj_digest hj_verdicts_key(const struct hj_loaded *loaded, const struct hj_digest *findings);

/* HJ_CAMPAIGN_NOT_DECIDED when there are none under that key. */
enum hj_code hj_verdicts_check(struct hj_store *store, const struct hj_digest *key,
                               struct hj_error *error) HJ_MUST_USE;

/* The columns of a block; no verdicts: rows 0. Vectors live in the arena. */
enum hj_code hj_verdicts_get(struct hj_store *store, const struct hj_digest *key, uint32_t block,
                             struct hj_arena *arena, struct hj_vector columns[HJ_VERDICT_COLUMNS],
                             struct hj_error *error) HJ_MUST_USE;
/* The same where the vectors are what a pass reads of a block: *made, the arena's. */
enum hj_code hj_verdicts_read(struct hj_store *store, const struct hj_digest *key, uint32_t block,
                              struct hj_arena *arena, void **made,
                              struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_verdicts_put(struct hj_store *store, int64_t snapshot, const struct hj_digest *key,
                             uint32_t block, const struct hj_span frames[HJ_VERDICT_COLUMNS],
                             struct hj_error *error) HJ_MUST_USE;
/* The digest of the derived blocks of one column. */
struct hj_digest hj_verdicts_column_key(const struct hj_digest *key, int column);
/* The notes that say which keys have verdicts. */
#define HJ_VERDICTS_NOTES "verdicts"
/* Says that the verdicts under the key are whole. */
enum hj_code hj_verdicts_done(struct hj_store *store, const struct hj_digest *key,
                              struct hj_error *error) HJ_MUST_USE;

/* The ruleset's index of a route id, or -1. */
int hj_route_find(const struct hj_ruleset *ruleset, struct hj_span id);

#endif
