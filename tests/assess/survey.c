/* SPDX-License-Identifier: MIT */
#include "assess/survey.h"
#include "cmocka_test.h"

#include <math.h>

static void total_weighs_towns_by_their_firms(void **state)
{
    (void)state;
    const struct hj_stratum strata[] = {{1000, 10, 1}, {3000, 10, 5}, {500, 0, 0}};
    int64_t covered;
    struct hj_estimate total = hj_assess_total(strata, 3, 0.95, &covered);
    assert_true(total.given);
    assert_int_equal(covered, 4000);
    assert_int_equal(total.number, 1600);
    assert_true(fabs(total.share - 0.4) < 1e-12);
    assert_true(total.numbers.low < 1600 && total.numbers.high > 1600);
    assert_true(total.shares.low > 0.1 && total.shares.high < 0.75);
}

static void who_was_all_visited_is_certain(void **state)
{
    (void)state;
    const struct hj_stratum strata[] = {{20, 20, 3}, {7, 7, 0}};
    int64_t covered;
    struct hj_estimate total = hj_assess_total(strata, 2, 0.95, &covered);
    assert_int_equal(total.numbers.low, 3);
    assert_int_equal(total.numbers.high, 3);
    struct hj_estimate town = hj_assess_stratum(&strata[0], 0.95);
    assert_int_equal(town.numbers.low, 3);
    assert_int_equal(town.numbers.high, 3);
}

static void nobody_visited_says_nothing(void **state)
{
    (void)state;
    const struct hj_stratum stratum = {20, 0, 0};
    int64_t covered;
    assert_false(hj_assess_stratum(&stratum, 0.95).given);
    assert_false(hj_assess_total(&stratum, 1, 0.95, &covered).given);
    assert_int_equal(covered, 0);
}

static void five_living_firms_are_not_certain(void **state)
{
    (void)state;
    const struct hj_stratum strata[] = {{1000, 5, 0}, {1000, 5, 0}};
    int64_t covered;
    struct hj_estimate total = hj_assess_total(strata, 2, 0.95, &covered);
    assert_int_equal(total.numbers.low, 0);
    assert_true(total.numbers.high > 400);
}

/* By the definition: of all ways to place the visits the one with the least variance. */
static void optimal_allocation_has_the_least_variance(void **state)
{
    (void)state;
    const struct hj_stratum strata[] = {{100, 10, 5}, {300, 10, 1}, {50, 10, 5}};
    int64_t sizes[3], best = 0, least_a = 0, least_b = 0;
    double least = (double)INFINITY, deviation[3], pooled = 12.0 / 32, own = 11.0 / 14;
    for (int i = 0; i < 3; i++) {
        double hits = (double)strata[i].hits;
        double variance = own * hits * (10 - hits) / 90 + (1 - own) * pooled * (1 - pooled);
        deviation[i] = (double)strata[i].population * sqrt(variance);
    }
    for (int64_t a = 0; a <= 30; a++) {
        for (int64_t b = 0; a + b <= 30; b++) {
            double variance = deviation[0] * deviation[0] / (double)(10 + a) +
                              deviation[1] * deviation[1] / (double)(10 + b) +
                              deviation[2] * deviation[2] / (double)(40 - a - b);
            if (variance < least) {
                least = variance;
                least_a = a;
                least_b = b;
            }
        }
    }
    best = hj_assess_allocate(strata, 3, 30, HJ_ALLOCATION_OPTIMAL, sizes);
    assert_int_equal(best, 30);
    assert_int_equal(sizes[0], least_a);
    assert_int_equal(sizes[1], least_b);
    assert_int_equal(sizes[2], 30 - least_a - least_b);
}

static void proportional_allocation_evens_out_what_was_done(void **state)
{
    (void)state;
    const struct hj_stratum strata[] = {{100, 10, 0}, {300, 0, 0}, {100, 0, 0}};
    int64_t sizes[3];
    assert_int_equal(hj_assess_allocate(strata, 3, 40, HJ_ALLOCATION_PROPORTIONAL, sizes), 40);
    assert_int_equal(sizes[0], 0);
    assert_int_equal(sizes[1], 30);
    assert_int_equal(sizes[2], 10);
}

static void nobody_is_visited_twice(void **state)
{
    (void)state;
    const struct hj_stratum strata[] = {{5, 3, 1}, {4, 0, 0}};
    int64_t sizes[2];
    assert_int_equal(hj_assess_allocate(strata, 2, 100, HJ_ALLOCATION_OPTIMAL, sizes), 6);
    assert_int_equal(sizes[0], 2);
    assert_int_equal(sizes[1], 4);
}

static void order_comes_from_seed_and_firm_alone(void **state)
{
    (void)state;
    assert_true(hj_assess_order(1, 7) == hj_assess_order(1, 7));
    assert_true(hj_assess_order(1, 7) != hj_assess_order(2, 7));
    assert_true(hj_assess_order(1, 7) != hj_assess_order(1, 8));
    int low = 0;
    for (uint64_t firm = 1; firm <= 10000; firm++) {
        low += hj_assess_order(42, firm) < UINT64_C(1) << 63;
    }
    assert_true(low > 4850 && low < 5150);
}

static void visits_aimed_at_a_kind_are_told(void **state)
{
    (void)state;
    assert_true(hj_assess_aimed(1800, 2365, 3000, 14200));
    assert_false(hj_assess_aimed(52, 250, 3000, 14200));
    assert_true(hj_assess_aimed(0, 250, 3000, 14200));
    assert_false(hj_assess_aimed(0, 0, 3000, 14200));
    assert_false(hj_assess_aimed(30, 100, 30, 100));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(total_weighs_towns_by_their_firms),
        cmocka_unit_test(who_was_all_visited_is_certain),
        cmocka_unit_test(nobody_visited_says_nothing),
        cmocka_unit_test(five_living_firms_are_not_certain),
        cmocka_unit_test(optimal_allocation_has_the_least_variance),
        cmocka_unit_test(proportional_allocation_evens_out_what_was_done),
        cmocka_unit_test(nobody_is_visited_twice),
        cmocka_unit_test(visits_aimed_at_a_kind_are_told),
        cmocka_unit_test(order_comes_from_seed_and_firm_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
