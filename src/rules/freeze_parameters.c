/* SPDX-License-Identifier: MIT
 * `parameters:` in the order in which they rest on one another, with the campaign's own in place.
 */
#include "rules/freeze.h"

#include "rules/graph.h"
#include "rules/identifiers.h"
#include "rules/schema.h"

const struct hj_form hj_form_of_parameters = {.kind = HJ_FORM_MAP, .item = &hj_form_predicate};

struct draft {
    const struct hj_yaml_file *file;
    const struct hj_yaml *key, *node;
    const struct hj_setting *setting; /* of the campaign; NULL: the file's own text */
    uint32_t parameter;               /* into ruleset->parameters */
    int firm_name, constant_name;     /* into the scopes; -1: the name was taken */
};

struct drafts {
    struct hj_freeze *freeze;
    struct draft *items;
    uint32_t count;
    struct hj_graph graph;
    bool memory_full;
};

static const char *kind_of(enum hj_name_kind kind)
{
    switch (kind) {
    case HJ_NAME_COLUMN:
        return "a column of the registry";
    case HJ_NAME_DERIVED:
        return "a derived column";
    case HJ_NAME_FEATURE:
        return "a feature";
    case HJ_NAME_PARAMETER:
        return "a parameter";
    }
    return "";
}

bool hj_freeze_name_is_free(struct hj_freeze *freeze, const struct hj_yaml *key)
{
    const struct hj_scope *scope = &freeze->ruleset->scope;
    int taken = hj_scope_find(scope, key->text);
    if (taken < 0 && !hj_span_is(key->text, "as_of") && !hj_span_is(key->text, "survivor")) {
        if (!hj_identifier_is_plain(key->text)) {
            hj_reader_problem(&freeze->reader, key, HJ_RULES_NAME, "name", key->text);
        }
        return true;
    }
    struct hj_problem *problem =
        hj_reader_problem(&freeze->reader, key, HJ_RULES_NAME_TAKEN, "name", key->text);
    enum hj_name_kind kind = taken >= 0                       ? scope->names[taken].kind
                             : hj_span_is(key->text, "as_of") ? HJ_NAME_PARAMETER
                                                              : HJ_NAME_DERIVED;
    hj_error_text(&problem->error, "kind", hj_span_of(kind_of(kind)));
    return false;
}

static int add_name(struct hj_freeze *freeze, struct hj_naming *naming, struct hj_name name)
{
    int index = (int)naming->scope->count;
    freeze->reader.memory_full |= !hj_naming_add(naming, name);
    return index;
}

static void declare(struct drafts *drafts, const struct hj_yaml *key, const struct hj_yaml *node)
{
    struct hj_freeze *freeze = drafts->freeze;
    uint32_t index = freeze->ruleset->parameter_count++;
    struct hj_parameter *parameter = &freeze->parameters[index];
    struct draft *draft = &drafts->items[drafts->count++];
    *draft = (struct draft){freeze->reader.file, key, node, NULL, index, -1, -1};
    parameter->name = hj_reader_copy(&freeze->reader, key->text);
    parameter->place = hj_freeze_place(freeze, key);
    if (hj_freeze_name_is_free(freeze, key)) {
        struct hj_name name = {parameter->name, HJ_NAME_PARAMETER, (enum hj_type)0, index};
        draft->firm_name = add_name(freeze, &freeze->firm, name);
        draft->constant_name = add_name(freeze, &freeze->constants, name);
    }
}

static void declare_as_of(struct hj_freeze *freeze)
{
    struct hj_name name = {HJ_SPAN("as_of"), HJ_NAME_PARAMETER, HJ_DATE, 0};
    struct hj_parameter *parameter = &freeze->parameters[freeze->ruleset->parameter_count++];
    parameter->name = name.name;
    parameter->text = name.name;
    parameter->value = (struct hj_value){.type = HJ_DATE, .date = freeze->ruleset->as_of};
    add_name(freeze, &freeze->constants, name);
    if (hj_scope_find(&freeze->ruleset->scope, name.name) < 0) {
        add_name(freeze, &freeze->firm, name);
    } else {
        struct hj_origin_place nowhere = {.line = 0};
        hj_freeze_problem_at(freeze, &nowhere, HJ_RULES_COLUMN_TAKEN, "column", name.name);
    }
}

static void declare_all(struct drafts *drafts)
{
    struct hj_freeze *freeze = drafts->freeze;
    size_t at = 0;
    for (const struct hj_section *section;
         (section = hj_section_next(freeze->builder, HJ_SECTION_PARAMETERS, &at));) {
        freeze->reader.file = section->file;
        if (section->value->kind != HJ_YAML_MAPPING) {
            hj_reader_shape(&freeze->reader, section->value, "parameters",
                            "a mapping of names to expressions");
            continue;
        }
        for (uint32_t i = 0; i < section->value->count && !freeze->reader.memory_full; i++) {
            declare(drafts, section->value->keys[i], section->value->items[i]);
        }
    }
}

/* ---- the campaign's `set:` ---- */

static void unknown_setting(struct drafts *drafts, const struct hj_setting *setting)
{
    struct hj_freeze *freeze = drafts->freeze;
    struct hj_problem *problem =
        hj_freeze_setting_problem(freeze, setting, HJ_RULES_NO_PARAMETER, "name");
    hj_reader_suggest(&freeze->reader, problem, setting->name, &freeze->parameters[1].name,
                      drafts->count, sizeof *freeze->parameters);
}

static void apply_settings(struct drafts *drafts)
{
    const struct hj_freeze *freeze = drafts->freeze;
    for (size_t i = 0; i < freeze->builder->setting_count; i++) {
        const struct hj_setting *setting = &freeze->builder->settings[i];
        int found = hj_scope_find(&freeze->constant_scope, setting->name);
        uint32_t parameter = found >= 0 ? freeze->constant_scope.names[found].index : 0;
        if (parameter == 0) {
            unknown_setting(drafts, setting); /* as_of is the campaign's, but not by `set:` */
        } else {
            drafts->items[parameter - 1].setting = setting;
        }
    }
}

/* ---- order and values ---- */

static void visit_name(void *context, struct hj_span name)
{
    struct drafts *drafts = context;
    int found = hj_scope_find(&drafts->freeze->constant_scope, name);
    uint32_t parameter = found >= 0 ? drafts->freeze->constant_scope.names[found].index : 0;
    if (parameter > 0) {
        drafts->memory_full |= !hj_graph_edge(&drafts->graph, parameter - 1);
    }
}

static void report_cycle(void *context, const uint32_t *nodes, size_t count)
{
    struct drafts *drafts = context;
    const struct draft *first = &drafts->items[nodes[0]];
    drafts->freeze->reader.file = first->file;
    struct hj_problem *problem = hj_reader_problem(&drafts->freeze->reader, first->key,
                                                   HJ_RULES_CYCLE, "name", first->key->text);
    char path[HJ_ERROR_VALUE];
    size_t size = 0;
    for (size_t i = 0; i <= count && size < sizeof path; i++) {
        struct hj_span name = drafts->items[nodes[i % count]].key->text;
        int written = snprintf(path + size, sizeof path - size, "%s%.*s", i ? " → " : "",
                               (int)name.size, name.data);
        size += written > 0 ? (size_t)written : 0;
    }
    hj_error_text(&problem->error, "path", hj_span_of(path));
}

static const struct hj_value *given_value(const struct hj_freeze *freeze, struct hj_span name)
{
    for (uint32_t i = 0; i < freeze->options->given_count; i++) {
        if (hj_span_equal(freeze->options->given[i].name, name)) {
            return &freeze->options->given[i].value;
        }
    }
    return NULL;
}

static void set_type(struct hj_freeze *freeze, const struct draft *draft, enum hj_type type)
{
    if (draft->firm_name >= 0) {
        freeze->firm.names[draft->firm_name].type = type;
        freeze->constants.names[draft->constant_name].type = type;
    }
}

static void evaluate(struct hj_freeze *freeze, struct draft *draft)
{
    struct hj_parameter *parameter = &freeze->parameters[draft->parameter];
    struct hj_predicate predicate = {0};
    const struct hj_value *given = given_value(freeze, parameter->name);
    freeze->reader.file = draft->file;
    if (given) {
        parameter->value = *given;
        if (given->type == HJ_TEXT && !given->null) {
            parameter->value.text = hj_reader_copy(&freeze->reader, given->text);
        }
        set_type(freeze, draft, given->type);
        return;
    }
    if (draft->setting) {
        hj_freeze_compile_setting(freeze, draft->setting, &predicate);
    } else {
        struct hj_compile compile = {.scope = &freeze->constant_scope,
                                     .node = draft->node,
                                     .key = "a parameter",
                                     .day = true};
        hj_freeze_compile(freeze, &compile, &predicate);
    }
    parameter->text = predicate.text;
    if (!predicate.root) {
        return;
    }
    if (!hj_language_constant(predicate.root, &parameter->value)) {
        hj_reader_problem(&freeze->reader, draft->node, HJ_RULES_NOT_CONSTANT, "name",
                          parameter->name);
        return;
    }
    parameter->value.type = predicate.root->type;
    set_type(freeze, draft, predicate.root->type);
}

static bool is_numeric(enum hj_type type)
{
    return type == HJ_INTEGER || type == HJ_NUMBER;
}

/* What the campaign sets stays of the type that the rules were written for: NULL is NULL of that
 * type, anything else is told where it is set and not wherever the parameter is used. */
static void keep_type(struct hj_freeze *freeze, const struct draft *draft)
{
    struct hj_parameter *parameter = &freeze->parameters[draft->parameter];
    struct hj_problems unheard = {0}, *heard = freeze->reader.problems;
    struct hj_compile compile = {
        .scope = &freeze->constant_scope, .node = draft->node, .key = "a parameter", .day = true};
    struct hj_predicate own = {0};
    struct hj_value value = {.null = true};
    freeze->reader.file = draft->file;
    freeze->reader.problems = &unheard;
    hj_freeze_compile(freeze, &compile, &own);
    freeze->reader.problems = heard;
    hj_problems_release(&unheard);
    if (!own.root || !hj_language_constant(own.root, &value) || value.null ||
        value.type == parameter->value.type || !parameter->value.type ||
        (is_numeric(value.type) && is_numeric(parameter->value.type))) {
        return;
    }
    if (!parameter->value.null) {
        struct hj_problem *problem =
            hj_freeze_setting_problem(freeze, draft->setting, HJ_RULES_SETTING_TYPE, "name");
        hj_error_text(&problem->error, "found", hj_span_of(hj_type_name(parameter->value.type)));
        hj_error_text(&problem->error, "wanted", hj_span_of(hj_type_name(value.type)));
    }
    parameter->value.type = value.type;
    parameter->value.null = true;
    set_type(freeze, draft, value.type);
}

static void evaluate_all(struct drafts *drafts)
{
    struct hj_freeze *freeze = drafts->freeze;
    uint32_t *order = hj_arena_zero(&freeze->scratch, drafts->count + 1, sizeof *order);
    drafts->memory_full |= !order;
    for (uint32_t i = 0; i < drafts->count && !drafts->memory_full; i++) {
        const struct draft *draft = &drafts->items[i];
        struct hj_span text = draft->setting ? draft->setting->expression : draft->node->text;
        drafts->memory_full |= !hj_graph_node(&drafts->graph);
        if (!drafts->memory_full && text.data) {
            drafts->memory_full |= !hj_identifiers(text, &freeze->scratch, visit_name, drafts);
        }
    }
    if (!drafts->memory_full) {
        drafts->memory_full |= !hj_graph_order(&drafts->graph, order, report_cycle, drafts);
    }
    for (uint32_t i = 0; i < drafts->count && !drafts->memory_full; i++) {
        evaluate(freeze, &drafts->items[order[i]]);
    }
    for (uint32_t i = 0; i < drafts->count && !freeze->reader.memory_full; i++) {
        if (drafts->items[i].setting && drafts->items[i].firm_name >= 0) {
            keep_type(freeze, &drafts->items[i]);
        }
    }
    freeze->reader.memory_full |= drafts->memory_full;
    hj_graph_release(&drafts->graph);
}

void hj_freeze_parameters(struct hj_freeze *freeze)
{
    uint32_t most = hj_section_items(freeze->builder, HJ_SECTION_PARAMETERS);
    struct drafts drafts = {.freeze = freeze};
    drafts.items = hj_arena_zero(&freeze->scratch, most + 1, sizeof *drafts.items);
    freeze->parameters = hj_reader_new(&freeze->reader, most + 1, sizeof *freeze->parameters);
    if (!drafts.items || !freeze->parameters) {
        freeze->reader.memory_full = true;
        return;
    }
    freeze->ruleset->parameters = freeze->parameters;
    declare_as_of(freeze);
    declare_all(&drafts);
    if (!freeze->reader.memory_full) {
        apply_settings(&drafts);
        evaluate_all(&drafts);
    }
}
