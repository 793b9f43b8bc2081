/* SPDX-License-Identifier: MIT */
#include "cli/explain_json.h"

#include "base/json.h"
#include "cli/explain_pair.h"
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

static void truth(struct writer *writer, const char *name, struct hj_value given)
{
    key(writer, name);
    value(writer, &given);
}

static void tuples(struct writer *writer, const struct hj_explain_rule *rule)
{
    raw(writer, "[");
    for (uint32_t i = 0; i < rule->same_count; i++) {
        raw(writer, i ? ", " : "");
        values(writer, rule->same[i].values, rule->same[i].count);
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
        key(writer, "severity");
        string(writer, hj_span_of(rule->severity));
        if (rule->strength[0]) {
            key(writer, "strength");
            string(writer, hj_span_of(rule->strength));
            key(writer, "same");
            tuples(writer, rule);
        }
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
        raw(writer, route->why == HJ_ROUTE_CHOSEN ? "true" : "false");
        key(writer, "why");
        string(writer, hj_span_of(hj_route_why_name(route->why)));
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

static void cluster(struct writer *writer, const struct hj_explain_cluster *given)
{
    const struct hj_value number = {.type = HJ_INTEGER, .integer = given->number};
    raw(writer, "{\"cluster\": ");
    value(writer, &number);
    key(writer, "strength");
    string(writer, given->strength);
    key(writer, "rule");
    string(writer, given->rules);
}

static void clusters(struct writer *writer, const struct hj_explain *explain)
{
    raw(writer, "[");
    for (uint32_t i = 0; i < explain->cluster_count; i++) {
        const struct hj_explain_cluster *given = &explain->clusters[i];
        const struct hj_value others = {.type = HJ_INTEGER, .integer = given->others};
        raw(writer, i ? ", " : "");
        cluster(writer, given);
        key(writer, "keep");
        raw(writer, given->keep ? "true" : "false");
        key(writer, "others");
        value(writer, &others);
        key(writer, "records");
        raw(writer, "[");
        for (uint32_t r = 0; r < given->record_count; r++) {
            const struct hj_value record = {.type = HJ_INTEGER, .integer = given->records[r]};
            raw(writer, r ? ", " : "");
            value(writer, &record);
        }
        raw(writer, "]}");
    }
    raw(writer, "]");
}

static void identity(struct writer *writer, const struct hj_explain *explain)
{
    const struct hj_value record = {.type = HJ_INTEGER, .integer = explain->record};
    const struct hj_value line = {.type = HJ_INTEGER, .integer = explain->line};
    const struct hj_value uscc = {
        .type = HJ_TEXT, .null = explain->uscc.size == 0, .text = explain->uscc};
    const struct hj_value name = {
        .type = HJ_TEXT, .null = explain->name.size == 0, .text = explain->name};
    raw(writer, "{\"record\": ");
    value(writer, &record);
    truth(writer, "line", line);
    truth(writer, "uscc", uscc);
    truth(writer, "name", name);
}

static enum hj_code print(struct writer *writer, struct hj_error *error)
{
    enum hj_code code = writer->full ? hj_error_memory(error) : HJ_OK;
    if (code == HJ_OK) {
        fwrite(writer->out.data, 1, writer->out.size, stdout);
    }
    hj_buffer_release(&writer->out);
    return code;
}

enum hj_code hj_explain_print_json(const struct hj_explain *explain, struct hj_error *error)
{
    struct writer writer = {0};
    identity(&writer, explain);
    key(&writer, "values");
    values(&writer, explain->values, explain->value_count);
    key(&writer, "rules");
    rules(&writer, explain);
    key(&writer, "clusters");
    clusters(&writer, explain);
    key(&writer, "verdict");
    verdict(&writer, explain);
    key(&writer, "routes");
    routes(&writer, explain);
    raw(&writer, "}\n");
    return print(&writer, error);
}

/* ---- two firms ---- */

static void pair_tuple(struct writer *writer, const struct hj_explain_tuple *a,
                       const struct hj_explain_tuple *b)
{
    raw(writer, "{\"same\": ");
    struct hj_value same = hj_pair_tuple(a, b);
    value(writer, &same);
    key(writer, "columns");
    raw(writer, "[");
    for (uint32_t i = 0; i < a->count; i++) {
        raw(writer, i ? ", {\"name\": " : "{\"name\": ");
        string(writer, a->values[i].name);
        truth(writer, "same", hj_pair_column(a, b, i));
        truth(writer, "a", a->values[i].value);
        truth(writer, "b", b->values[i].value);
        raw(writer, "}");
    }
    raw(writer, "]}");
}

static void pair_rules(struct writer *writer, const struct hj_explain *a,
                       const struct hj_explain *b)
{
    bool first = true;
    raw(writer, "[");
    for (uint32_t i = 0; i < a->rule_count; i++) {
        const struct hj_explain_rule *rule = &a->rules[i];
        if (rule->same_count == 0) {
            continue;
        }
        raw(writer, first ? "\n  {\"rule\": " : ",\n  {\"rule\": ");
        first = false;
        string(writer, rule->id);
        key(writer, "strength");
        string(writer, hj_span_of(rule->strength));
        key(writer, "tuples");
        raw(writer, "[");
        for (uint32_t t = 0; t < rule->same_count; t++) {
            raw(writer, t ? ", " : "");
            pair_tuple(writer, &rule->same[t], &b->rules[i].same[t]);
        }
        raw(writer, "]}");
    }
    raw(writer, "]");
}

enum hj_code hj_pair_print_json(const struct hj_explain *a, const struct hj_explain *b,
                                struct hj_error *error)
{
    struct writer writer = {0};
    uint32_t index = 0;
    bool first = true;
    raw(&writer, "{\"a\": ");
    identity(&writer, a);
    raw(&writer, "}, \"b\": ");
    identity(&writer, b);
    raw(&writer, "}, \"rules\": ");
    pair_rules(&writer, a, b);
    raw(&writer, ", \"clusters\": [");
    for (const struct hj_explain_cluster *both; (both = hj_pair_cluster(a, b, &index));) {
        raw(&writer, first ? "" : ", ");
        first = false;
        cluster(&writer, both);
        raw(&writer, "}");
    }
    raw(&writer, "]}\n");
    return print(&writer, error);
}
