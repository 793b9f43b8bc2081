/* SPDX-License-Identifier: MIT */
#include "store/connection.h"

enum hj_code hj_store_put_entry(struct hj_store *store, const char *group, const char *name,
                                struct hj_span value, struct hj_error *error)
{
    sqlite3_stmt *put = NULL;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_PUT_ENTRY, &put, error));
    hj_store_bind_text(put, 1, hj_span_of(group));
    hj_store_bind_text(put, 2, hj_span_of(name));
    hj_store_bind_text(put, 3, value);
    HJ_TRY(hj_store_run(store, put, error));
done:
    hj_store_finish(put);
    return code;
}

enum hj_code hj_store_get_entry(struct hj_store *store, const char *group, const char *name,
                                struct hj_arena *arena, struct hj_span *value,
                                struct hj_error *error)
{
    sqlite3_stmt *get = NULL;
    bool row = false;
    enum hj_code code = HJ_OK;
    *value = (struct hj_span){NULL, 0};
    if (!store->laid_out) {
        return HJ_OK;
    }
    HJ_TRY(hj_store_prepare(store, STATEMENT_GET_ENTRY, &get, error));
    hj_store_bind_text(get, 1, hj_span_of(group));
    hj_store_bind_text(get, 2, hj_span_of(name));
    HJ_TRY(hj_store_step(store, get, &row, error));
    if (row) {
        *value = hj_arena_copy(arena, hj_store_column(get, 0));
        code = value->data ? HJ_OK : hj_error_memory(error);
    }
done:
    hj_store_finish(get);
    return code;
}

enum hj_code hj_store_clear_entries(struct hj_store *store, const char *group,
                                    struct hj_error *error)
{
    sqlite3_stmt *clear = NULL;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_CLEAR_ENTRIES, &clear, error));
    hj_store_bind_text(clear, 1, hj_span_of(group));
    HJ_TRY(hj_store_run(store, clear, error));
done:
    hj_store_finish(clear);
    return code;
}
