/* SPDX-License-Identifier: MIT */
#include "input/sheet.h"

#include "base/decimal.h"
#include "base/memory.h"
#include "input/dates.h"
#include "input/escape.h"
#include "input/limits.h"
#include "input/number.h"
#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>

/* Numbers in cells of no date style may be days all the same; those that could be years, months
 * (201903) or days written as numbers (20190305) are not: 1908-03-18 to 2200-12-31. */
static const double plain_day_first = 3000, plain_day_last = 109939;

/* From here on a spreadsheet's number has lost digits. */
static const double rounded_from = 1e15;

enum content { CONTENT_NUMBER, CONTENT_SHARED, CONTENT_TEXT, CONTENT_BOOLEAN };

struct content_type {
    const char *name;
    enum content content;
};

static const struct content_type content_types[] = {
    {"n", CONTENT_NUMBER},       {"s", CONTENT_SHARED}, {"str", CONTENT_TEXT},
    {"inlineStr", CONTENT_TEXT}, {"d", CONTENT_TEXT},   {"e", CONTENT_TEXT},
    {"b", CONTENT_BOOLEAN},
};

/* A cell of the row at hand; its text is in texts unless it is a shared one. */
struct slot {
    struct hj_cell cell;
    size_t at;
    bool shared;
};

struct reader {
    struct hj_book *book;
    bool (*row)(void *context, const struct hj_sheet_row *row);
    void *context;
    bool memory_full, too_large, damaged;
    uint32_t rows, number;
    /* the row at hand */
    bool in_row;
    uint32_t count;       /* cells up to the last that is not empty */
    uint32_t next_column; /* of a cell that does not say its own */
    struct slot *slots;   /* HJ_SHEET_COLUMNS of them: those before count are set */
    struct hj_cell *cells;
    struct hj_buffer texts;
    /* the cell at hand */
    bool in_cell, in_value;
    unsigned phonetic;
    uint32_t column;
    enum content content;
    unsigned char style;
    size_t begin; /* of its text in texts */
};

/* "AB12" → 27; false when it is no reference. */
static bool read_reference(const char *reference, uint32_t *column)
{
    uint32_t value = 0;
    const char *at = reference;
    for (; *at >= 'A' && *at <= 'Z'; at++) {
        value = value * 26 + (uint32_t)(*at - 'A') + 1;
        if (value > HJ_SHEET_COLUMNS) {
            return false;
        }
    }
    *column = value - 1;
    return value > 0 && *at >= '1' && *at <= '9';
}

static bool start_row(struct reader *reader, const char **attributes)
{
    const char *number = hj_xml_attribute(attributes, "r");
    unsigned long value = number ? strtoul(number, NULL, 10) : (unsigned long)reader->number + 1;
    reader->damaged = value == 0;
    reader->too_large = value > HJ_BOOK_ROWS || ++reader->rows > HJ_BOOK_ROWS;
    reader->number = (uint32_t)value;
    reader->in_row = true;
    reader->count = reader->next_column = 0;
    hj_buffer_clear(&reader->texts);
    return !reader->damaged && !reader->too_large;
}

static bool start_cell(struct reader *reader, const char **attributes)
{
    const char *reference = hj_xml_attribute(attributes, "r");
    const char *type = hj_xml_attribute(attributes, "t");
    const char *style = hj_xml_attribute(attributes, "s");
    uint32_t column = reader->next_column;
    reader->damaged =
        (reference && !read_reference(reference, &column)) || column >= HJ_SHEET_COLUMNS;
    reader->column = column;
    reader->next_column = column + 1;
    reader->content = CONTENT_NUMBER;
    for (size_t i = 0; type && i < sizeof content_types / sizeof content_types[0]; i++) {
        if (strcmp(type, content_types[i].name) == 0) {
            reader->content = content_types[i].content;
        }
    }
    reader->style = style ? hj_book_style(reader->book, strtoul(style, NULL, 10)) : HJ_STYLE_PLAIN;
    reader->begin = reader->texts.size;
    reader->in_cell = true;
    return !reader->damaged;
}

static bool start(void *context, const char *name, const char **attributes)
{
    struct reader *reader = context;
    if (strcmp(name, "row") == 0) {
        return start_row(reader, attributes);
    }
    if (reader->in_row && strcmp(name, "c") == 0) {
        return start_cell(reader, attributes);
    }
    reader->phonetic += strcmp(name, "rPh") == 0;
    reader->in_value = reader->in_cell && reader->phonetic == 0 &&
                       (strcmp(name, "v") == 0 || strcmp(name, "t") == 0);
    return true;
}

/* Only the beginning of a cell past the limit is kept: enough for its record to be rejected. */
static bool take_text(void *context, struct hj_span text)
{
    struct reader *reader = context;
    if (!reader->in_value || reader->texts.size > HJ_LIMIT_RECORD ||
        reader->texts.size - reader->begin > HJ_LIMIT_CELL) {
        return true;
    }
    reader->memory_full = !hj_buffer_append(&reader->texts, text);
    return !reader->memory_full;
}

/* ---- numbers ---- */

static size_t show_date(const struct reader *reader, double serial, char text[HJ_DECIMAL_TEXT])
{
    hj_date date;
    if (!hj_input_serial_date(serial, reader->book->from_1904, &date)) {
        return 0;
    }
    hj_date_format(date, text);
    int seconds = (int)((serial - floor(serial)) * 86400 + 0.5);
    if (seconds == 0 || seconds >= 86400) {
        return strlen(text);
    }
    return 10 + (size_t)snprintf(text + 10, HJ_DECIMAL_TEXT - 10, " %02d:%02d:%02d", seconds / 3600,
                                 seconds / 60 % 60, seconds % 60);
}

/* The number as it is shown, in place of its text. */
static void show_number(struct reader *reader, struct slot *slot, double number)
{
    char text[HJ_DECIMAL_TEXT];
    size_t size = 0;
    bool whole = number == floor(number);
    slot->cell.number = number;
    slot->cell.from_1904 = reader->book->from_1904;
    slot->cell.rounded = fabs(number) >= rounded_from;
    slot->cell.serial =
        reader->style == HJ_STYLE_DATE || (number >= plain_day_first && number <= plain_day_last);
    if (reader->style == HJ_STYLE_DATE) {
        size = show_date(reader, number, text);
        slot->cell.serial = size != 0;
    } else if (whole && number >= 0 && number < rounded_from && reader->style != HJ_STYLE_PLAIN) {
        size = (size_t)snprintf(text, sizeof text, "%0*.0f", (int)reader->style, number);
    } else if (slot->cell.rounded) {
        return; /* as the file writes it: what is lost is not to be guessed */
    }
    if (size == 0) {
        size = hj_decimal_shortest(number, text);
    }
    reader->texts.size = reader->begin;
    reader->memory_full = !hj_buffer_append(&reader->texts, (struct hj_span){text, size});
}

/* ---- the end of cells and rows ---- */

static bool is_true(struct hj_span text)
{
    return hj_span_is(text, "1") || hj_span_is(text, "true") || hj_span_is(text, "TRUE");
}

static void end_content(struct reader *reader, struct slot *slot)
{
    struct hj_span text = {reader->texts.data ? reader->texts.data + reader->begin : "",
                           reader->texts.size - reader->begin};
    double number;
    switch (reader->content) {
    case CONTENT_SHARED:
        if (hj_input_number(text, &number) && number >= 0 && number < 4e9) {
            slot->cell.text = hj_book_string(reader->book, (size_t)number);
        }
        reader->damaged = text.size != 0 && !slot->cell.text.data;
        slot->shared = true;
        reader->texts.size = reader->begin;
        break;
    case CONTENT_BOOLEAN:
        reader->texts.size = reader->begin;
        reader->memory_full =
            text.size &&
            !hj_buffer_append(&reader->texts, hj_span_of(is_true(text) ? "TRUE" : "FALSE"));
        break;
    case CONTENT_NUMBER:
        if (hj_input_number(text, &number)) {
            show_number(reader, slot, number);
        }
        break;
    case CONTENT_TEXT:
        if (text.size) {
            reader->texts.size =
                reader->begin + hj_unescape(reader->texts.data + reader->begin, text.size);
        }
        break;
    }
}

/* A cell of blanks is as empty as it looks: it makes no row, and no row wider. */
static bool is_blank(struct hj_span text)
{
    unsigned char first = text.size ? (unsigned char)text.data[0] : 0;
    bool may_be = first <= ' ' || (first >= 0x7F && first < 0xE4);
    return may_be && hj_text_trim(text).size == 0;
}

static bool end_cell(struct reader *reader)
{
    struct slot slot = {.at = reader->begin};
    end_content(reader, &slot);
    if (reader->memory_full || reader->damaged) {
        return false;
    }
    if (!slot.shared) {
        slot.cell.text.size = reader->texts.size - reader->begin;
    }
    reader->in_cell = false;
    struct hj_span text = slot.cell.text;
    if (!slot.shared && text.size) {
        text.data = reader->texts.data + reader->begin;
    }
    if (text.size == 0 || is_blank(text)) {
        return true;
    }
    while (reader->count <= reader->column) {
        reader->slots[reader->count++] = (struct slot){.shared = true};
    }
    reader->slots[reader->column] = slot;
    return true;
}

static bool end_row(struct reader *reader)
{
    struct hj_sheet_row row = {
        .number = reader->number, .cells = reader->cells, .count = reader->count};
    for (uint32_t i = 0; i < reader->count; i++) {
        const struct slot *slot = &reader->slots[i];
        reader->cells[i] = slot->cell;
        if (!slot->shared) {
            reader->cells[i].text.data = reader->texts.data + slot->at;
        } else if (!slot->cell.text.data) {
            reader->cells[i].text.data = "";
        }
    }
    reader->in_row = false;
    return row.count == 0 || reader->row(reader->context, &row);
}

static bool end(void *context, const char *name)
{
    struct reader *reader = context;
    reader->in_value = false;
    reader->phonetic -= strcmp(name, "rPh") == 0 && reader->phonetic > 0;
    if (reader->in_cell && strcmp(name, "c") == 0) {
        return end_cell(reader);
    }
    return !reader->in_row || strcmp(name, "row") != 0 || end_row(reader);
}

enum hj_code hj_sheet_read(struct hj_book *book, const struct hj_book_sheet *sheet,
                           bool (*row)(void *context, const struct hj_sheet_row *row),
                           void *context, struct hj_error *error)
{
    static const struct hj_xml_handlers handlers = {start, end, take_text};
    struct reader reader = {.book = book, .row = row, .context = context};
    reader.slots = hj_memory_zero(HJ_SHEET_COLUMNS, sizeof *reader.slots);
    reader.cells = hj_memory_zero(HJ_SHEET_COLUMNS, sizeof *reader.cells);
    enum hj_code code = reader.slots && reader.cells ? HJ_OK : hj_error_memory(error);
    if (code == HJ_OK) {
        code = hj_xml_parse(&book->archive, sheet->part, &handlers, &reader, error);
    }
    if (code == HJ_OK && reader.memory_full) {
        code = hj_error_memory(error);
    }
    if (code == HJ_OK && (reader.damaged || reader.too_large)) {
        code = hj_error_set(error, reader.damaged ? HJ_INPUT_BOOK_DAMAGED : HJ_INPUT_BOOK_LARGE);
        hj_error_text(error, "file", hj_span_of(book->archive.path));
        hj_error_text(error, "part", hj_span_of(sheet->part));
        hj_error_text(error, "reason", hj_span_of("a cell refers to what is not there"));
    }
    hj_memory_free(reader.slots);
    hj_memory_free(reader.cells);
    hj_buffer_release(&reader.texts);
    return code;
}
