/* SPDX-License-Identifier: MIT
 * A date is a day number: days since 1970-01-01 in the proleptic Gregorian calendar, from
 * 0001-01-01 (HJ_DATE_MIN) to 9999-12-31 (HJ_DATE_MAX). Pure functions. */
#ifndef HJ_BASE_DATE_H
#define HJ_BASE_DATE_H

#include "base/span.h"

#include <stdint.h>

typedef int32_t hj_date;

#define HJ_DATE_MIN (-719162)
#define HJ_DATE_MAX 2932896

struct hj_civil {
    int year, month, day;
};

/* False when there is no such day. */
bool hj_date_from_civil(struct hj_civil civil, hj_date *date);
struct hj_civil hj_date_to_civil(hj_date date);
/* The years of count days; of what is no date in the range any number. */
void hj_date_years(const hj_date *dates, uint32_t count, int64_t *years);

/* Exactly YYYY-MM-DD and a day that exists. */
bool hj_date_parse_iso(struct hj_span text, hj_date *date);
/* Writes YYYY-MM-DD and a NUL. */
void hj_date_format(hj_date date, char text[11]);

/* n months later (earlier when negative), clamped to the end of the month as PostgreSQL does;
 * false outside HJ_DATE_MIN .. HJ_DATE_MAX. */
bool hj_date_add_months(hj_date date, int64_t months, hj_date *result);
/* Whole months from a to b, a floor in either order: one less wherever b's day of the month is
 * before a's (design.md section 9). */
int64_t hj_date_months_between(hj_date a, hj_date b);

#endif
