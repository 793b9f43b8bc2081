/* SPDX-License-Identifier: MIT
 * The firms as a simulation sees them: how many of them are alike. Counted once by the campaign
 * from the verdicts; a trial costs what the cohorts and months cost, however many firms there are.
 */
#ifndef HJ_SIMULATE_COHORTS_H
#define HJ_SIMULATE_COHORTS_H

#include "base/date.h"
#include "base/span.h"

enum { HJ_COHORT_STOCK = -1 }; /* stage: no case is open */
#define HJ_TOWN_NONE UINT32_MAX

struct hj_cohort {
    uint32_t route; /* of the scenario */
    int32_t stage;  /* the step that its case is in, from 0; HJ_COHORT_STOCK */
    hj_date since;  /* the day that step began */
    uint32_t town;  /* HJ_TOWN_NONE: not known */
    bool counted;   /* in the denominator today, and not after the route */
    bool hightech;  /* the same for the numerator; firms without a case never are */
    int64_t firms;
};

/* Certificates that count today and end. */
struct hj_certificates {
    hj_date end; /* the firm leaves the numerator that day */
    int64_t firms;
};

struct hj_cohorts {
    int64_t numerator, denominator; /* today, under the scenario's counting */
    const struct hj_cohort *items;
    uint32_t count;
    const struct hj_certificates *certificates; /* by end */
    uint32_t certificate_count;
    const struct hj_span *towns; /* in byte order */
    uint32_t town_count;
};

#endif
