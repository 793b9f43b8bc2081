/* SPDX-License-Identifier: MIT
 * `history:` of a scenario: how many firms are founded and closed in each calendar month, from the
 * registry's own dates. Firms that are gone since are part of it: whether they counted is asked
 * with the column that their exit changed put back to what it was. */
#ifndef HJ_CAMPAIGN_HISTORY_H
#define HJ_CAMPAIGN_HISTORY_H

#include "campaign/cohorts.h"

/* Adds the mean numbers a month to the flow. A column that is not there is a problem at `history:`.
 */
enum hj_code hj_history_add(const struct hj_cohort_job *job, struct hj_scenario_file *file,
                            struct hj_error *error) HJ_MUST_USE;

#endif
