/* SPDX-License-Identifier: MIT */
#include "campaign/clusters.h"

#include "campaign/derived.h"
#include "campaign/findings.h"

static const char *const column_names[HJ_CLUSTER_COLUMNS] = {"number", "block",    "row",
                                                             "keep",   "strength", "rule"};

bool hj_clusters_asked(const struct hj_ruleset *ruleset)
{
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        if (ruleset->rules[i].same_count > 0) {
            return true;
        }
    }
    return false;
}

struct hj_digest hj_clusters_key(const struct hj_loaded *loaded)
{
    const struct hj_ruleset *ruleset = loaded->ruleset;
    struct hj_digest digest = {{0}};
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        if (hj_findings_by_link(&ruleset->rules[i])) {
            struct hj_digest key = hj_findings_key(loaded, &ruleset->rules[i]);
            digest = hj_derived_chain(digest,
                                      (struct hj_span){(const char *)key.bytes, sizeof key.bytes});
        }
    }
    for (uint32_t i = 0; i < ruleset->survivor_count; i++) {
        digest = hj_derived_chain(digest, ruleset->survivor[i].text);
    }
    for (uint32_t i = 0; i < ruleset->feature_count; i++) {
        digest = hj_derived_chain(digest,
                                  (struct hj_span){(const char *)ruleset->features[i].digest.bytes,
                                                   sizeof ruleset->features[i].digest.bytes});
    }
    int64_t inputs[2] = {loaded->registry.id, ruleset->as_of};
    return hj_derived_chain(digest, (struct hj_span){(const char *)inputs, sizeof inputs});
}

struct hj_digest hj_clusters_column_key(const struct hj_digest *key, int column)
{
    return hj_derived_chain(*key, hj_span_of(column_names[column]));
}

struct hj_digest hj_survivor_key(const struct hj_digest *key)
{
    return hj_derived_chain(*key, hj_span_of("survivor"));
}

enum hj_code hj_clusters_done(struct hj_store *store, const struct hj_digest *key, uint32_t blocks,
                              struct hj_error *error)
{
    char text[16];
    int size = snprintf(text, sizeof text, "%u", blocks);
    return hj_derived_put_note(store, HJ_CLUSTERS_NOTES, key, (struct hj_span){text, (size_t)size},
                               error);
}

enum hj_code hj_clusters_blocks(struct hj_store *store, const struct hj_digest *key,
                                uint32_t *blocks, bool *found, struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct hj_span text;
    enum hj_code code = hj_derived_get_note(store, HJ_CLUSTERS_NOTES, key, &arena, &text, error);
    *found = code == HJ_OK && text.data;
    *blocks = *found ? (uint32_t)strtoul(text.data, NULL, 10) : 0;
    hj_arena_release(&arena);
    return code;
}

enum hj_code hj_clusters_get(struct hj_store *store, const struct hj_digest *key, uint32_t block,
                             struct hj_arena *arena, struct hj_vector columns[HJ_CLUSTER_COLUMNS],
                             struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    for (int i = 0; code == HJ_OK && i < HJ_CLUSTER_COLUMNS; i++) {
        bool found;
        code = hj_derived_get(store, hj_derived_chain(*key, hj_span_of(column_names[i])), block,
                              arena, &columns[i], &found, error);
    }
    return code;
}

enum hj_code hj_clusters_put(struct hj_store *store, int64_t snapshot, const struct hj_digest *key,
                             uint32_t block, const struct hj_span frames[HJ_CLUSTER_COLUMNS],
                             struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    for (int i = 0; code == HJ_OK && i < HJ_CLUSTER_COLUMNS; i++) {
        struct hj_digest name = hj_derived_chain(*key, hj_span_of(column_names[i]));
        code = hj_store_put_derived(store, snapshot, &name, block, frames[i], error);
    }
    return code;
}

enum hj_code hj_survivor_get(struct hj_store *store, const struct hj_digest *key, uint32_t block,
                             struct hj_arena *arena, struct hj_vector *survivor,
                             struct hj_error *error)
{
    *survivor = (struct hj_vector){.type = HJ_BOOLEAN};
    bool found;
    return hj_derived_get(store, hj_survivor_key(key), block, arena, survivor, &found, error);
}

enum hj_code hj_survivor_put(struct hj_store *store, int64_t snapshot, const struct hj_digest *key,
                             uint32_t block, struct hj_span frame, struct hj_error *error)
{
    struct hj_digest name = hj_survivor_key(key);
    return hj_store_put_derived(store, snapshot, &name, block, frame, error);
}
