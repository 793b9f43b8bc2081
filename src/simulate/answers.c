/* SPDX-License-Identifier: MIT */
#include "simulate/answers.h"

#include "simulate/answering.h"

#include <math.h>

static struct hj_fan fan_of(double *numbers, uint64_t n)
{
    return (struct hj_fan){
        .p05 = hj_simulate_select(numbers, n, hj_simulate_rank(HJ_PERCENT(5), n)),
        .p25 = hj_simulate_select(numbers, n, hj_simulate_rank(HJ_PERCENT(25), n)),
        .p50 = hj_simulate_select(numbers, n, hj_simulate_rank(HJ_PERCENT(50), n)),
        .p75 = hj_simulate_select(numbers, n, hj_simulate_rank(HJ_PERCENT(75), n)),
        .p95 = hj_simulate_select(numbers, n, hj_simulate_rank(HJ_PERCENT(95), n)),
    };
}

static struct hj_fan fan_of_counts(const int32_t *counts, double *numbers, uint64_t n)
{
    static const int percents[] = {5, 25, 50, 75, 95};
    enum { RANKS = sizeof percents / sizeof percents[0] };
    uint64_t ranks[RANKS];
    double values[RANKS];
    for (unsigned r = 0; r < RANKS; r++) {
        ranks[r] = hj_simulate_rank(HJ_PERCENT(percents[r]), n);
    }
    hj_simulate_select_counts(counts, n, ranks, RANKS, numbers, values);
    return (struct hj_fan){values[0], values[1], values[2], values[3], values[4]};
}

/* The ratios at the end of month m, in trial order; how often the target holds. */
static uint64_t fill_ratios(const struct hj_plan *plan, const struct hj_trials *trials, uint32_t m,
                            double *ratios)
{
    const int32_t *n = &trials->denominators[(size_t)m * trials->count];
    const int32_t *h = &trials->numerators[(size_t)m * trials->count];
    uint64_t successes = 0;
    for (uint64_t t = 0; t < trials->count; t++) {
        ratios[t] = hj_ratio_of(plan->scenario, h[t], n[t]);
        successes += n[t] <= hj_simulate_most_denominator(plan, h[t]);
    }
    return successes;
}

struct hj_outcome hj_simulate_outcome(const struct hj_plan *plan, const struct hj_trials *trials,
                                      double *numbers)
{
    struct hj_outcome outcome;
    outcome.successes = fill_ratios(plan, trials, trials->months - 1, numbers);
    outcome.probability = (double)outcome.successes / (double)trials->count;
    outcome.median =
        hj_simulate_select(numbers, trials->count, hj_simulate_rank(HJ_PERCENT(50), trials->count));
    return outcome;
}

static bool answer_months(struct hj_answering *answering)
{
    const struct hj_plan *plan = &answering->plan;
    const struct hj_trials *trials = &answering->trials;
    uint64_t n = trials->count;
    struct hj_answer_month *months =
        hj_arena_zero(answering->arena, trials->months, sizeof *months);
    if (!months) {
        return false;
    }
    for (uint32_t m = 0; m < trials->months; m++) {
        size_t at = (size_t)m * n;
        uint64_t successes = fill_ratios(plan, trials, m, answering->numbers);
        months[m] = (struct hj_answer_month){
            .year = plan->months[m].year,
            .month = plan->months[m].month,
            .ratio = fan_of(answering->numbers, n),
            .probability = (double)successes / (double)n,
        };
        months[m].denominator = fan_of_counts(&trials->denominators[at], answering->numbers, n);
        months[m].numerator = fan_of_counts(&trials->numerators[at], answering->numbers, n);
    }
    answering->answers->months = months;
    answering->answers->month_count = trials->months;
    return true;
}

/* The mean as the first value and the mean difference to it, summed in trial order: the digits do
 * not depend on threads, and where nothing varies it is that value. */
static void answer_outcome(struct hj_answering *answering)
{
    struct hj_answers *answers = answering->answers;
    const struct hj_trials *trials = &answering->trials;
    uint64_t n = trials->count;
    uint64_t successes = fill_ratios(&answering->plan, trials, trials->months - 1, answers->ratios);
    double sum = 0.0;
    for (uint64_t t = 0; t < n; t++) {
        sum += answers->ratios[t] - answers->ratios[0];
        answering->numbers[t] = answers->ratios[t];
    }
    answers->mean = answers->ratios[0] + sum / (double)n;
    answers->ratio = fan_of(answering->numbers, n);
    answers->probability = (double)successes / (double)n;
    answers->standard_error = sqrt(answers->probability * (1.0 - answers->probability) / (double)n);
}

/* With nothing opened: the opened cases that ended are put back. */
static void answer_idle(struct hj_answering *answering)
{
    const struct hj_trials *trials = &answering->trials;
    size_t last = (size_t)(trials->months - 1) * trials->count;
    uint64_t successes = 0;
    for (uint64_t t = 0; t < trials->count; t++) {
        int64_t n = (int64_t)trials->denominators[last + t] + trials->opened_exits[t];
        int64_t h = trials->numerators[last + t];
        answering->numbers[t] = hj_ratio_of(answering->scenario, h, n);
        successes += n <= hj_simulate_most_denominator(&answering->plan, h);
    }
    answering->answers->idle_ratio = hj_simulate_select(
        answering->numbers, trials->count, hj_simulate_rank(HJ_PERCENT(50), trials->count));
    answering->answers->idle_probability = (double)successes / (double)trials->count;
}

static struct hj_answer_denominator source_of(const struct hj_scenario *scenario)
{
    return (struct hj_answer_denominator){
        .given = scenario->denominator_given,
        .source = scenario->denominator_source,
        .date = scenario->denominator_date,
        .numerator = scenario->numerator_snapshot,
        .lagged = scenario->lagged,
        .low = scenario->lag.low,
        .mode = scenario->lag.mode,
        .high = scenario->lag.high,
    };
}

/* Whether N is taken before the first exit of the campaign can show in it. */
static bool shows_nothing(const struct hj_plan *plan)
{
    const struct hj_scenario *scenario = plan->scenario;
    double lag = scenario->lagged ? scenario->lag.low * HJ_SIMULATE_MONTH_DAYS : 0.0;
    for (uint32_t i = 0; i < plan->opening_count; i++) {
        if ((double)plan->openings[i].least + lag <= (double)scenario->denominator_date) {
            return false;
        }
    }
    return plan->opening_count > 0 || scenario->denominator_date < scenario->deadline;
}

static struct hj_answer_expected expected_of(const struct hj_plan *plan)
{
    struct hj_answer_expected expected = {0};
    for (uint32_t m = 0; m < plan->month_count; m++) {
        expected.founded += plan->founded[m] + (double)plan->new_firms[m];
        expected.closed += plan->closed[m] + (double)plan->exits[m];
    }
    for (uint32_t i = 0; i < plan->ending_count; i++) {
        if (plan->endings[i].back < plan->month_count) {
            expected.renewed +=
                (double)plan->endings[i].firms * hj_simulate_share_mean(&plan->scenario->renewal);
        }
    }
    for (uint32_t i = 0; i < plan->granting_count; i++) {
        expected.applicants += plan->grantings[i].applicants;
        expected.approved +=
            (double)plan->grantings[i].applicants * hj_simulate_share_mean(plan->grantings[i].pass);
    }
    return expected;
}

static void answer_today(struct hj_answering *answering)
{
    const struct hj_scenario *scenario = answering->scenario;
    const struct hj_plan *plan = &answering->plan;
    int64_t h = plan->numerator, n = plan->denominator;
    struct hj_answers *answers = answering->answers;
    *answers = (struct hj_answers){
        .scenario = scenario->name,
        .counting = scenario->counting,
        .deadline = scenario->deadline,
        .numerator = h,
        .denominator = n,
        .scale = scenario->scale,
        .target = scenario->target,
        .confidence = scenario->confidence,
        .trials = scenario->trials,
        .max_denominator = hj_target_max_denominator(scenario->target, scenario->scale, h),
        .min_removals = hj_target_min_removals(scenario->target, scenario->scale, h, n),
        .min_new_hightech = hj_target_min_new(scenario->target, scenario->scale, h, n),
        .planned_cases = plan->cases,
        .stock = plan->stock,
    };
    answers->source = source_of(scenario);
    for (uint32_t i = 0; i < plan->opening_count; i++) {
        answers->in_flight += plan->openings[i].flight ? plan->openings[i].firms : 0;
    }
    answers->source.without_effect = scenario->denominator_given && shows_nothing(plan);
    answers->expected = expected_of(plan);
}

static bool answer_endings(struct hj_answering *answering)
{
    const struct hj_plan *plan = &answering->plan;
    struct hj_answers *answers = answering->answers;
    struct hj_answer_ending *endings =
        hj_arena_zero(answering->arena, plan->month_count + 1u, sizeof *endings);
    for (uint32_t m = 0; endings && m < plan->month_count; m++) {
        struct hj_answer_ending ending = {plan->months[m].year, plan->months[m].month, 0};
        for (uint32_t i = 0; i < plan->ending_count; i++) {
            ending.firms += plan->endings[i].leave == m ? plan->endings[i].firms : 0;
        }
        if (ending.firms > 0) {
            endings[answers->ending_count++] = ending;
        }
    }
    answers->endings = endings;
    answers->exits_each =
        (double)answering->scenario->scale / hj_target_value(answering->scenario->target);
    return endings != NULL;
}

enum hj_code hj_simulate_answer(const struct hj_scenario *scenario,
                                const struct hj_cohorts *cohorts, unsigned threads,
                                struct hj_arena *arena, struct hj_answers *answers,
                                struct hj_error *error)
{
    struct hj_answering answering = {
        .scenario = scenario,
        .cohorts = cohorts,
        .threads = threads,
        .arena = arena,
        .answers = answers,
    };
    struct hj_arena kept_arena = {0};
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_simulate_plan(scenario, cohorts, HJ_PLAN_PLANNED, arena, &answering.plan, error));
    answer_today(&answering);
    uint64_t kept =
        scenario->trials < HJ_TRIALS_SENSITIVITY ? scenario->trials : HJ_TRIALS_SENSITIVITY;
    if (!hj_simulate_keep(&answering.plan, kept, &kept_arena, &answering.kept)) {
        code = hj_error_memory(error);
        goto done;
    }
    const struct hj_trials_job job = {
        .plan = &answering.plan,
        .count = scenario->trials,
        .threads = threads,
        .keep = &answering.kept,
    };
    HJ_TRY(hj_simulate_trials_job(&job, &answering.trials, error));
    answering.numbers = hj_arena_zero(arena, scenario->trials, sizeof *answering.numbers);
    answers->ratios = hj_arena_zero(arena, scenario->trials, sizeof *answers->ratios);
    if (!answering.numbers || !answers->ratios || !answer_months(&answering) ||
        !answer_endings(&answering)) {
        code = hj_error_memory(error);
        goto done;
    }
    answer_outcome(&answering);
    answer_idle(&answering);
    HJ_TRY(hj_simulate_answer_required(&answering, error));
    HJ_TRY(hj_simulate_answer_frontier(&answering, error));
    HJ_TRY(hj_simulate_answer_starts(&answering, error));
    HJ_TRY(hj_simulate_answer_sensitivity(&answering, error));
done:
    hj_simulate_trials_release(&answering.trials);
    hj_arena_release(&kept_arena);
    return code;
}

bool hj_simulate_difference(const struct hj_answers *a, const struct hj_answers *b,
                            struct hj_difference *difference)
{
    double n = (double)a->trials, sum = 0.0, squares = 0.0;
    if (a->trials != b->trials || a->trials < 2) {
        return false;
    }
    for (uint64_t t = 0; t < a->trials; t++) {
        sum += b->ratios[t] - a->ratios[t];
    }
    double mean = sum / n;
    for (uint64_t t = 0; t < a->trials; t++) {
        double from = b->ratios[t] - a->ratios[t] - mean;
        squares += from * from;
    }
    *difference = (struct hj_difference){
        .ratio = mean,
        .standard_error = sqrt(squares / (n - 1.0) / n),
        .probability = b->probability - a->probability,
    };
    return isfinite(mean);
}
