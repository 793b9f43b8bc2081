/* SPDX-License-Identifier: MIT
 * Random numbers by counter: Philox 4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers:
 * As Easy as 1, 2, 3; SC 2011; the generator of Random123). A number depends on its place alone,
 *
 *     key     = (seed, purpose)             counter = (trial, cohort, month, draw)
 *
 * never on what was drawn before it: trials run on any thread in any order, and two scenarios that
 * ask for the same place get the same number (common random numbers). `draw` counts the blocks of
 * four 32-bit words that one quantity takes. Pure, thread-safe. */
#ifndef HJ_SIMULATE_RANDOM_H
#define HJ_SIMULATE_RANDOM_H

#include <stdint.h>

/* What a number is for. The values are part of the contract with tests/simulate/naive.py. */
enum hj_purpose {
    HJ_PURPOSE_SHARE = 1,    /* of a route's cases: cohort as in plan.h */
    HJ_PURPOSE_CASE = 2,     /* cases that end: cohort, month of the end; 0 for all months where
                              * the chances are the same in every trial, and for a case alone */
    HJ_PURPOSE_FLIGHT = 3,   /* the same of cases in flight: cohort is their index */
    HJ_PURPOSE_FOUNDED = 4,  /* new firms: month */
    HJ_PURPOSE_CLOSED = 5,   /* natural exits: month */
    HJ_PURPOSE_RENEWAL = 6,  /* share: cohort 0; passes: cohort 1 + index */
    HJ_PURPOSE_APPROVAL = 7, /* share: 2 · index; passes: 2 · index + 1 */
    HJ_PURPOSE_LAG = 8,      /* of the statistics */
    HJ_PURPOSE_PLACE = 9,    /* which case of a cohort was the one that was needed */
    HJ_PURPOSE_FLOWN = 10,   /* cases in flight that end, of all that would: cohort as of SHARE,
                              * month, 65536 more for high-tech firms */
};

struct hj_random {
    uint32_t key[2];
    uint32_t counter[4];
    uint32_t words[4];
    unsigned left; /* words not used yet, from the end */
};

/* One block: ten rounds. */
static inline void hj_simulate_philox(const uint32_t key[2], const uint32_t counter[4],
                                      uint32_t words[4])
{
    uint32_t k0 = key[0], k1 = key[1];
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    for (int round = 0; round < 10; round++) {
        uint64_t a = UINT64_C(0xD2511F53) * c0, b = UINT64_C(0xCD9E8D57) * c2;
        c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
        c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)b;
        c3 = (uint32_t)a;
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
}

/* The numbers at a place; seed below 2^56: its high bits share the key's second word with purpose.
 */
static inline struct hj_random hj_simulate_random(uint64_t seed, enum hj_purpose purpose,
                                                  uint32_t trial, uint32_t cohort, uint32_t month)
{
    struct hj_random random = {
        .key = {(uint32_t)seed, (uint32_t)(seed >> 32) << 8 | (uint32_t)purpose},
        .counter = {trial, cohort, month, 0},
    };
    return random;
}

/* Uniform in (0, 1): 52 bits of two words, in the middle of their interval, so never 0 or 1. */
static inline double hj_simulate_uniform(struct hj_random *random)
{
    if (random->left == 0) {
        hj_simulate_philox(random->key, random->counter, random->words);
        random->counter[3]++;
        random->left = 4;
    }
    uint64_t high = random->words[4 - random->left], low = random->words[5 - random->left];
    random->left -= 2;
    return ((double)((high << 32 | low) >> 12) + 0.5) * 0x1p-52;
}

#endif
