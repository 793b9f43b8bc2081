/* SPDX-License-Identifier: MIT
 * One .xlsx file as records. The header is the row, of the first ten of a sheet, that holds the
 * most headers the dictionary knows (without a dictionary: the most texts); titles above it are
 * left out. The sheet whose header fits best is read, and with it every other that has the very
 * same header: towns send a book with a sheet for each village. Rows without any text are no
 * records. */
#ifndef HJ_INPUT_XLSX_FILE_H
#define HJ_INPUT_XLSX_FILE_H

#include "input/book.h"
#include "input/delivery.h"

struct hj_xlsx_sheet {
    const struct hj_book_sheet *sheet;
    uint32_t header_row;       /* 1-based */
    struct hj_headers headers; /* its path names the sheet where several are read */
};

struct hj_xlsx_start {
    struct hj_book book;
    struct hj_xlsx_sheet *sheets; /* to be read; the arena's */
    size_t sheet_count;
    struct hj_span names;   /* of them, ", " between */
    struct hj_span skipped; /* of those that are not empty but have another header */
};

/* Opens the book and finds the header: *headers is the first sheet's. Close the book in any case.
 */
enum hj_code hj_xlsx_read_header(const struct hj_source *source,
                                 const struct hj_header_words *words, struct hj_arena *arena,
                                 struct hj_headers *headers, struct hj_xlsx_start *start,
                                 struct hj_error *error) HJ_MUST_USE;

/* Loads the records. content: the digest of the file's bytes. */
enum hj_code hj_xlsx_load(const struct hj_source *source, const struct hj_binding *binding,
                          struct hj_xlsx_start *start, struct hj_delivery *delivery,
                          struct hj_input_file *file, struct hj_error *error) HJ_MUST_USE;

#endif
