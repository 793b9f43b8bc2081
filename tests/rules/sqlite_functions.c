/* SPDX-License-Identifier: MIT */
#include "rules/sqlite_functions.h"

#include "base/buffer.h"
#include "base/hash.h"
#include "rules/operators.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void must(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "SQLite beside the language: %s\n", what);
        abort();
    }
}

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
        must(hj_date_parse_iso(result.text, &date), "a date that is none");
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

/* Any function of the language over SQLite's values. */
static void call(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct sqlite_function *function = sqlite3_user_data(context);
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
    struct hj_value result = {.type = expr.type, .null = true};
    if (function->op != HJ_OP_NORM || function->scalar->normal) {
        must(hj_scalar_apply(&expr, operands, function->scalar, &result), "memory");
    }
    to_sqlite(context, &result);
}

/* SQLite only has the pattern's text: it is compiled by the language itself. */
static const struct hj_expr *compile(struct sqlite_functions *functions, struct hj_span pattern)
{
    static const struct hj_name name = {HJ_SPAN("t"), HJ_NAME_COLUMN, HJ_TEXT, 0};
    struct hj_scope scope = {.names = &name, .count = 1};
    struct hj_problems problems = {0};
    struct hj_language language = {
        .scope = &scope,
        .regexes = &functions->regexes,
        .arena = &functions->arena,
        .problems = &problems,
    };
    struct hj_buffer text = {0};
    struct hj_predicate predicate = {0};
    struct hj_error error;
    bool written = hj_buffer_append(&text, hj_span_of("t REGEXP '"));
    for (size_t i = 0; i < pattern.size; i++) {
        struct hj_span byte = hj_span_slice(pattern, i, 1);
        written = written && hj_buffer_append(&text, byte) &&
                  (*byte.data != '\'' || hj_buffer_append(&text, byte));
    }
    written = written && hj_buffer_append(&text, hj_span_of("'"));
    must(written && hj_language_compile(&language, hj_buffer_span(&text), HJ_BOOLEAN, NULL, NULL,
                                        "pattern", &predicate, &error) == HJ_OK,
         "memory");
    must(predicate.root, "a wrong pattern");
    hj_buffer_release(&text);
    hj_problems_release(&problems);
    return predicate.root;
}

static const struct hj_expr *find(struct sqlite_functions *functions, struct hj_span pattern)
{
    uint32_t at = (uint32_t)hj_hash_bytes(pattern) % SQLITE_PATTERNS;
    while (functions->patterns[at].root && !hj_span_equal(functions->patterns[at].text, pattern)) {
        at = (at + 1) % SQLITE_PATTERNS;
    }
    if (!functions->patterns[at].root) {
        functions->patterns[at].text = hj_arena_copy(&functions->arena, pattern);
        functions->patterns[at].root = compile(functions, pattern);
    }
    return functions->patterns[at].root;
}

static void regexp(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    struct sqlite_functions *functions = sqlite3_user_data(context);
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL ||
        sqlite3_value_type(arguments[1]) == SQLITE_NULL) {
        return;
    }
    struct hj_value operands[2] = {from_sqlite(arguments[1], HJ_TEXT),
                                   from_sqlite(arguments[0], HJ_TEXT)};
    struct hj_value result;
    must(hj_scalar_apply(find(functions, operands[1].text), operands, functions->scalar, &result),
         "memory");
    to_sqlite(context, &result);
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

static void add(sqlite3 *database, const char *name, int count, void *data,
                void (*function)(sqlite3_context *, int, sqlite3_value **))
{
    must(sqlite3_create_function(database, name, count, SQLITE_UTF8 | SQLITE_DETERMINISTIC, data,
                                 function, NULL, NULL) == SQLITE_OK,
         name);
}

sqlite3 *sqlite_open_language(struct sqlite_functions *functions, struct hj_scalar *scalar)
{
    sqlite3 *database = NULL;
    *functions = (struct sqlite_functions){.scalar = scalar};
    must(sqlite3_open(":memory:", &database) == SQLITE_OK, "no database");
    for (int op = HJ_OP_ADD_DAYS; op < HJ_OPERATOR_COUNT; op++) {
        const char *name =
            op == HJ_OP_ADD_DAYS ? "add_days" : hj_operator_spelling((enum hj_operator)op);
        functions->functions[op] = (struct sqlite_function){(enum hj_operator)op, scalar};
        for (int count = 1; count <= 3 && op != HJ_OP_COALESCE; count++) {
            add(database, name, count, &functions->functions[op], call);
        }
    }
    add(database, "regexp", 2, functions, regexp);
    add(database, "hj_integer", 1, NULL, only_integer);
    add(database, "hj_number", 1, NULL, only_finite);
    sqlite_must(database, "PRAGMA case_sensitive_like = ON");
    return database;
}

void sqlite_close_language(sqlite3 *database, struct sqlite_functions *functions)
{
    must(sqlite3_close(database) == SQLITE_OK, "something is still open");
    hj_regexes_release(&functions->regexes);
    hj_arena_release(&functions->arena);
}

void sqlite_must(sqlite3 *database, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK) {
        fprintf(stderr, "%s\n", sql);
        must(false, message);
    }
}

void sqlite_bind_value(sqlite3_stmt *statement, int parameter, const struct hj_value *value)
{
    char date[11];
    int code = SQLITE_OK;
    if (value->null) {
        code = sqlite3_bind_null(statement, parameter);
    } else if (value->type == HJ_BOOLEAN) {
        code = sqlite3_bind_int(statement, parameter, value->boolean);
    } else if (value->type == HJ_INTEGER) {
        code = sqlite3_bind_int64(statement, parameter, value->integer);
    } else if (value->type == HJ_NUMBER) {
        code = sqlite3_bind_double(statement, parameter, value->number);
    } else if (value->type == HJ_TEXT) {
        code = sqlite3_bind_text(statement, parameter, value->text.size ? value->text.data : "",
                                 (int)value->text.size, SQLITE_TRANSIENT);
    } else {
        hj_date_format(value->date, date);
        code = sqlite3_bind_text(statement, parameter, date, 10, SQLITE_TRANSIENT);
    }
    must(code == SQLITE_OK, "a value that cannot be bound");
}

bool sqlite_same(const struct hj_value *ours, sqlite3_value *theirs)
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
