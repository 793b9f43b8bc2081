/* SPDX-License-Identifier: MIT
 * What a pattern says about plain text: literals that a match cannot do without, and whether they
 * decide alone. Seen by the files of this room alone.
 *
 * It reads the text of the pattern and knows less than PCRE2: whatever it does not know (options,
 * lookaround, back references, \Q, \p …) makes it say nothing, which is always right. */
#ifndef HJ_MATCH_LITERALS_H
#define HJ_MATCH_LITERALS_H

#include "base/arena.h"
#include "rules/expr.h"

struct hj_literal_set {
    const struct hj_span *items; /* none of them empty */
    uint32_t count;
};

enum {
    HJ_LITERAL_SETS = 2,
    HJ_LITERAL_BYTES = 4, /* worth a search: one Chinese character stands in most rows */
};

struct hj_literals {
    /* Every text that matches has one of each set in it. 0 sets: nothing is known. The second set,
     * if there is one, has no literal of fewer than HJ_LITERAL_BYTES. */
    struct hj_literal_set sets[HJ_LITERAL_SETS];
    uint32_t set_count;
    /* A text matches if and only if it has one of the one set in it, where the flags say. */
    bool exact;
    /* A match begins, ends where the text does; of ones that are not exact a hint and no more. */
    bool at_start, at_end;
    bool newline; /* at_end: also before a final LF, as $ has it */
};

/* Of a pattern of LIKE or REGEXP, in the arena. False: the memory is full. */
bool hj_literals_of(enum hj_operator op, struct hj_span pattern, struct hj_arena *arena,
                    struct hj_literals *literals) HJ_MUST_USE;

/* Whether the text may match: it has one of each set. Exact ones: whether it matches. */
bool hj_literals_in(const struct hj_literals *literals, struct hj_span text);

#endif
