/* SPDX-License-Identifier: MIT */
#include "store/connection.h"

#include "base/memory.h"

static struct hj_span key_span(const struct hj_digest *key)
{
    return (struct hj_span){(const char *)key->bytes, sizeof key->bytes};
}

/* The number of a key; 0: there is none. */
static enum hj_code find_key(struct hj_store *store, const struct hj_digest *key, int64_t *derived,
                             struct hj_error *error)
{
    sqlite3_stmt *find = NULL;
    bool row = false;
    enum hj_code code = HJ_OK;
    *derived = 0;
    if (!store->laid_out) {
        return HJ_OK;
    }
    if (store->last_derived && memcmp(&store->last_key, key, sizeof *key) == 0) {
        *derived = store->last_derived;
        return HJ_OK;
    }
    HJ_TRY(hj_store_prepare(store, STATEMENT_FIND_DERIVED, &find, error));
    hj_store_bind_bytes(find, 1, key_span(key));
    HJ_TRY(hj_store_step(store, find, &row, error));
    *derived = row ? sqlite3_column_int64(find, 0) : 0;
done:
    hj_store_finish(find);
    return code;
}

static enum hj_code add_key(struct hj_store *store, int64_t snapshot, const struct hj_digest *key,
                            int64_t *derived, struct hj_error *error)
{
    sqlite3_stmt *add = NULL;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_ADD_DERIVED, &add, error));
    sqlite3_bind_int64(add, 1, snapshot);
    hj_store_bind_bytes(add, 2, key_span(key));
    HJ_TRY(hj_store_run(store, add, error));
    *derived = sqlite3_last_insert_rowid(store->connection);
done:
    hj_store_finish(add);
    return code;
}

enum hj_code hj_store_put_derived(struct hj_store *store, int64_t snapshot,
                                  const struct hj_digest *key, uint32_t block, struct hj_span frame,
                                  struct hj_error *error)
{
    sqlite3_stmt *put = NULL;
    int64_t derived = 0;
    enum hj_code code = HJ_OK;
    hj_store_lock(store);
    HJ_TRY(hj_store_prepare(store, STATEMENT_PUT_DERIVED, &put, error));
    HJ_TRY(find_key(store, key, &derived, error));
    if (derived == 0) {
        HJ_TRY(add_key(store, snapshot, key, &derived, error));
    }
    store->last_key = *key;
    store->last_derived = derived;
    sqlite3_bind_int64(put, 1, derived);
    hj_store_bind_number(put, 2, block);
    hj_store_bind_bytes(put, 3, frame);
    HJ_TRY(hj_store_run(store, put, error));
done:
    hj_store_finish(put);
    hj_store_unlock(store);
    return code;
}

enum hj_code hj_store_get_derived(struct hj_store *store, const struct hj_digest *key,
                                  uint32_t block, struct hj_buffer *out, bool *found,
                                  struct hj_error *error)
{
    sqlite3_stmt *get = NULL;
    int64_t derived;
    enum hj_code code = HJ_OK;
    *found = false;
    hj_store_lock(store);
    HJ_TRY(find_key(store, key, &derived, error));
    if (derived == 0) {
        goto done;
    }
    HJ_TRY(hj_store_prepare(store, STATEMENT_GET_DERIVED, &get, error));
    sqlite3_bind_int64(get, 1, derived);
    hj_store_bind_number(get, 2, block);
    HJ_TRY(hj_store_append_frame(store, get, out, found, error));
done:
    hj_store_finish(get);
    hj_store_unlock(store);
    return code;
}

enum hj_code hj_store_has_derived(struct hj_store *store, const struct hj_digest *key, bool *found,
                                  struct hj_error *error)
{
    int64_t derived;
    hj_store_lock(store);
    enum hj_code code = find_key(store, key, &derived, error);
    hj_store_unlock(store);
    *found = code == HJ_OK && derived != 0;
    return code;
}

/* A growing list of the numbers of keys that go. */
struct keys {
    int64_t *ids;
    size_t count, capacity;
};

static bool is_kept(struct hj_span key, const struct hj_digest *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (hj_span_equal(key, key_span(&keys[i]))) {
            return true;
        }
    }
    return false;
}

static enum hj_code list_dropped(struct hj_store *store, int64_t snapshot,
                                 const struct hj_digest *kept, size_t count, struct keys *dropped,
                                 struct hj_error *error)
{
    sqlite3_stmt *list = NULL;
    bool row = true;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, STATEMENT_LIST_DERIVED, &list, error));
    sqlite3_bind_int64(list, 1, snapshot);
    for (;;) {
        HJ_TRY(hj_store_step(store, list, &row, error));
        if (!row) {
            break;
        }
        if (is_kept(hj_store_column(list, 1), kept, count)) {
            continue;
        }
        void *ids = dropped->ids;
        if (hj_memory_grow(&ids, &dropped->capacity, dropped->count + 1, sizeof *dropped->ids)) {
            HJ_TRY(hj_error_memory(error));
        }
        dropped->ids = ids;
        dropped->ids[dropped->count++] = sqlite3_column_int64(list, 0);
    }
done:
    hj_store_finish(list);
    return code;
}

static enum hj_code drop_key(struct hj_store *store, enum statement which, int64_t derived,
                             struct hj_error *error)
{
    sqlite3_stmt *drop = NULL;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_prepare(store, which, &drop, error));
    sqlite3_bind_int64(drop, 1, derived);
    HJ_TRY(hj_store_run(store, drop, error));
done:
    hj_store_finish(drop);
    return code;
}

enum hj_code hj_store_keep_derived(struct hj_store *store, int64_t snapshot,
                                   const struct hj_digest *keys, size_t count,
                                   struct hj_error *error)
{
    struct keys dropped = {0};
    enum hj_code code = HJ_OK;
    store->last_derived = 0;
    HJ_TRY(list_dropped(store, snapshot, keys, count, &dropped, error));
    for (size_t i = 0; i < dropped.count; i++) {
        HJ_TRY(drop_key(store, STATEMENT_DROP_DERIVED_BLOCKS, dropped.ids[i], error));
        HJ_TRY(drop_key(store, STATEMENT_DROP_DERIVED, dropped.ids[i], error));
    }
done:
    hj_memory_free(dropped.ids);
    return code;
}
