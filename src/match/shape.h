/* SPDX-License-Identifier: MIT
 * A pattern of REGEXP that says byte by byte what a text begins with or is, as those of codes do:
 *
 *     ^[159Y][1239][0-9]{6}[0-9A-Z]{10}$
 *
 * It is looked up in a table, a third of the time of PCRE2. Seen by the files of this room alone.
 *
 * Known are classes of ASCII characters and ranges, \d, plain characters, {n}; ^ at the beginning
 * is needed. Any other pattern is none of these, which is always right. */
#ifndef HJ_MATCH_SHAPE_H
#define HJ_MATCH_SHAPE_H

#include "base/span.h"

#include <stdint.h>

enum { HJ_SHAPE_PLACES = 32 };

struct hj_shape {
    uint32_t places[256]; /* of each byte: bit i is set where it may stand at place i */
    uint32_t size;
    bool whole; /* the text ends there, or before a final LF, as $ has it */
};

/* False: the pattern is none; shape is undefined then. */
bool hj_shape_of(struct hj_span pattern, struct hj_shape *shape);
bool hj_shape_fits(const struct hj_shape *shape, struct hj_span text);

#endif
