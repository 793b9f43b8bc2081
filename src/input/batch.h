/* SPDX-License-Identifier: MIT
 * What the records of one slice became: frames of their blocks, rejects, misfits. Numbers of
 * records and lines count from the slice's own first (0), because nobody knows yet what came before
 * it. One a slot; cleared and used again. */
#ifndef HJ_INPUT_BATCH_H
#define HJ_INPUT_BATCH_H

#include "base/buffer.h"
#include "input/misfit.h"

struct hj_batch_block {
    uint32_t rows;
    size_t frame; /* index of its first column's end in frame_ends */
};

/* A reject without its texts' pointers: they are in texts, one after the other. */
struct hj_batch_reject {
    uint32_t record, line;
    enum hj_code reason;
    uint32_t column; /* of the schema, or HJ_NO_COLUMN */
    uint64_t found;  /* fields, bytes: what the reason counts */
    size_t at;       /* where text, key and value begin in texts */
    uint32_t text, key, value;
};

struct hj_batch {
    uint32_t record_count; /* read */
    uint32_t line_count;   /* physical lines */
    struct hj_buffer frames;
    size_t *frame_ends; /* of each column and block, block by block */
    size_t frame_count, frame_capacity;
    struct hj_batch_block *blocks;
    size_t block_count, block_capacity;
    uint32_t *records; /* of the stored rows */
    uint32_t *lines;
    size_t row_count, record_capacity, line_capacity;
    struct hj_batch_reject *rejects;
    size_t reject_count, reject_capacity;
    struct hj_buffer texts;
    struct hj_slice_misfits misfits;
};

void hj_batch_release(struct hj_batch *batch);
/* False when the memory is full. */
bool hj_batch_clear(struct hj_batch *batch, uint32_t columns);

bool hj_batch_add_row(struct hj_batch *batch, uint32_t record, uint32_t line);
/* The spans are copied; at, text, key and value of the reject are set here. */
bool hj_batch_add_reject(struct hj_batch *batch, struct hj_batch_reject reject, struct hj_span text,
                         struct hj_span key, struct hj_span value);
/* The frame that was appended to frames is complete. */
bool hj_batch_end_frame(struct hj_batch *batch);

#endif
