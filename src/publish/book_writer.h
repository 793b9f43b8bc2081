/* SPDX-License-Identifier: MIT
 * Inside of hj_book_xlsx: what its files share. */
#ifndef HJ_PUBLISH_BOOK_WRITER_H
#define HJ_PUBLISH_BOOK_WRITER_H

#include "base/arena.h"
#include "base/buffer.h"
#include "publish/book.h"

#include <xlsxwriter.h>

enum style { PLAIN, HEAD, TITLE, MARK, NOTICE, LABEL, TEXT, COUNT, STYLES };

enum {
    PAPER_A4 = 9,
    COVER_LABEL = 16, /* widths of the cover, in characters */
    COVER_TEXT = 72,
    LONGEST_HEADER = 255,
    CELL_SIZE = 9,    /* points */
    LETTER_SIZE = 11, /* of the format's own font, which widths are measured in */
    TALLEST_ROW = 409,
};

struct hj_book_writer {
    const struct hj_book *book;
    const char *path;
    lxw_workbook *workbook;
    lxw_format *styles[STYLES];
    struct hj_buffer text; /* of one cell */
    struct hj_buffer cell; /* of several columns */
    struct hj_arena arena; /* of the names of sheets */
    struct hj_span *names; /* of the sheets so far */
    size_t name_count;
    lxw_worksheet *hidden; /* of long drop-downs; NULL: none yet */
    uint16_t hidden_columns;
    struct hj_error *error;
};

/* HJ_OK, or the library's error as ours. */
enum hj_code hj_book_fail(struct hj_book_writer *writer, lxw_error result);
enum hj_code hj_book_put(struct hj_book_writer *writer, lxw_worksheet *sheet, lxw_row_t row,
                         lxw_col_t column, struct hj_span text, lxw_format *format) HJ_MUST_USE;
/* Cells of a row of the workbook: one begins at column 0, the next where it ends. */
size_t hj_book_cell_end(const struct hj_book *book, size_t first);
size_t hj_book_cell_count(const struct hj_book *book);
/* The text of the cell that begins at a column. False: the memory is full. */
bool hj_book_cell(const struct hj_book *book, const struct hj_span *values, size_t first,
                  struct hj_buffer *out) HJ_MUST_USE;
/* NULL: failed, with the error set. */
lxw_worksheet *hj_book_add_sheet(struct hj_book_writer *writer, struct hj_span title);

struct hj_book_answers {
    const struct hj_book_column *column;
    uint16_t index;
    lxw_row_t last;
};

/* A drop-down for the rows 1 .. last of a column. */
enum hj_code hj_book_answers(struct hj_book_writer *writer, lxw_worksheet *sheet,
                             const struct hj_book_answers *answers) HJ_MUST_USE;

#endif
