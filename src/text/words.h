/* SPDX-License-Identifier: MIT
 * A word list to search in text: words come in lists, each list with a kind, and are asked for at a
 * place. Names, addresses and towns are built on it. Words are put into the normal form when the
 * set is built (normal.h), so the text asked must be in it too.
 *
 * struct hj_text_words is frozen: const and shared by all threads. It copies what it needs. */
#ifndef HJ_TEXT_WORDS_H
#define HJ_TEXT_WORDS_H

#include "base/error.h"
#include "text/normal.h"

#include <stdint.h>

struct hj_text_list {
    const struct hj_span *items;
    size_t count;
};

/* A word found: its bytes and the number its list was given with. */
struct hj_text_word {
    size_t size;    /* bytes; 0: none */
    uint32_t kinds; /* bit k: the word stands in list k */
    size_t first;   /* index in its list, of the first list it stands in */
};

struct hj_text_words;

/* Up to 32 lists. Empty words are left out. HJ_MEMORY. The caller frees. */
enum hj_code hj_text_words_new(struct hj_text_words **words, const struct hj_text_list *lists,
                               size_t count, const struct hj_text_normal *normal,
                               struct hj_error *error) HJ_MUST_USE;
void hj_text_words_free(struct hj_text_words *words);

/* The longest word that begins at offset `at` and is in one of the lists of `kinds`. */
struct hj_text_word hj_text_words_at(const struct hj_text_words *words, struct hj_span text,
                                     size_t at, uint32_t kinds);
/* All words that begin at offset `at`, the shortest first, at most `most` of them; their number. */
size_t hj_text_words_all(const struct hj_text_words *words, struct hj_span text, size_t at,
                         uint32_t kinds, struct hj_text_word *found, size_t most);
/* The longest word that ends the text. */
struct hj_text_word hj_text_words_end(const struct hj_text_words *words, struct hj_span text,
                                      uint32_t kinds);

#endif
