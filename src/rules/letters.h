/* SPDX-License-Identifier: MIT
 * `letters:` files frozen: what goes with the lists (a covering letter a department, a paper for
 * the meeting), text with named places that the campaign fills. docs/lists.md says how a file is
 * written. No sentence of a letter is written in C. */
#ifndef HJ_RULES_LETTERS_H
#define HJ_RULES_LETTERS_H

#include "rules/ruleset.h"

/* What a place stands for. X(id, name between braces). */
#define HJ_LETTER_PLACES(X)                                                                        \
    X(CAMPAIGN, "campaign")                                                                        \
    X(ROLE, "role")   /* as the campaign calls the department */                                   \
    X(ROLES, "roles") /* all that get a list */                                                    \
    X(AS_OF, "as_of")                                                                              \
    X(ISSUED, "issued") /* the day of --issue; a draft's words */                                  \
    X(FIRMS, "firms")                                                                              \
    X(LISTS, "lists")       /* how many */                                                         \
    X(BY_TOWN, "by_town")   /* town and firms, for each */                                         \
    X(BY_ROUTE, "by_route") /* route and firms, for each */                                        \
    X(BY_ROLE, "by_role")   /* department and firms, for each */                                   \
    X(NOTICE, "notice")     /* what the lists themselves say they are */                           \
    X(RULES, "rules")       /* hash of rules and data, as on the covers */                         \
    X(BACK, "back")         /* the table that an answer becomes */

enum hj_letter_place {
#define HJ_LETTER_PLACE_ENUM(id, name) HJ_LETTER_##id,
    HJ_LETTER_PLACES(HJ_LETTER_PLACE_ENUM)
#undef HJ_LETTER_PLACE_ENUM
        HJ_LETTER_PLACE_COUNT
};

/* How a paragraph looks. X(id, key in the file); a plain text is `body`. */
#define HJ_LETTER_STYLES(X)                                                                        \
    X(BODY, "body")                                                                                \
    X(TITLE, "title")                                                                              \
    X(HEADING, "heading")                                                                          \
    X(ADDRESS, "address")                                                                          \
    X(SIGN, "sign")

enum hj_letter_style {
#define HJ_LETTER_STYLE_ENUM(id, name) HJ_LETTER_STYLE_##id,
    HJ_LETTER_STYLES(HJ_LETTER_STYLE_ENUM)
#undef HJ_LETTER_STYLE_ENUM
        HJ_LETTER_STYLE_COUNT
};

struct hj_letter_part {
    enum hj_letter_style style;
    struct hj_title text;
};

enum hj_letter_with { HJ_LETTER_WITH_LISTS, HJ_LETTER_WITH_ASK };

struct hj_letter {
    struct hj_span id, stage; /* stage data NULL: with the hand-over to departments */
    struct hj_title title;    /* stands in the file's name */
    enum hj_letter_with with;
    bool once;                 /* one for all departments; else one for each */
    struct hj_span_list roles; /* none: all */
    struct hj_span font;
    const struct hj_letter_part *parts;
    uint32_t part_count;
    struct hj_origin_place place;
};

/* The place that the text begins with, `{name}`, and its bytes; HJ_LETTER_PLACE_COUNT: none. */
enum hj_letter_place hj_letter_place_of(struct hj_span text, size_t *size);

#endif
