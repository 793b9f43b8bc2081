/* SPDX-License-Identifier: MIT
 * What a new snapshot of the registry changes: firms that arrived, that left, and whose status is
 * another, told apart by firm_id. Kept in the store as the table #changes, one record a change,
 * written within the load's transaction. Memory: about 24 bytes a firm of the snapshot before. */
#ifndef HJ_CAMPAIGN_CHANGES_H
#define HJ_CAMPAIGN_CHANGES_H

#include "campaign/campaign.h"

#define HJ_CHANGES_TABLE "#changes"

/* Columns of #changes, in this order. Before and after are the status; of a firm that arrived or
 * left only one is there. record is that of the new snapshot, of a firm that left the old one's. */
enum hj_change_column {
    HJ_CHANGE_KIND, /* arrived, left, status */
    HJ_CHANGE_RECORD,
    HJ_CHANGE_FIRM,
    HJ_CHANGE_NAME,
    HJ_CHANGE_TOWN,
    HJ_CHANGE_BEFORE,
    HJ_CHANGE_AFTER,
    HJ_CHANGE_COLUMNS
};

extern const struct hj_column hj_change_columns[HJ_CHANGE_COLUMNS];

enum hj_change_kind { HJ_ARRIVED, HJ_LEFT, HJ_STATUS_CHANGED, HJ_CHANGE_KINDS };

struct hj_town_changes {
    struct hj_span town; /* data NULL: firms without a town */
    uint64_t counts[HJ_CHANGE_KINDS];
};

struct hj_changes {
    uint64_t counts[HJ_CHANGE_KINDS];
    struct hj_town_changes *towns; /* most changes first, then by name */
    size_t town_count, town_capacity;
    struct hj_arena arena; /* of the towns' names */
};

/* Compares two snapshots of the registry whose blocks are in the store. A registry without a column
 * `status` changes none. Release in any case. */
enum hj_code hj_changes_make(struct hj_store *store, const struct hj_snapshot *before,
                             const struct hj_snapshot *now, struct hj_changes *changes,
                             struct hj_error *error) HJ_MUST_USE;
void hj_changes_release(struct hj_changes *changes);

/* Says them: the sums, then up to twenty towns. */
void hj_changes_note(const struct hj_campaign *campaign, const struct hj_changes *changes,
                     const struct hj_snapshot *before, const struct hj_snapshot *now);

#endif
