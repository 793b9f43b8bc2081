/* SPDX-License-Identifier: MIT
 * All trials of a plan: plan → what N and H were at each month's end of each trial. On all cores;
 * the same numbers on any count of threads, since a trial's random numbers come from its index
 * alone and everything it leaves is a whole number in its own place.
 *
 * One trial: one share a group of cases, one lag; then, month by month, of the cases of each
 * opening that have not ended a binomial number ends (the chance given that they had not ended
 * before), Poisson numbers are founded and close (cut at the firms outside the campaign),
 * certificates end, are renewed and granted. At each month's end N before + new - exits = N after
 * is checked against the sum over all cohorts. */
#ifndef HJ_SIMULATE_TRIALS_H
#define HJ_SIMULATE_TRIALS_H

#include "simulate/kept.h"

/* Arrays of `months * count`: month by month, trial by trial; and of `count`. Release after use. */
struct hj_trials {
    uint64_t count;
    uint32_t months;
    int32_t *denominators,
        *numerators;       /* at the end of each month; H of the last: at its snapshot */
    int32_t *opened_exits; /* of opened cases, by the deadline: N without them is N + these */
    int32_t *cases;        /* the fewest opened cases, in the plan's order, with which the
                            * target holds; INT32_MAX: it does not with all of them */
};

enum hj_code hj_simulate_trials(const struct hj_plan *plan, uint64_t count, unsigned threads,
                                struct hj_trials *trials, struct hj_error *error) HJ_MUST_USE;
void hj_simulate_trials_release(struct hj_trials *trials);

/* What is moved against the plan whose cases were kept. */
enum { HJ_MOVED_ALL = -1, HJ_MOVED_NO_ROUTE = -2 };

struct hj_trials_job {
    const struct hj_plan *plan;
    uint64_t count;
    unsigned threads;
    struct hj_kept *keep;        /* to be filled; NULL: nothing is kept */
    const struct hj_kept *known; /* then only N and H come out; NULL: all is drawn */
    int64_t moved;               /* with `known`: the route whose cases may differ, or as above */
};

enum hj_code hj_simulate_trials_job(const struct hj_trials_job *job, struct hj_trials *trials,
                                    struct hj_error *error) HJ_MUST_USE;

#endif
