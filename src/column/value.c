/* SPDX-License-Identifier: MIT */
#include "column/value.h"

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
