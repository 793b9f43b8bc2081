/* SPDX-License-Identifier: MIT */
#include "store/connection.h"

#include "base/memory.h"

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

enum hj_code hj_store_list_entries(struct hj_store *store, const char *group,
                                   struct hj_arena *arena, struct hj_store_entry **entries,
                                   size_t *count, struct hj_error *error)
{
    sqlite3_stmt *list = NULL;
    void *grown = NULL;
    size_t capacity = 0;
    bool row = false;
    enum hj_code code = HJ_OK;
    *entries = NULL;
    *count = 0;
    HJ_TRY(hj_store_prepare(store, STATEMENT_LIST_ENTRIES, &list, error));
    hj_store_bind_text(list, 1, hj_span_of(group));
    for (;;) {
        HJ_TRY(hj_store_step(store, list, &row, error));
        if (!row) {
            break;
        }
        struct hj_store_entry entry = {hj_arena_copy(arena, hj_store_column(list, 0)),
                                       hj_arena_copy(arena, hj_store_column(list, 1))};
        if (!entry.name.data || !entry.value.data ||
            hj_memory_grow(&grown, &capacity, *count + 1, sizeof entry) != 0) {
            HJ_TRY(hj_error_memory(error));
        }
        ((struct hj_store_entry *)grown)[(*count)++] = entry;
    }
    if (*count > 0) {
        *entries = hj_arena_new(arena, *count * sizeof **entries);
        if (!*entries) {
            HJ_TRY(hj_error_memory(error));
        }
        memcpy(*entries, grown, *count * sizeof **entries);
    }
done:
    hj_memory_free(grown);
    hj_store_finish(list);
    return code;
}

enum hj_code hj_store_drop_entry(struct hj_store *store, const char *group, struct hj_span name,
                                 struct hj_error *error)
{
    sqlite3_stmt *drop = NULL;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_DROP_ENTRY, &drop, error));
    hj_store_bind_text(drop, 1, hj_span_of(group));
    hj_store_bind_text(drop, 2, name);
    HJ_TRY(hj_store_run(store, drop, error));
done:
    hj_store_finish(drop);
    return code;
}
