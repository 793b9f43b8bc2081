/* SPDX-License-Identifier: MIT
 * Order statistics: quantile p of n numbers is the ceil(p · n)-th smallest (design.md section 11).
 */
#ifndef HJ_SIMULATE_QUANTILE_H
#define HJ_SIMULATE_QUANTILE_H

#include "decide/target.h"

/* ceil(p · n), at least 1 and at most n, in exact arithmetic; p a decimal of at most 9 places. */
uint64_t hj_simulate_rank(struct hj_target p, uint64_t n);
/* Percents: {5, 2} is 0.05. */
#define HJ_PERCENT(percent) ((struct hj_target){(percent), 2})

/* The rank-th smallest (1 .. n); the numbers are put in another order. */
double hj_simulate_select(double *numbers, uint64_t n, uint64_t rank);

/* The same of whole numbers, which stay as they are, for several ranks, lowest first: by counting
 * where they lie close together. room: n numbers. */
void hj_simulate_select_counts(const int32_t *counts, uint64_t n, const uint64_t *ranks,
                               unsigned rank_count, double *room, double *values);

#endif
