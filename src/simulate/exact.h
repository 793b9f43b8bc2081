/* SPDX-License-Identifier: MIT
 * Closed forms: the distribution of N and H at the deadline without a trial, by convolution.
 *
 *   cases of one share   k of n end: Beta-binomial where they all end in time or none does, else
 * the mixture of convolved binomials over the share, integrated by the trapezium rule over its
 * logit (512 points: error below 1e-9) founded, closed      Poisson of the summed means, and the
 * events renewals, approvals  Beta-binomial
 *
 * Shares, flows and certificates are independent of one another, so their distributions are
 * convolved; N and H are independent. There is no closed form with a lag, nor where the exits could
 * come near the firms outside the campaign, which they are cut at. */
#ifndef HJ_SIMULATE_EXACT_H
#define HJ_SIMULATE_EXACT_H

#include "simulate/answers.h"

/* HJ_SCENARIO_INEXACT with {reason} where there is none. */
enum hj_code hj_simulate_exact(const struct hj_scenario *scenario, const struct hj_cohorts *cohorts,
                               struct hj_exact *exact, struct hj_error *error) HJ_MUST_USE;

#endif
