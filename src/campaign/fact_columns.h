/* SPDX-License-Identifier: MIT
 * Columns of fact tables read as they are stored, block by block beside the registry, for what no
 * rule asks: cases in flight, the ends of certificates, the districts of the circular. */
#ifndef HJ_CAMPAIGN_FACT_COLUMNS_H
#define HJ_CAMPAIGN_FACT_COLUMNS_H

#include "campaign/campaign.h"
#include "column/vector.h"

/* The table's snapshot, or NULL where it is not loaded. */
const struct hj_snapshot *hj_fact_snapshot(const struct hj_loaded *loaded, struct hj_span table);
/* The index of the column of that type, or -1. */
int hj_fact_column(const struct hj_snapshot *snapshot, struct hj_span name, enum hj_type type);
/* A table being read. */
struct hj_fact_reading {
    struct hj_store *store;
    const struct hj_snapshot *snapshot;
    struct hj_buffer frame; /* release it at the end */
};
/* The column's values in a block, in the arena; rows 0 (all NULL) where column is -1 or the files
 * have none. */
enum hj_code hj_fact_read(struct hj_fact_reading *reading, int column, uint32_t block,
                          struct hj_arena *arena, struct hj_vector *vector,
                          struct hj_error *error) HJ_MUST_USE;

#endif
