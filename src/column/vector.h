/* SPDX-License-Identifier: MIT
 * The values of one column in one block of at most HJ_BLOCK_ROWS records: a read-only view. Who
 * made it (a builder, the decoder, an evaluator) owns the memory and says how long it lives. */
#ifndef HJ_COLUMN_VECTOR_H
#define HJ_COLUMN_VECTOR_H

#include "base/arena.h"
#include "base/buffer.h"
#include "column/bits.h"
#include "column/value.h"

enum {
    HJ_BLOCK_ROWS = 65535,
    /* Of the text of one column of one block: SQLite takes no value over 1,000,000,000 bytes. */
    HJ_BLOCK_BYTES = 512 * 1024 * 1024,
};

struct hj_vector {
    enum hj_type type;
    uint32_t rows;
    const uint64_t *nulls; /* bit set: NULL. NULL pointer: no row is NULL */
    union {
        const uint64_t *booleans; /* bit set: TRUE; a NULL row's bit is zero */
        const int64_t *integers;  /* a NULL row holds 0 */
        const double *numbers;
        const hj_date *dates;
        struct {
            /* Plain: rows + 1 offsets into bytes, a NULL row is empty. Dictionary (codes is set):
             * entries + 1 offsets, entries are distinct, row i has the value of entry codes[i]
             * (0 for a NULL row; entries may then be 0). */
            const uint32_t *offsets;
            const char *bytes;
            const uint16_t *codes;
            uint32_t entries;
        } text;
    };
};

static inline bool hj_vector_is_null(const struct hj_vector *vector, uint32_t row)
{
    return vector->nulls && hj_bits_get(vector->nulls, row);
}

static inline struct hj_span hj_vector_entry(const struct hj_vector *vector, uint32_t entry)
{
    uint32_t from = vector->text.offsets[entry];
    return (struct hj_span){vector->text.bytes + from, vector->text.offsets[entry + 1] - from};
}

/* The text of a row that is not NULL. */
static inline struct hj_span hj_vector_text(const struct hj_vector *vector, uint32_t row)
{
    return hj_vector_entry(vector, vector->text.codes ? vector->text.codes[row] : row);
}

struct hj_value hj_vector_value(const struct hj_vector *vector, uint32_t row);
/* The same values in the arena; false when the memory is full. */
bool hj_vector_copy(const struct hj_vector *vector, struct hj_arena *arena, struct hj_vector *copy);

/* Builds one vector at a time by appending; clear, not release, between blocks. */
struct hj_vector_builder {
    enum hj_type type;
    uint32_t rows;
    uint32_t null_rows;
    uint32_t capacity; /* rows there is room for */
    uint64_t *nulls;   /* a bit for each row of capacity, zero from `rows` on */
    void *values;      /* int64_t, double, hj_date, or uint64_t words; text: capacity + 1 offsets */
    struct hj_buffer bytes; /* of text */
};

void hj_vector_builder_init(struct hj_vector_builder *builder, enum hj_type type);
void hj_vector_builder_release(struct hj_vector_builder *builder);
void hj_vector_builder_clear(struct hj_vector_builder *builder);
/* Each appends one row; false, and nothing appended, when the memory is full, the text of the block
 * passes HJ_BLOCK_BYTES, or it has HJ_BLOCK_ROWS already (begin another block before that). */
bool hj_vector_append_null(struct hj_vector_builder *builder);
bool hj_vector_append_boolean(struct hj_vector_builder *builder, bool value);
bool hj_vector_append_integer(struct hj_vector_builder *builder, int64_t value);
bool hj_vector_append_number(struct hj_vector_builder *builder, double value);
bool hj_vector_append_text(struct hj_vector_builder *builder, struct hj_span value);
bool hj_vector_append_date(struct hj_vector_builder *builder, hj_date value);
/* Takes the last rows back so that `rows` remain: a record that turns out to be a reject. */
void hj_vector_builder_truncate(struct hj_vector_builder *builder, uint32_t rows);
/* The view; valid until the builder changes. */
struct hj_vector hj_vector_builder_view(const struct hj_vector_builder *builder);

#endif
