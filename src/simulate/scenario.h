/* SPDX-License-Identifier: MIT
 * A scenario as plain structs (design.md section 11): what is opened when, what may happen, the
 * target. The campaign fills it from scenario.yaml and from the rules; everything it points to
 * lives as long as it does. All zero is "nothing": no inflow, no events, no high-tech changes,
 * nothing opened. */
#ifndef HJ_SIMULATE_SCENARIO_H
#define HJ_SIMULATE_SCENARIO_H

#include "decide/target.h"
#include "rules/ruleset.h"
#include "simulate/draws.h"

/* Which cases have one share in common: all of a route (in flight too); those opened in one month,
 * and those in flight; those of one town. */
enum hj_share_by { HJ_SHARE_ROUTE, HJ_SHARE_BATCH, HJ_SHARE_TOWN };

/* One a route of the rules, in their order: the index names the route's random numbers. */
struct hj_scenario_route {
    const struct hj_route *route;
    struct hj_share share;
    enum hj_share_by by;
    bool opened;       /* `open` names it */
    uint32_t order;    /* among those opened: who takes what hands first */
    int64_t per_month; /* cases on the first day of each month; with batches: of each batch */
    hj_date from;      /* none before; in the middle of a month its first are opened on that day */
    uint32_t every;    /* months from one batch to the next; 0 and 1: each month */
};

/* Hands: no more cases a month than this, of all routes of a role, of one route, or in one town. */
enum hj_capacity_of { HJ_CAPACITY_ROLE, HJ_CAPACITY_ROUTE, HJ_CAPACITY_TOWN };
struct hj_scenario_capacity {
    enum hj_capacity_of of;
    struct hj_span name;
    int64_t per_month; /* where visits is 0 */
    double visits; /* site checks a working day: officers · visits of each / officers a visit */
};

struct hj_scenario_event {
    hj_date day; /* some day of the month in which it happens */
    int64_t new_firms, exits, new_hightech, lost_hightech;
};

struct hj_scenario_approval {
    hj_date date;
    int64_t applicants;
    struct hj_share pass;
};

/* Mean flows a month by calendar month (0: January): Poisson. */
struct hj_scenario_flow {
    double founded[12], closed[12];
};

struct hj_scenario {
    struct hj_span name, counting;
    hj_date as_of, deadline;
    hj_date numerator_snapshot; /* = deadline unless another day */
    hj_date denominator_date;   /* what happens to N later is not seen; = deadline unless given */
    bool denominator_given;     /* the scenario says where N comes from */
    struct hj_span denominator_source;
    struct hj_target target;
    int64_t scale;
    struct hj_target confidence; /* a decimal below 1, at most 9 places */
    uint64_t trials, seed;
    const struct hj_scenario_route *routes;
    uint32_t route_count;
    const struct hj_scenario_capacity *capacities;
    uint32_t capacity_count;
    struct hj_scenario_flow flow;
    const struct hj_scenario_event *events;
    uint32_t event_count;
    const struct hj_scenario_approval *approvals;
    uint32_t approval_count;
    bool renewed; /* `renewals` is given: certificates that end may be renewed */
    struct hj_share renewal;
    bool renewal_date_given; /* new certificates count from then on, or from the end of the old one
                              */
    hj_date renewal_date;
    bool lagged; /* statistics take exits late: one lag a trial, in months */
    struct hj_triangle lag;
    const struct hj_calendar *calendar;
    /* Routes whose cases towns are asked to serve (quotas); all opened ones where none is given. */
    const bool *served; /* one a route, or NULL */
};

enum {
    HJ_SIMULATE_TRIALS = 10000000, /* the most */
    HJ_SIMULATE_COUNT = 100000000, /* the most of any number of firms or cases */
};

#endif
