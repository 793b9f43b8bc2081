/* SPDX-License-Identifier: MIT
 * Sets of rows, and truths: for each row of a block TRUE, FALSE or UNKNOWN, as two bit sets. Row i
 * is bit i % 64 of word i / 64; bits past the last row are zero. All operations are by Kleene's
 * three-valued logic, which is SQL's. */
#ifndef HJ_COLUMN_BITS_H
#define HJ_COLUMN_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline size_t hj_bits_words(uint32_t rows)
{
    return ((size_t)rows + 63) / 64;
}

static inline bool hj_bits_get(const uint64_t *bits, uint32_t row)
{
    return (bits[row / 64] >> (row % 64)) & 1;
}

static inline void hj_bits_set(uint64_t *bits, uint32_t row)
{
    bits[row / 64] |= UINT64_C(1) << (row % 64);
}

/* Rows in the set. */
uint32_t hj_bits_count(const uint64_t *bits, uint32_t rows);
/* Sets the bits of rows 0 .. rows-1 and clears the rest of the last word. */
void hj_bits_fill(uint64_t *bits, uint32_t rows);

/* A row is TRUE in `yes`, UNKNOWN in `unknown`, FALSE in neither; never in both. */
struct hj_truth {
    uint64_t *yes;
    uint64_t *unknown;
};

#endif
