/* SPDX-License-Identifier: MIT
 * The counts of the outlook in the store, left by decide: `ratio`, `simulate` and the page then
 * read no firm for them. */
#ifndef HJ_CAMPAIGN_OUTLOOK_H
#define HJ_CAMPAIGN_OUTLOOK_H

#include "campaign/campaign.h"

/* In the store's open transaction; *kept false: they are there, or there is no indicator. */
enum hj_code hj_outlook_keep(struct hj_campaign *campaign, struct hj_store *store,
                             const struct hj_loaded *loaded, const struct hj_digest *verdicts,
                             bool *kept, struct hj_error *error) HJ_MUST_USE;

#endif
