/* SPDX-License-Identifier: MIT
 * A workbook (.xlsx as Excel, WPS and LibreOffice write it): its sheets, and what their cells refer
 * to: shared texts, and styles, of which only those of dates and of numbers with leading zeros
 * matter. One a load; not thread-safe. */
#ifndef HJ_INPUT_BOOK_H
#define HJ_INPUT_BOOK_H

#include "base/arena.h"
#include "base/buffer.h"
#include "input/source.h"
#include "input/xml.h"

struct hj_book_sheet {
    struct hj_span name;
    const char *part; /* its XML in the archive */
};

/* How a number is shown. */
enum { HJ_STYLE_PLAIN = 0, HJ_STYLE_DATE = 255 }; /* 1 … 254: with so many digits at least */

struct hj_book {
    struct hj_xml_archive archive;
    struct hj_arena arena;
    bool from_1904;
    struct hj_book_sheet *sheets;
    size_t sheet_count, sheet_capacity;
    unsigned char *styles; /* one a cell format */
    size_t style_count, style_capacity;
    struct hj_buffer strings;
    size_t *string_ends;
    size_t string_count, string_capacity;
};

/* Opens the book of an open source and reads all but its sheets. Close in any case. */
enum hj_code hj_book_open(struct hj_book *book, const struct hj_source *source,
                          struct hj_error *error) HJ_MUST_USE;
void hj_book_close(struct hj_book *book);

/* A shared text; data NULL: there is none of that number. */
struct hj_span hj_book_string(const struct hj_book *book, size_t index);
/* The style of a cell format; HJ_STYLE_PLAIN where there is none of that number. */
unsigned char hj_book_style(const struct hj_book *book, size_t format);

/* How numbers with this format code are shown: exported for its test. */
unsigned char hj_book_style_of(const char *format);

#endif
