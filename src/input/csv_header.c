/* SPDX-License-Identifier: MIT
 * The first record of a CSV file, and the places of what is wrong with a text. */
#include "input/csv_file.h"

#include "base/memory.h"
#include "input/lines.h"
#include "text/utf8.h"

#include <csv.h>

/* A header record is looked for in so many bytes: 1,000 columns with the longest names. */
enum { HEADER_SIZE = 1024 * 1024 };

struct header_reader {
    struct hj_arena *arena;
    struct hj_span *texts;
    size_t count, capacity;
    bool ended, memory_full;
};

static void take_cell(void *data, size_t size, void *context)
{
    struct header_reader *reader = context;
    void *texts = reader->texts;
    struct hj_span text = hj_text_trim((struct hj_span){size ? data : "", size});
    char name[32];
    if (text.size == 0) {
        int length = snprintf(name, sizeof name, "column_%zu", reader->count + 1);
        text = (struct hj_span){name, (size_t)length};
    }
    if (reader->memory_full ||
        hj_memory_grow(&texts, &reader->capacity, reader->count + 1, sizeof *reader->texts) != 0) {
        reader->memory_full = true;
        return;
    }
    reader->texts = texts;
    text = hj_arena_copy(reader->arena, text);
    reader->memory_full = text.data == NULL;
    reader->texts[reader->count++] = text;
}

static void take_record(int byte, void *context)
{
    struct header_reader *reader = context;
    (void)byte;
    reader->ended = true;
}

static enum hj_code place_error(const struct hj_source *source, enum hj_code code,
                                struct hj_place place, struct hj_error *error)
{
    hj_error_set(error, code);
    hj_error_text(error, "file", hj_span_of(source->path));
    hj_error_place(error, source->path, place.line, place.column);
    return code;
}

/* Byte by byte: a field's quote is where libcsv begins a quoted field with nothing in it yet. */
enum hj_code hj_csv_open_quote(const struct hj_source *source, uint64_t from, uint64_t line,
                               struct hj_error *error)
{
    char bytes[4096];
    struct csv_parser parser;
    uint64_t quote = from;
    size_t got = 1;
    enum hj_code code = HJ_OK;
    csv_init(&parser, 0);
    csv_set_realloc_func(&parser, hj_memory_resize);
    csv_set_free_func(&parser, hj_memory_free);
    for (uint64_t at = from; code == HJ_OK && got > 0; at += got) {
        code = hj_source_read(source, at, bytes, sizeof bytes, &got, error);
        for (size_t i = 0; code == HJ_OK && i < got; i++) {
            bool quoted = parser.quoted != 0;
            if (csv_parse(&parser, bytes + i, 1, NULL, NULL, NULL) != 1) {
                code = hj_error_memory(error);
            }
            quote = !quoted && parser.quoted ? at + i : quote;
            /* only where the field begins matters, not what is in it */
            if (parser.entry_pos > sizeof bytes) {
                parser.spaces = parser.spaces ? 1 : 0;
                parser.entry_pos = 2;
            }
        }
    }
    csv_free(&parser);
    if (code != HJ_OK) {
        return code;
    }
    struct hj_place place = hj_source_place(source, from, line, quote);
    place_error(source, HJ_INPUT_OPEN_QUOTE, place, error);
    hj_error_number(error, "line", (int64_t)place.line);
    return error->code;
}

/* Feeds line by line until a record ended; *at is then behind it. False: memory. */
static bool feed_lines(struct header_reader *reader, struct csv_parser *parser,
                       struct hj_lines *lines, const char **at, uint64_t *line)
{
    while (!reader->ended && *at < lines->end) {
        const char *next = hj_lines_next(lines, *at);
        next = next ? next : lines->end;
        size_t size = (size_t)(next - *at);
        if (csv_parse(parser, *at, size, take_cell, take_record, reader) != size ||
            reader->memory_full) {
            return false;
        }
        *at = next;
        ++*line;
    }
    return true;
}

static enum hj_code parse_header(const struct hj_source *source, struct hj_span text,
                                 struct header_reader *reader, struct hj_csv_start *start,
                                 struct hj_error *error)
{
    struct hj_lines lines = {.end = text.data + text.size, .text_ends = text.size == source->size};
    const char *at = text.data;
    struct csv_parser parser;
    csv_init(&parser, 0);
    csv_set_realloc_func(&parser, hj_memory_resize);
    csv_set_free_func(&parser, hj_memory_free);
    csv_set_blk_size(&parser, 4096);
    bool fed = feed_lines(reader, &parser, &lines, &at, &start->line);
    bool open = false;
    if (fed && !reader->ended && lines.text_ends) {
        csv_set_opts(&parser, CSV_STRICT | CSV_STRICT_FINI);
        open = csv_fini(&parser, take_cell, take_record, reader) != 0;
    }
    csv_free(&parser);
    start->offset = (uint64_t)(at - text.data);
    size_t bad;
    if (!fed || reader->memory_full) {
        return hj_error_memory(error);
    }
    if (!hj_text_utf8_valid(hj_span_slice(text, 0, (size_t)start->offset), &bad) &&
        (bad + 4 < text.size || lines.text_ends)) {
        return hj_source_bad_byte(source, HJ_INPUT_NOT_UTF8, 0, 1, bad, error);
    }
    if (open) {
        return hj_csv_open_quote(source, 0, 1, error);
    }
    if (!reader->ended) {
        place_error(source, lines.text_ends ? HJ_INPUT_EMPTY : HJ_INPUT_LONG_HEADER,
                    (struct hj_place){1, 1}, error);
        hj_error_number(error, "limit", HEADER_SIZE);
        return error->code;
    }
    return HJ_OK;
}

enum hj_code hj_csv_read_header(const struct hj_source *source, struct hj_arena *arena,
                                struct hj_headers *headers, struct hj_csv_start *start,
                                struct hj_error *error)
{
    struct header_reader reader = {.arena = arena};
    size_t size = source->size < HEADER_SIZE ? (size_t)source->size : HEADER_SIZE;
    char *bytes = hj_memory_new(size);
    struct hj_span *texts = NULL;
    enum hj_code code = bytes ? HJ_OK : hj_error_memory(error);
    *start = (struct hj_csv_start){0};
    if (code == HJ_OK) {
        code = hj_source_read(source, 0, bytes, size, &size, error);
    }
    if (code == HJ_OK) {
        code = parse_header(source, (struct hj_span){bytes, size}, &reader, start, error);
    }
    if (code == HJ_OK) {
        texts = hj_arena_new(arena, reader.count * sizeof *texts);
        code = texts ? HJ_OK : hj_error_memory(error);
    }
    if (code == HJ_OK) {
        memcpy(texts, reader.texts, reader.count * sizeof *texts);
        *headers = (struct hj_headers){.path = source->path,
                                       .texts = texts,
                                       .count = (uint32_t)reader.count,
                                       .line = start->line};
    }
    hj_memory_free(reader.texts);
    hj_memory_free(bytes);
    return code;
}
