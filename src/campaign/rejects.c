/* SPDX-License-Identifier: MIT */
#include "campaign/rejects.h"

#include "base/csv.h"

#include <inttypes.h>
#include <stdio.h>

enum { BLOCK_RECORDS = 16384 };

#define INNER_COLUMN(column_name, column_type)                                                     \
    {                                                                                              \
        .name = HJ_SPAN(column_name), .type = (column_type), .origin = HJ_FROM_RECORD              \
    }

const struct hj_column hj_reject_columns[HJ_REJECT_COLUMNS] = {
    [HJ_REJECT_TABLE] = INNER_COLUMN("table", HJ_TEXT),
    [HJ_REJECT_FILE] = INNER_COLUMN("file", HJ_TEXT),
    [HJ_REJECT_RECORD] = INNER_COLUMN("record", HJ_INTEGER),
    [HJ_REJECT_LINE] = INNER_COLUMN("line", HJ_INTEGER),
    [HJ_REJECT_REASON] = INNER_COLUMN("reason", HJ_TEXT),
    [HJ_REJECT_TEXT] = INNER_COLUMN("text", HJ_TEXT),
    [HJ_REJECT_KEY] = INNER_COLUMN("key", HJ_TEXT),
};

static enum hj_code write_header(struct hj_rejects *rejects, struct hj_error *error)
{
    struct hj_span names[HJ_REJECT_KEY];
    for (int i = 0; i < HJ_REJECT_KEY; i++) {
        names[i] = hj_reject_columns[i].name;
    }
    hj_buffer_clear(&rejects->line);
    if (!hj_csv_record(&rejects->line, names, HJ_REJECT_KEY)) {
        return hj_error_memory(error);
    }
    return hj_output_write(&rejects->file, hj_buffer_span(&rejects->line), error);
}

enum hj_code hj_rejects_open(struct hj_rejects *rejects, struct hj_store *store, const char *path,
                             const char *folder, struct hj_error *error)
{
    *rejects = (struct hj_rejects){.store = store, .folder = folder};
    for (int i = 0; i < HJ_REJECT_COLUMNS; i++) {
        hj_vector_builder_init(&rejects->column[i], hj_reject_columns[i].type);
    }
    rejects->snapshot.table = hj_span_of(HJ_REJECTS_TABLE);
    rejects->snapshot.schema = (struct hj_schema){hj_reject_columns, HJ_REJECT_COLUMNS};
    enum hj_code code = hj_store_add_snapshot(store, &rejects->snapshot, error);
    if (code == HJ_OK) {
        code = hj_output_open(&rejects->file, path, true, error);
    }
    return code == HJ_OK ? write_header(rejects, error) : code;
}

static enum hj_code flush(struct hj_rejects *rejects, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    for (uint32_t i = 0; code == HJ_OK && i < HJ_REJECT_COLUMNS; i++) {
        struct hj_vector view = hj_vector_builder_view(&rejects->column[i]);
        hj_buffer_clear(&rejects->frame);
        code = hj_codec_encode(&rejects->codec, &view, HJ_COMPRESS_LZ4, &rejects->frame, error);
        if (code == HJ_OK) {
            code = hj_store_put_block(rejects->store, rejects->snapshot.id, i,
                                      rejects->snapshot.blocks, hj_buffer_span(&rejects->frame),
                                      error);
        }
        hj_vector_builder_clear(&rejects->column[i]);
    }
    rejects->snapshot.blocks++;
    return code;
}

/* The file as the campaign names it, without the campaign's folder. */
static struct hj_span short_name(const struct hj_rejects *rejects, struct hj_span file)
{
    size_t size = strlen(rejects->folder);
    if (size > 0 && file.size > size && memcmp(file.data, rejects->folder, size) == 0) {
        return hj_span_slice(file, size, file.size - size);
    }
    return file;
}

static bool append_columns(struct hj_rejects *rejects,
                           const struct hj_span texts[HJ_REJECT_COLUMNS],
                           const struct hj_reject *reject)
{
    bool done = true;
    for (int i = 0; i < HJ_REJECT_COLUMNS; i++) {
        if (hj_reject_columns[i].type == HJ_INTEGER) {
            uint64_t value = i == HJ_REJECT_RECORD ? reject->record : reject->line;
            done = done && hj_vector_append_integer(&rejects->column[i], (int64_t)value);
        } else if (i == HJ_REJECT_TEXT || (i == HJ_REJECT_KEY && texts[i].size == 0)) {
            /* The record as it came may hold numbers of persons, which the store has as hashes
             * alone: rejects.csv has it. */
            done = done && hj_vector_append_null(&rejects->column[i]);
        } else {
            done = done && hj_vector_append_text(&rejects->column[i], texts[i]);
        }
    }
    return done;
}

enum hj_code hj_rejects_add(struct hj_rejects *rejects, struct hj_span table,
                            const struct hj_reject *reject, struct hj_error *error)
{
    char record[24], line[24], reason[512];
    int record_size = snprintf(record, sizeof record, "%" PRIu64, reject->record);
    int line_size = snprintf(line, sizeof line, "%" PRIu64, reject->line);
    hj_error_render(&reject->error, hj_code_text(reject->reason), reason, sizeof reason);
    const struct hj_span texts[HJ_REJECT_COLUMNS] = {
        [HJ_REJECT_TABLE] = table,
        [HJ_REJECT_FILE] = short_name(rejects, reject->file),
        [HJ_REJECT_RECORD] = {record, (size_t)record_size},
        [HJ_REJECT_LINE] = {line, (size_t)line_size},
        [HJ_REJECT_REASON] = hj_span_of(reason),
        [HJ_REJECT_TEXT] = reject->text,
        [HJ_REJECT_KEY] = reject->key,
    };
    hj_buffer_clear(&rejects->line);
    if (!append_columns(rejects, texts, reject) ||
        !hj_csv_record(&rejects->line, texts, HJ_REJECT_KEY)) {
        return hj_error_memory(error);
    }
    rejects->snapshot.records++;
    rejects->snapshot.stored++;
    enum hj_code code = hj_output_write(&rejects->file, hj_buffer_span(&rejects->line), error);
    if (code == HJ_OK && rejects->column[0].rows == BLOCK_RECORDS) {
        code = flush(rejects, error);
    }
    return code;
}

enum hj_code hj_rejects_finish(struct hj_rejects *rejects, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    if (rejects->column[0].rows > 0) {
        HJ_TRY(flush(rejects, error));
    }
    HJ_TRY(hj_store_set_counts(rejects->store, &rejects->snapshot, error));
    HJ_TRY(hj_store_set_current(rejects->store, rejects->snapshot.id, error));
done:
    return code;
}

void hj_rejects_release(struct hj_rejects *rejects)
{
    for (int i = 0; i < HJ_REJECT_COLUMNS; i++) {
        hj_vector_builder_release(&rejects->column[i]);
    }
    hj_output_discard(&rejects->file);
    hj_buffer_release(&rejects->line);
    hj_buffer_release(&rejects->frame);
    hj_codec_release(&rejects->codec);
}
