/* SPDX-License-Identifier: MIT */
#include "rules/check.h"

struct hj_problem *hj_check_mistake(struct hj_check *check, size_t from, size_t to,
                                    enum hj_code code)
{
    check->mistakes++;
    return hj_source_problem(&check->source, from, to, code, false);
}

struct hj_problem *hj_check_warn(struct hj_check *check, size_t from, size_t to, enum hj_code code,
                                 const char *suggestion)
{
    if (check->warnings++ >= HJ_CHECK_MISTAKES) {
        return NULL;
    }
    struct hj_problem *problem = hj_source_problem(&check->source, from, to, code, true);
    hj_source_suggest(&check->source, problem, hj_span_of(suggestion));
    return problem;
}

void hj_check_argument(const struct hj_check *check, struct hj_problem *problem, const char *name,
                       const struct hj_expr *expr)
{
    hj_error_text(&problem->error, name,
                  hj_span_slice(check->source.text, expr->from, expr->to - expr->from));
}

void hj_check_argument_type(struct hj_problem *problem, const char *name, enum hj_type type)
{
    hj_error_text(&problem->error, name, hj_span_of(type ? hj_type_name(type) : "NULL"));
}

struct hj_expr *hj_check_new(struct hj_check *check, const struct hj_node *node,
                             enum hj_operator op, enum hj_type type)
{
    struct hj_expr *expr = hj_arena_zero(check->language->arena, 1, sizeof *expr);
    if (!expr) {
        check->memory_full = true;
        return NULL;
    }
    expr->op = op;
    expr->type = type;
    expr->from = (uint32_t)node->from;
    expr->to = (uint32_t)node->to;
    return expr;
}

static bool adopt(struct hj_check *check, struct hj_expr *expr, struct hj_expr **operands,
                  uint32_t count)
{
    const struct hj_expr **items =
        hj_arena_new(check->language->arena, count * sizeof(const struct hj_expr *));
    if (!items) {
        check->memory_full = true;
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        items[i] = operands[i];
    }
    expr->operands = items;
    expr->count = count;
    return true;
}

struct hj_expr *hj_check_wrap(struct hj_check *check, enum hj_operator op, enum hj_type type,
                              struct hj_expr *operand)
{
    struct hj_node place = {.from = operand->from, .to = operand->to};
    struct hj_expr *expr = hj_check_new(check, &place, op, type);
    bool whole = expr && adopt(check, expr, &operand, 1) && hj_check_fold(check, expr);
    return whole ? expr : NULL;
}

static struct hj_expr *check_literal(struct hj_check *check, const struct hj_node *node)
{
    struct hj_expr *expr = hj_check_new(check, node, HJ_OP_LITERAL, node->value.type);
    if (expr) {
        expr->literal = node->value;
    }
    return expr;
}

static struct hj_expr *unknown_name(struct hj_check *check, const struct hj_node *node)
{
    const struct hj_scope *scope = check->language->scope;
    if (hj_scope_is_unloaded(scope, node->name)) {
        struct hj_problem *stale = hj_check_mistake(check, node->from, node->to, HJ_RULES_UNLOADED);
        hj_error_text(&stale->error, "name", node->name);
        return NULL;
    }
    struct hj_problem *problem = hj_check_mistake(
        check, node->from, node->to, node->quoted ? HJ_PREDICATE_NAME_QUOTED : HJ_PREDICATE_NAME);
    hj_error_text(&problem->error, "name", node->name);
    struct hj_span as_of = HJ_SPAN("as_of"), nearest = {NULL, 0};
    if (scope->count > 0) {
        nearest = hj_yaml_nearest_member(node->name, &scope->names->name, scope->count,
                                         sizeof *scope->names);
    }
    if (!nearest.data) {
        nearest = hj_yaml_nearest(node->name, &as_of, 1);
    }
    if (!nearest.data && node->quoted) {
        nearest = hj_check_quote(check, node->name);
    }
    hj_source_suggest(&check->source, problem, nearest);
    return NULL;
}

static struct hj_expr *check_name(struct hj_check *check, const struct hj_node *node)
{
    const struct hj_language *language = check->language;
    int index = hj_scope_find(language->scope, node->name);
    if (index < 0 && !node->quoted && hj_span_is(node->name, "as_of")) {
        struct hj_expr *expr = hj_check_new(check, node, HJ_OP_LITERAL, HJ_DATE);
        if (expr) {
            expr->name = node->name;
            expr->literal = (struct hj_value){.type = HJ_DATE, .date = language->as_of};
        }
        return expr;
    }
    if (index < 0) {
        return unknown_name(check, node);
    }
    const struct hj_name *name = &language->scope->names[index];
    bool parameter = name->kind == HJ_NAME_PARAMETER;
    if (!name->type || (parameter && !language->parameters)) {
        return NULL;
    }
    struct hj_expr *expr =
        hj_check_new(check, node, parameter ? HJ_OP_LITERAL : HJ_OP_COLUMN, name->type);
    if (!expr) {
        return NULL;
    }
    expr->name = name->name;
    expr->index = (uint32_t)index;
    if (parameter) {
        expr->index = 0;
        expr->literal = language->parameters[name->index].value;
    }
    return expr;
}

struct hj_expr **hj_check_children(struct hj_check *check, const struct hj_node *node)
{
    struct hj_expr **operands =
        hj_arena_new(&check->scratch, node->count * sizeof(struct hj_expr *));
    if (!operands) {
        check->memory_full = true;
        return NULL;
    }
    bool whole = true;
    uint32_t count = 0;
    for (const struct hj_node *child = node->first; count < node->count; child = child->next) {
        operands[count] = hj_check_node(check, child);
        whole = operands[count++] && whole;
    }
    return whole ? operands : NULL;
}

struct hj_expr *hj_check_node(struct hj_check *check, const struct hj_node *node)
{
    if (check->mistakes >= HJ_CHECK_MISTAKES || check->memory_full) {
        return NULL;
    }
    switch (node->kind) {
    case HJ_NODE_LITERAL:
        return check_literal(check, node);
    case HJ_NODE_NAME:
        return check_name(check, node);
    case HJ_NODE_CALL:
        return hj_check_call(check, node);
    case HJ_NODE_OPERATOR:
        break;
    }
    struct hj_expr **operands = hj_check_children(check, node);
    struct hj_expr *expr = operands ? hj_check_operator(check, node, node->op, operands) : NULL;
    return expr && node->negated ? hj_check_wrap(check, HJ_OP_NOT, HJ_BOOLEAN, expr) : expr;
}

static bool is_null(const struct hj_node *node)
{
    return node->kind == HJ_NODE_LITERAL && node->value.null;
}

/* Over the node, that it is the value for every firm. */
static void warn_same(struct hj_check *check, const struct hj_node *node,
                      const struct hj_value *value)
{
    struct hj_problem *problem =
        hj_check_warn(check, node->from, node->to, HJ_PREDICATE_CONSTANT, NULL);
    if (problem) {
        hj_error_text(&problem->error, "value",
                      hj_span_of(value->null      ? "NULL"
                                 : value->boolean ? "TRUE"
                                                  : "FALSE"));
    }
}

/* What computes to the same for every firm, whatever the parameters are. */
static void warn_constant(struct hj_check *check, const struct hj_node *node,
                          const struct hj_expr *expr)
{
    if (expr->op == HJ_OP_LITERAL && !node->named && node->kind != HJ_NODE_LITERAL) {
        warn_same(check, node, &expr->literal);
    }
}

/* OR with TRUE, AND with FALSE: nothing else in it matters. */
static void warn_decided(struct hj_check *check, const struct hj_node *node,
                         const struct hj_expr *expr)
{
    const struct hj_node *child = node->first;
    for (uint32_t i = 0; i < expr->count; i++, child = child->next) {
        const struct hj_value *value = &expr->operands[i]->literal;
        if (expr->operands[i]->op == HJ_OP_LITERAL && child->kind == HJ_NODE_LITERAL &&
            !value->null && value->boolean == (expr->op == HJ_OP_OR)) {
            warn_same(check, node, value);
            return;
        }
    }
}

/* What is allowed and is hardly meant. `expr` is the node as it has become. */
static void warn_of_operator(struct hj_check *check, const struct hj_node *node,
                             const struct hj_signature *row, const struct hj_expr *expr)
{
    const struct hj_node *child = node->first;
    hj_check_contradiction(check, node, expr);
    if (row->op >= HJ_OP_EQUAL && row->op <= HJ_OP_GREATER_EQUAL &&
        (is_null(child) || is_null(child->next))) {
        hj_check_warn(check, node->at, node->at_end, HJ_PREDICATE_EQUALS_NULL,
                      row->op == HJ_OP_EQUAL       ? "IS NULL"
                      : row->op == HJ_OP_NOT_EQUAL ? "IS NOT NULL"
                                                   : NULL);
    } else if (row->op == HJ_OP_DIVIDE && row->gives == HJ_INTEGER && !is_null(child) &&
               !is_null(child->next)) {
        hj_check_warn(check, node->at, node->at_end, HJ_PREDICATE_INTEGER_DIVISION, NULL);
    } else if (row->op == HJ_OP_IN) {
        for (child = child->next; child; child = child->next) {
            if (is_null(child)) {
                hj_check_warn(check, child->from, child->to, HJ_PREDICATE_IN_NULL, NULL);
                break;
            }
        }
    } else if ((row->op == HJ_OP_AND || row->op == HJ_OP_OR) && expr->op == row->op) {
        for (uint32_t i = 0; i < expr->count; i++, child = child->next) {
            warn_constant(check, child, expr->operands[i]);
        }
        warn_decided(check, node, expr);
    }
}

/* Gives every operand the type that the signature wants. */
static bool convert_operands(struct hj_check *check, const struct hj_signature *row,
                             struct hj_expr **operands, uint32_t count, enum hj_type common)
{
    bool whole = true;
    for (uint32_t i = 0; i < count; i++) {
        int wanted = row->takes[i < 3 ? i : 2];
        if (wanted == HJ_TAKES_SAME) {
            wanted = (int)common;
        } else if (wanted == HJ_TAKES_ANY) {
            wanted = operands[i]->type ? (int)operands[i]->type : HJ_TEXT;
        }
        operands[i] = hj_check_convert(check, operands[i], (enum hj_type)wanted);
        whole = operands[i] && whole;
    }
    return whole;
}

/* No operand has a type yet. */
static bool all_null(struct hj_expr **operands, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (operands[i]->type) {
            return false;
        }
    }
    return true;
}

struct hj_expr *hj_check_operator(struct hj_check *check, const struct hj_node *node,
                                  enum hj_operator op, struct hj_expr **operands)
{
    enum hj_type common = HJ_TEXT;
    if (op == HJ_OP_COALESCE && all_null(operands, node->count)) {
        return operands[0];
    }
    const struct hj_signature *row = hj_check_signature(check, node, op, operands, &common);
    if (!row || !convert_operands(check, row, operands, node->count, common)) {
        return NULL;
    }
    if (row->rewrite == HJ_REWRITE_NEGATE) {
        operands[1] = hj_check_wrap(check, HJ_OP_NEGATE, HJ_INTEGER, operands[1]);
        if (!operands[1]) {
            return NULL;
        }
    } else if (row->rewrite == HJ_REWRITE_SWAP) {
        struct hj_expr *first = operands[0];
        operands[0] = operands[1];
        operands[1] = first;
    }
    enum hj_type type = row->gives == HJ_TAKES_SAME ? common : (enum hj_type)row->gives;
    struct hj_expr *expr = hj_check_new(check, node, row->becomes, type);
    if (!expr || !adopt(check, expr, operands, node->count)) {
        return NULL;
    }
    if ((op == HJ_OP_LIKE || op == HJ_OP_REGEXP) && !hj_check_pattern(check, node, expr)) {
        return NULL;
    }
    if (!hj_check_fold(check, expr)) {
        return NULL;
    }
    warn_of_operator(check, node, row, expr);
    return expr;
}

struct hj_expr *hj_check_root(struct hj_check *check, const struct hj_node *node, int wanted)
{
    struct hj_expr *expr = hj_check_node(check, node);
    if (!expr) {
        return NULL;
    }
    int type = wanted != HJ_ANY_TYPE ? wanted : expr->type ? (int)expr->type : HJ_BOOLEAN;
    bool fits = !expr->type || (int)expr->type == type ||
                (expr->type == HJ_INTEGER && type == HJ_NUMBER) ||
                (hj_check_is_text(expr) && type == HJ_DATE);
    if (!fits) {
        struct hj_problem *problem =
            hj_check_mistake(check, node->from, node->to, HJ_PREDICATE_WANTED);
        hj_check_argument_type(problem, "wanted", (enum hj_type)type);
        hj_check_argument_type(problem, "found", expr->type);
        return NULL;
    }
    if (type == HJ_BOOLEAN) {
        warn_constant(check, node, expr);
    }
    return hj_check_convert(check, expr, (enum hj_type)type);
}
