/* SPDX-License-Identifier: MIT */
#include "column/value.h"
#include "cmocka_test.h"

static uint64_t number(double value)
{
    return hj_value_bits(&(struct hj_value){.type = HJ_NUMBER, .number = value});
}

static void equal_values_have_equal_bits(void **state)
{
    (void)state;
    assert_true(number(-0.0) == number(0.0));
    assert_true(number(1.5) == number(1.5));
}

static void other_values_have_other_bits(void **state)
{
    (void)state;
    static const struct hj_value pairs[][2] = {
        {{.type = HJ_BOOLEAN, .boolean = false}, {.type = HJ_BOOLEAN, .boolean = true}},
        {{.type = HJ_INTEGER, .integer = -1}, {.type = HJ_INTEGER, .integer = UINT32_MAX}},
        {{.type = HJ_NUMBER, .number = 1.0}, {.type = HJ_NUMBER, .number = -1.0}},
        {{.type = HJ_DATE, .date = -1}, {.type = HJ_DATE, .date = 1}},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_true(hj_value_bits(&pairs[i][0]) != hj_value_bits(&pairs[i][1]));
    }
}

/* What stands in a NULL must not tell it from another. */
static void nothing_and_texts_have_none(void **state)
{
    (void)state;
    static const struct hj_value values[] = {
        {.type = HJ_INTEGER, .null = true, .integer = 7},
        {.type = HJ_TEXT, .text = HJ_SPAN("abc")},
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        assert_true(hj_value_bits(&values[i]) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_values_have_equal_bits),
        cmocka_unit_test(other_values_have_other_bits),
        cmocka_unit_test(nothing_and_texts_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
