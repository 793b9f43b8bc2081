/* SPDX-License-Identifier: MIT */
#include "match/findings.h"

#include "match/match_case.h"

static void check_rows(const struct hj_vector *rows, const char *expected)
{
    char line[256] = "";
    for (uint32_t i = 0; i < rows->rows; i++) {
        size_t at = strlen(line);
        (void)snprintf(line + at, sizeof line - at, at ? " %d" : "%d", (int)rows->integers[i]);
    }
    assert_int_equal(rows->type, HJ_INTEGER);
    assert_string_equal(line, expected);
}

static const char rules[] =
    "rules:\n"
    "  - {id: b.second, class: abnormal, title: t, when: n > 1, unless: m = 1}\n"
    "  - {id: a.first, class: abnormal, title: t, when: n > 1}\n"
    "routes:\n"
    "  - {id: r, title: t, role: x, when: \"flagged('b.second')\"}\n";

static const struct case_table registry = {"registry", "n integer, m integer", false, false, NULL};

/* n > 1:  T T T F F F U U U, m = 1:  T F U T F U T F U */
static void fill(struct match_case *test)
{
    case_init(test, rules, &registry, 1);
    case_rows(test, 9);
    case_column(test, "n", "2 2 2 1 1 1 - - -");
    case_column(test, "m", "1 0 - 1 0 - 1 0 -");
}

static void a_rule_holds_where_when_is_true_and_unless_is_not(void **state)
{
    (void)state;
    struct match_case test;
    struct hj_error error;
    fill(&test);
    static const uint32_t both[] = {0, 1};
    const struct hj_expr *roots[4];
    hj_findings_roots(test.ruleset, both, 2, roots);
    assert_null(roots[1]); /* a.first comes first, without `unless` */
    struct hj_program_options options = {test.ruleset, test.tools, roots, 4};
    struct hj_program *program = NULL;
    struct hj_worker *worker = NULL;
    const struct hj_match_result *results = NULL;
    assert_int_equal(hj_program_new(&program, &options, &error), HJ_OK);
    assert_int_equal(hj_worker_new(&worker, program, &error), HJ_OK);
    assert_int_equal(hj_worker_run(worker, &test.input, &results, &error), HJ_OK);
    struct hj_rule_findings findings;
    assert_int_equal(hj_findings_make(results, 9, &test.arena, &findings, &error), HJ_OK);
    check_rows(&findings.holds, "0 1 2");
    check_rows(&findings.unchecked, "");
    check_rows(&findings.unknown, "6 7 8");
    assert_int_equal(hj_findings_make(results + 2, 9, &test.arena, &findings, &error), HJ_OK);
    check_rows(&findings.holds, "1 2");
    check_rows(&findings.unchecked, "2");
    check_rows(&findings.unknown, "7 8");
    hj_worker_free(worker);
    hj_program_free(program);
    case_release(&test);
}

static void routes_see_what_rules_found(void **state)
{
    (void)state;
    struct match_case test;
    struct hj_error error;
    fill(&test);
    struct hj_truth flagged[2] = {{NULL, NULL}, {NULL, NULL}};
    const struct hj_vector *holds = case_vector(&test, HJ_INTEGER, "1 2 99 -1");
    const struct hj_vector *unknown = case_vector(&test, HJ_INTEGER, "2 7 8");
    assert_int_equal(hj_findings_truth(holds, unknown, 9, &test.arena, &flagged[1], &error), HJ_OK);
    test.input.flagged = flagged;
    case_check(&test, "flagged('b.second')", "F T T F F F F U U");
    case_check(&test, "flagged('a.first')", "U U U U U U U U U");
    test.input.flagged = NULL;
    case_check(&test, "flagged('b.second')", "U U U U U U U U U");
    case_release(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_holds_where_when_is_true_and_unless_is_not),
        cmocka_unit_test(routes_see_what_rules_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
