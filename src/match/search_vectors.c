/* SPDX-License-Identifier: MIT */
#include "match/search_vectors.h"

/* ---- groups ---- */

enum { GROUPS = 8 };

/* The halves of a byte that the needles of each group have at one of their places. */
struct halves {
    uint8_t low[16], high[16];
};

static int by_bytes(const void *left, const void *right)
{
    return hj_span_compare(*(const struct hj_span *)left, *(const struct hj_span *)right);
}

/* A needle that ends before the place has all of them. */
static void add_halves(struct halves *halves, struct hj_span needle, size_t place, uint8_t group)
{
    bool any = needle.size <= place;
    unsigned byte = any ? 0 : (unsigned char)needle.data[place];
    for (unsigned half = 0; half < 16; half++) {
        halves->low[half] |= any || half == (byte & 15) ? group : 0;
        halves->high[half] |= any || half == byte >> 4 ? group : 0;
    }
}

/* How often a byte is met in Chinese text, about: a third begins a character, by E4 to E9. */
static double share_of(unsigned byte)
{
    return byte < 0x80                  ? 0.1 / 0x80
           : byte < 0xC0                ? 0.6 / 0x40
           : byte < 0xE4 || byte > 0xE9 ? 0
                                        : 0.3 / 6;
}

/* How many of all places pass in each group. */
static void weigh(const struct halves *halves, double shares[GROUPS])
{
    for (unsigned byte = 0; byte < 256; byte++) {
        unsigned groups = halves->low[byte & 15] & halves->high[byte >> 4];
        for (unsigned group = 0; group < GROUPS; group++) {
            shares[group] += groups >> group & 1 ? share_of(byte) : 0;
        }
    }
}

/* One after the other, those places of the needles that let the least through together. */
static void choose_probes(const struct halves halves[HJ_SEARCH_REACH],
                          uint8_t probes[HJ_SEARCH_PROBES])
{
    double shares[HJ_SEARCH_REACH][GROUPS] = {{0}};
    double so_far[GROUPS] = {1, 1, 1, 1, 1, 1, 1, 1};
    for (unsigned place = 0; place < HJ_SEARCH_REACH; place++) {
        weigh(&halves[place], shares[place]);
    }
    for (unsigned probe = 0; probe < HJ_SEARCH_PROBES; probe++) {
        double least = GROUPS + 1;
        for (uint8_t place = 0; place < HJ_SEARCH_REACH; place++) {
            double all = 0;
            for (unsigned group = 0; group < GROUPS; group++) {
                all += so_far[group] * shares[place][group];
            }
            if (all < least && !memchr(probes, place, probe)) {
                least = all;
                probes[probe] = place;
            }
        }
        for (unsigned group = 0; group < GROUPS; group++) {
            so_far[group] *= shares[probes[probe]][group];
        }
    }
}

/* Of sorted needles. Those that begin alike are in one group, so that its halves are few; ASCII and
 * Chinese ones never are. */
static uint32_t group_of(uint32_t index, uint32_t ascii, uint32_t count)
{
    uint32_t others = count - ascii;
    uint32_t first = ascii && others ? 1 + ascii * (GROUPS - 2) / count : ascii ? GROUPS : 0;
    return index < ascii ? index * first / ascii
                         : first + (index - ascii) * (GROUPS - first) / others;
}

void hj_search_group(const struct hj_span *needles, uint32_t count, struct hj_search_groups *groups)
{
    struct hj_span sorted[HJ_SEARCH_MOST];
    struct halves halves[HJ_SEARCH_REACH] = {{{0}, {0}}};
    memcpy(sorted, needles, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_bytes);
    uint32_t ascii = 0;
    while (ascii < count && (unsigned char)sorted[ascii].data[0] < 0x80) {
        ascii++;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint8_t group = (uint8_t)(1U << group_of(i, ascii, count));
        for (size_t place = 0; place < HJ_SEARCH_REACH; place++) {
            add_halves(&halves[place], sorted[i], place, group);
        }
    }
    choose_probes(halves, groups->probes);
    for (unsigned probe = 0; probe < HJ_SEARCH_PROBES; probe++) {
        memcpy(groups->low[probe], halves[groups->probes[probe]].low, sizeof groups->low[probe]);
        memcpy(groups->high[probe], halves[groups->probes[probe]].high, sizeof groups->high[probe]);
    }
}

/* ---- places ---- */

#if defined(__x86_64__)

#include <immintrin.h>

#define HJ_VECTORS __attribute__((target("avx2")))

bool hj_search_has_vectors(void)
{
    return __builtin_cpu_supports("avx2");
}

/* The same table for both halves of a vector, which are looked up apart. */
HJ_VECTORS static __m256i load_table(const uint8_t table[16])
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)table));
}

/* The groups that have each of 32 bytes at the probe. */
HJ_VECTORS static inline __m256i look_up(__m256i low, __m256i high, const char *bytes)
{
    const __m256i half = _mm256_set1_epi8(15);
    __m256i text = _mm256_loadu_si256((const void *)bytes);
    __m256i lows = _mm256_shuffle_epi8(low, _mm256_and_si256(text, half));
    __m256i highs = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(text, 4), half));
    return _mm256_and_si256(lows, highs);
}

HJ_VECTORS size_t hj_search_pass(const struct hj_search_groups *groups, const char *bytes,
                                 size_t place, size_t count, uint32_t *places)
{
    __m256i low[HJ_SEARCH_PROBES], high[HJ_SEARCH_PROBES];
    size_t kept = 0;
    for (unsigned probe = 0; probe < HJ_SEARCH_PROBES; probe++) {
        low[probe] = load_table(groups->low[probe]);
        high[probe] = load_table(groups->high[probe]);
    }
    for (size_t end = place + count; place < end; place += HJ_SEARCH_LANES) {
        __m256i found = _mm256_set1_epi8(-1);
        for (unsigned probe = 0; probe < HJ_SEARCH_PROBES; probe++) {
            const char *from = bytes + place + groups->probes[probe];
            found = _mm256_and_si256(found, look_up(low[probe], high[probe], from));
        }
        found = _mm256_cmpeq_epi8(found, _mm256_setzero_si256());
        for (uint32_t left = ~(uint32_t)_mm256_movemask_epi8(found); left; left &= left - 1) {
            places[kept++] = (uint32_t)(place + (size_t)__builtin_ctz(left));
        }
    }
    return kept;
}

#else

bool hj_search_has_vectors(void)
{
    return false;
}

size_t hj_search_pass(const struct hj_search_groups *groups, const char *bytes, size_t place,
                      size_t count, uint32_t *places)
{
    (void)groups, (void)bytes, (void)place, (void)count, (void)places;
    return 0;
}

#endif
