/* SPDX-License-Identifier: MIT
 * Every mistake that a predicate can hold, with the column, the width, the suggestion and what the
 * message names. Columns are code points from 1. */
#include "language_case.h"

struct mistake {
    const char *text;
    int wanted;
    enum hj_code code;
    unsigned column, width;
    const char *suggestion;
    const char *arguments[4]; /* name, value, name, value */
};

/* clang-format off */
static const struct mistake mistakes[] = {
    /* tokens */
    {"staff > 1 ; active", 1, HJ_PREDICATE_CHARACTER, 11, 1, "", {"character", ";"}},
    {"staff == 1", 1, HJ_PREDICATE_CHARACTER, 7, 2, "=", {"character", "=="}},
    {"active && listed", 1, HJ_PREDICATE_CHARACTER, 8, 2, "AND", {"character", "&&"}},
    {"!active", 1, HJ_PREDICATE_CHARACTER, 1, 1, "NOT", {"character", "!"}},
    {"注册资金 ＞ 1", 1, HJ_PREDICATE_CHARACTER, 6, 1, ">", {"character", "＞"}},
    {"length（name) > 1", 1, HJ_PREDICATE_CHARACTER, 7, 1, "(", {"character", "（"}},
    {"status = “存续”", 1, HJ_PREDICATE_CHARACTER, 10, 1, "'", {"character", "“"}},
    {"staff ≥ 1", 1, HJ_PREDICATE_CHARACTER, 7, 1, ">=", {"character", "≥"}},
    {"staff > \x01", 1, HJ_PREDICATE_CHARACTER, 9, 1, "", {"character", "U+0001"}},
    {"staff > 1 -- many", 1, HJ_PREDICATE_COMMENT, 11, 2, "", {NULL}},
    {"staff /* x */ > 1", 1, HJ_PREDICATE_COMMENT, 7, 2, "", {NULL}},
    {"name = 'abc", 1, HJ_PREDICATE_OPEN, 8, 1, "", {"quote", "'"}},
    {"name = 'abc''", 1, HJ_PREDICATE_OPEN, 8, 1, "", {"quote", "'"}},
    {"\"name = 'abc'", 1, HJ_PREDICATE_OPEN, 1, 1, "", {"quote", "\""}},
    {"\"\" = 'abc'", 1, HJ_PREDICATE_NAME_EMPTY, 1, 2, "", {NULL}},
    {"staff = 12a", 1, HJ_PREDICATE_NUMBER, 9, 3, "", {"number", "12a"}},
    {"staff = 2年内 OR active", 1, HJ_PREDICATE_NUMBER, 9, 3, "", {"number", "2年内"}},
    {"capital = 1e", 1, HJ_PREDICATE_NUMBER, 11, 2, "", {"number", "1e"}},
    {"staff = 9223372036854775808", 1, HJ_PREDICATE_NUMBER_LARGE, 9, 19, "", {"number", "9223372036854775808"}},
    {"staff = -9223372036854775809", 1, HJ_PREDICATE_NUMBER_LARGE, 10, 19, "", {"number", "9223372036854775809"}},
    {"capital = 1.5e309", 1, HJ_PREDICATE_NUMBER_LARGE, 11, 7, "", {"number", "1.5e309"}},
    {"capital = 1e99999999999999999999", 1, HJ_PREDICATE_NUMBER_LARGE, 11, 22, "", {NULL}},
    /* syntax */
    {"", 1, HJ_PREDICATE_WANTS_VALUE, 1, 1, "", {NULL}},
    {"  ", 1, HJ_PREDICATE_WANTS_VALUE, 3, 1, "", {NULL}},
    {"staff >", 1, HJ_PREDICATE_WANTS_VALUE, 8, 1, "", {NULL}},
    {"staff > AND active", 1, HJ_PREDICATE_WANTS_VALUE, 9, 3, "", {NULL}},
    {"staff => 1", 1, HJ_PREDICATE_WANTS_VALUE, 8, 1, "", {NULL}},
    {"active AND", 1, HJ_PREDICATE_WANTS_VALUE, 11, 1, "", {NULL}},
    {"+ staff = 1", 1, HJ_PREDICATE_WANTS_VALUE, 1, 1, "", {NULL}},
    {"staff IN ()", 1, HJ_PREDICATE_WANTS_VALUE, 11, 1, "", {NULL}},
    {"length(name,) = 1", 1, HJ_PREDICATE_WANTS_VALUE, 13, 1, "", {NULL}},
    {"active listed", 1, HJ_PREDICATE_WANTS_OPERATOR, 8, 6, "", {NULL}},
    {"active)", 1, HJ_PREDICATE_WANTS_OPERATOR, 7, 1, "", {NULL}},
    {"active NOT listed", 1, HJ_PREDICATE_WANTS_OPERATOR, 8, 3, "", {NULL}},
    {"(active", 1, HJ_PREDICATE_WANTS, 8, 1, "", {"expected", ")"}},
    {"(active listed)", 1, HJ_PREDICATE_WANTS, 9, 6, "", {"expected", ")"}},
    {"staff IN 1", 1, HJ_PREDICATE_WANTS, 10, 1, "", {"expected", "("}},
    {"staff IN (1 2)", 1, HJ_PREDICATE_WANTS, 13, 1, "", {"expected", ", / )"}},
    {"staff BETWEEN 1", 1, HJ_PREDICATE_WANTS, 16, 1, "", {"expected", "AND"}},
    {"staff BETWEEN 1 OR 2", 1, HJ_PREDICATE_WANTS, 17, 2, "", {"expected", "AND"}},
    {"staff IS 1", 1, HJ_PREDICATE_WANTS, 10, 1, "", {"expected", "NULL / NOT NULL"}},
    {"staff IS NOT TRUE", 1, HJ_PREDICATE_WANTS, 14, 4, "", {"expected", "NULL"}},
    {"established > DATE '2026-02-30'", 1, HJ_PREDICATE_DATE, 20, 12, "", {"text", "2026-02-30"}},
    /* names and functions */
    {"satff > 1", 1, HJ_PREDICATE_NAME, 1, 5, "staff", {"name", "satff"}},
    {"Status = '存续'", 1, HJ_PREDICATE_NAME, 1, 6, "status", {"name", "Status"}},
    {"established < AS_OF", 1, HJ_PREDICATE_NAME, 15, 5, "as_of", {"name", "AS_OF"}},
    {"status = \"存续\"", 1, HJ_PREDICATE_NAME_QUOTED, 10, 4, "'存续'", {"name", "存续"}},
    {"length > 3", 1, HJ_PREDICATE_NAME, 1, 6, "", {"name", "length"}},
    {"lenght(name) > 3", 1, HJ_PREDICATE_FUNCTION, 1, 6, "length", {"name", "lenght"}},
    {"established > date(name)", 1, HJ_PREDICATE_FUNCTION, 15, 4, "", {"name", "date"}},
    {"length() > 3", 1, HJ_PREDICATE_ARGUMENTS, 1, 6, "", {"signature", "length(text)"}},
    {"active AND substr(name) = ''", 1, HJ_PREDICATE_ARGUMENTS, 12, 6, "", {"signature", "substr(text, from[, length])"}},
    {"add_months(closed, 1, 2) > as_of", 1, HJ_PREDICATE_ARGUMENTS, 1, 10, "", {"signature", "add_months(date, integer)"}},
    {"abs(1, 2) > 1", 1, HJ_PREDICATE_ARGUMENTS, 1, 3, "", {"signature", "abs(number)"}},
    {"coalesce() > 1", 1, HJ_PREDICATE_ARGUMENTS, 1, 8, "", {"signature", "coalesce(a[, b ...])"}},
    {"peers() > 1", 1, HJ_PREDICATE_ARGUMENTS, 1, 5, "", {"signature", "peers(x[, y ...])"}},
    {"peers(name, 'x') > 1", 1, HJ_PREDICATE_PEERS_KEY, 13, 3, "", {"text", "'x'"}},
    {"flagged('abnormal.adress')", 1, HJ_PREDICATE_RULE, 10, 15, "abnormal.address", {"id", "abnormal.adress"}},
    {"flagged(name)", 1, HJ_PREDICATE_FLAGGED_ID, 1, 7, "", {NULL}},
    {"flagged()", 1, HJ_PREDICATE_FLAGGED_ID, 1, 7, "", {NULL}},
    /* types: every operator */
    {"staff AND active", 1, HJ_PREDICATE_TYPE, 1, 5, "", {"wanted", "boolean", "found", "integer"}},
    {"active OR name", 1, HJ_PREDICATE_TYPE, 11, 4, "", {"wanted", "boolean", "text", "name"}},
    {"NOT capital", 1, HJ_PREDICATE_TYPE, 5, 7, "", {"operator", "NOT", "found", "number"}},
    {"name = 1", 1, HJ_PREDICATE_COMPARED, 6, 1, "'1'", {"left_type", "text", "right_type", "integer"}},
    {"staff <> '1'", 1, HJ_PREDICATE_COMPARED, 7, 2, "1", {"left", "staff", "right", "'1'"}},
    {"capital < name", 1, HJ_PREDICATE_COMPARED, 9, 1, "", {"left_type", "number", "right_type", "text"}},
    {"established <= staff", 1, HJ_PREDICATE_COMPARED, 13, 2, "", {"left_type", "date", "right_type", "integer"}},
    {"active > 0", 1, HJ_PREDICATE_COMPARED, 8, 1, "", {"left_type", "boolean", "right_type", "integer"}},
    {"active >= 'true'", 1, HJ_PREDICATE_COMPARED, 8, 2, "", {"left_type", "boolean", "right_type", "text"}},
    {"established = name", 1, HJ_PREDICATE_COMPARED, 13, 1, "", {"left", "established", "right", "name"}},
    {"established = lower(name)", 1, HJ_PREDICATE_COMPARED, 13, 1, "", {"right", "lower(name)", "right_type", "text"}},
    {"established > '2026/01/01'", 1, HJ_PREDICATE_DATE, 15, 12, "", {"text", "2026/01/01"}},
    {"established = 20260101", 1, HJ_PREDICATE_COMPARED, 13, 1, "", {"left_type", "date", "right_type", "integer"}},
    {"staff IN (1, '2', 3)", 1, HJ_PREDICATE_COMPARED, 14, 3, "2", {"left", "staff", "right", "'2'"}},
    {"name IN ('x', 1)", 1, HJ_PREDICATE_COMPARED, 15, 1, "'1'", {"left_type", "text", "right_type", "integer"}},
    {"established IN ('2026-01-01', '2026')", 1, HJ_PREDICATE_DATE, 31, 6, "", {"text", "2026"}},
    {"name IN ('2026-01-01', closed)", 1, HJ_PREDICATE_COMPARED, 24, 6, "", {"left", "name", "right", "closed"}},
    {"closed IN (name, '2026-01-01')", 1, HJ_PREDICATE_COMPARED, 12, 4, "", {"left", "closed", "right", "name"}},
    {"staff BETWEEN 1 AND '9'", 1, HJ_PREDICATE_COMPARED, 21, 3, "9", {"left", "staff", "right", "'9'"}},
    {"active IS NULL = 1", 1, HJ_PREDICATE_COMPARED, 16, 1, "", {"left", "active IS NULL", "right_type", "integer"}},
    {"staff LIKE '1%'", 1, HJ_PREDICATE_TYPE, 1, 5, "", {"operator", "LIKE", "wanted", "text"}},
    {"name LIKE 1", 1, HJ_PREDICATE_TYPE, 11, 1, "'1'", {"operator", "LIKE", "found", "integer"}},
    {"established REGEXP '^2'", 1, HJ_PREDICATE_TYPE, 1, 11, "", {"operator", "REGEXP", "found", "date"}},
    {"name REGEXP status", 1, HJ_PREDICATE_PATTERN, 13, 6, "", {"operator", "REGEXP"}},
    {"name LIKE lower(status)", 1, HJ_PREDICATE_PATTERN, 11, 13, "", {"operator", "LIKE"}},
    {"staff + name = 1", 1, HJ_PREDICATE_OPERANDS, 7, 1, "", {"left_type", "integer", "right_type", "text"}},
    {"established + closed > as_of", 1, HJ_PREDICATE_OPERANDS, 13, 1, "", {"operator", "+", "left_type", "date"}},
    {"established + 1.5 > as_of", 1, HJ_PREDICATE_OPERANDS, 13, 1, "", {"operator", "+", "right_type", "number"}},
    {"'2020-01-02' - '2020-01-01' = 1", 1, HJ_PREDICATE_OPERANDS, 14, 1, "", {"left_type", "text", "right_type", "text"}},
    {"staff - established = 1", 1, HJ_PREDICATE_OPERANDS, 7, 1, "", {"operator", "-", "right_type", "date"}},
    {"established - '1' = 1", 1, HJ_PREDICATE_DATE, 15, 3, "", {"text", "1"}},
    {"active * 2 = 1", 1, HJ_PREDICATE_OPERANDS, 8, 1, "", {"operator", "*", "left_type", "boolean"}},
    {"staff / '2' = 1", 1, HJ_PREDICATE_OPERANDS, 7, 1, "2", {"operator", "/", "right_type", "text"}},
    {"- name = 1", 1, HJ_PREDICATE_OPERAND, 3, 4, "", {"operator", "-", "found", "text"}},
    {"length(5) = 1", 1, HJ_PREDICATE_TYPE, 8, 1, "'5'", {"operator", "length", "wanted", "text"}},
    {"substr(name, '2') = 'x'", 1, HJ_PREDICATE_TYPE, 14, 3, "2", {"wanted", "integer", "found", "text"}},
    {"substr(name, 1, 2.5) = 'x'", 1, HJ_PREDICATE_TYPE, 17, 3, "", {"wanted", "integer", "found", "number"}},
    {"lower(active) = 'x'", 1, HJ_PREDICATE_TYPE, 7, 6, "", {"operator", "lower", "wanted", "text"}},
    {"upper(staff) = 'x'", 1, HJ_PREDICATE_TYPE, 7, 5, "", {"operator", "upper", "wanted", "text"}},
    {"coalesce(name, 1) = 'x'", 1, HJ_PREDICATE_OPERANDS, 16, 1, "'1'", {"operator", "coalesce", "right", "1"}},
    {"abs(name) = 1", 1, HJ_PREDICATE_OPERAND, 5, 4, "", {"operator", "abs", "found", "text"}},
    {"round(name) = 1", 1, HJ_PREDICATE_TYPE, 7, 4, "", {"operator", "round", "wanted", "number"}},
    {"round(capital, 1.5) = 1", 1, HJ_PREDICATE_TYPE, 16, 3, "", {"operator", "round", "wanted", "integer"}},
    {"year(name) = 1", 1, HJ_PREDICATE_TYPE, 6, 4, "", {"operator", "year", "wanted", "date"}},
    {"year('2026') = 1", 1, HJ_PREDICATE_DATE, 6, 6, "", {"text", "2026"}},
    {"month(staff) = 1", 1, HJ_PREDICATE_TYPE, 7, 5, "", {"operator", "month", "wanted", "date"}},
    {"months_between(closed, 1) = 1", 1, HJ_PREDICATE_TYPE, 24, 1, "", {"operator", "months_between", "wanted", "date"}},
    {"days_between(staff, closed) = 1", 1, HJ_PREDICATE_TYPE, 14, 5, "", {"operator", "days_between", "wanted", "date"}},
    {"add_months(closed, capital) > as_of", 1, HJ_PREDICATE_TYPE, 20, 7, "", {"operator", "add_months", "wanted", "integer"}},
    {"norm(staff) = 'x'", 1, HJ_PREDICATE_TYPE, 6, 5, "", {"operator", "norm", "wanted", "text"}},
    {"uscc_valid(staff)", 1, HJ_PREDICATE_TYPE, 12, 5, "", {"operator", "uscc_valid", "wanted", "text"}},
    {"regno_valid(established)", 1, HJ_PREDICATE_TYPE, 13, 11, "", {"operator", "regno_valid", "wanted", "text"}},
    /* the whole */
    {"staff + 1", 1, HJ_PREDICATE_WANTED, 1, 9, "", {"wanted", "boolean", "found", "integer"}},
    {"name", HJ_INTEGER, HJ_PREDICATE_WANTED, 1, 4, "", {"wanted", "integer", "found", "text"}},
    {"capital", HJ_INTEGER, HJ_PREDICATE_WANTED, 1, 7, "", {"wanted", "integer", "found", "number"}},
    {"'2026'", HJ_DATE, HJ_PREDICATE_DATE, 1, 6, "", {"text", "2026"}},
    /* patterns: the caret is inside the literal, behind doubled quotes too */
    {"name LIKE 'it''s\\'", 1, HJ_PREDICATE_LIKE_ESCAPE, 17, 1, "\\\\", {NULL}},
    {"name REGEXP 'ab(c'", 1, HJ_PREDICATE_REGEXP, 18, 1, "", {"reason", "missing closing parenthesis"}},
    {"name REGEXP 'a''''b*+?+(x)'", 1, HJ_PREDICATE_REGEXP, 22, 1, "", {"reason", "quantifier does not follow a repeatable item"}},
    {"name REGEXP '公司[b-a]'", 1, HJ_PREDICATE_REGEXP, 19, 1, "", {"reason", "range out of order in character class"}},
    {"name REGEXP '(*UCP)a'", 1, HJ_PREDICATE_REGEXP, 20, 1, "", {"reason", "using UCP is disabled by the application"}},
    {"name REGEXP 'a\\Cb'", 1, HJ_PREDICATE_REGEXP, 17, 1, "", {"reason", "using \\C is disabled by the application"}},
    {"name REGEXP bad_pattern", 1, HJ_PREDICATE_REGEXP, 13, 11, "", {"reason", "missing closing parenthesis"}},
    /* more than one line */
    {"active\nAND satff > 1\nAND listed", 1, HJ_PREDICATE_NAME, 5, 5, "staff", {"name", "satff"}},
};

static const struct mistake warnings[] = {
    {"name = NULL", 1, HJ_PREDICATE_EQUALS_NULL, 6, 1, "IS NULL", {NULL}},
    {"NULL <> name", 1, HJ_PREDICATE_EQUALS_NULL, 6, 2, "IS NOT NULL", {NULL}},
    {"staff < NULL", 1, HJ_PREDICATE_EQUALS_NULL, 7, 1, "", {NULL}},
    {"staff NOT IN (1, NULL, 2)", 1, HJ_PREDICATE_IN_NULL, 18, 4, "", {NULL}},
    {"staff / 2 = 1", 1, HJ_PREDICATE_INTEGER_DIVISION, 7, 1, "", {NULL}},
    {"staff > 7 / 2", 1, HJ_PREDICATE_INTEGER_DIVISION, 11, 1, "", {NULL}},
    {"active AND (1 = 1)", 1, HJ_PREDICATE_CONSTANT, 13, 5, "", {"value", "TRUE"}},
    {"active OR (1 > 2 AND TRUE)", 1, HJ_PREDICATE_CONSTANT, 12, 14, "", {"value", "FALSE"}},
    {"'a' LIKE '%a'", 1, HJ_PREDICATE_CONSTANT, 1, 13, "", {"value", "TRUE"}},
    {"staff > 5 AND staff < 3", 1, HJ_PREDICATE_CONTRADICTION, 1, 23, "", {"name", "staff"}},
    {"staff BETWEEN 5 AND 1", 1, HJ_PREDICATE_CONTRADICTION, 1, 21, "", {"name", "staff"}},
    {"name IN ('a', 'b') AND name = 'c'", 1, HJ_PREDICATE_CONTRADICTION, 1, 33, "", {"name", "name"}},
    {"active AND name IN ('a', 'b') AND name <> 'a' AND name NOT IN ('b', 'd')", 1, HJ_PREDICATE_CONTRADICTION, 1, 72, "", {"name", "name"}},
    {"active OR TRUE", 1, HJ_PREDICATE_CONSTANT, 1, 14, "", {"value", "TRUE"}},
    {"FALSE AND active", 1, HJ_PREDICATE_CONSTANT, 1, 16, "", {"value", "FALSE"}},
    {"capital > 1 / 0.0", 1, HJ_PREDICATE_CONSTANT_FAULT, 11, 7, "", {NULL}},
    {"staff > 9223372036854775807 + 1", 1, HJ_PREDICATE_CONSTANT_FAULT, 9, 23, "", {NULL}},
    {"name = substr('abc', 1, -1)", 1, HJ_PREDICATE_CONSTANT_FAULT, 8, 20, "", {NULL}},
};

static const char *const silent[] = {
    "TRUE", "FALSE", "NULL", "strict AND active", "min_staff > 3 AND active", "as_of > '2020-01-01'",
    "staff / 2.0 = 1", "capital / 2 = 1", "active AND TRUE", "name IS NULL", "staff IN (1, 2)",
    "active = listed AND active < listed", "staff NOT BETWEEN 5 AND 1", "active AND NULL", "active OR FALSE",
    "name IN ('a', 'b') AND name <> 'a'", "name = 'a' AND name IN (norm(name), 'b')",
    "name IN ('a', 'b') AND (name = 'c') = active",
};
/* clang-format on */

static void check_problem(const struct hj_problem *problem, const struct mistake *expected)
{
    const struct hj_error *error = &problem->error;
    if (error->code != expected->code || error->column != expected->column ||
        problem->width != expected->width) {
        print_error("%s\n  got %s at %u+%u, expected %s at %u+%u\n", expected->text,
                    hj_code_name(error->code), (unsigned)error->column, (unsigned)problem->width,
                    hj_code_name(expected->code), expected->column, expected->width);
        fail();
    }
    if (!hj_span_is(problem->suggestion, expected->suggestion)) {
        print_error("%s\n  suggests %.*s, not %s\n", expected->text, (int)problem->suggestion.size,
                    problem->suggestion.data, expected->suggestion);
        fail();
    }
    for (int i = 0; i < 4 && expected->arguments[i]; i += 2) {
        const char *value = hj_error_argument(error, expected->arguments[i]);
        if (!value) {
            print_error("%s: no argument %s\n", expected->text, expected->arguments[i]);
        }
        assert_non_null(value);
        assert_string_equal(value, expected->arguments[i + 1]);
    }
    assert_string_equal(error->file, "--where");
}

static void every_mistake_has_its_place(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        assert_null(case_compile(&world, mistakes[i].text, mistakes[i].wanted));
        if (world.problems.errors != 1) {
            print_error("%s: %zu errors\n", mistakes[i].text, world.problems.errors);
        }
        assert_int_equal(world.problems.errors, 1);
        size_t at = 0;
        while (world.problems.items[at]->warning) {
            at++;
        }
        check_problem(world.problems.items[at], &mistakes[i]);
    }
    assert_int_equal(world.problems.items[0]->error.line, 2);
    assert_true(hj_span_is(world.problems.items[0]->source, "AND satff > 1"));
    case_release(&world);
}

static void what_is_hardly_meant_is_a_warning(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++) {
        case_must(&world, warnings[i].text, warnings[i].wanted);
        if (world.problems.count != 1) {
            print_error("%s: %zu problems\n", warnings[i].text, world.problems.count);
        }
        assert_int_equal(world.problems.count, 1);
        assert_int_equal(world.problems.errors, 0);
        assert_true(world.problems.items[0]->warning);
        check_problem(world.problems.items[0], &warnings[i]);
    }
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        case_must(&world, silent[i], HJ_BOOLEAN);
        if (world.problems.count) {
            print_error("%s: %s\n", silent[i], hj_code_name(world.problems.items[0]->error.code));
        }
        assert_int_equal(world.problems.count, 0);
    }
    case_release(&world);
}

static void all_mistakes_of_names_and_types_at_once(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    assert_null(case_compile(
        &world, "satff > 1 AND name = 1 OR lenght(nmae) > 'x' AND staff IN (x1, '2')", HJ_BOOLEAN));
    static const unsigned columns[] = {1, 20, 27, 34, 60};
    assert_int_equal(world.problems.errors, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(world.problems.items[i]->error.column, columns[i]);
    }
    case_release(&world);
}

static void a_broken_name_is_told_once(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    assert_null(case_compile(&world, "broken > 1 AND active", HJ_BOOLEAN));
    assert_int_equal(world.problems.count, 0);
    case_release(&world);
}

/* The place is the file's, whatever quotes and folds stand between. */
static void mistakes_in_yaml_have_the_places_of_the_file(void **state)
{
    (void)state;
    static const struct {
        const char *yaml;
        enum hj_code code;
        unsigned line, column, width;
        const char *source;
    } places[] = {
        {"# 规则\nwhen: active AND 存续 > 1\n", HJ_PREDICATE_NAME, 2, 18, 2,
         "when: active AND 存续 > 1"},
        {"when: 'name = ''淮阴'' AND satff > 1'\n", HJ_PREDICATE_NAME, 1, 26, 5,
         "when: 'name = ''淮阴'' AND satff > 1'"},
        {"when: 'name REGEXP ''a(b'''\n", HJ_PREDICATE_REGEXP, 1, 25, 1,
         "when: 'name REGEXP ''a(b'''"},
        {"when: \"name = '\\u6dee' AND satff > 1\"\n", HJ_PREDICATE_NAME, 1, 28, 5,
         "when: \"name = '\\u6dee' AND satff > 1\""},
        {"when: >-\n  active AND\n  staff = name OR\n  listed\n", HJ_PREDICATE_COMPARED, 3, 9, 1,
         "  staff = name OR"},
        {"when: |\n  active AND\n    (staff + 1)\n", HJ_PREDICATE_TYPE, 3, 6, 9, "    (staff + 1)"},
        {"when: >-\n  active AND (staff\n  + 1)\n", HJ_PREDICATE_TYPE, 2, 15, 5,
         "  active AND (staff"},
    };
    struct language_case world;
    case_init(&world);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct hj_yaml_file file;
        struct hj_error error;
        hj_problems_release(&world.problems);
        assert_int_equal(hj_yaml_parse(hj_span_of(places[i].yaml), "r.yaml", &world.arena, &file,
                                       &world.problems, &error),
                         HJ_OK);
        const struct hj_yaml *node = hj_yaml_get(file.root, "when");
        assert_int_equal(hj_language_compile(&world.language, node->text, HJ_BOOLEAN, &file, node,
                                             "when", &world.predicate, &error),
                         HJ_OK);
        assert_int_equal(world.problems.count, 1);
        const struct hj_problem *problem = world.problems.items[0];
        if (problem->error.line != places[i].line || problem->error.column != places[i].column ||
            problem->width != places[i].width) {
            print_error("%s: %u:%u+%u\n", places[i].yaml, (unsigned)problem->error.line,
                        (unsigned)problem->error.column, (unsigned)problem->width);
            fail();
        }
        assert_int_equal(problem->error.code, places[i].code);
        assert_string_equal(problem->error.file, "r.yaml");
        assert_true(hj_span_is(problem->source, places[i].source));
    }
    case_release(&world);
}

static void peers_and_flagged_have_their_places(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    case_must(&world, "peers(name, lower(status)) > 1", HJ_BOOLEAN);
    assert_int_equal(world.peers_keys, 2);
    const struct hj_expr *flagged = case_must(&world, "FLAGGED('abnormal.address')", HJ_BOOLEAN);
    assert_int_equal(flagged->index, 1);
    world.language.peers = NULL;
    world.language.rules = NULL;
    const struct mistake peers = {"3 < peers(name)", 1, HJ_PREDICATE_PEERS, 5, 5, "", {NULL}};
    assert_null(case_compile(&world, peers.text, HJ_BOOLEAN));
    check_problem(world.problems.items[0], &peers);
    const struct mistake rules = {
        "active AND flagged('x')", 1, HJ_PREDICATE_FLAGGED, 12, 7, "", {NULL}};
    assert_null(case_compile(&world, rules.text, HJ_BOOLEAN));
    check_problem(world.problems.items[0], &rules);
    case_release(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_has_its_place),
        cmocka_unit_test(what_is_hardly_meant_is_a_warning),
        cmocka_unit_test(all_mistakes_of_names_and_types_at_once),
        cmocka_unit_test(a_broken_name_is_told_once),
        cmocka_unit_test(mistakes_in_yaml_have_the_places_of_the_file),
        cmocka_unit_test(peers_and_flagged_have_their_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
