/* SPDX-License-Identifier: MIT */
#include "assess/survey.h"

#include "simulate/random.h"

#include <math.h>

enum {
    EXACT_BELOW = 200, /* firms sampled */
    /* So many of the rarer kind seen, and the variances of the strata count as much as the one that
     * takes all strata for alike; chosen by simulation (tests/assess/coverage.c). */
    HALF_WAY = 3,
    PURPOSE_DRAW = 32, /* apart from enum hj_purpose */
};

/* Between the exact interval (1) and mid-P (1/2), by the same simulation. */
static const double large_part = 0.75;

struct hj_estimate hj_assess_stratum(const struct hj_stratum *stratum, double confidence)
{
    if (stratum->sampled <= 0) {
        return (struct hj_estimate){0};
    }
    double population = (double)stratum->population;
    double share = (double)stratum->hits / (double)stratum->sampled;
    struct hj_count_interval numbers =
        hj_assess_finite(stratum->hits, stratum->sampled, stratum->population, confidence);
    return (struct hj_estimate){
        .given = true,
        .share = share,
        .shares = {(double)numbers.low / population, (double)numbers.high / population},
        .number = llround(share * population),
        .numbers = numbers,
    };
}

/* The share of hits over all visits, drawn to the middle by one visit of each kind: never 0 or 1.
 */
static double pooled_share(const struct hj_stratum *strata, size_t count)
{
    double hits = 1, sampled = 2;
    for (size_t i = 0; i < count; i++) {
        hits += (double)strata[i].hits;
        sampled += (double)strata[i].sampled;
    }
    return hits / sampled;
}

/* The variance of one firm of the stratum: unbiased, mixed with what it is where all strata are
 * alike; a stratum with one visit has no variance of its own. */
static double spread(const struct hj_stratum *stratum, double pooled, double own)
{
    double alike = pooled * (1 - pooled), size = (double)stratum->sampled;
    if (stratum->sampled < 2) {
        return alike;
    }
    double hits = (double)stratum->hits;
    return own * hits * (size - hits) / (size * (size - 1)) + (1 - own) * alike;
}

/* How much the strata's own variances count. */
static double own_weight(const struct hj_stratum *strata, size_t count)
{
    int64_t hits = 0, others = 0;
    for (size_t i = 0; i < count; i++) {
        hits += strata[i].hits;
        others += strata[i].sampled - strata[i].hits;
    }
    double rarer = (double)(hits < others ? hits : others);
    return rarer / (rarer + HALF_WAY);
}

/* Nothing can be below what was seen, or above what was not seen alive. */
static void bound(struct hj_estimate *estimate, int64_t covered, int64_t hits, int64_t others)
{
    double firms = (double)covered;
    estimate->numbers.low = (int64_t)ceil(estimate->shares.low * firms - 1e-9);
    estimate->numbers.high = (int64_t)floor(estimate->shares.high * firms + 1e-9);
    if (estimate->numbers.low < hits) {
        estimate->numbers.low = hits;
    }
    if (estimate->numbers.high > covered - others) {
        estimate->numbers.high = covered - others;
    }
    estimate->shares.low = (double)estimate->numbers.low / firms;
    estimate->shares.high = (double)estimate->numbers.high / firms;
}

struct hj_estimate hj_assess_total(const struct hj_stratum *strata, size_t count, double confidence,
                                   int64_t *covered)
{
    int64_t sampled = 0, hits = 0;
    double expected = 0, variance = 0;
    double pooled = pooled_share(strata, count), own = own_weight(strata, count);
    *covered = 0;
    for (size_t i = 0; i < count; i++) {
        const struct hj_stratum *stratum = &strata[i];
        if (stratum->sampled > 0) {
            double population = (double)stratum->population, size = (double)stratum->sampled;
            *covered += stratum->population;
            sampled += stratum->sampled;
            hits += stratum->hits;
            expected += population * (double)stratum->hits / size;
            variance += population * (population - size) * spread(stratum, pooled, own) / size;
        }
    }
    if (sampled == 0) {
        return (struct hj_estimate){0};
    }
    double firms = (double)*covered;
    double share = expected / firms;
    struct hj_estimate estimate = {.given = true, .share = share, .number = llround(expected)};
    estimate.shares = (struct hj_interval){share, share};
    if (variance > 0) {
        double size = pooled * (1 - pooled) * firms * firms / variance;
        estimate.shares = sampled < EXACT_BELOW
                              ? hj_assess_exact(share * size, size, confidence)
                              : hj_assess_partial(share * size, size, confidence, large_part);
    }
    bound(&estimate, *covered, hits, sampled - hits);
    return estimate;
}

int64_t hj_assess_allocate(const struct hj_stratum *strata, size_t count, int64_t wanted,
                           enum hj_allocation allocation, int64_t *sizes)
{
    int64_t placed = 0;
    double pooled = pooled_share(strata, count), own = own_weight(strata, count);
    for (size_t i = 0; i < count; i++) {
        sizes[i] = 0;
    }
    for (; placed < wanted; placed++) {
        size_t best = count;
        double highest = -1;
        for (size_t i = 0; i < count; i++) {
            double visits = (double)(strata[i].sampled + sizes[i]);
            double weight =
                (double)strata[i].population *
                (allocation == HJ_ALLOCATION_OPTIMAL ? sqrt(spread(&strata[i], pooled, own)) : 1);
            /* A stratum without a visit comes first, the largest before the others. */
            double priority = visits > 0 ? weight / sqrt(visits * (visits + 1)) : weight * 1e9;
            if (strata[i].sampled + sizes[i] < strata[i].population && priority > highest) {
                best = i;
                highest = priority;
            }
        }
        if (best == count) {
            break;
        }
        sizes[best]++;
    }
    return placed;
}

uint64_t hj_assess_order(uint64_t seed, uint64_t firm)
{
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32) << 8 | PURPOSE_DRAW};
    const uint32_t counter[4] = {(uint32_t)firm, (uint32_t)(firm >> 32), 0, 0};
    uint32_t words[4];
    hj_simulate_philox(key, counter, words);
    return (uint64_t)words[0] << 32 | words[1];
}

bool hj_assess_aimed(int64_t marked, int64_t visited, int64_t all_marked, int64_t all)
{
    if (visited <= 0 || visited >= all) {
        return false;
    }
    struct hj_count_interval likely = hj_assess_finite(marked, visited, all, 0.999);
    return all_marked < likely.low || all_marked > likely.high;
}
