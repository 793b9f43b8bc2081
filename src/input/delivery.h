/* SPDX-License-Identifier: MIT
 * Batches in, calls of the sink out: what a load does one batch at a time, in order. Here records
 * and blocks get their numbers. One a load. */
#ifndef HJ_INPUT_DELIVERY_H
#define HJ_INPUT_DELIVERY_H

#include "input/batch.h"
#include "input/plan.h"

struct hj_delivery {
    const struct hj_input_options *options;
    const struct hj_input_sink *sink;
    const struct hj_plan *plan;
    uint64_t records, stored, rejected;
    uint32_t blocks;
    struct hj_load_misfits misfits;
    struct hj_codec codec;
    struct hj_buffer frame;
    struct hj_vector_builder numbers; /* of a hidden column */
    uint64_t bytes_before, bytes_of;  /* of files, for progress */
    /* of the file at hand */
    const struct hj_headers *headers;
    uint64_t line; /* physical lines before the next batch */
    uint64_t file_records;
    bool repeated_header;
};

enum hj_code hj_delivery_init(struct hj_delivery *delivery, const struct hj_input_options *options,
                              const struct hj_input_sink *sink, const struct hj_plan *plan,
                              struct hj_arena *arena, struct hj_error *error) HJ_MUST_USE;
void hj_delivery_release(struct hj_delivery *delivery);
/* The next file's batches follow; line: physical lines before its first. */
void hj_delivery_begin_file(struct hj_delivery *delivery, const struct hj_headers *headers,
                            uint64_t line);
/* Hands over all of the batch. */
enum hj_code hj_delivery_take(struct hj_delivery *delivery, struct hj_batch *batch,
                              struct hj_error *error) HJ_MUST_USE;
/* So many bytes of the file at hand are done. */
void hj_delivery_progress(const struct hj_delivery *delivery, uint64_t bytes);

#endif
