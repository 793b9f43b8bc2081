/* SPDX-License-Identifier: MIT
 * The table `towns` as a matcher: the town and the community that a firm's column and address mean.
 * Made from the stored table at the end of a load, gone afterwards. */
#ifndef HJ_CAMPAIGN_TOWN_TABLE_H
#define HJ_CAMPAIGN_TOWN_TABLE_H

#include "rules/builder.h"
#include "store/store.h"

struct hj_town_table;

/* From the store's current table of towns: columns `name`, `former`, `communities` (lists with ; or
 * a comma between). names: the campaign's word lists. */
enum hj_code hj_town_table_new(struct hj_store *store, const struct hj_dictionaries *names,
                               struct hj_town_table **table, struct hj_error *error) HJ_MUST_USE;
void hj_town_table_free(struct hj_town_table *table); /* NULL is allowed */

struct hj_town_found {
    struct hj_span town;      /* its present name; data NULL: none */
    struct hj_span community; /* as the table writes it; data NULL: none named */
    struct hj_span by;        /* column, name, former, community; data NULL: none */
    bool by_column;           /* the column decided, alone or with the address's community */
    bool ambiguous;           /* a name of several towns, and nothing told them apart */
};

/* column, address: data NULL where there is none. Scratch goes into the arena. False: the memory is
 * full. */
bool hj_town_table_find(const struct hj_town_table *table, struct hj_span column,
                        struct hj_span address, struct hj_arena *arena,
                        struct hj_town_found *found) HJ_MUST_USE;

#endif
