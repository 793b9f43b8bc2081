/* SPDX-License-Identifier: MIT
 * Which hashes of a long list stand in it more than once. While it looks: 8 bytes a hash beside the
 * list; afterwards 8 bytes a hash that is repeated. 0 is no hash and always counts as repeated. */
#ifndef HJ_CAMPAIGN_REPEATED_H
#define HJ_CAMPAIGN_REPEATED_H

#include "base/error.h"

struct hj_repeated {
    uint64_t *hashes; /* ascending; one that stands n times is here n - 1 times */
    size_t count, capacity;
};

/* Release in any case. */
enum hj_code hj_repeated_find(struct hj_repeated *repeated, const uint64_t *hashes, size_t count,
                              struct hj_error *error) HJ_MUST_USE;
bool hj_repeated_has(const struct hj_repeated *repeated, uint64_t hash);
void hj_repeated_release(struct hj_repeated *repeated);

#endif
