/* SPDX-License-Identifier: MIT
 * Cells and names of sheets stay harmless whatever the registry holds. */
#include "publish/cell.h"

#include "cmocka_test.h"

struct pair {
    const char *from, *to;
};

static void check(bool (*append)(struct hj_buffer *, struct hj_span), const struct pair *pair)
{
    struct hj_buffer out = {0};
    assert_true(append(&out, hj_span_of(pair->from)));
    assert_true(hj_buffer_append(&out, (struct hj_span){"", 1}));
    assert_string_equal(out.data, pair->to);
    hj_buffer_release(&out);
}

static void csv_cells_are_no_formulas(void **state)
{
    static const struct pair pairs[] = {
        {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
        {"+1", "'+1"},
        {"-1", "'-1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\tx", "' x"},
        {"\r=1", "' =1"},
        {"\xef\xbc\x9d"
         "1",
         "'\xef\xbc\x9d"
         "1"},
        /* a mark that is not seen does not hide the sign behind it */
        {"\xe2\x80\x8f=1", "'=1"},
        {"\xef\xbb\xbf@x", "'@x"},
        {"1=1", "1=1"},
        {"", ""},
        {"a,b", "\"a,b\""},
        {"a\nb", "\"a\nb\""},
        {"say \"no\"", "\"say \"\"no\"\"\""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        check(hj_cell_append, &pairs[i]);
    }
}

static void hidden_marks_go_and_controls_are_spaces(void **state)
{
    static const struct pair pairs[] = {
        {"a\x01\x1f\x7f"
         "b",
         "a   b"},
        {"a\xc2\x85"
         "b",
         "a b"}, /* next line */
        {"a\xe2\x80\xae"
         "b\xe2\x80\xac",
         "ab"}, /* right-to-left override */
        {"a\xe2\x81\xa6"
         "b",
         "ab"}, /* isolate */
        {"a\xd8\x9c"
         "b",
         "ab"}, /* Arabic letter mark */
        {"a\xef\xbf\xbe"
         "b",
         "ab"}, /* no character */
        {"a\nb", "a\nb"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        check(hj_cell_clean, &pairs[i]);
    }
}

static void a_cell_no_workbook_takes_is_cut(void **state)
{
    struct hj_buffer text = {0}, out = {0};
    (void)state;
    for (int i = 0; i < 40000; i++) {
        assert_true(hj_buffer_append(&text, hj_span_of("x")));
    }
    assert_true(hj_cell_clean(&out, hj_buffer_span(&text)));
    assert_int_equal(out.size, 32766 + 3);
    assert_memory_equal(out.data + out.size - 3, "\xe2\x80\xa6", 3);
    hj_buffer_release(&text);
    hj_buffer_release(&out);
}

static void sheet_name(const char *title, const struct hj_span *used, size_t count,
                       const char *wanted)
{
    struct hj_buffer out = {0};
    assert_true(hj_cell_sheet_name(&out, hj_span_of(title), used, count));
    assert_true(hj_buffer_append(&out, (struct hj_span){"", 1}));
    assert_string_equal(out.data, wanted);
    hj_buffer_release(&out);
}

static void sheet_names_are_what_workbooks_take(void **state)
{
    const struct hj_span used[] = {HJ_SPAN("Abc"), HJ_SPAN("abc (2)")};
    (void)state;
    sheet_name("../../x", NULL, 0, ".._.._x");
    sheet_name("[a]:*?\\'", NULL, 0, "_a______");
    sheet_name("", NULL, 0, "_");
    sheet_name("\xe2\x80\xae", NULL, 0, "_");
    sheet_name("a\nb", NULL, 0, "a_b");
    sheet_name("0123456789012345678901234567890123456789", NULL, 0,
               "0123456789012345678901234567890");
    sheet_name("aBC", used, 2, "aBC (3)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_cells_are_no_formulas),
        cmocka_unit_test(hidden_marks_go_and_controls_are_spaces),
        cmocka_unit_test(a_cell_no_workbook_takes_is_cut),
        cmocka_unit_test(sheet_names_are_what_workbooks_take),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
