/* SPDX-License-Identifier: MIT */
#include "simulate/plan.h"

#include <stdlib.h>

/* ---- the numerator ---- */

/* The month in whose figure a day's change of the numerator shows; month_count: never. */
static uint32_t numerator_month(const struct hj_plan *plan, hj_date day)
{
    if (day > plan->scenario->numerator_snapshot) {
        return plan->month_count;
    }
    uint32_t month = hj_simulate_month_of(plan->months, plan->month_count, day);
    return month == plan->month_count ? month - 1 : month;
}

static void add_ending(struct hj_plan *plan, const struct hj_certificates *certificates)
{
    const struct hj_scenario *scenario = plan->scenario;
    hj_date end = certificates->end > scenario->as_of ? certificates->end : scenario->as_of + 1;
    hj_date back =
        scenario->renewal_date_given && scenario->renewal_date > end ? scenario->renewal_date : end;
    struct hj_ending ending = {
        .leave = numerator_month(plan, end),
        .back = scenario->renewed ? numerator_month(plan, back) : plan->month_count,
        .firms = certificates->firms,
    };
    if (ending.leave == plan->month_count || ending.firms <= 0) {
        return;
    }
    for (uint32_t i = 0; i < plan->ending_count; i++) {
        if (plan->endings[i].leave == ending.leave && plan->endings[i].back == ending.back) {
            plan->endings[i].firms += ending.firms;
            return;
        }
    }
    plan->endings[plan->ending_count++] = ending;
}

/* None where the share is drawn: then by rejection. False: the memory is full. */
static bool fixed_table(const struct hj_share *share, int64_t n, struct hj_arena *arena,
                        struct hj_draw_table **table)
{
    *table = NULL;
    return !share->fixed || hj_simulate_table_binomial(n, share->value, arena, table);
}

static bool plan_numerator(struct hj_plan *plan, const struct hj_cohorts *cohorts,
                           struct hj_arena *arena)
{
    const struct hj_scenario *scenario = plan->scenario;
    plan->endings = hj_arena_zero(arena, cohorts->certificate_count + 1u, sizeof *plan->endings);
    plan->grantings = hj_arena_zero(arena, scenario->approval_count + 1u, sizeof *plan->grantings);
    plan->granting_streams =
        hj_arena_zero(arena, scenario->approval_count + 1u, sizeof *plan->granting_streams);
    if (!plan->endings || !plan->grantings || !plan->granting_streams) {
        return false;
    }
    for (uint32_t i = 0; i < cohorts->certificate_count; i++) {
        add_ending(plan, &cohorts->certificates[i]);
    }
    for (uint32_t i = 0; scenario->renewed && i < plan->ending_count; i++) {
        if (!fixed_table(&scenario->renewal, plan->endings[i].firms, arena,
                         &plan->endings[i].table)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < scenario->approval_count; i++) {
        const struct hj_scenario_approval *approval = &scenario->approvals[i];
        uint32_t month = numerator_month(plan, approval->date);
        if (month < plan->month_count) {
            struct hj_granting *granting = &plan->grantings[plan->granting_count];
            *granting = (struct hj_granting){month, approval->applicants, &approval->pass, NULL};
            plan->granting_streams[plan->granting_count++] = i;
            if (!fixed_table(&approval->pass, approval->applicants, arena, &granting->table)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- flows and events ---- */

/* What part of the month the denominator sees. */
static double seen_part(const struct hj_scenario *scenario, const struct hj_month *month)
{
    hj_date last =
        month->last < scenario->denominator_date ? month->last : scenario->denominator_date;
    if (last < month->first) {
        return 0.0;
    }
    return month->part * (double)(last - month->first + 1) /
           (double)(month->last - month->first + 1);
}

static void plan_events(struct hj_plan *plan)
{
    const struct hj_scenario *scenario = plan->scenario;
    for (uint32_t i = 0; i < scenario->event_count; i++) {
        const struct hj_scenario_event *event = &scenario->events[i];
        uint32_t month = hj_simulate_month_of(plan->months, plan->month_count, event->day);
        if (event->day > scenario->as_of && month < plan->month_count &&
            plan->months[month].first <= scenario->denominator_date) {
            plan->new_firms[month] += event->new_firms;
            plan->exits[month] += event->exits;
        }
        month = numerator_month(plan, event->day);
        if (event->day > scenario->as_of && month < plan->month_count) {
            plan->hightech[month] += event->new_hightech - event->lost_hightech;
        }
    }
}

static bool plan_flows(struct hj_plan *plan, struct hj_arena *arena)
{
    const struct hj_scenario *scenario = plan->scenario;
    uint32_t count = plan->month_count;
    plan->founded = hj_arena_zero(arena, count, sizeof *plan->founded);
    plan->closed = hj_arena_zero(arena, count, sizeof *plan->closed);
    plan->founded_tables = hj_arena_zero(arena, count, sizeof *plan->founded_tables);
    plan->closed_tables = hj_arena_zero(arena, count, sizeof *plan->closed_tables);
    plan->new_firms = hj_arena_zero(arena, count, sizeof *plan->new_firms);
    plan->exits = hj_arena_zero(arena, count, sizeof *plan->exits);
    plan->hightech = hj_arena_zero(arena, count, sizeof *plan->hightech);
    if (!plan->founded || !plan->closed || !plan->founded_tables || !plan->closed_tables ||
        !plan->new_firms || !plan->exits || !plan->hightech) {
        return false;
    }
    for (uint32_t m = 0; m < count; m++) {
        double part = seen_part(scenario, &plan->months[m]);
        int calendar_month = plan->months[m].month - 1;
        plan->founded[m] = scenario->flow.founded[calendar_month] * part;
        plan->closed[m] = scenario->flow.closed[calendar_month] * part;
        if (!hj_simulate_table_poisson(plan->founded[m], arena, &plan->founded_tables[m]) ||
            !hj_simulate_table_poisson(plan->closed[m], arena, &plan->closed_tables[m])) {
            return false;
        }
    }
    plan_events(plan);
    return true;
}

/* ---- what may come out ---- */

static bool plan_bounds(struct hj_plan *plan, struct hj_arena *arena)
{
    const struct hj_scenario *scenario = plan->scenario;
    int64_t least = plan->numerator, most = plan->numerator;
    for (uint32_t i = 0; i < plan->ending_count; i++) {
        least -= plan->endings[i].firms;
    }
    for (uint32_t i = 0; i < plan->opening_count; i++) {
        least -= plan->openings[i].hightech ? plan->openings[i].firms : 0;
    }
    for (uint32_t i = 0; i < plan->granting_count; i++) {
        most += plan->grantings[i].applicants;
    }
    for (uint32_t m = 0; m < plan->month_count; m++) {
        least += plan->hightech[m] < 0 ? plan->hightech[m] : 0;
        most += plan->hightech[m] > 0 ? plan->hightech[m] : 0;
    }
    plan->least_numerator = least > 0 ? least : 0;
    plan->most_numerator = most;
    size_t span = (size_t)(most - plan->least_numerator + 1);
    plan->most_denominators = hj_arena_zero(arena, span, sizeof *plan->most_denominators);
    for (size_t i = 0; plan->most_denominators && i < span; i++) {
        plan->most_denominators[i] = hj_target_max_denominator(scenario->target, scenario->scale,
                                                               plan->least_numerator + (int64_t)i);
    }
    return plan->most_denominators != NULL;
}

/* Whether every count stays far below 2^31, and streams have room. */
static bool is_countable(const struct hj_plan *plan, const struct hj_cohorts *cohorts)
{
    double most = (double)cohorts->denominator, hightech = (double)cohorts->numerator;
    for (uint32_t m = 0; m < plan->month_count; m++) {
        most += (double)plan->new_firms[m] + 2.0 * plan->founded[m] + 1000.0;
        hightech += (double)(plan->hightech[m] > 0 ? plan->hightech[m] : 0);
    }
    for (uint32_t i = 0; i < plan->granting_count; i++) {
        hightech += (double)plan->grantings[i].applicants;
    }
    return most < 2e9 && hightech < 1e7 && plan->scenario->route_count < 1024 &&
           cohorts->town_count < 4095;
}

/* ---- stock ---- */

static bool plan_stock(struct hj_planning *planning)
{
    struct hj_plan *plan = planning->plan;
    const struct hj_cohorts *cohorts = planning->cohorts;
    uint32_t routes = plan->scenario->route_count, towns = planning->towns;
    struct hj_arena *arena = planning->arena;
    planning->stock = hj_arena_zero(arena, (size_t)routes * towns + 1, sizeof *planning->stock);
    planning->town_left = hj_arena_zero(arena, towns, sizeof *planning->town_left);
    planning->caps = hj_arena_zero(arena, towns, sizeof *planning->caps);
    planning->apportioned.parts = hj_arena_zero(arena, towns, sizeof *planning->caps);
    planning->apportioned.remainders = hj_arena_zero(arena, towns, sizeof *planning->caps);
    planning->capacity_left =
        hj_arena_zero(arena, plan->scenario->capacity_count + 1u, sizeof *planning->capacity_left);
    if (!planning->stock || !planning->town_left || !planning->caps ||
        !planning->apportioned.parts || !planning->apportioned.remainders ||
        !planning->capacity_left) {
        return false;
    }
    plan->loose = plan->denominator;
    for (uint32_t i = 0; i < cohorts->count; i++) {
        const struct hj_cohort *cohort = &cohorts->items[i];
        bool stock = cohort->stage == HJ_COHORT_STOCK;
        if (!cohort->counted || (stock && !hj_simulate_plan_opens(planning, cohort->route))) {
            continue;
        }
        plan->loose -= cohort->firms;
        if (stock) {
            uint32_t town = cohort->town < cohorts->town_count ? cohort->town : cohorts->town_count;
            planning->stock[cohort->route * towns + town] += cohort->firms;
            plan->stock += cohort->firms;
        }
    }
    return true;
}

/* ---- the order of what is needed ---- */

struct ranked {
    double chance;
    uint32_t opening;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;
    if (left->chance != right->chance) {
        return left->chance > right->chance ? -1 : 1;
    }
    return (left->opening > right->opening) - (left->opening < right->opening);
}

static bool plan_order(struct hj_plan *plan, struct hj_arena *arena)
{
    struct ranked *ranked = hj_arena_zero(arena, plan->opening_count + 1u, sizeof *ranked);
    plan->order = hj_arena_zero(arena, plan->opening_count + 1u, sizeof *plan->order);
    if (!ranked || !plan->order) {
        return false;
    }
    for (uint32_t i = 0; i < plan->opening_count; i++) {
        if (!plan->openings[i].flight) {
            ranked[plan->order_count++] = (struct ranked){plan->openings[i].chance, i};
        }
    }
    qsort(ranked, plan->order_count, sizeof *ranked, compare_ranked);
    for (uint32_t i = 0; i < plan->order_count; i++) {
        plan->order[i] = ranked[i].opening;
    }
    return true;
}

enum hj_code hj_simulate_plan(const struct hj_scenario *scenario, const struct hj_cohorts *cohorts,
                              enum hj_plan_mode mode, struct hj_arena *arena, struct hj_plan *plan,
                              struct hj_error *error)
{
    struct hj_planning planning = {
        .plan = plan,
        .cohorts = cohorts,
        .mode = mode,
        .arena = arena,
        .towns = cohorts->town_count + 1,
    };
    *plan = (struct hj_plan){
        .scenario = scenario,
        .numerator = cohorts->numerator,
        .denominator = cohorts->denominator,
    };
    plan->months =
        hj_simulate_months(scenario->as_of, scenario->deadline, arena, &plan->month_count);
    if (!plan->months || !plan_flows(plan, arena) || !plan_numerator(plan, cohorts, arena)) {
        return hj_error_memory(error);
    }
    if (!is_countable(plan, cohorts)) {
        return hj_error_set(error, HJ_SIMULATE_LARGE);
    }
    if (!plan_stock(&planning) || !hj_simulate_plan_flights(&planning) ||
        !hj_simulate_plan_openings(&planning) || !hj_simulate_plan_same(&planning) ||
        !plan_order(plan, arena) || !plan_bounds(plan, arena)) {
        return hj_error_memory(error);
    }
    plan->idle = plan->stock - plan->cases;
    return HJ_OK;
}
