/* SPDX-License-Identifier: MIT
 * Cells of files that people open in a spreadsheet: harmless whatever the registry holds. Pure. */
#ifndef HJ_PUBLISH_CELL_H
#define HJ_PUBLISH_CELL_H

#include "base/buffer.h"

/* Appends the text as a CSV field; one that a spreadsheet would take for a formula gets a leading
 * apostrophe. False: the memory is full. */
bool hj_cell_append(struct hj_buffer *out, struct hj_span text);

/* Appends the text without what is not seen but changes what is seen: control characters become
 * spaces (a line feed stays), marks that turn the direction of writing and what XML cannot hold go;
 * what no workbook takes (more than 32,767 characters) is cut, with … for the rest. */
bool hj_cell_clean(struct hj_buffer *out, struct hj_span text);

/* Appends a name for a sheet of a workbook: at most 31 characters, none of []:*?/\, no ' at either
 * end, different from the `count` names in use. */
bool hj_cell_sheet_name(struct hj_buffer *out, struct hj_span title, const struct hj_span *used,
                        size_t count);

#endif
