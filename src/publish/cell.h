/* SPDX-License-Identifier: MIT
 * Cells of CSV files that people open in a spreadsheet: a text that a spreadsheet would take for a
 * formula gets a leading apostrophe. */
#ifndef HJ_PUBLISH_CELL_H
#define HJ_PUBLISH_CELL_H

#include "base/buffer.h"

/* Begins with = + - @ tab CR or their full-width forms. */
bool hj_cell_is_formula(struct hj_span text);
/* Appends the text as a CSV field, harmless. False: the memory is full. */
bool hj_cell_append(struct hj_buffer *out, struct hj_span text);

#endif
