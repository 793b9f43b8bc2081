/* SPDX-License-Identifier: MIT
 * The literals of a regular expression; used by literals.c alone. */
#ifndef HJ_MATCH_LITERAL_PATTERN_H
#define HJ_MATCH_LITERAL_PATTERN_H

#include "match/literals.h"

/* Fills literals, which come empty. False: the memory is full. */
bool hj_literals_of_regexp(struct hj_span pattern, struct hj_arena *arena,
                           struct hj_literals *literals) HJ_MUST_USE;

#endif
