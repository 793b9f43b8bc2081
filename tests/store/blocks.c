/* SPDX-License-Identifier: MIT */
#include "store/folder.h"

#include <stdio.h>

/* Bytes that depend on their place. */
static void fill(struct hj_buffer *frame, size_t size, unsigned seed)
{
    hj_buffer_clear(frame);
    assert_true(hj_buffer_reserve(frame, size + 1));
    for (size_t i = 0; i < size; i++) {
        frame->data[i] = (char)(i * 31 + i / 251 + seed);
    }
    frame->size = size;
}

static const size_t sizes[] = {0, 1, 100, 8000, 65000, 65536, 70000, 200000, 3000000};

static void blocks_of_any_size_come_back(void **state)
{
    (void)state;
    struct hj_buffer frame = {0};
    struct hj_buffer out = {0};
    struct hj_store *store = begin_store();
    int64_t snapshot = add_snapshot(store, "registry");
    for (uint32_t block = 0; block < 5; block++) {
        for (uint32_t column = 0; column < COUNT(sizes); column++) {
            fill(&frame, sizes[column], block);
            WORKS(hj_store_put_block(store, snapshot, column, block, hj_buffer_span(&frame),
                                     &failure));
        }
    }
    WORKS(hj_store_set_current(store, snapshot, &failure));
    commit_and_close(store);
    store = open_store(HJ_STORE_READ);
    for (uint32_t column = 0; column < COUNT(sizes); column++) {
        for (uint32_t block = 5; block-- > 0;) {
            fill(&frame, sizes[column], block);
            hj_buffer_clear(&out);
            assert_true(hj_buffer_append(&out, text("before")));
            WORKS(hj_store_get_block(store, snapshot, column, block, &out, &failure));
            assert_int_equal(out.size, 6 + frame.size);
            assert_memory_equal(out.data, "before", 6);
            assert_memory_equal(out.data + 6, frame.data, frame.size);
        }
    }
    hj_store_close(store);
    hj_buffer_release(&frame);
    hj_buffer_release(&out);
}

static void a_second_block_replaces_the_first(void **state)
{
    (void)state;
    struct hj_buffer out = {0};
    struct hj_store *store = begin_store();
    int64_t snapshot = add_snapshot(store, "registry");
    struct hj_digest key = {{1}};
    bool found;
    WORKS(hj_store_put_block(store, snapshot, 0, 0, text("first"), &failure));
    WORKS(hj_store_put_block(store, snapshot, 0, 0, text("second"), &failure));
    WORKS(hj_store_get_block(store, snapshot, 0, 0, &out, &failure));
    assert_true(hj_span_is(hj_buffer_span(&out), "second"));
    hj_buffer_clear(&out);
    WORKS(hj_store_put_derived(store, snapshot, &key, 0, text("first"), &failure));
    WORKS(hj_store_put_derived(store, snapshot, &key, 0, text("second"), &failure));
    WORKS(hj_store_get_derived(store, &key, 0, &out, &found, &failure));
    assert_true(found);
    assert_true(hj_span_is(hj_buffer_span(&out), "second"));
    hj_store_close(store);
    hj_buffer_release(&out);
}

static void a_block_that_is_not_there_is_damage(void **state)
{
    (void)state;
    struct hj_buffer out = {0};
    struct hj_store *store = open_store(HJ_STORE_CREATE);
    GIVES(HJ_STORE_DAMAGED, hj_store_get_block(store, 1, 0, 0, &out, &failure));
    WORKS(hj_store_begin(store, &failure));
    int64_t snapshot = add_snapshot(store, "registry");
    WORKS(hj_store_put_block(store, snapshot, 1, 2, text("frame"), &failure));
    GIVES(HJ_STORE_DAMAGED, hj_store_get_block(store, snapshot, 2, 1, &out, &failure));
    assert_string_equal(hj_error_argument(&failure, "reason"),
                        "snapshot 1 has no block 1 of column 2");
    assert_string_equal(hj_error_argument(&failure, "file"), path);
    assert_int_equal(hj_code_status(failure.code), HJ_STATUS_DATA);
    assert_int_equal(out.size, 0);
    hj_store_close(store);
    hj_buffer_release(&out);
}

static void blocks_need_their_snapshot(void **state)
{
    (void)state;
    struct hj_digest key = {{1}};
    struct hj_store *store = begin_store();
    GIVES(HJ_STORE, hj_store_put_block(store, 9, 0, 0, text("frame"), &failure));
    assert_string_equal(hj_error_argument(&failure, "reason"), "FOREIGN KEY constraint failed");
    GIVES(HJ_STORE, hj_store_put_derived(store, 9, &key, 0, text("frame"), &failure));
    hj_store_close(store);
}

static bool has(struct hj_store *store, unsigned char number)
{
    struct hj_digest key = {{number}};
    bool found;
    WORKS(hj_store_has_derived(store, &key, &found, &failure));
    return found;
}

/* Blocks 0 .. 2 of a key, each with the key's and its own number. */
static void put_key(struct hj_store *store, int64_t snapshot, unsigned char number)
{
    struct hj_digest key = {{number}};
    for (unsigned char block = 0; block < 3; block++) {
        char frame[2] = {(char)number, (char)block};
        WORKS(hj_store_put_derived(store, snapshot, &key, block, (struct hj_span){frame, 2},
                                   &failure));
    }
}

static void assert_key(struct hj_store *store, unsigned char number, bool expected)
{
    struct hj_digest key = {{number}};
    struct hj_buffer out = {0};
    assert_int_equal(has(store, number), expected);
    for (unsigned char block = 0; block < 4; block++) {
        bool found;
        hj_buffer_clear(&out);
        WORKS(hj_store_get_derived(store, &key, block, &out, &found, &failure));
        assert_int_equal(found, expected && block < 3);
        assert_int_equal(out.size, found ? 2 : 0);
        if (found) {
            assert_int_equal(out.data[0], number);
            assert_int_equal(out.data[1], block);
        }
    }
    hj_buffer_release(&out);
}

static void derived_blocks_are_found_by_their_key(void **state)
{
    (void)state;
    struct hj_store *store = open_store(HJ_STORE_CREATE);
    assert_key(store, 1, false);
    WORKS(hj_store_begin(store, &failure));
    int64_t snapshot = add_snapshot(store, "registry");
    for (unsigned char number = 1; number < 20; number++) {
        put_key(store, snapshot, number);
        assert_key(store, (unsigned char)(number / 2), number > 1);
        assert_key(store, number, true);
        assert_key(store, (unsigned char)(number + 1), false);
    }
    commit_and_close(store);
    store = open_store(HJ_STORE_READ);
    for (unsigned char number = 0; number < 22; number++) {
        assert_key(store, number, number > 0 && number < 20);
    }
    hj_store_close(store);
}

static void only_the_kept_keys_of_the_snapshot_stay(void **state)
{
    (void)state;
    struct hj_store *store = begin_store();
    int64_t snapshot = add_snapshot(store, "registry");
    int64_t other = add_snapshot(store, "tax");
    const struct hj_digest kept[] = {{{2}}, {{4}}, {{77}}};
    for (unsigned char number = 1; number <= 5; number++) {
        put_key(store, snapshot, number);
    }
    put_key(store, other, 9);
    WORKS(hj_store_keep_derived(store, snapshot, kept, COUNT(kept), &failure));
    for (unsigned char number = 1; number <= 5; number++) {
        assert_key(store, number, number == 2 || number == 4);
    }
    assert_key(store, 9, true);
    put_key(store, snapshot, 5); /* the one that was put last may come back */
    assert_key(store, 5, true);
    WORKS(hj_store_keep_derived(store, snapshot, NULL, 0, &failure));
    assert_key(store, 2, false);
    assert_key(store, 5, false);
    assert_key(store, 9, true);
    commit_and_close(store);
}

static void keys_put_in_a_transaction_that_is_rolled_back_are_not_there(void **state)
{
    (void)state;
    struct hj_store *store = begin_store();
    int64_t snapshot = add_snapshot(store, "registry");
    WORKS(hj_store_commit(store, &failure));
    WORKS(hj_store_begin(store, &failure));
    put_key(store, snapshot, 1);
    assert_key(store, 1, true);
    hj_store_rollback(store);
    assert_key(store, 1, false);
    WORKS(hj_store_begin(store, &failure));
    put_key(store, snapshot, 1);
    assert_key(store, 1, true);
    commit_and_close(store);
}

static void entries_are_texts_by_stage_and_name(void **state)
{
    (void)state;
    struct hj_arena arena = {0};
    struct hj_span value = HJ_SPAN("x");
    struct hj_store *store = open_store(HJ_STORE_CREATE);
    WORKS(hj_store_get_entry(store, "flag", "rules", &arena, &value, &failure));
    assert_null(value.data);
    WORKS(hj_store_begin(store, &failure));
    WORKS(hj_store_put_entry(store, "flag", "rules", text("[1]"), &failure));
    WORKS(hj_store_put_entry(store, "flag", "rules", text("[1,2]"), &failure));
    WORKS(hj_store_put_entry(store, "flag", "empty", (struct hj_span){NULL, 0}, &failure));
    WORKS(hj_store_put_entry(store, "flag", "bytes", (struct hj_span)HJ_SPAN("a\0\xff"), &failure));
    WORKS(hj_store_put_entry(store, "link", "rules", text("other"), &failure));
    WORKS(hj_store_get_entry(store, "flag", "rules", &arena, &value, &failure));
    assert_true(hj_span_is(value, "[1,2]"));
    WORKS(hj_store_get_entry(store, "flag", "empty", &arena, &value, &failure));
    assert_non_null(value.data);
    assert_int_equal(value.size, 0);
    WORKS(hj_store_get_entry(store, "flag", "bytes", &arena, &value, &failure));
    assert_int_equal(value.size, 3);
    assert_memory_equal(value.data, "a\0\xff", 4);
    WORKS(hj_store_get_entry(store, "flag", "nothing", &arena, &value, &failure));
    assert_null(value.data);
    WORKS(hj_store_drop_entry(store, "flag", text("rules"), &failure));
    WORKS(hj_store_drop_entry(store, "flag", text("nothing"), &failure));
    WORKS(hj_store_get_entry(store, "flag", "rules", &arena, &value, &failure));
    assert_null(value.data);
    WORKS(hj_store_get_entry(store, "flag", "empty", &arena, &value, &failure));
    assert_non_null(value.data);
    WORKS(hj_store_get_entry(store, "link", "rules", &arena, &value, &failure));
    assert_true(hj_span_is(value, "other"));
    commit_and_close(store);
    hj_arena_release(&arena);
}

/* Every function that writes. */
static enum hj_code write_something(struct hj_store *store, int which, struct hj_error *error)
{
    struct hj_snapshot snapshot = {.id = 1, .table = HJ_SPAN("registry")};
    struct hj_digest key = {{1}};
    switch (which) {
    case 0:
        return hj_store_add_snapshot(store, &snapshot, error);
    case 1:
        return hj_store_set_counts(store, &snapshot, error);
    case 2:
        return hj_store_put_block(store, 1, 0, 0, text("frame"), error);
    case 3:
        return hj_store_put_derived(store, 1, &key, 0, text("frame"), error);
    case 4:
        return hj_store_put_entry(store, "flag", "rules", text("x"), error);
    case 5:
        return hj_store_drop_entry(store, "flag", text("rules"), error);
    default:
        return HJ_OK;
    }
}

static void nothing_is_written_outside_a_transaction(void **state)
{
    (void)state;
    struct hj_store *store = begin_store();
    add_snapshot(store, "registry");
    WORKS(hj_store_commit(store, &failure));
    for (int which = 0; which < 6; which++) {
        GIVES(HJ_STORE, write_something(store, which, &failure));
        assert_string_equal(hj_error_argument(&failure, "reason"),
                            "nothing is written outside a transaction");
        WORKS(hj_store_begin(store, &failure));
        WORKS(write_something(store, which, &failure));
        hj_store_rollback(store);
    }
    hj_store_close(store);
}

static void nothing_is_written_to_a_store_opened_to_read(void **state)
{
    (void)state;
    struct hj_store *store = begin_store();
    add_snapshot(store, "registry");
    commit_and_close(store);
    store = open_store(HJ_STORE_READ);
    for (int which = 0; which < 6; which++) {
        WORKS(hj_store_begin(store, &failure));
        GIVES(HJ_STORE, write_something(store, which, &failure));
        assert_string_equal(hj_error_argument(&failure, "reason"),
                            "attempt to write a readonly database");
        hj_store_rollback(store);
    }
    hj_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(blocks_of_any_size_come_back),
        IN_FOLDER(a_second_block_replaces_the_first),
        IN_FOLDER(a_block_that_is_not_there_is_damage),
        IN_FOLDER(blocks_need_their_snapshot),
        IN_FOLDER(derived_blocks_are_found_by_their_key),
        IN_FOLDER(only_the_kept_keys_of_the_snapshot_stay),
        IN_FOLDER(keys_put_in_a_transaction_that_is_rolled_back_are_not_there),
        IN_FOLDER(entries_are_texts_by_stage_and_name),
        IN_FOLDER(nothing_is_written_outside_a_transaction),
        IN_FOLDER(nothing_is_written_to_a_store_opened_to_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
