/* SPDX-License-Identifier: MIT
 * What a program shares, what it asks for, and what its worker leaves out. */
#include "match/program.h"

#include "match/match_case.h"

static const char features[] = "features:\n"
                               "  due: {table: tax, agg: count, where: \"year > 2020\"}\n"
                               "  late: {table: reports, agg: exists, where: \"kind = 'x'\"}\n"
                               "  big: {when: \"staff > 100\"}\n"
                               "  huge: {when: \"big AND capital > 5\"}\n"
                               "  together: {peers: [town, name]}\n"
                               "rules:\n"
                               "  - {id: a, class: abnormal, title: t, when: big}\n"
                               "  - {id: b, class: abnormal, title: t, when: huge}\n"
                               "routes:\n"
                               "  - {id: r, title: t, role: x, when: \"flagged('b')\"}\n";

static const struct case_table tables[] = {
    {"registry", "name text, address text, uscc text, town text, staff integer, capital number",
     false, false, NULL},
    {"tax", "year integer, amount number, kind text", false, false, NULL},
    {"reports", "year integer, kind text", true, false, NULL},
};

enum { MOST_ROOTS = 8 };

/* A program over the texts, NULL-ended. */
static struct hj_program *compile(struct match_case *test, const char *const *texts)
{
    struct hj_program *program = NULL;
    struct hj_error error;
    const struct hj_expr *roots[MOST_ROOTS];
    uint32_t count = 0;
    for (; texts[count]; count++) {
        roots[count] = case_expr(test, texts[count]);
    }
    struct hj_program_options options = {test->ruleset, test->tools, roots, count};
    assert_int_equal(hj_program_new(&program, &options, &error), HJ_OK);
    return program;
}

static uint32_t nodes_of(struct match_case *test, const char *const *texts)
{
    struct hj_program *program = compile(test, texts);
    uint32_t nodes = hj_program_nodes(program);
    hj_program_free(program);
    return nodes;
}

static void equal_parts_are_one_node(void **state)
{
    (void)state;
    struct match_case test;
    case_init(&test, features, tables, 3);
    static const struct {
        const char *texts[MOST_ROOTS];
        uint32_t nodes;
    } cases[] = {
        {{"staff > 100"}, 3},
        {{"staff > 100", "staff > 100"}, 3},
        {{"staff > 100", "100 < staff"}, 3},
        {{"staff > 100", "big"}, 3},
        {{"town < name", "name > town"}, 3},
        {{"capital > 0.0", "capital > -0.0"}, 5}, /* -0 is another value to compute with */
        {{"staff > 100", "huge"}, 7},             /* + capital, 5, >, AND */
        {{"big AND capital > 5", "huge", "capital > 5 AND staff > 100", "huge AND big"}, 7},
        {{"NOT NOT big", "big", "NOT big"}, 4},
        {{"town IN ('a', 'b')", "town IN ('b', 'a', 'b')"}, 4},
        {{"town IN ('a')", "town = 'a'"}, 3},
        {{"staff BETWEEN 1 AND 5", "staff >= 1 AND staff <= 5"}, 6},
        {{"town REGEXP 'x'", "town REGEXP 'x'", "town REGEXP 'y'"}, 5},
        {{"staff = 1 OR (staff = 2 OR staff = 3)", "(staff = 3 OR staff = 2) OR staff = 1"}, 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(nodes_of(&test, cases[i].texts), cases[i].nodes);
    }
    case_release(&test);
}

static void check_list(const uint32_t *list, uint32_t count, const char *expected)
{
    char line[128] = "";
    for (uint32_t i = 0; i < count; i++) {
        size_t at = strlen(line);
        (void)snprintf(line + at, sizeof line - at, at ? " %u" : "%u", (unsigned)list[i]);
    }
    assert_string_equal(line, expected);
}

static void needs_are_what_the_roots_rest_on(void **state)
{
    (void)state;
    struct match_case test;
    case_init(&test, features, tables, 3);
    static const char *const texts[] = {"huge AND NOT uscc_valid", "due > 0 AND late",
                                        "together > 1 OR flagged('b')", "name_key = 'x'", NULL};
    struct hj_program *program = compile(&test, texts);
    const struct hj_program_needs *needs = hj_program_needs(program);
    check_list(needs->columns, needs->column_count, "0 2 4 5");
    check_list(needs->flagged, needs->flagged_count, "1");
    assert_int_equal(needs->peers_count, 1);
    assert_true(hj_span_is(test.ruleset->features[needs->peers[0]].name, "together"));
    /* `reports` is not loaded. */
    assert_int_equal(needs->fact_count, 1);
    assert_true(hj_span_is(test.ruleset->facts[needs->facts[0].fact].table, "tax"));
    check_list(needs->facts[0].columns, needs->facts[0].column_count, "0");
    hj_program_free(program);
    case_release(&test);
}

static void a_root_that_is_not_given_is_false(void **state)
{
    (void)state;
    struct match_case test;
    struct hj_program *program = NULL;
    struct hj_worker *worker = NULL;
    const struct hj_match_result *results = NULL;
    struct hj_error error;
    const struct hj_expr *roots[] = {NULL};
    case_init(&test, NULL, tables, 1);
    case_rows(&test, 70);
    struct hj_program_options options = {test.ruleset, test.tools, roots, 1};
    assert_int_equal(hj_program_new(&program, &options, &error), HJ_OK);
    assert_int_equal(hj_worker_new(&worker, program, &error), HJ_OK);
    assert_int_equal(hj_worker_run(worker, &test.input, &results, &error), HJ_OK);
    assert_int_equal(hj_bits_count(results[0].truth.yes, 70), 0);
    assert_int_equal(hj_bits_count(results[0].truth.unknown, 70), 0);
    hj_worker_free(worker);
    hj_program_free(program);
    case_release(&test);
}

/* A chain of features, each resting on the one before. */
static void what_rests_too_deep_is_refused(void **state)
{
    (void)state;
    enum { LONG = 4000 };
    struct match_case test;
    struct hj_program *program = NULL;
    struct hj_reference *reference = NULL;
    struct hj_error error;
    struct hj_value value;
    char *yaml = malloc(LONG * 64);
    assert_non_null(yaml);
    size_t at = (size_t)snprintf(yaml, 64, "features:\n  f0: {when: \"staff > 1\"}\n");
    for (int i = 1; i < LONG; i++) {
        at += (size_t)snprintf(yaml + at, 64, "  f%d: {when: \"NOT f%d OR NULL\"}\n", i, i - 1);
    }
    case_init(&test, yaml, tables, 1);
    free(yaml);
    const struct hj_expr *root = case_expr(&test, "f3999");
    struct hj_program_options options = {test.ruleset, test.tools, &root, 1};
    assert_int_equal(hj_program_new(&program, &options, &error), HJ_MATCH_TOO_DEEP);
    assert_null(program);
    assert_string_equal(hj_error_argument(&error, "limit"), "3000");
    assert_int_equal(hj_reference_new(&reference, test.ruleset, &test.tools, &error), HJ_OK);
    struct hj_reference_firm nothing = {.context = NULL};
    hj_reference_begin(reference, &nothing);
    assert_int_equal(hj_reference_value(reference, root, &value, &error), HJ_MATCH_TOO_DEEP);
    /* What is less deep is evaluated. */
    case_rows(&test, 1);
    case_check(&test, "f999", "U");
    hj_reference_free(reference);
    case_release(&test);
}

/* ---- selection: a pattern that hits its limit tells where it was tried ---- */

#define LONG_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"

static void patterns_are_tried_only_where_they_matter(void **state)
{
    (void)state;
    struct match_case test;
    struct hj_error error;
    case_init(&test, NULL, tables, 1);
    case_rows(&test, 4);
    case_column(&test, "town", LONG_A " " LONG_A " " LONG_A " x");
    case_column(&test, "staff", "1 2 3 4");
    /* Alone it is UNKNOWN in three rows; as a part of others it decides nothing there. */
    case_check(&test, "town REGEXP '^(a+)+$'", "U U U F");
    case_check(&test, "town REGEXP '^(a+)+$' AND staff = 2", "F U F F");
    case_check(&test, "town REGEXP '^(a+)+$' OR staff > 1", "U T T T");
    static const char *const texts[] = {"town REGEXP '^(a+)+$' AND staff = 2",
                                        "town REGEXP '^(a+)+$' AND staff <> 1",
                                        "town REGEXP '^(a+)+$'", NULL};
    struct hj_program *program = compile(&test, texts);
    struct hj_worker *worker = NULL;
    const struct hj_match_result *results = NULL;
    assert_int_equal(hj_worker_new(&worker, program, &error), HJ_OK);
    assert_int_equal(hj_worker_run(worker, &test.input, &results, &error), HJ_OK);
    assert_int_equal(results[0].faults[HJ_FAULT_LIMIT], 1);
    assert_int_equal(results[1].faults[HJ_FAULT_LIMIT], 2);
    assert_int_equal(results[2].faults[HJ_FAULT_LIMIT], 3);
    hj_worker_free(worker);
    hj_program_free(program);
    case_release(&test);
}

/* ---- derived columns ---- */

static void derived_columns_come_from_their_column(void **state)
{
    (void)state;
    static const struct hj_span regions[] = {HJ_SPAN("淮安市")};
    static const struct hj_span industries[] = {HJ_SPAN("科技")};
    static const struct hj_span forms[] = {HJ_SPAN("有限公司")};
    static const struct hj_span branches[] = {HJ_SPAN("分公司")};
    struct hj_text_name_lists lists = {
        .regions = {regions, 1},
        .industries = {industries, 1},
        .forms = {forms, 1},
        .branches = {branches, 1},
    };
    struct match_case test;
    struct hj_error error;
    struct hj_text_normal *normal = NULL;
    struct hj_text_names *names = NULL;
    case_init(&test, NULL, tables, 1);
    case_rows(&test, 3);
    case_column(&test, "name", "淮安市紅光科技有限公司 - （ＡＢ）");
    case_column(&test, "uscc", "91350100M000100Y43 110108000000016 -");
    /* Without tools what needs them is NULL. */
    case_check(&test, "name_key", "- - -");
    case_check(&test, "is_branch", "U U U");
    case_check(&test, "uscc_valid", "T F U");
    case_check(&test, "regno_valid", "F T U");
    case_check(&test, "authority", "350100 - -");
    case_check(&test, "org_code", "M000100Y4 - -");
    case_check(&test, "norm(name) IS NULL", "T T T");
    assert_int_equal(hj_text_normal_new(&normal, &error), HJ_OK);
    assert_int_equal(hj_text_names_new(&names, &lists, normal, &error), HJ_OK);
    test.tools = (struct hj_match_tools){.normal = normal, .names = names};
    for (int coded = 0; coded < 2; coded++) {
        case_check(&test, "name_key", "淮安市红光科技有限公司 - (ab)");
        case_check(&test, "trade_name", "红光 - -");
        case_check(&test, "name_region", "淮安市 - -");
        case_check(&test, "name_industry", "科技 - -");
        case_check(&test, "name_form", "有限公司 - -");
        case_check(&test, "is_branch", "F U F");
        case_check(&test, "trade_name = '红光' AND name_form IS NOT NULL", "T F F");
        case_check(&test, "norm(name) = name_key", "T U T");
        case_check(&test, "address_key", "- - -");
        case_check(&test, "survivor", "U U U");
        case_coded_column(&test, "name", "淮安市紅光科技有限公司 - （ＡＢ）");
    }
    /* What the block brings along is taken. */
    test.derived[HJ_DERIVED_survivor] = case_vector(&test, HJ_BOOLEAN, "T F -");
    test.derived[HJ_DERIVED_name_form] = case_vector(&test, HJ_TEXT, "x y z");
    case_check(&test, "survivor", "T F U");
    case_check(&test, "name_form", "x y z");
    case_check(&test, "trade_name = '红光' AND name_form = 'x'", "T F F");
    hj_text_names_free(names);
    hj_text_normal_free(normal);
    case_release(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_parts_are_one_node),
        cmocka_unit_test(needs_are_what_the_roots_rest_on),
        cmocka_unit_test(a_root_that_is_not_given_is_false),
        cmocka_unit_test(what_rests_too_deep_is_refused),
        cmocka_unit_test(patterns_are_tried_only_where_they_matter),
        cmocka_unit_test(derived_columns_come_from_their_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
