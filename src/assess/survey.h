/* SPDX-License-Identifier: MIT
 * What a survey says of all firms: share and number by stratum (a town) and in total, and how many
 * firms of each stratum to visit next. Right for visits drawn at random within each stratum
 * (hj_assess_order draws them). Pure, thread-safe. */
#ifndef HJ_ASSESS_SURVEY_H
#define HJ_ASSESS_SURVEY_H

#include "assess/interval.h"

#include <stdbool.h>
#include <stddef.h>

struct hj_stratum {
    int64_t population; /* firms */
    int64_t sampled;    /* of them, those whose visit gave an answer */
    int64_t hits;       /* of these, the dead */
};

struct hj_estimate {
    bool given; /* false: nothing was sampled, the rest is 0 */
    double share;
    struct hj_interval shares;
    int64_t number; /* to the nearest firm */
    struct hj_count_interval numbers;
};

/* One stratum: the exact interval for a finite population. */
struct hj_estimate hj_assess_stratum(const struct hj_stratum *stratum, double confidence);

/* All strata in which something was sampled together; *covered: their firms. The interval is that
 * of an effective sample size (Korn and Graubard, Survey Methodology 24, 1998): the exact one below
 * 200 firms sampled, one between it and mid-P from there on, where the exact one would be wider
 * than it says. Where few dead (or few living) firms were seen the strata's own variances are worth
 * little, and the effective size tends to that of equal shares: five firms that are all alive are
 * not certain. */
struct hj_estimate hj_assess_total(const struct hj_stratum *strata, size_t count, double confidence,
                                   int64_t *covered);

enum hj_allocation {
    HJ_ALLOCATION_PROPORTIONAL, /* every stratum the same share of its firms */
    HJ_ALLOCATION_OPTIMAL,      /* Neyman: more where the share is less certain */
};

/* sizes[i]: of `wanted` further visits those in stratum i, so that all visits together, those made
 * and these, are allocated as asked (integers by Wright, The American Statistician 66, 2012: the
 * next visit goes where population * deviation / sqrt(k (k + 1)) is greatest, k visits being
 * there). Never more than the firms not sampled yet. Returns how many were placed. */
int64_t hj_assess_allocate(const struct hj_stratum *strata, size_t count, int64_t wanted,
                           enum hj_allocation allocation, int64_t *sizes);

/* Whether the visited are of the marked kind more or less often than chance explains (0.1 %, two
 * ends) if they were drawn at random: `marked` of `visited`, where `all_marked` of `all` firms are.
 */
bool hj_assess_aimed(int64_t marked, int64_t visited, int64_t all_marked, int64_t all);

/* A firm's place in the draw: those with the least numbers are visited. From the seed and the
 * firm's own number alone (Philox), so a larger draw begins with the smaller one. seed < 2^56. */
uint64_t hj_assess_order(uint64_t seed, uint64_t firm);

#endif
