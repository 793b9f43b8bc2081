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

/* Nine standard deviations to either side and, since the tail of a Poisson number is longer than
 * that of a normal one, 60 more. */
static struct hj_draw_table *new_table(double mean, double variance, int64_t most,
                                       struct hj_arena *arena)
{
    double reach = 9.0 * sqrt(variance) + 60.0;
    double low = floor(mean - reach), high = ceil(mean + reach);
    int64_t first = low > 0.0 ? (int64_t)low : 0;
    int64_t last = high < (double)most ? (int64_t)high : most;
    struct hj_draw_table *table = hj_arena_zero(arena, 1, sizeof *table);
    if (!table || last - first >= 1 << 20) {
        return NULL;
    }
    table->first = first;
    table->values = (uint32_t)(last - first + 1);
    table->guides = 256;
    while (table->guides < 2 * table->values) {
        table->guides *= 2;
    }
    table->below = hj_arena_zero(arena, table->values, sizeof *table->below);
    table->guide = hj_arena_zero(arena, table->guides, sizeof *table->guide);
    return table->below && table->guide ? table : NULL;
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
        table->guide[i] = value;
    }
}

struct hj_draw_table *hj_simulate_table_binomial(int64_t n, double p, struct hj_arena *arena)
{
    bool certain = p <= 0.0 || p >= 1.0 || n <= 0;
    double mean = (double)n * p;
    struct hj_draw_table *table = new_table(mean, mean * (1.0 - p), n > 0 ? n : 0, arena);
    for (uint32_t i = 0; table && i < table->values; i++) {
        int64_t k = table->first + (int64_t)i;
        if (certain) {
            table->below[i] = k == (p >= 1.0 && n > 0 ? n : 0) ? 1.0 : 0.0;
        } else {
            table->below[i] = hj_simulate_exp(hj_simulate_log_binomial(n, p, k));
        }
    }
    if (table) {
        finish(table);
    }
    return table;
}

struct hj_draw_table *hj_simulate_table_poisson(double mean, struct hj_arena *arena)
{
    struct hj_draw_table *table = new_table(mean, mean, INT64_MAX, arena);
    for (uint32_t i = 0; table && i < table->values; i++) {
        int64_t k = table->first + (int64_t)i;
        table->below[i] =
            mean > 0.0 ? hj_simulate_exp(hj_simulate_log_poisson(mean, k)) : (k == 0 ? 1.0 : 0.0);
    }
    if (table) {
        finish(table);
    }
    return table;
}
