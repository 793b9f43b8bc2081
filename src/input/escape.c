/* SPDX-License-Identifier: MIT */
#include "input/escape.h"

enum { ESCAPE_SIZE = 7 };

static int digit_value(char digit)
{
    return digit >= '0' && digit <= '9'   ? digit - '0'
           : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
           : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                                          : -1;
}

/* The ASCII character of an escape at the beginning of the text; -1: there is none. */
static int escaped(const char *text, size_t size)
{
    int value = 0;
    if (size < ESCAPE_SIZE || text[0] != '_' || text[1] != 'x' || text[ESCAPE_SIZE - 1] != '_') {
        return -1;
    }
    for (size_t i = 2; i < ESCAPE_SIZE - 1; i++) {
        int digit = digit_value(text[i]);
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value > 0 && value < 0x80 ? value : -1;
}

size_t hj_unescape(char *text, size_t size)
{
    size_t kept = 0;
    if (size < ESCAPE_SIZE || !memchr(text, '_', size)) {
        return size;
    }
    for (size_t at = 0; at < size;) {
        int value = escaped(text + at, size - at);
        text[kept++] = value < 0 ? text[at] : (char)value;
        at += value < 0 ? 1 : ESCAPE_SIZE;
    }
    return kept;
}
