/* SPDX-License-Identifier: MIT */
#include "base/date.h"

#include <stdio.h>

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days before 1 January of the year, counted from 0001-01-01. */
static int32_t days_before_year(int year)
{
    int past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

bool hj_date_from_civil(struct hj_civil civil, hj_date *date)
{
    if (civil.year < 1 || civil.year > 9999 || civil.month < 1 || civil.month > 12 ||
        civil.day < 1 || civil.day > days_in_month(civil.year, civil.month)) {
        return false;
    }
    int32_t days = days_before_year(civil.year);
    for (int month = 1; month < civil.month; month++) {
        days += days_in_month(civil.year, month);
    }
    *date = HJ_DATE_MIN + days + civil.day - 1;
    return true;
}

/* Counted in years that begin on 1 March, so that the leap day is the last day of its year and
 * months have a regular length: day of the year = (153 * month + 2) / 5 for the months March (0) to
 * February (11). Of years with 365.25 days a century has 36524.25. Plain arithmetic without a
 * branch: this runs once a row and date function, and the compiler does several rows at once. */
struct march_year {
    uint32_t year, day; /* of the year, from 0 */
};

static inline struct march_year march_year_of(hj_date date)
{
    enum { DAYS_OF_400_YEARS = 146097, DAYS_OF_4_YEARS = 1461, TO_FIRST_OF_MARCH_0 = 306 };
    uint32_t days = (uint32_t)date - (uint32_t)HJ_DATE_MIN + TO_FIRST_OF_MARCH_0;
    uint32_t century = (4 * days + 3) / DAYS_OF_400_YEARS;
    uint32_t of_century = days - DAYS_OF_400_YEARS * century / 4;
    uint32_t year = (4 * of_century + 3) / DAYS_OF_4_YEARS;
    return (struct march_year){100 * century + year, of_century - DAYS_OF_4_YEARS * year / 4};
}

void hj_date_years(const hj_date *dates, uint32_t count, int64_t *years)
{
    enum { FIRST_OF_JANUARY = 306 };
    for (uint32_t i = 0; i < count; i++) {
        struct march_year of = march_year_of(dates[i]);
        years[i] = (int64_t)(of.year + (of.day >= FIRST_OF_JANUARY));
    }
}

struct hj_civil hj_date_to_civil(hj_date date)
{
    struct march_year of = march_year_of(date);
    uint32_t month = (5 * of.day + 2) / 153;
    uint32_t day = of.day - (153 * month + 2) / 5 + 1;
    bool next_year = month >= 10; /* January and February */
    return (struct hj_civil){
        .year = (int)(of.year + next_year),
        .month = (int)(next_year ? month - 9 : month + 3),
        .day = (int)day,
    };
}

bool hj_date_parse_iso(struct hj_span text, hj_date *date)
{
    if (text.size != 10 || text.data[4] != '-' || text.data[7] != '-') {
        return false;
    }
    int digits[10] = {0};
    for (int i = 0; i < 10; i++) {
        digits[i] = text.data[i] - '0';
        if (i != 4 && i != 7 && (digits[i] < 0 || digits[i] > 9)) {
            return false;
        }
    }
    struct hj_civil civil = {
        .year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3],
        .month = digits[5] * 10 + digits[6],
        .day = digits[8] * 10 + digits[9],
    };
    return hj_date_from_civil(civil, date);
}

void hj_date_format(hj_date date, char text[11])
{
    struct hj_civil civil = hj_date_to_civil(date);
    char wide[40];
    snprintf(wide, sizeof wide, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
    memcpy(text, wide, 10);
    text[10] = '\0';
}

bool hj_date_add_months(hj_date date, int64_t months, hj_date *result)
{
    if (months < -120000 || months > 120000) {
        return false;
    }
    struct hj_civil civil = hj_date_to_civil(date);
    int64_t count = (int64_t)civil.year * 12 + civil.month - 1 + months;
    if (count < 12 || count >= 12 * 10000) {
        return false;
    }
    civil.year = (int)(count / 12);
    civil.month = (int)(count % 12) + 1;
    int last = days_in_month(civil.year, civil.month);
    if (civil.day > last) {
        civil.day = last;
    }
    return hj_date_from_civil(civil, result);
}

int64_t hj_date_months_between(hj_date a, hj_date b)
{
    struct hj_civil from = hj_date_to_civil(a);
    struct hj_civil to = hj_date_to_civil(b);
    int64_t months = (int64_t)(to.year - from.year) * 12 + (to.month - from.month);
    return to.day < from.day ? months - 1 : months;
}
