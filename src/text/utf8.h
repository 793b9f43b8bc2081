/* SPDX-License-Identifier: MIT
 * UTF-8 by bytes and by code points. Everything here is pure: no state, no allocation, safe on all
 * threads. Only hj_text_utf8_valid and hj_text_next take bytes that may be broken; the others are
 * for text that has been found valid (with broken bytes they stay inside the span, but mean
 * nothing). A span whose data is NULL stays so: NULL in, NULL out. */
#ifndef HJ_TEXT_UTF8_H
#define HJ_TEXT_UTF8_H

#include "base/span.h"

#include <stdint.h>

enum {
    HJ_TEXT_BROKEN = 0xFFFD, /* what hj_text_next gives for a byte that begins no character */
};

/* True when the text is UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing above
 * U+10FFFF. Else *bad_at (if not NULL) is the offset of the first character that is not. */
bool hj_text_utf8_valid(struct hj_span text, size_t *bad_at);

/* The code point at *at, which must be less than text.size; *at moves behind it. A broken byte
 * gives HJ_TEXT_BROKEN and moves by one. */
uint32_t hj_text_next(struct hj_span text, size_t *at);
/* Where the character before offset `at` (more than 0) begins. */
size_t hj_text_before(struct hj_span text, size_t at);
/* Writes a code point that is no surrogate, returns its 1 to 4 bytes. */
size_t hj_text_encode(uint32_t point, char bytes[4]);

/* Code points: PostgreSQL's length(text). */
size_t hj_text_length(struct hj_span text);
/* Offset of the n-th code point (0-based); text.size when there are fewer. */
size_t hj_text_offset(struct hj_span text, size_t points);

/* PostgreSQL 15's substr(text, from) and substr(text, from, count), on code points, from 1. What
 * lies before 1 counts but is empty: substr('abc', -1, 3) is 'a'. A negative count, an error there,
 * gives a NULL span. */
struct hj_span hj_text_substr(struct hj_span text, int64_t from);
struct hj_span hj_text_substr_count(struct hj_span text, int64_t from, int64_t count);

/* Terminal cells: East Asian wide and full-width characters 2, combining marks and controls 0. */
size_t hj_text_width(struct hj_span text);

/* Spaces as the loader trims them: Unicode's White_Space, and the two that look like nothing and
 * come with copied cells: U+200B (zero width space) and U+FEFF (byte order mark). */
bool hj_text_is_space(uint32_t point);
struct hj_span hj_text_trim(struct hj_span text);

#endif
