/* SPDX-License-Identifier: MIT */
#include "store/connection.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long a command waits for another that holds the file. The longest hold is the end of a load.
 */
enum { WAIT_MILLISECONDS = 10 * 1000 };

/* Settings of the connection alone; none of them touches the file, but SQLite reads its tables
 * first, so they come after the check of the layout. secure_delete (on in Debian) would write every
 * page of a removed block once more: 0.5 s of a 3-million-record load. cache_size becomes a number
 * of pages at once, which takes the page size to be known: 285 MB instead of 22 MB otherwise. */
static const char settings[] = "PRAGMA cell_size_check = ON;"
                               "PRAGMA mmap_size = 0;"
                               "PRAGMA secure_delete = OFF;"
                               "PRAGMA synchronous = EXTRA;"
                               "PRAGMA cache_size = -16384";

/* SQLite would do it too, but tells a forbidden folder as "No such file or directory", and lets all
 * read what holds names of persons. */
static enum hj_code create_file(struct hj_store *store, struct hj_error *error)
{
    int file = open(store->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno != EEXIST) {
        return hj_error_system(error, HJ_OPEN, store->path, errno);
    }
    if (file >= 0) {
        store->created = true;
        close(file);
    }
    return HJ_OK;
}

static enum hj_code look_at_file(struct hj_store *store, struct hj_error *error)
{
    struct stat file;
    if (stat(store->path, &file) == 0) {
        if (S_ISREG(file.st_mode)) {
            return HJ_OK;
        }
        hj_error_set(error, HJ_NOT_A_FILE);
        hj_error_text(error, "file", hj_span_of(store->path));
        return HJ_NOT_A_FILE;
    }
    if (errno != ENOENT) {
        return hj_error_system(error, HJ_OPEN, store->path, errno);
    }
    return store->mode == HJ_STORE_READ ? hj_error_set(error, HJ_STORE_EMPTY)
                                        : create_file(store, error);
}

static enum hj_code connect(struct hj_store *store, int flags, struct hj_error *error)
{
    int result = sqlite3_open_v2(store->path, &store->connection, flags, NULL);
    if (!store->connection || (result & 0xff) == SQLITE_NOMEM) {
        return hj_error_memory(error);
    }
    if (result != SQLITE_OK) {
        int number = sqlite3_system_errno(store->connection);
        return number ? hj_error_system(error, HJ_OPEN, store->path, number)
                      : hj_store_fail(store, result, error);
    }
    sqlite3_extended_result_codes(store->connection, 1);
    sqlite3_busy_timeout(store->connection, WAIT_MILLISECONDS);
    sqlite3_db_config(store->connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(store->connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(store->connection, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    return HJ_OK;
}

static void disconnect(struct hj_store *store)
{
    for (size_t i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_finalize(store->statement[i]);
        store->statement[i] = NULL;
    }
    sqlite3_close(store->connection);
    store->connection = NULL;
}

static enum hj_code open_to_read(struct hj_store *store, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    HJ_TRY(connect(store, SQLITE_OPEN_READONLY, error));
    code = hj_store_check_layout(store, error);
    int result = sqlite3_extended_errcode(store->connection);
    if (code == HJ_STORE &&
        (result == SQLITE_READONLY_ROLLBACK || result == SQLITE_READONLY_RECOVERY)) {
        /* A killed command left its journal: undo what it wrote, then read. */
        disconnect(store);
        HJ_TRY(connect(store, SQLITE_OPEN_READWRITE, error));
        HJ_TRY(hj_store_check_layout(store, error));
        disconnect(store);
        HJ_TRY(connect(store, SQLITE_OPEN_READONLY, error));
        code = hj_store_check_layout(store, error);
    }
    if (code == HJ_OK && !store->laid_out) {
        code = hj_error_set(error, HJ_STORE_EMPTY);
    }
    if (code == HJ_OK) {
        code = hj_store_execute(store, settings, error);
    }
done:
    return code;
}

static enum hj_code open_to_write(struct hj_store *store, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    HJ_TRY(connect(store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error));
    HJ_TRY(hj_store_check_layout(store, error));
    if (sqlite3_db_readonly(store->connection, "main") == 1) {
        HJ_TRY(hj_error_system(error, HJ_OPEN, store->path, EACCES));
    }
    HJ_TRY(hj_store_execute(store,
                            store->laid_out ? "PRAGMA journal_mode = DELETE"
                                            : "PRAGMA page_size = 65536; PRAGMA auto_vacuum = NONE",
                            error));
    HJ_TRY(hj_store_execute(store, settings, error));
done:
    return code;
}

enum hj_code hj_store_open(const char *path, enum hj_store_mode mode, struct hj_store **store,
                           struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    size_t size = strlen(path) + 1;
    struct hj_store *made = hj_memory_zero(1, sizeof *made);
    *store = NULL;
    if (!made) {
        return hj_error_memory(error);
    }
    made->mode = mode;
    made->path = hj_memory_new(size);
    if (!made->path) {
        HJ_TRY(hj_error_memory(error));
    }
    memcpy(made->path, path, size);
    HJ_TRY(look_at_file(made, error));
    HJ_TRY(mode == HJ_STORE_READ ? open_to_read(made, error) : open_to_write(made, error));
    *store = made;
    made = NULL;
done:
    hj_store_close(made);
    return code;
}

/* Removes the file that open made, while it is still empty, and what is left of its journal: that
 * would be played back into a store that someone puts there. Should another command have opened the
 * file in between, SQLite lets it write nothing to a file that is gone. */
static void remove_if_empty(const struct hj_store *store)
{
    static const char suffix[] = "-journal";
    struct stat file;
    if (!store->created || store->laid_out || stat(store->path, &file) != 0 || file.st_size != 0) {
        return;
    }
    size_t size = strlen(store->path);
    char *journal = hj_memory_new(size + sizeof suffix);
    if (journal) {
        memcpy(journal, store->path, size);
        memcpy(journal + size, suffix, sizeof suffix);
        unlink(journal);
        hj_memory_free(journal);
    }
    unlink(store->path);
}

void hj_store_close(struct hj_store *store)
{
    if (!store) {
        return;
    }
    if (store->connection) {
        hj_store_rollback(store);
        disconnect(store);
    }
    remove_if_empty(store);
    hj_memory_free(store->path);
    hj_memory_free(store);
}

struct sqlite3 *hj_store_connection(struct hj_store *store)
{
    return store->connection;
}
