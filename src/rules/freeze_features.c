/* SPDX-License-Identifier: MIT
 * `features:` in the order in which they rest on one another. */
#include "rules/features.h"

#include "base/memory.h"
#include "rules/graph.h"
#include "rules/identifiers.h"
#include "rules/schema.h"

static const char *const aggregates[] = {"count", "exists", "sum", "min",
                                         "max",   "last",   "run", NULL};

#define DRAFT(member) offsetof(struct hj_feature_draft, member)
static const struct hj_key feature_keys[] = {
    {.name = "when", .read = hj_read_node, .offset = DRAFT(when)},
    {.name = "table", .read = hj_read_node, .offset = DRAFT(table), .form = &hj_form_text},
    {.name = "agg", .read = hj_read_node, .offset = DRAFT(aggregate), .choices = aggregates},
    {.name = "value", .read = hj_read_node, .offset = DRAFT(value)},
    {.name = "where", .read = hj_read_node, .offset = DRAFT(where)},
    {.name = "order", .read = hj_read_node, .offset = DRAFT(order)},
    {.name = "period", .read = hj_read_node, .offset = DRAFT(period), .form = &hj_form_of_period},
    {.name = "peers", .read = hj_read_node, .offset = DRAFT(peers), .form = &hj_form_texts},
    {.name = "needs", .read = hj_read_node, .offset = DRAFT(needs), .form = &hj_form_texts},
};
#undef DRAFT
static const struct hj_shape feature_shape = {.keys = feature_keys,
                                              .count = sizeof feature_keys / sizeof *feature_keys};
static const struct hj_form feature_form = {.kind = HJ_FORM_MAPPING, .shape = &feature_shape};
const struct hj_form hj_form_of_features = {.kind = HJ_FORM_MAP, .item = &feature_form};

/* ---- declaring ---- */

static bool read_kind(struct hj_freeze *freeze, struct hj_feature_draft *draft,
                      const struct hj_yaml *node)
{
    static const struct hj_key agg = {.name = "agg", .choices = aggregates};
    struct hj_reader *reader = &freeze->reader;
    const struct hj_yaml *given[] = {draft->when, draft->table, draft->peers};
    static const enum hj_feature_kind kinds[] = {HJ_FEATURE_PREDICATE, HJ_FEATURE_AGGREGATE,
                                                 HJ_FEATURE_PEERS};
    unsigned count = 0;
    for (unsigned i = 0; i < 3; i++) {
        if (given[i]) {
            draft->feature.kind = kinds[i];
            count++;
        }
    }
    if (count != 1) {
        hj_reader_problem(reader, draft->key, HJ_RULES_FEATURE_KIND, "name", draft->key->text);
        return false;
    }
    const struct hj_yaml *parts[] = {draft->aggregate, draft->value, draft->where, draft->order,
                                     draft->period};
    static const char *const names[] = {"agg", "value", "where", "order", "period"};
    for (unsigned i = 0; i < 5 && draft->feature.kind != HJ_FEATURE_AGGREGATE; i++) {
        if (parts[i]) {
            hj_reader_problem(reader, parts[i], HJ_RULES_FEATURE_PART, "key", hj_span_of(names[i]));
        }
    }
    if (draft->feature.kind != HJ_FEATURE_AGGREGATE) {
        return true;
    }
    if (!draft->aggregate) {
        hj_reader_problem(reader, node, HJ_YAML_MISSING, "key", hj_span_of("agg"));
        return false;
    }
    size_t before = reader->problems->errors;
    hj_read_choice(reader, draft->aggregate, &agg, &draft->feature.aggregate);
    return reader->problems->errors == before;
}

static void declare(struct hj_freeze *freeze, struct hj_feature_draft *draft,
                    const struct hj_yaml *key, const struct hj_yaml *node)
{
    *draft = (struct hj_feature_draft){.file = freeze->reader.file, .key = key, .scope_index = -1};
    draft->feature.name = hj_reader_copy(&freeze->reader, key->text);
    draft->feature.place = hj_freeze_place(freeze, key);
    if (hj_freeze_name_is_free(freeze, key)) {
        struct hj_name name = {draft->feature.name, HJ_NAME_FEATURE, (enum hj_type)0, 0};
        draft->scope_index = (int)freeze->ruleset->scope.count;
        freeze->reader.memory_full |= !hj_naming_add(&freeze->firm, name);
    }
    if (hj_read_mapping(&freeze->reader, node, &feature_shape, draft)) {
        draft->readable = read_kind(freeze, draft, node);
    }
}

void hj_freeze_features_declare(struct hj_freeze *freeze, struct hj_feature_draft **drafts,
                                uint32_t *count)
{
    uint32_t most = hj_section_items(freeze->builder, HJ_SECTION_FEATURES);
    *drafts = hj_arena_zero(&freeze->scratch, most + 1, sizeof **drafts);
    *count = 0;
    freeze->reader.memory_full |= !*drafts;
    size_t at = 0;
    for (const struct hj_section *section;
         *drafts && (section = hj_section_next(freeze->builder, HJ_SECTION_FEATURES, &at));) {
        freeze->reader.file = section->file;
        if (section->value->kind != HJ_YAML_MAPPING) {
            hj_reader_shape(&freeze->reader, section->value, "features",
                            "a mapping of names to features");
            continue;
        }
        for (uint32_t i = 0; i < section->value->count && !freeze->reader.memory_full; i++) {
            declare(freeze, &(*drafts)[(*count)++], section->value->keys[i],
                    section->value->items[i]);
        }
    }
}

/* ---- order ---- */

struct ordering {
    struct hj_freeze *freeze;
    const struct hj_feature_draft *drafts;
    uint32_t count;
    /* Features by `peers:` first, so that peers(…) in a predicate finds them instead of adding one:
     * draft of each node, node of each draft, and draft of each name of the scope. */
    uint32_t *draft_of, *node_of, *named;
    struct hj_graph graph;
    bool memory_full;
};

static void visit_name(void *context, struct hj_span name)
{
    struct ordering *ordering = context;
    const struct hj_scope *scope = &ordering->freeze->ruleset->scope;
    int found = hj_scope_find(scope, name);
    if (found >= 0 && scope->names[found].kind == HJ_NAME_FEATURE) {
        uint32_t draft = ordering->named[found];
        ordering->memory_full |= !hj_graph_edge(&ordering->graph, ordering->node_of[draft]);
    }
}

static void visit_text(struct ordering *ordering, const struct hj_yaml *node)
{
    if (node && node->kind == HJ_YAML_SCALAR && !ordering->memory_full) {
        ordering->memory_full |=
            !hj_identifiers(node->text, &ordering->freeze->scratch, visit_name, ordering);
    }
    for (uint32_t i = 0; node && node->kind == HJ_YAML_SEQUENCE && i < node->count; i++) {
        if (node->items[i]->kind == HJ_YAML_SCALAR) {
            visit_text(ordering, node->items[i]);
        }
    }
}

static void report_cycle(void *context, const uint32_t *nodes, size_t count)
{
    struct ordering *ordering = context;
    struct hj_reader *reader = &ordering->freeze->reader;
    const struct hj_feature_draft *first = &ordering->drafts[ordering->draft_of[nodes[0]]];
    reader->file = first->file;
    struct hj_problem *problem =
        hj_reader_problem(reader, first->key, HJ_RULES_CYCLE, "name", first->key->text);
    char path[HJ_ERROR_VALUE];
    size_t size = 0;
    for (size_t i = 0; i <= count && size < sizeof path; i++) {
        struct hj_span name = ordering->drafts[ordering->draft_of[nodes[i % count]]].key->text;
        int written = snprintf(path + size, sizeof path - size, "%s%.*s", i ? " → " : "",
                               (int)name.size, name.data);
        size += written > 0 ? (size_t)written : 0;
    }
    hj_error_text(&problem->error, "path", hj_span_of(path));
}

static void number_nodes(struct ordering *ordering)
{
    uint32_t node = 0;
    for (int peers = 1; peers >= 0; peers--) {
        for (uint32_t i = 0; i < ordering->count; i++) {
            if ((ordering->drafts[i].peers != NULL) == (peers == 1)) {
                ordering->node_of[i] = node;
                ordering->draft_of[node++] = i;
            }
        }
    }
    for (uint32_t i = 0; i < ordering->count; i++) {
        if (ordering->drafts[i].scope_index >= 0) {
            ordering->named[ordering->drafts[i].scope_index] = i;
        }
    }
}

static void order_drafts(struct ordering *ordering, uint32_t *order)
{
    for (uint32_t node = 0; node < ordering->count && !ordering->memory_full; node++) {
        const struct hj_feature_draft *draft = &ordering->drafts[ordering->draft_of[node]];
        ordering->memory_full |= !hj_graph_node(&ordering->graph);
        if (!ordering->memory_full) {
            visit_text(ordering, draft->when);
            visit_text(ordering, draft->peers);
        }
    }
    if (!ordering->memory_full) {
        ordering->memory_full = !hj_graph_order(&ordering->graph, order, report_cycle, ordering);
    }
}

/* ---- making ---- */

int hj_freeze_add_feature(struct hj_freeze *freeze, const struct hj_feature *feature)
{
    void *features = freeze->features;
    if (hj_memory_grow(&features, &freeze->feature_capacity, freeze->feature_count + 1,
                       sizeof *freeze->features) != 0) {
        freeze->reader.memory_full = true;
        return -1;
    }
    freeze->features = features;
    freeze->features[freeze->feature_count] = *feature;
    return (int)freeze->feature_count++;
}

static void make(struct hj_freeze *freeze, struct hj_feature_draft *draft)
{
    freeze->reader.file = draft->file;
    hj_freeze_needs(freeze, draft->needs, &draft->feature.needs);
    if (draft->readable) {
        switch (draft->feature.kind) {
        case HJ_FEATURE_PREDICATE:
            hj_feature_predicate(freeze, draft);
            break;
        case HJ_FEATURE_AGGREGATE:
            hj_feature_aggregate(freeze, draft);
            break;
        case HJ_FEATURE_PEERS:
            hj_feature_peers(freeze, draft);
            break;
        }
    }
    draft->feature.digest = hj_feature_digest(freeze, &draft->feature, draft->keys);
    int index = hj_freeze_add_feature(freeze, &draft->feature);
    if (index >= 0 && draft->scope_index >= 0) {
        freeze->firm.names[draft->scope_index].index = (uint32_t)index;
        freeze->firm.names[draft->scope_index].type = draft->feature.type;
    }
}

void hj_freeze_features(struct hj_freeze *freeze, struct hj_feature_draft *drafts, uint32_t count)
{
    struct ordering ordering = {.freeze = freeze, .drafts = drafts, .count = count};
    uint32_t *order = hj_arena_zero(&freeze->scratch, count + 1, sizeof *order);
    ordering.draft_of = hj_arena_zero(&freeze->scratch, count + 1, sizeof *ordering.draft_of);
    ordering.node_of = hj_arena_zero(&freeze->scratch, count + 1, sizeof *ordering.node_of);
    ordering.named =
        hj_arena_zero(&freeze->scratch, freeze->ruleset->scope.count + 1, sizeof *ordering.named);
    ordering.memory_full = !order || !ordering.draft_of || !ordering.node_of || !ordering.named;
    if (!ordering.memory_full) {
        number_nodes(&ordering);
        order_drafts(&ordering, order);
    }
    for (uint32_t i = 0; i < count && !ordering.memory_full && !freeze->reader.memory_full; i++) {
        make(freeze, &drafts[ordering.draft_of[order[i]]]);
    }
    freeze->reader.memory_full |= ordering.memory_full;
    hj_graph_release(&ordering.graph);
}
