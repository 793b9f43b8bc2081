/* SPDX-License-Identifier: MIT */
#include "column/schema.h"

int hj_schema_find(const struct hj_schema *schema, struct hj_span name)
{
    for (uint32_t i = 0; i < schema->count; i++) {
        if (hj_span_equal(schema->columns[i].name, name)) {
            return (int)i;
        }
    }
    return -1;
}
