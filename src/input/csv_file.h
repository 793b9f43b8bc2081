/* SPDX-License-Identifier: MIT
 * One CSV file: its header, and its records in parallel slices. */
#ifndef HJ_INPUT_CSV_FILE_H
#define HJ_INPUT_CSV_FILE_H

#include "input/delivery.h"
#include "input/source.h"

/* A file that was opened: what both kinds have in common. */
struct hj_csv_start {
    uint64_t offset; /* of the line after the header record */
    uint64_t line;   /* physical lines before it */
};

/* Reads the first record. Texts are the arena's. */
enum hj_code hj_csv_read_header(const struct hj_source *source, struct hj_arena *arena,
                                struct hj_headers *headers, struct hj_csv_start *start,
                                struct hj_error *error) HJ_MUST_USE;

/* Loads the records; adds to *reparsed the slices that were parsed again. content: the digest of
 * the file's bytes. */
enum hj_code hj_csv_load(const struct hj_source *source, const struct hj_binding *binding,
                         const struct hj_csv_start *start, struct hj_delivery *delivery,
                         struct hj_input_file *file, uint32_t *reparsed,
                         struct hj_error *error) HJ_MUST_USE;

/* The error of a quote that is never closed in the record that begins at `from`, in line `line`. */
enum hj_code hj_csv_open_quote(const struct hj_source *source, uint64_t from, uint64_t line,
                               struct hj_error *error);

#endif
