/* SPDX-License-Identifier: MIT
 * Our place among the districts of the circular (table `peers`): how many have a higher ratio.
 * Theirs are taken to stay as they are. Our own row is the one that bears the official figures. */
#ifndef HJ_CAMPAIGN_RANK_H
#define HJ_CAMPAIGN_RANK_H

#include "campaign/campaign.h"

struct hj_rank {
    uint32_t today, then, of; /* of 0: there is no such table, or our row is not in it */
    bool without_us;          /* there is such a table, and our row is not in it */
};

/* Today by the circular; then: our H / N at the deadline. */
enum hj_code hj_rank_find(struct hj_campaign *campaign, struct hj_store *store,
                          const struct hj_loaded *loaded, double then, struct hj_rank *rank,
                          struct hj_error *error) HJ_MUST_USE;

#endif
