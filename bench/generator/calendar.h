// SPDX-License-Identifier: MIT
// Dates as days since 1970-01-01 in the proleptic Gregorian calendar.
#ifndef GENERATOR_CALENDAR_H
#define GENERATOR_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

// No date: written as an empty field.
#define GEN_NO_DAY INT32_MIN

struct gen_date {
    int32_t year;
    int32_t month;
    int32_t day;
};

int32_t gen_day(int32_t year, int32_t month, int32_t day);
struct gen_date gen_date_of(int32_t day);
int32_t gen_year_of(int32_t day);

// The nearest working day (no holidays) that is not before `low`.
int32_t gen_workday(int32_t day, int32_t low);

// Reads YYYY-MM-DD; false where it is no date.
bool gen_read_date(const char *text, int32_t *day);

#endif
