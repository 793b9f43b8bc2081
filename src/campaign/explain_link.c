/* SPDX-License-Identifier: MIT
 * What duplicate rules say of a firm, for explain: the values by which they join, and the clusters
 * that it is in. */
#include "campaign/clusters.h"
#include "campaign/explain.h"

enum { MOST_OTHERS = 8 };

/* Of the value as it is, so that two firms are compared and not their masks. */
static uint64_t hash_value(const struct hj_value *value)
{
    bool text = value->type == HJ_TEXT && !value->null;
    return text ? hj_hash_bytes(value->text) : hj_value_bits(value);
}

static enum hj_code explain_tuple(const struct hj_explaining *explaining,
                                  const struct hj_same_tuple *same, struct hj_explain_tuple *result,
                                  struct hj_error *error)
{
    struct hj_explain_value *values = hj_arena_zero(explaining->arena, same->count, sizeof *values);
    uint64_t *hashes = hj_arena_zero(explaining->arena, same->count, sizeof *hashes);
    if (!values || !hashes) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < same->count; i++) {
        struct hj_value plain;
        enum hj_code code = hj_explain_name(explaining, same->names[i], &values[i], error);
        if (code == HJ_OK) {
            code = hj_reference_name(explaining->reference, same->names[i], &plain, error);
        }
        if (code != HJ_OK) {
            return code;
        }
        hashes[i] = hash_value(&plain);
    }
    *result = (struct hj_explain_tuple){values, hashes, same->count};
    return HJ_OK;
}

enum hj_code hj_explain_same(const struct hj_explaining *explaining, const struct hj_rule *rule,
                             struct hj_explain_rule *result, struct hj_error *error)
{
    struct hj_explain_tuple *tuples =
        hj_arena_zero(explaining->arena, rule->same_count, sizeof *tuples);
    if (!tuples) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < rule->same_count; i++) {
        enum hj_code code = explain_tuple(explaining, &rule->same[i], &tuples[i], error);
        if (code != HJ_OK) {
            return code;
        }
    }
    result->strength = hj_strength_name(rule->strength);
    result->same = tuples;
    result->same_count = rule->same_count;
    return HJ_OK;
}

/* ---- clusters ---- */

struct search {
    struct hj_store *store;
    const struct hj_loaded *loaded;
    struct hj_arena *arena; /* of the result */
    struct hj_firm_place place;
    /* A firm is in one proof and one lead cluster at most. */
    struct hj_explain_cluster clusters[2];
    struct hj_firm_place others[2][MOST_OTHERS];
    uint32_t count;
};

static bool is_place(const struct hj_vector block[HJ_CLUSTER_COLUMNS], uint32_t row,
                     struct hj_firm_place place)
{
    return block[HJ_CLUSTER_BLOCK].integers[row] == (int64_t)place.block &&
           block[HJ_CLUSTER_ROW].integers[row] == (int64_t)place.row;
}

static enum hj_code take_own(struct search *search, const struct hj_vector *block,
                             struct hj_error *error)
{
    for (uint32_t i = 0; i < block[HJ_CLUSTER_NUMBER].rows && search->count < 2; i++) {
        if (!is_place(block, i, search->place)) {
            continue;
        }
        struct hj_explain_cluster *cluster = &search->clusters[search->count++];
        cluster->number = block[HJ_CLUSTER_NUMBER].integers[i];
        cluster->keep = hj_vector_value(&block[HJ_CLUSTER_KEEP], i).boolean;
        cluster->strength =
            hj_arena_copy(search->arena, hj_vector_value(&block[HJ_CLUSTER_STRENGTH], i).text);
        cluster->rules =
            hj_arena_copy(search->arena, hj_vector_value(&block[HJ_CLUSTER_RULE], i).text);
        if (!cluster->strength.data || !cluster->rules.data) {
            return hj_error_memory(error);
        }
    }
    return HJ_OK;
}

static enum hj_code take_others(struct search *search, const struct hj_vector *block,
                                struct hj_error *error)
{
    (void)error;
    for (uint32_t i = 0; i < block[HJ_CLUSTER_NUMBER].rows; i++) {
        for (uint32_t c = 0; c < search->count; c++) {
            struct hj_explain_cluster *cluster = &search->clusters[c];
            if (block[HJ_CLUSTER_NUMBER].integers[i] != cluster->number ||
                is_place(block, i, search->place)) {
                continue;
            }
            if (cluster->others < MOST_OTHERS) {
                search->others[c][cluster->others] = (struct hj_firm_place){
                    (uint32_t)block[HJ_CLUSTER_BLOCK].integers[i],
                    (uint32_t)block[HJ_CLUSTER_ROW].integers[i],
                };
            }
            cluster->others++;
        }
    }
    return HJ_OK;
}

static enum hj_code each_block(struct search *search, uint32_t blocks,
                               enum hj_code (*take)(struct search *, const struct hj_vector *,
                                                    struct hj_error *),
                               struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    for (uint32_t b = 0; code == HJ_OK && b < blocks; b++) {
        struct hj_arena arena = {0};
        struct hj_vector block[HJ_CLUSTER_COLUMNS];
        code = hj_clusters_get(search->store, &search->loaded->clusters, b, &arena, block, error);
        if (code == HJ_OK) {
            code = take(search, block, error);
        }
        hj_arena_release(&arena);
    }
    return code;
}

static enum hj_code name_others(struct search *search, struct hj_explain_cluster *cluster,
                                const struct hj_firm_place *places, struct hj_error *error)
{
    cluster->record_count = cluster->others < MOST_OTHERS ? cluster->others : MOST_OTHERS;
    int64_t *records = hj_arena_zero(search->arena, cluster->record_count, sizeof *records);
    if (!records) {
        return hj_error_memory(error);
    }
    cluster->records = records;
    return hj_explain_records(search->store, search->loaded, places, cluster->record_count, records,
                              error);
}

enum hj_code hj_explain_clusters(struct hj_store *store, const struct hj_loaded *loaded,
                                 struct hj_firm_place place, struct hj_arena *arena,
                                 struct hj_explain *explain, struct hj_error *error)
{
    struct search search = {.store = store, .loaded = loaded, .arena = arena, .place = place};
    uint32_t blocks = 0;
    bool found = false;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_clusters_blocks(store, &loaded->clusters, &blocks, &found, error));
    HJ_TRY(each_block(&search, blocks, take_own, error));
    HJ_TRY(each_block(&search, search.count ? blocks : 0, take_others, error));
    for (uint32_t c = 0; c < search.count; c++) {
        HJ_TRY(name_others(&search, &search.clusters[c], search.others[c], error));
    }
    struct hj_explain_cluster *clusters = hj_arena_zero(arena, search.count, sizeof *clusters);
    if (!clusters) {
        return hj_error_memory(error);
    }
    memcpy(clusters, search.clusters, search.count * sizeof *clusters);
    explain->clusters = clusters;
    explain->cluster_count = search.count;
done:
    return code;
}
