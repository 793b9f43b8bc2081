/* SPDX-License-Identifier: MIT */
#include "simulate/plan.h"

static int64_t cap_of(const int64_t *weights, const int64_t *caps, uint32_t i)
{
    return caps ? caps[i] : weights[i];
}

/* Fills to its cap one part that its quota would overfill; false: there is none. */
static bool fill_one(const int64_t *weights, const int64_t *caps, uint32_t count, int64_t *parts,
                     int64_t *rest, int64_t *weight)
{
    for (uint32_t i = 0; i < count; i++) {
        if (parts[i] < 0 && *rest * weights[i] > cap_of(weights, caps, i) * *weight) {
            parts[i] = cap_of(weights, caps, i);
            *rest -= parts[i];
            *weight -= weights[i];
            return true;
        }
    }
    return false;
}

/* The open part with the largest remainder gets one more. */
static void round_one_up(const int64_t *weights, uint32_t count, int64_t *parts,
                         int64_t *remainders)
{
    uint32_t best = count;
    for (uint32_t i = 0; i < count; i++) {
        if (remainders[i] > 0 && (best == count || remainders[i] > remainders[best])) {
            best = i;
        }
    }
    if (best < count && weights[best] > 0) {
        parts[best]++;
        remainders[best] = 0;
    }
}

void hj_simulate_apportion(const int64_t *weights, const int64_t *caps, uint32_t count,
                           int64_t total, struct hj_apportioned *result)
{
    int64_t *parts = result->parts, *remainders = result->remainders;
    int64_t weight = 0, most = 0;
    for (uint32_t i = 0; i < count; i++) {
        parts[i] = -1; /* open */
        remainders[i] = 0;
        weight += weights[i];
        most += weights[i] > 0 ? cap_of(weights, caps, i) : 0;
    }
    int64_t rest = total < most ? total : most;
    while (weight > 0 && fill_one(weights, caps, count, parts, &rest, &weight)) {
    }
    int64_t given = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (parts[i] < 0) {
            parts[i] = weight > 0 ? rest * weights[i] / weight : 0;
            remainders[i] = weight > 0 ? rest * weights[i] % weight : 0;
            given += parts[i];
        }
    }
    for (; weight > 0 && given < rest; given++) {
        round_one_up(weights, count, parts, remainders);
    }
}
