/* SPDX-License-Identifier: MIT
 * Inside of answers: what its parts share. */
#ifndef HJ_SIMULATE_ANSWERING_H
#define HJ_SIMULATE_ANSWERING_H

#include "simulate/answers.h"
#include "simulate/quantile.h"
#include "simulate/trials.h"

/* Asked again with fewer trials: what would be possible, and each parameter moved. The standard
 * error of a probability is then at most 0.4 % and 0.7 %; they are said rounded to 5 %. */
enum { HJ_TRIALS_POSSIBLE = 20000, HJ_TRIALS_SENSITIVITY = 5000 };

struct hj_answering {
    const struct hj_scenario *scenario;
    const struct hj_cohorts *cohorts;
    unsigned threads;
    struct hj_arena *arena;
    struct hj_answers *answers;
    struct hj_plan plan;
    struct hj_trials trials;
    struct hj_kept kept; /* of the first trials: for the sensitivity */
    double *numbers;     /* one a trial: for working */
};

static inline double hj_ratio_of(const struct hj_scenario *scenario, int64_t numerator,
                                 int64_t denominator)
{
    double infinite = 1e308 * 10.0;
    return denominator > 0 ? (double)(numerator * scenario->scale) / (double)denominator : infinite;
}

/* What is read off one run of trials at the deadline: how often the target holds, and the median.
 */
struct hj_outcome {
    uint64_t successes;
    double median, probability;
};
/* numbers: room for one a trial. */
struct hj_outcome hj_simulate_outcome(const struct hj_plan *plan, const struct hj_trials *trials,
                                      double *numbers);

enum hj_code hj_simulate_answer_required(struct hj_answering *answering,
                                         struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_simulate_answer_frontier(struct hj_answering *answering,
                                         struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_simulate_answer_sensitivity(struct hj_answering *answering,
                                            struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_simulate_answer_starts(struct hj_answering *answering,
                                       struct hj_error *error) HJ_MUST_USE;

#endif
