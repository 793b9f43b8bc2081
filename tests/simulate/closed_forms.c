/* SPDX-License-Identifier: MIT
 * A million trials against closed forms, within 4 standard errors: first against chances written
 * out here, then against the convolutions of exact.c; and exact.c against the same chances. */
#include "simulate_case.h"

#include "simulate/exact.h"

#include <math.h>
#include <stdlib.h>

enum { TRIALS = 1000000 };

struct moments {
    double mean, variance;
};

/* Of N (or H) at the deadline. */
static struct moments moments_of(const struct hj_trials *trials, const int32_t *counts)
{
    const int32_t *last = &counts[(size_t)(trials->months - 1) * trials->count];
    struct moments moments = {0.0, 0.0};
    for (uint64_t t = 0; t < trials->count; t++) {
        moments.mean += last[t];
    }
    moments.mean /= (double)trials->count;
    for (uint64_t t = 0; t < trials->count; t++) {
        moments.variance += (last[t] - moments.mean) * (last[t] - moments.mean);
    }
    moments.variance /= (double)trials->count;
    return moments;
}

/* The mean within 4 standard errors; the variance within 1 % (its standard error is about 0.15 %).
 */
static void assert_moments(struct moments found, double mean, double variance)
{
    assert_true(fabs(found.mean - mean) <= 4.0 * sqrt(variance / TRIALS) + 1e-9);
    assert_true(fabs(found.variance - variance) <= 0.01 * variance + 1e-9);
}

static struct hj_trials run(struct simulate_case *test)
{
    test->scenario.trials = TRIALS;
    struct hj_plan plan = case_plan(test);
    return case_trials(&plan);
}

static void fixed_share_is_binomial(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    case_open(&test, 0, 2000);
    test.routes[0].share = case_fixed(0.88);
    struct hj_trials trials = run(&test);
    assert_moments(moments_of(&trials, trials.denominators), 14200 - 2000 * 0.88,
                   2000 * 0.88 * 0.12);
    hj_simulate_trials_release(&trials);
    case_release(&test);
}

static void drawn_share_is_beta_binomial(void **state)
{
    struct simulate_case test;
    const double a = 88, b = 12, n = 2000;
    (void)state;
    case_init(&test);
    case_open(&test, 0, 2000);
    test.routes[0].share = case_beta(a, b);
    struct hj_trials trials = run(&test);
    assert_moments(moments_of(&trials, trials.denominators), 14200 - n * a / (a + b),
                   n * a * b * (a + b + n) / ((a + b) * (a + b) * (a + b + 1)));
    hj_simulate_trials_release(&trials);
    case_release(&test);
}

/* Of the fall of N up to month m, and of its product with that up to month l, over all trials. */
static void months_together(const struct hj_trials *trials, uint32_t m, uint32_t l, double *mean,
                            double *covariance)
{
    double sums[2] = {0.0, 0.0}, product = 0.0, n = (double)trials->count;
    const int32_t *a = &trials->denominators[(size_t)m * trials->count],
                  *b = &trials->denominators[(size_t)l * trials->count];
    for (uint64_t t = 0; t < trials->count; t++) {
        double x = 14200.0 - a[t], y = 14200.0 - b[t];
        sums[0] += x;
        sums[1] += y;
        product += x * y;
    }
    *mean = sums[0] / n;
    *covariance = product / n - sums[0] / n * (sums[1] / n);
}

/* Many alike in flight, one drawn share: of n cases that end by month m with chance q B(m) the
 * exits X(m) have E X = E[q] sum n B, and for m <= l cov(X(m), X(l)) = E[q] sum n B(m) - E[q²] sum
 * n B(m) B(l) + var[q] sum n B(m) · sum n B(l). */
static void check_flights(int64_t firms, const struct hj_share *share, double q, double square)
{
    static const char *const days[] = {"2026-03-09", "2026-04-20", "2026-05-29", "2026-06-20"};
    struct simulate_case test;
    case_init(&test);
    test.rules[0].has_duration = true;
    test.rules[0].low = 107;
    test.rules[0].mode = 140;
    test.rules[0].high = 240;
    test.routes[0].share = *share;
    for (size_t i = 0; i < 4; i++) {
        test.firms[3 + i] =
            (struct hj_cohort){0, 0, case_day(days[i]), 0, true, false, i == 1 ? firms / 2 : firms};
    }
    test.cohorts.count = 7;
    test.scenario.trials = TRIALS;
    struct hj_plan plan = case_plan(&test);
    struct hj_trials trials = case_trials(&plan);
    assert_int_equal(plan.opening_count, 4);
    for (uint32_t m = 0; m < trials.months; m++) {
        for (uint32_t l = m; l < trials.months; l++) {
            double mean, covariance, sums[3] = {0.0, 0.0, 0.0};
            for (uint32_t o = 0; o < plan.opening_count; o++) {
                const struct hj_opening *opening = &plan.openings[o];
                double n = (double)opening->firms, b = opening->below[m], later = opening->below[l];
                sums[0] += n * b;
                sums[1] += n * later;
                sums[2] += n * b * later;
            }
            double expected = q * sums[0] - square * sums[2] + (square - q * q) * sums[0] * sums[1];
            double variance = q * sums[0] + (square - q * q) * sums[0] * sums[0];
            double other = q * sums[1] + (square - q * q) * sums[1] * sums[1];
            months_together(&trials, m, l, &mean, &covariance);
            assert_true(fabs(mean - q * sums[0]) <= 4.0 * sqrt(variance / TRIALS) + 1e-9);
            assert_true(fabs(covariance - expected) <=
                        6.0 * sqrt(variance * other / TRIALS) + 1e-6);
        }
    }
    hj_simulate_trials_release(&trials);
    case_release(&test);
}

static void cases_in_flight_have_their_moments(void **state)
{
    const struct hj_share drawn = case_beta(8, 2), fixed = case_fixed(0.8);
    (void)state;
    check_flights(3, &drawn, 0.8, 0.8 * 9 / 11);
    check_flights(150, &drawn, 0.8, 0.8 * 9 / 11);
    check_flights(3000, &drawn, 0.8, 0.8 * 9 / 11); /* too many for tables of what is left */
    check_flights(150, &fixed, 0.8, 0.64);
    check_flights(3000, &fixed, 0.8, 0.64);
}

/* Three months of 300 cases in time: one share of 900 cases, or three of 300. */
static void batches_draw_shares_of_their_own(void **state)
{
    const double a = 8, b = 2, one = a * b / ((a + b) * (a + b) * (a + b + 1));
    (void)state;
    for (int by_batch = 0; by_batch < 2; by_batch++) {
        struct simulate_case test;
        case_init(&test);
        case_open(&test, 0, 300);
        test.firms[0].firms = 900;
        test.firms[1].firms = 0;
        test.routes[0].share = case_beta(a, b);
        test.routes[0].by = by_batch ? HJ_SHARE_BATCH : HJ_SHARE_ROUTE;
        double n = by_batch ? 300 : 900, batches = by_batch ? 3 : 1;
        struct hj_trials trials = run(&test);
        assert_moments(moments_of(&trials, trials.denominators), 14200 - 720,
                       batches * n * one * (a + b + n));
        hj_simulate_trials_release(&trials);
        case_release(&test);
    }
}

/* Cases 49 days old whose steps take 50, of a duration that mostly lasts under 50: none can have
 * ended yet, so that they are open tells nothing of their duration. P(T <= 54) = 1 - 6 * 6 / 800.
 */
static void open_before_its_steps_tells_nothing(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    test.rules[1].has_duration = true;
    test.rules[1].low = 20;
    test.rules[1].mode = 40;
    test.rules[1].high = 60;
    test.firms[2] = (struct hj_cohort){1, 0, case_day("2026-05-12"), 0, true, false, 100};
    test.scenario.deadline = test.scenario.denominator_date = test.scenario.numerator_snapshot =
        case_day("2026-07-05");
    struct hj_trials trials = run(&test);
    assert_moments(moments_of(&trials, trials.denominators), 14200 - 95.5, 100 * 0.955 * 0.045);
    hj_simulate_trials_release(&trials);
    case_release(&test);
}

static void inflow_is_poisson(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    for (int m = 0; m < 12; m++) {
        test.scenario.flow.founded[m] = 110.0;
        test.scenario.flow.closed[m] = 60.0;
    }
    struct hj_trials trials = run(&test);
    assert_moments(moments_of(&trials, trials.denominators), 14200 + 6 * 50, 6 * 170);
    hj_simulate_trials_release(&trials);
    case_release(&test);
}

static void renewals_and_approvals_are_beta_binomial(void **state)
{
    struct simulate_case test;
    const struct hj_scenario_approval approval = {case_day("2026-11-30"), 24, case_beta(14, 6)};
    (void)state;
    case_init(&test);
    test.certificates[0] = (struct hj_certificates){case_day("2026-11-06"), 46};
    test.certificates[1] = (struct hj_certificates){case_day("2027-01-01"), 60};
    test.cohorts.certificate_count = 2;
    test.scenario.renewed = true;
    test.scenario.renewal = case_beta(44, 6);
    test.scenario.approvals = &approval;
    test.scenario.approval_count = 1;
    struct hj_trials trials = run(&test);
    double renewed = 46 * 44.0 * 6 * (50 + 46) / (50.0 * 50 * 51);
    double approved = 24 * 14.0 * 6 * (20 + 24) / (20.0 * 20 * 21);
    assert_moments(moments_of(&trials, trials.numerators), 148 - 46 * 6 / 50.0 + 24 * 0.7,
                   renewed + approved);
    hj_simulate_trials_release(&trials);
    case_release(&test);
}

/* 1,000 cases opened on 1 July that take 107 to 180 days: the share that ends by each month's end.
 */
static void durations_follow_the_triangle(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    case_open(&test, 0, 1000);
    test.firms[0].firms = 1000;
    test.firms[1].firms = 0;
    test.rules[0].has_duration = true;
    test.rules[0].low = 107;
    test.rules[0].mode = 140;
    test.rules[0].high = 180;
    struct hj_trials trials = run(&test);
    const struct hj_triangle triangle = {107, 140, 180};
    static const int days[6] = {30, 61, 91, 122, 152, 183}; /* from 1 July to the months' ends */
    for (int m = 0; m < 6; m++) {
        double p = hj_simulate_triangle_below(&triangle, days[m]), sum = 0.0;
        for (uint64_t t = 0; t < TRIALS; t++) {
            sum += 14200 - trials.denominators[(size_t)m * TRIALS + t];
        }
        assert_true(fabs(sum / TRIALS - 1000 * p) <=
                    4.0 * sqrt(1000 * p * (1 - p) / TRIALS) + 1e-9);
    }
    hj_simulate_trials_release(&trials);
    case_release(&test);
}

/* ---- against exact.c ---- */

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The exact quantile lies between the order statistics at p minus and plus 4 standard errors. */
static void assert_quantile(const double *sorted, double p, double exact)
{
    double error = 4.0 * sqrt(p * (1.0 - p) / TRIALS);
    double low = sorted[(size_t)((p - error) * TRIALS) - 1];
    double high = sorted[(size_t)((p + error) * TRIALS) + 1];
    assert_true(exact >= low - 1e-9 && exact <= high + 1e-9);
}

static void assert_agrees(struct simulate_case *test)
{
    struct hj_exact exact;
    struct hj_error error = {0};
    struct hj_trials trials = run(test);
    assert_int_equal(hj_simulate_exact(&test->scenario, &test->cohorts, &exact, &error), HJ_OK);
    double *ratios = malloc(TRIALS * sizeof *ratios), mean = 0.0, squares = 0.0;
    assert_non_null(ratios);
    size_t last = (size_t)(trials.months - 1) * TRIALS, holds = 0;
    for (size_t t = 0; t < TRIALS; t++) {
        ratios[t] = trials.numerators[last + t] * 1e4 / trials.denominators[last + t];
        mean += ratios[t] / TRIALS;
        holds += hj_target_holds(test->scenario.target, 10000, trials.numerators[last + t],
                                 trials.denominators[last + t]);
    }
    for (size_t t = 0; t < TRIALS; t++) {
        squares += (ratios[t] - mean) * (ratios[t] - mean) / TRIALS;
    }
    qsort(ratios, TRIALS, sizeof *ratios, compare_doubles);
    assert_true(fabs(mean - exact.mean) <= 4.0 * sqrt(squares / TRIALS) + 1e-9);
    double p = exact.probability;
    assert_true(fabs((double)holds / TRIALS - p) <= 4.0 * sqrt(p * (1.0 - p) / TRIALS) + 1e-9);
    assert_quantile(ratios, 0.05, exact.ratio.p05);
    assert_quantile(ratios, 0.25, exact.ratio.p25);
    assert_quantile(ratios, 0.50, exact.ratio.p50);
    assert_quantile(ratios, 0.75, exact.ratio.p75);
    assert_quantile(ratios, 0.95, exact.ratio.p95);
    free(ratios);
    hj_simulate_trials_release(&trials);
}

static void several_routes_are_convolved(void **state)
{
    struct simulate_case test;
    const struct hj_scenario_approval approval = {case_day("2026-11-30"), 24, case_beta(14, 6)};
    (void)state;
    case_init(&test);
    case_open(&test, 0, 700);
    case_open(&test, 1, 80);
    test.routes[0].share = case_beta(88, 12);
    test.routes[0].by = HJ_SHARE_BATCH;
    test.routes[1].share = case_beta(14, 6);
    for (int m = 0; m < 12; m++) {
        test.scenario.flow.founded[m] = 110.0;
        test.scenario.flow.closed[m] = 60.0;
    }
    test.certificates[0] = (struct hj_certificates){case_day("2026-11-06"), 46};
    test.cohorts.certificate_count = 1;
    test.scenario.renewed = true;
    test.scenario.renewal = case_beta(44, 6);
    test.scenario.approvals = &approval;
    test.scenario.approval_count = 1;
    assert_agrees(&test);
    case_release(&test);
}

/* One share over openings that end in time with different chances has no closed form but an
 * integral. */
static void one_share_over_uncertain_durations_is_integrated(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    case_open(&test, 0, 350);
    test.routes[0].share = case_beta(3, 1.5);
    test.rules[0].has_duration = true;
    test.rules[0].low = 107;
    test.rules[0].mode = 140;
    test.rules[0].high = 180;
    test.scenario.target = (struct hj_target){107, 0};
    assert_agrees(&test);
    case_release(&test);
}

static void exact_says_where_it_ends(void **state)
{
    struct simulate_case test;
    struct hj_exact exact;
    struct hj_error error = {0};
    (void)state;
    case_init(&test);
    test.scenario.lagged = true;
    test.scenario.lag = (struct hj_triangle){3, 6, 12};
    assert_int_equal(hj_simulate_exact(&test.scenario, &test.cohorts, &exact, &error),
                     HJ_SCENARIO_INEXACT);
    assert_non_null(hj_error_argument(&error, "reason"));
    test.scenario.lagged = false;
    for (int m = 0; m < 12; m++) {
        test.scenario.flow.closed[m] = 5000.0;
    }
    assert_int_equal(hj_simulate_exact(&test.scenario, &test.cohorts, &exact, &error),
                     HJ_SCENARIO_INEXACT);
    case_release(&test);
}

/* Beta(2, 1) over 3 cases: P(k) = (k + 1) / 10. With N 103 and H 1, removals needed are read off.
 */
static void exact_gives_chances_that_can_be_checked_by_hand(void **state)
{
    struct simulate_case test;
    struct hj_exact exact;
    struct hj_error error = {0};
    (void)state;
    case_init(&test);
    case_open(&test, 1, 3);
    test.firms[2].firms = 3;
    test.routes[1].share = case_beta(2, 1);
    test.cohorts.numerator = 1;
    test.cohorts.denominator = 103;
    test.scenario.target = (struct hj_target){99, 0}; /* N at most 101: two or three must end */
    assert_int_equal(hj_simulate_exact(&test.scenario, &test.cohorts, &exact, &error), HJ_OK);
    assert_true(fabs(exact.probability - 0.7) < 1e-12);
    assert_true(fabs(exact.mean - (1e4 / 103 + 2e4 / 102 + 3e4 / 101 + 4e4 / 100) / 10) < 1e-9);
    assert_int_equal(exact.removals, 2);
    assert_true(exact.denominator.p50 == 101.0 && exact.denominator.p05 == 100.0);
    case_release(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_share_is_binomial),
        cmocka_unit_test(drawn_share_is_beta_binomial),
        cmocka_unit_test(cases_in_flight_have_their_moments),
        cmocka_unit_test(batches_draw_shares_of_their_own),
        cmocka_unit_test(open_before_its_steps_tells_nothing),
        cmocka_unit_test(inflow_is_poisson),
        cmocka_unit_test(renewals_and_approvals_are_beta_binomial),
        cmocka_unit_test(durations_follow_the_triangle),
        cmocka_unit_test(several_routes_are_convolved),
        cmocka_unit_test(one_share_over_uncertain_durations_is_integrated),
        cmocka_unit_test(exact_says_where_it_ends),
        cmocka_unit_test(exact_gives_chances_that_can_be_checked_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
