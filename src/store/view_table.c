/* SPDX-License-Identifier: MIT */
#include "store/view_table.h"

#include "base/memory.h"
#include "column/codec.h"

static int fail(struct hj_view_table *table, int result, const char *reason)
{
    sqlite3_free(table->base.zErrMsg);
    table->base.zErrMsg = sqlite3_mprintf("%s", reason);
    return result;
}

/* ---- frames ---- */

/* The vector in the blob that the statement gives; rows 0 where it gives none. */
static int decode_row(struct hj_view_table *table, sqlite3_stmt *get, struct hj_arena *arena,
                      struct hj_vector *vector)
{
    int result = sqlite3_step(get);
    *vector = (struct hj_vector){.type = HJ_TEXT};
    if (result == SQLITE_ROW) {
        struct hj_error error;
        const void *data = sqlite3_column_blob(get, 0);
        struct hj_span frame = {data ? data : "", (size_t)sqlite3_column_bytes(get, 0)};
        frame = hj_arena_copy(arena, frame);
        result = frame.data ? SQLITE_OK : SQLITE_NOMEM;
        if (frame.data && hj_codec_decode(frame, arena, vector, &error) != HJ_OK) {
            const char *reason = hj_error_argument(&error, "reason");
            result = fail(table, error.code == HJ_MEMORY ? SQLITE_NOMEM : SQLITE_CORRUPT,
                          reason ? reason : "damaged block");
        }
    } else if (result != SQLITE_DONE) {
        fail(table, result, sqlite3_errmsg(table->connection));
    }
    sqlite3_reset(get);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

int hj_view_table_frame(struct hj_view_table *table, int64_t snapshot, uint32_t block, int position,
                        struct hj_arena *arena, struct hj_vector *vector)
{
    sqlite3_bind_int64(table->frame, 1, snapshot);
    sqlite3_bind_int64(table->frame, 2, block);
    sqlite3_bind_int(table->frame, 3, position);
    return decode_row(table, table->frame, arena, vector);
}

int hj_view_table_derived(struct hj_view_table *table, const struct hj_digest *key, uint32_t block,
                          struct hj_arena *arena, struct hj_vector *vector)
{
    sqlite3_bind_blob(table->derived, 1, key->bytes, sizeof key->bytes, SQLITE_STATIC);
    sqlite3_bind_int64(table->derived, 2, block);
    return decode_row(table, table->derived, arena, vector);
}

int hj_view_table_compute(struct hj_view_table *table, uint32_t column, uint32_t block,
                          struct hj_arena *arena, struct hj_vector *vector)
{
    const struct hj_computed *computed = table->views->computed;
    struct hj_error *error = &table->views->error;
    enum hj_code code = computed->compute(computed->context, column, block, arena, vector, error);
    if (code == HJ_OK) {
        return SQLITE_OK;
    }
    return fail(table, code == HJ_MEMORY ? SQLITE_NOMEM : SQLITE_ERROR, hj_code_text(code));
}

const struct hj_vector *hj_view_table_records(struct hj_view_table *table, uint32_t block,
                                              int *result)
{
    struct hj_vector *records = block < table->view.registry_blocks ? table->records[block] : NULL;
    *result = SQLITE_OK;
    if (!records && block < table->view.registry_blocks) {
        records = hj_arena_zero(&table->arena, 1, sizeof *records);
        *result = records ? hj_view_table_frame(table, table->view.registry, block,
                                                table->view.record_column, &table->arena, records)
                          : SQLITE_NOMEM;
        table->records[block] = *result == SQLITE_OK ? records : NULL;
    } else if (!records) {
        *result = fail(table, SQLITE_CORRUPT, "a block of the registry is missing");
    }
    return *result == SQLITE_OK ? records : NULL;
}

int hj_view_table_close(sqlite3_vtab *base)
{
    struct hj_view_table *table = (struct hj_view_table *)base;
    sqlite3_finalize(table->frame);
    sqlite3_finalize(table->derived);
    hj_memory_free(table->records);
    hj_arena_release(&table->arena);
    hj_view_release(&table->view);
    hj_memory_free(table);
    return SQLITE_OK;
}

int hj_view_table_prepare(struct hj_view_table *table, const char *name, char **message)
{
    struct hj_views none = {0}, *views = table->views ? table->views : &none;
    int result = hj_view_open(table->connection, name, views->computed, &table->view, message);
    if (result == SQLITE_EMPTY) {
        views->missing = true;
        return SQLITE_ERROR;
    }
    if (result == SQLITE_OK) {
        table->records =
            hj_memory_zero((size_t)table->view.registry_blocks + 1, sizeof *table->records);
        result = table->records ? SQLITE_OK : SQLITE_NOMEM;
    }
    if (result == SQLITE_OK) {
        result = sqlite3_prepare_v2(
            table->connection,
            "SELECT frame FROM main.block WHERE snapshot = ? AND block = ? AND position = ?", -1,
            &table->frame, NULL);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_prepare_v2(table->connection,
                                    "SELECT b.frame FROM main.derived AS d"
                                    " JOIN main.derived_block AS b ON b.derived = d.id"
                                    " WHERE d.key = ? AND b.block = ?",
                                    -1, &table->derived, NULL);
    }
    char *declaration = result == SQLITE_OK ? hj_view_declaration(&table->view) : NULL;
    if (declaration) {
        views->declaring = true;
        result = sqlite3_declare_vtab(table->connection, declaration);
        views->declaring = false;
    }
    sqlite3_free(declaration);
    return result;
}
