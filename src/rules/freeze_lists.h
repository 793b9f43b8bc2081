/* SPDX-License-Identifier: MIT
 * Between the files that freeze `lists:`. */
#ifndef HJ_RULES_FREEZE_LISTS_H
#define HJ_RULES_FREEZE_LISTS_H

#include "rules/freeze.h"
#include "rules/lists.h"

struct hj_lists_draft {
    struct hj_freeze *freeze;
    struct hj_lists *lists;
    struct hj_list_column *columns;
    struct hj_name_index column_index;
    struct hj_list_layout *layouts;
};

/* `lists:` of every file, and the program's own behind them. */
void hj_freeze_lists(struct hj_freeze *freeze);

/* One item of `layouts:`. */
void hj_freeze_list_layout(struct hj_lists_draft *draft, const struct hj_yaml *node);
/* A mapping of texts to texts; `more` than there are already are added. */
void hj_freeze_list_terms(struct hj_freeze *freeze, const struct hj_yaml *node, const char *key,
                          struct hj_list_terms *terms);

/* An expression over firms; where `lenient`, one that names what the campaign does not have comes
 * to nothing without a message. False: it came to nothing for that reason. */
bool hj_freeze_list_expression(struct hj_freeze *freeze, const struct hj_yaml *node,
                               const char *key, bool lenient, struct hj_predicate *predicate);

/* What persons' data the value may hold: of the registry's columns, and of fact tables through
 * features. */
enum hj_personal hj_list_personal(struct hj_freeze *freeze, const struct hj_expr *expr);

/* The layout of rules without `lists:`, as a rule file. */
extern const char *const hj_lists_own;

#endif
