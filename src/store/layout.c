/* SPDX-License-Identifier: MIT */
#include "store/connection.h"

#include <stdio.h>

enum {
    APPLICATION = 0x48656A6E, /* "Hejn", at byte 68 of the file */
    LAYOUT = 1,               /* of the tables below and of the block frame */
};

/* A frame of 64 KiB or more fills pages of its own; smaller ones share. Rows of `block` come in the
 * order of its key, so that a load only ever appends. */
static const char tables[] =
    "CREATE TABLE snapshot ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL, content BLOB NOT NULL,"
    " records INTEGER NOT NULL, stored INTEGER NOT NULL, rejected INTEGER NOT NULL,"
    " blocks INTEGER NOT NULL) STRICT;"

    "CREATE TABLE snapshot_column ("
    " snapshot INTEGER NOT NULL REFERENCES snapshot, position INTEGER NOT NULL,"
    " name TEXT NOT NULL, header TEXT NOT NULL, type INTEGER NOT NULL, origin INTEGER NOT NULL,"
    " personal INTEGER NOT NULL, PRIMARY KEY (snapshot, position)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE table_current ("
    " table_name TEXT NOT NULL PRIMARY KEY, snapshot INTEGER NOT NULL REFERENCES snapshot,"
    " previous INTEGER REFERENCES snapshot) STRICT, WITHOUT ROWID;"

    "CREATE TABLE block ("
    " snapshot INTEGER NOT NULL REFERENCES snapshot, block INTEGER NOT NULL,"
    " position INTEGER NOT NULL, frame BLOB NOT NULL,"
    " PRIMARY KEY (snapshot, block, position)) STRICT;"

    "CREATE TABLE derived ("
    " id INTEGER PRIMARY KEY, snapshot INTEGER NOT NULL REFERENCES snapshot,"
    " key BLOB NOT NULL UNIQUE) STRICT;"
    "CREATE INDEX derived_by_snapshot ON derived (snapshot);"

    "CREATE TABLE derived_block ("
    " derived INTEGER NOT NULL REFERENCES derived, block INTEGER NOT NULL, frame BLOB NOT NULL,"
    " PRIMARY KEY (derived, block)) STRICT;"

    "CREATE TABLE entry ("
    " stage TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,"
    " PRIMARY KEY (stage, name)) STRICT, WITHOUT ROWID;";

enum hj_code hj_store_make_layout(struct hj_store *store, struct hj_error *error)
{
    char marks[100];
    enum hj_code code = HJ_OK;
    snprintf(marks, sizeof marks, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             (int)APPLICATION, (int)LAYOUT);
    HJ_TRY(hj_store_execute(store, marks, error));
    HJ_TRY(hj_store_execute(store, tables, error));
    store->laid_out = true;
done:
    return code;
}

static enum hj_code wrong_version(struct hj_store *store, int64_t found, struct hj_error *error)
{
    hj_error_set(error, HJ_STORE_VERSION);
    hj_error_text(error, "file", hj_span_of(store->path));
    hj_error_number(error, "found", found);
    hj_error_number(error, "expected", LAYOUT);
    return HJ_STORE_VERSION;
}

static enum hj_code foreign(struct hj_store *store, struct hj_error *error)
{
    hj_error_set(error, HJ_STORE_FOREIGN);
    hj_error_text(error, "file", hj_span_of(store->path));
    return HJ_STORE_FOREIGN;
}

enum hj_code hj_store_check_layout(struct hj_store *store, struct hj_error *error)
{
    sqlite3_stmt *marks = NULL;
    bool row = false;
    enum hj_code code = HJ_OK;
    int result = sqlite3_prepare_v2(store->connection,
                                    "SELECT application_id, user_version,"
                                    " (SELECT count(*) FROM sqlite_schema)"
                                    " FROM pragma_application_id, pragma_user_version",
                                    -1, &marks, NULL);
    if (result != SQLITE_OK) {
        return hj_store_fail(store, result, error);
    }
    HJ_TRY(hj_store_step(store, marks, &row, error));
    int64_t application = sqlite3_column_int64(marks, 0);
    int64_t layout = sqlite3_column_int64(marks, 1);
    int64_t objects = sqlite3_column_int64(marks, 2);
    store->laid_out = application != 0 || layout != 0 || objects != 0;
    if (store->laid_out && application != APPLICATION) {
        HJ_TRY(foreign(store, error));
    }
    if (store->laid_out && layout != LAYOUT) {
        HJ_TRY(wrong_version(store, layout, error));
    }
done:
    sqlite3_finalize(marks);
    return code;
}
