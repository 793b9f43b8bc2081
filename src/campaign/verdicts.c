/* SPDX-License-Identifier: MIT */
#include "campaign/verdicts.h"

#include "column/codec.h"

static const char done_group[] = "verdicts";

static struct hj_span bytes_of(const void *data, size_t size)
{
    return (struct hj_span){data, size};
}

static struct hj_digest chain(struct hj_digest digest, struct hj_span next)
{
    const struct hj_span parts[] = {bytes_of(digest.bytes, sizeof digest.bytes), next};
    return hj_digest_of(parts, 2);
}

/* All of a route that a verdict depends on. */
static struct hj_digest chain_route(struct hj_digest digest, const struct hj_ruleset *ruleset,
                                    const struct hj_route *route)
{
    int64_t flags[4] = {route->unless_unknown, route->gone, route->becomes_count,
                        route->requires_count};
    digest = chain(digest, route->id);
    digest = chain(digest, route->when.text);
    digest = chain(digest, route->unless.text);
    digest = chain(digest, bytes_of(flags, sizeof flags));
    for (uint32_t i = 0; i < route->requires_count; i++) {
        digest = chain(digest, ruleset->scope.names[route->requires_checked[i]].name);
    }
    return digest;
}

struct hj_digest hj_verdicts_key(const struct hj_loaded *loaded, const struct hj_digest *findings)
{
    const struct hj_ruleset *ruleset = loaded->ruleset;
    struct hj_digest digest = {{0}};
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        digest = chain(digest, bytes_of(findings[i].bytes, sizeof findings[i].bytes));
    }
    for (uint32_t i = 0; i < ruleset->feature_count; i++) {
        digest = chain(digest, bytes_of(ruleset->features[i].digest.bytes,
                                        sizeof ruleset->features[i].digest.bytes));
    }
    for (uint32_t i = 0; i < ruleset->route_count; i++) {
        digest = chain_route(digest, ruleset, &ruleset->routes[i]);
    }
    int64_t inputs[2] = {loaded->registry.id, ruleset->as_of};
    digest = chain(digest, bytes_of(inputs, sizeof inputs));
    for (uint32_t i = 0; i < ruleset->fact_count; i++) {
        digest = chain(digest, bytes_of(&loaded->facts[i].id, sizeof loaded->facts[i].id));
    }
    return chain(digest, hj_span_of(done_group));
}

static struct hj_digest column_key(const struct hj_digest *key, int column)
{
    return chain(*key, hj_span_of(hj_verdict_column_names[column]));
}

enum hj_code hj_verdicts_done(struct hj_store *store, const struct hj_digest *key,
                              struct hj_error *error)
{
    char name[33];
    hj_digest_format(key, name);
    return hj_store_put_entry(store, done_group, name, hj_span_of("done"), error);
}

enum hj_code hj_verdicts_check(struct hj_store *store, const struct hj_digest *key,
                               struct hj_error *error)
{
    char name[33];
    struct hj_arena arena = {0};
    struct hj_span text;
    hj_digest_format(key, name);
    enum hj_code code = hj_store_get_entry(store, done_group, name, &arena, &text, error);
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
    struct hj_buffer frame = {0};
    enum hj_code code = HJ_OK;
    for (int i = 0; code == HJ_OK && i < HJ_VERDICT_COLUMNS; i++) {
        struct hj_digest name = column_key(key, i);
        bool found = false;
        hj_buffer_clear(&frame);
        columns[i] = (struct hj_vector){.type = i == HJ_VERDICT_ROW ? HJ_INTEGER : HJ_TEXT};
        code = hj_store_get_derived(store, &name, block, &frame, &found, error);
        if (code == HJ_OK && found) {
            struct hj_span copy = hj_arena_copy(arena, hj_buffer_span(&frame));
            code = copy.data ? hj_codec_decode(copy, arena, &columns[i], error)
                             : hj_error_memory(error);
        }
    }
    hj_buffer_release(&frame);
    return code;
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
