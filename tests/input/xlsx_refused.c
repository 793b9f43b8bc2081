/* SPDX-License-Identifier: MIT
 * Workbooks that are refused, and the tables that reading them rests on. */
#include "cmocka_test.h"
#include "input/book.h"
#include "input/books.h"
#include "input/collected.h"
#include "input/escape.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

#define HEADER_ROW                                                                                 \
    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" "                                    \
    "t=\"inlineStr\"><is><r><t>企业</t></r>"                                                     \
    "<r><t>名称</t></r><rPh><t>qiye</t></rPh></is></c><c r=\"C1\" "                              \
    "t=\"str\"><v>成立日期</v></c></row>"

static const char shared[] =
    "<si><t>统一社会信用代码</t></si>"
    "<si><r><t xml:space=\"preserve\">A </t></r><r><t>1</t></r><rPh><t>x</t></rPh></si>"
    "<si><t>甲_x000D_&lt;b&gt;</t></si><si/>";

#define TEXT_CELL(reference, text)                                                                 \
    "<c r=\"" reference "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
/* ---- what is refused ---- */

static void check_refused(const char *path, const char *expected)
{
    struct collected collected;
    assert_int_not_equal(book_read(&collected, path, &book_dictionary), HJ_OK);
    assert_string_equal(collected_message(&collected), expected);
    assert_int_equal(hj_code_status(collected.error.code), HJ_STATUS_DATA);
    collected_release(&collected);
}

static void check_rows(const char *rows, const char *expected)
{
    const struct book_sheet sheet = {"s", rows};
    check_refused(
        book_of_sheets("bad.xlsx",
                       &(struct book_options){.sheets = &sheet, .count = 1, .shared = shared}),
        expected);
}

static void damaged_sheets_are_refused(void **unused)
{
    (void)unused;
    check_rows(
        HEADER_ROW "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>99</v></c></row>",
        ":0:0: INPUT_BOOK_DAMAGED: bad.xlsx is damaged (xl/worksheets/sheet1.xml: a cell refers "
        "to what is not there): open it and save it again as .xlsx");
    check_rows(
        HEADER_ROW "<row r=\"2\"><c r=\"XFE2\"><v>1</v></c></row>",
        ":0:0: INPUT_BOOK_DAMAGED: bad.xlsx is damaged (xl/worksheets/sheet1.xml: a cell refers "
        "to what is not there): open it and save it again as .xlsx");
    check_rows(
        HEADER_ROW "<row r=\"1048577\"><c r=\"A2\"><v>1</v></c></row>",
        ":0:0: INPUT_BOOK_LARGE: bad.xlsx unpacks to more than a workbook may hold: export the "
        "table as CSV UTF-8");
    check_rows(
        HEADER_ROW "<row r=\"2\"><c></row>",
        ":0:0: INPUT_BOOK_DAMAGED: bad.xlsx is damaged (xl/worksheets/sheet1.xml: mismatched "
        "tag): open it and save it again as .xlsx");
    check_rows(
        "<row r=\"1\">" TEXT_CELL("A1", "甲") TEXT_CELL("B1", "乙") "</row>",
        ":0:0: INPUT_NO_HEADER_ROW: bad.xlsx: none of the first 10 rows of its sheets holds a "
        "header that the dictionary knows; add yours to its `headers:` lists");
    check_rows(
        "<row r=\"2\">" TEXT_CELL("A2", "企业名称") "</row>",
        "bad.xlsx:2:0: INPUT_MISSING_HEADER: table t: no header for the required column uscc; "
        "accepted are 统一社会信用代码; add yours to its `headers:` list");
}

static void entities_and_bombs_are_refused(void **unused)
{
    static const char entity[] =
        "<!DOCTYPE sst [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><sst><si><t>&a;</t></si></sst>";
    static const char relations[] =
        "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" "
        "Target=\"workbook.xml\"/></Relationships>";
    static const char book_relations[] =
        "<Relationships><Relationship Id=\"s\" Type=\"x/worksheet\" Target=\"sheet.xml\"/>"
        "<Relationship Id=\"t\" Type=\"x/sharedStrings\" Target=\"strings.xml\"/></Relationships>";
    static const char workbook[] =
        "<workbook><sheets><sheet name=\"s\" r:id=\"s\" xmlns:r=\"x\"/></sheets></workbook>";
    size_t size = (size_t)100 * 1000 * 1000;
    char *bomb = malloc(size + 64);
    (void)unused;
    assert_non_null(bomb);
    const struct book_part parts[] = {
        {"_rels/.rels", relations},
        {"workbook.xml", workbook},
        {"_rels/workbook.xml.rels", book_relations},
        {"strings.xml", entity},
        {"sheet.xml", "<worksheet><sheetData/></worksheet>"},
    };
    check_refused(
        book_of_parts("entity.xlsx", parts, COUNT(parts)),
        ":0:0: INPUT_BOOK_DAMAGED: entity.xlsx is damaged (strings.xml: it has a DOCTYPE): open "
        "it and save it again as .xlsx");
    size_t used = (size_t)snprintf(bomb, 64, "<sst><si><t>");
    memset(bomb + used, ' ', size);
    snprintf(bomb + used + size, 32, "</t></si></sst>");
    struct book_part bombed[COUNT(parts)];
    memcpy(bombed, parts, sizeof parts);
    bombed[3].text = bomb;
    check_refused(
        book_of_parts("bomb.xlsx", bombed, COUNT(parts)),
        ":0:0: INPUT_BOOK_LARGE: bomb.xlsx unpacks to more than a workbook may hold: export the "
        "table as CSV UTF-8");
    memset(bomb, 'x', size);
    memcpy(bomb, "<sst ", 5);
    bomb[size] = '\0';
    check_refused(
        book_of_parts("tag.xlsx", bombed, COUNT(parts)),
        ":0:0: INPUT_BOOK_DAMAGED: tag.xlsx is damaged (strings.xml: a tag is too long): open it "
        "and save it again as .xlsx");
    free(bomb);
}

static void archives_that_are_no_workbook_are_refused(void **unused)
{
    static const struct book_part document[] = {
        {"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<x/>"}};
    (void)unused;
    check_refused(
        book_of_parts("open.xlsx", document, COUNT(document)),
        ":0:0: INPUT_NO_BOOK: open.xlsx is no .xlsx workbook: open it and save it as .xlsx or as "
        "CSV UTF-8");
    check_refused(
        scratch_file("cut.xlsx", "PK\x03\x04 and no more", 17),
        ":0:0: INPUT_NO_BOOK: cut.xlsx is no .xlsx workbook: open it and save it as .xlsx or as "
        "CSV UTF-8");
}

/* ---- tables ---- */

static void formats_of_dates_are_known(void **unused)
{
    static const struct {
        const char *format;
        unsigned char style;
    } cases[] = {
        {"General", HJ_STYLE_PLAIN},
        {"yyyy-mm-dd", HJ_STYLE_DATE},
        {"yyyy\"年\"m\"月\"d\"日\"", HJ_STYLE_DATE},
        {"[$-804]yyyy\\-mm", HJ_STYLE_DATE},
        {"mmm", HJ_STYLE_DATE},
        {"[DBNum1][$-804]m\"月\"d\"日\"", HJ_STYLE_DATE},
        {"h:mm:ss", HJ_STYLE_DATE},
        {"0.00", HJ_STYLE_PLAIN},
        {"#,##0", HJ_STYLE_PLAIN},
        {"000000", 6},
        {"0", HJ_STYLE_PLAIN},
        {"0\"day\"", HJ_STYLE_PLAIN},
        {"0.00E+00", HJ_STYLE_PLAIN},
        {"[Red]0.0;yyyy", HJ_STYLE_PLAIN},
        {"@", HJ_STYLE_PLAIN},
        {"", HJ_STYLE_PLAIN},
        {"\"open", HJ_STYLE_PLAIN},
        {"\\d0", HJ_STYLE_PLAIN},
        {"0_m", HJ_STYLE_PLAIN},
        {"#,##0.00\"m\"", HJ_STYLE_PLAIN},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (hj_book_style_of(cases[i].format) != cases[i].style) {
            fail_msg("%s", cases[i].format);
        }
    }
}

static void escapes_are_undone(void **unused)
{
    static const char *const cases[][2] = {
        {"a_x000D_b", "a\rb"},  {"_x005F_x000D_", "_x000D_"}, {"_x0041", "_x0041"},
        {"_xZZZZ_", "_xZZZZ_"}, {"_x4E00_", "_x4E00_"},       {"_", "_"},
        {"_x0000_", "_x0000_"}, {"_x0009__x000a_", "\t\n"},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[32];
        snprintf(text, sizeof text, "%s", cases[i][0]);
        text[hj_unescape(text, strlen(text))] = '\0';
        assert_string_equal(text, cases[i][1]);
    }
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
        cmocka_unit_test(damaged_sheets_are_refused),
        cmocka_unit_test(entities_and_bombs_are_refused),
        cmocka_unit_test(archives_that_are_no_workbook_are_refused),
        cmocka_unit_test(formats_of_dates_are_known),
        cmocka_unit_test(escapes_are_undone),
    };
    return cmocka_run_group_tests(tests, NULL, remove_scratch);
}
