/* SPDX-License-Identifier: MIT
 * A key as the text by which tables are joined and firms are named: a text as it is, a whole number
 * in its digits. */
#ifndef HJ_CAMPAIGN_KEY_TEXT_H
#define HJ_CAMPAIGN_KEY_TEXT_H

#include "column/vector.h"

#define HJ_KEY_DIGITS 24

static inline bool hj_key_type(enum hj_type type)
{
    return type == HJ_TEXT || type == HJ_INTEGER;
}

/* data NULL where there is none: NULL, behind the end, another type. In digits or the vector's. */
static inline struct hj_span hj_key_text(const struct hj_vector *vector, uint32_t row,
                                         char digits[HJ_KEY_DIGITS])
{
    struct hj_span none = {NULL, 0};
    if (row >= vector->rows || !hj_key_type(vector->type) || hj_vector_is_null(vector, row)) {
        return none;
    }
    if (vector->type == HJ_TEXT) {
        return hj_vector_text(vector, row);
    }
    int size = snprintf(digits, HJ_KEY_DIGITS, "%lld", (long long)vector->integers[row]);
    return (struct hj_span){digits, (size_t)size};
}

#endif
