/* SPDX-License-Identifier: MIT
 * `lists:` files frozen: what the lists look like that people get (office.md section 3), so that no
 * column, word or drop-down of them is written in C. docs/lists.md says how a file is written.
 *
 * A layout says which firms a list is for (stage, roles, town known or not, `when`), its columns
 * page by page, how it is split into sheets and sorted. Behind the layouts of the files stands one
 * of the program's own, in English, for rules without `lists:`. */
#ifndef HJ_RULES_LISTS_H
#define HJ_RULES_LISTS_H

#include "rules/ruleset.h"

/* What the program itself can say of a listed firm. X(id, name in the file). */
#define HJ_LIST_SAYS(X)                                                                            \
    X(VALUE, "value")   /* `value:`: expressions over firms */                                     \
    X(ANSWER, "answer") /* `answer:`: empty, for the department to fill in */                      \
    X(NUMBER, "number") /* 1, 2, 3 … in the sheet */                                             \
    X(CLUE, "clue")     /* stable over runs: firm and route */                                     \
    X(RECORD, "record")                                                                            \
    X(CLASS, "class")                                                                              \
    X(FINDINGS, "findings") /* titles of what holds */                                             \
    X(ROUTE, "route")       /* title of the proposed route */                                      \
    X(ROUTE_ID, "route_id")                                                                        \
    X(BASIS, "basis")           /* law and article of the route */                                 \
    X(MISSING, "missing")       /* what nobody has checked */                                      \
    X(EARLIEST, "earliest")     /* the first day on which the route can be through */              \
    X(EXCLUSIONS, "exclusions") /* a column a protection: yes, no, not checked */

enum hj_list_says {
#define HJ_LIST_SAYS_ENUM(id, name) HJ_LIST_##id,
    HJ_LIST_SAYS(HJ_LIST_SAYS_ENUM)
#undef HJ_LIST_SAYS_ENUM
        HJ_LIST_SAYS_COUNT
};

/* Words that the program needs on paper; `words:` of a file replaces any. */
#define HJ_LIST_WORDS(X)                                                                           \
    X(YES, "yes")                                                                                  \
    X(NO, "no")                                                                                    \
    X(UNKNOWN, "unknown")     /* nobody has checked */                                             \
    X(UNLOCATED, "unlocated") /* stands for the town of firms without one */                       \
    X(ARTICLE, "article")     /* {law} {article} */                                                \
    X(COVER, "cover")         /* title of the cover sheet */                                       \
    X(SHEET, "sheet")         /* title of the only data sheet */                                   \
    X(OTHER, "other")         /* the sheet of firms without a value to split by */                 \
    X(SEPARATOR, "separator") /* between the items of a cell */                                    \
    X(COLON, "colon")         /* between a title and its value in a cell of several columns */     \
    X(COMMA, "comma")         /* between the titles of what has the same value there */            \
    X(CAMPAIGN, "campaign")                                                                        \
    X(ROLE, "role")                                                                                \
    X(TOWN, "town")                                                                                \
    X(VERSION, "version")                                                                          \
    X(DRAFT, "draft")   /* what a draft says of itself */                                          \
    X(ISSUED, "issued") /* {date} */                                                               \
    X(AS_OF, "as_of")                                                                              \
    X(FIRMS, "firms")                                                                              \
    X(ASKED, "asked") /* the firms of an `ask:` layout */                                          \
    X(BY_ROUTE, "by_route")                                                                        \
    X(BY_SHEET, "by_sheet")                                                                        \
    X(RULES, "rules")                                                                              \
    X(TABLES, "tables")                                                                            \
    X(TABLE, "table") /* {table} {records} {date} */                                               \
    X(NO_DATE, "no_date")                                                                          \
    X(FULL_NAMES, "full_names") /* said where names of persons are not masked */                   \
    X(MASKED, "masked")                                                                            \
    X(PAGE, "page") /* {page} {pages} */

enum hj_list_word {
#define HJ_LIST_WORD_ENUM(id, name) HJ_LIST_WORD_##id,
    HJ_LIST_WORDS(HJ_LIST_WORD_ENUM)
#undef HJ_LIST_WORD_ENUM
        HJ_LIST_WORD_COUNT
};

struct hj_list_term { /* what a value, a name or a table is called on paper */
    struct hj_span from, to;
};

struct hj_list_terms {
    const struct hj_list_term *items;
    uint32_t count;
};

struct hj_list_part {
    struct hj_predicate value;
    enum hj_personal personal; /* NONE or NAME; ids and phones are refused */
};

struct hj_list_column {
    struct hj_span id;
    struct hj_title title;
    enum hj_list_says says;
    const struct hj_list_part *parts; /* VALUE: one below the other */
    uint32_t part_count;
    struct hj_list_terms terms;
    struct hj_span unknown; /* in place of NULL; data NULL: booleans say so, others are empty */
    struct hj_span_list answers; /* ANSWER: the drop-down; none: free text */
    double width;                /* in characters */
    bool masked;                 /* masked even where the layout gives full names */
    bool absent;                 /* `optional`, and the campaign has no such name */
};

/* A column where it stands: in a cell of its own, or with others in one, where each is a line. In
 * the CSV file each has a field of its own. */
struct hj_list_slot {
    uint32_t column;       /* index into the columns */
    bool below;            /* in the cell of the one before */
    bool labelled;         /* its title stands before the value */
    struct hj_title title; /* of the cell; data NULL: of its first column */
    double width;          /* of the cell; 0: of its first column */
};

struct hj_list_page { /* what is printed side by side */
    const struct hj_list_slot *slots;
    uint32_t count;
};

enum hj_list_located { HJ_LIST_ANYWHERE, HJ_LIST_LOCATED, HJ_LIST_UNLOCATED };

struct hj_list_layout {
    struct hj_span id, stage; /* stage data NULL: the hand-over to departments */
    /* `ask:`, what `hejian ask` calls it: not a list but a question, firms with their code and name
     * whom no verdict has led there, for a department to answer. count 0: a list. */
    struct hj_span_list ask;
    struct hj_span back;       /* the table that the answers are read back as; data NULL: none */
    struct hj_span_list roles; /* none: all */
    enum hj_list_located located;
    struct hj_predicate when; /* root NULL: all */
    struct hj_title title;
    const struct hj_title *notices;
    uint32_t notice_count;
    const struct hj_list_page *pages;
    uint32_t page_count;
    uint32_t repeated;           /* cells on the left of every page */
    struct hj_predicate sheets;  /* a sheet a value; root NULL: one sheet */
    struct hj_title sheet_title; /* {value} */
    const struct hj_predicate *sort;
    uint32_t sort_count;
    double scale; /* of the print, in percent */
    bool full_names;
    struct hj_origin_place place;
};

struct hj_lists {
    struct hj_span words[HJ_LIST_WORD_COUNT];
    struct hj_span font;
    struct hj_list_terms names, tables; /* names of the firm scope; tables */
    const struct hj_list_column *columns;
    uint32_t column_count;
    const struct hj_list_layout *layouts; /* the first that fits a firm is its list */
    uint32_t layout_count;
};

/* What a term is called: its word, or itself. */
struct hj_span hj_list_term_of(struct hj_list_terms terms, struct hj_span from);

#endif
