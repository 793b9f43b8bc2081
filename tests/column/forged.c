/* SPDX-License-Identifier: MIT
 * Frames that somebody damaged, and frames that somebody made: their check sum is right and their
 * content is not. */
#include "cmocka_test.h"
#include "column/frame.h"

#include <stdio.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* A frame of text in dictionary form with nulls, compressed where asked. */
static void make_frame(enum hj_compression compression, struct hj_buffer *out)
{
    struct hj_codec codec = {0};
    struct hj_error error;
    struct hj_vector_builder builder;
    hj_vector_builder_init(&builder, HJ_TEXT);
    for (uint32_t row = 0; row < 100; row++) {
        char text[32];
        snprintf(text, sizeof text, "text number %u", row % 7);
        assert_true(row % 10 ? hj_vector_append_text(&builder, hj_span_of(text))
                             : hj_vector_append_null(&builder));
    }
    struct hj_vector vector = hj_vector_builder_view(&builder);
    assert_int_equal(hj_codec_encode(&codec, &vector, compression, out, &error), HJ_OK);
    hj_vector_builder_release(&builder);
    hj_codec_release(&codec);
}

/* Refuses to take more than a little memory for a little input. */
static enum hj_code decode(const char *bytes, size_t size, struct hj_error *error)
{
    /* A copy of just this size: a sanitizer sees a read past its end. */
    struct hj_buffer exact = {0};
    struct hj_arena arena = {0};
    struct hj_vector vector;
    assert_true(hj_buffer_append(&exact, (struct hj_span){bytes, size}));
    enum hj_code code = hj_codec_decode(hj_buffer_span(&exact), &arena, &vector, error);
    assert_true(arena.total <= 1024 * 1024);
    hj_arena_release(&arena);
    hj_buffer_release(&exact);
    return code;
}

static void every_changed_bit_is_found(void **state)
{
    (void)state;
    for (int compression = HJ_COMPRESS_NONE; compression <= HJ_COMPRESS_ZSTD; compression++) {
        struct hj_buffer frame = {0};
        struct hj_error error;
        make_frame((enum hj_compression)compression, &frame);
        for (size_t bit = 0; bit < 8 * frame.size; bit++) {
            frame.data[bit / 8] = (char)(frame.data[bit / 8] ^ (1 << bit % 8));
            assert_int_equal(decode(frame.data, frame.size, &error), HJ_STORE_DAMAGED);
            assert_non_null(hj_error_argument(&error, "reason"));
            frame.data[bit / 8] = (char)(frame.data[bit / 8] ^ (1 << bit % 8));
        }
        assert_int_equal(decode(frame.data, frame.size, &error), HJ_OK);
        hj_buffer_release(&frame);
    }
}

static void every_missing_end_is_found(void **state)
{
    (void)state;
    struct hj_buffer frame = {0};
    struct hj_error error;
    make_frame(HJ_COMPRESS_LZ4, &frame);
    for (size_t size = 0; size < frame.size; size++) {
        assert_int_equal(decode(frame.data, size, &error), HJ_STORE_DAMAGED);
    }
    assert_true(hj_buffer_append(&frame, hj_span_of("x")));
    assert_int_equal(decode(frame.data, frame.size, &error), HJ_STORE_DAMAGED);
    hj_buffer_release(&frame);
}

#define BYTES(literal) (literal), sizeof(literal) - 1
#define ONE "\x01\x00\x00\x00\x00\x00\x00\x00" /* row 0, as bits, or the number */
#define TWO "\x02\x00\x00\x00\x00\x00\x00\x00" /* row 1 */
#define ZERO "\x00\x00\x00\x00\x00\x00\x00\x00"

struct forgery {
    const char *what; /* NULL: sound, to show that the recipe of its neighbours is */
    int type, form;
    bool nulls;
    uint32_t rows, entries;
    const char *payload;
    size_t size;
};

static const struct forgery forgeries[] = {
    {NULL, HJ_BOOLEAN, 0, true, 2, 0, BYTES(ONE TWO)},
    {"truth of a NULL row", HJ_BOOLEAN, 0, true, 2, 0, BYTES(ONE ONE)},
    {"null bit past the rows", HJ_BOOLEAN, 0, true, 1, 0, BYTES(TWO ZERO)},
    {"truth past the rows", HJ_BOOLEAN, 0, false, 1, 0, BYTES(TWO)},
    {"truths missing", HJ_BOOLEAN, 0, false, 65, 0, BYTES(ONE)},
    {"bytes left over", HJ_BOOLEAN, 0, false, 2, 0, BYTES(ONE "x")},
    {"null bits missing", HJ_BOOLEAN, 0, true, 2, 0, BYTES("\x01")},
    {"a type of the future", 6, 0, false, 0, 0, BYTES("")},
    {"no type", 0, 0, false, 0, 0, BYTES("")},
    {"a form of the future", HJ_TEXT, 4, false, 0, 0, BYTES("")},
    {"a dictionary of truths", HJ_BOOLEAN, 1, false, 2, 0, BYTES(ONE)},
    {"a sequence of text", HJ_TEXT, 2, false, 1, 0, BYTES(ONE ONE)},
    {"narrow numbers", HJ_NUMBER, 3, false, 1, 0, BYTES(ONE "\x00")},
    {"a sequence with nulls", HJ_INTEGER, 2, true, 1, 0, BYTES(ZERO ONE ONE)},
    {"entries without a dictionary", HJ_INTEGER, 0, false, 1, 1, BYTES(ONE)},
    {"too many rows", HJ_INTEGER, 2, false, HJ_BLOCK_ROWS + 1, 0, BYTES(ONE ONE)},

    {NULL, HJ_INTEGER, 0, true, 2, 0, BYTES(TWO ONE ZERO)},
    {"integer in a NULL row", HJ_INTEGER, 0, true, 2, 0, BYTES(TWO ONE ONE)},
    {NULL, HJ_INTEGER, 2, false, 3, 0, BYTES(ONE ONE)},
    {"a sequence of no rows", HJ_INTEGER, 2, false, 0, 0, BYTES(ONE ONE)},
    {"a sequence past 64 bits", HJ_INTEGER, 2, false, 3, 0,
     BYTES("\xff\xff\xff\xff\xff\xff\xff\x7f" ONE)},
    {"a step past 64 bits", HJ_INTEGER, 2, false, 3, 0,
     BYTES(ONE "\xff\xff\xff\xff\xff\xff\xff\x7f")},
    {NULL, HJ_INTEGER, 3, false, 2, 0, BYTES(ONE "\x02\x05\x00\x01\x00")},
    {"a width of three", HJ_INTEGER, 3, false, 1, 0, BYTES(ONE "\x03\x05\x00\x00")},
    {"a width of eight", HJ_INTEGER, 3, false, 1, 0, BYTES(ONE "\x08" ONE)},
    {"no width", HJ_INTEGER, 3, false, 1, 0, BYTES(ONE)},
    {"offsets missing", HJ_INTEGER, 3, false, 2, 0, BYTES(ONE "\x02\x05\x00\x01")},
    {"offsets past 64 bits", HJ_INTEGER, 3, false, 1, 0,
     BYTES("\xff\xff\xff\xff\xff\xff\xff\x7f\x01\x01")},
    {"narrow integer in a NULL row", HJ_INTEGER, 3, true, 1, 0, BYTES(ONE ZERO "\x01\x05")},

    {NULL, HJ_NUMBER, 0, false, 1, 0, BYTES("\x00\x00\x00\x00\x00\x00\xf0\x3f")},
    {"infinity", HJ_NUMBER, 0, false, 1, 0, BYTES("\x00\x00\x00\x00\x00\x00\xf0\x7f")},
    {"less than nothing at all", HJ_NUMBER, 0, false, 1, 0,
     BYTES("\x00\x00\x00\x00\x00\x00\xf0\xff")},
    {"not a number", HJ_NUMBER, 0, false, 1, 0, BYTES("\x01\x00\x00\x00\x00\x00\xf8\x7f")},
    {"number in a NULL row", HJ_NUMBER, 0, true, 1, 0,
     BYTES(ONE "\x00\x00\x00\x00\x00\x00\xf0\x3f")},

    {NULL, HJ_DATE, 0, false, 1, 0, BYTES("\xa0\xc0\x2c\x00")},
    {"a day after 9999", HJ_DATE, 0, false, 1, 0, BYTES("\xa1\xc0\x2c\x00")},
    {"a day before 0001", HJ_DATE, 0, false, 1, 0, BYTES("\xc5\x06\xf5\xff")},
    {NULL, HJ_DATE, 0, false, 1, 0, BYTES("\xc6\x06\xf5\xff")},
    {NULL, HJ_DATE, 2, false, 2, 0, BYTES("\x9f\xc0\x2c\x00\x00\x00\x00\x00" ONE)},
    {"a sequence into the year 10000", HJ_DATE, 2, false, 3, 0,
     BYTES("\x9f\xc0\x2c\x00\x00\x00\x00\x00" ONE)},
    {"a sequence from the year 0", HJ_DATE, 2, false, 2, 0,
     BYTES("\xc5\x06\xf5\xff\xff\xff\xff\xff" ONE)},
    {"a sequence that begins past 32 bits", HJ_DATE, 2, false, 1, 0,
     BYTES("\x00\x00\x00\x00\x01\x00\x00\x00" ZERO)},
    {"a sequence that begins before 32 bits", HJ_DATE, 2, false, 1, 0,
     BYTES("\x00\x00\x00\x00\xff\xff\xff\xff" ZERO)},
    {"a sequence that ends past 32 bits", HJ_DATE, 2, false, 2, 0,
     BYTES(ONE "\x00\x00\x00\x00\x01\x00\x00\x00")},
    {"a sequence that ends before 32 bits", HJ_DATE, 2, false, 2, 0,
     BYTES(ONE "\x00\x00\x00\x00\xff\xff\xff\xff")},
    {"days that only fit in 64 bits", HJ_DATE, 3, false, 1, 0,
     BYTES("\x00\x00\x00\x00\x01\x00\x00\x00\x00")},
    {"narrow days after 9999", HJ_DATE, 3, false, 1, 0,
     BYTES("\x9f\xc0\x2c\x00\x00\x00\x00\x00\x01\x02")},
    {"day in a NULL row", HJ_DATE, 0, true, 1, 0, BYTES(ONE "\x01\x00\x00\x00")},

    {NULL, HJ_TEXT, 0, false, 2, 0, BYTES("\x01\x01\x02xyz")},
    {NULL, HJ_TEXT, 0, false, 1, 0, BYTES("\x04\x03\x00\x00\x00xyz")},
    {"lengths beyond the bytes", HJ_TEXT, 0, false, 2, 0, BYTES("\x01\x01\x03xyz")},
    {"lengths before the end", HJ_TEXT, 0, false, 2, 0, BYTES("\x01\x01\x01xyz")},
    {"lengths that come round", HJ_TEXT, 0, false, 2, 0,
     BYTES("\x04\xff\xff\xff\xff\x04\x00\x00\x00xyz")},
    {"lengths missing", HJ_TEXT, 0, false, 9, 0, BYTES("\x01\x01")},
    {"text in a NULL row", HJ_TEXT, 0, true, 2, 0, BYTES(ONE "\x01\x01\x00x")},
    {NULL, HJ_TEXT, 0, true, 2, 0, BYTES(TWO "\x01\x01\x00x")},
    {"nothing at all", HJ_TEXT, 0, false, 2, 0, BYTES("")},

    {NULL, HJ_TEXT, 1, false, 3, 2, BYTES("\x00\x01\x01\x01\x01\x01xy")},
    {"a code beyond the entries", HJ_TEXT, 1, false, 3, 2, BYTES("\x00\x01\x02\x01\x01\x01xy")},
    {"codes missing", HJ_TEXT, 1, false, 3, 2, BYTES("\x00\x01")},
    {"code of a NULL row", HJ_TEXT, 1, true, 3, 2, BYTES(ONE "\x01\x01\x00\x01\x01\x01xy")},
    {NULL, HJ_TEXT, 1, true, 3, 2, BYTES(ONE "\x00\x01\x00\x01\x01\x01xy")},
    {"more entries than rows", HJ_TEXT, 1, false, 1, 2, BYTES("\x00\x01\x01\x01xy")},
    {"no entry for a row", HJ_TEXT, 1, true, 2, 0, BYTES(ONE "\x00")},
    {NULL, HJ_TEXT, 1, true, 1, 0, BYTES(ONE "\x00")},
    {"no entry, no NULL", HJ_TEXT, 1, false, 1, 0, BYTES("\x00")},
    {NULL, HJ_TEXT, 1, false, 2, 1, BYTES("\x01\x02xy")},
    {"entries that are too short", HJ_TEXT, 1, false, 2, 1, BYTES("\x01\x03xy")},
};

/* The frame with this content and the right check sum. */
static void seal(const struct hj_frame *frame, struct hj_span stored, struct hj_buffer *out)
{
    hj_buffer_clear(out);
    assert_true(hj_buffer_reserve(out, HJ_FRAME_HEADER + stored.size));
    if (stored.size) {
        memcpy(out->data + HJ_FRAME_HEADER, stored.data, stored.size);
    }
    out->size = HJ_FRAME_HEADER + stored.size;
    hj_frame_write(frame, out->data);
}

static void wrong_content_is_refused_though_its_sum_is_right(void **state)
{
    (void)state;
    struct hj_buffer out = {0};
    for (size_t i = 0; i < COUNT(forgeries); i++) {
        const struct forgery *forgery = &forgeries[i];
        struct hj_frame frame = {
            .type = (uint8_t)forgery->type,
            .form = (uint8_t)forgery->form,
            .nulls = forgery->nulls,
            .rows = forgery->rows,
            .payload = (uint32_t)forgery->size,
            .stored = (uint32_t)forgery->size,
            .entries = forgery->entries,
        };
        struct hj_error error = {0};
        seal(&frame, (struct hj_span){forgery->payload, forgery->size}, &out);
        enum hj_code code = decode(out.data, out.size, &error);
        if (code != (forgery->what ? HJ_STORE_DAMAGED : HJ_OK)) {
            fail_msg("%zu (%s): %s, %s", i, forgery->what ? forgery->what : "sound",
                     hj_code_name(code), code ? error.argument[0].value : "");
        }
    }
    hj_buffer_release(&out);
}

static void wrong_compression_is_refused_though_its_sum_is_right(void **state)
{
    (void)state;
    static const struct {
        int compression;
        uint32_t payload;
        const char *stored;
        size_t size;
    } cases[] = {
        {0, 9, BYTES(ONE)},              /* not its own size */
        {1, 8, BYTES("not lz4 at all")}, /* */
        {1, UINT32_MAX, BYTES("short")}, /* more than lz4 can make of it */
        {1, 8, BYTES("")},
        {1, 8, BYTES("\x80" ONE "\x00")}, /* a byte too many */
        {1, 9, BYTES("\x80" ONE)},        /* a byte too few */
        {2, 8, BYTES("not zstd at all")},
        {2, UINT32_MAX, BYTES("short")},
        {3, 8, BYTES(ONE)}, /* a compression of the future */
        {255, 8, BYTES(ONE)},
    };
    struct hj_buffer out = {0};
    struct hj_error error = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct hj_frame frame = {
            .type = HJ_BOOLEAN,
            .compression = (uint8_t)cases[i].compression,
            .rows = 1,
            .payload = cases[i].payload,
            .stored = (uint32_t)cases[i].size,
        };
        seal(&frame, (struct hj_span){cases[i].stored, cases[i].size}, &out);
        if (decode(out.data, out.size, &error) != HJ_STORE_DAMAGED) {
            fail_msg("%zu", i);
        }
    }
    struct hj_frame sound = {
        .type = HJ_BOOLEAN, .compression = 1, .rows = 1, .payload = 8, .stored = 9};
    seal(&sound, (struct hj_span)HJ_SPAN("\x80" ONE), &out);
    assert_int_equal(decode(out.data, out.size, &error), HJ_OK);
    hj_buffer_release(&out);
}

static void unknown_flags_are_refused(void **state)
{
    (void)state;
    struct hj_buffer out = {0};
    struct hj_frame frame = {.type = HJ_BOOLEAN, .rows = 1, .payload = 8, .stored = 8};
    struct hj_frame read;
    seal(&frame, (struct hj_span)HJ_SPAN(ONE), &out);
    assert_null(hj_frame_read(hj_buffer_span(&out), &read));
    assert_int_equal(read.type, HJ_BOOLEAN);
    assert_int_equal(read.rows, 1);
    assert_int_equal(read.stored, 8);
    struct hj_error error;
    for (int flags = 0; flags < 256; flags++) {
        out.data[7] = (char)flags;
        uint64_t hash = XXH3_64bits_withSeed(out.data + 32, 8, XXH3_64bits(out.data, 24));
        memcpy(out.data + 24, &hash, sizeof hash);
        assert_int_equal(decode(out.data, out.size, &error), flags ? HJ_STORE_DAMAGED : HJ_OK);
    }
    hj_buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_changed_bit_is_found),
        cmocka_unit_test(every_missing_end_is_found),
        cmocka_unit_test(wrong_content_is_refused_though_its_sum_is_right),
        cmocka_unit_test(wrong_compression_is_refused_though_its_sum_is_right),
        cmocka_unit_test(unknown_flags_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
