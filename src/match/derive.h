/* SPDX-License-Identifier: MIT
 * Derived columns of one firm. Seen by the files of this room alone. */
#ifndef HJ_MATCH_DERIVE_H
#define HJ_MATCH_DERIVE_H

#include "match/program.h"

/* The type of a derived column and the stored column that it is made from (rules/scope.h). */
enum hj_type hj_derived_type(enum hj_derived derived);
struct hj_span hj_derived_input(enum hj_derived derived);
/* Parts of a name: made from name_key. */
bool hj_derived_is_name_part(enum hj_derived derived);

/* The derived value of a text that is not NULL: of the stored column, for parts of a name of
 * name_key. Texts point into the input or the arena. False: the memory is full. */
bool hj_derive(const struct hj_match_tools *tools, enum hj_derived derived, struct hj_span text,
               struct hj_arena *arena, struct hj_value *value) HJ_MUST_USE;
/* Part of a parsed name; names: what tools->names made of name_key. */
struct hj_value hj_derive_part(const struct hj_text_name *name, enum hj_derived derived);

#endif
