/* SPDX-License-Identifier: MIT
 * The firms of a plan put in order, and the months of a schedule given to them. */
#ifndef HJ_CAMPAIGN_PLAN_ORDER_H
#define HJ_CAMPAIGN_PLAN_ORDER_H

#include "rules/ruleset.h"
#include "simulate/schedule.h"

/* A firm of the plan; texts are the arena's. */
struct hj_planned {
    int64_t record;
    struct hj_value uscc, name, town, unchecked, rules;
    const struct hj_value *order; /* one an item of `plan:` */
    uint32_t route;
    enum hj_severity severity;
    uint32_t unchecked_count;
    bool counted, wanted; /* wanted: the filters show it */
    hj_date day;          /* on which it is opened; HJ_DATE_MIN: on none */
};

/* in_order: room for `count`. False: the memory is full. */
bool hj_plan_sort(const struct hj_ruleset *ruleset, struct hj_planned *firms, size_t count,
                  struct hj_planned **in_order) HJ_MUST_USE;
/* Fills `day` of the firms that count: what the schedule opens of each route and town is taken in
 * turn by the firms in their order. False: the memory is full. */
bool hj_plan_take_months(const struct hj_schedule *schedule, const struct hj_cohorts *cohorts,
                         struct hj_planned *const *in_order, size_t count,
                         size_t routes) HJ_MUST_USE;

#endif
