/* SPDX-License-Identifier: MIT
 * The firms of a campaign as the cohorts of a simulation: one pass over the blocks with the
 * verdicts, the cases in flight and the high-tech certificates beside them. */
#ifndef HJ_CAMPAIGN_COHORTS_H
#define HJ_CAMPAIGN_COHORTS_H

#include "campaign/pass.h"
#include "campaign/scenario.h"
#include "simulate/cohorts.h"

struct hj_cohort_job {
    struct hj_campaign *campaign;
    struct hj_store *store;
    const struct hj_loaded *loaded;
    const struct hj_digest *verdicts; /* NULL: none are decided */
    uint32_t counting;                /* of the indicator */
    const struct hj_scenario_sources *sources;
    struct hj_arena *arena; /* the cohorts' */
};

/* cases_left_out: cases in flight whose route is none of the rules'. */
enum hj_code hj_cohorts_make(const struct hj_cohort_job *job, struct hj_cohorts *cohorts,
                             uint64_t *cases_left_out, struct hj_error *error) HJ_MUST_USE;

/* The same from the store, where hj_cohorts_put left them; *found false: it did not. Needs the
 * job's verdicts. */
enum hj_code hj_cohorts_get(const struct hj_cohort_job *job, struct hj_cohorts *cohorts,
                            uint64_t *cases_left_out, bool *found,
                            struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_cohorts_put(const struct hj_cohort_job *job, const struct hj_cohorts *cohorts,
                            uint64_t cases_left_out, struct hj_error *error) HJ_MUST_USE;

/* The counting of the indicator that a scenario names; where it names none of them, the campaign's.
 */
enum hj_code hj_scenario_counting(const struct hj_campaign *campaign,
                                  const struct hj_ruleset *ruleset, struct hj_span id,
                                  uint32_t *counting, struct hj_error *error) HJ_MUST_USE;
/* Leaves the cohorts of the campaign's scenario in the store, in its open transaction, unless they
 * are there (*kept false) or there is no scenario that could be simulated on these verdicts. */
enum hj_code hj_scenario_keep_cohorts(struct hj_campaign *campaign, struct hj_store *store,
                                      const struct hj_loaded *loaded,
                                      const struct hj_digest *verdicts, bool *kept,
                                      struct hj_error *error) HJ_MUST_USE;

/* The fact table among those that the numerator rests on that has such a date column: its index, or
 * UINT32_MAX. */
uint32_t hj_cohorts_certificates(const struct hj_loaded *loaded,
                                 const struct hj_scenario_sources *sources);

#endif
