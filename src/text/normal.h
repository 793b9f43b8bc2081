/* SPDX-License-Identifier: MIT
 * The normal form under which two spellings of one name are equal: `name_key`, and norm(text) of
 * the predicate language. In this order:
 *
 *   1. NFKC_Casefold (Unicode 3.13, R5): compatibility forms, full and half width, case, and
 *      characters that are never seen (zero width joiners, variation selectors)
 *   2. traditional Chinese to simplified, one code point at a time (OpenCC, t2s)
 *   3. every bracket (general categories Ps and Pe but for low quotes, and < >) is ( or )
 *   4. every middle dot is U+00B7
 *   5. spaces (hj_text_is_space) are gone
 *
 * Other punctuation stays. The form of a form is the form itself.
 *
 * struct hj_text_normal is frozen: const, shared by all threads, and free to make: the table was
 * built with the program, from utf8proc and OpenCC of the machine that built it. */
#ifndef HJ_TEXT_NORMAL_H
#define HJ_TEXT_NORMAL_H

#include "base/arena.h"
#include "base/error.h"

struct hj_text_normal;

/* HJ_MEMORY. The caller frees. */
enum hj_code hj_text_normal_new(struct hj_text_normal **normal, struct hj_error *error) HJ_MUST_USE;
void hj_text_normal_free(struct hj_text_normal *normal);

/* The normal form of valid UTF-8, in the arena; that of broken text means nothing. A NULL text
 * gives a NULL span; so does a full memory, and only that for text that is not NULL. */
struct hj_span hj_text_normalise(const struct hj_text_normal *normal, struct hj_span text,
                                 struct hj_arena *arena);

#endif
