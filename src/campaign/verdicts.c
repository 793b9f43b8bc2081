/* SPDX-License-Identifier: MIT */
#include "campaign/verdicts.h"

#include "campaign/derived.h"

static struct hj_digest chain_bytes(struct hj_digest digest, const void *data, size_t size)
{
    return hj_derived_chain(digest, (struct hj_span){data, size});
}

/* All of a route that a verdict depends on. */
static struct hj_digest chain_route(struct hj_digest digest, const struct hj_ruleset *ruleset,
                                    const struct hj_route *route)
{
    int64_t flags[4] = {route->unless_unknown, route->gone, route->becomes_count,
                        route->requires_count};
    digest = hj_derived_chain(digest, route->id);
    digest = hj_derived_chain(digest, route->when.text);
    digest = hj_derived_chain(digest, route->unless.text);
    digest = chain_bytes(digest, flags, sizeof flags);
    for (uint32_t i = 0; i < route->requires_count; i++) {
        digest = hj_derived_chain(digest, ruleset->scope.names[route->requires_checked[i]].name);
    }
    return digest;
}

struct hj_digest hj_verdicts_key(const struct hj_loaded *loaded, const struct hj_digest *findings)
{
    const struct hj_ruleset *ruleset = loaded->ruleset;
    struct hj_digest digest = {{0}};
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        digest = chain_bytes(digest, findings[i].bytes, sizeof findings[i].bytes);
    }
    for (uint32_t i = 0; i < ruleset->feature_count; i++) {
        digest = chain_bytes(digest, ruleset->features[i].digest.bytes,
                             sizeof ruleset->features[i].digest.bytes);
    }
    /* A route may name a parameter that no rule does. */
    for (uint32_t i = 0; i < ruleset->parameter_count; i++) {
        digest = hj_derived_chain(digest, ruleset->parameters[i].name);
        digest = hj_derived_chain_value(digest, &ruleset->parameters[i].value);
    }
    for (uint32_t i = 0; i < ruleset->route_count; i++) {
        digest = chain_route(digest, ruleset, &ruleset->routes[i]);
    }
    int64_t inputs[2] = {loaded->registry.id, ruleset->as_of};
    digest = chain_bytes(digest, inputs, sizeof inputs);
    for (uint32_t i = 0; i < ruleset->fact_count; i++) {
        digest = chain_bytes(digest, &loaded->facts[i].id, sizeof loaded->facts[i].id);
    }
    return hj_derived_chain(digest, hj_span_of(HJ_VERDICTS_NOTES));
}

static struct hj_digest column_key(const struct hj_digest *key, int column)
{
    return hj_derived_chain(*key, hj_span_of(hj_verdict_column_names[column]));
}

struct hj_digest hj_verdicts_column_key(const struct hj_digest *key, int column)
{
    return column_key(key, column);
}

enum hj_code hj_verdicts_done(struct hj_store *store, const struct hj_digest *key,
                              struct hj_error *error)
{
    return hj_derived_put_note(store, HJ_VERDICTS_NOTES, key, hj_span_of("done"), error);
}

enum hj_code hj_verdicts_check(struct hj_store *store, const struct hj_digest *key,
                               struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct hj_span text;
    enum hj_code code = hj_derived_get_note(store, HJ_VERDICTS_NOTES, key, &arena, &text, error);
    if (code == HJ_OK && !text.data) {
        code = hj_error_set(error, HJ_CAMPAIGN_NOT_DECIDED);
    }
    hj_arena_release(&arena);
    return code;
}

enum hj_code hj_verdicts_get(struct hj_store *store, const struct hj_digest *key, uint32_t block,
                             struct hj_arena *arena, struct hj_vector columns[HJ_VERDICT_COLUMNS],
                             struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    for (int i = 0; code == HJ_OK && i < HJ_VERDICT_COLUMNS; i++) {
        bool found;
        columns[i] = (struct hj_vector){.type = i == HJ_VERDICT_ROW ? HJ_INTEGER : HJ_TEXT};
        code = hj_derived_get(store, column_key(key, i), block, arena, &columns[i], &found, error);
    }
    return code;
}

enum hj_code hj_verdicts_read(struct hj_store *store, const struct hj_digest *key, uint32_t block,
                              struct hj_arena *arena, void **made, struct hj_error *error)
{
    struct hj_vector *verdicts = hj_arena_zero(arena, HJ_VERDICT_COLUMNS, sizeof *verdicts);
    if (!verdicts) {
        return hj_error_memory(error);
    }
    *made = verdicts;
    return hj_verdicts_get(store, key, block, arena, verdicts, error);
}

enum hj_code hj_verdicts_put(struct hj_store *store, int64_t snapshot, const struct hj_digest *key,
                             uint32_t block, const struct hj_span frames[HJ_VERDICT_COLUMNS],
                             struct hj_error *error)
{
    for (int i = 0; i < HJ_VERDICT_COLUMNS; i++) {
        struct hj_digest name = column_key(key, i);
        enum hj_code code = hj_store_put_derived(store, snapshot, &name, block, frames[i], error);
        if (code != HJ_OK) {
            return code;
        }
    }
    return HJ_OK;
}

int hj_route_find(const struct hj_ruleset *ruleset, struct hj_span id)
{
    for (uint32_t i = 0; i < ruleset->route_count; i++) {
        if (hj_span_equal(ruleset->routes[i].id, id)) {
            return (int)i;
        }
    }
    return -1;
}
