/* SPDX-License-Identifier: MIT
 * Which form the encoder chooses, to the edge, and what the bytes then are. */
#include "base/hash.h"
#include "cmocka_test.h"
#include "column/frame.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Encodes what the builder holds, without compression, decodes it and compares. */
static void encode(const struct hj_vector_builder *builder, struct hj_buffer *out)
{
    struct hj_codec codec = {0};
    struct hj_arena arena = {0};
    struct hj_vector vector = hj_vector_builder_view(builder);
    struct hj_vector back;
    struct hj_error error;
    hj_buffer_clear(out);
    assert_int_equal(hj_codec_encode(&codec, &vector, HJ_COMPRESS_NONE, out, &error), HJ_OK);
    assert_int_equal(hj_codec_decode(hj_buffer_span(out), &arena, &back, &error), HJ_OK);
    assert_int_equal(back.rows, vector.rows);
    for (uint32_t row = 0; row < vector.rows; row++) {
        struct hj_value x = hj_vector_value(&vector, row);
        struct hj_value y = hj_vector_value(&back, row);
        assert_int_equal(x.null, y.null);
        assert_true(x.null ||
                    (x.type == HJ_TEXT ? hj_span_equal(x.text, y.text) : x.integer == y.integer));
    }
    hj_codec_release(&codec);
    hj_arena_release(&arena);
}

static void integers_take_the_narrowest_width(void **state)
{
    (void)state;
    static const struct {
        int64_t low, high;
        enum hj_form form;
        size_t width;
    } cases[] = {
        {7, 7, HJ_FORM_SEQUENCE, 0},
        {0, 255, HJ_FORM_NARROW, 1},
        {-5, 251, HJ_FORM_NARROW, 2},
        {0, 65535, HJ_FORM_NARROW, 2},
        {1, 65537, HJ_FORM_NARROW, 4},
        {-1, UINT32_MAX - INT64_C(1), HJ_FORM_NARROW, 4},
        {0, UINT32_MAX + INT64_C(1), HJ_FORM_PLAIN, 8},
        {INT64_MIN, INT64_MIN + 255, HJ_FORM_NARROW, 1},
        {INT64_MAX - 255, INT64_MAX, HJ_FORM_NARROW, 1},
        {INT64_MIN, INT64_MAX, HJ_FORM_PLAIN, 8},
    };
    struct hj_buffer out = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct hj_vector_builder builder;
        hj_vector_builder_init(&builder, HJ_INTEGER);
        for (uint32_t row = 0; row < 100; row++) {
            bool low = row % 3 == 0 || row == 1;
            assert_true(hj_vector_append_integer(&builder, low ? cases[i].low : cases[i].high));
        }
        encode(&builder, &out);
        size_t fixed = cases[i].form == HJ_FORM_PLAIN      ? 0
                       : cases[i].form == HJ_FORM_SEQUENCE ? 16
                                                           : 9;
        assert_int_equal(out.data[5], cases[i].form);
        assert_int_equal(out.size, 32 + fixed + 100 * cases[i].width);
        hj_vector_builder_release(&builder);
    }
    hj_buffer_release(&out);
}

/* A row of this many bytes among rows of one, all different. */
static void lengths_take_the_narrowest_width(void **state)
{
    (void)state;
    static const struct {
        size_t longest, width;
    } cases[] = {{1, 1}, {255, 1}, {256, 2}, {65535, 2}, {65536, 4}, {1000000, 4}};
    static char text[1000000];
    struct hj_buffer out = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct hj_vector_builder builder;
        size_t bytes = 0;
        hj_vector_builder_init(&builder, HJ_TEXT);
        for (uint32_t row = 0; row < 100; row++) {
            size_t size = row == 50 ? cases[i].longest : 1;
            text[0] = (char)row;
            bytes += size;
            assert_true(hj_vector_append_text(&builder, (struct hj_span){text, size}));
        }
        encode(&builder, &out);
        assert_int_equal(out.data[5], HJ_FORM_PLAIN);
        assert_int_equal(out.size, 32 + 1 + 100 * cases[i].width + bytes);
        hj_vector_builder_release(&builder);
    }
    hj_buffer_release(&out);
}

/* Rows of so many different texts of so many bytes; then the first one over and over. */
static void a_dictionary_must_gain_something(void **state)
{
    (void)state;
    static const struct {
        uint32_t rows, different;
        int size;
        bool dictionary;
    } cases[] = {
        {10, 5, 6, true},        {10, 6, 6, false},         {600, 256, 2, true},
        {600, 300, 2, false},    {600, 300, 6, true},       {5000, 2500, 12, true},
        {5000, 2501, 12, false}, {20000, 4096, 9, true},    {20000, 4097, 9, false},
        {65535, 4096, 9, true},  {65535, 60000, 12, false}, {1, 1, 30, false},
    };
    struct hj_buffer out = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct hj_vector_builder builder;
        hj_vector_builder_init(&builder, HJ_TEXT);
        for (uint32_t row = 0; row < cases[i].rows; row++) {
            char text[32];
            uint32_t which = row < cases[i].different ? row : 0;
            memset(text, '0', sizeof text);
            text[31] = (char)(which % 256);
            text[30] = (char)(which / 256);
            const char *end = text + sizeof text;
            assert_true(hj_vector_append_text(
                &builder, (struct hj_span){end - cases[i].size, (size_t)cases[i].size}));
        }
        encode(&builder, &out);
        if (out.data[5] != (cases[i].dictionary ? HJ_FORM_DICTIONARY : HJ_FORM_PLAIN)) {
            fail_msg("%u different among %u", cases[i].different, cases[i].rows);
        }
        hj_vector_builder_release(&builder);
    }
    hj_buffer_release(&out);
}

/* The low 32 bits of the XXH3 of these two are the same. */
static void texts_with_the_same_hash_stay_apart(void **state)
{
    (void)state;
    static const char *const texts[] = {"text 123970", "text 262451"};
    struct hj_buffer out = {0};
    struct hj_vector_builder builder;
    assert_true((uint32_t)hj_hash_bytes(hj_span_of(texts[0])) ==
                (uint32_t)hj_hash_bytes(hj_span_of(texts[1])));
    hj_vector_builder_init(&builder, HJ_TEXT);
    for (uint32_t row = 0; row < 100; row++) {
        assert_true(hj_vector_append_text(&builder, hj_span_of(texts[row % 3 == 1])));
    }
    encode(&builder, &out);
    assert_int_equal(out.data[5], HJ_FORM_DICTIONARY);
    hj_vector_builder_release(&builder);
    hj_buffer_release(&out);
}

static void null_bits_that_are_all_zero_are_left_out(void **state)
{
    (void)state;
    static const uint64_t none[2] = {0, 0};
    struct hj_codec codec = {0};
    struct hj_buffer out = {0};
    struct hj_buffer other = {0};
    struct hj_error error;
    struct hj_vector_builder builder;
    hj_vector_builder_init(&builder, HJ_NUMBER);
    for (uint32_t row = 0; row < 100; row++) {
        assert_true(hj_vector_append_number(&builder, row / 3.0));
    }
    struct hj_vector vector = hj_vector_builder_view(&builder);
    assert_int_equal(hj_codec_encode(&codec, &vector, HJ_COMPRESS_NONE, &out, &error), HJ_OK);
    vector.nulls = none;
    assert_int_equal(hj_codec_encode(&codec, &vector, HJ_COMPRESS_NONE, &other, &error), HJ_OK);
    assert_int_equal(out.size, other.size);
    assert_memory_equal(out.data, other.data, out.size);
    hj_vector_builder_release(&builder);
    hj_buffer_release(&out);
    hj_buffer_release(&other);
    hj_codec_release(&codec);
}

static void columns_that_say_nothing_cost_nearly_nothing(void **state)
{
    (void)state;
    static const struct {
        enum hj_type type;
        bool null;
        size_t most; /* beside the header */
    } cases[] = {
        {HJ_TEXT, true, 632 + 1},    {HJ_INTEGER, true, 632 + 9}, {HJ_DATE, true, 632 + 9},
        {HJ_BOOLEAN, true, 2 * 632}, {HJ_TEXT, false, 1 + 1 + 4},
    };
    struct hj_buffer out = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct hj_vector_builder builder;
        hj_vector_builder_init(&builder, cases[i].type);
        for (uint32_t row = 0; row < 5000; row++) {
            assert_true(cases[i].null ? hj_vector_append_null(&builder)
                                      : hj_vector_append_text(&builder, hj_span_of("same")));
        }
        encode(&builder, &out);
        assert_true(out.size <= 32 + cases[i].most);
        hj_vector_builder_release(&builder);
    }
    hj_buffer_release(&out);
}

static void compression_that_gains_nothing_is_left_out(void **state)
{
    (void)state;
    struct hj_codec codec = {0};
    for (int noise = 0; noise <= 1; noise++) {
        struct hj_vector_builder builder;
        uint64_t random = 1;
        hj_vector_builder_init(&builder, HJ_NUMBER);
        for (uint32_t row = 0; row < 500; row++) {
            random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            uint64_t bits = noise ? random >> 2 : UINT64_C(0x3ff0000000000000) + row % 7;
            double number;
            memcpy(&number, &bits, sizeof number);
            assert_true(hj_vector_append_number(&builder, number));
        }
        struct hj_vector vector = hj_vector_builder_view(&builder);
        for (int compression = HJ_COMPRESS_NONE; compression <= HJ_COMPRESS_ZSTD; compression++) {
            struct hj_buffer out = {0};
            struct hj_error error;
            assert_int_equal(
                hj_codec_encode(&codec, &vector, (enum hj_compression)compression, &out, &error),
                HJ_OK);
            assert_int_equal(out.data[6], noise ? HJ_COMPRESS_NONE : compression);
            hj_buffer_release(&out);
        }
        hj_vector_builder_release(&builder);
    }
    hj_codec_release(&codec);
}

/* The layout in codec.h, byte by byte: stores of today must be read tomorrow. */
static void the_layout_is_the_documented_one(void **state)
{
    (void)state;
    static const char expected[] = "HJB1"
                                   "\x04\x01\x00\x01"
                                   "\x06\x00\x00\x00"
                                   "\x15\x00\x00\x00"
                                   "\x15\x00\x00\x00"
                                   "\x02\x00\x00\x00"
                                   "HASHHASH"
                                   "\x08\x00\x00\x00\x00\x00\x00\x00" /* row 3 is NULL */
                                   "\x00\x01\x00\x00\x01\x01"         /* codes */
                                   "\x01\x03\x01"                     /* width, lengths */
                                   "onex";
    struct hj_buffer out = {0};
    struct hj_vector_builder builder;
    hj_vector_builder_init(&builder, HJ_TEXT);
    for (uint32_t row = 0; row < 6; row++) {
        static const char *const texts[] = {"one", "x", "one", NULL, "x", "x"};
        assert_true(texts[row] ? hj_vector_append_text(&builder, hj_span_of(texts[row]))
                               : hj_vector_append_null(&builder));
    }
    encode(&builder, &out);
    assert_int_equal(out.size, sizeof expected - 1);
    assert_memory_equal(out.data, expected, 24);
    assert_memory_equal(out.data + 32, expected + 32, sizeof expected - 1 - 32);
    uint64_t hash;
    memcpy(&hash, out.data + 24, sizeof hash);
    assert_true(hash == UINT64_C(0x217f742b61051ac0));
    hj_buffer_release(&out);
    hj_vector_builder_release(&builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_take_the_narrowest_width),
        cmocka_unit_test(lengths_take_the_narrowest_width),
        cmocka_unit_test(a_dictionary_must_gain_something),
        cmocka_unit_test(texts_with_the_same_hash_stay_apart),
        cmocka_unit_test(null_bits_that_are_all_zero_are_left_out),
        cmocka_unit_test(columns_that_say_nothing_cost_nearly_nothing),
        cmocka_unit_test(compression_that_gains_nothing_is_left_out),
        cmocka_unit_test(the_layout_is_the_documented_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
