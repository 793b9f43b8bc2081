/* SPDX-License-Identifier: MIT
 * What each kind of rule file becomes. */
#include "rule_case.h"

static const struct hj_name *name_of(const struct rule_case *test, const char *name)
{
    int found = hj_scope_find(&test->ruleset->scope, hj_span_of(name));
    return found >= 0 ? &test->ruleset->scope.names[found] : NULL;
}

/* The name, which must be there and of the kind. */
static struct hj_name known(const struct rule_case *test, const char *name, enum hj_name_kind kind)
{
    const struct hj_name *found = name_of(test, name);
    if (!found) {
        fail_msg("no name %s", name);
        return (struct hj_name){.index = 0};
    }
    assert_int_equal(found->kind, kind);
    return *found;
}

static const struct hj_feature *feature_of(const struct rule_case *test, const char *name)
{
    return &test->ruleset->features[known(test, name, HJ_NAME_FEATURE).index];
}

static const struct hj_parameter *parameter_of(const struct rule_case *test, const char *name)
{
    return &test->ruleset->parameters[known(test, name, HJ_NAME_PARAMETER).index];
}

static void open_with(struct rule_case *test, const char *text)
{
    rule_case_open(test);
    rule_case_write(test, "0-registry.yaml", RULE_CASE_REGISTRY);
    rule_case_write(test, "0-reports.yaml", RULE_CASE_FACTS);
    rule_case_write(test, "rules.yaml", text);
    rule_case_load(test);
    rule_case_expect_clean(test);
}

/* ---- dictionaries ---- */

static void a_dictionary_keeps_its_columns(void **state)
{
    (void)state;
    struct rule_case test;
    open_with(&test, "");
    const struct hj_table *table =
        hj_ruleset_table(test.ruleset, (struct hj_span)HJ_SPAN("registry"));
    assert_non_null(table);
    assert_int_equal(table->field_count, 9);
    assert_true(hj_span_is(table->key, "uscc"));
    assert_true(table->fields[0].identifier && !table->fields[0].required);
    assert_true(table->fields[1].required);
    assert_int_equal(table->fields[2].value_count, 3);
    assert_true(hj_span_is(table->fields[2].values[0].synonyms.items[1], "开业"));
    assert_true(hj_span_is(table->fields[3].from, "name"));
    assert_int_equal(table->fields[4].type, HJ_FIELD_DATE);
    assert_int_equal(table->fields[5].personal, HJ_PERSONAL_NAME);
    assert_int_equal(table->fields[6].type, HJ_FIELD_MONEY);
    assert_true(hj_span_is(table->fields[7].headers.items[0], "staff"));
    rule_case_close(&test);
}

/* Dictionary alone: the columns that a load would give, then derived ones, features, parameters. */
static void the_scope_stands_in_its_order(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum hj_name_kind kind;
        enum hj_type type;
    } expected[] = {
        {"uscc", HJ_NAME_COLUMN, HJ_TEXT},
        {"name", HJ_NAME_COLUMN, HJ_TEXT},
        {"status", HJ_NAME_COLUMN, HJ_TEXT},
        {"status_raw", HJ_NAME_COLUMN, HJ_TEXT},
        {"type_code", HJ_NAME_COLUMN, HJ_TEXT},
        {"established", HJ_NAME_COLUMN, HJ_DATE},
        {"established_raw", HJ_NAME_COLUMN, HJ_TEXT},
        {"legal_rep", HJ_NAME_COLUMN, HJ_TEXT},
        {"capital", HJ_NAME_COLUMN, HJ_NUMBER},
        {"capital_currency", HJ_NAME_COLUMN, HJ_TEXT},
        {"capital_raw", HJ_NAME_COLUMN, HJ_TEXT},
        {"staff", HJ_NAME_COLUMN, HJ_INTEGER},
        {"staff_raw", HJ_NAME_COLUMN, HJ_TEXT},
        {"active", HJ_NAME_COLUMN, HJ_BOOLEAN},
        {"active_raw", HJ_NAME_COLUMN, HJ_TEXT},
        {"name_key", HJ_NAME_DERIVED, HJ_TEXT},
        {"name_region", HJ_NAME_DERIVED, HJ_TEXT},
        {"trade_name", HJ_NAME_DERIVED, HJ_TEXT},
        {"name_industry", HJ_NAME_DERIVED, HJ_TEXT},
        {"name_form", HJ_NAME_DERIVED, HJ_TEXT},
        {"is_branch", HJ_NAME_DERIVED, HJ_BOOLEAN},
        {"authority", HJ_NAME_DERIVED, HJ_TEXT},
        {"org_code", HJ_NAME_DERIVED, HJ_TEXT},
        {"uscc_valid", HJ_NAME_DERIVED, HJ_BOOLEAN},
        {"regno_valid", HJ_NAME_DERIVED, HJ_BOOLEAN},
        {"rich", HJ_NAME_FEATURE, HJ_BOOLEAN},
        {"as_of", HJ_NAME_PARAMETER, HJ_DATE},
        {"limit", HJ_NAME_PARAMETER, HJ_INTEGER},
        {"survivor", HJ_NAME_DERIVED, HJ_BOOLEAN},
    };
    struct rule_case test;
    open_with(&test, "parameters: {limit: 3}\nfeatures: {rich: {when: capital > limit}}\n");
    const struct hj_scope *scope = &test.ruleset->scope;
    assert_int_equal(scope->count, sizeof expected / sizeof *expected);
    for (uint32_t i = 0; i < scope->count; i++) {
        assert_true(hj_span_is(scope->names[i].name, expected[i].name));
        assert_int_equal(scope->names[i].kind, expected[i].kind);
        assert_int_equal(scope->names[i].type, expected[i].type);
        assert_int_equal(hj_scope_find(scope, scope->names[i].name), i);
    }
    assert_int_equal(hj_scope_find(scope, hj_span_of("nothing")), -1);
    rule_case_close(&test);
}

static void a_snapshot_decides_the_columns(void **state)
{
    (void)state;
    static const struct hj_column columns[] = {
        {.name = HJ_SPAN("uscc"), .type = HJ_TEXT, .origin = HJ_FROM_INPUT},
        {.name = HJ_SPAN("备注"), .type = HJ_TEXT, .origin = HJ_FROM_HEADER},
        {.name = HJ_SPAN("record"), .type = HJ_INTEGER, .origin = HJ_FROM_RECORD},
    };
    struct hj_schema schema = {columns, 3};
    struct hj_table_facts facts = {.table = HJ_SPAN("registry"), .schema = &schema, .loaded = true};
    struct rule_case test;
    rule_case_open(&test);
    rule_case_write(&test, "a.yaml",
                    "features: {noted: {when: 备注 IS NOT NULL AND NOT uscc_valid}}\n");
    test.options.tables = &facts;
    test.options.table_count = 1;
    rule_case_load(&test);
    rule_case_expect_clean(&test);
    assert_int_equal(known(&test, "备注", HJ_NAME_COLUMN).index, 1);
    assert_null(name_of(&test, "record"));   /* the program's own */
    assert_null(name_of(&test, "name_key")); /* no name, no key of it */
    rule_case_close(&test);
}

static void what_is_known_of_a_table_is_kept(void **state)
{
    (void)state;
    struct hj_table_facts facts[] = {
        {.table = HJ_SPAN("annual_report"), .loaded = true},
        {.table = HJ_SPAN("tax"),
         .partial_given = true,
         .partial = true,
         .covers = true,
         .covers_from = 3,
         .covers_to = 9},
    };
    struct rule_case test;
    rule_case_open(&test);
    rule_case_write(&test, "0.yaml", RULE_CASE_REGISTRY);
    rule_case_write(&test, "1.yaml", RULE_CASE_FACTS);
    test.options.tables = facts;
    test.options.table_count = 2;
    rule_case_load(&test);
    rule_case_expect_clean(&test);
    assert_int_equal(test.ruleset->fact_count, 2);
    const struct hj_fact *fact = test.ruleset->facts;
    assert_true(hj_span_is(fact[0].table, "annual_report") && fact[0].loaded && fact[0].partial);
    assert_true(hj_span_is(fact[1].table, "tax") && !fact[1].loaded && fact[1].partial);
    assert_true(fact[1].covers && fact[1].covers_from == 3 && fact[1].covers_to == 9);
    assert_int_equal(fact[1].scope.count, 0);
    rule_case_close(&test);
}

static void words_of_money_and_names_are_flat_lists(void **state)
{
    (void)state;
    struct rule_case test;
    struct hj_dictionaries read;
    struct hj_problems problems = {0};
    rule_case_open(&test);
    rule_case_write(&test, "a.yaml",
                    "currencies:\n"
                    "  units: {元: 0.0001, 万元: 1}\n"
                    "  words: {CNY: [人民币, RMB], USD: [美元]}\n"
                    "names:\n"
                    "  forms: [有限公司, 厂]\n");
    rule_case_write(&test, "b.yaml", "names: {forms: [店], regions: [江苏]}\n");
    rule_case_load(&test);
    rule_case_expect_clean(&test);
    const struct hj_ruleset *ruleset = test.ruleset;
    assert_int_equal(ruleset->currency_count, 5);
    assert_true(ruleset->currencies[0].factor == 0.0001 &&
                ruleset->currencies[0].currency.size == 0);
    assert_true(hj_span_is(ruleset->currencies[3].word, "RMB"));
    assert_true(hj_span_is(ruleset->currencies[3].currency, "CNY") &&
                ruleset->currencies[3].factor == 0);
    assert_int_equal(ruleset->name_count, 2);
    assert_int_equal(ruleset->names[0].words.count, 3);
    assert_true(hj_span_is(ruleset->names[0].words.items[2], "店"));
    assert_int_equal(hj_rules_dictionaries(test.builder, &problems, &read, &test.error), HJ_OK);
    assert_int_equal(read.currency_count, 5);
    assert_int_equal(read.name_count, 2);
    assert_int_equal(problems.count, 0);
    rule_case_close(&test);
}

/* ---- parameters and features ---- */

static void parameters_rest_on_one_another_in_any_order(void **state)
{
    (void)state;
    struct rule_case test;
    open_with(&test, "parameters:\n"
                     "  c: b + 1\n"
                     "  b: year(a) * 2\n"
                     "  a: add_months(as_of, -6)\n"
                     "  d: \"'文' \"\n"
                     "  half: 1 / 2.0\n");
    assert_int_equal(parameter_of(&test, "c")->value.integer, 2025 * 2 + 1);
    assert_int_equal(parameter_of(&test, "a")->value.type, HJ_DATE);
    assert_true(hj_span_is(parameter_of(&test, "d")->value.text, "文"));
    assert_true(parameter_of(&test, "half")->value.number == 0.5);
    assert_true(hj_span_is(parameter_of(&test, "b")->text, "year(a) * 2"));
    rule_case_close(&test);
}

static void the_campaign_sets_parameters(void **state)
{
    (void)state;
    struct rule_case test;
    struct hj_origin_place place = {HJ_SPAN("campaign.yaml"), 7};
    struct hj_span name = HJ_SPAN("base"), first = HJ_SPAN("5"), last = HJ_SPAN("other * 10");
    rule_case_open(&test);
    rule_case_write(&test, "a.yaml", "parameters: {base: 1, other: 4, sum: base + other}\n");
    assert_int_equal(hj_rules_set(test.builder, name, first, place, &test.error), HJ_OK);
    assert_int_equal(hj_rules_set(test.builder, name, last, place, &test.error), HJ_OK);
    rule_case_load(&test);
    rule_case_expect_clean(&test);
    assert_int_equal(parameter_of(&test, "base")->value.integer, 40);
    assert_int_equal(parameter_of(&test, "sum")->value.integer, 44);
    rule_case_close(&test);
}

static void features_come_after_what_they_rest_on(void **state)
{
    (void)state;
    struct rule_case test;
    open_with(&test, "features:\n"
                     "  c: {when: b AND a}\n"
                     "  b: {when: NOT a}\n"
                     "  a: {when: \"staff > 3\"}\n"
                     "  d: {when: \"peers(name, legal_rep) > 2 OR pair > 1\"}\n"
                     "  e: {when: \"peers(status)\"}\n"
                     "  f: {when: \"peers( status ) + 1\"}\n"
                     "  pair: {peers: [name, legal_rep]}\n");
    const struct hj_feature *all = test.ruleset->features;
    assert_true(feature_of(&test, "a") < feature_of(&test, "b"));
    assert_true(feature_of(&test, "b") < feature_of(&test, "c"));
    assert_true(feature_of(&test, "pair") < feature_of(&test, "d"));
    assert_int_equal(test.ruleset->feature_count, 8); /* peers(status) is the eighth */
    assert_int_equal(feature_of(&test, "e")->type, HJ_INTEGER);
    const struct hj_feature *made = feature_of(&test, "peers(status)");
    assert_int_equal(made->kind, HJ_FEATURE_PEERS);
    assert_int_equal(made->peer_count, 1);
    assert_true(made < feature_of(&test, "e"));
    assert_int_equal(feature_of(&test, "pair")->peer_count, 2);
    assert_ptr_equal(all, test.ruleset->features);
    rule_case_close(&test);
}

/* Each rests on the next: an order is found without going down that deep. */
static void a_long_chain_of_features_is_ordered(void **state)
{
    (void)state;
    enum { LINKS = 20000 };
    static char text[LINKS * 40 + 64];
    size_t size = (size_t)snprintf(text, sizeof text, "features:\n");
    for (int i = 0; i < LINKS; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size, "  f%d: {when: f%d}\n", i, i + 1);
    }
    snprintf(text + size, sizeof text - size, "  f%d: {when: \"TRUE\"}\n", LINKS);
    struct rule_case test;
    rule_case_open(&test);
    rule_case_write(&test, "chain.yaml", text);
    rule_case_load(&test);
    rule_case_expect_clean(&test);
    assert_int_equal(test.ruleset->feature_count, LINKS + 1);
    assert_true(hj_span_is(test.ruleset->features[0].name, "f20000"));
    assert_int_equal(feature_of(&test, "f0")->type, HJ_BOOLEAN);
    rule_case_close(&test);
}

static void aggregates_have_their_types(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum hj_aggregate aggregate;
        enum hj_type type;
    } expected[] = {
        {"a", HJ_AGG_COUNT, HJ_INTEGER}, {"b", HJ_AGG_EXISTS, HJ_BOOLEAN},
        {"c", HJ_AGG_SUM, HJ_INTEGER},   {"d", HJ_AGG_SUM, HJ_NUMBER},
        {"e", HJ_AGG_MIN, HJ_DATE},      {"f", HJ_AGG_MAX, HJ_TEXT},
        {"g", HJ_AGG_LAST, HJ_BOOLEAN},  {"h", HJ_AGG_RUN, HJ_INTEGER},
    };
    struct rule_case test;
    open_with(&test,
              "parameters: {newest: year(as_of)}\n"
              "features:\n"
              "  a: {table: annual_report, agg: count, where: year = newest,\n"
              "      period: {column: filed_on, from: \"add_months(as_of, -12)\", to: as_of}}\n"
              "  b: {table: annual_report, agg: exists}\n"
              "  c: {table: annual_report, agg: sum, value: year}\n"
              "  d: {table: annual_report, agg: sum, value: profit}\n"
              "  e: {table: annual_report, agg: min, value: filed_on}\n"
              "  f: {table: annual_report, agg: max, value: uscc}\n"
              "  g: {table: annual_report, agg: last, value: profit < 0, order: filed_on}\n"
              "  h: {table: annual_report, agg: run, order: year, where: profit < 0}\n");
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct hj_feature *feature = feature_of(&test, expected[i].name);
        assert_int_equal(feature->aggregate, expected[i].aggregate);
        assert_int_equal(feature->type, expected[i].type);
        assert_true(hj_span_is(test.ruleset->facts[feature->table].table, "annual_report"));
    }
    const struct hj_feature *count = feature_of(&test, "a");
    assert_true(hj_span_is(count->period_column, "filed_on"));
    assert_non_null(count->period_from.root);
    assert_non_null(count->where.root);
    assert_null(feature_of(&test, "b")->where.root);
    rule_case_close(&test);
}

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
    open_with(&test, rules_text);
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
    open_with(&test, rules_text);
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
    open_with(&test, rules_text);
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
    struct hj_origin_place place = {HJ_SPAN("campaign.yaml"), 7};
    struct hj_span id = HJ_SPAN("d.code");
    open_with(&test, rules_text);
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
    open_with(
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
        "  - {id: gone, title: x, when: \"TRUE\", role: y, becomes: gone, unless: active}\n"
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
    open_with(&test, "indicator: per_10k\n"
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
    open_with(&test, "features: {rich: {when: capital > 3}, pair: {peers: [name, uscc]}}\n");
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
        cmocka_unit_test(a_dictionary_keeps_its_columns),
        cmocka_unit_test(the_scope_stands_in_its_order),
        cmocka_unit_test(a_snapshot_decides_the_columns),
        cmocka_unit_test(what_is_known_of_a_table_is_kept),
        cmocka_unit_test(words_of_money_and_names_are_flat_lists),
        cmocka_unit_test(parameters_rest_on_one_another_in_any_order),
        cmocka_unit_test(the_campaign_sets_parameters),
        cmocka_unit_test(features_come_after_what_they_rest_on),
        cmocka_unit_test(a_long_chain_of_features_is_ordered),
        cmocka_unit_test(aggregates_have_their_types),
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
