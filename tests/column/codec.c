/* SPDX-License-Identifier: MIT */
#include "column/codec.h"
#include "base/memory.h"
#include "cmocka_test.h"
#include "column/frame.h"

#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Fills a builder with `rows` rows; `seed` is free for the recipe. */
typedef void recipe(struct hj_vector_builder *builder, uint32_t row);

static uint32_t scramble(uint32_t row)
{
    uint32_t x = row * 2654435761u + 12345;
    x ^= x >> 15;
    return x * 2246822519u;
}

static void all_null(struct hj_vector_builder *builder, uint32_t row)
{
    (void)row;
    assert_true(hj_vector_append_null(builder));
}

static void some_truths(struct hj_vector_builder *builder, uint32_t row)
{
    assert_true(row % 7 == 2 ? hj_vector_append_null(builder)
                             : hj_vector_append_boolean(builder, scramble(row) % 3 == 0));
}

static void record_numbers(struct hj_vector_builder *builder, uint32_t row)
{
    assert_true(hj_vector_append_integer(builder, INT64_C(4000000000) + 2 * (int64_t)row));
}

static void backwards(struct hj_vector_builder *builder, uint32_t row)
{
    assert_true(hj_vector_append_integer(builder, -3 * (int64_t)row));
}

static void years(struct hj_vector_builder *builder, uint32_t row)
{
    assert_true(hj_vector_append_integer(builder, 1990 + scramble(row) % 36));
}

static void years_or_null(struct hj_vector_builder *builder, uint32_t row)
{
    assert_true(scramble(row) % 4 == 0 ? hj_vector_append_null(builder)
                                       : hj_vector_append_integer(builder, 2020 + row % 3));
}

static void thousands(struct hj_vector_builder *builder, uint32_t row)
{
    assert_true(hj_vector_append_integer(builder, (int64_t)(scramble(row) % 60000) - 30000));
}

static void millions(struct hj_vector_builder *builder, uint32_t row)
{
    assert_true(hj_vector_append_integer(builder, (int64_t)scramble(row) - 7));
}

static void extremes(struct hj_vector_builder *builder, uint32_t row)
{
    static const int64_t values[] = {INT64_MIN, INT64_MAX, 0, -1};
    assert_true(hj_vector_append_integer(builder, values[row % 4]));
}

static void numbers(struct hj_vector_builder *builder, uint32_t row)
{
    assert_true(row % 9 == 8 ? hj_vector_append_null(builder)
                             : hj_vector_append_number(builder, scramble(row) / -3.0));
}

static void near_days(struct hj_vector_builder *builder, uint32_t row)
{
    assert_true(hj_vector_append_date(builder, 18000 + (hj_date)(scramble(row) % 200)));
}

static void days_of_centuries(struct hj_vector_builder *builder, uint32_t row)
{
    assert_true(hj_vector_append_date(builder, row % 2 ? HJ_DATE_MIN : HJ_DATE_MAX));
}

static void every_day(struct hj_vector_builder *builder, uint32_t row)
{
    assert_true(hj_vector_append_date(builder, 20000 + (hj_date)row));
}

static void names(struct hj_vector_builder *builder, uint32_t row)
{
    char text[64];
    snprintf(text, sizeof text, "firm number %u of the register %u", row, scramble(row));
    assert_true(hj_vector_append_text(builder, hj_span_of(text)));
}

static void statuses(struct hj_vector_builder *builder, uint32_t row)
{
    static const char *const words[] = {"active", "revoked", "cancelled", ""};
    assert_true(scramble(row) % 6 == 0
                    ? hj_vector_append_null(builder)
                    : hj_vector_append_text(builder, hj_span_of(words[scramble(row) % 4])));
}

static void one_province(struct hj_vector_builder *builder, uint32_t row)
{
    (void)row;
    assert_true(hj_vector_append_text(builder, hj_span_of("the same everywhere")));
}

static void six_hundred_towns(struct hj_vector_builder *builder, uint32_t row)
{
    char text[32];
    snprintf(text, sizeof text, "town number %u", scramble(row) % 600);
    assert_true(hj_vector_append_text(builder, hj_span_of(text)));
}

static void long_texts(struct hj_vector_builder *builder, uint32_t row)
{
    char text[1000];
    size_t size = scramble(row) % sizeof text;
    memset(text, (int)('a' + row % 26), size);
    snprintf(text, sizeof text, "%u", scramble(row));
    assert_true(hj_vector_append_text(builder, (struct hj_span){text, size}));
}

static void one_huge_text(struct hj_vector_builder *builder, uint32_t row)
{
    static char text[70000];
    memcpy(text, &row, sizeof row);
    assert_true(hj_vector_append_text(
        builder, (struct hj_span){text, row == 5 ? sizeof text : sizeof row + row % 100}));
}

static void any_bytes(struct hj_vector_builder *builder, uint32_t row)
{
    uint32_t bytes[4] = {scramble(4 * row), scramble(4 * row + 1), scramble(4 * row + 2),
                         scramble(4 * row + 3)};
    assert_true(hj_vector_append_text(builder, (struct hj_span){(char *)bytes, sizeof bytes}));
}

static void any_integers(struct hj_vector_builder *builder, uint32_t row)
{
    uint64_t high = scramble(2 * row);
    assert_true(hj_vector_append_integer(builder, (int64_t)(high << 32 | scramble(2 * row + 1))));
}

static const struct {
    const char *name;
    recipe *append;
    enum hj_type type;
    enum hj_form form; /* of a full block */
} recipes[] = {
    {"all_null text", all_null, HJ_TEXT, HJ_FORM_DICTIONARY},
    {"all_null integers", all_null, HJ_INTEGER, HJ_FORM_NARROW},
    {"all_null dates", all_null, HJ_DATE, HJ_FORM_NARROW},
    {"all_null numbers", all_null, HJ_NUMBER, HJ_FORM_PLAIN},
    {"some_truths", some_truths, HJ_BOOLEAN, HJ_FORM_PLAIN},
    {"record_numbers", record_numbers, HJ_INTEGER, HJ_FORM_SEQUENCE},
    {"backwards", backwards, HJ_INTEGER, HJ_FORM_SEQUENCE},
    {"years", years, HJ_INTEGER, HJ_FORM_NARROW},
    {"years_or_null", years_or_null, HJ_INTEGER, HJ_FORM_NARROW},
    {"thousands", thousands, HJ_INTEGER, HJ_FORM_NARROW},
    {"millions", millions, HJ_INTEGER, HJ_FORM_NARROW},
    {"extremes", extremes, HJ_INTEGER, HJ_FORM_PLAIN},
    {"numbers", numbers, HJ_NUMBER, HJ_FORM_PLAIN},
    {"near_days", near_days, HJ_DATE, HJ_FORM_NARROW},
    {"days_of_centuries", days_of_centuries, HJ_DATE, HJ_FORM_PLAIN},
    {"every_day", every_day, HJ_DATE, HJ_FORM_SEQUENCE},
    {"names", names, HJ_TEXT, HJ_FORM_PLAIN},
    {"statuses", statuses, HJ_TEXT, HJ_FORM_DICTIONARY},
    {"one_province", one_province, HJ_TEXT, HJ_FORM_DICTIONARY},
    {"six_hundred_towns", six_hundred_towns, HJ_TEXT, HJ_FORM_DICTIONARY},
    {"long_texts", long_texts, HJ_TEXT, HJ_FORM_PLAIN},
    {"one_huge_text", one_huge_text, HJ_TEXT, HJ_FORM_PLAIN},
    {"any_bytes", any_bytes, HJ_TEXT, HJ_FORM_PLAIN},
    {"any_integers", any_integers, HJ_INTEGER, HJ_FORM_PLAIN},
};

static const uint32_t row_counts[] = {0, 1, 2, 3, 63, 64, 65, 300, 513, 5000};

static struct hj_vector_builder build(size_t which, uint32_t rows)
{
    struct hj_vector_builder builder;
    hj_vector_builder_init(&builder, recipes[which].type);
    for (uint32_t row = 0; row < rows; row++) {
        recipes[which].append(&builder, row);
    }
    return builder;
}

static void assert_same(const struct hj_vector *a, const struct hj_vector *b)
{
    assert_int_equal(a->type, b->type);
    assert_int_equal(a->rows, b->rows);
    for (uint32_t row = 0; row < a->rows; row++) {
        struct hj_value x = hj_vector_value(a, row);
        struct hj_value y = hj_vector_value(b, row);
        assert_int_equal(x.null, y.null);
        if (x.null) {
            continue;
        }
        switch (x.type) {
        case HJ_BOOLEAN:
            assert_int_equal(x.boolean, y.boolean);
            break;
        case HJ_INTEGER:
            assert_true(x.integer == y.integer);
            break;
        case HJ_NUMBER:
            assert_memory_equal(&x.number, &y.number, sizeof x.number);
            break;
        case HJ_TEXT:
            assert_true(hj_span_equal(x.text, y.text));
            break;
        case HJ_DATE:
            assert_int_equal(x.date, y.date);
            break;
        }
    }
}

/* What the vector promises its readers beside the values. */
static void assert_promises(const struct hj_vector *vector)
{
    for (uint32_t row = 0; row < vector->rows; row++) {
        if (!hj_vector_is_null(vector, row)) {
            continue;
        }
        switch (vector->type) {
        case HJ_BOOLEAN:
            assert_false(hj_bits_get(vector->booleans, row));
            break;
        case HJ_INTEGER:
            assert_true(vector->integers[row] == 0);
            break;
        case HJ_NUMBER:
            assert_true(vector->numbers[row] >= 0 && vector->numbers[row] <= 0);
            break;
        case HJ_TEXT:
            assert_true(vector->text.codes
                            ? vector->text.codes[row] == 0
                            : vector->text.offsets[row] == vector->text.offsets[row + 1]);
            break;
        case HJ_DATE:
            assert_int_equal(vector->dates[row], 0);
            break;
        }
    }
}

static void encode(struct hj_codec *codec, const struct hj_vector *vector,
                   enum hj_compression compression, struct hj_buffer *out)
{
    struct hj_error error;
    assert_int_equal(hj_codec_encode(codec, vector, compression, out, &error), HJ_OK);
}

static void decode(struct hj_span frame, struct hj_arena *arena, struct hj_vector *vector)
{
    struct hj_error error;
    if (hj_codec_decode(frame, arena, vector, &error) != HJ_OK) {
        fail_msg("%s", hj_error_argument(&error, "reason"));
    }
}

/* Encoded, decoded, encoded again: the values come back, and the bytes are the same however the
 * vector holds them. The frame lies at every alignment. */
static void round_trip(size_t which, uint32_t rows, enum hj_compression compression)
{
    struct hj_codec codec = {0};
    struct hj_arena arena = {0};
    struct hj_buffer out = {0};
    struct hj_vector_builder builder = build(which, rows);
    struct hj_vector vector = hj_vector_builder_view(&builder);
    struct hj_vector back;
    for (size_t before = 0; before < 8; before += 1 + rows / 100) {
        hj_buffer_clear(&out);
        assert_true(hj_buffer_append(&out, (struct hj_span){"1234567", before}));
        encode(&codec, &vector, compression, &out);
        size_t size = out.size - before;
        decode(hj_span_slice(hj_buffer_span(&out), before, size), &arena, &back);
        assert_same(&vector, &back);
        assert_promises(&back);
        struct hj_buffer again = {0};
        encode(&codec, &back, compression, &again);
        assert_int_equal(again.size, size);
        assert_memory_equal(again.data, out.data + before, size);
        hj_buffer_release(&again);
        hj_arena_clear(&arena);
    }
    hj_buffer_release(&out);
    hj_arena_release(&arena);
    hj_codec_release(&codec);
    hj_vector_builder_release(&builder);
}

static void what_is_encoded_is_decoded(void **state)
{
    (void)state;
    for (size_t which = 0; which < COUNT(recipes); which++) {
        for (size_t i = 0; i < COUNT(row_counts); i++) {
            for (int compression = HJ_COMPRESS_NONE; compression <= HJ_COMPRESS_ZSTD;
                 compression++) {
                round_trip(which, row_counts[i], (enum hj_compression)compression);
            }
        }
        round_trip(which, HJ_BLOCK_ROWS, HJ_COMPRESS_LZ4);
    }
}

static void the_form_suits_the_values(void **state)
{
    (void)state;
    struct hj_codec codec = {0};
    for (size_t which = 0; which < COUNT(recipes); which++) {
        struct hj_buffer out = {0};
        struct hj_vector_builder builder = build(which, 5000);
        struct hj_vector vector = hj_vector_builder_view(&builder);
        encode(&codec, &vector, HJ_COMPRESS_NONE, &out);
        if (out.data[5] != (char)recipes[which].form) {
            fail_msg("%s: form %d", recipes[which].name, out.data[5]);
        }
        hj_buffer_release(&out);
        hj_vector_builder_release(&builder);
    }
    hj_codec_release(&codec);
}

static void frames_follow_each_other_in_one_buffer(void **state)
{
    (void)state;
    struct hj_codec codec = {0};
    struct hj_arena arena = {0};
    struct hj_buffer out = {0};
    size_t ends[COUNT(recipes)];
    for (size_t which = 0; which < COUNT(recipes); which++) {
        struct hj_vector_builder builder = build(which, 300);
        struct hj_vector vector = hj_vector_builder_view(&builder);
        encode(&codec, &vector, HJ_COMPRESS_LZ4, &out);
        ends[which] = out.size;
        hj_vector_builder_release(&builder);
    }
    for (size_t which = 0; which < COUNT(recipes); which++) {
        struct hj_vector_builder builder = build(which, 300);
        struct hj_vector vector = hj_vector_builder_view(&builder);
        struct hj_vector back;
        size_t from = which ? ends[which - 1] : 0;
        decode(hj_span_slice(hj_buffer_span(&out), from, ends[which] - from), &arena, &back);
        assert_same(&vector, &back);
        hj_vector_builder_release(&builder);
    }
    hj_buffer_release(&out);
    hj_arena_release(&arena);
    hj_codec_release(&codec);
    hj_codec_release(NULL);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t which = 0; which < COUNT(recipes); which++) {
        struct hj_vector_builder builder = build(which, 513);
        struct hj_vector vector = hj_vector_builder_view(&builder);
        enum hj_code code = HJ_MEMORY;
        for (uint64_t nth = 1; code != HJ_OK; nth++) {
            struct hj_codec codec = {0};
            struct hj_arena arena = {0};
            struct hj_buffer out = {0};
            struct hj_vector back;
            struct hj_error error = {0};
            hj_memory_fail_at(nth);
            code = hj_codec_encode(&codec, &vector, HJ_COMPRESS_LZ4, &out, &error);
            if (code == HJ_OK) {
                code = hj_codec_decode(hj_buffer_span(&out), &arena, &back, &error);
            } else {
                assert_int_equal(out.size, 0);
            }
            bool failed = hj_memory_calls() >= nth;
            hj_memory_fail_at(0);
            assert_int_equal(code, failed ? HJ_MEMORY : HJ_OK);
            hj_buffer_release(&out);
            hj_arena_release(&arena);
            hj_codec_release(&codec);
        }
        hj_vector_builder_release(&builder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_encoded_is_decoded),
        cmocka_unit_test(the_form_suits_the_values),
        cmocka_unit_test(frames_follow_each_other_in_one_buffer),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
