/* SPDX-License-Identifier: MIT */
#include "campaign/rank.h"

#include "campaign/fact_columns.h"

#define PEERS_TABLE "peers"

/* Columns of the table, in this order. */
enum { NUMERATOR, DENOMINATOR, AS_OF, COLUMNS };

/* The circular's districts, block by block. */
struct peers {
    struct hj_fact_reading reading;
    int columns[COLUMNS];
    const struct hj_config_official *official;
};

/* Ours among them, and the day of its circular. */
struct own {
    bool found, dated;
    hj_date as_of;
};

static bool is_known(const struct hj_vector *vector, uint32_t row)
{
    return row < vector->rows && !hj_vector_is_null(vector, row);
}

static double number_at(const struct hj_vector *vector, uint32_t row)
{
    return vector->type == HJ_INTEGER ? (double)vector->integers[row] : vector->numbers[row];
}

static int number_column(const struct hj_snapshot *snapshot, const char *name)
{
    int column = hj_fact_column(snapshot, hj_span_of(name), HJ_NUMBER);
    return column >= 0 ? column : hj_fact_column(snapshot, hj_span_of(name), HJ_INTEGER);
}

/* A district with figures that make a ratio. */
static bool is_district(const struct hj_vector *vectors, uint32_t row)
{
    return is_known(&vectors[NUMERATOR], row) && is_known(&vectors[DENOMINATOR], row) &&
           number_at(&vectors[DENOMINATOR], row) > 0.0;
}

static bool is_ours(const struct peers *peers, const struct hj_vector *vectors, uint32_t row)
{
    return number_at(&vectors[NUMERATOR], row) == (double)peers->official->numerator &&
           number_at(&vectors[DENOMINATOR], row) == (double)peers->official->denominator;
}

/* Of several circulars in the table the last one in which we have these figures. */
static void find_own(const struct peers *peers, const struct hj_vector *vectors, struct own *own)
{
    for (uint32_t row = 0; row < vectors[NUMERATOR].rows; row++) {
        if (!is_district(vectors, row) || !is_ours(peers, vectors, row)) {
            continue;
        }
        own->found = true;
        if (is_known(&vectors[AS_OF], row) &&
            (!own->dated || vectors[AS_OF].dates[row] > own->as_of)) {
            own->dated = true;
            own->as_of = vectors[AS_OF].dates[row];
        }
    }
}

static bool is_other_circular(const struct own *own, const struct hj_vector *vectors, uint32_t row)
{
    return own->dated && is_known(&vectors[AS_OF], row) && vectors[AS_OF].dates[row] != own->as_of;
}

static void count_block(const struct peers *peers, const struct own *own,
                        const struct hj_vector *vectors, double then, bool *passed,
                        struct hj_rank *rank)
{
    double today = (double)peers->official->numerator / (double)peers->official->denominator;
    for (uint32_t row = 0; row < vectors[NUMERATOR].rows; row++) {
        if (!is_district(vectors, row) || is_other_circular(own, vectors, row)) {
            continue;
        }
        rank->of++;
        if (is_ours(peers, vectors, row) && !*passed) {
            *passed = true;
            continue;
        }
        double ratio = number_at(&vectors[NUMERATOR], row) / number_at(&vectors[DENOMINATOR], row);
        rank->today += ratio > today;
        rank->then += ratio > then;
    }
}

static enum hj_code read_block(struct peers *peers, uint32_t block, struct hj_arena *arena,
                               struct hj_vector vectors[COLUMNS], struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    for (int c = 0; c < COLUMNS && code == HJ_OK; c++) {
        vectors[c] = (struct hj_vector){.rows = 0};
        code = hj_fact_read(&peers->reading, peers->columns[c], block, arena, &vectors[c], error);
    }
    return code;
}

static enum hj_code rank_among(struct peers *peers, double then, struct hj_rank *rank,
                               struct hj_error *error)
{
    const struct hj_snapshot *snapshot = peers->reading.snapshot;
    struct hj_vector vectors[COLUMNS];
    struct hj_arena arena = {0};
    struct own own = {false, false, 0};
    bool passed = false;
    enum hj_code code = HJ_OK;
    for (uint32_t block = 0; block < snapshot->blocks; block++) {
        HJ_TRY(read_block(peers, block, &arena, vectors, error));
        find_own(peers, vectors, &own);
    }
    for (uint32_t block = 0; own.found && block < snapshot->blocks; block++) {
        HJ_TRY(read_block(peers, block, &arena, vectors, error));
        count_block(peers, &own, vectors, then, &passed, rank);
    }
    rank->without_us = !own.found;
done:
    hj_arena_release(&arena);
    return code;
}

enum hj_code hj_rank_find(struct hj_campaign *campaign, struct hj_store *store,
                          const struct hj_loaded *loaded, double then, struct hj_rank *rank,
                          struct hj_error *error)
{
    struct peers peers = {
        .reading = {store, hj_fact_snapshot(loaded, hj_span_of(PEERS_TABLE)), {0}},
        .official = &campaign->config.official,
    };
    const struct hj_snapshot *snapshot = peers.reading.snapshot;
    *rank = (struct hj_rank){1, 1, 0, false};
    if (!snapshot || !campaign->config.official.given ||
        campaign->config.official.denominator <= 0) {
        return HJ_OK;
    }
    peers.columns[NUMERATOR] = number_column(snapshot, "numerator");
    peers.columns[DENOMINATOR] = number_column(snapshot, "denominator");
    peers.columns[AS_OF] = hj_fact_column(snapshot, hj_span_of("as_of"), HJ_DATE);
    enum hj_code code = rank_among(&peers, then, rank, error);
    hj_buffer_release(&peers.reading.frame);
    return code;
}
