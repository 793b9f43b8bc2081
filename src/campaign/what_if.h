/* SPDX-License-Identifier: MIT
 * The stages once more under other parameters, for a scenario's `set:`: findings and verdicts are
 * made inside a transaction that is never committed, so that nothing is stored. What the new
 * parameters leave as it is, is found under its digest and not made again. */
#ifndef HJ_CAMPAIGN_WHAT_IF_H
#define HJ_CAMPAIGN_WHAT_IF_H

#include "campaign/campaign.h"

/* Each runs its stage inside the store's open transaction, without a note. */
enum hj_code hj_what_if_flag(struct hj_campaign *campaign, struct hj_store *store,
                             struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_what_if_link(struct hj_campaign *campaign, struct hj_store *store,
                             struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_what_if_decide(struct hj_campaign *campaign, struct hj_store *store,
                               struct hj_error *error) HJ_MUST_USE;

#endif
