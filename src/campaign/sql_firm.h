/* SPDX-License-Identifier: MIT
 * What `firm` has in SQL besides the stored columns: the derived columns, features and named
 * predicates of the campaign's rules, by the matcher. */
#ifndef HJ_CAMPAIGN_SQL_FIRM_H
#define HJ_CAMPAIGN_SQL_FIRM_H

#include "campaign/campaign.h"
#include "store/computed.h"

struct hj_sql_firm;

/* Without rules that hold together there are no columns: that is said, and no error. Close in any
 * case. */
enum hj_code hj_sql_firm_open(struct hj_campaign *campaign, struct hj_sql_firm **firm,
                              struct hj_error *error) HJ_MUST_USE;
const struct hj_computed *hj_sql_firm_columns(const struct hj_sql_firm *firm);
void hj_sql_firm_close(struct hj_sql_firm *firm); /* NULL is allowed */

#endif
