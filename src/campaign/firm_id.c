/* SPDX-License-Identifier: MIT */
#include "campaign/firm_id.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "campaign/key_filter.h"
#include "campaign/key_text.h"
#include "campaign/repeated.h"
#include "column/codec.h"
#include "text/code.h"
#include "text/normal.h"

#include <stdlib.h>

enum { KEY, NAME, ESTABLISHED, PARTS };

/* A firm without a key of its own. */
struct nameless {
    uint64_t hash; /* of all but the ordinal; then of all */
    uint32_t block, row;
};

struct slot {
    struct hj_buffer bytes;
    struct hj_arena arena;
    size_t sizes[PARTS]; /* of the frames in bytes; 0: none */
    bool mixed;          /* some firm of the block has no key of its own */
    uint64_t *hashes;    /* one a row; 0: no valid key */
    uint64_t *filtered;  /* likewise, of keys that are not valid too */
    struct nameless *nameless;
    uint32_t rows, nameless_count;
    struct hj_span frame; /* of the column, or of the filter of its keys */
};

/* Three walks over the blocks: hashes of keys, and their filters; the firms whose key is none or
 * not unique; the column. */
enum walk { HASH_KEYS, FIND_NAMELESS, MAKE_COLUMN };

struct maker {
    struct hj_store *store;
    const struct hj_snapshot *registry;
    int columns[PARTS]; /* -1: none; where there is no key, KEY is #record, which has the rows */
    uint32_t target;    /* column that is made */
    bool key_there, key_is_code, key_is_number;
    enum walk walk;
    struct hj_text_normal *normal;
    struct slot *slots;
    unsigned slot_count;
    struct hj_codec *codecs; /* one a thread */
    uint64_t *hashes;
    size_t count;
    size_t *starts; /* first firm of each block in hashes */
    struct hj_repeated repeated;
    struct nameless *nameless; /* by block, then row */
    size_t nameless_count, nameless_capacity;
    size_t *nameless_starts; /* first of each block */
};

enum hj_code hj_firm_id_schema(const struct hj_schema *schema, struct hj_arena *arena,
                               struct hj_schema *result, struct hj_error *error)
{
    static const struct hj_span name = HJ_SPAN(HJ_FIRM_ID);
    static const struct hj_span taken = HJ_SPAN("input_" HJ_FIRM_ID);
    struct hj_column *columns = hj_arena_zero(arena, schema->count + 1, sizeof *columns);
    if (!columns) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < schema->count; i++) {
        columns[i] = schema->columns[i];
        if (hj_span_equal(columns[i].name, name)) {
            columns[i].name = taken;
        }
    }
    columns[schema->count] =
        (struct hj_column){.name = name, .header = name, .type = HJ_TEXT, .origin = HJ_FROM_INPUT};
    *result = (struct hj_schema){columns, schema->count + 1};
    return HJ_OK;
}

static int stored_column(const struct hj_schema *schema, int index, enum hj_type type)
{
    bool there =
        index >= 0 && schema->columns[index].header.size > 0 && schema->columns[index].type == type;
    return there ? index : -1;
}

static enum hj_code read_block(void *context, uint64_t item, unsigned number, bool *end,
                               struct hj_error *error)
{
    struct maker *maker = context;
    struct slot *slot = &maker->slots[number];
    (void)end;
    hj_buffer_clear(&slot->bytes);
    hj_arena_clear(&slot->arena);
    slot->nameless_count = 0;
    slot->frame = (struct hj_span){NULL, 0};
    slot->mixed = maker->walk == MAKE_COLUMN && maker->key_is_number; /* no text to be copied */
    for (size_t i = maker->starts[item]; maker->walk != HASH_KEYS && i < maker->starts[item + 1];
         i++) {
        slot->mixed = slot->mixed || hj_repeated_has(&maker->repeated, maker->hashes[i]);
    }
    for (int part = 0; part < PARTS; part++) {
        size_t before = slot->bytes.size;
        bool wanted = maker->columns[part] >= 0 &&
                      (part == KEY || (maker->walk == FIND_NAMELESS && slot->mixed));
        enum hj_code code = wanted ? hj_store_get_block(maker->store, maker->registry->id,
                                                        (uint32_t)maker->columns[part],
                                                        (uint32_t)item, &slot->bytes, error)
                                   : HJ_OK;
        if (code != HJ_OK) {
            return code;
        }
        slot->sizes[part] = slot->bytes.size - before;
    }
    return HJ_OK;
}

/* The vectors of what was read; rows 0 where there is no such column. */
static enum hj_code decode(struct slot *slot, struct hj_vector vectors[PARTS],
                           struct hj_error *error)
{
    size_t at = 0;
    for (int part = 0; part < PARTS; part++) {
        vectors[part] = (struct hj_vector){.type = HJ_TEXT};
        struct hj_span frame = {slot->bytes.data + at, slot->sizes[part]};
        at += slot->sizes[part];
        if (frame.size == 0) {
            continue;
        }
        frame = hj_arena_copy(&slot->arena, frame); /* aligned, as decoding wants it */
        enum hj_code code = frame.data ? hj_codec_decode(frame, &slot->arena, &vectors[part], error)
                                       : hj_error_memory(error);
        if (code != HJ_OK) {
            return code;
        }
    }
    return HJ_OK;
}

static struct hj_span text_at(const struct hj_vector *vector, uint32_t row)
{
    bool given = row < vector->rows && vector->type == HJ_TEXT && !hj_vector_is_null(vector, row);
    return given ? hj_vector_text(vector, row) : (struct hj_span){NULL, 0};
}

static enum hj_code hash_keys(const struct maker *maker, struct slot *slot,
                              const struct hj_vector *key, struct hj_codec *codec,
                              struct hj_error *error)
{
    slot->rows = key->rows;
    slot->hashes = hj_arena_new(&slot->arena, slot->rows * sizeof *slot->hashes);
    slot->filtered = hj_arena_new(&slot->arena, slot->rows * sizeof *slot->filtered);
    if (!slot->hashes || !slot->filtered) {
        return hj_error_memory(error);
    }
    for (uint32_t row = 0; row < slot->rows; row++) {
        char digits[HJ_KEY_DIGITS];
        struct hj_span text =
            maker->key_there ? hj_key_text(key, row, digits) : (struct hj_span){0};
        bool valid = text.data &&
                     (!maker->key_is_code || hj_text_uscc_valid(text) || hj_text_regno_valid(text));
        slot->filtered[row] = text.data ? hj_key_filter_hash(text) : 0;
        slot->hashes[row] = valid ? slot->filtered[row] : 0;
    }
    return maker->key_there ? hj_key_filter_make(slot->filtered, slot->rows, codec, &slot->arena,
                                                 &slot->frame, error)
                            : HJ_OK;
}

static uint64_t hash_parts(struct hj_span key, struct hj_span name, int64_t established)
{
    const struct hj_span parts[] = {key, name, {(const char *)&established, sizeof established}};
    struct hj_digest digest = hj_digest_of(parts, 3);
    uint64_t hash;
    memcpy(&hash, digest.bytes, sizeof hash);
    return hash;
}

static enum hj_code find_nameless(struct maker *maker, struct slot *slot, uint32_t block,
                                  const struct hj_vector vectors[PARTS], struct hj_error *error)
{
    const uint64_t *hashes = &maker->hashes[maker->starts[block]];
    slot->rows = (uint32_t)(maker->starts[block + 1] - maker->starts[block]);
    slot->nameless = hj_arena_new(&slot->arena, slot->rows * sizeof *slot->nameless);
    if (!slot->nameless) {
        return hj_error_memory(error);
    }
    for (uint32_t row = 0; slot->mixed && row < slot->rows; row++) {
        if (!hj_repeated_has(&maker->repeated, hashes[row])) {
            continue;
        }
        struct hj_span name = text_at(&vectors[NAME], row);
        struct hj_span form =
            name.data ? hj_text_normalise(maker->normal, name, &slot->arena) : name;
        if (name.data && !form.data) {
            return hj_error_memory(error);
        }
        bool dated = row < vectors[ESTABLISHED].rows && vectors[ESTABLISHED].type == HJ_DATE &&
                     !hj_vector_is_null(&vectors[ESTABLISHED], row);
        int64_t established = dated ? vectors[ESTABLISHED].dates[row] : INT64_MIN;
        char digits[HJ_KEY_DIGITS];
        struct hj_span key =
            maker->key_there ? hj_key_text(&vectors[KEY], row, digits) : (struct hj_span){0};
        slot->nameless[slot->nameless_count++] =
            (struct nameless){hash_parts(key, form, established), block, row};
    }
    return HJ_OK;
}

static enum hj_code make_column(struct maker *maker, struct slot *slot, uint32_t block,
                                const struct hj_vector *key, struct hj_codec *codec,
                                struct hj_error *error)
{
    struct hj_vector_builder builder;
    struct hj_buffer frame = {0};
    const struct nameless *next = &maker->nameless[maker->nameless_starts[block]];
    const struct nameless *end = &maker->nameless[maker->nameless_starts[block + 1]];
    uint32_t rows = (uint32_t)(maker->starts[block + 1] - maker->starts[block]);
    bool room = true;
    hj_vector_builder_init(&builder, HJ_TEXT);
    for (uint32_t row = 0; room && row < rows; row++) {
        char hashed[24], digits[HJ_KEY_DIGITS];
        struct hj_span text = hj_key_text(key, row, digits);
        if (next < end && next->row == row) {
            int size = snprintf(hashed, sizeof hashed, "h:%016llx", (unsigned long long)next->hash);
            text = (struct hj_span){hashed, (size_t)size};
            next++;
        }
        room = hj_vector_append_text(&builder, text);
    }
    struct hj_vector view = hj_vector_builder_view(&builder);
    enum hj_code code = room ? hj_codec_encode(codec, &view, HJ_COMPRESS_LZ4, &frame, error)
                             : hj_error_memory(error);
    if (code == HJ_OK) {
        slot->frame = hj_arena_copy(&slot->arena, hj_buffer_span(&frame));
        code = slot->frame.data ? HJ_OK : hj_error_memory(error);
    }
    hj_vector_builder_release(&builder);
    hj_buffer_release(&frame);
    return code;
}

static enum hj_code work_block(void *context, uint64_t item, unsigned number, unsigned thread,
                               struct hj_error *error)
{
    struct maker *maker = context;
    struct slot *slot = &maker->slots[number];
    struct hj_vector vectors[PARTS];
    if (maker->walk != HASH_KEYS && !slot->mixed) {
        slot->frame = hj_buffer_span(&slot->bytes); /* every key is an id */
        return HJ_OK;
    }
    enum hj_code code = decode(slot, vectors, error);
    if (code != HJ_OK) {
        return code;
    }
    switch (maker->walk) {
    case HASH_KEYS:
        return hash_keys(maker, slot, &vectors[KEY], &maker->codecs[thread], error);
    case FIND_NAMELESS:
        return find_nameless(maker, slot, (uint32_t)item, vectors, error);
    case MAKE_COLUMN:
        break;
    }
    return make_column(maker, slot, (uint32_t)item, &vectors[KEY], &maker->codecs[thread], error);
}

static enum hj_code merge_block(void *context, uint64_t item, unsigned number,
                                struct hj_error *error)
{
    struct maker *maker = context;
    struct slot *slot = &maker->slots[number];
    void *grown;
    switch (maker->walk) {
    case HASH_KEYS:
        if (slot->rows > maker->registry->stored - maker->count) {
            return hj_error_memory(error);
        }
        memcpy(&maker->hashes[maker->count], slot->hashes, slot->rows * sizeof *slot->hashes);
        maker->count += slot->rows;
        maker->starts[item + 1] = maker->count;
        return maker->key_there ? hj_key_filter_put(maker->store, maker->registry->id,
                                                    (uint32_t)maker->columns[KEY], (uint32_t)item,
                                                    slot->frame, error)
                                : HJ_OK;
    case FIND_NAMELESS:
        grown = maker->nameless;
        if (hj_memory_grow(&grown, &maker->nameless_capacity,
                           maker->nameless_count + slot->nameless_count + 1,
                           sizeof *maker->nameless) != 0) {
            return hj_error_memory(error);
        }
        maker->nameless = grown;
        if (slot->nameless_count > 0) {
            memcpy(&maker->nameless[maker->nameless_count], slot->nameless,
                   slot->nameless_count * sizeof *slot->nameless);
        }
        maker->nameless_count += slot->nameless_count;
        maker->nameless_starts[item + 1] = maker->nameless_count;
        return HJ_OK;
    case MAKE_COLUMN:
        break;
    }
    return hj_store_put_block(maker->store, maker->registry->id, maker->target, (uint32_t)item,
                              slot->frame, error);
}

static enum hj_code walk_blocks(struct maker *maker, enum walk walk, unsigned threads,
                                struct hj_error *error)
{
    const struct hj_parallel job = {
        .context = maker,
        .read = read_block,
        .work = work_block,
        .merge = merge_block,
        .items = maker->registry->blocks,
        .threads = threads,
        .slots = maker->slot_count,
    };
    maker->walk = walk;
    return hj_parallel_run(&job, error);
}

static int compare_places(const void *a, const void *b)
{
    const struct nameless *x = a, *y = b;
    if (x->block != y->block) {
        return x->block < y->block ? -1 : 1;
    }
    return (x->row > y->row) - (x->row < y->row);
}

static int compare_nameless(const void *a, const void *b)
{
    const struct nameless *x = a, *y = b;
    if (x->hash != y->hash) {
        return x->hash < y->hash ? -1 : 1;
    }
    return compare_places(a, b);
}

/* The ordinal among equals goes into the hash. */
static void number_nameless(struct maker *maker)
{
    struct nameless *firms = maker->nameless;
    uint64_t ordinal = 0, before = 0;
    if (maker->nameless_count == 0) {
        return;
    }
    qsort(firms, maker->nameless_count, sizeof *firms, compare_nameless);
    for (size_t i = 0; i < maker->nameless_count; i++) {
        ordinal = i > 0 && firms[i].hash == before ? ordinal + 1 : 1;
        before = firms[i].hash;
        const uint64_t both[2] = {before, ordinal};
        firms[i].hash = hj_hash_bytes((struct hj_span){(const char *)both, sizeof both});
    }
    qsort(firms, maker->nameless_count, sizeof *firms, compare_places);
}

static enum hj_code prepare(struct maker *maker, int key, unsigned threads, struct hj_error *error)
{
    const struct hj_schema *schema = &maker->registry->schema;
    size_t firms = (size_t)maker->registry->stored + 1;
    size_t blocks = (size_t)maker->registry->blocks + 1;
    int number = stored_column(schema, key, HJ_INTEGER);
    key = number >= 0 ? number : stored_column(schema, key, HJ_TEXT);
    maker->key_there = key >= 0;
    maker->key_is_number = number >= 0;
    maker->columns[KEY] = key >= 0 ? key : hj_schema_find(schema, hj_span_of("#record"));
    maker->columns[NAME] =
        stored_column(schema, hj_schema_find(schema, hj_span_of("name")), HJ_TEXT);
    maker->columns[ESTABLISHED] =
        stored_column(schema, hj_schema_find(schema, hj_span_of("established")), HJ_DATE);
    maker->key_is_code = key >= 0 && hj_span_is(schema->columns[key].name, "uscc");
    maker->target = (uint32_t)hj_schema_find(schema, hj_span_of(HJ_FIRM_ID));
    maker->slot_count = 2 * threads + 1;
    maker->slots = hj_memory_zero(maker->slot_count, sizeof *maker->slots);
    maker->codecs = hj_memory_zero(threads, sizeof *maker->codecs);
    maker->hashes = hj_memory_new(firms * sizeof *maker->hashes);
    maker->starts = hj_memory_zero(blocks, sizeof *maker->starts);
    maker->nameless_starts = hj_memory_zero(blocks, sizeof *maker->nameless_starts);
    bool room =
        maker->slots && maker->codecs && maker->hashes && maker->starts && maker->nameless_starts;
    return room ? HJ_OK : hj_error_memory(error);
}

static bool any_nameless(const struct maker *maker)
{
    for (size_t i = 0; i < maker->count; i++) {
        if (hj_repeated_has(&maker->repeated, maker->hashes[i])) {
            return true;
        }
    }
    return false;
}

static void maker_release(struct maker *maker, unsigned threads)
{
    for (unsigned i = 0; maker->slots && i < maker->slot_count; i++) {
        hj_buffer_release(&maker->slots[i].bytes);
        hj_arena_release(&maker->slots[i].arena);
    }
    for (unsigned i = 0; maker->codecs && i < threads; i++) {
        hj_codec_release(&maker->codecs[i]);
    }
    hj_memory_free(maker->slots);
    hj_memory_free(maker->codecs);
    hj_memory_free(maker->hashes);
    hj_memory_free(maker->starts);
    hj_memory_free(maker->nameless_starts);
    hj_repeated_release(&maker->repeated);
    hj_memory_free(maker->nameless);
    hj_text_normal_free(maker->normal);
}

enum hj_code hj_firm_id_store(struct hj_store *store, const struct hj_snapshot *registry, int key,
                              unsigned threads, struct hj_error *error)
{
    struct maker maker = {.store = store, .registry = registry};
    enum hj_code code = HJ_OK;
    HJ_TRY(prepare(&maker, key, threads, error));
    HJ_TRY(walk_blocks(&maker, HASH_KEYS, threads, error));
    HJ_TRY(hj_repeated_find(&maker.repeated, maker.hashes, maker.count, error));
    if (any_nameless(&maker)) {
        if (maker.columns[NAME] >= 0) {
            HJ_TRY(hj_text_normal_new(&maker.normal, error));
        }
        HJ_TRY(walk_blocks(&maker, FIND_NAMELESS, threads, error));
        number_nameless(&maker);
    }
    HJ_TRY(walk_blocks(&maker, MAKE_COLUMN, threads, error));
done:
    maker_release(&maker, threads);
    return code;
}
