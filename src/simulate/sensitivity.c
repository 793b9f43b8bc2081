/* SPDX-License-Identifier: MIT
 * Each uncertain number moved to its 10th and its 90th percentile (rates and hands, which have
 * none, by a fifth), all else as it was: what that does to the probability and to the median. With
 * the same random numbers, so that only the move shows. And the last useful start of each route. */
#include "simulate/answering.h"

#include <math.h>
#include <stdlib.h>

#define PARAMETER_FIFTH 0.2

enum { SHARE_DRAWS = 1999 };

/* A parameter that can be moved: where it stands in a copy of the scenario. */
enum moved {
    MOVED_SUCCESS,
    MOVED_DURATION,
    MOVED_OPEN,
    MOVED_FOUNDED,
    MOVED_CLOSED,
    MOVED_APPROVAL,
    MOVED_RENEWAL,
    MOVED_LAG,
};

struct parameter {
    enum moved moved;
    uint32_t index; /* of the route or the approval */
    double low, high;
};

struct moving {
    struct hj_answering *answering;
    struct parameter *parameters;
    uint32_t count;
};

/* The scenario with one value in place of a parameter; parts that change are copies in the arena.
 */
struct copy {
    struct hj_scenario scenario;
    struct hj_scenario_route *routes;
    struct hj_route *rules; /* of the moved route */
    struct hj_scenario_approval *approvals;
};

static bool copy_scenario(const struct hj_scenario *scenario, struct hj_arena *arena,
                          struct copy *copy)
{
    copy->scenario = *scenario;
    copy->routes = hj_arena_zero(arena, scenario->route_count + 1u, sizeof *copy->routes);
    copy->rules = hj_arena_zero(arena, 1, sizeof *copy->rules);
    copy->approvals = hj_arena_zero(arena, scenario->approval_count + 1u, sizeof *copy->approvals);
    if (!copy->routes || !copy->rules || !copy->approvals) {
        return false;
    }
    for (uint32_t i = 0; i < scenario->route_count; i++) {
        copy->routes[i] = scenario->routes[i];
    }
    for (uint32_t i = 0; i < scenario->approval_count; i++) {
        copy->approvals[i] = scenario->approvals[i];
    }
    copy->scenario.routes = copy->routes;
    copy->scenario.approvals = copy->approvals;
    return true;
}

static void scale_flow(double flow[12], double factor)
{
    for (int m = 0; m < 12; m++) {
        flow[m] *= factor;
    }
}

static void move(struct copy *copy, const struct parameter *parameter, double value)
{
    const struct hj_share share = {.fixed = true, .value = value};
    struct hj_scenario_route *route = &copy->routes[parameter->index];
    switch (parameter->moved) {
    case MOVED_SUCCESS:
        route->share = share;
        break;
    case MOVED_DURATION:
        *copy->rules = *route->route;
        copy->rules->low = copy->rules->mode = copy->rules->high = value;
        route->route = copy->rules;
        break;
    case MOVED_OPEN:
        route->per_month = (int64_t)value;
        break;
    case MOVED_FOUNDED:
        scale_flow(copy->scenario.flow.founded, value);
        break;
    case MOVED_CLOSED:
        scale_flow(copy->scenario.flow.closed, value);
        break;
    case MOVED_APPROVAL:
        copy->approvals[parameter->index].pass = share;
        break;
    case MOVED_RENEWAL:
        copy->scenario.renewal = share;
        break;
    case MOVED_LAG:
        copy->scenario.lag = (struct hj_triangle){value, value, value};
        break;
    }
}

/* ---- which parameters there are ---- */

/* The 10th and the 90th percentile of a share, of SHARE_DRAWS draws: to about 1 % of its spread. */
static void add_share(struct moving *moving, enum moved moved, uint32_t index,
                      const struct hj_share *share)
{
    double draws[SHARE_DRAWS];
    if (share->fixed || share->a <= 0.0 || share->b <= 0.0) {
        return;
    }
    for (uint32_t i = 0; i < SHARE_DRAWS; i++) {
        struct hj_random random = hj_simulate_random(0, HJ_PURPOSE_SHARE, i, 0, 0);
        draws[i] = hj_simulate_share(&random, share);
    }
    double low = hj_simulate_select(draws, SHARE_DRAWS, (SHARE_DRAWS + 1) / 10);
    double high = hj_simulate_select(draws, SHARE_DRAWS, 9 * (SHARE_DRAWS + 1) / 10);
    moving->parameters[moving->count++] = (struct parameter){moved, index, low, high};
}

static void add_triangle(struct moving *moving, enum moved moved, uint32_t index,
                         const struct hj_triangle *triangle)
{
    double width = triangle->high - triangle->low, left = triangle->mode - triangle->low;
    double right = triangle->high - triangle->mode;
    if (width <= 0.0) {
        return;
    }
    double low = 0.1 * width < left ? triangle->low + sqrt(0.1 * width * left)
                                    : triangle->high - sqrt(0.9 * width * right);
    double high = 0.9 * width < left ? triangle->low + sqrt(0.9 * width * left)
                                     : triangle->high - sqrt(0.1 * width * right);
    moving->parameters[moving->count++] = (struct parameter){moved, index, low, high};
}

static void add_routes(struct moving *moving)
{
    const struct hj_plan *plan = &moving->answering->plan;
    const struct hj_scenario *scenario = plan->scenario;
    for (uint32_t r = 0; r < scenario->route_count; r++) {
        const struct hj_scenario_route *route = &scenario->routes[r];
        int64_t firms = 0, opened = 0;
        for (uint32_t o = 0; o < plan->opening_count; o++) {
            firms += plan->openings[o].route == r ? plan->openings[o].firms : 0;
            opened += plan->openings[o].route == r && !plan->openings[o].flight
                          ? plan->openings[o].firms
                          : 0;
        }
        if (firms > 0) {
            add_share(moving, MOVED_SUCCESS, r, &route->share);
        }
        if (firms > 0 && route->route->has_duration) {
            const struct hj_triangle duration = {route->route->low, route->route->mode,
                                                 route->route->high};
            add_triangle(moving, MOVED_DURATION, r, &duration);
        }
        if (opened > 0) {
            double per_month = (double)route->per_month;
            moving->parameters[moving->count++] =
                (struct parameter){MOVED_OPEN, r, floor(per_month * (1.0 - PARAMETER_FIFTH)),
                                   ceil(per_month * (1.0 + PARAMETER_FIFTH))};
        }
    }
}

static void add_flow(struct moving *moving, enum moved moved, const double flow[12])
{
    for (int m = 0; m < 12; m++) {
        if (flow[m] > 0.0) {
            moving->parameters[moving->count++] =
                (struct parameter){moved, 0, 1.0 - PARAMETER_FIFTH, 1.0 + PARAMETER_FIFTH};
            return;
        }
    }
}

static bool list_parameters(struct moving *moving)
{
    const struct hj_plan *plan = &moving->answering->plan;
    const struct hj_scenario *scenario = plan->scenario;
    size_t most = 3u * (size_t)scenario->route_count + plan->granting_count + 4u;
    moving->parameters = hj_arena_zero(moving->answering->arena, most, sizeof *moving->parameters);
    if (!moving->parameters) {
        return false;
    }
    add_routes(moving);
    add_flow(moving, MOVED_FOUNDED, scenario->flow.founded);
    add_flow(moving, MOVED_CLOSED, scenario->flow.closed);
    for (uint32_t i = 0; i < plan->granting_count; i++) {
        add_share(moving, MOVED_APPROVAL, plan->granting_streams[i], plan->grantings[i].pass);
    }
    if (scenario->renewed && plan->ending_count > 0) {
        add_share(moving, MOVED_RENEWAL, 0, &scenario->renewal);
    }
    if (scenario->lagged) {
        add_triangle(moving, MOVED_LAG, 0, &scenario->lag);
    }
    return true;
}

static struct hj_span name_of(struct moving *moving, const struct parameter *parameter)
{
    const struct hj_scenario *scenario = moving->answering->scenario;
    struct hj_span id = {NULL, 0};
    char text[256];
    const char *kind = NULL;
    switch (parameter->moved) {
    case MOVED_SUCCESS:
        kind = "success.";
        break;
    case MOVED_DURATION:
        kind = "duration.";
        break;
    case MOVED_OPEN:
        kind = "open.";
        break;
    case MOVED_FOUNDED:
        return hj_span_of("inflow.new_firms");
    case MOVED_CLOSED:
        return hj_span_of("inflow.exits");
    case MOVED_RENEWAL:
        return hj_span_of("hightech.renewals");
    case MOVED_LAG:
        return hj_span_of("denominator.update_lag");
    case MOVED_APPROVAL:
        snprintf(text, sizeof text, "hightech.approvals.%u", parameter->index + 1);
        return hj_arena_copy(moving->answering->arena, hj_span_of(text));
    }
    id = scenario->routes[parameter->index].route->id;
    snprintf(text, sizeof text, "%s%.*s", kind, (int)id.size, id.data);
    return hj_arena_copy(moving->answering->arena, hj_span_of(text));
}

/* ---- moving them ---- */

/* The route whose cases the parameter can change; those of the others stay as they were. Hands and
 * the lag are common to all. */
static int64_t moved_route(const struct hj_scenario *scenario, const struct parameter *parameter)
{
    switch (parameter->moved) {
    case MOVED_SUCCESS:
    case MOVED_DURATION:
        return parameter->index;
    case MOVED_OPEN:
        return scenario->capacity_count ? HJ_MOVED_ALL : (int64_t)parameter->index;
    case MOVED_FOUNDED:
    case MOVED_CLOSED:
    case MOVED_APPROVAL:
    case MOVED_RENEWAL:
        return HJ_MOVED_NO_ROUTE;
    case MOVED_LAG:
        break;
    }
    return HJ_MOVED_ALL;
}

static enum hj_code ask(struct moving *moving, const struct parameter *parameter, double value,
                        struct hj_outcome *outcome, struct hj_error *error)
{
    struct hj_answering *answering = moving->answering;
    struct hj_arena arena = {0};
    struct copy copy;
    struct hj_plan plan;
    struct hj_trials trials = {0};
    enum hj_code code = HJ_OK;
    uint64_t count = answering->scenario->trials;
    count = count < HJ_TRIALS_SENSITIVITY ? count : HJ_TRIALS_SENSITIVITY;
    if (!copy_scenario(answering->scenario, &arena, &copy)) {
        code = hj_error_memory(error);
        goto done;
    }
    move(&copy, parameter, value);
    HJ_TRY(hj_simulate_plan(&copy.scenario, answering->cohorts, HJ_PLAN_PLANNED, &arena, &plan,
                            error));
    const struct hj_trials_job job = {
        .plan = &plan,
        .count = count,
        .threads = answering->threads,
        .known = &answering->kept,
        .moved = moved_route(answering->scenario, parameter),
    };
    HJ_TRY(hj_simulate_trials_job(&job, &trials, error));
    *outcome = hj_simulate_outcome(&plan, &trials, answering->numbers);
done:
    hj_simulate_trials_release(&trials);
    hj_arena_release(&arena);
    return code;
}

static double width_of(const struct hj_answer_sensitivity *item)
{
    return fabs(item->high_ratio - item->low_ratio);
}

static int compare_widths(const void *a, const void *b)
{
    double left = width_of(a), right = width_of(b);
    if (left != right) {
        return left > right ? -1 : 1;
    }
    return hj_span_compare(((const struct hj_answer_sensitivity *)a)->parameter,
                           ((const struct hj_answer_sensitivity *)b)->parameter);
}

enum hj_code hj_simulate_answer_sensitivity(struct hj_answering *answering, struct hj_error *error)
{
    struct moving moving = {.answering = answering};
    enum hj_code code = HJ_OK;
    if (!list_parameters(&moving)) {
        return hj_error_memory(error);
    }
    struct hj_answer_sensitivity *items =
        hj_arena_zero(answering->arena, moving.count + 1u, sizeof *items);
    if (!items) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < moving.count; i++) {
        const struct parameter *parameter = &moving.parameters[i];
        struct hj_outcome low = {0}, high = {0};
        HJ_TRY(ask(&moving, parameter, parameter->low, &low, error));
        HJ_TRY(ask(&moving, parameter, parameter->high, &high, error));
        items[i] = (struct hj_answer_sensitivity){
            .parameter = name_of(&moving, parameter),
            .low_value = parameter->low,
            .high_value = parameter->high,
            .low = low.probability,
            .high = high.probability,
            .low_ratio = low.median,
            .high_ratio = high.median,
        };
    }
    qsort(items, moving.count, sizeof *items, compare_widths);
    answering->answers->sensitivity = items;
    answering->answers->sensitivity_count = moving.count;
done:
    return code;
}

/* ---- the last useful start ---- */

/* P(a case opened on the day has ended when N is taken), without its share. */
static double chance_from(const struct hj_plan *plan, uint32_t route, hj_date day)
{
    const struct hj_scenario *scenario = plan->scenario;
    const struct hj_route *of = scenario->routes[route].route;
    const struct hj_opening opening = {
        .route = route,
        .day = day,
        .least = hj_simulate_steps_end(scenario->calendar, of->steps, 0, of->step_count, day),
    };
    hj_date seen = scenario->denominator_date < scenario->deadline ? scenario->denominator_date
                                                                   : scenario->deadline;
    double lag = scenario->lagged ? scenario->lag.mode * HJ_SIMULATE_MONTH_DAYS : 0.0;
    return hj_simulate_opening_below(plan, &opening, (double)seen - lag);
}

static bool has_firms(const struct hj_cohorts *cohorts, uint32_t route)
{
    for (uint32_t i = 0; i < cohorts->count; i++) {
        if (cohorts->items[i].route == route && cohorts->items[i].counted &&
            cohorts->items[i].stage == HJ_COHORT_STOCK) {
            return true;
        }
    }
    return false;
}

enum hj_code hj_simulate_answer_starts(struct hj_answering *answering, struct hj_error *error)
{
    const struct hj_plan *plan = &answering->plan;
    const struct hj_scenario *scenario = plan->scenario;
    struct hj_planning planning = {.plan = &answering->plan, .mode = HJ_PLAN_AT_ONCE};
    struct hj_answer_start *starts =
        hj_arena_zero(answering->arena, scenario->route_count + 1u, sizeof *starts);
    uint32_t count = 0;
    if (!starts) {
        return hj_error_memory(error);
    }
    for (uint32_t r = 0; r < scenario->route_count; r++) {
        if (!hj_simulate_plan_opens(&planning, r)) {
            continue;
        }
        struct hj_answer_start *start = &starts[count++];
        start->route = hj_arena_copy(answering->arena, scenario->routes[r].route->id);
        if (!start->route.data) {
            return hj_error_memory(error);
        }
        start->any = has_firms(answering->cohorts, r);
        for (hj_date day = scenario->deadline;
             start->any && day > scenario->as_of && !start->useful; day--) {
            double chance = chance_from(plan, r, day);
            if (chance > 0.0 && !start->possible) {
                start->possible = true;
                start->last = day;
            }
            if (chance >= 0.5) {
                start->useful = true;
                start->date = day;
            }
        }
    }
    answering->answers->starts = starts;
    answering->answers->start_count = count;
    return HJ_OK;
}
