/* SPDX-License-Identifier: MIT */
#include "input/load.h"

#include "base/memory.h"
#include "input/csv_file.h"
#include "input/xlsx_file.h"

/* A file stays open from its header to its last record, so that both are of one file. */
struct input {
    struct hj_source source;
    struct hj_csv_start csv;   /* of a text file */
    struct hj_xlsx_start xlsx; /* of a workbook */
};

struct load {
    const struct hj_input_options *options;
    struct hj_arena *arena;
    struct hj_error *error;
    struct input *inputs;
    struct hj_headers *headers;
    struct hj_header_words words;
    struct hj_plan plan;
};

static void load_release(struct load *load)
{
    for (uint32_t i = 0; load->inputs && i < load->options->file_count; i++) {
        hj_book_close(&load->inputs[i].xlsx.book);
        hj_source_close(&load->inputs[i].source);
    }
    hj_memory_free(load->inputs);
}

static enum hj_code open_file(struct load *load, uint32_t file)
{
    struct input *input = &load->inputs[file];
    enum hj_code code = hj_source_open(&input->source, load->options->files[file], load->error);
    if (code != HJ_OK) {
        return code;
    }
    if (input->source.kind == HJ_FILE_XLSX) {
        return hj_xlsx_read_header(&input->source, &load->words, load->arena, &load->headers[file],
                                   &input->xlsx, load->error);
    }
    return hj_csv_read_header(&input->source, load->arena, &load->headers[file], &input->csv,
                              load->error);
}

/* Opens every file, reads its header, makes the plan. */
static enum hj_code load_open(struct load *load)
{
    uint32_t files = load->options->file_count;
    load->inputs = hj_memory_zero(files + 1, sizeof *load->inputs);
    load->headers = hj_arena_zero(load->arena, files + 1, sizeof *load->headers);
    if (!load->inputs || !load->headers) {
        hj_memory_free(load->inputs);
        load->inputs = NULL;
        return hj_error_memory(load->error);
    }
    for (uint32_t i = 0; i < files; i++) {
        load->inputs[i].source.descriptor = -1;
    }
    enum hj_code code =
        hj_header_words_init(&load->words, load->options->dictionary, load->arena, load->error);
    for (uint32_t i = 0; code == HJ_OK && i < files; i++) {
        code = open_file(load, i);
    }
    return code == HJ_OK ? hj_plan_init(&load->plan, load->options, load->headers, &load->words,
                                        load->arena, load->error)
                         : code;
}

static enum hj_code load_file(struct load *load, uint32_t file, struct hj_delivery *delivery,
                              struct hj_input_file *result, uint32_t *reparsed)
{
    struct input *input = &load->inputs[file];
    const struct hj_binding *binding = &load->plan.bindings[file];
    if (input->source.kind == HJ_FILE_XLSX) {
        return hj_xlsx_load(&input->source, binding, &input->xlsx, delivery, result, load->error);
    }
    return hj_csv_load(&input->source, binding, &input->csv, delivery, result, reparsed,
                       load->error);
}

static enum hj_code load_files(struct load *load, struct hj_delivery *delivery,
                               struct hj_input_file *files, uint32_t *reparsed)
{
    for (uint32_t i = 0; i < load->options->file_count; i++) {
        delivery->bytes_of += load->inputs[i].source.bytes;
    }
    for (uint32_t i = 0; i < load->options->file_count; i++) {
        const struct hj_source *source = &load->inputs[i].source;
        enum hj_code code = load_file(load, i, delivery, &files[i], reparsed);
        if (code != HJ_OK) {
            return code;
        }
        files[i].path = hj_arena_copy(load->arena, hj_span_of(source->path));
        files[i].encoding = hj_span_of(source->encoding);
        files[i].bytes = source->bytes;
        files[i].records = delivery->file_records;
        files[i].repeated_header = delivery->repeated_header;
        delivery->bytes_before += source->bytes;
        if (!files[i].path.data) {
            return hj_error_memory(load->error);
        }
    }
    return HJ_OK;
}

/* Kinds that have misfits, moved to the front. */
static uint32_t keep_misfits(struct hj_load_misfits *misfits)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < misfits->count; i++) {
        if (misfits->kinds[i].count) {
            misfits->kinds[kept++] = misfits->kinds[i];
        }
    }
    return kept;
}

static enum hj_code load_run(struct load *load, const struct hj_input_sink *sink,
                             struct hj_input_result *result)
{
    uint32_t count = load->options->file_count;
    struct hj_delivery delivery;
    struct hj_input_file *files = hj_arena_zero(load->arena, count + 1, sizeof *files);
    if (!files) {
        return hj_error_memory(load->error);
    }
    enum hj_code code =
        hj_delivery_init(&delivery, load->options, sink, &load->plan, load->arena, load->error);
    if (code == HJ_OK) {
        code = sink->schema(sink->context, &load->plan.schema, load->error);
    }
    if (code == HJ_OK) {
        code = load_files(load, &delivery, files, &result->reparsed);
    }
    if (code == HJ_OK) {
        result->records = delivery.records;
        result->stored = delivery.stored;
        result->rejected = delivery.rejected;
        result->blocks = delivery.blocks;
        result->files = files;
        result->file_count = count;
        result->misfits = delivery.misfits.kinds;
        result->misfit_count = keep_misfits(&delivery.misfits);
    }
    hj_delivery_release(&delivery);
    return code;
}

enum hj_code hj_input_load(const struct hj_input_options *options, const struct hj_input_sink *sink,
                           struct hj_arena *arena, struct hj_input_result *result,
                           struct hj_error *error)
{
    struct load load = {.options = options, .arena = arena, .error = error};
    *result = (struct hj_input_result){0};
    enum hj_code code = load_open(&load);
    if (code == HJ_OK) {
        code = load_run(&load, sink, result);
    }
    load_release(&load);
    return code;
}

enum hj_code hj_input_schema(const struct hj_input_options *options, struct hj_arena *arena,
                             struct hj_schema *schema, struct hj_error *error)
{
    struct load load = {.options = options, .arena = arena, .error = error};
    enum hj_code code = load_open(&load);
    if (code == HJ_OK) {
        *schema = load.plan.schema;
    }
    load_release(&load);
    return code;
}
