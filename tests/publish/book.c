/* SPDX-License-Identifier: MIT
 * A book becomes two files: whole or not there, and the same bytes each time. */
#include "publish/book_writer.h"

#include "base/output.h"

#include "cmocka_test.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

static char folder[] = "/tmp/hejian-book-XXXXXX";

static const struct hj_span answers[] = {HJ_SPAN("yes"), HJ_SPAN("no")};
static const struct hj_book_column columns[] = {
    {.title = HJ_SPAN("number"), .width = 5, .number = true},
    {.title = HJ_SPAN("name"), .width = 20},
    {.title = HJ_SPAN("answer"),
     .width = 10,
     .answers = answers,
     .answer_count = 2,
     .new_page = true},
};
static const struct hj_span first[] = {HJ_SPAN("1"), HJ_SPAN("=cmd"), {NULL, 0}};
static const struct hj_span second[] = {HJ_SPAN("2"), HJ_SPAN("line\nbreak"), HJ_SPAN("yes")};
static const struct hj_span *const rows[] = {first, second};
static const struct hj_book_sheet sheets[] = {
    {.title = HJ_SPAN("a/b"), .rows = rows, .row_count = 1},
    {.title = HJ_SPAN("A/B"), .rows = rows + 1, .row_count = 1},
};
static const struct hj_span notices[] = {HJ_SPAN("made by comparing data")};
static const struct hj_book_line lines[] = {{HJ_SPAN("firms"), HJ_SPAN("2")}};

static struct hj_book book_of(void)
{
    return (struct hj_book){
        .title = HJ_SPAN("Title & more"),
        .subject = HJ_SPAN("../../x"),
        .cover = HJ_SPAN("Cover"),
        .draft = HJ_SPAN("DRAFT"),
        .font = HJ_SPAN("Arial"),
        .page = HJ_SPAN("{page} of {pages}"),
        .notices = notices,
        .notice_count = 1,
        .lines = lines,
        .line_count = 1,
        .columns = columns,
        .column_count = 3,
        .repeated = 1,
        .sheets = sheets,
        .sheet_count = 2,
        .scale = 80,
        .created = 20000,
    };
}

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static size_t read_file(const char *name, char *bytes, size_t size)
{
    FILE *file = fopen(path_of(name), "rb");
    assert_non_null(file);
    size_t got = fread(bytes, 1, size, file);
    fclose(file);
    return got;
}

static void csv_holds_the_rows_of_all_sheets(void **state)
{
    struct hj_book book = book_of();
    struct hj_error error;
    char bytes[512];
    (void)state;
    assert_int_equal(hj_book_csv(&book, path_of("a.csv"), &error), HJ_OK);
    size_t size = read_file("a.csv", bytes, sizeof bytes - 1);
    bytes[size] = '\0';
    assert_string_equal(bytes, "number,name,answer\n1,'=cmd,\n2,\"line\nbreak\",yes\n");
}

static void a_workbook_has_the_same_bytes_each_time(void **state)
{
    static char one[65536], two[65536];
    struct hj_book book = book_of();
    struct hj_error error;
    (void)state;
    assert_int_equal(hj_book_xlsx(&book, path_of("a.xlsx"), &error), HJ_OK);
    assert_int_equal(hj_book_xlsx(&book, path_of("b.xlsx"), &error), HJ_OK);
    size_t size = read_file("a.xlsx", one, sizeof one);
    assert_int_equal(size, read_file("b.xlsx", two, sizeof two));
    assert_true(size > 1000);
    assert_memory_equal(one, two, size);
}

static void a_failed_write_leaves_nothing(void **state)
{
    struct hj_book book = book_of();
    struct hj_error error;
    struct stat found;
    (void)state;
    hj_output_fail_at(1);
    assert_int_equal(hj_book_xlsx(&book, path_of("c.xlsx"), &error), HJ_WRITE);
    hj_output_fail_at(1);
    assert_int_equal(hj_book_csv(&book, path_of("c.csv"), &error), HJ_WRITE);
    hj_output_fail_at(0);
    assert_int_not_equal(stat(path_of("c.xlsx"), &found), 0);
    assert_int_not_equal(stat(path_of("c.csv"), &found), 0);
    assert_int_not_equal(stat(path_of(".c.xlsx.hejian-part"), &found), 0);
    assert_int_equal(hj_book_xlsx(&book, path_of("no-such-folder/c.xlsx"), &error), HJ_OPEN);
}

static const struct hj_book_column shared[] = {
    {.title = HJ_SPAN("name"), .width = 20},
    {.title = HJ_SPAN("former"), .below = true, .labelled = true},
    {.title = HJ_SPAN("A"), .heading = HJ_SPAN("checks"), .labelled = true, .by_value = true},
    {.title = HJ_SPAN("B"), .below = true, .labelled = true, .by_value = true},
    {.title = HJ_SPAN("C"), .below = true, .labelled = true, .by_value = true},
    {.title = HJ_SPAN("D"), .below = true, .labelled = true},
};

static void columns_share_a_cell_line_by_line(void **state)
{
    static const struct hj_span full[] = {HJ_SPAN("x"),   HJ_SPAN("a\nb"), HJ_SPAN("no"),
                                          HJ_SPAN("yes"), HJ_SPAN("no"),   HJ_SPAN("=1")};
    static const struct hj_span gaps[6] = {{NULL, 0}, HJ_SPAN("y"), {NULL, 0}, HJ_SPAN("no")};
    static const struct {
        const struct hj_span *values;
        size_t first;
        const char *text;
    } cases[] = {
        {full, 0, "x\nformer: a b"},
        {full, 2, "no: A, C\nyes: B\nD: =1"},
        {gaps, 0, "former: y"},
        {gaps, 2, "no: B"},
    };
    const struct hj_book book = {
        .columns = shared, .column_count = 6, .colon = HJ_SPAN(": "), .comma = HJ_SPAN(", ")};
    struct hj_buffer out = {0};
    (void)state;
    assert_int_equal(hj_book_cell_count(&book), 2);
    assert_int_equal(hj_book_cell_end(&book, 2), 6);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(hj_book_cell(&book, cases[i].values, cases[i].first, &out));
        assert_true(hj_span_is(hj_buffer_span(&out), cases[i].text));
    }
    hj_buffer_release(&out);
}

static void a_list_too_long_for_a_cell_stands_in_a_hidden_sheet(void **state)
{
    static struct hj_span many[60];
    static char bytes[65536];
    struct hj_book_column long_columns[3];
    struct hj_book book = book_of();
    struct hj_error error;
    (void)state;
    for (size_t i = 0; i < 60; i++) {
        many[i] = hj_span_of("an answer");
    }
    memcpy(long_columns, columns, sizeof columns);
    long_columns[2].answers = many;
    long_columns[2].answer_count = 60;
    book.columns = long_columns;
    assert_int_equal(hj_book_xlsx(&book, path_of("d.xlsx"), &error), HJ_OK);
    assert_true(read_file("d.xlsx", bytes, sizeof bytes) > 1000);
}

/* Six lines of nine points, in a font whose lines are 1.45 times as high. */
static void a_row_is_high_enough_for_its_lines(void **state)
{
    static const struct hj_book_column six[] = {
        {.title = HJ_SPAN("a"), .width = 20},   {.title = HJ_SPAN("b"), .below = true},
        {.title = HJ_SPAN("c"), .below = true}, {.title = HJ_SPAN("d"), .below = true},
        {.title = HJ_SPAN("e"), .below = true}, {.title = HJ_SPAN("f"), .below = true},
    };
    static const struct hj_span values[] = {HJ_SPAN("1"), HJ_SPAN("2"), HJ_SPAN("3"),
                                            HJ_SPAN("4"), HJ_SPAN("5"), HJ_SPAN("6")};
    static const struct hj_span *const one[] = {values};
    const struct hj_book_sheet sheet = {.title = HJ_SPAN("a"), .rows = one, .row_count = 1};
    static char sheet_text[65536];
    struct hj_book book = book_of();
    struct hj_error error;
    (void)state;
    book.columns = six;
    book.column_count = 6;
    book.sheets = &sheet;
    book.sheet_count = 1;
    assert_int_equal(hj_book_xlsx(&book, path_of("e.xlsx"), &error), HJ_OK);
    zip_t *archive = zip_open(path_of("e.xlsx"), ZIP_RDONLY, NULL);
    assert_non_null(archive);
    zip_file_t *file = zip_fopen(archive, "xl/worksheets/sheet2.xml", 0);
    assert_non_null(file);
    assert_true(zip_fread(file, sheet_text, sizeof sheet_text - 1) > 0);
    zip_fclose(file);
    zip_discard(archive);
    const char *row = strstr(sheet_text, "<row r=\"2\"");
    assert_non_null(row);
    const char *height = strstr(row, " ht=\"");
    assert_non_null(height);
    assert_true(strtod(height + 5, NULL) >= 6 * 9 * 1.45);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    static const char *const names[] = {"a.csv", "a.xlsx", "b.xlsx", "d.xlsx", "e.xlsx"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unlink(path_of(names[i]));
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_holds_the_rows_of_all_sheets),
        cmocka_unit_test(a_workbook_has_the_same_bytes_each_time),
        cmocka_unit_test(a_failed_write_leaves_nothing),
        cmocka_unit_test(columns_share_a_cell_line_by_line),
        cmocka_unit_test(a_list_too_long_for_a_cell_stands_in_a_hidden_sheet),
        cmocka_unit_test(a_row_is_high_enough_for_its_lines),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
