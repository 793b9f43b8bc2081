/* SPDX-License-Identifier: MIT
 * The records that a load could not take. They are kept twice: rejects.csv beside the store for
 * people (as private as the store), its reasons in the language of the load, and the table #rejects
 * inside it for `hejian rejects` and for knowing which keys a reject bears; that has the same bytes
 * in any language, and the reason once more as code and arguments. */
#ifndef HJ_CAMPAIGN_REJECTS_H
#define HJ_CAMPAIGN_REJECTS_H

#include "base/output.h"
#include "campaign/campaign.h"
#include "column/codec.h"
#include "input/load.h"

/* Columns of #rejects, in this order; rejects.csv has those before key. In the store text is NULL
 * and the reason English. */
enum hj_reject_column {
    HJ_REJECT_TABLE,
    HJ_REJECT_FILE,
    HJ_REJECT_RECORD,
    HJ_REJECT_LINE,
    HJ_REJECT_REASON,
    HJ_REJECT_TEXT,
    HJ_REJECT_KEY,
    HJ_REJECT_CODE,      /* hj_code_name of the reason */
    HJ_REJECT_ARGUMENTS, /* its arguments: name, 0x1F, value, 0x1F, … */
    HJ_REJECT_COLUMNS
};

extern const struct hj_column hj_reject_columns[HJ_REJECT_COLUMNS];
#define HJ_REJECTS_TABLE "#rejects"

/* Rejects of one table for one reason. */
struct hj_reject_kind {
    uint64_t count;
    struct hj_error first; /* with the place of the first */
};
enum { HJ_REJECT_KINDS = 16 };

struct hj_rejects {
    const struct hj_campaign *campaign;
    struct hj_vector_builder column[HJ_REJECT_COLUMNS];
    struct hj_snapshot snapshot;
    struct hj_output file;
    struct hj_buffer line, arguments, frame;
    struct hj_codec codec;
    struct hj_store *store;
    struct hj_reject_kind kinds[HJ_REJECT_KINDS]; /* of the table at hand */
};

/* path: of rejects.csv. The store has a transaction open. Release in any case. */
enum hj_code hj_rejects_open(struct hj_rejects *rejects, const struct hj_campaign *campaign,
                             struct hj_store *store, const char *path,
                             struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_rejects_add(struct hj_rejects *rejects, struct hj_span table,
                            const struct hj_reject *reject, struct hj_error *error) HJ_MUST_USE;
/* Tells how many records of the table went for which reason, and where the first stands; the next
 * table begins. */
void hj_rejects_say(struct hj_rejects *rejects, struct hj_span table);
/* The reason of a row of #rejects in the language asked for; the English one where the row has
 * none of its parts (a store of an earlier build). The text is the arena's; NULL data: no memory.
 */
struct hj_span hj_rejects_reason(const struct hj_campaign *campaign, struct hj_arena *arena,
                                 const struct hj_value row[HJ_REJECT_COLUMNS]);
/* Writes what is left and makes the table current; the file stays open. */
enum hj_code hj_rejects_finish(struct hj_rejects *rejects, struct hj_error *error) HJ_MUST_USE;
void hj_rejects_release(struct hj_rejects *rejects);

#endif
