/* SPDX-License-Identifier: MIT
 * Tokens → untyped tree: PostgreSQL 15's precedence and nothing else. Read by check.c, which alone
 * knows names and types. */
#ifndef HJ_RULES_PARSE_H
#define HJ_RULES_PARSE_H

#include "base/arena.h"
#include "rules/expr.h"
#include "rules/source.h"

enum hj_node_kind {
    HJ_NODE_LITERAL, /* value; value.type 0 is NULL */
    HJ_NODE_NAME,    /* name */
    HJ_NODE_CALL,    /* name(children) */
    HJ_NODE_OPERATOR /* op over children; negated: NOT IN, NOT LIKE, IS NOT NULL … */
};

struct hj_node {
    enum hj_node_kind kind;
    enum hj_operator op;
    bool negated;
    bool quoted; /* the name stood in double quotes */
    bool named;  /* a name occurs in it: not the same for every firm and every parameter */
    struct hj_value value;
    struct hj_span name;
    size_t from, to;             /* bytes, without parentheses around it */
    size_t outer_from, outer_to; /* with them */
    size_t at, at_end;           /* the operator's or function's own bytes */
    uint32_t depth;              /* nodes above the deepest leaf, itself included */
    uint32_t count;
    struct hj_node *first, *last; /* children, in order of writing */
    struct hj_node *next;
};

/* The tree of the source's text, in scratch; its texts point into the source or the arena. NULL
 * where a problem was reported, or where *memory_full is set. */
struct hj_node *hj_parse(const struct hj_source *source, struct hj_arena *arena,
                         struct hj_arena *scratch, bool *memory_full);

#endif
