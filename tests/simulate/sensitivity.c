/* SPDX-License-Identifier: MIT
 * Moving one parameter draws only what it moves: the outcome is that of the moved scenario
 * simulated from the beginning, to the last digit. */
#include "simulate_case.h"

#include <math.h>

enum { TRIALS = 400 };

struct world {
    struct simulate_case test;
    struct hj_scenario_approval approvals[1];
    struct hj_scenario_capacity capacities[1];
};

static void init(struct world *world, bool shared_hands)
{
    struct simulate_case *test = &world->test;
    case_init(test);
    test->scenario.trials = TRIALS;
    case_open(test, 0, 350);
    case_open(test, 1, 80);
    test->routes[0].share = case_beta(88, 12);
    test->routes[0].by = HJ_SHARE_BATCH;
    test->routes[1].share = case_beta(14, 6);
    test->rules[0].has_duration = true;
    test->rules[0].low = 107;
    test->rules[0].mode = 140;
    test->rules[0].high = 180;
    test->firms[3] = (struct hj_cohort){0, 1, case_day("2026-06-20"), 0, true, false, 40};
    test->firms[4] = (struct hj_cohort){1, 0, case_day("2026-06-01"), 1, true, true, 3};
    test->cohorts.count = 5;
    for (int m = 0; m < 12; m++) {
        test->scenario.flow.founded[m] = 110.0;
        test->scenario.flow.closed[m] = 60.0;
    }
    test->certificates[0] = (struct hj_certificates){case_day("2026-11-06"), 30};
    test->cohorts.certificate_count = 1;
    test->scenario.renewed = true;
    test->scenario.renewal = case_beta(44, 6);
    world->approvals[0] =
        (struct hj_scenario_approval){case_day("2026-11-30"), 24, case_beta(14, 6)};
    test->scenario.approvals = world->approvals;
    test->scenario.approval_count = 1;
    world->capacities[0] =
        (struct hj_scenario_capacity){HJ_CAPACITY_ROLE, test->rules[0].role, 370, 0.0};
    test->rules[1].role = shared_hands ? test->rules[0].role : test->rules[1].role;
    test->scenario.capacities = world->capacities;
    test->scenario.capacity_count = shared_hands;
}

static void scale(double flow[12], double factor)
{
    for (int m = 0; m < 12; m++) {
        flow[m] *= factor;
    }
}

static void move_to(struct world *world, const char *parameter, double value)
{
    struct simulate_case *test = &world->test;
    if (strcmp(parameter, "success.revoke") == 0) {
        test->routes[0].share = case_fixed(value);
    } else if (strcmp(parameter, "success.guided") == 0) {
        test->routes[1].share = case_fixed(value);
    } else if (strcmp(parameter, "duration.revoke") == 0) {
        test->rules[0].low = test->rules[0].mode = test->rules[0].high = value;
    } else if (strcmp(parameter, "open.revoke") == 0) {
        test->routes[0].per_month = (int64_t)value;
    } else if (strcmp(parameter, "open.guided") == 0) {
        test->routes[1].per_month = (int64_t)value;
    } else if (strcmp(parameter, "inflow.new_firms") == 0) {
        scale(test->scenario.flow.founded, value);
    } else if (strcmp(parameter, "inflow.exits") == 0) {
        scale(test->scenario.flow.closed, value);
    } else if (strcmp(parameter, "hightech.approvals.1") == 0) {
        world->approvals[0].pass = case_fixed(value);
    } else {
        assert_string_equal(parameter, "hightech.renewals");
        test->scenario.renewal = case_fixed(value);
    }
}

static void check_moved(bool shared_hands, const char *parameter, double value, double chance,
                        double ratio)
{
    struct world world;
    init(&world, shared_hands);
    move_to(&world, parameter, value);
    struct hj_answers answers = case_answer(&world.test, 2);
    assert_true(answers.probability == chance);
    assert_true(answers.ratio.p50 == ratio);
    case_release(&world.test);
}

static void check_all(bool shared_hands)
{
    struct world world;
    init(&world, shared_hands);
    struct hj_answers answers = case_answer(&world.test, 2);
    assert_int_equal(answers.sensitivity_count, 9);
    for (uint32_t i = 0; i < answers.sensitivity_count; i++) {
        const struct hj_answer_sensitivity *item = &answers.sensitivity[i];
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)item->parameter.size, item->parameter.data);
        check_moved(shared_hands, name, item->low_value, item->low, item->low_ratio);
        check_moved(shared_hands, name, item->high_value, item->high, item->high_ratio);
    }
    case_release(&world.test);
}

static void moving_one_is_simulating_anew(void **state)
{
    (void)state;
    check_all(false);
}

/* More cases of one route leave less hands for the other. */
static void moving_one_that_takes_hands_moves_the_others(void **state)
{
    (void)state;
    check_all(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moving_one_is_simulating_anew),
        cmocka_unit_test(moving_one_that_takes_hands_moves_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
