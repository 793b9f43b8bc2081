/* SPDX-License-Identifier: MIT
 * Letters: a zip file of three parts, the same bytes each time, harmless whatever the texts hold.
 */
#include "publish/letter.h"
#include "cmocka_test.h"

#include <zip.h>

static const char path[] = "letter-test.docx";

static void write_letter(const char *text, char *out, size_t size)
{
    const struct hj_letter_paragraph paragraphs[] = {
        {HJ_LETTER_LOOK_TITLE, hj_span_of("Title")},
        {HJ_LETTER_LOOK_HEADING, hj_span_of("Heading")},
        {HJ_LETTER_LOOK_BODY, hj_span_of(text)},
    };
    const struct hj_letter_paper paper = {
        .font = hj_span_of("A\"B"), .paragraphs = paragraphs, .count = 3};
    struct hj_error error;
    assert_int_equal(hj_letter_docx(&paper, path, &error), HJ_OK);
    zip_t *archive = zip_open(path, ZIP_RDONLY, NULL);
    assert_non_null(archive);
    assert_int_equal(zip_get_num_entries(archive, 0), 3);
    zip_file_t *file = zip_fopen(archive, "word/document.xml", 0);
    assert_non_null(file);
    zip_int64_t got = zip_fread(file, out, size - 1);
    assert_true(got > 0 && (size_t)got < size - 1);
    out[got] = '\0';
    zip_fclose(file);
    zip_discard(archive);
}

static void texts_are_escaped(void **state)
{
    static char got[8192];
    (void)state;
    write_letter("<w:t>&\"</w:t>\nsecond\x01line\xe2\x80\xae", got, sizeof got);
    assert_non_null(strstr(got, "&lt;w:t&gt;&amp;&quot;&lt;/w:t&gt;"));
    assert_non_null(strstr(got, "<w:br/><w:t xml:space=\"preserve\">second line</w:t>"));
    assert_null(strstr(got, "\xe2\x80\xae"));
    assert_non_null(strstr(got, "w:eastAsia=\"AB\""));
}

static void heading_stays_with_its_text(void **state)
{
    static char got[8192];
    (void)state;
    write_letter("text", got, sizeof got);
    const char *kept = strstr(got, "<w:keepNext/>"), *heading = strstr(got, "Heading");
    assert_non_null(kept);
    assert_true(strstr(got, "Title") < kept && kept < heading);
    assert_null(strstr(heading, "<w:keepNext/>"));
}

static size_t read_file(char *out, size_t size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t got = fread(out, 1, size, file);
    fclose(file);
    return got;
}

static void same_letter_same_bytes(void **state)
{
    char document[8192], first[8192], second[8192];
    (void)state;
    write_letter("text", document, sizeof document);
    size_t size = read_file(first, sizeof first);
    write_letter("text", document, sizeof document);
    assert_int_equal(read_file(second, sizeof second), size);
    assert_memory_equal(first, second, size);
    remove(path);
}

static void what_cannot_be_written_is_told(void **state)
{
    const struct hj_letter_paper paper = {0};
    struct hj_error error;
    (void)state;
    assert_int_equal(hj_letter_docx(&paper, "no-such-folder/letter.docx", &error), HJ_OPEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(heading_stays_with_its_text),
        cmocka_unit_test(same_letter_same_bytes),
        cmocka_unit_test(what_cannot_be_written_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
