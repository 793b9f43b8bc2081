/* SPDX-License-Identifier: MIT */
#include "simulate/draws.h"

#include "simulate/logarithm.h"

#include <math.h>

/* ---- binomial ---- */

/* q^n. By squaring the error is n roundings, so only for small n. */
static double power(double q, int64_t n)
{
    if (n > 1024) {
        return hj_simulate_exp((double)n * hj_simulate_log1p(q - 1.0));
    }
    double result = 1.0;
    for (uint32_t left = (uint32_t)n; left > 0; left >>= 1) {
        result *= left & 1 ? q : 1.0;
        q *= q;
    }
    return result;
}

static int64_t binomial_inversion(struct hj_random *random, int64_t n, double p)
{
    double ratio = p / (1.0 - p);
    double a = (double)(n + 1) * ratio;
    double chance = power(1.0 - p, n);
    double u = hj_simulate_uniform(random);
    int64_t k = 0;
    while (u > chance && k < n) {
        u -= chance;
        k++;
        chance *= a / (double)k - ratio;
    }
    return k;
}

/* log of P(k) / P(m), by Stirling so that nothing large cancels. */
static double binomial_log_ratio(int64_t n, double ratio, int64_t m, int64_t k)
{
    double rest = hj_simulate_stirling_rest(m) + hj_simulate_stirling_rest(n - m) -
                  hj_simulate_stirling_rest(k) - hj_simulate_stirling_rest(n - k);
    double kk = (double)k, mm = (double)m, nn = (double)n;
    return (mm + 0.5) * hj_simulate_log((mm + 1.0) / (ratio * (nn - mm + 1.0))) +
           (nn + 1.0) * hj_simulate_log((nn - mm + 1.0) / (nn - kk + 1.0)) +
           (kk + 0.5) * hj_simulate_log(ratio * (nn - kk + 1.0) / (kk + 1.0)) + rest;
}

enum { NEAR = 20 };

/* P(k) / P(m) for k near m, factor by factor: a few multiplications where logarithms take ten times
 * as long. Both products stay below 1e8^20. */
static double binomial_ratio(int64_t n, double ratio, int64_t m, int64_t k)
{
    int64_t low = k < m ? k : m, high = k < m ? m : k;
    double above = 1.0, below = 1.0;
    for (int64_t i = low + 1; i <= high; i++) {
        above *= (double)(n - i + 1) * ratio;
        below *= (double)i;
    }
    return k < m ? below / above : above / below;
}

/* Whether chance <= P(k) / P(m): m is the mode, `variance` that of the distribution. Up to half the
 * variance from the mode the logarithm of the ratio is within `off` of a parabola
 * (Kachitvichyanukul and Schmeiser: Binomial random variate generation; CACM 31, 1988, step 5.2),
 * so that it is worked out only where the parabola does not decide. */
static bool binomial_accepts(int64_t n, double p, double variance, int64_t k, double chance)
{
    int64_t m = (int64_t)(((double)n + 1.0) * p), far = k < m ? m - k : k - m;
    double ratio = p / (1.0 - p);
    if (far <= NEAR) {
        return chance <= binomial_ratio(n, ratio, m, k);
    }
    double from = (double)far, log_chance = hj_simulate_log(chance);
    double off = from / variance * (((from / 3.0 + 0.625) * from + 1.0 / 6.0) / variance + 0.5);
    double parabola = -from * from / (2.0 * variance);
    if (from < 0.5 * variance - 1.0 && fabs(log_chance - parabola) > off) {
        return log_chance < parabola;
    }
    return log_chance <= binomial_log_ratio(n, ratio, m, k);
}

static int64_t binomial_btrs(struct hj_random *random, int64_t n, double p)
{
    double nn = (double)n, variance = nn * p * (1.0 - p);
    double spread = sqrt(variance);
    double b = 1.15 + 2.53 * spread;
    double a = -0.0873 + 0.0248 * b + 0.01 * p;
    double c = nn * p + 0.5;
    double inverse = 1.0 / b;
    double squeeze = 0.92 - 4.2 * inverse;
    for (;;) {
        double u = hj_simulate_uniform(random) - 0.5;
        double v = hj_simulate_uniform(random);
        double edge = 0.5 - fabs(u);
        double place = (2.0 * a / edge + b) * u + c;
        if (edge >= 0.07 && v <= squeeze) {
            return (int64_t)place; /* here it is from 0 to n */
        }
        if (place < 0.0 || place >= nn + 1.0) {
            continue;
        }
        int64_t k = (int64_t)place;
        double alpha = (2.83 + 5.1 * inverse) * spread;
        double square = edge * edge;
        if (binomial_accepts(n, p, variance, k, v * alpha * square / (a + b * square))) {
            return k;
        }
    }
}

int64_t hj_simulate_binomial(struct hj_random *random, int64_t n, double p)
{
    if (n <= 0 || p <= 0.0) {
        return 0;
    }
    if (p >= 1.0) {
        return n;
    }
    bool flip = p > 0.5;
    double less = flip ? 1.0 - p : p;
    int64_t k = (double)n * less < 10.0 ? binomial_inversion(random, n, less)
                                        : binomial_btrs(random, n, less);
    return flip ? n - k : k;
}

/* ---- Poisson ---- */

static int64_t poisson_inversion(struct hj_random *random, double mean)
{
    double chance = hj_simulate_exp(-mean);
    double u = hj_simulate_uniform(random);
    int64_t k = 0;
    while (u > chance && k < 1000) {
        u -= chance;
        k++;
        chance *= mean / (double)k;
    }
    return k;
}

static int64_t poisson_ptrs(struct hj_random *random, double mean)
{
    double b = 0.931 + 2.53 * sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    double squeeze = 0.9277 - 3.6224 / (b - 2.0);
    for (;;) {
        double u = hj_simulate_uniform(random) - 0.5;
        double v = hj_simulate_uniform(random);
        double edge = 0.5 - fabs(u);
        double place = (2.0 * a / edge + b) * u + mean + 0.43;
        if (edge >= 0.07 && v <= squeeze) {
            return (int64_t)place; /* here it is not negative */
        }
        if (place < 0.0 || (edge < 0.013 && v > edge)) {
            continue;
        }
        int64_t k = (int64_t)place;
        if (hj_simulate_log(v * inverse_alpha / (a / (edge * edge) + b)) <=
            (double)k * hj_simulate_log(mean) - mean - hj_simulate_log_factorial(k)) {
            return k;
        }
    }
}

int64_t hj_simulate_poisson(struct hj_random *random, double mean)
{
    if (mean <= 0.0) {
        return 0;
    }
    return mean < 10.0 ? poisson_inversion(random, mean) : poisson_ptrs(random, mean);
}

/* ---- shares ---- */

static double normal(struct hj_random *random)
{
    for (;;) {
        double x = 2.0 * hj_simulate_uniform(random) - 1.0;
        double y = 2.0 * hj_simulate_uniform(random) - 1.0;
        double square = x * x + y * y;
        if (square < 1.0 && square > 0.0) {
            return x * sqrt(-2.0 * hj_simulate_log(square) / square);
        }
    }
}

static double gamma_from_one(struct hj_random *random, double shape)
{
    double d = shape - 1.0 / 3.0;
    double c = 1.0 / sqrt(9.0 * d);
    for (;;) {
        double x = normal(random);
        double v = 1.0 + c * x;
        if (v <= 0.0) {
            continue;
        }
        v = v * v * v;
        double u = hj_simulate_uniform(random);
        double square = x * x;
        if (u < 1.0 - 0.0331 * square * square ||
            hj_simulate_log(u) < 0.5 * square + d * (1.0 - v + hj_simulate_log(v))) {
            return d * v;
        }
    }
}

static double log_gamma_variate(struct hj_random *random, double shape)
{
    if (shape >= 1.0) {
        return hj_simulate_log(gamma_from_one(random, shape));
    }
    double larger = hj_simulate_log(gamma_from_one(random, shape + 1.0));
    return larger + hj_simulate_log(hj_simulate_uniform(random)) / shape;
}

/* Cheng's BB: both shapes above 1. */
static double beta_from_two(struct hj_random *random, double a, double b)
{
    static const double LOG_FOUR = 1.38629436111989061883,
                        ONE_AND_LOG_FIVE = 2.60943791243410037460;
    double less = a < b ? a : b, more = a < b ? b : a, sum = a + b;
    double width = sqrt((sum - 2.0) / (2.0 * a * b - sum));
    double slope = less + 1.0 / width;
    for (;;) {
        double u = hj_simulate_uniform(random), v = hj_simulate_uniform(random);
        double logit = width * hj_simulate_log(u / (1.0 - u));
        double w = less * hj_simulate_exp(logit), z = u * u * v;
        double r = slope * logit - LOG_FOUR, s = less + r - w;
        bool accepted = s + ONE_AND_LOG_FIVE >= 5.0 * z;
        if (!accepted) {
            double log_z = hj_simulate_log(z);
            accepted = s >= log_z || r + sum * hj_simulate_log(sum / (more + w)) >= log_z;
        }
        if (accepted) {
            return (a < b ? w : more) / (more + w);
        }
    }
}

double hj_simulate_share(struct hj_random *random, const struct hj_share *share)
{
    if (share->fixed) {
        return share->value;
    }
    if (share->b <= 0.0) {
        return 1.0;
    }
    if (share->a <= 0.0) {
        return 0.0;
    }
    if (share->a > 1.0 && share->b > 1.0) {
        return beta_from_two(random, share->a, share->b);
    }
    double x = log_gamma_variate(random, share->a), y = log_gamma_variate(random, share->b);
    return 1.0 / (1.0 + hj_simulate_exp(y - x));
}

double hj_simulate_share_mean(const struct hj_share *share)
{
    return share->fixed ? share->value : share->a / (share->a + share->b);
}

/* ---- triangle ---- */

double hj_simulate_triangular(struct hj_random *random, const struct hj_triangle *triangle)
{
    double width = triangle->high - triangle->low;
    double u = hj_simulate_uniform(random);
    if (width <= 0.0) {
        return triangle->low;
    }
    double left = triangle->mode - triangle->low, right = triangle->high - triangle->mode;
    return u * width < left ? triangle->low + sqrt(u * width * left)
                            : triangle->high - sqrt((1.0 - u) * width * right);
}

double hj_simulate_triangle_below(const struct hj_triangle *triangle, double x)
{
    double width = triangle->high - triangle->low;
    if (x >= triangle->high) {
        return 1.0;
    }
    if (x <= triangle->low) {
        return 0.0;
    }
    if (x <= triangle->mode) {
        double from = x - triangle->low;
        return from * from / (width * (triangle->mode - triangle->low));
    }
    double to = triangle->high - x;
    return 1.0 - to * to / (width * (triangle->high - triangle->mode));
}

/* ---- the place of a success ---- */

/* P(place = k) = C(k-1, r-1) C(n-k, s-r) / C(n, s) */
static double place_chance(int64_t n, int64_t s, int64_t r, int64_t k)
{
    return hj_simulate_exp(hj_simulate_log_factorial(k - 1) - hj_simulate_log_factorial(r - 1) -
                           hj_simulate_log_factorial(k - r) + hj_simulate_log_factorial(n - k) -
                           hj_simulate_log_factorial(s - r) -
                           hj_simulate_log_factorial(n - k - s + r) - hj_simulate_log_factorial(n) +
                           hj_simulate_log_factorial(s) + hj_simulate_log_factorial(n - s));
}

int64_t hj_simulate_place(struct hj_random *random, int64_t n, int64_t successes, int64_t wanted)
{
    int64_t low = wanted, high = n - successes + wanted;
    if (low == high) {
        return low;
    }
    int64_t up = (int64_t)((double)wanted * ((double)n + 1.0) / ((double)successes + 1.0));
    up = up < low ? low : up > high ? high : up;
    int64_t down = up;
    double chance_up = place_chance(n, successes, wanted, up), chance_down = chance_up;
    double u = hj_simulate_uniform(random) - chance_up;
    int64_t failures = n - successes; /* left of k: k - wanted of them */
    while (u > 0.0 && (up < high || down > low)) {
        if (up < high) {
            chance_up *= (double)up * (double)(failures - up + wanted) /
                         ((double)(up - wanted + 1) * (double)(n - up));
            up++;
            u -= chance_up;
            if (u <= 0.0) {
                return up;
            }
        }
        if (down > low) {
            chance_down *= (double)(down - wanted) * (double)(n - down + 1) /
                           ((double)(down - 1) * (double)(failures - down + wanted + 1));
            down--;
            u -= chance_down;
            if (u <= 0.0) {
                return down;
            }
        }
    }
    return u <= 0.0 ? up : high;
}
