/* SPDX-License-Identifier: MIT
 * The columns of a table as they were loaded, in the order of the store. */
#ifndef HJ_COLUMN_SCHEMA_H
#define HJ_COLUMN_SCHEMA_H

#include "column/value.h"

/* Numbers are stored: never renumber. */
enum hj_origin {
    HJ_FROM_INPUT = 1,  /* a declared column */
    HJ_FROM_HEADER = 2, /* a header that the dictionary does not know; text */
    HJ_FROM_RAW = 3,    /* <column>_raw: the original of a typed or mapped column */
    HJ_FROM_RECORD = 4, /* record number, line and file of the record */
};

enum hj_personal {
    HJ_PERSONAL_NONE = 0,
    HJ_PERSONAL_NAME = 1,
    HJ_PERSONAL_ID = 2,
    HJ_PERSONAL_PHONE = 3
};

struct hj_column {
    struct hj_span name;
    struct hj_span
        header; /* as found in the files; empty: the table has none, every value is NULL */
    enum hj_type type;
    enum hj_origin origin;
    enum hj_personal personal;
};

struct hj_schema {
    const struct hj_column *columns;
    uint32_t count;
};

/* The index of the column, or -1. */
int hj_schema_find(const struct hj_schema *schema, struct hj_span name);

#endif
