/* SPDX-License-Identifier: MIT */
#include "match/compile.h"

#include "base/memory.h"
#include "match/derive.h"

enum { FEW_OPERANDS = 16 };

/* Operands of one node while they are compiled. */
struct list {
    uint32_t few[FEW_OPERANDS];
    uint32_t *items;
    size_t count, capacity;
};

static void list_init(struct list *list)
{
    list->items = list->few;
    list->count = 0;
    list->capacity = FEW_OPERANDS;
}

static void list_release(struct list *list)
{
    if (list->items != list->few) {
        hj_memory_free(list->items);
    }
}

static bool list_add(struct hj_compiler *compiler, struct list *list, uint32_t node)
{
    if (list->count == list->capacity) {
        size_t wanted = list->capacity * 2;
        uint32_t *moved =
            hj_memory_resize(list->items == list->few ? NULL : list->items, wanted * sizeof *moved);
        if (!moved) {
            hj_error_memory(compiler->error);
            return false;
        }
        if (list->items == list->few) {
            memcpy(moved, list->few, sizeof list->few);
        }
        list->items = moved;
        list->capacity = wanted;
    }
    list->items[list->count++] = node;
    return true;
}

static int32_t literal(struct hj_compiler *compiler, uint32_t space, struct hj_value value)
{
    struct hj_node node = {
        .kind = HJ_NODE_LITERAL,
        .op = HJ_OP_LITERAL,
        .type = value.type,
        .space = space,
        .literal = value,
    };
    return hj_compile_intern(compiler, node, NULL, 0);
}

static int32_t operation(struct hj_compiler *compiler, uint32_t space, enum hj_operator op,
                         const uint32_t *operands, uint32_t count)
{
    struct hj_node node = {.kind = HJ_NODE_OPERATOR, .op = op, .type = HJ_BOOLEAN, .space = space};
    return hj_compile_intern(compiler, node, operands, count);
}

static int32_t column(struct hj_compiler *compiler, uint32_t space, enum hj_type type,
                      uint32_t index)
{
    struct hj_node node = {
        .kind = HJ_NODE_COLUMN,
        .op = HJ_OP_COLUMN,
        .type = type,
        .space = space,
        .index = index,
    };
    return hj_compile_intern(compiler, node, NULL, 0);
}

/* ---- derived columns ---- */

/* The stored column that a derived one is made from; a registry without it: NULL for every firm. */
static int32_t derived_input(struct hj_compiler *compiler, enum hj_derived which)
{
    const struct hj_scope *scope = &compiler->program->ruleset->scope;
    int found = hj_scope_find(scope, hj_derived_input(which));
    if (found >= 0 && scope->names[found].kind == HJ_NAME_COLUMN &&
        scope->names[found].type == HJ_TEXT) {
        return column(compiler, HJ_SPACE_FIRMS, HJ_TEXT, scope->names[found].index);
    }
    return literal(compiler, HJ_SPACE_FIRMS, (struct hj_value){.type = HJ_TEXT, .null = true});
}

static int32_t derived(struct hj_compiler *compiler, enum hj_derived which)
{
    int32_t input = hj_derived_is_name_part(which) ? derived(compiler, HJ_DERIVED_name_key)
                                                   : derived_input(compiler, which);
    if (input == HJ_NO_NODE) {
        return HJ_NO_NODE;
    }
    struct hj_node node = {
        .kind = HJ_NODE_DERIVED,
        .type = hj_derived_type(which),
        .space = HJ_SPACE_FIRMS,
        .index = which,
    };
    int32_t made = hj_compile_intern(compiler, node, (const uint32_t[]){(uint32_t)input}, 1);
    if (made != HJ_NO_NODE && hj_derived_is_name_part(which)) {
        compiler->program->name_parts[which] = made;
    }
    return made;
}

/* ---- names ---- */

static int32_t feature(struct hj_compiler *compiler, uint32_t index)
{
    if (compiler->features[index] != HJ_NO_NODE) {
        return compiler->features[index];
    }
    const struct hj_feature *feature = &compiler->program->ruleset->features[index];
    int32_t made = HJ_NO_NODE;
    if (feature->needs.lacking) {
        made = literal(compiler, HJ_SPACE_FIRMS,
                       (struct hj_value){.type = feature->type, .null = true});
    } else if (feature->kind == HJ_FEATURE_PREDICATE) {
        made = hj_compile_tree(compiler, HJ_SPACE_FIRMS, feature->when.root);
    } else {
        struct hj_node node = {
            .kind = HJ_NODE_FEATURE,
            .type = feature->type,
            .space = HJ_SPACE_FIRMS,
            .index = index,
        };
        made = hj_compile_intern(compiler, node, NULL, 0);
    }
    compiler->features[index] = made;
    return made;
}

static int32_t name(struct hj_compiler *compiler, uint32_t space, uint32_t index)
{
    const struct hj_ruleset *ruleset = compiler->program->ruleset;
    const struct hj_scope *scope =
        space == HJ_SPACE_FIRMS ? &ruleset->scope : &ruleset->facts[space - 1].scope;
    const struct hj_name *name = &scope->names[index];
    switch (name->kind) {
    case HJ_NAME_COLUMN:
        return column(compiler, space, name->type, name->index);
    case HJ_NAME_DERIVED:
        return derived(compiler, (enum hj_derived)name->index);
    case HJ_NAME_FEATURE:
        return feature(compiler, name->index);
    case HJ_NAME_PARAMETER:
        return literal(compiler, space, ruleset->parameters[name->index].value);
    }
    return HJ_NO_NODE;
}

/* ---- operators ---- */

static bool is_literal(const struct hj_compiler *compiler, uint32_t node)
{
    return compiler->program->nodes[node].kind == HJ_NODE_LITERAL;
}

static enum hj_operator mirrored(enum hj_operator op)
{
    return op == HJ_OP_LESS            ? HJ_OP_GREATER
           : op == HJ_OP_LESS_EQUAL    ? HJ_OP_GREATER_EQUAL
           : op == HJ_OP_GREATER       ? HJ_OP_LESS
           : op == HJ_OP_GREATER_EQUAL ? HJ_OP_LESS_EQUAL
                                       : op;
}

static bool is_comparison(enum hj_operator op)
{
    return op >= HJ_OP_EQUAL && op <= HJ_OP_GREATER_EQUAL;
}

/* The literal goes right, so that the loops know one shape; `a < b` and `b > a` become one node. */
static int32_t comparison(struct hj_compiler *compiler, uint32_t space, enum hj_operator op,
                          uint32_t a, uint32_t b)
{
    bool swap =
        is_literal(compiler, a) != is_literal(compiler, b) ? is_literal(compiler, a) : a > b;
    uint32_t operands[2] = {swap ? b : a, swap ? a : b};
    return operation(compiler, space, swap ? mirrored(op) : op, operands, 2);
}

/* AND or OR: operands of the same operator are taken in, each stands once. */
static int32_t junction(struct hj_compiler *compiler, uint32_t space, enum hj_operator op,
                        const struct list *operands)
{
    struct list flat;
    list_init(&flat);
    int32_t made = HJ_NO_NODE;
    for (size_t i = 0; i < operands->count; i++) {
        struct hj_node node = compiler->program->nodes[operands->items[i]];
        bool same = node.kind == HJ_NODE_OPERATOR && node.op == op;
        for (uint32_t part = 0; part < (same ? node.count : 1); part++) {
            uint32_t operand =
                same ? compiler->program->operands[node.first + part] : operands->items[i];
            if (!list_add(compiler, &flat, operand)) {
                goto done;
            }
        }
    }
    int32_t kept = hj_compile_order(compiler, flat.items, (uint32_t)flat.count);
    if (kept == 1) {
        made = (int32_t)flat.items[0];
    } else if (kept > 1) {
        made = operation(compiler, space, op, flat.items, (uint32_t)kept);
    }
done:
    list_release(&flat);
    return made;
}

/* Operands between literals, as one node with a sorted set. */
static int32_t in_literals(struct hj_compiler *compiler, uint32_t space, struct list *operands)
{
    if (operands->count == 2) {
        return comparison(compiler, space, HJ_OP_EQUAL, operands->items[0], operands->items[1]);
    }
    int32_t kept = hj_compile_order(compiler, operands->items + 1, (uint32_t)operands->count - 1);
    if (kept == HJ_NO_NODE) {
        return HJ_NO_NODE;
    }
    int32_t made = operation(compiler, space, HJ_OP_IN, operands->items, (uint32_t)kept + 1);
    if (made == HJ_NO_NODE || compiler->program->nodes[made].set) {
        return made;
    }
    const struct hj_node_set *set = hj_compile_set(compiler, operands->items, (uint32_t)kept + 1);
    compiler->program->nodes[made].set = set;
    return set ? made : HJ_NO_NODE;
}

/* x IN (literals…, y, z) is x IN (literals…) OR x = y OR x = z, also with three values. */
static int32_t in(struct hj_compiler *compiler, uint32_t space, const struct list *operands)
{
    struct list literals, any;
    list_init(&literals);
    list_init(&any);
    int32_t made = HJ_NO_NODE;
    bool added = list_add(compiler, &literals, operands->items[0]);
    for (size_t i = 1; i < operands->count && added; i++) {
        if (is_literal(compiler, operands->items[i])) {
            added = list_add(compiler, &literals, operands->items[i]);
            continue;
        }
        int32_t equal =
            comparison(compiler, space, HJ_OP_EQUAL, operands->items[0], operands->items[i]);
        added = equal != HJ_NO_NODE && list_add(compiler, &any, (uint32_t)equal);
    }
    if (added && literals.count > 1) {
        int32_t found = in_literals(compiler, space, &literals);
        added = found != HJ_NO_NODE && list_add(compiler, &any, (uint32_t)found);
    }
    if (added) {
        made = junction(compiler, space, HJ_OP_OR, &any);
    }
    list_release(&literals);
    list_release(&any);
    return made;
}

static int32_t between(struct hj_compiler *compiler, uint32_t space, const struct list *operands)
{
    const uint32_t *items = operands->items;
    int32_t low = comparison(compiler, space, HJ_OP_GREATER_EQUAL, items[0], items[1]);
    int32_t high = comparison(compiler, space, HJ_OP_LESS_EQUAL, items[0], items[2]);
    if (low == HJ_NO_NODE || high == HJ_NO_NODE) {
        return HJ_NO_NODE;
    }
    struct list both;
    list_init(&both);
    both.items[0] = (uint32_t)low;
    both.items[1] = (uint32_t)high;
    both.count = 2;
    return junction(compiler, space, HJ_OP_AND, &both);
}

static int32_t negation(struct hj_compiler *compiler, uint32_t space, uint32_t operand)
{
    const struct hj_node *node = &compiler->program->nodes[operand];
    if (node->kind == HJ_NODE_OPERATOR && node->op == HJ_OP_NOT) {
        return (int32_t)compiler->program->operands[node->first];
    }
    return operation(compiler, space, HJ_OP_NOT, &operand, 1);
}

static int32_t applied(struct hj_compiler *compiler, uint32_t space, const struct hj_expr *expr,
                       const struct list *operands)
{
    if (expr->op == HJ_OP_AND || expr->op == HJ_OP_OR) {
        return junction(compiler, space, expr->op, operands);
    }
    if (expr->op == HJ_OP_NOT) {
        return negation(compiler, space, operands->items[0]);
    }
    if (expr->op == HJ_OP_IN) {
        return in(compiler, space, operands);
    }
    if (expr->op == HJ_OP_BETWEEN) {
        return between(compiler, space, operands);
    }
    if (is_comparison(expr->op)) {
        return comparison(compiler, space, expr->op, operands->items[0], operands->items[1]);
    }
    struct hj_node node = {
        .kind = HJ_NODE_OPERATOR,
        .op = expr->op,
        .type = expr->type,
        .space = space,
        .expr = expr,
    };
    return hj_compile_intern(compiler, node, operands->items, (uint32_t)operands->count);
}

static int32_t tree(struct hj_compiler *compiler, uint32_t space, const struct hj_expr *expr)
{
    if (expr->op == HJ_OP_LITERAL) {
        return literal(compiler, space, expr->literal);
    }
    if (expr->op == HJ_OP_COLUMN) {
        return name(compiler, space, expr->index);
    }
    if (expr->op == HJ_OP_FLAGGED) {
        struct hj_node node = {
            .kind = HJ_NODE_FLAGGED, .type = HJ_BOOLEAN, .space = space, .index = expr->index};
        return hj_compile_intern(compiler, node, NULL, 0);
    }
    struct list operands;
    list_init(&operands);
    int32_t made = HJ_NO_NODE;
    for (uint32_t i = 0; i < expr->count; i++) {
        int32_t operand = hj_compile_tree(compiler, space, expr->operands[i]);
        if (operand == HJ_NO_NODE || !list_add(compiler, &operands, (uint32_t)operand)) {
            goto done;
        }
    }
    made = applied(compiler, space, expr, &operands);
done:
    list_release(&operands);
    return made;
}

int32_t hj_compile_tree(struct hj_compiler *compiler, uint32_t space, const struct hj_expr *expr)
{
    int32_t made = HJ_NO_NODE;
    compiler->levels++;
    if (compiler->levels <= HJ_MATCH_LEVELS) {
        made = tree(compiler, space, expr);
    }
    compiler->levels--;
    if (compiler->levels == HJ_MATCH_LEVELS ||
        (made != HJ_NO_NODE && compiler->program->nodes[made].depth > HJ_MATCH_LEVELS)) {
        hj_error_set(compiler->error, HJ_MATCH_TOO_DEEP);
        hj_error_number(compiler->error, "limit", HJ_MATCH_LEVELS);
        made = HJ_NO_NODE;
    }
    return made;
}
