/* SPDX-License-Identifier: MIT */
#include "simulate/table.h"

#include "simulate/logarithm.h"

#include <math.h>

double hj_simulate_log_binomial(int64_t n, double p, int64_t k)
{
    return hj_simulate_log_factorial(n) - hj_simulate_log_factorial(k) -
           hj_simulate_log_factorial(n - k) + (double)k * hj_simulate_log(p) +
           (double)(n - k) * hj_simulate_log1p(-p);
}

double hj_simulate_log_poisson(double mean, int64_t k)
{
    return (double)k * hj_simulate_log(mean) - mean - hj_simulate_log_factorial(k);
}

/* ---- making one ---- */

/* P(k + 1) / P(k) = (most - k) · ratio / (k + 1), of a Poisson number ratio / (k + 1). */
struct shape {
    double mean, variance, ratio;
    int64_t mode, most; /* most: INT64_MAX of a Poisson number */
};

enum { MOST_VALUES = 1 << 20, GUIDE_BITS = 16 };

/* Against the chance of the mode: what is left out on either side is a geometric series of such. */
#define LEAST_CHANCE 1e-20

static struct shape binomial_shape(int64_t n, double p)
{
    double mean = (double)n * p;
    int64_t mode = (int64_t)(((double)n + 1.0) * p);
    return (struct shape){mean, mean * (1.0 - p), p / (1.0 - p), mode < n ? mode : n, n};
}

static struct shape poisson_shape(double mean)
{
    return (struct shape){mean, mean, mean, (int64_t)mean, INT64_MAX};
}

static double factor(const struct shape *shape, int64_t k)
{
    double rest = shape->most == INT64_MAX ? 1.0 : (double)(shape->most - k);
    return rest * shape->ratio / (double)(k + 1);
}

/* Nine standard deviations to either side and, since the tail of a Poisson number is longer than
 * that of a normal one, 60 more: no more values than this. */
static bool is_wide(const struct shape *shape)
{
    return 2.0 * (9.0 * sqrt(shape->variance) + 60.0) >= MOST_VALUES;
}

/* From the chances of the values to their sums and the index. */
static void finish(struct hj_draw_table *table)
{
    double sum = 0.0;
    for (uint32_t i = 0; i < table->values; i++) {
        sum += table->below[i];
        table->below[i] = sum;
    }
    for (uint32_t i = 0; i < table->values; i++) {
        table->below[i] /= sum;
    }
    table->below[table->values - 1] = 1.0;
    uint32_t value = 0;
    for (uint32_t i = 0; i < table->guides; i++) {
        while (table->below[value] < (double)i / (double)table->guides) {
            value++;
        }
        table->guide[i] = (uint16_t)(value >> table->shift);
    }
}

/* From the mode outwards, its chance taken for 1. */
static bool make(const struct shape *shape, uint32_t least_guides, struct hj_arena *arena,
                 struct hj_draw_table *table)
{
    int64_t first = shape->mode, last = shape->mode;
    double chance = 1.0;
    while (last < shape->most && chance > LEAST_CHANCE) {
        chance *= factor(shape, last++);
    }
    chance = 1.0;
    while (first > 0 && chance > LEAST_CHANCE) {
        chance /= factor(shape, --first);
    }
    *table = (struct hj_draw_table){.first = first, .values = (uint32_t)(last - first + 1)};
    while (table->values >> table->shift >> GUIDE_BITS) {
        table->shift++;
    }
    table->guides = least_guides;
    while (table->guides < 2 * table->values) {
        table->guides *= 2;
    }
    table->below = hj_arena_zero(arena, table->values, sizeof *table->below);
    table->guide = hj_arena_zero(arena, table->guides, sizeof *table->guide);
    if (!table->below || !table->guide) {
        return false;
    }
    double *of = table->below;
    of[shape->mode - first] = 1.0;
    for (int64_t k = shape->mode; k < last; k++) {
        of[k + 1 - first] = of[k - first] * factor(shape, k);
    }
    for (int64_t k = shape->mode; k > first; k--) {
        of[k - 1 - first] = of[k - first] / factor(shape, k - 1);
    }
    finish(table);
    return true;
}

enum { GUIDES = 256, GUIDES_OF_MANY = 16 };

static bool new_table(const struct shape *shape, struct hj_arena *arena,
                      struct hj_draw_table **table)
{
    *table = NULL;
    if (is_wide(shape)) {
        return true;
    }
    *table = hj_arena_zero(arena, 1, sizeof **table);
    return *table && make(shape, GUIDES, arena, *table);
}

bool hj_simulate_table_binomial(int64_t n, double p, struct hj_arena *arena,
                                struct hj_draw_table **table)
{
    struct shape shape = {.most = 0};
    if (n > 0 && p > 0.0 && p < 1.0) {
        shape = binomial_shape(n, p);
    } else if (n > 0 && p >= 1.0) {
        shape = (struct shape){.mode = n, .most = n, .ratio = (double)INFINITY};
    }
    return new_table(&shape, arena, table);
}

bool hj_simulate_table_poisson(double mean, struct hj_arena *arena, struct hj_draw_table **table)
{
    const struct shape shape = poisson_shape(mean);
    return new_table(&shape, arena, table);
}

/* ---- many ---- */

bool hj_simulate_tables(int64_t least, int64_t most, double p, uint64_t cells,
                        struct hj_arena *arena, struct hj_draw_tables *tables)
{
    *tables = (struct hj_draw_tables){.chance = p, .least = least};
    struct shape largest = binomial_shape(most, p);
    double values = 20.0 * sqrt(largest.variance) + 20.0;
    if (p <= 0.0 || p >= 1.0 || values * (double)(most - least + 1) > (double)cells) {
        return true;
    }
    tables->tables = hj_arena_zero(arena, (size_t)(most - least + 1), sizeof *tables->tables);
    for (int64_t n = least; tables->tables && n <= most; n++) {
        struct shape shape = binomial_shape(n, p);
        if (!make(&shape, GUIDES_OF_MANY, arena, &tables->tables[tables->count++])) {
            return false;
        }
        tables->cells += tables->tables[tables->count - 1].values;
    }
    return tables->tables != NULL;
}
