/* SPDX-License-Identifier: MIT
 * Derived blocks that nothing asks for any more. They stand under digests, so what rules or tables
 * left behind that have changed since does no harm, but it takes room for as long as the registry's
 * snapshot stays. */
#ifndef HJ_CAMPAIGN_LEFTOVERS_H
#define HJ_CAMPAIGN_LEFTOVERS_H

#include "campaign/campaign.h"

/* Drops what is beside the registry's snapshot and belongs neither to these rules and verdicts nor
 * to those of the call before: an edit that is taken back finds its findings again, and a command
 * that still reads by the rules before it is not robbed of them. In the caller's transaction; what
 * the indicator and the scenario keep beside the verdicts goes too, and is to be made again. */
enum hj_code hj_leftovers_drop(struct hj_store *store, const struct hj_loaded *loaded,
                               const struct hj_digest *verdicts,
                               struct hj_error *error) HJ_MUST_USE;

#endif
