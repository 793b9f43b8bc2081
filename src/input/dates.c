/* SPDX-License-Identifier: MIT */
#include "input/dates.h"

#include "text/utf8.h"

enum {
    YEAR_SIGN = 0x5E74, /* the signs of year, month and day, and the spoken one of day */
    MONTH_SIGN = 0x6708,
    DAY_SIGN = 0x65E5,
    NUMBER_SIGN = 0x53F7,
};

struct scan {
    struct hj_span text;
    size_t at;
};

static bool at_end(const struct scan *scan)
{
    return scan->at == scan->text.size;
}

static void skip_blanks(struct scan *scan)
{
    while (!at_end(scan) && scan->text.data[scan->at] == ' ') {
        scan->at++;
    }
}

/* Up to `most` digits; returns how many there were. */
static unsigned take_digits(struct scan *scan, unsigned most, int *value)
{
    unsigned count = 0;
    *value = 0;
    while (count < most && !at_end(scan) && scan->text.data[scan->at] >= '0' &&
           scan->text.data[scan->at] <= '9') {
        *value = *value * 10 + (scan->text.data[scan->at++] - '0');
        count++;
    }
    return count;
}

static uint32_t next_point(const struct scan *scan, size_t *after)
{
    *after = scan->at;
    return at_end(scan) ? 0 : hj_text_next(scan->text, after);
}

static bool take_point(struct scan *scan, uint32_t wanted)
{
    size_t after;
    if (next_point(scan, &after) != wanted) {
        return false;
    }
    scan->at = after;
    return true;
}

/* The rest may be a time of day: 0:00, 00:00:00, T00:00:00.000Z, +08:00. Only its shape is looked
 * at. */
static bool is_time(struct scan scan)
{
    int part;
    if (!take_point(&scan, 'T')) {
        skip_blanks(&scan);
    }
    if (at_end(&scan)) {
        return true;
    }
    if (take_digits(&scan, 2, &part) == 0 || part > 24 || !take_point(&scan, ':')) {
        return false;
    }
    for (size_t i = scan.at; i < scan.text.size; i++) {
        if (!strchr("0123456789:.+- ZAPMapm", scan.text.data[i])) {
            return false;
        }
    }
    return take_digits(&scan, 2, &part) == 2 && part < 60;
}

static bool make(int year, int month, int day, hj_date *date)
{
    return hj_date_from_civil((struct hj_civil){year, month, day}, date);
}

/* Digits alone: 20190305, or 201903. */
static bool compact(const struct scan *scan, int number, unsigned digits, hj_date *date)
{
    if (digits == 6) {
        return at_end(scan) && make(number / 100, number % 100, 1, date);
    }
    return digits == 8 && is_time(*scan) &&
           make(number / 10000, number / 100 % 100, number % 100, date);
}

/* After the year's sign: month, its sign, and perhaps a day and its sign. */
static bool signed_parts(struct scan *scan, int year, hj_date *date)
{
    int month, day;
    skip_blanks(scan);
    if (take_digits(scan, 2, &month) == 0) {
        return false;
    }
    skip_blanks(scan);
    if (!take_point(scan, MONTH_SIGN)) {
        return false;
    }
    skip_blanks(scan);
    if (at_end(scan)) {
        return make(year, month, 1, date);
    }
    if (take_digits(scan, 2, &day) == 0) {
        return false;
    }
    skip_blanks(scan);
    if (!take_point(scan, DAY_SIGN)) {
        take_point(scan, NUMBER_SIGN);
    }
    return is_time(*scan) && make(year, month, day, date);
}

bool hj_input_date(struct hj_span text, hj_date *date)
{
    if (text.size == 10 && text.data[4] == '-' && hj_date_parse_iso(text, date)) {
        return true;
    }
    struct scan scan = {.text = text};
    int number, month, day;
    size_t after;
    unsigned digits = take_digits(&scan, 8, &number);
    if (digits != 4) {
        return compact(&scan, number, digits, date);
    }
    skip_blanks(&scan);
    uint32_t separator = next_point(&scan, &after);
    scan.at = after;
    if (separator == YEAR_SIGN) {
        return signed_parts(&scan, number, date);
    }
    if ((separator != '-' && separator != '/' && separator != '.') ||
        take_digits(&scan, 2, &month) == 0) {
        return false;
    }
    if (at_end(&scan)) {
        return make(number, month, 1, date);
    }
    return take_point(&scan, separator) && take_digits(&scan, 2, &day) != 0 && is_time(scan) &&
           make(number, month, day, date);
}

bool hj_input_serial_date(double serial, bool from_1904, hj_date *date)
{
    enum { FALSE_LEAP_DAY = 60, LAST_SERIAL = 2958465 };
    static const struct hj_civil epochs[] = {{1899, 12, 30}, {1904, 1, 1}};
    hj_date epoch;
    if (!(serial >= (from_1904 ? 0 : 1)) || serial >= LAST_SERIAL + 1) {
        return false;
    }
    int32_t days = (int32_t)serial;
    if (!from_1904 && days < FALSE_LEAP_DAY) {
        days++; /* before the day that never was, counting began a day later */
    }
    hj_date_from_civil(epochs[from_1904], &epoch);
    *date = epoch + days;
    return *date <= HJ_DATE_MAX;
}
