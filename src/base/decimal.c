/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t hj_decimal_shortest(double value, char text[HJ_DECIMAL_TEXT])
{
    if (value == 0) {
        value = 0; /* no minus zero */
    }
    if (fabs(value) < 1e15 && floor(value) == value) {
        return (size_t)snprintf(text, HJ_DECIMAL_TEXT, "%.0f", value);
    }
    size_t size = 0;
    for (int digits = 15; digits <= 17; digits++) {
        size = (size_t)snprintf(text, HJ_DECIMAL_TEXT, "%.*g", digits, value);
        if (strtod(text, NULL) == value) {
            break;
        }
    }
    return size;
}

/* Adds one to the last decimal digit of plain digits with a point; text has a spare first byte. */
static void carry(char *text, size_t at)
{
    for (;;) {
        if (text[at] == '.') {
            at--;
        }
        if (text[at] != '9') {
            text[at]++;
            return;
        }
        text[at--] = '0';
    }
}

size_t hj_decimal_round(double value, int decimals, char text[HJ_DECIMAL_TEXT])
{
    /* 17 significant digits tell one double from the next, so more decimals than that are noise. */
    char shortest[HJ_DECIMAL_TEXT];
    char plain[HJ_DECIMAL_TEXT + 8] = "0";
    hj_decimal_shortest(fabs(value), shortest);
    const char *mark = strchr(shortest, 'e');
    int exponent = mark ? (int)strtol(mark + 1, NULL, 10) : 0;
    const char *point = strchr(shortest, '.');
    int digits = (int)(point ? (mark ? mark - point : (long)strlen(point)) - 1 : 0);
    int places = digits - exponent > decimals + 1 ? digits - exponent : decimals + 1;
    snprintf(plain + 1, HJ_DECIMAL_TEXT, "%.*f", places, fabs(value));
    size_t dot = (size_t)(strchr(plain, '.') - plain);
    size_t keep = decimals == 0 ? dot : dot + 1 + (size_t)decimals;
    if (plain[dot + 1 + (size_t)decimals] >= '5') {
        carry(plain, keep - 1);
    }
    plain[keep] = '\0';
    const char *start = plain[0] == '0' ? plain + 1 : plain;
    bool zero = strspn(start, "0.") == strlen(start);
    return (size_t)snprintf(text, HJ_DECIMAL_TEXT, "%s%s", value < 0 && !zero ? "-" : "", start);
}
