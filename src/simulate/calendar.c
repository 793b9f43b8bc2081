/* SPDX-License-Identifier: MIT */
#include "simulate/calendar.h"

static bool holds(const hj_date *days, uint32_t count, hj_date day)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (days[middle] < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && days[low] == day;
}

bool hj_simulate_is_working_day(const struct hj_calendar *calendar, hj_date day)
{
    if (holds(calendar->workdays, calendar->workday_count, day)) {
        return true;
    }
    /* HJ_DATE_MIN, 0001-01-01, was a Monday: 0 is Monday. */
    int weekday = (int)(((int64_t)day - HJ_DATE_MIN) % 7);
    return weekday < 5 && !holds(calendar->holidays, calendar->holiday_count, day);
}

int64_t hj_simulate_working_days(const struct hj_calendar *calendar, hj_date first, hj_date last)
{
    int64_t count = 0;
    for (hj_date day = first; day <= last; day++) {
        count += hj_simulate_is_working_day(calendar, day);
    }
    return count;
}

hj_date hj_simulate_steps_end(const struct hj_calendar *calendar, const struct hj_step *steps,
                              uint32_t from, uint32_t count, hj_date day)
{
    for (uint32_t i = from; i < count; i++) {
        int64_t later = (int64_t)day + steps[i].days;
        day = later > HJ_DATE_MAX ? HJ_DATE_MAX : (hj_date)later;
        for (uint32_t left = steps[i].working_days; left > 0 && day < HJ_DATE_MAX;) {
            day++;
            left -= hj_simulate_is_working_day(calendar, day);
        }
    }
    return day;
}

struct hj_month *hj_simulate_months(hj_date as_of, hj_date deadline, struct hj_arena *arena,
                                    uint32_t *count)
{
    struct hj_month *months = hj_arena_zero(arena, HJ_SIMULATE_MONTHS, sizeof *months);
    hj_date first = as_of + 1;
    *count = 0;
    if (months && first > deadline) {
        struct hj_civil civil = hj_date_to_civil(as_of);
        months[0] = (struct hj_month){civil.year, civil.month, first, as_of, 0.0};
        *count = 1;
    }
    while (months && first <= deadline && *count < HJ_SIMULATE_MONTHS) {
        struct hj_civil civil = hj_date_to_civil(first);
        hj_date begin = first - (civil.day - 1), next = HJ_DATE_MAX;
        struct hj_month *month = &months[(*count)++];
        if (!hj_date_add_months(begin, 1, &next)) {
            next = HJ_DATE_MAX;
        }
        month->year = civil.year;
        month->month = civil.month;
        month->first = first;
        month->last = next - 1 < deadline ? next - 1 : deadline;
        month->part = (double)(month->last - month->first + 1) / (double)(next - begin);
        first = next;
    }
    return months;
}

uint32_t hj_simulate_month_of(const struct hj_month *months, uint32_t count, hj_date day)
{
    uint32_t month = 0;
    while (month < count && months[month].last < day) {
        month++;
    }
    return month;
}
