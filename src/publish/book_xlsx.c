/* SPDX-License-Identifier: MIT
 * The workbook, by libxlsxwriter. Not in constant-memory mode: WPS failed on files written that
 * way. Only strings and counts are written, never a formula. */
#include "base/output.h"
#include "publish/book_writer.h"
#include "publish/cell.h"
#include "text/utf8.h"

#include <stdlib.h>

enum hj_code hj_book_fail(struct hj_book_writer *writer, lxw_error result)
{
    if (result == LXW_NO_ERROR) {
        return HJ_OK;
    }
    if (result == LXW_ERROR_MEMORY_MALLOC_FAILED) {
        return hj_error_memory(writer->error);
    }
    hj_error_set(writer->error, HJ_WRITE);
    hj_error_text(writer->error, "file", hj_span_of(writer->path));
    hj_error_text(writer->error, "reason", hj_span_of(lxw_strerror(result)));
    return writer->error->code;
}

/* The text, clean and with a NUL behind, until the next call; NULL when the memory is full. */
static const char *clean_text(struct hj_book_writer *writer, struct hj_span text)
{
    hj_buffer_clear(&writer->text);
    return hj_cell_clean(&writer->text, text) &&
                   hj_buffer_append(&writer->text, (struct hj_span){"", 1})
               ? writer->text.data
               : NULL;
}

enum hj_code hj_book_put(struct hj_book_writer *writer, lxw_worksheet *sheet, lxw_row_t row,
                         lxw_col_t column, struct hj_span text, lxw_format *format)
{
    const char *cell = clean_text(writer, text);
    if (!cell) {
        return hj_error_memory(writer->error);
    }
    return hj_book_fail(writer, *cell ? worksheet_write_string(sheet, row, column, cell, format)
                                      : worksheet_write_blank(sheet, row, column, format));
}

/* ---- styles ---- */

static enum hj_code make_styles(struct hj_book_writer *writer)
{
    static const struct {
        double size;
        bool bold, wrap, border;
    } looks[STYLES] = {
        [PLAIN] = {CELL_SIZE, false, true, true},  [HEAD] = {CELL_SIZE, true, true, true},
        [TITLE] = {20, true, true, false},         [MARK] = {14, true, true, false},
        [NOTICE] = {11, false, true, false},       [LABEL] = {11, true, true, true},
        [TEXT] = {LETTER_SIZE, false, true, true}, [COUNT] = {CELL_SIZE, false, false, true},
    };
    const char *font = clean_text(writer, writer->book->font);
    if (!font) {
        return hj_error_memory(writer->error);
    }
    for (int i = 0; i < STYLES; i++) {
        lxw_format *format = workbook_add_format(writer->workbook);
        if (!format) {
            return hj_error_memory(writer->error);
        }
        format_set_font_name(format, font);
        format_set_font_size(format, looks[i].size);
        format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
        if (looks[i].bold) {
            format_set_bold(format);
        }
        if (looks[i].wrap) {
            format_set_text_wrap(format);
        }
        if (looks[i].border) {
            format_set_border(format, LXW_BORDER_THIN);
        }
        writer->styles[i] = format;
    }
    format_set_align(writer->styles[HEAD], LXW_ALIGN_CENTER);
    format_set_bg_color(writer->styles[HEAD], 0xdddddd);
    format_set_align(writer->styles[TITLE], LXW_ALIGN_CENTER);
    format_set_align(writer->styles[MARK], LXW_ALIGN_CENTER);
    format_set_align(writer->styles[COUNT], LXW_ALIGN_CENTER);
    format_set_font_color(writer->styles[MARK], 0xc00000);
    /* drop-downs and dates are typed as text, and a code keeps its digits */
    format_set_num_format(writer->styles[PLAIN], "@");
    return HJ_OK;
}

/* ---- sheets ---- */

lxw_worksheet *hj_book_add_sheet(struct hj_book_writer *writer, struct hj_span title)
{
    struct hj_buffer made = {0};
    struct hj_span name = {NULL, 0};
    if (hj_cell_sheet_name(&made, title, writer->names, writer->name_count)) {
        name = hj_arena_copy(&writer->arena, hj_buffer_span(&made));
    }
    hj_buffer_release(&made);
    if (!name.data) {
        hj_error_memory(writer->error);
        return NULL;
    }
    writer->names[writer->name_count++] = name;
    lxw_worksheet *sheet = workbook_add_worksheet(writer->workbook, name.data);
    if (!sheet) {
        enum hj_code code = hj_book_fail(writer, LXW_ERROR_SHEETNAME_ALREADY_USED);
        (void)code;
    }
    return sheet;
}

static bool append_header_text(struct hj_buffer *out, struct hj_span text)
{
    bool room = true;
    for (size_t i = 0; room && i < text.size; i++) {
        char letter = text.data[i] == '\n' ? ' ' : text.data[i];
        room = (letter != '&' || hj_buffer_append(out, hj_span_of("&"))) &&
               hj_buffer_append(out, (struct hj_span){&letter, 1});
    }
    return room;
}

static bool append_header_part(struct hj_book_writer *writer, struct hj_buffer *header,
                               const char *side, struct hj_span text)
{
    const char *part = clean_text(writer, text);
    if (!part || text.size == 0) {
        return part != NULL;
    }
    struct hj_span whole = hj_span_of(part);
    whole.size = hj_text_offset(whole, LONGEST_HEADER / 5);
    return hj_buffer_append(header, hj_span_of(side)) && append_header_text(header, whole);
}

/* The title on the left, the subject and the sheet on the right: together short enough for the
 * format, also where every & is doubled. */
static enum hj_code set_header(struct hj_book_writer *writer, lxw_worksheet *sheet)
{
    const struct hj_book *book = writer->book;
    struct hj_buffer header = {0};
    bool room = append_header_part(writer, &header, "&L", book->title) &&
                append_header_part(writer, &header, "&C", book->draft) &&
                append_header_part(writer, &header, "&R", book->subject) &&
                (book->sheet_count < 2 || hj_buffer_append(&header, hj_span_of("  &A"))) &&
                hj_buffer_append(&header, (struct hj_span){"", 1});
    if (room && hj_text_length(hj_span_of(header.data)) > LONGEST_HEADER) {
        header.data[hj_text_offset(hj_span_of(header.data), LONGEST_HEADER)] = '\0';
    }
    enum hj_code code = room ? hj_book_fail(writer, worksheet_set_header(sheet, header.data))
                             : hj_error_memory(writer->error);
    hj_buffer_release(&header);
    return code;
}

static enum hj_code set_footer(struct hj_book_writer *writer, lxw_worksheet *sheet)
{
    static const struct {
        const char *name, *code;
    } marks[] = {{"{page}", "&P"}, {"{pages}", "&N"}};
    struct hj_span text = writer->book->page;
    struct hj_buffer footer = {0};
    bool room = hj_buffer_append(&footer, hj_span_of("&C"));
    for (size_t at = 0; room && at < text.size;) {
        size_t step = 1;
        struct hj_span piece = hj_span_slice(text, at, 1);
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            size_t size = strlen(marks[i].name);
            if (size <= text.size - at && memcmp(text.data + at, marks[i].name, size) == 0) {
                piece = hj_span_of(marks[i].code);
                step = size;
            }
        }
        room = hj_buffer_append(&footer, piece);
        at += step;
    }
    room = room && hj_buffer_append(&footer, (struct hj_span){"", 1});
    enum hj_code code = room ? hj_book_fail(writer, worksheet_set_footer(sheet, footer.data))
                             : hj_error_memory(writer->error);
    hj_buffer_release(&footer);
    return code;
}

/* ---- the cover ---- */

/* What a program may print with. Where Calibri is installed a column has room for a twelfth fewer
 * characters than its width says; where it is not (LibreOffice) for more, but Noto Sans CJK, which
 * stands for other Chinese fonts there, has higher lines. */
static const struct print {
    double room, line; /* of the column's width; of the letter's size */
} prints[] = {{0.92, 1.3}, {1.2, 1.45}};

/* Lines that a text takes in a column of so many characters. */
static unsigned lines_of(struct hj_span text, double room)
{
    unsigned lines = 0;
    for (size_t from = 0; from <= text.size;) {
        const char *end =
            text.size > from ? memchr(text.data + from, '\n', text.size - from) : NULL;
        size_t stop = end ? (size_t)(end - text.data) : text.size;
        double cells =
            text.size ? (double)hj_text_width(hj_span_slice(text, from, stop - from)) : 0;
        unsigned whole = (unsigned)(cells / room);
        lines += whole + (cells > whole * room || whole == 0);
        from = stop + 1;
    }
    return lines;
}

/* Rows do not grow by themselves: not those of merged cells, and in LibreOffice none whose height
 * the file leaves open. So a row gets the height that is enough everywhere. */
static double height_of(struct hj_span text, double width, double size)
{
    double height = 0;
    for (size_t i = 0; i < sizeof prints / sizeof prints[0]; i++) {
        unsigned lines = lines_of(text, width * LETTER_SIZE / size * prints[i].room);
        double here = lines * size * prints[i].line + 4;
        height = here > height ? here : height;
    }
    return height < TALLEST_ROW ? height : TALLEST_ROW;
}

static enum hj_code put_wide(struct hj_book_writer *writer, lxw_worksheet *sheet, lxw_row_t row,
                             struct hj_span text, enum style style)
{
    static const double sizes[STYLES] = {[TITLE] = 20, [MARK] = 14, [NOTICE] = 11};
    const char *cell = clean_text(writer, text);
    double height = height_of(text, COVER_LABEL + COVER_TEXT, sizes[style]);
    if (!cell) {
        return hj_error_memory(writer->error);
    }
    enum hj_code code = hj_book_fail(
        writer, worksheet_merge_range(sheet, row, 0, row, 1, cell, writer->styles[style]));
    if (code == HJ_OK) {
        code = hj_book_fail(writer, worksheet_set_row(sheet, row, height, NULL));
    }
    return code;
}

static enum hj_code write_cover(struct hj_book_writer *writer)
{
    const struct hj_book *book = writer->book;
    lxw_worksheet *sheet = hj_book_add_sheet(writer, book->cover);
    lxw_row_t row = 0;
    enum hj_code code = HJ_OK;
    if (!sheet) {
        return writer->error->code;
    }
    HJ_TRY(hj_book_fail(writer, worksheet_set_column(sheet, 0, 0, COVER_LABEL, NULL)));
    HJ_TRY(hj_book_fail(writer, worksheet_set_column(sheet, 1, 1, COVER_TEXT, NULL)));
    worksheet_set_paper(sheet, PAPER_A4);
    worksheet_fit_to_pages(sheet, 1, 1);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    HJ_TRY(set_footer(writer, sheet));
    HJ_TRY(put_wide(writer, sheet, row++, book->title, TITLE));
    if (book->draft.size > 0) {
        HJ_TRY(put_wide(writer, sheet, row++, book->draft, MARK));
    }
    for (size_t i = 0; i < book->notice_count; i++) {
        HJ_TRY(put_wide(writer, sheet, row++, book->notices[i], NOTICE));
    }
    row++;
    for (size_t i = 0; i < book->line_count; i++, row++) {
        double height = height_of(book->lines[i].text, COVER_TEXT, LETTER_SIZE);
        HJ_TRY(hj_book_fail(writer, worksheet_set_row(sheet, row, height, NULL)));
        HJ_TRY(hj_book_put(writer, sheet, row, 0, book->lines[i].label, writer->styles[LABEL]));
        HJ_TRY(hj_book_put(writer, sheet, row, 1, book->lines[i].text, writer->styles[TEXT]));
    }
done:
    return code;
}

/* ---- data ---- */

static enum hj_code set_columns(struct hj_book_writer *writer, lxw_worksheet *sheet)
{
    const struct hj_book *book = writer->book;
    lxw_col_t breaks[64];
    size_t count = 0;
    double height = 0;
    enum hj_code code = HJ_OK;
    lxw_col_t at = 0;
    for (size_t i = 0; i < book->column_count; i = hj_book_cell_end(book, i), at++) {
        const struct hj_book_column *column = &book->columns[i];
        struct hj_span title = column->heading.data ? column->heading : column->title;
        /* the arrow of the filter takes room from the title */
        double more = height_of(title, column->width - 2, CELL_SIZE);
        height = more > height ? more : height;
        HJ_TRY(hj_book_fail(writer, worksheet_set_column(sheet, at, at, column->width, NULL)));
        HJ_TRY(hj_book_put(writer, sheet, 0, at, title, writer->styles[HEAD]));
        if (column->new_page && i > 0 && count + 1 < sizeof breaks / sizeof *breaks) {
            breaks[count++] = at;
        }
    }
    breaks[count] = 0;
    HJ_TRY(hj_book_fail(writer, worksheet_set_row(sheet, 0, height, NULL)));
    if (count > 0) {
        HJ_TRY(hj_book_fail(writer, worksheet_set_v_pagebreaks(sheet, breaks)));
    }
done:
    return code;
}

static enum hj_code set_page(struct hj_book_writer *writer, lxw_worksheet *sheet,
                             const struct hj_book_sheet *data)
{
    const struct hj_book *book = writer->book;
    lxw_col_t last = (lxw_col_t)(hj_book_cell_count(book) - 1);
    lxw_row_t rows = (lxw_row_t)data->row_count;
    enum hj_code code = HJ_OK;
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, PAPER_A4);
    worksheet_set_margins(sheet, 0.4, 0.4, 0.7, 0.6);
    worksheet_set_print_scale(sheet, (uint16_t)book->scale);
    worksheet_print_across(sheet);
    worksheet_freeze_panes(sheet, 1, (lxw_col_t)book->repeated);
    HJ_TRY(hj_book_fail(writer, worksheet_repeat_rows(sheet, 0, 0)));
    if (book->repeated > 0) {
        HJ_TRY(hj_book_fail(writer,
                            worksheet_repeat_columns(sheet, 0, (lxw_col_t)(book->repeated - 1))));
    }
    HJ_TRY(hj_book_fail(writer, worksheet_autofilter(sheet, 0, 0, rows, last)));
    HJ_TRY(set_header(writer, sheet));
    HJ_TRY(set_footer(writer, sheet));
    char range[64], name[LXW_MAX_COL_NAME_LENGTH];
    lxw_col_to_name(name, last, 0);
    snprintf(range, sizeof range, "A1:%s%u", name, (unsigned)rows + 1);
    HJ_TRY(hj_book_fail(writer,
                        worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range)));
done:
    return code;
}

static bool is_count(struct hj_span text)
{
    return text.size > 0 && text.size <= 15 && strspn(text.data, "0123456789") >= text.size;
}

static enum hj_code write_row(struct hj_book_writer *writer, lxw_worksheet *sheet, lxw_row_t row,
                              const struct hj_span *values)
{
    const struct hj_book *book = writer->book;
    double height = 0;
    lxw_col_t at = 0;
    enum hj_code code = HJ_OK;
    for (size_t i = 0; code == HJ_OK && i < book->column_count; at++) {
        const struct hj_book_column *column = &book->columns[i];
        size_t end = hj_book_cell_end(book, i);
        struct hj_span text = values[i];
        if (end > i + 1 || column->labelled) {
            if (!hj_book_cell(book, values, i, &writer->cell)) {
                return hj_error_memory(writer->error);
            }
            text = hj_buffer_span(&writer->cell);
        }
        double more = height_of(text, column->width, CELL_SIZE);
        height = more > height ? more : height;
        if (column->number && is_count(text)) {
            double number = strtod(text.data, NULL);
            code = hj_book_fail(
                writer, worksheet_write_number(sheet, row, at, number, writer->styles[COUNT]));
        } else {
            code = hj_book_put(writer, sheet, row, at, text, writer->styles[PLAIN]);
        }
        i = end;
    }
    return code == HJ_OK ? hj_book_fail(writer, worksheet_set_row(sheet, row, height, NULL)) : code;
}

static enum hj_code write_sheet(struct hj_book_writer *writer, const struct hj_book_sheet *data)
{
    const struct hj_book *book = writer->book;
    lxw_worksheet *sheet = hj_book_add_sheet(writer, data->title);
    enum hj_code code = HJ_OK;
    if (!sheet) {
        return writer->error->code;
    }
    HJ_TRY(set_columns(writer, sheet));
    HJ_TRY(set_page(writer, sheet, data));
    for (size_t row = 0; row < data->row_count; row++) {
        HJ_TRY(write_row(writer, sheet, (lxw_row_t)row + 1, data->rows[row]));
    }
    uint16_t at = 0;
    for (size_t i = 0; i < book->column_count && data->row_count > 0;
         i = hj_book_cell_end(book, i), at++) {
        struct hj_book_answers answers = {&book->columns[i], at, (lxw_row_t)data->row_count};
        if (book->columns[i].answer_count > 0) {
            HJ_TRY(hj_book_answers(writer, sheet, &answers));
        }
    }
done:
    return code;
}

/* ---- the whole ---- */

static enum hj_code set_properties(struct hj_book_writer *writer)
{
    const char *title = clean_text(writer, writer->book->title);
    if (!title) {
        return hj_error_memory(writer->error);
    }
    struct hj_buffer copy = {0};
    enum hj_code code = HJ_OK;
    if (!hj_buffer_append(&copy, hj_buffer_span(&writer->text))) {
        return hj_error_memory(writer->error);
    }
    lxw_doc_properties properties = {
        .title = copy.data,
        .created = (time_t)writer->book->created * 86400,
    };
    code = hj_book_fail(writer, workbook_set_properties(writer->workbook, &properties));
    hj_buffer_release(&copy);
    return code;
}

static enum hj_code write_book(struct hj_book_writer *writer)
{
    enum hj_code code = HJ_OK;
    writer->names =
        hj_arena_zero(&writer->arena, writer->book->sheet_count + 2, sizeof *writer->names);
    if (!writer->names) {
        return hj_error_memory(writer->error);
    }
    HJ_TRY(make_styles(writer));
    HJ_TRY(set_properties(writer));
    HJ_TRY(write_cover(writer));
    for (size_t i = 0; i < writer->book->sheet_count; i++) {
        HJ_TRY(write_sheet(writer, &writer->book->sheets[i]));
    }
done:
    return code;
}

enum hj_code hj_book_xlsx(const struct hj_book *book, const char *path, struct hj_error *error)
{
    struct hj_book_writer writer = {.book = book, .path = path, .error = error};
    struct hj_output output = {0};
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_output_open(&output, path, false, error));
    /* the library writes the part file under its name, at workbook_close alone */
    writer.workbook = workbook_new(output.part);
    if (!writer.workbook) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(write_book(&writer));
    lxw_workbook *workbook = writer.workbook;
    writer.workbook = NULL;
    HJ_TRY(hj_book_fail(&writer, workbook_close(workbook)));
    HJ_TRY(hj_output_close(&output, error));
done:
    lxw_workbook_free(writer.workbook);
    hj_output_discard(&output);
    hj_buffer_release(&writer.text);
    hj_buffer_release(&writer.cell);
    hj_arena_release(&writer.arena);
    return code;
}
