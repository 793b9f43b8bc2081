/* SPDX-License-Identifier: MIT
 * A text file as UTF-8 bytes that can be read from any place. Offsets are those of the UTF-8 text
 * without its byte order mark. Reading is thread-safe; the rest is not. */
#ifndef HJ_INPUT_SOURCE_H
#define HJ_INPUT_SOURCE_H

#include "base/error.h"
#include "base/hash.h"

enum hj_file_kind { HJ_FILE_TEXT, HJ_FILE_XLSX };

struct hj_source {
    const char *path; /* as given; borrowed */
    int descriptor;   /* -1: closed */
    enum hj_file_kind kind;
    const char *encoding;    /* a literal: "UTF-8" … */
    uint64_t bytes;          /* of the file */
    uint64_t size;           /* of its text as UTF-8 */
    uint64_t text_begin;     /* bytes of the byte order mark */
    int64_t changed_seconds; /* modification time when it was opened */
    int64_t changed_nanoseconds;
};

/* Opens a regular file and looks at its first bytes. Refuses, with the reason, what is no file, is
 * empty, or is of a kind that cannot be read. Close in any case. */
enum hj_code hj_source_open(struct hj_source *source, const char *path,
                            struct hj_error *error) HJ_MUST_USE;
void hj_source_close(struct hj_source *source);

/* Fills at most size bytes from offset on; *got is less only at the end of the text. */
enum hj_code hj_source_read(const struct hj_source *source, uint64_t offset, char *bytes,
                            size_t size, size_t *got, struct hj_error *error) HJ_MUST_USE;
/* HJ_INPUT_CHANGED when the file is not what it was when it was opened. */
enum hj_code hj_source_unchanged(const struct hj_source *source,
                                 struct hj_error *error) HJ_MUST_USE;

/* A place in the text, found by reading it: for messages. */
struct hj_place {
    uint64_t line;   /* physical, 1-based */
    uint64_t column; /* in code points, 1-based; what is no character counts as one */
};
/* The place of `offset`, counting from a line that begins at `from` and is number `line`. */
struct hj_place hj_source_place(const struct hj_source *source, uint64_t from, uint64_t line,
                                uint64_t offset);

#endif
