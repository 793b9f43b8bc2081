/* SPDX-License-Identifier: MIT */
#include "campaign/key_set.h"

#include "base/hash.h"
#include "base/memory.h"

/* The slot of the key, or the free one where it belongs. */
static uint32_t *probe(const struct hj_key_set *set, struct hj_span key)
{
    for (size_t at = hj_hash_bytes(key) & set->mask;; at = (at + 1) & set->mask) {
        uint32_t *slot = &set->slots[at];
        if (*slot == 0 || hj_span_equal(set->keys[*slot - 1], key)) {
            return slot;
        }
    }
}

enum hj_code hj_key_set_make(struct hj_key_set *set, const struct hj_span *keys, size_t count,
                             struct hj_error *error)
{
    size_t capacity = 16;
    while (capacity < 2 * count) {
        capacity *= 2;
    }
    *set = (struct hj_key_set){.keys = keys, .mask = capacity - 1};
    if (count == 0) {
        return HJ_OK;
    }
    set->slots = hj_memory_zero(capacity, sizeof *set->slots);
    if (!set->slots) {
        return hj_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        *probe(set, keys[i]) = (uint32_t)i + 1;
    }
    return HJ_OK;
}

bool hj_key_set_has(const struct hj_key_set *set, struct hj_span key)
{
    return set->slots && *probe(set, key) != 0;
}

void hj_key_set_release(struct hj_key_set *set)
{
    hj_memory_free(set->slots);
    set->slots = NULL;
}
