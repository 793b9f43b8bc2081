// SPDX-License-Identifier: MIT
#include "calendar.h"

#include <stddef.h>

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

// Days from 1 March of year 0 to 1 March of `year`; years of the register are positive.
static int32_t days_to_march(int32_t year)
{
    return 365 * year + year / 4 - year / 100 + year / 400;
}

// Days from 1 March to the first of the month, where March is 0 and February 11.
static int32_t days_in_march_year(int32_t month_from_march)
{
    return (153 * month_from_march + 2) / 5;
}

int32_t gen_day(int32_t year, int32_t month, int32_t day)
{
    int32_t march_year = month > 2 ? year : year - 1;
    int32_t march_month = month > 2 ? month - 3 : month + 9;
    int32_t epoch = days_to_march(1969) + days_in_march_year(10);
    return days_to_march(march_year) + days_in_march_year(march_month) + day - 1 - epoch;
}

int32_t gen_year_of(int32_t day)
{
    int32_t year = 1970 + day / 366;
    while (gen_day(year + 1, 1, 1) <= day) {
        year++;
    }
    while (gen_day(year, 1, 1) > day) {
        year--;
    }
    return year;
}

struct gen_date gen_date_of(int32_t day)
{
    struct gen_date date = {gen_year_of(day), 1, 1};
    int32_t of_year = day - gen_day(date.year, 1, 1);
    int32_t before_march = 59 + (is_leap(date.year) ? 1 : 0);
    if (of_year < before_march) {
        date.month = of_year < 31 ? 1 : 2;
        date.day = of_year < 31 ? of_year + 1 : of_year - 30;
        return date;
    }
    of_year -= before_march;
    int32_t month = 0;
    while (month < 9 && days_in_march_year(month + 1) <= of_year) {
        month++;
    }
    date.month = month + 3;
    date.day = of_year - days_in_march_year(month) + 1;
    return date;
}

int32_t gen_workday(int32_t day, int32_t low)
{
    // 1970-01-01 was a Thursday; 0 is Monday here.
    int32_t weekday = (day + 3) % 7;
    if (weekday < 0) {
        weekday += 7;
    }
    if (weekday < 5) {
        return day;
    }
    int32_t friday = day - (weekday - 4);
    return friday >= low ? friday : day + (7 - weekday);
}

bool gen_read_date(const char *text, int32_t *day)
{
    static const char shape[] = "dddd-dd-dd";
    int32_t parts[3] = {0, 0, 0};
    size_t part = 0;
    for (size_t i = 0; i < sizeof shape - 1; i++) {
        if (shape[i] == '-') {
            if (text[i] != '-') {
                return false;
            }
            part++;
        } else {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
            parts[part] = parts[part] * 10 + (text[i] - '0');
        }
    }
    if (text[sizeof shape - 1] != '\0' || parts[0] < 1 || parts[1] < 1 || parts[1] > 12 ||
        parts[2] < 1) {
        return false;
    }
    *day = gen_day(parts[0], parts[1], parts[2]);
    struct gen_date back = gen_date_of(*day);
    return back.year == parts[0] && back.month == parts[1] && back.day == parts[2];
}
