/* SPDX-License-Identifier: MIT */
#include "campaign/roots.h"

void hj_roots_init(struct hj_roots *roots, const struct hj_ruleset *ruleset, struct hj_arena *arena)
{
    *roots = (struct hj_roots){.ruleset = ruleset, .arena = arena};
    roots->of_name = hj_arena_new(arena, ruleset->scope.count * sizeof *roots->of_name);
    roots->memory_full = !roots->of_name;
    for (uint32_t i = 0; roots->of_name && i < ruleset->scope.count; i++) {
        roots->of_name[i] = HJ_ROOT_NONE;
    }
}

uint32_t hj_roots_add(struct hj_roots *roots, const struct hj_expr *expr)
{
    if (roots->count == roots->capacity) {
        uint32_t larger = roots->capacity ? 2 * roots->capacity : 16;
        const struct hj_expr **moved = hj_arena_new(roots->arena, larger * sizeof *moved);
        if (!moved) {
            roots->memory_full = true;
            return 0;
        }
        if (roots->count) {
            memcpy(moved, roots->roots, roots->count * sizeof *moved);
        }
        roots->roots = moved;
        roots->capacity = larger;
    }
    roots->roots[roots->count] = expr;
    return roots->count++;
}

uint32_t hj_roots_name(struct hj_roots *roots, uint32_t name)
{
    if (roots->memory_full) {
        return 0;
    }
    if (roots->of_name[name] == HJ_ROOT_NONE) {
        const struct hj_name *definition = &roots->ruleset->scope.names[name];
        struct hj_expr *column = hj_arena_zero(roots->arena, 1, sizeof *column);
        if (!column) {
            roots->memory_full = true;
            return 0;
        }
        column->op = HJ_OP_COLUMN;
        column->type = definition->type;
        column->name = definition->name;
        column->index = name;
        roots->of_name[name] = hj_roots_add(roots, column);
    }
    return roots->of_name[name];
}

uint32_t hj_roots_find(struct hj_roots *roots, const char *name)
{
    int index = hj_scope_find(&roots->ruleset->scope, hj_span_of(name));
    return index < 0 ? HJ_ROOT_NONE : hj_roots_name(roots, (uint32_t)index);
}
