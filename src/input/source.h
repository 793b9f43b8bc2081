/* SPDX-License-Identifier: MIT
 * A text file as UTF-8 bytes that can be read from any place, whatever its encoding. Offsets are
 * those of the UTF-8 text without its byte order mark. A file in another encoding is converted as
 * it is read: one pass when it is opened notes at every 256 KiB which offset of the text that is,
 * so nothing is kept and nothing written. Reading is thread-safe; the rest is not. */
#ifndef HJ_INPUT_SOURCE_H
#define HJ_INPUT_SOURCE_H

#include "base/error.h"
#include "base/hash.h"

enum hj_file_kind { HJ_FILE_TEXT, HJ_FILE_XLSX };

/* A place where conversion may begin. */
struct hj_checkpoint {
    uint64_t text, file; /* offsets */
};

struct hj_source {
    const char *path; /* as given; borrowed */
    int descriptor;   /* -1: closed */
    enum hj_file_kind kind;
    const char *encoding; /* a literal: "UTF-8" … */
    const char *charset;  /* iconv's name for it; NULL: UTF-8, read as it is */
    uint64_t bytes;       /* of the file */
    uint64_t size;        /* of its text as UTF-8 */
    uint64_t text_begin;  /* bytes of the byte order mark */
    struct hj_checkpoint *checkpoints;
    size_t checkpoint_count, checkpoint_capacity;
    bool has_digest;         /* the pass over the file made it */
    struct hj_digest digest; /* of the file's bytes */
    int64_t changed_seconds; /* modification time when it was opened */
    int64_t changed_nanoseconds;
};

/* Opens a regular file and finds out what it is. Refuses, with the reason, what is no file, is
 * empty, is of a kind that cannot be read or in no encoding that is known. Close in any case. */
enum hj_code hj_source_open(struct hj_source *source, const char *path,
                            struct hj_error *error) HJ_MUST_USE;
void hj_source_close(struct hj_source *source);

/* As hj_source_read, but the bytes of the file. */
enum hj_code hj_source_read_file(const struct hj_source *source, uint64_t offset, char *bytes,
                                 size_t size, size_t *got, struct hj_error *error) HJ_MUST_USE;
/* Fills at most size bytes from offset on; *got is less only at the end of the text. */
enum hj_code hj_source_read(const struct hj_source *source, uint64_t offset, char *bytes,
                            size_t size, size_t *got, struct hj_error *error) HJ_MUST_USE;
/* HJ_INPUT_CHANGED when the file is not what it was when it was opened. */
enum hj_code hj_source_unchanged(const struct hj_source *source,
                                 struct hj_error *error) HJ_MUST_USE;

/* The error of an unreadable byte at this offset of the text, whose line begins at or after `from`,
 * where line `line` begins; byte: as it stands in the file. */
enum hj_code hj_source_bad_byte(const struct hj_source *source, enum hj_code code, uint64_t from,
                                uint64_t line, uint64_t offset, struct hj_error *error);

/* A place in the text, found by reading it: for messages. */
struct hj_place {
    uint64_t line;   /* physical, 1-based */
    uint64_t column; /* in code points, 1-based; what is no character counts as one */
};
/* The place of `offset`, counting from a line that begins at `from` and is number `line`. */
struct hj_place hj_source_place(const struct hj_source *source, uint64_t from, uint64_t line,
                                uint64_t offset);

#endif
