/* SPDX-License-Identifier: MIT */
#include "campaign/facts.h"

#include "base/memory.h"
#include "campaign/key_set.h"
#include "campaign/key_text.h"
#include "text/code.h"

#include <stdlib.h>

/* A record of the table: which firm it means and where it stands in the file's order. */
struct place {
    uint32_t firm;       /* block * 65,536 + row; the block after the last: enum hj_no_firm */
    uint32_t block, row; /* of the frames */
};

struct sorter {
    const struct hj_fact_load *load;
    const struct hj_fact_firms *firms;
    struct hj_store *store;
    struct hj_snapshot *snapshot;
    struct place *places;
    size_t count;
    size_t *starts; /* first place of each block of the registry, and of the one after */
    uint32_t parts; /* the most that a block has */
    struct hj_key_set rejected;
    struct hj_codec codec;
    struct hj_buffer frame;
};

enum hj_code hj_fact_schema(const struct hj_schema *schema, struct hj_arena *arena,
                            struct hj_schema *result, struct hj_error *error)
{
    struct hj_column *columns = hj_arena_zero(arena, schema->count + 2, sizeof *columns);
    if (!columns) {
        return hj_error_memory(error);
    }
    if (schema->count) {
        memcpy(columns, schema->columns, schema->count * sizeof *columns);
    }
    columns[schema->count] = (struct hj_column){
        .name = HJ_SPAN(HJ_FACT_FIRM), .type = HJ_INTEGER, .origin = HJ_FROM_RECORD};
    columns[schema->count + 1] = (struct hj_column){
        .name = HJ_SPAN(HJ_FACT_KNOWN), .type = HJ_BOOLEAN, .origin = HJ_FROM_RECORD};
    *result = (struct hj_schema){columns, schema->count + 2};
    return HJ_OK;
}

static struct hj_span text_at(const struct hj_vector *vector, uint32_t row)
{
    bool given = row < vector->rows && vector->type == HJ_TEXT && !hj_vector_is_null(vector, row);
    return given ? hj_vector_text(vector, row) : (struct hj_span){NULL, 0};
}

/* The firm of a record without a key, by its name and then by former names. */
static uint32_t find_by_name(const struct sorter *sorter, struct hj_span name,
                             struct hj_arena *scratch)
{
    const struct hj_fact_firms *firms = sorter->firms;
    struct hj_span form = firms->names && name.data
                              ? hj_text_normalise(firms->normal, name, scratch)
                              : (struct hj_span){NULL, 0};
    if (!form.data) {
        return HJ_FIRM_NONE;
    }
    uint32_t firm = hj_firms_find(firms->names, form);
    if (firm == HJ_FIRM_NONE && firms->former) {
        firm = hj_firms_find(firms->former, form);
    }
    return firm;
}

static uint32_t find_firm(struct sorter *sorter, struct hj_span key, struct hj_span name,
                          struct hj_arena *scratch, struct hj_fact_counts *counts)
{
    uint32_t nobody = sorter->firms->registry_blocks << 16;
    uint32_t firm =
        key.data ? hj_firms_find(sorter->firms->keys, key) : find_by_name(sorter, name, scratch);
    bool found = firm != HJ_FIRM_NONE && firm != HJ_FIRM_SHARED;
    if (found) {
        counts->by_name += !key.data;
        return firm;
    }
    if (key.data) {
        counts->no_firm += firm == HJ_FIRM_NONE;
        counts->shared += firm == HJ_FIRM_SHARED;
        return nobody | (firm == HJ_FIRM_SHARED ? HJ_NO_FIRM_SHARED : HJ_NO_FIRM_KEY);
    }
    counts->no_key++;
    if (!name.data) {
        return nobody | HJ_NO_FIRM_NOTHING;
    }
    return nobody | (firm == HJ_FIRM_SHARED ? HJ_NO_FIRM_SHARED_NAME : HJ_NO_FIRM_NAME);
}

/* Fills places in the file's order. */
static enum hj_code find_firms(struct sorter *sorter, struct hj_fact_counts *counts,
                               struct hj_error *error)
{
    const struct hj_fact_load *load = sorter->load;
    struct hj_arena arena = {0};
    enum hj_code code = HJ_OK;
    for (uint32_t block = 0; block < load->frames->blocks; block++) {
        struct hj_vector key = {.type = HJ_TEXT}, name = {.type = HJ_TEXT}, any;
        hj_arena_clear(&arena);
        if (load->key >= 0) {
            HJ_TRY(hj_frames_vector(load->frames, (uint32_t)load->key, block, &arena, &key, error));
        }
        if (load->name >= 0) {
            HJ_TRY(
                hj_frames_vector(load->frames, (uint32_t)load->name, block, &arena, &name, error));
        }
        /* The last column is the program's own and always there. */
        HJ_TRY(hj_frames_vector(load->frames, load->schema->count - 1, block, &arena, &any, error));
        for (uint32_t row = 0; row < any.rows; row++) {
            char digits[HJ_KEY_DIGITS];
            uint32_t firm = find_firm(sorter, hj_key_text(&key, row, digits), text_at(&name, row),
                                      &arena, counts);
            sorter->places[sorter->count++] = (struct place){firm, block, row};
        }
    }
done:
    hj_arena_release(&arena);
    return code;
}

static int compare_places(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->firm != y->firm) {
        return x->firm < y->firm ? -1 : 1;
    }
    if (x->block != y->block) {
        return x->block < y->block ? -1 : 1;
    }
    return (x->row > y->row) - (x->row < y->row);
}

static void find_starts(struct sorter *sorter)
{
    size_t at = 0;
    for (uint32_t block = 0; block <= sorter->firms->registry_blocks + 1; block++) {
        while (at < sorter->count && sorter->places[at].firm >> 16 < block) {
            at++;
        }
        sorter->starts[block] = at;
    }
    sorter->parts = 1;
    for (uint32_t block = 0; block <= sorter->firms->registry_blocks; block++) {
        size_t rows = sorter->starts[block + 1] - sorter->starts[block];
        uint32_t parts = (uint32_t)((rows + HJ_BLOCK_ROWS - 1) / HJ_BLOCK_ROWS);
        sorter->parts = parts > sorter->parts ? parts : sorter->parts;
    }
}

/* The places of a part of a block; false: the part is not there. */
static bool find_part(const struct sorter *sorter, uint32_t block, uint32_t part, size_t *from,
                      size_t *to)
{
    size_t end = sorter->starts[block + 1];
    *from = sorter->starts[block] + (size_t)part * HJ_BLOCK_ROWS;
    *to = end < *from + HJ_BLOCK_ROWS ? end : *from + HJ_BLOCK_ROWS;
    return part == 0 || *from < end;
}

static enum hj_code put(struct sorter *sorter, uint32_t column, uint32_t block,
                        const struct hj_vector *vector, struct hj_error *error)
{
    hj_buffer_clear(&sorter->frame);
    enum hj_code code =
        hj_codec_encode(&sorter->codec, vector, HJ_COMPRESS_LZ4, &sorter->frame, error);
    if (code == HJ_OK) {
        code = hj_store_put_block(sorter->store, sorter->snapshot->id, column, block,
                                  hj_buffer_span(&sorter->frame), error);
    }
    return code;
}

static bool append_value(struct hj_vector_builder *builder, const struct hj_vector *from,
                         uint32_t row)
{
    if (hj_vector_is_null(from, row)) {
        return hj_vector_append_null(builder);
    }
    struct hj_value value = hj_vector_value(from, row);
    switch (value.type) {
    case HJ_BOOLEAN:
        return hj_vector_append_boolean(builder, value.boolean);
    case HJ_INTEGER:
        return hj_vector_append_integer(builder, value.integer);
    case HJ_NUMBER:
        return hj_vector_append_number(builder, value.number);
    case HJ_TEXT:
        return hj_vector_append_text(builder, value.text);
    case HJ_DATE:
        return hj_vector_append_date(builder, value.date);
    }
    return false;
}

/* One column of one block of the table. */
static enum hj_code store_part(struct sorter *sorter, uint32_t column, uint32_t number,
                               const struct hj_vector *old, struct hj_vector_builder *builder,
                               struct hj_error *error)
{
    uint32_t blocks = sorter->firms->registry_blocks + 1;
    size_t from, to;
    if (!find_part(sorter, number % blocks, number / blocks, &from, &to)) {
        return HJ_OK;
    }
    hj_vector_builder_clear(builder);
    for (size_t i = from; i < to; i++) {
        struct place place = sorter->places[i];
        if (!append_value(builder, &old[place.block], place.row)) {
            return hj_error_memory(error);
        }
    }
    struct hj_vector view = hj_vector_builder_view(builder);
    return put(sorter, column, number, &view, error);
}

/* One column of the table in the new order. All its frames are decoded at once: one column at a
 * time is what bounds the memory. */
static enum hj_code store_column(struct sorter *sorter, uint32_t column, struct hj_error *error)
{
    const struct hj_frames *frames = sorter->load->frames;
    struct hj_arena arena = {0};
    struct hj_vector_builder builder;
    enum hj_code code = HJ_OK;
    hj_vector_builder_init(&builder, sorter->load->schema->columns[column].type);
    struct hj_vector *old = hj_arena_zero(&arena, frames->blocks + 1, sizeof *old);
    if (!old) {
        code = hj_error_memory(error);
        goto done;
    }
    bool any = false;
    for (uint32_t block = 0; block < frames->blocks; block++) {
        HJ_TRY(hj_frames_vector(frames, column, block, &arena, &old[block], error));
        any = any || old[block].rows > 0;
    }
    uint32_t blocks = sorter->firms->registry_blocks + 1;
    for (uint32_t i = 0; any && i < blocks * sorter->parts; i++) {
        HJ_TRY(store_part(sorter, column, i, old, &builder, error));
    }
done:
    hj_vector_builder_release(&builder);
    hj_arena_release(&arena);
    return code;
}

static bool is_known(const struct sorter *sorter, struct hj_span key, uint32_t firm)
{
    const struct hj_fact_firms *firms = sorter->firms;
    return key.data && hj_firms_find(firms->keys, key) == firm &&
           !hj_key_set_has(&sorter->rejected, key) &&
           (!firms->key_is_code || hj_text_uscc_valid(key) || hj_text_regno_valid(key));
}

/* #firm of one block of the table. */
static enum hj_code store_firm(struct sorter *sorter, uint32_t number,
                               struct hj_vector_builder *firm, struct hj_error *error)
{
    uint32_t blocks = sorter->firms->registry_blocks + 1;
    size_t from, to;
    if (!find_part(sorter, number % blocks, number / blocks, &from, &to)) {
        return HJ_OK;
    }
    hj_vector_builder_clear(firm);
    for (size_t i = from; i < to; i++) {
        if (!hj_vector_append_integer(firm, sorter->places[i].firm & 0xffff)) {
            return hj_error_memory(error);
        }
    }
    struct hj_vector view = hj_vector_builder_view(firm);
    return put(sorter, sorter->load->schema->count, number, &view, error);
}

/* #known of one block of the registry. */
static enum hj_code store_known(struct sorter *sorter, uint32_t block,
                                struct hj_vector_builder *known, struct hj_error *error)
{
    bool registry = block < sorter->firms->registry_blocks;
    uint32_t rows = registry ? hj_firms_rows(sorter->firms->keys, block) : 0;
    hj_vector_builder_clear(known);
    for (uint32_t row = 0; row < rows; row++) {
        uint32_t number = block << 16 | row;
        struct hj_span key = hj_firms_text(sorter->firms->keys, number);
        if (!hj_vector_append_boolean(known, is_known(sorter, key, number))) {
            return hj_error_memory(error);
        }
    }
    struct hj_vector view = hj_vector_builder_view(known);
    return put(sorter, sorter->load->schema->count + 1, block, &view, error);
}

static enum hj_code store_own(struct sorter *sorter, struct hj_error *error)
{
    struct hj_vector_builder firm, known;
    enum hj_code code = HJ_OK;
    uint32_t blocks = sorter->firms->registry_blocks + 1;
    hj_vector_builder_init(&firm, HJ_INTEGER);
    hj_vector_builder_init(&known, HJ_BOOLEAN);
    for (uint32_t i = 0; i < blocks * sorter->parts; i++) {
        HJ_TRY(store_firm(sorter, i, &firm, error));
    }
    for (uint32_t block = 0; block < blocks; block++) {
        HJ_TRY(store_known(sorter, block, &known, error));
    }
done:
    hj_vector_builder_release(&firm);
    hj_vector_builder_release(&known);
    return code;
}

enum hj_code hj_fact_store(struct hj_store *store, struct hj_snapshot *snapshot,
                           const struct hj_fact_load *load, const struct hj_fact_firms *firms,
                           struct hj_fact_counts *counts, struct hj_error *error)
{
    struct sorter sorter = {.load = load, .firms = firms, .store = store, .snapshot = snapshot};
    enum hj_code code = HJ_OK;
    *counts = (struct hj_fact_counts){0};
    sorter.places = hj_memory_new((size_t)snapshot->stored * sizeof *sorter.places);
    sorter.starts = hj_memory_new(((size_t)firms->registry_blocks + 2) * sizeof *sorter.starts);
    if (!sorter.places || !sorter.starts) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(hj_key_set_make(&sorter.rejected, load->rejected, load->rejected_count, error));
    HJ_TRY(find_firms(&sorter, counts, error));
    qsort(sorter.places, sorter.count, sizeof *sorter.places, compare_places);
    find_starts(&sorter);
    for (uint32_t column = 0; column < load->schema->count; column++) {
        HJ_TRY(store_column(&sorter, column, error));
    }
    HJ_TRY(store_own(&sorter, error));
    snapshot->blocks = (firms->registry_blocks + 1) * sorter.parts;
done:
    hj_key_set_release(&sorter.rejected);
    hj_memory_free(sorter.places);
    hj_memory_free(sorter.starts);
    hj_codec_release(&sorter.codec);
    hj_buffer_release(&sorter.frame);
    return code;
}
