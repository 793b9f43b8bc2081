/* SPDX-License-Identifier: MIT
 * Three-valued logic and the operators that look through it, spelled out. */
#include "match/match_case.h"

static const struct case_table registry = {
    "registry",
    "a boolean, b boolean, n integer, m integer, x number, t text, s text, d date, e date", false,
    false, NULL};

struct line {
    const char *text, *expected;
};

static void check_all(struct match_case *test, const struct line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        case_check(test, lines[i].text, lines[i].expected);
    }
}

static void truths_follow_kleene(void **state)
{
    (void)state;
    static const struct line lines[] = {
        {"a AND b", "T F U F F F U F U"},
        {"a OR b", "T T T T F U T U U"},
        {"NOT a", "F F F T T T U U U"},
        {"NOT NOT a", "T T T F F F U U U"},
        {"a = b", "T F U F T U U U U"},
        {"a <> b", "F T U T F U U U U"},
        {"a < b", "F F U T F U U U U"},
        {"a >= b", "T T U F T U U U U"},
        {"a IS NULL", "F F F F F F T T T"},
        {"a IS NOT NULL AND b IS NOT NULL", "T T F T T F F F F"},
        {"coalesce(a, b)", "T T T F F F T F U"},
        {"coalesce(a, b, TRUE)", "T T T F F F T F T"},
        {"a IN (b, TRUE)", "T T T F T U U U U"},
        {"a AND b AND FALSE", "F F F F F F F F F"},
        {"a OR b OR TRUE", "T T T T T T T T T"},
        {"a AND NULL", "U U U F F F U U U"},
        {"(a AND b) OR (NOT a AND NOT b)", "T F U F T U U U U"},
        {"a OR NOT a", "T T T T T T U U U"},
    };
    struct match_case test;
    case_init(&test, NULL, &registry, 1);
    case_rows(&test, 9);
    case_column(&test, "a", "T T T F F F - - -");
    case_column(&test, "b", "T F - T F - T F -");
    check_all(&test, lines, sizeof lines / sizeof *lines);
    case_release(&test);
}

static void comparisons_know_null(void **state)
{
    (void)state;
    static const struct line lines[] = {
        {"n = 2", "F T F U F"},
        {"2 < n", "F F T U T"},
        {"n <= m", "F T U U T"},
        {"n BETWEEN 2 AND m", "F T U U T"},
        {"n NOT BETWEEN 2 AND m", "T F U U F"},
        {"n BETWEEN NULL AND 2", "U U F U F"},
        {"n IN (1, 3)", "T F T U F"},
        {"n IN (1, 3, NULL)", "T U T U U"},
        {"n NOT IN (1, 3, NULL)", "F U F U U"},
        {"n IN (m, 7)", "F T U U T"},
        {"n = NULL", "U U U U U"},
        {"x > n", "F T U U F"},
        {"x / 0 > 1", "U U U U U"},
        {"n / (n - 1)", "- 2 1 - 1"},
        {"n + 9223372036854775807", "- - - - -"},
        {"t LIKE 'a%'", "T T F U F"},
        {"t REGEXP 'b$'", "F T T U F"},
        {"t LIKE NULL", "U U U U U"},
        {"t REGEXP NULL", "U U U U U"},
        {"t < 'b'", "T T F U T"},
        {"length(t)", "1 2 1 - 0"},
        {"coalesce(t, s, 'none')", "a ab b none ''"},
        {"d > DATE '2020-01-01'", "F T U T F"},
        {"months_between(d, e)", "12 - - 0 1"},
    };
    struct match_case test;
    case_init(&test, NULL, &registry, 1);
    case_rows(&test, 5);
    case_column(&test, "n", "1 2 3 - 7");
    case_column(&test, "m", "0 2 - 4 7");
    case_column(&test, "x", "0.5 2.5 - 1 7");
    case_column(&test, "t", "a ab b - ''");
    case_column(&test, "s", "x x x - x");
    case_column(&test, "d", "2019-01-31 2021-05-05 - 2022-02-28 2019-12-31");
    case_column(&test, "e", "2020-01-31 - 2021-01-01 2022-03-27 2020-01-31");
    check_all(&test, lines, sizeof lines / sizeof *lines);
    /* The same over a dictionary. */
    case_coded_column(&test, "t", "a ab b - ''");
    check_all(&test, lines, sizeof lines / sizeof *lines);
    case_release(&test);
}

static void columns_that_are_missing_are_null(void **state)
{
    (void)state;
    struct match_case test;
    case_init(&test, NULL, &registry, 1);
    case_rows(&test, 2);
    case_check(&test, "n = 1 OR x > 0", "U U");
    case_check(&test, "t IS NULL AND a IS NULL AND d IS NULL", "T T");
    case_check(&test, "coalesce(t, 'x')", "x x");
    case_check(&test, "1 = 1", "T T");
    case_check(&test, "'a'", "a a");
    case_rows(&test, 0);
    case_check(&test, "n = 1", "");
    case_release(&test);
}

/* A row is a fault where the result is NULL because of it; not where it does not matter. */
static void faults_are_counted_where_they_matter(void **state)
{
    (void)state;
    struct match_case test;
    case_init(&test, NULL, &registry, 1);
    case_rows(&test, 4);
    case_column(&test, "n", "0 1 2 -");
    case_column(&test, "x", "1e308 1 2 3");
    case_coded_column(&test, "t",
                      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab "
                      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab b b");
    assert_int_equal(case_faults(&test, "1 / n > 0", HJ_FAULT_ZERO), 1);
    assert_int_equal(case_faults(&test, "1 / n > 0 AND n = 1", HJ_FAULT_ZERO), 0);
    assert_int_equal(case_faults(&test, "1 / n > 0 OR n = 0", HJ_FAULT_ZERO), 0);
    assert_int_equal(case_faults(&test, "1 / n > 0 AND n = 0", HJ_FAULT_ZERO), 1);
    assert_int_equal(case_faults(&test, "coalesce(1 / n, 5) > 0", HJ_FAULT_ZERO), 0);
    assert_int_equal(case_faults(&test, "(1 / n) IS NULL", HJ_FAULT_ZERO), 0);
    assert_int_equal(case_faults(&test, "x * 1e10 > 0", HJ_FAULT_OVERFLOW), 1);
    assert_int_equal(case_faults(&test, "x * 1e10 > n / n", HJ_FAULT_OVERFLOW), 1);
    assert_int_equal(case_faults(&test, "x * 1e10 > n / n", HJ_FAULT_ZERO), 1);
    assert_int_equal(case_faults(&test, "t REGEXP '^(a+)+$'", HJ_FAULT_LIMIT), 2);
    assert_int_equal(case_faults(&test, "n = 1 AND t REGEXP '^(a+)+$'", HJ_FAULT_LIMIT), 1);
    case_check(&test, "n = 1 AND t REGEXP '^(a+)+$'", "F U F F");
    /* A text without the literals that a match needs does not match, whatever the pattern does. */
    assert_int_equal(case_faults(&test, "t REGEXP '^(a+)+(cdef|ghij)$'", HJ_FAULT_LIMIT), 0);
    case_check(&test, "t REGEXP '^(a+)+(cdef|ghij)$'", "F F F F");
    assert_int_equal(case_faults(&test, "t REGEXP '^(a+)+(cdef|a)$'", HJ_FAULT_LIMIT), 2);
    case_release(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truths_follow_kleene),
        cmocka_unit_test(comparisons_know_null),
        cmocka_unit_test(columns_that_are_missing_are_null),
        cmocka_unit_test(faults_are_counted_where_they_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
