/* SPDX-License-Identifier: MIT
 * unmatched: the records of fact tables that mean no firm of the registry, and why. They are stored
 * and never used: a certificate among them protects nobody. */
#include "campaign/facts.h"
#include "campaign/mask.h"
#include "campaign/rows.h"

enum { TABLE, RECORD, KEY, NAME, WHY, COLUMNS };

static const struct hj_result_column columns[COLUMNS] = {
    [TABLE] = {.name = "table", .type = HJ_TEXT},
    [RECORD] = {.name = "record", .type = HJ_INTEGER},
    [KEY] = {.name = "key", .type = HJ_TEXT},
    [NAME] = {.name = "name", .type = HJ_TEXT, .masked = true},
    [WHY] = {.name = "why", .type = HJ_TEXT, .whole = true},
};

static const char *const reasons[] = {
    [HJ_NO_FIRM_KEY] = "no firm has the key",
    [HJ_NO_FIRM_SHARED] = "several firms have the key",
    [HJ_NO_FIRM_NAME] = "no key, and no firm has the name",
    [HJ_NO_FIRM_SHARED_NAME] = "no key, and several firms have the name",
    [HJ_NO_FIRM_NOTHING] = "neither key nor name",
};

struct state {
    uint32_t table, part; /* of the campaign's tables */
    struct hj_snapshot snapshot;
    struct hj_arena arena; /* of the snapshot and the batch */
};

static enum hj_code open_unmatched(struct hj_rows *rows, struct hj_error *error)
{
    rows->state = hj_arena_zero(&rows->loaded.arena, 1, sizeof(struct state));
    return rows->state ? HJ_OK : hj_error_memory(error);
}

/* A column of the part; rows 0 where the table has none, *found false where there is no such part.
 */
static enum hj_code read_column(struct hj_rows *rows, const char *name, struct hj_vector *vector,
                                bool *found, struct hj_error *error)
{
    struct state *state = rows->state;
    uint32_t blocks = rows->loaded.registry.blocks;
    uint32_t block = hj_fact_block(blocks, blocks, state->part);
    int index = hj_schema_find(&state->snapshot.schema, hj_span_of(name));
    struct hj_buffer frame = {0};
    *vector = (struct hj_vector){.type = HJ_TEXT};
    *found = false;
    if (index < 0 || block >= state->snapshot.blocks) {
        return HJ_OK;
    }
    enum hj_code code = hj_store_find_block(rows->store, state->snapshot.id, (uint32_t)index, block,
                                            &frame, found, error);
    if (code == HJ_OK && *found) {
        struct hj_span copy = hj_arena_copy(&state->arena, hj_buffer_span(&frame));
        code = copy.data ? hj_codec_decode(copy, &state->arena, vector, error)
                         : hj_error_memory(error);
    }
    hj_buffer_release(&frame);
    return code;
}

static struct hj_value value_at(const struct hj_vector *vector, uint32_t row)
{
    if (row >= vector->rows || hj_vector_is_null(vector, row)) {
        return (struct hj_value){.type = HJ_TEXT, .null = true};
    }
    return hj_vector_value(vector, row);
}

static const char *key_of(const struct hj_rows *rows, const char *table, struct hj_arena *arena)
{
    const struct hj_table *dictionary = hj_ruleset_table(rows->loaded.ruleset, hj_span_of(table));
    return dictionary ? hj_arena_copy(arena, dictionary->key).data : "uscc";
}

static bool is_personal(const struct hj_snapshot *snapshot, const char *name)
{
    int index = hj_schema_find(&snapshot->schema, hj_span_of(name));
    return index >= 0 && snapshot->schema.columns[index].personal != HJ_PERSONAL_NONE;
}

static enum hj_code read_part(struct hj_rows *rows, const char *table, bool *found,
                              struct hj_error *error)
{
    struct state *state = rows->state;
    struct hj_vector why, record, key, name;
    bool ignored;
    enum hj_code code = HJ_OK;
    const char *key_name = key_of(rows, table, &state->arena);
    if (!key_name) {
        return hj_error_memory(error);
    }
    HJ_TRY(read_column(rows, HJ_FACT_FIRM, &why, found, error));
    HJ_TRY(read_column(rows, "#record", &record, &ignored, error));
    HJ_TRY(read_column(rows, key_name, &key, &ignored, error));
    HJ_TRY(read_column(rows, "name", &name, &ignored, error));
    struct hj_value *values =
        hj_arena_zero(&state->arena, (size_t)why.rows * COLUMNS, sizeof *values);
    if (!values) {
        return hj_error_memory(error);
    }
    bool mask = is_personal(&state->snapshot, "name");
    for (uint32_t row = 0; *found && row < why.rows; row++) {
        struct hj_value *value = &values[(size_t)row * COLUMNS];
        int64_t reason = why.integers[row];
        value[TABLE] = hj_text_value(hj_span_of(table));
        value[RECORD] = value_at(&record, row);
        value[KEY] = value_at(&key, row);
        value[NAME] = value_at(&name, row);
        if (mask && !value[NAME].null && value[NAME].type == HJ_TEXT) {
            value[NAME].text = hj_mask_text(value[NAME].text, &state->arena);
        }
        value[WHY] = hj_text_value(
            hj_span_of(reason >= 0 && reason <= HJ_NO_FIRM_NOTHING ? reasons[reason] : reasons[0]));
    }
    rows->values = values;
    rows->count = *found ? why.rows : 0;
    state->part++;
done:
    return code;
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    const struct hj_config *config = &rows->campaign->config;
    enum hj_code code = HJ_OK;
    rows->count = 0;
    while (rows->count == 0 && state->table < config->table_count) {
        const char *table = config->tables[state->table].name;
        bool found = false;
        hj_arena_clear(&state->arena);
        HJ_TRY(hj_store_current(rows->store, table, &state->arena, &state->snapshot, error));
        if (hj_schema_find(&state->snapshot.schema, hj_span_of(HJ_FACT_FIRM)) >= 0) {
            HJ_TRY(read_part(rows, table, &found, error));
        }
        if (!found) {
            state->table++;
            state->part = 0;
        }
    }
done:
    return code;
}

static void close_unmatched(struct hj_rows *rows)
{
    struct state *state = rows->state;
    if (state) {
        hj_arena_release(&state->arena);
    }
}

const struct hj_rows_kind hj_rows_unmatched = {
    .name = "unmatched",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_unmatched,
    .batch = batch,
    .close = close_unmatched,
};
