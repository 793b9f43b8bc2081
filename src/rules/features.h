/* SPDX-License-Identifier: MIT
 * What the files that make features share. */
#ifndef HJ_RULES_FEATURES_H
#define HJ_RULES_FEATURES_H

#include "rules/freeze.h"

/* A feature as it stands in its file. */
struct hj_feature_draft {
    struct hj_feature feature;
    const struct hj_yaml_file *file;
    const struct hj_yaml *key;
    const struct hj_yaml *when, *table, *aggregate, *value, *where, *order, *period, *peers, *needs;
    int scope_index;     /* its name in the firm scope; -1: that name is another's */
    bool readable;       /* its kind and aggregate are known */
    struct hj_span keys; /* "peers(a, b)" once its keys are compiled */
};

/* Each compiles what its kind has and sets the type; 0 where that is not known because of a
 * mistake. */
void hj_feature_predicate(struct hj_freeze *freeze, struct hj_feature_draft *draft);
void hj_feature_aggregate(struct hj_freeze *freeze, struct hj_feature_draft *draft);
void hj_feature_peers(struct hj_freeze *freeze, struct hj_feature_draft *draft);

/* keys: "peers(a, b)" of a feature of that kind, else empty. */
struct hj_digest hj_feature_digest(struct hj_freeze *freeze, const struct hj_feature *feature,
                                   struct hj_span keys);

#endif
