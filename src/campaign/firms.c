/* SPDX-License-Identifier: MIT */
#include "campaign/firms.h"

#include "base/memory.h"
#include "campaign/key_text.h"
#include "column/codec.h"

struct entry {
    uint64_t hash;
    uint32_t firm; /* the first with this text; HJ_FIRM_NONE: free */
    bool shared;
};

struct hj_firms {
    struct hj_arena arena; /* of the vectors */
    struct hj_vector *blocks;
    uint32_t block_count;
    struct entry *entries;
    size_t mask; /* entries are a power of two */
    bool normalised;
};

void hj_firms_free(struct hj_firms *firms)
{
    if (firms) {
        hj_arena_release(&firms->arena);
        hj_memory_free(firms->blocks);
        hj_memory_free(firms->entries);
        hj_memory_free(firms);
    }
}

uint32_t hj_firms_rows(const struct hj_firms *firms, uint32_t block)
{
    return firms->blocks[block].rows;
}

struct hj_span hj_firms_text(const struct hj_firms *firms, uint32_t firm)
{
    const struct hj_vector *block = &firms->blocks[firm >> 16];
    uint32_t row = firm & 0xffff;
    if (hj_vector_is_null(block, row)) {
        return (struct hj_span){NULL, 0};
    }
    return hj_vector_text(block, row);
}

/* The entry of the text, or the free one where it belongs. */
static struct entry *probe(const struct hj_firms *firms, struct hj_span text, uint64_t hash)
{
    for (size_t at = hash & firms->mask;; at = (at + 1) & firms->mask) {
        struct entry *entry = &firms->entries[at];
        if (entry->firm == HJ_FIRM_NONE ||
            (entry->hash == hash && hj_span_equal(hj_firms_text(firms, entry->firm), text))) {
            return entry;
        }
    }
}

static void add_block(struct hj_firms *firms, uint32_t block)
{
    for (uint32_t row = 0; row < firms->blocks[block].rows; row++) {
        uint32_t firm = block << 16 | row;
        struct hj_span text = hj_firms_text(firms, firm);
        if (text.data) {
            uint64_t hash = hj_hash_bytes(text);
            struct entry *entry = probe(firms, text, hash);
            entry->shared = entry->firm != HJ_FIRM_NONE;
            if (!entry->shared) {
                *entry = (struct entry){hash, firm, false};
            }
        }
    }
}

/* The vector as texts, where normal is given each in normal form. */
static enum hj_code make_texts(struct hj_firms *firms, struct hj_vector *block,
                               const struct hj_text_normal *normal, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    struct hj_arena scratch = {0};
    struct hj_codec codec = {0};
    struct hj_buffer frame = {0};
    struct hj_vector_builder builder;
    hj_vector_builder_init(&builder, HJ_TEXT);
    bool room = true;
    for (uint32_t row = 0; room && row < block->rows; row++) {
        char digits[HJ_KEY_DIGITS];
        struct hj_span text = hj_key_text(block, row, digits);
        if (!text.data) {
            room = hj_vector_append_null(&builder);
            continue;
        }
        text = normal ? hj_text_normalise(normal, text, &scratch) : text;
        room = text.data && hj_vector_append_text(&builder, text);
    }
    if (!room) {
        code = hj_error_memory(error);
    }
    if (code == HJ_OK) {
        struct hj_vector view = hj_vector_builder_view(&builder);
        code = hj_codec_encode(&codec, &view, HJ_COMPRESS_NONE, &frame, error);
    }
    if (code == HJ_OK) {
        struct hj_span kept = hj_arena_copy(&firms->arena, hj_buffer_span(&frame));
        code =
            kept.data ? hj_codec_decode(kept, &firms->arena, block, error) : hj_error_memory(error);
    }
    hj_vector_builder_release(&builder);
    hj_codec_release(&codec);
    hj_buffer_release(&frame);
    hj_arena_release(&scratch);
    return code;
}

static enum hj_code read_blocks(struct hj_firms *firms, struct hj_store *store,
                                const struct hj_snapshot *registry, uint32_t column,
                                const struct hj_text_normal *normal, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    struct hj_buffer frame = {0};
    struct hj_arena scratch = {0};
    for (uint32_t block = 0; code == HJ_OK && block < registry->blocks; block++) {
        hj_buffer_clear(&frame);
        HJ_TRY(hj_store_get_block(store, registry->id, column, block, &frame, error));
        struct hj_arena *arena = normal ? &scratch : &firms->arena;
        hj_arena_clear(&scratch);
        struct hj_span copy = hj_arena_copy(arena, hj_buffer_span(&frame));
        if (!copy.data) {
            code = hj_error_memory(error);
            goto done;
        }
        HJ_TRY(hj_codec_decode(copy, arena, &firms->blocks[block], error));
        if (normal || firms->blocks[block].type != HJ_TEXT) {
            HJ_TRY(make_texts(firms, &firms->blocks[block], normal, error));
        }
        firms->block_count++;
    }
done:
    hj_arena_release(&scratch);
    hj_buffer_release(&frame);
    return code;
}

/* Few firms have a former name: room for as many as there are. */
static bool make_entries(struct hj_firms *firms)
{
    size_t texts = 0, capacity = 16;
    for (uint32_t block = 0; block < firms->block_count; block++) {
        const struct hj_vector *vector = &firms->blocks[block];
        texts += vector->rows - (vector->nulls ? hj_bits_count(vector->nulls, vector->rows) : 0);
    }
    while (capacity < texts + texts / 3) {
        capacity *= 2;
    }
    firms->entries = hj_memory_new(capacity * sizeof *firms->entries);
    firms->mask = capacity - 1;
    for (size_t i = 0; firms->entries && i < capacity; i++) {
        firms->entries[i] = (struct entry){0, HJ_FIRM_NONE, false};
    }
    return firms->entries;
}

enum hj_code hj_firms_new(struct hj_store *store, const struct hj_snapshot *registry,
                          uint32_t column, const struct hj_text_normal *normal,
                          struct hj_firms **result, struct hj_error *error)
{
    struct hj_firms *firms = hj_memory_zero(1, sizeof *firms);
    if (firms) {
        firms->blocks = hj_memory_zero(registry->blocks, sizeof *firms->blocks);
    }
    if (!firms || !firms->blocks) {
        hj_firms_free(firms);
        return hj_error_memory(error);
    }
    enum hj_code code = read_blocks(firms, store, registry, column, normal, error);
    if (code == HJ_OK && !make_entries(firms)) {
        code = hj_error_memory(error);
    }
    if (code != HJ_OK) {
        hj_firms_free(firms);
        return code;
    }
    for (uint32_t block = 0; block < firms->block_count; block++) {
        add_block(firms, block);
    }
    *result = firms;
    return HJ_OK;
}

uint32_t hj_firms_find(const struct hj_firms *firms, struct hj_span text)
{
    const struct entry *entry = probe(firms, text, hj_hash_bytes(text));
    return entry->firm != HJ_FIRM_NONE && entry->shared ? HJ_FIRM_SHARED : entry->firm;
}
