/* SPDX-License-Identifier: MIT
 * Finds out whether a text column repeats itself enough to be stored as codes, and makes the codes.
 * Used by the encoder alone; one a codec. */
#ifndef HJ_COLUMN_DICTIONARY_H
#define HJ_COLUMN_DICTIONARY_H

#include "column/vector.h"

enum {
    HJ_DICTIONARY_ENTRIES = 4096,
    HJ_DICTIONARY_SLOTS = 2 * HJ_DICTIONARY_ENTRIES,
};

struct hj_dictionary {
    uint32_t entries;
    uint16_t codes[HJ_BLOCK_ROWS];             /* one a row; 0 where it is NULL */
    uint32_t first_row[HJ_DICTIONARY_ENTRIES]; /* where the entry appears first */
    /* Open addressing: what is looked up is the text's hash, entry + 1 stands in `slot`. */
    uint32_t hash[HJ_DICTIONARY_SLOTS];
    uint16_t slot[HJ_DICTIONARY_SLOTS];
    uint16_t renamed[HJ_BLOCK_ROWS]; /* for a vector that has codes: entry + 1 */
};

/* True when the column is smaller so: its codes and entries are then set, in order of first
 * appearance. Depends on the values alone, not on how the vector holds them. */
bool hj_dictionary_build(struct hj_dictionary *dictionary, const struct hj_vector *vector);

#endif
