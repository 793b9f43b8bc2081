/* SPDX-License-Identifier: MIT
 * What is the same in every trial of an opening: made once, so that a trial only looks it up. */
#include "simulate/plan.h"

#include <math.h>

/* Values of the tables of one month, and of all of a plan: 8 MB. */
enum { CELLS_A_MONTH = 1 << 16, CELLS = 1 << 20 };

/* How many cases may be left at the beginning of a month: four standard deviations to either side
 * of the mean. What lies outside is drawn by rejection. */
#define REACH 4.0

static bool make_month(struct hj_planning *planning, int64_t firms, double before, double chance,
                       struct hj_draw_tables *tables)
{
    double mean = (double)firms * (1.0 - before);
    double reach = REACH * sqrt(mean * before);
    double low = floor(mean - reach), high = ceil(mean + reach);
    int64_t least = low > 1.0 ? (int64_t)low : 1,
            most = high < (double)firms ? (int64_t)high : firms;
    uint64_t cells = planning->cells < CELLS_A_MONTH ? planning->cells : CELLS_A_MONTH;
    if (!hj_simulate_tables(least, most, chance, cells, planning->arena, tables)) {
        return false;
    }
    planning->cells -= tables->cells < planning->cells ? tables->cells : planning->cells;
    return true;
}

/* share: 1 where it is drawn, and asked later. */
static bool make_months(struct hj_planning *planning, struct hj_opening *opening, double share)
{
    const struct hj_plan *plan = planning->plan;
    double before = 0.0;
    opening->tables =
        hj_arena_zero(planning->arena, plan->month_count - opening->first, sizeof *opening->tables);
    for (uint32_t m = opening->first; opening->tables && m < plan->month_count; m++) {
        double now = share * opening->below[m];
        if (now > before) {
            if (!make_month(planning, opening->firms, before, (now - before) / (1.0 - before),
                            &opening->tables[m - opening->first])) {
                return false;
            }
            before = now;
        }
    }
    return opening->tables != NULL;
}

static void find_flights(struct hj_plan *plan, struct hj_opening *opening)
{
    uint32_t i = 0;
    while (i < plan->flights_count && (plan->flights[i].group != opening->group ||
                                       plan->flights[i].hightech != opening->hightech)) {
        i++;
    }
    if (i == plan->flights_count) {
        plan->flights[plan->flights_count++] =
            (struct hj_flights){opening->route, opening->group, opening->hightech};
    }
    opening->flights = i;
}

static bool make_opening(struct hj_planning *planning, struct hj_opening *opening)
{
    struct hj_plan *plan = planning->plan;
    const struct hj_share *share = &plan->scenario->routes[opening->route].share;
    opening->first = opening->month;
    opening->flights = HJ_FLIGHTS_NONE;
    if (plan->scenario->lagged) {
        plan->groups[opening->group].used = true;
        return true;
    }
    while (opening->first < plan->month_count && opening->below[opening->first] <= 0.0) {
        opening->first++;
    }
    if (opening->first == plan->month_count) {
        return true;
    }
    plan->groups[opening->group].used = true;
    if (opening->flight && !share->fixed) {
        find_flights(plan, opening);
    } else if (!share->fixed) {
        return true;
    }
    return opening->firms == 1 || make_months(planning, opening, share->fixed ? share->value : 1.0);
}

bool hj_simulate_plan_same(struct hj_planning *planning)
{
    struct hj_plan *plan = planning->plan;
    planning->cells = CELLS;
    plan->flights = hj_arena_zero(planning->arena, plan->opening_count + 1u, sizeof *plan->flights);
    for (uint32_t i = 0; plan->flights && i < plan->opening_count; i++) {
        if (!make_opening(planning, &plan->openings[i])) {
            return false;
        }
    }
    return plan->flights != NULL;
}
