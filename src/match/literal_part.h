/* SPDX-License-Identifier: MIT
 * Parts of a regular expression as the literals that they stand for: either the few texts that a
 * part matches (`texts`), or, where these are many or unknown, sets of texts of which a match has
 * one each
 * (`sets`). Parts side by side are multiplied as long as the texts stay few. Used by
 * literal_pattern.c alone. */
#ifndef HJ_MATCH_LITERAL_PART_H
#define HJ_MATCH_LITERAL_PART_H

#include "match/literals.h"

enum {
    HJ_PART_TEXTS = 64, /* of one part, at most */
    HJ_PART_SETS = 8,   /* kept while reading; the best are chosen at the end */
};

struct hj_part_texts {
    struct hj_span items[HJ_PART_TEXTS];
    uint32_t count;
};

struct hj_part {
    bool finite;      /* it matches `texts` and nothing else … */
    bool conditional; /* … but not everywhere: there is a ^, $ or \b in it */
    struct hj_part_texts texts;
    struct hj_literal_set sets[HJ_PART_SETS];
    uint32_t set_count;
};

/* Where parts put their texts. */
struct hj_part_maker {
    struct hj_arena *arena;
    size_t used;      /* bytes; over HJ_PART_MEMORY the pattern is too much to be read */
    bool memory_full; /* set once and for all */
};

enum { HJ_PART_MEMORY = 1024 * 1024 };

void hj_part_set_text(struct hj_part *part, struct hj_span text);
/* `whole` followed by `next`, into whole. `run` are the texts that end at the border, as long as
 * they are known: one empty text at the start. */
void hj_part_append(struct hj_part_maker *maker, struct hj_part *whole, struct hj_part_texts *run,
                    const struct hj_part *next);
/* What follows does not touch the run, or nothing follows: it becomes a set. */
void hj_part_end_run(struct hj_part_maker *maker, struct hj_part *whole, struct hj_part_texts *run);
/* `part` or `branch`, into part; branch is used up. */
void hj_part_add_branch(struct hj_part_maker *maker, struct hj_part *part, struct hj_part *branch);
/* The texts of a finite part become a set. */
void hj_part_close(struct hj_part_maker *maker, struct hj_part *part);
/* The set with the longest shortest text, of those the one with the fewest; NULL: there is none. */
const struct hj_literal_set *hj_part_best_set(const struct hj_part *part);
size_t hj_part_shortest(const struct hj_literal_set *set);

#endif
