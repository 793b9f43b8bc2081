/* SPDX-License-Identifier: MIT
 * `models:`: only their shape is checked and their ids kept; linking reads them itself. */
#include "rules/freeze.h"

#include "rules/schema.h"

struct model {
    struct hj_span id;
    struct hj_title title;
    const struct hj_yaml *other;
    double threshold;
};

static void read_block(struct hj_reader *reader, const struct hj_yaml *node,
                       const struct hj_key *key, void *target);
static void read_compare(struct hj_reader *reader, const struct hj_yaml *node,
                         const struct hj_key *key, void *target);

static const struct hj_form blocks_form, comparisons_form, levels_form;

static const struct hj_key model_keys[] = {
    {.name = "id", .required = true, .read = hj_read_id, .offset = offsetof(struct model, id)},
    {.name = "title", .read = hj_read_title, .offset = offsetof(struct model, title)},
    {.name = "block", .required = true, .read = read_block, .form = &blocks_form},
    {.name = "compare", .required = true, .read = read_compare, .form = &comparisons_form},
    {.name = "never", .read = hj_read_node, .offset = offsetof(struct model, other)},
    {.name = "threshold",
     .required = true,
     .read = hj_read_positive,
     .offset = offsetof(struct model, threshold)},
    {.name = "prior",
     .read = hj_read_node,
     .offset = offsetof(struct model, other),
     .form = &hj_form_positive},
    {.name = "weights",
     .read = hj_read_node,
     .offset = offsetof(struct model, other),
     .form = &hj_form_any},
};
static const struct hj_shape model_shape = {.keys = model_keys,
                                            .count = sizeof model_keys / sizeof *model_keys};
static const struct hj_form model_form = {.kind = HJ_FORM_MAPPING, .shape = &model_shape};
const struct hj_form hj_form_of_models = {.kind = HJ_FORM_LIST, .item = &model_form};

struct block {
    struct hj_span_list key, refine;
};

static const struct hj_key block_keys[] = {
    {.name = "key", .required = true, .read = hj_read_list, .offset = offsetof(struct block, key)},
    {.name = "refine", .read = hj_read_list, .offset = offsetof(struct block, refine)},
};
static const struct hj_shape block_shape = {.keys = block_keys,
                                            .count = sizeof block_keys / sizeof *block_keys};
static const struct hj_form block_mapping = {.kind = HJ_FORM_MAPPING, .shape = &block_shape};
static const struct hj_form block_form = {
    .kind = HJ_FORM_EITHER, .item = &hj_form_texts, .other = &block_mapping};
static const struct hj_form blocks_form = {.kind = HJ_FORM_LIST, .item = &block_form};

struct comparison {
    struct hj_span column;
    const struct hj_yaml *levels;
    bool term_frequency;
};

static const struct hj_key compare_keys[] = {
    {.name = "column",
     .required = true,
     .read = hj_read_text,
     .offset = offsetof(struct comparison, column)},
    {.name = "levels",
     .required = true,
     .read = hj_read_node,
     .offset = offsetof(struct comparison, levels),
     .form = &levels_form},
    {.name = "term_frequency",
     .read = hj_read_boolean,
     .offset = offsetof(struct comparison, term_frequency)},
};
static const struct hj_shape compare_shape = {.keys = compare_keys,
                                              .count = sizeof compare_keys / sizeof *compare_keys};
static const struct hj_form comparison_form = {.kind = HJ_FORM_MAPPING, .shape = &compare_shape};
static const struct hj_form comparisons_form = {.kind = HJ_FORM_LIST, .item = &comparison_form};

struct level {
    double jaro_winkler, jaccard, levenshtein, damerau, days, numeric;
};

#define LEVEL(name)                                                                                \
    {                                                                                              \
#name, false, hj_read_positive, offsetof(struct level, name), NULL, NULL                   \
    }
static const struct hj_key level_keys[] = {
    LEVEL(jaro_winkler), LEVEL(jaccard), LEVEL(levenshtein),
    LEVEL(damerau),      LEVEL(days),    LEVEL(numeric),
};
#undef LEVEL
static const struct hj_shape level_shape = {.keys = level_keys,
                                            .count = sizeof level_keys / sizeof *level_keys};
static const char *const exact[] = {"exact", NULL};
static const struct hj_form exact_form = {.kind = HJ_FORM_CHOICE, .choices = exact};
static const struct hj_form level_mapping = {.kind = HJ_FORM_MAPPING, .shape = &level_shape};
static const struct hj_form level_form = {
    .kind = HJ_FORM_EITHER, .item = &exact_form, .other = &level_mapping};
static const struct hj_form levels_form = {.kind = HJ_FORM_LIST, .item = &level_form};

static void read_block(struct hj_reader *reader, const struct hj_yaml *node,
                       const struct hj_key *key, void *target)
{
    (void)target;
    if (node->kind != HJ_YAML_SEQUENCE) {
        hj_reader_shape(reader, node, key->name, "a list of keys");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        struct block block = {0};
        if (node->items[i]->kind == HJ_YAML_MAPPING) {
            hj_read_mapping(reader, node->items[i], &block_shape, &block);
        } else {
            hj_read_list(reader, node->items[i], key, &block.key);
        }
    }
}

static void read_levels(struct hj_reader *reader, const struct hj_yaml *levels)
{
    if (levels->kind != HJ_YAML_SEQUENCE) {
        hj_reader_shape(reader, levels, "levels", "a list such as [exact, {jaro_winkler: 0.92}]");
        return;
    }
    for (uint32_t i = 0; i < levels->count; i++) {
        const struct hj_yaml *item = levels->items[i];
        struct level level = {0};
        if (item->kind == HJ_YAML_SCALAR && !hj_span_is(item->text, "exact")) {
            hj_reader_shape(reader, item, "a level",
                            "exact or a mapping such as {jaro_winkler: 0.92}");
        } else if (item->kind != HJ_YAML_SCALAR) {
            hj_read_mapping(reader, item, &level_shape, &level);
        }
    }
}

static void read_compare(struct hj_reader *reader, const struct hj_yaml *node,
                         const struct hj_key *key, void *target)
{
    (void)target;
    if (node->kind != HJ_YAML_SEQUENCE) {
        hj_reader_shape(reader, node, key->name, "a list of comparisons");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        struct comparison comparison = {0};
        hj_read_mapping(reader, node->items[i], &compare_shape, &comparison);
        if (comparison.levels) {
            read_levels(reader, comparison.levels);
        }
    }
}

void hj_freeze_models(struct hj_freeze *freeze)
{
    struct hj_reader *reader = &freeze->reader;
    size_t at = 0;
    for (const struct hj_section *section;
         (section = hj_section_next(freeze->builder, HJ_SECTION_MODELS, &at));) {
        reader->file = section->file;
        if (section->value->kind != HJ_YAML_SEQUENCE) {
            hj_reader_shape(reader, section->value, "models", "a list of models");
            continue;
        }
        for (uint32_t i = 0; i < section->value->count && !reader->memory_full; i++) {
            const struct hj_yaml *node = section->value->items[i];
            struct model model = {0};
            hj_read_mapping(reader, node, &model_shape, &model);
            if (model.id.size > 0 && hj_name_index_find(&freeze->models, model.id) >= 0) {
                hj_reader_problem(reader, hj_yaml_get(node, "id"), HJ_RULES_MODEL_TWICE, "model",
                                  model.id);
            } else if (model.id.size > 0) {
                reader->memory_full |= !hj_name_index_add(&freeze->models, model.id, 0);
            }
        }
    }
}
