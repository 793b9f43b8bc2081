/* SPDX-License-Identifier: MIT
 * Numbers and yes or no as people write them. Pure; folded text in (input/fold.h). */
#ifndef HJ_INPUT_NUMBER_H
#define HJ_INPUT_NUMBER_H

#include "base/span.h"

#include <stdint.h>

/* The number that the text begins with: sign, digits (in groups of three behind commas, or none),
 * fraction, exponent. Returns the bytes it takes, 0 where there is none or it is not finite. */
size_t hj_input_number_prefix(struct hj_span text, double *value);
/* The whole text is a number. The nearest double. */
bool hj_input_number(struct hj_span text, double *value);
/* The whole text is a whole number; a fraction of zeros, as spreadsheets write it, is none. */
bool hj_input_integer(struct hj_span text, int64_t *value);
/* 1 0 true false t f yes no y n, in any case. Words of other languages: `values:`. */
bool hj_input_boolean(struct hj_span text, bool *value);
/* What a spreadsheet leaves of a long code: 3.20804E+14. */
bool hj_input_is_destroyed_code(struct hj_span text);

#endif
