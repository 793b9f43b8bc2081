/* SPDX-License-Identifier: MIT */
#include "input/number.h"

#include <math.h>
#include <stdlib.h>

enum {
    DIGITS_KEPT = 19,  /* what a uint64_t surely holds */
    EXACT_POWERS = 22, /* powers of ten that are exact in a double */
    NUMBER_SIZE = 160,
    EXPONENT_LIMIT = 9999,
};

/* A number as found: mantissa * 10^exponent while no digit was dropped. */
struct scan {
    struct hj_span text;
    size_t at;
    uint64_t mantissa;
    int exponent;
    unsigned digits; /* of the mantissa, leading zeros left out */
    bool dropped;    /* more digits than the mantissa holds */
    bool any;
    bool negative;
};

static bool is_digit(struct hj_span text, size_t at)
{
    return at < text.size && text.data[at] >= '0' && text.data[at] <= '9';
}

static void take_digit(struct scan *scan, bool fraction)
{
    unsigned digit = (unsigned)(scan->text.data[scan->at++] - '0');
    scan->any = true;
    if (scan->digits == DIGITS_KEPT) {
        scan->dropped = true;
        scan->exponent += fraction ? 0 : 1;
        return;
    }
    scan->mantissa = scan->mantissa * 10 + digit;
    scan->digits += scan->mantissa != 0;
    scan->exponent -= fraction ? 1 : 0;
}

static size_t run_of_digits(struct hj_span text, size_t at)
{
    size_t from = at;
    while (is_digit(text, at)) {
        at++;
    }
    return at - from;
}

/* Digits, or groups of three behind commas once the first has at most three. */
static void take_whole(struct scan *scan)
{
    size_t first = run_of_digits(scan->text, scan->at);
    for (size_t i = 0; i < first; i++) {
        take_digit(scan, false);
    }
    if (first == 0 || first > 3) {
        return;
    }
    while (scan->at < scan->text.size && scan->text.data[scan->at] == ',' &&
           run_of_digits(scan->text, scan->at + 1) == 3) {
        scan->at++;
        for (int i = 0; i < 3; i++) {
            take_digit(scan, false);
        }
    }
}

static void take_exponent(struct scan *scan)
{
    size_t at = scan->at + 1;
    bool negative = at < scan->text.size && scan->text.data[at] == '-';
    if (at < scan->text.size && (scan->text.data[at] == '-' || scan->text.data[at] == '+')) {
        at++;
    }
    if (!is_digit(scan->text, at)) {
        return;
    }
    int value = 0;
    while (is_digit(scan->text, at)) {
        value = value < EXPONENT_LIMIT ? value * 10 + (scan->text.data[at] - '0') : value;
        at++;
    }
    scan->exponent += negative ? -value : value;
    scan->at = at;
}

static struct scan scan_number(struct hj_span text)
{
    struct scan scan = {.text = text};
    if (text.size && (text.data[0] == '-' || text.data[0] == '+')) {
        scan.negative = text.data[0] == '-';
        scan.at = 1;
    }
    take_whole(&scan);
    if (scan.at < text.size && text.data[scan.at] == '.' &&
        (scan.any || is_digit(text, scan.at + 1))) {
        scan.at++;
        while (is_digit(text, scan.at)) {
            take_digit(&scan, true);
        }
    }
    if (scan.any && scan.at < text.size && (text.data[scan.at] | 0x20) == 'e') {
        take_exponent(&scan);
    }
    return scan;
}

/* The library's reading, without the commas. */
static double slow_value(struct hj_span number)
{
    char digits[NUMBER_SIZE];
    size_t size = 0;
    for (size_t i = 0; i < number.size && size < sizeof digits - 1; i++) {
        if (number.data[i] != ',') {
            digits[size++] = number.data[i];
        }
    }
    digits[size] = '\0';
    return strtod(digits, NULL);
}

size_t hj_input_number_prefix(struct hj_span text, double *value)
{
    static const double powers[EXACT_POWERS + 1] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    };
    struct scan scan = scan_number(text);
    if (!scan.any || scan.at >= NUMBER_SIZE) {
        return 0;
    }
    /* one exact operand divided or multiplied by another is rounded once: the nearest double */
    if (!scan.dropped && scan.mantissa <= UINT64_C(1) << 53 && abs(scan.exponent) <= EXACT_POWERS) {
        double mantissa = (double)scan.mantissa;
        double found = scan.exponent < 0 ? mantissa / powers[-scan.exponent]
                                         : mantissa * powers[scan.exponent];
        *value = scan.negative ? -found : found;
    } else {
        *value = slow_value(hj_span_slice(text, 0, scan.at));
    }
    if (*value == 0) {
        *value = 0; /* no minus zero: equal values have equal bytes */
    }
    return isfinite(*value) ? scan.at : 0;
}

bool hj_input_number(struct hj_span text, double *value)
{
    return text.size != 0 && hj_input_number_prefix(text, value) == text.size;
}

bool hj_input_integer(struct hj_span text, int64_t *value)
{
    struct scan scan = {.text = text};
    if (text.size && (text.data[0] == '-' || text.data[0] == '+')) {
        scan.negative = text.data[0] == '-';
        scan.at = 1;
    }
    take_whole(&scan);
    /* the negative side reaches one further */
    if (!scan.any || scan.dropped || scan.mantissa > (uint64_t)INT64_MAX + scan.negative) {
        return false;
    }
    if (scan.at < text.size && text.data[scan.at] == '.') {
        scan.at++;
        while (scan.at < text.size && text.data[scan.at] == '0') {
            scan.at++;
        }
    }
    *value = (int64_t)(scan.negative ? 0 - scan.mantissa : scan.mantissa);
    return scan.at == text.size;
}

bool hj_input_boolean(struct hj_span text, bool *value)
{
    static const struct {
        struct hj_span word;
        bool value;
    } words[] = {
        {HJ_SPAN("1"), true},      {HJ_SPAN("true"), true}, {HJ_SPAN("t"), true},
        {HJ_SPAN("yes"), true},    {HJ_SPAN("y"), true},    {HJ_SPAN("0"), false},
        {HJ_SPAN("false"), false}, {HJ_SPAN("f"), false},   {HJ_SPAN("no"), false},
        {HJ_SPAN("n"), false},
    };
    char lower[8];
    if (text.size > sizeof lower) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        lower[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (hj_span_equal(words[i].word, (struct hj_span){lower, text.size})) {
            *value = words[i].value;
            return true;
        }
    }
    return false;
}

bool hj_input_is_destroyed_code(struct hj_span text)
{
    if (text.size < 4 || text.size > 24 || !is_digit(text, 0)) {
        return false;
    }
    size_t at = 1;
    if (text.data[at] == '.') {
        at += 1 + run_of_digits(text, at + 1);
    }
    if (at >= text.size || (text.data[at] | 0x20) != 'e') {
        return false;
    }
    at++;
    if (at < text.size && text.data[at] == '+') {
        at++;
    }
    size_t exponent = run_of_digits(text, at);
    return exponent >= 1 && exponent <= 2 && at + exponent == text.size;
}
