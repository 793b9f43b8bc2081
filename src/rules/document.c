/* SPDX-License-Identifier: MIT */
#include "rules/document.h"

#include "base/memory.h"
#include "rules/reader.h"

/* Keys that may stand at the top of a file. A sibling needs the key of its kind beside it. */
struct top_key {
    const char *name;
    enum hj_section_kind kind;
    bool sibling;
};

static const struct top_key top_keys[] = {
#define TOP_KEY(name, key) {key, HJ_SECTION_##name, false},
    HJ_SECTIONS(TOP_KEY)
#undef TOP_KEY
        {"key", HJ_SECTION_TABLE, true},
    {"nulls", HJ_SECTION_TABLE, true},
    {"columns", HJ_SECTION_TABLE, true},
    {"default_partial", HJ_SECTION_TABLE, true},
    {"totals", HJ_SECTION_TABLE, true},
    {"title", HJ_SECTION_INDICATOR, true},
    {"numerator", HJ_SECTION_INDICATOR, true},
    {"counting", HJ_SECTION_INDICATOR, true},
    {"scale", HJ_SECTION_INDICATOR, true},
};

enum { TOP_KEYS = sizeof top_keys / sizeof *top_keys };

static const struct top_key *find_top_key(struct hj_span name)
{
    for (size_t i = 0; i < TOP_KEYS; i++) {
        if (hj_span_is(name, top_keys[i].name)) {
            return &top_keys[i];
        }
    }
    return NULL;
}

const struct hj_section *hj_section_next(const struct hj_rules_builder *builder,
                                         enum hj_section_kind kind, size_t *at)
{
    while (*at < builder->section_count) {
        const struct hj_section *section = &builder->sections[(*at)++];
        if (section->kind == kind) {
            return section;
        }
    }
    return NULL;
}

uint32_t hj_section_items(const struct hj_rules_builder *builder, enum hj_section_kind kind)
{
    uint32_t count = 0;
    size_t at = 0;
    for (const struct hj_section *section; (section = hj_section_next(builder, kind, &at));) {
        count += section->value->count;
    }
    return count;
}

static void unknown_key(struct hj_reader *reader, const struct hj_yaml *key)
{
    struct hj_span names[TOP_KEYS];
    char expected[HJ_ERROR_VALUE] = "";
    size_t size = 0;
    for (size_t i = 0; i < TOP_KEYS; i++) {
        names[i] = hj_span_of(top_keys[i].name);
        if (!top_keys[i].sibling) {
            int written = snprintf(expected + size, sizeof expected - size, "%s%s", i ? ", " : "",
                                   top_keys[i].name);
            size += written > 0 ? (size_t)written : 0;
        }
    }
    struct hj_problem *problem = hj_reader_problem(reader, key, HJ_YAML_KEY, "key", key->text);
    hj_error_text(&problem->error, "expected", hj_span_of(expected));
    hj_reader_suggest(reader, problem, key->text, names, TOP_KEYS, sizeof *names);
}

static bool add_section(struct hj_rules_builder *builder, struct hj_section section)
{
    void *sections = builder->sections;
    if (hj_memory_grow(&sections, &builder->section_capacity, builder->section_count + 1,
                       sizeof section) != 0) {
        return false;
    }
    builder->sections = sections;
    builder->sections[builder->section_count++] = section;
    return true;
}

static const char *leading_key(enum hj_section_kind kind)
{
    return top_keys[kind].name;
}

bool hj_document_sections(struct hj_rules_builder *builder, const struct hj_yaml_file *file,
                          struct hj_problems *problems)
{
    struct hj_reader reader = {.file = file, .arena = &builder->arena, .problems = problems};
    const struct hj_yaml *root = file->root;
    if (!root) {
        return true;
    }
    if (root->kind != HJ_YAML_MAPPING) {
        hj_reader_shape(&reader, root, "a rule file", "a mapping with a key such as `rules:`");
        return true;
    }
    for (uint32_t i = 0; i < root->count; i++) {
        const struct top_key *key = find_top_key(root->keys[i]->text);
        if (!key) {
            unknown_key(&reader, root->keys[i]);
        } else if (!key->sibling) {
            struct hj_section section = {key->kind, file, root, root->items[i]};
            if (!add_section(builder, section)) {
                return false;
            }
        } else if (!hj_yaml_get(root, leading_key(key->kind))) {
            hj_reader_problem(&reader, root->keys[i], HJ_YAML_MISSING, "key",
                              hj_span_of(leading_key(key->kind)));
        }
    }
    return !reader.memory_full;
}
