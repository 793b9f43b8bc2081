/* SPDX-License-Identifier: MIT
 * Draws from distributions, each from a struct hj_random at its place. Exact in distribution up to
 * the rounding of doubles: every method is inversion or rejection with the true density, none is an
 * approximation. The numbers a draw takes depend on its arguments alone. Pure, thread-safe. */
#ifndef HJ_SIMULATE_DRAWS_H
#define HJ_SIMULATE_DRAWS_H

#include "simulate/random.h"

#include <stdbool.h>

/* A share: Beta(a, b), or one value for certain. Beta(0, b) is 0 and Beta(a, 0) is 1. */
struct hj_share {
    double a, b;
    bool fixed;
    double value; /* where fixed */
};

/* low <= mode <= high */
struct hj_triangle {
    double low, mode, high;
};

/* Binomial(n, p), 0 <= p <= 1: inversion from 0 where n · min(p, 1-p) < 10, else BTRS (Hoermann:
 * The generation of binomial random variates; J. Stat. Comput. Simul. 46, 1993). */
int64_t hj_simulate_binomial(struct hj_random *random, int64_t n, double p);
/* Poisson(mean), 0 <= mean <= 1e9: inversion below 10, else PTRS (Hoermann: The transformed
 * rejection method for generating Poisson random variables; Insurance: Mathematics and Economics
 * 12, 1993). */
int64_t hj_simulate_poisson(struct hj_random *random, double mean);
/* Both shapes above 1: BB (Cheng: Generating beta variates with nonintegral shape parameters; CACM
 * 21, 1978). Else two gammas (Marsaglia and Tsang: A simple method for generating gamma variables;
 * ACM TOMS 26, 2000), the normal ones by Marsaglia's polar method; below shape 1 as shape + 1 times
 * U^(1/shape), kept as a logarithm so that tiny shapes do not vanish. */
double hj_simulate_share(struct hj_random *random, const struct hj_share *share);
double hj_simulate_share_mean(const struct hj_share *share);
/* By inversion. */
double hj_simulate_triangular(struct hj_random *random, const struct hj_triangle *triangle);
/* P(T <= x). A triangle of no width is a step. */
double hj_simulate_triangle_below(const struct hj_triangle *triangle, double x);

/* Of n cases in random order, `successes` of which succeed: the place (1 .. n) of the wanted-th
 * success (1 <= wanted <= successes). Negative hypergeometric, by inversion from its middle
 * outwards. */
int64_t hj_simulate_place(struct hj_random *random, int64_t n, int64_t successes, int64_t wanted);

#endif
