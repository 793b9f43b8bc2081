/* SPDX-License-Identifier: MIT
 * AND over conditions on one column that no value fulfils: x > 5 AND x < 3, x = 'a' AND x = 'b',
 * x IS NULL AND x > 5, x IN ('a', 'b') AND x <> 'a' AND x NOT IN ('b'); and x BETWEEN 5 AND 3. Only
 * plain comparisons of a column with constants are looked at. */
#include "rules/check.h"

/* What the conditions leave of a column's values. */
struct range {
    const struct hj_value *low, *high; /* NULL: no bound */
    bool low_open, high_open;
    bool must_be_null, compared;
};

static void bound_low(struct range *range, const struct hj_value *value, bool open)
{
    int order =
        range->low && range->low->type == value->type ? hj_scalar_compare(value, range->low) : 1;
    if (order > 0 || (order == 0 && open)) {
        range->low = value;
        range->low_open = open;
    }
}

static void bound_high(struct range *range, const struct hj_value *value, bool open)
{
    int order = range->high && range->high->type == value->type
                    ? hj_scalar_compare(value, range->high)
                    : -1;
    if (order < 0 || (order == 0 && open)) {
        range->high = value;
        range->high_open = open;
    }
}

/* The column that stands on this side, through integer → number; NULL: none. */
static const struct hj_expr *column_of(const struct hj_expr *side)
{
    side = side->op == HJ_OP_TO_NUMBER ? side->operands[0] : side;
    return side->op == HJ_OP_COLUMN ? side : NULL;
}

static bool is_constant(const struct hj_expr *side)
{
    return side->op == HJ_OP_LITERAL && !side->literal.null;
}

/* column OP value. */
static void narrow(struct range *range, enum hj_operator op, const struct hj_value *value)
{
    range->compared = true;
    if (op == HJ_OP_EQUAL || op == HJ_OP_GREATER || op == HJ_OP_GREATER_EQUAL) {
        bound_low(range, value, op == HJ_OP_GREATER);
    }
    if (op == HJ_OP_EQUAL || op == HJ_OP_LESS || op == HJ_OP_LESS_EQUAL) {
        bound_high(range, value, op == HJ_OP_LESS);
    }
}

static enum hj_operator mirrored(enum hj_operator op)
{
    if (op == HJ_OP_LESS || op == HJ_OP_LESS_EQUAL) {
        return op == HJ_OP_LESS ? HJ_OP_GREATER : HJ_OP_GREATER_EQUAL;
    }
    if (op == HJ_OP_GREATER || op == HJ_OP_GREATER_EQUAL) {
        return op == HJ_OP_GREATER ? HJ_OP_LESS : HJ_OP_LESS_EQUAL;
    }
    return op;
}

enum { MOST_CONDITIONS = 256 }; /* each is held against each other one */

/* The column of a condition that is looked at, NULL of any other. */
static const struct hj_expr *subject(const struct hj_expr *condition)
{
    if (condition->op == HJ_OP_IS_NULL || condition->op == HJ_OP_BETWEEN) {
        return column_of(condition->operands[0]);
    }
    if (condition->op < HJ_OP_EQUAL || condition->op > HJ_OP_GREATER_EQUAL) {
        return NULL;
    }
    const struct hj_expr *left = column_of(condition->operands[0]);
    return left ? left : column_of(condition->operands[1]);
}

static void apply(struct range *range, const struct hj_expr *condition)
{
    const struct hj_expr *const *sides = condition->operands;
    if (condition->op == HJ_OP_IS_NULL) {
        range->must_be_null = true;
    } else if (condition->op == HJ_OP_BETWEEN) {
        range->compared = true;
        if (is_constant(sides[1])) {
            bound_low(range, &sides[1]->literal, false);
        }
        if (is_constant(sides[2])) {
            bound_high(range, &sides[2]->literal, false);
        }
    } else if (column_of(sides[0]) && is_constant(sides[1])) {
        narrow(range, condition->op, &sides[1]->literal);
    } else if (column_of(sides[1]) && is_constant(sides[0])) {
        narrow(range, mirrored(condition->op), &sides[0]->literal);
    }
}

static bool is_empty(const struct range *range)
{
    if (range->must_be_null && range->compared) {
        return true;
    }
    if (!range->low || !range->high || range->low->type != range->high->type) {
        return false;
    }
    int order = hj_scalar_compare(range->low, range->high);
    return order > 0 || (order == 0 && (range->low_open || range->high_open));
}

/* ---- conditions that list what the column may be: =, <>, IN, NOT IN ---- */

enum { MOST_LISTED = 100 }; /* longer lists are not tried value by value */

static const struct hj_expr *list_of(const struct hj_expr *condition)
{
    return condition->op == HJ_OP_NOT ? condition->operands[0] : condition;
}

static const struct hj_expr *listed_column(const struct hj_expr *condition)
{
    enum hj_operator op = list_of(condition)->op;
    bool lists = op == HJ_OP_IN || op == HJ_OP_EQUAL || op == HJ_OP_NOT_EQUAL;
    return lists ? column_of(list_of(condition)->operands[0]) : NULL;
}

/* Whether the condition is not TRUE of the value, whatever other columns hold. */
static bool refuses(const struct hj_expr *condition, const struct hj_value *value)
{
    const struct hj_expr *list = list_of(condition);
    bool found = false, open = false;
    for (uint32_t i = 1; !found && i < list->count; i++) {
        const struct hj_expr *item = list->operands[i];
        open = open || item->op != HJ_OP_LITERAL;
        found = is_constant(item) && item->literal.type == value->type &&
                hj_scalar_compare(&item->literal, value) == 0;
    }
    bool negative = (condition->op == HJ_OP_NOT) != (list->op == HJ_OP_NOT_EQUAL);
    return negative ? found : !found && !open;
}

/* Whether each value that the condition lists is ruled out by another one on the same column. */
static bool leaves_nothing(const struct hj_expr *all, const struct hj_expr *condition)
{
    const struct hj_expr *column = listed_column(condition);
    if (!column || (condition->op != HJ_OP_IN && condition->op != HJ_OP_EQUAL) ||
        condition->count > MOST_LISTED) {
        return false;
    }
    for (uint32_t i = 1; i < condition->count; i++) {
        const struct hj_expr *item = condition->operands[i];
        bool refused = item->op == HJ_OP_LITERAL && item->literal.null;
        for (uint32_t j = 0; !refused && is_constant(item) && j < all->count; j++) {
            const struct hj_expr *other = listed_column(all->operands[j]);
            refused =
                other && other->index == column->index && refuses(all->operands[j], &item->literal);
        }
        if (!refused) {
            return false;
        }
    }
    return true;
}

static void warn(struct hj_check *check, const struct hj_node *node, const struct hj_expr *column)
{
    struct hj_problem *problem =
        hj_check_warn(check, node->from, node->to, HJ_PREDICATE_CONTRADICTION, NULL);
    if (problem) {
        hj_error_text(&problem->error, "name", column->name);
    }
}

void hj_check_contradiction(struct hj_check *check, const struct hj_node *node,
                            const struct hj_expr *expr)
{
    if (expr->op == HJ_OP_BETWEEN && !node->negated && subject(expr)) {
        struct range range = {0};
        apply(&range, expr);
        if (is_empty(&range)) {
            warn(check, node, subject(expr));
        }
        return;
    }
    if (expr->op != HJ_OP_AND || expr->count > MOST_CONDITIONS) {
        return;
    }
    for (uint32_t i = 0; i < expr->count; i++) {
        const struct hj_expr *column = subject(expr->operands[i]);
        struct range range = {0};
        for (uint32_t j = i; column && j < expr->count; j++) {
            const struct hj_expr *other = subject(expr->operands[j]);
            if (other && other->index == column->index) {
                apply(&range, expr->operands[j]);
            }
        }
        if (is_empty(&range)) {
            warn(check, node, column);
            return;
        }
        if (leaves_nothing(expr, expr->operands[i])) {
            warn(check, node, listed_column(expr->operands[i]));
            return;
        }
    }
}
