/* SPDX-License-Identifier: MIT */
#include "rules/scalar.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum hj_fault hj_scalar_integers(enum hj_operator op, int64_t a, int64_t b, int64_t *result)
{
    bool beyond = false;
    if (op == HJ_OP_ADD) {
        beyond = __builtin_add_overflow(a, b, result);
    } else if (op == HJ_OP_SUBTRACT) {
        beyond = __builtin_sub_overflow(a, b, result);
    } else if (op == HJ_OP_MULTIPLY) {
        beyond = __builtin_mul_overflow(a, b, result);
    } else if (b == 0) {
        return HJ_FAULT_ZERO;
    } else if (b == -1) {
        beyond = __builtin_sub_overflow(0, a, result);
    } else {
        *result = a / b;
    }
    return beyond ? HJ_FAULT_OVERFLOW : HJ_FAULT_NONE;
}

enum hj_fault hj_scalar_numbers(enum hj_operator op, double a, double b, double *result)
{
    if (op == HJ_OP_ADD) {
        *result = a + b;
    } else if (op == HJ_OP_SUBTRACT) {
        *result = a - b;
    } else if (op == HJ_OP_MULTIPLY) {
        *result = a * b;
    } else if (b == 0) {
        return HJ_FAULT_ZERO;
    } else {
        *result = a / b;
    }
    return isfinite(*result) ? HJ_FAULT_NONE : HJ_FAULT_OVERFLOW;
}

double hj_scalar_round(double x)
{
    return round(x) + 0.0; /* -0.0 + 0.0 is 0.0 */
}

enum { DIGITS = 17, /* that always tell a double from its neighbours */ FAR = 400 };

/* |x| = mantissa × 10^exponent with as few digits as read back as x; returns how many. */
static int shortest_decimal(double x, int64_t *mantissa, int *exponent)
{
    char text[40];
    int digits = 15;
    for (; digits <= DIGITS; digits++) {
        snprintf(text, sizeof text, "%.*e", digits - 1, x);
        if (digits == DIGITS || strtod(text, NULL) == x) {
            break;
        }
    }
    *mantissa = 0;
    const char *at = text;
    for (; *at != 'e'; at++) {
        if (*at >= '0' && *at <= '9') {
            *mantissa = *mantissa * 10 + (*at - '0');
        }
    }
    *exponent = (int)strtol(at + 1, NULL, 10) - (digits - 1);
    return digits;
}

enum hj_fault hj_scalar_round_digits(double x, int64_t digits, double *result)
{
    *result = x;
    if (x == 0 || digits > FAR) {
        return HJ_FAULT_NONE;
    }
    int64_t mantissa = 0;
    int exponent = 0;
    int held = shortest_decimal(fabs(x), &mantissa, &exponent);
    int64_t dropped = digits < -FAR ? held + 1 : -digits - exponent;
    if (dropped <= 0) {
        return HJ_FAULT_NONE;
    }
    *result = 0;
    if (dropped > held) {
        return HJ_FAULT_NONE;
    }
    int64_t unit = 1;
    for (int64_t i = 0; i < dropped; i++) {
        unit *= 10;
    }
    int64_t kept = mantissa / unit + (mantissa % unit * 2 >= unit);
    if (kept == 0) {
        return HJ_FAULT_NONE;
    }
    /* An integer and an exponent: no decimal point, so no locale. */
    char text[40];
    snprintf(text, sizeof text, "%s%llde%d", x < 0 ? "-" : "", (long long)kept,
             exponent + (int)dropped);
    *result = strtod(text, NULL);
    return isfinite(*result) ? HJ_FAULT_NONE : HJ_FAULT_OVERFLOW;
}
