/* SPDX-License-Identifier: MIT */
#include "campaign/derived.h"

#include "base/memory.h"
#include "column/codec.h"

struct hj_digest hj_derived_chain(struct hj_digest digest, struct hj_span next)
{
    const struct hj_span parts[] = {{(const char *)digest.bytes, sizeof digest.bytes}, next};
    return hj_digest_of(parts, 2);
}

struct hj_digest hj_derived_chain_value(struct hj_digest digest, const struct hj_value *value)
{
    const uint64_t known[] = {(uint64_t)value->type, value->null, hj_value_bits(value)};
    digest = hj_derived_chain(digest, (struct hj_span){(const char *)known, sizeof known});
    bool text = value->type == HJ_TEXT && !value->null;
    return text ? hj_derived_chain(digest, value->text) : digest;
}

enum hj_code hj_derived_get(struct hj_store *store, struct hj_digest key, uint32_t block,
                            struct hj_arena *arena, struct hj_vector *vector, bool *found,
                            struct hj_error *error)
{
    struct hj_buffer frame = {0};
    enum hj_code code = hj_store_get_derived(store, &key, block, &frame, found, error);
    if (code == HJ_OK && *found) {
        /* A decoded vector may point into its frame. */
        struct hj_span kept = hj_arena_copy(arena, hj_buffer_span(&frame));
        code = kept.data ? hj_codec_decode(kept, arena, vector, error) : hj_error_memory(error);
    }
    hj_buffer_release(&frame);
    return code;
}

enum hj_code hj_derived_put_numbers(struct hj_store *store, int64_t snapshot, struct hj_digest key,
                                    const int64_t *numbers, size_t count, struct hj_error *error)
{
    struct hj_codec codec = {0};
    struct hj_buffer frame = {0};
    enum hj_code code = HJ_OK;
    uint32_t block = 0;
    for (size_t from = 0; from < count; from += HJ_BLOCK_ROWS) {
        size_t left = count - from;
        const struct hj_vector vector = {
            .type = HJ_INTEGER,
            .rows = left < HJ_BLOCK_ROWS ? (uint32_t)left : HJ_BLOCK_ROWS,
            .integers = numbers + from,
        };
        hj_buffer_clear(&frame);
        HJ_TRY(hj_codec_encode(&codec, &vector, HJ_COMPRESS_LZ4, &frame, error));
        HJ_TRY(hj_store_put_derived(store, snapshot, &key, block++, hj_buffer_span(&frame), error));
    }
done:
    hj_codec_release(&codec);
    hj_buffer_release(&frame);
    return code;
}

enum hj_code hj_derived_get_numbers(struct hj_store *store, struct hj_digest key,
                                    struct hj_derived_numbers *numbers, struct hj_error *error)
{
    struct hj_arena arena = {0};
    enum hj_code code = HJ_OK;
    bool found = true;
    for (uint32_t block = 0; found; block++) {
        struct hj_vector vector = {.type = HJ_INTEGER};
        HJ_TRY(hj_derived_get(store, key, block, &arena, &vector, &found, error));
        if (!found || vector.type != HJ_INTEGER) {
            break;
        }
        void *items = numbers->items;
        if (hj_memory_grow(&items, &numbers->capacity, numbers->count + vector.rows,
                           sizeof *numbers->items) != 0) {
            HJ_TRY(hj_error_memory(error));
        }
        numbers->items = items;
        if (vector.rows > 0) {
            memcpy(numbers->items + numbers->count, vector.integers,
                   vector.rows * sizeof *vector.integers);
        }
        numbers->count += vector.rows;
        hj_arena_clear(&arena);
    }
done:
    hj_arena_release(&arena);
    return code;
}

enum hj_code hj_derived_put_counts(struct hj_store *store, int64_t snapshot, struct hj_digest key,
                                   int64_t *const *places, size_t count, struct hj_error *error)
{
    int64_t *values = hj_memory_zero(count, sizeof *values);
    if (!values) {
        return hj_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        values[i] = *places[i];
    }
    enum hj_code code = hj_derived_put_numbers(store, snapshot, key, values, count, error);
    hj_memory_free(values);
    return code;
}

enum hj_code hj_derived_get_counts(struct hj_store *store, struct hj_digest key,
                                   int64_t *const *places, size_t count, bool *found,
                                   struct hj_error *error)
{
    struct hj_derived_numbers kept = {0};
    enum hj_code code = hj_derived_get_numbers(store, key, &kept, error);
    *found = code == HJ_OK && kept.count == count;
    for (size_t i = 0; *found && i < count; i++) {
        *places[i] = kept.items[i];
    }
    hj_memory_free(kept.items);
    return code;
}

enum hj_code hj_derived_get_note(struct hj_store *store, const char *group,
                                 const struct hj_digest *key, struct hj_arena *arena,
                                 struct hj_span *text, struct hj_error *error)
{
    char name[33];
    hj_digest_format(key, name);
    return hj_store_get_entry(store, group, name, arena, text, error);
}

enum hj_code hj_derived_put_note(struct hj_store *store, const char *group,
                                 const struct hj_digest *key, struct hj_span text,
                                 struct hj_error *error)
{
    char name[33];
    hj_digest_format(key, name);
    return hj_store_put_entry(store, group, name, text, error);
}
