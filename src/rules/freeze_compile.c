/* SPDX-License-Identifier: MIT
 * One text of a rule file to a tree, a name or a value. */
#include "rules/freeze.h"

#include <errno.h>
#include <math.h>

bool hj_freeze_warns(const struct hj_freeze *freeze)
{
    return freeze->options->retired;
}

struct hj_origin_place hj_freeze_place(struct hj_freeze *freeze, const struct hj_yaml *node)
{
    if (freeze->place_file != freeze->reader.file) {
        freeze->place_file = freeze->reader.file;
        freeze->place_path = hj_reader_copy(&freeze->reader, freeze->reader.file->path);
    }
    return (struct hj_origin_place){
        .file = freeze->place_path, .line = node->line, .column = node->column};
}

struct hj_problem *hj_freeze_problem_at(struct hj_freeze *freeze,
                                        const struct hj_origin_place *place, enum hj_code code,
                                        const char *name, struct hj_span value)
{
    struct hj_problem *problem = hj_problems_add(freeze->reader.problems, code, false);
    hj_error_text(&problem->error, name, value);
    hj_error_place(&problem->error, place->file.data, place->line, 0);
    return problem;
}

struct hj_problem *hj_freeze_setting_problem(struct hj_freeze *freeze,
                                             const struct hj_setting *setting, enum hj_code code,
                                             const char *name)
{
    const struct hj_setting_place *place = &setting->place;
    if (!place->yaml) {
        struct hj_origin_place line = {.file = place->file, .line = place->line};
        return hj_freeze_problem_at(freeze, &line, code, name, setting->name);
    }
    struct hj_problem *problem =
        hj_yaml_problem(place->yaml, place->name, 0, code, false, freeze->reader.problems);
    hj_error_text(&problem->error, name, setting->name);
    return problem;
}

static struct hj_language language_of(struct hj_freeze *freeze, const struct hj_compile *compile)
{
    struct hj_ruleset *ruleset = freeze->ruleset;
    return (struct hj_language){
        .scope = compile->scope,
        .parameters = freeze->parameters,
        .as_of = ruleset->as_of,
        .rules = compile->flagged ? ruleset->rules : NULL,
        .rule_count = compile->flagged ? ruleset->rule_count + ruleset->idle_count : 0,
        .peers = compile->over_firms ? hj_freeze_peers : NULL,
        .peers_context = freeze,
        .regexes = ruleset->regexes,
        .arena = &ruleset->arena,
        .problems = freeze->reader.problems,
    };
}

/* `flag` is quiet about what only `rules check` shows. */
static void drop_warnings(struct hj_freeze *freeze, size_t from)
{
    struct hj_problems *problems = freeze->reader.problems;
    size_t kept = from;
    for (size_t i = from; i < problems->count; i++) {
        if (!problems->items[i]->warning || hj_freeze_warns(freeze)) {
            problems->items[kept++] = problems->items[i];
        }
    }
    problems->count = kept;
}

static void note_memory(struct hj_freeze *freeze, enum hj_code code)
{
    freeze->reader.memory_full |= code != HJ_OK;
}

/* What is nothing but a day in ISO form is that day; as an expression it would be a subtraction. */
static struct hj_span as_day(struct hj_freeze *freeze, struct hj_span text)
{
    hj_date day;
    if (!hj_date_parse_iso(text, &day)) {
        return text;
    }
    char literal[24];
    snprintf(literal, sizeof literal, "DATE '%.*s'", (int)text.size, text.data);
    return hj_reader_copy(&freeze->reader, hj_span_of(literal));
}

void hj_freeze_compile(struct hj_freeze *freeze, const struct hj_compile *compile,
                       struct hj_predicate *predicate)
{
    *predicate = (struct hj_predicate){0};
    if (!compile->node || freeze->reader.memory_full) {
        return;
    }
    if (compile->node->kind != HJ_YAML_SCALAR || compile->node->text.size == 0) {
        hj_reader_shape(&freeze->reader, compile->node, compile->key, "a predicate");
        return;
    }
    struct hj_error error = {0};
    struct hj_language language = language_of(freeze, compile);
    size_t before = freeze->reader.problems->count;
    struct hj_span text = compile->day ? as_day(freeze, compile->node->text) : compile->node->text;
    freeze->peers_text = text;
    note_memory(freeze, hj_language_compile(&language, text, compile->wanted, freeze->reader.file,
                                            compile->node, compile->key, predicate, &error));
    drop_warnings(freeze, before);
}

void hj_freeze_compile_setting(struct hj_freeze *freeze, const struct hj_setting *setting,
                               struct hj_predicate *predicate)
{
    struct hj_error error = {0};
    struct hj_compile compile = {.scope = &freeze->constant_scope};
    struct hj_language language = language_of(freeze, &compile);
    struct hj_problems *problems = freeze->reader.problems;
    size_t before = problems->count;
    *predicate = (struct hj_predicate){0};
    const struct hj_setting_place *place = &setting->place;
    note_memory(freeze, hj_language_compile(&language, as_day(freeze, setting->expression),
                                            HJ_ANY_TYPE, place->yaml, place->value,
                                            place->file.data, predicate, &error));
    drop_warnings(freeze, before);
    for (size_t i = before; i < problems->count && !place->yaml; i++) {
        problems->items[i]->error.line = place->line;
    }
}

/* ---- names ---- */

int hj_freeze_name_in(struct hj_freeze *freeze, const struct hj_scope *scope,
                      const struct hj_yaml *node, struct hj_span name)
{
    struct hj_reader *reader = &freeze->reader;
    int found = hj_scope_find(scope, name);
    if (found < 0 && hj_scope_is_unloaded(scope, name)) {
        hj_reader_problem(reader, node, HJ_RULES_UNLOADED, "name", name);
    } else if (found < 0) {
        struct hj_problem *problem =
            hj_reader_problem(reader, node, HJ_PREDICATE_NAME, "name", name);
        hj_reader_suggest(reader, problem, name, &scope->names->name, scope->count,
                          sizeof *scope->names);
    }
    return found;
}

int hj_freeze_name(struct hj_freeze *freeze, const struct hj_yaml *node)
{
    return hj_freeze_name_in(freeze, &freeze->ruleset->scope, node, node->text);
}

const uint32_t *hj_freeze_names(struct hj_freeze *freeze, const struct hj_yaml *node,
                                const char *key, uint32_t *count)
{
    bool single = node->kind == HJ_YAML_SCALAR;
    *count = 0;
    if (node->kind == HJ_YAML_MAPPING || (single && !hj_yaml_is_text(node))) {
        hj_reader_shape(&freeze->reader, node, key, "a list of names");
        return NULL;
    }
    uint32_t most = single ? 1 : node->count;
    uint32_t *names = hj_reader_new(&freeze->reader, most, sizeof *names);
    for (uint32_t i = 0; names && i < most; i++) {
        const struct hj_yaml *item = single ? node : node->items[i];
        if (!hj_yaml_is_text(item)) {
            hj_reader_shape(&freeze->reader, item, key, "a list of names");
            continue;
        }
        int found = hj_freeze_name(freeze, item);
        if (found >= 0) {
            names[(*count)++] = (uint32_t)found;
        }
    }
    return names;
}

/* ---- values ---- */

static bool is_made_of(struct hj_span text, const char *letters)
{
    return text.size > 0 && strspn(text.data, letters) == text.size;
}

static bool read_integer(struct hj_span text, int64_t *integer)
{
    char *end = NULL;
    errno = 0;
    if (!is_made_of(text, "0123456789+-")) {
        return false;
    }
    *integer = strtoll(text.data, &end, 10);
    return end == text.data + text.size && errno == 0;
}

static bool read_number(struct hj_span text, double *number)
{
    char *end = NULL;
    errno = 0;
    if (!is_made_of(text, "0123456789+-.eE")) {
        return false;
    }
    *number = strtod(text.data, &end);
    return end == text.data + text.size && errno == 0 && isfinite(*number);
}

static bool read_value(struct hj_freeze *freeze, struct hj_span text, struct hj_value *value)
{
    switch (value->type) {
    case HJ_BOOLEAN:
        value->boolean = hj_span_is(text, "true");
        return value->boolean || hj_span_is(text, "false");
    case HJ_INTEGER:
        return read_integer(text, &value->integer);
    case HJ_NUMBER:
        return read_number(text, &value->number);
    case HJ_TEXT:
        value->text = hj_reader_copy(&freeze->reader, text);
        return true;
    case HJ_DATE:
        return hj_date_parse_iso(text, &value->date);
    }
    return false;
}

bool hj_freeze_value(struct hj_freeze *freeze, const struct hj_yaml *node, struct hj_span name,
                     enum hj_type type, struct hj_value *value)
{
    *value = (struct hj_value){.type = type, .null = hj_yaml_is_null(node)};
    if (value->null) {
        return true;
    }
    if (node->kind == HJ_YAML_SCALAR && read_value(freeze, node->text, value)) {
        return true;
    }
    struct hj_problem *problem =
        hj_reader_problem(&freeze->reader, node, HJ_RULES_VALUE, "name", name);
    hj_error_text(&problem->error, "type", hj_span_of(hj_type_name(type)));
    return false;
}
