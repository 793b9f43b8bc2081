// SPDX-License-Identifier: MIT
// Random numbers that depend on nothing but (seed, purpose, subject, draw): Philox 4x32-10, so that
// a firm's bytes are the same whatever is generated before, after or beside it. Integers only: no
// digit comes from a libm.
#ifndef GENERATOR_RANDOM_H
#define GENERATOR_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// One purpose a kind of decision: a new draw in one of them moves no bytes of the others.
enum gen_purpose {
    GEN_FOR_PLAN = 1,
    GEN_FOR_ORDER,
    GEN_FOR_NAME,
    GEN_FOR_PERSON,
    GEN_FOR_CODE,
    GEN_FOR_DATES,
    GEN_FOR_ADDRESS,
    GEN_FOR_CAPITAL,
    GEN_FOR_SCOPE,
    GEN_FOR_TEXT,
    GEN_FOR_HISTORY,
    GEN_FOR_REPORTS,
    GEN_FOR_LISTING,
    GEN_FOR_TAX,
    GEN_FOR_INSURANCE,
    GEN_FOR_SURVEY,
    GEN_FOR_FINANCIALS,
    GEN_FOR_HIGHTECH,
    GEN_FOR_COURT,
    GEN_FOR_VIOLATION,
    GEN_FOR_HOLDINGS,
    GEN_FOR_LICENCE,
};

struct gen_stream {
    uint32_t key[2];
    uint32_t counter[4];
    uint32_t words[4];
    unsigned left;
};

void gen_stream_open(struct gen_stream *stream, uint64_t seed, enum gen_purpose purpose,
                     uint64_t subject);

uint32_t gen_next(struct gen_stream *stream);

// 0 … limit - 1; limit is at least 1.
uint32_t gen_below(struct gen_stream *stream, uint32_t limit);

// low … high, both included.
int32_t gen_between(struct gen_stream *stream, int32_t low, int32_t high);

bool gen_chance(struct gen_stream *stream, uint32_t per_mille);

// The index of one of `count` weights, drawn in proportion.
size_t gen_pick(struct gen_stream *stream, const uint16_t *weights, size_t count);

#endif
