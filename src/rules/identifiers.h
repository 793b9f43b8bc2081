/* SPDX-License-Identifier: MIT
 * The names in the text of a predicate, before anything is known of their types: what parameters
 * and features must be ordered by, and what a digest must cover. */
#ifndef HJ_RULES_IDENTIFIERS_H
#define HJ_RULES_IDENTIFIERS_H

#include "base/arena.h"
#include "base/error.h"

/* Calls visit for every name that is no function, in the order of writing, also more than once; up
 * to the first character that has no meaning. The names may lie in the arena. False: memory is
 * full. */
bool hj_identifiers(struct hj_span text, struct hj_arena *arena,
                    void (*visit)(void *context, struct hj_span name), void *context) HJ_MUST_USE;

/* Whether the text can be written as a name without double quotes. */
bool hj_identifier_is_plain(struct hj_span text);

#endif
