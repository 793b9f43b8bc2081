/* SPDX-License-Identifier: MIT
 * What dictionaries, word lists, parameters and features become. */
#include "rule_case.h"

/* ---- dictionaries ---- */

static void a_dictionary_keeps_its_columns(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open_with(&test, "");
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
    rule_case_open_with(&test,
                        "parameters: {limit: 3}\nfeatures: {rich: {when: capital > limit}}\n");
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
    assert_int_equal(rule_case_known(&test, "备注", HJ_NAME_COLUMN).index, 1);
    assert_null(rule_case_name(&test, "record"));   /* the program's own */
    assert_null(rule_case_name(&test, "name_key")); /* no name, no key of it */
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
    rule_case_open_with(&test, "parameters:\n"
                               "  c: b + 1\n"
                               "  b: year(a) * 2\n"
                               "  a: add_months(as_of, -6)\n"
                               "  d: \"'文' \"\n"
                               "  half: 1 / 2.0\n");
    assert_int_equal(rule_case_parameter(&test, "c")->value.integer, 2025 * 2 + 1);
    assert_int_equal(rule_case_parameter(&test, "a")->value.type, HJ_DATE);
    assert_true(hj_span_is(rule_case_parameter(&test, "d")->value.text, "文"));
    assert_true(rule_case_parameter(&test, "half")->value.number == 0.5);
    assert_true(hj_span_is(rule_case_parameter(&test, "b")->text, "year(a) * 2"));
    rule_case_close(&test);
}

static void the_campaign_sets_parameters(void **state)
{
    (void)state;
    struct rule_case test;
    struct hj_setting_place place = {.file = HJ_SPAN("campaign.yaml"), .line = 7};
    struct hj_span name = HJ_SPAN("base"), first = HJ_SPAN("5"), last = HJ_SPAN("other * 10");
    rule_case_open(&test);
    rule_case_write(&test, "a.yaml", "parameters: {base: 1, other: 4, sum: base + other}\n");
    assert_int_equal(hj_rules_set(test.builder, name, first, place, &test.error), HJ_OK);
    assert_int_equal(hj_rules_set(test.builder, name, last, place, &test.error), HJ_OK);
    rule_case_load(&test);
    rule_case_expect_clean(&test);
    assert_int_equal(rule_case_parameter(&test, "base")->value.integer, 40);
    assert_int_equal(rule_case_parameter(&test, "sum")->value.integer, 44);
    rule_case_close(&test);
}

static void features_come_after_what_they_rest_on(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open_with(&test, "features:\n"
                               "  c: {when: b AND a}\n"
                               "  b: {when: NOT a}\n"
                               "  a: {when: \"staff > 3\"}\n"
                               "  d: {when: \"peers(name, legal_rep) > 2 OR pair > 1\"}\n"
                               "  e: {when: \"peers(status)\"}\n"
                               "  f: {when: \"peers( status ) + 1\"}\n"
                               "  pair: {peers: [name, legal_rep]}\n");
    const struct hj_feature *all = test.ruleset->features;
    assert_true(rule_case_feature(&test, "a") < rule_case_feature(&test, "b"));
    assert_true(rule_case_feature(&test, "b") < rule_case_feature(&test, "c"));
    assert_true(rule_case_feature(&test, "pair") < rule_case_feature(&test, "d"));
    assert_int_equal(test.ruleset->feature_count, 8); /* peers(status) is the eighth */
    assert_int_equal(rule_case_feature(&test, "e")->type, HJ_INTEGER);
    const struct hj_feature *made = rule_case_feature(&test, "peers(status)");
    assert_int_equal(made->kind, HJ_FEATURE_PEERS);
    assert_int_equal(made->peer_count, 1);
    assert_true(made < rule_case_feature(&test, "e"));
    assert_int_equal(rule_case_feature(&test, "pair")->peer_count, 2);
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
    assert_int_equal(rule_case_feature(&test, "f0")->type, HJ_BOOLEAN);
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
    rule_case_open_with(
        &test, "parameters: {newest: year(as_of)}\n"
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
        const struct hj_feature *feature = rule_case_feature(&test, expected[i].name);
        assert_int_equal(feature->aggregate, expected[i].aggregate);
        assert_int_equal(feature->type, expected[i].type);
        assert_true(hj_span_is(test.ruleset->facts[feature->table].table, "annual_report"));
    }
    const struct hj_feature *count = rule_case_feature(&test, "a");
    assert_true(hj_span_is(count->period_column, "filed_on"));
    assert_non_null(count->period_from.root);
    assert_non_null(count->where.root);
    assert_null(rule_case_feature(&test, "b")->where.root);
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
