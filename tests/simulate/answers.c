/* SPDX-License-Identifier: MIT
 * What the answers must obey: same bytes on any threads, metamorphic properties, required numbers
 * against brute force, quotas, what binds. */
#include "simulate_case.h"

#include "base/memory.h"

#include <math.h>

static void set_flow(struct simulate_case *test, double founded, double closed)
{
    for (int m = 0; m < 12; m++) {
        test->scenario.flow.founded[m] = founded;
        test->scenario.flow.closed[m] = closed;
    }
}

/* The demo in small: two routes, shares drawn, flows, renewals. */
static void make_usual(struct simulate_case *test)
{
    case_init(test);
    case_open(test, 0, 350);
    case_open(test, 1, 80);
    test->routes[0].share = case_beta(88, 12);
    test->routes[1].share = case_beta(14, 6);
    set_flow(test, 110.0, 60.0);
    test->certificates[0] = (struct hj_certificates){case_day("2026-11-06"), 46};
    test->cohorts.certificate_count = 1;
    test->scenario.renewed = true;
    test->scenario.renewal = case_beta(44, 6);
}

static void threads_give_the_same_bytes(void **state)
{
    struct hj_buffer first = {0};
    static const unsigned threads[] = {1, 2, 3, 8};
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct simulate_case test;
        struct hj_buffer out = {0};
        make_usual(&test);
        test.routes[0].by = HJ_SHARE_TOWN;
        struct hj_answers answers = case_answer(&test, threads[i]);
        assert_true(hj_simulate_json(&answers, hj_span_of(""), &out));
        if (i == 0) {
            first = out;
            out = (struct hj_buffer){0};
        } else {
            assert_int_equal(out.size, first.size);
            assert_memory_equal(out.data, first.data, out.size);
        }
        hj_buffer_release(&out);
        case_release(&test);
    }
    hj_buffer_release(&first);
}

static void seeds_agree_within_their_error(void **state)
{
    struct simulate_case one, two;
    (void)state;
    make_usual(&one);
    make_usual(&two);
    one.scenario.target = two.scenario.target = (struct hj_target){108, 0};
    two.scenario.seed = 8;
    struct hj_answers a = case_answer(&one, 2), b = case_answer(&two, 2);
    assert_true(a.probability > 0.1 && a.probability < 0.9);
    assert_true(a.probability != b.probability);
    assert_true(
        fabs(a.probability - b.probability) <=
        4.0 * sqrt(a.standard_error * a.standard_error + b.standard_error * b.standard_error));
    case_release(&one);
    case_release(&two);
}

static void share_zero_moves_nothing(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    case_open(&test, 0, 350);
    test.routes[0].share = case_beta(0, 5);
    struct hj_answers answers = case_answer(&test, 2);
    for (uint32_t m = 0; m < answers.month_count; m++) {
        assert_true(answers.months[m].denominator.p05 == 14200.0);
        assert_true(answers.months[m].denominator.p95 == 14200.0);
    }
    assert_true(answers.mean == answers.ratio.p50 && answers.ratio.p05 == answers.ratio.p95);
    assert_true(answers.ratio.p50 == 1480000.0 / 14200.0);
    assert_false(answers.required.reachable);
    assert_int_equal(answers.required.opened, -1);
    assert_int_equal(answers.required.binds, HJ_BINDS_FIRMS);
    case_release(&test);
}

/* Cases of 50 days, 100 a month from 1 July: they end from 20 August on. */
static void share_one_empties_the_cohort_after_its_clock(void **state)
{
    struct simulate_case test;
    static const double left[6] = {14200, 14100, 14000, 13900, 13800, 13800};
    (void)state;
    case_init(&test);
    case_open(&test, 1, 100);
    struct hj_answers answers = case_answer(&test, 2);
    assert_int_equal(answers.month_count, 6);
    for (uint32_t m = 0; m < 6; m++) {
        assert_true(answers.months[m].denominator.p05 == left[m]);
        assert_true(answers.months[m].denominator.p95 == left[m]);
    }
    assert_int_equal(answers.planned_cases, 400);
    case_release(&test);
}

static void doubling_everything_keeps_the_ratio(void **state)
{
    struct simulate_case one, two;
    (void)state;
    case_init(&one);
    case_init(&two);
    case_open(&one, 0, 700);
    case_open(&two, 0, 1400);
    two.firms[0].firms *= 2;
    two.firms[1].firms *= 2;
    two.cohorts.numerator *= 2;
    two.cohorts.denominator *= 2;
    struct hj_answers a = case_answer(&one, 2), b = case_answer(&two, 2);
    assert_true(a.ratio.p50 == b.ratio.p50 && a.mean == b.mean);
    assert_int_equal(a.max_denominator, 12333);
    assert_int_equal(b.max_denominator, 24666);
    case_release(&one);
    case_release(&two);
}

static void more_hands_never_lower_the_chance(void **state)
{
    double before = -1.0;
    (void)state;
    for (int64_t per_month = 0; per_month <= 1200; per_month += 100) {
        struct simulate_case test;
        make_usual(&test);
        test.routes[0].per_month = per_month;
        test.scenario.target = (struct hj_target){112, 0};
        struct hj_answers answers = case_answer(&test, 2);
        /* From 700 a month on all are in time and only the draws differ. */
        assert_true(answers.probability >= before - 2.0 * answers.standard_error);
        before = answers.probability;
        case_release(&test);
    }
    assert_true(before > 0.5);
}

/* Whether the target holds when so many cases are opened at once in month 1: counted trial by
 * trial. */
static double chance_with(struct simulate_case *test, int64_t cases)
{
    test->routes[1].per_month = cases;
    test->routes[1].every = 12;
    struct hj_plan plan = case_plan(test);
    struct hj_trials trials = case_trials(&plan);
    size_t last = (size_t)(trials.months - 1) * trials.count;
    uint64_t holds = 0;
    for (uint64_t t = 0; t < trials.count; t++) {
        holds += hj_target_holds(test->scenario.target, 10000, trials.numerators[last + t],
                                 trials.denominators[last + t]);
    }
    double chance = (double)holds / (double)trials.count;
    hj_simulate_trials_release(&trials);
    return chance;
}

static void required_removals_are_minimal(void **state)
{
    struct simulate_case test;
    (void)state;
    make_usual(&test);
    struct hj_answers answers = case_answer(&test, 2);
    struct hj_plan plan = case_plan(&test);
    struct hj_trials trials = case_trials(&plan);
    size_t last = (size_t)(trials.months - 1) * trials.count;
    for (int64_t x = answers.required.removals - 1; x <= answers.required.removals; x++) {
        uint64_t holds = 0;
        for (uint64_t t = 0; t < trials.count; t++) {
            int64_t n = trials.denominators[last + t] + trials.opened_exits[t] - x;
            holds += hj_target_holds(test.scenario.target, 10000, trials.numerators[last + t], n);
        }
        bool enough = 10 * holds >= 9 * trials.count;
        assert_true(enough == (x == answers.required.removals));
    }
    hj_simulate_trials_release(&trials);
    case_release(&test);
}

/* By opening 1, 2, 3 … of 60 firms: the first number with which the chance is 90 %. The trials of a
 * smaller number are others than the first so many of a larger one, hence the two standard errors.
 */
static void required_cases_are_minimal(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    case_open(&test, 1, 60);
    test.firms[2].firms = 60;
    test.routes[1].share = case_beta(14, 6);
    test.scenario.target = (struct hj_target){10437, 2};
    test.cohorts.denominator = 14200; /* 14,180.3 hold: 20 must go */
    struct hj_answers answers = case_answer(&test, 2);
    int64_t cases = answers.required.opened;
    assert_true(answers.required.reachable && cases > 20 && cases < 60);
    assert_int_equal(answers.required.removals, 20);
    double error = 2.0 * sqrt(0.9 * 0.1 / (double)test.scenario.trials);
    assert_true(chance_with(&test, cases + 1) >= 0.9 - error);
    assert_true(chance_with(&test, cases - 2) < 0.9 + error);
    case_release(&test);
}

static void certain_cases_are_needed_as_many_as_exits(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    case_open(&test, 0, 2000);
    struct hj_answers answers = case_answer(&test, 2);
    assert_int_equal(answers.min_removals, 1867);
    assert_int_equal(answers.required.removals, 1867);
    assert_int_equal(answers.required.opened, 1867);
    assert_true(answers.required.reachable && answers.probability == 1.0);
    assert_int_equal(answers.required.binds, HJ_BINDS_NOTHING);
    case_release(&test);
}

static void quotas_sum_and_never_exceed(void **state)
{
    (void)state;
    for (int64_t target = 10500; target <= 13000; target += 100) {
        struct simulate_case test;
        case_init(&test);
        case_open(&test, 0, 2000);
        test.firms[3] = case_stock(0, HJ_TOWN_NONE, 17);
        test.cohorts.count = 4;
        test.scenario.trials = 1000;
        test.scenario.target = (struct hj_target){target, 2};
        struct hj_answers answers = case_answer(&test, 2);
        int64_t sum = 0, eligible = 0;
        for (uint32_t t = 0; t < answers.required.town_count; t++) {
            const struct hj_answer_town *town = &answers.required.towns[t];
            assert_true(town->quota >= 0 && town->quota <= town->eligible);
            sum += town->quota;
            eligible += town->eligible;
        }
        assert_int_equal(eligible, 2017);
        assert_int_equal(answers.required.town_count, 3);
        assert_int_equal(sum, answers.required.reachable ? answers.required.opened : 2017);
        case_release(&test);
    }
}

static void apportioned_parts_keep_caps_and_sum(void **state)
{
    static const int64_t weights[5] = {10, 0, 7, 3, 100}, caps[5] = {2, 5, 7, 1, 4};
    int64_t parts[5], remainders[5];
    struct hj_apportioned apportioned = {parts, remainders};
    (void)state;
    for (int64_t total = 0; total <= 130; total++) {
        hj_simulate_apportion(weights, NULL, 5, total, &apportioned);
        int64_t sum = 0;
        for (int i = 0; i < 5; i++) {
            assert_true(parts[i] >= 0 && parts[i] <= weights[i]);
            assert_true(llabs(120 * parts[i] - weights[i] * (total < 120 ? total : 120)) < 120);
            sum += parts[i];
        }
        assert_int_equal(sum, total < 120 ? total : 120);
        hj_simulate_apportion(weights, caps, 5, total, &apportioned);
        sum = 0;
        for (int i = 0; i < 5; i++) {
            assert_true(parts[i] >= 0 && parts[i] <= caps[i] && (weights[i] || !parts[i]));
            sum += parts[i];
        }
        assert_int_equal(sum, total < 14 ? total : 14);
    }
}

static void what_binds_is_told(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    case_open(&test, 0, 100); /* 2,000 firms, 1,867 needed: 6 months of 100 are too few */
    assert_int_equal(case_answer(&test, 2).required.binds, HJ_BINDS_HANDS);
    assert_int_equal(case_answer(&test, 2).required.at_once, 1867);
    test.scenario.deadline = test.scenario.numerator_snapshot = test.scenario.denominator_date =
        case_day("2026-08-31"); /* 90 days and more are not there */
    assert_int_equal(case_answer(&test, 2).required.binds, HJ_BINDS_DAYS);
    test.scenario.target = (struct hj_target){500, 0};
    assert_int_equal(case_answer(&test, 2).required.binds, HJ_BINDS_FIRMS);
    case_release(&test);
}

static void capacity_limits_roles_and_towns(void **state)
{
    struct simulate_case test;
    struct hj_scenario_capacity capacities[] = {
        {HJ_CAPACITY_ROLE, hj_span_of("penalty"), 300, 0.0},
        {HJ_CAPACITY_TOWN, hj_span_of("west"), 10, 0.0},
        {HJ_CAPACITY_ROUTE, hj_span_of("guided"), 0, 2.5},
    };
    (void)state;
    case_init(&test);
    case_open(&test, 0, 1000);
    case_open(&test, 1, 1000);
    test.scenario.capacities = capacities;
    test.scenario.capacity_count = 3;
    struct hj_plan plan = case_plan(&test);
    int64_t revoked = 0, guided = 0;
    for (uint32_t o = 0; o < plan.opening_count; o++) {
        const struct hj_opening *opening = &plan.openings[o];
        if (opening->month == 0) {
            /* July 2026 has 23 working days: 57 site checks */
            assert_int_equal(opening->firms, opening->route == 0 ? 300 : 57);
        }
        *(opening->route == 0 ? &revoked : &guided) += opening->firms;
    }
    assert_int_equal(revoked, 1200 + 6 * 10);
    assert_int_equal(guided, 57 + 52 + 55 + 55 + 52 + 57);
    case_release(&test);
}

static void batches_come_every_few_months(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    case_open(&test, 0, 600);
    test.routes[0].every = 2;
    struct hj_plan plan = case_plan(&test);
    assert_int_equal(plan.opening_count, 3);
    for (uint32_t o = 0; o < 3; o++) {
        assert_int_equal(plan.openings[o].month, 2 * o);
        assert_int_equal(plan.openings[o].firms, 600);
    }
    case_release(&test);
}

/* Exits cannot take more than there is, nor firms of the campaign. */
static void natural_exits_stop_at_the_stock(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    case_open(&test, 0, 0);
    set_flow(&test, 0.0, 9000.0);
    struct hj_answers answers = case_answer(&test, 2);
    assert_true(answers.months[5].denominator.p05 == 2000.0);
    assert_true(answers.months[5].denominator.p95 == 2000.0);
    case_release(&test);
}

static void a_lag_and_an_early_count_hide_exits(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    case_open(&test, 1, 400);
    assert_true(case_answer(&test, 2).ratio.p50 == 1480000.0 / 13800.0);
    test.scenario.lagged = true;
    test.scenario.lag = (struct hj_triangle){5, 6, 7}; /* ended on 20 August: seen in January */
    test.scenario.denominator_given = true;
    struct hj_answers late = case_answer(&test, 2);
    assert_true(late.ratio.p50 == 1480000.0 / 14200.0 && late.source.without_effect);
    test.scenario.lagged = false;
    test.scenario.denominator_date = case_day("2026-08-19");
    struct hj_answers answers = case_answer(&test, 2);
    assert_true(answers.source.without_effect && answers.ratio.p50 == 1480000.0 / 14200.0);
    case_release(&test);
}

static void cases_in_flight_enter_at_their_stage(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    /* Notice of 90 days since 10 May ends on 8 August; 10 working days later is 21 August. */
    test.firms[3] = (struct hj_cohort){0, 0, case_day("2026-05-10"), 0, true, false, 50};
    /* In its second step since 20 June: 10 working days end on 3 July. */
    test.firms[4] = (struct hj_cohort){0, 1, case_day("2026-06-20"), 0, true, false, 7};
    /* Long overdue: ends at once. */
    test.firms[5] = (struct hj_cohort){0, 1, case_day("2025-06-20"), 1, true, false, 2};
    test.cohorts.count = 6;
    struct hj_answers answers = case_answer(&test, 2);
    assert_true(answers.months[0].denominator.p50 == 14200.0 - 9);
    assert_true(answers.months[1].denominator.p50 == 14200.0 - 59);
    assert_int_equal(answers.in_flight, 59);
    assert_int_equal(answers.required.removals, 14200 - 59 - 12333);
    case_release(&test);
}

static void certificates_leave_and_return_on_their_days(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    test.certificates[0] = (struct hj_certificates){case_day("2026-09-30"), 40};
    test.cohorts.certificate_count = 1;
    assert_true(case_answer(&test, 2).months[2].numerator.p50 == 108.0);
    test.scenario.renewed = true;
    test.scenario.renewal = case_fixed(1.0);
    assert_true(case_answer(&test, 2).months[2].numerator.p50 == 148.0);
    test.scenario.renewal_date_given = true;
    test.scenario.renewal_date = case_day("2026-12-13");
    struct hj_answers answers = case_answer(&test, 2);
    assert_true(answers.months[4].numerator.p50 == 108.0 &&
                answers.months[5].numerator.p50 == 148.0);
    test.scenario.numerator_snapshot = case_day("2026-12-01");
    assert_true(case_answer(&test, 2).months[5].numerator.p50 == 108.0);
    case_release(&test);
}

static void last_useful_start_is_the_last_even_chance(void **state)
{
    struct simulate_case test;
    char day[11];
    (void)state;
    case_init(&test);
    case_open(&test, 0, 100);
    case_open(&test, 1, 100);
    test.rules[0].has_duration = true;
    test.rules[0].low = 107;
    test.rules[0].mode = 140;
    test.rules[0].high = 180; /* median 141.8 days */
    struct hj_answers answers = case_answer(&test, 2);
    assert_int_equal(answers.start_count, 2);
    hj_date_format(answers.starts[0].date, day);
    assert_string_equal(day, "2026-08-11");
    hj_date_format(answers.starts[1].date, day);
    assert_string_equal(day, "2026-11-11"); /* 50 days before 31 December */
    assert_int_equal(answers.starts[1].last, answers.starts[1].date);
    case_release(&test);
}

static void frontier_trades_exits_for_hightech_firms(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    struct hj_answers answers = case_answer(&test, 2);
    assert_true(answers.frontier_count > 2);
    assert_int_equal(answers.frontier[0].removals, answers.required.removals);
    for (uint32_t i = 0; i < answers.frontier_count; i++) {
        const struct hj_answer_point *point = &answers.frontier[i];
        int64_t most =
            hj_target_max_denominator(test.scenario.target, 10000, 148 + point->new_hightech);
        assert_int_equal(point->removals, most < 14200 ? 14200 - most : 0);
    }
    assert_int_equal(answers.frontier[answers.frontier_count - 1].new_hightech,
                     answers.min_new_hightech);
    assert_int_equal(answers.frontier[answers.frontier_count - 1].removals, 0);
    case_release(&test);
}

/* Common random numbers: the difference is known far better than either. */
static void differences_are_paired(void **state)
{
    struct simulate_case one, two;
    struct hj_difference difference;
    (void)state;
    make_usual(&one);
    make_usual(&two);
    two.routes[0].per_month = 360;
    struct hj_answers a = case_answer(&one, 2), b = case_answer(&two, 2);
    assert_true(hj_simulate_difference(&a, &b, &difference));
    assert_true(fabs(difference.ratio - (b.mean - a.mean)) < 1e-9);
    assert_true(difference.ratio > 4.0 * difference.standard_error);
    double alone = 0.0;
    for (uint64_t t = 0; t < a.trials; t++) {
        alone += (a.ratios[t] - a.mean) * (a.ratios[t] - a.mean);
    }
    double unpaired = sqrt(2.0 * alone) / (double)a.trials;
    assert_true(difference.standard_error < unpaired / 4.0);
    case_release(&one);
    case_release(&two);
}

static void nothing_to_do_is_one_month_without_days(void **state)
{
    struct simulate_case test;
    (void)state;
    case_init(&test);
    case_open(&test, 0, 100);
    set_flow(&test, 100.0, 50.0);
    test.scenario.deadline = test.scenario.numerator_snapshot = test.scenario.denominator_date =
        test.scenario.as_of;
    struct hj_answers answers = case_answer(&test, 2);
    assert_int_equal(answers.month_count, 1);
    assert_true(answers.ratio.p05 == 1480000.0 / 14200.0 && answers.ratio.p95 == answers.ratio.p05);
    case_release(&test);
}

static void a_full_memory_is_survived(void **state)
{
    (void)state;
    for (uint64_t nth = 1; nth < 60; nth++) {
        struct simulate_case test;
        struct hj_answers answers;
        struct hj_error error = {0};
        make_usual(&test);
        test.scenario.trials = 100;
        hj_memory_fail_at(nth);
        enum hj_code code =
            hj_simulate_answer(&test.scenario, &test.cohorts, 1, &test.arena, &answers, &error);
        hj_memory_fail_at(0);
        assert_true(code == HJ_OK || code == HJ_MEMORY);
        case_release(&test);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_give_the_same_bytes),
        cmocka_unit_test(seeds_agree_within_their_error),
        cmocka_unit_test(share_zero_moves_nothing),
        cmocka_unit_test(share_one_empties_the_cohort_after_its_clock),
        cmocka_unit_test(doubling_everything_keeps_the_ratio),
        cmocka_unit_test(more_hands_never_lower_the_chance),
        cmocka_unit_test(required_removals_are_minimal),
        cmocka_unit_test(required_cases_are_minimal),
        cmocka_unit_test(certain_cases_are_needed_as_many_as_exits),
        cmocka_unit_test(quotas_sum_and_never_exceed),
        cmocka_unit_test(apportioned_parts_keep_caps_and_sum),
        cmocka_unit_test(what_binds_is_told),
        cmocka_unit_test(capacity_limits_roles_and_towns),
        cmocka_unit_test(batches_come_every_few_months),
        cmocka_unit_test(natural_exits_stop_at_the_stock),
        cmocka_unit_test(a_lag_and_an_early_count_hide_exits),
        cmocka_unit_test(cases_in_flight_enter_at_their_stage),
        cmocka_unit_test(certificates_leave_and_return_on_their_days),
        cmocka_unit_test(last_useful_start_is_the_last_even_chance),
        cmocka_unit_test(frontier_trades_exits_for_hightech_firms),
        cmocka_unit_test(differences_are_paired),
        cmocka_unit_test(nothing_to_do_is_one_month_without_days),
        cmocka_unit_test(a_full_memory_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
