/* SPDX-License-Identifier: MIT
 * What a firm is called from one snapshot to the next (design.md section 7): its key where that is
 * valid and no other firm of the snapshot has it, else "h:" and a hash of the key's text, the
 * name's normal form, the founding day and an ordinal among firms equal in these. A text column of
 * the registry, `firm_id`, made at the end of its load; what the files have under that name is
 * `input_firm_id`.
 *
 * It costs a ninth of a registry's load (2 million firms: 0.46 of 4.5 CPU seconds).
 *
 * Whether a key is unique is asked of 64-bit hashes: two keys with one hash (for 3 million firms
 * about 2 in 10 million loads) get hashed ids though they need none, which hurts nobody. Memory: 16
 * bytes a firm, and 24 a firm without a key of its own. */
#ifndef HJ_CAMPAIGN_FIRM_ID_H
#define HJ_CAMPAIGN_FIRM_ID_H

#include "campaign/campaign.h"

#define HJ_FIRM_ID "firm_id"

/* The registry's schema with the column behind it. Texts are the schema's or the arena's. */
enum hj_code hj_firm_id_schema(const struct hj_schema *schema, struct hj_arena *arena,
                               struct hj_schema *result, struct hj_error *error) HJ_MUST_USE;

/* Fills the column of all blocks. key: index of the registry's key column, -1: none. */
enum hj_code hj_firm_id_store(struct hj_store *store, const struct hj_snapshot *registry, int key,
                              unsigned threads, struct hj_error *error) HJ_MUST_USE;

#endif
