/* SPDX-License-Identifier: MIT
 * `survivor:`, which of several records of one firm stays: values over firms, the first that
 * differs decides. TRUE comes before FALSE, a later day and a larger number before an earlier and a
 * smaller, a value before NULL; where all are equal the first record stays. */
#include "rules/freeze.h"

#include "rules/schema.h"

const struct hj_form hj_form_of_survivor = {.kind = HJ_FORM_LIST, .item = &hj_form_predicate};

static void read_order(struct hj_freeze *freeze, const struct hj_yaml *node)
{
    struct hj_ruleset *ruleset = freeze->ruleset;
    if (node->kind != HJ_YAML_SEQUENCE || node->count == 0) {
        hj_reader_shape(&freeze->reader, node, "survivor", "a list of values over firms");
        return;
    }
    struct hj_predicate *order = hj_reader_new(&freeze->reader, node->count, sizeof *order);
    for (uint32_t i = 0; order && i < node->count; i++) {
        struct hj_compile compile = {
            .scope = &ruleset->scope,
            .node = node->items[i],
            .key = "survivor",
            .wanted = HJ_ANY_TYPE,
            .over_firms = true,
        };
        hj_freeze_compile(freeze, &compile, &order[i]);
    }
    ruleset->survivor = order;
    ruleset->survivor_count = order ? node->count : 0;
}

void hj_freeze_survivor(struct hj_freeze *freeze)
{
    size_t at = 0;
    const struct hj_section *first = NULL;
    for (const struct hj_section *section;
         (section = hj_section_next(freeze->builder, HJ_SECTION_SURVIVOR, &at));) {
        freeze->reader.file = section->file;
        if (!first) {
            first = section;
            read_order(freeze, section->value);
            continue;
        }
        struct hj_problem *problem = hj_reader_problem(
            &freeze->reader, section->value, HJ_RULES_TWICE, "name", hj_span_of("survivor"));
        hj_error_text(&problem->error, "file", first->file->path);
        hj_error_number(&problem->error, "line", first->value->line);
    }
}
