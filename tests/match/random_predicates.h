/* SPDX-License-Identifier: MIT
 * Random typed trees over a scope, by the table of signatures (rules/operators.h): what the checker
 * would make of a text, without the text. Used by the tests that compare evaluators. */
#ifndef HJ_TESTS_MATCH_RANDOM_PREDICATES_H
#define HJ_TESTS_MATCH_RANDOM_PREDICATES_H

#include "base/arena.h"
#include "match/random_values.h"
#include "rules/scope.h"

/* All that trees are made of. The arena owns them, `regexes` their patterns. */
struct random_grammar {
    struct random_source *source;
    struct hj_arena *arena;
    struct hj_regexes *regexes;
    const struct hj_scope *scope;
    uint32_t rules; /* flagged('…') takes one of so many; 0: none is made */
    bool as_text;   /* nothing that the checker would not make of the printed tree */
    /* Nothing that asks whether a value is known: no IS NULL, no coalesce, no sum, min or max (they
     * pass over NULLs). What is left may only become known when more is known. */
    bool monotone;
    const struct hj_expr *const *seen; /* trees that may be taken again as a part, … */
    uint32_t seen_count;               /* … so that programs have something to share */
};

/* A tree of the type, at most `depth` operators deep. Never NULL: it aborts when the memory is
 * full. */
const struct hj_expr *random_tree(const struct random_grammar *grammar, enum hj_type type,
                                  unsigned depth);
/* A node over operands, for trees that a test spells out. */
const struct hj_expr *random_node(const struct random_grammar *grammar, enum hj_operator op,
                                  enum hj_type type, const struct hj_expr *const *operands,
                                  uint32_t count);
const struct hj_expr *random_literal(const struct random_grammar *grammar, struct hj_value value);
const struct hj_expr *random_column_node(const struct random_grammar *grammar, uint32_t name);
/* text REGEXP pattern; the pattern must be right. */
const struct hj_expr *random_regexp_node(const struct random_grammar *grammar,
                                         const struct hj_expr *text, struct hj_span pattern);

#endif
