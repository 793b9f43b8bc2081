/* SPDX-License-Identifier: MIT
 * What rules, routes, the indicator and the calendar become. */
#include "rule_case.h"

/* ---- rules ---- */

static const char rules_text[] =
    "rules:\n"
    "  - id: z.full\n"
    "    class: zombie\n"
    "    severity: high\n"
    "    title: {zh: 题, en: Title}\n"
    "    when: >-\n"
    "      staff = 0 AND\n"
    "      status = '吊销' OR capital IS NULL\n"
    "    unless: name IS NULL\n"
    "    basis: [{law: 公司法, article: 241}, 某文]\n"
    "    why: 因为\n"
    "    false_positives: {en: none}\n"
    "    tests:\n"
    "      - {given: {staff: 0, status: 吊销, capital: null, established: 2020-02-29}, expect: "
    "true}\n"
    "      - {given: {active: false, capital: 1.5, as_of: 2026-06-30}, expect: unknown}\n"
    "  - {id: p.keep, class: protect, title: x, when: active, unknown: passes, evidence: [name, "
    "staff]}\n"
    "  - {id: d.code, class: duplicate, title: x, same: [[uscc, name_key], [uscc, legal_rep]], "
    "strength: proof}\n"
    "  - {id: d.name, class: duplicate, title: x, same: [[name_key]], unless: is_branch}\n"
    "  - {id: a.draft, class: abnormal, title: x, when: active, status: draft}\n"
    "  - {id: a.old, class: abnormal, title: x, when: no_such_name, status: retired}\n"
    "laws: {公司法: {title: 中华人民共和国公司法}}\n";

static void rules_are_sorted_and_whole(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open_with(&test, rules_text);
    const struct hj_ruleset *ruleset = test.ruleset;
    static const char *const ids[] = {"d.code", "d.name", "p.keep", "z.full", "a.draft", "a.old"};
    assert_int_equal(ruleset->rule_count, 4);
    assert_int_equal(ruleset->idle_count, 2);
    for (size_t i = 0; i < 6; i++) {
        assert_true(hj_span_is(ruleset->rules[i].id, ids[i]));
    }
    const struct hj_rule *full = &ruleset->rules[3];
    assert_int_equal(full->severity, HJ_SEVERITY_HIGH);
    assert_true(hj_span_is(full->title.zh, "题") && hj_span_is(full->title.en, "Title"));
    assert_true(hj_span_is(full->why.zh, "因为") && hj_span_is(full->why.en, "因为"));
    assert_true(hj_span_is(full->false_positives.zh, "none"));
    assert_true(hj_span_is(full->when.text, "staff = 0 AND status = '吊销' OR capital IS NULL"));
    assert_int_equal(full->basis_count, 2);
    assert_int_equal(full->basis[0].law_index, 0);
    assert_true(hj_span_is(full->basis[0].article, "241"));
    assert_int_equal(full->basis[1].law_index, -1);
    static const char *const evidence[] = {"staff", "status", "capital"};
    assert_int_equal(full->evidence_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(hj_span_is(ruleset->scope.names[full->evidence[i]].name, evidence[i]));
    }
    assert_int_equal(full->place.line, 2);
    rule_case_close(&test);
}

static void duplicates_are_leads_until_they_say_proof(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open_with(&test, rules_text);
    const struct hj_rule *rules = test.ruleset->rules;
    assert_int_equal(rules[0].strength, HJ_STRENGTH_PROOF);
    assert_int_equal(rules[0].same_count, 2);
    assert_int_equal(rules[0].same[1].count, 2);
    assert_int_equal(rules[1].strength, HJ_STRENGTH_LEAD);
    assert_int_equal(rules[1].severity, HJ_SEVERITY_LOW);
    assert_non_null(rules[1].unless.root);
    assert_int_equal(rules[1].evidence_count, 1);
    assert_int_equal(rules[2].strength, HJ_STRENGTH_NONE);
    assert_int_equal(rules[2].unknown, HJ_UNKNOWN_PASSES);
    assert_string_equal(hj_strength_name(HJ_STRENGTH_PROOF), "proof");
    assert_string_equal(hj_rule_class_name(rules[2].rule_class), "protect");
    assert_string_equal(hj_severity_name(rules[2].severity), "low");
    rule_case_close(&test);
}

static void tests_are_typed_by_the_scope(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open_with(&test, rules_text);
    const struct hj_rule *full = &test.ruleset->rules[3];
    assert_int_equal(full->test_count, 2);
    const struct hj_given *given = full->tests[0].given;
    assert_int_equal(full->tests[0].given_count, 4);
    assert_int_equal(given[0].value.type, HJ_INTEGER);
    assert_true(hj_span_is(given[1].value.text, "吊销"));
    assert_true(given[2].value.null);
    assert_int_equal(given[3].value.date, 18321);
    assert_int_equal(full->tests[0].expect, HJ_EXPECT_TRUE);
    assert_int_equal(full->tests[1].expect, HJ_EXPECT_UNKNOWN);
    assert_true(full->tests[1].given[1].value.number == 1.5);
    assert_int_equal(full->tests[1].place.line, 15);
    rule_case_close(&test);
}

static void who_runs_depends_on_status_and_campaign(void **state)
{
    (void)state;
    struct rule_case test;
    struct hj_setting_place place = {.file = HJ_SPAN("campaign.yaml"), .line = 7};
    struct hj_span id = HJ_SPAN("d.code");
    rule_case_open_with(&test, rules_text);
    test.options.draft = true;
    rule_case_freeze(&test);
    assert_int_equal(test.ruleset->rule_count, 5);
    assert_int_equal(hj_rules_disable(test.builder, id, place, &test.error), HJ_OK);
    rule_case_freeze(&test);
    assert_int_equal(test.ruleset->rule_count, 4);
    rule_case_expect_clean(&test);
    test.options.retired = true; /* everything, so the retired one's mistake is told */
    rule_case_freeze(&test);
    assert_int_equal(test.ruleset->rule_count, 6);
    assert_int_equal(test.problems.errors, 1);
    rule_case_close(&test);
}

/* ---- routes, indicator, calendar ---- */

static void routes_are_whole(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open_with(
        &test,
        "rules:\n"
        "  - {id: a.one, class: abnormal, title: x, when: active}\n"
        "  - {id: a.two, class: abnormal, title: x, when: active, status: draft}\n"
        "routes:\n"
        "  - id: out\n"
        "    title: x\n"
        "    when: flagged('a.one') OR flagged('a.two') OR survivor\n"
        "    unless: {when: staff > 0, unknown: passes}\n"
        "    requires_checked: [staff, capital]\n"
        "    role: 登记\n"
        "    steps: [{name: 公告, days: 90}, {name: {zh: 决定, en: Decide}, working_days: 10}]\n"
        "    duration: {low: 100, mode: 110.5, high: 130}\n"
        "    becomes: {status: 注销, capital: null}\n"
        "    success: [95, 5]\n"
        "    basis: [某文]\n"
        "  - {id: gone, title: x, when: \"TRUE\", role: y, becomes: gone, unless: active, "
        "success: [5, 0]}\n"
        "calendar: {holidays: [2026-10-01, 2026-01-01, 2026-10-01], workdays: [2026-10-10]}\n");
    const struct hj_ruleset *ruleset = test.ruleset;
    const struct hj_route *route = ruleset->routes;
    assert_int_equal(ruleset->route_count, 2);
    assert_int_equal(route->unless_unknown, HJ_UNKNOWN_PASSES);
    assert_int_equal(route->requires_count, 2);
    assert_int_equal(route->step_count, 2);
    assert_int_equal(route->steps[0].days, 90);
    assert_int_equal(route->steps[1].working_days, 10);
    assert_true(hj_span_is(route->steps[1].name.en, "Decide"));
    assert_true(route->has_duration && route->mode == 110.5 && route->high == 130);
    assert_int_equal(route->becomes_count, 2);
    assert_true(hj_span_is(route->becomes[0].value.text, "注销"));
    assert_true(route->becomes[1].value.null);
    assert_true(route->has_success && route->success_a == 95 && route->success_b == 5);
    /* certain: a Beta of nothing on the other side */
    assert_true(route[1].has_success && route[1].success_a == 5 && route[1].success_b == 0);
    assert_true(route[1].gone && route[1].becomes_count == 0 && route[1].unless.root);
    /* the draft rule is idle: it stands behind those that run */
    assert_int_equal(ruleset->rule_count, 1);
    const struct hj_expr *flagged = route->when.root->operands[1];
    assert_int_equal(flagged->op, HJ_OP_FLAGGED);
    assert_int_equal(flagged->index, 1);
    assert_int_equal(ruleset->calendar.holiday_count, 2);
    assert_true(ruleset->calendar.holidays[0] < ruleset->calendar.holidays[1]);
    assert_int_equal(ruleset->calendar.workday_count, 1);
    rule_case_close(&test);
}

static void the_indicator_is_whole(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open_with(&test, "indicator: per_10k\n"
                               "title: {zh: 指标, en: Indicator}\n"
                               "numerator: active\n"
                               "counting: {registered: \"status = '存续'\", all: \"TRUE\"}\n"
                               "scale: 10000\n");
    const struct hj_indicator *indicator = test.ruleset->indicator;
    assert_non_null(indicator);
    assert_true(hj_span_is(indicator->id, "per_10k"));
    assert_non_null(indicator->numerator.root);
    assert_int_equal(indicator->counting_count, 2);
    assert_true(hj_span_is(indicator->countings[1].id, "all"));
    assert_true(indicator->scale == 10000);
    rule_case_close(&test);
}

static void nothing_at_all_is_a_ruleset_too(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open(&test);
    rule_case_write(&test, "empty.yaml", "# nothing\n");
    rule_case_load(&test);
    rule_case_expect_clean(&test);
    assert_int_equal(test.ruleset->rule_count, 0);
    assert_null(test.ruleset->indicator);
    rule_case_close(&test);
}

/* ---- one predicate against a ruleset ---- */

static void a_predicate_compiles_against_a_ruleset(void **state)
{
    (void)state;
    struct rule_case test;
    struct hj_predicate predicate;
    rule_case_open_with(&test,
                        "features: {rich: {when: capital > 3}, pair: {peers: [name, uscc]}}\n");
    struct hj_span peers = HJ_SPAN("peers(name,uscc) > 1"), others = HJ_SPAN("peers(uscc) > 1");
    struct hj_span text = HJ_SPAN("rich AND name REGEXP '^淮' AND NOT survivor"),
                   wrong = HJ_SPAN("rihc");
    struct hj_arena arena = {0};
    assert_int_equal(hj_rules_compile(test.ruleset, text, "--where", &arena, &test.problems,
                                      &predicate, &test.error),
                     HJ_OK);
    rule_case_expect_clean(&test);
    assert_non_null(predicate.root);
    assert_int_equal(hj_rules_compile(test.ruleset, wrong, "--where", &arena, &test.problems,
                                      &predicate, &test.error),
                     HJ_OK);
    assert_null(predicate.root);
    assert_int_equal(test.problems.errors, 1);
    assert_string_equal(test.problems.items[0]->error.file, "--where");
    assert_true(hj_span_is(test.problems.items[0]->suggestion, "rich"));
    assert_int_equal(hj_rules_compile(test.ruleset, peers, "--where", &arena, &test.problems,
                                      &predicate, &test.error),
                     HJ_OK);
    assert_non_null(predicate.root);
    assert_int_equal(hj_rules_compile(test.ruleset, others, "--where", &arena, &test.problems,
                                      &predicate, &test.error),
                     HJ_OK);
    assert_null(predicate.root);
    assert_int_equal(test.problems.items[1]->error.code, HJ_RULES_PEERS);
    hj_arena_release(&arena);
    rule_case_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_sorted_and_whole),
        cmocka_unit_test(duplicates_are_leads_until_they_say_proof),
        cmocka_unit_test(tests_are_typed_by_the_scope),
        cmocka_unit_test(who_runs_depends_on_status_and_campaign),
        cmocka_unit_test(routes_are_whole),
        cmocka_unit_test(the_indicator_is_whole),
        cmocka_unit_test(nothing_at_all_is_a_ruleset_too),
        cmocka_unit_test(a_predicate_compiles_against_a_ruleset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
