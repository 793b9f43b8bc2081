/* SPDX-License-Identifier: MIT
 * The types of columns and one value of one firm. */
#ifndef HJ_COLUMN_VALUE_H
#define HJ_COLUMN_VALUE_H

#include "base/date.h"
#include "base/span.h"

#include <stdint.h>

/* The numbers are stored in block frames and in the store: never renumber. */
enum hj_type {
    HJ_BOOLEAN = 1,
    HJ_INTEGER = 2, /* 64 bit */
    HJ_NUMBER = 3,  /* IEEE double, finite */
    HJ_TEXT = 4,    /* UTF-8 */
    HJ_DATE = 5,
};

struct hj_value {
    enum hj_type type;
    bool null;
    union {
        bool boolean;
        int64_t integer;
        double number;
        struct hj_span text;
        hj_date date;
    };
};

/* "boolean", "integer", "number", "text", "date". */
const char *hj_type_name(enum hj_type type);

/* The value as 64 bits, to hash and compare by: of two values of one type that are neither NULL nor
 * a text, the bits are equal where `=` has the values for equal (-0 is 0). 0 for the others. */
uint64_t hj_value_bits(const struct hj_value *value);

#endif
