/* SPDX-License-Identifier: MIT
 * How often the intervals of a survey cover the truth, in simulated surveys with fixed seeds: each
 * town's, and the district's, at every size. HEJIAN_SURVEYS=10000 for the full number (docs/
 * quality.md has its figures); CI takes fewer, with a tolerance of three standard errors. */
#include "assess/survey.h"
#include "cmocka_test.h"
#include "simulate/random.h"

#include <math.h>
#include <stdlib.h>

enum { TOWNS = 14 };

/* Firms a town (magnitudes of the fixture), and shares of dead ones in different worlds. */
static const int64_t firms[TOWNS] = {1900, 1750, 1300, 1050, 650, 900, 1000,
                                     1200, 750,  700,  800,  550, 850, 800};
struct world {
    const char *name;
    double shares[TOWNS];
};
static const struct world worlds[] = {
    {"fixture", {.15, .16, .2, .22, .24, .3, .24, .23, .25, .26, .29, .25, .28, .06}},
    {"even 2 %", {.02, .02, .02, .02, .02, .02, .02, .02, .02, .02, .02, .02, .02, .02}},
    {"even 8 %", {.08, .08, .08, .08, .08, .08, .08, .08, .08, .08, .08, .08, .08, .08}},
    {"even 21 %", {.21, .21, .21, .21, .21, .21, .21, .21, .21, .21, .21, .21, .21, .21}},
    {"even half", {.5, .5, .5, .5, .5, .5, .5, .5, .5, .5, .5, .5, .5, .5}},
    {"apart", {.02, .7, .05, .5, .03, .6, .1, .4, .02, .5, .05, .3, .02, .6}},
    {"one bad", {.03, .03, .03, .03, .03, .03, .03, .8, .03, .03, .03, .03, .03, .03}},
    {"most", {.9, .85, .92, .88, .95, .9, .8, .9, .93, .85, .9, .97, .9, .75}},
};

/* How many of a town to visit: the same number, or about so many a hundred. */
struct plan {
    int64_t each, percent;
};
static const struct plan plans[] = {{5, 0}, {8, 0}, {15, 0}, {30, 0}, {100, 0},
                                    {0, 1}, {0, 3}, {0, 20}, {400, 0}};

/* Hits of `sampled` firms drawn without replacement, `with` of `population` having it. */
static int64_t draw(struct hj_random *random, int64_t sampled, int64_t population, int64_t with)
{
    int64_t hits = 0;
    for (int64_t i = 0; i < sampled; i++) {
        double of = (double)(population - i);
        hits += hj_simulate_uniform(random) * of < (double)(with - hits);
    }
    return hits;
}

struct covered {
    int64_t surveys, district;
    int64_t town[TOWNS];
    int64_t sampled;
};

/* Intervals of a town by its hits, made once. */
struct known {
    struct hj_count_interval *of; /* of[hits] */
};

static void simulate(const struct world *world, const struct plan *plan, uint32_t surveys,
                     struct covered *covered)
{
    struct hj_stratum strata[TOWNS];
    struct known known[TOWNS];
    int64_t with[TOWNS], dead = 0, all = 0;
    *covered = (struct covered){.surveys = surveys};
    for (int t = 0; t < TOWNS; t++) {
        int64_t size = plan->each ? plan->each : firms[t] * plan->percent / 100;
        strata[t] = (struct hj_stratum){.population = firms[t], .sampled = size};
        with[t] = llround(world->shares[t] * (double)firms[t]);
        dead += with[t];
        covered->sampled += size;
        known[t].of = malloc((size_t)(size + 1) * sizeof *known[t].of);
        assert_non_null(known[t].of);
        for (int64_t hits = 0; hits <= size; hits++) {
            known[t].of[hits] = hj_assess_finite(hits, size, firms[t], 0.95);
        }
    }
    for (uint32_t s = 0; s < surveys; s++) {
        for (uint32_t t = 0; t < TOWNS; t++) {
            struct hj_random random = {.key = {20260630, 77}, .counter = {s, t, 0, 0}};
            strata[t].hits = draw(&random, strata[t].sampled, firms[t], with[t]);
            struct hj_count_interval interval = known[t].of[strata[t].hits];
            covered->town[t] += interval.low <= with[t] && with[t] <= interval.high;
        }
        struct hj_estimate total = hj_assess_total(strata, TOWNS, 0.95, &all);
        covered->district += total.numbers.low <= dead && dead <= total.numbers.high;
    }
    for (int t = 0; t < TOWNS; t++) {
        free(known[t].of);
    }
}

static uint32_t survey_count(void)
{
    const char *given = getenv("HEJIAN_SURVEYS");
    return given ? (uint32_t)strtoul(given, NULL, 10) : 400;
}

static void intervals_cover_as_often_as_they_say(void **state)
{
    uint32_t surveys = survey_count();
    double error = 3 * sqrt(0.05 * 0.95 / surveys);
    double least = surveys >= 10000 ? 0.94 : 0.945 - error;
    double most = surveys >= 10000 ? 0.98 : 0.975 + error;
    (void)state;
    int failed = 0;
    for (size_t w = 0; w < sizeof worlds / sizeof *worlds; w++) {
        for (size_t p = 0; p < sizeof plans / sizeof *plans; p++) {
            struct covered covered;
            simulate(&worlds[w], &plans[p], surveys, &covered);
            double district = (double)covered.district / surveys, town = 1;
            for (int t = 0; t < TOWNS; t++) {
                double share = (double)covered.town[t] / surveys;
                town = share < town ? share : town;
            }
            bool bad =
                district < least || town < least || (covered.sampled >= 200 && district > most);
            print_message("%-10s n = %5d: district %.4f, worst town %.4f%s\n", worlds[w].name,
                          (int)covered.sampled, district, town, bad ? "  <--" : "");
            failed += bad;
        }
    }
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(intervals_cover_as_often_as_they_say)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
