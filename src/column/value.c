/* SPDX-License-Identifier: MIT */
#include "column/value.h"

#include <string.h>

const char *hj_type_name(enum hj_type type)
{
    switch (type) {
    case HJ_BOOLEAN:
        return "boolean";
    case HJ_INTEGER:
        return "integer";
    case HJ_NUMBER:
        return "number";
    case HJ_TEXT:
        return "text";
    case HJ_DATE:
        return "date";
    }
    return "?";
}

uint64_t hj_value_bits(const struct hj_value *value)
{
    uint64_t bits = 0;
    if (value->null) {
        return 0;
    }
    switch (value->type) {
    case HJ_BOOLEAN:
        return value->boolean;
    case HJ_INTEGER:
        return (uint64_t)value->integer;
    case HJ_NUMBER:
        if (value->number != 0) {
            memcpy(&bits, &value->number, sizeof bits);
        }
        return bits;
    case HJ_DATE:
        return (uint64_t)value->date;
    case HJ_TEXT:
        break;
    }
    return 0;
}
