/* SPDX-License-Identifier: MIT */
#include "match/inline.h"

#include "match/match_case.h"

static const char rules[] =
    "parameters: {limit: 3}\n"
    "features:\n"
    "  due: {table: tax, agg: count}\n"
    "  quiet: {when: \"due = 0 AND staff < limit\"}\n"
    "  together: {peers: [town]}\n"
    "rules:\n"
    "  - id: zombie.quiet\n"
    "    class: zombie\n"
    "    title: t\n"
    "    when: quiet AND months_between(established, as_of) > 12\n"
    "    unless: \"status = '歇业'\"\n"
    "    tests:\n"
    "      - {given: {due: 0, staff: 1, established: 2020-01-01}, expect: true}\n"
    "      - {given: {quiet: true, established: 2020-01-01}, expect: true}\n"
    "      - {given: {quiet: true, established: 2020-01-01, status: 歇业}, expect: false}\n"
    "      - {given: {due: 0, staff: 1, established: 2026-01-01}, expect: false}\n"
    "      - {given: {due: 0, staff: 1, established: 2026-01-01, as_of: 2028-01-01}, expect: "
    "true}\n"
    "      - {given: {due: 0, staff: 4, limit: 5, established: 2020-01-01}, expect: true}\n"
    "      - {given: {due: 0, established: 2020-01-01}, expect: unknown}\n"
    "      - {given: {due: null, staff: 1, established: 2020-01-01}, expect: unknown}\n"
    "      - {given: {due: 1, established: 2020-01-01}, expect: false}\n"
    "      - {given: {quiet: null, established: 2020-01-01, status: 歇业}, expect: false}\n"
    "      - {given: {quiet: null, established: 2026-05-01}, expect: false}\n"
    "  - id: zombie.valid\n"
    "    class: abnormal\n"
    "    title: t\n"
    "    when: NOT uscc_valid AND together > 1\n"
    "    tests:\n"
    "      - {given: {uscc: 91350100M000100Y43, together: 2}, expect: false}\n"
    "      - {given: {uscc: 91350100M000100Y44, together: 2}, expect: true}\n"
    "      - {given: {uscc_valid: false, together: 2}, expect: true}\n"
    "      - {given: {uscc: 91350100M000100Y44}, expect: unknown}\n"
    "      - {given: {}, expect: unknown}\n";

static const struct case_table tables[] = {
    {"registry", "uscc text, town text, staff integer, established date, status text", false, false,
     NULL},
    {"tax", "year integer", false, false, NULL},
};

static void tests_of_rules_see_what_is_given(void **state)
{
    (void)state;
    struct match_case test;
    struct hj_reference *reference = NULL;
    struct hj_error error;
    uint32_t tests = 0;
    case_init(&test, rules, tables, 2);
    assert_int_equal(hj_reference_new(&reference, test.ruleset, &test.tools, &error), HJ_OK);
    for (uint32_t i = 0; i < test.ruleset->rule_count; i++) {
        const struct hj_rule *rule = &test.ruleset->rules[i];
        for (uint32_t each = 0; each < rule->test_count; each++) {
            struct hj_inline_result result;
            assert_int_equal(hj_inline_run(reference, rule, &rule->tests[each], &result, &error),
                             HJ_OK);
            if (!result.passed) {
                fail_msg("line %u: %s", (unsigned)rule->tests[each].place.line,
                         hj_expect_name(result.got));
            }
            tests++;
        }
    }
    assert_int_equal(tests, 16);
    hj_reference_free(reference);
    case_release(&test);
}

static void a_failed_test_says_what_came(void **state)
{
    (void)state;
    struct match_case test;
    struct hj_reference *reference = NULL;
    struct hj_error error;
    case_init(&test, rules, tables, 2);
    assert_int_equal(hj_reference_new(&reference, test.ruleset, &test.tools, &error), HJ_OK);
    const struct hj_rule *rule = &test.ruleset->rules[0];
    struct hj_rule_test wrong = rule->tests[0];
    struct hj_inline_result result;
    wrong.expect = HJ_EXPECT_UNKNOWN;
    assert_int_equal(hj_inline_run(reference, rule, &wrong, &result, &error), HJ_OK);
    assert_false(result.passed);
    assert_int_equal(result.got, HJ_EXPECT_TRUE);
    assert_true(!result.when.null && result.when.boolean);
    assert_true(result.unless.null);
    hj_reference_free(reference);
    case_release(&test);
}

/* ---- trace ---- */

struct trace {
    char line[512];
};

static void visit(void *context, const struct hj_expr *expr, const struct hj_value *value,
                  unsigned depth)
{
    struct trace *trace = context;
    size_t at = strlen(trace->line);
    (void)snprintf(trace->line + at, sizeof trace->line - at, "%s%s@%u%s", at ? " " : "",
                   expr->op == HJ_OP_COLUMN ? "name" : hj_operator_name(expr->op), depth,
                   value->null ? "?" : "");
}

static void a_trace_sees_every_node_after_its_operands(void **state)
{
    (void)state;
    struct match_case test;
    struct hj_reference *reference = NULL;
    struct hj_error error;
    struct hj_value value;
    struct trace trace = {""};
    case_init(&test, rules, tables, 2);
    assert_int_equal(hj_reference_new(&reference, test.ruleset, &test.tools, &error), HJ_OK);
    struct hj_reference_firm nothing = {.context = NULL};
    hj_reference_begin(reference, &nothing);
    hj_reference_trace(reference, visit, &trace);
    /* FALSE decides, and the other side is evaluated all the same; `quiet` opens once. */
    const struct hj_expr *root = case_expr(&test, "(staff > 1 AND FALSE) OR quiet OR quiet");
    assert_int_equal(hj_reference_value(reference, root, &value, &error), HJ_OK);
    assert_string_equal(trace.line,
                        "name@3? LITERAL@3 GREATER@2? LITERAL@2 AND@1 "
                        "name@4? LITERAL@4 EQUAL@3? name@4? LITERAL@4 LESS@3? AND@2? name@1? "
                        "name@1? OR@0?");
    hj_reference_free(reference);
    case_release(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tests_of_rules_see_what_is_given),
        cmocka_unit_test(a_failed_test_says_what_came),
        cmocka_unit_test(a_trace_sees_every_node_after_its_operands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
