/* SPDX-License-Identifier: MIT */
#include "campaign/key_filter.h"

#include "campaign/derived.h"

enum { KEYS_A_WORD = 8, BITS_A_KEY = 4 }; /* of a word's 64 bits, 8 a key: four are set */

/* Changes with the hash and with the places of the bits. */
static const struct hj_span made_by = HJ_SPAN("key filter 1");

struct hj_digest hj_key_filter_key(int64_t snapshot, uint32_t column)
{
    const int64_t inputs[2] = {snapshot, column};
    const struct hj_span parts[2] = {made_by, {(const char *)inputs, sizeof inputs}};
    return hj_digest_of(parts, 2);
}

/* The n-th bit of a key among `bits`. */
static uint32_t place_of(uint64_t hash, uint32_t n, uint32_t bits)
{
    uint32_t first = (uint32_t)hash, step = (uint32_t)(hash >> 32);
    return (uint32_t)((uint64_t)(first + n * step) * bits >> 32);
}

/* Filters are vectors of integers, 64 bits a row. */
enum hj_code hj_key_filter_make(const uint64_t *hashes, uint32_t rows, struct hj_codec *codec,
                                struct hj_arena *arena, struct hj_span *frame,
                                struct hj_error *error)
{
    struct hj_buffer buffer = {0};
    uint32_t words = rows / KEYS_A_WORD + 1;
    uint64_t *filter = hj_arena_zero(arena, words, sizeof *filter);
    if (!filter) {
        return hj_error_memory(error);
    }
    for (uint32_t row = 0; row < rows; row++) {
        for (uint32_t n = 0; hashes[row] && n < BITS_A_KEY; n++) {
            hj_bits_set(filter, place_of(hashes[row], n, words * 64));
        }
    }
    const struct hj_vector vector = {
        .type = HJ_INTEGER, .rows = words, .integers = (const int64_t *)filter};
    enum hj_code code = hj_codec_encode(codec, &vector, HJ_COMPRESS_NONE, &buffer, error);
    if (code == HJ_OK) {
        *frame = hj_arena_copy(arena, hj_buffer_span(&buffer));
        code = frame->data ? HJ_OK : hj_error_memory(error);
    }
    hj_buffer_release(&buffer);
    return code;
}

enum hj_code hj_key_filter_put(struct hj_store *store, int64_t snapshot, uint32_t column,
                               uint32_t block, struct hj_span frame, struct hj_error *error)
{
    const struct hj_digest key = hj_key_filter_key(snapshot, column);
    return hj_store_put_derived(store, snapshot, &key, block, frame, error);
}

static bool may_have(const struct hj_vector *filter, uint64_t hash)
{
    const uint64_t *words = (const uint64_t *)filter->integers;
    bool has = true;
    for (uint32_t n = 0; has && n < BITS_A_KEY; n++) {
        has = hj_bits_get(words, place_of(hash, n, filter->rows * 64));
    }
    return has;
}

enum hj_code hj_key_filter_blocks(struct hj_store *store, const struct hj_snapshot *registry,
                                  uint32_t column, struct hj_span key, struct hj_arena *arena,
                                  uint32_t **blocks, uint32_t *count, struct hj_error *error)
{
    const struct hj_digest digest = hj_key_filter_key(registry->id, column);
    const uint64_t hash = hj_key_filter_hash(key);
    struct hj_arena scratch = {0};
    bool found = true;
    enum hj_code code = HJ_OK;
    *count = 0;
    *blocks = hj_arena_new(arena, registry->blocks * sizeof **blocks);
    if (!*blocks) {
        return hj_error_memory(error);
    }
    for (uint32_t block = 0; block < registry->blocks; block++) {
        struct hj_vector filter = {.type = HJ_INTEGER};
        hj_arena_clear(&scratch);
        if (found) { /* with one not there, none is */
            HJ_TRY(hj_derived_get(store, digest, block, &scratch, &filter, &found, error));
        }
        if (!found || may_have(&filter, hash)) {
            (*blocks)[(*count)++] = block;
        }
    }
done:
    hj_arena_release(&scratch);
    return code;
}
