/* SPDX-License-Identifier: MIT
 * One feature of each kind. */
#include "rules/features.h"

#include "rules/schema.h"

void hj_feature_predicate(struct hj_freeze *freeze, struct hj_feature_draft *draft)
{
    struct hj_compile compile = {
        .scope = &freeze->ruleset->scope, .node = draft->when, .key = "when", .over_firms = true};
    hj_freeze_compile(freeze, &compile, &draft->feature.when);
    if (draft->feature.when.root) {
        draft->feature.type = draft->feature.when.root->type;
    }
}

/* ---- aggregates ---- */

enum need { NEVER, MAY, MUST };

/* X by aggregate: whether it has a value and an order, and what comes out (0: the value's type). */
static const struct {
    enum need value, order;
    enum hj_type type;
} needs[] = {
    [HJ_AGG_COUNT] = {NEVER, NEVER, HJ_INTEGER},
    [HJ_AGG_EXISTS] = {NEVER, NEVER, HJ_BOOLEAN},
    [HJ_AGG_SUM] = {MUST, NEVER, 0},
    [HJ_AGG_MIN] = {MUST, NEVER, 0},
    [HJ_AGG_MAX] = {MUST, NEVER, 0},
    [HJ_AGG_LAST] = {MUST, MAY, 0},
    [HJ_AGG_RUN] = {NEVER, MUST, HJ_INTEGER},
};

static void check_need(struct hj_freeze *freeze, const struct hj_feature_draft *draft,
                       enum need need, const struct hj_yaml *node, const char *key)
{
    if (need == MUST && !node) {
        hj_reader_problem(&freeze->reader, draft->aggregate, HJ_YAML_MISSING, "key",
                          hj_span_of(key));
    } else if (need == NEVER && node) {
        struct hj_problem *problem = hj_reader_problem(
            &freeze->reader, node, HJ_RULES_AGGREGATE_PART, "key", hj_span_of(key));
        hj_error_text(&problem->error, "agg", draft->aggregate->text);
    }
}

static bool find_table(struct hj_freeze *freeze, const struct hj_yaml *node, uint32_t *table)
{
    struct hj_reader *reader = &freeze->reader;
    if (!hj_yaml_is_text(node)) {
        hj_reader_shape(reader, node, "table", "the name of a table");
        return false;
    }
    int64_t found = hj_name_index_find(&freeze->facts, node->text);
    if (found >= 0) {
        *table = (uint32_t)found;
        return true;
    }
    if (hj_span_is(node->text, "registry")) {
        hj_reader_problem(reader, node, HJ_RULES_REGISTRY, NULL, node->text);
        return false;
    }
    const struct hj_ruleset *ruleset = freeze->ruleset;
    struct hj_problem *problem =
        hj_reader_problem(reader, node, HJ_RULES_TABLE, "table", node->text);
    hj_reader_suggest(reader, problem, node->text, &ruleset->facts->table, ruleset->fact_count,
                      sizeof *ruleset->facts);
    return false;
}

static void compile_fact(struct hj_freeze *freeze, const struct hj_scope *scope,
                         const struct hj_yaml *node, const char *key,
                         struct hj_predicate *predicate)
{
    struct hj_compile compile = {.scope = scope, .node = node, .key = key};
    hj_freeze_compile(freeze, &compile, predicate);
}

static void want(struct hj_freeze *freeze, const struct hj_yaml *node,
                 const struct hj_predicate *predicate, bool fits, const char *wanted)
{
    if (predicate->root && !fits) {
        struct hj_problem *problem = hj_reader_problem(&freeze->reader, node, HJ_PREDICATE_WANTED,
                                                       "wanted", hj_span_of(wanted));
        hj_error_text(&problem->error, "found", hj_span_of(hj_type_name(predicate->root->type)));
    }
}

static bool is_numeric(const struct hj_predicate *predicate)
{
    return predicate->root &&
           (predicate->root->type == HJ_INTEGER || predicate->root->type == HJ_NUMBER);
}

static bool is_type(const struct hj_predicate *predicate, enum hj_type type)
{
    return predicate->root && predicate->root->type == type;
}

/* ---- period: {column, from, to} ---- */

struct period_nodes {
    const struct hj_yaml *column, *from, *to;
};

static const struct hj_key period_keys[] = {
    {.name = "column",
     .required = true,
     .read = hj_read_node,
     .offset = offsetof(struct period_nodes, column)},
    {.name = "from",
     .required = true,
     .read = hj_read_node,
     .offset = offsetof(struct period_nodes, from)},
    {.name = "to",
     .required = true,
     .read = hj_read_node,
     .offset = offsetof(struct period_nodes, to)},
};
static const struct hj_shape period_shape = {.keys = period_keys,
                                             .count = sizeof period_keys / sizeof *period_keys};
const struct hj_form hj_form_of_period = {.kind = HJ_FORM_MAPPING, .shape = &period_shape};

static void compile_bound(struct hj_freeze *freeze, const struct hj_yaml *node, const char *key,
                          struct hj_predicate *predicate)
{
    struct hj_compile compile = {
        .scope = &freeze->constant_scope, .node = node, .key = key, .wanted = HJ_DATE, .day = true};
    struct hj_value value;
    hj_freeze_compile(freeze, &compile, predicate);
    if (predicate->root && (!hj_language_constant(predicate->root, &value) || value.null)) {
        hj_reader_problem(&freeze->reader, node, HJ_RULES_NOT_CONSTANT, "name", hj_span_of(key));
    }
}

static void read_period(struct hj_freeze *freeze, struct hj_feature_draft *draft,
                        const struct hj_scope *scope)
{
    struct period_nodes nodes = {0};
    if (!hj_read_mapping(&freeze->reader, draft->period, &period_shape, &nodes)) {
        return;
    }
    struct hj_predicate column = {0};
    compile_fact(freeze, scope, nodes.column, "column", &column);
    bool fits = is_type(&column, HJ_DATE) && column.root->op == HJ_OP_COLUMN;
    want(freeze, nodes.column, &column, fits, "a date column of the table");
    draft->feature.period_column = fits ? column.root->name : (struct hj_span){NULL, 0};
    compile_bound(freeze, nodes.from, "from", &draft->feature.period_from);
    compile_bound(freeze, nodes.to, "to", &draft->feature.period_to);
}

void hj_feature_aggregate(struct hj_freeze *freeze, struct hj_feature_draft *draft)
{
    struct hj_feature *feature = &draft->feature;
    check_need(freeze, draft, needs[feature->aggregate].value, draft->value, "value");
    check_need(freeze, draft, needs[feature->aggregate].order, draft->order, "order");
    feature->type = needs[feature->aggregate].type;
    if (!find_table(freeze, draft->table, &feature->table)) {
        return;
    }
    const struct hj_scope *scope = hj_freeze_fact_scope(freeze, feature->table, draft->table);
    struct hj_compile where = {
        .scope = scope, .node = draft->where, .key = "where", .wanted = HJ_BOOLEAN};
    hj_freeze_compile(freeze, &where, &feature->where);
    compile_fact(freeze, scope, draft->value, "value", &feature->value);
    compile_fact(freeze, scope, draft->order, "order", &feature->order);
    if (feature->aggregate == HJ_AGG_SUM) {
        want(freeze, draft->value, &feature->value, is_numeric(&feature->value), "a number");
    } else if (feature->aggregate == HJ_AGG_MIN || feature->aggregate == HJ_AGG_MAX) {
        want(freeze, draft->value, &feature->value, !is_type(&feature->value, HJ_BOOLEAN),
             "something with an order");
    }
    bool years = feature->aggregate == HJ_AGG_RUN;
    bool ordered =
        is_type(&feature->order, HJ_INTEGER) || (!years && is_type(&feature->order, HJ_DATE));
    want(freeze, draft->order, &feature->order, ordered,
         years ? "an integer" : "an integer or a date");
    if (!feature->type && feature->value.root) {
        feature->type = feature->value.root->type;
    }
    if (draft->period) {
        read_period(freeze, draft, scope);
    }
}

/* ---- peers ---- */

/* "peers(a, b)" of the keys' texts: the name of a feature that nobody has named, and what equal
 * ones are found by. */
static struct hj_span peers_name(struct hj_freeze *freeze, const struct hj_span *keys,
                                 uint32_t count)
{
    size_t size = sizeof "peers()";
    for (uint32_t i = 0; i < count; i++) {
        size += keys[i].size + 2;
    }
    char *text = hj_reader_new(&freeze->reader, size, 1);
    if (!text) {
        return (struct hj_span){NULL, 0};
    }
    size_t at = (size_t)snprintf(text, size, "peers(");
    for (uint32_t i = 0; i < count; i++) {
        at += (size_t)snprintf(text + at, size - at, "%s%.*s", i ? ", " : "", (int)keys[i].size,
                               keys[i].data);
    }
    text[at++] = ')';
    return (struct hj_span){text, at};
}

/* How a key stands in that name: columns without what surrounds them, so that spaces do not matter.
 */
static struct hj_span key_text(const struct hj_expr *key, struct hj_span text)
{
    return key->op == HJ_OP_COLUMN ? key->name
                                   : hj_span_slice(text, key->from, key->to - key->from);
}

void hj_feature_peers(struct hj_freeze *freeze, struct hj_feature_draft *draft)
{
    const struct hj_yaml *node = draft->peers;
    bool single = node->kind == HJ_YAML_SCALAR;
    uint32_t count = single ? 1 : node->count, kept = 0;
    struct hj_feature *feature = &draft->feature;
    feature->type = HJ_INTEGER;
    if (node->kind == HJ_YAML_MAPPING || count == 0) {
        hj_reader_shape(&freeze->reader, node, "peers", "a list of columns");
        return;
    }
    const struct hj_expr **keys = hj_reader_new(&freeze->reader, count, sizeof *keys);
    struct hj_span *texts = hj_reader_new(&freeze->reader, count, sizeof *texts);
    if (!keys || !texts) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct hj_predicate key = {0};
        struct hj_compile compile = {.scope = &freeze->ruleset->scope,
                                     .node = single ? node : node->items[i],
                                     .key = "peers"};
        hj_freeze_compile(freeze, &compile, &key);
        if (key.root && key.root->op == HJ_OP_LITERAL) {
            hj_reader_problem(&freeze->reader, compile.node, HJ_PREDICATE_PEERS_KEY, "text",
                              key.text);
        } else if (key.root) {
            texts[kept] = key_text(key.root, key.text);
            keys[kept++] = key.root;
        }
    }
    feature->peers = keys;
    feature->peer_count = kept;
    draft->keys = peers_name(freeze, texts, kept);
    if (kept == count && draft->scope_index >= 0) {
        freeze->reader.memory_full |=
            !hj_name_index_add(&freeze->peers, draft->keys, (uint32_t)draft->scope_index);
    }
}

int hj_freeze_peers(void *context, const struct hj_expr *const *keys, uint32_t count)
{
    struct hj_freeze *freeze = context;
    struct hj_span *texts = hj_reader_new(&freeze->reader, count, sizeof *texts);
    const struct hj_expr **kept = hj_reader_new(&freeze->reader, count, sizeof *kept);
    if (!texts || !kept) {
        return -1;
    }
    for (uint32_t i = 0; i < count; i++) {
        texts[i] = key_text(keys[i], freeze->peers_text);
        kept[i] = keys[i];
    }
    struct hj_span name = peers_name(freeze, texts, count);
    int64_t found = name.data ? hj_name_index_find(&freeze->peers, name) : -1;
    if (found >= 0 || !name.data) {
        return (int)found;
    }
    struct hj_feature feature = {.name = name, .kind = HJ_FEATURE_PEERS, .type = HJ_INTEGER};
    feature.peers = kept;
    feature.peer_count = count;
    feature.digest = hj_feature_digest(freeze, &feature, name);
    int index = hj_freeze_add_feature(freeze, &feature);
    uint32_t scope_index = freeze->ruleset->scope.count;
    if (index < 0 ||
        !hj_naming_add(&freeze->firm,
                       (struct hj_name){name, HJ_NAME_FEATURE, HJ_INTEGER, (uint32_t)index}) ||
        !hj_name_index_add(&freeze->peers, name, scope_index)) {
        return -1;
    }
    return (int)scope_index;
}
