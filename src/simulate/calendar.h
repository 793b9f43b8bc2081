/* SPDX-License-Identifier: MIT
 * Days, working days, and the months of a plan. Pure, thread-safe. */
#ifndef HJ_SIMULATE_CALENDAR_H
#define HJ_SIMULATE_CALENDAR_H

#include "base/arena.h"
#include "rules/ruleset.h"

/* Monday to Friday less the holidays, and the make-up days that fall on other days. */
bool hj_simulate_is_working_day(const struct hj_calendar *calendar, hj_date day);
/* Working days from first to last, both included. */
int64_t hj_simulate_working_days(const struct hj_calendar *calendar, hj_date first, hj_date last);

/* The day on which steps from .. count-1 are through when the first of them begins on `day`: one
 * after the other; `days: n` ends n days later, `working_days: n` on the n-th working day after it.
 */
hj_date hj_simulate_steps_end(const struct hj_calendar *calendar, const struct hj_step *steps,
                              uint32_t from, uint32_t count, hj_date day);

/* A month of the plan. Month 1 begins the day after as_of and ends with that calendar month; the
 * last ends at the deadline (design.md section 11). */
struct hj_month {
    int year, month;
    hj_date first, last;
    double part; /* last - first + 1 over the days of the calendar month */
};

enum { HJ_SIMULATE_MONTHS = 240 }; /* the most a plan may have */

/* NULL: the memory is full. Where the deadline is as_of, one month without days. At most
 * HJ_SIMULATE_MONTHS, which the caller has checked with hj_date_months_between. */
struct hj_month *hj_simulate_months(hj_date as_of, hj_date deadline, struct hj_arena *arena,
                                    uint32_t *count);
/* The month that holds the day; `count` for days after the last one, 0 for days before the first.
 */
uint32_t hj_simulate_month_of(const struct hj_month *months, uint32_t count, hj_date day);

#endif
