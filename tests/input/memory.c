/* SPDX-License-Identifier: MIT
 * The n-th allocation fails, for every n: a load then reports a full memory, or does without, and
 * leaks nothing (under the sanitizers). */
#include "cmocka_test.h"
#include "input/books.h"
#include "input/collected.h"

#include "base/memory.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct hj_value_map kinds[] = {{HJ_SPAN("1"), SPANS(HJ_SPAN("one"))}};
static const struct hj_field fields[] = {
    {.name = HJ_SPAN("name"), .required = true},
    {.name = HJ_SPAN("on"), .type = HJ_FIELD_DATE},
    {.name = HJ_SPAN("kind"), .values = kinds, .value_count = 1},
    {.name = HJ_SPAN("capital"), .type = HJ_FIELD_MONEY},
    {.name = HJ_SPAN("phone"), .personal = HJ_PERSONAL_PHONE},
};
static const struct hj_table dictionary = {
    .name = HJ_SPAN("t"), .fields = fields, .field_count = COUNT(fields)};
static const struct hj_currency_word words[] = {{HJ_SPAN("USD"), HJ_SPAN("USD"), 1}};

static enum hj_code load(const char *path, unsigned threads, uint64_t *records, enum hj_code *found)
{
    struct collected collected;
    struct hj_input_options options = {
        .dictionary = &dictionary,
        .currencies = words,
        .currency_count = 1,
        .files = &path,
        .file_count = 1,
        .threads = threads,
        .personal_key = HJ_SPAN("key"),
        .slice_size = 512,
    };
    enum hj_code code = collected_read(&collected, &options);
    *records = collected.result.records;
    *found = collected.error.code;
    collected_release(&collected);
    return code;
}

static void sweep(const char *path, unsigned threads, uint64_t expected)
{
    uint64_t records = 0, failed = 0;
    enum hj_code found;
    hj_memory_fail_at(0);
    assert_int_equal(load(path, threads, &records, &found), HJ_OK);
    uint64_t calls = hj_memory_calls();
    assert_int_equal(records, expected);
    for (uint64_t nth = 1; nth <= calls; nth++) {
        hj_memory_fail_at(nth);
        enum hj_code code = load(path, threads, &records, &found);
        if (code != HJ_OK) {
            assert_int_equal(code, HJ_MEMORY);
            assert_int_equal(found, HJ_MEMORY);
            failed++;
        } else {
            assert_int_equal(records, expected);
        }
    }
    hj_memory_fail_at(0);
    print_message("%u of %u failing allocations stopped the load\n", (unsigned)failed,
                  (unsigned)calls);
    assert_true(failed > 50);
}

static void every_failing_allocation_is_survived(void **unused)
{
    static char text[40000];
    size_t used = (size_t)snprintf(text, sizeof text, "name,on,kind,capital,phone,extra\n");
    (void)unused;
    for (unsigned i = 0; i < 200; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s,%s,%s,%uUSD,\"%u\",x\n",
                                 i % 17 == 0 ? "" : "A", i % 5 == 0 ? "never" : "2019-03-05",
                                 i % 3 == 0 ? "one" : "two", i, i * 7);
    }
    snprintf(text + used, sizeof text - used, "\"B\n\"\"\",2019,one,5,6,7\n");
    const char *path = scratch_text("sweep.csv", text);
    sweep(path, 1, 201);
    sweep(path, 2, 201);
}

static void so_are_those_of_another_encoding(void **unused)
{
    static const char text[] = "name,on\n\xC6\xF3\xD2\xB5,2019-03-05\n\xC6\xF3,x\n";
    (void)unused;
    sweep(scratch_file("sweep.csv", text, sizeof text - 1), 2, 2);
}

static void so_are_those_of_workbooks(void **unused)
{
    static const char styles[] =
        "<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy\"/></numFmts>"
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"176\"/></cellXfs></styleSheet>";
    const struct book_sheet sheets[] = {
        {"a", "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>"
              "<row><c t=\"s\"><v>2</v></c><c s=\"1\"><v>43529</v></c></row>"
              "<row><c/><c t=\"inlineStr\"><is><t>x</t></is></c></row>"},
        {"b", "<row><c t=\"inlineStr\"><is><t>other</t></is></c></row>"},
    };
    const struct book_options options = {
        .sheets = sheets,
        .count = COUNT(sheets),
        .styles = styles,
        .shared = "<si><t>name</t></si><si><t>on</t></si><si><t>A</t></si>",
    };
    (void)unused;
    sweep(book_of_sheets("sweep.xlsx", &options), 1, 2);
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
        cmocka_unit_test(every_failing_allocation_is_survived),
        cmocka_unit_test(so_are_those_of_another_encoding),
        cmocka_unit_test(so_are_those_of_workbooks),
    };
    return cmocka_run_group_tests(tests, NULL, remove_scratch);
}
