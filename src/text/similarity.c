/* SPDX-License-Identifier: MIT */
#include "text/similarity.h"

#include "base/memory.h"
#include "text/utf8.h"

#include <stdlib.h>

enum { PLACES = 64 };

int hj_text_scratch_reserve(struct hj_text_scratch *scratch, size_t points)
{
    /* three rows of the edit table, each with one cell more than the text */
    void *cells = scratch->cells;
    if (points > SIZE_MAX / 3 - 1 ||
        hj_memory_grow(&cells, &scratch->capacity, 3 * (points + 1), sizeof *scratch->cells) != 0) {
        return -1;
    }
    scratch->cells = cells;
    return 0;
}

void hj_text_scratch_release(struct hj_text_scratch *scratch)
{
    hj_memory_free(scratch->cells);
    scratch->cells = NULL;
    scratch->capacity = 0;
}

size_t hj_text_decode(struct hj_span text, uint32_t *points)
{
    size_t count = 0;
    for (size_t at = 0; at < text.size;) {
        points[count++] = hj_text_next(text, &at);
    }
    return count;
}

static int compare_pairs(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;
    return (*left > *right) - (*left < *right);
}

size_t hj_text_bigrams_of(struct hj_text_points points, uint64_t *pairs)
{
    if (points.size < 2) {
        if (points.size == 1) {
            pairs[0] = points.data[0];
        }
        return points.size;
    }
    size_t count = points.size - 1;
    for (size_t i = 0; i < count; i++) {
        pairs[i] = (uint64_t)points.data[i] << 32 | points.data[i + 1];
    }
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (pairs[i] != pairs[kept - 1]) {
            pairs[kept++] = pairs[i];
        }
    }
    return kept;
}

double hj_text_jaccard(struct hj_text_bigrams a, struct hj_text_bigrams b)
{
    size_t both = 0;
    for (size_t i = 0, j = 0; i < a.size && j < b.size;) {
        uint64_t left = a.data[i];
        uint64_t right = b.data[j];
        both += left == right;
        i += left <= right;
        j += right <= left;
    }
    size_t all = a.size + b.size - both;
    return all == 0 ? 1 : (double)both / (double)all;
}

/* Common characters of Jaro, and how many of them stand at another place in the other's order. */
struct jaro_count {
    size_t common;
    size_t moved;
};

static size_t lowest_bit(uint64_t bits)
{
    return (size_t)__builtin_ctzll(bits);
}

/* For texts of at most 64 code points: which are taken is a bit each, and where a code point may
 * stand is looked up by its lowest bits instead of searched for: 73 ns a pair of names instead of
 * 84 (40 million pairs). */
static struct jaro_count count_short(struct hj_text_points a, struct hj_text_points b,
                                     size_t window)
{
    struct jaro_count count = {0, 0};
    uint64_t places[PLACES] = {0};
    uint32_t common[64];
    uint64_t taken = 0;
    for (size_t j = 0; j < b.size; j++) {
        places[b.data[j] % PLACES] |= UINT64_C(1) << j;
    }
    uint64_t reach = (UINT64_C(2) << window) - 1; /* a's next character matches within these of b */
    for (size_t i = 0; i < a.size; i++) {
        uint64_t open = places[a.data[i] % PLACES] & reach & ~taken;
        while (open != 0 && b.data[lowest_bit(open)] != a.data[i]) {
            open &= open - 1;
        }
        if (open != 0) {
            taken |= open & (~open + 1);
            common[count.common++] = a.data[i];
        }
        reach = i < window ? reach << 1 | 1 : reach << 1;
    }
    for (size_t k = 0; taken != 0; taken &= taken - 1) {
        count.moved += b.data[lowest_bit(taken)] != common[k++];
    }
    return count;
}

static struct jaro_count count_long(struct hj_text_points a, struct hj_text_points b, size_t window,
                                    struct hj_text_scratch *scratch)
{
    struct jaro_count count = {0, 0};
    uint32_t *common = scratch->cells;
    uint32_t *taken = scratch->cells + a.size;
    memset(taken, 0, b.size * sizeof *taken);
    for (size_t i = 0; i < a.size; i++) {
        size_t end = i + window + 1 < b.size ? i + window + 1 : b.size;
        for (size_t j = i > window ? i - window : 0; j < end; j++) {
            if (b.data[j] == a.data[i] && taken[j] == 0) {
                taken[j] = 1;
                common[count.common++] = a.data[i];
                break;
            }
        }
    }
    for (size_t j = 0, k = 0; k < count.common; j++) {
        if (taken[j] != 0) {
            count.moved += b.data[j] != common[k++];
        }
    }
    return count;
}

double hj_text_jaro_winkler(struct hj_text_points a, struct hj_text_points b,
                            struct hj_text_scratch *scratch)
{
    if (a.size == 0 || b.size == 0) {
        return a.size == b.size ? 1 : 0;
    }
    size_t longer = a.size > b.size ? a.size : b.size;
    size_t window = longer / 2 > 1 ? longer / 2 - 1 : 0;
    struct jaro_count count =
        longer <= 64 ? count_short(a, b, window) : count_long(a, b, window, scratch);
    if (count.common == 0) {
        return 0;
    }
    double common = (double)count.common;
    double jaro = (common / (double)a.size + common / (double)b.size +
                   (common - (double)(count.moved / 2)) / common) /
                  3;
    if (jaro <= 0.7) {
        return jaro;
    }
    size_t prefix = 0;
    while (prefix < 4 && prefix < a.size && prefix < b.size && a.data[prefix] == b.data[prefix]) {
        prefix++;
    }
    return jaro + (double)prefix * 0.1 * (1 - jaro);
}

/* What is equal at both ends costs nothing, whatever lies between. */
static void strip_equal_ends(struct hj_text_points *a, struct hj_text_points *b)
{
    while (a->size > 0 && b->size > 0 && a->data[0] == b->data[0]) {
        *a = (struct hj_text_points){a->data + 1, a->size - 1};
        *b = (struct hj_text_points){b->data + 1, b->size - 1};
    }
    while (a->size > 0 && b->size > 0 && a->data[a->size - 1] == b->data[b->size - 1]) {
        a->size--;
        b->size--;
    }
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The edit table, row by row; the row two above is for swaps. A row's smallest cell never falls, so
 * a row wholly above the limit ends it. */
static size_t edits(struct hj_text_points a, struct hj_text_points b, size_t limit, bool swaps,
                    struct hj_text_scratch *scratch)
{
    strip_equal_ends(&a, &b);
    size_t apart = a.size > b.size ? a.size - b.size : b.size - a.size;
    if (apart > limit) {
        return limit + 1;
    }
    uint32_t *row = scratch->cells;
    uint32_t *above = row + b.size + 1;
    uint32_t *two_above = above + b.size + 1;
    for (size_t j = 0; j <= b.size; j++) {
        row[j] = (uint32_t)j;
    }
    uint32_t smallest = 0; /* of the last two rows, for a swap skips one */
    for (size_t i = 1; i <= a.size; i++) {
        uint32_t *oldest = two_above;
        two_above = above;
        above = row;
        row = oldest;
        row[0] = (uint32_t)i;
        uint32_t least = row[0];
        for (size_t j = 1; j <= b.size; j++) {
            uint32_t cost = a.data[i - 1] != b.data[j - 1];
            uint32_t cell = smaller(smaller(above[j], row[j - 1]) + 1, above[j - 1] + cost);
            if (swaps && i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
                a.data[i - 2] == b.data[j - 1]) {
                cell = smaller(cell, two_above[j - 2] + 1);
            }
            row[j] = cell;
            least = smaller(least, cell);
        }
        if (least > limit && smallest > limit) {
            return limit + 1;
        }
        smallest = least;
    }
    return row[b.size] > limit ? limit + 1 : row[b.size];
}

size_t hj_text_levenshtein(struct hj_text_points a, struct hj_text_points b, size_t limit,
                           struct hj_text_scratch *scratch)
{
    return edits(a, b, limit, false, scratch);
}

size_t hj_text_damerau(struct hj_text_points a, struct hj_text_points b, size_t limit,
                       struct hj_text_scratch *scratch)
{
    return edits(a, b, limit, true, scratch);
}
