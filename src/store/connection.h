/* SPDX-License-Identifier: MIT
 * Inside the store only: the handle, its prepared statements, and how an error of SQLite becomes
 * one of ours. */
#ifndef HJ_STORE_CONNECTION_H
#define HJ_STORE_CONNECTION_H

#include "store/store.h"
#include "store/view.h"

#include <sqlite3.h>

/* Every statement of the store: one line each, prepared at first use and kept. */
#define HJ_STATEMENTS(X)                                                                           \
    X(ADD_SNAPSHOT,                                                                                \
      "INSERT INTO snapshot (table_name, content, records, stored, rejected, blocks)"              \
      " VALUES (?, ?, ?, ?, ?, ?)")                                                                \
    X(ADD_COLUMN, "INSERT INTO snapshot_column VALUES (?, ?, ?, ?, ?, ?, ?)")                      \
    X(SET_COUNTS, "UPDATE snapshot SET content = ?2, records = ?3, stored = ?4, rejected = ?5,"    \
                  " blocks = ?6 WHERE id = ?1")                                                    \
    X(FIND_TABLE, "SELECT s.table_name, t.snapshot FROM snapshot AS s"                             \
                  " LEFT JOIN table_current AS t ON t.table_name = s.table_name WHERE s.id = ?")   \
    X(SET_CURRENT, "INSERT OR REPLACE INTO table_current VALUES (?1, ?2, ?3)")                     \
    X(OLD_SNAPSHOT, "SELECT s.id FROM snapshot AS s WHERE s.table_name = ?1"                       \
                    " AND s.id <> ?2 AND s.id <> ?3 AND"                                           \
                    " (EXISTS (SELECT 1 FROM block AS b WHERE b.snapshot = s.id)"                  \
                    " OR EXISTS (SELECT 1 FROM derived AS d WHERE d.snapshot = s.id))")            \
    X(DROP_BLOCKS, "DELETE FROM block WHERE snapshot = ?")                                         \
    X(CURRENT, "SELECT id, content, records, stored, rejected, blocks FROM snapshot"               \
               " WHERE id = (SELECT snapshot FROM table_current WHERE table_name = ?)")            \
    X(COLUMNS, "SELECT name, header, type, origin, personal FROM snapshot_column"                  \
               " WHERE snapshot = ? ORDER BY position")                                            \
    X(PUT_BLOCK, "INSERT INTO block VALUES (?, ?, ?, ?)"                                           \
                 " ON CONFLICT DO UPDATE SET frame = excluded.frame")                              \
    X(GET_BLOCK, "SELECT rowid FROM block WHERE snapshot = ? AND block = ? AND position = ?")      \
    X(FIND_DERIVED, "SELECT id FROM derived WHERE key = ?")                                        \
    X(ADD_DERIVED, "INSERT INTO derived (snapshot, key) VALUES (?, ?)")                            \
    X(PUT_DERIVED, "INSERT INTO derived_block VALUES (?, ?, ?)"                                    \
                   " ON CONFLICT DO UPDATE SET frame = excluded.frame")                            \
    X(GET_DERIVED, "SELECT frame FROM derived_block WHERE derived = ? AND block = ?")              \
    X(LIST_DERIVED, "SELECT id, key FROM derived WHERE snapshot = ?")                              \
    X(DROP_DERIVED_BLOCKS, "DELETE FROM derived_block WHERE derived = ?")                          \
    X(DROP_DERIVED, "DELETE FROM derived WHERE id = ?")                                            \
    X(PUT_ENTRY, "INSERT OR REPLACE INTO entry VALUES (?, ?, ?)")                                  \
    X(GET_ENTRY, "SELECT value FROM entry WHERE stage = ? AND name = ?")                           \
    X(LIST_ENTRIES, "SELECT name, value FROM entry WHERE stage = ? ORDER BY name")                 \
    X(DROP_ENTRY, "DELETE FROM entry WHERE stage = ? AND name = ?")

enum statement {
#define HJ_STATEMENT_ENUM(name, sql) STATEMENT_##name,
    HJ_STATEMENTS(HJ_STATEMENT_ENUM)
#undef HJ_STATEMENT_ENUM
        STATEMENT_COUNT
};

struct hj_store {
    sqlite3 *connection;
    char *path;
    enum hj_store_mode mode;
    bool created;         /* the file was not there when it was opened */
    bool begun;           /* a transaction */
    bool laid_out;        /* the file has our tables */
    bool laid_out_before; /* … when the transaction began */
    sqlite3_stmt *statement[STATEMENT_COUNT];
    struct hj_digest last_key; /* of the derived blocks put last, whose id is … */
    int64_t last_derived;      /* 0: none */
    struct hj_views views;     /* of a query */
};

/* A pass reads on one thread while another merges, and both come here: what is more than one call
 * of SQLite, or shares a statement, is done between these two. SQLite's own lock of the connection,
 * which may be taken again by who has it. */
void hj_store_lock(struct hj_store *store);
void hj_store_unlock(struct hj_store *store);

/* The error that SQLite's result code stands for. */
enum hj_code hj_store_fail(struct hj_store *store, int result, struct hj_error *error);
/* HJ_STORE_DAMAGED with this reason. */
enum hj_code hj_store_damaged(struct hj_store *store, const char *reason, struct hj_error *error);

/* Runs SQL without results. */
enum hj_code hj_store_execute(struct hj_store *store, const char *sql,
                              struct hj_error *error) HJ_MUST_USE;

/* A statement ready for its values. One that writes is refused outside a transaction. End each use
 * with hj_store_finish, which also lets go of the values. */
enum hj_code hj_store_prepare(struct hj_store *store, enum statement which,
                              sqlite3_stmt **statement, struct hj_error *error) HJ_MUST_USE;
void hj_store_finish(sqlite3_stmt *statement);
/* Steps to the next row; *row false: there is none. */
enum hj_code hj_store_step(struct hj_store *store, sqlite3_stmt *statement, bool *row,
                           struct hj_error *error) HJ_MUST_USE;
/* Steps a statement that gives no rows. */
enum hj_code hj_store_run(struct hj_store *store, sqlite3_stmt *statement,
                          struct hj_error *error) HJ_MUST_USE;

/* A value; the bytes must stay until hj_store_finish. An error shows in the next step: SQLite keeps
 * a value that could not be bound as NULL, and no column takes NULL. */
void hj_store_bind_number(sqlite3_stmt *statement, int at, uint64_t number);
void hj_store_bind_text(sqlite3_stmt *statement, int at, struct hj_span text);
void hj_store_bind_bytes(sqlite3_stmt *statement, int at, struct hj_span bytes);
/* The bytes of a column; valid until the next step. */
struct hj_span hj_store_column(sqlite3_stmt *statement, int at);

/* Steps to a row and appends the frame in it to out; *found false: there is no row. */
enum hj_code hj_store_append_frame(struct hj_store *store, sqlite3_stmt *get, struct hj_buffer *out,
                                   bool *found, struct hj_error *error) HJ_MUST_USE;
/* Removes the column blocks of a snapshot. */
enum hj_code hj_store_drop_blocks(struct hj_store *store, int64_t snapshot,
                                  struct hj_error *error) HJ_MUST_USE;

/* Checks whose file it is and sets laid_out. */
enum hj_code hj_store_check_layout(struct hj_store *store, struct hj_error *error) HJ_MUST_USE;
/* Makes our tables, in the running transaction. */
enum hj_code hj_store_make_layout(struct hj_store *store, struct hj_error *error) HJ_MUST_USE;

#endif
