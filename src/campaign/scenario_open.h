/* SPDX-License-Identifier: MIT
 * A scenario file opened on a campaign: the store, the rules frozen under its `set:` (run again
 * where there is one, in a transaction that is never committed), its verdicts and its cohorts. */
#ifndef HJ_CAMPAIGN_SCENARIO_OPEN_H
#define HJ_CAMPAIGN_SCENARIO_OPEN_H

#include "campaign/campaign.h"
#include "campaign/scenario.h"
#include "simulate/cohorts.h"

struct hj_scenario_opened {
    struct hj_campaign *campaign;
    const char *path;
    const char *target;     /* in place of the file's; NULL: the file's */
    struct hj_arena *arena; /* the caller's: the scenario's and the cohorts' */
    struct hj_store *store;
    struct hj_campaign under; /* with `set:`: the campaign with other parameters */
    struct hj_loaded loaded;
    struct hj_scenario_file file;
    uint32_t counting; /* of the indicator */
    struct hj_digest verdicts;
    struct hj_cohorts *cohorts;
    int64_t cases_left_out; /* in flight, with a route that is none of the rules' */
};

/* campaign, path, target and arena are given; the rest is filled, but the cohorts. Mistakes in the
 * file are the campaign's problems, and HJ_SCENARIO_MISTAKES is returned. Close it in any case. */
enum hj_code hj_scenario_open(struct hj_scenario_opened *opened,
                              struct hj_error *error) HJ_MUST_USE;
/* The same where names alone are wanted: no rule is run again and no verdict needed. The parameter
 * `snapshot` of the rules, where they have one, is the day on which the scenario counts the
 * numerator. The scenario's routes are not there. */
#define HJ_SNAPSHOT_PARAMETER "snapshot"
enum hj_code hj_scenario_open_names(struct hj_scenario_opened *opened,
                                    struct hj_error *error) HJ_MUST_USE;
/* Counts the cohorts, and what `history:` says. */
enum hj_code hj_scenario_count_cohorts(struct hj_scenario_opened *opened,
                                       struct hj_error *error) HJ_MUST_USE;
/* Its store and rules take the place of the campaign's own, which are released: `set:` may have
 * changed them. `opened` is without them from here on. */
void hj_scenario_hand_over(struct hj_scenario_opened *opened, struct hj_store **store,
                           struct hj_loaded *loaded);
void hj_scenario_close(struct hj_scenario_opened *opened);

#endif
