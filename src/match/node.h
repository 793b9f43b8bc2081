/* SPDX-License-Identifier: MIT
 * The graph of a program, seen by the files of this room alone: made by compile.c, run by the
 * row sets of a worker. */
#ifndef HJ_MATCH_NODE_H
#define HJ_MATCH_NODE_H

#include "match/program.h"

enum hj_node_kind {
    HJ_NODE_LITERAL,
    HJ_NODE_COLUMN,   /* a stored column of the node's space */
    HJ_NODE_DERIVED,  /* operand 0: what it is made from */
    HJ_NODE_FEATURE,  /* aggregate or peers */
    HJ_NODE_FLAGGED,  /* result of a rule */
    HJ_NODE_OPERATOR, /* AND and OR are flat, without repetition, the cheapest operand first;
                         comparisons have their literal on the right; there is no BETWEEN */
};

/* Rows that a node stands for: firms, or the records of fact table space - 1. */
enum { HJ_SPACE_FIRMS = 0 };

enum {
    HJ_RESTS_NOWHERE = -2, /* a constant */
    HJ_RESTS_MANY = -1,    /* on more than one column, or on something that is no text column */
    HJ_NO_NODE = -1,
};

/* The literals of IN, sorted, without NULL. */
struct hj_node_set {
    const struct hj_value *items;
    uint32_t count;
    bool null; /* NULL was among them: what is not found is UNKNOWN */
};

struct hj_node {
    enum hj_node_kind kind;
    enum hj_operator op; /* OPERATOR */
    enum hj_type type;
    uint32_t space;
    uint32_t index;        /* COLUMN: into the schema; DERIVED: enum hj_derived; FEATURE, FLAGGED */
    uint32_t first, count; /* operands: program->operands[first .. first + count - 1] */
    uint32_t cost;         /* about nanoseconds a row */
    uint32_t depth;        /* longest way down to a leaf */
    int32_t column;        /* the one text column that it rests on, or HJ_RESTS_… */
    uint32_t derived;      /* bit k: it rests on enum hj_derived k */
    uint32_t cell;         /* its place among the nodes of its space */
    uint32_t entry_cell;   /* its place among those that rest on the same column */
    struct hj_value literal;    /* LITERAL */
    const struct hj_expr *expr; /* OPERATOR: for hj_scalar_apply; NULL: made here, never applied */
    const struct hj_node_set *set; /* IN */
    struct hj_node_search *search; /* LIKE, REGEXP: search.h; NULL where the pattern is */
};

/* An aggregate feature: its trees are nodes of the fact table's space. */
struct hj_node_aggregate {
    uint32_t node; /* the feature's node */
    const struct hj_feature *feature;
    int32_t where, value, order; /* HJ_NO_NODE: not given */
    bool absence;                /* what is known of the table: hj_feature_absence */
};

/* A fact table in use. */
struct hj_node_fact {
    const struct hj_node_aggregate *aggregates; /* by feature */
    uint32_t count;
};

/* A column on which nodes rest alone. */
struct hj_node_column {
    uint32_t cells;                 /* nodes that rest on it: cells of its dictionary's row set */
    const struct hj_search *search; /* of the literals of its patterns; NULL: none */
};

struct hj_node_space {
    uint32_t cells;
    struct hj_node_column *columns; /* by index into the schema */
    uint32_t column_count;          /* highest index in use + 1 */
};

struct hj_program {
    struct hj_arena arena;
    const struct hj_ruleset *ruleset;
    struct hj_match_tools tools;
    struct hj_node *nodes; /* operands before those that use them */
    uint32_t node_count;
    uint32_t *operands;
    uint32_t operand_count;
    uint32_t *roots;
    uint32_t root_count;
    uint32_t *last_nodes;  /* nodes by the last root that needs them: those of root r are … */
    uint32_t *last_starts; /* … last_nodes[last_starts[r] .. last_starts[r + 1] - 1] */
    struct hj_node_space *spaces; /* firms, then one a fact table of the ruleset */
    uint32_t space_count;
    struct hj_node_fact *facts; /* by index into the ruleset's facts */
    int32_t
        name_parts[HJ_DERIVED_COUNT]; /* nodes that one parse of a name fills; else HJ_NO_NODE */
    struct hj_program_needs needs;
};

static inline const struct hj_node *hj_node_operand(const struct hj_program *program,
                                                    const struct hj_node *node, uint32_t i)
{
    return &program->nodes[program->operands[node->first + i]];
}

/* Whether a firm without a record that counts is known to have none, as far as the table goes: it
 * is loaded, not partial, and the period asked lies inside what it covers. A table that does not
 * say what it covers covers no period. */
bool hj_feature_absence(const struct hj_ruleset *ruleset, const struct hj_feature *feature);

#endif
