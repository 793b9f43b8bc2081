/* SPDX-License-Identifier: MIT
 * The rules that are shipped load without a mistake and without a warning. */
#include "rule_case.h"

static void the_shipped_rules_are_clean(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open(&test);
    test.options.retired = true;
    assert_int_equal(
        hj_rules_add_path(test.builder, HEJIAN_SOURCE_DIR "/rules/cn", &test.problems, &test.error),
        HJ_OK);
    rule_case_freeze(&test);
    rule_case_expect_clean(&test);
    const struct hj_ruleset *ruleset = test.ruleset;
    assert_non_null(ruleset->indicator);
    assert_true(ruleset->rule_count >= 3);
    assert_true(ruleset->route_count >= 3);
    /* the last route takes what is left and moves no firm */
    const struct hj_route *last = &ruleset->routes[ruleset->route_count - 1];
    assert_true(last->becomes_count == 0 && !last->gone);
    assert_true(hj_span_is(last->when.text, "TRUE"));
    rule_case_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_shipped_rules_are_clean)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
