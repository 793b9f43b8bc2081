/* SPDX-License-Identifier: MIT
 * Features of every kind: what they are over records, and what they are where there are none. */
#include "match/match_case.h"

#define FACT "year integer, amount number, on date, kind text, flag boolean"

static const char features[] =
    "features:\n"
    "  n: {table: tax, agg: count}\n"
    "  n_2024: {table: tax, agg: count, where: \"year = 2024\"}\n"
    "  any_open: {table: tax, agg: exists, where: \"flag\"}\n"
    "  total: {table: tax, agg: sum, value: amount}\n"
    "  total_2024: {table: tax, agg: sum, value: amount, where: \"year = 2024\"}\n"
    "  years: {table: tax, agg: sum, value: year}\n"
    "  least: {table: tax, agg: min, value: amount}\n"
    "  most: {table: tax, agg: max, value: on}\n"
    "  first_kind: {table: tax, agg: min, value: kind}\n"
    "  last_kind: {table: tax, agg: last, value: kind}\n"
    "  last_by_year: {table: tax, agg: last, value: kind, order: year}\n"
    "  last_upper: {table: tax, agg: last, value: upper(kind), order: on}\n"
    "  loss_run: {table: tax, agg: run, order: year, where: \"amount < 0\"}\n"
    "  date_run: {table: tax, agg: run, order: year(on)}\n"
    "  covered: {table: tax, agg: count, where: \"year = 2024\",\n"
    "    period: {column: on, from: \"DATE '2024-01-01'\", to: \"DATE '2024-12-31'\"}}\n"
    "  uncovered: {table: tax, agg: exists, where: \"year = 2019\",\n"
    "    period: {column: on, from: \"DATE '2019-01-01'\", to: \"DATE '2019-12-31'\"}}\n"
    "  ratio: {table: tax, agg: count, where: \"1 / (year - 2024) > 0\"}\n"
    "  silent: {when: \"n = 0\"}\n"
    "  together: {peers: [town]}\n";

static const struct case_table tables[] = {
    {"registry", "uscc text, town text, staff integer", false, false, NULL},
    {"tax", FACT, false, false, "2023-01-01 2026-06-25"},
};

struct line {
    const char *text, *expected;
};

static void check_all(struct match_case *test, const struct line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        case_check(test, lines[i].text, lines[i].expected);
    }
}

static void init(struct match_case *test, const struct case_table *which)
{
    case_init(test, features, which, 2);
}

/* Firm 0 has three records, 1 none, 2 one, 3 two on which something is UNKNOWN, 4 none and its
 * absence is not known. */
static void fill(struct match_case *test, bool split)
{
    case_rows(test, 5);
    if (split) {
        case_records(test, "tax", "0 0", "year", "2023 2025", "amount", "-1.5 -2", "on",
                     "2023-05-01 2025-05-01", "kind", "vat income", "flag", "F T", NULL);
        case_records(test, "tax", "0 2 3", "year", "2024 2020 2025", "amount", "-0.25 4 -", "on",
                     "2024-05-01 2020-01-31 -", "kind", "land vat -", "flag", "F F -", NULL);
        case_records(test, "tax", "3", "year", "-", "amount", "7", "on", "2025-12-31", "kind",
                     "vat", "flag", "T", NULL);
    } else {
        case_records(test, "tax", "0 0 0 2 3 3", "year", "2023 2025 2024 2020 2025 -", "amount",
                     "-1.5 -2 -0.25 4 - 7", "on",
                     "2023-05-01 2025-05-01 2024-05-01 2020-01-31 - 2025-12-31", "kind",
                     "vat income land vat - vat", "flag", "F T F F - T", NULL);
    }
    case_known_key(test, "tax", "T T T T F");
    case_column(test, "staff", "1 2 3 4 5");
}

static const struct line whole[] = {
    {"n", "3 0 1 2 -"},
    {"n_2024", "1 0 0 - -"},
    {"any_open", "T F F T U"},
    {"total", "-3.75 - 4 7 -"},
    {"total_2024", "-0.25 - - - -"},
    {"years", "6072 - 2020 2025 -"},
    {"least", "-2 - 4 7 -"},
    {"most", "2025-05-01 - 2020-01-31 2025-12-31 -"},
    {"first_kind", "income - vat vat -"},
    {"last_kind", "land - vat vat -"},
    {"last_by_year", "income - vat - -"},
    {"last_upper", "INCOME - VAT - -"},
    {"loss_run", "3 0 0 - -"},
    {"date_run", "3 0 1 - -"},
    {"covered", "1 0 0 - -"},
    {"uncovered", "U U U U U"},
    {"ratio", "- 0 0 - -"},
    {"silent", "F T F F U"},
    {"silent OR staff > 4", "F T F F T"},
};

static void records_are_folded_firm_by_firm(void **state)
{
    (void)state;
    struct match_case test;
    init(&test, tables);
    fill(&test, false);
    check_all(&test, whole, sizeof whole / sizeof *whole);
    assert_int_equal(case_faults(&test, "ratio > 1", HJ_FAULT_ZERO), 1);
    case_release(&test);
}

static void parts_make_no_difference(void **state)
{
    (void)state;
    struct match_case test;
    init(&test, tables);
    fill(&test, true);
    check_all(&test, whole, sizeof whole / sizeof *whole);
    case_release(&test);
}

static void a_table_that_is_partial_proves_no_absence(void **state)
{
    (void)state;
    struct case_table partial[2] = {tables[0], tables[1]};
    partial[1].partial = true;
    static const struct line lines[] = {
        {"n", "3 - 1 2 -"},        {"n_2024", "1 - - - -"},  {"any_open", "T U U T U"},
        {"loss_run", "3 - - - -"}, {"covered", "1 - - - -"}, {"total", "-3.75 - 4 7 -"},
        {"silent", "F U F F U"},
    };
    struct match_case test;
    init(&test, partial);
    fill(&test, false);
    check_all(&test, lines, sizeof lines / sizeof *lines);
    case_release(&test);
}

static void a_table_that_is_not_loaded_says_nothing(void **state)
{
    (void)state;
    struct case_table missing[2] = {tables[0], tables[1]};
    missing[1].missing = true;
    static const struct line lines[] = {
        {"n", "- - - - -"},
        {"any_open", "U U U U U"},
        {"total", "- - - - -"},
        {"silent", "U U U U U"},
        {"silent AND staff > 4", "F F F F U"},
    };
    struct match_case test;
    init(&test, missing);
    fill(&test, false);
    check_all(&test, lines, sizeof lines / sizeof *lines);
    case_release(&test);
}

static void a_period_must_lie_inside_what_is_covered(void **state)
{
    (void)state;
    static const struct {
        const char *covers, *expected;
    } cases[] = {
        {"2024-01-01 2024-12-31", "1 0 0 - -"},
        {"2024-01-02 2024-12-31", "1 - - - -"},
        {"2024-01-01 2024-12-30", "1 - - - -"},
        {NULL, "1 - - - -"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct case_table covered[2] = {tables[0], tables[1]};
        struct match_case test;
        covered[1].covers = cases[i].covers;
        init(&test, covered);
        fill(&test, false);
        case_check(&test, "covered", cases[i].expected);
        case_check(&test, "n", "3 0 1 2 -"); /* asks no period */
        case_release(&test);
    }
}

static void without_facts_absence_is_unknown(void **state)
{
    (void)state;
    struct match_case test;
    init(&test, tables);
    case_rows(&test, 2);
    case_check(&test, "n", "- -");
    test.input.facts = NULL;
    case_check(&test, "any_open", "U U");
    case_release(&test);
}

static void runs_end_at_the_newest_year(void **state)
{
    (void)state;
    static const struct {
        const char *years, *amounts, *expected;
    } cases[] = {
        {"2023 2024 2025", "-1 -1 -1", "3"}, {"2025 2023 2024", "-1 -1 -1", "3"},
        {"2022 2024 2025", "-1 -1 -1", "2"}, {"2023 2024 2025", "-1 1 -1", "1"},
        {"2023 2024 2025", "-1 -1 1", "0"},  {"2025 2025 2024", "1 -1 -1", "2"},
        {"2024 2024 2025", "-1 -1 -1", "2"}, {"2023 2024 2025", "-1 - -1", "-"},
        {"2023 - 2025", "-1 -1 -1", "-"},    {"2023 - 2025", "-1 1 -1", "-"},
        {"-1 0 1", "-1 -1 -1", "3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct match_case test;
        init(&test, tables);
        case_rows(&test, 1);
        case_records(&test, "tax", "0 0 0", "year", cases[i].years, "amount", cases[i].amounts,
                     NULL);
        case_known_key(&test, "tax", "T");
        case_check(&test, "loss_run", cases[i].expected);
        case_release(&test);
    }
}

static void sums_go_in_record_order_and_may_overflow(void **state)
{
    (void)state;
    struct match_case test;
    init(&test, tables);
    case_rows(&test, 4);
    case_records(&test, "tax", "0 0 0 1 1 1 2 2 3 3", "amount",
                 "1e16 1 -1e16 1 1e16 -1e16 1e308 1e308 -0.0 -0.0", "year",
                 "1 2 3 9223372036854775807 1 -1 1 1 1 1", NULL);
    case_check(&test, "total", "0 0 - 0");
    case_check(&test, "years", "6 - 2 2");
    assert_int_equal(case_faults(&test, "total", HJ_FAULT_OVERFLOW), 1);
    assert_int_equal(case_faults(&test, "years", HJ_FAULT_OVERFLOW), 1);
    case_release(&test);
}

/* Peers come with the block; without them they are NULL. */
static void features_that_are_known_are_not_computed(void **state)
{
    (void)state;
    struct match_case test;
    init(&test, tables);
    fill(&test, false);
    case_check(&test, "together", "- - - - -");
    case_feature(&test, "together", "2 1 2 - 1");
    case_feature(&test, "n", "0 0 0 0 0");
    case_check(&test, "together", "2 1 2 - 1");
    case_check(&test, "silent AND together > 1", "T F T U F");
    case_check(&test, "n + n_2024", "1 0 0 - -");
    case_release(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_folded_firm_by_firm),
        cmocka_unit_test(parts_make_no_difference),
        cmocka_unit_test(a_table_that_is_partial_proves_no_absence),
        cmocka_unit_test(a_table_that_is_not_loaded_says_nothing),
        cmocka_unit_test(a_period_must_lie_inside_what_is_covered),
        cmocka_unit_test(without_facts_absence_is_unknown),
        cmocka_unit_test(runs_end_at_the_newest_year),
        cmocka_unit_test(sums_go_in_record_order_and_may_overflow),
        cmocka_unit_test(features_that_are_known_are_not_computed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
