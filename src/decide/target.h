/* SPDX-License-Identifier: MIT
 * The arithmetic of a target: H firms of the numerator, N of the denominator, ratio = H · scale /
 * N. A target is a decimal and everything here is exact. The target holds where H · scale >= target
 * · N (design.md section 11). */
#ifndef HJ_DECIDE_TARGET_H
#define HJ_DECIDE_TARGET_H

#include "base/span.h"

#include <stdint.h>

/* digits / 10^places, positive. */
struct hj_target {
    int64_t digits;
    int places;
};

/* "120", "120.00": up to 15 digits, at most 9 behind the point; false for anything else and for 0.
 */
bool hj_target_parse(struct hj_span text, struct hj_target *target);
double hj_target_value(struct hj_target target);

/* Whether H · scale >= target · N. Counts up to 10^12 are exact. */
bool hj_target_holds(struct hj_target target, int64_t scale, int64_t numerator,
                     int64_t denominator);
/* The largest N that holds with H: floor(H · scale / target). */
int64_t hj_target_max_denominator(struct hj_target target, int64_t scale, int64_t numerator);
/* max(0, N − max_denominator). */
int64_t hj_target_min_removals(struct hj_target target, int64_t scale, int64_t numerator,
                               int64_t denominator);
/* The smallest h >= 0 with (H + h) · scale >= target · N. */
int64_t hj_target_min_new(struct hj_target target, int64_t scale, int64_t numerator,
                          int64_t denominator);

#endif
