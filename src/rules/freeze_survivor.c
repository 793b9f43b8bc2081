/* SPDX-License-Identifier: MIT
 * `survivor:`, which of several records of one firm stays, and `plan:`, which firm's case is opened
 * first: values over firms, the first that differs decides. TRUE comes before FALSE, a later day
 * and a larger number before an earlier and a smaller, a value before NULL; where all are equal the
 * first record comes first. */
#include "rules/freeze.h"

#include "rules/schema.h"

const struct hj_form hj_form_of_survivor = {.kind = HJ_FORM_LIST, .item = &hj_form_predicate};
const struct hj_form hj_form_of_plan = {.kind = HJ_FORM_LIST, .item = &hj_form_predicate};

struct order {
    const struct hj_predicate *items;
    uint32_t count;
};

static void read_order(struct hj_freeze *freeze, const struct hj_yaml *node, const char *key,
                       struct order *result)
{
    if (node->kind != HJ_YAML_SEQUENCE || node->count == 0) {
        hj_reader_shape(&freeze->reader, node, key, "a list of values over firms");
        return;
    }
    struct hj_predicate *order = hj_reader_new(&freeze->reader, node->count, sizeof *order);
    for (uint32_t i = 0; order && i < node->count; i++) {
        struct hj_compile compile = {
            .scope = &freeze->ruleset->scope,
            .node = node->items[i],
            .key = key,
            .wanted = HJ_ANY_TYPE,
            .over_firms = true,
        };
        hj_freeze_compile(freeze, &compile, &order[i]);
    }
    *result = (struct order){order, order ? node->count : 0};
}

/* The one section of that kind; more of them are problems. */
static struct order freeze_order(struct hj_freeze *freeze, enum hj_section_kind kind,
                                 const char *key)
{
    struct order order = {NULL, 0};
    size_t at = 0;
    const struct hj_section *first = NULL;
    for (const struct hj_section *section;
         (section = hj_section_next(freeze->builder, kind, &at));) {
        freeze->reader.file = section->file;
        if (!first) {
            first = section;
            read_order(freeze, section->value, key, &order);
            continue;
        }
        struct hj_problem *problem = hj_reader_problem(&freeze->reader, section->value,
                                                       HJ_RULES_TWICE, "name", hj_span_of(key));
        hj_error_text(&problem->error, "file", first->file->path);
        hj_error_number(&problem->error, "line", first->value->line);
    }
    return order;
}

void hj_freeze_survivor(struct hj_freeze *freeze)
{
    struct order order = freeze_order(freeze, HJ_SECTION_SURVIVOR, "survivor");
    freeze->ruleset->survivor = order.items;
    freeze->ruleset->survivor_count = order.count;
}

void hj_freeze_plan(struct hj_freeze *freeze)
{
    struct order order = freeze_order(freeze, HJ_SECTION_PLAN, "plan");
    freeze->ruleset->plan = order.items;
    freeze->ruleset->plan_count = order.count;
}
