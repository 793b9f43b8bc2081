/* SPDX-License-Identifier: MIT
 * The firms that a rule with `same:` holds for, without storing anything: those that share all
 * values of one of its tuples with another firm. What the stage link stores, for `rules diff`. */
#ifndef HJ_CAMPAIGN_SAME_HOLDS_H
#define HJ_CAMPAIGN_SAME_HOLDS_H

#include "campaign/campaign.h"

struct hj_same_holds {
    uint64_t *firms;  /* bits over all firms of the registry, in the order of blocks */
    uint32_t *firsts; /* first firm of each block, and one more */
};

/* One pass a tuple. Everything lives in the arena of what is loaded. */
enum hj_code hj_same_holds_find(struct hj_campaign *campaign, struct hj_store *store,
                                struct hj_loaded *loaded, const struct hj_rule *rule,
                                struct hj_same_holds *holds, struct hj_error *error) HJ_MUST_USE;

#endif
