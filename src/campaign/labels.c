/* SPDX-License-Identifier: MIT */
#include "campaign/labels.h"

#include "base/memory.h"
#include "column/codec.h"
#include "input/load.h"

#include <stdlib.h>

/* Names of the columns, in the dictionary or as headers. */
static const char table_name[] = "truth", record_name[] = "record", state_name[] = "state";

struct entry {
    int64_t record;     /* 0: none */
    struct hj_span key; /* data NULL: none */
    enum hj_label label;
};

enum { RECORD, KEY, STATE, COLUMNS };

struct hj_labels {
    struct hj_arena arena;
    struct entry *entries;
    size_t count, capacity;
    bool by_record;
    /* While the file is read: */
    struct hj_span positive, key_name, file;
    int columns[COLUMNS]; /* -1: the file has none */
    int last;             /* of the schema: comes last of a block */
    struct hj_vector vectors[COLUMNS];
    struct hj_arena block;
    size_t positives;
};

void hj_labels_free(struct hj_labels *labels)
{
    if (labels) {
        hj_memory_free(labels->entries);
        hj_arena_release(&labels->block);
        hj_arena_release(&labels->arena);
        hj_memory_free(labels);
    }
}

static int find_column(const struct hj_schema *schema, struct hj_span name)
{
    int column = hj_schema_find(schema, name);
    return column < 0 || schema->columns[column].header.size == 0 ? -1 : column;
}

static enum hj_code no_column(const struct hj_labels *labels, const char *column,
                              struct hj_error *error)
{
    hj_error_set(error, HJ_TRUTH_COLUMN);
    hj_error_text(error, "file", labels->file);
    hj_error_text(error, "column", hj_span_of(column));
    return error->code;
}

static enum hj_code take_schema(void *context, const struct hj_schema *schema,
                                struct hj_error *error)
{
    struct hj_labels *labels = context;
    labels->columns[RECORD] = find_column(schema, hj_span_of(record_name));
    labels->columns[KEY] = labels->key_name.size ? find_column(schema, labels->key_name) : -1;
    labels->columns[STATE] = find_column(schema, hj_span_of(state_name));
    labels->last = (int)schema->count - 1;
    labels->by_record = labels->columns[RECORD] >= 0;
    if (labels->columns[STATE] < 0) {
        return no_column(labels, state_name, error);
    }
    return labels->by_record || labels->columns[KEY] >= 0 ? HJ_OK
                                                          : no_column(labels, record_name, error);
}

/* Whether the list joined by commas has the item. */
static bool lists(struct hj_span list, struct hj_span item)
{
    while (list.size > 0) {
        const char *comma = memchr(list.data, ',', list.size);
        size_t first = comma ? (size_t)(comma - list.data) : list.size;
        if (hj_span_equal(hj_span_slice(list, 0, first), item)) {
            return true;
        }
        size_t used = comma ? first + 1 : first;
        list = hj_span_slice(list, used, list.size - used);
    }
    return false;
}

static struct hj_value value_at(const struct hj_labels *labels, int column, uint32_t row)
{
    const struct hj_vector *vector = &labels->vectors[column];
    return row < vector->rows ? hj_vector_value(vector, row)
                              : (struct hj_value){.type = HJ_TEXT, .null = true};
}

/* The record number, as an integer or as text; 0: none. */
static int64_t record_of(struct hj_value value)
{
    char digits[20];
    if (value.null || value.type != HJ_TEXT || value.text.size >= sizeof digits) {
        return value.null || value.type != HJ_INTEGER ? 0 : value.integer;
    }
    memcpy(digits, value.text.data, value.text.size);
    digits[value.text.size] = '\0';
    return strtoll(digits, NULL, 10);
}

static enum hj_code take_rows(struct hj_labels *labels, struct hj_error *error)
{
    uint32_t rows = labels->vectors[STATE].rows;
    void *entries = labels->entries;
    if (hj_memory_grow(&entries, &labels->capacity, labels->count + rows,
                       sizeof *labels->entries) != 0) {
        return hj_error_memory(error);
    }
    labels->entries = entries;
    for (uint32_t row = 0; row < rows; row++) {
        struct hj_value state = value_at(labels, STATE, row), key = value_at(labels, KEY, row);
        struct entry entry = {.record = record_of(value_at(labels, RECORD, row))};
        bool known = !state.null && state.type == HJ_TEXT;
        if (!labels->by_record && !key.null && key.type == HJ_TEXT) {
            entry.key = hj_arena_copy(&labels->arena, key.text);
            if (!entry.key.data) {
                return hj_error_memory(error);
            }
        }
        if (known && (labels->by_record ? entry.record > 0 : entry.key.data != NULL)) {
            bool positive = lists(labels->positive, state.text);
            entry.label = positive ? HJ_LABEL_POSITIVE : HJ_LABEL_NEGATIVE;
            labels->positives += positive;
            labels->entries[labels->count++] = entry;
        }
    }
    return HJ_OK;
}

static enum hj_code take_frame(void *context, uint32_t column, uint32_t block, struct hj_span frame,
                               struct hj_error *error)
{
    struct hj_labels *labels = context;
    (void)block;
    for (int c = 0; c < COLUMNS; c++) {
        if (labels->columns[c] == (int)column) {
            struct hj_span copy = hj_arena_copy(&labels->block, frame);
            enum hj_code code =
                copy.data ? hj_codec_decode(copy, &labels->block, &labels->vectors[c], error)
                          : hj_error_memory(error);
            if (code != HJ_OK) {
                return code;
            }
        }
    }
    if ((int)column != labels->last) {
        return HJ_OK;
    }
    enum hj_code code = take_rows(labels, error);
    memset(labels->vectors, 0, sizeof labels->vectors);
    hj_arena_clear(&labels->block);
    return code;
}

static enum hj_code take_reject(void *context, const struct hj_reject *reject,
                                struct hj_error *error)
{
    (void)context;
    (void)reject;
    (void)error;
    return HJ_OK;
}

static int compare(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    if (left->record != right->record) {
        return left->record < right->record ? -1 : 1;
    }
    return left->key.data && right->key.data ? hj_span_compare(left->key, right->key) : 0;
}

static struct hj_span default_positive(const struct hj_ruleset *ruleset)
{
    for (uint32_t i = 0; i < ruleset->parameter_count; i++) {
        const struct hj_parameter *parameter = &ruleset->parameters[i];
        if (hj_span_is(parameter->name, HJ_LABELS_PARAMETER) && !parameter->value.null &&
            parameter->value.type == HJ_TEXT) {
            return parameter->value.text;
        }
    }
    return (struct hj_span){NULL, 0};
}

static enum hj_code read_file(struct hj_campaign *campaign, const struct hj_loaded *loaded,
                              const char *file, struct hj_labels *labels, struct hj_error *error)
{
    const struct hj_table *registry = hj_ruleset_table(loaded->ruleset, hj_span_of("registry"));
    const struct hj_input_sink sink = {labels, take_schema, take_frame, take_reject};
    const struct hj_input_options options = {
        .table = hj_span_of(table_name),
        .dictionary = hj_ruleset_table(loaded->ruleset, hj_span_of(table_name)),
        .files = &file,
        .file_count = 1,
        .threads = campaign->threads,
        .compression = HJ_COMPRESS_LZ4,
    };
    struct hj_input_result result;
    labels->file = hj_span_of(file);
    labels->key_name = registry ? registry->key : (struct hj_span){NULL, 0};
    enum hj_code code = hj_input_load(&options, &sink, &labels->arena, &result, error);
    if (code == HJ_OK && labels->positives == 0) {
        hj_error_set(error, HJ_TRUTH_NONE);
        hj_error_text(error, "file", labels->file);
        hj_error_text(error, "states", labels->positive);
        code = error->code;
    }
    return code;
}

enum hj_code hj_labels_read(struct hj_campaign *campaign, const struct hj_loaded *loaded,
                            const char *file, const char *positive, struct hj_labels **result,
                            struct hj_error *error)
{
    struct hj_labels *labels = hj_memory_zero(1, sizeof *labels);
    *result = labels;
    if (!labels) {
        return hj_error_memory(error);
    }
    labels->positive = positive ? hj_span_of(positive) : default_positive(loaded->ruleset);
    if (labels->positive.size == 0) {
        hj_error_set(error, HJ_TRUTH_POSITIVE);
        hj_error_text(error, "parameter", hj_span_of(HJ_LABELS_PARAMETER));
        return error->code;
    }
    enum hj_code code = read_file(campaign, loaded, file, labels, error);
    if (code == HJ_OK && labels->count > 0) {
        qsort(labels->entries, labels->count, sizeof *labels->entries, compare);
    }
    return code;
}

enum hj_label hj_labels_find(const struct hj_labels *labels, int64_t record, struct hj_span key)
{
    struct entry wanted = {.record = labels->by_record ? record : 0};
    if (!labels->by_record) {
        wanted.key = key;
    }
    if (labels->count == 0 || (!labels->by_record && !key.data)) {
        return HJ_LABEL_NONE;
    }
    const struct entry *entry =
        bsearch(&wanted, labels->entries, labels->count, sizeof *labels->entries, compare);
    return entry ? entry->label : HJ_LABEL_NONE;
}
