/* SPDX-License-Identifier: MIT */
#include "input/lookup.h"

bool hj_lookup_init(struct hj_lookup *lookup, struct hj_arena *arena, size_t count)
{
    size_t places = 8;
    while (places < count * 2) {
        places *= 2;
    }
    *lookup = (struct hj_lookup){.mask = places - 1};
    lookup->entries = hj_arena_zero(arena, places, sizeof *lookup->entries);
    return lookup->entries != NULL;
}

/* The place of the key, or the free place where it would stand. */
static struct hj_lookup_entry *place_of(const struct hj_lookup *lookup, struct hj_span key)
{
    size_t at = (size_t)hj_hash_bytes(key) & lookup->mask;
    while (lookup->entries[at].key.data && !hj_span_equal(lookup->entries[at].key, key)) {
        at = (at + 1) & lookup->mask;
    }
    return &lookup->entries[at];
}

bool hj_lookup_add(struct hj_lookup *lookup, struct hj_lookup_entry entry)
{
    struct hj_lookup_entry *place = place_of(lookup, entry.key);
    if (place->key.data) {
        return false;
    }
    *place = entry;
    lookup->lengths |= UINT64_C(1) << (entry.key.size < 63 ? entry.key.size : 63);
    return true;
}

const struct hj_lookup_entry *hj_lookup_search(const struct hj_lookup *lookup, struct hj_span key)
{
    const struct hj_lookup_entry *place = place_of(lookup, key);
    return place->key.data ? place : NULL;
}
