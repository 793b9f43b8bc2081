/* SPDX-License-Identifier: MIT
 * Numbers as text, the same on every machine and in every locale. */
#ifndef HJ_BASE_DECIMAL_H
#define HJ_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

enum { HJ_DECIMAL_TEXT = 400 }; /* room for any double in plain notation with a few decimals */

/* The shortest decimal form that reads back as the same double, and a NUL; returns its length.
 * A whole number has no point and no exponent up to 1e15. */
size_t hj_decimal_shortest(double value, char text[HJ_DECIMAL_TEXT]);
/* Rounded half up (away from zero) to `decimals` places, taking the double as its shortest decimal
 * form, so that 0.15625 and 104.22535 round as people expect. */
size_t hj_decimal_round(double value, int decimals, char text[HJ_DECIMAL_TEXT]);

#endif
