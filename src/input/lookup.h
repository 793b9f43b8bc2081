/* SPDX-License-Identifier: MIT
 * A frozen table from texts to texts: NULL words, `values:` with their synonyms, headers. Built
 * once in an arena, then const and shared by all threads. A key that is added twice keeps its first
 * entry. */
#ifndef HJ_INPUT_LOOKUP_H
#define HJ_INPUT_LOOKUP_H

#include "base/arena.h"
#include "base/hash.h"

struct hj_lookup_entry {
    struct hj_span key; /* data NULL: a free place */
    struct hj_span value;
    uint32_t item; /* what the caller counts: a column, a position */
};

/* All zero is an empty table: nothing is found. */
struct hj_lookup {
    struct hj_lookup_entry *entries; /* mask + 1 places, open addressing */
    size_t mask;
    uint64_t lengths; /* bit n: some key has n bytes; bit 63: 63 or more */
};

/* Room for `count` keys. False when the memory is full. */
bool hj_lookup_init(struct hj_lookup *lookup, struct hj_arena *arena, size_t count);
/* Texts must live as long as the table. False when the key is there already. */
bool hj_lookup_add(struct hj_lookup *lookup, struct hj_lookup_entry entry);

/* The entry with this key in the table, else NULL. */
const struct hj_lookup_entry *hj_lookup_search(const struct hj_lookup *lookup, struct hj_span key);

/* Most cells have a length that no NULL word has: they cost one test. */
static inline const struct hj_lookup_entry *hj_lookup_find(const struct hj_lookup *lookup,
                                                           struct hj_span key)
{
    size_t length = key.size < 63 ? key.size : 63;
    return lookup->lengths >> length & 1 ? hj_lookup_search(lookup, key) : NULL;
}

#endif
