/* SPDX-License-Identifier: MIT
 * The digest of a definition: its texts, and for each name in them what that name stands for.
 * Findings and derived blocks are kept under it, so a changed parameter makes new ones and a
 * changed title does not. Columns count by name alone: their values belong to the snapshot, which
 * has its own hash. */
#include "rules/features.h"

#include "base/memory.h"
#include "rules/identifiers.h"

void hj_definition_text(struct hj_definition *definition, struct hj_span text)
{
    void *parts = definition->parts;
    if (hj_memory_grow(&parts, &definition->capacity, definition->count + 1,
                       sizeof *definition->parts) != 0) {
        definition->freeze->reader.memory_full = true;
        return;
    }
    definition->parts = parts;
    definition->parts[definition->count++] = text;
}

static void add_bytes(struct hj_definition *definition, const void *bytes, size_t size)
{
    char *copy = hj_arena_new(&definition->freeze->scratch, size);
    if (copy) {
        memcpy(copy, bytes, size);
        hj_definition_text(definition, (struct hj_span){copy, size});
    } else {
        definition->freeze->reader.memory_full = true;
    }
}

void hj_definition_number(struct hj_definition *definition, uint64_t number)
{
    unsigned char bytes[8];
    for (unsigned i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)(number >> (8 * i));
    }
    add_bytes(definition, bytes, sizeof bytes);
}

static void add_value(struct hj_definition *definition, const struct hj_value *value)
{
    hj_definition_number(definition, (uint64_t)value->type * 2 + value->null);
    if (value->null) {
        return;
    }
    if (value->type == HJ_TEXT) {
        hj_definition_text(definition, value->text);
    } else {
        hj_definition_number(definition, hj_value_bits(value));
    }
}

void hj_definition_name(struct hj_definition *definition, struct hj_span name)
{
    const struct hj_freeze *freeze = definition->freeze;
    int found = hj_scope_find(definition->scope, name);
    if (found < 0) {
        return;
    }
    const struct hj_name *known = &definition->scope->names[found];
    hj_definition_text(definition, known->name);
    hj_definition_number(definition, known->kind);
    if (known->kind == HJ_NAME_FEATURE && known->index < freeze->feature_count) {
        const struct hj_digest *digest = &freeze->features[known->index].digest;
        add_bytes(definition, digest->bytes, sizeof digest->bytes);
    } else if (known->kind == HJ_NAME_PARAMETER) {
        add_value(definition, &freeze->parameters[known->index].value);
    }
}

static void visit_name(void *context, struct hj_span name)
{
    hj_definition_name(context, name);
}

static void add_names(struct hj_definition *definition, struct hj_span text)
{
    struct hj_freeze *freeze = definition->freeze;
    if (text.size > 0 && !hj_identifiers(text, &freeze->scratch, visit_name, definition)) {
        freeze->reader.memory_full = true;
    }
}

void hj_definition_predicate(struct hj_definition *definition, const struct hj_predicate *predicate)
{
    hj_definition_text(definition, predicate->text);
    add_names(definition, predicate->text);
}

struct hj_digest hj_definition_finish(struct hj_definition *definition)
{
    struct hj_digest digest = hj_digest_of(definition->parts, definition->count);
    hj_memory_free(definition->parts);
    definition->parts = NULL;
    definition->count = definition->capacity = 0;
    return digest;
}

struct hj_digest hj_feature_digest(struct hj_freeze *freeze, const struct hj_feature *feature,
                                   struct hj_span keys)
{
    struct hj_definition definition = {.freeze = freeze, .scope = &freeze->ruleset->scope};
    hj_definition_number(&definition, feature->kind);
    hj_definition_number(&definition, feature->needs.lacking);
    hj_definition_predicate(&definition, &feature->when);
    hj_definition_text(&definition, keys);
    add_names(&definition, keys);
    if (feature->kind == HJ_FEATURE_AGGREGATE && feature->table < freeze->ruleset->fact_count) {
        const struct hj_fact *fact = &freeze->ruleset->facts[feature->table];
        definition.scope = &fact->scope;
        hj_definition_text(&definition, fact->table);
        hj_definition_number(&definition, feature->aggregate);
        hj_definition_predicate(&definition, &feature->where);
        hj_definition_predicate(&definition, &feature->value);
        hj_definition_predicate(&definition, &feature->order);
        hj_definition_text(&definition, feature->period_column);
        definition.scope = &freeze->constant_scope;
        hj_definition_predicate(&definition, &feature->period_from);
        hj_definition_predicate(&definition, &feature->period_to);
    }
    return hj_definition_finish(&definition);
}
