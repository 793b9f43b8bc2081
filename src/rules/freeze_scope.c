/* SPDX-License-Identifier: MIT
 * What predicates may name: the columns of firms and of fact tables. */
#include "rules/freeze.h"

#include "rules/dictionary.h"

static const struct hj_span registry = HJ_SPAN("registry");

static const struct hj_table_facts *known_of(const struct hj_freeze *freeze, struct hj_span table)
{
    for (uint32_t i = 0; i < freeze->options->table_count; i++) {
        if (hj_span_equal(freeze->options->tables[i].table, table)) {
            return &freeze->options->tables[i];
        }
    }
    return NULL;
}

static const struct hj_table *dictionary_of(const struct hj_freeze *freeze, struct hj_span table)
{
    int64_t found = hj_name_index_find(&freeze->tables, table);
    return found >= 0 ? &freeze->ruleset->tables[found] : NULL;
}

static void add_column(struct hj_freeze *freeze, struct hj_naming *naming, struct hj_name name)
{
    if (name.name.data && hj_scope_find(naming->scope, name.name) < 0) {
        freeze->reader.memory_full |= !hj_naming_add(naming, name);
    }
}

/* Columns that the program keeps for itself (record, line, the firm of a fact) have no names here:
 * they would take them from people, and a dictionary alone does not know them. */
static void add_schema(struct hj_freeze *freeze, struct hj_naming *naming,
                       const struct hj_schema *schema)
{
    for (uint32_t i = 0; i < schema->count && !freeze->reader.memory_full; i++) {
        const struct hj_column *column = &schema->columns[i];
        if (column->origin != HJ_FROM_RECORD) {
            struct hj_span copy = hj_reader_copy(&freeze->reader, column->name);
            add_column(freeze, naming, (struct hj_name){copy, HJ_NAME_COLUMN, column->type, i});
        }
    }
}

/* The columns that a load by this dictionary would give; there are no vectors yet, so the numbers
 * only tell them apart. */
static void add_fields(struct hj_freeze *freeze, struct hj_naming *naming,
                       const struct hj_table *table)
{
    struct hj_reader *reader = &freeze->reader;
    uint32_t column = 0;
    for (uint32_t i = 0; i < table->field_count && !reader->memory_full; i++) {
        const struct hj_field *field = &table->fields[i];
        struct hj_name name = {field->name, HJ_NAME_COLUMN, hj_field_value_type(field), column++};
        add_column(freeze, naming, name);
        if (hj_field_has_currency(field)) {
            struct hj_span currency = hj_field_beside(reader, field, "_currency");
            add_column(freeze, naming,
                       (struct hj_name){currency, HJ_NAME_COLUMN, HJ_TEXT, column++});
        }
        if (hj_field_has_raw(field)) {
            struct hj_span raw = hj_field_beside(reader, field, "_raw");
            add_column(freeze, naming, (struct hj_name){raw, HJ_NAME_COLUMN, HJ_TEXT, column++});
        }
    }
}

/* What the dictionary has and the snapshot has not: the next load brings it. */
static void note_unloaded(struct hj_freeze *freeze, struct hj_scope *scope,
                          const struct hj_table *table)
{
    struct hj_naming fields;
    struct hj_scope wanted;
    hj_naming_init(&fields, &freeze->scratch, &wanted);
    add_fields(freeze, &fields, table);
    struct hj_span *unloaded = hj_reader_new(&freeze->reader, wanted.count, sizeof *unloaded);
    scope->unloaded = unloaded;
    for (uint32_t i = 0; unloaded && i < wanted.count; i++) {
        if (hj_scope_find(scope, wanted.names[i].name) < 0) {
            unloaded[scope->unloaded_count++] = wanted.names[i].name;
        }
    }
}

static void add_table(struct hj_freeze *freeze, struct hj_naming *naming,
                      const struct hj_table_facts *facts, const struct hj_table *table)
{
    if (facts && facts->schema) {
        add_schema(freeze, naming, facts->schema);
    } else if (table) {
        add_fields(freeze, naming, table);
    }
    if (facts && facts->loaded && table) {
        note_unloaded(freeze, naming->scope, table);
    }
}

static void add_derived(struct hj_freeze *freeze, struct hj_name name, struct hj_span input)
{
    const struct hj_scope *scope = &freeze->ruleset->scope;
    if (input.size == 0 || hj_scope_find(scope, input) < 0) {
        return;
    }
    if (hj_scope_find(scope, name.name) < 0) {
        freeze->reader.memory_full |= !hj_naming_add(&freeze->firm, name);
        return;
    }
    const struct hj_table *table = dictionary_of(freeze, registry);
    struct hj_origin_place nowhere = {.line = 0};
    hj_freeze_problem_at(freeze, table ? &table->place : &nowhere, HJ_RULES_COLUMN_TAKEN, "column",
                         name.name);
}

void hj_freeze_columns(struct hj_freeze *freeze)
{
    static const struct {
        struct hj_span name, input;
        enum hj_type type;
    } derived[HJ_DERIVED_COUNT] = {
#define DERIVED(name, type, input) {HJ_SPAN(#name), HJ_SPAN(input), HJ_##type},
        HJ_DERIVED_COLUMNS(DERIVED)
#undef DERIVED
    };
    add_table(freeze, &freeze->firm, known_of(freeze, registry), dictionary_of(freeze, registry));
    for (uint32_t i = 0; i < HJ_DERIVED_COUNT; i++) {
        struct hj_name name = {derived[i].name, HJ_NAME_DERIVED, derived[i].type, i};
        add_derived(freeze, name, derived[i].input);
    }
}

/* ---- fact tables ---- */

static void add_fact(struct hj_freeze *freeze, struct hj_span name)
{
    const struct hj_table *table = dictionary_of(freeze, name);
    const struct hj_table_facts *facts = known_of(freeze, name);
    if (hj_span_equal(name, registry) || hj_name_index_find(&freeze->facts, name) >= 0) {
        return;
    }
    uint32_t index = freeze->ruleset->fact_count++;
    struct hj_fact *fact = &freeze->fact_items[index];
    *fact = (struct hj_fact){.table = hj_reader_copy(&freeze->reader, name), .partial = true};
    if (table) {
        fact->partial = table->default_partial;
    }
    if (facts) {
        fact->loaded = facts->loaded;
        fact->partial = facts->partial_given ? facts->partial : table && table->default_partial;
        fact->covers = facts->covers;
        fact->covers_from = facts->covers_from;
        fact->covers_to = facts->covers_to;
    }
    hj_naming_init(&freeze->fact_scopes[index], &freeze->ruleset->arena, &fact->scope);
    add_table(freeze, &freeze->fact_scopes[index], facts, table);
    freeze->reader.memory_full |= !hj_name_index_add(&freeze->facts, fact->table, index);
}

/* A fact table is joined to firms by a column that both have. */
static void check_keys(struct hj_freeze *freeze)
{
    const struct hj_table *firms = dictionary_of(freeze, registry);
    size_t at = 0;
    for (const struct hj_section *section;
         firms && (section = hj_section_next(freeze->builder, HJ_SECTION_TABLE, &at));) {
        const struct hj_yaml *key = hj_yaml_get(section->root, "key");
        if (!key || !hj_yaml_is_text(key) || hj_span_equal(section->value->text, registry)) {
            continue;
        }
        int found = hj_scope_find(&freeze->ruleset->scope, key->text);
        if (found < 0 || freeze->ruleset->scope.names[found].kind != HJ_NAME_COLUMN) {
            freeze->reader.file = section->file;
            bool unloaded = hj_scope_is_unloaded(&freeze->ruleset->scope, key->text);
            hj_reader_problem(&freeze->reader, key,
                              unloaded ? HJ_RULES_UNLOADED : HJ_RULES_TABLE_KEY,
                              unloaded ? "name" : "column", key->text);
        }
    }
}

void hj_freeze_facts(struct hj_freeze *freeze)
{
    struct hj_ruleset *ruleset = freeze->ruleset;
    uint32_t most = ruleset->table_count + freeze->options->table_count;
    freeze->fact_items = hj_reader_new(&freeze->reader, most, sizeof *freeze->fact_items);
    freeze->fact_scopes = hj_arena_zero(&freeze->scratch, most + 1, sizeof *freeze->fact_scopes);
    freeze->fact_used = hj_arena_zero(&freeze->scratch, most + 1, sizeof *freeze->fact_used);
    if (!freeze->fact_items || !freeze->fact_scopes || !freeze->fact_used) {
        freeze->reader.memory_full = true;
        return;
    }
    ruleset->facts = freeze->fact_items;
    for (uint32_t i = 0; i < ruleset->table_count; i++) {
        add_fact(freeze, ruleset->tables[i].name);
    }
    for (uint32_t i = 0; i < freeze->options->table_count; i++) {
        add_fact(freeze, freeze->options->tables[i].table);
    }
    check_keys(freeze);
}

/* Parameters come in when the first feature asks: a table that none reads may have columns of any
 * name. */
const struct hj_scope *hj_freeze_fact_scope(struct hj_freeze *freeze, uint32_t fact,
                                            const struct hj_yaml *node)
{
    struct hj_naming *naming = &freeze->fact_scopes[fact];
    const struct hj_ruleset *ruleset = freeze->ruleset;
    for (uint32_t i = 0; i < ruleset->parameter_count && !freeze->fact_used[fact]; i++) {
        const struct hj_parameter *parameter = &ruleset->parameters[i];
        int known = hj_scope_find(&freeze->constant_scope, parameter->name);
        if (known < 0 || freeze->constant_scope.names[known].index != i) {
            continue; /* declared twice */
        }
        if (hj_scope_find(naming->scope, parameter->name) >= 0) {
            struct hj_problem *problem = hj_reader_problem(
                &freeze->reader, node, HJ_RULES_PARAMETER_COLUMN, "name", parameter->name);
            hj_error_text(&problem->error, "table", ruleset->facts[fact].table);
            continue;
        }
        struct hj_name name = freeze->constant_scope.names[known];
        freeze->reader.memory_full |= !hj_naming_add(naming, name);
    }
    freeze->fact_used[fact] = true;
    return naming->scope;
}

bool hj_freeze_supplies(const struct hj_freeze *freeze, int fact, const struct hj_name *column)
{
    if (freeze->options->table_count == 0) {
        return true;
    }
    struct hj_span table = fact < 0 ? registry : freeze->ruleset->facts[fact].table;
    const struct hj_table_facts *facts = known_of(freeze, table);
    return facts && facts->schema && facts->schema->columns[column->index].header.size > 0;
}
