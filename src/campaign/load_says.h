/* SPDX-License-Identifier: MIT
 * What a load tells a person, and what it refuses: too many rejects, a snapshot that lost a fifth
 * of its firms, a column that was there before (design.md section 7). */
#ifndef HJ_CAMPAIGN_LOAD_SAYS_H
#define HJ_CAMPAIGN_LOAD_SAYS_H

#include "campaign/campaign.h"
#include "campaign/facts.h"
#include "input/load.h"

/* The counts of a table, then the values that fit no type. */
void hj_load_say_table(const struct hj_campaign *campaign, const struct hj_snapshot *snapshot,
                       const struct hj_input_result *result);
/* Records that mean no firm; nothing where all do. */
void hj_load_say_firms(const struct hj_campaign *campaign, struct hj_span table,
                       const struct hj_fact_counts *counts);
void hj_load_say_rejects(const struct hj_campaign *campaign, uint64_t rejects, const char *path);

/* Whether the table has more rejects than max_rejects allows. */
bool hj_load_too_many(const struct hj_config *config, const struct hj_input_result *result);
/* HJ_CAMPAIGN_REJECTS for that table; path: of rejects.csv. */
enum hj_code hj_load_refuse_rejects(const struct hj_campaign *campaign,
                                    const struct hj_config_table *table,
                                    const struct hj_input_result *result, const char *path,
                                    struct hj_error *error);

/* HJ_CAMPAIGN_VANISHED where a column of the files of the snapshot before is not there any more,
 * unless the settings accept it. before->id 0: there was none. */
enum hj_code hj_load_check_columns(const struct hj_campaign *campaign,
                                   const struct hj_config_table *table,
                                   const struct hj_snapshot *before, const struct hj_snapshot *now,
                                   struct hj_error *error) HJ_MUST_USE;
/* HJ_CAMPAIGN_FEWER where over 20 % of the firms are gone, unless the settings accept it. */
enum hj_code hj_load_check_firms(const struct hj_campaign *campaign,
                                 const struct hj_config_table *table,
                                 const struct hj_snapshot *before, const struct hj_snapshot *now,
                                 struct hj_error *error) HJ_MUST_USE;

#endif
