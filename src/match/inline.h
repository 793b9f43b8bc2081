/* SPDX-License-Identifier: MIT
 * The inline tests of rules: a rule is tried on the values that a test gives. A name that is given
 * has that value, whatever it is: column, derived column, feature, named predicate, parameter. Of
 * names that are not given, named predicates are computed from the given values, derived columns
 * from given columns, and everything else is NULL. */
#ifndef HJ_MATCH_INLINE_H
#define HJ_MATCH_INLINE_H

#include "match/reference.h"

struct hj_inline_result {
    bool passed;
    enum hj_expect got; /* TRUE: the rule holds; UNKNOWN: it cannot judge (match/findings.h) */
    struct hj_value when;
    struct hj_value unless; /* of a rule without: FALSE */
};

/* Runs one test of a rule that has `when`. To show why it failed, set a trace on the reference
 * before the call: it sees the nodes of `when`, then those of `unless`. HJ_MEMORY;
 * HJ_MATCH_TOO_DEEP.
 */
enum hj_code hj_inline_run(struct hj_reference *reference, const struct hj_rule *rule,
                           const struct hj_rule_test *test, struct hj_inline_result *result,
                           struct hj_error *error) HJ_MUST_USE;

const char *hj_expect_name(enum hj_expect expect); /* "false", "true", "unknown" */

#endif
