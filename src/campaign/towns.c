/* SPDX-License-Identifier: MIT */
#include "campaign/towns.h"

#include "campaign/town_table.h"
#include "column/codec.h"

enum column { TOWN, COMMUNITY, TOWN_BY, COLUMNS };

static const struct hj_span column_names[COLUMNS] = {
    [TOWN] = HJ_SPAN("town"), [COMMUNITY] = HJ_SPAN("community"), [TOWN_BY] = HJ_SPAN("town_by")};
static const struct hj_span raw_name = HJ_SPAN("town_raw");
static const struct hj_span address_name = HJ_SPAN("address");

bool hj_towns_given(const struct hj_campaign *campaign)
{
    return hj_config_table(&campaign->config, HJ_TOWNS_TABLE) != NULL;
}

enum hj_code hj_towns_schema(const struct hj_schema *schema, struct hj_arena *arena,
                             struct hj_schema *result, struct hj_error *error)
{
    struct hj_column *columns = hj_arena_zero(arena, schema->count + COLUMNS, sizeof *columns);
    if (!columns) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < schema->count; i++) {
        columns[i] = schema->columns[i];
        if (hj_span_equal(columns[i].name, column_names[TOWN])) {
            columns[i].name = raw_name;
            columns[i].origin = HJ_FROM_RAW;
        }
    }
    for (uint32_t i = 0; i < COLUMNS; i++) {
        columns[schema->count + i] = (struct hj_column){.name = column_names[i],
                                                        .header = column_names[i],
                                                        .type = HJ_TEXT,
                                                        .origin = HJ_FROM_INPUT};
    }
    *result = (struct hj_schema){columns, schema->count + COLUMNS};
    return HJ_OK;
}

struct filler {
    struct hj_store *store;
    const struct hj_snapshot *registry;
    struct hj_town_table *table;
    struct hj_town_counts *counts;
    struct hj_vector_builder made[COLUMNS];
    struct hj_codec codec;
    struct hj_buffer frame;
    struct hj_arena arena; /* of a block */
};

/* A stored text column of a block; rows 0 where the registry has no such column. */
static enum hj_code read_column(struct filler *filler, struct hj_span name, uint32_t block,
                                struct hj_vector *vector, struct hj_error *error)
{
    const struct hj_schema *schema = &filler->registry->schema;
    int index = hj_schema_find(schema, name);
    *vector = (struct hj_vector){.type = HJ_TEXT};
    if (index < 0 || schema->columns[index].header.size == 0) {
        return HJ_OK;
    }
    hj_buffer_clear(&filler->frame);
    enum hj_code code = hj_store_get_block(filler->store, filler->registry->id, (uint32_t)index,
                                           block, &filler->frame, error);
    if (code == HJ_OK) {
        struct hj_span copy = hj_arena_copy(&filler->arena, hj_buffer_span(&filler->frame));
        code = copy.data ? hj_codec_decode(copy, &filler->arena, vector, error)
                         : hj_error_memory(error);
    }
    return code;
}

static struct hj_span text_at(const struct hj_vector *vector, uint32_t row)
{
    bool given = row < vector->rows && vector->type == HJ_TEXT && !hj_vector_is_null(vector, row);
    return given ? hj_vector_text(vector, row) : (struct hj_span){NULL, 0};
}

static bool append(struct hj_vector_builder *builder, struct hj_span text)
{
    return text.data ? hj_vector_append_text(builder, text) : hj_vector_append_null(builder);
}

static bool add_firm(struct filler *filler, struct hj_span column, struct hj_span address)
{
    struct hj_town_found found;
    if (!hj_town_table_find(filler->table, column, address, &filler->arena, &found)) {
        return false;
    }
    struct hj_town_counts *counts = filler->counts;
    counts->found += found.town.data != NULL;
    counts->by_address += found.town.data && !found.by_column;
    counts->ambiguous += !found.town.data && found.ambiguous;
    counts->none += !found.town.data && !found.ambiguous;
    return append(&filler->made[TOWN], found.town) &&
           append(&filler->made[COMMUNITY], found.community) &&
           append(&filler->made[TOWN_BY], found.by);
}

static enum hj_code fill_block(struct filler *filler, uint32_t block, struct hj_error *error)
{
    struct hj_vector raw, address, record;
    const struct hj_schema *schema = &filler->registry->schema;
    enum hj_code code = HJ_OK;
    hj_arena_clear(&filler->arena);
    HJ_TRY(read_column(filler, raw_name, block, &raw, error));
    HJ_TRY(read_column(filler, address_name, block, &address, error));
    HJ_TRY(read_column(filler, hj_span_of("#record"), block, &record, error));
    for (uint32_t i = 0; i < COLUMNS; i++) {
        hj_vector_builder_clear(&filler->made[i]);
    }
    for (uint32_t row = 0; row < record.rows; row++) {
        if (!add_firm(filler, text_at(&raw, row), text_at(&address, row))) {
            return hj_error_memory(error);
        }
    }
    for (uint32_t i = 0; i < COLUMNS; i++) {
        struct hj_vector view = hj_vector_builder_view(&filler->made[i]);
        hj_buffer_clear(&filler->frame);
        HJ_TRY(hj_codec_encode(&filler->codec, &view, HJ_COMPRESS_LZ4, &filler->frame, error));
        HJ_TRY(hj_store_put_block(filler->store, filler->registry->id, schema->count - COLUMNS + i,
                                  block, hj_buffer_span(&filler->frame), error));
    }
done:
    return code;
}

enum hj_code hj_towns_store(struct hj_store *store, const struct hj_snapshot *registry,
                            const struct hj_dictionaries *names, struct hj_town_counts *counts,
                            struct hj_error *error)
{
    struct filler filler = {.store = store, .registry = registry, .counts = counts};
    enum hj_code code = HJ_OK;
    *counts = (struct hj_town_counts){0};
    for (uint32_t i = 0; i < COLUMNS; i++) {
        hj_vector_builder_init(&filler.made[i], HJ_TEXT);
    }
    HJ_TRY(hj_town_table_new(store, names, &filler.table, error));
    for (uint32_t block = 0; block < registry->blocks; block++) {
        HJ_TRY(fill_block(&filler, block, error));
    }
done:
    for (uint32_t i = 0; i < COLUMNS; i++) {
        hj_vector_builder_release(&filler.made[i]);
    }
    hj_town_table_free(filler.table);
    hj_codec_release(&filler.codec);
    hj_buffer_release(&filler.frame);
    hj_arena_release(&filler.arena);
    return code;
}
