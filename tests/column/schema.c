/* SPDX-License-Identifier: MIT */
#include "column/schema.h"
#include "cmocka_test.h"

static void columns_are_found_by_their_exact_name(void **state)
{
    (void)state;
    static const struct hj_column columns[] = {
        {.name = HJ_SPAN("uscc")}, {.name = HJ_SPAN("name")}, {.name = HJ_SPAN("name_raw")}};
    const struct hj_schema schema = {columns, 3};
    const struct hj_schema empty = {NULL, 0};
    assert_int_equal(hj_schema_find(&schema, hj_span_of("uscc")), 0);
    assert_int_equal(hj_schema_find(&schema, hj_span_of("name_raw")), 2);
    assert_int_equal(hj_schema_find(&schema, hj_span_of("Name")), -1);
    assert_int_equal(hj_schema_find(&schema, hj_span_of("nam")), -1);
    assert_int_equal(hj_schema_find(&schema, hj_span_of("")), -1);
    assert_int_equal(hj_schema_find(&empty, hj_span_of("uscc")), -1);
}

/* They stand in stores: never renumber. */
static void stored_numbers_stay(void **state)
{
    (void)state;
    static const char *const types[] = {"boolean", "integer", "number", "text", "date"};
    for (int type = HJ_BOOLEAN; type <= HJ_DATE; type++) {
        assert_string_equal(hj_type_name((enum hj_type)type), types[type - 1]);
    }
    assert_int_equal(HJ_DATE, 5);
    assert_int_equal(HJ_FROM_INPUT, 1);
    assert_int_equal(HJ_FROM_HEADER, 2);
    assert_int_equal(HJ_FROM_RAW, 3);
    assert_int_equal(HJ_FROM_RECORD, 4);
    assert_int_equal(HJ_PERSONAL_NONE, 0);
    assert_int_equal(HJ_PERSONAL_NAME, 1);
    assert_int_equal(HJ_PERSONAL_ID, 2);
    assert_int_equal(HJ_PERSONAL_PHONE, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_found_by_their_exact_name),
        cmocka_unit_test(stored_numbers_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
