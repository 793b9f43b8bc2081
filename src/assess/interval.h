/* SPDX-License-Identifier: MIT
 * Intervals for a share seen in a sample. Pure, thread-safe. A confidence is a share such as 0.95,
 * split evenly over both ends.
 *
 * GSL has a beta quantile, but its licence (GPL) would become the program's; hence the incomplete
 * beta function here, and the rest by bisection. */
#ifndef HJ_ASSESS_INTERVAL_H
#define HJ_ASSESS_INTERVAL_H

#include <stdint.h>

struct hj_interval {
    double low, high;
};

/* Regularised incomplete beta function I_x(a, b), a and b > 0, 0 <= x <= 1. Continued fraction
 * 8.17.22 of the NIST Digital Library of Mathematical Functions, summed by the method of Lentz as
 * Thompson and Barnett changed it (Journal of Computational Physics 64, 1986). */
double hj_assess_beta(double x, double a, double b);

/* The exact interval of Clopper and Pearson (Biometrika 26, 1934) for hits of size independent
 * trials; both may be fractions (an effective size). [0, 1] where size is 0. */
struct hj_interval hj_assess_exact(double hits, double size, double confidence);

/* The same with only a part (0 to 1) of the probability of what was seen itself on either side:
 * 1 is the exact interval, 1/2 is mid-P (Lancaster, Biometrika 48, 1961), which covers about as
 * often as it says where the exact one covers more. */
struct hj_interval hj_assess_partial(double hits, double size, double confidence, double part);

/* How many of a finite population have a property that `hits` of `sampled` drawn without
 * replacement have: every number that the hypergeometric test does not reject at either end. */
struct hj_count_interval {
    int64_t low, high;
};
struct hj_count_interval hj_assess_finite(int64_t hits, int64_t sampled, int64_t population,
                                          double confidence);

#endif
