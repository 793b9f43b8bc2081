/* SPDX-License-Identifier: MIT
 * Seeded mistakes in rule files: each is found with its file, line, column and suggestion, and all
 * of them are found in one run. */
#include "rule_case.h"

struct mistake {
    const char *text;
    enum hj_code code;
    uint32_t line, column;
    const char *suggestion;
};

/* The beginning of a rule that lacks nothing but what follows. */
#define RULE(id) "rules:\n  - id: " id "\n    class: zombie\n    title: x\n"
#define DUPLICATE(id) "rules:\n  - id: " id "\n    class: duplicate\n    title: x\n"

static const struct mistake mistakes[] = {
    /* the file */
    {"rulse: []\n", HJ_YAML_KEY, 1, 1, "rules"},
    {"- id: a\n", HJ_YAML_SHAPE, 1, 1, ""},
    {"nulls: [\"\"]\n", HJ_YAML_MISSING, 1, 1, ""},
    {"rules: {a: 1}\n", HJ_YAML_SHAPE, 1, 8, ""},
    {"rules:\n  - id: broken\n   class: zombie\n", HJ_YAML_BROKEN, 3, 4, ""},
    {RULE("m.twice-key") "    when: \"TRUE\"\n    when: \"FALSE\"\n", HJ_YAML_TWICE, 6, 5, ""},
    /* rules */
    {RULE("m.unknown-key") "    whn: \"TRUE\"\n    when: \"TRUE\"\n", HJ_YAML_KEY, 5, 5, "when"},
    {RULE("m.no-when"), HJ_YAML_MISSING, 2, 5, ""},
    {"rules:\n  - {class: zombie, title: x, when: \"TRUE\"}\n", HJ_YAML_MISSING, 2, 5, ""},
    {RULE("m bad id") "    when: \"TRUE\"\n", HJ_RULES_ID, 2, 9, ""},
    {"rules:\n  - {id: m.class, class: zombi, title: x, when: \"TRUE\"}\n", HJ_YAML_CHOICE, 2, 26,
     "zombie"},
    {RULE("m.severity") "    when: \"TRUE\"\n    severity: hihg\n", HJ_YAML_CHOICE, 6, 15, "high"},
    {RULE("m.status") "    when: \"TRUE\"\n    status: stabel\n", HJ_YAML_CHOICE, 6, 13, "stable"},
    {RULE("m.when-list") "    when: [TRUE]\n", HJ_YAML_SHAPE, 5, 11, ""},
    {RULE("m.title") "    when: \"TRUE\"\n    why: {zh: 因为, de: weil}\n", HJ_YAML_KEY, 6, 19, ""},
    {RULE("base.rule") "    when: \"TRUE\"\n", HJ_RULES_TWICE, 2, 9, ""},
    {RULE("m.unknown") "    when: \"TRUE\"\n    unknown: passes\n", HJ_RULES_KEY_CLASS, 6, 14, ""},
    {RULE("m.same") "    when: \"TRUE\"\n    same: [[uscc, name]]\n", HJ_RULES_KEY_CLASS, 6, 11,
     ""},
    {DUPLICATE("m.nothing"), HJ_YAML_MISSING, 2, 5, ""},
    {DUPLICATE("m.when") "    same: [[uscc, name]]\n    when: \"TRUE\"\n", HJ_RULES_DUPLICATE_WHEN,
     6, 12, ""},
    {DUPLICATE("m.same-column") "    same: [[uscc, nmae]]\n", HJ_PREDICATE_NAME, 5, 19, "name"},
    {DUPLICATE("m.model") "    model: frim\n", HJ_RULES_MODEL, 5, 12, ""},
    {RULE("m.evidence") "    when: \"TRUE\"\n    evidence: [name, captial]\n", HJ_PREDICATE_NAME, 6,
     22, "capital"},
    {RULE("m.given") "    when: \"TRUE\"\n    tests: [{given: {stat: 1}, expect: true}]\n",
     HJ_PREDICATE_NAME, 6, 22, ""},
    {RULE("m.value") "    when: \"TRUE\"\n    tests:\n      - {given: {established: 2015-02-30}, "
                     "expect: true}\n",
     HJ_RULES_VALUE, 7, 31, ""},
    {RULE("m.expect") "    when: \"TRUE\"\n    tests: [{given: {}, expect: yes}]\n", HJ_YAML_CHOICE,
     6, 33, ""},
    {RULE("m.basis") "    when: \"TRUE\"\n    basis: [{article: 3}]\n", HJ_YAML_MISSING, 6, 13, ""},
    /* predicates, in every style of scalar */
    {RULE("m.plain") "    when: capital > 3 AND stattus = 'x'\n", HJ_PREDICATE_NAME, 5, 27,
     "status"},
    {RULE("m.single") "    when: 'name = ''中文'' AND capitl > 3'\n", HJ_PREDICATE_NAME, 5, 30,
     "capital"},
    {RULE("m.double") "    when: \"name = '\\u4e2d\\\"' AND\n      capitl > 3\"\n",
     HJ_PREDICATE_NAME, 6, 7, "capital"},
    {RULE("m.folded") "    when: >-\n      name IS NULL\n\n      AND capitl > 3\n",
     HJ_PREDICATE_NAME, 8, 11, "capital"},
    {RULE("m.literal") "    when: |\n      name IS NULL\n        AND capitl > 3\n",
     HJ_PREDICATE_NAME, 7, 13, "capital"},
    {RULE("m.type") "    when: \"capital LIKE 'x'\"\n", HJ_PREDICATE_TYPE, 5, 12, ""},
    {RULE("m.unless") "    when: \"TRUE\"\n    unless: staff\n", HJ_PREDICATE_WANTED, 6, 13, ""},
    {RULE("m.flagged") "    when: \"flagged('base.rule')\"\n", HJ_PREDICATE_FLAGGED, 5, 12, ""},
    {RULE("m.survivor") "    when: survivor\n", HJ_PREDICATE_NAME, 5, 11, ""},
    /* parameters and features */
    {"parameters: {m_cycle_a: m_cycle_b + 1, m_cycle_b: m_cycle_a}\n", HJ_RULES_CYCLE, 1, 14, ""},
    {"parameters:\n  m_column: capital * 2\n", HJ_PREDICATE_NAME, 2, 13, ""},
    {"parameters:\n  base_limit: 4\n", HJ_RULES_NAME_TAKEN, 2, 3, ""},
    {"parameters:\n  AND: 4\n", HJ_RULES_NAME, 2, 3, ""},
    {"parameters:\n  as_of: 4\n", HJ_RULES_NAME_TAKEN, 2, 3, ""},
    {"features:\n  capital: {when: \"TRUE\"}\n", HJ_RULES_NAME_TAKEN, 2, 3, ""},
    {"features:\n  uscc_valid: {when: \"TRUE\"}\n", HJ_RULES_NAME_TAKEN, 2, 3, ""},
    {"features:\n  m_a: {when: m_b}\n  m_b: {when: \"NOT m_c\"}\n  m_c: {when: m_a}\n",
     HJ_RULES_CYCLE, 2, 3, ""},
    {"features:\n  m_self: {peers: [m_self]}\n", HJ_RULES_CYCLE, 2, 3, ""},
    {"features:\n  m_kind: {}\n", HJ_RULES_FEATURE_KIND, 2, 3, ""},
    {"features:\n  m_both: {when: \"TRUE\", peers: [name]}\n", HJ_RULES_FEATURE_KIND, 2, 3, ""},
    {"features:\n  m_part: {when: \"TRUE\", agg: count}\n", HJ_RULES_FEATURE_PART, 2, 31, ""},
    {"features:\n  m_table: {table: anual_report, agg: count}\n", HJ_RULES_TABLE, 2, 20,
     "annual_report"},
    {"features:\n  m_registry: {table: registry, agg: count}\n", HJ_RULES_REGISTRY, 2, 23, ""},
    {"features:\n  m_agg: {table: annual_report, agg: cuont}\n", HJ_YAML_CHOICE, 2, 38, "count"},
    {"features:\n  m_no_agg: {table: annual_report}\n", HJ_YAML_MISSING, 2, 13, ""},
    {"features:\n  m_value: {table: annual_report, agg: max}\n", HJ_YAML_MISSING, 2, 40, ""},
    {"features:\n  m_no_value: {table: annual_report, agg: count, value: year}\n",
     HJ_RULES_AGGREGATE_PART, 2, 57, ""},
    {"features:\n  m_where: {table: annual_report, agg: count, where: \"yaer = 2020\"}\n",
     HJ_PREDICATE_NAME, 2, 55, "year"},
    {"features:\n  m_firm: {table: annual_report, agg: count, where: \"capital = 1\"}\n",
     HJ_PREDICATE_NAME, 2, 54, ""},
    {"features:\n  m_sum: {table: annual_report, agg: sum, value: filed_on}\n", HJ_PREDICATE_WANTED,
     2, 50, ""},
    {"features:\n  m_run: {table: annual_report, agg: run, order: profit}\n", HJ_PREDICATE_WANTED,
     2, 50, ""},
    {"features:\n  m_period: {table: annual_report, agg: count, period: {column: year, from: "
     "as_of, to: as_of}}\n",
     HJ_PREDICATE_WANTED, 2, 65, ""},
    {"features:\n  m_bound: {table: annual_report, agg: count, period: {column: filed_on, from: "
     "base_limit, to: as_of}}\n",
     HJ_PREDICATE_WANTED, 2, 80, ""},
    {"features:\n  m_peers: {peers: [name, nam]}\n", HJ_PREDICATE_NAME, 2, 27, "name"},
    /* routes, indicator, words */
    {"routes:\n  - {id: m_when, title: x, when: \"flagged('base.ruel')\", role: y}\n",
     HJ_PREDICATE_RULE, 2, 44, "base.rule"},
    {"routes:\n  - {id: m_role, title: x, when: \"TRUE\"}\n", HJ_YAML_MISSING, 2, 5, ""},
    {"routes:\n  - {id: m_becomes, title: x, when: \"TRUE\", role: y, becomes: {status: 注消}}\n",
     HJ_RULES_NOT_LISTED, 2, 72, "注销"},
    {"routes:\n  - {id: m_derived, title: x, when: \"TRUE\", role: y, becomes: {name_key: x}}\n",
     HJ_RULES_BECOMES, 2, 64, ""},
    {"routes:\n  - {id: m_step, title: x, when: \"TRUE\", role: y, steps: [{name: z}]}\n",
     HJ_RULES_STEP, 2, 59, ""},
    {"routes:\n  - {id: m_duration, title: x, when: \"TRUE\", role: y, duration: {low: 3, mode: 2, "
     "high: 4}}\n",
     HJ_RULES_DURATION, 2, 65, ""},
    {"routes:\n  - {id: m_success, title: x, when: \"TRUE\", role: y, success: [0, 0]}\n",
     HJ_YAML_SHAPE, 2, 63, ""},
    {"routes:\n  - {id: m_checked, title: x, when: \"TRUE\", role: y, requires_checked: "
     "[base_featur]}\n",
     HJ_PREDICATE_NAME, 2, 73, "base_feature"},
    {"routes:\n  - {id: base-route, title: x, when: \"TRUE\", role: y}\n", HJ_RULES_TWICE, 2, 10,
     ""},
    {"indicator: m\ntitle: x\nnumerator: \"TRUE\"\ncounting: {all: \"TRUE\"}\nscale: 1\n",
     HJ_RULES_INDICATOR, 1, 12, ""},
    {"survivor: [capital]\n", HJ_RULES_TWICE, 1, 11, ""},
    {"laws:\n  m_law: {titel: x, title: y}\n", HJ_YAML_KEY, 2, 11, "title"},
    {"laws:\n  m_law2: {title: y, status: valid}\n", HJ_YAML_CHOICE, 2, 30, ""},
    {"calendar: {holidays: [2026-02-30]}\n", HJ_YAML_SHAPE, 1, 23, ""},
    {"currencies: {units: {m: 0}}\n", HJ_YAML_SHAPE, 1, 25, ""},
    {"currencies: {words: {cny: [x]}}\n", HJ_RULES_CURRENCY, 1, 22, ""},
    {"names: [x]\n", HJ_YAML_SHAPE, 1, 8, ""},
    {"models:\n  - {id: m, block: [[name]], compare: [{column: name, levels: [exct]}], threshold: "
     "0.9}\n",
     HJ_YAML_SHAPE, 2, 64, ""},
    /* dictionaries */
    {"table: m_type\ncolumns: {a: {type: txt}}\n", HJ_YAML_CHOICE, 2, 21, "text"},
    {"table: m_no_type\ncolumns: {a: {headers: [x]}}\n", HJ_YAML_MISSING, 2, 14, ""},
    {"table: m_header\ncolumns:\n  a: {type: text, headers: [x, y]}\n  b: {type: text, headers: "
     "[z, y]}\n",
     HJ_RULES_HEADER_TWICE, 4, 32, ""},
    {"table: m_text\ncolumns:\n  a: {type: text, values: {x: [y], z: [w, y]}}\n",
     HJ_RULES_VALUE_TWICE, 3, 43, ""},
    {"table: m_from\ncolumns:\n  abcd: {type: text}\n  b: {from: abdc, values: {x: [y]}}\n",
     HJ_RULES_TABLE_COLUMN, 4, 13, "abcd"},
    {"table: m_made\ncolumns:\n  a: {type: money}\n  a_currency: {type: text}\n",
     HJ_RULES_COLUMN_MADE, 4, 3, ""},
    {"table: m_key\nkey: uscc\ncolumns: {usc: {type: text}}\n", HJ_RULES_TABLE_COLUMN, 2, 6, "usc"},
    {"table: m_join\nkey: code\ncolumns: {code: {type: text}}\n", HJ_RULES_TABLE_KEY, 2, 6, ""},
    {"table: annual_report\ncolumns: {a: {type: text}}\n", HJ_RULES_TWICE, 1, 8, ""},
    {"table: m_from_headers\ncolumns:\n  a: {type: text}\n  b: {from: a, headers: [x], values: {x: "
     "[y]}}\n",
     HJ_RULES_FROM_HEADERS, 4, 25, ""},
    {"table: m_from_date\ncolumns:\n  a: {type: date}\n  b: {from: a, values: {x: [y]}}\n",
     HJ_RULES_FROM_TEXT, 4, 13, ""},
    {"rules:\n  - text\n", HJ_YAML_MAPPING_WANTED, 2, 5, ""},
    {"laws:\n  base_law: {title: y}\n", HJ_RULES_LAW_TWICE, 2, 3, ""},
    {"models:\n  - {id: firm, block: [[name]], compare: [{column: name, levels: [exact]}], "
     "threshold: 0.9}\n",
     HJ_RULES_MODEL_TWICE, 2, 10, ""},
    {"parameters:\n  m_norm: norm('ＡＢ')\n", HJ_RULES_NOT_CONSTANT, 2, 11, ""},
};

enum { MISTAKES = sizeof mistakes / sizeof *mistakes };

static void write_base(struct rule_case *test)
{
    rule_case_write(test, "000-registry.yaml", RULE_CASE_REGISTRY);
    rule_case_write(test, "000-reports.yaml", RULE_CASE_FACTS);
    rule_case_write(test, "001-base.yaml",
                    "parameters: {base_limit: 3}\n"
                    "features: {base_feature: {when: capital > base_limit}}\n"
                    "rules:\n"
                    "  - {id: base.rule, class: abnormal, title: x, when: base_feature}\n"
                    "routes:\n"
                    "  - {id: base-route, title: x, when: \"flagged('base.rule')\", role: y}\n"
                    "models:\n"
                    "  - {id: firm, block: [[name]], compare: [{column: name, levels: [exact]}], "
                    "threshold: 0.9}\n"
                    "indicator: base\n"
                    "title: x\n"
                    "survivor: [established]\n"
                    "laws: {base_law: {title: x}}\n"
                    "numerator: base_feature\n"
                    "counting: {all: \"TRUE\"}\n"
                    "scale: 1\n");
}

static void check(const struct hj_problem *problem, const struct mistake *mistake, const char *file)
{
    const struct hj_error *error = &problem->error;
    bool same = error->code == mistake->code && error->line == mistake->line &&
                error->column == mistake->column &&
                hj_span_is(problem->suggestion, mistake->suggestion) && strstr(error->file, file);
    if (!same) {
        print_message("%s", mistake->text);
        print_message("found %s:%d:%d %s, suggestion %.*s\n", error->file, (int)error->line,
                      (int)error->column, hj_code_name(error->code), (int)problem->suggestion.size,
                      problem->suggestion.data);
    }
    assert_true(same);
}

static void each_mistake_is_found_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < MISTAKES; i++) {
        struct rule_case test;
        rule_case_open(&test);
        write_base(&test);
        rule_case_write(&test, "mistake.yaml", mistakes[i].text);
        rule_case_load(&test);
        if (test.problems.count != 1) {
            print_message("%s", mistakes[i].text);
            rule_case_print(&test);
        }
        assert_int_equal(test.problems.count, 1);
        assert_int_equal(test.problems.errors, 1);
        check(test.problems.items[0], &mistakes[i], "/mistake.yaml");
        rule_case_close(&test);
    }
}

static void all_mistakes_are_found_in_one_run(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open(&test);
    write_base(&test);
    for (size_t i = 0; i < MISTAKES; i++) {
        char name[32];
        snprintf(name, sizeof name, "m%03zu.yaml", i);
        rule_case_write(&test, name, mistakes[i].text);
    }
    rule_case_load(&test);
    assert_int_equal(test.problems.errors, MISTAKES);
    for (size_t i = 0; i < MISTAKES; i++) {
        char name[32];
        snprintf(name, sizeof name, "/m%03zu.yaml", i);
        check(test.problems.items[i], &mistakes[i], name);
    }
    rule_case_close(&test);
}

static void a_problem_shows_its_source_line(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open(&test);
    rule_case_write(&test, "a.yaml", "parameters:\n  a: >-\n    1 +\n    年限 + 2\n");
    rule_case_load(&test);
    assert_int_equal(test.problems.count, 1);
    const struct hj_problem *problem = test.problems.items[0];
    assert_true(hj_span_is(problem->source, "    年限 + 2"));
    assert_int_equal(problem->error.column, 5);
    assert_int_equal(problem->width, 2);
    rule_case_close(&test);
}

/* ---- mistakes of the campaign ---- */

static void what_the_campaign_sets_must_exist(void **state)
{
    (void)state;
    struct rule_case test;
    struct hj_setting_place place = {.file = HJ_SPAN("campaign.yaml"), .line = 7};
    rule_case_open(&test);
    write_base(&test);
    struct hj_span limit = HJ_SPAN("base_limti"), three = HJ_SPAN("3"), id = HJ_SPAN("base.ruel");
    struct hj_span known = HJ_SPAN("base_limit"), wrong = HJ_SPAN("3 +"), as_of = HJ_SPAN("as_of");
    assert_int_equal(hj_rules_set(test.builder, limit, three, place, &test.error), HJ_OK);
    assert_int_equal(hj_rules_set(test.builder, known, wrong, place, &test.error), HJ_OK);
    assert_int_equal(hj_rules_set(test.builder, as_of, three, place, &test.error), HJ_OK);
    assert_int_equal(hj_rules_disable(test.builder, id, place, &test.error), HJ_OK);
    rule_case_load(&test);
    static const enum hj_code codes[] = {HJ_RULES_NO_PARAMETER, HJ_RULES_NO_PARAMETER,
                                         HJ_RULES_NO_RULE, HJ_PREDICATE_WANTS_VALUE};
    static const char *const suggestions[] = {"base_limit", "", "base.rule", ""};
    assert_int_equal(test.problems.errors, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct hj_problem *problem = test.problems.items[i];
        assert_string_equal(hj_code_name(problem->error.code), hj_code_name(codes[i]));
        assert_string_equal(problem->error.file, "campaign.yaml");
        assert_int_equal(problem->error.line, 7);
        assert_true(hj_span_is(problem->suggestion, suggestions[i]));
    }
    rule_case_close(&test);
}

static void a_stored_column_may_not_bear_the_name_of_a_feature(void **state)
{
    (void)state;
    static const struct hj_column columns[] = {
        {.name = HJ_SPAN("name"), .type = HJ_TEXT, .origin = HJ_FROM_INPUT},
        {.name = HJ_SPAN("base_feature"), .type = HJ_TEXT, .origin = HJ_FROM_HEADER},
        {.name = HJ_SPAN("name_key"), .type = HJ_TEXT, .origin = HJ_FROM_HEADER},
        {.name = HJ_SPAN("capital"), .type = HJ_NUMBER, .origin = HJ_FROM_INPUT},
    };
    struct hj_schema schema = {columns, 4};
    struct hj_table_facts facts = {.table = HJ_SPAN("registry"), .schema = &schema, .loaded = true};
    struct rule_case test;
    rule_case_open(&test);
    rule_case_write(&test, "a.yaml", "features:\n  base_feature: {when: \"TRUE\"}\n");
    test.options.tables = &facts;
    test.options.table_count = 1;
    rule_case_load(&test);
    assert_int_equal(test.problems.errors, 2);
    assert_int_equal(test.problems.items[0]->error.code, HJ_RULES_COLUMN_TAKEN);
    assert_int_equal(test.problems.items[1]->error.code, HJ_RULES_NAME_TAKEN);
    assert_int_equal(test.problems.items[1]->error.line, 2);
    rule_case_close(&test);
}

static void a_parameter_may_not_bear_the_name_of_a_column_it_meets(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open(&test);
    write_base(&test);
    rule_case_write(&test, "a.yaml", "parameters:\n  year: 3\n");
    rule_case_load(&test);
    rule_case_expect_clean(&test); /* no feature reads the table */
    rule_case_write(&test, "b.yaml", "features: {f: {table: annual_report, agg: count}}\n");
    rule_case_load(&test);
    assert_int_equal(test.problems.count, 1);
    assert_int_equal(test.problems.items[0]->error.code, HJ_RULES_PARAMETER_COLUMN);
    assert_int_equal(test.problems.items[0]->error.column, 23);
    rule_case_close(&test);
}

static void warnings_are_for_rules_check_alone(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open(&test);
    write_base(&test);
    rule_case_write(&test, "laws.yaml",
                    "laws:\n"
                    "  公司法: {title: x, status: in_force}\n"
                    "  旧法: {title: x, status: repealed}\n");
    rule_case_write(
        &test, "rules.yaml",
        "rules:\n"
        "  - id: w.one\n"
        "    class: zombie\n"
        "    title: x\n"
        "    when: staff / 2 = 1\n"
        "    basis: [{law: 公司去}, {law: 旧法}, 某文]\n"
        "    tests: [{given: {staff: 2}, expect: true}]\n"
        "  - {id: w.two, class: zombie, title: x, when: (staff/2)=(1), evidence: [staff],\n"
        "     basis: [{law: 旧法}], why: x, tests: []}\n"
        "  - {id: w.else, class: zombie, title: x, when: staff / 2 = 1, unless: staff = 3,\n"
        "     evidence: [staff], basis: [{law: 旧法}], why: x, tests: []}\n"
        "  - {id: w.class, class: abnormal, title: x, when: staff / 2 = 1, evidence: [staff],\n"
        "     basis: [{law: 旧法}], why: x, tests: []}\n");
    rule_case_load(&test);
    rule_case_expect_clean(&test);
    test.options.retired = true;
    rule_case_freeze(&test);
    assert_int_equal(test.problems.errors, 0);
    static const struct {
        enum hj_code code;
        uint32_t line, column;
    } expected[] = {
        {HJ_RULES_LACKS, 2, 9},
        {HJ_RULES_LACKS, 2, 9},
        {HJ_PREDICATE_INTEGER_DIVISION, 5, 17},
        {HJ_RULES_LAW, 6, 19},
        {HJ_RULES_LAW_REPEALED, 6, 31},
        {HJ_RULES_BASIS_TEXT, 6, 36},
        {HJ_RULES_NO_TEST, 7, 12},
        {HJ_RULES_NO_TEST, 7, 12},
        {HJ_RULES_OVERLAP, 8, 10},
    };
    size_t at = 0;
    while (at < test.problems.count &&
           !strstr(test.problems.items[at]->error.file, "/rules.yaml")) {
        at++;
    }
    /* of w.one, then the overlap of w.two, which stands behind it by its id too */
    size_t seen = 0;
    for (; at < test.problems.count; at++) {
        const struct hj_error *error = &test.problems.items[at]->error;
        if (error->line > 7 && error->code != HJ_RULES_OVERLAP) {
            continue;
        }
        assert_in_range(seen, 0, sizeof expected / sizeof *expected - 1);
        assert_string_equal(hj_code_name(error->code), hj_code_name(expected[seen].code));
        assert_int_equal(error->line, expected[seen].line);
        assert_int_equal(error->column, expected[seen].column);
        seen++;
    }
    assert_int_equal(seen, sizeof expected / sizeof *expected);
    const struct hj_problem *last = NULL;
    for (size_t i = 0; i < test.problems.count; i++) {
        last =
            test.problems.items[i]->error.code == HJ_RULES_OVERLAP ? test.problems.items[i] : last;
    }
    assert_string_equal(hj_error_argument(&last->error, "rule"), "w.one");
    rule_case_close(&test);
}

static void a_proof_of_too_little_is_a_lead(void **state)
{
    static const struct {
        const char *rule;
        enum hj_code code; /* HJ_OK: it is a proof */
    } cases[] = {
        {"same: [[uscc, name]]", HJ_OK},
        {"same: [[uscc, name], [name, legal_rep]]", HJ_RULES_PROOF},
        {"same: [[uscc]]", HJ_RULES_PROOF},
        {"same: [[uscc, uscc]]", HJ_RULES_PROOF},
        {"model: firm", HJ_RULES_PROOF_MODEL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rule_case test;
        char text[200];
        snprintf(text, sizeof text, DUPLICATE("p.proof") "    strength: proof\n    %s\n",
                 cases[i].rule);
        rule_case_open(&test);
        write_base(&test);
        rule_case_write(&test, "rules.yaml", text);
        rule_case_load(&test);
        test.options.retired = true; /* as `rules check` does, which wants warnings */
        rule_case_freeze(&test);
        assert_int_equal(test.problems.errors, 0);
        const struct hj_rule *rule = NULL;
        for (uint32_t r = 0; r < test.ruleset->rule_count; r++) {
            rule =
                hj_span_is(test.ruleset->rules[r].id, "p.proof") ? &test.ruleset->rules[r] : rule;
        }
        assert_non_null(rule);
        assert_int_equal(rule->strength,
                         cases[i].code == HJ_OK ? HJ_STRENGTH_PROOF : HJ_STRENGTH_LEAD);
        bool warned = false;
        for (size_t p = 0; p < test.problems.count; p++) {
            warned = warned || test.problems.items[p]->error.code == cases[i].code;
        }
        assert_int_equal(warned, cases[i].code != HJ_OK);
        rule_case_close(&test);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mistake_is_found_at_its_place),
        cmocka_unit_test(all_mistakes_are_found_in_one_run),
        cmocka_unit_test(a_problem_shows_its_source_line),
        cmocka_unit_test(what_the_campaign_sets_must_exist),
        cmocka_unit_test(a_stored_column_may_not_bear_the_name_of_a_feature),
        cmocka_unit_test(a_parameter_may_not_bear_the_name_of_a_column_it_meets),
        cmocka_unit_test(warnings_are_for_rules_check_alone),
        cmocka_unit_test(a_proof_of_too_little_is_a_lead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
