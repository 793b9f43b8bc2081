/* SPDX-License-Identifier: MIT
 * The same table in every encoding gives the same blocks; what is half one and half another is
 * refused with its place. */
#include "cmocka_test.h"
#include "input/collected.h"

#include <iconv.h>

enum { TEXT_SIZE = 4 * 1024 * 1024 };

static char utf8[TEXT_SIZE], other[TEXT_SIZE];

static size_t convert(const char *charset, const char *text, size_t size, char *out)
{
    iconv_t state = iconv_open(charset, "UTF-8");
    char *from = utf8, *to = out;
    size_t left = size, room = TEXT_SIZE;
    assert_true(state != (iconv_t)-1);
    if (text != utf8) {
        memcpy(utf8, text, size);
    }
    assert_int_equal(iconv(state, &from, &left, &to, &room), 0);
    iconv_close(state);
    return (size_t)(to - out);
}

/* A table with rare characters, quotes and all line ends, of at least `size` bytes. */
static size_t make_table(size_t size)
{
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    size_t used = (size_t)snprintf(utf8, TEXT_SIZE, "企业名称,代码,备注\n");
    for (unsigned i = 0; used < size; i++) {
        used += (size_t)snprintf(utf8 + used, TEXT_SIZE - used,
                                 "淮安市䶮记𠮷祥商行%u,\"%x,\n第\"\"二\"\"行\",%.*s%s", i,
                                 i * 2654435761u, (int)(i % 7) * 3, "清江浦运河里", ends[i % 3]);
    }
    return used;
}

static void load(struct collected *collected, const char *path, uint32_t slice_size)
{
    struct hj_input_options options = {
        .files = &path, .file_count = 1, .threads = 2, .slice_size = slice_size};
    if (collected_read(collected, &options) != HJ_OK) {
        fail_msg("%s", collected_message(collected));
    }
}

static void check_same(const struct collected *expected, size_t size, const char *mark,
                       const char *charset, const char *encoding)
{
    static char file[TEXT_SIZE + 8];
    struct collected collected;
    size_t begin = strlen(mark);
    memcpy(file, mark, begin);
    size_t converted = convert(charset, utf8, size, other);
    memcpy(file + begin, other, converted);
    load(&collected, scratch_file("encoded.csv", file, begin + converted), 100000);
    assert_true(hj_span_is(collected.result.files[0].encoding, encoding));
    assert_int_equal(collected.result.files[0].bytes, begin + converted);
    assert_int_equal(collected.result.records, expected->result.records);
    assert_int_equal(collected.bytes.size, expected->bytes.size);
    assert_memory_equal(collected.bytes.data, expected->bytes.data, expected->bytes.size);
    collected_release(&collected);
}

static void every_encoding_gives_the_same_blocks(void **unused)
{
    struct collected expected;
    size_t size = make_table(2500000);
    (void)unused;
    load(&expected, scratch_file("plain.csv", utf8, size), 100000);
    assert_true(hj_span_is(expected.result.files[0].encoding, "UTF-8"));
    assert_true(expected.result.records > 20000);
    check_same(&expected, size, "\xEF\xBB\xBF", "UTF-8", "UTF-8");
    check_same(&expected, size, "", "GB18030", "GB18030");
    check_same(&expected, size, "\x84\x31\x95\x33", "GB18030", "GB18030");
    check_same(&expected, size, "\xFF\xFE", "UTF-16LE", "UTF-16LE");
    check_same(&expected, size, "\xFE\xFF", "UTF-16BE", "UTF-16BE");
    collected_release(&expected);
}

static void the_digest_is_that_of_the_bytes(void **unused)
{
    struct collected first, second;
    (void)unused;
    const char *gb = scratch_text("one.csv", "a,b\n\xC6\xF3\xD2\xB5,1\n");
    load(&first, gb, 0);
    load(&second, scratch_text("two.csv", "a,b\n\xC6\xF3\xD2\xB6,1\n"), 0);
    assert_true(memcmp(&first.result.files[0].content, &second.result.files[0].content,
                       sizeof(struct hj_digest)) != 0);
    collected_release(&second);
    load(&second, gb, 16);
    assert_memory_equal(&first.result.files[0].content, &second.result.files[0].content,
                        sizeof(struct hj_digest));
    collected_release(&first);
    collected_release(&second);
}

static void check_refused(const char *name, const void *bytes, size_t size, const char *expected)
{
    struct collected collected;
    const char *path = scratch_file(name, bytes, size);
    struct hj_input_options options = {
        .files = &path, .file_count = 1, .threads = 2, .slice_size = 64};
    assert_int_not_equal(collected_read(&collected, &options), HJ_OK);
    assert_string_equal(collected_message(&collected), expected);
    collected_release(&collected);
}

static void check_text(const char *text, size_t size, const char *expected)
{
    check_refused("broken.csv", text, size ? size : strlen(text), expected);
}

static void files_of_two_encodings_are_refused_with_the_place(void **unused)
{
    char text[512];
    const char *table = "企业名称,地址\n甲公司,淮安\n乙公司,淮阴\n";
    size_t half = strlen(table);
    (void)unused;
    size_t second = convert("GB18030", "丙公司,清江浦\n", strlen("丙公司,清江浦\n"), other);
    memcpy(text, table, half);
    memcpy(text + half, other, second);
    check_text(text, half + second,
               "broken.csv:4:1: INPUT_NOT_UTF8: the byte 0xB1 is not UTF-8: save the whole file as "
               "UTF-8 or the whole file as GB18030");
    size_t first = convert("GB18030", table, half, other);
    memcpy(text, other, first);
    const char *rest = "丙公司,清江浦\n";
    memcpy(text + first, rest, strlen(rest));
    check_text(
        text, first + strlen(rest),
        "broken.csv:4:5: INPUT_NO_ENCODING: the byte 0xB8 is neither UTF-8 nor GB18030: save "
        "the whole file as UTF-8");
}

static void broken_utf16_is_refused_with_the_place(void **unused)
{
    static const char lone_surrogate[] = "\xFF\xFE"
                                         "a\0,\0b\0\n\0x\0,\0\x00\xD8y\0\n";
    static const char odd[] = "\xFE\xFF\0a\0\n\0b";
    static const char unmarked[] = "a\0,\0b\0\n\0x\0,\0y\0\n";
    (void)unused;
    check_text(
        lone_surrogate, sizeof lone_surrogate,
        "broken.csv:2:3: INPUT_BAD_BYTE: the byte 0x00 begins no character of UTF-16LE, which "
        "the byte order mark announces: save the whole file as UTF-8");
    check_text(
        odd, sizeof odd,
        "broken.csv:2:2: INPUT_BAD_BYTE: the byte 0x00 begins no character of UTF-16BE, which "
        "the byte order mark announces: save the whole file as UTF-8");
    check_text(
        unmarked, sizeof unmarked,
        ":0:0: INPUT_NO_MARK: broken.csv seems to be UTF-16 without a byte order mark: save it "
        "as UTF-8");
}

/* Past the bytes that make a file certainly UTF-8 the load itself finds the place. */
static void a_wrong_byte_far_into_a_long_file_has_its_place(void **unused)
{
    size_t size = 7 * 1024 * 1024, used = 0, lines = 0;
    char *text = malloc(size + 64);
    struct collected collected;
    (void)unused;
    assert_non_null(text);
    used += (size_t)snprintf(text, size, "企业名称,地址\n");
    for (lines = 1; used < size; lines++) {
        used += (size_t)snprintf(text + used, 64, "淮安市淮阴区有限公司,丁集镇\n");
    }
    memcpy(text + used, "淮\xFF,\n", 6);
    const char *path = scratch_file("long.csv", text, used + 6);
    struct hj_input_options options = {.files = &path, .file_count = 1, .threads = 2};
    assert_int_equal(collected_read(&collected, &options), HJ_INPUT_NOT_UTF8);
    assert_int_equal(collected.error.line, lines + 1);
    assert_int_equal(collected.error.column, 2);
    collected_release(&collected);
    free(text);
}

static int remove_scratch(void **unused)
{
    (void)unused;
    scratch_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_encoding_gives_the_same_blocks),
        cmocka_unit_test(the_digest_is_that_of_the_bytes),
        cmocka_unit_test(files_of_two_encodings_are_refused_with_the_place),
        cmocka_unit_test(broken_utf16_is_refused_with_the_place),
        cmocka_unit_test(a_wrong_byte_far_into_a_long_file_has_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, remove_scratch);
}
