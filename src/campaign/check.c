/* SPDX-License-Identifier: MIT
 * Rule files without a run: `rules check`, with the campaign's tables and features where there is
 * one. */
#include "campaign/check.h"

#include "input/load.h"
#include "rules/schema.h"

/* The schema of a table: as loaded, else from the headers of its files; NULL where neither is
 * there. */
static enum hj_code find_schema(struct hj_rule_files *check, const struct hj_config_table *config,
                                const struct hj_schema **schema, bool *loaded,
                                struct hj_error *error)
{
    struct hj_snapshot *snapshot = hj_arena_zero(&check->arena, 1, sizeof *snapshot);
    if (!snapshot) {
        return hj_error_memory(error);
    }
    if (check->store) {
        enum hj_code code =
            hj_store_current(check->store, config->name, &check->arena, snapshot, error);
        if (code != HJ_OK) {
            return code;
        }
    }
    *loaded = snapshot->id != 0;
    if (*loaded) {
        *schema = &snapshot->schema;
        return HJ_OK;
    }
    const struct hj_dictionaries *dictionaries = &check->dictionaries;
    struct hj_input_options options = {
        .table = hj_span_of(config->name),
        .currencies = dictionaries->currencies,
        .currency_count = dictionaries->currency_count,
        .files = config->files,
        .file_count = config->file_count,
        .threads = 1,
    };
    for (uint32_t i = 0; i < dictionaries->table_count; i++) {
        if (hj_span_equal(dictionaries->tables[i].name, options.table)) {
            options.dictionary = &dictionaries->tables[i];
        }
    }
    struct hj_error unreadable; /* the dictionary alone must do then */
    enum hj_code code = hj_input_schema(&options, &check->arena, &snapshot->schema, &unreadable);
    *schema = code == HJ_OK ? &snapshot->schema : NULL;
    return code == HJ_MEMORY ? hj_error_memory(error) : HJ_OK;
}

static enum hj_code find_tables(struct hj_rule_files *check, struct hj_freeze_options *options,
                                struct hj_error *error)
{
    const struct hj_config *config = &check->campaign->config;
    struct hj_table_facts *tables =
        hj_arena_zero(&check->arena, config->table_count, sizeof *tables);
    enum hj_code code = hj_store_open(config->store, HJ_STORE_READ, &check->store, error);
    code = code == HJ_STORE_EMPTY ? HJ_OK : code;
    if (code == HJ_OK && !tables) {
        code = hj_error_memory(error);
    }
    for (uint32_t i = 0; code == HJ_OK && i < config->table_count; i++) {
        tables[i].table = hj_span_of(config->tables[i].name);
        code = find_schema(check, &config->tables[i], &tables[i].schema, &tables[i].loaded, error);
    }
    options->tables = tables;
    options->table_count = config->table_count;
    options->as_of = config->as_of;
    return code;
}

/* The paths first, so that their files are named as given; a file is read once. */
static enum hj_code read_files(struct hj_rule_files *check, struct hj_error *error)
{
    enum hj_code code = hj_rules_builder_new(&check->builder, error);
    for (size_t i = 0; code == HJ_OK && i < check->path_count; i++) {
        code = hj_rules_add_path(check->builder, check->paths[i], &check->all, error);
    }
    if (code == HJ_OK && check->campaign) {
        code = hj_campaign_add_rules(check->campaign, check->builder, &check->all, error);
    }
    return code;
}

bool hj_rule_paths_hold(const char *const *paths, size_t count, const char *file)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(paths[i]);
        while (size > 1 && paths[i][size - 1] == '/') {
            size--;
        }
        if (strncmp(file, paths[i], size) == 0 && (file[size] == '\0' || file[size] == '/')) {
            return true;
        }
    }
    return count == 0;
}

void hj_rule_files_copy_problem(struct hj_rule_files *check, const struct hj_problem *problem)
{
    struct hj_problem *copy =
        hj_problems_add(check->problems, problem->error.code, problem->warning);
    *copy = *problem;
    copy->source = hj_arena_copy(&check->problems->arena, problem->source);
    copy->suggestion = hj_arena_copy(&check->problems->arena, problem->suggestion);
}

/* Hands the problems of the files asked for to the caller. */
void hj_rule_files_report(struct hj_rule_files *check)
{
    hj_problems_sort(&check->all);
    for (size_t i = 0; i < check->all.count; i++) {
        const struct hj_problem *problem = check->all.items[i];
        if (hj_rule_paths_hold(check->paths, check->path_count, problem->error.file)) {
            hj_rule_files_copy_problem(check, problem);
        }
    }
}

struct hj_value hj_rule_files_shown(const struct hj_ruleset *ruleset, struct hj_span name,
                                    struct hj_value value)
{
    const struct hj_table *registry = hj_ruleset_table(ruleset, hj_span_of("registry"));
    for (uint32_t i = 0; registry && i < registry->field_count; i++) {
        if (registry->fields[i].personal != HJ_PERSONAL_NONE && !value.null &&
            hj_span_equal(registry->fields[i].name, name)) {
            return (struct hj_value){.type = HJ_TEXT, .text = hj_span_of("*")};
        }
    }
    return value;
}

enum hj_code hj_rule_files_read(struct hj_rule_files *check, struct hj_error *error)
{
    struct hj_freeze_options *options = &check->options;
    enum hj_code code = HJ_OK;
    struct hj_problems twice = {0}; /* freezing finds them again */
    *options = (struct hj_freeze_options){.draft = true, .retired = true};
    HJ_TRY(read_files(check, error));
    if (check->campaign) {
        HJ_TRY(hj_rules_dictionaries(check->builder, &twice, &check->dictionaries, error));
        HJ_TRY(find_tables(check, options, error));
    }
    HJ_TRY(hj_rules_freeze(check->builder, options, &check->all, &check->ruleset, error));
done:
    hj_problems_release(&twice);
    return code;
}

void hj_rule_files_release(struct hj_rule_files *check)
{
    hj_ruleset_free(check->ruleset);
    hj_rules_builder_free(check->builder);
    hj_store_close(check->store);
    hj_problems_release(&check->all);
    hj_arena_release(&check->arena);
}

bool hj_rule_files_asks(const struct hj_rule_files *check, const struct hj_rule *rule)
{
    char file[HJ_ERROR_FILE];
    snprintf(file, sizeof file, "%.*s", (int)rule->place.file.size, rule->place.file.data);
    return hj_rule_paths_hold(check->paths, check->path_count, file);
}

void hj_rule_files_count(const struct hj_rule_files *check, struct hj_rules_tested *counts)
{
    *counts = (struct hj_rules_tested){0};
    for (uint32_t i = 0; check->ruleset && i < check->ruleset->rule_count; i++) {
        if (hj_rule_files_asks(check, &check->ruleset->rules[i])) {
            counts->rules++;
            counts->tests += check->ruleset->rules[i].test_count;
        }
    }
}

enum hj_code hj_rules_check(struct hj_campaign *campaign, const char *const *paths, size_t count,
                            struct hj_problems *problems, struct hj_rules_tested *counts,
                            struct hj_error *error)
{
    struct hj_rule_files check = {
        .campaign = campaign, .paths = paths, .path_count = count, .problems = problems};
    enum hj_code code = hj_rule_files_read(&check, error);
    hj_rule_files_report(&check);
    hj_rule_files_count(&check, counts);
    if (code == HJ_OK) {
        code = hj_campaign_problems(problems, error);
    }
    hj_rule_files_release(&check);
    return code;
}

enum hj_code hj_rules_schema(struct hj_buffer *out, struct hj_error *error)
{
    return hj_rules_write_schema(out) ? HJ_OK : hj_error_memory(error);
}
