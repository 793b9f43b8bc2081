/* SPDX-License-Identifier: MIT */
#include "simulate/schedule.h"

#include "simulate/answering.h"

enum hj_code hj_simulate_schedule(const struct hj_scenario *scenario,
                                  const struct hj_cohorts *cohorts, struct hj_arena *arena,
                                  struct hj_schedule *schedule, struct hj_error *error)
{
    /* Told apart by town where some town has hands of its own; shares do not matter here. */
    bool hands = false;
    struct hj_scenario by_town = *scenario;
    struct hj_answers answers = {0};
    struct hj_answering answering = {
        .scenario = &by_town, .cohorts = cohorts, .arena = arena, .answers = &answers};
    struct hj_scenario_route *routes =
        hj_arena_zero(arena, scenario->route_count + 1u, sizeof *routes);
    enum hj_code code = HJ_OK;
    if (!routes) {
        return hj_error_memory(error);
    }
    for (uint32_t c = 0; c < scenario->capacity_count; c++) {
        hands = hands || scenario->capacities[c].of == HJ_CAPACITY_TOWN;
    }
    for (uint32_t r = 0; r < scenario->route_count; r++) {
        routes[r] = scenario->routes[r];
        routes[r].by = hands ? HJ_SHARE_TOWN : routes[r].by;
    }
    by_town.routes = routes;
    struct hj_plan *plan = &answering.plan;
    HJ_TRY(hj_simulate_plan(&by_town, cohorts, HJ_PLAN_PLANNED, arena, plan, error));
    struct hj_scheduled *items = hj_arena_zero(arena, plan->opening_count + 1u, sizeof *items);
    if (!items) {
        return hj_error_memory(error);
    }
    *schedule = (struct hj_schedule){.items = items};
    for (uint32_t i = 0; i < plan->opening_count; i++) {
        const struct hj_opening *opening = &plan->openings[i];
        if (!opening->flight) {
            uint32_t town =
                routes[opening->route].by == HJ_SHARE_TOWN ? opening->town : HJ_TOWN_ANY;
            items[schedule->count++] =
                (struct hj_scheduled){opening->route, town, opening->day, opening->firms};
        }
    }
    /* Where a scenario opens nothing, starts are those of all routes that move a firm. */
    for (uint32_t r = 0; r < scenario->route_count; r++) {
        routes[r].opened = false;
    }
    HJ_TRY(hj_simulate_answer_starts(&answering, error));
    schedule->starts = answers.starts;
    schedule->start_count = answers.start_count;
done:
    return code;
}
