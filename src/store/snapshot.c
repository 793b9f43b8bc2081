/* SPDX-License-Identifier: MIT */
#include "store/connection.h"

static struct hj_span digest_span(const struct hj_digest *digest)
{
    return (struct hj_span){(const char *)digest->bytes, sizeof digest->bytes};
}

static enum hj_code add_column(struct hj_store *store, int64_t snapshot, uint32_t position,
                               const struct hj_column *column, struct hj_error *error)
{
    sqlite3_stmt *add = NULL;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_ADD_COLUMN, &add, error));
    sqlite3_bind_int64(add, 1, snapshot);
    hj_store_bind_number(add, 2, position);
    hj_store_bind_text(add, 3, column->name);
    hj_store_bind_text(add, 4, column->header);
    hj_store_bind_number(add, 5, column->type);
    hj_store_bind_number(add, 6, column->origin);
    hj_store_bind_number(add, 7, column->personal);
    HJ_TRY(hj_store_run(store, add, error));
done:
    hj_store_finish(add);
    return code;
}

/* The values that ADD_SNAPSHOT and SET_COUNTS share. */
static void bind_counts(sqlite3_stmt *statement, const struct hj_snapshot *snapshot)
{
    hj_store_bind_bytes(statement, 2, digest_span(&snapshot->content));
    hj_store_bind_number(statement, 3, snapshot->records);
    hj_store_bind_number(statement, 4, snapshot->stored);
    hj_store_bind_number(statement, 5, snapshot->rejected);
    hj_store_bind_number(statement, 6, snapshot->blocks);
}

enum hj_code hj_store_add_snapshot(struct hj_store *store, struct hj_snapshot *snapshot,
                                   struct hj_error *error)
{
    sqlite3_stmt *add = NULL;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_ADD_SNAPSHOT, &add, error));
    hj_store_bind_text(add, 1, snapshot->table);
    bind_counts(add, snapshot);
    HJ_TRY(hj_store_run(store, add, error));
    snapshot->id = sqlite3_last_insert_rowid(store->connection);
    for (uint32_t i = 0; i < snapshot->schema.count; i++) {
        HJ_TRY(add_column(store, snapshot->id, i, &snapshot->schema.columns[i], error));
    }
done:
    hj_store_finish(add);
    return code;
}

enum hj_code hj_store_set_counts(struct hj_store *store, const struct hj_snapshot *snapshot,
                                 struct hj_error *error)
{
    sqlite3_stmt *set = NULL;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_SET_COUNTS, &set, error));
    sqlite3_bind_int64(set, 1, snapshot->id);
    bind_counts(set, snapshot);
    HJ_TRY(hj_store_run(store, set, error));
done:
    hj_store_finish(set);
    return code;
}

/* The table of a snapshot, and that table's current snapshot (0: none). */
static enum hj_code find_table(struct hj_store *store, int64_t snapshot, struct hj_arena *arena,
                               struct hj_span *table, int64_t *current, struct hj_error *error)
{
    sqlite3_stmt *find = NULL;
    bool row = false;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_FIND_TABLE, &find, error));
    sqlite3_bind_int64(find, 1, snapshot);
    HJ_TRY(hj_store_step(store, find, &row, error));
    if (!row) {
        HJ_TRY(hj_store_damaged(store, "no such snapshot", error));
    }
    *table = hj_arena_copy(arena, hj_store_column(find, 0));
    *current = sqlite3_column_int64(find, 1);
    code = table->data ? HJ_OK : hj_error_memory(error);
done:
    hj_store_finish(find);
    return code;
}

/* A snapshot of the table, but these two, that still has blocks; 0: none. */
static enum hj_code find_old(struct hj_store *store, struct hj_span table, const int64_t kept[2],
                             int64_t *old, struct hj_error *error)
{
    sqlite3_stmt *find = NULL;
    bool row = false;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_OLD_SNAPSHOT, &find, error));
    hj_store_bind_text(find, 1, table);
    sqlite3_bind_int64(find, 2, kept[0]);
    sqlite3_bind_int64(find, 3, kept[1]);
    HJ_TRY(hj_store_step(store, find, &row, error));
    *old = row ? sqlite3_column_int64(find, 0) : 0;
done:
    hj_store_finish(find);
    return code;
}

static enum hj_code write_current(struct hj_store *store, struct hj_span table, int64_t snapshot,
                                  int64_t previous, struct hj_error *error)
{
    sqlite3_stmt *set = NULL;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_SET_CURRENT, &set, error));
    hj_store_bind_text(set, 1, table);
    sqlite3_bind_int64(set, 2, snapshot);
    if (previous) {
        sqlite3_bind_int64(set, 3, previous);
    }
    HJ_TRY(hj_store_run(store, set, error));
done:
    hj_store_finish(set);
    return code;
}

enum hj_code hj_store_set_current(struct hj_store *store, int64_t snapshot, struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct hj_span table;
    int64_t previous;
    int64_t old;
    enum hj_code code = HJ_OK;
    HJ_TRY(find_table(store, snapshot, &arena, &table, &previous, error));
    if (previous == snapshot) {
        goto done;
    }
    HJ_TRY(write_current(store, table, snapshot, previous, error));
    for (;;) {
        HJ_TRY(find_old(store, table, (const int64_t[2]){snapshot, previous}, &old, error));
        if (old == 0) {
            break;
        }
        HJ_TRY(hj_store_drop_blocks(store, old, error));
        HJ_TRY(hj_store_keep_derived(store, old, NULL, 0, error));
    }
done:
    hj_arena_release(&arena);
    return code;
}

/* Reads the row of CURRENT; texts and columns are not of it. */
static enum hj_code read_snapshot(struct hj_store *store, sqlite3_stmt *current,
                                  struct hj_snapshot *snapshot, struct hj_error *error)
{
    struct hj_span content = hj_store_column(current, 1);
    int64_t blocks = sqlite3_column_int64(current, 5);
    if (content.size != sizeof snapshot->content.bytes || blocks < 0 || blocks > UINT32_MAX) {
        return hj_store_damaged(store, "impossible snapshot", error);
    }
    memcpy(snapshot->content.bytes, content.data, content.size);
    snapshot->id = sqlite3_column_int64(current, 0);
    snapshot->records = (uint64_t)sqlite3_column_int64(current, 2);
    snapshot->stored = (uint64_t)sqlite3_column_int64(current, 3);
    snapshot->rejected = (uint64_t)sqlite3_column_int64(current, 4);
    snapshot->blocks = (uint32_t)blocks;
    return HJ_OK;
}

static enum hj_code read_column(struct hj_store *store, sqlite3_stmt *columns,
                                struct hj_arena *arena, struct hj_column *column,
                                struct hj_error *error)
{
    int64_t type = sqlite3_column_int64(columns, 2);
    int64_t origin = sqlite3_column_int64(columns, 3);
    int64_t personal = sqlite3_column_int64(columns, 4);
    if (type < HJ_BOOLEAN || type > HJ_DATE || origin < HJ_FROM_INPUT || origin > HJ_FROM_RECORD ||
        personal < HJ_PERSONAL_NONE || personal > HJ_PERSONAL_PHONE) {
        return hj_store_damaged(store, "impossible column", error);
    }
    *column = (struct hj_column){
        .name = hj_arena_copy(arena, hj_store_column(columns, 0)),
        .header = hj_arena_copy(arena, hj_store_column(columns, 1)),
        .type = (enum hj_type)type,
        .origin = (enum hj_origin)origin,
        .personal = (enum hj_personal)personal,
    };
    return column->name.data && column->header.data ? HJ_OK : hj_error_memory(error);
}

/* The columns of a snapshot. */
static enum hj_code read_columns(struct hj_store *store, int64_t snapshot, struct hj_arena *arena,
                                 struct hj_schema *schema, struct hj_error *error)
{
    sqlite3_stmt *select = NULL;
    struct hj_column *columns = NULL;
    uint32_t count = 0;
    bool row = false;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_COLUMNS, &select, error));
    sqlite3_bind_int64(select, 1, snapshot);
    for (;;) {
        HJ_TRY(hj_store_step(store, select, &row, error));
        if (!row) {
            break;
        }
        count++;
    }
    sqlite3_reset(select);
    columns = hj_arena_zero(arena, count, sizeof *columns);
    if (!columns) {
        HJ_TRY(hj_error_memory(error));
    }
    *schema = (struct hj_schema){columns, count};
    for (uint32_t i = 0; i < count; i++) {
        HJ_TRY(hj_store_step(store, select, &row, error));
        HJ_TRY(row ? read_column(store, select, arena, &columns[i], error)
                   : hj_store_damaged(store, "a column is missing", error));
    }
done:
    hj_store_finish(select);
    return code;
}

enum hj_code hj_store_current(struct hj_store *store, const char *table, struct hj_arena *arena,
                              struct hj_snapshot *snapshot, struct hj_error *error)
{
    sqlite3_stmt *current = NULL;
    bool row = false;
    enum hj_code code = HJ_OK;
    *snapshot = (struct hj_snapshot){.table = hj_arena_copy(arena, hj_span_of(table))};
    if (!snapshot->table.data) {
        return hj_error_memory(error);
    }
    if (!store->laid_out) {
        return HJ_OK;
    }
    HJ_TRY(hj_store_prepare(store, STATEMENT_CURRENT, &current, error));
    hj_store_bind_text(current, 1, snapshot->table);
    HJ_TRY(hj_store_step(store, current, &row, error));
    if (row) {
        HJ_TRY(read_snapshot(store, current, snapshot, error));
        HJ_TRY(read_columns(store, snapshot->id, arena, &snapshot->schema, error));
    }
done:
    hj_store_finish(current);
    return code;
}
