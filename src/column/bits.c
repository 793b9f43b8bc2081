/* SPDX-License-Identifier: MIT */
#include "column/bits.h"

/* The bits of word `word` that stand for rows. */
static uint64_t row_mask(size_t word, uint32_t rows)
{
    size_t left = rows - word * 64;
    return left >= 64 ? UINT64_MAX : (UINT64_C(1) << left) - 1;
}

/* By sums of pairs, fours and eights of bits: without an option for the machine at hand gcc calls a
 * function for __builtin_popcountll. */
static uint32_t count_word(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

uint32_t hj_bits_count(const uint64_t *bits, uint32_t rows)
{
    uint32_t count = 0;
    for (size_t word = 0; word < hj_bits_words(rows); word++) {
        count += count_word(bits[word]);
    }
    return count;
}

void hj_bits_fill(uint64_t *bits, uint32_t rows)
{
    for (size_t word = 0; word < hj_bits_words(rows); word++) {
        bits[word] = row_mask(word, rows);
    }
}
