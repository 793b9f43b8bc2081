/* SPDX-License-Identifier: MIT
 * `indicator:`, of which there may be one that is not switched off. */
#include "rules/freeze.h"

#include "rules/schema.h"

struct draft {
    struct hj_indicator indicator;
    const struct hj_yaml *numerator, *counting;
};

static const struct hj_form countings_form = {.kind = HJ_FORM_MAP, .item = &hj_form_predicate};

#define DRAFT(member) offsetof(struct draft, member)
static const struct hj_key indicator_keys[] = {
    {.name = "indicator", .required = true, .read = hj_read_id, .offset = DRAFT(indicator.id)},
    {.name = "title", .required = true, .read = hj_read_title, .offset = DRAFT(indicator.title)},
    {.name = "numerator", .required = true, .read = hj_read_node, .offset = DRAFT(numerator)},
    {.name = "counting",
     .required = true,
     .read = hj_read_node,
     .offset = DRAFT(counting),
     .form = &countings_form},
    {.name = "scale", .required = true, .read = hj_read_positive, .offset = DRAFT(indicator.scale)},
};
#undef DRAFT
/* other sections may stand in the same file */
static const struct hj_shape indicator_shape = {
    .keys = indicator_keys, .count = sizeof indicator_keys / sizeof *indicator_keys, .open = true};
const struct hj_form hj_form_of_indicator = {.kind = HJ_FORM_MAPPING, .shape = &indicator_shape};

static void compile(struct hj_freeze *freeze, const struct hj_yaml *node, const char *key,
                    struct hj_predicate *predicate)
{
    struct hj_compile compile = {
        .scope = &freeze->ruleset->scope,
        .node = node,
        .key = key,
        .wanted = HJ_BOOLEAN,
        .over_firms = true,
    };
    hj_freeze_compile(freeze, &compile, predicate);
}

static void read_countings(struct hj_freeze *freeze, const struct hj_yaml *node,
                           struct hj_indicator *indicator)
{
    if (node->kind != HJ_YAML_MAPPING || node->count == 0) {
        hj_reader_shape(&freeze->reader, node, "counting", "a mapping of names to predicates");
        return;
    }
    struct hj_counting *countings = hj_reader_new(&freeze->reader, node->count, sizeof *countings);
    for (uint32_t i = 0; countings && i < node->count; i++) {
        countings[i].id = hj_reader_copy(&freeze->reader, node->keys[i]->text);
        compile(freeze, node->items[i], "a counting", &countings[i].when);
    }
    indicator->countings = countings;
    indicator->counting_count = countings ? node->count : 0;
}

void hj_freeze_indicator(struct hj_freeze *freeze)
{
    struct hj_indicator *indicator = NULL;
    size_t at = 0;
    for (const struct hj_section *section;
         (section = hj_section_next(freeze->builder, HJ_SECTION_INDICATOR, &at));) {
        freeze->reader.file = section->file;
        struct draft draft = {.indicator = {.place = hj_freeze_place(freeze, section->value)}};
        hj_read_mapping(&freeze->reader, section->root, &indicator_shape, &draft);
        compile(freeze, draft.numerator, "numerator", &draft.indicator.numerator);
        if (draft.counting) {
            read_countings(freeze, draft.counting, &draft.indicator);
        }
        if (hj_freeze_disabled(freeze, draft.indicator.id)) {
            continue;
        }
        if (indicator) {
            struct hj_problem *problem = hj_reader_problem(
                &freeze->reader, section->value, HJ_RULES_INDICATOR, NULL, draft.indicator.id);
            hj_error_text(&problem->error, "file", indicator->place.file);
            hj_error_number(&problem->error, "line", indicator->place.line);
            continue;
        }
        indicator = hj_reader_new(&freeze->reader, 1, sizeof *indicator);
        if (!indicator) {
            return;
        }
        *indicator = draft.indicator;
    }
    freeze->ruleset->indicator = indicator;
}
