/* SPDX-License-Identifier: MIT */
#include "store/folder.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>

static void make_store(void)
{
    struct hj_store *store = begin_store();
    int64_t snapshot = add_snapshot(store, "registry");
    WORKS(hj_store_put_block(store, snapshot, 0, 0, text("frame"), &failure));
    WORKS(hj_store_set_current(store, snapshot, &failure));
    commit_and_close(store);
}

static uint64_t hash_of_file(void)
{
    struct hj_buffer bytes = {0};
    FILE *file = fopen(path, "rb");
    char part[4096];
    assert_non_null(file);
    for (size_t size = 1; size > 0;) {
        size = fread(part, 1, sizeof part, file);
        assert_true(hj_buffer_append(&bytes, (struct hj_span){part, size}));
    }
    fclose(file);
    uint64_t hash = hj_hash_bytes(hj_buffer_span(&bytes));
    hj_buffer_release(&bytes);
    return hash;
}

static enum hj_code try_open(enum hj_store_mode mode, struct hj_error *error)
{
    struct hj_store *store = NULL;
    enum hj_code code = hj_store_open(path, mode, &store, error);
    assert_int_equal(store == NULL, code != HJ_OK);
    hj_store_close(store);
    return code;
}

static void a_file_is_made_by_the_first_commit(void **state)
{
    (void)state;
    hj_store_close(open_store(HJ_STORE_CREATE));
    assert_int_equal(list_files(false), 0);
    hj_store_close(begin_store());
    assert_int_equal(list_files(false), 0);
    struct hj_store *store = begin_store();
    add_snapshot(store, "registry");
    hj_store_rollback(store);
    hj_store_rollback(store);
    hj_store_close(store);
    assert_int_equal(list_files(false), 0);
    commit_and_close(begin_store());
    assert_int_equal(list_files(false), 1);
    hj_store_close(open_store(HJ_STORE_CREATE));
    assert_int_equal(list_files(false), 1);
    hj_store_close(NULL);
}

static void reading_makes_no_file(void **state)
{
    (void)state;
    GIVES(HJ_STORE_EMPTY, try_open(HJ_STORE_READ, &failure));
    assert_int_equal(list_files(false), 0);
    /* A file of no bytes is what a command killed at once may leave. */
    fclose(fopen(path, "wb"));
    GIVES(HJ_STORE_EMPTY, try_open(HJ_STORE_READ, &failure));
    make_store();
    WORKS(try_open(HJ_STORE_READ, &failure));
}

static void reading_changes_no_byte(void **state)
{
    (void)state;
    struct hj_arena arena = {0};
    struct hj_snapshot snapshot;
    make_store();
    uint64_t before = hash_of_file();
    struct hj_store *store = open_store(HJ_STORE_READ);
    WORKS(hj_store_begin(store, &failure));
    WORKS(hj_store_current(store, "registry", &arena, &snapshot, &failure));
    assert_int_equal(list_files(false), 1);
    WORKS(hj_store_commit(store, &failure));
    hj_store_close(store);
    assert_true(hash_of_file() == before);
    hj_arena_release(&arena);
}

static int64_t ask(struct hj_store *store, const char *sql)
{
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(hj_store_connection(store), sql, -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static void the_settings_are_those_of_the_header(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        int64_t value;
    } settings[] = {
        {"PRAGMA page_size", 65536},
        {"PRAGMA trusted_schema", 0},
        {"PRAGMA foreign_keys", 1},
        {"PRAGMA secure_delete", 0},
        {"PRAGMA synchronous", 3},
        {"PRAGMA cache_size", -16384},
        {"PRAGMA mmap_size", 0},
        {"PRAGMA application_id", 0x48656A6E},
        {"PRAGMA user_version", 1},
        {"SELECT journal_mode = 'delete' FROM pragma_journal_mode", 1},
        {"SELECT count(*) = sum(strict) FROM pragma_table_list WHERE schema = 'main'"
         " AND name NOT LIKE 'sqlite_%'",
         1},
    };
    make_store();
    for (int mode = HJ_STORE_CREATE; mode <= HJ_STORE_READ; mode++) {
        struct hj_store *store = open_store((enum hj_store_mode)mode);
        for (size_t i = 0; i < COUNT(settings); i++) {
            if (ask(store, settings[i].sql) != settings[i].value) {
                fail_msg("%s", settings[i].sql);
            }
        }
        hj_store_close(store);
    }
}

static void write_file(const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static void make_sqlite_file(const char *sql)
{
    sqlite3 *connection;
    unlink(path);
    assert_int_equal(sqlite3_open(path, &connection), SQLITE_OK);
    assert_int_equal(sqlite3_exec(connection, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(connection);
}

/* Both ways to open give this error and leave the file alone. */
static void assert_refused(enum hj_code expected)
{
    uint64_t before = hash_of_file();
    for (int mode = HJ_STORE_CREATE; mode <= HJ_STORE_READ; mode++) {
        GIVES(expected, try_open((enum hj_store_mode)mode, &failure));
        assert_string_equal(hj_error_argument(&failure, "file"), path);
        assert_int_equal(hj_code_status(failure.code), HJ_STATUS_DATA);
        assert_true(hash_of_file() == before);
        assert_int_equal(list_files(false), 1);
    }
}

static void files_of_others_are_refused_and_left_alone(void **state)
{
    (void)state;
    char page[5000];
    write_file("xy", 2); /* SQLite takes one byte for none */
    assert_refused(HJ_STORE_FOREIGN);
    write_file("uscc,name\n1,2\n", 14);
    assert_refused(HJ_STORE_FOREIGN);
    memset(page, 'x', sizeof page);
    write_file(page, sizeof page);
    assert_refused(HJ_STORE_FOREIGN);
    make_sqlite_file("CREATE TABLE firm (name TEXT)");
    assert_refused(HJ_STORE_FOREIGN);
    make_sqlite_file("PRAGMA application_id = 252006674; CREATE TABLE firm (name TEXT)");
    assert_refused(HJ_STORE_FOREIGN);
    make_sqlite_file("PRAGMA user_version = 1; CREATE TABLE firm (name TEXT)");
    assert_refused(HJ_STORE_FOREIGN);
    make_sqlite_file("PRAGMA journal_mode = WAL; CREATE TABLE firm (name TEXT)");
    GIVES(HJ_STORE_FOREIGN, try_open(HJ_STORE_CREATE, &failure));
}

static void another_layout_is_said_with_both_numbers(void **state)
{
    (void)state;
    make_sqlite_file("PRAGMA application_id = 1214605934; PRAGMA user_version = 7;"
                     " CREATE TABLE snapshot (id)");
    assert_refused(HJ_STORE_VERSION);
    GIVES(HJ_STORE_VERSION, try_open(HJ_STORE_READ, &failure));
    assert_string_equal(hj_error_argument(&failure, "found"), "7");
    assert_string_equal(hj_error_argument(&failure, "expected"), "1");
}

static void what_is_no_file_is_refused(void **state)
{
    (void)state;
    assert_int_equal(mkdir(path, 0700), 0);
    for (int mode = HJ_STORE_CREATE; mode <= HJ_STORE_READ; mode++) {
        GIVES(HJ_NOT_A_FILE, try_open((enum hj_store_mode)mode, &failure));
        assert_string_equal(hj_error_argument(&failure, "file"), path);
    }
    rmdir(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    GIVES(HJ_NOT_A_FILE, try_open(HJ_STORE_READ, &failure));
}

static void a_folder_that_is_not_there_is_said(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "%s/none/campaign.db", folder);
    GIVES(HJ_OPEN, try_open(HJ_STORE_CREATE, &failure));
    assert_string_equal(hj_error_argument(&failure, "reason"), "No such file or directory");
    assert_int_equal(hj_code_status(failure.code), HJ_STATUS_MACHINE);
    GIVES(HJ_STORE_EMPTY, try_open(HJ_STORE_READ, &failure));
}

/* Runs the work as a user without rights, whom permissions concern, also where the tests run as
 * root. */
static void as_nobody(bool (*work)(void))
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool lowered = geteuid() != 0 || (setegid(65534) == 0 && seteuid(65534) == 0);
        _exit(lowered && work() ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static bool is_error(enum hj_store_mode mode, enum hj_code expected, const char *reason)
{
    struct hj_store *store;
    enum hj_code code = hj_store_open(path, mode, &store, &failure);
    if (code == HJ_OK && expected != HJ_OPEN) {
        code = hj_store_begin(store, &failure);
    }
    hj_store_close(code == HJ_OK ? store : NULL);
    const char *said = hj_error_argument(&failure, "reason");
    return code == expected && (!reason || (said && strstr(said, reason)));
}

static bool all_is_forbidden(void)
{
    return is_error(HJ_STORE_CREATE, HJ_OPEN, "Permission denied") &&
           is_error(HJ_STORE_READ, HJ_OPEN, "Permission denied");
}

static bool only_reading_is_allowed(void)
{
    return is_error(HJ_STORE_CREATE, HJ_OPEN, "Permission denied") &&
           is_error(HJ_STORE_READ, HJ_OK, NULL);
}

static bool making_is_forbidden(void)
{
    return is_error(HJ_STORE_CREATE, HJ_OPEN, "Permission denied");
}

static void permissions_are_said(void **state)
{
    (void)state;
    make_store();
    assert_int_equal(chmod(path, 0), 0);
    assert_int_equal(chmod(folder, 0755), 0);
    as_nobody(all_is_forbidden);
    /* A store on a disk that nobody may write to: file and folder. */
    assert_int_equal(chmod(path, 0444), 0);
    assert_int_equal(chmod(folder, 0555), 0);
    as_nobody(only_reading_is_allowed);
    chmod(folder, 0755);
    unlink(path);
    chmod(folder, 0555);
    as_nobody(making_is_forbidden);
}

static void a_damaged_page_is_an_error_not_a_crash(void **state)
{
    (void)state;
    char wrong[4096];
    memset(wrong, 0xa5, sizeof wrong);
    make_store();
    struct stat file;
    assert_int_equal(stat(path, &file), 0);
    for (off_t page = 0; page < file.st_size; page += 65536) {
        unlink(path);
        make_store();
        int handle = open(path, O_WRONLY);
        assert_int_equal(pwrite(handle, wrong, sizeof wrong, page + (page ? 0 : 100)),
                         sizeof wrong);
        close(handle);
        struct hj_store *store = NULL;
        struct hj_arena arena = {0};
        struct hj_buffer out = {0};
        struct hj_snapshot snapshot = {0};
        enum hj_code code = hj_store_open(path, HJ_STORE_READ, &store, &failure);
        if (code == HJ_OK) {
            code = hj_store_current(store, "registry", &arena, &snapshot, &failure);
        }
        if (code == HJ_OK) {
            code = hj_store_get_block(store, snapshot.id, 0, 0, &out, &failure);
        }
        assert_true(code == HJ_OK || code == HJ_STORE_DAMAGED || code == HJ_STORE_FOREIGN);
        assert_int_equal(page == 0 && code == HJ_OK, 0);
        hj_store_close(store);
        hj_arena_release(&arena);
        hj_buffer_release(&out);
    }
}

static int64_t current_of(struct hj_store *store)
{
    struct hj_arena arena = {0};
    struct hj_snapshot snapshot;
    WORKS(hj_store_current(store, "registry", &arena, &snapshot, &failure));
    hj_arena_release(&arena);
    return snapshot.id;
}

static void readers_see_the_old_until_the_commit(void **state)
{
    (void)state;
    make_store();
    struct hj_store *reader = open_store(HJ_STORE_READ);
    struct hj_store *writer = begin_store();
    int64_t second = add_snapshot(writer, "registry");
    WORKS(hj_store_set_current(writer, second, &failure));
    assert_int_equal(current_of(reader), 1);
    commit_and_close(writer);
    assert_int_equal(current_of(reader), 2);
    hj_store_close(reader);
}

static void a_view_stays_the_same_and_holds_up_writers(void **state)
{
    (void)state;
    make_store();
    struct hj_store *reader = open_store(HJ_STORE_READ);
    WORKS(hj_store_begin(reader, &failure));
    struct hj_store *writer = begin_store();
    sqlite3_busy_timeout(hj_store_connection(writer), 20);
    int64_t second = add_snapshot(writer, "registry");
    WORKS(hj_store_set_current(writer, second, &failure));
    GIVES(HJ_STORE, hj_store_commit(writer, &failure));
    assert_string_equal(hj_error_argument(&failure, "reason"), "database is locked");
    assert_int_equal(current_of(reader), 1);
    assert_int_equal(current_of(writer), 1);
    hj_store_rollback(reader);
    WORKS(hj_store_begin(writer, &failure)); /* and it may try again */
    WORKS(hj_store_set_current(writer, add_snapshot(writer, "registry"), &failure));
    WORKS(hj_store_commit(writer, &failure));
    assert_int_equal(current_of(reader), 2);
    hj_store_close(writer);
    hj_store_close(reader);
}

static void one_command_writes_at_a_time(void **state)
{
    (void)state;
    struct hj_store *first = begin_store();
    struct hj_store *second = open_store(HJ_STORE_CREATE);
    sqlite3_busy_timeout(hj_store_connection(second), 20);
    GIVES(HJ_STORE, hj_store_begin(second, &failure));
    assert_string_equal(hj_error_argument(&failure, "reason"), "database is locked");
    add_snapshot(first, "registry");
    commit_and_close(first);
    /* The second opened an empty file; the tables are there now. */
    WORKS(hj_store_begin(second, &failure));
    assert_int_equal(add_snapshot(second, "registry"), 2);
    commit_and_close(second);
    /* From the beginning of a stage, not from its first write. */
    first = begin_store();
    second = open_store(HJ_STORE_CREATE);
    sqlite3_busy_timeout(hj_store_connection(second), 20);
    GIVES(HJ_STORE, hj_store_begin(second, &failure));
    hj_store_close(first);
    hj_store_close(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_file_is_made_by_the_first_commit),
        IN_FOLDER(reading_makes_no_file),
        IN_FOLDER(reading_changes_no_byte),
        IN_FOLDER(the_settings_are_those_of_the_header),
        IN_FOLDER(files_of_others_are_refused_and_left_alone),
        IN_FOLDER(another_layout_is_said_with_both_numbers),
        IN_FOLDER(what_is_no_file_is_refused),
        IN_FOLDER(a_folder_that_is_not_there_is_said),
        IN_FOLDER(permissions_are_said),
        IN_FOLDER(a_damaged_page_is_an_error_not_a_crash),
        IN_FOLDER(readers_see_the_old_until_the_commit),
        IN_FOLDER(a_view_stays_the_same_and_holds_up_writers),
        IN_FOLDER(one_command_writes_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
