/* SPDX-License-Identifier: MIT
 * Who shares all values of one tuple of a rule with `same:`: one pass over all firms. What the
 * stage link joins, and what `rules diff` counts. */
#ifndef HJ_CAMPAIGN_SAME_PEERS_H
#define HJ_CAMPAIGN_SAME_PEERS_H

#include "campaign/campaign.h"
#include "match/peers.h"

struct hj_same_search {
    struct hj_campaign *campaign;
    struct hj_store *store;
    struct hj_loaded *loaded; /* the arena takes the roots */
    const struct hj_rule *rule;
    /* Filled by every search: the first firm of each block, and one more. */
    uint32_t *firsts;
    /* Bits over all firms, set where nobody could judge the rule's `unless`; NULL: not asked. */
    uint64_t *unchecked;
};

/* The groups of firms that share all values of the tuple, frozen (match/peers.h); firms for which
 * the rule's `unless` holds are in none. Free *peers in any case. */
enum hj_code hj_same_peers_find(const struct hj_same_search *search,
                                const struct hj_same_tuple *same, struct hj_peers **peers,
                                struct hj_error *error) HJ_MUST_USE;

#endif
