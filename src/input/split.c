/* SPDX-License-Identifier: MIT */
#include "input/split.h"

/* The line without its end. */
struct cursor {
    const char *at, *end;
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static const char *search(const char *from, char byte, const char *end)
{
    const char *found = memchr(from, byte, (size_t)(end - from));
    return found ? found : end;
}

/* A field that begins with a quote: regular where the next quote is followed by a comma or the end.
 */
static bool take_quoted(struct cursor *cursor, struct hj_span *field)
{
    const char *from = cursor->at + 1;
    const char *close = search(from, '"', cursor->end);
    if (close == cursor->end || (close + 1 != cursor->end && close[1] != ',')) {
        return false;
    }
    *field = (struct hj_span){from, (size_t)(close - from)};
    cursor->at = close + 1;
    return true;
}

/* A field that begins otherwise: quotes in it are text, blanks around it are not its own. */
static void take_plain(struct cursor *cursor, struct hj_span *field)
{
    const char *from = cursor->at;
    const char *comma = search(from, ',', cursor->end);
    const char *last = comma;
    while (last > from && is_blank(last[-1])) {
        last--;
    }
    *field = (struct hj_span){from, (size_t)(last - from)};
    cursor->at = comma;
}

size_t hj_split(struct hj_span line, struct hj_span *fields, size_t room)
{
    struct cursor cursor = {.at = line.data, .end = line.data + line.size};
    while (cursor.end > cursor.at && (cursor.end[-1] == '\n' || cursor.end[-1] == '\r')) {
        cursor.end--;
    }
    for (size_t count = 0; count < room;) {
        while (cursor.at < cursor.end && is_blank(*cursor.at)) {
            cursor.at++;
        }
        if (count == 0 && cursor.at == cursor.end) {
            return 0; /* a blank line is no record */
        }
        if (cursor.at == cursor.end || *cursor.at != '"') {
            take_plain(&cursor, &fields[count]);
        } else if (!take_quoted(&cursor, &fields[count])) {
            return 0;
        }
        count++;
        if (cursor.at == cursor.end) {
            return count;
        }
        cursor.at++; /* the comma */
    }
    return 0;
}
