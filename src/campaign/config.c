/* SPDX-License-Identifier: MIT */
#include "campaign/config.h"

#include "base/hash.h"
#include "campaign/config_fields.h"
#include "rules/yaml.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* One entry of a table's files: a path, or a glob with its matches in byte order. */
static void add_files(struct hj_config_reader *reader, const struct hj_yaml *node,
                      struct hj_config_table *table)
{
    const char *path = hj_config_path_of(reader, node);
    if (!path) {
        return;
    }
    glob_t found = {0};
    size_t matches = 0;
    if (strpbrk(path, "*?[") && glob(path, GLOB_NOSORT, NULL, &found) == 0) {
        matches = found.gl_pathc;
        qsort(found.gl_pathv, matches, sizeof *found.gl_pathv, compare_paths);
    }
    const char **files =
        hj_arena_new(reader->arena, (table->file_count + matches + 1) * sizeof *files);
    if (!files) {
        reader->memory_full = true;
        globfree(&found);
        return;
    }
    if (table->file_count) {
        memcpy(files, table->files, table->file_count * sizeof *files);
    }
    for (size_t i = 0; i < matches; i++) {
        files[table->file_count++] =
            hj_arena_copy(reader->arena, hj_span_of(found.gl_pathv[i])).data;
    }
    if (matches == 0) {
        files[table->file_count++] = path;
    }
    table->files = files;
    globfree(&found);
}

static void read_table_files(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target)
{
    if (node->kind != HJ_YAML_SEQUENCE) {
        add_files(reader, node, target);
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        add_files(reader, node->items[i], target);
    }
}

static void read_extracted(struct hj_config_reader *reader, const struct hj_yaml *node,
                           void *target)
{
    struct hj_config_table *table = target;
    table->extracted_given = hj_config_date(reader, node, &table->extracted);
}

static void read_covers(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config_table *table = target;
    if (node->kind != HJ_YAML_SEQUENCE || node->count != 2) {
        hj_config_shape(reader, node, "covers", "[first day, last day]");
        return;
    }
    table->covers = hj_config_date(reader, node->items[0], &table->covers_from) &&
                    hj_config_date(reader, node->items[1], &table->covers_to);
    if (table->covers && table->covers_from > table->covers_to) {
        hj_config_shape(reader, node, "covers", "[first day, last day], in this order");
    }
}

static void read_partial(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config_table *table = target;
    table->partial_given = hj_config_boolean(reader, node, &table->partial);
}

static void read_table(struct hj_config_reader *reader, const struct hj_yaml *key,
                       const struct hj_yaml *node, struct hj_config_table *table)
{
    static const struct hj_config_field fields[] = {
        {"files", read_table_files, true},
        {"extracted", read_extracted, false},
        {"covers", read_covers, false},
        {"partial", read_partial, false},
    };
    table->name = key->text.data;
    table->place = (struct hj_config_place){key->line, key->column};
    if (node->kind == HJ_YAML_MAPPING) {
        hj_config_mapping(reader, node, fields, sizeof fields / sizeof *fields, table);
    } else {
        read_table_files(reader, node, table);
    }
}

static void read_tables(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config *config = target;
    if (node->kind != HJ_YAML_MAPPING) {
        hj_config_shape(reader, node, "tables", "a mapping from table to files");
        return;
    }
    config->tables = hj_arena_zero(reader->arena, node->count, sizeof *config->tables);
    if (!config->tables) {
        reader->memory_full = true;
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        read_table(reader, node->keys[i], node->items[i], &config->tables[i]);
    }
    config->table_count = node->count;
}

static void read_settings(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config *config = target;
    if (node->kind != HJ_YAML_MAPPING) {
        hj_config_shape(reader, node, "set", "a mapping from parameter to value");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        hj_config_add_setting(reader, &config->settings, &config->setting_count, node->keys[i],
                              node->items[i]);
    }
}

static void read_disabled(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config *config = target;
    if (node->kind != HJ_YAML_SEQUENCE) {
        hj_config_shape(reader, node, "disable", "a list of rule ids");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        hj_config_add_setting(reader, &config->disabled, &config->disabled_count, node->items[i],
                              node->items[i]);
    }
}

/* An item of `rules:` is a path, or settings that change what the paths bring. */
static void read_rules(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    static const struct hj_config_field fields[] = {
        {"disable", read_disabled, false},
        {"set", read_settings, false},
    };
    struct hj_config *config = target;
    uint32_t count = node->kind == HJ_YAML_SEQUENCE ? node->count : 1;
    config->rules = hj_arena_zero(reader->arena, count, sizeof *config->rules);
    if (!config->rules) {
        reader->memory_full = true;
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct hj_yaml *item = node->kind == HJ_YAML_SEQUENCE ? node->items[i] : node;
        if (item->kind == HJ_YAML_MAPPING) {
            hj_config_mapping(reader, item, fields, sizeof fields / sizeof *fields, config);
            continue;
        }
        const char *path = hj_config_path_of(reader, item);
        if (path) {
            config->rules[config->rule_count++] =
                (struct hj_config_path){path, {item->line, item->column}};
        }
    }
}

static void read_name(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config *config = target;
    hj_config_text(reader, node, &config->name);
}

static void read_as_of(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config *config = target;
    hj_config_date(reader, node, &config->as_of);
}

static void read_store(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config *config = target;
    config->store = hj_config_path_of(reader, node);
}

static void read_scenario(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config *config = target;
    config->scenario = hj_config_path_of(reader, node);
}

static void read_lists(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config *config = target;
    config->lists = hj_config_path_of(reader, node);
}

static void read_report(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config *config = target;
    config->report = hj_config_path_of(reader, node);
}

static void read_counting(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config *config = target;
    config->counting_place = (struct hj_config_place){node->line, node->column};
    hj_config_text(reader, node, &config->counting);
}

static void read_numerator(struct hj_config_reader *reader, const struct hj_yaml *node,
                           void *target)
{
    struct hj_config_official *official = target;
    hj_config_count(reader, node, &official->numerator);
}

static void read_denominator(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target)
{
    struct hj_config_official *official = target;
    hj_config_count(reader, node, &official->denominator);
}

static void read_official_day(struct hj_config_reader *reader, const struct hj_yaml *node,
                              void *target)
{
    struct hj_config_official *official = target;
    official->as_of_given = hj_config_date(reader, node, &official->as_of);
}

static void read_source(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config_official *official = target;
    hj_config_text(reader, node, &official->source);
}

static void read_ignored(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    (void)reader, (void)node, (void)target;
}

static void read_official(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    static const struct hj_config_field fields[] = {
        {"numerator", read_numerator, true}, {"denominator", read_denominator, true},
        {"as_of", read_official_day, false}, {"source", read_source, false},
        {"document", read_ignored, false},
    };
    struct hj_config *config = target;
    config->official.given = true;
    hj_config_mapping(reader, node, fields, sizeof fields / sizeof *fields, &config->official);
}

static void read_roles(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config *config = target;
    if (node->kind != HJ_YAML_MAPPING) {
        hj_config_shape(reader, node, "roles", "a mapping from role to local name");
        return;
    }
    config->roles = hj_arena_zero(reader->arena, node->count, sizeof *config->roles);
    if (!config->roles) {
        reader->memory_full = true;
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        struct hj_config_role *role = &config->roles[config->role_count];
        role->role = node->keys[i]->text;
        if (hj_config_text(reader, node->items[i], &role->name)) {
            config->role_count++;
        }
    }
}

static void read_waive(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_config *config = target;
    if (node->kind != HJ_YAML_SEQUENCE) {
        hj_config_shape(reader, node, "waive", "a list of names");
        return;
    }
    struct hj_span *names = hj_arena_zero(reader->arena, node->count, sizeof *names);
    reader->memory_full |= !names;
    for (uint32_t i = 0; names && i < node->count; i++) {
        config->waived_count +=
            hj_config_text(reader, node->items[i], &names[config->waived_count]);
    }
    config->waived = names;
}

static void read_max_rejects(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target)
{
    struct hj_config *config = target;
    hj_config_share(reader, node, &config->rejects_share, &config->rejects_limit);
}

static const struct hj_config_field campaign_fields[] = {
    {"campaign", read_name, true},        {"as_of", read_as_of, true},
    {"store", read_store, false},         {"rules", read_rules, false},
    {"counting", read_counting, false},   {"official", read_official, false},
    {"denominator", read_ignored, false}, {"roles", read_roles, false},
    {"tables", read_tables, true},        {"max_rejects", read_max_rejects, false},
    {"scenario", read_scenario, false},   {"lists", read_lists, false},
    {"waive", read_waive, false},         {"report", read_report, false},
    {"disable", read_disabled, false},    {"set", read_settings, false},
};

/* The file of a campaign given as a file, as a folder, or not at all. */
static enum hj_code find_file(const char *path, struct hj_arena *arena, struct hj_config *config,
                              struct hj_error *error)
{
    struct stat found;
    struct hj_span given = hj_span_of(path ? path : "");
    bool folder = given.size == 0 || (stat(path, &found) == 0 && S_ISDIR(found.st_mode));
    static const char name[] = "campaign.yaml";
    char *joined = hj_arena_new(arena, given.size + sizeof name + 1);
    char *base = hj_arena_new(arena, given.size + 2);
    if (!joined || !base) {
        return hj_error_memory(error);
    }
    const char *slash = given.size && given.data[given.size - 1] != '/' ? "/" : "";
    if (folder) {
        snprintf(joined, given.size + sizeof name + 1, "%s%s%s", given.size ? path : "", slash,
                 name);
        snprintf(base, given.size + 2, "%s%s", given.size ? path : "", slash);
    } else {
        memcpy(joined, path, given.size + 1);
        const char *last = strrchr(path, '/');
        size_t size = last ? (size_t)(last - path) + 1 : 0;
        snprintf(base, given.size + 2, "%.*s", (int)size, path);
    }
    config->file = joined;
    config->folder = base;
    if (stat(joined, &found) != 0) {
        hj_error_set(error, HJ_CAMPAIGN_MISSING);
        hj_error_text(error, "file", hj_span_of(joined));
        return error->code;
    }
    return HJ_OK;
}

enum hj_code hj_config_read(const char *path, struct hj_arena *arena, struct hj_problems *problems,
                            struct hj_config *config, struct hj_error *error)
{
    *config = (struct hj_config){.rejects_share = true, .rejects_limit = 0.01};
    enum hj_code code = find_file(path, arena, config, error);
    struct hj_yaml_file *file = hj_arena_zero(arena, 1, sizeof *file);
    if (code == HJ_OK && !file) {
        code = hj_error_memory(error);
    }
    if (code == HJ_OK) {
        code = hj_yaml_read(config->file, arena, file, problems, error);
    }
    if (code != HJ_OK) {
        return code;
    }
    struct hj_config_reader reader = {
        .file = file, .folder = config->folder, .arena = arena, .problems = problems};
    if (file->root) {
        hj_config_mapping(&reader, file->root, campaign_fields,
                          sizeof campaign_fields / sizeof *campaign_fields, config);
    }
    if (!config->store) {
        config->store = hj_config_join(&reader, HJ_CONFIG_DEFAULT_STORE);
    }
    if (!config->lists) {
        config->lists = hj_config_join(&reader, HJ_CONFIG_DEFAULT_LISTS);
    }
    if (reader.memory_full) {
        return hj_error_memory(error);
    }
    struct hj_digest digest = hj_digest_of(&file->bytes, 1);
    hj_digest_format(&digest, config->digest.hex);
    return HJ_OK;
}

const struct hj_config_table *hj_config_table(const struct hj_config *config, const char *name)
{
    for (uint32_t i = 0; i < config->table_count; i++) {
        if (strcmp(config->tables[i].name, name) == 0) {
            return &config->tables[i];
        }
    }
    return NULL;
}
