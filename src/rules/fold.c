/* SPDX-License-Identifier: MIT
 * Constant folding: what rests on literals alone is computed once, with the evaluators' own
 * functions. Nothing else is simplified, so that every column that is written stays in the tree. */
#include "rules/check.h"

static bool is_constant(const struct hj_check *check, const struct hj_expr *expr)
{
    if (expr->count == 0 || (expr->op == HJ_OP_NORM && !check->language->normal)) {
        return false;
    }
    for (uint32_t i = 0; i < expr->count; i++) {
        if (expr->operands[i]->op != HJ_OP_LITERAL) {
            return false;
        }
    }
    return true;
}

static void warn_of_faults(struct hj_check *check, const struct hj_expr *expr,
                           const struct hj_faults *faults)
{
    for (int fault = 0; fault < HJ_FAULT_COUNT; fault++) {
        if (faults->count[fault]) {
            hj_check_warn(check, expr->from, expr->to, HJ_PREDICATE_CONSTANT_FAULT, NULL);
            return;
        }
    }
}

bool hj_check_fold(struct hj_check *check, struct hj_expr *expr)
{
    if (!is_constant(check, expr)) {
        return true;
    }
    struct hj_value *values = hj_arena_new(&check->scratch, expr->count * sizeof *values);
    struct hj_error error;
    if (!values || (expr->op == HJ_OP_REGEXP && !check->matcher.data &&
                    hj_matcher_init(&check->matcher, &error) != HJ_OK)) {
        check->memory_full = true;
        return false;
    }
    for (uint32_t i = 0; i < expr->count; i++) {
        values[i] = expr->operands[i]->literal;
    }
    struct hj_faults faults = {0};
    struct hj_scalar scalar = {
        .arena = check->language->arena,
        .normal = check->language->normal,
        .matcher = &check->matcher,
        .faults = &faults,
    };
    struct hj_value result;
    if (!hj_scalar_apply(expr, values, &scalar, &result)) {
        check->memory_full = true;
        return false;
    }
    warn_of_faults(check, expr, &faults);
    *expr = (struct hj_expr){
        .op = HJ_OP_LITERAL,
        .type = expr->type,
        .literal = result,
        .from = expr->from,
        .to = expr->to,
    };
    return true;
}
