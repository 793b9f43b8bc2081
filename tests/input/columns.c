/* SPDX-License-Identifier: MIT
 * The dictionary applied: which columns a table has and what stands in them. */
#include "cmocka_test.h"
#include "input/collected.h"

#include <openssl/hmac.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define ONE_FILE(list)                                                                             \
    .files = (list), .file_count = COUNT(list), .threads = 1, .personal_key = HJ_SPAN("key")

static const struct hj_value_map statuses[] = {
    {HJ_SPAN("存续"), SPANS(HJ_SPAN("在业"), HJ_SPAN("开业"))},
    {HJ_SPAN("吊销"), SPANS(HJ_SPAN("吊销未注销"))},
};
static const struct hj_value_map codes[] = {
    {HJ_SPAN("1"), SPANS(HJ_SPAN("在业"))},
    {HJ_SPAN("2"), SPANS(HJ_SPAN("吊销未注销"))},
};
static const struct hj_value_map answers[] = {
    {HJ_SPAN("true"), SPANS(HJ_SPAN("是"))},
    {HJ_SPAN("false"), SPANS(HJ_SPAN("否"))},
};

static const struct hj_value_map sums[] = {
    {HJ_SPAN("100万元"), SPANS(HJ_SPAN("壹佰万元"))},
};
static const struct hj_value_map kinds[] = {
    {HJ_SPAN("foreign"), SPANS(HJ_SPAN("PASSPORT"))},
};

static const struct hj_field fields[] = {
    {.name = HJ_SPAN("uscc"), .headers = SPANS(HJ_SPAN("统一社会信用代码")), .identifier = true},
    {.name = HJ_SPAN("name"),
     .headers = SPANS(HJ_SPAN("企业名称"), HJ_SPAN("主体名称")),
     .required = true},
    {.name = HJ_SPAN("established"), .type = HJ_FIELD_DATE, .headers = SPANS(HJ_SPAN("成立日期"))},
    {.name = HJ_SPAN("status"),
     .headers = SPANS(HJ_SPAN("登记状态")),
     .values = statuses,
     .value_count = COUNT(statuses)},
    {.name = HJ_SPAN("status_code"),
     .from = HJ_SPAN("status"),
     .values = codes,
     .value_count = COUNT(codes)},
    {.name = HJ_SPAN("capital"), .type = HJ_FIELD_MONEY, .headers = SPANS(HJ_SPAN("注册资本"))},
    {.name = HJ_SPAN("paid"),
     .type = HJ_FIELD_MONEY,
     .headers = SPANS(HJ_SPAN("实缴")),
     .values = sums,
     .value_count = 1},
    {.name = HJ_SPAN("staff"), .type = HJ_FIELD_INTEGER, .headers = SPANS(HJ_SPAN("人数"))},
    {.name = HJ_SPAN("share"), .type = HJ_FIELD_NUMBER, .headers = SPANS(HJ_SPAN("比例"))},
    {.name = HJ_SPAN("listed"),
     .type = HJ_FIELD_BOOLEAN,
     .headers = SPANS(HJ_SPAN("上市")),
     .values = answers,
     .value_count = COUNT(answers)},
    {.name = HJ_SPAN("legal_rep"),
     .headers = SPANS(HJ_SPAN("法定代表人")),
     .personal = HJ_PERSONAL_NAME},
    {.name = HJ_SPAN("rep_id"), .headers = SPANS(HJ_SPAN("证件号码")), .personal = HJ_PERSONAL_ID},
    {.name = HJ_SPAN("phone"),
     .headers = SPANS(HJ_SPAN("联系电话")),
     .personal = HJ_PERSONAL_PHONE},
    {.name = HJ_SPAN("phone_copy"), .from = HJ_SPAN("phone")},
    {.name = HJ_SPAN("rep_kind"), .from = HJ_SPAN("rep_id"), .values = kinds, .value_count = 1},
};

static const struct hj_table dictionary = {
    .name = HJ_SPAN("registry"),
    .key = HJ_SPAN("uscc"),
    .nulls = SPANS(HJ_SPAN(""), HJ_SPAN("N/A"), HJ_SPAN("无")),
    .fields = fields,
    .field_count = COUNT(fields),
};

static const struct hj_currency_word words[] = {
    {HJ_SPAN("人民币"), HJ_SPAN("CNY"), 0},
    {HJ_SPAN("万元"), HJ_SPAN(""), 1},
};

static const char header[] = "统一社会信用代码,企业名称,成立日期,登记状态,注册资本,人数,比例,上市,"
                             "法定代表人,证件号码,联系电话,备注\n";

static void load(struct collected *collected, const char *records)
{
    char text[8192];
    snprintf(text, sizeof text, "%s%s", header, records);
    const char *path = scratch_text("registry.csv", text);
    struct hj_input_options options = {.table = dictionary.name,
                                       .dictionary = &dictionary,
                                       .currencies = words,
                                       .currency_count = COUNT(words),
                                       ONE_FILE(((const char *const[]){path}))};
    if (collected_load(collected, &options) != HJ_OK) {
        fail_msg("%s", collected_message(collected));
    }
}

static void cells_are_trimmed_nulled_mapped_and_typed(void **unused)
{
    struct collected collected;
    (void)unused;
    load(&collected, "\xE3\x80\x80"
                     "913200001, 甲公司 "
                     ",2019年3月5日,在业,\"2,260(万元人民币)\",12,0.5,是,张三,32080419800101123x,"
                     "0517-88888888,注\n"
                     "N/A,乙公司,N/A,吊销,无,,,否,,,,\n"
                     "x,丙公司,不详,注吊销,很多,十,一半,也许,,,,\n");
    assert_int_equal(collected.rows, 3);
    check_cells(&collected, 0,
                "uscc=913200001|name=甲公司|established=2019-03-05"
                "|established_raw=2019年3月5日|status=存续|status_raw=在业|status_code=1"
                "|capital=2260|capital_currency=CNY|capital_raw=2,260(万元人民币)|staff=12"
                "|staff_raw=12|share=0.5|listed=true|listed_raw=是|legal_rep=张三|备注=注");
    check_cells(&collected, 1,
                "uscc=|name=乙公司|established=|established_raw=|status=吊销|status_code="
                "|capital=|capital_currency=|capital_raw=|listed=false|legal_rep="
                "|rep_id=");
    check_cells(&collected, 2,
                "established=|established_raw=不详|status=|status_raw=注吊销|capital="
                "|capital_raw=很多|staff=|staff_raw=十|share=|listed=|listed_raw=也许");
    collected_release(&collected);
}

/* The columns in order, `=` before those that have a header. */
static void check_columns(const struct hj_schema *schema, const char *expected)
{
    char found[2048] = "";
    size_t used = 0;
    for (uint32_t i = 0; i < schema->count; i++) {
        const struct hj_column *column = &schema->columns[i];
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%s%.*s", i ? " " : "",
                                 column->header.size ? "=" : "", (int)column->name.size,
                                 column->name.data);
    }
    assert_string_equal(found, expected);
}

static void columns_stand_in_the_dictionarys_order(void **unused)
{
    struct hj_schema schema;
    struct hj_arena arena = {0};
    struct hj_error error;
    const char *path = scratch_text("few.csv", "note,status,企业名称,注册资本\n");
    struct hj_input_options options = {.table = dictionary.name,
                                       .dictionary = &dictionary,
                                       ONE_FILE(((const char *const[]){path}))};
    (void)unused;
    assert_int_equal(hj_input_schema(&options, &arena, &schema, &error), HJ_OK);
    check_columns(
        &schema,
        "uscc =name established established_raw =status =status_raw =status_code "
        "=capital =capital_currency =capital_raw paid paid_currency paid_raw staff staff_raw share "
        "share_raw "
        "listed listed_raw legal_rep rep_id phone phone_copy rep_kind =note =#record =#line");
    hj_arena_release(&arena);
}

static void headers_are_found_with_blanks_and_other_capitals(void **unused)
{
    struct hj_schema schema;
    struct hj_arena arena = {0};
    struct hj_error error;
    const char *path = scratch_text("blanks.csv", "\xEF\xBB\xBF\"企 业 名 称\",\" USCC \"\n");
    struct hj_input_options options = {.dictionary = &dictionary,
                                       ONE_FILE(((const char *const[]){path}))};
    (void)unused;
    assert_int_equal(hj_input_schema(&options, &arena, &schema, &error), HJ_OK);
    assert_int_equal(schema.columns[0].header.size, strlen("USCC"));
    assert_true(hj_span_is(schema.columns[1].header, "企 业 名 称"));
    hj_arena_release(&arena);
}

static void an_unknown_header_never_hides_a_column(void **unused)
{
    struct collected collected;
    (void)unused;
    const char *path =
        scratch_text("taken.csv", "name,status_raw,#record,,status,\nA,b,c,d,在业,e\n");
    struct hj_input_options options = {.dictionary = &dictionary,
                                       .personal_key = HJ_SPAN("key"),
                                       .files = &path,
                                       .file_count = 1,
                                       .threads = 1};
    assert_int_equal(collected_load(&collected, &options), HJ_OK);
    check_cells(&collected, 0,
                "name=A|input_status_raw=b|input_#record=c|column_4=d|column_6=e"
                "|status_raw=在业|#record=1");
    collected_release(&collected);
}

static void files_of_one_table_may_differ(void **unused)
{
    struct collected collected;
    const char *paths[] = {
        scratch_text("one.csv", "企业名称,备注,人数\n甲,n1,3\n乙,n2,x\n"),
        scratch_text("two.csv", "成立日期,主体名称\r\n20190305,丙\r\n,\r\n"),
        scratch_text("three.csv", "name,备注,新\n丁,n3,z"),
    };
    struct hj_input_options options = {.dictionary = &dictionary, ONE_FILE(paths)};
    (void)unused;
    assert_int_equal(collected_load(&collected, &options), HJ_OK);
    assert_int_equal(collected.rows, 4);
    check_cells(&collected, 0, "name=甲|备注=n1|staff=3|established=|新=|#record=1|#line=2");
    check_cells(&collected, 2, "name=丙|备注=|established=2019-03-05|#record=3|#line=2");
    check_cells(&collected, 3, "name=丁|备注=n3|新=z|#record=5|#line=2");
    assert_int_equal(collected.reject_count, 1);
    assert_int_equal(collected.reject[0].record, 4);
    assert_int_equal(collected.reject[0].line, 3);
    assert_int_equal(collected.result.file_count, 3);
    assert_int_equal(collected.result.files[1].records, 2);
    assert_true(hj_span_is(collected.result.files[1].encoding, "UTF-8"));
    assert_true(memcmp(&collected.result.files[0].content, &collected.result.files[1].content,
                       sizeof(struct hj_digest)) != 0);
    collected_release(&collected);
}

static void a_mapped_sum_is_typed_after_it_is_mapped(void **unused)
{
    struct collected collected;
    static const char text[] = "name,paid\nA,壹佰万元\nB,5万元\nC,100万元\n";
    const char *path = scratch_text("paid.csv", text);
    struct hj_input_options options = {.dictionary = &dictionary,
                                       .currencies = words,
                                       .currency_count = COUNT(words),
                                       ONE_FILE(((const char *const[]){path}))};
    (void)unused;
    assert_int_equal(collected_load(&collected, &options), HJ_OK);
    check_cells(&collected, 0, "paid=100|paid_currency=CNY|paid_raw=壹佰万元");
    check_cells(&collected, 1, "paid=|paid_currency=|paid_raw=5万元");
    check_cells(&collected, 2, "paid=100|paid_currency=CNY|paid_raw=100万元");
    collected_release(&collected);
}

static void without_a_dictionary_every_header_is_a_text_column(void **unused)
{
    struct collected collected;
    (void)unused;
    assert_int_equal(collected_load_text(&collected, "a,b\n 1 ,N/A\n,\n", NULL), HJ_OK);
    check_columns(&collected.schema, "=a =b =#record =#line");
    assert_int_equal(collected.schema.columns[0].origin, HJ_FROM_HEADER);
    assert_int_equal(collected.schema.columns[2].origin, HJ_FROM_RECORD);
    check_cells(&collected, 0, "a=1|b=N/A");
    check_cells(&collected, 1, "a=|b=");
    collected_release(&collected);
}

/* ---- rejects ---- */

static void check_reject(const struct collected *collected, size_t at, const char *expected)
{
    char found[1024];
    assert_true(at < collected->reject_count);
    const struct collected_reject *reject = &collected->reject[at];
    snprintf(found, sizeof found, "%u %u %s [%s] %s", (unsigned)reject->record,
             (unsigned)reject->line, hj_code_name(reject->reason), reject->key, reject->message);
    assert_string_equal(found, expected);
}

static void records_that_cannot_be_taken_are_rejects(void **unused)
{
    static const char records[] = "A1,甲,,,,,,,,,,\n"
                                  "A2,乙,,,,,,,,,,,\n"
                                  "A3,无,,,,,,,,,,\n"
                                  "3.20804E+14,丁,,,,,,,,,,\n"
                                  "A5,戊\n"
                                  "\n"
                                  "A6,\"己\n\",坏,不知,,,,,,,,\n";
    struct collected collected;
    (void)unused;
    load(&collected, records);
    assert_int_equal(collected.result.records, 6);
    assert_int_equal(collected.result.stored, 2);
    assert_int_equal(collected.result.rejected, 4);
    check_reject(&collected, 0,
                 "2 3 INPUT_FIELD_COUNT [A2] 13 fields where the header has 12: a comma or a quote "
                 "inside a value?");
    check_reject(&collected, 1, "3 4 INPUT_REQUIRED [A3] column name is required and has no value");
    check_reject(&collected, 2,
                 "4 5 INPUT_DESTROYED_CODE [3.20804E+14] column uscc: a spreadsheet destroyed the "
                 "code (3.20804E+14); set the column to text and export it again");
    check_reject(&collected, 3,
                 "5 6 INPUT_FIELD_COUNT [A5] 2 fields where the header has 12: a comma or a quote "
                 "inside a value?");
    check_cells(&collected, 1, "name=己|#record=6|#line=8");
    collected_release(&collected);
}

static void the_gravest_reason_is_named(void **unused)
{
    struct collected collected;
    (void)unused;
    load(&collected, "3.20804E+14,,,,,,,,,,,\n3.20804E+14,,\n");
    assert_int_equal(collected.reject[0].reason, HJ_INPUT_DESTROYED_CODE);
    assert_int_equal(collected.reject[1].reason, HJ_INPUT_FIELD_COUNT);
    collected_release(&collected);
}

/* 4,096 bytes would end inside a character: they end before it. */
static void the_text_of_a_reject_is_cut_at_a_character(void **unused)
{
    struct collected collected;
    static char text[8192];
    size_t used = (size_t)snprintf(text, sizeof text, "a,b\nx");
    (void)unused;
    while (used < 6000) {
        memcpy(text + used, "\xE6\xB7\xAE", 3);
        used += 3;
    }
    assert_int_equal(collected_load_text(&collected, text, NULL), HJ_OK);
    assert_int_equal(collected.reject_count, 1);
    assert_int_equal(collected.reject[0].text_size, 4096);
    collected_release(&collected);
    text[4] = 'y';
    memmove(text + 5, text + 4, used);
    assert_int_equal(collected_load_text(&collected, text, NULL), HJ_OK);
    assert_int_equal(collected.reject[0].text_size, 4094);
    collected_release(&collected);
}

/* One slice of more records than a block may have. */
static void a_slice_of_short_records_gives_several_blocks(void **unused)
{
    enum { RECORDS = 140000 };
    static char text[RECORDS * 8];
    struct collected collected;
    size_t used = (size_t)snprintf(text, sizeof text, "a,b\n");
    (void)unused;
    for (unsigned i = 1; i <= RECORDS; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%u%s\n", i % 1000,
                                 i % 100 == 0 ? "" : ",");
    }
    assert_int_equal(collected_load_text(&collected, text, NULL), HJ_OK);
    assert_int_equal(collected.rows, RECORDS / 100 * 99);
    assert_int_equal(collected.result.blocks, 3);
    check_cells(&collected, 65534, "a=196|#record=66196|#line=66197");
    check_cells(&collected, 65535, "a=197|#record=66197|#line=66198");
    check_cells(&collected, 138599, "a=999|#record=139999|#line=140000");
    assert_int_equal(collected.reject[1399].record, RECORDS);
    collected_release(&collected);
}

static void a_nul_byte_rejects_its_record_alone(void **unused)
{
    static const char text[] = "a,b\n1,2\n3,\0\n\0,\n5,6\n\"7\n\0\",8\n9,9\n";
    struct collected collected;
    const char *path = scratch_file("nul.csv", text, sizeof text - 1);
    struct hj_input_options options = {ONE_FILE(((const char *const[]){path}))};
    (void)unused;
    assert_int_equal(collected_load(&collected, &options), HJ_OK);
    assert_int_equal(collected.rows, 3);
    assert_int_equal(collected.reject_count, 3);
    check_reject(&collected, 0, "2 3 INPUT_NUL_BYTE [] the record holds a NUL byte");
    check_reject(&collected, 2, "5 6 INPUT_NUL_BYTE [] the record holds a NUL byte");
    assert_int_equal(collected.reject[0].text_size, 3);
    check_cells(&collected, 2, "a=9|#line=8");
    collected_release(&collected);
}

static void a_header_among_the_records_is_a_reject(void **unused)
{
    struct collected collected;
    (void)unused;
    assert_int_equal(collected_load_text(&collected, "a,b\n1,2\na,b\na,c\n", NULL), HJ_OK);
    assert_int_equal(collected.rows, 2);
    check_reject(&collected, 0, "2 3 INPUT_HEADER_AGAIN [] the header stands here again");
    assert_true(collected.result.files[0].repeated_header);
    collected_release(&collected);
}

/* ---- persons ---- */

static void numbers_of_persons_are_stored_as_keyed_hashes_alone(void **unused)
{
    struct collected collected;
    unsigned char hash[32];
    char expected[33];
    (void)unused;
    load(&collected, "1,甲,,,,,,,张三,32080419800101123x,0517-8888 8888,\n"
                     "2,乙,,,,,,,张三,32080419800101123X,05178888888８,\n"
                     "3,丙,,,,,,,李四,PASSPORT,,\n");
    HMAC(EVP_sha256(), "key", 3, (const unsigned char *)"32080419800101123X", 18, hash, NULL);
    for (size_t i = 0; i < 16; i++) {
        snprintf(expected + 2 * i, 3, "%02x", hash[i]);
    }
    assert_string_equal(collected_cell(&collected, 0, "rep_id"), expected);
    assert_string_equal(collected_cell(&collected, 1, "rep_id"), expected);
    check_cells(&collected, 0, "rep_kind=");
    check_cells(&collected, 2, "rep_kind=foreign|phone=");
    assert_string_equal(collected_cell(&collected, 0, "phone"),
                        collected_cell(&collected, 1, "phone"));
    assert_string_equal(collected_cell(&collected, 0, "phone"),
                        collected_cell(&collected, 0, "phone_copy"));
    assert_string_equal(collected_cell(&collected, 0, "legal_rep"), "张三");
    assert_string_equal(collected_cell(&collected, 0, "rep_id_raw"), "?");
    for (size_t i = 0; i + 18 < collected.frames.size; i++) {
        assert_true(memcmp(collected.frames.data + i, "3208041980010112", 16) != 0);
        assert_true(memcmp(collected.frames.data + i, "0517", 4) != 0);
    }
    collected_release(&collected);
}

static void numbers_of_persons_need_a_key(void **unused)
{
    struct collected collected;
    const char *path = scratch_text("persons.csv", "name,phone\nA,1\n");
    struct hj_input_options options = {
        .dictionary = &dictionary, .files = &path, .file_count = 1, .threads = 1};
    (void)unused;
    assert_int_equal(collected_load(&collected, &options), HJ_INPUT_NO_KEY);
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
        cmocka_unit_test(cells_are_trimmed_nulled_mapped_and_typed),
        cmocka_unit_test(columns_stand_in_the_dictionarys_order),
        cmocka_unit_test(headers_are_found_with_blanks_and_other_capitals),
        cmocka_unit_test(an_unknown_header_never_hides_a_column),
        cmocka_unit_test(files_of_one_table_may_differ),
        cmocka_unit_test(a_mapped_sum_is_typed_after_it_is_mapped),
        cmocka_unit_test(without_a_dictionary_every_header_is_a_text_column),
        cmocka_unit_test(records_that_cannot_be_taken_are_rejects),
        cmocka_unit_test(the_gravest_reason_is_named),
        cmocka_unit_test(the_text_of_a_reject_is_cut_at_a_character),
        cmocka_unit_test(a_slice_of_short_records_gives_several_blocks),
        cmocka_unit_test(a_nul_byte_rejects_its_record_alone),
        cmocka_unit_test(a_header_among_the_records_is_a_reject),
        cmocka_unit_test(numbers_of_persons_are_stored_as_keyed_hashes_alone),
        cmocka_unit_test(numbers_of_persons_need_a_key),
    };
    return cmocka_run_group_tests(tests, NULL, remove_scratch);
}
