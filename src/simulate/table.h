/* SPDX-License-Identifier: MIT
 * A distribution over whole numbers that is the same in every trial, made once: its cumulated
 * chances, with an index of equal parts of (0, 1) that says where to begin to look (Chen and Asau
 * 1974). A draw is one uniform number and a look or two: a fourth of what rejection costs. Frozen
 * after it is made; lives in its arena. */
#ifndef HJ_SIMULATE_TABLE_H
#define HJ_SIMULATE_TABLE_H

#include "base/arena.h"
#include "base/error.h"
#include "simulate/draws.h"

struct hj_draw_table {
    int64_t first; /* the value of below[0]; what is left out has a chance below 1e-17 in all */
    uint32_t values, guides;
    double *below;   /* P(X <= first + i); the last is 1 */
    uint16_t *guide; /* << shift: an index at which to begin */
    unsigned shift;
};

/* NULL in *table where the distribution is too wide for one (over 2^20 values). False: the memory
 * is full. */
bool hj_simulate_table_binomial(int64_t n, double p, struct hj_arena *arena,
                                struct hj_draw_table **table) HJ_MUST_USE;
bool hj_simulate_table_poisson(double mean, struct hj_arena *arena,
                               struct hj_draw_table **table) HJ_MUST_USE;

static inline int64_t hj_simulate_look_up(struct hj_random *random,
                                          const struct hj_draw_table *table)
{
    double u = hj_simulate_uniform(random);
    uint32_t i = (uint32_t)table->guide[(uint32_t)(u * (double)table->guides)] << table->shift;
    while (u > table->below[i]) {
        i++;
    }
    return table->first + (int64_t)i;
}

/* Binomial(n, p) for each n of a range, p the same: what happens to what is left of some cases.
 * Another n is drawn by rejection. */
struct hj_draw_tables {
    double chance;
    int64_t least;
    uint32_t count; /* of tables; 0: all by rejection */
    struct hj_draw_table *tables;
    uint64_t cells; /* values in all */
};

/* least >= 1. No tables where they would have more than `cells` values, or p is 0 or 1. False: the
 * memory is full. */
bool hj_simulate_tables(int64_t least, int64_t most, double p, uint64_t cells,
                        struct hj_arena *arena, struct hj_draw_tables *tables) HJ_MUST_USE;

static inline int64_t hj_simulate_draw_of(struct hj_random *random,
                                          const struct hj_draw_tables *tables, int64_t n)
{
    uint64_t i = (uint64_t)(n - tables->least);
    return i < tables->count ? hj_simulate_look_up(random, &tables->tables[i])
                             : hj_simulate_binomial(random, n, tables->chance);
}

/* log P(X = k) of Binomial(n, p), 0 < p < 1, and of Poisson(mean), mean > 0. */
double hj_simulate_log_binomial(int64_t n, double p, int64_t k);
double hj_simulate_log_poisson(double mean, int64_t k);

#endif
