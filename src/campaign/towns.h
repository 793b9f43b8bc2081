/* SPDX-License-Identifier: MIT
 * The town of each firm (design.md section 7), made once, at the end of a load: the registry's
 * column `town` through the names in the campaign's table `towns`, else the address, else NULL. A
 * campaign without such a table keeps the column as it came.
 *
 * With the table the registry has three columns more: `town` (the town's present name), `community`
 * (the village or community that the address names, as the table writes it) and `town_by` (what
 * told the town: column, name, former, community), and what the files had as `town` is `town_raw`.
 */
#ifndef HJ_CAMPAIGN_TOWNS_H
#define HJ_CAMPAIGN_TOWNS_H

#include "campaign/campaign.h"

#define HJ_TOWNS_TABLE "towns"

/* Whether the campaign has a table of towns. */
bool hj_towns_given(const struct hj_campaign *campaign);

/* The registry's schema with the columns of towns behind it. Texts are the schema's or the arena's.
 */
enum hj_code hj_towns_schema(const struct hj_schema *schema, struct hj_arena *arena,
                             struct hj_schema *result, struct hj_error *error) HJ_MUST_USE;

/* How many firms have a town, and of the others how many name one that nothing tells apart. */
struct hj_town_counts {
    uint64_t found, by_address, ambiguous, none;
};

/* Fills the columns; both tables are in the store. names: the campaign's word lists, of which
 * `community_suffixes` is used. */
enum hj_code hj_towns_store(struct hj_store *store, const struct hj_snapshot *registry,
                            const struct hj_dictionaries *names, struct hj_town_counts *counts,
                            struct hj_error *error) HJ_MUST_USE;

#endif
