/* SPDX-License-Identifier: MIT */
#include "column/dictionary.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

/* Rows looked at before all of them are: of 4,000 equally frequent values they show about 480. More
 * than that, and what a dictionary takes (4,096 values) will not do. */
enum {
    SAMPLE_ROWS = 512,
    SAMPLE_ENTRIES = SAMPLE_ROWS / 16 * 15,
};

static void forget(struct hj_dictionary *dictionary, const struct hj_vector *vector)
{
    dictionary->entries = 0;
    if (vector->text.codes) {
        memset(dictionary->renamed, 0, vector->text.entries * sizeof *dictionary->renamed);
    } else {
        memset(dictionary->slot, 0, sizeof dictionary->slot);
    }
}

/* The slot that has the row's text, or the free one where it belongs. Half of the slots stay free,
 * so the search ends. */
static uint16_t *find_slot(struct hj_dictionary *dictionary, const struct hj_vector *vector,
                           uint32_t row)
{
    struct hj_span text = hj_vector_text(vector, row);
    uint32_t hash = (uint32_t)XXH3_64bits(text.data, text.size);
    uint32_t at = hash % HJ_DICTIONARY_SLOTS;
    while (dictionary->slot[at] != 0) {
        if (dictionary->hash[at] == hash &&
            hj_span_equal(hj_vector_text(vector, dictionary->first_row[dictionary->slot[at] - 1]),
                          text)) {
            break;
        }
        at = (at + 1) % HJ_DICTIONARY_SLOTS;
    }
    dictionary->hash[at] = hash;
    return &dictionary->slot[at];
}

/* Gives the row its code; false when that would be an entry more than `most`. */
static inline bool add_row(struct hj_dictionary *dictionary, const struct hj_vector *vector,
                           uint32_t row, uint32_t most)
{
    uint16_t *entry = vector->text.codes ? &dictionary->renamed[vector->text.codes[row]]
                                         : find_slot(dictionary, vector, row);
    if (*entry == 0) {
        if (dictionary->entries == most) {
            return false;
        }
        dictionary->first_row[dictionary->entries] = row;
        *entry = (uint16_t)++dictionary->entries;
    }
    dictionary->codes[row] = (uint16_t)(*entry - 1);
    return true;
}

static bool sample_repeats(struct hj_dictionary *dictionary, const struct hj_vector *vector)
{
    if (vector->rows <= SAMPLE_ROWS) {
        return true;
    }
    forget(dictionary, vector);
    for (uint32_t i = 0; i < SAMPLE_ROWS; i++) {
        uint32_t row = (uint32_t)((uint64_t)i * vector->rows / SAMPLE_ROWS);
        if (!hj_vector_is_null(vector, row) && !add_row(dictionary, vector, row, SAMPLE_ENTRIES)) {
            return false;
        }
    }
    return true;
}

bool hj_dictionary_build(struct hj_dictionary *dictionary, const struct hj_vector *vector)
{
    if (!sample_repeats(dictionary, vector)) {
        return false;
    }
    /* Fewer than two rows an entry gain nothing worth a look-up when the column is read. */
    uint32_t most = vector->rows / 2;
    if (most > HJ_DICTIONARY_ENTRIES) {
        most = HJ_DICTIONARY_ENTRIES;
    }
    forget(dictionary, vector);
    for (uint32_t row = 0; row < vector->rows; row++) {
        if (hj_vector_is_null(vector, row)) {
            dictionary->codes[row] = 0;
        } else if (!add_row(dictionary, vector, row, most)) {
            return false;
        }
    }
    return true;
}
