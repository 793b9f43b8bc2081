/* SPDX-License-Identifier: MIT
 * The rows of one sheet, streamed. */
#ifndef HJ_INPUT_SHEET_H
#define HJ_INPUT_SHEET_H

#include "input/book.h"
#include "input/worker.h"

enum { HJ_SHEET_COLUMNS = 16384 };

/* Valid until the call that got it returns. */
struct hj_sheet_row {
    uint32_t number;             /* 1-based */
    const struct hj_cell *cells; /* from column A on; an empty cell has an empty text */
    uint32_t count;              /* up to the last that is not empty */
};

/* Calls `row` for each row that is not empty, in the order of the file, until it returns false. */
enum hj_code hj_sheet_read(struct hj_book *book, const struct hj_book_sheet *sheet,
                           bool (*row)(void *context, const struct hj_sheet_row *row),
                           void *context, struct hj_error *error) HJ_MUST_USE;

#endif
