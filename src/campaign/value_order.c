/* SPDX-License-Identifier: MIT */
#include "campaign/value_order.h"

#include "rules/scalar.h"

int hj_value_order(const struct hj_value *a, const struct hj_value *b)
{
    if (a->null || b->null) {
        return (int)a->null - (int)b->null;
    }
    return hj_scalar_compare(b, a);
}
