/* SPDX-License-Identifier: MIT
 * A predicate taken apart, condition by condition, for a person. */
#ifndef HJ_CLI_CONDITIONS_H
#define HJ_CLI_CONDITIONS_H

#include "hejian.h"

#include <stdio.h>

/* TRUE, FALSE or UNKNOWN in the person's language. */
const char *hj_conditions_truth(struct hj_value value);
void hj_conditions_value(FILE *out, const struct hj_value *value);
/* The title and every condition with its value and the values it rests on; nothing where there is
 * no predicate. */
void hj_conditions_print(FILE *out, const char *title,
                         const struct hj_explain_predicate *predicate);

#endif
