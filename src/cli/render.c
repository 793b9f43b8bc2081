/* SPDX-License-Identifier: MIT */
#include "cli/render.h"

#include "base/csv.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/memory.h"
#include "cli/message.h"
#include "cli/words.h"

#include <inttypes.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { FLUSH_AT = 64 * 1024, WIDEST = 40, NARROWEST = 8 };

enum hj_code hj_format_read(const struct hj_arguments *arguments, enum hj_format *format,
                            struct hj_error *error)
{
    static const char *const names[] = {"table", "csv", "json"};
    const char *value = arguments->value[HJ_OPTION_FORMAT];
    *format = HJ_FORMAT_TABLE;
    for (int i = 0; value && i < 3; i++) {
        if (strcmp(value, names[i]) == 0) {
            *format = (enum hj_format)i;
            return HJ_OK;
        }
    }
    if (value) {
        hj_error_set(error, HJ_OPTION_VALUE);
        hj_error_text(error, "option", hj_span_of("format"));
        hj_error_text(error, "value", hj_span_of(value));
        return error->code;
    }
    return HJ_OK;
}

struct hj_span hj_value_text(const struct hj_value *value, char room[HJ_VALUE_TEXT])
{
    if (value->null) {
        return (struct hj_span){"", 0};
    }
    switch (value->type) {
    case HJ_TEXT:
        return value->text;
    case HJ_BOOLEAN:
        return hj_span_of(value->boolean ? "true" : "false");
    case HJ_INTEGER:
        snprintf(room, HJ_VALUE_TEXT, "%" PRId64, value->integer);
        break;
    case HJ_NUMBER:
        hj_decimal_shortest(value->number, room);
        break;
    case HJ_DATE:
        hj_date_format(value->date, room);
        break;
    }
    return hj_span_of(room);
}

/* The same, rounded as the column says. */
static struct hj_span cell_text(const struct hj_result_column *column, const struct hj_value *value,
                                char room[HJ_VALUE_TEXT])
{
    if (column->decimals > 0 && !value->null && value->type == HJ_NUMBER) {
        hj_decimal_round(value->number, column->decimals, room);
        return hj_span_of(room);
    }
    return hj_value_text(value, room);
}

static bool append_json_value(struct hj_buffer *out, const struct hj_result_column *column,
                              const struct hj_value *value)
{
    char room[HJ_DECIMAL_TEXT];
    if (value->null) {
        return hj_buffer_append(out, hj_span_of("null"));
    }
    switch (value->type) {
    case HJ_TEXT:
        return column->json ? hj_buffer_append(out, value->text) : hj_json_string(out, value->text);
    case HJ_BOOLEAN:
        return hj_buffer_append(out, hj_span_of(value->boolean ? "true" : "false"));
    case HJ_INTEGER:
        return hj_json_integer(out, value->integer);
    case HJ_NUMBER:
        return hj_json_number(out, value->number);
    case HJ_DATE:
        return hj_json_string(out, cell_text(column, value, room));
    }
    return false;
}

static bool append_json_row(struct hj_buffer *out, const struct hj_result_column *columns,
                            uint32_t width, const struct hj_value *values, bool first)
{
    bool room = hj_buffer_append(out, hj_span_of(first ? "\n{" : ",\n{"));
    for (uint32_t i = 0; room && i < width; i++) {
        room = (i == 0 || hj_buffer_append(out, hj_span_of(", "))) &&
               hj_json_string(out, hj_span_of(columns[i].name)) &&
               hj_buffer_append(out, hj_span_of(": ")) &&
               append_json_value(out, &columns[i], &values[i]);
    }
    return room && hj_buffer_append(out, hj_span_of("}"));
}

static bool append_csv_row(struct hj_buffer *out, const struct hj_result_column *columns,
                           uint32_t width, const struct hj_value *values)
{
    bool room = true;
    for (uint32_t i = 0; room && i < width; i++) {
        char text[HJ_DECIMAL_TEXT];
        room = (i == 0 || hj_buffer_append(out, hj_span_of(","))) &&
               hj_csv_field(out, cell_text(&columns[i], &values[i], text));
    }
    return room && hj_buffer_append(out, hj_span_of("\n"));
}

static bool append_csv_header(struct hj_buffer *out, const struct hj_result_column *columns,
                              uint32_t width)
{
    bool room = true;
    for (uint32_t i = 0; room && i < width; i++) {
        room = (i == 0 || hj_buffer_append(out, hj_span_of(","))) &&
               hj_csv_field(out, hj_span_of(columns[i].name));
    }
    return room && hj_buffer_append(out, hj_span_of("\n"));
}

static bool write_out(struct hj_buffer *buffer)
{
    bool written = fwrite(buffer->data, 1, buffer->size, stdout) == buffer->size;
    hj_buffer_clear(buffer);
    return written;
}

/* ---- tables: what could harm a terminal is shown as ?, what is too wide is cut with … ---- */

static size_t next_character(struct hj_span text, size_t at)
{
    do {
        at++;
    } while (at < text.size && ((unsigned char)text.data[at] & 0xC0u) == 0x80u);
    return at;
}

/* Appends the text cut to `width` columns, and blanks up to it. */
static bool append_padded(struct hj_buffer *out, struct hj_span text, size_t width, bool right)
{
    size_t whole = hj_display_width(text), used = 0;
    bool room = true;
    for (size_t i = whole; right && room && i < width; i++) {
        room = hj_buffer_append(out, hj_span_of(" "));
        used++;
    }
    for (size_t at = 0; room && at < text.size;) {
        size_t end = next_character(text, at);
        struct hj_span character = hj_span_slice(text, at, end - at);
        size_t columns = hj_display_width(character);
        if (whole > width && used + columns + 1 > width) {
            room = hj_buffer_append(out, hj_span_of("\xe2\x80\xa6"));
            used++;
            break;
        }
        room = hj_buffer_append(out, character);
        used += columns;
        at = end;
    }
    for (; room && used < width; used++) {
        room = hj_buffer_append(out, hj_span_of(" "));
    }
    return room;
}

struct table {
    const struct hj_result_column *columns;
    uint32_t width;
    struct hj_buffer cells; /* texts one behind the other, each with a size before it */
    size_t *widths;
    uint64_t rows;
    bool as_is; /* no word is translated */
};

static bool keep_cell(struct table *table, uint32_t column, struct hj_span text)
{
    struct hj_buffer harmless = {0};
    bool room = hj_words_harmless(text, &harmless);
    text = hj_buffer_span(&harmless);
    size_t width = hj_display_width(text);
    width = width > WIDEST && !table->columns[column].whole ? WIDEST : width;
    if (width > table->widths[column]) {
        table->widths[column] = width;
    }
    room = room &&
           hj_buffer_append(&table->cells,
                            (struct hj_span){(const char *)&text.size, sizeof text.size}) &&
           hj_buffer_append(&table->cells, text);
    hj_buffer_release(&harmless);
    return room;
}

static bool keep_row(struct table *table, const struct hj_value *values)
{
    bool room = true;
    for (uint32_t i = 0; room && i < table->width; i++) {
        const struct hj_result_column *column = &table->columns[i];
        char room_for_text[HJ_DECIMAL_TEXT], word[HJ_WORD];
        struct hj_span text = cell_text(column, &values[i], room_for_text);
        if (!table->as_is && column->type == HJ_BOOLEAN && text.size > 0) {
            text = hj_span_of(values[i].boolean ? _("true") : _("false"));
        } else if (!table->as_is && column->type == HJ_TEXT) {
            text = hj_words_cell(column->name, text, word);
        }
        room = keep_cell(table, i, text);
    }
    table->rows++;
    return room;
}

/* Columns of the terminal that the table goes to; 0: to none, or it does not say. */
static size_t terminal_width(void)
{
    struct winsize size = {0};
    return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* How narrow a column may become: numbers, sentences and what names a firm stay whole. */
static size_t narrowest(const struct hj_result_column *column)
{
    static const char *const whole[] = {"uscc", "name", "key", "firm_id"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        if (strcmp(column->name, whole[i]) == 0) {
            return SIZE_MAX;
        }
    }
    return column->type != HJ_TEXT || column->whole ? SIZE_MAX : NARROWEST;
}

/* Takes from the widest columns until a line fits the terminal; where it cannot, nothing is cut. */
static void fit(struct table *table, size_t terminal)
{
    size_t total = 0, least = 0;
    for (uint32_t i = 0; i < table->width; i++) {
        size_t width = table->widths[i], may = narrowest(&table->columns[i]);
        total += width + (i > 0 ? 2 : 0);
        least += (width < may ? width : may) + (i > 0 ? 2 : 0);
    }
    for (; least <= terminal && total > terminal; total--) {
        size_t *widest = NULL;
        for (uint32_t i = 0; i < table->width; i++) {
            bool gives = table->widths[i] > narrowest(&table->columns[i]);
            if (gives && (!widest || table->widths[i] >= *widest)) {
                widest = &table->widths[i];
            }
        }
        --*widest;
    }
}

static bool print_table(struct table *table)
{
    fit(table, terminal_width());
    struct hj_buffer line = {0};
    size_t at = 0;
    bool room = true;
    for (uint64_t row = 0; room && row < table->rows; row++) {
        for (uint32_t i = 0; room && i < table->width; i++) {
            struct hj_span text;
            memcpy(&text.size, table->cells.data + at, sizeof text.size);
            text.data = table->cells.data + at + sizeof text.size;
            at += sizeof text.size + text.size;
            enum hj_type type = table->columns[i].type;
            bool right = row > 0 && (type == HJ_INTEGER || type == HJ_NUMBER);
            room = (i == 0 || hj_buffer_append(&line, hj_span_of("  "))) &&
                   append_padded(&line, text, table->widths[i], right);
        }
        while (line.size > 0 && line.data[line.size - 1] == ' ') {
            line.size--;
        }
        room = room && hj_buffer_append(&line, hj_span_of("\n")) && write_out(&line);
    }
    hj_buffer_release(&line);
    return room;
}

/* ---- */

struct printing {
    enum hj_format format;
    const struct hj_result_column *columns;
    uint32_t width;
    struct hj_buffer out;
    struct table table;
};

static bool print_begin(struct printing *printing)
{
    switch (printing->format) {
    case HJ_FORMAT_CSV:
        return append_csv_header(&printing->out, printing->columns, printing->width);
    case HJ_FORMAT_JSON:
        return hj_buffer_append(&printing->out, hj_span_of("["));
    case HJ_FORMAT_TABLE:
        break;
    }
    bool room = true;
    for (uint32_t i = 0; room && i < printing->width; i++) {
        char word[HJ_WORD];
        struct hj_span name = hj_span_of(printing->columns[i].name);
        room = keep_cell(&printing->table, i,
                         printing->table.as_is ? name : hj_words_title(name, word));
    }
    printing->table.rows = 1;
    return room;
}

static bool print_row(struct printing *printing, const struct hj_value *values, bool first)
{
    bool room = false;
    switch (printing->format) {
    case HJ_FORMAT_CSV:
        room = append_csv_row(&printing->out, printing->columns, printing->width, values);
        break;
    case HJ_FORMAT_JSON:
        room = append_json_row(&printing->out, printing->columns, printing->width, values, first);
        break;
    case HJ_FORMAT_TABLE:
        return keep_row(&printing->table, values);
    }
    return room && (printing->out.size < FLUSH_AT || write_out(&printing->out));
}

static bool print_end(struct printing *printing, bool any)
{
    if (printing->format == HJ_FORMAT_TABLE) {
        return print_table(&printing->table);
    }
    return (printing->format == HJ_FORMAT_CSV ||
            hj_buffer_append(&printing->out, hj_span_of(any ? "\n]\n" : "]\n"))) &&
           write_out(&printing->out);
}

static enum hj_code print_failed(struct hj_error *error)
{
    return ferror(stdout) ? hj_error_system(error, HJ_WRITE, _("standard output"), 5)
                          : hj_error_memory(error);
}

enum hj_code hj_render(const struct hj_render_source *source, enum hj_format format,
                       uint64_t *count, struct hj_error *error)
{
    struct printing printing = {
        .format = format, .columns = source->columns, .width = source->width};
    enum hj_code code = HJ_OK;
    *count = 0;
    printing.table = (struct table){.columns = source->columns,
                                    .width = source->width,
                                    .as_is = source->as_is,
                                    .widths = hj_memory_zero(source->width, sizeof(size_t))};
    if (!printing.table.widths || !print_begin(&printing)) {
        code = print_failed(error);
        goto done;
    }
    for (;;) {
        const struct hj_value *values;
        HJ_TRY(source->next(source->context, &values, error));
        if (!values) {
            break;
        }
        if (!print_row(&printing, values, *count == 0)) {
            code = print_failed(error);
            goto done;
        }
        (*count)++;
    }
    if (!print_end(&printing, *count > 0)) {
        code = print_failed(error);
    }
done:
    hj_memory_free(printing.table.widths);
    hj_buffer_release(&printing.out);
    hj_buffer_release(&printing.table.cells);
    return code;
}

static enum hj_code next_row(void *context, const struct hj_value **values, struct hj_error *error)
{
    return hj_rows_next(context, values, error);
}

enum hj_code hj_render_rows(struct hj_session *session, enum hj_result result,
                            const struct hj_filter *filter, enum hj_format format, uint64_t *count,
                            struct hj_error *error)
{
    struct hj_rows *rows = NULL;
    enum hj_code code = hj_rows_open(session->campaign, result, filter, &rows, error);
    *count = 0;
    if (code == HJ_OK) {
        struct hj_render_source source = {.context = rows, .next = next_row};
        source.columns = hj_result_columns(result, &source.width);
        code = hj_render(&source, format, count, error);
    }
    hj_rows_close(rows);
    return code;
}
