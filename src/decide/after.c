/* SPDX-License-Identifier: MIT */
#include "decide/after.h"

struct substitution {
    const struct hj_ruleset *ruleset;
    const struct hj_route *route;
    struct hj_arena *arena;
    bool memory_full;
};

static const struct hj_expr *substitute(struct substitution *substitution,
                                        const struct hj_expr *expr);

static const struct hj_expr *literal(struct substitution *substitution, const struct hj_expr *like,
                                     struct hj_value value)
{
    struct hj_expr *made = hj_arena_zero(substitution->arena, 1, sizeof *made);
    if (!made) {
        substitution->memory_full = true;
        return like;
    }
    *made = (struct hj_expr){.op = HJ_OP_LITERAL,
                             .type = like->type,
                             .literal = value,
                             .name = like->name,
                             .from = like->from,
                             .to = like->to};
    return made;
}

static const struct hj_expr *substitute_name(struct substitution *substitution,
                                             const struct hj_expr *expr)
{
    const struct hj_route *route = substitution->route;
    const struct hj_name *name = &substitution->ruleset->scope.names[expr->index];
    for (uint32_t i = 0; i < route->becomes_count; i++) {
        if (route->becomes[i].name == expr->index) {
            return literal(substitution, expr, route->becomes[i].value);
        }
    }
    if (name->kind == HJ_NAME_FEATURE) {
        const struct hj_feature *feature = &substitution->ruleset->features[name->index];
        if (feature->kind == HJ_FEATURE_PREDICATE && feature->when.root &&
            !feature->needs.lacking) {
            const struct hj_expr *inner = substitute(substitution, feature->when.root);
            return inner == feature->when.root ? expr : inner;
        }
    }
    return expr;
}

static const struct hj_expr *substitute(struct substitution *substitution,
                                        const struct hj_expr *expr)
{
    if (expr->op == HJ_OP_COLUMN) {
        return substitute_name(substitution, expr);
    }
    const struct hj_expr **operands = NULL;
    for (uint32_t i = 0; i < expr->count; i++) {
        const struct hj_expr *operand = substitute(substitution, expr->operands[i]);
        if (operand == expr->operands[i]) {
            continue;
        }
        if (!operands) {
            operands = hj_arena_new(substitution->arena, expr->count * sizeof *operands);
            if (!operands) {
                substitution->memory_full = true;
                return expr;
            }
            memcpy(operands, expr->operands, expr->count * sizeof *operands);
        }
        operands[i] = operand;
    }
    if (!operands) {
        return expr;
    }
    struct hj_expr *made = hj_arena_new(substitution->arena, sizeof *made);
    if (!made) {
        substitution->memory_full = true;
        return expr;
    }
    *made = *expr;
    made->operands = operands;
    return made;
}

enum hj_code hj_decide_after(const struct hj_ruleset *ruleset, const struct hj_route *route,
                             const struct hj_expr *predicate, struct hj_arena *arena,
                             const struct hj_expr **after, struct hj_error *error)
{
    struct substitution substitution = {ruleset, route, arena, false};
    if (route->gone) {
        struct hj_value no = {.type = HJ_BOOLEAN, .boolean = false};
        *after = literal(&substitution, predicate, no);
    } else {
        *after = substitute(&substitution, predicate);
    }
    return substitution.memory_full ? hj_error_memory(error) : HJ_OK;
}
