/* SPDX-License-Identifier: MIT
 * A sink that keeps everything a load gives, as texts that a test can compare, and a file to load.
 */
#ifndef HJ_TESTS_INPUT_COLLECTED_H
#define HJ_TESTS_INPUT_COLLECTED_H

#include "input/load.h"

struct collected_reject {
    uint64_t record, line;
    enum hj_code reason;
    char *message; /* rendered, in English */
    char *text, *key;
    size_t text_size;
};

struct collected {
    struct hj_arena arena;
    struct hj_schema schema;
    struct hj_input_result result;
    struct hj_error error;
    struct hj_buffer bytes; /* every call of the sink, one after the other */
    struct hj_buffer frames;
    struct collected_frame {
        uint32_t column, block;
        size_t at, size;
    } * frame;
    size_t frame_count, frame_capacity;
    struct collected_reject *reject;
    size_t reject_count, reject_capacity;
    char **cell; /* rows * schema.count; NULL: NULL */
    size_t rows;
};

/* Loads, without decoding the frames; the code of hj_input_load. Release in any case. */
enum hj_code collected_read(struct collected *collected, const struct hj_input_options *options);
/* Loads and decodes. */
enum hj_code collected_load(struct collected *collected, const struct hj_input_options *options);
void collected_release(struct collected *collected);
/* The cell as text: NULL where it is NULL; "?" where there is no such column. */
const char *collected_cell(const struct collected *collected, size_t row, const char *column);
/* Asserts that the cells of a row are "column=value|column=value"; nothing behind the = is NULL. */
void check_cells(const struct collected *collected, size_t row, const char *expected);
/* The error as `file:line:column: CODE: text`, the folder of the file left out. */
const char *collected_message(const struct collected *collected);
/* The misfits of a column, or NULL. */
const struct hj_misfit *collected_misfit(const struct collected *collected, const char *column,
                                         bool unmapped);

/* Writes a file of the test's own folder (made on the first call, removed by scratch_remove) and
 * returns its path, which stays valid. */
const char *scratch_file(const char *name, const void *bytes, size_t size);
const char *scratch_text(const char *name, const char *text);
const char *scratch_folder(void);
void scratch_remove(void);

/* Loads one file without a dictionary, one thread. */
enum hj_code collected_load_text(struct collected *collected, const char *text,
                                 const struct hj_table *dictionary);

/* A list of spans from literals, for dictionaries in tests. */
#define SPANS(...)                                                                                 \
    {                                                                                              \
        (const struct hj_span[]){__VA_ARGS__},                                                     \
            sizeof((const struct hj_span[]){__VA_ARGS__}) / sizeof(struct hj_span)                 \
    }

#endif
