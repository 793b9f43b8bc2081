/* SPDX-License-Identifier: MIT
 * What binds what, as PostgreSQL 15 has it, and how far each node reaches in the text. */
#include "language_case.h"

static const struct {
    const char *text, *tree;
} trees[] = {
    {"active OR listed AND strict", "(\"active\" OR (\"listed\" AND \"strict\"))"},
    {"active AND listed OR strict", "((\"active\" AND \"listed\") OR \"strict\")"},
    {"NOT active AND listed", "((NOT \"active\") AND \"listed\")"},
    {"NOT active = listed", "(NOT (\"active\" = \"listed\"))"},
    {"NOT active IS NULL", "(NOT (\"active\" IS NULL))"},
    {"NOT NOT active", "(NOT (NOT \"active\"))"},
    {"active = listed IS NULL", "((\"active\" = \"listed\") IS NULL)"},
    {"active IS NULL = listed", "((\"active\" IS NULL) = \"listed\")"},
    {"active IS NULL IS NOT NULL", "(NOT ((\"active\" IS NULL) IS NULL))"},
    {"active = NOT listed", "(\"active\" = (NOT \"listed\"))"},
    {"active = NOT listed = strict", "(\"active\" = (NOT (\"listed\" = \"strict\")))"},
    {"active = name LIKE 'a'", "(\"active\" = (\"name\" LIKE 'a'))"},
    {"name LIKE 'a' = active", "((\"name\" LIKE 'a') = \"active\")"},
    {"active = staff IN (1, 2)", "(\"active\" = (\"staff\" IN (1, 2)))"},
    {"staff IN (1, 2) IN (TRUE)", "((\"staff\" IN (1, 2)) IN (TRUE))"},
    {"staff + 1 IN (1, 2)", "((\"staff\" + 1) IN (1, 2))"},
    {"staff + 1 * 2 = 3", "((\"staff\" + 2) = 3)"},
    {"staff - 1 - debt = 3", "(((\"staff\" - 1) - \"debt\") = 3)"},
    {"staff / debt * year = 3", "(((\"staff\" / \"debt\") * \"year\") = 3)"},
    {"- staff * debt = 3", "(((- \"staff\") * \"debt\") = 3)"},
    {"- staff - - debt = 3", "(((- \"staff\") - (- \"debt\")) = 3)"},
    {"staff * - 5 = 3", "((\"staff\" * (-5)) = 3)"},
    {"staff BETWEEN 1 AND 2 AND active", "((\"staff\" BETWEEN 1 AND 2) AND \"active\")"},
    {"staff BETWEEN 1 + debt AND 2 + debt OR active",
     "((\"staff\" BETWEEN (1 + \"debt\") AND (2 + \"debt\")) OR \"active\")"},
    {"staff NOT BETWEEN 1 AND 2 = active", "((NOT (\"staff\" BETWEEN 1 AND 2)) = \"active\")"},
    {"NOT staff BETWEEN 1 AND 2", "(NOT (\"staff\" BETWEEN 1 AND 2))"},
    {"name NOT LIKE 'a' AND active", "((NOT (\"name\" LIKE 'a')) AND \"active\")"},
    {"name NOT REGEXP 'a' OR active", "((NOT (\"name\" REGEXP 'a')) OR \"active\")"},
    {"staff NOT IN (1) AND active", "((NOT (\"staff\" IN (1))) AND \"active\")"},
    {"active AND listed AND strict", "(\"active\" AND \"listed\" AND \"strict\")"},
    {"active AND (listed AND strict)", "(\"active\" AND \"listed\" AND \"strict\")"},
    {"(active OR listed) OR (strict OR active)",
     "(\"active\" OR \"listed\" OR \"strict\" OR \"active\")"},
    {"(active OR listed) AND strict", "((\"active\" OR \"listed\") AND \"strict\")"},
    {"staff = 1 aNd name lIkE 'x' oR nOt active",
     "(((\"staff\" = 1) AND (\"name\" LIKE 'x')) OR (NOT \"active\"))"},
    /* names */
    {"year(established) = year", "(year(\"established\") = \"year\")"},
    {"YEAR (established) = year", "(year(\"established\") = \"year\")"},
    {"注册资金 > 3", "(\"注册资金\" > (3.0))"},
    {"\"资金(万元)\" >= 3", "(\"资金(万元)\" >= 3)"},
    {"a.town <> b.\"town\"", "(\"a.town\" <> \"b.town\")"},
    {"\"a.town\" != \"say \"\"x\"\"\"", "(\"a.town\" <> \"say \"\"x\"\"\")"},
    {"established < as_of", "(\"established\" < as_of)"},
    {"staff\u3000>=\n\t5", "(\"staff\" >= 5)"},
    /* what the checker puts in and takes out */
    {"staff < capital", "(\"staff\" < \"capital\")"},
    {"established < '2020-01-01'", "(\"established\" < DATE '2020-01-01')"},
    {"'2020-01-01' < established", "(DATE '2020-01-01' < \"established\")"},
    {"established < since", "(\"established\" < \"since\")"},
    {"established IN ('2020-01-01', closed, NULL)",
     "(\"established\" IN (DATE '2020-01-01', \"closed\", add_months(NULL, 0)))"},
    {"established + 1 = closed", "((\"established\" + 1) = \"closed\")"},
    {"1 + established = closed", "((\"established\" + 1) = \"closed\")"},
    {"established - staff = closed", "((\"established\" + (- \"staff\")) = \"closed\")"},
    {"closed - established > 3", "(days_between(\"established\", \"closed\") > 3)"},
    {"closed - '2020-01-01' > 3", "(days_between(DATE '2020-01-01', \"closed\") > 3)"},
    {"closed - NULL > 3", "(days_between(add_months(NULL, 0), \"closed\") > 3)"},
    {"staff = min_staff", "(\"staff\" = \"min_staff\")"},
    {"staff = min_staff + 1", "(\"staff\" = 6)"},
    {"capital * min_staff > 1", "((\"capital\" * \"min_staff\") > (1.0))"},
    {"year(as_of) = 2026", "TRUE"},
    {"coalesce(staff, capital, 1) > 2", "(coalesce(\"staff\", \"capital\", (1.0)) > (2.0))"},
    {"name REGEXP pattern", "(\"name\" REGEXP \"pattern\")"},
    {"name LIKE no_pattern", "(\"name\" LIKE \"no_pattern\")"},
    {"name REGEXP NULL", "(\"name\" REGEXP lower(NULL))"},
    {"peers(name, substr(status, 1)) > 1", "(\"peers:name\" > 1)"},
    {"flagged('abnormal.address') AND active", "(flagged('abnormal.address') AND \"active\")"},
    {"norm('Ａ') = 'a'", "(norm('Ａ') = 'a')"}, /* no normal form to fold it with */
    {"NULL", "(NOT NULL)"},
    {"active OR NULL", "(\"active\" OR (NOT NULL))"},
    {"staff = -9223372036854775808", "(\"staff\" = (-9223372036854775808))"},
    {"staff = 9223372036854775807", "(\"staff\" = 9223372036854775807)"},
    {"capital = .5 OR capital = 1.e1 OR capital = 1.5E-1",
     "((\"capital\" = (0.5)) OR (\"capital\" = (10.0)) OR (\"capital\" = (0.15)))"},
};

static void operators_bind_as_in_postgresql(void **state)
{
    (void)state;
    struct language_case world;
    struct hj_buffer out = {0};
    case_init(&world);
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) {
        const struct hj_expr *root = case_must(&world, trees[i].text, HJ_BOOLEAN);
        assert_string_equal(case_print(root, &out), trees[i].tree);
    }
    hj_buffer_release(&out);
    case_release(&world);
}

static void nodes_know_their_text(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    const char *text = " (active OR staff NOT IN (1, 2)) AND ((length(name) > 3))";
    const struct hj_expr *root = case_must(&world, text, HJ_BOOLEAN);
    assert_int_equal(root->from, 1);
    assert_int_equal(root->to, strlen(text));
    const struct hj_expr *either = root->operands[0];
    assert_int_equal(either->from, 2);
    assert_int_equal(either->to, 31);
    const struct hj_expr *not_in = either->operands[1];
    assert_int_equal(not_in->op, HJ_OP_NOT);
    assert_int_equal(not_in->from, 12);
    assert_int_equal(not_in->to, 31);
    const struct hj_expr *more = root->operands[1];
    assert_int_equal(more->from, 39);
    assert_int_equal(more->to, 55);
    assert_int_equal(more->operands[0]->to, 51);
    case_release(&world);
}

static const struct {
    const char *text;
    enum hj_code code;
    unsigned column;
    const char *operator;
} chains[] = {
    {"staff = debt = year", HJ_PREDICATE_CHAINED, 14, "="},
    {"1 < staff <= 3", HJ_PREDICATE_CHAINED, 11, "<="},
    {"name LIKE 'a' LIKE 'b'", HJ_PREDICATE_CHAINED, 15, "LIKE"},
    {"name LIKE 'a' NOT IN ('b')", HJ_PREDICATE_CHAINED, 15, "NOT"},
    {"staff BETWEEN 1 AND 2 BETWEEN 3 AND 4", HJ_PREDICATE_CHAINED, 23, "BETWEEN"},
    {"staff BETWEEN 1 AND 2 IN (TRUE)", HJ_PREDICATE_CHAINED, 23, "IN"},
};

static void comparisons_do_not_chain(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    for (size_t i = 0; i < sizeof chains / sizeof *chains; i++) {
        assert_null(case_compile(&world, chains[i].text, HJ_BOOLEAN));
        assert_int_equal(world.problems.count, 1);
        const struct hj_error *error = &world.problems.items[0]->error;
        assert_int_equal(error->code, chains[i].code);
        assert_int_equal(error->column, chains[i].column);
        assert_string_equal(hj_error_argument(error, "operator"), chains[i].operator);
    }
    /* parentheses and IS NULL end an operand */
    case_must(&world, "(staff = debt) = active", HJ_BOOLEAN);
    case_must(&world, "staff = debt IS NULL = active", HJ_BOOLEAN);
    case_release(&world);
}

static void visit(void *context, uint32_t name)
{
    struct hj_buffer *out = context;
    assert_true(hj_buffer_append(out, case_names[name].name));
    assert_true(hj_buffer_append(out, (struct hj_span)HJ_SPAN(" ")));
}

static void names_come_in_order_of_writing(void **state)
{
    (void)state;
    struct language_case world;
    struct hj_buffer out = {0};
    case_init(&world);
    const char *text = "closed - established > 3 AND staff = 1 AND 3 + closed > as_of AND status = "
                       "name AND year > min_staff AND peers(status) > 1";
    assert_true(hj_language_names(case_must(&world, text, HJ_BOOLEAN), visit, &out));
    assert_true(hj_buffer_append(&out, (struct hj_span){"", 1}));
    assert_string_equal(out.data, "closed established staff status name year peers:name ");
    assert_true(hj_language_names(NULL, visit, NULL));
    assert_true(hj_language_names(case_must(&world, "TRUE", HJ_BOOLEAN), visit, NULL));
    hj_buffer_release(&out);
    case_release(&world);
}

static void constants_have_values(void **state)
{
    (void)state;
    struct language_case world;
    struct hj_value value;
    case_init(&world);
    const char *text = "year(add_months(as_of, -6)) - 1";
    assert_true(hj_language_constant(case_must(&world, text, HJ_ANY_TYPE), &value));
    assert_int_equal(value.type, HJ_INTEGER);
    assert_int_equal(value.integer, 2024);
    assert_true(hj_language_constant(case_must(&world, "min_staff", HJ_NUMBER), &value));
    assert_true(value.type == HJ_NUMBER && value.number == 5);
    assert_false(hj_language_constant(case_must(&world, "staff", HJ_ANY_TYPE), &value));
    assert_false(hj_language_constant(NULL, &value));
    case_release(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_bind_as_in_postgresql),
        cmocka_unit_test(nodes_know_their_text),
        cmocka_unit_test(comparisons_do_not_chain),
        cmocka_unit_test(names_come_in_order_of_writing),
        cmocka_unit_test(constants_have_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
