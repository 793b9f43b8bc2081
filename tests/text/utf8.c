/* SPDX-License-Identifier: MIT */
#include "text/utf8.h"
#include "cmocka_test.h"

#include <stdlib.h>

static void assert_span(struct hj_span got, const char *wanted)
{
    if (!hj_span_is(got, wanted)) {
        fail_msg("got '%.*s', wanted '%s'", (int)got.size, got.data, wanted);
    }
}

static void valid_text_is_valid(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "a",
        "0123456789abcdef0123456789abcdef",
        "淮安市淮阴区长江路街道办事处红光酒业发展有限公司",
        "红光（北京）酒业",
        "ab淮cd安",
        "\xC2\x80\xDF\xBF", /* ends of the two-byte range */
        "\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF",
        "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", /* ends of the four-byte range */
        "𠮷野家",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        size_t bad_at = 99;
        assert_true(hj_text_utf8_valid(hj_span_of(texts[i]), &bad_at));
    }
    assert_true(hj_text_utf8_valid((struct hj_span){NULL, 0}, NULL));
}

static const struct broken {
    const char *bytes;
    const char *why;
} broken[] = {
    {"\x80", "a following byte that follows nothing"},
    {"\xC0\x80", "overlong NUL"},
    {"\xC1\xBF", "overlong ASCII"},
    {"\xE0\x9F\xBF", "overlong in three"},
    {"\xF0\x8F\xBF\xBF", "overlong in four"},
    {"\xED\xA0\x80", "first surrogate"},
    {"\xED\xBF\xBF", "last surrogate"},
    {"\xF4\x90\x80\x80", "above U+10FFFF"},
    {"\xF5\x80\x80\x80", "no such lead"},
    {"\xFF", "no such byte"},
    {"\xC2", "cut after one of two"},
    {"\xE6\xB7", "cut after two of three"},
    {"\xF0\x9F\x98", "cut after three of four"},
    {"\xC2z", "two, second wrong"},
    {"\xE6\xB7z", "three, third wrong"},
    {"\xE6z\xAE", "three, second wrong"},
    {"\xF0\x9F\x98z", "four, fourth wrong"},
    {"\xF0\x9Fz\x80", "four, third wrong"},
};

/* The bad character is put at every offset of runs that the fast paths take. */
static void broken_text_is_told_with_its_place(void **state)
{
    (void)state;
    static const char *const around[] = {"a", "淮", "é", "𠮷"};
    for (size_t b = 0; b < sizeof broken / sizeof broken[0]; b++) {
        for (size_t f = 0; f < 4; f++) {
            for (size_t before = 0; before < 20; before++) {
                char text[200];
                size_t size = 0;
                for (size_t i = 0; i < before; i++) {
                    memcpy(text + size, around[f], strlen(around[f]));
                    size += strlen(around[f]);
                }
                size_t wanted = size;
                memcpy(text + size, broken[b].bytes, strlen(broken[b].bytes));
                size += strlen(broken[b].bytes);
                for (size_t after = 0; after < 2; after++) {
                    size_t bad_at = 999;
                    bool valid = hj_text_utf8_valid((struct hj_span){text, size}, &bad_at);
                    if (valid || bad_at != wanted) {
                        fail_msg("%s after %zu of %s", broken[b].why, before, around[f]);
                    }
                    memcpy(text + size, "淮安市淮阴区", 18);
                    size += 18;
                }
            }
        }
    }
}

/* Every three-byte sequence in the middle of a run, against the range it stands for. */
static void three_bytes_are_judged_alone_and_in_runs(void **state)
{
    (void)state;
    char text[24];
    for (unsigned place = 0; place < 8; place++) {
        for (unsigned lead = 0xE0; lead <= 0xEF; lead++) {
            for (unsigned second = 0; second <= 0xFF; second++) {
                for (unsigned third = 0x7F; third <= 0xC0; third++) {
                    for (size_t i = 0; i < 8; i++) {
                        memcpy(text + 3 * i, "淮", 3);
                    }
                    text[3 * place] = (char)lead;
                    text[3 * place + 1] = (char)second;
                    text[3 * place + 2] = (char)third;
                    unsigned point = (lead & 15) << 12 | (second & 63) << 6 | (third & 63);
                    bool wanted = (second & 0xC0) == 0x80 && (third & 0xC0) == 0x80 &&
                                  point >= 0x800 && (point < 0xD800 || point > 0xDFFF);
                    if (hj_text_utf8_valid((struct hj_span){text, 24}, NULL) != wanted) {
                        fail_msg("%02X %02X %02X at %u", lead, second, third, place);
                    }
                }
            }
        }
    }
}

/* Blocks of the exact size, so that a sanitizer sees a look behind the end. */
static void nothing_behind_the_end_is_looked_at(void **state)
{
    (void)state;
    static const char text[] = "淮安市淮阴区长江路街道王营镇营东社区红光酒业";
    for (size_t size = 0; size <= sizeof text - 1; size++) {
        char *exact = malloc(size > 0 ? size : 1);
        assert_non_null(exact);
        memcpy(exact, text, size);
        size_t bad_at = size;
        bool valid = hj_text_utf8_valid((struct hj_span){exact, size}, &bad_at);
        assert_true(valid == (size % 3 == 0));
        assert_int_equal(bad_at, size / 3 * 3);
        free(exact);
    }
}

static void every_code_point_comes_back(void **state)
{
    (void)state;
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        if (point == 0xD800) {
            point = 0xE000;
        }
        char bytes[4];
        size_t size = hj_text_encode(point, bytes);
        size_t at = 0;
        struct hj_span text = {bytes, size};
        assert_true(hj_text_utf8_valid(text, NULL));
        assert_true(hj_text_next(text, &at) == point);
        assert_true(at == size && hj_text_before(text, size) == 0 && hj_text_length(text) == 1);
    }
}

static void a_broken_byte_is_passed_alone(void **state)
{
    (void)state;
    struct hj_span text = hj_span_of("\xE6\xB7z");
    size_t at = 0;
    assert_int_equal(hj_text_next(text, &at), HJ_TEXT_BROKEN);
    assert_int_equal(at, 1);
    assert_int_equal(hj_text_next(text, &at), HJ_TEXT_BROKEN);
    assert_int_equal(hj_text_next(text, &at), 'z');
    assert_int_equal(at, 3);
}

static void length_and_offset_count_code_points(void **state)
{
    (void)state;
    struct hj_span text = hj_span_of("a淮é𠮷b");
    assert_int_equal(hj_text_length(text), 5);
    static const size_t offsets[] = {0, 1, 4, 6, 10, 11, 11};
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(hj_text_offset(text, i), offsets[i]);
    }
}

/* Every size up to some hundred bytes, which length takes in steps, against one character at a
 * time.
 */
static void length_is_that_of_every_part(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "é", "淮", "𠮷"};
    char bytes[800];
    struct hj_span text = {bytes, 0};
    for (size_t i = 0; text.size + 4 < sizeof bytes; i++) {
        const char *next = characters[i * i % 7 % 4];
        assert_int_equal(hj_text_length(text), i);
        memcpy(bytes + text.size, next, strlen(next));
        text.size += strlen(next);
    }
}

/* What PostgreSQL 15 answers. */
static void substr_is_that_of_postgresql(void **state)
{
    (void)state;
    static const struct {
        int64_t from, count;
        const char *wanted;
    } cases[] = {
        {1, 2, "淮安"},
        {2, 2, "安b"},
        {0, 2, "淮"},
        {-1, 3, "淮"},
        {-5, 3, ""},
        {4, 10, "𠮷"},
        {5, 1, ""},
        {3, 0, ""},
        {-1, INT64_MAX, "淮安b𠮷"},
        {2, INT64_MAX, "安b𠮷"},
        {INT64_MIN, 5, ""},
        {INT64_MIN, INT64_MAX, ""},
        {INT64_MAX, INT64_MAX, ""},
        {100, 1, ""},
    };
    struct hj_span text = hj_span_of("淮安b𠮷");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_span(hj_text_substr_count(text, cases[i].from, cases[i].count), cases[i].wanted);
    }
    assert_span(hj_text_substr(text, 3), "b𠮷");
    assert_span(hj_text_substr(text, 1), "淮安b𠮷");
    assert_span(hj_text_substr(text, -7), "淮安b𠮷");
    assert_span(hj_text_substr(text, 5), "");
    assert_non_null(hj_text_substr_count(text, 5, 1).data);
    assert_null(hj_text_substr_count(text, 1, -1).data);
    assert_null(hj_text_substr_count((struct hj_span){NULL, 0}, 1, 1).data);
    assert_null(hj_text_substr((struct hj_span){NULL, 0}, 3).data);
}

static void width_is_in_cells(void **state)
{
    (void)state;
    assert_int_equal(hj_text_width(hj_span_of("")), 0);
    assert_int_equal(hj_text_width(hj_span_of("abc")), 3);
    assert_int_equal(hj_text_width(hj_span_of("淮安(A)")), 7);
    assert_int_equal(hj_text_width(hj_span_of("（，。")), 6);
    assert_int_equal(hj_text_width(hj_span_of("e\xCC\x81")), 1);
    assert_int_equal(hj_text_width(hj_span_of("𠮷")), 2);
    assert_int_equal(hj_text_width(hj_span_of("\x01\t\x7F")), 0);
}

static void trim_takes_unicode_spaces_off_the_ends(void **state)
{
    (void)state;
    static const char *const spaces[] = {
        " ",        "\t",       "\n",     "\v",     "\f",     "\r",
        "\xC2\x85", "\xC2\xA0", "\u1680", "\u2000", "\u200A", "\u200B",
        "\u2028",   "\u2029",   "\u202F", "\u205F", "\u3000", "\uFEFF",
    };
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
        char text[64];
        int size = snprintf(text, sizeof text, "%s%s淮 安%s \t", spaces[i], spaces[i], spaces[i]);
        assert_span(hj_text_trim((struct hj_span){text, (size_t)size}), "淮 安");
        assert_span(hj_text_trim(hj_span_of(spaces[i])), "");
    }
    assert_span(hj_text_trim(hj_span_of("\xE2\x80\xA6淮…")), "\xE2\x80\xA6淮…");
    assert_span(hj_text_trim(hj_span_of("\x1F"
                                        "a\u180E")),
                "\x1F"
                "a\u180E");
    assert_span(hj_text_trim(hj_span_of("")), "");
    assert_null(hj_text_trim((struct hj_span){NULL, 0}).data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_text_is_valid),
        cmocka_unit_test(broken_text_is_told_with_its_place),
        cmocka_unit_test(three_bytes_are_judged_alone_and_in_runs),
        cmocka_unit_test(nothing_behind_the_end_is_looked_at),
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(a_broken_byte_is_passed_alone),
        cmocka_unit_test(length_and_offset_count_code_points),
        cmocka_unit_test(length_is_that_of_every_part),
        cmocka_unit_test(substr_is_that_of_postgresql),
        cmocka_unit_test(width_is_in_cells),
        cmocka_unit_test(trim_takes_unicode_spaces_off_the_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
