/* SPDX-License-Identifier: MIT
 * Workbooks as programs other than Excel write them: names with a prefix, targets from the root or
 * through "..", the strict namespace, cells that do not say where they stand, texts in runs. */
#include "cmocka_test.h"
#include "input/books.h"
#include "input/collected.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void load_book(struct collected *collected, const char *path)
{
    static const struct hj_span nulls[] = {HJ_SPAN(""), HJ_SPAN("#N/A"), HJ_SPAN("#REF!")};
    struct hj_table dictionary = book_dictionary;
    dictionary.nulls.items = nulls;
    dictionary.nulls.count = COUNT(nulls);
    book_load(collected, path, &dictionary);
}

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define STRICT_OFFICE "http://purl.oclc.org/ooxml/officeDocument/relationships"
#define STRICT_MAIN "http://purl.oclc.org/ooxml/spreadsheetml/main"

/* The relation of a package to its workbook. */
#define ROOT(office, target)                                                                       \
    XML "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" Type=\"" office            \
        "/officeDocument\" Target=\"" target "\"/></Relationships>"
#define RELATION(office, id, type, target)                                                         \
    "<Relationship Id=\"" id "\" Type=\"" office "/" type "\" Target=\"" target "\"/>"

/* Every element has a prefix, every target is from the root; shared texts are there, and empty. */
static void names_may_have_a_prefix_and_targets_begin_at_the_root(void **unused)
{
    static const struct book_part parts[] = {
        {"_rels/.rels", ROOT(OFFICE, "/xl/workbook.xml")},
        {"xl/workbook.xml",
         XML "<x:workbook xmlns:x=\"" MAIN "\" xmlns:r=\"" OFFICE
             "\"><x:bookViews><x:workbookView/></x:bookViews><x:sheets><x:sheet name=\"名单\" "
             "sheetId=\"1\" r:id=\"rId7\"/></x:sheets></x:workbook>"},
        {"xl/_rels/workbook.xml.rels", XML
         "<Relationships xmlns=\"" PACKAGE
         "\">" RELATION(OFFICE, "rId7", "worksheet", "/xl/worksheets/sheet1.xml")
             RELATION(OFFICE, "rId2", "styles", "/xl/styles.xml")
                 RELATION(OFFICE, "rId3", "sharedStrings", "/xl/sharedStrings.xml")
                     RELATION(OFFICE, "rId9", "theme", "/xl/theme/none.xml") "</Relationships>"},
        {"xl/sharedStrings.xml", XML "<x:sst xmlns:x=\"" MAIN "\" count=\"0\" uniqueCount=\"0\"/>"},
        {"xl/styles.xml",
         XML "<x:styleSheet xmlns:x=\"" MAIN "\"><x:numFmts count=\"1\"><x:numFmt numFmtId=\"176\" "
             "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/></x:numFmts>"
             "<x:cellXfs count=\"2\"><x:xf numFmtId=\"0\"/><x:xf numFmtId=\"176\" "
             "applyNumberFormat=\"1\"/></x:cellXfs></x:styleSheet>"},
        {"xl/worksheets/sheet1.xml",
         XML "<x:worksheet xmlns:x=\"" MAIN
             "\"><x:sheetData><x:row r=\"1\"><x:c t=\"inlineStr\"><x:is><x:t>统一社会信用代码"
             "</x:t></x:is></x:c><x:c t=\"inlineStr\"><x:is><x:t>企业名称</x:t></x:is></x:c>"
             "<x:c t=\"inlineStr\"><x:is><x:t>成立日期</x:t></x:is></x:c></x:row>"
             "<x:row r=\"2\"><x:c t=\"inlineStr\"><x:is><x:t xml:space=\"preserve\"> A1 </x:t>"
             "</x:is></x:c><x:c t=\"inlineStr\"><x:is><x:r><x:rPr><x:b/></x:rPr><x:t>甲</x:t>"
             "</x:r><x:r><x:t>公司</x:t></x:r><x:rPh sb=\"0\" eb=\"1\"><x:t>jia</x:t></x:rPh>"
             "<x:phoneticPr fontId=\"1\"/></x:is></x:c><x:c s=\"1\"><x:v>43529</x:v></x:c>"
             "</x:row></x:sheetData></x:worksheet>"},
    };
    struct collected collected;
    (void)unused;
    load_book(&collected, book_of_parts("prefix.xlsx", parts, COUNT(parts)));
    assert_int_equal(collected.rows, 1);
    assert_true(hj_span_is(collected.result.files[0].sheet, "名单"));
    check_cells(&collected, 0,
                "uscc=A1|name=甲公司|established=2019-03-05|established_raw=2019-03-05");
    collected_release(&collected);
}

/* The strict form has other namespaces and dates as text; targets go through ".." and ".". */
static void the_strict_form_is_read(void **unused)
{
    static const struct book_part parts[] = {
        {"_rels/.rels", ROOT(STRICT_OFFICE, "./xl/workbook.xml")},
        {"xl/workbook.xml", XML "<workbook xmlns=\"" STRICT_MAIN "\" xmlns:r=\"" STRICT_OFFICE
                                "\" conformance=\"strict\"><workbookPr date1904=\"true\"/><sheets>"
                                "<sheet name=\"s\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         XML "<Relationships xmlns=\"" PACKAGE
             "\">" RELATION(STRICT_OFFICE, "b", "sharedStrings", "../xl/./strings.xml")
                 RELATION(STRICT_OFFICE, "a", "worksheet",
                          "../xl/worksheets/../sheets/one.xml") "</Relationships>"},
        {"xl/strings.xml",
         XML "<sst xmlns=\"" STRICT_MAIN "\"><si><t>统一社会信用代码</t></si><si><t>成立日期</t>"
             "</si><si><t>人数</t></si><si><t>上市</t></si></sst>"},
        {"xl/sheets/one.xml",
         XML "<worksheet xmlns=\"" STRICT_MAIN "\"><sheetData><row><c t=\"s\"><v>0</v></c><c "
             "t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c></row>"
             "<row><c t=\"str\"><v>A1</v></c><c t=\"d\"><v>2019-03-05</v></c><c><v>12</v></c><c "
             "t=\"b\"><v>true</v></c></row>"
             "<row><c t=\"str\"><v>A2</v></c><c t=\"d\"><v>2019-03-05T00:00:00.000Z</v></c><c "
             "t=\"n\"><v>1.2E1</v></c><c t=\"b\"><v>0</v></c></row>"
             "<row><c t=\"str\"><v>A3</v></c><c><v>42067</v></c><c/><c t=\"b\"><v>false</v></c>"
             "</row></sheetData></worksheet>"},
    };
    struct collected collected;
    (void)unused;
    load_book(&collected, book_of_parts("strict.xlsx", parts, COUNT(parts)));
    assert_int_equal(collected.rows, 3);
    check_cells(&collected, 0, "uscc=A1|established=2019-03-05|staff=12|listed=true|#line=2");
    check_cells(&collected, 1, "uscc=A2|established=2019-03-05|staff=12|listed=false|#line=3");
    check_cells(&collected, 2, "uscc=A3|established=2019-03-05|staff=|listed=false|#line=4");
    collected_release(&collected);
}

#define HEADER                                                                                             \
    "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>统一社会信用代码</v></c><c r=\"B1\" t=\"str\"><v>"      \
    "企业名称</v></c><c r=\"C1\" t=\"str\"><v>成立日期</v></c><c r=\"D1\" t=\"str\"><v>人数</v>" \
    "</c></row>"

static void load_rows(struct collected *collected, const char *rows, const char *styles)
{
    const struct book_sheet sheet = {"s", rows};
    load_book(collected,
              book_of_sheets("rows.xlsx", &(struct book_options){
                                              .sheets = &sheet, .count = 1, .styles = styles}));
}

/* Some cells say where they stand and some do not: these stand behind the one before. */
static void cells_without_a_reference_follow_the_one_before(void **unused)
{
    struct collected collected;
    (void)unused;
    load_rows(&collected,
              HEADER "<row r=\"4\"><c t=\"str\"><v>A1</v></c><c r=\"C4\" "
                     "t=\"str\"><v>2019-03-05</v></c><c><v>3</v></c></row>"
                     "<row><c r=\"B5\" t=\"str\"><v>乙</v></c><c r=\"A5\" t=\"str\"><v>A2</v></c>"
                     "</row>",
              NULL);
    assert_int_equal(collected.rows, 2);
    check_cells(&collected, 0, "uscc=A1|name=|established=2019-03-05|staff=3|#line=4");
    check_cells(&collected, 1, "uscc=A2|name=乙|established=|#line=5");
    collected_release(&collected);
}

static void dates_in_chinese_formats_are_dates(void **unused)
{
    static const char *const formats[] = {
        "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;",
        "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@",
        "yyyy年m月d日",
        "[$-804]yyyy\\年m\\月d\\日",
        "[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "yyyy\\-mm\\-dd\\ hh:mm:ss",
        "yyyy/m/d\\ h:mm\\ AM/PM",
        "yy\\.mm\\.dd",
        "e&quot;年&quot;m&quot;月&quot;d&quot;日&quot;",
    };
    char styles[1024];
    (void)unused;
    for (size_t i = 0; i < COUNT(formats); i++) {
        struct collected collected;
        snprintf(styles, sizeof styles,
                 "<styleSheet><numFmts><numFmt numFmtId=\"177\" formatCode=\"%s\"/></numFmts>"
                 "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"177\"/></cellXfs></styleSheet>",
                 formats[i]);
        load_rows(&collected,
                  HEADER "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>A1</v></c><c r=\"B2\" s=\"1\">"
                         "<v>2</v></c><c r=\"C2\" s=\"1\"><v>43529</v></c></row>",
                  styles);
        /* a day of 1900, which a number without the format would not be */
        check_cells(&collected, 0, "name=1900-01-02|established=2019-03-05");
        collected_release(&collected);
    }
}

static void amounts_and_times_in_formats_are_no_dates(void **unused)
{
    static const char *const formats[] = {
        "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * &quot;-&quot;??_ ;_ @_ ",
        "&quot;￥&quot;#,##0.00;[Red]&quot;￥&quot;\\-#,##0.00",
        "#,##0.00_);[Red]\\(#,##0.00\\)",
        "0.00_ ",
        "0&quot;万元&quot;",
        "0.0,&quot;万元&quot;",
        "G/通用格式",
        "General",
        "[DBNum2][$-804]General",
        "@",
        "0%",
    };
    char styles[1024];
    (void)unused;
    for (size_t i = 0; i < COUNT(formats); i++) {
        struct collected collected;
        snprintf(styles, sizeof styles,
                 "<styleSheet><numFmts><numFmt numFmtId=\"177\" formatCode=\"%s\"/></numFmts>"
                 "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"177\"/></cellXfs></styleSheet>",
                 formats[i]);
        load_rows(&collected,
                  HEADER "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>A1</v></c><c r=\"B2\" s=\"1\">"
                         "<v>2</v></c><c r=\"D2\" s=\"1\"><v>43529</v></c></row>",
                  styles);
        check_cells(&collected, 0, "name=2|staff=43529");
        collected_release(&collected);
    }
}

/* A formula that failed leaves its error in the cell, as a CSV file of the sheet has it too: the
 * dictionary's NULL words say that it is no value. */
static void errors_of_formulas_are_texts(void **unused)
{
    struct collected collected;
    (void)unused;
    load_rows(&collected,
              HEADER "<row r=\"2\"><c r=\"A2\" t=\"str\"><f>X()</f><v>A1</v></c><c r=\"B2\" "
                     "t=\"e\"><f>VLOOKUP(A2,B:C,2)</f><v>#N/A</v></c><c r=\"C2\" t=\"e\"><v>"
                     "#VALUE!</v></c><c r=\"D2\" t=\"e\"><v>#REF!</v></c></row>"
                     "<row r=\"3\"><c r=\"A3\" t=\"e\"><v>#REF!</v></c></row>",
              NULL);
    assert_int_equal(collected.rows, 1);
    check_cells(&collected, 0, "uscc=A1|name=|established=|established_raw=#VALUE!|staff=");
    assert_int_equal(collected.reject_count, 1);
    assert_int_equal(collected.reject[0].reason, HJ_INPUT_REQUIRED);
    assert_int_equal(collected.result.misfit_count, 1);
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
        cmocka_unit_test(names_may_have_a_prefix_and_targets_begin_at_the_root),
        cmocka_unit_test(the_strict_form_is_read),
        cmocka_unit_test(cells_without_a_reference_follow_the_one_before),
        cmocka_unit_test(dates_in_chinese_formats_are_dates),
        cmocka_unit_test(amounts_and_times_in_formats_are_no_dates),
        cmocka_unit_test(errors_of_formulas_are_texts),
    };
    return cmocka_run_group_tests(tests, NULL, remove_scratch);
}
