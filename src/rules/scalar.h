/* SPDX-License-Identifier: MIT
 * What each operator of the language means for one firm's values. The checker's constant folding,
 * the reference evaluator and the vectorised one (match/) all compute with what is here, so that
 * they cannot differ. Nothing here knows rows or columns: operands are values, all of the
 * operator's types (expr.h), and NULL is unknown.
 *
 * Every function is pure but for the worker's state it is given. Thread-safe with one struct
 * hj_scalar a thread. */
#ifndef HJ_RULES_SCALAR_H
#define HJ_RULES_SCALAR_H

#include "base/arena.h"
#include "base/error.h"
#include "rules/expr.h"

struct hj_text_normal;

/* Why a value is NULL although no operand is. They are counted; runs and `rules check` tell them.
 */
enum hj_fault {
    HJ_FAULT_NONE = 0,
    HJ_FAULT_OVERFLOW, /* an integer beyond 64 bit, a number that is not finite, a date that is none
                        */
    HJ_FAULT_ZERO,     /* x / 0 */
    HJ_FAULT_LENGTH,   /* substr with a negative length */
    HJ_FAULT_LIMIT,    /* a pattern gave up: match limit, depth, JIT stack */
    HJ_FAULT_COUNT
};

struct hj_faults {
    uint64_t count[HJ_FAULT_COUNT]; /* [HJ_FAULT_NONE] stays 0 */
};

/* How hard a pattern tries on one text before it gives up. The same pattern and text give the same
 * answer on every run of one build; whether PCRE2 has a JIT on a machine may move the border. */
enum { HJ_MATCH_LIMIT = 100000, HJ_MATCH_DEPTH = 10000, HJ_MATCH_STACK = 4 * 1024 * 1024 };

struct pcre2_real_match_data_8;
struct pcre2_real_match_context_8;
struct pcre2_real_jit_stack_8;

/* A worker's matching state; patterns themselves are shared. All zero is none. */
struct hj_matcher {
    struct pcre2_real_match_data_8 *data;
    struct pcre2_real_match_context_8 *limits;
    struct pcre2_real_jit_stack_8 *stack;
};

/* HJ_MEMORY. */
enum hj_code hj_matcher_init(struct hj_matcher *matcher, struct hj_error *error) HJ_MUST_USE;
void hj_matcher_release(struct hj_matcher *matcher);

/* Worker: what evaluation needs besides the values. The caller owns all of it. */
struct hj_scalar {
    struct hj_arena *arena;              /* where lower, upper and norm put their texts */
    const struct hj_text_normal *normal; /* for norm(); NULL only where no tree has it */
    struct hj_matcher *matcher;          /* for REGEXP; NULL only where no tree has it */
    struct hj_faults *faults;            /* counted here: point it at the rule's before each rule */
};

/* The value of one operator over its operands' values (expr->count of them; expr's own operands are
 * not looked at). expr->op is anything but COLUMN and FLAGGED; LITERAL gives its literal. The
 * result has type expr->type; its text points into an operand, the tree, or the arena. False: the
 * memory is full. */
bool hj_scalar_apply(const struct hj_expr *expr, const struct hj_value *operands,
                     struct hj_scalar *scalar, struct hj_value *result) HJ_MUST_USE;

/* "overflow", "division by zero", … for people. */
const char *hj_fault_name(enum hj_fault fault);

/* A fault is counted and gives NULL. */
static inline bool hj_faults_add(struct hj_faults *faults, enum hj_fault fault)
{
    faults->count[fault] += fault != HJ_FAULT_NONE;
    return fault == HJ_FAULT_NONE;
}

/* ---- the pieces, for loops over whole columns: operands are not NULL ---- */

/* op: ADD, SUBTRACT, MULTIPLY or DIVIDE. */
enum hj_fault hj_scalar_integers(enum hj_operator op, int64_t a, int64_t b, int64_t *result);
enum hj_fault hj_scalar_numbers(enum hj_operator op, double a, double b, double *result);
/* Half away from zero; never -0. */
double hj_scalar_round(double x);
/* To `digits` decimals (tens, hundreds where negative), half away from zero of the shortest decimal
 * number that reads back as x: round(2.675, 2) is 2.68, as people and PostgreSQL's numeric have it.
 */
enum hj_fault hj_scalar_round_digits(double x, int64_t digits, double *result);
enum hj_fault hj_scalar_add_days(hj_date date, int64_t days, hj_date *result);

/* -1, 0, 1. Both of the same type and not NULL: FALSE before TRUE, text by code point. */
int hj_scalar_compare(const struct hj_value *a, const struct hj_value *b);
/* op: EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL; order from a comparison. */
static inline bool hj_scalar_order_holds(enum hj_operator op, int order)
{
    return (op == HJ_OP_EQUAL && order == 0) || (op == HJ_OP_NOT_EQUAL && order != 0) ||
           (op == HJ_OP_LESS && order < 0) || (op == HJ_OP_LESS_EQUAL && order <= 0) ||
           (op == HJ_OP_GREATER && order > 0) || (op == HJ_OP_GREATER_EQUAL && order >= 0);
}

/* % any characters, _ one, backslash takes the next literally. At most text × pattern steps. */
bool hj_scalar_like(struct hj_span text, struct hj_span pattern);
/* Whether the pattern matches anywhere in valid UTF-8. HJ_FAULT_LIMIT when it gave up; *memory_full
 * is set when there was no memory to go on (then the answer means nothing). */
enum hj_fault hj_scalar_regexp(const struct pcre2_real_code_8 *regex, struct hj_span text,
                               struct hj_matcher *matcher, bool *matched, bool *memory_full);

#endif
