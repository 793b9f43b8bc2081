/* SPDX-License-Identifier: MIT
 * What the tables in the store were made from, as digests: so that a load whose inputs are the same
 * is not done again. Of a table: the bytes of its files, its dictionary, currencies and word lists,
 * the key of persons' numbers, and the program's version. */
#ifndef HJ_CAMPAIGN_CONTENT_H
#define HJ_CAMPAIGN_CONTENT_H

#include "campaign/campaign.h"
#include "input/load.h"

struct hj_content {
    const struct hj_campaign *campaign;
    const struct hj_dictionaries *dictionaries;
    struct hj_span personal_key;
};

/* Notes a table that was loaded: its digest (into snapshot->content), and what `hejian status`
 * tells of its files. */
enum hj_code hj_content_put(struct hj_store *store, const struct hj_content *content,
                            const struct hj_config_table *table,
                            const struct hj_input_result *result, struct hj_snapshot *snapshot,
                            struct hj_error *error) HJ_MUST_USE;

/* Whether every table of the campaign is in the store as its files are now. The files are read only
 * where their sizes and the rest are the same: a changed campaign costs a stat a file. */
enum hj_code hj_content_unchanged(struct hj_store *store, const struct hj_content *content,
                                  bool *unchanged, struct hj_error *error) HJ_MUST_USE;

/* What hj_content_put kept of a table, for people. Texts are the arena's; data NULL: nothing. */
struct hj_content_note {
    struct hj_span encoding, sheet;
    uint64_t bytes;
};
enum hj_code hj_content_note(struct hj_store *store, const char *table, struct hj_arena *arena,
                             struct hj_content_note *note, struct hj_error *error) HJ_MUST_USE;

#endif
