/* SPDX-License-Identifier: MIT
 * How fact tables find their firms: the registry by each column that one of them is joined on, and
 * by its names. Each index is made when a table first asks for it, and lives as long as the load.
 */
#ifndef HJ_CAMPAIGN_FIRM_INDEXES_H
#define HJ_CAMPAIGN_FIRM_INDEXES_H

#include "campaign/facts.h"

struct hj_firm_index; /* by one column */

struct hj_firm_indexes {
    struct hj_firm_index *keys;
    size_t count, capacity;
    struct hj_firms *names, *former;
    struct hj_text_normal *normal;
};

/* What a table is joined by: its key's column of the registry, and, where by_name, the names for
 * records without a key. firms->keys is NULL where the registry has no such column. */
enum hj_code hj_firm_indexes_need(struct hj_firm_indexes *indexes, struct hj_store *store,
                                  const struct hj_snapshot *registry, struct hj_span key,
                                  bool by_name, struct hj_fact_firms *firms,
                                  struct hj_error *error) HJ_MUST_USE;
void hj_firm_indexes_release(struct hj_firm_indexes *indexes);

#endif
