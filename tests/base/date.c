/* SPDX-License-Identifier: MIT
 * Every day from 0001-01-01 to 9999-12-31 against a calendar that only knows how to go to the next
 * day. */
#include "base/date.h"
#include "cmocka_test.h"

#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static int days_of(int year, int month)
{
    if (month == 2) {
        if (year % 400 == 0) {
            return 29;
        }
        return year % 100 != 0 && year % 4 == 0 ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void go_to_next_day(struct hj_civil *day)
{
    if (++day->day > days_of(day->year, day->month)) {
        day->day = 1;
        if (++day->month > 12) {
            day->month = 1;
            day->year++;
        }
    }
}

static void every_day_has_its_number(void **state)
{
    (void)state;
    struct hj_civil day = {1, 1, 1};
    hj_date number = HJ_DATE_MIN;
    for (; day.year < 10000; number++, go_to_next_day(&day)) {
        hj_date found;
        struct hj_civil back = hj_date_to_civil(number);
        int64_t year;
        hj_date_years(&number, 1, &year);
        if (year != day.year || !hj_date_from_civil(day, &found) || found != number ||
            back.year != day.year || back.month != day.month || back.day != day.day) {
            fail_msg("%04d-%02d-%02d", day.year, day.month, day.day);
        }
    }
    assert_int_equal(number, HJ_DATE_MAX + 1);
}

static void the_epoch_is_day_zero(void **state)
{
    (void)state;
    hj_date date;
    assert_true(hj_date_from_civil((struct hj_civil){1970, 1, 1}, &date));
    assert_int_equal(date, 0);
}

static void every_day_is_written_and_read(void **state)
{
    (void)state;
    struct hj_civil day = {1, 1, 1};
    for (hj_date number = HJ_DATE_MIN; number <= HJ_DATE_MAX; number++, go_to_next_day(&day)) {
        char text[11];
        char naive[40];
        hj_date back;
        hj_date_format(number, text);
        if (day.day == 1 || day.day > 27) { /* printing is slow: the days where mistakes would be */
            snprintf(naive, sizeof naive, "%04d-%02d-%02d", day.year, day.month, day.day);
            assert_string_equal(text, naive);
        }
        if (!hj_date_parse_iso((struct hj_span){text, 10}, &back) || back != number) {
            fail_msg("%s", text);
        }
    }
}

static void days_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    hj_date date;
    for (int year = -1; year <= 10001; year++) {
        for (int month = 1; month <= 12; month++) {
            bool exists = year >= 1 && year <= 9999;
            int last = days_of(year, month);
            assert_false(hj_date_from_civil((struct hj_civil){year, month, 0}, &date));
            assert_false(hj_date_from_civil((struct hj_civil){year, month, last + 1}, &date));
            assert_int_equal(hj_date_from_civil((struct hj_civil){year, month, last}, &date),
                             exists);
        }
        assert_false(hj_date_from_civil((struct hj_civil){year, 0, 1}, &date));
        assert_false(hj_date_from_civil((struct hj_civil){year, 13, 1}, &date));
    }
}

static void only_the_iso_form_is_read(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",           "2026-1-01",  "2026-01-1",   "20260101",   "2026/01/01", "2026-01-01 ",
        " 2026-01-0", "2026-02-29", "2026-00-10",  "2026-13-10", "2026-04-31", "0000-01-01",
        "+026-01-01", "2026-0a-01", "2026-01-01T", "2026.01.01", "2026-01--1", "1900-02-29",
    };
    hj_date date;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        if (hj_date_parse_iso(hj_span_of(wrong[i]), &date)) {
            fail_msg("%s", wrong[i]);
        }
    }
    assert_true(hj_date_parse_iso(hj_span_of("2024-02-29"), &date));
    for (size_t place = 0; place < 10; place++) {
        static const char near_digits[] = "/:-a ";
        for (const char *other = near_digits; *other; other++) {
            char text[11] = "2024-02-22";
            bool same = text[place] == *other;
            text[place] = *other;
            assert_int_equal(hj_date_parse_iso(hj_span_of(text), &date), same);
        }
    }
}

/* One month further or back, without clamping yet. */
static void step_month(struct hj_civil *civil, int step)
{
    civil->month += step;
    if (civil->month > 12) {
        civil->month = 1;
        civil->year++;
    }
    if (civil->month < 1) {
        civil->month = 12;
        civil->year--;
    }
}

static void months_are_added_one_by_one_and_clamped_at_the_end(void **state)
{
    (void)state;
    hj_date start;
    assert_true(hj_date_from_civil((struct hj_civil){1999, 1, 1}, &start));
    for (hj_date date = start; date < start + 6 * 366; date++) {
        struct hj_civil from = hj_date_to_civil(date);
        for (int step = -1; step <= 1; step += 2) {
            struct hj_civil naive = from;
            for (int n = 1; n <= 50; n++) {
                struct hj_civil clamped;
                hj_date found;
                step_month(&naive, step);
                clamped = naive;
                int last = days_of(clamped.year, clamped.month);
                clamped.day = clamped.day > last ? last : clamped.day;
                hj_date expected;
                assert_true(hj_date_from_civil(clamped, &expected));
                assert_true(hj_date_add_months(date, (int64_t)step * n, &found));
                assert_int_equal(found, expected);
            }
        }
    }
}

static void adding_months_stays_inside_the_calendar(void **state)
{
    (void)state;
    static const struct {
        hj_date date;
        int64_t months;
        bool possible;
    } cases[] = {
        {HJ_DATE_MAX, 0, true},
        {HJ_DATE_MAX, 1, false},
        {HJ_DATE_MIN, -1, false},
        {HJ_DATE_MIN, 12 * 9999 - 1, true},
        {HJ_DATE_MIN, 12 * 9999, false},
        {HJ_DATE_MAX, -12 * 9999 + 1, true},
        {HJ_DATE_MAX, -12 * 9999, false},
        {0, INT64_MAX, false},
        {0, INT64_MIN, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        hj_date result;
        assert_int_equal(hj_date_add_months(cases[i].date, cases[i].months, &result),
                         cases[i].possible);
    }
}

/* Whole months from a to b: the month of b less the month of a, one less where the day of b is
 * before the day of a. Counted by walking. */
static int64_t walk_months(struct hj_civil a, struct hj_civil b)
{
    int64_t months = 0;
    int early = b.day < a.day;
    while (a.year != b.year || a.month != b.month) {
        int step = a.year < b.year || (a.year == b.year && a.month < b.month) ? 1 : -1;
        step_month(&a, step);
        months += step;
    }
    return months - early;
}

static void months_between_are_a_floor_in_either_order(void **state)
{
    (void)state;
    hj_date start;
    assert_true(hj_date_from_civil((struct hj_civil){2019, 12, 1}, &start));
    for (hj_date a = start; a < start + 500; a++) {
        for (hj_date b = a - 450; b < a + 450; b += 1) {
            if (hj_date_months_between(a, b) !=
                walk_months(hj_date_to_civil(a), hj_date_to_civil(b))) {
                fail_msg("%d %d", a, b);
            }
        }
    }
}

static void known_months_between(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int64_t months;
    } cases[] = {
        {"2026-01-31", "2026-02-28", 0},      {"2026-01-31", "2026-03-31", 2},
        {"2026-03-31", "2026-01-31", -2},     {"2026-03-15", "2026-03-14", -1},
        {"2026-03-14", "2026-03-15", 0},      {"2024-02-29", "2025-02-28", 11},
        {"0001-01-01", "9999-12-31", 119987}, {"9999-12-31", "0001-01-01", -119988},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        hj_date a;
        hj_date b;
        assert_true(hj_date_parse_iso(hj_span_of(cases[i].a), &a));
        assert_true(hj_date_parse_iso(hj_span_of(cases[i].b), &b));
        assert_int_equal(hj_date_months_between(a, b), cases[i].months);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_has_its_number),
        cmocka_unit_test(the_epoch_is_day_zero),
        cmocka_unit_test(every_day_is_written_and_read),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(only_the_iso_form_is_read),
        cmocka_unit_test(months_are_added_one_by_one_and_clamped_at_the_end),
        cmocka_unit_test(adding_months_stays_inside_the_calendar),
        cmocka_unit_test(months_between_are_a_floor_in_either_order),
        cmocka_unit_test(known_months_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
