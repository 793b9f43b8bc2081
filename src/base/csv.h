/* SPDX-License-Identifier: MIT
 * Writing CSV: UTF-8, LF, RFC 4180. Pure functions over a buffer; each returns false when the
 * memory is full. */
#ifndef HJ_BASE_CSV_H
#define HJ_BASE_CSV_H

#include "base/buffer.h"

/* Appends one field, quoted where it must be: it holds a comma, a quote, CR or LF, or begins or
 * ends with a blank, which readers may trim. */
bool hj_csv_field(struct hj_buffer *out, struct hj_span value);
/* Appends all fields of a record, commas between, LF at the end. */
bool hj_csv_record(struct hj_buffer *out, const struct hj_span *values, size_t count);

#endif
