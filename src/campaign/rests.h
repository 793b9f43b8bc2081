/* SPDX-License-Identifier: MIT
 * What trees rest on, through all features that they name. */
#ifndef HJ_CAMPAIGN_RESTS_H
#define HJ_CAMPAIGN_RESTS_H

#include "rules/ruleset.h"

struct hj_rests {
    bool tools; /* a name's or address's form, or norm(): what campaign/tools.h makes */
    bool peers; /* a peers feature */
};

/* Both are true when the memory is too full to look: either costs time and nothing else. */
struct hj_rests hj_rests_of(const struct hj_ruleset *ruleset, const struct hj_expr *const *roots,
                            uint32_t count);

#endif
