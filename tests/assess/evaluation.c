/* SPDX-License-Identifier: MIT */
#include "assess/evaluation.h"
#include "cmocka_test.h"

static void scores_divide_by_what_is_listed_and_what_is_there(void **state)
{
    (void)state;
    const struct hj_tally tally = {.listed = 100, .positive = 120, .hits = 99};
    struct hj_score precision = hj_assess_precision(&tally, 0.95);
    struct hj_score recall = hj_assess_recall(&tally, 0.95);
    assert_true(precision.given && precision.value == 0.99);
    assert_true(recall.given && recall.value == 0.825);
    assert_true(precision.interval.low > 0.94 && precision.interval.high < 1);
    assert_true(recall.interval.low < 0.825 && recall.interval.high > 0.825);
}

static void nothing_listed_has_no_precision(void **state)
{
    (void)state;
    const struct hj_tally tally = {.positive = 3};
    assert_false(hj_assess_precision(&tally, 0.95).given);
    assert_true(hj_assess_recall(&tally, 0.95).given);
    assert_true(hj_assess_recall(&tally, 0.95).value == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_divide_by_what_is_listed_and_what_is_there),
        cmocka_unit_test(nothing_listed_has_no_precision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
