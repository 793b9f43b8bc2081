/* SPDX-License-Identifier: MIT */
#include "input/slice.h"

#include "base/memory.h"
#include "input/split.h"
#include "text/utf8.h"

enum {
    PIECE_SIZE = 64 * 1024, /* fed at once: what a cell may grow by before it is looked at */
    PARSER_STEP = 4096,     /* libcsv's buffer grows by so much */
};

enum hj_code hj_slice_reader_init(struct hj_slice_reader *reader, const struct hj_source *source,
                                  const struct hj_binding *binding, struct hj_worker *worker,
                                  struct hj_error *error)
{
    *reader = (struct hj_slice_reader){.source = source, .binding = binding, .worker = worker};
    csv_init(&reader->parser, 0);
    csv_set_realloc_func(&reader->parser, hj_memory_resize);
    csv_set_free_func(&reader->parser, hj_memory_free);
    csv_set_blk_size(&reader->parser, PARSER_STEP);
    reader->between = reader->parser.pstate;
    reader->fields = hj_memory_zero(binding->headers->count, sizeof *reader->fields);
    return reader->fields ? HJ_OK : hj_error_memory(error);
}

void hj_slice_reader_release(struct hj_slice_reader *reader)
{
    if (reader && reader->source) {
        csv_free(&reader->parser);
        hj_memory_free(reader->fields);
        *reader = (struct hj_slice_reader){0};
    }
}

bool hj_slice_first_line(const struct hj_source *source, const struct hj_window *window,
                         uint64_t from, uint64_t *begin)
{
    size_t before = (size_t)(from - 1 - window->at);
    struct hj_lines lines = {.end = window->bytes + window->size,
                             .text_ends = window->at + window->size == source->size};
    if (before >= window->size) {
        return false;
    }
    const char *line = hj_lines_next(&lines, window->bytes + before);
    if (!line) {
        return false;
    }
    *begin = window->at + (uint64_t)(line - window->bytes);
    return true;
}

/* ---- what libcsv calls ---- */

static void take_cell(void *data, size_t size, void *context)
{
    struct hj_slice_reader *reader = context;
    struct hj_cell cell = {.text = {size ? data : "", size}};
    hj_worker_cell(reader->worker, &cell);
}

static void take_record(int byte, void *context)
{
    struct hj_slice_reader *reader = context;
    (void)byte;
    reader->ended = true;
}

/* ---- the window ---- */

static uint64_t offset_of(const struct hj_slice_reader *reader)
{
    return reader->window->at + reader->position;
}

static void look_at_window(struct hj_slice_reader *reader)
{
    struct hj_window *window = reader->window;
    reader->lines = (struct hj_lines){
        .end = window->bytes + window->size,
        .text_ends = window->at + window->size == reader->source->size,
    };
    reader->nul_bytes =
        memchr(window->bytes + reader->position, '\0', window->size - reader->position) != NULL;
    reader->checked = reader->position;
}

/* True when the bytes up to the position are UTF-8. */
static bool check_text(struct hj_slice_reader *reader, struct hj_slice *slice)
{
    struct hj_window *window = reader->window;
    struct hj_span text = {window->bytes + reader->checked, reader->position - reader->checked};
    size_t bad;
    if (hj_text_utf8_valid(text, &bad)) {
        reader->checked = reader->position;
        return true;
    }
    slice->outcome = HJ_SLICE_NOT_UTF8;
    slice->bad_at = window->at + reader->checked + bad;
    return false;
}

/* Keeps what a reject would show of the record at hand, before its bytes go. */
static void keep_head(struct hj_slice_reader *reader, size_t until)
{
    size_t from = (size_t)(reader->record_kept - reader->window->at);
    size_t size = until - from;
    if (size > sizeof reader->head - reader->head_size) {
        size = sizeof reader->head - reader->head_size;
    }
    memcpy(reader->head + reader->head_size, reader->window->bytes + from, size);
    reader->head_size += size;
    reader->record_kept = reader->window->at + until;
}

/* Moves the window on to the position. */
static enum hj_code move_window(struct hj_slice_reader *reader, struct hj_error *error)
{
    struct hj_window *window = reader->window;
    if (reader->parser.pstate != reader->between || !reader->line_begins) {
        keep_head(reader, reader->position);
    }
    window->at = offset_of(reader);
    reader->position = 0;
    enum hj_code code = hj_source_read(reader->source, window->at, window->bytes, window->capacity,
                                       &window->size, error);
    if (code == HJ_OK) {
        look_at_window(reader);
    }
    return code;
}

/* ---- pieces of lines ---- */

/* Less by what would cut a character in two. */
static size_t whole_characters(const char *bytes, size_t size)
{
    for (size_t back = 1; back <= 3 && back <= size; back++) {
        unsigned char byte = (unsigned char)bytes[size - back];
        if (byte >= 0xC0) {
            size_t needs = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
            return needs > back ? size - back : size;
        }
        if (byte < 0x80) {
            break;
        }
    }
    return size;
}

/* The next bytes to feed: a physical line or, where that is long or not all in memory, a part of
 * one; size 0: the window has to move first. */
static struct hj_span next_piece(struct hj_slice_reader *reader, bool *whole)
{
    const char *from = reader->window->bytes + reader->position;
    struct hj_span piece = {from, (size_t)(reader->lines.end - from)};
    const char *next = hj_lines_next(&reader->lines, from);
    *whole = next != NULL || reader->lines.text_ends;
    if (next) {
        piece.size = (size_t)(next - from);
    } else if (!*whole) {
        if (piece.size && from[piece.size - 1] == '\r') {
            piece.size--; /* an LF may follow */
        }
        piece.size = whole_characters(from, piece.size);
    }
    if (piece.size > PIECE_SIZE) {
        size_t cut = whole_characters(from, PIECE_SIZE);
        piece.size = cut ? cut : PIECE_SIZE;
        *whole = false;
    }
    return piece;
}

/* A cell past the limit is not collected any further: its record is a reject. libcsv takes `spaces`
 * and one quote back from a cell's end, so that many bytes stay. */
static void stop_collecting(struct hj_slice_reader *reader)
{
    struct csv_parser *parser = &reader->parser;
    if (parser->entry_pos > HJ_LIMIT_CELL) {
        hj_worker_reject(reader->worker, HJ_INPUT_CELL_SIZE, parser->entry_pos);
        parser->spaces = parser->spaces ? 1 : 0;
        parser->entry_pos = 2;
    }
}

static struct hj_span record_text(struct hj_slice_reader *reader)
{
    struct hj_window *window = reader->window;
    size_t from = (size_t)(reader->record_kept - window->at);
    struct hj_span text = {window->bytes + from, reader->position - from};
    if (reader->head_size) {
        keep_head(reader, reader->position);
        text = (struct hj_span){reader->head, reader->head_size};
    }
    if (text.size > HJ_LIMIT_REJECT_TEXT) {
        text.size = HJ_LIMIT_REJECT_TEXT;
    }
    text.size = whole_characters(text.data, text.size);
    while (text.size && (text.data[text.size - 1] == '\n' || text.data[text.size - 1] == '\r')) {
        text.size--;
    }
    return text;
}

static void end_record(struct hj_slice_reader *reader)
{
    hj_worker_record(reader->worker, reader->record_line, record_text(reader));
    reader->head_size = 0;
}

/* A whole line that is a regular record, taken without libcsv; false: it is not. */
static bool take_regular(struct hj_slice_reader *reader, struct hj_span line)
{
    struct hj_cell cell = {.serial = false};
    size_t count = hj_split(line, reader->fields, reader->binding->headers->count);
    for (size_t i = 0; i < count; i++) {
        cell.text = reader->fields[i];
        hj_worker_cell(reader->worker, &cell);
    }
    return count > 0;
}

/* Takes the next piece; false when libcsv's memory is full. */
static bool feed(struct hj_slice_reader *reader, struct hj_span piece, bool whole)
{
    bool between = reader->parser.pstate == reader->between;
    if (between && reader->line_begins) { /* a piece of spaces leaves libcsv between records */
        reader->record_at = reader->record_kept = offset_of(reader);
        reader->record_line = reader->line;
        reader->head_size = 0;
    }
    if (reader->nul_bytes && memchr(piece.data, '\0', piece.size)) {
        hj_worker_reject(reader->worker, HJ_INPUT_NUL_BYTE, 0);
    }
    reader->ended = between && whole && reader->line_begins && take_regular(reader, piece);
    if (!reader->ended) {
        if (csv_parse(&reader->parser, piece.data, piece.size, take_cell, take_record, reader) !=
            piece.size) {
            return false;
        }
        stop_collecting(reader);
    }
    reader->position += piece.size;
    reader->line_begins = whole;
    if (reader->ended) {
        end_record(reader);
    }
    reader->line += whole;
    return true;
}

/* ---- the slice ---- */

/* The text ends here: an open record does too, unless a quote is open. */
static void end_text(struct hj_slice_reader *reader, struct hj_slice *slice)
{
    reader->ended = false;
    csv_set_opts(&reader->parser, CSV_STRICT | CSV_STRICT_FINI);
    if (csv_fini(&reader->parser, take_cell, take_record, reader) != 0) {
        slice->outcome = HJ_SLICE_OPEN_QUOTE;
        slice->record_at = reader->record_at;
        slice->record_line = reader->record_line;
        return;
    }
    if (reader->ended) {
        end_record(reader);
    }
    slice->outcome = HJ_SLICE_DONE;
}

static enum hj_code parse_pieces(struct hj_slice_reader *reader, struct hj_slice *slice,
                                 struct hj_error *error)
{
    for (;;) {
        bool whole;
        if (offset_of(reader) == reader->source->size) {
            end_text(reader, slice);
            return HJ_OK;
        }
        if (reader->line_begins && offset_of(reader) >= slice->limit &&
            reader->parser.pstate == reader->between) {
            slice->outcome = HJ_SLICE_DONE;
            return HJ_OK;
        }
        struct hj_span piece = next_piece(reader, &whole);
        if (piece.size) {
            if (!feed(reader, piece, whole)) {
                return hj_error_memory(error);
            }
            continue;
        }
        if (!reader->refill || !check_text(reader, slice)) {
            return HJ_OK;
        }
        enum hj_code code = move_window(reader, error);
        if (code != HJ_OK) {
            return code;
        }
    }
}

enum hj_code hj_slice_parse(struct hj_slice_reader *reader, struct hj_window *window,
                            struct hj_slice *slice, struct hj_error *error)
{
    reader->window = window;
    reader->position = (size_t)(slice->begin - window->at);
    reader->line_begins = true;
    reader->line = 0;
    reader->head_size = 0;
    slice->outcome = HJ_SLICE_GIVEN_UP;
    look_at_window(reader);
    enum hj_code code = hj_worker_begin(reader->worker, reader->binding, &slice->batch, error);
    if (code == HJ_OK) {
        code = parse_pieces(reader, slice, error);
    }
    if (code == HJ_OK && slice->outcome != HJ_SLICE_NOT_UTF8 && !check_text(reader, slice)) {
        slice->outcome = HJ_SLICE_NOT_UTF8;
    }
    slice->end = offset_of(reader);
    slice->batch.line_count = reader->line;
    /* ready for the next slice, however this one ended */
    csv_set_opts(&reader->parser, 0);
    csv_fini(&reader->parser, NULL, NULL, NULL);
    if (code == HJ_OK && slice->outcome == HJ_SLICE_DONE) {
        code = hj_worker_finish(reader->worker, error);
    }
    return code;
}
