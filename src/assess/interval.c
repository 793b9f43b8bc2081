/* SPDX-License-Identifier: MIT */
#include "assess/interval.h"

#include "simulate/logarithm.h"

#include <float.h>
#include <math.h>

/* The continued fraction; converges fast for x < (a + 1) / (a + b + 2), in O(sqrt(max(a, b))). */
static double beta_fraction(double x, double a, double b)
{
    const double least = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < least ? least : d);
    double value = d;
    for (int m = 1; m < 100000; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 + even * d;
        d = 1 / (fabs(d) < least ? least : d);
        c = 1 + even / c;
        c = fabs(c) < least ? least : c;
        value *= c * d;
        d = 1 + odd * d;
        d = 1 / (fabs(d) < least ? least : d);
        c = 1 + odd / c;
        c = fabs(c) < least ? least : c;
        double step = c * d;
        value *= step;
        if (fabs(step - 1) < 4 * DBL_EPSILON) {
            break;
        }
    }
    return value;
}

double hj_assess_beta(double x, double a, double b)
{
    if (x <= 0 || x >= 1) {
        return x <= 0 ? 0 : 1;
    }
    double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    if (x < (a + 1) / (a + b + 2)) {
        return front * beta_fraction(x, a, b) / a;
    }
    return 1 - front * beta_fraction(1 - x, b, a) / b;
}

/* P(X > hits) of the binomial and `part` of P(X = hits). */
static double upper_tail(double hits, double size, double share, double part)
{
    double with = hits <= 0 ? 1 : hj_assess_beta(share, hits, size - hits + 1);
    if (part >= 1) {
        return with;
    }
    double without = hits >= size ? 0 : hj_assess_beta(share, hits + 1, size - hits);
    return part * with + (1 - part) * without;
}

/* The greatest share whose upper tail is not above `tail`. */
static double lower_end(double hits, double size, double tail, double part)
{
    double low = 0, high = 1;
    if (size <= 0 || hits <= 0) {
        return 0;
    }
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (upper_tail(hits, size, middle, part) <= tail) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

struct hj_interval hj_assess_partial(double hits, double size, double confidence, double part)
{
    double tail = (1 - confidence) / 2;
    return (struct hj_interval){lower_end(hits, size, tail, part),
                                1 - lower_end(size - hits, size, tail, part)};
}

struct hj_interval hj_assess_exact(double hits, double size, double confidence)
{
    return hj_assess_partial(hits, size, confidence, 1);
}

static double log_choose(int64_t n, int64_t k)
{
    return hj_simulate_log_factorial(n) - hj_simulate_log_factorial(k) -
           hj_simulate_log_factorial(n - k);
}

/* P(X >= hits) when `sampled` are drawn of a population in which `with` have the property. */
static double finite_tail(int64_t hits, int64_t sampled, int64_t population, int64_t with)
{
    int64_t least = sampled - (population - with) > 0 ? sampled - (population - with) : 0;
    int64_t most = sampled < with ? sampled : with;
    if (hits <= least) {
        return 1;
    }
    if (hits > most) {
        return 0;
    }
    double mean = (double)sampled * ((double)with / (double)population);
    double term =
        hj_simulate_exp(log_choose(with, hits) + log_choose(population - with, sampled - hits) -
                        log_choose(population, sampled));
    double sum = term;
    for (int64_t k = hits; k < most && ((double)k < mean || term > sum * DBL_EPSILON); k++) {
        term *= (double)(with - k) / (double)(k + 1) * ((double)(sampled - k)) /
                (double)(population - with - sampled + k + 1);
        sum += term;
    }
    return sum;
}

/* The least number of the population that the sample does not speak against. */
static int64_t finite_low(int64_t hits, int64_t sampled, int64_t population, double tail)
{
    int64_t low = hits, high = population - (sampled - hits);
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (finite_tail(hits, sampled, population, middle) > tail) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

struct hj_count_interval hj_assess_finite(int64_t hits, int64_t sampled, int64_t population,
                                          double confidence)
{
    double tail = (1 - confidence) / 2;
    return (struct hj_count_interval){finite_low(hits, sampled, population, tail),
                                      population -
                                          finite_low(sampled - hits, sampled, population, tail)};
}
