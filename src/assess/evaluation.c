/* SPDX-License-Identifier: MIT */
#include "assess/evaluation.h"

static struct hj_score score(int64_t hits, int64_t of, double confidence)
{
    if (of == 0) {
        return (struct hj_score){0};
    }
    return (struct hj_score){
        .given = true,
        .value = (double)hits / (double)of,
        .interval = hj_assess_exact((double)hits, (double)of, confidence),
    };
}

struct hj_score hj_assess_precision(const struct hj_tally *tally, double confidence)
{
    return score(tally->hits, tally->listed, confidence);
}

struct hj_score hj_assess_recall(const struct hj_tally *tally, double confidence)
{
    return score(tally->hits, tally->positive, confidence);
}
