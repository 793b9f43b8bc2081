/* SPDX-License-Identifier: MIT */
#include "campaign/value_order.h"

int hj_value_order(const struct hj_value *a, const struct hj_value *b)
{
    if (a->null || b->null) {
        return (int)a->null - (int)b->null;
    }
    switch (a->type) {
    case HJ_BOOLEAN:
        return (int)b->boolean - (int)a->boolean;
    case HJ_INTEGER:
        return (b->integer > a->integer) - (b->integer < a->integer);
    case HJ_NUMBER:
        return (b->number > a->number) - (b->number < a->number);
    case HJ_DATE:
        return (b->date > a->date) - (b->date < a->date);
    case HJ_TEXT:
        return hj_span_compare(b->text, a->text);
    }
    return 0;
}
