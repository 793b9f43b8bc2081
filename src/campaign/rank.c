/* SPDX-License-Identifier: MIT */
#include "campaign/rank.h"

#include "campaign/fact_columns.h"

#define PEERS_TABLE "peers"
#define PEERS_NUMERATOR "numerator"
#define PEERS_DENOMINATOR "denominator"

static void count_block(const struct hj_vector *numerators, const struct hj_vector *denominators,
                        const struct hj_config_official *official, const double ours[2],
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
                          const struct hj_loaded *loaded, const double ours[2],
                          struct hj_rank *rank, struct hj_error *error)
{
    struct hj_fact_reading reading = {
        store, hj_fact_snapshot(loaded, hj_span_of(PEERS_TABLE)), {0}};
    struct hj_arena arena = {0};
    bool found = false;
    enum hj_code code = HJ_OK;
    *rank = (struct hj_rank){1, 1, 0};
    if (!reading.snapshot || !campaign->config.official.given) {
        return HJ_OK;
    }
    int h = hj_fact_column(reading.snapshot, hj_span_of(PEERS_NUMERATOR), HJ_NUMBER);
    int n = hj_fact_column(reading.snapshot, hj_span_of(PEERS_DENOMINATOR), HJ_NUMBER);
    for (uint32_t block = 0; block < reading.snapshot->blocks; block++) {
        struct hj_vector numerators = {.rows = 0}, denominators = {.rows = 0};
        HJ_TRY(hj_fact_read(&reading, h, block, &arena, &numerators, error));
        HJ_TRY(hj_fact_read(&reading, n, block, &arena, &denominators, error));
        count_block(&numerators, &denominators, &campaign->config.official, ours, rank, &found);
    }
    if (!found) {
        rank->of = 0;
    }
done:
    hj_buffer_release(&reading.frame);
    hj_arena_release(&arena);
    return code;
}
