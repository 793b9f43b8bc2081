/* SPDX-License-Identifier: MIT */
#include "store/query.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "store/connection.h"

#include <math.h>

struct hj_query {
    struct hj_store *store;
    sqlite3_stmt *statement;
    uint32_t columns;
    struct hj_value *values;
    struct hj_arena arena; /* of a row */
};

/* What a statement may do: read. Also asked for the module's own statements. */
static int authorize(void *context, int action, const char *a, const char *b, const char *c,
                     const char *d)
{
    const struct hj_views *views = context;
    (void)a, (void)b, (void)c, (void)d;
    bool reads = views->declaring || action == SQLITE_SELECT || action == SQLITE_READ ||
                 action == SQLITE_FUNCTION || action == SQLITE_RECURSIVE;
    return reads ? SQLITE_OK : SQLITE_DENY;
}

static int is_interrupted(void *context)
{
    (void)context;
    return hj_parallel_interrupted();
}

static enum hj_code fail(struct hj_store *store, int result, struct hj_error *error)
{
    int kind = result & 0xff;
    if (store->views.error.code != HJ_OK) {
        *error = store->views.error;
        return error->code;
    }
    if (kind != SQLITE_ERROR && kind != SQLITE_AUTH && kind != SQLITE_MISMATCH &&
        kind != SQLITE_TOOBIG && kind != SQLITE_RANGE) {
        return hj_store_fail(store, result, error);
    }
    hj_error_set(error, store->views.missing ? HJ_SQL_STAGE : HJ_SQL);
    hj_error_text(error, "reason", hj_span_of(sqlite3_errmsg(store->connection)));
    return error->code;
}

/* Blanks, semicolons and comments: SQLite makes no statement of them. */
static bool is_rest(struct hj_store *store, const char *rest, size_t size)
{
    sqlite3_stmt *more = NULL;
    int result = SQLITE_OK;
    const char *end = rest + size;
    while (rest < end && result == SQLITE_OK && !more) {
        const char *tail = rest;
        result = sqlite3_prepare_v2(store->connection, rest, (int)(end - rest), &more, &tail);
        if (tail == rest) {
            break;
        }
        rest = tail;
    }
    sqlite3_finalize(more);
    return result == SQLITE_OK && !more;
}

static enum hj_code prepare(struct hj_query *query, struct hj_span text, struct hj_error *error)
{
    struct hj_store *store = query->store;
    const char *tail = text.data;
    char *message = NULL;
    int result = hj_views_register(store->connection, &store->views, &message);
    sqlite3_free(message);
    if (result != SQLITE_OK) {
        return hj_store_fail(store, result, error);
    }
    if (text.size > INT32_MAX) {
        return hj_error_set(error, HJ_SQL_ONE);
    }
    sqlite3_set_authorizer(store->connection, authorize, &store->views);
    sqlite3_progress_handler(store->connection, 10000, is_interrupted, NULL);
    result =
        sqlite3_prepare_v2(store->connection, text.data, (int)text.size, &query->statement, &tail);
    if (result != SQLITE_OK) {
        return fail(store, result, error);
    }
    bool alone = is_rest(store, tail, text.size - (size_t)(tail - text.data));
    query->columns = query->statement ? (uint32_t)sqlite3_column_count(query->statement) : 0;
    if (query->columns == 0 || !alone || !sqlite3_stmt_readonly(query->statement)) {
        return hj_error_set(error, HJ_SQL_ONE);
    }
    query->values = hj_memory_zero(query->columns, sizeof *query->values);
    return query->values ? HJ_OK : hj_error_memory(error);
}

enum hj_code hj_query_open(struct hj_store *store, struct hj_span text,
                           const struct hj_computed *computed, struct hj_query **query,
                           struct hj_error *error)
{
    struct hj_query *made = hj_memory_zero(1, sizeof *made);
    *query = made;
    if (!made) {
        return hj_error_memory(error);
    }
    made->store = store;
    store->views = (struct hj_views){.computed = computed};
    return prepare(made, text, error);
}

void hj_query_close(struct hj_query *query)
{
    if (query) {
        sqlite3_finalize(query->statement);
        sqlite3_set_authorizer(query->store->connection, NULL, NULL);
        sqlite3_progress_handler(query->store->connection, 0, NULL, NULL);
        hj_memory_free(query->values);
        hj_arena_release(&query->arena);
        hj_memory_free(query);
    }
}

uint32_t hj_query_columns(const struct hj_query *query)
{
    return query->columns;
}

const char *hj_query_name(const struct hj_query *query, uint32_t column)
{
    const char *name = sqlite3_column_name(query->statement, (int)column);
    return name ? name : "";
}

enum hj_type hj_query_type(const struct hj_query *query, uint32_t column)
{
    const char *type = sqlite3_column_decltype(query->statement, (int)column);
    if (type && (strcmp(type, "INTEGER") == 0 || strcmp(type, "BOOLEAN") == 0)) {
        return HJ_INTEGER;
    }
    return type && strcmp(type, "REAL") == 0 ? HJ_NUMBER : HJ_TEXT;
}

static struct hj_span hexadecimal(struct hj_arena *arena, const unsigned char *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    char *text = hj_arena_new(arena, 2 * size + 1);
    for (size_t i = 0; text && i < size; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    return (struct hj_span){text, 2 * size};
}

static bool take_value(struct hj_query *query, int column, struct hj_value *value)
{
    sqlite3_stmt *statement = query->statement;
    *value = (struct hj_value){.type = HJ_TEXT};
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        value->type = HJ_INTEGER;
        value->integer = sqlite3_column_int64(statement, column);
        return true;
    case SQLITE_FLOAT:
        value->type = HJ_NUMBER;
        value->number = sqlite3_column_double(statement, column);
        if (isfinite(value->number)) {
            return true;
        }
        value->type = HJ_TEXT; /* "Inf": JSON has no such number */
        value->text = hj_span_of((const char *)sqlite3_column_text(statement, column));
        return value->text.data != NULL;
    case SQLITE_TEXT:
        value->text.data = (const char *)sqlite3_column_text(statement, column);
        value->text.size = (size_t)sqlite3_column_bytes(statement, column);
        return value->text.data != NULL;
    case SQLITE_BLOB:
        value->text = hexadecimal(&query->arena, sqlite3_column_blob(statement, column),
                                  (size_t)sqlite3_column_bytes(statement, column));
        return value->text.data != NULL;
    default:
        value->null = true;
        return true;
    }
}

enum hj_code hj_query_next(struct hj_query *query, const struct hj_value **values,
                           struct hj_error *error)
{
    int result = sqlite3_step(query->statement);
    *values = NULL;
    hj_arena_clear(&query->arena);
    if (result == SQLITE_DONE) {
        return HJ_OK;
    }
    if (result != SQLITE_ROW) {
        return fail(query->store, result, error);
    }
    for (uint32_t i = 0; i < query->columns; i++) {
        if (!take_value(query, (int)i, &query->values[i])) {
            return hj_error_memory(error);
        }
    }
    *values = query->values;
    return HJ_OK;
}
