/* SPDX-License-Identifier: MIT
 * What persons' data an expression of a list may show. */
#include "rules/freeze_lists.h"

struct search {
    struct hj_freeze *freeze;
    const struct hj_scope *scope;
    struct hj_span table; /* of the scope */
    enum hj_personal found;
    unsigned depth;
};

static const struct hj_span registry = HJ_SPAN("registry");

/* Features rest on earlier ones only, so they end; the bound is against a ruleset with mistakes. */
enum { DEEPEST = 256 };

static void take(struct search *search, enum hj_personal personal)
{
    if (personal > search->found) {
        search->found = personal;
    }
}

static enum hj_personal of_schema(const struct hj_schema *schema, struct hj_span column)
{
    int index = hj_schema_find(schema, column);
    return index < 0 ? HJ_PERSONAL_NONE : schema->columns[index].personal;
}

static enum hj_personal of_column(const struct search *search, struct hj_span column)
{
    const struct hj_freeze *freeze = search->freeze;
    for (uint32_t i = 0; i < freeze->options->table_count; i++) {
        const struct hj_table_facts *facts = &freeze->options->tables[i];
        if (facts->schema && hj_span_equal(facts->table, search->table)) {
            return of_schema(facts->schema, column);
        }
    }
    int64_t table = hj_name_index_find(&freeze->tables, search->table);
    for (uint32_t i = 0; table >= 0 && i < freeze->ruleset->tables[table].field_count; i++) {
        const struct hj_field *field = &freeze->ruleset->tables[table].fields[i];
        if (hj_span_equal(field->name, column)) {
            return field->personal;
        }
    }
    return HJ_PERSONAL_NONE;
}

static void visit(void *context, uint32_t index);

static void search_tree(struct search *search, const struct hj_scope *scope, struct hj_span table,
                        const struct hj_expr *expr)
{
    struct search inner = {search->freeze, scope, table, HJ_PERSONAL_NONE, search->depth + 1};
    if (!expr || search->depth > DEEPEST) {
        return;
    }
    search->freeze->reader.memory_full |= !hj_language_names(expr, visit, &inner);
    take(search, inner.found);
}

static void visit(void *context, uint32_t index)
{
    struct search *search = context;
    const struct hj_freeze *freeze = search->freeze;
    const struct hj_name *name = &search->scope->names[index];
    if (name->kind == HJ_NAME_COLUMN) {
        take(search, of_column(search, name->name));
    } else if (name->kind == HJ_NAME_FEATURE && name->index < freeze->feature_count) {
        const struct hj_feature *feature = &freeze->features[name->index];
        if (feature->kind == HJ_FEATURE_PREDICATE) {
            search_tree(search, search->scope, search->table, feature->when.root);
        } else if (feature->kind == HJ_FEATURE_AGGREGATE) {
            const struct hj_fact *fact = &freeze->ruleset->facts[feature->table];
            search_tree(search, &fact->scope, fact->table, feature->value.root);
        }
    }
}

enum hj_personal hj_list_personal(struct hj_freeze *freeze, const struct hj_expr *expr)
{
    struct search search = {.freeze = freeze};
    search_tree(&search, &freeze->ruleset->scope, registry, expr);
    return search.found;
}
