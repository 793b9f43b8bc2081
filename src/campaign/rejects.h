/* SPDX-License-Identifier: MIT
 * The records that a load could not take. They are kept twice: rejects.csv beside the store for
 * people (as private as the store), and the table #rejects inside it for `hejian rejects` and for
 * knowing which keys a reject bears. */
#ifndef HJ_CAMPAIGN_REJECTS_H
#define HJ_CAMPAIGN_REJECTS_H

#include "base/output.h"
#include "campaign/campaign.h"
#include "column/codec.h"
#include "input/load.h"

/* Columns of #rejects, in this order; rejects.csv has all but key. In the store text is NULL. */
enum hj_reject_column {
    HJ_REJECT_TABLE,
    HJ_REJECT_FILE,
    HJ_REJECT_RECORD,
    HJ_REJECT_LINE,
    HJ_REJECT_REASON,
    HJ_REJECT_TEXT,
    HJ_REJECT_KEY,
    HJ_REJECT_COLUMNS
};

extern const struct hj_column hj_reject_columns[HJ_REJECT_COLUMNS];
#define HJ_REJECTS_TABLE "#rejects"

struct hj_rejects {
    struct hj_vector_builder column[HJ_REJECT_COLUMNS];
    struct hj_snapshot snapshot;
    struct hj_output file;
    struct hj_buffer line, frame;
    struct hj_codec codec;
    struct hj_store *store;
    const char *folder; /* left out of file names */
};

/* path: of rejects.csv. The store has a transaction open. Release in any case. */
enum hj_code hj_rejects_open(struct hj_rejects *rejects, struct hj_store *store, const char *path,
                             const char *folder, struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_rejects_add(struct hj_rejects *rejects, struct hj_span table,
                            const struct hj_reject *reject, struct hj_error *error) HJ_MUST_USE;
/* Writes what is left and makes the table current; the file stays open. */
enum hj_code hj_rejects_finish(struct hj_rejects *rejects, struct hj_error *error) HJ_MUST_USE;
void hj_rejects_release(struct hj_rejects *rejects);

#endif
