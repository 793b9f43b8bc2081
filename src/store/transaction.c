/* SPDX-License-Identifier: MIT */
#include "store/connection.h"

enum hj_code hj_store_begin(struct hj_store *store, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    bool reads = store->mode == HJ_STORE_READ;
    HJ_TRY(hj_store_execute(store, reads ? "BEGIN" : "BEGIN IMMEDIATE", error));
    store->begun = true;
    store->laid_out_before = store->laid_out;
    /* The view of a reader begins with its first read; a writer may find that another command made
     * the tables since it opened the file. */
    if (reads || !store->laid_out) {
        HJ_TRY(hj_store_check_layout(store, error));
    }
    if (!reads && !store->laid_out) {
        HJ_TRY(hj_store_make_layout(store, error));
    }
done:
    if (code != HJ_OK) {
        hj_store_rollback(store);
    }
    return code;
}

enum hj_code hj_store_commit(struct hj_store *store, struct hj_error *error)
{
    enum hj_code code = hj_store_execute(store, "COMMIT", error);
    if (code == HJ_OK) {
        store->begun = false;
    } else {
        hj_store_rollback(store);
    }
    return code;
}

void hj_store_rollback(struct hj_store *store)
{
    if (!store->begun) {
        return;
    }
    /* Fails only where SQLite has rolled back already, as it does when the disk is full. */
    if (!sqlite3_get_autocommit(store->connection)) {
        sqlite3_exec(store->connection, "ROLLBACK", NULL, NULL, NULL);
    }
    store->begun = false;
    store->laid_out = store->laid_out_before;
    store->last_derived = 0;
}
