/* SPDX-License-Identifier: MIT
 * Physical lines: they end in LF, CR or CRLF. Pure. */
#ifndef HJ_INPUT_LINES_H
#define HJ_INPUT_LINES_H

#include "base/span.h"

/* Where the next LF and CR are is kept: most files have no CR at all, and it is looked for once. */
struct hj_lines {
    const char *end;      /* of the bytes in memory */
    bool text_ends;       /* the text ends there too */
    const char *feed;     /* the next LF and CR at or past the last place asked for; `end`: none; */
    const char *carriage; /* NULL: not looked for yet */
};

/* The beginning of the line after the one that holds `from` (which is before the end); NULL where
 * that line's end is not in memory. */
static inline const char *hj_lines_next(struct hj_lines *lines, const char *from)
{
    if (!lines->feed || lines->feed < from) {
        const char *found = memchr(from, '\n', (size_t)(lines->end - from));
        lines->feed = found ? found : lines->end;
    }
    if (!lines->carriage || lines->carriage < from) {
        const char *found = memchr(from, '\r', (size_t)(lines->end - from));
        lines->carriage = found ? found : lines->end;
    }
    if (lines->feed < lines->carriage) {
        return lines->feed + 1;
    }
    if (lines->carriage == lines->end) {
        return NULL;
    }
    if (lines->carriage + 1 == lines->end) {
        return lines->text_ends ? lines->end : NULL;
    }
    return lines->carriage + (lines->carriage[1] == '\n' ? 2 : 1);
}

#endif
