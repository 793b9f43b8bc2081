/* SPDX-License-Identifier: MIT */
#include "cli/explain_json.h"

#include "base/json.h"
#include "cli/render.h"

/* A writer that remembers whether the memory was full. */
struct writer {
    struct hj_buffer out;
    bool full;
};

static void raw(struct writer *writer, const char *text)
{
    writer->full = writer->full || !hj_buffer_append(&writer->out, hj_span_of(text));
}

static void string(struct writer *writer, struct hj_span text)
{
    writer->full = writer->full || !hj_json_string(&writer->out, text);
}

static void key(struct writer *writer, const char *name)
{
    raw(writer, ", ");
    string(writer, hj_span_of(name));
    raw(writer, ": ");
}

static void value(struct writer *writer, const struct hj_value *given)
{
    char room[HJ_VALUE_TEXT];
    if (given->null) {
        raw(writer, "null");
    } else if (given->type == HJ_TEXT || given->type == HJ_DATE) {
        string(writer, hj_value_text(given, room));
    } else {
        writer->full = writer->full || !hj_buffer_append(&writer->out, hj_value_text(given, room));
    }
}

static void values(struct writer *writer, const struct hj_explain_value *items, uint32_t count)
{
    raw(writer, "[");
    for (uint32_t i = 0; i < count; i++) {
        raw(writer, i ? ", {\"name\": " : "{\"name\": ");
        string(writer, items[i].name);
        key(writer, "origin");
        string(writer, items[i].origin);
        key(writer, "value");
        value(writer, &items[i].value);
        raw(writer, "}");
    }
    raw(writer, "]");
}

static void predicate(struct writer *writer, const struct hj_explain_predicate *given)
{
    raw(writer, "[");
    for (uint32_t i = 0; i < given->count; i++) {
        const struct hj_explain_node *node = &given->nodes[i];
        char depth[16];
        snprintf(depth, sizeof depth, "%u", node->depth);
        raw(writer, i ? ", {\"depth\": " : "{\"depth\": ");
        raw(writer, depth);
        key(writer, "text");
        string(writer, node->text);
        key(writer, "value");
        value(writer, &node->value);
        key(writer, "decides");
        raw(writer, node->decides ? "true" : "false");
        key(writer, "values");
        values(writer, node->values, node->value_count);
        raw(writer, "}");
    }
    raw(writer, "]");
}

static void strings(struct writer *writer, const struct hj_span *items, uint32_t count)
{
    raw(writer, "[");
    for (uint32_t i = 0; i < count; i++) {
        raw(writer, i ? ", " : "");
        string(writer, items[i]);
    }
    raw(writer, "]");
}

static void rules(struct writer *writer, const struct hj_explain *explain)
{
    raw(writer, "[");
    for (uint32_t i = 0; i < explain->rule_count; i++) {
        const struct hj_explain_rule *rule = &explain->rules[i];
        raw(writer, i ? ",\n  {\"rule\": " : "\n  {\"rule\": ");
        string(writer, rule->id);
        key(writer, "class");
        string(writer, hj_span_of(rule->rule_class));
        key(writer, "holds");
        value(writer, &rule->holds);
        key(writer, "basis");
        strings(writer, rule->basis, rule->basis_count);
        key(writer, "when");
        predicate(writer, &rule->when);
        key(writer, "unless");
        predicate(writer, &rule->unless);
        raw(writer, "}");
    }
    raw(writer, "]");
}

static void routes(struct writer *writer, const struct hj_explain *explain)
{
    raw(writer, "[");
    for (uint32_t i = 0; i < explain->route_count; i++) {
        const struct hj_explain_route *route = &explain->routes[i];
        raw(writer, i ? ",\n  {\"route\": " : "\n  {\"route\": ");
        string(writer, route->id);
        key(writer, "chosen");
        raw(writer, route->chosen ? "true" : "false");
        key(writer, "unchecked");
        strings(writer, route->unchecked, route->unchecked_count);
        key(writer, "when");
        predicate(writer, &route->when);
        key(writer, "unless");
        predicate(writer, &route->unless);
        raw(writer, "}");
    }
    raw(writer, "]");
}

static void verdict(struct writer *writer, const struct hj_explain *explain)
{
    raw(writer, "{\"class\": ");
    value(writer, &explain->verdict_class);
    key(writer, "route");
    value(writer, &explain->route);
    key(writer, "protected_by");
    value(writer, &explain->protected_by);
    key(writer, "blocked_by");
    value(writer, &explain->blocked_by);
    key(writer, "unchecked");
    value(writer, &explain->unchecked);
    raw(writer, "}");
}

enum hj_code hj_explain_print_json(const struct hj_explain *explain, struct hj_error *error)
{
    struct writer writer = {0};
    const struct hj_value record = {.type = HJ_INTEGER, .integer = explain->record};
    const struct hj_value line = {.type = HJ_INTEGER, .integer = explain->line};
    raw(&writer, "{\"record\": ");
    value(&writer, &record);
    key(&writer, "line");
    value(&writer, &line);
    key(&writer, "values");
    values(&writer, explain->values, explain->value_count);
    key(&writer, "rules");
    rules(&writer, explain);
    key(&writer, "verdict");
    verdict(&writer, explain);
    key(&writer, "routes");
    routes(&writer, explain);
    raw(&writer, "}\n");
    enum hj_code code = writer.full ? hj_error_memory(error) : HJ_OK;
    if (code == HJ_OK) {
        fwrite(writer.out.data, 1, writer.out.size, stdout);
    }
    hj_buffer_release(&writer.out);
    return code;
}
