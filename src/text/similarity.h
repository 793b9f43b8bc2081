/* SPDX-License-Identifier: MIT
 * How alike two texts are, on code points. Linking compares a text with many others, so a text is
 * decoded once and then compared; working memory belongs to the caller (a worker, one a thread) and
 * no comparison can fail. Texts are compared as they are: normalise first. */
#ifndef HJ_TEXT_SIMILARITY_H
#define HJ_TEXT_SIMILARITY_H

#include "base/span.h"

#include <stdint.h>

/* Code points, owned by someone else. */
struct hj_text_points {
    const uint32_t *data;
    size_t size;
};

/* Sorted and different pairs of neighbouring code points (first << 32 | second), owned by someone
 * else. A text of one code point has the one pair (0, point). */
struct hj_text_bigrams {
    const uint64_t *data;
    size_t size;
};

/* Worker: all zero is ready. One may be used for any number of comparisons, by one thread. */
struct hj_text_scratch {
    uint32_t *cells;
    size_t capacity;
};

/* Room to compare texts of up to `points` code points; 0, or -1 when the memory is full. */
int hj_text_scratch_reserve(struct hj_text_scratch *scratch, size_t points);
void hj_text_scratch_release(struct hj_text_scratch *scratch);

/* Writes the code points of valid UTF-8, returns how many (at most text.size, which is what points
 * must have room for). */
size_t hj_text_decode(struct hj_span text, uint32_t *points);
/* Writes the pairs of a text (at most points.size, and at least 1 for a text that is not empty),
 * returns how many. */
size_t hj_text_bigrams_of(struct hj_text_points points, uint64_t *pairs);

/* Jaro–Winkler as Winkler's strcmp95.c has it without its tables of similar letters, and so as
 * DuckDB and RapidFuzz have it: window max(n, m) / 2 - 1, transpositions halved and floored, and
 * where Jaro is above 0.7 a prefix of up to 4 adds 0.1 of the rest for each character. 1 for equal
 * texts (two empty ones too), 0 where only one is empty. Reserve for the longer of the two. */
double hj_text_jaro_winkler(struct hj_text_points a, struct hj_text_points b,
                            struct hj_text_scratch *scratch);

/* Edits (insert, delete, replace) that make b of a; limit + 1 as soon as there are more than limit.
 * Give SIZE_MAX - 1 for no limit. Reserve for the longer of the two. */
size_t hj_text_levenshtein(struct hj_text_points a, struct hj_text_points b, size_t limit,
                           struct hj_text_scratch *scratch);
/* The same with a swap of neighbours as one edit, where no part is edited twice: optimal string
 * alignment, not the unrestricted Damerau distance ("ca" to "abc" is 3). */
size_t hj_text_damerau(struct hj_text_points a, struct hj_text_points b, size_t limit,
                       struct hj_text_scratch *scratch);

/* Jaccard index of the two sets of pairs; 1 for two empty texts. */
double hj_text_jaccard(struct hj_text_bigrams a, struct hj_text_bigrams b);

#endif
