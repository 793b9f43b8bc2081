/* SPDX-License-Identifier: MIT
 * Writing JSON into a buffer: strings and numbers; the rest is punctuation. Each returns false when
 * the memory is full. */
#ifndef HJ_BASE_JSON_H
#define HJ_BASE_JSON_H

#include "base/buffer.h"

#include <stdint.h>

/* A string with its quotes. The text is UTF-8; control characters are escaped. */
bool hj_json_string(struct hj_buffer *out, struct hj_span text);
bool hj_json_integer(struct hj_buffer *out, int64_t value);
/* The shortest form that reads back. */
bool hj_json_number(struct hj_buffer *out, double value);

#endif
