/* SPDX-License-Identifier: MIT
 * Columns that share a cell of the workbook: "title: value" line by line. */
#include "publish/book_writer.h"

#include <string.h>

size_t hj_book_cell_end(const struct hj_book *book, size_t first)
{
    size_t end = first + 1;
    while (end < book->column_count && book->columns[end].below) {
        end++;
    }
    return end;
}

size_t hj_book_cell_count(const struct hj_book *book)
{
    size_t count = 0;
    for (size_t i = 0; i < book->column_count; i = hj_book_cell_end(book, i)) {
        count++;
    }
    return count;
}

struct cell {
    const struct hj_book *book;
    const struct hj_span *values; /* of the row */
    size_t end;
    struct hj_buffer *out;
};

static bool add(struct cell *cell, struct hj_span text)
{
    return hj_buffer_append(cell->out, text);
}

/* A value of several lines becomes one here. */
static bool add_flat(struct cell *cell, struct hj_span text)
{
    bool room = true;
    for (size_t at = 0; room && at < text.size;) {
        const char *end = memchr(text.data + at, '\n', text.size - at);
        size_t stop = end ? (size_t)(end - text.data) : text.size;
        room = (at == 0 || add(cell, hj_span_of(" "))) &&
               add(cell, hj_span_slice(text, at, stop - at));
        at = stop + 1;
    }
    return room;
}

static bool begin_line(struct cell *cell)
{
    return cell->out->size == 0 || add(cell, hj_span_of("\n"));
}

static bool is_said(const struct cell *cell, size_t first, size_t column)
{
    for (size_t i = first; i < column; i++) {
        if (hj_span_equal(cell->values[i], cell->values[column])) {
            return true;
        }
    }
    return false;
}

/* "value: title, title" for each value of the columns from `first` on that are `by_value`; *next is
 * the column behind them. */
static bool add_by_value(struct cell *cell, size_t first, size_t *next)
{
    const struct hj_book_column *columns = cell->book->columns;
    bool room = true;
    size_t end = first;
    while (end < cell->end && columns[end].by_value) {
        end++;
    }
    for (size_t i = first; room && i < end; i++) {
        if (!cell->values[i].data || is_said(cell, first, i)) {
            continue;
        }
        room = begin_line(cell) && add(cell, cell->values[i]) && add(cell, cell->book->colon);
        for (size_t k = i; room && k < end; k++) {
            if (hj_span_equal(cell->values[k], cell->values[i])) {
                room = (k == i || add(cell, cell->book->comma)) && add(cell, columns[k].title);
            }
        }
    }
    *next = end;
    return room;
}

bool hj_book_cell(const struct hj_book *book, const struct hj_span *values, size_t first,
                  struct hj_buffer *out)
{
    struct cell cell = {book, values, hj_book_cell_end(book, first), out};
    bool room = true;
    hj_buffer_clear(out);
    for (size_t i = first; room && i < cell.end;) {
        const struct hj_book_column *column = &book->columns[i];
        if (column->by_value) {
            room = add_by_value(&cell, i, &i);
            continue;
        }
        if (values[i].size > 0) {
            room = begin_line(&cell) &&
                   (!column->labelled || (add(&cell, column->title) && add(&cell, book->colon))) &&
                   add_flat(&cell, values[i]);
        }
        i++;
    }
    return room;
}
