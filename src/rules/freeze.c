/* SPDX-License-Identifier: MIT */
#include "rules/freeze.h"

#include "base/memory.h"
#include "rules/dictionary.h"
#include "rules/freeze_lists.h"

static void read_dictionaries(const struct hj_rules_builder *builder, struct hj_reader *reader,
                              struct hj_dictionaries *dictionaries)
{
    hj_read_tables(builder, reader, dictionaries);
    hj_read_currencies(builder, reader, dictionaries);
    hj_read_names(builder, reader, dictionaries);
}

enum hj_code hj_rules_dictionaries(struct hj_rules_builder *builder, struct hj_problems *problems,
                                   struct hj_dictionaries *dictionaries, struct hj_error *error)
{
    struct hj_reader reader = {.arena = &builder->arena, .problems = problems};
    *dictionaries = (struct hj_dictionaries){0};
    read_dictionaries(builder, &reader, dictionaries);
    return reader.memory_full || problems->memory_full ? hj_error_memory(error) : HJ_OK;
}

static void freeze_dictionaries(struct hj_freeze *freeze)
{
    struct hj_dictionaries read = {0};
    struct hj_ruleset *ruleset = freeze->ruleset;
    read_dictionaries(freeze->builder, &freeze->reader, &read);
    ruleset->tables = read.tables;
    ruleset->table_count = read.table_count;
    ruleset->currencies = read.currencies;
    ruleset->currency_count = read.currency_count;
    ruleset->names = read.names;
    ruleset->name_count = read.name_count;
    for (uint32_t i = 0; i < read.table_count; i++) {
        freeze->reader.memory_full |= !hj_name_index_add(&freeze->tables, read.tables[i].name, i);
    }
}

static void freeze_names(struct hj_freeze *freeze)
{
    struct hj_feature_draft *drafts = NULL;
    uint32_t count = 0;
    hj_freeze_columns(freeze);
    hj_freeze_features_declare(freeze, &drafts, &count);
    hj_freeze_parameters(freeze);
    hj_freeze_facts(freeze);
    if (!freeze->reader.memory_full) {
        hj_freeze_features(freeze, drafts, count);
    }
}

/* Rules come before linking and may not rest on it; what comes after may. */
static void add_survivor(struct hj_freeze *freeze)
{
    struct hj_name name = {HJ_SPAN("survivor"), HJ_NAME_DERIVED, HJ_BOOLEAN, HJ_DERIVED_survivor};
    if (hj_scope_find(&freeze->ruleset->scope, name.name) < 0) {
        freeze->reader.memory_full |= !hj_naming_add(&freeze->firm, name);
    }
}

static void keep_features(struct hj_freeze *freeze)
{
    hj_freeze_lists(freeze); /* the last that may add features */
    struct hj_feature *kept = hj_reader_new(&freeze->reader, freeze->feature_count, sizeof *kept);
    if (kept && freeze->feature_count > 0) {
        memcpy(kept, freeze->features, freeze->feature_count * sizeof *kept);
    }
    freeze->ruleset->features = kept;
    freeze->ruleset->feature_count = kept ? (uint32_t)freeze->feature_count : 0;
}

static void run_steps(struct hj_freeze *freeze)
{
    static void (*const steps[])(struct hj_freeze *) = {
        freeze_dictionaries, hj_freeze_laws,      hj_freeze_calendar, hj_freeze_models,
        freeze_names,        hj_freeze_rules,     hj_freeze_survivor, add_survivor,
        hj_freeze_routes,    hj_freeze_indicator, hj_freeze_letters,  hj_freeze_plan,
        hj_freeze_watch,     keep_features,
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !freeze->reader.memory_full; i++) {
        steps[i](freeze);
        freeze->reader.memory_full |= freeze->reader.problems->memory_full;
    }
}

static void release(struct hj_freeze *freeze)
{
    hj_memory_free(freeze->features);
    hj_name_index_release(&freeze->peers);
    hj_name_index_release(&freeze->rules);
    hj_name_index_release(&freeze->models);
    hj_name_index_release(&freeze->laws);
    hj_name_index_release(&freeze->facts);
    hj_name_index_release(&freeze->tables);
    hj_arena_release(&freeze->scratch);
}

enum hj_code hj_rules_freeze(struct hj_rules_builder *builder,
                             const struct hj_freeze_options *options, struct hj_problems *problems,
                             struct hj_ruleset **ruleset, struct hj_error *error)
{
    *ruleset = hj_memory_zero(1, sizeof **ruleset);
    if (!*ruleset) {
        return hj_error_memory(error);
    }
    struct hj_freeze freeze = {.builder = builder, .options = options, .ruleset = *ruleset};
    freeze.reader = (struct hj_reader){.arena = &(*ruleset)->arena, .problems = problems};
    (*ruleset)->as_of = options->as_of;
    (*ruleset)->regexes = hj_reader_new(&freeze.reader, 1, sizeof(struct hj_regexes));
    hj_naming_init(&freeze.firm, &(*ruleset)->arena, &(*ruleset)->scope);
    hj_naming_init(&freeze.constants, &freeze.scratch, &freeze.constant_scope);
    run_steps(&freeze);
    release(&freeze);
    if (freeze.reader.memory_full) {
        hj_ruleset_free(*ruleset);
        *ruleset = NULL;
        return hj_error_memory(error);
    }
    return HJ_OK;
}
