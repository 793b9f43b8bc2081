/* SPDX-License-Identifier: MIT */
#include "column/bits.h"

/* The bits of word `word` that stand for rows. */
static uint64_t row_mask(size_t word, uint32_t rows)
{
    size_t left = rows - word * 64;
    return left >= 64 ? UINT64_MAX : (UINT64_C(1) << left) - 1;
}

uint32_t hj_bits_count(const uint64_t *bits, uint32_t rows)
{
    uint32_t count = 0;
    for (size_t word = 0; word < hj_bits_words(rows); word++) {
        count += (uint32_t)__builtin_popcountll(bits[word]);
    }
    return count;
}

void hj_bits_fill(uint64_t *bits, uint32_t rows)
{
    for (size_t word = 0; word < hj_bits_words(rows); word++) {
        bits[word] = row_mask(word, rows);
    }
}
