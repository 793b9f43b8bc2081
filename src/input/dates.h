/* SPDX-License-Identifier: MIT
 * Dates as people and programs write them: 2019-03-05, 2019/3/5, 2019.3.5, 20190305, year-month-day
 * in Chinese signs; a time of day behind it is left out. A month alone (2019-03, 2019/3, 201903, or
 * in signs) is its first day: extracts by month are full of them, and the original stays in
 * <column>_raw. Two-digit years, day-first orders and a year alone do not fit. Pure; folded text
 * in. */
#ifndef HJ_INPUT_DATES_H
#define HJ_INPUT_DATES_H

#include "base/date.h"

bool hj_input_date(struct hj_span text, hj_date *date);

/* The day of a spreadsheet's serial number: days since 1899-12-30 (1904: since 1904-01-01), whose
 * false 29 February 1900 is 60. The fraction is a time of day. False below 1 and past year 9999. */
bool hj_input_serial_date(double serial, bool from_1904, hj_date *date);

#endif
