/* SPDX-License-Identifier: MIT */
#include "input/collected.h"
#include "cmocka_test.h"

#include "base/decimal.h"
#include "base/memory.h"

#include <dirent.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

static char *copy(struct collected *collected, struct hj_span text)
{
    char *out = hj_arena_new(&collected->arena, text.size + 1);
    if (out) {
        if (text.size) {
            memcpy(out, text.data, text.size);
        }
        out[text.size] = '\0';
    }
    return out;
}

static bool note(struct collected *collected, const void *bytes, size_t size)
{
    return hj_buffer_append(&collected->bytes, (struct hj_span){bytes, size});
}

static enum hj_code take_schema(void *context, const struct hj_schema *schema,
                                struct hj_error *error)
{
    struct collected *collected = context;
    collected->schema = *schema;
    for (uint32_t i = 0; i < schema->count; i++) {
        if (!note(collected, schema->columns[i].name.data, schema->columns[i].name.size)) {
            return hj_error_memory(error);
        }
    }
    return HJ_OK;
}

static enum hj_code take_frame(void *context, uint32_t column, uint32_t block, struct hj_span frame,
                               struct hj_error *error)
{
    struct collected *collected = context;
    void *list = collected->frame;
    if (hj_memory_grow(&list, &collected->frame_capacity, collected->frame_count + 1,
                       sizeof *collected->frame) != 0) {
        return hj_error_memory(error);
    }
    collected->frame = list;
    collected->frame[collected->frame_count++] =
        (struct collected_frame){column, block, collected->frames.size, frame.size};
    if (!note(collected, &column, sizeof column) || !note(collected, &block, sizeof block) ||
        !note(collected, frame.data, frame.size) || !hj_buffer_append(&collected->frames, frame)) {
        return hj_error_memory(error);
    }
    return HJ_OK;
}

static enum hj_code take_reject(void *context, const struct hj_reject *reject,
                                struct hj_error *error)
{
    struct collected *collected = context;
    char message[512];
    void *list = collected->reject;
    if (hj_memory_grow(&list, &collected->reject_capacity, collected->reject_count + 1,
                       sizeof *collected->reject) != 0) {
        return hj_error_memory(error);
    }
    collected->reject = list;
    hj_error_render(&reject->error, hj_code_text(reject->reason), message, sizeof message);
    struct collected_reject kept = {
        .record = reject->record,
        .line = reject->line,
        .reason = reject->reason,
        .message = copy(collected, hj_span_of(message)),
        .text = copy(collected, reject->text),
        .key = copy(collected, reject->key),
        .text_size = reject->text.size,
    };
    if (!kept.message || !kept.text || !kept.key ||
        !note(collected, &reject->record, sizeof reject->record) ||
        !note(collected, &reject->line, sizeof reject->line) ||
        !note(collected, message, strlen(message)) ||
        !note(collected, reject->text.data, reject->text.size)) {
        return hj_error_memory(error);
    }
    collected->reject[collected->reject_count++] = kept;
    return HJ_OK;
}

static char *cell_text(struct collected *collected, const struct hj_vector *vector, uint32_t row)
{
    char text[HJ_DECIMAL_TEXT];
    struct hj_value value = hj_vector_value(vector, row);
    if (value.null) {
        return NULL;
    }
    switch (value.type) {
    case HJ_BOOLEAN:
        return copy(collected, hj_span_of(value.boolean ? "true" : "false"));
    case HJ_INTEGER:
        snprintf(text, sizeof text, "%" PRId64, value.integer);
        return copy(collected, hj_span_of(text));
    case HJ_NUMBER:
        hj_decimal_shortest(value.number, text);
        return copy(collected, hj_span_of(text));
    case HJ_DATE:
        hj_date_format(value.date, text);
        return copy(collected, hj_span_of(text));
    case HJ_TEXT:
        break;
    }
    return copy(collected, value.text);
}

static enum hj_code decode_frame(struct collected *collected, const struct collected_frame *frame,
                                 const size_t *first_row)
{
    struct hj_vector vector;
    struct hj_span bytes = {collected->frames.data + frame->at, frame->size};
    enum hj_code code = hj_codec_decode(bytes, &collected->arena, &vector, &collected->error);
    size_t rows = first_row[frame->block + 1] - first_row[frame->block];
    if (code == HJ_OK && vector.rows != rows) {
        return hj_error_set(&collected->error, HJ_STORE_DAMAGED); /* columns of different lengths */
    }
    for (uint32_t row = 0; code == HJ_OK && row < vector.rows; row++) {
        size_t at = (first_row[frame->block] + row) * collected->schema.count + frame->column;
        collected->cell[at] = cell_text(collected, &vector, row);
    }
    return code;
}

/* The hidden column `#record` has a frame in every block: its rows are the block's. */
static enum hj_code decode(struct collected *collected)
{
    uint32_t columns = collected->schema.count;
    size_t *first_row =
        hj_arena_zero(&collected->arena, collected->result.blocks + 1, sizeof *first_row);
    for (size_t i = 0; i < collected->frame_count; i++) {
        const struct collected_frame *frame = &collected->frame[i];
        if (frame->column == columns - 2) {
            struct hj_vector vector;
            struct hj_span bytes = {collected->frames.data + frame->at, frame->size};
            enum hj_code code =
                hj_codec_decode(bytes, &collected->arena, &vector, &collected->error);
            if (code != HJ_OK) {
                return code;
            }
            first_row[frame->block + 1] = first_row[frame->block] + vector.rows;
        }
    }
    collected->rows = first_row[collected->result.blocks];
    collected->cell =
        hj_arena_zero(&collected->arena, (collected->rows + 1) * columns, sizeof *collected->cell);
    for (size_t i = 0; i < collected->frame_count; i++) {
        enum hj_code code = decode_frame(collected, &collected->frame[i], first_row);
        if (code != HJ_OK) {
            return code;
        }
    }
    return HJ_OK;
}

enum hj_code collected_read(struct collected *collected, const struct hj_input_options *options)
{
    const struct hj_input_sink sink = {collected, take_schema, take_frame, take_reject};
    *collected = (struct collected){0};
    return hj_input_load(options, &sink, &collected->arena, &collected->result, &collected->error);
}

enum hj_code collected_load(struct collected *collected, const struct hj_input_options *options)
{
    enum hj_code code = collected_read(collected, options);
    return code == HJ_OK ? decode(collected) : code;
}

enum hj_code collected_load_text(struct collected *collected, const char *text,
                                 const struct hj_table *dictionary)
{
    const char *path = scratch_text("table.csv", text);
    struct hj_input_options options = {
        .table = HJ_SPAN("table"),
        .dictionary = dictionary,
        .files = &path,
        .file_count = 1,
        .threads = 1,
        .personal_key = HJ_SPAN("key"),
    };
    return collected_load(collected, &options);
}

void collected_release(struct collected *collected)
{
    hj_memory_free(collected->frame);
    hj_memory_free(collected->reject);
    hj_buffer_release(&collected->bytes);
    hj_buffer_release(&collected->frames);
    hj_arena_release(&collected->arena);
}

const char *collected_cell(const struct collected *collected, size_t row, const char *column)
{
    int index = hj_schema_find(&collected->schema, hj_span_of(column));
    if (index < 0 || row >= collected->rows) {
        return "?";
    }
    return collected->cell[row * collected->schema.count + (size_t)index];
}

/* The first cell that differs, as "column: found, expected value"; NULL: none. */
static const char *difference_of(const struct collected *collected, size_t row,
                                 const char *expected)
{
    static char difference[512];
    char column[64], value[256];
    for (const char *at = expected; *at;) {
        size_t size = strcspn(at, "|"), name = strcspn(at, "=");
        snprintf(column, sizeof column, "%.*s", (int)name, at);
        snprintf(value, sizeof value, "%.*s", (int)(size - name - 1), at + name + 1);
        const char *found = collected_cell(collected, row, column);
        if (strcmp(found ? found : "", value) != 0) {
            snprintf(difference, sizeof difference, "%s: %.150s, expected %s", column,
                     found ? found : "NULL", value);
            return difference;
        }
        at += size + (at[size] == '|');
    }
    return NULL;
}

void check_cells(const struct collected *collected, size_t row, const char *expected)
{
    const char *difference = difference_of(collected, row, expected);
    if (difference) {
        fail_msg("row %zu: %s", row, difference);
    }
}

const char *collected_message(const struct collected *collected)
{
    static char message[2048];
    char text[1024];
    const struct hj_error *error = &collected->error;
    const char *folder = scratch_folder();
    size_t skip = strncmp(error->file, folder, strlen(folder)) == 0 ? strlen(folder) + 1 : 0;
    hj_error_render(error, hj_code_text(error->code), text, sizeof text);
    char *inside = strstr(text, folder);
    if (inside) {
        memmove(inside, inside + strlen(folder) + 1, strlen(inside + strlen(folder) + 1) + 1);
    }
    snprintf(message, sizeof message, "%s:%" PRIu64 ":%" PRIu64 ": %s: %s", error->file + skip,
             error->line, error->column, hj_code_name(error->code), text);
    return message;
}

const struct hj_misfit *collected_misfit(const struct collected *collected, const char *column,
                                         bool unmapped)
{
    for (uint32_t i = 0; i < collected->result.misfit_count; i++) {
        const struct hj_misfit *misfit = &collected->result.misfits[i];
        if (hj_span_is(misfit->column, column) && misfit->unmapped == unmapped) {
            return misfit;
        }
    }
    return NULL;
}

/* ---- files ---- */

enum { PATHS = 64, FOLDER_SIZE = 64, PATH_SIZE = 256 };

static char folder[FOLDER_SIZE];
static char paths[PATHS][PATH_SIZE];

const char *scratch_folder(void)
{
    if (!folder[0]) {
        snprintf(folder, sizeof folder, "/tmp/hejian-input-%ld", (long)getpid());
        mkdir(folder, 0700);
    }
    return folder;
}

const char *scratch_file(const char *name, const void *bytes, size_t size)
{
    static size_t next;
    char *path = paths[next++ % PATHS];
    snprintf(path, PATH_SIZE, "%.*s/%s", FOLDER_SIZE, scratch_folder(), name);
    FILE *file = fopen(path, "wb");
    if (file) {
        fwrite(bytes, 1, size, file);
        fclose(file);
    }
    return path;
}

const char *scratch_text(const char *name, const char *text)
{
    return scratch_file(name, text, strlen(text));
}

void scratch_remove(void)
{
    DIR *listing = folder[0] ? opendir(folder) : NULL;
    for (struct dirent *entry; listing && (entry = readdir(listing));) {
        char path[PATH_SIZE + 300];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.') {
            chmod(path, 0700);
            remove(path);
        }
    }
    if (listing) {
        closedir(listing);
        rmdir(folder);
    }
}
