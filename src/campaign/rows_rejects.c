/* SPDX-License-Identifier: MIT
 * rejects: the records that the last load could not take, and why. The texts stay inside
 * (rejects.csv has them); what goes out is where and why, in the language asked for.
 * changes: what the last snapshot of the registry changed. Both are tables of the store, as they
 * are. */
#include "campaign/changes.h"
#include "campaign/rejects.h"
#include "campaign/rows.h"

static const struct hj_result_column reject_columns[HJ_REJECT_TEXT] = {
    [HJ_REJECT_TABLE] = {.name = "table", .type = HJ_TEXT},
    [HJ_REJECT_FILE] = {.name = "file", .type = HJ_TEXT},
    [HJ_REJECT_RECORD] = {.name = "record", .type = HJ_INTEGER},
    [HJ_REJECT_LINE] = {.name = "line", .type = HJ_INTEGER},
    [HJ_REJECT_REASON] = {.name = "reason", .type = HJ_TEXT, .whole = true},
};

static const struct hj_result_column change_columns[HJ_CHANGE_COLUMNS] = {
    [HJ_CHANGE_KIND] = {.name = "change", .type = HJ_TEXT},
    [HJ_CHANGE_RECORD] = {.name = "record", .type = HJ_INTEGER},
    [HJ_CHANGE_FIRM] = {.name = "firm_id", .type = HJ_TEXT},
    [HJ_CHANGE_NAME] = {.name = "name", .type = HJ_TEXT},
    [HJ_CHANGE_TOWN] = {.name = "town", .type = HJ_TEXT},
    [HJ_CHANGE_BEFORE] = {.name = "status_before", .type = HJ_TEXT},
    [HJ_CHANGE_AFTER] = {.name = "status", .type = HJ_TEXT},
};

struct state {
    struct hj_snapshot snapshot;
    uint32_t block;
    struct hj_arena arena;
};

static enum hj_code open_table(struct hj_rows *rows, const char *table, struct hj_error *error)
{
    struct state *state = hj_arena_zero(&rows->loaded.arena, 1, sizeof *state);
    rows->state = state;
    if (!state) {
        return hj_error_memory(error);
    }
    return hj_store_current(rows->store, table, &rows->loaded.arena, &state->snapshot, error);
}

static enum hj_code open_rejects(struct hj_rows *rows, struct hj_error *error)
{
    return open_table(rows, HJ_REJECTS_TABLE, error);
}

/* Those of an older snapshot are no news: a load that had nothing to compare with has none. */
static enum hj_code open_changes(struct hj_rows *rows, struct hj_error *error)
{
    enum hj_code code = open_table(rows, HJ_CHANGES_TABLE, error);
    struct state *state = rows->state;
    if (code == HJ_OK && state->snapshot.id < rows->loaded.registry.id) {
        state->snapshot.blocks = 0;
    }
    return code;
}

/* One block of the table, its first `width` columns; a store of an earlier build may have fewer of
 * #rejects, which are NULL then. */
static enum hj_code read_block(struct hj_rows *rows, uint32_t width, struct hj_error *error)
{
    struct state *state = rows->state;
    uint32_t stored = state->snapshot.schema.count;
    struct hj_buffer frame = {0};
    enum hj_code code = HJ_OK;
    if (state->block == state->snapshot.blocks) {
        return HJ_OK;
    }
    hj_arena_clear(&state->arena);
    struct hj_vector *vectors = hj_arena_zero(&state->arena, width, sizeof *vectors);
    if (!vectors) {
        return hj_error_memory(error);
    }
    for (uint32_t c = 0; c < width && c < stored; c++) {
        hj_buffer_clear(&frame);
        HJ_TRY(hj_store_get_block(rows->store, state->snapshot.id, c, state->block, &frame, error));
        struct hj_span copy = hj_arena_copy(&state->arena, hj_buffer_span(&frame));
        if (!copy.data) {
            code = hj_error_memory(error);
            goto done;
        }
        HJ_TRY(hj_codec_decode(copy, &state->arena, &vectors[c], error));
    }
    uint32_t count = vectors[0].rows;
    struct hj_value *values = hj_arena_zero(&state->arena, (size_t)count * width, sizeof *values);
    if (!values) {
        code = hj_error_memory(error);
        goto done;
    }
    for (uint32_t row = 0; row < count; row++) {
        for (uint32_t c = 0; c < width; c++) {
            values[row * width + c] = c < stored ? hj_vector_value(&vectors[c], row)
                                                 : (struct hj_value){.type = HJ_TEXT, .null = true};
        }
    }
    rows->values = values;
    rows->count = count;
    state->block++;
done:
    hj_buffer_release(&frame);
    return code;
}

static enum hj_code batch_changes(struct hj_rows *rows, struct hj_error *error)
{
    return read_block(rows, rows->width, error);
}

static enum hj_code batch_rejects(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    enum hj_code code = read_block(rows, HJ_REJECT_COLUMNS, error);
    struct hj_value *values =
        code == HJ_OK && rows->count
            ? hj_arena_zero(&state->arena, rows->count * rows->width, sizeof *values)
            : NULL;
    for (uint32_t row = 0; values && row < rows->count; row++) {
        const struct hj_value *whole = &rows->values[row * HJ_REJECT_COLUMNS];
        struct hj_value *shown = &values[row * rows->width];
        memcpy(shown, whole, rows->width * sizeof *shown);
        shown[HJ_REJECT_REASON].text = hj_rejects_reason(rows->campaign, &state->arena, whole);
        if (!shown[HJ_REJECT_REASON].text.data) {
            return hj_error_memory(error);
        }
    }
    if (code == HJ_OK && rows->count && !values) {
        return hj_error_memory(error);
    }
    rows->values = values;
    return code;
}

static void close_rejects(struct hj_rows *rows)
{
    struct state *state = rows->state;
    if (state) {
        hj_arena_release(&state->arena);
    }
}

const struct hj_rows_kind hj_rows_rejects = {
    .name = "rejects",
    .columns = reject_columns,
    .column_count = HJ_REJECT_TEXT,
    .open = open_rejects,
    .batch = batch_rejects,
    .close = close_rejects,
};

const struct hj_rows_kind hj_rows_changes = {
    .name = "changes",
    .columns = change_columns,
    .column_count = HJ_CHANGE_COLUMNS,
    .open = open_changes,
    .batch = batch_changes,
    .close = close_rejects,
};
