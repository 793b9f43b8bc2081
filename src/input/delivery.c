/* SPDX-License-Identifier: MIT */
#include "input/delivery.h"

enum hj_code hj_delivery_init(struct hj_delivery *delivery, const struct hj_input_options *options,
                              const struct hj_input_sink *sink, const struct hj_plan *plan,
                              struct hj_arena *arena, struct hj_error *error)
{
    uint32_t kinds = plan->schema.count * 2;
    *delivery = (struct hj_delivery){.options = options, .sink = sink, .plan = plan};
    hj_vector_builder_init(&delivery->numbers, HJ_INTEGER);
    delivery->misfits = (struct hj_load_misfits){
        .arena = arena,
        .kinds = hj_arena_zero(arena, kinds, sizeof *delivery->misfits.kinds),
        .count = kinds,
    };
    if (!delivery->misfits.kinds) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < kinds; i++) {
        delivery->misfits.kinds[i].column = plan->schema.columns[i / 2].name;
        delivery->misfits.kinds[i].unmapped = i % 2 == 1;
    }
    return HJ_OK;
}

void hj_delivery_release(struct hj_delivery *delivery)
{
    if (delivery) {
        hj_codec_release(&delivery->codec);
        hj_buffer_release(&delivery->frame);
        hj_vector_builder_release(&delivery->numbers);
    }
}

void hj_delivery_begin_file(struct hj_delivery *delivery, const struct hj_headers *headers,
                            uint64_t line)
{
    delivery->headers = headers;
    delivery->line = line;
    delivery->file_records = 0;
    delivery->repeated_header = false;
}

/* The frame of a hidden column: numbers of the slice made those of the table. */
static enum hj_code hand_over_numbers(struct hj_delivery *delivery, uint32_t column,
                                      const uint32_t *numbers, uint32_t rows, uint64_t base,
                                      struct hj_error *error)
{
    hj_vector_builder_clear(&delivery->numbers);
    hj_buffer_clear(&delivery->frame);
    for (uint32_t i = 0; i < rows; i++) {
        if (!hj_vector_append_integer(&delivery->numbers, (int64_t)(base + numbers[i] + 1))) {
            return hj_error_memory(error);
        }
    }
    struct hj_vector vector = hj_vector_builder_view(&delivery->numbers);
    enum hj_code code = hj_codec_encode(&delivery->codec, &vector, delivery->options->compression,
                                        &delivery->frame, error);
    if (code != HJ_OK) {
        return code;
    }
    return delivery->sink->frame(delivery->sink->context, column, delivery->blocks,
                                 hj_buffer_span(&delivery->frame), error);
}

static enum hj_code hand_over_block(struct hj_delivery *delivery, const struct hj_batch *batch,
                                    const struct hj_batch_block *block, size_t row,
                                    struct hj_error *error)
{
    const struct hj_plan *plan = delivery->plan;
    for (uint32_t i = 0; i < plan->schema.count; i++) {
        size_t at = block->frame + i;
        size_t from = at == 0 ? 0 : batch->frame_ends[at - 1];
        size_t size = batch->frame_ends[at] - from;
        if (size == 0) {
            continue; /* no file has the column, or it is hidden */
        }
        enum hj_code code =
            delivery->sink->frame(delivery->sink->context, i, delivery->blocks,
                                  hj_span_slice(hj_buffer_span(&batch->frames), from, size), error);
        if (code != HJ_OK) {
            return code;
        }
    }
    enum hj_code code = hand_over_numbers(delivery, plan->record_column, batch->records + row,
                                          block->rows, delivery->records, error);
    if (code == HJ_OK) {
        code = hand_over_numbers(delivery, plan->line_column, batch->lines + row, block->rows,
                                 delivery->line, error);
    }
    delivery->blocks++;
    return code;
}

/* What a reason says: {column} and {value} of a cell, {found} and {expected} or {limit} of a size.
 */
static void describe(const struct hj_delivery *delivery, const struct hj_batch_reject *note,
                     struct hj_span value, struct hj_error *error)
{
    hj_error_set(error, note->reason);
    if (note->column != HJ_NO_COLUMN) {
        hj_error_text(error, "column", delivery->plan->schema.columns[note->column].name);
    }
    if (value.size) {
        hj_error_text(error, "value", value);
    }
    if (note->reason == HJ_INPUT_FIELD_COUNT) {
        hj_error_number(error, "found", (int64_t)note->found);
        hj_error_number(error, "expected", delivery->headers->count);
    }
}

static enum hj_code hand_over_reject(struct hj_delivery *delivery, const struct hj_batch *batch,
                                     const struct hj_batch_reject *note, struct hj_error *error)
{
    const char *texts = batch->texts.data ? batch->texts.data + note->at : "";
    struct hj_reject reject = {
        .file = hj_span_of(delivery->headers->path),
        .record = delivery->records + note->record + 1,
        .line = delivery->line + note->line + 1,
        .reason = note->reason,
        .text = {texts, note->text},
        .key = {texts + note->text, note->key},
    };
    struct hj_span value = {texts + note->text + note->key, note->value};
    describe(delivery, note, value, &reject.error);
    hj_error_place(&reject.error, delivery->headers->path, reject.line, 0);
    delivery->repeated_header = delivery->repeated_header || note->reason == HJ_INPUT_HEADER_AGAIN;
    return delivery->sink->reject(delivery->sink->context, &reject, error);
}

enum hj_code hj_delivery_take(struct hj_delivery *delivery, struct hj_batch *batch,
                              struct hj_error *error)
{
    size_t row = 0;
    for (size_t i = 0; i < batch->block_count; i++) {
        enum hj_code code = hand_over_block(delivery, batch, &batch->blocks[i], row, error);
        if (code != HJ_OK) {
            return code;
        }
        row += batch->blocks[i].rows;
    }
    for (size_t i = 0; i < batch->reject_count; i++) {
        enum hj_code code = hand_over_reject(delivery, batch, &batch->rejects[i], error);
        if (code != HJ_OK) {
            return code;
        }
    }
    if (!hj_load_misfits_add(&delivery->misfits, &batch->misfits)) {
        return hj_error_memory(error);
    }
    delivery->records += batch->record_count;
    delivery->file_records += batch->record_count;
    delivery->stored += batch->row_count;
    delivery->rejected += batch->reject_count;
    delivery->line += batch->line_count;
    return HJ_OK;
}

void hj_delivery_progress(const struct hj_delivery *delivery, uint64_t bytes)
{
    if (delivery->options->progress) {
        delivery->options->progress(delivery->options->progress_context,
                                    delivery->bytes_before + bytes, delivery->bytes_of);
    }
}
