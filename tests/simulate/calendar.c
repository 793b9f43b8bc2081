/* SPDX-License-Identifier: MIT */
#include "simulate_case.h"

static struct hj_calendar usual(void)
{
    static hj_date holidays[8], workdays[2];
    for (int i = 0; i < 7; i++) {
        holidays[i] = case_day("2026-10-01") + i;
    }
    workdays[0] = case_day("2026-09-20"); /* Sundays and Saturdays that are worked */
    workdays[1] = case_day("2026-10-10");
    return (struct hj_calendar){holidays, 7, workdays, 2};
}

static void working_days_know_holidays_and_make_up_days(void **state)
{
    const struct hj_calendar calendar = usual();
    (void)state;
    assert_true(hj_simulate_is_working_day(&calendar, case_day("2026-09-18")));  /* Friday */
    assert_false(hj_simulate_is_working_day(&calendar, case_day("2026-09-19"))); /* Saturday */
    assert_true(hj_simulate_is_working_day(&calendar, case_day("2026-09-20")));
    assert_false(hj_simulate_is_working_day(&calendar, case_day("2026-10-01")));
    assert_true(hj_simulate_is_working_day(&calendar, case_day("2026-10-10")));
    assert_int_equal(
        hj_simulate_working_days(&calendar, case_day("2026-09-28"), case_day("2026-10-11")),
        3 + 2 + 1);
}

static void steps_run_one_after_the_other(void **state)
{
    const struct hj_calendar calendar = usual();
    const struct hj_step steps[] = {{.days = 90}, {.working_days = 10}, {.days = 0}};
    (void)state;
    /* 1 July + 90 days = 29 September, a Tuesday; then 30 September, 8, 9, 10, 12 … 16, 19 October.
     */
    assert_int_equal(hj_simulate_steps_end(&calendar, steps, 0, 1, case_day("2026-07-01")),
                     case_day("2026-09-29"));
    assert_int_equal(hj_simulate_steps_end(&calendar, steps, 0, 3, case_day("2026-07-01")),
                     case_day("2026-10-19"));
    assert_int_equal(hj_simulate_steps_end(&calendar, steps, 1, 2, case_day("2026-09-29")),
                     case_day("2026-10-19"));
    assert_int_equal(hj_simulate_steps_end(&calendar, steps, 2, 3, case_day("2026-09-29")),
                     case_day("2026-09-29"));
}

static void months_begin_after_as_of_and_end_at_the_deadline(void **state)
{
    static const struct {
        const char *as_of, *deadline;
        uint32_t count;
        const char *first_last, *last_first;
    } cases[] = {
        {"2026-06-30", "2026-12-31", 6, "2026-07-31", "2026-12-01"},
        {"2026-06-15", "2026-07-10", 2, "2026-06-30", "2026-07-01"},
        {"2026-06-15", "2026-06-20", 1, "2026-06-20", "2026-06-16"},
        {"2025-12-31", "2026-02-28", 2, "2026-01-31", "2026-02-01"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct hj_arena arena = {0};
        uint32_t count;
        hj_date as_of = case_day(cases[i].as_of), deadline = case_day(cases[i].deadline);
        struct hj_month *months = hj_simulate_months(as_of, deadline, &arena, &count);
        assert_non_null(months);
        assert_int_equal(count, cases[i].count);
        assert_int_equal(months[0].first, as_of + 1);
        assert_int_equal(months[0].last, case_day(cases[i].first_last));
        assert_int_equal(months[count - 1].first, case_day(cases[i].last_first));
        assert_int_equal(months[count - 1].last, deadline);
        assert_int_equal(hj_simulate_month_of(months, count, as_of), 0);
        assert_int_equal(hj_simulate_month_of(months, count, deadline), count - 1);
        assert_int_equal(hj_simulate_month_of(months, count, deadline + 1), count);
        hj_arena_release(&arena);
    }
}

static void parts_of_months_are_shares_of_their_days(void **state)
{
    struct hj_arena arena = {0};
    uint32_t count;
    (void)state;
    struct hj_month *months =
        hj_simulate_months(case_day("2026-06-15"), case_day("2026-08-10"), &arena, &count);
    assert_non_null(months);
    assert_int_equal(count, 3);
    assert_true(months[0].part == 0.5 && months[1].part == 1.0 && months[2].part == 10.0 / 31.0);
    hj_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(working_days_know_holidays_and_make_up_days),
        cmocka_unit_test(steps_run_one_after_the_other),
        cmocka_unit_test(months_begin_after_as_of_and_end_at_the_deadline),
        cmocka_unit_test(parts_of_months_are_shares_of_their_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
