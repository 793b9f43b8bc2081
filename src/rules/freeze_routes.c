/* SPDX-License-Identifier: MIT
 * `routes:`. */
#include "rules/freeze.h"

#include "rules/schema.h"

static const struct hj_form unless_form, steps_form, duration_form, becomes_form, success_form;

struct route_draft {
    struct hj_route route;
    const struct hj_yaml *when, *unless, *requires, *steps, *duration, *becomes, *success, *basis;
};

#define DRAFT(member) offsetof(struct route_draft, member)
static const struct hj_key route_keys[] = {
    {.name = "id", .required = true, .read = hj_read_id, .offset = DRAFT(route.id)},
    {.name = "title", .required = true, .read = hj_read_title, .offset = DRAFT(route.title)},
    {.name = "when", .required = true, .read = hj_read_node, .offset = DRAFT(when)},
    {.name = "unless", .read = hj_read_node, .offset = DRAFT(unless), .form = &unless_form},
    {.name = "requires_checked",
     .read = hj_read_node,
     .offset = DRAFT(requires),
     .form = &hj_form_texts},
    {.name = "role", .required = true, .read = hj_read_text, .offset = DRAFT(route.role)},
    {.name = "steps", .read = hj_read_node, .offset = DRAFT(steps), .form = &steps_form},
    {.name = "duration", .read = hj_read_node, .offset = DRAFT(duration), .form = &duration_form},
    {.name = "becomes", .read = hj_read_node, .offset = DRAFT(becomes), .form = &becomes_form},
    {.name = "success", .read = hj_read_node, .offset = DRAFT(success), .form = &success_form},
    {.name = "basis", .read = hj_read_node, .offset = DRAFT(basis), .form = &hj_form_of_basis},
};
#undef DRAFT
static const struct hj_shape route_shape = {.keys = route_keys,
                                            .count = sizeof route_keys / sizeof *route_keys};
static const struct hj_form route_form = {.kind = HJ_FORM_MAPPING, .shape = &route_shape};
const struct hj_form hj_form_of_routes = {.kind = HJ_FORM_LIST, .item = &route_form};

static void compile(struct hj_freeze *freeze, const struct hj_yaml *node, const char *key,
                    struct hj_predicate *predicate)
{
    struct hj_compile compile = {
        .scope = &freeze->ruleset->scope,
        .node = node,
        .key = key,
        .wanted = HJ_BOOLEAN,
        .over_firms = true,
        .flagged = true,
    };
    hj_freeze_compile(freeze, &compile, predicate);
}

/* ---- unless: a predicate, or {when: …, unknown: passes} ---- */

struct unless {
    const struct hj_yaml *when;
    enum hj_unknown unknown;
};

static const char *const unknowns[] = {"blocks", "passes", NULL};

static const struct hj_key unless_keys[] = {
    {.name = "when",
     .required = true,
     .read = hj_read_node,
     .offset = offsetof(struct unless, when)},
    {.name = "unknown",
     .read = hj_read_choice,
     .offset = offsetof(struct unless, unknown),
     .choices = unknowns},
};
static const struct hj_shape unless_shape = {.keys = unless_keys,
                                             .count = sizeof unless_keys / sizeof *unless_keys};
static const struct hj_form unless_mapping = {.kind = HJ_FORM_MAPPING, .shape = &unless_shape};
static const struct hj_form unless_form = {
    .kind = HJ_FORM_EITHER, .item = &hj_form_predicate, .other = &unless_mapping};

static void read_unless(struct hj_freeze *freeze, const struct hj_yaml *node,
                        struct hj_route *route)
{
    struct unless unless = {.when = node};
    if (node->kind == HJ_YAML_MAPPING) {
        unless.when = NULL;
        hj_read_mapping(&freeze->reader, node, &unless_shape, &unless);
    }
    route->unless_unknown = unless.unknown;
    compile(freeze, unless.when, "unless", &route->unless);
}

/* ---- steps and duration ---- */

struct step {
    struct hj_step step;
    const struct hj_yaml *days, *working_days;
};

static const struct hj_key step_keys[] = {
    {.name = "name",
     .required = true,
     .read = hj_read_title,
     .offset = offsetof(struct step, step.name)},
    {.name = "days",
     .read = hj_read_node,
     .offset = offsetof(struct step, days),
     .form = &hj_form_days},
    {.name = "working_days",
     .read = hj_read_node,
     .offset = offsetof(struct step, working_days),
     .form = &hj_form_days},
};
static const struct hj_shape step_shape = {.keys = step_keys,
                                           .count = sizeof step_keys / sizeof *step_keys};
static const struct hj_form step_form = {.kind = HJ_FORM_MAPPING, .shape = &step_shape};
static const struct hj_form steps_form = {.kind = HJ_FORM_LIST, .item = &step_form};

static void read_step(struct hj_freeze *freeze, const struct hj_yaml *node, struct hj_step *into)
{
    static const struct hj_key days = {.name = "days"}, working_days = {.name = "working_days"};
    struct step step = {0};
    bool whole = hj_read_mapping(&freeze->reader, node, &step_shape, &step);
    if (step.days) {
        hj_read_days(&freeze->reader, step.days, &days, &step.step.days);
    }
    if (step.working_days) {
        hj_read_days(&freeze->reader, step.working_days, &working_days, &step.step.working_days);
    }
    if (whole && !step.days == !step.working_days) {
        hj_reader_problem(&freeze->reader, node, HJ_RULES_STEP, NULL, node->text);
    }
    *into = step.step;
}

static void read_steps(struct hj_freeze *freeze, const struct hj_yaml *node, struct hj_route *route)
{
    if (node->kind != HJ_YAML_SEQUENCE) {
        hj_reader_shape(&freeze->reader, node, "steps", "a list of steps");
        return;
    }
    struct hj_step *steps = hj_reader_new(&freeze->reader, node->count, sizeof *steps);
    for (uint32_t i = 0; steps && i < node->count; i++) {
        read_step(freeze, node->items[i], &steps[i]);
    }
    route->steps = steps;
    route->step_count = steps ? node->count : 0;
}

static const struct hj_key duration_keys[] = {
    {.name = "low",
     .required = true,
     .read = hj_read_positive,
     .offset = offsetof(struct hj_route, low)},
    {.name = "mode",
     .required = true,
     .read = hj_read_positive,
     .offset = offsetof(struct hj_route, mode)},
    {.name = "high",
     .required = true,
     .read = hj_read_positive,
     .offset = offsetof(struct hj_route, high)},
};
static const struct hj_shape duration_shape = {
    .keys = duration_keys, .count = sizeof duration_keys / sizeof *duration_keys};
static const struct hj_form duration_form = {.kind = HJ_FORM_MAPPING, .shape = &duration_shape};

static void read_duration(struct hj_freeze *freeze, const struct hj_yaml *node,
                          struct hj_route *route)
{
    size_t before = freeze->reader.problems->errors;
    route->has_duration = hj_read_mapping(&freeze->reader, node, &duration_shape, route);
    bool ordered = route->low <= route->mode && route->mode <= route->high;
    if (freeze->reader.problems->errors == before && !ordered) {
        hj_reader_problem(&freeze->reader, node, HJ_RULES_DURATION, NULL, node->text);
    }
}

/* ---- success: [a, b], as in a scenario: Beta(a, 0) is 1, Beta(0, b) is 0 ---- */

static const struct hj_form success_form = {.kind = HJ_FORM_LIST, .item = &hj_form_from_zero};

static void read_success(struct hj_freeze *freeze, const struct hj_yaml *node,
                         struct hj_route *route)
{
    static const struct hj_key part = {.name = "a part of success"};
    static const char expected[] = "[a, b] of Beta(a, b): two numbers from 0 on, not both 0";
    if (node->kind != HJ_YAML_SEQUENCE || node->count != 2) {
        hj_reader_shape(&freeze->reader, node, "success", expected);
        return;
    }
    size_t before = freeze->reader.problems->errors;
    hj_read_from_zero(&freeze->reader, node->items[0], &part, &route->success_a);
    hj_read_from_zero(&freeze->reader, node->items[1], &part, &route->success_b);
    route->has_success = route->success_a + route->success_b > 0;
    if (!route->has_success && freeze->reader.problems->errors == before) {
        hj_reader_shape(&freeze->reader, node, "success", expected);
    }
}

/* ---- becomes: gone, or input columns and their new values ---- */

static const char *const gone[] = {"gone", NULL};
static const struct hj_form gone_form = {.kind = HJ_FORM_CHOICE, .choices = gone};
static const struct hj_form columns_form = {.kind = HJ_FORM_MAP, .item = &hj_form_scalar};
static const struct hj_form becomes_form = {
    .kind = HJ_FORM_EITHER, .item = &gone_form, .other = &columns_form};

static const struct hj_field *field_of(const struct hj_freeze *freeze, struct hj_span name)
{
    const struct hj_table *table =
        hj_ruleset_table(freeze->ruleset, (struct hj_span)HJ_SPAN("registry"));
    for (uint32_t i = 0; table && i < table->field_count; i++) {
        if (hj_span_equal(table->fields[i].name, name)) {
            return &table->fields[i];
        }
    }
    return NULL;
}

/* A value that the dictionary does not list would never come from the register itself. */
static void check_listed(struct hj_freeze *freeze, const struct hj_yaml *node,
                         const struct hj_field *field)
{
    struct hj_reader *reader = &freeze->reader;
    for (uint32_t i = 0; i < field->value_count; i++) {
        if (hj_span_equal(field->values[i].value, node->text)) {
            return;
        }
    }
    struct hj_problem *problem =
        hj_reader_problem(reader, node, HJ_RULES_NOT_LISTED, "value", node->text);
    hj_error_text(&problem->error, "column", field->name);
    hj_reader_suggest(reader, problem, node->text, &field->values->value, field->value_count,
                      sizeof *field->values);
}

static bool read_become(struct hj_freeze *freeze, const struct hj_yaml *key,
                        const struct hj_yaml *node, struct hj_becomes *becomes)
{
    int found = hj_freeze_name(freeze, key);
    if (found < 0) {
        return false;
    }
    const struct hj_name *name = &freeze->ruleset->scope.names[found];
    if (name->kind != HJ_NAME_COLUMN) {
        hj_reader_problem(&freeze->reader, key, HJ_RULES_BECOMES, "name", key->text);
        return false;
    }
    const struct hj_field *field = field_of(freeze, name->name);
    becomes->name = (uint32_t)found;
    if (!hj_freeze_value(freeze, node, name->name, name->type, &becomes->value)) {
        return false;
    }
    if (field && field->value_count > 0 && !becomes->value.null) {
        check_listed(freeze, node, field);
    }
    return true;
}

static void read_becomes(struct hj_freeze *freeze, const struct hj_yaml *node,
                         struct hj_route *route)
{
    route->gone = node->kind == HJ_YAML_SCALAR && hj_span_is(node->text, "gone");
    if (route->gone) {
        return;
    }
    if (node->kind != HJ_YAML_MAPPING || node->count == 0) {
        hj_reader_shape(&freeze->reader, node, "becomes", "gone or a mapping of columns to values");
        return;
    }
    struct hj_becomes *becomes = hj_reader_new(&freeze->reader, node->count, sizeof *becomes);
    for (uint32_t i = 0; becomes && i < node->count; i++) {
        route->becomes_count +=
            read_become(freeze, node->keys[i], node->items[i], &becomes[route->becomes_count]);
    }
    route->becomes = becomes;
}

/* ---- a route ---- */

static void read_route(struct hj_freeze *freeze, const struct hj_yaml *node, struct hj_route *into)
{
    struct route_draft draft = {.route = {.place = hj_freeze_place(freeze, node)}};
    struct hj_route *route = &draft.route;
    hj_read_mapping(&freeze->reader, node, &route_shape, &draft);
    compile(freeze, draft.when, "when", &route->when);
    if (draft.unless) {
        read_unless(freeze, draft.unless, route);
    }
    if (draft.requires) {
        route->requires_checked =
            hj_freeze_names(freeze, draft.requires, "requires_checked", &route->requires_count);
    }
    if (draft.steps) {
        read_steps(freeze, draft.steps, route);
    }
    if (draft.duration) {
        read_duration(freeze, draft.duration, route);
    }
    if (draft.becomes) {
        read_becomes(freeze, draft.becomes, route);
    }
    if (draft.success) {
        read_success(freeze, draft.success, route);
    }
    if (draft.basis) {
        route->basis = hj_freeze_basis(freeze, draft.basis, &route->basis_count);
    }
    *into = *route;
}

static void note_id(struct hj_freeze *freeze, struct hj_name_index *known,
                    const struct hj_yaml *node, const struct hj_route *routes, uint32_t index)
{
    if (routes[index].id.size == 0) {
        return;
    }
    int64_t first = hj_name_index_find(known, routes[index].id);
    if (first >= 0) {
        struct hj_problem *problem = hj_reader_problem(&freeze->reader, hj_yaml_get(node, "id"),
                                                       HJ_RULES_TWICE, "name", routes[index].id);
        hj_error_text(&problem->error, "file", routes[first].place.file);
        hj_error_number(&problem->error, "line", routes[first].place.line);
    }
    freeze->reader.memory_full |= !hj_name_index_add(known, routes[index].id, index);
}

void hj_freeze_routes(struct hj_freeze *freeze)
{
    struct hj_ruleset *ruleset = freeze->ruleset;
    struct hj_name_index known = {0};
    uint32_t most = hj_section_items(freeze->builder, HJ_SECTION_ROUTES);
    struct hj_route *routes = hj_reader_new(&freeze->reader, most, sizeof *routes);
    size_t at = 0;
    for (const struct hj_section *section;
         routes && (section = hj_section_next(freeze->builder, HJ_SECTION_ROUTES, &at));) {
        const struct hj_yaml *list = section->value;
        freeze->reader.file = section->file;
        if (list->kind != HJ_YAML_SEQUENCE) {
            hj_reader_shape(&freeze->reader, list, "routes", "a list of routes");
            continue;
        }
        for (uint32_t i = 0; i < list->count && !freeze->reader.memory_full; i++) {
            read_route(freeze, list->items[i], &routes[ruleset->route_count]);
            note_id(freeze, &known, list->items[i], routes, ruleset->route_count++);
        }
    }
    hj_name_index_release(&known);
    ruleset->routes = routes;
}
