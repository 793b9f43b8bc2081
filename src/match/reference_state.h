/* SPDX-License-Identifier: MIT
 * What a reference holds; seen by reference*.c alone. */
#ifndef HJ_MATCH_REFERENCE_STATE_H
#define HJ_MATCH_REFERENCE_STATE_H

#include "match/reference.h"

/* The value of a feature for the firm at hand, once it has been asked for. */
struct hj_reference_memo {
    bool known;
    struct hj_value value;
};

struct hj_reference {
    const struct hj_ruleset *ruleset;
    struct hj_match_tools tools;
    struct hj_arena arena; /* of the firm at hand */
    struct hj_matcher matcher;
    struct hj_faults faults;
    struct hj_reference_firm firm;
    struct hj_reference_memo *memos; /* by feature */
    hj_reference_visit *visit;
    void *visit_context;
    unsigned levels; /* of recursion */
};

/* Which names a tree may use: the firm's, or those of a record of a fact table. */
struct hj_reference_place {
    int64_t fact; /* -1: the firm */
    uint32_t record;
    unsigned depth; /* below the root, for the trace */
};

enum hj_code hj_reference_walk(struct hj_reference *reference, const struct hj_expr *expr,
                               struct hj_reference_place place, struct hj_value *value,
                               struct hj_error *error) HJ_MUST_USE;
/* An aggregate feature, by looping over the firm's records. */
enum hj_code hj_reference_aggregate(struct hj_reference *reference,
                                    const struct hj_feature *feature, struct hj_value *value,
                                    struct hj_error *error) HJ_MUST_USE;

#endif
