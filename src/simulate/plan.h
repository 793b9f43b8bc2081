/* SPDX-License-Identifier: MIT
 * A scenario and the cohorts worked out into what every trial has in common: which cases are opened
 * when, the chance that they have ended by each month's end, what certificates end. Frozen; shared
 * by all threads; lives in the arena it was made in. */
#ifndef HJ_SIMULATE_PLAN_H
#define HJ_SIMULATE_PLAN_H

#include "base/error.h"
#include "simulate/calendar.h"
#include "simulate/cohorts.h"
#include "simulate/scenario.h"
#include "simulate/table.h"

#define HJ_SIMULATE_MONTH_DAYS 30.4375 /* days of a month of lag: 365.25 / 12 */

/* Cases opened on one day, or found open in one stage since one day. */
struct hj_opening {
    uint32_t route, town; /* town: HJ_TOWN_NONE where towns are not told apart */
    uint32_t month;       /* in which they are opened; in flight: 0 */
    bool flight, hightech;
    bool timeless; /* ends at once: HJ_PLAN_TIMELESS */
    int64_t firms;
    hj_date day;     /* from which the duration runs */
    hj_date least;   /* no case ends before: the steps */
    double passed;   /* share of durations that would have ended by as_of (in flight) */
    uint32_t group;  /* of the shares */
    uint32_t stream; /* the cohort of the counters */
    double *below;   /* one a month: P(ended by its last day), without lag */
    double chance;   /* the last of them times the mean share */
    uint32_t first;  /* the month in which its first case can end */
    /* From `first` on one a month: how many of those left end in it, where that chance is the same
     * in every trial; NULL: it is not, or it is a case alone. */
    struct hj_draw_tables *tables;
    uint32_t flights; /* of the plan; HJ_FLIGHTS_NONE: its cases end by themselves */
};

#define HJ_FLIGHTS_NONE UINT32_MAX

/* Cases in flight with one drawn share: the months in which they would end, did all succeed, have
 * the same chances in every trial; how many of all that would end in a month do is one number. */
struct hj_flights {
    uint32_t route, group;
    bool hightech;
};

/* Cases that have one share in common. */
struct hj_share_group {
    const struct hj_share *share;
    uint32_t route, stream;
    bool used; /* some of its cases can end in time: else it need not be drawn */
};

/* Certificates by the month in which they end and that in which a new one counts. */
struct hj_ending {
    uint32_t leave, back; /* months; back = month_count: too late to count */
    int64_t firms;
    struct hj_draw_table *table; /* of those renewed, where the share is fixed */
};

struct hj_granting {
    uint32_t month;
    int64_t applicants;
    const struct hj_share *pass;
    struct hj_draw_table *table; /* where the share is fixed */
};

struct hj_plan {
    const struct hj_scenario *scenario;
    int64_t numerator, denominator; /* today */
    int64_t loose;                  /* counted firms outside the campaign's cohorts */
    int64_t idle;                   /* counted firms in them of which no case is opened */
    struct hj_month *months;
    uint32_t month_count;        /* 1 where the deadline is as_of: then nothing happens in it */
    struct hj_opening *openings; /* those in flight first */
    uint32_t opening_count;
    struct hj_flights *flights;
    uint32_t flights_count;
    uint32_t *order; /* openings that are not in flight, the best chance first */
    uint32_t order_count;
    int64_t cases; /* opened in all: stock - idle */
    int64_t stock; /* that could be opened */
    struct hj_share_group *groups;
    uint32_t group_count;
    double *founded, *closed;                               /* one a month: means */
    struct hj_draw_table **founded_tables, **closed_tables; /* NULL: rejection */
    int64_t *new_firms, *exits, *hightech; /* one a month: events; hightech is the net change */
    struct hj_ending *endings;
    uint32_t ending_count;
    struct hj_granting *grantings; /* those that come too late are left out */
    uint32_t *granting_streams;    /* their index in the scenario */
    uint32_t granting_count;
    int64_t least_numerator, most_numerator;
    int64_t *most_denominators; /* by numerator - least_numerator: with which the target holds */
};

/* How hands and days are taken. Anything but PLANNED asks what would be possible. */
enum hj_plan_mode {
    HJ_PLAN_PLANNED,  /* as the scenario says */
    HJ_PLAN_AT_ONCE,  /* all stock of the routes is opened on their first day: no lack of hands */
    HJ_PLAN_TIMELESS, /* likewise, and every case ends in time: no lack of days */
};

/* HJ_SIMULATE_LARGE when the numbers together are too large to count. */
enum hj_code hj_simulate_plan(const struct hj_scenario *scenario, const struct hj_cohorts *cohorts,
                              enum hj_plan_mode mode, struct hj_arena *arena, struct hj_plan *plan,
                              struct hj_error *error) HJ_MUST_USE;

/* P(a case of the opening has ended by the end of `day`), with its share taken for 1; day may be
 * fractional. T is triangular, never under the steps: 0 before `least`, else P(T <= day - opening),
 * given that it had not ended by as_of (in flight). */
double hj_simulate_opening_below(const struct hj_plan *plan, const struct hj_opening *opening,
                                 double day);
/* The largest denominator with which the target holds. */
static inline int64_t hj_simulate_most_denominator(const struct hj_plan *plan, int64_t numerator)
{
    return plan->most_denominators[numerator - plan->least_numerator];
}

/* Splits `total` in proportion to weights, each part at most its cap (NULL: its weight): largest
 * remainders, ties to the lower index. Parts add up to min(total, sum of caps). Weights and total
 * at most HJ_SIMULATE_COUNT; what has no weight gets nothing. */
struct hj_apportioned {
    int64_t *parts, *remainders; /* count numbers each, the caller's; remainders is for working */
};
void hj_simulate_apportion(const int64_t *weights, const int64_t *caps, uint32_t count,
                           int64_t total, struct hj_apportioned *result);

/* ---- the steps of making a plan: openings.c ---- */

struct hj_planning {
    struct hj_plan *plan;
    const struct hj_cohorts *cohorts;
    enum hj_plan_mode mode;
    struct hj_arena *arena;
    uint32_t towns;         /* and one for "not known" */
    int64_t *stock;         /* route * towns + town: what can still be opened */
    int64_t *town_left;     /* hands left this month, one a town */
    int64_t *capacity_left; /* the same, one a capacity */
    int64_t *caps;          /* for working: one a town */
    struct hj_apportioned apportioned;
    uint32_t opening_capacity, group_capacity;
    uint64_t cells; /* of all tables that may still be made */
    bool by_week;   /* more than 64 kinds of cases in flight: told apart by weeks, not days */
};

/* Whether the plan opens cases of the route: those that `open` names; where a plan asks what is
 * possible and the scenario opens nothing, all that move a firm. */
bool hj_simulate_plan_opens(const struct hj_planning *planning, uint32_t route);
/* False: the memory is full. */
bool hj_simulate_plan_flights(struct hj_planning *planning) HJ_MUST_USE;
bool hj_simulate_plan_openings(struct hj_planning *planning) HJ_MUST_USE;
/* same.c */
bool hj_simulate_plan_same(struct hj_planning *planning) HJ_MUST_USE;

#endif
