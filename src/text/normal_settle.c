/* SPDX-License-Identifier: MIT */
#include "text/normal_table.h"

#include "text/utf8.h"

uint32_t hj_normal_simplify(const struct hj_text_normal *normal, uint32_t point)
{
    size_t low = 0;
    size_t high = normal->simplified_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (normal->simplified[middle].from < point) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < normal->simplified_count && normal->simplified[low].from == point;
    return found ? normal->simplified[low].to : point;
}

static bool is_low_quote(uint32_t point)
{
    return point == 0x201A || point == 0x201E || (point >= 0x301D && point <= 0x301F);
}

static bool is_middle_dot(uint32_t point)
{
    static const uint32_t dots[] = {0x00B7, 0x0387, 0x2022, 0x2027, 0x2219, 0x22C5, 0x30FB};
    for (size_t i = 0; i < sizeof dots / sizeof dots[0]; i++) {
        if (dots[i] == point) {
            return true;
        }
    }
    return false;
}

uint32_t hj_normal_settle(const struct hj_text_normal *normal, uint32_t point)
{
    point = hj_normal_simplify(normal, point);
    if (hj_text_is_space(point)) {
        return 0;
    }
    if (is_middle_dot(point)) {
        return 0xB7;
    }
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    if (point == '<' || (category == UTF8PROC_CATEGORY_PS && !is_low_quote(point))) {
        return '(';
    }
    if (point == '>' || (category == UTF8PROC_CATEGORY_PE && !is_low_quote(point))) {
        return ')';
    }
    return point;
}
