/* SPDX-License-Identifier: MIT */
#include "simulate/exact.h"

#include "simulate/logarithm.h"
#include "simulate/plan.h"

#include <math.h>

enum { NODES = 512, WIDEST = 4000000 };

/* Of Beta(a, b) where it is integrated: below, 512 points are too few. */
#define LEAST_SHAPE 0.2

/* Chances of first, first + 1, … */
struct spread {
    int64_t first;
    size_t count;
    double *chance;
};

struct making {
    const struct hj_plan *plan;
    struct hj_arena *arena;
    bool full;
};

static struct spread new_spread(struct making *making, int64_t first, size_t count)
{
    struct spread spread = {first, count, hj_arena_zero(making->arena, count + 1, sizeof(double))};
    making->full = making->full || !spread.chance;
    spread.count = spread.chance ? count : 0;
    return spread;
}

static struct spread point(struct making *making, int64_t value)
{
    struct spread spread = new_spread(making, value, 1);
    if (spread.count) {
        spread.chance[0] = 1.0;
    }
    return spread;
}

/* made: whether there was memory for it. */
static struct spread of_table(struct making *making, bool made,
                              struct hj_draw_table *const *made_at)
{
    struct spread spread = {0, 0, NULL};
    const struct hj_draw_table *table = *made_at;
    making->full = making->full || !made || !table;
    if (!making->full) {
        spread = new_spread(making, table->first, table->values);
        for (size_t i = 0; i < spread.count; i++) {
            spread.chance[i] = table->below[i] - (i ? table->below[i - 1] : 0.0);
        }
    }
    return spread;
}

/* The sum of two independent numbers; tails below 1e-18 are cut off. */
static struct spread convolve(struct making *making, const struct spread *a, const struct spread *b)
{
    size_t count = a->count && b->count ? a->count + b->count - 1 : 0;
    struct spread sum = new_spread(making, a->first + b->first, count);
    for (size_t i = 0; sum.count && i < a->count; i++) {
        for (size_t j = 0; a->chance[i] > 0.0 && j < b->count; j++) {
            sum.chance[i + j] += a->chance[i] * b->chance[j];
        }
    }
    while (sum.count > 1 && sum.chance[0] < 1e-18) {
        sum.chance++;
        sum.first++;
        sum.count--;
    }
    while (sum.count > 1 && sum.chance[sum.count - 1] < 1e-18) {
        sum.count--;
    }
    return sum;
}

/* Stirling's series, after stepping up to where it is good to 1e-15. */
static double log_gamma(double x)
{
    double before = 0.0;
    for (; x < 12.0; x += 1.0) {
        before += hj_simulate_log(x);
    }
    double square = x * x;
    return (x - 0.5) * hj_simulate_log(x) - x + 0.91893853320467274178 +
           (1.0 / 12 -
            (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square) /
                square) /
               x -
           before;
}

/* P(k of n) = C(n, k) B(k + a, n - k + b) / B(a, b) */
static struct spread beta_binomial(struct making *making, int64_t n, const struct hj_share *share)
{
    if (share->fixed || share->a <= 0.0 || share->b <= 0.0) {
        double value = share->fixed ? share->value : share->b <= 0.0 ? 1.0 : 0.0;
        struct hj_draw_table *table = NULL;
        return of_table(making, hj_simulate_table_binomial(n, value, making->arena, &table),
                        &table);
    }
    struct spread spread = new_spread(making, 0, (size_t)n + 1);
    double a = share->a, b = share->b;
    double whole = log_gamma(a + b) - log_gamma(a) - log_gamma(b) - log_gamma((double)n + a + b);
    for (size_t k = 0; k < spread.count; k++) {
        double kk = (double)k, rest = (double)(n - (int64_t)k);
        spread.chance[k] =
            hj_simulate_exp(hj_simulate_log_factorial(n) - hj_simulate_log_factorial((int64_t)k) -
                            hj_simulate_log_factorial(n - (int64_t)k) + log_gamma(kk + a) +
                            log_gamma(rest + b) + whole);
    }
    return spread;
}

/* ---- cases of one share ---- */

static double ends_in_time(const struct making *making, const struct hj_opening *opening)
{
    return opening->below[making->plan->month_count - 1];
}

/* Given the share: the convolution of the openings' binomials. */
static struct spread given_share(struct making *making, uint32_t group, double share)
{
    const struct hj_plan *plan = making->plan;
    struct spread sum = point(making, 0);
    for (uint32_t o = 0; o < plan->opening_count && !making->full; o++) {
        const struct hj_opening *opening = &plan->openings[o];
        if (opening->group == group) {
            struct hj_draw_table *table = NULL;
            double chance = share * ends_in_time(making, opening);
            bool made = hj_simulate_table_binomial(opening->firms, chance, making->arena, &table);
            struct spread one = of_table(making, made, &table);
            sum = convolve(making, &sum, &one);
        }
    }
    return sum;
}

static void add_weighted(struct spread *sum, const struct spread *part, double weight)
{
    for (size_t i = 0; i < part->count; i++) {
        sum->chance[part->first + (int64_t)i] += weight * part->chance[i];
    }
}

/* The share as 1 / (1 + exp(-t)): its log density over t, less a constant. It falls off
 * exponentially to both sides whatever a and b, so that the trapezium rule is exact but for what is
 * cut off. */
static double log_density(const struct hj_share *share, double t)
{
    double positive = t > 0.0 ? t : -t;
    double log_larger =
        -hj_simulate_log1p(hj_simulate_exp(-positive)); /* of the larger of the two */
    double log_share = t > 0.0 ? log_larger : log_larger - positive;
    double log_rest = t > 0.0 ? log_larger - positive : log_larger;
    return share->a * log_share + share->b * log_rest;
}

/* From the middle outwards to where the density is below 1e-18 of its most. */
static double reach_from(const struct hj_share *share, double middle, double direction)
{
    double most = log_density(share, middle), step = 1e-6;
    while (log_density(share, middle + direction * step) > most - 42.0) {
        step *= 1.1;
    }
    return middle + direction * step;
}

static struct spread mixture(struct making *making, uint32_t group, int64_t firms)
{
    const struct hj_share *share = making->plan->groups[group].share;
    struct spread sum = new_spread(making, 0, (size_t)firms + 1);
    double middle = hj_simulate_log(share->a / share->b), most = log_density(share, middle);
    double low = reach_from(share, middle, -1.0), high = reach_from(share, middle, 1.0),
           total = 0.0;
    struct hj_arena *whole = making->arena;
    struct hj_arena arena = {0};
    for (int i = 0; i < NODES && !making->full; i++) {
        double t = low + (high - low) * i / (NODES - 1);
        double weight = hj_simulate_exp(log_density(share, t) - most);
        making->arena = &arena;
        struct spread part = given_share(making, group, 1.0 / (1.0 + hj_simulate_exp(-t)));
        making->arena = whole;
        add_weighted(&sum, &part, weight);
        total += weight;
        hj_arena_clear(&arena);
    }
    hj_arena_release(&arena);
    for (size_t k = 0; k < sum.count; k++) {
        sum.chance[k] /= total;
    }
    return sum;
}

static struct spread of_group(struct making *making, uint32_t group)
{
    const struct hj_plan *plan = making->plan;
    const struct hj_share *share = plan->groups[group].share;
    int64_t firms = 0, in_time = 0;
    bool certain = true;
    for (uint32_t o = 0; o < plan->opening_count; o++) {
        const struct hj_opening *opening = &plan->openings[o];
        if (opening->group == group) {
            double chance = ends_in_time(making, opening);
            firms += opening->firms;
            in_time += chance >= 1.0 ? opening->firms : 0;
            certain = certain && (chance >= 1.0 || chance <= 0.0);
        }
    }
    if (certain) {
        return beta_binomial(making, in_time, share);
    }
    if (share->fixed || share->a <= 0.0 || share->b <= 0.0) {
        double value = share->fixed ? share->value : share->b <= 0.0 ? 1.0 : 0.0;
        return given_share(making, group, value);
    }
    return mixture(making, group, firms);
}

static struct spread minus(struct making *making, const struct spread *a)
{
    struct spread spread = new_spread(making, -(a->first + (int64_t)a->count - 1), a->count);
    for (size_t i = 0; i < spread.count; i++) {
        spread.chance[i] = a->chance[a->count - 1 - i];
    }
    return spread;
}

/* ---- N and H ---- */

static struct spread denominator_of(struct making *making)
{
    const struct hj_plan *plan = making->plan;
    double founded = 0.0, closed = 0.0;
    int64_t fixed = plan->denominator;
    for (uint32_t m = 0; m < plan->month_count; m++) {
        founded += plan->founded[m];
        closed += plan->closed[m];
        fixed += plan->new_firms[m] - plan->exits[m];
    }
    struct hj_draw_table *tables[2] = {NULL, NULL};
    struct spread come =
        of_table(making, hj_simulate_table_poisson(founded, making->arena, &tables[0]), &tables[0]);
    struct spread go =
        of_table(making, hj_simulate_table_poisson(closed, making->arena, &tables[1]), &tables[1]);
    struct spread gone = minus(making, &go);
    struct spread sum = convolve(making, &come, &gone);
    sum.first += fixed;
    for (uint32_t g = 0; g < plan->group_count && !making->full; g++) {
        struct spread ended = of_group(making, g);
        struct spread less = minus(making, &ended);
        sum = convolve(making, &sum, &less);
    }
    return sum;
}

static struct spread numerator_of(struct making *making)
{
    const struct hj_plan *plan = making->plan;
    int64_t fixed = plan->numerator, renewed = 0;
    for (uint32_t m = 0; m < plan->month_count; m++) {
        fixed += plan->hightech[m];
    }
    for (uint32_t i = 0; i < plan->ending_count; i++) {
        fixed -= plan->endings[i].firms;
        renewed += plan->endings[i].back < plan->month_count ? plan->endings[i].firms : 0;
    }
    struct spread sum = beta_binomial(making, renewed, &plan->scenario->renewal);
    sum.first += fixed;
    for (uint32_t i = 0; i < plan->granting_count && !making->full; i++) {
        struct spread passed =
            beta_binomial(making, plan->grantings[i].applicants, plan->grantings[i].pass);
        sum = convolve(making, &sum, &passed);
    }
    return sum;
}

/* ---- what they come to ---- */

static double quantile_of(const struct spread *spread, double p)
{
    double below = 0.0;
    for (size_t i = 0; i < spread->count; i++) {
        below += spread->chance[i];
        if (below >= p - 1e-12) {
            return (double)(spread->first + (int64_t)i);
        }
    }
    return (double)(spread->first + (int64_t)spread->count - 1);
}

static struct hj_fan fan_of(const struct spread *spread)
{
    return (struct hj_fan){
        .p05 = quantile_of(spread, 0.05),
        .p25 = quantile_of(spread, 0.25),
        .p50 = quantile_of(spread, 0.50),
        .p75 = quantile_of(spread, 0.75),
        .p95 = quantile_of(spread, 0.95),
    };
}

/* P(H · scale / N <= x): for each H the N from which on it holds. */
static double ratio_below(const struct spread *n, const struct spread *h, int64_t scale, double x)
{
    double chance = 0.0;
    for (size_t i = 0; i < h->count; i++) {
        double numerator = (double)((h->first + (int64_t)i) * scale), tail = 0.0;
        for (size_t j = n->count; j-- > 0;) {
            int64_t denominator = n->first + (int64_t)j;
            if (denominator <= 0 || numerator / (double)denominator > x) {
                break;
            }
            tail += n->chance[j];
        }
        chance += h->chance[i] * tail;
    }
    return chance;
}

/* The smallest value that the ratio takes with P(ratio <= value) >= p: by halving the doubles
 * between two bounds until they are neighbours. */
static double ratio_quantile(const struct spread *n, const struct spread *h, int64_t scale,
                             double p)
{
    double low = -1.0, high = (double)((h->first + (int64_t)h->count) * scale);
    for (int i = 0; i < 200; i++) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) {
            break;
        }
        if (ratio_below(n, h, scale, middle) >= p - 1e-12) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

static void answer_ratio(struct hj_exact *exact, const struct hj_scenario *scenario,
                         const struct spread *n, const struct spread *h)
{
    double mean = 0.0, known = 0.0, holds = 0.0;
    for (size_t i = 0; i < h->count; i++) {
        int64_t numerator = h->first + (int64_t)i;
        int64_t most = hj_target_max_denominator(scenario->target, scenario->scale,
                                                 numerator > 0 ? numerator : 0);
        for (size_t j = 0; j < n->count; j++) {
            int64_t denominator = n->first + (int64_t)j;
            double chance = h->chance[i] * n->chance[j];
            holds += denominator <= most ? chance : 0.0;
            if (denominator > 0) {
                mean += chance * (double)(numerator * scenario->scale) / (double)denominator;
                known += chance;
            }
        }
    }
    exact->mean = mean / known;
    exact->probability = holds;
    exact->ratio = (struct hj_fan){
        .p05 = ratio_quantile(n, h, scenario->scale, 0.05),
        .p25 = ratio_quantile(n, h, scenario->scale, 0.25),
        .p50 = ratio_quantile(n, h, scenario->scale, 0.50),
        .p75 = ratio_quantile(n, h, scenario->scale, 0.75),
        .p95 = ratio_quantile(n, h, scenario->scale, 0.95),
    };
}

/* P(H · scale >= target · (N - x)) */
static double reached_with(const struct hj_scenario *scenario, const struct spread *n,
                           const struct spread *h, int64_t x)
{
    double chance = 0.0;
    for (size_t i = 0; i < h->count; i++) {
        int64_t numerator = h->first + (int64_t)i;
        int64_t most = hj_target_max_denominator(scenario->target, scenario->scale,
                                                 numerator > 0 ? numerator : 0);
        double below = 0.0;
        for (size_t j = 0; j < n->count && n->first + (int64_t)j - x <= most; j++) {
            below += n->chance[j];
        }
        chance += h->chance[i] * below;
    }
    return chance;
}

static int64_t removals_of(const struct hj_scenario *scenario, const struct spread *n,
                           const struct spread *h)
{
    double confidence = hj_target_value(scenario->confidence);
    int64_t low = 0, high = n->first + (int64_t)n->count;
    high = high > 0 ? high : 0;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (reached_with(scenario, n, h, middle) >= confidence - 1e-12) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

/* ---- whether there is one ---- */

static const char *why_not(const struct hj_plan *plan)
{
    double closed = 0.0, width = 0.0;
    int64_t gone = 0;
    for (uint32_t m = 0; m < plan->month_count; m++) {
        closed += plan->closed[m];
        gone += plan->exits[m];
        width += plan->founded[m] + plan->closed[m];
    }
    for (uint32_t o = 0; o < plan->opening_count; o++) {
        width += (double)plan->openings[o].firms;
        const struct hj_share *share = plan->groups[plan->openings[o].group].share;
        double chance = plan->openings[o].below[plan->month_count - 1];
        if (chance > 0.0 && chance < 1.0 && !share->fixed && share->a > 0.0 && share->b > 0.0 &&
            (share->a < LEAST_SHAPE || share->b < LEAST_SHAPE)) {
            return "a share is too uneven to be integrated";
        }
        if (plan->openings[o].hightech) {
            return "a high-tech firm has a case in flight, so that N and H depend on one another";
        }
    }
    if (plan->scenario->lagged) {
        return "statistics take exits late (update_lag)";
    }
    bool close = closed + 10.0 * sqrt(closed) + (double)gone + 60.0 > (double)plan->loose;
    if (closed + (double)gone > 0.0 && close) {
        return "natural exits could use up all other firms";
    }
    return width > (double)WIDEST ? "too many firms and cases" : NULL;
}

/* The plan without the cases it opens, for what is required. */
static struct hj_plan idle_plan(const struct hj_plan *plan)
{
    struct hj_plan idle = *plan;
    uint32_t flights = 0;
    while (flights < plan->opening_count && plan->openings[flights].flight) {
        flights++;
    }
    idle.opening_count = flights;
    return idle;
}

enum hj_code hj_simulate_exact(const struct hj_scenario *scenario, const struct hj_cohorts *cohorts,
                               struct hj_exact *exact, struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct hj_plan plan;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_simulate_plan(scenario, cohorts, HJ_PLAN_PLANNED, &arena, &plan, error));
    const char *reason = why_not(&plan);
    if (reason) {
        code = hj_error_set(error, HJ_SCENARIO_INEXACT);
        hj_error_text(error, "reason", hj_span_of(reason));
        goto done;
    }
    struct making making = {&plan, &arena, false};
    struct hj_plan idle = idle_plan(&plan);
    struct making idling = {&idle, &arena, false};
    struct spread n = denominator_of(&making), h = numerator_of(&making);
    struct spread without = denominator_of(&idling);
    if (making.full || idling.full) {
        code = hj_error_memory(error);
        goto done;
    }
    exact->denominator = fan_of(&n);
    exact->numerator = fan_of(&h);
    answer_ratio(exact, scenario, &n, &h);
    exact->removals = removals_of(scenario, &without, &h);
done:
    hj_arena_release(&arena);
    return code;
}
