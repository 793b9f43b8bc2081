/* SPDX-License-Identifier: MIT */
#include "input/xlsx_file.h"

#include "base/csv.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "input/limits.h"
#include "input/sheet.h"
#include "input/worker.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

/* Rows of one book on their way to the sink. */
struct load {
    struct hj_xlsx_start *start;
    const struct hj_source *source;
    const struct hj_binding *binding;
    struct hj_delivery *delivery;
    const struct hj_xlsx_sheet *sheet;
    struct hj_worker worker;
    struct hj_batch batch;
    struct hj_buffer text; /* of a row, as CSV: what a reject shows */
    uint32_t rows;         /* in the batch */
    enum hj_code code;
    struct hj_error *error;
};

static bool failed(struct load *load, enum hj_code code)
{
    load->code = code;
    return code != HJ_OK;
}

/* Ends the block at hand and begins the next. */
static bool end_block(struct load *load)
{
    const struct hj_xml_archive *archive = &load->start->book.archive;
    if (failed(load, hj_worker_finish(&load->worker, load->error)) ||
        failed(load, hj_delivery_take(load->delivery, &load->batch, load->error)) ||
        failed(load, hj_worker_begin(&load->worker, load->binding, &load->batch, load->error))) {
        return false;
    }
    load->rows = 0;
    if (hj_parallel_interrupted()) {
        return !failed(load, hj_error_set(load->error, HJ_INTERRUPTED));
    }
    if (archive->part_size) {
        double share = (double)archive->part_done / (double)archive->part_size;
        share = share > 1 ? 1 : share;
        hj_delivery_progress(load->delivery, (uint64_t)((double)load->source->bytes * share));
    }
    return true;
}

static bool add_text(struct load *load, const struct hj_sheet_row *row)
{
    hj_buffer_clear(&load->text);
    for (uint32_t i = 0; i < row->count && load->text.size < HJ_LIMIT_REJECT_TEXT; i++) {
        struct hj_span text = row->cells[i].text;
        text.size = text.size < HJ_LIMIT_REJECT_TEXT ? text.size : HJ_LIMIT_REJECT_TEXT;
        struct hj_span comma = {",", i > 0};
        if (!hj_buffer_append(&load->text, comma) || !hj_csv_field(&load->text, text)) {
            return false;
        }
    }
    return true;
}

/* At most so many bytes, not cutting a character. */
static struct hj_span shown(const struct hj_buffer *text)
{
    struct hj_span kept = hj_buffer_span(text);
    if (kept.size > HJ_LIMIT_REJECT_TEXT) {
        kept.size = HJ_LIMIT_REJECT_TEXT;
        while (kept.size && ((unsigned char)kept.data[kept.size] & 0xC0u) == 0x80u) {
            kept.size--;
        }
    }
    return kept;
}

static bool take_row(void *context, const struct hj_sheet_row *row)
{
    static const struct hj_cell empty = {.text = HJ_SPAN("")};
    struct load *load = context;
    uint32_t wanted = load->binding->headers->count;
    if (row->number <= load->sheet->header_row) {
        return true;
    }
    if (!add_text(load, row)) {
        return !failed(load, hj_error_memory(load->error));
    }
    for (uint32_t i = 0; i < row->count || i < wanted; i++) {
        hj_worker_cell(&load->worker, i < row->count ? &row->cells[i] : &empty);
    }
    hj_worker_record(&load->worker, row->number - 1, shown(&load->text));
    return ++load->rows < HJ_BOOK_BLOCK || end_block(load);
}

/* One sheet: its last block ends with it. */
static enum hj_code load_sheet(struct load *load)
{
    load->delivery->headers = &load->sheet->headers;
    load->delivery->line = 0; /* rows carry their own numbers */
    load->code = hj_worker_begin(&load->worker, load->binding, &load->batch, load->error);
    if (load->code == HJ_OK) {
        enum hj_code code =
            hj_sheet_read(&load->start->book, load->sheet->sheet, take_row, load, load->error);
        load->code = load->code == HJ_OK ? code : load->code;
    }
    if (load->code == HJ_OK) {
        end_block(load);
    }
    return load->code;
}

static enum hj_code digest_file(const struct hj_source *source, struct hj_digest *digest,
                                struct hj_error *error)
{
    enum { PIECE_SIZE = 256 * 1024 };
    XXH3_state_t state;
    XXH128_canonical_t canonical;
    char *bytes = hj_memory_new(PIECE_SIZE);
    size_t got = 1;
    enum hj_code code = bytes ? HJ_OK : hj_error_memory(error);
    XXH3_128bits_reset(&state);
    for (uint64_t at = 0; code == HJ_OK && got > 0; at += got) {
        code = hj_source_read_file(source, at, bytes, PIECE_SIZE, &got, error);
        XXH3_128bits_update(&state, bytes, code == HJ_OK ? got : 0);
    }
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
    memcpy(digest->bytes, canonical.digest, sizeof digest->bytes);
    hj_memory_free(bytes);
    return code;
}

enum hj_code hj_xlsx_load(const struct hj_source *source, const struct hj_binding *binding,
                          struct hj_xlsx_start *start, struct hj_delivery *delivery,
                          struct hj_input_file *file, struct hj_error *error)
{
    struct load load = {
        .start = start,
        .source = source,
        .binding = binding,
        .delivery = delivery,
        .error = error,
    };
    hj_delivery_begin_file(delivery, binding->headers, 0);
    enum hj_code code = hj_worker_init(&load.worker, delivery->plan, delivery->options, error);
    for (size_t i = 0; code == HJ_OK && i < start->sheet_count; i++) {
        load.sheet = &start->sheets[i];
        code = load_sheet(&load);
    }
    if (code == HJ_OK) {
        code = digest_file(source, &file->content, error);
    }
    if (code == HJ_OK) {
        code = hj_source_unchanged(source, error);
    }
    file->sheet = start->names;
    file->sheet_count = (uint32_t)start->sheet_count;
    file->skipped_sheets = start->skipped;
    hj_worker_release(&load.worker);
    hj_batch_release(&load.batch);
    hj_buffer_release(&load.text);
    return code;
}
