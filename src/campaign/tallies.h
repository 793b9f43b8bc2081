/* SPDX-License-Identifier: MIT
 * Firms on their way to being cohorts: one a firm, then equal ones counted together, block by block
 * and in the end over all blocks. */
#ifndef HJ_CAMPAIGN_TALLIES_H
#define HJ_CAMPAIGN_TALLIES_H

#include "simulate/cohorts.h"

/* One kind of firm, counted. */
struct hj_tally {
    struct hj_cohort cohort; /* town is set at the end */
    struct hj_span town;     /* data NULL: not known */
};

/* Sorts and counts equal ones together; how many are left. */
size_t hj_tallies_collapse(struct hj_tally *tallies, size_t count);
/* The same for ends of certificates, by day. */
size_t hj_ends_collapse(struct hj_certificates *ends, size_t count);

#endif
