/* SPDX-License-Identifier: MIT */
#include "input/fold.h"

#include "text/utf8.h"

enum { FULL_WIDTH_FIRST = 0xFF01, FULL_WIDTH_LAST = 0xFF5E, MINUS_SIGN = 0x2212 };

/* Of what is folded, every character but ASCII begins with one of these bytes, and no Chinese one
 * does: nearly all texts need no decoding. */
static bool needs_folding(struct hj_span text)
{
    static const bool leads[256] = {
        [0xC2] = true, [0xE1] = true, [0xE2] = true, [0xE3] = true, [0xEF] = true};
    bool found = false;
    for (size_t i = 0; i < text.size; i++) {
        found = found || leads[(unsigned char)text.data[i]];
    }
    return found;
}

static uint32_t fold_point(uint32_t point)
{
    if (point >= FULL_WIDTH_FIRST && point <= FULL_WIDTH_LAST) {
        return point - FULL_WIDTH_FIRST + '!';
    }
    if (point == MINUS_SIGN) {
        return '-';
    }
    return hj_text_is_space(point) ? ' ' : point;
}

struct hj_span hj_input_fold(struct hj_span text, char buffer[HJ_FOLD_SIZE])
{
    if (text.size > HJ_FOLD_SIZE) {
        return (struct hj_span){NULL, 0};
    }
    if (!needs_folding(text)) {
        return text;
    }
    size_t size = 0;
    for (size_t at = 0; at < text.size;) {
        char bytes[4];
        size_t from = at;
        size_t count = hj_text_encode(fold_point(hj_text_next(text, &at)), bytes);
        /* a broken byte would grow; such text is refused later, here it must only stay inside */
        count = count > at - from ? at - from : count;
        memcpy(buffer + size, bytes, count);
        size += count;
    }
    return (struct hj_span){buffer, size};
}
