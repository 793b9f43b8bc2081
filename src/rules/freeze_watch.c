/* SPDX-License-Identifier: MIT
 * `watch:`, what is looked at in firms of the numerator. Several files may bring some; an id stands
 * once. */
#include "rules/freeze.h"
#include "rules/schema.h"

struct draft {
    struct hj_watch watch;
    const struct hj_yaml *when;
    unsigned kind;
};

enum { RISK, COUNT };
static const char *const kinds[] = {[RISK] = "risk", [COUNT] = "count", NULL};

#define DRAFT(member) offsetof(struct draft, member)
static const struct hj_key watch_keys[] = {
    {.name = "id", .required = true, .read = hj_read_id, .offset = DRAFT(watch.id)},
    {.name = "title", .required = true, .read = hj_read_title, .offset = DRAFT(watch.title)},
    {.name = "kind", .read = hj_read_choice, .offset = DRAFT(kind), .choices = kinds},
    {.name = "when",
     .required = true,
     .read = hj_read_node,
     .offset = DRAFT(when),
     .form = &hj_form_predicate},
};
#undef DRAFT
static const struct hj_shape watch_shape = {.keys = watch_keys,
                                            .count = sizeof watch_keys / sizeof *watch_keys};

static const struct hj_form watch_form = {.kind = HJ_FORM_MAPPING, .shape = &watch_shape};
const struct hj_form hj_form_of_watch = {.kind = HJ_FORM_LIST, .item = &watch_form};

static bool stands_already(struct hj_freeze *freeze, const struct hj_yaml *node,
                           const struct hj_watch *watch, uint32_t count, struct hj_span id)
{
    for (uint32_t i = 0; i < count; i++) {
        if (hj_span_equal(watch[i].id, id)) {
            struct hj_problem *problem =
                hj_reader_problem(&freeze->reader, node, HJ_RULES_TWICE, "name", id);
            hj_error_text(&problem->error, "file", watch[i].place.file);
            hj_error_number(&problem->error, "line", watch[i].place.line);
            return true;
        }
    }
    return false;
}

static void read_item(struct hj_freeze *freeze, const struct hj_yaml *node, struct hj_watch *watch,
                      uint32_t *count)
{
    struct draft draft = {.kind = RISK};
    if (!hj_read_mapping(&freeze->reader, node, &watch_shape, &draft) ||
        stands_already(freeze, node, watch, *count, draft.watch.id)) {
        return;
    }
    const struct hj_compile compile = {
        .scope = &freeze->ruleset->scope,
        .node = draft.when,
        .key = "when",
        .wanted = HJ_BOOLEAN,
        .over_firms = true,
    };
    draft.watch.place = hj_freeze_place(freeze, node);
    draft.watch.counted = draft.kind == COUNT;
    hj_freeze_compile(freeze, &compile, &draft.watch.when);
    watch[(*count)++] = draft.watch;
}

void hj_freeze_watch(struct hj_freeze *freeze)
{
    uint32_t most = 0, count = 0;
    const struct hj_section *section;
    for (size_t at = 0; (section = hj_section_next(freeze->builder, HJ_SECTION_WATCH, &at));) {
        most += section->value->count;
    }
    struct hj_watch *watch = hj_reader_new(&freeze->reader, most + 1u, sizeof *watch);
    for (size_t at = 0;
         watch && (section = hj_section_next(freeze->builder, HJ_SECTION_WATCH, &at));) {
        freeze->reader.file = section->file;
        if (section->value->kind != HJ_YAML_SEQUENCE) {
            hj_reader_shape(&freeze->reader, section->value, "watch",
                            "a list of {id, title, when}");
            continue;
        }
        for (uint32_t i = 0; i < section->value->count; i++) {
            read_item(freeze, section->value->items[i], watch, &count);
        }
    }
    freeze->ruleset->watch = watch;
    freeze->ruleset->watch_count = count;
}
