/* SPDX-License-Identifier: MIT
 * Why a rule could not judge: the inputs that it rests on and that the campaign does not have, or
 * not whole. For the report of what would cure it. */
#ifndef HJ_CAMPAIGN_MISSING_H
#define HJ_CAMPAIGN_MISSING_H

#include "campaign/campaign.h"

/* Writes a list such as "table tax (not loaded), column revoked_on, table social_insurance
 * (partial)": first what cures most. "values in the records" where every input is there; ", …" at
 * the end where there was no room for all. */
void hj_missing_inputs(const struct hj_loaded *loaded, const struct hj_rule *rule, char *text,
                       size_t size);

#endif
