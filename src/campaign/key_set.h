/* SPDX-License-Identifier: MIT
 * A set of texts, asked for once a firm: the keys that the rejects of a table bear. */
#ifndef HJ_CAMPAIGN_KEY_SET_H
#define HJ_CAMPAIGN_KEY_SET_H

#include "base/error.h"

struct hj_key_set {
    const struct hj_span *keys; /* the caller's; they outlive the set */
    uint32_t *slots;            /* index into keys + 1; 0: free; a power of two of them */
    size_t mask;
};

/* count: under 2^31. Release in any case. */
enum hj_code hj_key_set_make(struct hj_key_set *set, const struct hj_span *keys, size_t count,
                             struct hj_error *error) HJ_MUST_USE;
bool hj_key_set_has(const struct hj_key_set *set, struct hj_span key);
void hj_key_set_release(struct hj_key_set *set);

#endif
