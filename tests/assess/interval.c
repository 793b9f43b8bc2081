/* SPDX-License-Identifier: MIT */
#include "assess/interval.h"
#include "cmocka_test.h"

#include <math.h>

static void close_to(double value, double expected)
{
    if (fabs(value - expected) > 1e-6) {
        fail_msg("%.9f is not %.9f", value, expected);
    }
}

static void beta_is_known_in_closed_form(void **state)
{
    (void)state;
    close_to(hj_assess_beta(0.3, 1, 1), 0.3);
    close_to(hj_assess_beta(0.3, 2, 1), 0.09);
    close_to(hj_assess_beta(0.3, 1, 5), 1 - pow(0.7, 5));
    /* P(X >= 3) of ten tosses of a fair coin */
    close_to(hj_assess_beta(0.5, 3, 8), 968.0 / 1024);
    close_to(hj_assess_beta(0.5, 0.5, 0.5), 0.5);
    close_to(hj_assess_beta(0.5, 40000, 40000), 0.5);
    assert_true(hj_assess_beta(0, 2, 3) == 0 && hj_assess_beta(1, 2, 3) == 1);
}

/* Published tables: 0 of 5 gives 1 - 0.025^(1/5); 1 of 10 0.0025 to 0.4450; 5 of 10 0.1871 to
 * 0.8129. */
static void exact_interval_is_that_of_clopper_and_pearson(void **state)
{
    (void)state;
    struct hj_interval none = hj_assess_exact(0, 5, 0.95);
    close_to(none.low, 0);
    close_to(none.high, 1 - pow(0.025, 0.2));
    struct hj_interval one = hj_assess_exact(1, 10, 0.95);
    close_to(one.low, 1 - pow(0.975, 0.1));
    assert_true(fabs(one.high - 0.4450) < 5e-5);
    struct hj_interval half = hj_assess_exact(5, 10, 0.95);
    assert_true(fabs(half.low - 0.1871) < 5e-5 && fabs(half.high - 0.8129) < 5e-5);
    struct hj_interval nothing = hj_assess_exact(0, 0, 0.95);
    assert_true(nothing.low == 0 && nothing.high == 1);
    struct hj_interval all = hj_assess_exact(7, 7, 0.95);
    close_to(all.low, pow(0.025, 1.0 / 7));
    close_to(all.high, 1);
}

static void mid_p_lies_inside_the_exact_one(void **state)
{
    (void)state;
    close_to(hj_assess_partial(0, 5, 0.95, 0.5).high, 1 - pow(0.05, 0.2));
    for (int hits = 0; hits <= 40; hits++) {
        struct hj_interval exact = hj_assess_exact(hits, 40, 0.95);
        struct hj_interval mid = hj_assess_partial(hits, 40, 0.95, 0.5);
        assert_true(exact.low <= mid.low && mid.high <= exact.high && mid.low <= hits / 40.0 &&
                    mid.high >= hits / 40.0);
    }
}

static double choose(int64_t n, int64_t k)
{
    double value = 1;
    for (int64_t i = 1; i <= k; i++) {
        value = value * (double)(n - k + i) / (double)i;
    }
    return k < 0 || k > n ? 0 : value;
}

/* Every number of a small population by the definition: kept unless one tail is 2.5 % or less. */
static void finite_interval_is_the_set_that_no_tail_rejects(void **state)
{
    (void)state;
    const int64_t population = 23;
    for (int64_t sampled = 1; sampled <= population; sampled++) {
        for (int64_t hits = 0; hits <= sampled; hits++) {
            int64_t low = -1, high = -1;
            for (int64_t with = 0; with <= population; with++) {
                double above = 0, below = 0, all = choose(population, sampled);
                for (int64_t k = 0; k <= sampled; k++) {
                    double p = choose(with, k) * choose(population - with, sampled - k) / all;
                    above += k >= hits ? p : 0;
                    below += k <= hits ? p : 0;
                }
                if (above > 0.025 + 1e-12 && below > 0.025 + 1e-12) {
                    low = low < 0 ? with : low;
                    high = with;
                }
            }
            struct hj_count_interval found = hj_assess_finite(hits, sampled, population, 0.95);
            assert_int_equal(found.low, low);
            assert_int_equal(found.high, high);
        }
    }
}

static void finite_interval_of_a_large_population_is_the_exact_one(void **state)
{
    (void)state;
    struct hj_count_interval finite = hj_assess_finite(30, 200, 100000000, 0.95);
    struct hj_interval exact = hj_assess_exact(30, 200, 0.95);
    assert_true(fabs((double)finite.low / 1e8 - exact.low) < 1e-5);
    assert_true(fabs((double)finite.high / 1e8 - exact.high) < 1e-5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beta_is_known_in_closed_form),
        cmocka_unit_test(exact_interval_is_that_of_clopper_and_pearson),
        cmocka_unit_test(mid_p_lies_inside_the_exact_one),
        cmocka_unit_test(finite_interval_is_the_set_that_no_tail_rejects),
        cmocka_unit_test(finite_interval_of_a_large_population_is_the_exact_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
