/* SPDX-License-Identifier: MIT
 * A small scenario with its cohorts, for tests: two routes, half a year, no inflow. Tests change
 * what they are about. */
#ifndef HJ_TESTS_SIMULATE_CASE_H
#define HJ_TESTS_SIMULATE_CASE_H

#include "cmocka_test.h"

#include "simulate/answers.h"
#include "simulate/trials.h"

enum { CASE_ROUTES = 2, CASE_COHORTS = 8, CASE_CERTIFICATES = 4 };

struct simulate_case {
    struct hj_scenario scenario;
    struct hj_cohorts cohorts;
    struct hj_calendar calendar;
    struct hj_step steps[CASE_ROUTES][3];
    struct hj_route rules[CASE_ROUTES];
    struct hj_scenario_route routes[CASE_ROUTES];
    struct hj_cohort firms[CASE_COHORTS];
    struct hj_certificates certificates[CASE_CERTIFICATES];
    struct hj_span towns[3];
    struct hj_arena arena;
};

static inline hj_date case_day(const char *text)
{
    hj_date day = 0;
    assert_true(hj_date_parse_iso(hj_span_of(text), &day));
    return day;
}

static inline struct hj_share case_beta(double a, double b)
{
    return (struct hj_share){.a = a, .b = b};
}

static inline struct hj_share case_fixed(double value)
{
    return (struct hj_share){.fixed = true, .value = value};
}

/* Stock of a route without a case. */
static inline struct hj_cohort case_stock(uint32_t route, uint32_t town, int64_t firms)
{
    return (struct hj_cohort){route, HJ_COHORT_STOCK, 0, town, true, false, firms};
}

/* as_of 2026-06-30, deadline 2026-12-31, target 120.00, H 148, N 14,200; route 0 `revoke` takes 90
 * days and 10 working days, route 1 `guided` 50 days; 2,000 and 400 firms; nothing is opened. */
static inline void case_init(struct simulate_case *test)
{
    *test = (struct simulate_case){0};
    static const char *const ids[CASE_ROUTES] = {"revoke", "guided"};
    static const struct hj_becomes becomes[1];
    test->steps[0][0] = (struct hj_step){.days = 90};
    test->steps[0][1] = (struct hj_step){.working_days = 10};
    test->steps[1][0] = (struct hj_step){.days = 50};
    for (uint32_t r = 0; r < CASE_ROUTES; r++) {
        test->rules[r] = (struct hj_route){
            .id = hj_span_of(ids[r]),
            .role = hj_span_of(r ? "register" : "penalty"),
            .steps = test->steps[r],
            .step_count = r ? 1 : 2,
            .becomes = becomes,
            .becomes_count = 1,
        };
        test->routes[r] = (struct hj_scenario_route){
            .route = &test->rules[r],
            .share = case_fixed(1.0),
            .order = r,
            .from = case_day("2026-07-01"),
        };
    }
    test->firms[0] = case_stock(0, 0, 1200);
    test->firms[1] = case_stock(0, 1, 800);
    test->firms[2] = case_stock(1, 0, 400);
    test->towns[0] = hj_span_of("east");
    test->towns[1] = hj_span_of("west");
    test->cohorts = (struct hj_cohorts){
        .numerator = 148,
        .denominator = 14200,
        .items = test->firms,
        .count = 3,
        .certificates = test->certificates,
        .towns = test->towns,
        .town_count = 2,
    };
    test->scenario = (struct hj_scenario){
        .name = hj_span_of("test"),
        .counting = hj_span_of("registered"),
        .as_of = case_day("2026-06-30"),
        .deadline = case_day("2026-12-31"),
        .numerator_snapshot = case_day("2026-12-31"),
        .denominator_date = case_day("2026-12-31"),
        .target = {12000, 2},
        .scale = 10000,
        .confidence = {9, 1},
        .trials = 20000,
        .seed = 7,
        .routes = test->routes,
        .route_count = CASE_ROUTES,
        .calendar = &test->calendar,
    };
}

static inline void case_release(struct simulate_case *test)
{
    hj_arena_release(&test->arena);
}

static inline void case_open(struct simulate_case *test, uint32_t route, int64_t per_month)
{
    test->routes[route].opened = true;
    test->routes[route].per_month = per_month;
}

static inline struct hj_answers case_answer(struct simulate_case *test, unsigned threads)
{
    struct hj_answers answers = {0};
    struct hj_error error = {0};
    assert_int_equal(hj_simulate_answer(&test->scenario, &test->cohorts, threads, &test->arena,
                                        &answers, &error),
                     HJ_OK);
    return answers;
}

static inline struct hj_plan case_plan(struct simulate_case *test)
{
    struct hj_plan plan;
    struct hj_error error = {0};
    assert_int_equal(hj_simulate_plan(&test->scenario, &test->cohorts, HJ_PLAN_PLANNED,
                                      &test->arena, &plan, &error),
                     HJ_OK);
    return plan;
}

static inline struct hj_trials case_trials(const struct hj_plan *plan)
{
    struct hj_trials trials;
    struct hj_error error = {0};
    assert_int_equal(hj_simulate_trials(plan, plan->scenario->trials, 2, &trials, &error), HJ_OK);
    return trials;
}

#endif
