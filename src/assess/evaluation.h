/* SPDX-License-Identifier: MIT
 * How right a list is: of those that it names, how many are what it says (precision), and of those
 * that are, how many it names (recall), with exact intervals. Pure, thread-safe. */
#ifndef HJ_ASSESS_EVALUATION_H
#define HJ_ASSESS_EVALUATION_H

#include "assess/interval.h"

#include <stdbool.h>

struct hj_tally {
    int64_t listed;   /* named, and known what they are */
    int64_t positive; /* known to be what the list says, named or not */
    int64_t hits;     /* both */
    int64_t unknown;  /* known what they are, and the rule could not judge */
};

struct hj_score {
    bool given; /* false: divided by nothing */
    double value;
    struct hj_interval interval;
};

struct hj_score hj_assess_precision(const struct hj_tally *tally, double confidence);
struct hj_score hj_assess_recall(const struct hj_tally *tally, double confidence);

#endif
