/* SPDX-License-Identifier: MIT */
#include "campaign/rank.h"

#include "column/codec.h"

#define PEERS_TABLE "peers"
#define PEERS_NUMERATOR "numerator"
#define PEERS_DENOMINATOR "denominator"

struct peers {
    const struct hj_snapshot *snapshot;
    struct hj_buffer frame;
    struct hj_arena arena;
};

static const struct hj_snapshot *find_table(const struct hj_loaded *loaded)
{
    for (uint32_t f = 0; f < loaded->ruleset->fact_count; f++) {
        if (hj_span_is(loaded->ruleset->facts[f].table, PEERS_TABLE) && loaded->facts[f].id) {
            return &loaded->facts[f];
        }
    }
    return NULL;
}

static enum hj_code read_column(struct hj_store *store, struct peers *peers, const char *name,
                                uint32_t block, struct hj_vector *vector, struct hj_error *error)
{
    const struct hj_schema *schema = &peers->snapshot->schema;
    int column = hj_schema_find(schema, hj_span_of(name));
    enum hj_code code = HJ_OK;
    *vector = (struct hj_vector){.type = HJ_NUMBER};
    if (column < 0 || schema->columns[column].type != HJ_NUMBER ||
        schema->columns[column].header.size == 0) {
        return HJ_OK; /* rows 0 */
    }
    hj_buffer_clear(&peers->frame);
    HJ_TRY(hj_store_get_block(store, peers->snapshot->id, (uint32_t)column, block, &peers->frame,
                              error));
    struct hj_span frame = hj_arena_copy(&peers->arena, hj_buffer_span(&peers->frame));
    if (!frame.data) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_codec_decode(frame, &peers->arena, vector, error));
done:
    return code;
}

static void count_block(const struct hj_vector *numerators, const struct hj_vector *denominators,
                        const struct hj_config_official *official, double ours[2],
                        struct hj_rank *rank, bool *found)
{
    for (uint32_t i = 0; i < numerators->rows && i < denominators->rows; i++) {
        double h = numerators->numbers[i], n = denominators->numbers[i];
        if (hj_vector_is_null(numerators, i) || hj_vector_is_null(denominators, i) || n <= 0.0) {
            continue;
        }
        rank->of++;
        if (h == (double)official->numerator && n == (double)official->denominator && !*found) {
            *found = true;
            continue;
        }
        rank->today += h / n > ours[0];
        rank->then += h / n > ours[1];
    }
}

enum hj_code hj_rank_find(struct hj_campaign *campaign, struct hj_store *store,
                          const struct hj_loaded *loaded, double today, double then,
                          struct hj_rank *rank, struct hj_error *error)
{
    struct peers peers = {.snapshot = find_table(loaded)};
    double ours[2] = {today, then};
    bool found = false;
    enum hj_code code = HJ_OK;
    *rank = (struct hj_rank){1, 1, 0};
    if (!peers.snapshot || !campaign->config.official.given) {
        return HJ_OK;
    }
    for (uint32_t block = 0; block < peers.snapshot->blocks; block++) {
        struct hj_vector numerators, denominators;
        HJ_TRY(read_column(store, &peers, PEERS_NUMERATOR, block, &numerators, error));
        HJ_TRY(read_column(store, &peers, PEERS_DENOMINATOR, block, &denominators, error));
        count_block(&numerators, &denominators, &campaign->config.official, ours, rank, &found);
    }
    if (!found) {
        rank->of = 0;
    }
done:
    hj_buffer_release(&peers.frame);
    hj_arena_release(&peers.arena);
    return code;
}
