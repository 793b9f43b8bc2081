/* SPDX-License-Identifier: MIT
 * Texts of typed cells and what becomes of them. */
#include "cmocka_test.h"
#include "input/dates.h"
#include "input/fold.h"
#include "input/money.h"
#include "input/number.h"

#include "base/decimal.h"

#include <math.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

struct text_case {
    const char *text;
    const char *expected; /* NULL: does not fit */
};

static struct hj_span folded(const char *text, char buffer[HJ_FOLD_SIZE])
{
    return hj_input_fold(hj_span_of(text), buffer);
}

static void check(const char *text, bool fits, const char *found, const char *expected)
{
    if (fits != (expected != NULL) || (fits && strcmp(found, expected) != 0)) {
        fail_msg("%s: %s, expected %s", text, fits ? found : "does not fit",
                 expected ? expected : "no fit");
    }
}

static void dates_are_read_as_people_write_them(void **unused)
{
    static const struct text_case cases[] = {
        {"2019-03-05", "2019-03-05"},
        {"2019-3-5", "2019-03-05"},
        {"2019/3/5", "2019-03-05"},
        {"2019/03/05", "2019-03-05"},
        {"2019.3.5", "2019-03-05"},
        {"20190305", "2019-03-05"},
        {"2019年3月5日", "2019-03-05"},
        {"2019年03月05日", "2019-03-05"},
        {"2019年3月5号", "2019-03-05"},
        {"2019年3月5", "2019-03-05"},
        {"2019 年 3 月 5 日", "2019-03-05"},
        {"２０１９年３月５日", "2019-03-05"},
        {"２０１９－０３－０５", "2019-03-05"},
        {"2019年3月", "2019-03-01"},
        {"2019-03", "2019-03-01"},
        {"2019/3", "2019-03-01"},
        {"201903", "2019-03-01"},
        {"2019-03-05 00:00:00", "2019-03-05"},
        {"2019-03-05T08:30:00.000Z", "2019-03-05"},
        {"2019-03-05T08:30:00+08:00", "2019-03-05"},
        {"2019/3/5 0:00", "2019-03-05"},
        {"2019年3月5日 10:20", "2019-03-05"},
        {"20190305 10:20:30", "2019-03-05"},
        {"2020-02-29", "2020-02-29"},
        {"9999-12-31", "9999-12-31"},
        {"0001-01-01", "0001-01-01"},
        {"2019-02-29", NULL},
        {"2019-13-01", NULL},
        {"2019-00-00", NULL},
        {"0000-00-00", NULL},
        {"2019-3/5", NULL},
        {"2019-03-05x", NULL},
        {"2019-03-05 25:00", NULL},
        {"2019-03-05 10", NULL},
        {"2019-03-05 10:2", NULL},
        {"2019-003-05", NULL},
        {"19-03-05", NULL},
        {"3/5/2019", NULL},
        {"05.03.2019", NULL},
        {"2019", NULL},
        {"2019年", NULL},
        {"2019年3", NULL},
        {"2019年13月", NULL},
        {"201913", NULL},
        {"2019030", NULL},
        {"201903055", NULL},
        {"43529", NULL},
        {"长期", NULL},
        {"-", NULL},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char buffer[HJ_FOLD_SIZE], text[11] = "";
        hj_date date;
        bool fits = hj_input_date(folded(cases[i].text, buffer), &date);
        if (fits) {
            hj_date_format(date, text);
        }
        check(cases[i].text, fits, text, cases[i].expected);
    }
}

static void serial_numbers_are_days(void **unused)
{
    static const struct {
        double serial;
        bool from_1904;
        const char *expected;
    } cases[] = {
        {43529, false, "2019-03-05"},
        {43529.75, false, "2019-03-05"},
        {1, false, "1900-01-01"},
        {59, false, "1900-02-28"},
        {61, false, "1900-03-01"},
        {2958465, false, "9999-12-31"},
        {42067, true, "2019-03-05"},
        {0, true, "1904-01-01"},
        {0, false, NULL},
        {-5, false, NULL},
        {2958466, false, NULL},
        {1e300, false, NULL},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[11] = "";
        hj_date date;
        bool fits = hj_input_serial_date(cases[i].serial, cases[i].from_1904, &date);
        if (fits) {
            hj_date_format(date, text);
        }
        check("serial", fits, text, cases[i].expected);
    }
    hj_date date;
    assert_false(hj_input_serial_date((double)NAN, false, &date));
}

static void numbers_are_the_nearest_double(void **unused)
{
    static const struct text_case cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"150", "150"},
        {"+3.5", "3.5"},
        {"-3.5", "-3.5"},
        {".5", "0.5"},
        {"5.", "5"},
        {"0.1", "0.1"},
        {"2,260", "2260"},
        {"1,234,567.89", "1234567.89"},
        {"１２３．４", "123.4"},
        {"1e3", "1000"},
        {"1.5E-3", "0.0015"},
        {"123456789012345678", "123456789012345680"},
        {"9007199254740993", "9007199254740992"},
        {"0.30000000000000004", "0.30000000000000004"},
        {"1,23", NULL},
        {"1234,567", NULL},
        {",5", NULL},
        {"1,2345", NULL},
        {"1 000", NULL},
        {"1.2.3", NULL},
        {"12%", NULL},
        {"e5", NULL},
        {"1e", NULL},
        {"1e999", NULL},
        {"NaN", NULL},
        {"inf", NULL},
        {"0x10", NULL},
        {"", NULL},
        {"+", NULL},
        {".", NULL},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char buffer[HJ_FOLD_SIZE], text[HJ_DECIMAL_TEXT] = "";
        double number;
        bool fits = hj_input_number(folded(cases[i].text, buffer), &number);
        if (fits) {
            double expected;
            hj_decimal_shortest(number, text);
            sscanf(cases[i].expected ? cases[i].expected : text, "%lf", &expected);
            assert_true(number == expected);
            continue;
        }
        check(cases[i].text, fits, text, cases[i].expected);
    }
}

/* The quick way of reading decimals agrees with the library's. */
static void random_decimals_are_read_as_strtod_reads_them(void **unused)
{
    uint64_t state = 7;
    (void)unused;
    for (unsigned round = 0; round < 100000; round++) {
        char text[64];
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        unsigned whole = (unsigned)(state >> 40), digits = (unsigned)(state >> 20) % 20;
        snprintf(text, sizeof text, "%u.%0*u%s", whole, (int)digits,
                 (unsigned)(state >> 8) % 1000000, round % 3 == 0 ? "e-7" : "");
        double found;
        assert_true(hj_input_number(hj_span_of(text), &found));
        assert_true(found == strtod(text, NULL));
    }
}

static void integers_and_booleans(void **unused)
{
    static const struct text_case integers[] = {
        {"7", "7"},
        {"-12", "-12"},
        {"+5", "5"},
        {"1,234", "1234"},
        {"2019.0", "2019"},
        {"2019.00", "2019"},
        {"３０", "30"},
        {"007", "7"},
        {"3.5", NULL},
        {"1e3", NULL},
        {"9223372036854775807", "9223372036854775807"},
        {"9223372036854775808", NULL},
        {"-9223372036854775808", "-9223372036854775808"},
        {"-9223372036854775809", NULL},
        {"99999999999999999999", NULL},
        {"", NULL},
        {"-", NULL},
        {"12人", NULL},
    };
    static const struct text_case booleans[] = {
        {"1", "true"},  {"TRUE", "true"}, {"y", "true"},       {"Yes", "true"}, {"0", "false"},
        {"f", "false"}, {"No", "false"},  {"N", "false"},      {"2", NULL},     {"是", NULL},
        {"", NULL},     {"truely", NULL}, {"falsehood", NULL},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(integers); i++) {
        char buffer[HJ_FOLD_SIZE], text[32] = "";
        int64_t value = 0;
        bool fits = hj_input_integer(folded(integers[i].text, buffer), &value);
        snprintf(text, sizeof text, "%lld", (long long)value);
        check(integers[i].text, fits, text, integers[i].expected);
    }
    for (size_t i = 0; i < COUNT(booleans); i++) {
        bool value = false;
        bool fits = hj_input_boolean(hj_span_of(booleans[i].text), &value);
        check(booleans[i].text, fits, value ? "true" : "false", booleans[i].expected);
    }
}

static void destroyed_codes_are_known_by_their_shape(void **unused)
{
    static const char *const destroyed[] = {"3.20804E+14", "9.13208e+17", "3E+14", "9.1E17",
                                            "3.20804E14"};
    static const char *const whole[] = {
        "91320804MA1MFXYZ0E", "320804000012345", "3.20804", "E+14", "12.3E+4",
        "3.2E+145",           "3.2E-4",          "3E",      "",     "1234567E8"};
    (void)unused;
    for (size_t i = 0; i < COUNT(destroyed); i++) {
        assert_true(hj_input_is_destroyed_code(hj_span_of(destroyed[i])));
    }
    for (size_t i = 0; i < COUNT(whole); i++) {
        assert_false(hj_input_is_destroyed_code(hj_span_of(whole[i])));
    }
}

/* In the shape of rules/cn/currencies.yaml: units without a currency, currencies with words that
 * hold a unit's sign or brackets. */
static const struct hj_currency_word words[] = {
    {HJ_SPAN("元"), HJ_SPAN(""), 0.0001},
    {HJ_SPAN("万元"), HJ_SPAN(""), 1},
    {HJ_SPAN(" 万 "), HJ_SPAN(""), 1},
    {HJ_SPAN("百万"), HJ_SPAN(""), 100},
    {HJ_SPAN("亿元"), HJ_SPAN(""), 10000},
    {HJ_SPAN("人民币"), HJ_SPAN("CNY"), 0},
    {HJ_SPAN("人民币元"), HJ_SPAN("CNY"), 0},
    {HJ_SPAN("元人民币"), HJ_SPAN("CNY"), 0},
    {HJ_SPAN("元（人民币）"), HJ_SPAN("CNY"), 0},
    {HJ_SPAN("RMB"), HJ_SPAN("CNY"), 0},
    {HJ_SPAN("￥"), HJ_SPAN("CNY"), 0},
    {HJ_SPAN("美元"), HJ_SPAN("USD"), 0},
    {HJ_SPAN("US$"), HJ_SPAN("USD"), 0},
    {HJ_SPAN("香港元"), HJ_SPAN("HKD"), 0},
    {HJ_SPAN("港元"), HJ_SPAN("HKD"), 0},
    {HJ_SPAN("日元"), HJ_SPAN("JPY"), 0},
};

/* The bracketings of real registers, and then some. */
static const struct text_case sums[] = {
    {"150万人民币", "150 CNY"},
    {"0(万元人民币)", "0 CNY"},
    {"50.5(万美元)", "50.5 USD"},
    {"2,260(万元人民币)", "2260 CNY"},
    {"858(万元(人民币))", "858 CNY"},
    {"3.4000(万元人民币)", "3.4 CNY"},
    {"512.6万人民币", "512.6 CNY"},
    {"150（万元）", "150 CNY"},
    {"１５０万元", "150 CNY"},
    {"150 万元 人民币", "150 CNY"},
    {"150万", "150 CNY"},
    {"150万元", "150 CNY"},
    {"人民币150万元", "150 CNY"},
    {"（人民币）150万元", "150 CNY"},
    {"RMB 150万元", "150 CNY"},
    {"rmb150万元", "150 CNY"},
    {"￥150万", "150 CNY"},
    {"1500000元", "150 CNY"},
    {"1,500,000元人民币", "150 CNY"},
    {"3元", "0.0003 CNY"},
    {"2亿元", "20000 CNY"},
    {"150", "150"},
    {"2,260.50", "2260.5"},
    {"150美元", "150 USD"},
    {"100万元美元", "100 USD"},
    {"-5万元", "-5 CNY"},
    {".5万元", "0.5 CNY"},
    {"【150】万元", "150 CNY"},
    {"150万元人民币人民币", "150 CNY"},
    {"3.3万人民币元", "3.3 CNY"},
    {"200(万香港元)", "200 HKD"},
    {"1500000元人民币", "150 CNY"},
    {"1500000元（人民币）", "150 CNY"},
    {"1500000人民币元", "150 CNY"},
    {"858万元（元（人民币））", "858 CNY"},
    {"3百万美元", "300 USD"},
    {"US$50万", "50 USD"},
    {"ＵＳ＄50万", "50 USD"},
    {"150万元万元", NULL},
    {"150万马克", NULL},
    {"150万美元人民币", NULL},
    {"150万亿元", NULL},
    {"100万-200万", NULL},
    {"150万元(50万美元)", NULL},
    {"壹佰万元", NULL},
    {"万元", NULL},
    {"1,50万元", NULL},
    {"1e400万元", NULL},
    {"", NULL},
};

static void money_is_read_in_any_bracketing(void **unused)
{
    struct hj_arena arena = {0};
    struct hj_money_words money;
    struct hj_money_memory memory = {0};
    (void)unused;
    assert_true(hj_money_words_init(&money, &arena, words, COUNT(words)));
    for (size_t round = 0; round < 2; round++) { /* the second from memory */
        for (size_t i = 0; i < COUNT(sums); i++) {
            char buffer[HJ_FOLD_SIZE], text[HJ_DECIMAL_TEXT + 8] = "";
            struct hj_money found = {0};
            bool fits = hj_input_money(&money, &memory, folded(sums[i].text, buffer), &found);
            if (fits) {
                size_t size = hj_decimal_shortest(found.value, text);
                snprintf(text + size, 8, "%s%.*s", found.currency.size ? " " : "",
                         (int)found.currency.size, found.currency.data ? found.currency.data : "");
            }
            check(sums[i].text, fits, text, sums[i].expected);
        }
    }
    hj_arena_release(&arena);
}

static void money_without_words_is_a_number(void **unused)
{
    struct hj_arena arena = {0};
    struct hj_money_words money;
    struct hj_money found;
    (void)unused;
    assert_true(hj_money_words_init(&money, &arena, NULL, 0));
    assert_true(hj_input_money(&money, NULL, hj_span_of("150"), &found));
    assert_true(found.value == 150 && found.currency.size == 0);
    assert_false(hj_input_money(&money, NULL, hj_span_of("150万元"), &found));
    hj_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_as_people_write_them),
        cmocka_unit_test(serial_numbers_are_days),
        cmocka_unit_test(numbers_are_the_nearest_double),
        cmocka_unit_test(random_decimals_are_read_as_strtod_reads_them),
        cmocka_unit_test(integers_and_booleans),
        cmocka_unit_test(destroyed_codes_are_known_by_their_shape),
        cmocka_unit_test(money_is_read_in_any_bracketing),
        cmocka_unit_test(money_without_words_is_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
