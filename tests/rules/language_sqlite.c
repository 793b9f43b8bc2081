/* SPDX-License-Identifier: MIT
 * SQLite as a second opinion: random texts, compiled, computed by scalar.h and by SQLite from the
 * SQL that we print for it, over the same random rows. SQLite's own logic, comparisons, IN,
 * BETWEEN, LIKE and arithmetic are tried; functions are ours there too (print.c).
 * HEJIAN_PREDICATES and HEJIAN_SEED in the environment ask for more than CI wants. */
#include "language_case.h"
#include "predicate_texts.h"
#include "rules/sqlite_functions.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 24, PREDICATES = 20000 };

/* Random rows are literals of the generator, so what they hold is compiled like anything else. */
static void make_rows(struct language_case *world, sqlite3 *database,
                      struct hj_value rows[ROWS][CASE_NAMES])
{
    struct hj_buffer text = {0};
    struct texts texts = {.state = 2026, .out = &text};
    struct hj_buffer sql = {0};
    sqlite_must(database, "CREATE TABLE t (row INTEGER PRIMARY KEY, name, status, staff, capital, "
                          "established, closed, active, listed, year, \"注册资金\", \"经营范围\", "
                          "\"资金(万元)\", \"a.town\", \"b.town\", \"say \"\"x\"\"\", debt)");
    for (int row = 0; row < ROWS; row++) {
        hj_buffer_clear(&sql);
        assert_true(hj_buffer_append(&sql, (struct hj_span)HJ_SPAN("INSERT INTO t VALUES (NULL")));
        texts_row(&texts, world, rows[row], HJ_SQL_SQLITE, &sql);
        assert_true(hj_buffer_append(&sql, (struct hj_span)HJ_SPAN(")\0")));
        sqlite_must(database, sql.data);
    }
    hj_buffer_release(&text);
    hj_buffer_release(&sql);
}

static void compare(struct language_case *world, sqlite3 *database, const char *text,
                    struct hj_value rows[ROWS][CASE_NAMES], struct hj_scalar *scalar)
{
    struct hj_buffer sql = {0};
    assert_true(hj_buffer_append(&sql, (struct hj_span)HJ_SPAN("SELECT ")));
    assert_true(hj_expr_print_sql(world->predicate.root, HJ_SQL_SQLITE, &sql));
    assert_true(hj_buffer_append(&sql, (struct hj_span)HJ_SPAN(" FROM t ORDER BY row\0")));
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(database, sql.data, -1, &statement, NULL) != SQLITE_OK) {
        print_error("%s\n  %s\n  %s\n", text, sql.data, sqlite3_errmsg(database));
        fail();
    }
    for (int row = 0; row < ROWS; row++) {
        struct hj_value ours = case_value(world->predicate.root, rows[row], scalar);
        if (sqlite3_step(statement) != SQLITE_ROW ||
            !sqlite_same(&ours, sqlite3_column_value(statement, 0))) {
            print_error("row %d: %s\n  %s\n  SQLite says %s\n", row + 1, text, sql.data,
                        sqlite3_column_text(statement, 0)
                            ? (const char *)sqlite3_column_text(statement, 0)
                            : "NULL");
            fail();
        }
    }
    sqlite3_finalize(statement);
    hj_buffer_release(&sql);
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void sqlite_agrees(void **state)
{
    (void)state;
    static struct hj_value rows[ROWS][CASE_NAMES];
    static struct sqlite_functions functions;
    struct language_case world, values;
    struct hj_arena arena = {0};
    struct hj_faults faults = {0};
    struct hj_matcher matcher;
    struct hj_error error;
    struct hj_buffer text = {0};
    assert_int_equal(hj_matcher_init(&matcher, &error), HJ_OK);
    struct hj_scalar scalar = {&arena, NULL, &matcher, &faults};
    sqlite3 *database = sqlite_open_language(&functions, &scalar);
    case_init(&values);
    make_rows(&values, database, rows);
    uint64_t predicates = setting("HEJIAN_PREDICATES", PREDICATES);
    uint64_t first = setting("HEJIAN_SEED", 1000000);
    for (uint64_t seed = 0; seed < predicates; seed++) {
        struct texts texts = {.state = first + seed, .out = &text};
        enum hj_type type = seed % 2 ? HJ_BOOLEAN : (enum hj_type)(1 + seed / 2 % 5);
        hj_buffer_clear(&text);
        texts_make(&texts, type, 1 + (unsigned)(seed % 5));
        assert_true(hj_buffer_append(&text, (struct hj_span){"", 1}));
        case_init(&world);
        case_must(&world, text.data, (int)type);
        compare(&world, database, text.data, rows, &scalar);
        case_release(&world);
        hj_arena_clear(&arena);
    }
    assert_true(faults.count[HJ_FAULT_OVERFLOW] && faults.count[HJ_FAULT_ZERO] &&
                faults.count[HJ_FAULT_LENGTH]);
    sqlite_close_language(database, &functions);
    hj_buffer_release(&text);
    hj_matcher_release(&matcher);
    hj_arena_release(&arena);
    case_release(&values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sqlite_agrees)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
