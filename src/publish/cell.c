/* SPDX-License-Identifier: MIT */
#include "publish/cell.h"

#include "base/csv.h"
#include "text/utf8.h"

#include <stdio.h>

/* Begins with = + - @ tab CR or their full-width forms. */
static bool is_formula(struct hj_span text)
{
    static const uint32_t starts[] = {'=',  '+',    '-',    '@',    '\t',
                                      '\r', 0xff1d, 0xff0b, 0xff0d, 0xff20};
    size_t at = 0;
    if (text.size == 0) {
        return false;
    }
    uint32_t first = hj_text_next(text, &at);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (first == starts[i]) {
            return true;
        }
    }
    return false;
}

bool hj_cell_append(struct hj_buffer *out, struct hj_span text)
{
    struct hj_buffer made = {0};
    bool room = !is_formula(text) || hj_buffer_append(&made, hj_span_of("'"));
    room = room && hj_cell_clean(&made, text);
    /* what stood before the = may have been one of the marks that went */
    if (room && made.size > 0 && is_formula(hj_buffer_span(&made))) {
        struct hj_buffer marked = {0};
        room = hj_buffer_append(&marked, hj_span_of("'")) &&
               hj_buffer_append(&marked, hj_buffer_span(&made)) &&
               hj_csv_field(out, hj_buffer_span(&marked));
        hj_buffer_release(&marked);
    } else {
        room = room && hj_csv_field(out, made.size ? hj_buffer_span(&made) : hj_span_of(""));
    }
    hj_buffer_release(&made);
    return room;
}

enum { LONGEST_CELL = 32767, LONGEST_SHEET = 31 };

static bool is_control(uint32_t point)
{
    return (point < 0x20 && point != '\n') || (point >= 0x7f && point < 0xa0) || point == 0x2028 ||
           point == 0x2029;
}

/* Marks of direction (bidirectional formatting), zero-width marks, soft hyphens, tags, and what is
 * no character. */
static bool is_hidden(uint32_t point)
{
    return point == 0xad || point == 0x61c || (point >= 0x200b && point <= 0x200f) ||
           (point >= 0x202a && point <= 0x202e) || (point >= 0x2060 && point <= 0x206f) ||
           point == 0xfeff || (point >= 0xfff9 && point <= 0xfffb) ||
           (point >= 0xe0000 && point <= 0xe007f) || (point & 0xfffe) == 0xfffe;
}

/* Excel counts what is beyond the first 65,536 code points twice. */
static unsigned units(uint32_t point)
{
    return point > 0xffff ? 2 : 1;
}

bool hj_cell_clean(struct hj_buffer *out, struct hj_span text)
{
    static const char more[] = "\xe2\x80\xa6";
    bool room = true;
    unsigned length = 0;
    for (size_t at = 0; room && at < text.size;) {
        size_t from = at;
        uint32_t point = hj_text_next(text, &at);
        if (is_hidden(point)) {
            continue;
        }
        if (length + units(point) >= LONGEST_CELL) {
            return hj_buffer_append(out, hj_span_of(more));
        }
        length += units(point);
        room = hj_buffer_append(out, is_control(point) ? hj_span_of(" ")
                                                       : hj_span_slice(text, from, at - from));
    }
    return room;
}

/* ---- names of sheets ---- */

static bool append_sheet_part(struct hj_buffer *out, struct hj_span title, unsigned longest)
{
    bool room = true;
    unsigned length = 0;
    for (size_t at = 0; room && at < title.size;) {
        size_t from = at;
        uint32_t point = hj_text_next(title, &at);
        if (is_hidden(point)) {
            continue;
        }
        if (length + units(point) > longest) {
            break;
        }
        length += units(point);
        bool kept = point > 0x7f || (point >= 0x20 && !strchr("[]:*?/\\'", (int)point));
        kept = kept && !is_control(point);
        room =
            hj_buffer_append(out, kept ? hj_span_slice(title, from, at - from) : hj_span_of("_"));
    }
    return room;
}

/* Names of sheets are compared without regard to case; ASCII is enough, since only letters differ.
 */
static bool is_used(struct hj_span name, const struct hj_span *used, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool same = used[i].size == name.size;
        for (size_t c = 0; same && c < name.size; c++) {
            unsigned char a = (unsigned char)used[i].data[c], b = (unsigned char)name.data[c];
            unsigned char lower_a = a >= 'A' && a <= 'Z' ? (unsigned char)(a + 32) : a;
            unsigned char lower_b = b >= 'A' && b <= 'Z' ? (unsigned char)(b + 32) : b;
            same = lower_a == lower_b;
        }
        if (same) {
            return true;
        }
    }
    return false;
}

bool hj_cell_sheet_name(struct hj_buffer *out, struct hj_span title, const struct hj_span *used,
                        size_t count)
{
    size_t start = out->size;
    for (unsigned n = 1;; n++) {
        char tail[16] = "";
        int size = n > 1 ? snprintf(tail, sizeof tail, " (%u)", n) : 0;
        out->size = start;
        if (!append_sheet_part(out, title, LONGEST_SHEET - (unsigned)size) ||
            (out->size == start && !hj_buffer_append(out, hj_span_of("_"))) ||
            !hj_buffer_append(out, (struct hj_span){tail, (size_t)size})) {
            return false;
        }
        struct hj_span made = {out->data + start, out->size - start};
        if (!is_used(made, used, count)) {
            return true;
        }
    }
}
