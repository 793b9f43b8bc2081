/* SPDX-License-Identifier: MIT
 * Workbooks as departments send them. */
#include "cmocka_test.h"
#include "input/books.h"
#include "input/collected.h"

#include <xlsxwriter.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void check_reject(const struct collected *collected, size_t at, const char *expected)
{
    char found[1024];
    assert_true(at < collected->reject_count);
    const struct collected_reject *reject = &collected->reject[at];
    snprintf(found, sizeof found, "%u %u %s: %s", (unsigned)reject->record, (unsigned)reject->line,
             reject->message, reject->text);
    assert_string_equal(found, expected);
}

/* As the clerk's program writes it: titles over merged cells, a header in the fourth row, dates as
 * dates, codes as text and as numbers, a line of totals. */
static const char *clerks_book(void)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/clerk.xlsx", scratch_folder());
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *notes = workbook_add_worksheet(book, "说明");
    lxw_worksheet *sheet = workbook_add_worksheet(book, "名单");
    lxw_format *date = workbook_add_format(book);
    lxw_datetime day = {.year = 2019, .month = 3, .day = 5};
    format_set_num_format(date, "yyyy\"年\"m\"月\"d\"日\"");
    worksheet_write_string(notes, 0, 0, "本表由各镇街填报", NULL);
    worksheet_merge_range(sheet, 0, 0, 0, 6, "附件1", NULL);
    worksheet_merge_range(sheet, 1, 0, 1, 6, "企业名单（2026年）", NULL);
    static const char *const header[] = {
        "序号", "统一社会信用代码", "企业名称", "成立日期", "人数", "比例", "上市"};
    for (lxw_col_t i = 0; i < COUNT(header); i++) {
        worksheet_write_string(sheet, 3, i, header[i], NULL);
    }
    worksheet_write_number(sheet, 4, 0, 1, NULL);
    worksheet_write_string(sheet, 4, 1, "91320804MA1MFXYZ0E", NULL);
    worksheet_write_string(sheet, 4, 2, " 甲公司 ", NULL);
    worksheet_write_datetime(sheet, 4, 3, &day, date);
    worksheet_write_number(sheet, 4, 4, 12, NULL);
    worksheet_write_number(sheet, 4, 5, 0.1, NULL);
    worksheet_write_boolean(sheet, 4, 6, 1, NULL);
    worksheet_write_string(sheet, 6, 1, "91320804MA1MFXYZ1E", NULL);
    worksheet_write_number(sheet, 6, 3, 43529, NULL);
    worksheet_write_string(sheet, 6, 4, "十人", NULL);
    worksheet_write_number(sheet, 7, 1, 320804000012345, NULL);
    worksheet_write_number(sheet, 7, 3, 20190305, NULL);
    worksheet_write_number(sheet, 8, 1, 913208041234567890.0, NULL);
    worksheet_write_string(sheet, 9, 0, "合  计", NULL);
    worksheet_write_number(sheet, 9, 4, 126, NULL);
    worksheet_write_string(sheet, 10, 2, "乙公司", NULL);
    if (workbook_close(book) != LXW_NO_ERROR) {
        abort();
    }
    return path;
}

static void a_clerks_book_is_read_below_its_titles(void **unused)
{
    struct collected collected;
    (void)unused;
    book_load(&collected, clerks_book(), &book_dictionary);
    assert_true(hj_span_is(collected.result.files[0].encoding, "XLSX"));
    assert_true(hj_span_is(collected.result.files[0].sheet, "名单"));
    assert_true(hj_span_is(collected.result.files[0].skipped_sheets, "说明"));
    assert_int_equal(collected.result.records, 6);
    assert_int_equal(collected.rows, 3);
    check_cells(&collected, 0,
                "序号=1|uscc=91320804MA1MFXYZ0E|name=甲公司|established=2019-03-05"
                "|established_raw=2019-03-05|staff=12|share=0.1|listed=true|#record=1"
                "|#line=5");
    check_cells(&collected, 1,
                "established=2019-03-05|established_raw=43529|staff=|staff_raw=十人"
                "|share=|#record=2|#line=7");
    check_cells(&collected, 2,
                "uscc=320804000012345|established=2019-03-05|established_raw=20190305");
    check_reject(
        &collected, 0,
        "4 9 column uscc: a spreadsheet destroyed the code (9.132080412345679E+17); set the "
        "column to text and export it again: ,9.132080412345679E+17");
    check_reject(&collected, 1, "5 10 a line of totals: 合  计,,,,126");
    assert_int_equal(collected.reject[1].reason, HJ_INPUT_TOTALS);
    check_reject(&collected, 2, "6 11 column uscc is required and has no value: ,,乙公司");
    collected_release(&collected);
}

#define HEADER_ROW                                                                                 \
    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" "                                    \
    "t=\"inlineStr\"><is><r><t>企业</t></r>"                                                     \
    "<r><t>名称</t></r><rPh><t>qiye</t></rPh></is></c><c r=\"C1\" "                              \
    "t=\"str\"><v>成立日期</v></c></row>"

static const char shared[] =
    "<si><t>统一社会信用代码</t></si>"
    "<si><r><t xml:space=\"preserve\">A </t></r><r><t>1</t></r><rPh><t>x</t></rPh></si>"
    "<si><t>甲_x000D_&lt;b&gt;</t></si><si/>";

static const char styles[] =
    "<styleSheet><numFmts count=\"2\"><numFmt numFmtId=\"176\" "
    "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>"
    "<numFmt numFmtId=\"177\" formatCode=\"000000\"/></numFmts><cellStyleXfs><xf "
    "numFmtId=\"14\"/></cellStyleXfs>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/><xf "
    "numFmtId=\"177\"/></cellXfs>"
    "<dxfs><xf numFmtId=\"14\"/></dxfs></styleSheet>";

static void texts_and_numbers_are_read_as_they_are_shown(void **unused)
{
    const struct book_sheet sheet = {
        "s",
        HEADER_ROW "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"s\"><v>2</v></c>"
                   "<c r=\"C2\" s=\"1\"><v>43529.5</v></c></row>"
                   "<row><c t=\"inlineStr\"><is><t>B</t></is></c><c s=\"3\"><v>42</v></c><c "
                   "s=\"2\"><v>43525</v></c></row>"
                   "<row r=\"9\" spans=\"1:3\"><c r=\"A9\"><f>1+1</f><v>2</v></c><c r=\"B9\" "
                   "t=\"e\"><v>#N/A</v></c>"
                   "<c r=\"C9\" t=\"d\"><v>2019-03-05T00:00:00</v></c></row>"
                   "<row r=\"10\"><c r=\"A10\" t=\"s\"><v>3</v></c><c r=\"C10\" s=\"1\"/></row>"
                   "<row r=\"11\"/>"
                   "<row r=\"12\"><c r=\"A12\"><v>1E3</v></c><c r=\"B12\"><v>0.1</v></c><c "
                   "r=\"C12\" s=\"1\"><v>0.5</v></c></row>"
                   "<row r=\"13\"><c r=\"A13\"><v>7</v></c><c r=\"C13\"><v>2019</v></c></row>"
                   "<row r=\"14\"><c r=\"A14\"><v>8</v></c><c r=\"C14\"><v>201903</v></c></row>"};
    struct collected collected;
    (void)unused;
    book_load(&collected,
              book_of_sheets("shown.xlsx",
                             &(struct book_options){
                                 .sheets = &sheet, .count = 1, .styles = styles, .shared = shared}),
              &book_dictionary);
    assert_int_equal(collected.rows, 6);
    check_cells(&collected, 0,
                "uscc=A 1|name=甲\r<b>|established=2019-03-05"
                "|established_raw=2019-03-05 12:00:00|#line=2");
    check_cells(&collected, 1, "uscc=B|name=000042|established=2019-03-01|#line=3");
    check_cells(&collected, 2, "uscc=2|name=#N/A|established=2019-03-05|#line=9");
    check_cells(&collected, 3, "uscc=1000|name=0.1|established=|established_raw=0.5|#line=12");
    check_cells(&collected, 4, "established=|established_raw=2019");
    check_cells(&collected, 5, "established=2019-03-01");
    collected_release(&collected);
}

static void codes_that_lost_digits_are_rejects_however_they_are_written(void **unused)
{
    const struct book_sheet sheet = {
        "s",
        HEADER_ROW "<row r=\"2\"><c r=\"A2\"><v>913208041234567000</v></c></row>"
                   "<row r=\"3\"><c r=\"A3\"><v>9.13208041234567E+17</v></c></row>"
                   "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>3.20804E+14</t></is></c></row>"
                   "<row r=\"5\"><c r=\"A5\"><v>999999999999999</v></c></row>"};
    struct collected collected;
    (void)unused;
    book_load(
        &collected,
        book_of_sheets("codes.xlsx",
                       &(struct book_options){.sheets = &sheet, .count = 1, .shared = shared}),
        &book_dictionary);
    assert_int_equal(collected.rows, 1);
    check_cells(&collected, 0, "uscc=999999999999999");
    assert_int_equal(collected.reject_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(collected.reject[i].reason, HJ_INPUT_DESTROYED_CODE);
    }
    collected_release(&collected);
}

static void days_may_be_counted_from_1904(void **unused)
{
    const struct book_sheet sheet = {
        "s", HEADER_ROW "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"C2\"><v>42067</v></c></row>"};
    struct collected collected;
    (void)unused;
    book_load(&collected,
              book_of_sheets("mac.xlsx",
                             &(struct book_options){.sheets = &sheet,
                                                    .count = 1,
                                                    .shared = shared,
                                                    .workbook = "<workbookPr date1904=\"1\"/>"}),
              &book_dictionary);
    check_cells(&collected, 0, "established=2019-03-05");
    collected_release(&collected);
}

#define TEXT_CELL(reference, text)                                                                 \
    "<c r=\"" reference "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define VILLAGE(code)                                                                              \
    "<row r=\"2\">" TEXT_CELL("A2", "企业名称")                                                    \
        TEXT_CELL("B2", "统一社会信用代码") "</row><row r=\"3\">" TEXT_CELL("A3", "甲")            \
            TEXT_CELL("B3", code) "</row><row r=\"4\">" TEXT_CELL("A4", "乙") "</row>"

static void every_sheet_with_the_same_header_is_read(void **unused)
{
    const struct book_sheet sheets[] = {
        {"填表说明", "<row r=\"1\">" TEXT_CELL("A1", "企业名称") "</row>"},
        {"丁集村", VILLAGE("1")},
        {"空表", ""},
        {"渔沟村", VILLAGE("2")},
    };
    struct collected collected;
    const char *path = book_of_sheets(
        "town.xlsx", &(struct book_options){.sheets = sheets, .count = COUNT(sheets)});
    (void)unused;
    book_load(&collected, path, &book_dictionary);
    assert_true(hj_span_is(collected.result.files[0].sheet, "丁集村, 渔沟村"));
    assert_true(hj_span_is(collected.result.files[0].skipped_sheets, "填表说明"));
    assert_int_equal(collected.result.files[0].records, 4);
    assert_int_equal(collected.rows, 2);
    assert_int_equal(collected.result.blocks, 2);
    check_cells(&collected, 0, "uscc=1|#record=1|#line=3");
    check_cells(&collected, 1, "uscc=2|#record=3|#line=3");
    check_reject(&collected, 1, "4 4 column uscc is required and has no value: 乙");
    collected_release(&collected);
}

/* 企业 over 名称 and 代码 in merged cells; 成立日期 merged downwards. */
static void a_header_of_two_rows_takes_texts_from_above(void **unused)
{
    const struct book_sheet sheet = {
        "s",
        "<row r=\"1\">" TEXT_CELL("A1", "基本信息")
            TEXT_CELL("C1", "成立日期") "</row><row r=\"2\">" TEXT_CELL("A2", "统一社会信用代码")
                TEXT_CELL("B2", "企业名称") "</row><row r=\"3\">" TEXT_CELL("A3", "1")
                    TEXT_CELL("B3", "甲") TEXT_CELL("C3", "2019-03-05") "</row>"};
    struct collected collected;
    (void)unused;
    book_load(&collected,
              book_of_sheets("merged.xlsx", &(struct book_options){.sheets = &sheet, .count = 1}),
              &book_dictionary);
    assert_int_equal(collected.rows, 1);
    check_cells(&collected, 0, "uscc=1|established=2019-03-05");
    collected_release(&collected);
}

static void without_a_dictionary_the_fullest_of_the_first_rows_is_the_header(void **unused)
{
    struct collected collected;
    const struct book_sheet sheet = {
        "s", "<row r=\"1\">" TEXT_CELL("A1", "附件") "</row><row r=\"2\">" TEXT_CELL("A2", "a")
                 TEXT_CELL("C2", "c") "</row><row r=\"3\">" TEXT_CELL("A3", "1")
                     TEXT_CELL("D3", "stray") "</row>"
                                              "<row r=\"4\">" TEXT_CELL("B4", "2") "</row>"};
    (void)unused;
    book_load(&collected,
              book_of_sheets("plain.xlsx", &(struct book_options){.sheets = &sheet, .count = 1}),
              NULL);
    assert_int_equal(collected.rows, 1);
    check_cells(&collected, 0, "a=|column_2=2|c=");
    check_reject(
        &collected, 0,
        "1 3 4 fields where the header has 3: a comma or a quote inside a value?: 1,,,stray");
    collected_release(&collected);
}

static void long_sheets_give_blocks_of_16384_rows(void **unused)
{
    struct collected collected;
    char path[256];
    (void)unused;
    snprintf(path, sizeof path, "%s/long.xlsx", scratch_folder());
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
    worksheet_write_string(sheet, 0, 0, "企业名称", NULL);
    worksheet_write_string(sheet, 0, 1, "统一社会信用代码", NULL);
    for (lxw_row_t i = 1; i <= 40000; i++) {
        char code[32];
        snprintf(code, sizeof code, "C%u", (unsigned)i);
        worksheet_write_string(sheet, i, 0, i % 3 ? "甲" : "乙", NULL);
        worksheet_write_string(sheet, i, 1, code, NULL);
    }
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    book_load(&collected, path, &book_dictionary);
    assert_int_equal(collected.rows, 40000);
    assert_int_equal(collected.result.blocks, 3);
    check_cells(&collected, 39999, "uscc=C40000|#record=40000");
    collected_release(&collected);
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
        cmocka_unit_test(a_clerks_book_is_read_below_its_titles),
        cmocka_unit_test(texts_and_numbers_are_read_as_they_are_shown),
        cmocka_unit_test(codes_that_lost_digits_are_rejects_however_they_are_written),
        cmocka_unit_test(days_may_be_counted_from_1904),
        cmocka_unit_test(every_sheet_with_the_same_header_is_read),
        cmocka_unit_test(a_header_of_two_rows_takes_texts_from_above),
        cmocka_unit_test(without_a_dictionary_the_fullest_of_the_first_rows_is_the_header),
        cmocka_unit_test(long_sheets_give_blocks_of_16384_rows),
    };
    return cmocka_run_group_tests(tests, NULL, remove_scratch);
}
