/* SPDX-License-Identifier: MIT
 * The order in which `survivor:` and `plan:` of the rules put firms by one of their values. */
#ifndef HJ_CAMPAIGN_VALUE_ORDER_H
#define HJ_CAMPAIGN_VALUE_ORDER_H

#include "column/value.h"

/* Negative: a comes before b. TRUE comes before FALSE, a later day and a larger number before an
 * earlier and a smaller, a value before NULL. */
int hj_value_order(const struct hj_value *a, const struct hj_value *b);

#endif
