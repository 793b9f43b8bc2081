/* SPDX-License-Identifier: MIT */
#include "store/connection.h"

#include <stdio.h>

static const char *const statements[STATEMENT_COUNT] = {
#define HJ_STATEMENT_SQL(name, sql) [STATEMENT_##name] = (sql),
    HJ_STATEMENTS(HJ_STATEMENT_SQL)
#undef HJ_STATEMENT_SQL
};

void hj_store_lock(struct hj_store *store)
{
    sqlite3_mutex_enter(sqlite3_db_mutex(store->connection));
}

void hj_store_unlock(struct hj_store *store)
{
    sqlite3_mutex_leave(sqlite3_db_mutex(store->connection));
}

static enum hj_code set_error(struct hj_store *store, enum hj_code code, const char *reason,
                              struct hj_error *error)
{
    hj_error_set(error, code);
    hj_error_text(error, "file", hj_span_of(store->path));
    hj_error_text(error, "reason", hj_span_of(reason));
    return code;
}

enum hj_code hj_store_damaged(struct hj_store *store, const char *reason, struct hj_error *error)
{
    return set_error(store, HJ_STORE_DAMAGED, reason, error);
}

static enum hj_code refuse(struct hj_store *store, const char *reason, struct hj_error *error)
{
    return set_error(store, HJ_STORE, reason, error);
}

enum hj_code hj_store_fail(struct hj_store *store, int result, struct hj_error *error)
{
    char reason[HJ_ERROR_VALUE];
    char system[100] = "";
    switch (result & 0xff) {
    case SQLITE_NOMEM:
        return hj_error_memory(error);
    case SQLITE_INTERRUPT:
        return hj_error_set(error, HJ_INTERRUPTED);
    case SQLITE_NOTADB:
        return set_error(store, HJ_STORE_FOREIGN, sqlite3_errmsg(store->connection), error);
    case SQLITE_CORRUPT:
        return hj_store_damaged(store, sqlite3_errmsg(store->connection), error);
    case SQLITE_CANTOPEN:
    case SQLITE_FULL:
    case SQLITE_IOERR: {
        int number = sqlite3_system_errno(store->connection);
        if (number == 0 || strerror_r(number, system, sizeof system) != 0) {
            system[0] = '\0';
        }
        break;
    }
    default:
        break;
    }
    snprintf(reason, sizeof reason, "%s%s%s", sqlite3_errmsg(store->connection),
             system[0] ? ": " : "", system);
    return set_error(store, HJ_STORE, reason, error);
}

enum hj_code hj_store_execute(struct hj_store *store, const char *sql, struct hj_error *error)
{
    int result = sqlite3_exec(store->connection, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? HJ_OK : hj_store_fail(store, result, error);
}

enum hj_code hj_store_prepare(struct hj_store *store, enum statement which,
                              sqlite3_stmt **statement, struct hj_error *error)
{
    const char *sql = statements[which];
    bool reads = sql[0] == 'S';
    if (!reads && (!store->begun || sqlite3_get_autocommit(store->connection))) {
        return refuse(store, "nothing is written outside a transaction", error);
    }
    if (!store->statement[which]) {
        int result = sqlite3_prepare_v3(store->connection, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                        &store->statement[which], NULL);
        if (result != SQLITE_OK) {
            return hj_store_fail(store, result, error);
        }
    }
    *statement = store->statement[which];
    return HJ_OK;
}

void hj_store_finish(sqlite3_stmt *statement)
{
    if (statement) {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }
}

enum hj_code hj_store_step(struct hj_store *store, sqlite3_stmt *statement, bool *row,
                           struct hj_error *error)
{
    int result = sqlite3_step(statement);
    *row = result == SQLITE_ROW;
    return *row || result == SQLITE_DONE ? HJ_OK : hj_store_fail(store, result, error);
}

enum hj_code hj_store_run(struct hj_store *store, sqlite3_stmt *statement, struct hj_error *error)
{
    bool row;
    return hj_store_step(store, statement, &row, error);
}

void hj_store_bind_number(sqlite3_stmt *statement, int at, uint64_t number)
{
    sqlite3_bind_int64(statement, at, (int64_t)number);
}

void hj_store_bind_text(sqlite3_stmt *statement, int at, struct hj_span text)
{
    sqlite3_bind_text64(statement, at, text.data ? text.data : "", text.size, SQLITE_STATIC,
                        SQLITE_UTF8);
}

void hj_store_bind_bytes(sqlite3_stmt *statement, int at, struct hj_span bytes)
{
    sqlite3_bind_blob64(statement, at, bytes.data ? bytes.data : "", bytes.size, SQLITE_STATIC);
}

struct hj_span hj_store_column(sqlite3_stmt *statement, int at)
{
    const void *data = sqlite3_column_blob(statement, at); /* NULL where there are no bytes */
    return (struct hj_span){data ? data : "", (size_t)sqlite3_column_bytes(statement, at)};
}
