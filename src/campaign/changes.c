/* SPDX-License-Identifier: MIT */
#include "campaign/changes.h"

#include "base/memory.h"
#include "campaign/firm_id.h"
#include "column/codec.h"

#include <stdlib.h>

#define INNER_COLUMN(column_name, column_type)                                                     \
    {                                                                                              \
        .name = HJ_SPAN(column_name), .type = (column_type), .origin = HJ_FROM_RECORD              \
    }

const struct hj_column hj_change_columns[HJ_CHANGE_COLUMNS] = {
    [HJ_CHANGE_KIND] = INNER_COLUMN("change", HJ_TEXT),
    [HJ_CHANGE_RECORD] = INNER_COLUMN("record", HJ_INTEGER),
    [HJ_CHANGE_FIRM] = INNER_COLUMN("firm_id", HJ_TEXT),
    [HJ_CHANGE_NAME] = INNER_COLUMN("name", HJ_TEXT),
    [HJ_CHANGE_TOWN] = INNER_COLUMN("town", HJ_TEXT),
    [HJ_CHANGE_BEFORE] = INNER_COLUMN("status_before", HJ_TEXT),
    [HJ_CHANGE_AFTER] = INNER_COLUMN("status", HJ_TEXT),
};

static const char *const kind_names[HJ_CHANGE_KINDS] = {
    [HJ_ARRIVED] = "arrived", [HJ_LEFT] = "left", [HJ_STATUS_CHANGED] = "status"};

/* A firm of the snapshot before. */
struct entry {
    uint64_t hash;   /* of its firm_id; 0: free */
    uint32_t firm;   /* its number in the order of records */
    uint32_t status; /* place in statuses + 1; 0: NULL */
};

enum input { FIRM, STATUS, RECORD, NAME, TOWN, INPUTS };
static const char *const input_names[INPUTS] = {HJ_FIRM_ID, "status", "#record", "name", "town"};

struct comparison {
    struct hj_store *store;
    struct hj_changes *changes;
    struct entry *entries;
    size_t mask;
    uint64_t *seen; /* one bit a firm of the snapshot before */
    struct hj_span *statuses;
    size_t status_count, status_capacity;
    uint32_t last_town; /* index of the town found last */
    struct hj_snapshot table;
    struct hj_vector_builder made[HJ_CHANGE_COLUMNS];
    struct hj_codec codec;
    struct hj_buffer frame;
    struct hj_arena arena; /* of a block */
};

/* One block of a snapshot. */
struct view {
    const struct hj_snapshot *snapshot;
    uint32_t block;
    struct hj_vector inputs[INPUTS]; /* rows 0: no such column */
};

static enum hj_code read_input(struct comparison *comparison, struct view *view, int input,
                               struct hj_error *error)
{
    const struct hj_schema *schema = &view->snapshot->schema;
    struct hj_vector *vector = &view->inputs[input];
    int index = hj_schema_find(schema, hj_span_of(input_names[input]));
    *vector = (struct hj_vector){.type = HJ_TEXT};
    if (index < 0 ||
        (schema->columns[index].header.size == 0 && input != RECORD && input != FIRM)) {
        return HJ_OK;
    }
    hj_buffer_clear(&comparison->frame);
    enum hj_code code = hj_store_get_block(comparison->store, view->snapshot->id, (uint32_t)index,
                                           view->block, &comparison->frame, error);
    if (code == HJ_OK) {
        struct hj_span copy = hj_arena_copy(&comparison->arena, hj_buffer_span(&comparison->frame));
        code = copy.data ? hj_codec_decode(copy, &comparison->arena, vector, error)
                         : hj_error_memory(error);
    }
    return code;
}

/* Firms and their status; the rest is read where something changed. */
static enum hj_code open_view(struct comparison *comparison, struct view *view,
                              struct hj_error *error)
{
    hj_arena_clear(&comparison->arena);
    enum hj_code code = read_input(comparison, view, FIRM, error);
    return code == HJ_OK ? read_input(comparison, view, STATUS, error) : code;
}

static enum hj_code read_rest(struct comparison *comparison, struct view *view,
                              struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    for (int input = RECORD; code == HJ_OK && input < INPUTS; input++) {
        code = read_input(comparison, view, input, error);
    }
    return code;
}

static struct hj_span text_at(const struct hj_vector *vector, uint32_t row)
{
    bool given = row < vector->rows && vector->type == HJ_TEXT && !hj_vector_is_null(vector, row);
    return given ? hj_vector_text(vector, row) : (struct hj_span){NULL, 0};
}

static uint64_t hash_of(struct hj_span firm)
{
    uint64_t hash = hj_hash_bytes(firm);
    return hash ? hash : 1;
}

/* The entry of the hash, or the free one where it belongs. */
static struct entry *probe(const struct comparison *comparison, uint64_t hash)
{
    size_t at = hash & comparison->mask;
    while (comparison->entries[at].hash != 0 && comparison->entries[at].hash != hash) {
        at = (at + 1) & comparison->mask;
    }
    return &comparison->entries[at];
}

/* The number of a status text, from 1; 0: NULL. Registries have a handful. */
static bool number_status(struct comparison *comparison, struct hj_span status, uint32_t *number)
{
    *number = 0;
    for (size_t i = 0; status.data && i < comparison->status_count; i++) {
        if (hj_span_equal(comparison->statuses[i], status)) {
            *number = (uint32_t)i + 1;
            return true;
        }
    }
    void *grown = comparison->statuses;
    if (!status.data) {
        return true;
    }
    if (hj_memory_grow(&grown, &comparison->status_capacity, comparison->status_count + 1,
                       sizeof *comparison->statuses) != 0) {
        return false;
    }
    comparison->statuses = grown;
    struct hj_span kept = hj_arena_copy(&comparison->changes->arena, status);
    comparison->statuses[comparison->status_count++] = kept;
    *number = (uint32_t)comparison->status_count;
    return kept.data != NULL;
}

static struct hj_town_changes *find_town(struct comparison *comparison, struct hj_span town)
{
    struct hj_changes *changes = comparison->changes;
    for (size_t i = 0; i < changes->town_count; i++) {
        /* Neighbours in a file often lie in one town: the one found last comes first. */
        size_t at = (i + comparison->last_town) % changes->town_count;
        if ((changes->towns[at].town.data != NULL) == (town.data != NULL) &&
            hj_span_equal(changes->towns[at].town, town)) {
            comparison->last_town = (uint32_t)at;
            return &changes->towns[at];
        }
    }
    void *grown = changes->towns;
    struct hj_span kept = town.data ? hj_arena_copy(&changes->arena, town) : town;
    if ((town.data && !kept.data) ||
        hj_memory_grow(&grown, &changes->town_capacity, changes->town_count + 1,
                       sizeof *changes->towns) != 0) {
        return NULL;
    }
    changes->towns = grown;
    changes->towns[changes->town_count] = (struct hj_town_changes){.town = kept};
    comparison->last_town = (uint32_t)changes->town_count;
    return &changes->towns[changes->town_count++];
}

static enum hj_code flush(struct comparison *comparison, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    for (uint32_t i = 0; code == HJ_OK && i < HJ_CHANGE_COLUMNS; i++) {
        struct hj_vector view = hj_vector_builder_view(&comparison->made[i]);
        hj_buffer_clear(&comparison->frame);
        code =
            hj_codec_encode(&comparison->codec, &view, HJ_COMPRESS_LZ4, &comparison->frame, error);
        if (code == HJ_OK) {
            code = hj_store_put_block(comparison->store, comparison->table.id, i,
                                      comparison->table.blocks, hj_buffer_span(&comparison->frame),
                                      error);
        }
        hj_vector_builder_clear(&comparison->made[i]);
    }
    comparison->table.blocks++;
    return code;
}

static bool append_text(struct hj_vector_builder *builder, struct hj_span text)
{
    return text.data ? hj_vector_append_text(builder, text) : hj_vector_append_null(builder);
}

static enum hj_code add_change(struct comparison *comparison, struct view *view, uint32_t row,
                               enum hj_change_kind kind, struct hj_span before,
                               struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    if (view->inputs[RECORD].rows == 0) {
        code = read_rest(comparison, view, error);
    }
    if (code != HJ_OK) {
        return code;
    }
    struct hj_vector_builder *made = comparison->made;
    struct hj_span status = text_at(&view->inputs[STATUS], row);
    struct hj_span town = text_at(&view->inputs[TOWN], row);
    struct hj_town_changes *counts = find_town(comparison, town);
    bool room =
        counts && append_text(&made[HJ_CHANGE_KIND], hj_span_of(kind_names[kind])) &&
        hj_vector_append_integer(&made[HJ_CHANGE_RECORD], view->inputs[RECORD].integers[row]) &&
        append_text(&made[HJ_CHANGE_FIRM], text_at(&view->inputs[FIRM], row)) &&
        append_text(&made[HJ_CHANGE_NAME], text_at(&view->inputs[NAME], row)) &&
        append_text(&made[HJ_CHANGE_TOWN], town) &&
        append_text(&made[HJ_CHANGE_BEFORE], kind == HJ_LEFT ? status : before) &&
        append_text(&made[HJ_CHANGE_AFTER], kind == HJ_LEFT ? before : status);
    if (!room) {
        return hj_error_memory(error);
    }
    counts->counts[kind]++;
    comparison->changes->counts[kind]++;
    comparison->table.records++;
    comparison->table.stored++;
    return made[0].rows == HJ_BLOCK_ROWS ? flush(comparison, error) : HJ_OK;
}

static enum hj_code enter_before(struct comparison *comparison, const struct hj_snapshot *before,
                                 struct hj_error *error)
{
    struct view view = {.snapshot = before};
    uint32_t firm = 0;
    enum hj_code code = HJ_OK;
    for (; view.block < before->blocks; view.block++) {
        HJ_TRY(open_view(comparison, &view, error));
        for (uint32_t row = 0; row < view.inputs[FIRM].rows; row++, firm++) {
            uint32_t status;
            uint64_t hash = hash_of(text_at(&view.inputs[FIRM], row));
            if (!number_status(comparison, text_at(&view.inputs[STATUS], row), &status)) {
                return hj_error_memory(error);
            }
            *probe(comparison, hash) = (struct entry){hash, firm, status};
        }
    }
done:
    return code;
}

static enum hj_code compare_now(struct comparison *comparison, const struct hj_snapshot *now,
                                struct hj_error *error)
{
    struct view view = {.snapshot = now};
    enum hj_code code = HJ_OK;
    for (; view.block < now->blocks; view.block++) {
        HJ_TRY(open_view(comparison, &view, error));
        view.inputs[RECORD].rows = 0;
        for (uint32_t row = 0; row < view.inputs[FIRM].rows; row++) {
            const struct hj_span none = {NULL, 0};
            uint32_t status;
            const struct entry *entry =
                probe(comparison, hash_of(text_at(&view.inputs[FIRM], row)));
            if (!number_status(comparison, text_at(&view.inputs[STATUS], row), &status)) {
                return hj_error_memory(error);
            }
            if (entry->hash == 0) {
                HJ_TRY(add_change(comparison, &view, row, HJ_ARRIVED, none, error));
                continue;
            }
            hj_bits_set(comparison->seen, entry->firm);
            if (entry->status != status) {
                struct hj_span old = entry->status ? comparison->statuses[entry->status - 1] : none;
                HJ_TRY(add_change(comparison, &view, row, HJ_STATUS_CHANGED, old, error));
            }
        }
    }
done:
    return code;
}

static enum hj_code find_left(struct comparison *comparison, const struct hj_snapshot *before,
                              struct hj_error *error)
{
    struct view view = {.snapshot = before};
    uint32_t firm = 0;
    enum hj_code code = HJ_OK;
    for (; view.block < before->blocks; view.block++) {
        HJ_TRY(open_view(comparison, &view, error));
        view.inputs[RECORD].rows = 0;
        for (uint32_t row = 0; row < view.inputs[FIRM].rows; row++, firm++) {
            if (!hj_bits_get(comparison->seen, firm)) {
                HJ_TRY(
                    add_change(comparison, &view, row, HJ_LEFT, (struct hj_span){NULL, 0}, error));
            }
        }
    }
done:
    return code;
}

static uint64_t all_of(const struct hj_town_changes *town)
{
    return town->counts[HJ_ARRIVED] + town->counts[HJ_LEFT] + town->counts[HJ_STATUS_CHANGED];
}

static int compare_towns(const void *a, const void *b)
{
    const struct hj_town_changes *x = a, *y = b;
    if (all_of(x) != all_of(y)) {
        return all_of(x) > all_of(y) ? -1 : 1;
    }
    return hj_span_compare(x->town, y->town);
}

static enum hj_code prepare(struct comparison *comparison, const struct hj_snapshot *before,
                            struct hj_error *error)
{
    size_t capacity = 16;
    while (capacity < before->stored + before->stored / 3) {
        capacity *= 2;
    }
    comparison->mask = capacity - 1;
    comparison->entries = hj_memory_zero(capacity, sizeof *comparison->entries);
    comparison->seen = hj_memory_zero((size_t)before->stored / 64 + 1, sizeof *comparison->seen);
    if (!comparison->entries || !comparison->seen) {
        return hj_error_memory(error);
    }
    comparison->table.table = hj_span_of(HJ_CHANGES_TABLE);
    comparison->table.schema = (struct hj_schema){hj_change_columns, HJ_CHANGE_COLUMNS};
    return hj_store_add_snapshot(comparison->store, &comparison->table, error);
}

enum hj_code hj_changes_make(struct hj_store *store, const struct hj_snapshot *before,
                             const struct hj_snapshot *now, struct hj_changes *changes,
                             struct hj_error *error)
{
    struct comparison comparison = {.store = store, .changes = changes};
    enum hj_code code = HJ_OK;
    *changes = (struct hj_changes){0};
    for (int i = 0; i < HJ_CHANGE_COLUMNS; i++) {
        hj_vector_builder_init(&comparison.made[i], hj_change_columns[i].type);
    }
    HJ_TRY(prepare(&comparison, before, error));
    HJ_TRY(enter_before(&comparison, before, error));
    HJ_TRY(compare_now(&comparison, now, error));
    HJ_TRY(find_left(&comparison, before, error));
    if (comparison.made[0].rows > 0) {
        HJ_TRY(flush(&comparison, error));
    }
    HJ_TRY(hj_store_set_counts(store, &comparison.table, error));
    HJ_TRY(hj_store_set_current(store, comparison.table.id, error));
    if (changes->town_count > 0) {
        qsort(changes->towns, changes->town_count, sizeof *changes->towns, compare_towns);
    }
done:
    for (int i = 0; i < HJ_CHANGE_COLUMNS; i++) {
        hj_vector_builder_release(&comparison.made[i]);
    }
    hj_memory_free(comparison.entries);
    hj_memory_free(comparison.seen);
    hj_memory_free(comparison.statuses);
    hj_codec_release(&comparison.codec);
    hj_buffer_release(&comparison.frame);
    hj_arena_release(&comparison.arena);
    return code;
}

void hj_changes_release(struct hj_changes *changes)
{
    hj_memory_free(changes->towns);
    hj_arena_release(&changes->arena);
    *changes = (struct hj_changes){0};
}

static void add_counts(struct hj_error *note, const uint64_t counts[HJ_CHANGE_KINDS])
{
    hj_error_number(note, "arrived", (int64_t)counts[HJ_ARRIVED]);
    hj_error_number(note, "left", (int64_t)counts[HJ_LEFT]);
    hj_error_number(note, "changed", (int64_t)counts[HJ_STATUS_CHANGED]);
}

void hj_changes_note(const struct hj_campaign *campaign, const struct hj_changes *changes,
                     const struct hj_snapshot *before, const struct hj_snapshot *now)
{
    enum { TOWNS = 20 };
    struct hj_error note;
    hj_error_set(&note, HJ_NOTE_CHANGES);
    hj_error_number(&note, "before", (int64_t)before->stored);
    hj_error_number(&note, "now", (int64_t)now->stored);
    add_counts(&note, changes->counts);
    hj_campaign_note(campaign, &note);
    bool towns =
        changes->town_count > 1 || (changes->town_count == 1 && changes->towns[0].town.data);
    for (size_t i = 0; towns && i < changes->town_count && i < TOWNS; i++) {
        struct hj_span town = changes->towns[i].town;
        hj_error_set(&note, HJ_NOTE_CHANGES_TOWN);
        hj_error_text(&note, "town", town.data ? town : hj_span_of("-"));
        add_counts(&note, changes->towns[i].counts);
        hj_campaign_note(campaign, &note);
    }
    if (changes->town_count > TOWNS) {
        hj_error_set(&note, HJ_NOTE_CHANGES_MORE);
        hj_error_number(&note, "count", (int64_t)changes->town_count - TOWNS);
        hj_campaign_note(campaign, &note);
    }
}
