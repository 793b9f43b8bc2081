/* SPDX-License-Identifier: MIT */
#include "column/vector.h"
#include "base/memory.h"
#include "cmocka_test.h"

#include <stdio.h>

static const enum hj_type types[] = {HJ_BOOLEAN, HJ_INTEGER, HJ_NUMBER, HJ_TEXT, HJ_DATE};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* A value that depends on its row alone; every fifth is NULL. */
static bool append(struct hj_vector_builder *builder, uint32_t row)
{
    char text[24];
    if (row % 5 == 3) {
        return hj_vector_append_null(builder);
    }
    switch (builder->type) {
    case HJ_BOOLEAN:
        return hj_vector_append_boolean(builder, row % 3 == 0);
    case HJ_INTEGER:
        return hj_vector_append_integer(builder, (int64_t)row * row - 1000);
    case HJ_NUMBER:
        return hj_vector_append_number(builder, row / 7.0);
    case HJ_TEXT:
        snprintf(text, sizeof text, "%.*s%u", (int)(row % 4), "xyz", row);
        return hj_vector_append_text(builder, hj_span_of(row % 11 ? text : ""));
    case HJ_DATE:
        return hj_vector_append_date(builder, (hj_date)row - 500);
    }
    return false;
}

static void assert_row(const struct hj_vector *vector, uint32_t row)
{
    struct hj_value value = hj_vector_value(vector, row);
    char text[24];
    assert_int_equal(value.type, vector->type);
    assert_int_equal(value.null, row % 5 == 3);
    assert_int_equal(hj_vector_is_null(vector, row), row % 5 == 3);
    if (value.null) {
        return;
    }
    switch (value.type) {
    case HJ_BOOLEAN:
        assert_int_equal(value.boolean, row % 3 == 0);
        break;
    case HJ_INTEGER:
        assert_true(value.integer == (int64_t)row * row - 1000);
        break;
    case HJ_NUMBER:
        assert_true(value.number <= row / 7.0 && value.number >= row / 7.0);
        break;
    case HJ_TEXT:
        snprintf(text, sizeof text, "%.*s%u", (int)(row % 4), "xyz", row);
        assert_true(hj_span_is(value.text, row % 11 ? text : ""));
        break;
    case HJ_DATE:
        assert_int_equal(value.date, (hj_date)row - 500);
        break;
    }
}

static void assert_rows(const struct hj_vector_builder *builder, uint32_t rows)
{
    struct hj_vector vector = hj_vector_builder_view(builder);
    assert_int_equal(vector.rows, rows);
    assert_int_equal(vector.nulls != NULL, rows > 3);
    struct hj_arena arena = {0};
    struct hj_vector copy;
    assert_true(hj_vector_copy(&vector, &arena, &copy));
    assert_int_equal(copy.rows, rows);
    assert_true(rows == 0 || copy.integers != vector.integers);
    for (uint32_t row = 0; row < rows; row++) {
        assert_row(&vector, row);
        assert_row(&copy, row);
    }
    hj_arena_release(&arena);
}

static void what_is_appended_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(types); i++) {
        struct hj_vector_builder builder;
        hj_vector_builder_init(&builder, types[i]);
        for (uint32_t row = 0; row < 5000; row++) {
            assert_true(append(&builder, row));
        }
        assert_rows(&builder, 5000);
        hj_vector_builder_release(&builder);
    }
}

static void null_rows_hold_nothing(void **state)
{
    (void)state;
    struct hj_vector_builder builder;
    hj_vector_builder_init(&builder, HJ_TEXT);
    assert_true(hj_vector_append_text(&builder, hj_span_of("ab")));
    assert_true(hj_vector_append_null(&builder));
    assert_true(hj_vector_append_text(&builder, hj_span_of("c")));
    struct hj_vector vector = hj_vector_builder_view(&builder);
    assert_int_equal(vector.text.offsets[0], 0);
    assert_int_equal(vector.text.offsets[1], 2);
    assert_int_equal(vector.text.offsets[2], 2);
    assert_int_equal(vector.text.offsets[3], 3);
    hj_vector_builder_release(&builder);

    hj_vector_builder_init(&builder, HJ_INTEGER);
    assert_true(hj_vector_append_null(&builder));
    assert_true(hj_vector_builder_view(&builder).integers[0] == 0);
    hj_vector_builder_release(&builder);
}

/* Also after a clear the memory must not remember nulls or truths of the block before. */
static void rejected_rows_are_taken_back(void **state)
{
    (void)state;
    static const uint32_t kept[] = {0, 1, 3, 4, 63, 64, 65, 100, 128, 199, 200, 300};
    for (size_t i = 0; i < COUNT(types); i++) {
        struct hj_vector_builder builder;
        hj_vector_builder_init(&builder, types[i]);
        for (size_t k = 0; k < COUNT(kept); k++) {
            uint32_t rows = kept[k] < 200 ? kept[k] : 200;
            for (uint32_t row = 0; row < 200; row++) {
                assert_true(append(&builder, row));
            }
            hj_vector_builder_truncate(&builder, kept[k]);
            assert_rows(&builder, rows);
            for (uint32_t row = rows; row < 300; row++) {
                assert_true(append(&builder, row));
            }
            assert_rows(&builder, 300);
            hj_vector_builder_clear(&builder);
            assert_rows(&builder, 0);
        }
        hj_vector_builder_release(&builder);
    }
}

static void an_empty_block_can_be_viewed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(types); i++) {
        struct hj_vector_builder builder;
        hj_vector_builder_init(&builder, types[i]);
        assert_rows(&builder, 0);
        if (types[i] == HJ_TEXT) {
            assert_int_equal(hj_vector_builder_view(&builder).text.offsets[0], 0);
        }
        hj_vector_builder_release(&builder);
    }
    hj_vector_builder_release(NULL);
}

static void a_block_ends_at_its_most_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(types); i++) {
        struct hj_vector_builder builder;
        hj_vector_builder_init(&builder, types[i]);
        for (uint32_t row = 0; row < HJ_BLOCK_ROWS; row++) {
            assert_true(append(&builder, row));
        }
        assert_false(append(&builder, HJ_BLOCK_ROWS));
        assert_false(hj_vector_append_null(&builder));
        assert_int_equal(builder.rows, HJ_BLOCK_ROWS);
        hj_vector_builder_release(&builder);
    }
}

static void a_block_ends_at_its_most_bytes(void **state)
{
    (void)state;
    struct hj_vector_builder builder;
    hj_vector_builder_init(&builder, HJ_TEXT);
    assert_true(hj_vector_append_text(&builder, hj_span_of("abc")));
    /* Refused before the bytes are looked at. */
    assert_false(hj_vector_append_text(&builder, (struct hj_span){"x", HJ_BLOCK_BYTES - 2}));
    assert_false(hj_vector_append_text(&builder, (struct hj_span){"x", SIZE_MAX}));
    assert_int_equal(builder.rows, 1);
    hj_vector_builder_release(&builder);
}

/* The n-th allocation fails: that row is not appended, and can be a moment later. */
static void a_full_memory_appends_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(types); i++) {
        uint64_t calls = 1;
        for (uint64_t nth = 1; nth <= calls; nth++) {
            struct hj_vector_builder builder;
            uint32_t failures = 0;
            hj_vector_builder_init(&builder, types[i]);
            hj_memory_fail_at(nth);
            for (uint32_t row = 0; row < 5000; row++) {
                if (!append(&builder, row)) {
                    failures++;
                    assert_int_equal(builder.rows, row);
                    assert_true(append(&builder, row));
                }
            }
            calls = hj_memory_calls() - failures;
            hj_memory_fail_at(0);
            assert_int_equal(failures, nth <= calls);
            assert_rows(&builder, 5000);
            hj_vector_builder_release(&builder);
        }
    }
}

static void a_dictionary_gives_the_text_of_its_code(void **state)
{
    (void)state;
    static const uint32_t offsets[] = {0, 2, 2, 5};
    static const uint16_t codes[] = {2, 0, 0, 1};
    static const uint64_t nulls[] = {4}; /* row 2 */
    struct hj_vector vector = {.type = HJ_TEXT, .rows = 4, .nulls = nulls};
    vector.text.offsets = offsets;
    vector.text.bytes = "abcde";
    vector.text.codes = codes;
    vector.text.entries = 3;
    assert_true(hj_span_is(hj_vector_text(&vector, 0), "cde"));
    assert_true(hj_span_is(hj_vector_text(&vector, 1), "ab"));
    assert_true(hj_vector_value(&vector, 2).null);
    assert_true(hj_span_is(hj_vector_value(&vector, 3).text, ""));

    struct hj_arena arena = {0};
    struct hj_vector copy;
    assert_true(hj_vector_copy(&vector, &arena, &copy));
    assert_true(copy.text.bytes != vector.text.bytes && copy.text.codes != codes);
    assert_true(hj_span_is(hj_vector_text(&copy, 0), "cde"));
    assert_true(hj_vector_value(&copy, 2).null);
    assert_true(hj_span_is(hj_vector_value(&copy, 3).text, ""));
    hj_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_appended_is_read),
        cmocka_unit_test(null_rows_hold_nothing),
        cmocka_unit_test(rejected_rows_are_taken_back),
        cmocka_unit_test(an_empty_block_can_be_viewed),
        cmocka_unit_test(a_block_ends_at_its_most_rows),
        cmocka_unit_test(a_block_ends_at_its_most_bytes),
        cmocka_unit_test(a_full_memory_appends_nothing),
        cmocka_unit_test(a_dictionary_gives_the_text_of_its_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
