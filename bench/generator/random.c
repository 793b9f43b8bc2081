// SPDX-License-Identifier: MIT
#include "random.h"

#include <Random123/philox.h>

void gen_stream_open(struct gen_stream *stream, uint64_t seed, enum gen_purpose purpose,
                     uint64_t subject)
{
    stream->key[0] = (uint32_t)seed;
    stream->key[1] = (uint32_t)(seed >> 32);
    stream->counter[0] = 0;
    stream->counter[1] = (uint32_t)purpose;
    stream->counter[2] = (uint32_t)subject;
    stream->counter[3] = (uint32_t)(subject >> 32);
    stream->left = 0;
}

uint32_t gen_next(struct gen_stream *stream)
{
    if (stream->left == 0) {
        philox4x32_ctr_t counter = {
            {stream->counter[0], stream->counter[1], stream->counter[2], stream->counter[3]}};
        philox4x32_key_t key = {{stream->key[0], stream->key[1]}};
        philox4x32_ctr_t words = philox4x32(counter, key);
        for (size_t i = 0; i < 4; i++) {
            stream->words[i] = words.v[i];
        }
        stream->counter[0]++;
        stream->left = 4;
    }
    stream->left--;
    return stream->words[stream->left];
}

uint32_t gen_below(struct gen_stream *stream, uint32_t limit)
{
    return (uint32_t)(((uint64_t)gen_next(stream) * limit) >> 32);
}

int32_t gen_between(struct gen_stream *stream, int32_t low, int32_t high)
{
    if (high <= low) {
        return low;
    }
    return low + (int32_t)gen_below(stream, (uint32_t)(high - low) + 1U);
}

bool gen_chance(struct gen_stream *stream, uint32_t per_mille)
{
    return gen_below(stream, 1000) < per_mille;
}

size_t gen_pick(struct gen_stream *stream, const uint16_t *weights, size_t count)
{
    uint32_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += weights[i];
    }
    uint32_t drawn = gen_below(stream, total);
    for (size_t i = 0; i + 1 < count; i++) {
        if (drawn < weights[i]) {
            return i;
        }
        drawn -= weights[i];
    }
    return count - 1;
}
