/* SPDX-License-Identifier: MIT
 * Files of one table in, blocks out: finds the encoding and the header, binds headers to columns by
 * the dictionary, types the cells, and hands the frames of each block in order to a sink. Knows no
 * database.
 *
 * Text files (CSV in UTF-8, GB18030 or marked UTF-16) are parsed in slices of 6 MiB on all threads.
 * A block is the records that begin in one slice (at most HJ_BLOCK_ROWS, then the slice gives
 * several), so blocks do not depend on the number of threads. Records are what libcsv 3.0.3 makes
 * of the bytes with options 0: slices are parsed by guess from the first line end on; where one
 * really ended must be where the next began, else that one is parsed again from there.
 *
 * Workbooks (.xlsx) are read row by row, 16,384 a block; `line` is then the row. The header is
 * looked for in the first ten rows; the sheet whose header fits best is read, and all that have the
 * very same header. A record whose first text is one of the dictionary's `totals:` is a reject.
 *
 * Columns, in this order: each of the dictionary's, followed by its `<name>_currency` (money) and
 * its
 * `<name>_raw` (typed or mapped, but neither ids, phones nor `from:` columns); headers that the
 * dictionary does not know, as text; the hidden `#record` and `#line`. A header whose name is taken
 * by another column is stored as `input_<header>`, one that is empty as `column_<place>`. Several
 * files may have their columns in any order and need not have the same ones: their union counts,
 * and what a file lacks is NULL in its blocks. A declared column that no file has keeps an empty
 * header and has no frames: read it as NULL.
 *
 * A cell: trim, NULL words (then the original is NULL too), `values:`, type. An empty cell is
 * always NULL. `from:` columns read the trimmed text of their source. */
#ifndef HJ_INPUT_LOAD_H
#define HJ_INPUT_LOAD_H

#include "column/codec.h"
#include "column/schema.h"
#include "rules/ruleset.h"

struct hj_reject {
    struct hj_span file;   /* as given */
    uint64_t record;       /* 1-based across the table's files */
    uint64_t line;         /* physical line where the record begins; 1-based */
    enum hj_code reason;   /* its text is the reason */
    struct hj_error error; /* the same with arguments */
    struct hj_span text;   /* the record's bytes, at most 4 KiB, not cutting a character */
    struct hj_span key;    /* the value of the key column if it was read; else empty */
};

/* Each call comes in block order, one at a time. An error stops the load. */
struct hj_input_sink {
    void *context;
    /* First, once: the columns that blocks will have. Hidden columns `#record` and `#line` come
     * last.
     */
    enum hj_code (*schema)(void *context, const struct hj_schema *schema, struct hj_error *error);
    enum hj_code (*frame)(void *context, uint32_t column, uint32_t block, struct hj_span frame,
                          struct hj_error *error);
    enum hj_code (*reject)(void *context, const struct hj_reject *reject, struct hj_error *error);
};

struct hj_input_options {
    struct hj_span table;              /* its name, for messages */
    const struct hj_table *dictionary; /* NULL: every header is a text column */
    const struct hj_currency_word *currencies;
    uint32_t currency_count;
    const char *const *files; /* in order */
    uint32_t file_count;
    unsigned threads;
    enum hj_compression compression;
    struct hj_span personal_key; /* secret for the keyed hash of ids and phones */
    uint32_t slice_size;         /* 0: 6 MiB; tests use less */
    void (*progress)(void *context, uint64_t bytes, uint64_t of);
    void *progress_context;
};

/* Values of a column that did not fit: its type, or none of its `values:`. */
struct hj_misfit {
    struct hj_span column;
    uint64_t count;
    struct hj_span examples[5]; /* the first different ones, in record order */
    uint64_t example_counts[5];
    bool unmapped; /* a value under no key of `values:` */
};

struct hj_input_file {
    struct hj_span path;
    struct hj_span encoding; /* "UTF-8", "GB18030", "UTF-16LE", "XLSX" … */
    struct hj_span sheet;    /* XLSX: the one that was read; several with the same header: "a, b" */
    uint32_t sheet_count;    /* how many these are */
    struct hj_span skipped_sheets; /* those that are not empty but have another header */
    uint64_t bytes;
    struct hj_digest content; /* of its bytes */
    uint64_t records;
    bool repeated_header; /* the header stands again among the records: rejects */
};

struct hj_input_result {
    uint64_t records, stored, rejected;
    uint32_t blocks;
    const struct hj_input_file *files;
    uint32_t file_count;
    const struct hj_misfit *misfits;
    uint32_t misfit_count;
    uint32_t reparsed; /* slices whose guess was wrong */
};

/* Reads all files of a table. Errors name file, line and column and what to do; the sink then has
 * seen a part, which its owner throws away. Texts of the result are the arena's. */
enum hj_code hj_input_load(const struct hj_input_options *options, const struct hj_input_sink *sink,
                           struct hj_arena *arena, struct hj_input_result *result,
                           struct hj_error *error) HJ_MUST_USE;

/* The schema that loading would give, from the headers alone (for `rules check` before a load). */
enum hj_code hj_input_schema(const struct hj_input_options *options, struct hj_arena *arena,
                             struct hj_schema *schema, struct hj_error *error) HJ_MUST_USE;

#endif
