/* SPDX-License-Identifier: MIT
 * One error: a code, named arguments and a place. It is filled once, where the cause is known;
 * callers may add a place that is missing, never overwrite. It holds no pointers to the heap, so
 * that a full memory can be reported too. The text is rendered by the command line alone. */
#ifndef HJ_BASE_ERROR_H
#define HJ_BASE_ERROR_H

#include "base/codes.h"
#include "base/span.h"

#include <stdint.h>

#define HJ_MUST_USE __attribute__((warn_unused_result))

enum {
    HJ_ERROR_FILE = 512, /* bytes of a path that are kept, NUL included */
    HJ_ERROR_ARGUMENTS = 8,
    HJ_ERROR_VALUE = 200, /* bytes of an argument that are kept, NUL included; cut at a character */
};

struct hj_error_argument {
    const char *name; /* a literal */
    char value[HJ_ERROR_VALUE];
};

struct hj_error {
    enum hj_code code;        /* HJ_OK: no error */
    char file[HJ_ERROR_FILE]; /* as given; empty: no place */
    uint64_t line;            /* 1-based; 0: not known */
    uint64_t column;          /* 1-based, in code points; 0: not known */
    unsigned arguments;
    struct hj_error_argument argument[HJ_ERROR_ARGUMENTS];
};

/* Starts an error and returns its code, so that one can write
 *     hj_error_set(error, HJ_OPEN);
 *     hj_error_text(error, "reason", ...);
 *     return error->code; */
enum hj_code hj_error_set(struct hj_error *error, enum hj_code code);
/* Adds the named argument; text that is not UTF-8 keeps its bytes. */
void hj_error_text(struct hj_error *error, const char *name, struct hj_span value);
void hj_error_number(struct hj_error *error, const char *name, int64_t value);
/* Sets file, line and column where they are not set yet. file may be NULL. */
void hj_error_place(struct hj_error *error, const char *file, uint64_t line, uint64_t column);
/* An error of the operating system: {file} and {reason} from errno value `number`. */
enum hj_code hj_error_system(struct hj_error *error, enum hj_code code, const char *file,
                             int number);
/* HJ_MEMORY. */
enum hj_code hj_error_memory(struct hj_error *error);
/* The value of an argument, or NULL. */
const char *hj_error_argument(const struct hj_error *error, const char *name);

/* Writes the text with {name} replaced by its argument ("?" when there is none), cut at size - 1
 * bytes at a character, NUL after it. text: hj_code_text(error->code) or its translation. */
void hj_error_render(const struct hj_error *error, const char *text, char *out, size_t size);

/* The one macro that jumps: `HJ_TRY(call)` goes to `done:` when the call failed, with `code` set.
 */
#define HJ_TRY(call)                                                                               \
    do {                                                                                           \
        code = (call);                                                                             \
        if (code != HJ_OK) {                                                                       \
            goto done;                                                                             \
        }                                                                                          \
    } while (0)

#endif
