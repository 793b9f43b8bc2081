/* SPDX-License-Identifier: MIT
 * Names to numbers: what the builder looks ids, columns and keys up with, so that 5,000 rules load
 * without a scan of each by each. The index points to the names, it does not copy them. */
#ifndef HJ_RULES_NAME_INDEX_H
#define HJ_RULES_NAME_INDEX_H

#include "base/error.h"
#include "base/span.h"

#include <stdint.h>

struct hj_name_entry;

/* All zero is an empty index. */
struct hj_name_index {
    struct hj_name_entry *entries;
    size_t count, capacity;
};

void hj_name_index_release(struct hj_name_index *index);
/* The number of the name, or -1. */
int64_t hj_name_index_find(const struct hj_name_index *index, struct hj_span name);
/* Adds a name that is not there yet; where it is, the old number stays. False: memory is full. */
bool hj_name_index_add(struct hj_name_index *index, struct hj_span name,
                       uint32_t number) HJ_MUST_USE;

#endif
