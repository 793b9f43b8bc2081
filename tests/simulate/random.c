/* SPDX-License-Identifier: MIT
 * Philox against the known answers of Random123 and against Random123 itself; draws against the
 * moments and chances of their distributions. */
#include "cmocka_test.h"

#include "simulate/draws.h"
#include "simulate/logarithm.h"
#include "simulate/quantile.h"
#include "simulate/table.h"

#include <math.h>
#include <stdlib.h>

/* kat_vectors of Random123 1.14.0: philox 4x32, 10 rounds. */
static void philox_gives_the_known_answers(void **state)
{
    static const struct {
        uint32_t counter[4], key[2], words[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        uint32_t words[4];
        hj_simulate_philox(known[i].key, known[i].counter, words);
        assert_memory_equal(words, known[i].words, sizeof words);
    }
}

static void logarithm_and_exponential_are_close_to_the_library(void **state)
{
    (void)state;
    for (double x = 1e-300; x < 1e300; x *= 1.37) {
        assert_true(fabs(hj_simulate_log(x) - log(x)) <= 3e-16 * fabs(log(x)) + 1e-300);
    }
    for (double x = -700.0; x < 700.0; x += 0.317) {
        assert_true(fabs(hj_simulate_exp(x) / exp(x) - 1.0) <= 1e-15);
    }
    for (double x = 1e-18; x < 3.0; x *= 1.7) {
        assert_true(fabs(hj_simulate_log1p(x) / log1p(x) - 1.0) <= 1e-15);
        assert_true(x >= 1.0 || fabs(hj_simulate_log1p(-x) / log1p(-x) - 1.0) <= 1e-15);
    }
    assert_true(hj_simulate_exp(-800.0) == 0.0);
    assert_true(fabs(hj_simulate_exp(-740.0) / exp(-740.0) - 1.0) < 0.2); /* a denormal */
    for (int64_t n = 0; n < 200000; n = n < 100 ? n + 1 : 2 * n + 1) {
        assert_true(fabs(hj_simulate_log_factorial(n) - lgamma((double)n + 1.0)) <=
                    1e-13 * (1.0 + lgamma((double)n + 1.0)));
    }
}

/* Pearson's statistic over the values that are expected at least 10 times: below its mean plus 5
 * standard deviations. */
struct fit {
    double statistic;
    int cells;
};

static void fit_add(struct fit *fit, double observed, double expected)
{
    if (expected >= 10.0) {
        fit->statistic += (observed - expected) * (observed - expected) / expected;
        fit->cells++;
    }
}

static void fit_check(const struct fit *fit)
{
    assert_true(fit->cells > 0);
    assert_true(fit->statistic < fit->cells + 5.0 * sqrt(2.0 * fit->cells) + 5.0);
}

enum { DRAWS = 200000, CELLS = 4096 };

static void binomial_has_its_chances(void **state)
{
    static const struct {
        int64_t n;
        double p;
    } cases[] = {{1, 0.3},    {24, 0.7},      {46, 0.88},     {80, 0.7}, {350, 0.88},
                 {1000, 0.3}, {35, 0.5},      {14000, 0.004}, {20, 0.5}, {25, 0.42},
                 {3000, 0.9}, {100000, 0.01}, {5000, 1e-3}};
    static int counts[2][CELLS];
    struct hj_arena arena = {0};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        int64_t n = cases[c].n, low = (int64_t)((double)n * cases[c].p) - CELLS / 2;
        struct fit fits[2] = {{0.0, 0}, {0.0, 0}};
        low = low < 0 ? 0 : low;
        memset(counts, 0, sizeof counts);
        struct hj_draw_table *table = NULL;
        assert_true(hj_simulate_table_binomial(n, cases[c].p, &arena, &table) && table);
        for (uint32_t i = 0; i < DRAWS; i++) {
            struct hj_random a = hj_simulate_random(1, HJ_PURPOSE_CASE, i, (uint32_t)c, 0);
            struct hj_random b = hj_simulate_random(2, HJ_PURPOSE_CASE, i, (uint32_t)c, 0);
            counts[0][hj_simulate_binomial(&a, n, cases[c].p) - low]++;
            counts[1][hj_simulate_look_up(&b, table) - low]++;
        }
        for (int64_t k = low; k <= n && k < low + CELLS; k++) {
            double expected = DRAWS * exp(hj_simulate_log_binomial(n, cases[c].p, k));
            fit_add(&fits[0], counts[0][k - low], expected);
            fit_add(&fits[1], counts[1][k - low], expected);
        }
        fit_check(&fits[0]);
        fit_check(&fits[1]);
    }
    hj_arena_release(&arena);
}

static void binomial_at_its_ends_is_certain(void **state)
{
    struct hj_arena arena = {0};
    struct hj_draw_table *all, *none, *nothing;
    (void)state;
    assert_true(hj_simulate_table_binomial(50, 1.0, &arena, &all));
    assert_true(hj_simulate_table_binomial(50, 0.0, &arena, &none));
    assert_true(hj_simulate_table_poisson(0.0, &arena, &nothing));
    for (uint32_t i = 0; i < 100; i++) {
        struct hj_random random = hj_simulate_random(1, HJ_PURPOSE_CASE, i, 0, 0);
        assert_int_equal(hj_simulate_binomial(&random, 50, 0.0), 0);
        assert_int_equal(hj_simulate_binomial(&random, 50, 1.0), 50);
        assert_int_equal(hj_simulate_binomial(&random, 0, 0.5), 0);
        assert_int_equal(hj_simulate_look_up(&random, all), 50);
        assert_int_equal(hj_simulate_look_up(&random, none), 0);
        assert_int_equal(hj_simulate_look_up(&random, nothing), 0);
    }
    hj_arena_release(&arena);
}

/* More values than its index has numbers for; and one that is too wide. */
static void wide_tables_are_looked_up_too(void **state)
{
    struct hj_arena arena = {0};
    struct hj_draw_table *table, *none;
    double sum = 0.0, squares = 0.0;
    (void)state;
    assert_true(hj_simulate_table_binomial(100000000, 0.5, &arena, &table) && table);
    assert_true(table->values > 1 << 16);
    for (uint32_t i = 0; i < DRAWS; i++) {
        struct hj_random random = hj_simulate_random(1, HJ_PURPOSE_CASE, i, 0, 0);
        double from = (double)(hj_simulate_look_up(&random, table) - 50000000) / 5000.0;
        sum += from;
        squares += from * from;
    }
    assert_true(fabs(sum / DRAWS) < 4.0 / sqrt(DRAWS));
    assert_true(fabs(squares / DRAWS - 1.0) < 4.0 * sqrt(2.0 / DRAWS));
    assert_true(hj_simulate_table_poisson(1e12, &arena, &none) && !none);
    hj_arena_release(&arena);
}

static void poisson_has_its_chances(void **state)
{
    static const double means[] = {0.01, 0.7, 4.0, 9.99, 10.0, 12.5, 110.0, 2000.0};
    static int counts[2][CELLS];
    struct hj_arena arena = {0};
    (void)state;
    for (size_t c = 0; c < sizeof means / sizeof means[0]; c++) {
        int64_t low = (int64_t)means[c] - CELLS / 2;
        struct fit fits[2] = {{0.0, 0}, {0.0, 0}};
        low = low < 0 ? 0 : low;
        memset(counts, 0, sizeof counts);
        struct hj_draw_table *table = NULL;
        assert_true(hj_simulate_table_poisson(means[c], &arena, &table) && table);
        for (uint32_t i = 0; i < DRAWS; i++) {
            struct hj_random a = hj_simulate_random(1, HJ_PURPOSE_FOUNDED, i, (uint32_t)c, 0);
            struct hj_random b = hj_simulate_random(2, HJ_PURPOSE_FOUNDED, i, (uint32_t)c, 0);
            counts[0][hj_simulate_poisson(&a, means[c]) - low]++;
            counts[1][hj_simulate_look_up(&b, table) - low]++;
        }
        for (int64_t k = low; k < low + CELLS; k++) {
            double expected = DRAWS * exp(hj_simulate_log_poisson(means[c], k));
            fit_add(&fits[0], counts[0][k - low], expected);
            fit_add(&fits[1], counts[1][k - low], expected);
        }
        fit_check(&fits[0]);
        fit_check(&fits[1]);
    }
    hj_arena_release(&arena);
}

/* Binomial(n, p) for many n: from its table, and beside the range by rejection. */
static void tables_of_many_have_their_chances(void **state)
{
    static const int64_t drawn[] = {90, 99, 100, 110, 120, 121, 200};
    static int counts[CELLS];
    struct hj_arena arena = {0};
    struct hj_draw_tables tables, none;
    (void)state;
    assert_true(hj_simulate_tables(100, 120, 0.3, 1 << 16, &arena, &tables));
    assert_int_equal(tables.count, 21);
    assert_true(hj_simulate_tables(100, 120, 0.3, 1000, &arena, &none));
    assert_int_equal(none.count, 0);
    for (uint32_t c = 0; c < sizeof drawn / sizeof drawn[0]; c++) {
        struct fit fit = {0.0, 0};
        memset(counts, 0, sizeof counts);
        for (uint32_t i = 0; i < DRAWS; i++) {
            struct hj_random random = hj_simulate_random(5, HJ_PURPOSE_CASE, i, c, 0);
            counts[hj_simulate_draw_of(&random, c % 2 ? &tables : &none, drawn[c])]++;
            random = hj_simulate_random(6, HJ_PURPOSE_CASE, i, c, 0);
            counts[hj_simulate_draw_of(&random, &tables, drawn[c])]++;
        }
        for (int64_t k = 0; k <= drawn[c]; k++) {
            fit_add(&fit, counts[k], 2 * DRAWS * exp(hj_simulate_log_binomial(drawn[c], 0.3, k)));
        }
        fit_check(&fit);
    }
    for (int certain = 0; certain < 2; certain++) {
        struct hj_random random = hj_simulate_random(5, HJ_PURPOSE_CASE, 0, 0, 0);
        assert_true(hj_simulate_tables(1, 9, certain, 1 << 16, &arena, &tables));
        assert_int_equal(hj_simulate_draw_of(&random, &tables, 7), 7 * certain);
    }
    hj_arena_release(&arena);
}

/* As many numbers as the chances say far out too, where a parabola decides for most of them. */
static void binomial_has_its_tails(void **state)
{
    enum { MANY = 4000000 };
    static const struct {
        int64_t n;
        double p;
    } cases[] = {{30, 0.4}, {1000, 0.011}, {2000, 0.03}, {20000, 0.05}};
    (void)state;
    for (uint32_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        double mean = (double)cases[c].n * cases[c].p, spread = sqrt(mean * (1.0 - cases[c].p));
        int64_t high = (int64_t)(mean + 3.5 * spread), low = (int64_t)(mean - 3.0 * spread);
        double chances[2] = {0.0, 0.0};
        int found[2] = {0, 0};
        for (int64_t k = 0; k <= cases[c].n; k++) {
            double chance = exp(hj_simulate_log_binomial(cases[c].n, cases[c].p, k));
            chances[0] += k <= low ? chance : 0.0;
            chances[1] += k >= high ? chance : 0.0;
        }
        for (uint32_t i = 0; i < MANY; i++) {
            struct hj_random random = hj_simulate_random(7, HJ_PURPOSE_CASE, i, c, 0);
            int64_t k = hj_simulate_binomial(&random, cases[c].n, cases[c].p);
            found[0] += k <= low;
            found[1] += k >= high;
        }
        for (int side = 0; side < 2; side++) {
            double expected = MANY * chances[side];
            assert_true(expected > 100.0 && fabs(found[side] - expected) < 4.0 * sqrt(expected));
        }
    }
}

static int compare_numbers(const void *a, const void *b)
{
    return (*(const int32_t *)a > *(const int32_t *)b) -
           (*(const int32_t *)a < *(const int32_t *)b);
}

/* Counted where they lie close, else by exchange: the numbers that sorting gives. */
static void ranks_of_counts_are_those_of_sorting(void **state)
{
    enum { NUMBERS = 1000 };
    static const uint64_t ranks[] = {1, 50, 500, 501, 950, 1000};
    static int32_t numbers[NUMBERS];
    static double room[NUMBERS], values[6];
    (void)state;
    for (uint32_t width = 1; width < 4000000; width *= 7) {
        for (uint32_t i = 0; i < NUMBERS; i++) {
            struct hj_random random = hj_simulate_random(8, HJ_PURPOSE_CASE, i, width, 0);
            numbers[i] = (int32_t)(hj_simulate_uniform(&random) * width) - 300;
        }
        hj_simulate_select_counts(numbers, NUMBERS, ranks, 6, room, values);
        qsort(numbers, NUMBERS, sizeof numbers[0], compare_numbers);
        for (int r = 0; r < 6; r++) {
            assert_true(values[r] == numbers[ranks[r] - 1]);
        }
    }
}

/* Worked out at once where the products fit, else by halving: what the definition says. */
static void targets_are_met_exactly(void **state)
{
    static const int64_t firms[] = {0, 1, 148, 14200, 2130000, 999999999999};
    static const struct hj_target targets[] = {
        {12000, 2}, {1, 0}, {1, 9}, {999999999999999, 9}, {999999999999999, 0}, {10432, 2}};
    (void)state;
    for (size_t t = 0; t < sizeof targets / sizeof targets[0]; t++) {
        for (int64_t scale = 1; scale <= 1000000; scale *= 100) {
            for (size_t i = 0; i < sizeof firms / sizeof firms[0]; i++) {
                int64_t n = hj_target_max_denominator(targets[t], scale, firms[i]);
                assert_true(hj_target_holds(targets[t], scale, firms[i], n));
                assert_true(n == INT64_C(1) << 52 ||
                            !hj_target_holds(targets[t], scale, firms[i], n + 1));
                int64_t h = hj_target_min_new(targets[t], scale, 148, firms[i]);
                assert_true(h == INT64_C(1) << 40 ||
                            hj_target_holds(targets[t], scale, 148 + h, firms[i]));
                assert_true(h == 0 || !hj_target_holds(targets[t], scale, 147 + h, firms[i]));
            }
        }
    }
}

/* First three moments of Beta(a, b), each within 5 of its standard errors (taken from the draws).
 */
static void share_has_the_moments_of_beta(void **state)
{
    static const struct hj_share shares[] = {
        {88, 12, false, 0},    {44, 6, false, 0},  {14, 6, false, 0},        {1, 1, false, 0},
        {1.5, 1.01, false, 0}, {1, 7, false, 0},   {0.5, 0.5, false, 0},     {0.01, 0.02, false, 0},
        {0.2, 3, false, 0},    {2, 0.1, false, 0}, {8.8e8, 1.2e8, false, 0},
    };
    (void)state;
    for (size_t c = 0; c < sizeof shares / sizeof shares[0]; c++) {
        double a = shares[c].a, b = shares[c].b, expected = 1.0;
        for (int power = 1; power <= 3; power++) {
            double sum = 0.0, squares = 0.0;
            expected *= (a + power - 1) / (a + b + power - 1);
            for (uint32_t i = 0; i < DRAWS; i++) {
                struct hj_random random =
                    hj_simulate_random(3, HJ_PURPOSE_SHARE, i, (uint32_t)c, (uint32_t)power);
                double value = pow(hj_simulate_share(&random, &shares[c]), power) - expected;
                sum += value;
                squares += value * value;
            }
            double mean = sum / DRAWS, error = sqrt((squares / DRAWS - mean * mean) / DRAWS);
            assert_true(fabs(mean) <= 5.0 * error + 1e-9);
        }
    }
}

static void share_at_its_ends_is_certain(void **state)
{
    const struct hj_share all = {3, 0, false, 0}, none = {0, 3, false, 0},
                          fixed = {0, 0, true, 0.25};
    (void)state;
    struct hj_random random = hj_simulate_random(1, HJ_PURPOSE_SHARE, 0, 0, 0);
    assert_true(hj_simulate_share(&random, &all) == 1.0);
    assert_true(hj_simulate_share(&random, &none) == 0.0);
    assert_true(hj_simulate_share(&random, &fixed) == 0.25);
    assert_true(hj_simulate_share_mean(&all) == 1.0 && hj_simulate_share_mean(&none) == 0.0);
}

static void triangle_is_drawn_as_its_chance_says(void **state)
{
    const struct hj_triangle triangle = {107, 140, 180};
    int below[8] = {0};
    (void)state;
    for (uint32_t i = 0; i < DRAWS; i++) {
        struct hj_random random = hj_simulate_random(1, HJ_PURPOSE_LAG, i, 0, 0);
        double value = hj_simulate_triangular(&random, &triangle);
        for (int k = 0; k < 8; k++) {
            below[k] += value <= 110.0 + 10.0 * k;
        }
    }
    for (int k = 0; k < 8; k++) {
        double chance = hj_simulate_triangle_below(&triangle, 110.0 + 10.0 * k);
        assert_true(fabs(below[k] - DRAWS * chance) <=
                    5.0 * sqrt(DRAWS * chance * (1 - chance)) + 1);
    }
    const struct hj_triangle point = {30, 30, 30};
    assert_true(hj_simulate_triangle_below(&point, 29.99) == 0.0);
    assert_true(hj_simulate_triangle_below(&point, 30.0) == 1.0);
}

/* P(place = k) = C(k-1, r-1) C(n-k, s-r) / C(n, s) */
static void place_has_the_negative_hypergeometric_chances(void **state)
{
    static const int64_t cases[][3] = {
        {10, 4, 2}, {10, 10, 3}, {5, 1, 1}, {60, 20, 20}, {300, 250, 100}};
    static int counts[512];
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        int64_t n = cases[c][0], s = cases[c][1], r = cases[c][2];
        struct fit fit = {0.0, 0};
        memset(counts, 0, sizeof counts);
        for (uint32_t i = 0; i < DRAWS; i++) {
            struct hj_random random = hj_simulate_random(1, HJ_PURPOSE_PLACE, i, (uint32_t)c, 0);
            counts[hj_simulate_place(&random, n, s, r)]++;
        }
        for (int64_t k = r; k <= n - s + r; k++) {
            double log_chance = lgamma((double)k) - lgamma((double)r) -
                                lgamma((double)(k - r + 1)) + lgamma((double)(n - k + 1)) -
                                lgamma((double)(s - r + 1)) - lgamma((double)(n - k - s + r + 1)) -
                                lgamma((double)(n + 1)) + lgamma((double)(s + 1)) +
                                lgamma((double)(n - s + 1));
            fit_add(&fit, counts[k], DRAWS * exp(log_chance));
        }
        fit_check(&fit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_the_known_answers),
        cmocka_unit_test(logarithm_and_exponential_are_close_to_the_library),
        cmocka_unit_test(binomial_has_its_chances),
        cmocka_unit_test(binomial_at_its_ends_is_certain),
        cmocka_unit_test(wide_tables_are_looked_up_too),
        cmocka_unit_test(poisson_has_its_chances),
        cmocka_unit_test(tables_of_many_have_their_chances),
        cmocka_unit_test(binomial_has_its_tails),
        cmocka_unit_test(ranks_of_counts_are_those_of_sorting),
        cmocka_unit_test(targets_are_met_exactly),
        cmocka_unit_test(share_has_the_moments_of_beta),
        cmocka_unit_test(share_at_its_ends_is_certain),
        cmocka_unit_test(triangle_is_drawn_as_its_chance_says),
        cmocka_unit_test(place_has_the_negative_hypergeometric_chances),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
