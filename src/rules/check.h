/* SPDX-License-Identifier: MIT
 * Untyped tree → struct hj_expr. Inside the language only: language.c calls hj_check_root, the
 * other functions are the parts that check.c, convert.c, pattern.c, calls.c and fold.c share.
 *
 * A function that gives NULL has reported a problem, met a name that is broken itself, or set
 * memory_full. */
#ifndef HJ_RULES_CHECK_H
#define HJ_RULES_CHECK_H

#include "rules/language.h"
#include "rules/operators.h"
#include "rules/parse.h"
#include "rules/scalar.h"

enum { HJ_CHECK_MISTAKES = 20 }; /* of one text that are reported; more would not help anybody */

struct hj_check {
    const struct hj_language *language;
    struct hj_source source;
    struct hj_arena scratch;   /* what is not needed afterwards */
    struct hj_matcher matcher; /* for folding REGEXP; made when first needed */
    unsigned mistakes;
    unsigned warnings; /* more than HJ_CHECK_MISTAKES are not reported either */
    bool memory_full;
};

/* The checked tree of the wanted type. */
struct hj_expr *hj_check_root(struct hj_check *check, const struct hj_node *node, int wanted);
/* One node and all below it. Its type is 0 where it is NULL and takes the type of its place. */
struct hj_expr *hj_check_node(struct hj_check *check, const struct hj_node *node);
struct hj_expr *hj_check_call(struct hj_check *check, const struct hj_node *node);
/* An operator or function of the table over operands that are checked. */
struct hj_expr *hj_check_operator(struct hj_check *check, const struct hj_node *node,
                                  enum hj_operator op, struct hj_expr **operands);
/* The node's children, checked, all of them also where one is wrong. */
struct hj_expr **hj_check_children(struct hj_check *check, const struct hj_node *node);

struct hj_expr *hj_check_new(struct hj_check *check, const struct hj_node *node,
                             enum hj_operator op, enum hj_type type);
/* A node of the checker's own over one operand, with its place; folded. */
struct hj_expr *hj_check_wrap(struct hj_check *check, enum hj_operator op, enum hj_type type,
                              struct hj_expr *operand);

/* ---- contradiction.c ---- */

/* Warns of an AND over conditions on one column that no value fulfils. */
void hj_check_contradiction(struct hj_check *check, const struct hj_node *node,
                            const struct hj_expr *expr);

/* ---- convert.c ---- */

/* A text beside a date: only a literal can become one. */
static inline bool hj_check_is_text(const struct hj_expr *expr)
{
    return expr->op == HJ_OP_LITERAL && expr->type == HJ_TEXT && !expr->literal.null;
}
/* The signature that the operands fit, with the type of those that must be the same in *common;
 * NULL where a problem was reported. */
const struct hj_signature *hj_check_signature(struct hj_check *check, const struct hj_node *node,
                                              enum hj_operator op, struct hj_expr **operands,
                                              enum hj_type *common);
/* The operand as a value of that type, which it fits: TO_NUMBER, a date from text, a typed NULL. */
struct hj_expr *hj_check_convert(struct hj_check *check, struct hj_expr *expr, enum hj_type type);

/* ---- pattern.c ---- */

/* Checks the pattern of LIKE or REGEXP (operand 1) and compiles the latter into expr->regex. */
bool hj_check_pattern(struct hj_check *check, const struct hj_node *node, struct hj_expr *expr);

/* ---- fold.c ---- */

/* Turns the node into a literal where all its operands are. False: the memory is full. */
bool hj_check_fold(struct hj_check *check, struct hj_expr *expr);

/* ---- problems ---- */

struct hj_problem *hj_check_mistake(struct hj_check *check, size_t from, size_t to,
                                    enum hj_code code);
/* suggestion may be NULL. Gives NULL where there were too many warnings. */
struct hj_problem *hj_check_warn(struct hj_check *check, size_t from, size_t to, enum hj_code code,
                                 const char *suggestion);
/* The text that a node stands for, as an argument of a message. */
void hj_check_argument(const struct hj_check *check, struct hj_problem *problem, const char *name,
                       const struct hj_expr *expr);
/* The text in single quotes, for a suggestion. */
struct hj_span hj_check_quote(struct hj_check *check, struct hj_span text);
void hj_check_argument_type(struct hj_problem *problem, const char *name, enum hj_type type);

#endif
