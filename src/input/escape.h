/* SPDX-License-Identifier: MIT
 * Texts of spreadsheets write control characters as _xHHHH_ (and an underscore before such letters
 * as _x005F_). Pure. */
#ifndef HJ_INPUT_ESCAPE_H
#define HJ_INPUT_ESCAPE_H

#include "base/span.h"

/* Undoes that in place; returns the bytes that are left. */
size_t hj_unescape(char *text, size_t size);

#endif
