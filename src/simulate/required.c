/* SPDX-License-Identifier: MIT
 * What is required: exits, cases, what binds, who checks how many; and what high-tech firms are
 * worth in exits. */
#include "base/memory.h"
#include "simulate/answering.h"

/* Exits that trial t lacks with `more` high-tech firms besides its own and nothing opened. */
static int64_t lacking(const struct hj_answering *answering, uint64_t t, const int64_t *most,
                       int64_t more)
{
    const struct hj_trials *trials = &answering->trials;
    size_t last = (size_t)(trials->months - 1) * trials->count + t;
    int64_t n = (int64_t)trials->denominators[last] + trials->opened_exits[t];
    int64_t h = trials->numerators[last] + more - answering->plan.least_numerator;
    return n > most[h] ? n - most[h] : 0;
}

/* The order statistic, at the confidence asked for, of what the trials lack. */
static int64_t removals_with(struct hj_answering *answering, const int64_t *most, int64_t more)
{
    uint64_t n = answering->trials.count;
    for (uint64_t t = 0; t < n; t++) {
        answering->numbers[t] = (double)lacking(answering, t, most, more);
    }
    return (int64_t)hj_simulate_select(answering->numbers, n,
                                       hj_simulate_rank(answering->scenario->confidence, n));
}

/* The same of the cases; -1: too few trials reach the target at all. */
static int64_t cases_of(const struct hj_scenario *scenario, const struct hj_trials *trials,
                        double *numbers)
{
    for (uint64_t t = 0; t < trials->count; t++) {
        numbers[t] = (double)trials->cases[t];
    }
    double cases = hj_simulate_select(numbers, trials->count,
                                      hj_simulate_rank(scenario->confidence, trials->count));
    return cases < (double)INT32_MAX ? (int64_t)cases : -1;
}

/* Asks what would be possible: the cases it takes, or -1. */
static enum hj_code ask_possible(struct hj_answering *answering, enum hj_plan_mode mode,
                                 int64_t *cases, struct hj_outcome *outcome, struct hj_error *error)
{
    struct hj_plan plan;
    struct hj_trials trials = {0};
    struct hj_scenario scenario = *answering->scenario;
    enum hj_code code = HJ_OK;
    scenario.lagged = scenario.lagged && mode != HJ_PLAN_TIMELESS;
    uint64_t count = scenario.trials < HJ_TRIALS_POSSIBLE ? scenario.trials : HJ_TRIALS_POSSIBLE;
    HJ_TRY(hj_simulate_plan(&scenario, answering->cohorts, mode, answering->arena, &plan, error));
    HJ_TRY(hj_simulate_trials(&plan, count, answering->threads, &trials, error));
    *cases = cases_of(&scenario, &trials, answering->numbers);
    *outcome = hj_simulate_outcome(&plan, &trials, answering->numbers);
done:
    hj_simulate_trials_release(&trials);
    return code;
}

static enum hj_code find_what_binds(struct hj_answering *answering, struct hj_error *error)
{
    struct hj_answer_required *required = &answering->answers->required;
    struct hj_outcome outcome = {0};
    int64_t cases = -1;
    enum hj_code code = HJ_OK;
    required->at_once = required->opened;
    required->best_probability = answering->answers->probability;
    required->best_ratio = answering->answers->ratio.p50;
    if (required->reachable) {
        return HJ_OK;
    }
    HJ_TRY(ask_possible(answering, HJ_PLAN_AT_ONCE, &cases, &outcome, error));
    required->at_once = cases;
    required->best_probability = outcome.probability;
    required->best_ratio = outcome.median;
    required->binds = HJ_BINDS_HANDS;
    if (cases < 0) {
        HJ_TRY(ask_possible(answering, HJ_PLAN_TIMELESS, &cases, &outcome, error));
        required->binds = cases < 0 ? HJ_BINDS_FIRMS : HJ_BINDS_DAYS;
    }
done:
    return code;
}

/* ---- towns ---- */

/* Firms of a town that the plan may open, and those of them on a route that towns serve. */
static void count_towns(struct hj_answering *answering, int64_t *eligible, int64_t *served)
{
    const struct hj_cohorts *cohorts = answering->cohorts;
    struct hj_planning planning = {.plan = &answering->plan, .mode = HJ_PLAN_AT_ONCE};
    for (uint32_t i = 0; i < cohorts->count; i++) {
        const struct hj_cohort *cohort = &cohorts->items[i];
        if (cohort->stage != HJ_COHORT_STOCK || !cohort->counted ||
            !hj_simulate_plan_opens(&planning, cohort->route)) {
            continue;
        }
        uint32_t town = cohort->town < cohorts->town_count ? cohort->town : cohorts->town_count;
        eligible[town] += cohort->firms;
        const bool *is_served = answering->scenario->served;
        served[town] += is_served && is_served[cohort->route] ? cohort->firms : 0;
    }
}

static int64_t sum_of(const int64_t *numbers, uint32_t count)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += numbers[i];
    }
    return sum;
}

/* How many cases of the served routes the plan opens. */
static int64_t served_cases(const struct hj_answering *answering)
{
    const struct hj_plan *plan = &answering->plan;
    int64_t cases = 0;
    for (uint32_t i = 0; i < plan->opening_count; i++) {
        const struct hj_opening *opening = &plan->openings[i];
        bool served = answering->scenario->served && answering->scenario->served[opening->route];
        cases += served && !opening->flight ? opening->firms : 0;
    }
    return cases;
}

/* Site checks: as many as cases are required; where the plan is out of reach, as many as would be
 * required at once, else all that are eligible. */
static enum hj_code answer_towns(struct hj_answering *answering, struct hj_error *error)
{
    const struct hj_cohorts *cohorts = answering->cohorts;
    struct hj_answer_required *required = &answering->answers->required;
    struct hj_arena *arena = answering->arena;
    uint32_t count = cohorts->town_count + 1;
    int64_t *eligible = hj_arena_zero(arena, 4u * (size_t)count, sizeof *eligible);
    struct hj_answer_town *towns = hj_arena_zero(arena, count, sizeof *towns);
    if (!eligible || !towns) {
        return hj_error_memory(error);
    }
    int64_t *served = eligible + count;
    struct hj_apportioned apportioned = {served + count, served + 2 * count};
    count_towns(answering, eligible, served);
    int64_t total = required->opened >= 0 ? required->opened : required->at_once;
    total = total >= 0 ? total : sum_of(eligible, count);
    hj_simulate_apportion(eligible, NULL, count, total, &apportioned);
    for (uint32_t t = 0; t < count; t++) {
        towns[t] = (struct hj_answer_town){
            .town = t < cohorts->town_count ? cohorts->towns[t] : (struct hj_span){NULL, 0},
            .eligible = eligible[t],
            .quota = apportioned.parts[t],
        };
    }
    hj_simulate_apportion(served, NULL, count, served_cases(answering), &apportioned);
    for (uint32_t t = 0; t < count; t++) {
        towns[t].served = apportioned.parts[t];
    }
    required->towns = towns;
    required->town_count = eligible[count - 1] > 0 ? count : count - 1;
    return HJ_OK;
}

enum hj_code hj_simulate_answer_required(struct hj_answering *answering, struct hj_error *error)
{
    struct hj_answer_required *required = &answering->answers->required;
    enum hj_code code = HJ_OK;
    required->removals = removals_with(answering, answering->plan.most_denominators, 0);
    required->opened = cases_of(answering->scenario, &answering->trials, answering->numbers);
    required->reachable = required->opened >= 0;
    HJ_TRY(find_what_binds(answering, error));
    HJ_TRY(answer_towns(answering, error));
done:
    return code;
}

/* ---- the frontier ---- */

enum { POINTS = 20, MOST_HIGHTECH = 1000000 };

/* The fewest more high-tech firms with which no exit is required: what the trial at the
 * confidence's rank needs. */
static int64_t enough_hightech(struct hj_answering *answering)
{
    const struct hj_trials *trials = &answering->trials;
    const struct hj_scenario *scenario = answering->scenario;
    uint64_t n = trials->count;
    for (uint64_t t = 0; t < n; t++) {
        size_t last = (size_t)(trials->months - 1) * n + t;
        answering->numbers[t] = (double)hj_target_min_new(
            scenario->target, scenario->scale, trials->numerators[last],
            (int64_t)trials->denominators[last] + trials->opened_exits[t]);
    }
    return (int64_t)hj_simulate_select(answering->numbers, n,
                                       hj_simulate_rank(scenario->confidence, n));
}

enum hj_code hj_simulate_answer_frontier(struct hj_answering *answering, struct hj_error *error)
{
    const struct hj_plan *plan = &answering->plan;
    int64_t enough = enough_hightech(answering);
    if (enough > MOST_HIGHTECH) {
        return HJ_OK; /* no number of high-tech firms that means anything */
    }
    int64_t step = enough <= POINTS ? 1 : (enough + POINTS - 1) / POINTS;
    int64_t span = plan->most_numerator - plan->least_numerator + 1 + enough;
    struct hj_answer_point *points = hj_arena_zero(answering->arena, POINTS + 2, sizeof *points);
    int64_t *most = hj_memory_zero((size_t)span, sizeof *most);
    uint32_t count = 0;
    if (!points || !most) {
        hj_memory_free(most);
        return hj_error_memory(error);
    }
    for (int64_t i = 0; i < span; i++) {
        most[i] = hj_target_max_denominator(answering->scenario->target, answering->scenario->scale,
                                            plan->least_numerator + i);
    }
    for (int64_t more = 0; more < enough; more += step) {
        points[count++] = (struct hj_answer_point){removals_with(answering, most, more), more};
    }
    points[count++] = (struct hj_answer_point){removals_with(answering, most, enough), enough};
    hj_memory_free(most);
    answering->answers->frontier = points;
    answering->answers->frontier_count = count;
    return HJ_OK;
}
