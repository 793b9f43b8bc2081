/* SPDX-License-Identifier: MIT
 * Logarithm, exponential and log-factorial whose digits are the same on every machine with IEEE
 * doubles: they use +, -, * and / alone, where the C library's differ in the last digit from
 * version to version and would now and then decide a draw differently. Pure, thread-safe.
 *
 * log and exp follow FreeBSD's msun (e_log.c, e_exp.c: error below 1 unit in the last place); the
 * log-factorial is Stirling's series, its rest from a table below 10 (error below 1e-13). */
#ifndef HJ_SIMULATE_LOGARITHM_H
#define HJ_SIMULATE_LOGARITHM_H

#include <stdint.h>

/* value > 0, finite and normal. */
double hj_simulate_log(double value);
/* log(1 + value), value > -1: right in relative terms near 0 too. */
double hj_simulate_log1p(double value);
/* 0 below -745, infinite above 709.7. */
double hj_simulate_exp(double value);
/* log(n!). */
double hj_simulate_log_factorial(int64_t n);
/* What Stirling's formula leaves: log(n!) - ((n + 1/2) log(n + 1) - (n + 1) + log(2 pi) / 2), n >=
 * 0 (Hoermann 1993, section 3). */
double hj_simulate_stirling_rest(int64_t n);

#endif
