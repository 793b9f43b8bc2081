/* SPDX-License-Identifier: MIT
 * Workbooks for tests, put together from the text of their parts, and how they are loaded. */
#ifndef HJ_TESTS_INPUT_BOOKS_H
#define HJ_TESTS_INPUT_BOOKS_H

#include "input/collected.h"

struct book_part {
    const char *name;
    const char *text;
};

/* Writes a zip file of the parts to the scratch folder; returns its path. */
const char *book_of_parts(const char *name, const struct book_part *parts, size_t count);

/* A book of sheets, which are given as <row> elements; styles and shared may be NULL. */
struct book_sheet {
    const char *name;
    const char *rows;
};
struct book_options {
    const struct book_sheet *sheets;
    size_t count;
    const char *styles;   /* the whole part */
    const char *shared;   /* <si> elements */
    const char *workbook; /* elements before <sheets> */
};
const char *book_of_sheets(const char *name, const struct book_options *options);

/* Of the firms that the books tell of: code, name, day, staff, share, listed. */
extern const struct hj_table book_dictionary;
/* Loads a book, without a dictionary where it is NULL; release what was collected in any case. */
enum hj_code book_read(struct collected *collected, const char *path,
                       const struct hj_table *dictionary);
/* Asserts that it can be loaded. */
void book_load(struct collected *collected, const char *path, const struct hj_table *dictionary);

#endif
