/* SPDX-License-Identifier: MIT
 * Calls of functions: those of the table, and the two that need to know more than values, peers and
 * flagged. */
#include "rules/check.h"
#include "rules/lex.h"

static struct hj_expr *unknown_function(struct hj_check *check, const struct hj_node *node)
{
    struct hj_problem *problem =
        hj_check_mistake(check, node->at, node->at_end, HJ_PREDICATE_FUNCTION);
    hj_error_text(&problem->error, "name", node->name);
    struct hj_span names[HJ_OPERATOR_COUNT + 1];
    size_t count = 0;
    for (int op = 0; op < HJ_OPERATOR_COUNT; op++) {
        if (hj_operator_is_function((enum hj_operator)op)) {
            names[count++] = hj_span_of(hj_operator_spelling((enum hj_operator)op));
        }
    }
    names[count++] = (struct hj_span)HJ_SPAN("peers");
    hj_source_suggest(&check->source, problem, hj_yaml_nearest(node->name, names, count));
    hj_check_children(check, node); /* for the mistakes inside */
    return NULL;
}

static struct hj_expr *wrong_arguments(struct hj_check *check, const struct hj_node *node,
                                       const char *usage)
{
    struct hj_problem *problem =
        hj_check_mistake(check, node->at, node->at_end, HJ_PREDICATE_ARGUMENTS);
    hj_error_text(&problem->error, "signature", hj_span_of(usage));
    hj_check_children(check, node);
    return NULL;
}

/* peers(x[, y…]): the column of a feature that whoever owns the features makes. */
static struct hj_expr *check_peers(struct hj_check *check, const struct hj_node *node)
{
    const struct hj_language *language = check->language;
    if (!language->peers) {
        hj_check_mistake(check, node->at, node->at_end, HJ_PREDICATE_PEERS);
        return NULL;
    }
    if (node->count == 0) {
        return wrong_arguments(check, node, "peers(x[, y ...])");
    }
    struct hj_expr **keys = hj_check_children(check, node);
    const struct hj_expr **items =
        hj_arena_new(language->arena, node->count * sizeof(const struct hj_expr *));
    if (!keys || !items) {
        check->memory_full |= !items;
        return NULL;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        items[i] = keys[i];
        if (keys[i]->op == HJ_OP_LITERAL) {
            struct hj_problem *problem =
                hj_check_mistake(check, keys[i]->from, keys[i]->to, HJ_PREDICATE_PEERS_KEY);
            hj_check_argument(check, problem, "text", keys[i]);
            return NULL;
        }
    }
    int index = language->peers(language->peers_context, items, node->count);
    struct hj_expr *expr = hj_check_new(check, node, HJ_OP_COLUMN, HJ_INTEGER);
    if (index < 0 || !expr) {
        check->memory_full = true;
        return NULL;
    }
    expr->index = (uint32_t)index;
    expr->name = language->scope->names[index].name;
    return expr;
}

static struct hj_expr *unknown_rule(struct hj_check *check, const struct hj_node *id)
{
    const struct hj_language *language = check->language;
    struct hj_problem *problem =
        hj_check_mistake(check, id->from + 1, id->to - 1, HJ_PREDICATE_RULE);
    hj_error_text(&problem->error, "id", id->value.text);
    hj_source_suggest(&check->source, problem,
                      hj_yaml_nearest_member(id->value.text, &language->rules->id,
                                             language->rule_count, sizeof *language->rules));
    return NULL;
}

static struct hj_expr *check_flagged(struct hj_check *check, const struct hj_node *node)
{
    const struct hj_language *language = check->language;
    if (!language->rules) {
        hj_check_mistake(check, node->at, node->at_end, HJ_PREDICATE_FLAGGED);
        return NULL;
    }
    const struct hj_node *id = node->first;
    if (node->count != 1 || id->kind != HJ_NODE_LITERAL || id->value.type != HJ_TEXT) {
        hj_check_mistake(check, node->at, node->at_end, HJ_PREDICATE_FLAGGED_ID);
        return NULL;
    }
    uint32_t index = 0;
    while (index < language->rule_count &&
           !hj_span_equal(language->rules[index].id, id->value.text)) {
        index++;
    }
    if (index == language->rule_count) {
        return unknown_rule(check, id);
    }
    struct hj_expr *expr = hj_check_new(check, node, HJ_OP_FLAGGED, HJ_BOOLEAN);
    if (expr) {
        expr->index = index;
        expr->name = language->rules[index].id;
    }
    return expr;
}

struct hj_expr *hj_check_call(struct hj_check *check, const struct hj_node *node)
{
    if (hj_word_is(node->name, "peers")) {
        return check_peers(check, node);
    }
    enum hj_operator op = hj_operator_function(node->name);
    if (op == HJ_OPERATOR_COUNT) {
        return unknown_function(check, node);
    }
    if (op == HJ_OP_FLAGGED) {
        return check_flagged(check, node);
    }
    uint32_t rows = 0;
    const struct hj_signature *row = hj_operator_signatures(op, &rows);
    if (node->count < row->minimum || node->count > row->maximum) {
        return wrong_arguments(check, node, row[rows - 1].usage);
    }
    struct hj_expr **operands = hj_check_children(check, node);
    return operands ? hj_check_operator(check, node, op, operands) : NULL;
}
