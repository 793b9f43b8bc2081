/* SPDX-License-Identifier: MIT
 * One slice of a CSV text → a batch. libcsv says what the records are, but for lines that are
 * plainly a record (input/split.h); it is fed physical line by physical line, so that after each
 * one it is known whether a record ended there. A slice ends at the first line that begins at or
 * past its limit and between two records.
 *
 * A reader belongs to a thread and a file, a window (the bytes) to a slot. Where `refill` is off, a
 * slice that needs bytes past its window is given up: the merge parses it again, with refill on. */
#ifndef HJ_INPUT_SLICE_H
#define HJ_INPUT_SLICE_H

#include "input/lines.h"
#include "input/source.h"
#include "input/worker.h"

#include <csv.h>

/* Bytes of the text in memory. */
struct hj_window {
    char *bytes;
    size_t capacity;
    size_t size;
    uint64_t at; /* offset of the first in the text */
};

enum hj_slice_outcome {
    HJ_SLICE_GIVEN_UP, /* its beginning or end is not in the window */
    HJ_SLICE_DONE,
    HJ_SLICE_NOT_UTF8,   /* bad_at says where */
    HJ_SLICE_OPEN_QUOTE, /* the text ends in a quoted field of the record at record_at */
};

struct hj_slice {
    uint64_t begin; /* given: offset of a line between two records */
    uint64_t limit; /* given: records that begin before it */
    uint64_t end;   /* where the next slice begins */
    enum hj_slice_outcome outcome;
    uint64_t bad_at;
    uint64_t record_at;
    uint32_t record_line; /* of it, from the slice's first, 0 */
    struct hj_batch batch;
};

struct hj_slice_reader {
    const struct hj_source *source;
    const struct hj_binding *binding;
    struct hj_worker *worker;
    struct csv_parser parser;
    int between; /* the parser's state between records */
    struct hj_window *window;
    bool refill;
    struct hj_span *fields; /* of a regular record */
    /* the slice at hand */
    struct hj_lines lines;
    size_t position;  /* in the window */
    bool line_begins; /* the position is the beginning of a physical line */
    bool nul_bytes;   /* there are some in the window */
    size_t checked;   /* from here on the window is not known to be UTF-8 */
    uint32_t line;    /* physical lines ended so far */
    /* the record at hand */
    bool ended;           /* by the last piece */
    uint64_t record_at;   /* its first byte in the text */
    uint64_t record_kept; /* its first byte that is not in head */
    uint32_t record_line;
    size_t head_size; /* bytes of it that left the window */
    char head[HJ_LIMIT_REJECT_TEXT];
};

/* HJ_MEMORY. Release in any case. */
enum hj_code hj_slice_reader_init(struct hj_slice_reader *reader, const struct hj_source *source,
                                  const struct hj_binding *binding, struct hj_worker *worker,
                                  struct hj_error *error) HJ_MUST_USE;
void hj_slice_reader_release(struct hj_slice_reader *reader);

/* The first physical line that begins at or past `from` and inside the window; false: none is seen.
 * The window holds the byte before `from`, which is not the text's first. */
bool hj_slice_first_line(const struct hj_source *source, const struct hj_window *window,
                         uint64_t from, uint64_t *begin);

/* Parses and types the records that begin in the slice; its window holds slice->begin. The batch is
 * cleared first. An error is the machine's; what is wrong with the text is the outcome. */
enum hj_code hj_slice_parse(struct hj_slice_reader *reader, struct hj_window *window,
                            struct hj_slice *slice, struct hj_error *error) HJ_MUST_USE;

#endif
