/* SPDX-License-Identifier: MIT
 * What the files that make rules share. */
#ifndef HJ_RULES_RULE_DRAFTS_H
#define HJ_RULES_RULE_DRAFTS_H

#include "rules/freeze.h"

/* A rule as it stands in its file. */
struct hj_rule_draft {
    struct hj_rule rule;
    const struct hj_yaml_file *file;
    const struct hj_yaml *node;
    const struct hj_yaml *when, *unless, *basis, *evidence, *tests, *same, *model, *strength,
        *unknown, *needs;
    bool runs;
};

/* Compiles and checks everything of the rule that the reader has left as nodes. The reader's file
 * is the rule's. */
void hj_rule_compile(struct hj_freeze *freeze, struct hj_rule_draft *draft);

/* `same:` and `model:` of duplicate rules. */
void hj_rule_duplicate(struct hj_freeze *freeze, struct hj_rule_draft *draft);
/* `tests:`. */
void hj_rule_tests(struct hj_freeze *freeze, struct hj_rule_draft *draft);

#endif
