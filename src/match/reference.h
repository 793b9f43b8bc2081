/* SPDX-License-Identifier: MIT
 * The slow, obvious evaluator: one firm, one walk over the tree, every operator through
 * rules/scalar.h, named predicates by recursion, features by looping over the firm's records. It is
 * the specification that runs: `explain` and the inline tests of rules use it, and the vectorised
 * worker must agree with it on every value.
 *
 * A reference is a worker: one a thread. */
#ifndef HJ_MATCH_REFERENCE_H
#define HJ_MATCH_REFERENCE_H

#include "match/input.h"
#include "match/program.h"
#include "rules/scalar.h"

struct hj_reference;

/* Where the values of the firm come from. A NULL function: nothing is known (NULL, no records).
 * Texts must live until the next hj_reference_begin. */
struct hj_reference_firm {
    void *context;
    struct hj_value (*column)(void *context, uint32_t column); /* of the registry's schema */
    uint32_t (*records)(void *context, uint32_t fact);         /* of the firm, in order */
    struct hj_value (*record)(void *context, uint32_t fact, uint32_t record, uint32_t column);
    bool (*known_key)(void *context, uint32_t fact); /* as in struct hj_match_facts */
    struct hj_value (*flagged)(void *context, uint32_t rule);
    /* A value that stands for a name whatever it is (column, derived, feature, parameter): true and
     * *value is filled. Peers features come this way too. `name` is an index into the firm scope.
     */
    bool (*given)(void *context, uint32_t name, struct hj_value *value);
    bool invented; /* of an inline test: no files, so none lacks what a feature needs */
};

enum hj_code hj_reference_new(struct hj_reference **reference, const struct hj_ruleset *ruleset,
                              const struct hj_match_tools *tools,
                              struct hj_error *error) HJ_MUST_USE;
void hj_reference_free(struct hj_reference *reference);

/* Begins with a firm, forgets the one before. `firm` is copied. */
void hj_reference_begin(struct hj_reference *reference, const struct hj_reference_firm *firm);

/* The value of a tree over the firm scope. Nothing is skipped: every operand of AND and OR is
 * evaluated. Texts live until the next begin. HJ_MEMORY; HJ_MATCH_TOO_DEEP. */
enum hj_code hj_reference_value(struct hj_reference *reference, const struct hj_expr *expr,
                                struct hj_value *value, struct hj_error *error) HJ_MUST_USE;
/* The value of a name of the firm scope. */
enum hj_code hj_reference_name(struct hj_reference *reference, uint32_t name,
                               struct hj_value *value, struct hj_error *error) HJ_MUST_USE;

/* Called for every node after its operands, with its depth below the root of the call. The tree of
 * a named predicate is visited (one deeper than the node that names it) where it is first needed
 * for the firm; trees over a fact table's records are not. NULL: no trace. */
typedef void hj_reference_visit(void *context, const struct hj_expr *expr,
                                const struct hj_value *value, unsigned depth);
void hj_reference_trace(struct hj_reference *reference, hj_reference_visit *visit, void *context);

/* A firm of a block as the source; the row and the input must outlive its use. */
struct hj_reference_row {
    const struct hj_ruleset *ruleset;
    const struct hj_match_input *input;
    uint32_t row;
};
struct hj_reference_firm hj_reference_firm_of(struct hj_reference_row *row);

#endif
