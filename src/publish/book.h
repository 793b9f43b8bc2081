/* SPDX-License-Identifier: MIT
 * A list as a file: rows in, a workbook or a CSV file out. Everything on paper comes from the
 * caller, who has taken it from the layouts; nothing here knows what a firm is. Views only: the
 * caller owns all texts until the call returns. The same book gives the same bytes (the workbook's
 * date is `created`).
 */
#ifndef HJ_PUBLISH_BOOK_H
#define HJ_PUBLISH_BOOK_H

#include "base/date.h"
#include "base/error.h"

/* In the CSV file each column has a field of its own. In the workbook a cell may hold several: a
 * line each, or a line for all that have the same value. */
struct hj_book_column {
    struct hj_span title;
    struct hj_span heading;        /* of the workbook's cell; data NULL: the title */
    bool below;                    /* in the workbook: in the cell of the one before */
    bool labelled;                 /* there: the title stands before the value */
    bool by_value;                 /* there: behind the value, with the others that have it */
    double width;                  /* in characters */
    bool number;                   /* a count: digits are written as a number */
    bool new_page;                 /* the print breaks before it */
    const struct hj_span *answers; /* a drop-down; NULL: none */
    size_t answer_count;
};

struct hj_book_sheet {
    struct hj_span title;
    const struct hj_span *const *rows; /* one cell a column each; data NULL: empty */
    size_t row_count;
};

struct hj_book_line {
    struct hj_span label, text;
};

struct hj_book {
    struct hj_span title;   /* on the cover, and above each printed page */
    struct hj_span subject; /* on the right above each printed page */
    struct hj_span cover;   /* title of the cover sheet */
    struct hj_span draft;   /* empty: this is no draft */
    struct hj_span font;
    struct hj_span page;         /* below each printed page, with {page} and {pages} */
    struct hj_span colon, comma; /* of cells that hold several columns */
    const struct hj_span *notices;
    size_t notice_count;
    const struct hj_book_line *lines; /* of the cover */
    size_t line_count;
    const struct hj_book_column *columns;
    size_t column_count;
    size_t repeated; /* cells on the left of every printed page */
    const struct hj_book_sheet *sheets;
    size_t sheet_count;
    double scale; /* of the print, in percent */
    hj_date created;
};

/* Write the file at the path, whole or not at all. HJ_OPEN, HJ_WRITE, HJ_MEMORY. */
enum hj_code hj_book_xlsx(const struct hj_book *book, const char *path,
                          struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_book_csv(const struct hj_book *book, const char *path,
                         struct hj_error *error) HJ_MUST_USE;

#endif
