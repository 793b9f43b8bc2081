/* SPDX-License-Identifier: MIT
 * SQLite as a second opinion: random texts, compiled, computed by scalar.h and by SQLite from the
 * SQL that we print for it, over the same random rows. SQLite's own logic, comparisons, IN,
 * BETWEEN, LIKE and arithmetic are tried; functions are ours there too (print.c). */
#include "language_case.h"
#include "predicate_texts.h"
#include "rules/operators.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>

enum { ROWS = 24, PREDICATES = 6000 };

static struct hj_value from_sqlite(sqlite3_value *value, int takes)
{
    struct hj_value result = {.type = (enum hj_type)takes, .null = true};
    if (sqlite3_value_type(value) == SQLITE_NULL) {
        return result;
    }
    result.null = false;
    if (takes == HJ_INTEGER) {
        result.integer = sqlite3_value_int64(value);
    } else if (takes == HJ_NUMBER) {
        result.number = sqlite3_value_double(value);
    } else {
        result.text.data = (const char *)sqlite3_value_text(value);
        result.text.size = (size_t)sqlite3_value_bytes(value);
    }
    if (takes == HJ_DATE) {
        hj_date date = 0;
        assert_true(hj_date_parse_iso(result.text, &date));
        result.date = date;
    }
    return result;
}

static void to_sqlite(sqlite3_context *context, const struct hj_value *value)
{
    char date[11];
    if (value->null) {
        sqlite3_result_null(context);
    } else if (value->type == HJ_BOOLEAN) {
        sqlite3_result_int(context, value->boolean);
    } else if (value->type == HJ_INTEGER) {
        sqlite3_result_int64(context, value->integer);
    } else if (value->type == HJ_NUMBER) {
        sqlite3_result_double(context, value->number);
    } else if (value->type == HJ_TEXT) {
        sqlite3_result_text(context, value->text.size ? value->text.data : "",
                            (int)value->text.size, SQLITE_TRANSIENT);
    } else {
        hj_date_format(value->date, date);
        sqlite3_result_text(context, date, 10, SQLITE_TRANSIENT);
    }
}

struct function {
    enum hj_operator op;
    struct hj_scalar *scalar;
};

/* Any function of the language over SQLite's values. */
static void call(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct function *function = sqlite3_user_data(context);
    struct hj_value operands[3];
    uint32_t rows = 1;
    static const struct hj_signature add_days = {.takes = {HJ_DATE, HJ_INTEGER}, .gives = HJ_DATE};
    const struct hj_signature *row =
        function->op == HJ_OP_ADD_DAYS ? &add_days : hj_operator_signatures(function->op, &rows);
    if (function->op == HJ_OP_ABS && sqlite3_value_type(arguments[0]) == SQLITE_FLOAT) {
        row++;
    }
    for (int i = 0; i < count; i++) {
        operands[i] = from_sqlite(arguments[i], row->takes[i]);
    }
    struct hj_expr expr = {
        .op = function->op, .type = (enum hj_type)row->gives, .count = (uint32_t)count};
    struct hj_value result;
    assert_true(hj_scalar_apply(&expr, operands, function->scalar, &result));
    to_sqlite(context, &result);
}

/* The tree's own compiled pattern would do as well, but SQLite only has the text. */
static void regexp(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    struct hj_scalar *scalar = sqlite3_user_data(context);
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL ||
        sqlite3_value_type(arguments[1]) == SQLITE_NULL) {
        return;
    }
    struct language_case world;
    case_init(&world);
    struct hj_buffer text = {0};
    assert_true(hj_buffer_append(&text, (struct hj_span)HJ_SPAN("name REGEXP '")));
    const char *pattern = (const char *)sqlite3_value_text(arguments[0]);
    for (; *pattern; pattern++) {
        assert_true(hj_buffer_append(&text, (struct hj_span){pattern, 1}));
        assert_true(*pattern != '\'' || hj_buffer_append(&text, (struct hj_span){"'", 1}));
    }
    assert_true(hj_buffer_append(&text, (struct hj_span)HJ_SPAN("'")));
    const struct hj_expr *root = case_span(&world, hj_buffer_span(&text), HJ_BOOLEAN);
    struct hj_value operands[2] = {from_sqlite(arguments[1], HJ_TEXT),
                                   from_sqlite(arguments[0], HJ_TEXT)};
    struct hj_value result;
    assert_true(hj_scalar_apply(root, operands, scalar, &result));
    to_sqlite(context, &result);
    hj_buffer_release(&text);
    case_release(&world);
}

static void only_integer(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    if (sqlite3_value_type(arguments[0]) == SQLITE_INTEGER) {
        sqlite3_result_value(context, arguments[0]);
    }
}

static void only_finite(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    if (sqlite3_value_type(arguments[0]) == SQLITE_FLOAT &&
        isfinite(sqlite3_value_double(arguments[0]))) {
        sqlite3_result_value(context, arguments[0]);
    }
}

static void register_functions(sqlite3 *database, struct function *functions,
                               struct hj_scalar *scalar)
{
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    for (int op = HJ_OP_ADD_DAYS; op < HJ_OPERATOR_COUNT; op++) {
        const char *name =
            op == HJ_OP_ADD_DAYS ? "add_days" : hj_operator_spelling((enum hj_operator)op);
        functions[op] = (struct function){(enum hj_operator)op, scalar};
        for (int count = 1; count <= 3 && op != HJ_OP_COALESCE; count++) {
            assert_int_equal(sqlite3_create_function(database, name, count, flags, &functions[op],
                                                     call, NULL, NULL),
                             SQLITE_OK);
        }
    }
    assert_int_equal(
        sqlite3_create_function(database, "regexp", 2, flags, scalar, regexp, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(
        sqlite3_create_function(database, "hj_integer", 1, flags, NULL, only_integer, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(
        sqlite3_create_function(database, "hj_number", 1, flags, NULL, only_finite, NULL, NULL),
        SQLITE_OK);
}

static void execute(sqlite3 *database, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK) {
        print_error("%s\n%s\n", sql, message);
        fail();
    }
}

/* Random rows are literals of the generator, so what they hold is compiled like anything else. */
static void make_rows(struct language_case *world, sqlite3 *database,
                      struct hj_value rows[ROWS][CASE_NAMES])
{
    struct hj_buffer text = {0};
    struct texts texts = {.state = 2026, .out = &text};
    struct hj_buffer sql = {0};
    execute(database, "CREATE TABLE t (row INTEGER PRIMARY KEY, name, status, staff, capital, "
                      "established, closed, active, listed, year, \"注册资金\", \"经营范围\", "
                      "\"资金(万元)\", \"a.town\", \"b.town\", \"say \"\"x\"\"\", debt)");
    for (int row = 0; row < ROWS; row++) {
        hj_buffer_clear(&sql);
        assert_true(hj_buffer_append(&sql, (struct hj_span)HJ_SPAN("INSERT INTO t VALUES (NULL")));
        texts_row(&texts, world, rows[row], HJ_SQL_SQLITE, &sql);
        assert_true(hj_buffer_append(&sql, (struct hj_span)HJ_SPAN(")\0")));
        execute(database, sql.data);
    }
    hj_buffer_release(&text);
    hj_buffer_release(&sql);
}

static bool same_as_sqlite(const struct hj_value *ours, sqlite3_value *theirs)
{
    if (ours->null || sqlite3_value_type(theirs) == SQLITE_NULL) {
        return ours->null && sqlite3_value_type(theirs) == SQLITE_NULL;
    }
    if (ours->type == HJ_BOOLEAN) {
        return sqlite3_value_int64(theirs) == ours->boolean;
    }
    struct hj_value value = from_sqlite(theirs, (int)ours->type);
    return hj_scalar_compare(ours, &value) == 0;
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
            !same_as_sqlite(&ours, sqlite3_column_value(statement, 0))) {
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

static void sqlite_agrees(void **state)
{
    (void)state;
    static struct hj_value rows[ROWS][CASE_NAMES];
    static struct function functions[HJ_OPERATOR_COUNT];
    struct language_case world, values;
    struct hj_arena arena = {0};
    struct hj_faults faults = {0};
    struct hj_matcher matcher;
    struct hj_error error;
    struct hj_buffer text = {0};
    sqlite3 *database = NULL;
    assert_int_equal(hj_matcher_init(&matcher, &error), HJ_OK);
    struct hj_scalar scalar = {&arena, NULL, &matcher, &faults};
    assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
    register_functions(database, functions, &scalar);
    execute(database, "PRAGMA case_sensitive_like = ON");
    case_init(&values);
    make_rows(&values, database, rows);
    for (unsigned seed = 0; seed < PREDICATES; seed++) {
        struct texts texts = {.state = seed + UINT64_C(1000000), .out = &text};
        enum hj_type type = seed % 2 ? HJ_BOOLEAN : (enum hj_type)(1 + seed / 2 % 5);
        hj_buffer_clear(&text);
        texts_make(&texts, type, 1 + seed % 5);
        assert_true(hj_buffer_append(&text, (struct hj_span){"", 1}));
        case_init(&world);
        case_must(&world, text.data, (int)type);
        compare(&world, database, text.data, rows, &scalar);
        case_release(&world);
        hj_arena_clear(&arena);
    }
    assert_true(faults.count[HJ_FAULT_OVERFLOW] && faults.count[HJ_FAULT_ZERO] &&
                faults.count[HJ_FAULT_LENGTH]);
    sqlite3_close(database);
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
