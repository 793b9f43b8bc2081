/* SPDX-License-Identifier: MIT */
#include "campaign/fact_columns.h"

#include "column/codec.h"

const struct hj_snapshot *hj_fact_snapshot(const struct hj_loaded *loaded, struct hj_span table)
{
    for (uint32_t f = 0; f < loaded->ruleset->fact_count; f++) {
        if (hj_span_equal(loaded->ruleset->facts[f].table, table) && loaded->facts[f].id) {
            return &loaded->facts[f];
        }
    }
    return NULL;
}

int hj_fact_column(const struct hj_snapshot *snapshot, struct hj_span name, enum hj_type type)
{
    int column = hj_schema_find(&snapshot->schema, name);
    return column >= 0 && snapshot->schema.columns[column].type == type ? column : -1;
}

enum hj_code hj_fact_read(struct hj_fact_reading *reading, int column, uint32_t block,
                          struct hj_arena *arena, struct hj_vector *vector, struct hj_error *error)
{
    const struct hj_snapshot *snapshot = reading->snapshot;
    const struct hj_column *definition = column >= 0 ? &snapshot->schema.columns[column] : NULL;
    bool stored = definition && (definition->header.size || definition->origin == HJ_FROM_RECORD);
    enum hj_code code = HJ_OK;
    /* A table without records has blocks of nobody, and no columns in them. */
    if (!stored || snapshot->stored == 0) {
        return HJ_OK;
    }
    hj_buffer_clear(&reading->frame);
    HJ_TRY(hj_store_get_block(reading->store, snapshot->id, (uint32_t)column, block,
                              &reading->frame, error));
    struct hj_span frame = hj_arena_copy(arena, hj_buffer_span(&reading->frame));
    if (!frame.data) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_codec_decode(frame, arena, vector, error));
done:
    return code;
}
