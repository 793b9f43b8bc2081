/* SPDX-License-Identifier: MIT */
#include "store/folder.h"

#include <sqlite3.h>
#include <stdio.h>

static void a_snapshot_is_read_as_it_was_written(void **state)
{
    (void)state;
    static const struct hj_column columns[] = {
        {HJ_SPAN("uscc"), HJ_SPAN("code"), HJ_TEXT, HJ_FROM_INPUT, HJ_PERSONAL_NONE},
        {HJ_SPAN("a\0b"), HJ_SPAN(""), HJ_DATE, HJ_FROM_HEADER, HJ_PERSONAL_ID},
        {HJ_SPAN("\xe6\xa0\xb8"), HJ_SPAN("x'; --"), HJ_BOOLEAN, HJ_FROM_RAW, HJ_PERSONAL_NAME},
        {HJ_SPAN("line"), HJ_SPAN(""), HJ_INTEGER, HJ_FROM_RECORD, HJ_PERSONAL_PHONE},
        {HJ_SPAN("capital"), HJ_SPAN(""), HJ_NUMBER, HJ_FROM_INPUT, HJ_PERSONAL_NONE},
    };
    struct hj_snapshot written = {.table = HJ_SPAN("registry"),
                                  .schema = {columns, COUNT(columns)}};
    struct hj_snapshot read;
    struct hj_arena arena = {0};
    struct hj_store *store = begin_store();
    WORKS(hj_store_add_snapshot(store, &written, &failure));
    for (size_t i = 0; i < sizeof written.content.bytes; i++) {
        written.content.bytes[i] = (unsigned char)(i * 17);
    }
    written.records = 3002664;
    written.stored = 3002664 - 5;
    written.rejected = 5;
    written.blocks = UINT32_MAX;
    WORKS(hj_store_set_counts(store, &written, &failure));
    WORKS(hj_store_set_current(store, written.id, &failure));
    commit_and_close(store);

    store = open_store(HJ_STORE_READ);
    WORKS(hj_store_current(store, "registry", &arena, &read, &failure));
    assert_int_equal(read.id, written.id);
    assert_true(hj_span_is(read.table, "registry"));
    assert_memory_equal(&read.content, &written.content, sizeof read.content);
    assert_int_equal(read.records, 3002664);
    assert_int_equal(read.stored, 3002659);
    assert_int_equal(read.rejected, 5);
    assert_true(read.blocks == UINT32_MAX);
    assert_int_equal(read.schema.count, COUNT(columns));
    for (size_t i = 0; i < COUNT(columns); i++) {
        assert_true(hj_span_equal(read.schema.columns[i].name, columns[i].name));
        assert_true(hj_span_equal(read.schema.columns[i].header, columns[i].header));
        assert_int_equal(read.schema.columns[i].type, columns[i].type);
        assert_int_equal(read.schema.columns[i].origin, columns[i].origin);
        assert_int_equal(read.schema.columns[i].personal, columns[i].personal);
    }
    hj_store_close(store);
    hj_arena_release(&arena);
}

static int64_t current(struct hj_store *store, const char *table)
{
    struct hj_arena arena = {0};
    struct hj_snapshot snapshot;
    WORKS(hj_store_current(store, table, &arena, &snapshot, &failure));
    assert_true(hj_span_is(snapshot.table, table));
    assert_int_equal(snapshot.schema.count, snapshot.id ? 3 : 0);
    hj_arena_release(&arena);
    return snapshot.id;
}

static void a_snapshot_is_current_only_when_it_is_made_so(void **state)
{
    (void)state;
    struct hj_store *store = open_store(HJ_STORE_CREATE);
    assert_int_equal(current(store, "registry"), 0);
    WORKS(hj_store_begin(store, &failure));
    int64_t first = add_snapshot(store, "registry");
    assert_int_equal(current(store, "registry"), 0);
    WORKS(hj_store_set_current(store, first, &failure));
    assert_int_equal(current(store, "registry"), first);
    assert_int_equal(current(store, "annual_report"), 0);
    commit_and_close(store);
}

static void numbers_begin_at_one_and_only_grow(void **state)
{
    (void)state;
    for (int64_t expected = 1; expected <= 4; expected++) {
        struct hj_store *store = begin_store();
        assert_int_equal(add_snapshot(store, expected % 2 ? "registry" : "tax"), expected);
        commit_and_close(store);
    }
    /* Also where the last one is gone. */
    struct hj_store *store = begin_store();
    assert_int_equal(sqlite3_exec(hj_store_connection(store),
                                  "DELETE FROM snapshot_column; DELETE FROM snapshot", NULL, NULL,
                                  NULL),
                     SQLITE_OK);
    assert_int_equal(add_snapshot(store, "registry"), 5);
    commit_and_close(store);
}

static bool has_block(struct hj_store *store, int64_t snapshot)
{
    struct hj_buffer out = {0};
    enum hj_code code = hj_store_get_block(store, snapshot, 0, 0, &out, &failure);
    assert_true(code == HJ_OK || code == HJ_STORE_DAMAGED);
    hj_buffer_release(&out);
    return code == HJ_OK;
}

static bool has_derived(struct hj_store *store, int64_t snapshot)
{
    struct hj_digest key = {{(unsigned char)snapshot}};
    bool found;
    WORKS(hj_store_has_derived(store, &key, &found, &failure));
    return found;
}

/* A load of the table: its snapshot, a block, a derived block. */
static int64_t load(struct hj_store *store, const char *table, struct hj_span frame)
{
    int64_t snapshot = add_snapshot(store, table);
    struct hj_digest key = {{(unsigned char)snapshot}};
    WORKS(hj_store_put_block(store, snapshot, 0, 0, frame, &failure));
    WORKS(hj_store_put_derived(store, snapshot, &key, 0, frame, &failure));
    WORKS(hj_store_set_current(store, snapshot, &failure));
    return snapshot;
}

static void the_blocks_before_the_previous_snapshot_go(void **state)
{
    (void)state;
    struct hj_store *store = begin_store();
    int64_t other = load(store, "tax", text("frame"));
    int64_t snapshots[5];
    for (int i = 0; i < 5; i++) {
        snapshots[i] = load(store, "registry", text("frame"));
        for (int k = 0; k <= i; k++) {
            assert_int_equal(has_block(store, snapshots[k]), k >= i - 1);
            assert_int_equal(has_derived(store, snapshots[k]), k >= i - 1);
        }
        assert_true(has_block(store, other));
        assert_true(has_derived(store, other));
    }
    WORKS(hj_store_set_current(store, snapshots[4], &failure));
    assert_true(has_block(store, snapshots[3]));
    commit_and_close(store);
}

/* A load that was committed without being made current leaves no blocks for ever. */
static void the_blocks_of_a_load_that_was_never_current_go_too(void **state)
{
    (void)state;
    struct hj_store *store = begin_store();
    int64_t first = load(store, "registry", text("frame"));
    int64_t never = add_snapshot(store, "registry");
    WORKS(hj_store_put_block(store, never, 0, 0, text("frame"), &failure));
    int64_t second = load(store, "registry", text("frame"));
    assert_true(has_block(store, first));
    assert_false(has_block(store, never));
    assert_true(has_block(store, second));
    commit_and_close(store);
}

static void the_history_of_snapshots_stays(void **state)
{
    (void)state;
    struct hj_store *store = begin_store();
    sqlite3_stmt *count;
    for (int i = 0; i < 5; i++) {
        load(store, "registry", text("frame"));
    }
    sqlite3_prepare_v2(hj_store_connection(store), "SELECT count(*) FROM snapshot", -1, &count,
                       NULL);
    assert_int_equal(sqlite3_step(count), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(count, 0), 5);
    sqlite3_finalize(count);
    commit_and_close(store);
}

static void a_store_settles_at_three_loads(void **state)
{
    (void)state;
    enum { SIZE = 3 * 1024 * 1024 };
    struct hj_buffer frame = {0};
    struct stat file;
    assert_true(hj_buffer_reserve(&frame, SIZE));
    memset(frame.data, 'x', SIZE);
    frame.size = SIZE;
    for (int i = 0; i < 8; i++) {
        struct hj_store *store = begin_store();
        load(store, "registry",
             hj_buffer_span(&frame)); /* twice: as a block and as a derived one */
        commit_and_close(store);
        assert_int_equal(stat(path, &file), 0);
        assert_true(file.st_size < 3 * 2 * SIZE + 2 * 1024 * 1024);
    }
    hj_buffer_release(&frame);
}

static void an_unknown_snapshot_cannot_be_current(void **state)
{
    (void)state;
    struct hj_store *store = begin_store();
    GIVES(HJ_STORE_DAMAGED, hj_store_set_current(store, 7, &failure));
    assert_string_equal(hj_error_argument(&failure, "file"), path);
    hj_store_close(store);
}

static void impossible_columns_are_damage(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "UPDATE snapshot_column SET type = 6 WHERE position = 1",
        "UPDATE snapshot_column SET type = 0 WHERE position = 1",
        "UPDATE snapshot_column SET origin = 9 WHERE position = 2",
        "UPDATE snapshot_column SET personal = -1 WHERE position = 0",
        "UPDATE snapshot_column SET type = 4294967300 WHERE position = 0",
        "UPDATE snapshot SET content = x'00'",
        "UPDATE snapshot SET blocks = -1",
        "UPDATE snapshot SET blocks = 4294967296",
    };
    for (size_t i = 0; i < COUNT(changes); i++) {
        struct hj_store *store = begin_store();
        struct hj_arena arena = {0};
        struct hj_snapshot snapshot;
        load(store, "registry", text("frame"));
        sqlite3 *connection = hj_store_connection(store);
        assert_int_equal(sqlite3_exec(connection, changes[i], NULL, NULL, NULL), SQLITE_OK);
        GIVES(HJ_STORE_DAMAGED, hj_store_current(store, "registry", &arena, &snapshot, &failure));
        assert_non_null(hj_error_argument(&failure, "reason"));
        hj_store_close(store);
        hj_arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_snapshot_is_read_as_it_was_written),
        IN_FOLDER(a_snapshot_is_current_only_when_it_is_made_so),
        IN_FOLDER(numbers_begin_at_one_and_only_grow),
        IN_FOLDER(the_blocks_before_the_previous_snapshot_go),
        IN_FOLDER(the_blocks_of_a_load_that_was_never_current_go_too),
        IN_FOLDER(the_history_of_snapshots_stays),
        IN_FOLDER(a_store_settles_at_three_loads),
        IN_FOLDER(an_unknown_snapshot_cannot_be_current),
        IN_FOLDER(impossible_columns_are_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
