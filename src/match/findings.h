/* SPDX-License-Identifier: MIT
 * From truths to findings: for one rule and one block the rows where it holds. A rule holds where
 * `when` is TRUE and `unless` is not TRUE; it could not judge a firm where `when` is UNKNOWN and
 * `unless` is not TRUE; a firm is unchecked where the rule holds and `unless` is UNKNOWN. Pure
 * functions. */
#ifndef HJ_MATCH_FINDINGS_H
#define HJ_MATCH_FINDINGS_H

#include "match/worker.h"

/* Row numbers in the block, ascending, as INTEGER vectors without NULLs: what the store keeps. */
struct hj_rule_findings {
    struct hj_vector holds;
    struct hj_vector unchecked; /* those of `holds` whose `unless` is UNKNOWN */
    struct hj_vector unknown;   /* firms that the rule could not judge */
};

/* The roots of the rules listed (indices into the ruleset's rules), two a rule: roots[2 * i] is
 * `when`
 * (UNKNOWN where the rule lacks a column that it needs), roots[2 * i + 1] is `unless` (NULL: not
 * given). roots has room for 2 * count. */
void hj_findings_roots(const struct hj_ruleset *ruleset, const uint32_t *rules, uint32_t count,
                       const struct hj_expr **roots);

/* The findings of the rule whose results are results[0] (`when`) and results[1] (`unless`). Vectors
 * live in the arena. Fails with HJ_MEMORY alone. */
enum hj_code hj_findings_make(const struct hj_match_result *results, uint32_t rows,
                              struct hj_arena *arena, struct hj_rule_findings *findings,
                              struct hj_error *error) HJ_MUST_USE;

/* The other way round, for flagged('…') in routes: TRUE where the rule holds, UNKNOWN where it
 * could not judge. Row numbers that are not below `rows` are left out. */
enum hj_code hj_findings_truth(const struct hj_vector *holds, const struct hj_vector *unknown,
                               uint32_t rows, struct hj_arena *arena, struct hj_truth *truth,
                               struct hj_error *error) HJ_MUST_USE;

#endif
