/* SPDX-License-Identifier: MIT
 * The indicator's predicates as roots of a pass, for the ratio by groups and the outlook. */
#ifndef HJ_CAMPAIGN_INDICATOR_H
#define HJ_CAMPAIGN_INDICATOR_H

#include "campaign/pass.h"
#include "campaign/roots.h"

/* Which counting the campaign chose: an index into the indicator's; errors where there is no
 * indicator, no choice, or no such counting. */
enum hj_code hj_indicator_counting(const struct hj_campaign *campaign,
                                   const struct hj_ruleset *ruleset, uint32_t *counting,
                                   struct hj_error *error) HJ_MUST_USE;
/* The scale as a whole number. */
enum hj_code hj_indicator_scale(const struct hj_ruleset *ruleset, int64_t *scale,
                                struct hj_error *error) HJ_MUST_USE;

/* Two roots: the counting, and numerator AND counting, both as they are after the route (NULL:
 * today). */
struct hj_indicator_roots {
    uint32_t denominator, numerator;
};
enum hj_code hj_indicator_roots(struct hj_roots *roots, uint32_t counting,
                                const struct hj_route *route, struct hj_indicator_roots *result,
                                struct hj_error *error) HJ_MUST_USE;

/* The digest of what is counted by the indicator's predicates, today and after each route, with the
 * verdicts of that digest, which stands for snapshots, as_of, parameters, features and findings. */
struct hj_digest hj_indicator_key(const struct hj_loaded *loaded, const struct hj_digest *verdicts);

#endif
