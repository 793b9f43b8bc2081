/* SPDX-License-Identifier: MIT */
#include "campaign/explain.h"
#include "campaign/mask.h"
#include "rules/language.h"
#include "rules/lists.h"

enum { DEEPEST = 100, MOST_NODES = 4096 };

/* Nodes of one predicate as they are found, root first. */
struct opening {
    const struct hj_explaining *explaining;
    struct hj_explain_node *nodes;
    uint32_t count, capacity;
    struct hj_error *error;
    enum hj_code code;
};

static const char *const origins[] = {
    [HJ_FROM_INPUT] = "input",
    [HJ_FROM_HEADER] = "input",
    [HJ_FROM_RAW] = "raw",
    [HJ_FROM_RECORD] = "record",
};

static const char *origin_of(const struct hj_loaded *loaded, const struct hj_name *name)
{
    switch (name->kind) {
    case HJ_NAME_COLUMN:
        return loaded->registry.schema.columns
                   ? origins[loaded->registry.schema.columns[name->index].origin]
                   : "input";
    case HJ_NAME_DERIVED:
        return "derived";
    case HJ_NAME_FEATURE:
        return "feature";
    case HJ_NAME_PARAMETER:
        break;
    }
    return "parameter";
}

/* The header of a column, for people who know the file and not the dictionary: as the file has it,
 * else the dictionary's first. What is made beside a column or from it has none. */
static struct hj_span header_of(const struct hj_loaded *loaded, const struct hj_name *name)
{
    const struct hj_table *table = hj_ruleset_table(loaded->ruleset, hj_span_of("registry"));
    /* a test of a rule has values alone, and no registry with headers */
    bool column = name->kind == HJ_NAME_COLUMN && loaded->registry.schema.columns;
    for (uint32_t i = 0; column && table && i < table->field_count; i++) {
        const struct hj_field *field = &table->fields[i];
        if (hj_span_equal(field->name, name->name) && field->headers.count > 0) {
            struct hj_span header = loaded->registry.schema.columns[name->index].header;
            bool told = header.size > 0 && !hj_span_equal(header, name->name);
            return told ? header : field->headers.items[0];
        }
    }
    return (struct hj_span){"", 0};
}

/* What lists call the name where nobody has checked it. */
static struct hj_span evidence_of(const struct hj_ruleset *ruleset, const struct hj_name *name)
{
    struct hj_span none = {"", 0};
    struct hj_span term =
        ruleset->lists ? hj_list_term_of(ruleset->lists->names, name->name) : name->name;
    return hj_span_equal(term, name->name) ? none : term;
}

static enum hj_code keep_text(const struct hj_explaining *explaining, struct hj_value *value,
                              struct hj_error *error)
{
    if (!value->null && value->type == HJ_TEXT) {
        value->text = hj_arena_copy(explaining->arena, value->text);
        return value->text.data ? HJ_OK : hj_error_memory(error);
    }
    return HJ_OK;
}

enum hj_code hj_explain_name(const struct hj_explaining *explaining, uint32_t name,
                             struct hj_explain_value *value, struct hj_error *error)
{
    const struct hj_name *definition = &explaining->loaded->ruleset->scope.names[name];
    enum hj_code code = hj_reference_name(explaining->reference, name, &value->value, error);
    if (code == HJ_OK) {
        value->name = definition->name;
        value->origin = hj_span_of(origin_of(explaining->loaded, definition));
        value->header = header_of(explaining->loaded, definition);
        value->evidence = evidence_of(explaining->loaded->ruleset, definition);
        value->value = hj_mask_value(explaining->loaded, name, value->value, explaining->arena);
        code = keep_text(explaining, &value->value, error);
    }
    return code;
}

/* The feature that a named predicate is; NULL for anything else. */
static const struct hj_feature *named(const struct opening *opening, const struct hj_expr *expr)
{
    const struct hj_ruleset *ruleset = opening->explaining->loaded->ruleset;
    if (expr->op != HJ_OP_COLUMN || expr->type != HJ_BOOLEAN) {
        return NULL;
    }
    const struct hj_name *name = &ruleset->scope.names[expr->index];
    if (name->kind != HJ_NAME_FEATURE) {
        return NULL;
    }
    const struct hj_feature *feature = &ruleset->features[name->index];
    return feature->kind == HJ_FEATURE_PREDICATE ? feature : NULL;
}

struct name_list {
    uint32_t names[32];
    uint32_t count;
};

static void add_name(void *context, uint32_t name)
{
    struct name_list *list = context;
    if (list->count < sizeof list->names / sizeof *list->names) {
        list->names[list->count++] = name;
    }
}

static bool fail(struct opening *opening, enum hj_code code)
{
    opening->code = code;
    return false;
}

static bool add_values(struct opening *opening, const struct hj_expr *expr,
                       struct hj_explain_node *node)
{
    struct name_list list = {.count = 0};
    if (!hj_language_names(expr, add_name, &list)) {
        return fail(opening, hj_error_memory(opening->error));
    }
    struct hj_explain_value *values =
        hj_arena_zero(opening->explaining->arena, list.count, sizeof *values);
    if (!values) {
        return fail(opening, hj_error_memory(opening->error));
    }
    for (uint32_t i = 0; i < list.count; i++) {
        enum hj_code code =
            hj_explain_name(opening->explaining, list.names[i], &values[i], opening->error);
        if (code != HJ_OK) {
            return fail(opening, code);
        }
    }
    node->values = values;
    node->value_count = list.count;
    return true;
}

static struct hj_explain_node *new_node(struct opening *opening)
{
    if (opening->count == opening->capacity) {
        uint32_t larger = opening->capacity ? 2 * opening->capacity : 16;
        struct hj_explain_node *moved =
            hj_arena_zero(opening->explaining->arena, larger, sizeof *moved);
        if (!moved) {
            fail(opening, hj_error_memory(opening->error));
            return NULL;
        }
        if (opening->count) {
            memcpy(moved, opening->nodes, opening->count * sizeof *moved);
        }
        opening->nodes = moved;
        opening->capacity = larger;
    }
    return &opening->nodes[opening->count++];
}

/* A condition for each column that no file has. */
static bool add_needs(struct opening *opening, const struct hj_needs *needs, unsigned depth,
                      bool deciding)
{
    for (uint32_t i = 0; i < needs->count; i++) {
        char text[256];
        struct hj_span need = needs->items[i].text;
        if (needs->items[i].there) {
            continue;
        }
        snprintf(text, sizeof text, "needs %.*s", (int)need.size, need.data);
        struct hj_explain_node *node = new_node(opening);
        if (!node) {
            return false;
        }
        *node = (struct hj_explain_node){
            .depth = depth,
            .text = hj_arena_copy(opening->explaining->arena, hj_span_of(text)),
            .value = {.type = HJ_BOOLEAN, .null = true},
            .decides = deciding,
        };
        if (!node->text.data) {
            return fail(opening, hj_error_memory(opening->error));
        }
    }
    return true;
}

static bool same_truth(struct hj_value a, struct hj_value b)
{
    return a.null ? b.null : !b.null && a.boolean == b.boolean;
}

/* Whether an operand decides its AND or OR: of a conjunction that is TRUE all do, of one that is
 * not those that have its value; of a disjunction likewise. */
static bool decides(struct hj_value whole, struct hj_value part)
{
    return same_truth(whole, part);
}

/* NOT IN, IS NOT NULL and the like are one condition to a reader: NOT and its operand are the same
 * text. */
static bool is_connective(const struct hj_expr *expr)
{
    if (expr->op == HJ_OP_NOT) {
        return expr->operands[0]->from != expr->from || expr->operands[0]->to != expr->to;
    }
    return expr->op == HJ_OP_AND || expr->op == HJ_OP_OR;
}

static bool open_tree(struct opening *opening, const struct hj_expr *expr, struct hj_span text,
                      unsigned depth, bool deciding)
{
    struct hj_value value;
    const struct hj_feature *inner = named(opening, expr);
    bool connective = is_connective(expr);
    enum hj_code code =
        hj_reference_value(opening->explaining->reference, expr, &value, opening->error);
    if (code != HJ_OK) {
        return fail(opening, code);
    }
    struct hj_explain_node *node = new_node(opening);
    if (!node) {
        return false;
    }
    bool within = expr->to <= text.size && expr->from <= expr->to;
    *node = (struct hj_explain_node){
        .depth = depth,
        .text = within ? hj_span_slice(text, expr->from, expr->to - expr->from) : expr->name,
        .value = value,
        .decides = deciding && !connective && !inner,
    };
    if (depth >= DEEPEST || opening->count >= MOST_NODES) {
        return true;
    }
    if (inner && inner->needs.lacking && !opening->explaining->invented) {
        return add_needs(opening, &inner->needs, depth + 1, deciding);
    }
    if (inner) {
        return open_tree(opening, inner->when.root, inner->when.text, depth + 1, deciding);
    }
    if (!connective) {
        return add_values(opening, expr, node);
    }
    for (uint32_t i = 0; i < expr->count; i++) {
        struct hj_value part;
        code = hj_reference_value(opening->explaining->reference, expr->operands[i], &part,
                                  opening->error);
        if (code != HJ_OK) {
            return fail(opening, code);
        }
        bool part_decides = deciding && (expr->op == HJ_OP_NOT || decides(value, part));
        if (!open_tree(opening, expr->operands[i], text, depth + 1, part_decides)) {
            return false;
        }
    }
    return true;
}

enum hj_code hj_explain_predicate(const struct hj_explaining *explaining,
                                  const struct hj_predicate *predicate,
                                  const struct hj_needs *needs, struct hj_explain_predicate *result,
                                  struct hj_error *error)
{
    struct opening opening = {.explaining = explaining, .error = error};
    *result = (struct hj_explain_predicate){.value = {.type = HJ_BOOLEAN}};
    if (!predicate->root) {
        return HJ_OK;
    }
    if (needs && !add_needs(&opening, needs, 0, true)) {
        return opening.code;
    }
    uint32_t root = opening.count;
    if (!open_tree(&opening, predicate->root, predicate->text, 0, root == 0)) {
        return opening.code;
    }
    result->nodes = opening.nodes;
    result->count = opening.count;
    result->value = opening.nodes[root].value;
    return HJ_OK;
}
