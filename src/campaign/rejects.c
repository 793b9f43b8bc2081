/* SPDX-License-Identifier: MIT */
#include "campaign/rejects.h"

#include "base/csv.h"

#include <inttypes.h>
#include <stdio.h>

enum { BLOCK_RECORDS = 16384, REASON = 512 };
static const char between[] = "\x1f";

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
    [HJ_REJECT_CODE] = INNER_COLUMN("code", HJ_TEXT),
    [HJ_REJECT_ARGUMENTS] = INNER_COLUMN("arguments", HJ_TEXT),
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

enum hj_code hj_rejects_open(struct hj_rejects *rejects, const struct hj_campaign *campaign,
                             struct hj_store *store, const char *path, struct hj_error *error)
{
    *rejects = (struct hj_rejects){.store = store, .campaign = campaign};
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
    const char *folder = rejects->campaign->config.folder;
    size_t size = strlen(folder);
    if (size > 0 && file.size > size && memcmp(file.data, folder, size) == 0) {
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
        } else if (i == HJ_REJECT_TEXT || (i >= HJ_REJECT_KEY && texts[i].size == 0)) {
            /* The record as it came may hold numbers of persons, which the store has as hashes
             * alone: rejects.csv has it. */
            done = done && hj_vector_append_null(&rejects->column[i]);
        } else {
            done = done && hj_vector_append_text(&rejects->column[i], texts[i]);
        }
    }
    return done;
}

static bool join_arguments(const struct hj_error *reason, struct hj_buffer *out)
{
    bool room = true;
    hj_buffer_clear(out);
    for (unsigned i = 0; room && i < reason->arguments; i++) {
        room = hj_buffer_append(out, hj_span_of(reason->argument[i].name)) &&
               hj_buffer_append(out, hj_span_of(between)) &&
               hj_buffer_append(out, hj_span_of(reason->argument[i].value)) &&
               hj_buffer_append(out, hj_span_of(between));
    }
    return room;
}

static void count_kind(struct hj_rejects *rejects, const struct hj_reject *reject)
{
    struct hj_reject_kind *kind = rejects->kinds;
    while (kind->count > 0 && kind->first.code != reject->reason &&
           kind < &rejects->kinds[HJ_REJECT_KINDS - 1]) {
        kind++;
    }
    if (kind->count++ == 0) {
        kind->first = reject->error;
        kind->first.code = reject->reason;
        struct hj_span file = short_name(rejects, reject->file);
        snprintf(kind->first.file, sizeof kind->first.file, "%.*s", (int)file.size, file.data);
        kind->first.line = reject->line;
    }
}

void hj_rejects_say(struct hj_rejects *rejects, struct hj_span table)
{
    for (int i = 0; i < HJ_REJECT_KINDS && rejects->kinds[i].count > 0; i++) {
        const struct hj_reject_kind *kind = &rejects->kinds[i];
        struct hj_error note;
        char reason[REASON];
        hj_campaign_sentence(rejects->campaign, &kind->first, reason, sizeof reason);
        hj_error_set(&note, HJ_NOTE_REJECTED);
        hj_error_text(&note, "table", table);
        hj_error_number(&note, "count", (int64_t)kind->count);
        hj_error_text(&note, "file", hj_span_of(kind->first.file));
        hj_error_number(&note, "line", (int64_t)kind->first.line);
        hj_error_text(&note, "why", hj_span_of(reason));
        hj_campaign_note(rejects->campaign, &note);
    }
    memset(rejects->kinds, 0, sizeof rejects->kinds);
}

enum hj_code hj_rejects_add(struct hj_rejects *rejects, struct hj_span table,
                            const struct hj_reject *reject, struct hj_error *error)
{
    char record[24], line[24], reason[REASON], told[REASON];
    int record_size = snprintf(record, sizeof record, "%" PRIu64, reject->record);
    int line_size = snprintf(line, sizeof line, "%" PRIu64, reject->line);
    hj_error_render(&reject->error, hj_code_text(reject->reason), reason, sizeof reason);
    hj_campaign_sentence(rejects->campaign, &reject->error, told, sizeof told);
    if (!join_arguments(&reject->error, &rejects->arguments)) {
        return hj_error_memory(error);
    }
    count_kind(rejects, reject);
    struct hj_span texts[HJ_REJECT_COLUMNS] = {
        [HJ_REJECT_TABLE] = table,
        [HJ_REJECT_FILE] = short_name(rejects, reject->file),
        [HJ_REJECT_RECORD] = {record, (size_t)record_size},
        [HJ_REJECT_LINE] = {line, (size_t)line_size},
        [HJ_REJECT_REASON] = hj_span_of(reason),
        [HJ_REJECT_TEXT] = reject->text,
        [HJ_REJECT_KEY] = reject->key,
        [HJ_REJECT_CODE] = hj_span_of(hj_code_name(reject->reason)),
        [HJ_REJECT_ARGUMENTS] = hj_buffer_span(&rejects->arguments),
    };
    if (!append_columns(rejects, texts, reject)) {
        return hj_error_memory(error);
    }
    texts[HJ_REJECT_REASON] = hj_span_of(told);
    hj_buffer_clear(&rejects->line);
    if (!hj_csv_record(&rejects->line, texts, HJ_REJECT_KEY)) {
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

static enum hj_code code_of(struct hj_span name)
{
    int code = 1;
    while (code < HJ_CODE_COUNT && !hj_span_is(name, hj_code_name((enum hj_code)code))) {
        code++;
    }
    return (enum hj_code)code;
}

/* The next piece of joined arguments, with a NUL after it; *at moves behind. */
static const char *next_piece(struct hj_arena *arena, struct hj_span joined, size_t *at)
{
    const char *end = memchr(joined.data + *at, between[0], joined.size - *at);
    size_t size = end ? (size_t)(end - joined.data) - *at : joined.size - *at;
    char *copy = hj_arena_new(arena, size + 1);
    if (copy) {
        memcpy(copy, joined.data + *at, size);
        copy[size] = '\0';
    }
    *at += size + (end != NULL);
    return copy;
}

struct hj_span hj_rejects_reason(const struct hj_campaign *campaign, struct hj_arena *arena,
                                 const struct hj_value row[HJ_REJECT_COLUMNS])
{
    const struct hj_value *code = &row[HJ_REJECT_CODE], *joined = &row[HJ_REJECT_ARGUMENTS];
    struct hj_error reason = {.code = code->null ? HJ_CODE_COUNT : code_of(code->text)};
    char text[REASON];
    if (reason.code == HJ_CODE_COUNT) {
        return row[HJ_REJECT_REASON].text;
    }
    for (size_t at = 0; !joined->null && at < joined->text.size;) {
        const char *name = next_piece(arena, joined->text, &at);
        const char *value = name ? next_piece(arena, joined->text, &at) : NULL;
        if (!value) {
            return (struct hj_span){0};
        }
        hj_error_text(&reason, name, hj_span_of(value));
    }
    hj_campaign_sentence(campaign, &reason, text, sizeof text);
    return hj_arena_copy(arena, hj_span_of(text));
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
    hj_buffer_release(&rejects->arguments);
    hj_buffer_release(&rejects->frame);
    hj_codec_release(&rejects->codec);
}
