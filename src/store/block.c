/* SPDX-License-Identifier: MIT */
#include "store/connection.h"

#include <stdio.h>

enum hj_code hj_store_put_block(struct hj_store *store, int64_t snapshot, uint32_t column,
                                uint32_t block, struct hj_span frame, struct hj_error *error)
{
    sqlite3_stmt *put = NULL;
    enum hj_code code = HJ_OK;
    hj_store_lock(store);
    HJ_TRY(hj_store_prepare(store, STATEMENT_PUT_BLOCK, &put, error));
    sqlite3_bind_int64(put, 1, snapshot);
    hj_store_bind_number(put, 2, block);
    hj_store_bind_number(put, 3, column);
    hj_store_bind_bytes(put, 4, frame);
    HJ_TRY(hj_store_run(store, put, error));
done:
    hj_store_finish(put);
    hj_store_unlock(store);
    return code;
}

enum hj_code hj_store_append_frame(struct hj_store *store, sqlite3_stmt *get, struct hj_buffer *out,
                                   bool *found, struct hj_error *error)
{
    enum hj_code code = hj_store_step(store, get, found, error);
    if (code != HJ_OK || !*found) {
        return code;
    }
    return hj_buffer_append(out, hj_store_column(get, 0)) ? HJ_OK : hj_error_memory(error);
}

/* Appends the frame of a row of `block` that a statement stands on, so that both hold one lock.
 * Through the statement SQLite would first put it together in memory of its own: for frames of
 * hundreds of KB, fresh from the system each time. */
static enum hj_code append_blob(struct hj_store *store, int64_t row, struct hj_buffer *out,
                                struct hj_error *error)
{
    sqlite3_blob *blob = NULL;
    enum hj_code code = HJ_OK;
    int result = sqlite3_blob_open(store->connection, "main", "block", "frame", row, 0, &blob);
    int size = result == SQLITE_OK ? sqlite3_blob_bytes(blob) : 0;
    if (!hj_buffer_reserve(out, (size_t)size)) {
        code = hj_error_memory(error);
    } else if (result == SQLITE_OK && size > 0) {
        result = sqlite3_blob_read(blob, out->data + out->size, size, 0);
    }
    if (code == HJ_OK && result != SQLITE_OK) {
        code = hj_store_fail(store, result, error);
    } else if (code == HJ_OK) {
        out->size += (size_t)size;
    }
    sqlite3_blob_close(blob);
    return code;
}

enum hj_code hj_store_find_block(struct hj_store *store, int64_t snapshot, uint32_t column,
                                 uint32_t block, struct hj_buffer *out, bool *found,
                                 struct hj_error *error)
{
    sqlite3_stmt *get = NULL;
    enum hj_code code = HJ_OK;
    *found = false;
    hj_store_lock(store);
    if (store->laid_out) {
        HJ_TRY(hj_store_prepare(store, STATEMENT_GET_BLOCK, &get, error));
        sqlite3_bind_int64(get, 1, snapshot);
        hj_store_bind_number(get, 2, block);
        hj_store_bind_number(get, 3, column);
        HJ_TRY(hj_store_step(store, get, found, error));
        if (*found) {
            HJ_TRY(append_blob(store, sqlite3_column_int64(get, 0), out, error));
        }
    }
done:
    hj_store_finish(get);
    hj_store_unlock(store);
    return code;
}

enum hj_code hj_store_get_block(struct hj_store *store, int64_t snapshot, uint32_t column,
                                uint32_t block, struct hj_buffer *out, struct hj_error *error)
{
    char reason[100];
    bool found;
    enum hj_code code = hj_store_find_block(store, snapshot, column, block, out, &found, error);
    if (code == HJ_OK && !found) {
        snprintf(reason, sizeof reason, "snapshot %lld has no block %lu of column %lu",
                 (long long)snapshot, (unsigned long)block, (unsigned long)column);
        code = hj_store_damaged(store, reason, error);
    }
    return code;
}

enum hj_code hj_store_drop_blocks(struct hj_store *store, int64_t snapshot, struct hj_error *error)
{
    sqlite3_stmt *drop = NULL;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_DROP_BLOCKS, &drop, error));
    sqlite3_bind_int64(drop, 1, snapshot);
    HJ_TRY(hj_store_run(store, drop, error));
done:
    hj_store_finish(drop);
    return code;
}
