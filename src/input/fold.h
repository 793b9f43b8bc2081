/* SPDX-License-Identifier: MIT
 * Typed cells are read after folding full-width letters, digits and signs to ASCII: people type
 * both. Pure. */
#ifndef HJ_INPUT_FOLD_H
#define HJ_INPUT_FOLD_H

#include "base/span.h"

enum {
    HJ_FOLD_SIZE = 128, /* bytes; no number, date or sum is longer */
};

/* The text with U+FF01 … U+FF5E as ASCII, every Unicode space as a blank and U+2212 as a minus, in
 * the buffer; the text itself where nothing is to be folded; data NULL where it does not fit. */
struct hj_span hj_input_fold(struct hj_span text, char buffer[HJ_FOLD_SIZE]);

#endif
