/* SPDX-License-Identifier: MIT
 * Which cases a scenario's plan opens when, route by route and town by town, and the last day on
 * which a start is of use: what a list of firms needs to become an ordered plan. */
#ifndef HJ_SIMULATE_SCHEDULE_H
#define HJ_SIMULATE_SCHEDULE_H

#include "base/arena.h"
#include "simulate/answers.h"
#include "simulate/cohorts.h"
#include "simulate/scenario.h"

/* Cases of any town: neither shares nor hands tell them apart. */
#define HJ_TOWN_ANY (UINT32_MAX - 1)

struct hj_scheduled {
    uint32_t route, town; /* town: HJ_TOWN_NONE where it is not known */
    hj_date day;
    int64_t firms;
};

struct hj_schedule {
    const struct hj_scheduled *items; /* month by month */
    uint32_t count;
    const struct hj_answer_start *starts; /* of all routes that move a firm */
    uint32_t start_count;
};

/* Everything is the arena's. */
enum hj_code hj_simulate_schedule(const struct hj_scenario *scenario,
                                  const struct hj_cohorts *cohorts, struct hj_arena *arena,
                                  struct hj_schedule *schedule, struct hj_error *error) HJ_MUST_USE;

#endif
