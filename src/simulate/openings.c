/* SPDX-License-Identifier: MIT
 * Which cases are opened when: those in flight, then month by month what stock and hands allow.
 * Firms that leave nothing under the counting are not opened: they would take hands and move no
 * ratio. */
#include "simulate/plan.h"

#include <math.h>

/* Room for one more item; what was there before stays behind in the arena. */
static bool more(struct hj_arena *arena, void **items, uint32_t count, uint32_t *capacity,
                 size_t size)
{
    if (count < *capacity) {
        return true;
    }
    uint32_t larger = *capacity ? 2 * *capacity : 16;
    void *moved = hj_arena_zero(arena, larger, size);
    if (!moved) {
        return false;
    }
    if (count) {
        memcpy(moved, *items, count * size);
    }
    *items = moved;
    *capacity = larger;
    return true;
}

/* ---- shares ---- */

/* route << 22 | town + 1 << 10 | month + 1, with 0 for what is not told apart. */
static uint32_t stream_of(uint32_t route, uint32_t town, uint32_t month)
{
    return route << 22 | (town == HJ_TOWN_NONE ? 0 : town + 1) << 10 | month;
}

static bool find_group(struct hj_planning *planning, struct hj_opening *opening)
{
    struct hj_plan *plan = planning->plan;
    const struct hj_scenario_route *route = &plan->scenario->routes[opening->route];
    uint32_t stream = stream_of(opening->route, HJ_TOWN_NONE, 0);
    if (route->by == HJ_SHARE_TOWN) {
        stream = stream_of(opening->route, opening->town, 0);
    } else if (route->by == HJ_SHARE_BATCH) {
        stream = stream_of(opening->route, HJ_TOWN_NONE, opening->flight ? 0 : opening->month + 1);
    }
    for (uint32_t i = 0; i < plan->group_count; i++) {
        if (plan->groups[i].stream == stream) {
            opening->group = i;
            return true;
        }
    }
    void *groups = plan->groups;
    if (!more(planning->arena, &groups, plan->group_count, &planning->group_capacity,
              sizeof *plan->groups)) {
        return false;
    }
    plan->groups = groups;
    opening->group = plan->group_count;
    plan->groups[plan->group_count++] =
        (struct hj_share_group){&route->share, opening->route, stream, false};
    return true;
}

/* ---- one opening ---- */

double hj_simulate_opening_below(const struct hj_plan *plan, const struct hj_opening *opening,
                                 double day)
{
    const struct hj_route *route = plan->scenario->routes[opening->route].route;
    if (opening->timeless) {
        return 1.0;
    }
    if (day < (double)opening->least) {
        return 0.0;
    }
    if (!route->has_duration || opening->passed >= 1.0) {
        return 1.0;
    }
    const struct hj_triangle duration = {route->low, route->mode, route->high};
    double below = hj_simulate_triangle_below(&duration, day - (double)opening->day);
    return below <= opening->passed ? 0.0 : (below - opening->passed) / (1.0 - opening->passed);
}

/* The last day of the month that N sees, less a typical lag. */
static double seen_day(const struct hj_scenario *scenario, const struct hj_month *month)
{
    hj_date last =
        month->last < scenario->denominator_date ? month->last : scenario->denominator_date;
    return (double)last - (scenario->lagged ? scenario->lag.mode * HJ_SIMULATE_MONTH_DAYS : 0.0);
}

static bool add_opening(struct hj_planning *planning, struct hj_opening opening)
{
    struct hj_plan *plan = planning->plan;
    const struct hj_scenario *scenario = plan->scenario;
    void *openings = plan->openings;
    opening.timeless = planning->mode == HJ_PLAN_TIMELESS;
    opening.below = hj_arena_zero(planning->arena, plan->month_count, sizeof *opening.below);
    if (!opening.below || !find_group(planning, &opening) ||
        !more(planning->arena, &openings, plan->opening_count, &planning->opening_capacity,
              sizeof opening)) {
        return false;
    }
    plan->openings = openings;
    for (uint32_t m = opening.month; m < plan->month_count; m++) {
        opening.below[m] =
            hj_simulate_opening_below(plan, &opening, seen_day(scenario, &plan->months[m]));
    }
    opening.chance = opening.below[plan->month_count - 1] *
                     hj_simulate_share_mean(&scenario->routes[opening.route].share);
    opening.stream = opening.flight ? plan->opening_count
                                    : stream_of(opening.route, opening.town, opening.month + 1);
    plan->openings[plan->opening_count++] = opening;
    return true;
}

/* ---- in flight ---- */

/* Found in a step since about the same week: enough where there are many cases. */
static hj_date middle_of_week(hj_date day)
{
    return day - (hj_date)(((int64_t)day - HJ_DATE_MIN) % 7) + 3;
}

/* A case found in step `stage` since some day is taken to have begun when the steps before it, run
 * from there, would have had to; its duration runs from then on, given that it has not ended yet.
 * One that is overdue ends at once. */
static struct hj_opening flight_of(const struct hj_planning *planning,
                                   const struct hj_cohort *cohort)
{
    const struct hj_scenario *scenario = planning->plan->scenario;
    const struct hj_route *route = scenario->routes[cohort->route].route;
    uint32_t stage = (uint32_t)cohort->stage < route->step_count ? (uint32_t)cohort->stage : 0;
    hj_date since =
        planning->by_week && route->has_duration ? middle_of_week(cohort->since) : cohort->since;
    hj_date before = hj_simulate_steps_end(scenario->calendar, route->steps, 0, stage, since);
    struct hj_opening opening = {
        .route = cohort->route,
        .town = scenario->routes[cohort->route].by == HJ_SHARE_TOWN ? cohort->town : HJ_TOWN_NONE,
        .flight = true,
        .hightech = cohort->hightech,
        .firms = cohort->firms,
        .day = since - (before - since),
        .least = hj_simulate_steps_end(scenario->calendar, route->steps, stage, route->step_count,
                                       since),
    };
    if (opening.least > scenario->as_of) {
        return opening; /* no duration is under the steps: that it is open yet tells nothing */
    }
    opening.least = scenario->as_of + 1;
    if (route->has_duration) {
        const struct hj_triangle duration = {route->low, route->mode, route->high};
        opening.passed =
            hj_simulate_triangle_below(&duration, (double)scenario->as_of - (double)opening.day);
    }
    return opening;
}

/* Whether their cases have ended by each month's end with the same chance: then they are one
 * cohort. With a lag, which is drawn, days decide. */
static bool ends_alike(const struct hj_plan *plan, const struct hj_opening *a,
                       const struct hj_opening *b)
{
    const struct hj_route *route = plan->scenario->routes[a->route].route;
    if (route->has_duration || plan->scenario->lagged) {
        return a->day == b->day && a->least == b->least;
    }
    return hj_simulate_month_of(plan->months, plan->month_count, a->least) ==
               hj_simulate_month_of(plan->months, plan->month_count, b->least) &&
           (a->least <= plan->scenario->denominator_date) ==
               (b->least <= plan->scenario->denominator_date);
}

enum { FLIGHTS_BY_DAY = 64 };

static bool many_flights(const struct hj_cohorts *cohorts)
{
    uint32_t flights = 0;
    for (uint32_t i = 0; i < cohorts->count; i++) {
        flights += cohorts->items[i].stage != HJ_COHORT_STOCK && cohorts->items[i].counted;
    }
    return flights > FLIGHTS_BY_DAY;
}

bool hj_simulate_plan_flights(struct hj_planning *planning)
{
    struct hj_plan *plan = planning->plan;
    planning->by_week = many_flights(planning->cohorts);
    for (uint32_t i = 0; i < planning->cohorts->count; i++) {
        const struct hj_cohort *cohort = &planning->cohorts->items[i];
        if (cohort->stage == HJ_COHORT_STOCK || !cohort->counted || cohort->firms <= 0) {
            continue;
        }
        struct hj_opening opening = flight_of(planning, cohort);
        uint32_t same = 0;
        for (; same < plan->opening_count; same++) {
            const struct hj_opening *other = &plan->openings[same];
            if (other->route == opening.route && other->town == opening.town &&
                other->hightech == opening.hightech && ends_alike(plan, other, &opening)) {
                break;
            }
        }
        if (same < plan->opening_count) {
            plan->openings[same].firms += opening.firms;
        } else if (!add_opening(planning, opening)) {
            return false;
        }
    }
    return true;
}

/* ---- month by month ---- */

static bool opens_nothing(const struct hj_scenario *scenario)
{
    for (uint32_t r = 0; r < scenario->route_count; r++) {
        if (scenario->routes[r].opened) {
            return false;
        }
    }
    return true;
}

bool hj_simulate_plan_opens(const struct hj_planning *planning, uint32_t route)
{
    const struct hj_scenario *scenario = planning->plan->scenario;
    const struct hj_route *of = scenario->routes[route].route;
    return (of->gone || of->becomes_count > 0) &&
           (scenario->routes[route].opened ||
            (planning->mode != HJ_PLAN_PLANNED && opens_nothing(scenario)));
}

static void fill_hands(struct hj_planning *planning, const struct hj_month *month)
{
    const struct hj_scenario *scenario = planning->plan->scenario;
    for (uint32_t t = 0; t < planning->towns; t++) {
        planning->town_left[t] = HJ_SIMULATE_COUNT;
    }
    for (uint32_t c = 0; c < scenario->capacity_count; c++) {
        const struct hj_scenario_capacity *capacity = &scenario->capacities[c];
        int64_t hands = capacity->per_month;
        if (capacity->visits > 0.0) {
            hands = (int64_t)floor(
                capacity->visits *
                (double)hj_simulate_working_days(scenario->calendar, month->first, month->last));
        }
        planning->capacity_left[c] = hands;
        for (uint32_t t = 0; capacity->of == HJ_CAPACITY_TOWN && t + 1 < planning->towns; t++) {
            if (hj_span_equal(planning->cohorts->towns[t], capacity->name)) {
                planning->town_left[t] = hands;
            }
        }
    }
}

static bool limits(const struct hj_scenario_capacity *capacity, const struct hj_route *route)
{
    return (capacity->of == HJ_CAPACITY_ROLE && hj_span_equal(capacity->name, route->role)) ||
           (capacity->of == HJ_CAPACITY_ROUTE && hj_span_equal(capacity->name, route->id));
}

/* How many cases of the route the month wants; 0 where it opens none. */
static int64_t wanted(const struct hj_planning *planning, uint32_t route, uint32_t m)
{
    const struct hj_plan *plan = planning->plan;
    const struct hj_scenario_route *of = &plan->scenario->routes[route];
    const struct hj_month *month = &plan->months[m];
    uint32_t first = hj_simulate_month_of(plan->months, plan->month_count, of->from);
    if (month->first > month->last || m < first) {
        return 0;
    }
    if (planning->mode != HJ_PLAN_PLANNED) {
        return m == first ? HJ_SIMULATE_COUNT : 0;
    }
    uint32_t every = of->every > 1 ? of->every : 1;
    int64_t want = (m - first) % every == 0 ? of->per_month : 0;
    for (uint32_t c = 0; c < plan->scenario->capacity_count; c++) {
        if (limits(&plan->scenario->capacities[c], of->route) &&
            planning->capacity_left[c] < want) {
            want = planning->capacity_left[c];
        }
    }
    return want;
}

/* Splits the cases over the towns in proportion to their stock. */
static int64_t take_stock(struct hj_planning *planning, uint32_t route, int64_t want)
{
    int64_t *stock = &planning->stock[route * planning->towns];
    int64_t taken = 0;
    for (uint32_t t = 0; t < planning->towns; t++) {
        planning->caps[t] = stock[t];
        if (planning->mode == HJ_PLAN_PLANNED && planning->town_left[t] < stock[t]) {
            planning->caps[t] = planning->town_left[t];
        }
    }
    hj_simulate_apportion(stock, planning->caps, planning->towns, want, &planning->apportioned);
    for (uint32_t t = 0; t < planning->towns; t++) {
        stock[t] -= planning->apportioned.parts[t];
        planning->town_left[t] -= planning->apportioned.parts[t];
        taken += planning->apportioned.parts[t];
    }
    return taken;
}

static void take_hands(struct hj_planning *planning, uint32_t route, int64_t taken)
{
    const struct hj_scenario *scenario = planning->plan->scenario;
    for (uint32_t c = 0; c < scenario->capacity_count; c++) {
        if (limits(&scenario->capacities[c], scenario->routes[route].route)) {
            planning->capacity_left[c] -= taken;
        }
    }
}

static bool open_route(struct hj_planning *planning, uint32_t route, uint32_t m)
{
    struct hj_plan *plan = planning->plan;
    const struct hj_scenario_route *of = &plan->scenario->routes[route];
    const struct hj_month *month = &plan->months[m];
    int64_t taken = take_stock(planning, route, wanted(planning, route, m));
    struct hj_opening opening = {
        .route = route,
        .town = HJ_TOWN_NONE,
        .month = m,
        .firms = taken,
        .day = of->from > month->first && of->from <= month->last ? of->from : month->first,
    };
    opening.least = hj_simulate_steps_end(plan->scenario->calendar, of->route->steps, 0,
                                          of->route->step_count, opening.day);
    take_hands(planning, route, taken);
    plan->cases += taken;
    if (of->by != HJ_SHARE_TOWN) {
        return taken == 0 || add_opening(planning, opening);
    }
    for (uint32_t t = 0; t < planning->towns; t++) {
        opening.town = t + 1 < planning->towns ? t : HJ_TOWN_NONE;
        opening.firms = planning->apportioned.parts[t];
        if (opening.firms > 0 && !add_opening(planning, opening)) {
            return false;
        }
    }
    return true;
}

bool hj_simulate_plan_openings(struct hj_planning *planning)
{
    const struct hj_scenario *scenario = planning->plan->scenario;
    for (uint32_t m = 0; m < planning->plan->month_count; m++) {
        fill_hands(planning, &planning->plan->months[m]);
        for (uint32_t order = 0; order < scenario->route_count; order++) {
            for (uint32_t r = 0; r < scenario->route_count; r++) {
                if (scenario->routes[r].order == order && hj_simulate_plan_opens(planning, r) &&
                    !open_route(planning, r, m)) {
                    return false;
                }
            }
        }
    }
    return true;
}
